/**
 * The clock of double publicity (双公示; 发改办财金〔2018〕424号): how many working days from a decision to the day it came
 * in, and nil returns for periods without one. Days past the last known holiday notice count as working days: a doubt
 * about the calendar is no reason to be late.
 */
import type { Static } from "typebox";
import type {
  NilReturnShape,
  getTimeliness as reading,
  sendNilReturn as sending,
  Timeliness,
} from "#contract/sending-aids.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import type { Calendar } from "#core/time/calendar.ts";
import { addDays, addMonths, type IsoDate, parseIsoDate } from "#core/time/date.ts";
import { type Actor, agencyOf, signature } from "#src/access/index.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import { clockIsRight, itemFor, sendableItems } from "../acts/competence.ts";
import type { IntakeParts } from "../parts.ts";
import { type Acting, askPermit, batchIdFor } from "./commit.ts";
import { type ArrivalRow, countArrivals, insertNilReturn, listNilReturns, type NilReturnRow } from "./store.ts";

type PeriodAsked = Static<NonNullable<typeof reading.query>>;
type NilAsked = Static<NonNullable<typeof sending.body>>;
export type NilReturnView = Static<typeof NilReturnShape>;

interface Period {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

const usualMonths = 3;
const monthsMax = 36;

/** How the actor's agency kept the clock of each item that has one, over decisions of a period (three months unless said). */
export async function getTimeliness(
  parts: IntakeParts,
  actor: Actor,
  asked: PeriodAsked,
): Promise<Outcome<{ items: Timeliness[] }>> {
  const agencyCode = agencyOf(actor) ?? "";
  const resource = { type: "Agency", id: agencyCode, attributes: { code: agencyCode } };
  const scope = await parts.door.scope(actor, "read-timeliness", resource, { audience: "inside" });
  if (!scope.ok) return scope;
  const today = parts.clock.today();
  const period = periodOf(asked, today);
  if (!period) return refuse("intake.period");
  const items = sendableItems(parts, actor).filter(({ item }) => item.timeliness !== undefined);
  const itemIds = items.map(({ item }) => item.id);
  const [arrivals, nils] = await Promise.all([
    countArrivals(parts.app, scope.value, { agencyCode, itemIds, ...period }),
    listNilReturns(parts.app, scope.value, { agencyCode, ...period }),
  ]);
  const first = arrivals.reduce((day, { decidedOn }) => (decidedOn < day ? decidedOn : day), today);
  const days = new WorkingDays(parts.catalogue.calendar, { from: addMonths(first, -1), today });
  const known = knownUntil(parts.catalogue.calendarNotices, today);
  return done({
    items: items.map((item) => ({
      ...countsOf(item, { arrivals: arrivals.filter(({ itemId }) => itemId === item.item.id), days }),
      ...period,
      calendarKnownUntil: known,
      nilReturns: nils.filter(({ itemId }) => itemId === item.item.id).map((nil) => ({ from: nil.from, to: nil.to })),
      inTimeSince: days.earliestInTime(item.item.timeliness?.workingDays ?? 0),
    })),
  });
}

function periodOf({ from, to }: PeriodAsked, today: IsoDate): Period | null {
  const end = to === undefined ? today : parseIsoDate(to);
  if (!end || end > today) return null;
  const begin = from === undefined ? addMonths(end, -usualMonths) : parseIsoDate(from);
  if (!begin || begin > end || begin < addMonths(end, -monthsMax)) return null;
  return { from: begin, to: end };
}

function countsOf(
  { item }: ItemVersion,
  { arrivals, days }: { arrivals: readonly ArrivalRow[]; days: WorkingDays },
): Pick<Timeliness, "item" | "itemTitle" | "workingDays" | "decisions" | "inTime" | "late" | "slowestDays"> {
  const workingDays = item.timeliness?.workingDays ?? 0;
  let [inTime, late] = [0, 0];
  let slowest = { days: -1, isCertain: true };
  for (const { decidedOn, receivedOn, decisions } of arrivals) {
    const took = days.between(decidedOn, receivedOn);
    if (took.days <= workingDays) inTime += decisions;
    else late += decisions;
    if (took.days > slowest.days) slowest = took;
  }
  const slowestDays = slowest.days < 0 || !slowest.isCertain ? null : slowest.days;
  return { item: item.id, itemTitle: item.title, workingDays, decisions: inTime + late, inTime, late, slowestDays };
}

/** The last day a holiday notice published by now rules on; null where there is no notice. */
function knownUntil(notices: readonly { publishedOn: string; to: string }[], today: IsoDate): string | null {
  const known = notices.filter(({ publishedOn }) => publishedOn <= today).map(({ to }) => to);
  return known.reduce<string | null>((last, to) => (last === null || to > last ? to : last), null);
}

/** Working days since a first day, counted once; a day the calendar does not know counts as one. */
export class WorkingDays {
  readonly #working = new Map<IsoDate, number>();
  readonly #unknown = new Map<IsoDate, number>();
  readonly #today: IsoDate;

  constructor(calendar: Pick<Calendar, "dayKind">, { from, today }: { from: IsoDate; today: IsoDate }) {
    this.#today = today;
    let [working, unknown] = [0, 0];
    for (let day = from; day <= today; day = addDays(day, 1)) {
      const kind = calendar.dayKind(day, { knownOn: today });
      if (kind !== "off") working++;
      if (kind === "unknown") unknown++;
      this.#working.set(day, working);
      this.#unknown.set(day, unknown);
    }
  }

  /** Working days after one day up to and with another; 0 where it is not later. */
  between(from: IsoDate, to: IsoDate): { days: number; isCertain: boolean } {
    if (to <= from) return { days: 0, isCertain: true };
    const counted = (of: ReadonlyMap<IsoDate, number>) => (of.get(to) ?? 0) - (of.get(from) ?? 0);
    return { days: counted(this.#working), isCertain: counted(this.#unknown) === 0 };
  }

  /** The earliest day of decision for which a term of working days has not run out today. */
  earliestInTime(term: number): IsoDate {
    let day = this.#today;
    while (this.#working.has(addDays(day, -1)) && this.between(addDays(day, -1), this.#today).days <= term)
      day = addDays(day, -1);
    return day;
  }
}

/** Says that nothing was decided in a period that is over. What was sent of that period says otherwise. */
export async function sendNilReturn(
  parts: IntakeParts,
  acting: Acting,
  asked: NilAsked,
): Promise<Outcome<NilReturnView>> {
  const right = await clockIsRight(parts);
  if (!right.ok) return right;
  const { actor } = acting;
  const agencyCode = agencyOf(actor) ?? "";
  const permit = await askPermit(parts, actor, { action: "nil-return", id: batchIdFor(acting), agency: agencyCode });
  if (!permit.ok) return permit;
  const item = itemFor(parts, actor, asked.item);
  if (!item.ok) return item;
  const [from, to] = [parseIsoDate(asked.from), parseIsoDate(asked.to)];
  if (!from || !to || from > to || to >= parts.clock.today()) return refuse("intake.nil-period");
  const itemId = item.value.item.id;
  const sent = await countArrivals(parts.app, permit.value, { agencyCode, itemIds: [itemId], from, to });
  if (sent.length > 0) return refuse("intake.nil-contradicts");
  const row = { agencyCode, itemId, from, to, enteredBy: signature(actor), enteredAt: parts.clock.now() };
  return done(nilView(await insertNilReturn(parts.app, permit.value, row)));
}

function nilView({ itemId, from, to, enteredAt }: NilReturnRow): NilReturnView {
  return { item: itemId, from, to, enteredAt: enteredAt.toISOString() };
}
