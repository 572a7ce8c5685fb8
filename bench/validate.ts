/**
 * Judging a penalty row: schema, some thirty rules and the law's time, beside what it costs to write the same row as JSON
 * and read it back. In turns in one run, by CPU time: other work on the machine weighs on both.
 *
 * Run: node --import ./tools/tsx.ts bench/validate.ts
 */
import { isoDate } from "#core/time/date.ts";
import { type ItemVersion, itemVersionsOf, readPack } from "#src/catalogue/index.ts";
import { inProject } from "#src/platform/config.ts";
import { show } from "./figure.ts";

export interface ValidateRow {
  readonly rules: number;
  readonly fields: number;
  /** Microseconds of CPU a row, medians of the rounds. */
  readonly validate: number;
  readonly terms: number;
  readonly split: number;
  readonly jsonRoundTrip: number;
  /** Validation over the round trip. */
  readonly ratio: number;
}

/** A row must be judged in at most this many JSON round trips, or intake could not keep up with COPY. */
export const ratioToReach = 2.5;

const rounds = 9;
const rowsARound = 20_000;

type Row = Record<string, string | number | string[]>;

function rowsOf(item: ItemVersion): Row[] {
  const [example] = item.item.examples.valid as Row[];
  return Array.from({ length: 2000 }, (_, at) => {
    const row = {
      ...example,
      documentNumber: `${example?.["documentNumber"]}${at}`,
      facts: `${String(example?.["facts"]).repeat(4)}${at}`,
      fineAmount: 6000 + at,
      content: `罚款${6000 + at}元。没收违法所得600元。`,
    };
    // Read from text, as rows of files are: not joined from pieces in memory.
    return JSON.parse(JSON.stringify(row)) as Row;
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function measure(): ValidateRow {
  const pack = readPack(inProject("packs", "cn")).contents;
  const item = itemVersionsOf(pack, "cn/penalty").at(-1);
  if (!item) throw new Error("the national pack has no penalty");
  const rows = rowsOf(item);
  const receipt = { receivedOn: isoDate("2026-09-30"), sender: String(rows[0]?.["authorityCode"]) };
  const found = rows.flatMap((row) => item.validate(row, receipt));
  if (found.length > 0) throw new Error(`the example does not pass: ${found[0]?.code}`);
  const works: Readonly<Record<"validate" | "terms" | "split" | "jsonRoundTrip", (row: Row) => unknown>> = {
    validate: (row) => item.validate(row, receipt),
    terms: (row) => item.terms(row, "organisation"),
    split: (row) => item.split(row, { subjectKind: "organisation", disclosure: "public" }),
    jsonRoundTrip: (row) => JSON.parse(JSON.stringify(row)),
  };
  const took = Object.fromEntries(Object.keys(works).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++)
    for (const [name, work] of Object.entries(works)) took[name]?.push(cpuMicros(rows, work));
  const [validate = 0, terms = 0, split = 0, jsonRoundTrip = 0] = Object.keys(works).map((name) =>
    median(took[name] ?? []),
  );
  return {
    rules: item.rules.length,
    fields: Object.keys(rows[0] ?? {}).length,
    validate,
    terms,
    split,
    jsonRoundTrip,
    ratio: validate / jsonRoundTrip,
  };
}

function cpuMicros(rows: readonly Row[], work: (row: Row) => unknown): number {
  const before = process.cpuUsage();
  for (let at = 0; at < rowsARound; at++) work(rows[at % rows.length] as Row);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / rowsARound;
}

/** Measures the national penalty. Throws where the example does not pass: then nothing is measured. */
export async function benchValidate(): Promise<{ rows: readonly ValidateRow[] }> {
  return { rows: [measure()] };
}

if (import.meta.main) show(await benchValidate());
