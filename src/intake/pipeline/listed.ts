/**
 * What a row of a list must have been through to come in. A list that has a procedure is conducted here: an officer starts
 * a proceeding, and only what the body's own case system has concluded is received, with every step of its procedure in
 * lawful order (C5, C6, C8). What a rule of the pack can say of a row alone stands there (rules/listings.json); this is
 * what only the list can say. Pure.
 */
import type { List } from "#contract/lists-in-packs.ts";
import { waivedInWriting } from "#core/record/listing.ts";
import type { Payload } from "#core/record/record.ts";
import { addDays, addMonths, type IsoDate, parseIsoDate } from "#core/time/date.ts";
import type { Sending } from "./sending.ts";

/** Acts that bring a row in by themselves; the others change or decide what came in before. */
const arrivals: readonly string[] = ["file", "entry"];

/** Whether whoever sends may only start a proceeding: an officer, for a list that is conducted here. */
export function isConductedHere({ batch, list, isOfProceeding }: Sending): boolean {
  if (list === null || list.procedure === null || isOfProceeding) return false;
  return arrivals.includes(batch.source) && !batch.enteredBy.startsWith("client:");
}

/** Whether an item's list names nobody twice at a time. A court lists for each case: only what is conducted here is once. */
export function namesOnce({ list }: Pick<Sending, "list">): boolean {
  return list !== null && list.sort !== "honour" && list.procedure !== null && list.renewal === null;
}

/** Whether a row would stand on such a list: what is over when it comes in stands beside nothing. */
export function entersOnce(payload: Payload, sending: Pick<Sending, "list" | "item" | "receivedOn">): boolean {
  if (!namesOnce(sending)) return false;
  const { effectiveTo } = sending.item.item.dates;
  const last = effectiveTo === null ? null : dayOf(payload[effectiveTo]);
  return last === null || last >= sending.receivedOn;
}

/** What is wrong with a row as an entry of its list. */
export interface ListFault {
  readonly code: string;
  readonly verdict: "refuse" | "hold";
  readonly field: string;
  readonly params: Readonly<Record<string, string>>;
}

/** What the list finds in a row. What a proceeding writes has been through its steps here. */
export function listFaults(payload: Payload, sending: Sending): ListFault[] {
  const { list, item, isOfProceeding } = sending;
  if (list === null || isOfProceeding) return [];
  if (isConductedHere(sending)) {
    const field = item.item.identity[0] ?? item.item.about.name;
    return [{ code: "listing.conducted-here", verdict: "refuse", field, params: { list: list.id } }];
  }
  return list.sort === "honour" ? [] : [...faultsOf(payload, item.item.dates, list)];
}

function* faultsOf(payload: Payload, dates: Sending["item"]["item"]["dates"], list: List): Generator<ListFault> {
  const day = (field: string | null) => dayOf(field === null ? undefined : payload[field]);
  const [noticed, due, decided] = [day("noticeServedOn"), day(dates.answerDueOn), day(dates.decidedOn)];
  if (dates.answerDueOn !== null && due && payload["answered"] !== waivedInWriting) {
    // Of a term in working days calendar days are the least there can be.
    const limit = noticed && addDays(noticed, Math.max(1, list.terms.answer?.days ?? 1));
    if (limit && due < limit) yield hold("listing.short-time-to-answer", dates.answerDueOn, limit);
    if (decided && decided <= due) yield hold("listing.decided-within-the-time", dates.decidedOn, addDays(due, 1));
  }
  const [from, to] = [day(dates.effectiveFrom), day(dates.effectiveTo)];
  // Where one field says both that the conduct and that the listing ended, the end is computed by the item's terms.
  if (dates.effectiveTo === null || dates.effectiveTo === dates.conductEndedOn || list.duration === null) return;
  if (to === null) yield { code: "listing.without-end", verdict: "hold", field: dates.effectiveTo, params: {} };
  const limit = from && addMonths(from, list.duration.monthsMax);
  if (limit && to && to > limit) yield hold("listing.beyond-its-duration", dates.effectiveTo, limit);
}

function hold(code: string, field: string, limit: IsoDate): ListFault {
  return { code, verdict: "hold", field, params: { limit } };
}

function dayOf(value: Payload[string] | undefined): IsoDate | null {
  return typeof value === "string" ? parseIsoDate(value) : null;
}
