/** Rules and records for tests of criteria: generated within the subset, over payloads that keep no promise. */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { addDays, type IsoDate, isoDate } from "#core/time/date.ts";
import type { RecordRow } from "#src/ledger/index.ts";

export const items = ["test/fine", "test/grade", "test/visit"] as const;
const fields = ["amount", "kind", "since", "flag", "list"] as const;

const day = fc.integer({ min: 0, max: 1200 }).map((days) => addDays(isoDate("2024-01-01"), days));
const quoted = (text: string) => JSON.stringify(text);
const word = fc.constantFrom("a", "ab", "税务", "劳动", "😀", "2025-03-01");

const date: fc.Arbitrary<string> = fc.oneof(
  fc.constant("asOf"),
  day.map(quoted),
  fc.nat(30).map((n) => `monthsBefore(asOf, ${n})`),
  fc.nat(500).map((n) => `daysBefore(asOf, ${n})`),
);
const order = fc.constantFrom("<", "<=", ">", ">=", "==", "!=");
const same = fc.constantFrom("==", "!=");

/** A date of a record, which may be missing. */
const dateOf = (r: string) =>
  fc.oneof(
    fc.constantFrom("decidedOn", "effectiveFrom", "conductEndedOn", "effectiveTo").map((field) => `${r}.${field}`),
    fc.nat(14).map((n) => `monthsBefore(${r}.decidedOn, ${n})`),
  );
const open = (r: string) => fc.constantFrom(...fields).map((field) => `${r}.open.${field}`);

const amountOf = (r: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: open(r) },
    fc.tuple(open(r), fc.constantFrom("+ 0.1", "* 0.5", "- 7.0", "/ 3.0")).map(([a, b]) => `${a} ${b}`),
  );
const number = fc.constantFrom("0", "1", "3", "100", "0.1", "2.5", "-4.0", "1000000000000000.0");

/** A condition on the record `r`; `inner` are conditions on it that look at other records. */
function about(r: string, inner: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  const atoms = [
    fc.constantFrom(...items).map((item) => `${r}.item == ${quoted(item)}`),
    fc.subarray([...items], { minLength: 1 }).map((some) => `${r}.item in [${some.map(quoted).join(", ")}]`),
    fc.constant(`${r}.adverse`),
    fc.tuple(dateOf(r), order, fc.oneof(date, dateOf(r))).map(([a, sign, b]) => `${a} ${sign} ${b}`),
    fc.tuple(open(r), order, fc.oneof(date, dateOf(r))).map(([a, sign, b]) => `${a} ${sign} ${b}`),
    fc.tuple(amountOf(r), order, number).map(([a, sign, b]) => `${a} ${sign} ${b}`),
    fc.tuple(open(r), order).map(([a, sign]) => `${a} ${sign} year(${r}.decidedOn) - 2023`),
    fc.tuple(open(r), same, word.map(quoted)).map(([a, sign, b]) => `${a} ${sign} ${b}`),
    fc.tuple(open(r), same, fc.constantFrom("true", "false")).map(([a, sign, b]) => `${a} ${sign} ${b}`),
    fc
      .tuple(open(r), fc.array(word.map(quoted), { minLength: 1, maxLength: 3 }))
      .map(([a, list]) => `${a} in [${list.join(", ")}]`),
    fc.tuple(open(r), fc.constantFrom("[1, 2.5]", "[100]")).map(([a, list]) => `${a} in ${list}`),
    fc.tuple(word.map(quoted), open(r)).map(([a, b]) => `${a} in ${b}`),
    open(r),
    open(r).map((field) => `has(${field})`),
    fc.constantFrom("conductEndedOn", "effectiveTo", "decidedOn").map((field) => `has(${r}.${field})`),
    fc
      .tuple(
        fc.oneof(open(r), fc.constant(`${r}.item`)),
        fc.constantFrom("startsWith", "contains"),
        fc.constantFrom("a", "test/f", "税", "😀"),
      )
      .map(([a, test, b]) => `${a}.${test}(${quoted(b)})`),
    ...inner,
  ];
  return logic(fc.oneof(...atoms));
}

