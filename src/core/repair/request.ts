/**
 * A request for repair as a machine: one for each record and its recogniser, of one application. Acts in their order, the
 * state they come to, what may follow and why not. Pure; the database holds the same table (sql/0015_repair.sql).
 */
import type { SubjectKind } from "../record/record.ts";
import { done, type Outcome, refuse } from "../refusal.ts";
import type { IsoDate } from "../time/date.ts";

export const requestStates = [
  "waiting",
  "to-confirm",
  "granted",
  "lifted",
  "refused",
  "withdrawn",
  "reversing",
  "reversed",
] as const;
export type RequestState = (typeof requestStates)[number];

export const requestActs = [
  /** The subject applies: the recogniser's time runs. */
  "apply",
  /** The subject adds words or evidence. */
  "add",
  "withdraw",
  /** The recogniser's supervisors, then the platform's, are told that a day has passed. */
  "escalate",
  /** Publication, sharing and use stop. */
  "grant",
  /** Measures are lifted while a plan of reorganisation is carried out. */
  "lift",
  "refuse",
  /** A second officer agrees to refuse a person, or does not (C5). */
  "confirm",
  "return",
  /** The recogniser means to reverse what false statements obtained, and serves notice of it. */
  "intend-reversal",
  "drop-reversal",
  "reverse",
] as const;
export type RequestAct = (typeof requestActs)[number];

/** What is asked for. */
export type RequestKind = "repair" | "reorganisation";

const from: Readonly<Record<RequestAct, readonly (RequestState | null)[]>> = {
  apply: [null],
  add: ["waiting", "to-confirm"],
  withdraw: ["waiting", "to-confirm"],
  escalate: ["waiting", "to-confirm"],
  grant: ["waiting", "to-confirm"],
  lift: ["waiting", "to-confirm"],
  refuse: ["waiting"],
  confirm: ["to-confirm"],
  return: ["to-confirm"],
  "intend-reversal": ["granted", "lifted"],
  "drop-reversal": ["reversing"],
  reverse: ["reversing"],
};

/** What an act of the chain has that the machine asks for. */
export interface ChainedAct {
  readonly act: RequestAct;
  readonly actedBy: string;
  /** Of `escalate`: 1 the recogniser's supervisor, 2 the platform's. */
  readonly level: number | null;
}

export interface RequestHead {
  readonly kind: RequestKind;
  readonly subjectKind: SubjectKind;
  /** Last day of the decision, and of telling the applicant. */
  readonly decideBy: IsoDate;
  readonly feedbackBy: IsoDate;
}

/** What the acts come to. */
export interface RequestStanding {
  readonly state: RequestState;
  readonly appliedBy: string;
  /** Who proposes to refuse it, while a second officer is asked for. */
  readonly proposedBy: string | null;
  /** Highest level that was told. */
  readonly escalated: number;
  /** What stood before a reversal was intended. */
  readonly effect: "granted" | "lifted" | null;
}

/** Who acts, as far as the machine asks. */
export interface ActAsked {
  readonly act: RequestAct;
  readonly by: string;
  readonly today: IsoDate;
  readonly level?: number;
  /** Of `reverse`: the notice was served, and the time to answer it has ended or was expressly waived (C6). */
  readonly heard?: boolean;
}

/** Whether the decision is still owed. */
export function isOwed(state: RequestState): boolean {
  return state === "waiting" || state === "to-confirm";
}

/** The state an act leads to. */
export function stateAfter(act: RequestAct, before: RequestStanding | null, kind: SubjectKind): RequestState {
  switch (act) {
    case "apply":
    case "return":
      return "waiting";
    case "grant":
      return "granted";
    case "lift":
      return "lifted";
    // C5: what is refused to a person takes two officers.
    case "refuse":
      return kind === "person" ? "to-confirm" : "refused";
    case "confirm":
      return "refused";
    case "withdraw":
      return "withdrawn";
    case "intend-reversal":
      return "reversing";
    case "reverse":
      return "reversed";
    case "drop-reversal":
      return before?.effect ?? "granted";
    default:
      if (before === null) throw new Error(`${act} is not the first act of a request`);
      return before.state;
  }
}

/** Folds a chain, oldest first; null where there are no acts. */
export function foldRequest(acts: readonly ChainedAct[], kind: SubjectKind): RequestStanding | null {
  return acts.reduce<RequestStanding | null>((standing, act) => after(standing, act, kind), null);
}

function after(before: RequestStanding | null, act: ChainedAct, kind: SubjectKind): RequestStanding {
  const state = stateAfter(act.act, before, kind);
  return {
    state,
    appliedBy: before?.appliedBy ?? act.actedBy,
    proposedBy: state === "to-confirm" ? (act.act === "refuse" ? act.actedBy : (before?.proposedBy ?? null)) : null,
    escalated: Math.max(before?.escalated ?? 0, act.act === "escalate" ? (act.level ?? 1) : 0),
    effect: state === "granted" || state === "lifted" ? state : (before?.effect ?? null),
  };
}

/** Whether an act may be done now, or why not. Who may do it at all, the door has said. */
export function mayFollow(standing: RequestStanding | null, head: RequestHead, asked: ActAsked): Outcome<RequestState> {
  const state = standing?.state ?? null;
  if (!from[asked.act].includes(state))
    return refuse(state !== null && !isOwed(state) ? "repair.over" : "repair.not-now");
  const fault = standing && faultOf(standing, head, asked);
  return fault ? refuse(fault) : done(stateAfter(asked.act, standing, head.subjectKind));
}

/** What no table of states can say. */
function faultOf(standing: RequestStanding, head: RequestHead, { act, by, today, level = 0, heard }: ActAsked) {
  switch (act) {
    case "grant":
    case "lift":
      if ((act === "lift") !== (head.kind === "reorganisation")) return "repair.not-asked-for";
      return by === standing.appliedBy ? "repair.own-entry" : null;
    // C5: whoever wrote it down at the counter does not decide it, and nobody confirms their own proposal.
    case "refuse":
      return by === standing.appliedBy ? "repair.own-entry" : null;
    case "confirm":
    case "return":
      return by === standing.appliedBy || by === standing.proposedBy ? "repair.another-officer" : null;
    case "escalate":
      return level > standing.escalated && today > (level === 1 ? head.decideBy : head.feedbackBy)
        ? null
        : "repair.not-now";
    case "reverse":
      return heard ? null : "repair.not-heard";
    default:
      return null;
  }
}

/** Acts that may follow now for somebody: pages offer these and no others. */
export function nextActs(
  standing: RequestStanding,
  head: RequestHead,
  asked: Omit<ActAsked, "act" | "level">,
): RequestAct[] {
  return requestActs.filter(
    (act) => act !== "apply" && act !== "escalate" && mayFollow(standing, head, { ...asked, act }).ok,
  );
}
