/**
 * An objection as a machine: acts in their order, the state they come to, what may follow and why not. Pure; the database
 * holds the same table of transitions (sql/0014_objections.sql, CHECK `states`).
 */
import type { SubjectKind } from "../record/record.ts";
import { done, type Outcome, refuse } from "../refusal.ts";
import type { IsoDate } from "../time/date.ts";

export const objectionStates = ["open", "to-confirm", "upheld", "rejected", "withdrawn"] as const;
export type ObjectionState = (typeof objectionStates)[number];

export const objectionActs = [
  /** The subject objects: the record is marked. */
  "file",
  /** The subject adds words or evidence. */
  "add",
  /** The authority takes the longer time its region's rule allows, once, for a reason. */
  "extend",
  /** Imminent danger to life: a supervisor keeps the record in effect, ten working days at most, once (C10). */
  "keep",
  /** The supervisors are told that nothing was answered; nothing follows from it for the subject. */
  "escalate",
  "uphold",
  "reject",
  /** A second officer agrees to reject a person's objection, or does not (C5). */
  "confirm",
  "return",
  "withdraw",
  "attach-statement",
  "release-statement",
  "remove-statement",
] as const;
export type ObjectionActName = (typeof objectionActs)[number];

/** From where each act may be done; null: it is the first. */
const from: Readonly<Record<ObjectionActName, readonly (ObjectionState | null)[]>> = {
  file: [null],
  add: ["open", "to-confirm"],
  extend: ["open"],
  keep: ["open", "to-confirm"],
  escalate: ["open", "to-confirm"],
  uphold: ["open", "to-confirm"],
  reject: ["open"],
  confirm: ["to-confirm"],
  return: ["to-confirm"],
  withdraw: ["open", "to-confirm"],
  "attach-statement": ["rejected"],
  "release-statement": ["rejected"],
  "remove-statement": ["rejected"],
};

/** What an act of the chain has that the machine asks for. */
export interface ChainedAct {
  readonly act: ObjectionActName;
  readonly actedBy: string;
  /** Of `file`, `extend`, `keep`: the last day to answer. */
  readonly dueOn: IsoDate | null;
  /** Of `escalate`: 1 the authority's supervisor, 2 the platform's. */
  readonly level: number | null;
}

/** What the acts come to. */
export interface ObjectionStanding {
  readonly state: ObjectionState;
  /** While it waits for an answer: the last day. Null once it is over. */
  readonly dueOn: IsoDate | null;
  readonly filedBy: string;
  readonly extended: boolean;
  readonly kept: boolean;
  /** Highest level that was told. */
  readonly escalated: number;
  /** Who proposes to reject it, while a second officer is asked for. */
  readonly proposedBy: string | null;
  readonly statement: "none" | "attached" | "released";
}

/** Who acts on whose objection, as far as the machine asks. */
export interface ActAsked {
  readonly act: ObjectionActName;
  readonly by: string;
  readonly subjectKind: SubjectKind;
  readonly today: IsoDate;
  readonly level?: number;
}

/** The state an act leads to. Decided alone: a person's objection is not rejected by one officer (C5). */
export function stateAfter(act: ObjectionActName, before: ObjectionState | null, kind: SubjectKind): ObjectionState {
  switch (act) {
    case "file":
    case "return":
      return "open";
    case "uphold":
      return "upheld";
    case "reject":
      return kind === "person" ? "to-confirm" : "rejected";
    case "confirm":
      return "rejected";
    case "withdraw":
      return "withdrawn";
    default:
      if (before === null) throw new Error(`${act} is not the first act of an objection`);
      return before;
  }
}

/** States in which the answer is still due. */
export function isWaiting(state: ObjectionState): boolean {
  return state === "open" || state === "to-confirm";
}

/** Folds a chain, oldest first; null where there are no acts. */
export function foldObjection(acts: readonly ChainedAct[], kind: SubjectKind): ObjectionStanding | null {
  return acts.reduce<ObjectionStanding | null>((standing, act) => after(standing, act, kind), null);
}

function after(before: ObjectionStanding | null, act: ChainedAct, kind: SubjectKind): ObjectionStanding {
  const state = stateAfter(act.act, before?.state ?? null, kind);
  const known = before ?? { ...unfiled, filedBy: act.actedBy };
  return {
    ...known,
    state,
    dueOn: isWaiting(state) ? (act.dueOn ?? known.dueOn) : null,
    extended: known.extended || act.act === "extend",
    kept: known.kept || act.act === "keep",
    escalated: act.act === "escalate" ? Math.max(known.escalated, act.level ?? 1) : known.escalated,
    proposedBy: state === "to-confirm" ? (act.act === "reject" ? act.actedBy : known.proposedBy) : null,
    statement: statementAfter(known.statement, act.act),
  };
}

const unfiled = {
  state: "open",
  dueOn: null,
  extended: false,
  kept: false,
  escalated: 0,
  proposedBy: null,
  statement: "none",
} as const;

function statementAfter(before: ObjectionStanding["statement"], act: ObjectionActName) {
  if (act === "attach-statement") return "attached";
  if (act === "release-statement") return "released";
  return act === "remove-statement" ? "none" : before;
}

/** Whether an act may be done now, or why not. Who may do it at all, the door has said. */
export function mayFollow(standing: ObjectionStanding | null, asked: ActAsked): Outcome<ObjectionState> {
  const { act, by, subjectKind, today } = asked;
  const state = standing?.state ?? null;
  if (!from[act].includes(state))
    return refuse(state !== null && !isWaiting(state) && isAnswer(act) ? "objections.over" : "objections.not-now");
  if (standing) {
    const fault = faultOf(standing, { act, by, today, level: asked.level ?? 0 });
    if (fault !== null) return refuse(fault);
  }
  return done(stateAfter(act, state, subjectKind));
}

function isAnswer(act: ObjectionActName): boolean {
  return act === "uphold" || act === "reject" || act === "withdraw" || act === "add";
}

/** What no table of states can say. */
function faultOf(
  standing: ObjectionStanding,
  { act, by, today, level }: { act: ObjectionActName; by: string; today: IsoDate; level: number },
): string | null {
  const overdue = standing.dueOn !== null && standing.dueOn < today;
  switch (act) {
    // Time that has run out is not given back: the record is silent by then.
    case "extend":
      return standing.extended
        ? "objections.extended-once"
        : overdue || standing.kept
          ? "objections.too-late-to-extend"
          : null;
    case "keep":
      return standing.kept ? "objections.kept-once" : null;
    case "escalate":
      return overdue && level > standing.escalated ? null : "objections.not-now";
    // C5: whoever wrote it down at the counter does not decide it, and nobody confirms their own proposal.
    case "uphold":
    case "reject":
      return by === standing.filedBy ? "objections.own-entry" : null;
    case "confirm":
    case "return":
      return by === standing.filedBy || by === standing.proposedBy ? "objections.another-officer" : null;
    case "attach-statement":
      return standing.statement === "none" ? null : "objections.statement-stands";
    case "release-statement":
    case "remove-statement":
      return standing.statement === "none" ? "objections.no-statement" : null;
    default:
      return null;
  }
}

/** Acts that may follow now for somebody, in the order of the table: pages offer these and no others. */
export function nextActs(standing: ObjectionStanding, asked: Omit<ActAsked, "act" | "level">): ObjectionActName[] {
  return objectionActs.filter((act) => mayFollow(standing, { ...asked, act, level: standing.escalated + 1 }).ok);
}
