/** How commands of the desk are told where its files lie. */
import { besideBundle, type DeskFiles } from "./verify/desk.ts";

const text = { type: "string" } as const;

/** Options that name a desk's files. */
export const deskOptions = { bundle: text, journal: text, keys: text, desk: text, officer: text } as const;

/** The files meant; null where bundle or journal is not named. */
export function deskFiles(
  values: {
    readonly [option in keyof typeof deskOptions]?: string | undefined;
  },
): DeskFiles | null {
  const { bundle, journal } = values;
  if (!bundle || !journal) return null;
  const beside = besideBundle(bundle);
  return { bundle, journal, keys: values.keys ?? beside.keys, desk: values.desk ?? beside.desk };
}

/** What `--help` says of them. */
export const deskOptionsHelp = `  --bundle FILE        the bundle as it was handed over, byte for byte
  --journal FILE       the desk's journal; begun where there is none
  --officer ID         who asks: the officer's id, eight characters at least; not where a program had the bundle made
  --keys KEYS.json     our public keys; BUNDLE.keys.json unless said
  --desk KEY.json      the desk's own key; BUNDLE.desk.json unless said`;
