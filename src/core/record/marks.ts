/**
 * What the marks of an objection come to on a day. An objection writes its mark with the day its answer is due; every
 * later act on it writes another mark, the last of which counts. A record is objected to by one objection at a time
 * (sql/0014_objections.sql), so the last `objection` mark decides, and no job has to run for a record to fall silent (C10).
 */
import { type IsoDate, isoDate } from "../time/date.ts";
import type { Annotation } from "./record.ts";

/** An objection that waits for its answer. */
export interface OpenMark {
  readonly objectionId: string;
  /** When it came in. */
  readonly at: string;
  /** Last day to answer: after it publication and effect are suspended. */
  readonly dueOn: IsoDate;
}

/** The open objection of a record; null where there is none, or it was answered. */
export function openObjection(marks: readonly Annotation[]): OpenMark | null {
  const last = marks.findLast(({ mark }) => mark === "objection");
  const dueOn = textOf(last, "dueOn");
  const objectionId = textOf(last, "objection");
  if (!last || dueOn === null || objectionId === null) return null;
  const first = marks.find((one) => one.mark === "objection" && textOf(one, "objection") === objectionId) ?? last;
  return { objectionId, at: first.recordedAt, dueOn: isoDate(dueOn) };
}

/** Whether publication and effect are suspended on a day: unanswered past its day, or by an order of its own (C10). */
export function isSilent(marks: readonly Annotation[], today: IsoDate): boolean {
  if (marks.length === 0) return false;
  const open = openObjection(marks);
  return (open !== null && open.dueOn < today) || marks.some(({ mark }) => mark === "suspension");
}

/** A mark as a reader is shown it. */
export interface ShownMark {
  readonly mark: string;
  readonly at: string;
  readonly dueOn?: IsoDate;
  readonly text?: string;
}

/**
 * Marks that say something today, in the order of their instants: what was answered is no longer marked, a statement that
 * was taken back is gone. `suspension` stands from the first instant of the day after the answer was due.
 */
export function marksToShow(marks: readonly Annotation[], today: IsoDate): ShownMark[] {
  if (marks.length === 0) return [];
  const others = marks
    // Of a repair the record's state says all there is to say, but that measures are lifted.
    .filter(
      ({ mark, open }) => mark !== "objection" && mark !== "statement" && (mark !== "repair" || isLifting(open, today)),
    )
    .map(({ mark, recordedAt }): ShownMark => ({ mark, at: recordedAt }));
  const open = openObjection(marks);
  const objection: ShownMark[] = open ? [{ mark: "objection", at: open.at, dueOn: open.dueOn }] : [];
  const silent: ShownMark[] =
    open && open.dueOn < today ? [{ mark: "suspension", at: `${open.dueOn}T16:00:00.000Z`, dueOn: open.dueOn }] : [];
  return [...others, ...objection, ...silent, ...statements(marks)].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** The statement that stands for each objection that has one, in its last words. */
function statements(marks: readonly Annotation[]): ShownMark[] {
  const byObjection = Map.groupBy(
    marks.filter(({ mark }) => mark === "statement"),
    (mark) => textOf(mark, "objection"),
  );
  return [...byObjection.values()].flatMap((own): ShownMark[] => {
    const [first] = own;
    const last = own.at(-1);
    if (!first || !last || textOf(last, "statement") === "withdrawn") return [];
    // A released version is what the public reads; whoever may read the whole is given the whole.
    const whole = own.findLast(({ shared }) => typeof shared?.["text"] === "string")?.shared?.["text"];
    const text = whole ?? last.open?.["text"];
    return [{ mark: "statement", at: first.recordedAt, ...(typeof text === "string" ? { text } : {}) }];
  });
}

function textOf(mark: Annotation | undefined, name: string): string | null {
  const value = mark?.open?.[name];
  return typeof value === "string" ? value : null;
}

/** A reorganisation's lifting, while it lasts: the only mark of a repair that the record's state does not say. */
function isLifting(open: Annotation["open"], today: IsoDate): boolean {
  return open?.["state"] === "lifted" && String(open["until"] ?? "") >= today;
}
