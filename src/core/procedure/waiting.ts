/** Whose turn it is in a proceeding: the keeper's, the subject's who may still answer, or time's. Pure. */
import type { IsoDate } from "../time/date.ts";
import { settledState, stateOn } from "./fold.ts";
import { type ActName, type Facts, type Office, type Procedure, type Standing, stateOf } from "./procedure.ts";

/** What a proceeding waits for. */
export interface Waiting {
  /** `keeper`: an act of the office; `answer`: the subject's time; `end`: it is listed, and its last day; `nothing`: over. */
  readonly for: "keeper" | "answer" | "end" | "nothing";
  /** Last day of what it waits for; null where none is known. */
  readonly until: IsoDate | null;
}

interface Asked {
  readonly procedure: Procedure;
  readonly standing: Standing;
  readonly facts: Facts;
}

/**
 * Whose turn it is by what was done and served, whatever the day: that the subject's time or the listing itself has ended
 * meanwhile is for whoever asks on a day ({@link waitingOn}).
 */
export function turnOf({ procedure, standing, facts }: Asked): Waiting {
  const settled = settledState(procedure, standing);
  if (settled === null) return { for: "keeper", until: null };
  const state = stateOf(procedure, settled);
  if (state.final) return { for: "nothing", until: null };
  // Moved to be undone, it waits for the other officer, whatever else runs.
  if (standing.undoing !== null) return { for: "keeper", until: null };
  const { notice } = facts;
  const mayAnswer = notice?.servedOn != null && notice.waivedOn === null;
  // Wherever harm could be decided next, the subject's time must have run first: after a hearing, too.
  const isBeforeHarm = procedure.acts.some(
    ({ act, from }) => from.includes(standing.state) && (act === "revoke" || (act === "decide" && procedure.adverse)),
  );
  if (mayAnswer && isBeforeHarm && !isHearingDue({ procedure, standing, facts }))
    return { for: "answer", until: notice.answerDueOn };
  const isOurs = state.clocks.some(({ runsFor }) => runsFor === "authority");
  if (state.inForce && !isOurs) return { for: "end", until: standing.endsOn };
  return { for: "keeper", until: null };
}

/** Whose turn it is on a day: a listing ends by itself, and so does the time to answer. */
export function waitingOn(asked: Asked & { readonly today: IsoDate }): Waiting {
  const { procedure, standing, today } = asked;
  const state = stateOn(procedure, standing, today);
  if (state !== null && stateOf(procedure, state).final) return { for: "nothing", until: null };
  const turn = turnOf(asked);
  return turn.for === "answer" && turn.until !== null && turn.until < today ? { for: "keeper", until: null } : turn;
}

function isHearingDue({ procedure, standing, facts }: Asked): boolean {
  const askedOn = facts.notice?.hearingAskedOn ?? null;
  const isHeld = askedOn !== null && standing.hearingHeldOn !== null && standing.hearingHeldOn >= askedOn;
  return (
    askedOn !== null &&
    !isHeld &&
    procedure.acts.some(({ act, from }) => act === "hold-hearing" && from.includes(standing.state))
  );
}

/** Acts that end, undo, send back or give more time: never what a proceeding waits for. */
const aside: ReadonlySet<ActName | string> = new Set<ActName>([
  ...(["drop", "return", "extend-answer", "release", "relinquish", "apply-exit"] as const),
  ...(["return-exit", "refuse-exit", "move-undoing", "correct-error", "annul", "expire"] as const),
]);

/** The office whose turn it is, or will be when the subject's time is over; who proposes also serves. Null: nobody's. */
export function officeInTurn(asked: Asked): Extract<Office, "propose" | "decide" | "confirm"> | null {
  const turn = turnOf(asked).for;
  if (turn === "end" || turn === "nothing") return null;
  const { procedure, standing, facts } = asked;
  if (standing.undoing !== null) return "confirm";
  const hears = isHearingDue({ procedure, standing, facts });
  const onward = procedure.acts.filter(
    ({ act, from }) => from.includes(standing.state) && !aside.has(act) && (act !== "hold-hearing" || hears),
  );
  const first = hears ? onward.find(({ act }) => act === "hold-hearing") : onward[0];
  return first?.by === "decide" || first?.by === "confirm" ? first.by : "propose";
}
