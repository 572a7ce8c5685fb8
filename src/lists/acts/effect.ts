/** What an act does to the ledger: a listing comes in force as a record, and leaves as a correction or a withdrawal of it. */
import type { FindingView } from "#contract/batches.ts";
import { lastDay } from "#core/procedure/guards.ts";
import type { DoneAct } from "#core/procedure/procedure.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { addMonths, type IsoDate } from "#core/time/date.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import { type Answerable, type EndedListing, endListing, judgeListing, recordListing } from "#src/intake/index.ts";
import { type Sql, wasOvertaken } from "#src/platform/database.ts";
import { endIsFixed, recordFields, type TypedFields } from "../fields.ts";
import type { ListParts } from "../parts.ts";
import { insertLeaving } from "../store.ts";
import type { Acting } from "./acting.ts";
import type { Place } from "./place.ts";
import { articleOf } from "./propose.ts";
import { openText, wordsContext } from "./row.ts";

interface Adding {
  /** Whether nobody was faster since the act was decided. */
  isStill(): Promise<boolean>;
  /** Adds the proceeding's own act, which names the record. */
  add(sql: Sql, recordId: string | null): Promise<boolean>;
}

export interface Entering extends Adding {
  readonly link: DoneAct;
  /** What was typed with this act; where the decision was an act before, what was typed with that. */
  readonly typed: TypedFields;
  /** It follows from service: whoever decided answers for it, not who served or read. */
  readonly served?: boolean;
}

function answerableFor({ agencies }: ListParts, { head, standing }: Place): Answerable {
  const { decision } = standing;
  if (decision === null) throw new Error("service of a decision that nobody made");
  return { decidedBy: decision.by, agency: head.keeper, agencyKinds: agencies.kindsOf(head.keeper) };
}

/** Would the ledger take the record this decision leads to? Asked before it is decided, so that no decision is void. */
export async function fieldsFault(
  parts: ListParts,
  acting: Acting,
  place: Place,
  { link, typed }: { link: DoneAct; typed: TypedFields },
): Promise<Outcome<null>> {
  const item = itemOf(parts, place);
  if (!item) return refuse("lists.item-not-in-catalogue");
  const { duration } = place.list;
  if (endIsFixed(item.item) && duration !== null && link.months !== duration.monthsMax)
    return refuse("lists.end-by-rule", {
      field: "months",
      params: { article: articleOf(place.list), monthsMax: duration.monthsMax },
    });
  const { conductEndedOn } = place.head;
  const lastOn = link.months === null ? null : lastDay(link.on, link.months);
  // C8: five years after the conduct ended nothing of it lasts.
  const keptTo = conductEndedOn === null || endIsFixed(item.item) ? null : addMonths(conductEndedOn, 60);
  if (place.head.adverse && keptTo !== null && lastOn !== null && lastOn > keptTo)
    return refuse("lists.end-past-five-years", {
      field: "months",
      params: { article: articleOf(place.list), keptTo },
    });
  // As if it were served today: every day to come is later than this one.
  const { today } = place;
  const fields = await fieldsOf(parts, place, {
    ...{ item, typed, decidedOn: link.on, servedOn: place.head.adverse ? today : null },
    ...{ listedFrom: link.listedFrom ?? today, endsOn: link.endsOn },
  });
  const { subjectId, subjectKind, itemId } = place.head;
  const head = { item: itemId, subject: { subjectId, kind: subjectKind } };
  const another = place.terms.confirmed ? "officer:another" : null;
  const judged = await judgeListing({ ...parts }, acting, { ...head, fields, confirmedBy: another });
  if (!judged.ok) return judged;
  return judged.value.verdict === "accepted" ? done(null) : recordFault(place, judged.value.findings);
}

/** Puts a listing in force: the record and the act that puts it there are one transaction. */
export async function record(
  parts: ListParts,
  acting: Acting,
  place: Place,
  { link, typed, isStill, add, served = false }: Entering,
): Promise<Outcome<null> | "again"> {
  const { head, standing } = place;
  const answerable = served ? answerableFor(parts, place) : null;
  const { subjectId, subjectKind, itemId } = head;
  const item = itemOf(parts, place);
  if (!item) return refuse("lists.item-not-in-catalogue");
  const decidedOn = standing.decision?.on ?? link.on;
  const fields = await fieldsOf(parts, place, {
    ...{ item, typed: standing.decision ? typedWithDecision(parts, place) : typed, decidedOn },
    ...{ servedOn: link.servedOn, listedFrom: link.listedFrom ?? place.today, endsOn: link.endsOn },
  });
  let isOvertaken = false;
  const recorded = await recordListing(parts, ledgerActing(acting), {
    head: { item: itemId, subject: { subjectId, kind: subjectKind } },
    answerable,
    async decide() {
      isOvertaken = !(await isStill());
      if (isOvertaken) return refuse("http.busy");
      return done({
        fields,
        confirmedBy: secondOfficer(place, answerable?.decidedBy ?? link.by),
        also: (sql, { recordId }) => add(sql, recordId),
      });
    },
  });
  if (isOvertaken) return "again";
  if (!recorded.ok) return recorded;
  if (recorded.value.verdict === "accepted") return done(null);
  // What stands in its way may be the very listing that somebody faster has just recorded.
  return (await isStill()) ? recordFault(place, recorded.value.findings) : "again";
}

