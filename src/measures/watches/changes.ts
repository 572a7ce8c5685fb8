/** When an answer is another one, and what is other about it. Pure. */
import { hash } from "node:crypto";
import type { Binding, CheckAnswer } from "#contract/checks.ts";
import type { WatchChange } from "#contract/watches.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";

/** What an answer says, apart from when, under which id and in which words: two answers of one substance are the same answer. */
export function substanceOf({ outcome, constraints, incentives }: CheckAnswer): Buffer {
  const told = [...constraints, ...incentives].map(({ terms, ...binding }) => ({ ...binding, list: terms.list.list }));
  return Buffer.from(hash("sha256", canonicalJson({ outcome, told } as unknown as Json), "hex"), "hex");
}

/** A measure as it follows from one listing. */
const keyOf = ({ measure, decision, terms }: Binding) => `${measure} ${decision.recordId} ${terms.list.list}`;

/**
 * What began, what ended and what changed from one answer to the next, ends first.
 * @param after the newer one; its day says whether an end was one by date
 */
export function changesBetween(before: CheckAnswer, after: CheckAnswer): WatchChange[] {
  const old = byKey(before);
  const now = byKey(after);
  const { day } = after.asOf;
  const ended = [...old].filter(([key]) => !now.has(key)).map(([, one]) => changeOf("ended", one, { day }));
  const begun = [...now].filter(([key]) => !old.has(key)).map(([, one]) => changeOf("begun", one, { day }));
  const changed = [...now].flatMap(([key, one]) => {
    const was = old.get(key);
    return was && sayOf(was) !== sayOf(one) ? [changeOf("changed", one, { day, was })] : [];
  });
  return [...ended, ...begun, ...changed];
}

function byKey({ constraints, incentives }: CheckAnswer): Map<string, Binding> {
  return new Map([...constraints, ...incentives].map((one) => [keyOf(one), one]));
}

function sayOf({ terms: _, ...binding }: Binding): string {
  return canonicalJson(binding as unknown as Json);
}

function changeOf(what: WatchChange["what"], one: Binding, { day, was }: { day: string; was?: Binding }): WatchChange {
  const { measure, sort, effect, force, terms, decision, from, until, marks } = one;
  return {
    what,
    by: what !== "ended" ? null : until !== null && until < day ? "date" : "act",
    measure,
    sort,
    effect,
    force,
    title: terms.title,
    law: terms.law,
    list: terms.list.title,
    authority: terms.authorityName,
    recordId: decision.recordId,
    from,
    until,
    untilBefore: was?.until ?? null,
    marks: marks.map(({ mark }) => mark),
  };
}
