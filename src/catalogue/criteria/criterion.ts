/**
 * A criterion ready to be asked: read by the library, understood by core, said in words, run by the library over one
 * subject's records (docs/decisions/rule-language.md). It decides nothing (C5): it says whether a subject is a candidate
 * and by which of its records.
 */
import type { CelInput } from "@bufbuild/cel";
import type { RecordFacts } from "#core/criterion/facts.ts";
import type { CriterionFault } from "#core/criterion/fault.ts";
import { type Look, looksOf, starts } from "#core/criterion/reach.ts";
import type { Condition } from "#core/criterion/tree.ts";
import { understand } from "#core/criterion/understand.ts";
import { isReckonable } from "#core/criterion/vocabulary.ts";
import { criterionWords, type Naming } from "#core/criterion/words.ts";
import type { Json } from "#core/record/canonical.ts";
import type { Bilingual } from "#core/refusal.ts";
import type { IsoDate } from "#core/time/date.ts";
import { type Read, readCel } from "./cel.ts";

/** What a criterion says of a subject. */
export interface Judgement {
  /** Null: something the rule asks for is missing or of another type, so it is not met, and this is said. */
  readonly met: boolean | null;
  /** The records that speak for it, in the order of their decision; empty unless it is met. */
  readonly by: readonly RecordFacts[];
}

/** A rule that was understood. */
export interface Asked {
  readonly text: string;
  readonly condition: Condition;
  /** Items of which a subject must have a standing record to be concerned at all. */
  readonly startsFrom: ReadonlySet<string>;
  words(naming: Naming): Bilingual;
  /** @param records the subject's, as `factsOf` gives them */
  judge(records: readonly RecordFacts[], asOf: IsoDate): Judgement;
}

export type AskedOutcome =
  | { readonly ok: true; readonly value: Asked }
  | { readonly ok: false; readonly fault: CriterionFault };

/** Understands a rule, or says why it is refused and at which character. */
export function criterionFrom(text: string): AskedOutcome {
  const read = readCel(text);
  if (!read.ok) return read;
  const understood = understand(read.value.syntax, text.length);
  if (!understood.ok) return understood;
  const { condition } = understood;
  const run = read.value.planOf(read.value.syntax);
  const speaking = looksOf(condition)
    .filter(({ speaksFor }) => speaksFor)
    .map((look) => passing(look, read.value));
  return {
    ok: true,
    value: {
      text,
      condition,
      startsFrom: starts(condition) ?? new Set(),
      words: (naming) => criterionWords(condition, naming),
      judge(records, asOf) {
        const bound = records.map(asCel);
        const met = run({ records: bound, asOf });
        if (met !== true) return { met, by: [] };
        return { met, by: records.filter((_, i) => speaking.some((passes) => passes(bound, i, asOf))) };
      },
    },
  };
}

type Bound = ReturnType<typeof asCel>;

/** Whether one record of the subject passes the tests of a look, each run by the library. */
function passing({ of, test }: Look, read: Read): (records: readonly Bound[], at: number, asOf: IsoDate) => boolean {
  const tests = [
    ...of.filters.map(({ variable, written }) => ({ variable, run: read.planOf(written), isAsked: true })),
    ...(test ? [{ variable: test.variable, run: read.planOf(test.written), isAsked: test.isAsked }] : []),
  ];
  return (records, at, asOf) => {
    const record = records[at];
    if (record === undefined) return false;
    return tests.every(({ variable, run, isAsked }) => run({ records, asOf, [variable]: record }) === isAsked);
  };
}

/** A record as CEL sees it: what is absent is not there, so that asking for it is an error, and `has` says so. */
function asCel({ item, authority, adverse, decidedOn, conductEndedOn, effectiveFrom, effectiveTo, open }: RecordFacts) {
  return {
    item,
    authority,
    adverse,
    decidedOn,
    effectiveFrom,
    ...(conductEndedOn === null ? {} : { conductEndedOn }),
    ...(effectiveTo === null ? {} : { effectiveTo }),
    open: Object.fromEntries(
      Object.entries(open)
        .filter(([, value]) => value !== null)
        .map(([field, value]) => [field, celValue(value)]),
    ),
  };
}

/** An amount no reckoning is safe with stands there as something that is no number: bytes, which no payload holds. */
const noNumber = new Uint8Array();

function celValue(value: Json): CelInput {
  return typeof value === "number" && !isReckonable(value) ? noNumber : (value as CelInput);
}