/** The two who answer for a listing are the one who decided and the one who confirmed; whoever serves is one of them or neither. */
function secondOfficer({ standing }: Place, by: string): string | null {
  const { decision, confirmedBy } = standing;
  return confirmedBy === by ? (decision?.by ?? null) : confirmedBy;
}

export interface Leaving extends Adding {
  readonly link: DoneAct;
  readonly reason: string;
}

/** Whether an act undoes a listing with all its effects. */
export function isUndoing({ act }: DoneAct): boolean {
  return act === "annul" || act === "correct-error";
}

/** Ends a listing before its day: undone with all effects by a ruling or as an error, shortened by anything else. */
export async function leave(
  parts: ListParts,
  acting: Acting,
  place: Place,
  { link, reason, isStill, add }: Leaving,
): Promise<Outcome<null> | "again"> {
  const { subjectId } = place.head;
  const recordId = place.acts.findLast((one) => one.recordId !== null)?.recordId;
  if (!recordId) throw new Error("a listing in force without its record");
  const next = (place.acts.at(-1)?.seq ?? 0) + 1;
  const announce = (sql: Sql, batchId: string) =>
    insertLeaving(sql, { batchId, proceedingId: place.head.proceedingId, seq: next, recordId });
  const isUndone = isUndoing(link);
  let isOvertaken = false;
  const ending = {
    record: { subjectId, recordId },
    async decide(): Promise<Outcome<EndedListing>> {
      isOvertaken = !(await isStill());
      if (isOvertaken) return refuse("http.busy");
      const endsOn = isUndone ? null : link.endsOn;
      return done({
        endsOn,
        reason,
        confirmedBy: secondOfficer(place, link.by),
        announce,
        also: (sql) => add(sql, recordId),
      });
    },
  };
  try {
    const ended = await endListing(parts, ledgerActing(acting), ending);
    return isOvertaken ? "again" : ended;
  } catch (error) {
    // The ledger lets nothing change what was withdrawn a moment before.
    if (wasOvertaken(error)) return "again";
    throw error;
  }
}

/** The ledger's half of an act has a key of its own, from the act's. */
function ledgerActing(acting: Acting): Acting {
  return { ...acting, idempotencyKey: `listing ${acting.idempotencyKey}` };
}

function itemOf({ catalogue }: ListParts, { head, today }: Place): ItemVersion | null {
  return catalogue.itemInForce(head.itemId, today);
}

/** What the keeper typed when it was decided. */
function typedWithDecision(parts: ListParts, { head, acts, standing }: Place): TypedFields {
  const row = acts.find(({ seq }) => seq === standing.decision?.seq);
  if (!row?.sealed) return {};
  return JSON.parse(openText(parts.keys, wordsContext(head.proceedingId, row.seq, "fields"), row.sealed));
}

interface Dated {
  readonly item: ItemVersion;
  readonly typed: TypedFields;
  readonly decidedOn: IsoDate;
  readonly servedOn: IsoDate | null;
  readonly listedFrom: IsoDate;
  readonly endsOn: IsoDate | null;
}

async function fieldsOf(
  parts: ListParts,
  { head, list, notice }: Place,
  { item, typed, ...dates }: Dated,
): Promise<Record<string, string | number | boolean | string[]>> {
  const heads = await parts.registry.subjects.publicHeads([head.subjectId]);
  const subject = heads.get(head.subjectId) ?? { name: "", code: "", identifiers: [] };
  const facts = openText(parts.keys, wordsContext(head.proceedingId, 0, "facts"), head.sealed);
  const criterion = list.criteria.find(({ code }) => code === head.criterion);
  const known = {
    ...{ subject, kind: head.subjectKind, notice, facts, conductEndedOn: head.conductEndedOn, ...dates },
    authority: { code: head.keeper, name: parts.agencies.nameOf(head.keeper).zh },
    basis: articleOf(list),
    ground: head.ground ?? criterion?.ground ?? null,
  };
  const fields = recordFields(item, known, typed);
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === "object" ? [...value] : value]),
  );
}

/** The record the listing would be does not hold by its item's rules: said with the first thing that is wrong. */
function recordFault({ list }: Place, findings: readonly FindingView[]): Outcome<null> {
  const [first] = findings.filter(({ verdict }) => verdict !== "note");
  const { field, reason } = first ?? { field: null, reason: { zh: "", en: "" } };
  return refuse("lists.record-fault", {
    ...(field ? { field } : {}),
    params: { article: first?.article ?? articleOf(list), zh: reason.zh, en: reason.en },
  });
}
