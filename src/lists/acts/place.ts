/** Where a proceeding stands now: its list, its machine, its notices as they say today. */
import type { List, Procedure } from "#contract/lists-in-packs.ts";
import type { Facts, ListTerms, Standing } from "#core/procedure/procedure.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { NoticeStanding } from "#src/notices/index.ts";
import type { ListParts } from "../parts.ts";
import { type ActRow, factsOf, type Proceeding, type ProceedingHead, standingOf, termsOf } from "../proceeding.ts";

export interface Place {
  readonly head: ProceedingHead;
  readonly acts: readonly ActRow[];
  readonly list: List;
  readonly procedure: Procedure;
  readonly standing: Standing;
  readonly terms: ListTerms;
  readonly facts: Facts;
  /** The notice of what is intended, and the decision as it is served: those that stand, of this round. */
  readonly notice: NoticeStanding | null;
  readonly decision: NoticeStanding | null;
  readonly notices: readonly NoticeStanding[];
  readonly today: IsoDate;
}

/** Looks where a proceeding stands; its notices are dated by the calendar as it is published today. */
export async function placeOf(parts: ListParts, proceeding: Proceeding): Promise<Place> {
  const ids = await parts.notices.about(proceeding.head.proceedingId);
  const found = await Promise.all(ids.map((id) => parts.notices.standing(id)));
  return placeWith(
    parts,
    proceeding,
    found.filter((one) => one !== null),
  );
}

/** Where it stands with notices as given, latest first. */
export function placeWith(
  { catalogue, clock }: Pick<ListParts, "catalogue" | "clock">,
  { head, acts, repairedOn }: Proceeding,
  notices: readonly NoticeStanding[],
): Place {
  const today = clock.today();
  const list = catalogue.list(head.listId, head.listVersion);
  const procedure = catalogue.procedure(head.procedureId, head.procedureVersion);
  const spent = spentNotices(acts);
  const latest = (kind: NoticeStanding["kind"]) =>
    notices.find((one) => one.kind === kind && one.state !== "withdrawn" && !spent.has(one.noticeId)) ?? null;
  const notice = latest("intended-listing");
  return {
    ...{ head, acts, list, procedure, today, notice, notices },
    decision: latest("decision"),
    standing: standingOf(procedure, { acts, repairedOn }),
    terms: termsOf(list, head, { calendar: catalogue.calendar, today }),
    facts: factsOf(notice),
  };
}

/** Notices of a question that was settled: an honour that was kept is put in question again by another notice only. */
function spentNotices(acts: readonly ActRow[]): ReadonlySet<string | null> {
  const last = acts.findLastIndex(({ act }) => act === "keep");
  return new Set(acts.slice(0, last + 1).map(({ noticeId }) => noticeId));
}
