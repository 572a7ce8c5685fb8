/** Whose turn it is in a proceeding: the keeper's, the subject's who may still answer, or time's. Pure. */
import type { IsoDate } from "../time/date.ts";
import { stateOn } from "./fold.ts";
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
  readonly today: IsoDate;
}

/** Whose turn it is on a day. */
export function waitingOf({ procedure, standing, facts, today }: Asked): Waiting {
  const name = stateOn(procedure, standing, today);
  if (name === null) return { for: "keeper", until: null };
  const state = stateOf(procedure, name);
  if (state.final) return { for: "nothing", until: null };
  const runs = (whose: "subject" | "authority") => state.clocks.filter(({ runsFor }) => runsFor === whose);
  const mayAnswer = runs("subject").some(({ term }) => term === "answer");
  if (mayAnswer && !isHearingDue({ standing, facts }) && answerRuns(facts, today))
    return { for: "answer", until: facts.notice?.answerDueOn ?? null };
  if (state.inForce && runs("authority").length === 0) return { for: "end", until: standing.endsOn };
  return { for: "keeper", until: null };
}

function answerRuns({ notice }: Facts, today: IsoDate): boolean {
  if (notice?.servedOn == null) return false;
  if (notice.waivedOn !== null && notice.waivedOn <= today) return false;
  return notice.answerDueOn === null || today <= notice.answerDueOn;
}

function isHearingDue({ standing, facts }: Pick<Asked, "standing" | "facts">): boolean {
  return facts.notice?.hearing === "asked" && standing.hearingHeldOn === null;
}

/** Acts that end, undo, send back or give more time: never what a proceeding waits for. */
const aside: ReadonlySet<ActName | string> = new Set<ActName>([
  ...(["drop", "return", "extend-answer", "release", "relinquish", "apply-exit"] as const),
  ...(["return-exit", "refuse-exit", "correct-error", "annul", "expire"] as const),
]);

/** The office whose turn it is, where it is the keeper's: who proposes also serves. Null: nobody's. */
export function officeInTurn(asked: Asked): Extract<Office, "propose" | "decide" | "confirm"> | null {
  if (waitingOf(asked).for !== "keeper") return null;
  const { procedure, standing, facts, today } = asked;
  const state = stateOn(procedure, standing, today);
  const hears = isHearingDue({ standing, facts });
  const onward = procedure.acts.filter(
    ({ act, from }) => from.includes(state) && !aside.has(act) && (act !== "hold-hearing" || hears),
  );
  const first = hears ? onward.find(({ act }) => act === "hold-hearing") : onward[0];
  return first?.by === "decide" || first?.by === "confirm" ? first.by : "propose";
}
