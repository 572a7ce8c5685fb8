/**
 * What binds a body: the measures that follow from a subject's own standing listings, for this body, in this matter, on
 * this day. Pure, and asked subject by subject over listings that were read together: single checks, batches of a
 * million, watches and offline bundles all call {@link bindingsFor} with what one query of
 * `ledger.readStanding` gave for all of them.
 *
 * The pack check and the database have proved every measure already (C7). Here it is asked again, for each answer: a
 * measure that should not be in the catalogue is left out of the answer, and said in `withheld`.
 */
import type { List, Matter, Measure } from "#contract/lists-in-packs.ts";
import { inForce, retainedOn } from "#core/record/fold.ts";
import { waivedInWriting } from "#core/record/listing.ts";
import { isSilent } from "#core/record/marks.ts";
import type { StandingRecord, SubjectKind } from "#core/record/record.ts";
import { isLifted } from "#core/repair/mark.ts";
import { addDays, addMonths, earlier, type IsoDate } from "#core/time/date.ts";
import { effectsFor, type Follows, type Link, latestOn, type MeasureRules } from "./rules.ts";

/** Who asks about whom, in which matter, on which day. */
export interface Question {
  /** Kinds of the body that asks. */
  readonly agencyKinds: readonly string[];
  readonly matter: Matter;
  readonly subjectKind: SubjectKind;
  readonly today: IsoDate;
}

/** A measure that binds, with the listing it follows from. */
export interface Bound {
  readonly measure: Measure;
  readonly follows: Follows;
  readonly list: List;
  readonly listing: StandingRecord;
  readonly from: IsoDate;
  /** Last day; null: as long as the honour stands. */
  readonly until: IsoDate | null;
}

/** Why a measure of the catalogue was left out though its list, matter and day fit. */
export type Withheld = "not-linked" | "beyond-trade" | "effect" | "forced" | "other-sort" | "endless";

export interface Answered {
  /** Constraints first, the heaviest first; of several listings on one list that bring a measure, the one that lasts longest. */
  readonly bound: readonly Bound[];
  /** Measures no pack should hold; supervision and the log hear of them. */
  readonly withheld: readonly { readonly measure: string; readonly because: Withheld }[];
}

/**
 * The measures of one subject's listings.
 * @param listings the subject's own records under items of lists, folded as known now; nobody else's (C16)
 */
export function bindingsFor(question: Question, listings: readonly StandingRecord[], rules: MeasureRules): Answered {
  const bound: Bound[] = [];
  const withheld: { measure: string; because: Withheld }[] = [];
  for (const listing of listings) {
    const list = rules.listOfItem(listing.first.itemId, listing.content.decidedOn);
    const life = list && lifeOf(listing, list, question.today);
    if (!list || !life || !list.subjects.includes(question.subjectKind)) continue;
    for (const versions of rules.linksOf(question.matter.matter, list.id)) {
      const link = linkFor(versions, listing, { question, rules });
      if (!link) continue;
      const because = faultOf(link, list, question);
      const span = spanOf(life, link.measure);
      if (because === null && span.until === null && link.measure.sort === "constraint")
        withheld.push({ measure: keyOf(link.measure), because: "endless" });
      else if (because !== null) withheld.push({ measure: keyOf(link.measure), because });
      else if (span.until === null || question.today <= span.until) bound.push({ ...link, list, listing, ...span });
    }
  }
  return { bound: inOrder(bound), withheld };
}

/** `cn/procurement-ban@1`. */
export function keyOf({ id, version }: { readonly id: string; readonly version: number }): string {
  return `${id}@${version}`;
}

interface Life {
  readonly from: IsoDate;
  readonly until: IsoDate | null;
}

/**
 * The days on which a listing has effect, if today is one of them (C8: asked by date, whatever jobs have or have not
 * done). Null where it is withdrawn, repaired, forgotten, suspended, lifted by a reorganisation, not yet begun, or over;
 * and where it is adverse and nobody says that it was served (C6).
 */
export function lifeOf(listing: StandingRecord, list: Pick<List, "sort">, today: IsoDate): Life | null {
  const { first, content, state, marks } = listing;
  if (isLifted(marks, today)) return null;
  if (state !== "standing" || isSilent(marks, today) || !inForce(content, today) || !retainedOn(content, today))
    return null;
  if (first.adverse && content.servedOn === null) return null;
  const from = beginOf(listing);
  if (today < from) return null;
  if (list.sort === "honour" && !first.adverse) return { from, until: content.effectiveTo };
  // Where publication has ended, sharing and use have ended (NDRC Order 36 of 2025); what was never public counts on.
  const published = content.disclosure === "public" ? content.publishedUntil : null;
  const until = earlier(earlier(content.effectiveTo, content.retainedUntil), published);
  return until !== null && until < today ? null : { from, until };
}

/**
 * C6: nothing adverse has effect before it was served, nor before the time to answer has run, even where it was decided
 * within that time; an express waiver, which the listing carries, ends it at once.
 */
