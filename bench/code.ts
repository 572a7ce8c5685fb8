/**
 * Checking unified codes in process: ours beside npm `stdnum`, on the same inputs in the same run, in turns.
 *
 * Run: node --import ./tools/tsx.ts bench/code.ts
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { stdnum } from "stdnum";
import departments from "#core/code/departments.json" with { type: "json" };
import { organisationCheckDigit } from "#core/code/organisation.ts";
import { checkUnifiedCode, unifiedAlphabet, unifiedCheckCharacter } from "#core/code/unified.ts";
import { sharedData } from "#tools/shared-data.ts";
import { show } from "./figure.ts";

export interface CodeRow {
  readonly inputs: string;
  readonly count: number;
  /** Inputs a second, median of the rounds. */
  readonly ours: number;
  readonly stdnum: number;
  /** Ours over stdnum's, of the medians. */
  readonly ratio: number;
  /** Inputs that are real codes or made by the standard's rule and that stdnum refuses. */
  readonly wronglyRefused: number;
  readonly examples: readonly string[];
}

/** Issue 2: at least five times as fast as stdnum, and right where it is wrong. */
export const ratioToReach = 5;

interface InputSet {
  readonly name: string;
  readonly texts: readonly string[];
}

function publishedCodes(): readonly string[] {
  const doctest = readFileSync(sharedData("code-vectors", "test_cn_uscc.doctest"), "utf8");
  return [...doctest.matchAll(/^\.\.\. ([0-9A-Z]{18})$/gm)].map((match) => match[1] ?? "");
}

function registeredNumbers(): readonly string[] {
  const file = gunzipSync(readFileSync(sharedData("enterprises", "registry_dev.csv.gz")));
  return (parse(file, { columns: true }) as { code: string }[]).map(({ code }) => code);
}

/** Every department and category of GB 32100 with 31 organisation codes each, so that every check character stands. */
function codesOfEveryKind(): readonly string[] {
  const forms = Object.entries(departments).flatMap(([one, { categories }]) =>
    Object.keys(categories).map((two) => one + two),
  );
  return forms.flatMap((form) =>
    [...unifiedAlphabet].map((character) => {
      const organisation = `MA01B2C${character}`;
      const body = `${form}110105${organisation}${organisationCheckDigit(organisation)}`;
      return body + unifiedCheckCharacter(body);
    }),
  );
}

const isValid = stdnum["CN"]?.["uscc"]?.validate;

/** Seconds for one pass over the texts, and how many were valid: the count keeps the work from being left out. */
function timed(texts: readonly string[], check: (text: string) => boolean): { seconds: number; valid: number } {
  const started = performance.now();
  let valid = 0;
  for (const text of texts) if (check(text)) valid++;
  return { seconds: (performance.now() - started) / 1000, valid };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const rounds = 9;

function measure({ name, texts }: InputSet): CodeRow {
  if (!isValid) throw new Error("stdnum has no check of Chinese unified codes");
  const ours = (text: string) => checkUnifiedCode(text).verdict === "valid";
  const theirs = (text: string) => isValid(text).isValid;
  // Enough repetitions that a round of the faster one takes some tens of milliseconds.
  const many = Array.from({ length: Math.max(1, Math.ceil(60_000 / texts.length)) }, () => texts).flat();
  const seconds: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round < rounds + 2; round++) {
    const pair = { ours: timed(many, ours).seconds, theirs: timed(many, theirs).seconds };
    // Two rounds warm up.
    if (round < 2) continue;
    seconds.ours.push(pair.ours);
    seconds.theirs.push(pair.theirs);
  }
  const refused = texts.filter((text) => checkUnifiedCode(text).verdict !== "malformed" && !theirs(text));
  const perSecond = (one: readonly number[]) => Math.round(many.length / median(one));
  return {
    inputs: name,
    count: texts.length,
    ours: perSecond(seconds.ours),
    stdnum: perSecond(seconds.theirs),
    ratio: median(seconds.theirs) / median(seconds.ours),
    wronglyRefused: refused.length,
    examples: refused.slice(0, 3),
  };
}

/** Measures every set of inputs. Throws where shared data is absent. */
export async function benchCode(): Promise<{ rows: readonly CodeRow[] }> {
  const sets: readonly InputSet[] = [
    { name: "published codes", texts: publishedCodes() },
    { name: "real registrations, as they stand", texts: registeredNumbers() },
    { name: "every department and category", texts: codesOfEveryKind() },
  ];
  return { rows: sets.map(measure) };
}

if (import.meta.main) show(await benchCode());
