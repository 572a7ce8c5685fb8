/** From one day to another: the filter of logs, and how it is read back. */
import { typedDay } from "#web/formats.ts";
import type { Visit } from "#web/page.ts";
import { type FieldError, TextField } from "./form.tsx";

export interface Period {
  readonly typed: { readonly from: string; readonly to: string };
  /** What could be read; absent where nothing was typed. */
  readonly days: { readonly from?: string; readonly to?: string };
  readonly errors: readonly FieldError[];
}

/** Reads `from` and `to` out of an address as people typed them. */
export function askedPeriod({ query, voice }: Pick<Visit, "query" | "voice">): Period {
  const typed = { from: query.get("from")?.trim() ?? "", to: query.get("to")?.trim() ?? "" };
  const errors: FieldError[] = [];
  const days: { from?: string; to?: string } = {};
  for (const field of ["from", "to"] as const) {
    const day = typedDay(typed[field]);
    if (day) days[field] = day;
    else if (typed[field] !== "") errors.push({ field, text: voice.say("form.day.error") });
  }
  return { typed, days, errors };
}

/** The two fields; they stand in a form of class `filter`. */
export function PeriodFields({ voice, period }: { voice: Visit["voice"]; period: Period }) {
  const { say } = voice;
  const shared = { voice, errors: period.errors, autocomplete: "off" };
  return (
    <>
      <TextField {...shared} id="from" label={say("period.from")} value={period.typed.from} />
      <TextField {...shared} id="to" label={say("period.to")} value={period.typed.to} />
    </>
  );
}