function beginOf({ first, content }: StandingRecord): IsoDate {
  const { effectiveFrom, servedOn, answerDueOn } = content;
  if (!first.adverse) return effectiveFrom;
  const served = servedOn !== null && servedOn > effectiveFrom ? servedOn : effectiveFrom;
  if (answerDueOn === null || fieldOf(content, "answered") === waivedInWriting) return served;
  const heard = addDays(answerDueOn, 1);
  return heard > served ? heard : served;
}

/** A text field of a listing, wherever its item discloses it. */
function fieldOf({ open, shared }: StandingRecord["content"], field: string): string {
  return String(open?.[field] ?? shared?.[field] ?? "");
}

/** A measure may live shorter than its listing: so many months from the first day, the day before the same date. */
function spanOf({ from, until }: Life, { monthsMax }: Measure): Life {
  return { from, until: monthsMax === null ? until : earlier(until, addDays(addMonths(from, monthsMax), -1)) };
}

/**
 * The version of a measure that applies (C2): for a constraint that of the day of the conduct, or today's where it is no
 * harsher; a measure that did not exist then, or no longer exists, applies to nobody. An incentive is today's.
 */
function linkFor(versions: readonly Link[], { content }: StandingRecord, asking: Asking): Link | null {
  const ground = fieldOf(content, "ground");
  const binding = (on: IsoDate) => linkOn(versions, on, { ...asking, ground });
  const now = binding(asking.question.today);
  if (!now || now.measure.sort === "incentive") return now;
  const then = binding(content.conductEndedOn ?? content.decidedOn);
  if (!then) return null;
  return isHarsher(now.measure, then.measure) ? then : now;
}

interface Asking {
  readonly question: Question;
  readonly rules: MeasureRules;
}

/** The link of the version in force on a day, where that version is used, is for this body and kind of subject, and on this ground. */
function linkOn(
  versions: readonly Link[],
  on: IsoDate,
  { question, rules, ground }: Asking & { ground: string },
): Link | null {
  const version = latestOn(
    versions.map(({ measure }) => measure),
    on,
  );
  if (!version?.switchedOn || !version.subjects.includes(question.subjectKind)) return null;
  if (!rules.names(version.addressees, question.agencyKinds)) return null;
  const fits = ({ measure, follows }: Link) =>
    measure === version && (follows.grounds === null || follows.grounds.includes(ground));
  return versions.find(fits) ?? null;
}

/** Effects by weight, the heaviest first. */
const weights: readonly string[] = [
  "disqualify",
  "refuse",
  "restrict",
  "no-funds",
  "no-award",
  "no-easing",
  "more-inspection",
  "note",
];
const weightOf = (effect: string) => {
  const at = weights.indexOf(effect);
  return at < 0 ? weights.length : at;
};

/** Whether `a` weighs more on a subject than `b`: in effect, in being forced, or in length. */
function isHarsher(a: Measure, b: Measure): boolean {
  if (weightOf(a.effect) !== weightOf(b.effect)) return weightOf(a.effect) < weightOf(b.effect);
  if (a.force !== b.force) return a.force === "must";
  return (a.monthsMax ?? Number.POSITIVE_INFINITY) > (b.monthsMax ?? Number.POSITIVE_INFINITY);
}

/** C7, asked of the answer itself: linked, within the bounds of persons and individual businesses, never forced on others. */
function faultOf({ measure, follows }: Link, list: List, { matter, subjectKind }: Question): Withheld | null {
  if ((measure.sort === "incentive") !== (list.sort === "honour")) return "other-sort";
  const sameTrade = follows.link === "same-trade" && follows.trade !== null && follows.trade === matter.trade;
  if (!sameTrade && !(follows.link === "article" && follows.law !== null)) return "not-linked";
  const allowed = effectsFor[subjectKind];
  if (allowed && !allowed.includes(measure.effect)) return "effect";
  if (allowed && !sameTrade) return "beyond-trade";
  return measure.kind === 3 && measure.force === "must" ? "forced" : null;
}

/** One entry for each measure and list. */
function inOrder(bound: readonly Bound[]): Bound[] {
  if (bound.length < 2) return [...bound];
  const longest = new Map<string, Bound>();
  for (const one of bound) {
    const key = `${keyOf(one.measure)} ${one.list.id}`;
    const known = longest.get(key);
    if (!known || lastsLonger(one, known)) longest.set(key, one);
  }
  return [...longest]
    .sort(
      ([aKey, a], [bKey, b]) =>
        Number(a.measure.sort === "incentive") - Number(b.measure.sort === "incentive") ||
        weightOf(a.measure.effect) - weightOf(b.measure.effect) ||
        (aKey < bKey ? -1 : 1),
    )
    .map(([, one]) => one);
}

function lastsLonger(a: Bound, b: Bound): boolean {
  if (a.until === b.until) return a.listing.first.recordId < b.listing.first.recordId;
  return b.until !== null && (a.until === null || a.until > b.until);
}
