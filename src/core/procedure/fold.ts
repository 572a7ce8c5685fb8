/** State is a fold: where a proceeding stands, from the chain of its acts. */
import type { IsoDate } from "../time/date.ts";
import { type DoneAct, isInForce, notOpened, type Procedure, type Standing, stateOf } from "./procedure.ts";

/** A chain of acts that no procedure could have made: a gap, a fork, an act from another state. */
export class BrokenChain extends Error {}

/** Folds a chain in its order. Throws {@link BrokenChain} where it is none. */
export function foldProceeding(procedure: Procedure, acts: readonly DoneAct[]): Standing {
  return acts.reduce((standing, act) => followed(procedure, standing, act), notOpened);
}

/** The next link: the pure twin of the keys of `lists.act`. */
export function followed(procedure: Procedure, standing: Standing, act: DoneAct): Standing {
  if (act.seq !== standing.seq + 1) throw new BrokenChain(`act ${act.seq} does not follow act ${standing.seq}`);
  if (act.from !== standing.state)
    throw new BrokenChain(`act ${act.seq} starts from ${act.from}, not ${standing.state}`);
  const declared = procedure.acts.find(
    (one) => one.act === act.act && one.to === act.to && one.from.includes(act.from),
  );
  if (!declared) throw new BrokenChain(`the procedure knows no ${act.act} from ${act.from} to ${act.to}`);
  const head = { ...standing, state: act.to, seq: act.seq, since: act.to === standing.state ? standing.since : act.on };
  return withEffect(head, act);
}

function withEffect(standing: Standing, act: DoneAct): Standing {
  switch (act.act) {
    case "propose":
      return { ...standing, openedBy: act.by };
    case "serve-notice":
      return { ...standing, noticeServed: true };
    case "hold-hearing":
      return { ...standing, hearingHeldOn: act.heldOn };
    case "decide": {
      const decision = { seq: act.seq, on: act.on, by: act.by, months: act.months };
      return { ...standing, decision, confirmedBy: null, returnedBy: null, undoing: null, ...datesOf(standing, act) };
    }
    case "confirm":
      return { ...standing, confirmedBy: act.by, ...datesOf(standing, act) };
    case "return":
      return { ...standing, decision: null, confirmedBy: null, returnedBy: act.by, undoing: null };
    case "serve-decision":
      return { ...standing, decisionServedOn: act.servedOn, ...datesOf(standing, act) };
    case "apply-exit":
      return { ...standing, exit: { appliedOn: act.on, acceptedOn: null } };
    case "accept-exit":
      return { ...standing, exit: standing.exit && { ...standing.exit, acceptedOn: act.on } };
    case "return-exit":
    case "refuse-exit":
      return { ...standing, exit: null };
    case "grant-exit":
    case "release":
    case "relinquish":
    case "revoke":
      return { ...standing, exit: null, ...datesOf(standing, act) };
    case "keep":
      return { ...standing, noticeServed: false, hearingHeldOn: null };
    case "move-undoing":
      return { ...standing, undoing: { by: act.by, ruling: act.ruling } };
    case "correct-error":
    case "annul":
      return { ...standing, undoing: null, exit: null };
    case "extend-answer":
    case "drop":
    case "expire":
      return standing;
    default:
      return act.act satisfies never;
  }
}

function datesOf(standing: Standing, { listedFrom, endsOn }: DoneAct) {
  return { listedFrom: listedFrom ?? standing.listedFrom, endsOn: endsOn ?? standing.endsOn };
}

/**
 * The state whatever the day: a listing whose record is repaired has ended as time would have ended it. That is no act of
 * the keeper's: the decision on repair is one, and a decision that reverses it brings the listing back until its own end.
 */
export function settledState(
  procedure: Procedure,
  { state, repairedOn }: Pick<Standing, "state" | "repairedOn">,
): string | null {
  return state === null || repairedOn === null || !isInForce(procedure, state) ? state : lapseFrom(procedure, state);
}

function lapseFrom(procedure: Procedure, state: string): string {
  return procedure.acts.find(({ act, from }) => act === "expire" && from.includes(state))?.to ?? state;
}

/**
 * The state on a day: where the listing's last day has passed, the state time leads to. Expiry needs no act and no job:
 * whoever reads asks the date (C8).
 */
export function stateOn(procedure: Procedure, standing: Standing, today: IsoDate): string | null {
  const { endsOn } = standing;
  const state = settledState(procedure, standing);
  if (state === null || endsOn === null || today <= endsOn || !isInForce(procedure, state)) return state;
  return lapseFrom(procedure, state);
}

/** Whether the proceeding is at its end on a day. */
export function isOver(procedure: Procedure, standing: Standing, today: IsoDate): boolean {
  const state = stateOn(procedure, standing, today);
  return state !== null && stateOf(procedure, state).final;
}
