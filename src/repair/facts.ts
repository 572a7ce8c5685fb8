/** What the law asks of a record before it can be repaired, read from the record and the catalogue. */
import type { RepairableView } from "#contract/repair.ts";
import type { RepairRule } from "#contract/repair-rules.ts";
import { openObjection } from "#core/record/marks.ts";
import type { StandingRecord } from "#core/record/record.ts";
import { type Repairable, type RepairFacts, repairable, type Waiting } from "#core/repair/repairable.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { RepairParts } from "./parts.ts";

type Asking = Pick<RepairParts, "catalogue" | "agencies">;

/** The rule in force on a day that is switched on; null: none is. */
export function ruleOn({ repairRules }: Pick<Catalogue, "repairRules">, day: IsoDate): RepairRule | null {
  const inForce = repairRules.filter(
    ({ switchedOn, effectiveFrom, effectiveTo }) =>
      switchedOn && effectiveFrom <= day && (effectiveTo === null || day <= effectiveTo),
  );
  return inForce.at(-1) ?? null;
}

/** What excludes an item from repair; undefined where nothing does. */
export function exclusionOf(rule: RepairRule, itemId: string): RepairRule["excluded"][number] | undefined {
  return rule.excluded.find(({ items }) => items.includes(itemId));
}

/** The facts of a record as known now. Level and minimum are those of the law it is under: that of its conduct, or a later milder one. */
export function factsOf(
  { catalogue, agencies }: Asking,
  { first, content, state, marks }: StandingRecord,
): RepairFacts {
  const found = state === "erased" ? null : termsOf(catalogue, { first, content });
  return {
    adverse: first.adverse,
    state,
    terms: found?.terms ?? null,
    documentOn: found?.documentOn ?? content.decidedOn,
    publishedUntil: content.publishedUntil,
    isPublic: content.disclosure === "public",
    retainedUntil: content.retainedUntil,
    effectiveTo: first.listing ? content.effectiveTo : null,
    objected: openObjection(marks) !== null,
    recogniserHere: agencies.kindsOf(first.authority).length > 0,
  };
}

function termsOf(catalogue: Catalogue, { first, content }: Pick<StandingRecord, "first" | "content">) {
  const version = catalogue.item(first.itemId, content.itemVersion);
  const payload = { ...content.open, ...content.shared };
  try {
    const { level, under } = version.terms(payload, first.subjectKind);
    const [itemId = "", number] = under.split("@");
    const { publication } = catalogue.item(itemId, Number(number)).item.terms;
    const rule = publication.levels.find((one) => one.level === level);
    const named = payload[publication.from];
    const documentOn = (typeof named === "string" && named !== "" ? named : content.decidedOn) as IsoDate;
    return rule ? { terms: { level, monthsMin: rule.monthsMin }, documentOn } : null;
  } catch (error) {
    // A payload of which the dates are not to be seen has no terms here; anything else is an error of ours.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What can be done about a record today. */
export function repairableNow(
  parts: Asking,
  record: StandingRecord,
  { waiting, today }: { waiting: Waiting | null; today: IsoDate },
): Repairable {
  const rule = ruleOn(parts.catalogue, today);
  const excluded = rule ? exclusionOf(rule, record.first.itemId) !== undefined : false;
  return repairable(factsOf(parts, record), rule && { excluded }, { waiting, today });
}

/** The same as the contract says it, with what is still to be shown. */
export function repairableView(
  parts: Asking,
  record: StandingRecord,
  given: { waiting: Waiting | null; today: IsoDate },
): RepairableView {
  const now = repairableNow(parts, record, given);
  const rule = ruleOn(parts.catalogue, given.today);
  const excluded = rule ? exclusionOf(rule, record.first.itemId) : undefined;
  const open = now.is === "now" || now.is === "from" || now.is === "objected";
  return {
    recordId: record.first.recordId,
    is: now.is,
    from: now.is === "now" ? now.since : "from" in now ? now.from : null,
    endsOn: "endsOn" in now ? now.endsOn : null,
    because: now.is === "never" ? now.because : null,
    requestId: now.is === "waiting" ? now.requestId : null,
    level: factsOf(parts, record).terms?.level ?? null,
    instead: excluded?.instead ?? null,
    missing: open
      ? (rule?.conditions ?? [])
          .filter(({ condition }) => condition !== "other")
          .map(({ condition, title, plain, evidence }) => ({ condition, title, plain, evidence }))
      : [],
  };
}
