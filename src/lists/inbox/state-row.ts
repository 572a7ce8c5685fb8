/** A proceeding as the inbox keeps it: whose turn it is, until when, which clocks run. Pure. */
import { settledState } from "#core/procedure/fold.ts";
import { type Standing, stateOf, type TermName } from "#core/procedure/procedure.ts";
import { officeInTurn, turnOf } from "#core/procedure/waiting.ts";
import type { SubjectKind } from "#core/record/record.ts";
import { earlier, type IsoDate } from "#core/time/date.ts";
import type { Place } from "../acts/place.ts";
import { clocksOf } from "../clocks.ts";

/** Whose turn it is; `reading`: the subject was offered a notice and has not read it. */
export type Waits = "keeper" | "answer" | "reading" | "end" | "nothing";

/** A row of `lists.proceeding_state`. */
export interface StateRow {
  readonly proceedingId: string;
  readonly keeper: string;
  readonly listId: string;
  readonly listVersion: number;
  readonly procedureId: string;
  readonly procedureVersion: number;
  readonly subjectId: string;
  readonly subjectKind: SubjectKind;
  readonly state: string;
  readonly inForce: boolean;
  readonly waits: Waits;
  readonly waitsUntil: IsoDate | null;
  readonly office: "propose" | "decide" | "confirm" | null;
  /** Who may not confirm: whoever proposed or decided; or whoever moved that it be undone. */
  readonly notBy: readonly string[];
  readonly dueOn: IsoDate | null;
  readonly clocks: readonly { readonly term: TermName; readonly dueOn: IsoDate | null }[];
  readonly openedOn: IsoDate;
  readonly since: IsoDate;
  readonly listedFrom: IsoDate | null;
  readonly endsOn: IsoDate | null;
  /** The day its listing went out of use by a decision on repair. */
  readonly repairedOn: IsoDate | null;
}

/** The row of a place. The day it is folded on makes nothing of it but what calendars are known. */
export function stateRow(place: Place): StateRow {
  const { head, acts, procedure, standing, facts, today } = place;
  const state = settledState(procedure, standing);
  if (state === null) throw new Error("a proceeding without its first act");
  const { repairedOn } = standing;
  const asked = { procedure, standing, facts };
  const turn = turnOf(asked);
  const clocks = clocksOf({ ...place, today: standing.since ?? today });
  const own = clocks.flatMap(({ runsFor, dueOn }) => (runsFor === "authority" && dueOn !== null ? [dueOn] : []));
  return {
    ...{ proceedingId: head.proceedingId, keeper: head.keeper, listId: head.listId, listVersion: head.listVersion },
    ...{ procedureId: head.procedureId, procedureVersion: head.procedureVersion },
    ...{ subjectId: head.subjectId, subjectKind: head.subjectKind },
    ...{ state, inForce: stateOf(procedure, state).inForce },
    waits: turn.for === "keeper" && isUnread(place) ? "reading" : turn.for,
    waitsUntil: turn.until,
    office: officeInTurn(asked),
    notBy: whoMayNotConfirm(standing),
    dueOn: (own.toSorted()[0] as IsoDate | undefined) ?? null,
    clocks: clocks.map(({ term, dueOn }) => ({ term, dueOn: dueOn as IsoDate | null })),
    openedOn: acts[0]?.actedOn ?? today,
    since: repairedOn ?? acts.findLast(({ fromState, toState }) => fromState !== toState)?.actedOn ?? today,
    listedFrom: standing.listedFrom,
    endsOn: repairedOn === null ? standing.endsOn : earlier(repairedOn, standing.endsOn),
    repairedOn,
  };
}

function whoMayNotConfirm({ openedBy, decision, undoing }: Standing): string[] {
  const own = undoing ? [undoing.by] : [openedBy, decision?.by ?? null];
  return [...new Set(own.filter((by) => by !== null))];
}

/** A paper that waits to be served was made available, and not read: reading it is the subject's. */
function isUnread({ notice, decision }: Place): boolean {
  return [notice, decision].some((one) => one?.state === "offered");
}