function logic(atom: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.letrec<{ all: string }>((tie) => ({
    all: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      atom,
      fc.tuple(tie("all"), fc.constantFrom("&&", "||"), tie("all")).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
      tie("all").map((a) => `!(${a})`),
    ),
  })).all;
}

/** Lists of records, filtered none to two times. */
function records(r: string, inner: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc
    .array(about(r, inner), { maxLength: 2 })
    .map((filters) => `records${filters.map((filter) => `.filter(${r}, ${filter})`).join("")}`);
}

/** What is asked of records: whether some are, how many, how much together. */
function look(r: string, inner: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  const list = records(r, inner);
  return fc.oneof(
    fc
      .tuple(list, fc.constantFrom("exists", "all", "exists_one"), about(r, inner))
      .map(([of, macro, body]) => `${of}.${macro}(${r}, ${body})`),
    fc.tuple(list, order, fc.nat(3)).map(([of, sign, n]) => `${of}.size() ${sign} ${n}`),
    fc
      .tuple(list, amountOf(r), order, number)
      .map(([of, amount, sign, n]) => `total(${of}.map(${r}, ${amount})) ${sign} ${n}`),
    fc
      .tuple(list, about(r, inner), amountOf(r), order, number)
      .map(([of, filter, amount, sign, n]) => `total(${of}.map(${r}, ${filter}, ${amount})) ${sign} ${n}`),
    fc.tuple(list, list, fc.nat(3)).map(([a, b, n]) => `size(${a}) + size(${b}) > ${n}`),
  );
}

/** A rule of the subset: it starts from records of named items, and then asks anything. */
export const rule: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...items),
    about("r", [look("s", [])]),
    logic(look("r", [look("s", [])])),
    fc.constantFrom("exists", "filter"),
  )
  .map(([item, filter, rest, way]) => {
    const start = `r.item == ${quoted(item)} && ${filter}`;
    const first = way === "exists" ? `records.exists(r, ${start})` : `records.filter(r, ${start}).size() >= 1`;
    return `${first} && (${rest})`;
  });

/** Payload values of every type, missing ones and amounts beyond reckoning too. */
const value = fc.oneof(
  fc.constantFrom<unknown>(null, 0, 1, 2, 3, 2.5, 0.1, 100, -4, 1e15, 1e16, 1e300, 1e-12, true, false),
  word,
  day,
  fc.array(word, { maxLength: 2 }),
  fc.constant({ a: "税务", 税务: 1 }),
);
export const payload = fc.record(Object.fromEntries(fields.map((field) => [field, value])), { requiredKeys: [] });

/** Dates and payload of a record, a few of them missing. */
export interface Content {
  readonly decidedOn: IsoDate;
  readonly conductEndedOn: IsoDate | null;
  readonly effectiveFrom: IsoDate;
  /** Days it is in force; null: without end. */
  readonly days: number | null;
  readonly keptDays: number;
  readonly open: Readonly<Record<string, unknown>>;
}
export const content: fc.Arbitrary<Content> = fc.record({
  decidedOn: day,
  conductEndedOn: fc.option(day),
  effectiveFrom: day,
  days: fc.option(fc.nat(600)),
  keptDays: fc.nat(900),
  open: payload,
});

/** The columns of a content that keep the database's own rules. */
export function columnsOf({
  decidedOn,
  conductEndedOn,
  effectiveFrom,
  days,
  keptDays,
  open,
}: Content): Partial<RecordRow> {
  const retainedUntil = addDays(isoDate("2026-02-01"), keptDays);
  return {
    recordId: randomUUID(),
    decidedOn,
    conductEndedOn,
    effectiveFrom,
    effectiveTo: days === null ? null : addDays(effectiveFrom, days),
    publishedUntil: retainedUntil,
    retainedUntil,
    open: open as RecordRow["open"],
  };
}
