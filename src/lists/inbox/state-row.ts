/** A proceeding as the inbox keeps it: whose turn it is, until when, which clocks run. Pure. */
import { stateOn } from "#core/procedure/fold.ts";
import { stateOf, type TermName } from "#core/procedure/procedure.ts";
import { officeInTurn, waitingOf } from "#core/procedure/waiting.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";
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
  readonly decidedBy: string | null;
  readonly dueOn: IsoDate | null;
  readonly clocks: readonly { readonly term: TermName; readonly dueOn: IsoDate | null }[];
  readonly openedOn: IsoDate;
  readonly since: IsoDate;
  readonly listedFrom: IsoDate | null;
  readonly endsOn: IsoDate | null;
}

/** The row of a place. */
export function stateRow(place: Place): StateRow {
  const { head, acts, procedure, standing, facts, today } = place;
  const state = stateOf(procedure, stateOn(procedure, standing, today) ?? "");
  const clocks = clocksOf(place);
  const waiting = waitingOf({ procedure, standing, facts, today });
  const own = clocks.flatMap(({ runsFor, dueOn }) => (runsFor === "authority" && dueOn !== null ? [dueOn] : []));
  return {
    ...{ proceedingId: head.proceedingId, keeper: head.keeper, listId: head.listId, listVersion: head.listVersion },
    ...{ procedureId: head.procedureId, procedureVersion: head.procedureVersion },
    ...{ subjectId: head.subjectId, subjectKind: head.subjectKind },
    ...{ state: state.state, inForce: state.inForce },
    waits: waiting.for === "keeper" && isUnread(place) ? "reading" : waiting.for,
    waitsUntil: waiting.until,
    // While the subject may answer: whose turn it will be then.
    office: officeInTurn({ procedure, standing, today, facts: waiting.for === "answer" ? { notice: null } : facts }),
    decidedBy: standing.decision?.by ?? null,
    dueOn: (own.toSorted()[0] as IsoDate | undefined) ?? null,
    clocks: clocks.map(({ term, dueOn }) => ({ term, dueOn: dueOn as IsoDate | null })),
    openedOn: acts[0]?.actedOn ?? today,
    since: acts.findLast(({ fromState, toState }) => fromState !== toState)?.actedOn ?? today,
    listedFrom: standing.listedFrom,
    endsOn: standing.endsOn,
  };
}

/** A paper that waits to be served was made available, and not read: reading it is the subject's. */
function isUnread({ notice, decision }: Place): boolean {
  return [notice, decision].some((one) => one?.state === "offered");
}
