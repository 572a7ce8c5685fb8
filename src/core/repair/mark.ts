/**
 * What the marks of a repair come to. A decision writes its mark into the ledger in its own transaction; the last one
 * counts, so that no job has to run for a record to be out of use, or to come back by a decision (NDRC Order 36; C10, C11).
 */
import { type IsoDate, parseIsoDate } from "../time/date.ts";

/** What a mark of a repair says: publication, sharing and use stop; they come back; measures are lifted until a day. */
export const repairMarks = ["granted", "reversed", "lifted"] as const;
export type RepairMark = (typeof repairMarks)[number];

/** A mark as the ledger keeps it. */
interface Mark {
  readonly mark: string;
  readonly open: { readonly [field: string]: unknown } | null;
}

/** Whether a record is repaired, by its marks in the order of their versions; a lifting changes nothing of that. */
export function isRepaired(marks: readonly Mark[]): boolean {
  if (marks.length === 0) return false;
  return lastState(marks, ["granted", "reversed"]) === "granted";
}

/** Whether its measures are lifted on a day, while a plan of reorganisation is carried out; the last day is one of them. */
export function isLifted(marks: readonly Mark[], today: IsoDate): boolean {
  if (marks.length === 0) return false;
  const last = marks.findLast(({ mark, open }) => mark === "repair" && open?.["state"] === "lifted");
  const until = parseIsoDate(String(last?.open?.["until"] ?? ""));
  return until !== null && today <= until;
}

function lastState(marks: readonly Mark[], among: readonly RepairMark[]): unknown {
  return marks.findLast(({ mark, open }) => mark === "repair" && among.some((one) => one === open?.["state"]))?.open?.[
    "state"
  ];
}
