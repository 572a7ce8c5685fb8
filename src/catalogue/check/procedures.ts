/** Procedures: whatever way a proceeding goes, it is decided by people, after notice and answer, and it ends. */
import type { Procedure } from "#contract/lists-in-packs.ts";
import { type StateFacts, stateFacts, stepsOf } from "../machine.ts";
import type { Assertion, Breach } from "./assertion.ts";

type ProcedureBreach = Omit<Breach, "row">;

function ofEachProcedure(
  check: (procedure: Procedure, facts: ReadonlyMap<string, StateFacts>) => Iterable<ProcedureBreach>,
): Assertion["breaches"] {
  return function* ({ contents }) {
    for (const procedure of contents.procedures)
      for (const breach of check(procedure, stateFacts(procedure))) yield { row: procedure, ...breach };
  };
}

function stateAt({ states }: Procedure, state: string): string {
  return `/states/${states.findIndex((one) => one.state === state)}`;
}

const machineWhole: Assertion = {
  code: "procedure-machine",
  article: "ARCHITECTURE 8; C8",
  says: {
    zh: "程序的每一步都从有的状态到有的状态，只有一步开始；每个状态都能到达，都能走到终点，终点之后除依裁判撤销外没有下一步",
    en: "every step of a procedure goes from a state that is there to one that is; one act opens it; every state is reached and reaches an end, and nothing follows an end but its annulment by a ruling",
  },
  breaches: ofEachProcedure(function* (procedure, facts) {
    const { states, acts } = procedure;
    yield* doubles(states.map(({ state }) => state)).map((state) => ({
      path: "/states",
      zh: `状态 ${state} 出现两次`,
      en: `state ${state} stands twice`,
    }));
    const steps = stepsOf(procedure);
    yield* doubles(steps.map(({ from, act }) => `${from} → ${act}`)).map((step) => ({
      path: "/acts",
      zh: `${step} 不唯一`,
      en: `${step} stands twice`,
    }));
    if (steps.filter(({ from }) => from === "").length !== 1)
      yield { path: "/acts", zh: "应有且只有一个开始的行为", en: "exactly one act opens a proceeding" };
    for (const [at, { act, from, to }] of acts.entries()) {
      for (const state of [...from, to])
        if (state !== null && !facts.has(state))
          yield { path: `/acts/${at}`, zh: `没有状态 ${state}`, en: `there is no state ${state}` };
      const isUndoing = (act === "move-undoing" || act === "annul") && facts.get(to)?.final;
      if (!isUndoing && from.some((state) => state !== null && facts.get(state)?.final))
        yield { path: `/acts/${at}/from`, zh: "终点之后没有下一步", en: "nothing follows an end" };
    }
    for (const { state, final, inForce } of states) {
      const path = stateAt(procedure, state);
      if (!facts.get(state)?.reached) yield { path, zh: "没有路径到达", en: "no way leads here" };
      if (!facts.get(state)?.ends) yield { path, zh: "走不到终点", en: "no way leads from here to an end" };
      if (final && inForce) yield { path, zh: "终点不能有效力", en: "an end has no effect" };
    }
  }),
};

function doubles(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}

const noticeBeforeEffect: Assertion = {
  code: "c6-notice-before-effect",
  article: "C6; 国办发〔2020〕49号 四; 行政处罚法 44-45, 62",
  says: {
    zh: "不利的程序，凡生效的状态，每条路径都经过告知送达、申辩期满、写明理由的决定，并在决定送达时才生效",
    en: "in an adverse procedure every way into force passes a reasoned decision after the notice was served and the time to answer was over, and force begins with service of the decision",
  },
  breaches: ofEachProcedure(function* (procedure, facts) {
    if (!procedure.adverse) return;
    for (const { state, inForce, heard, reached } of facts.values())
      if (inForce && reached && !heard)
        yield {
          path: stateAt(procedure, state),
          zh: "有路径未经告知、申辩即到达",
          en: "some way leads here without notice and answer",
        };
    for (const [at, act] of procedure.acts.entries()) {
      const begins = facts.get(act.to)?.inForce && act.from.some((from) => !facts.get(from ?? "")?.inForce);
      if (begins && !act.guards.includes("decision-served"))
        yield { path: `/acts/${at}/guards`, zh: "决定未送达即生效", en: "takes effect before the decision is served" };
    }
  }),
};

const peopleDecide: Assertion = {
  code: "c5-people-decide",
  article: "C5; 个人信息保护法 24",
  says: {
    zh: "生效由人员决定、复核，或者由其决定的送达引起；时钟只能使之终止；复核须为另一名人员；作出决定须写理由",
    en: "only officers who decide or confirm put a listing into force, or the service of what they decided; the clock only ends one; another officer confirms; a decision has reasons",
  },
  breaches: ofEachProcedure(function* (procedure, facts) {
    for (const [at, { from, to, by, guards }] of procedure.acts.entries()) {
      const path = `/acts/${at}`;
      const begins = facts.get(to)?.inForce && from.some((state) => !facts.get(state ?? "")?.inForce);
      const servesDecision = by === "service" && guards.includes("decision-served");
      if (begins && by !== "decide" && by !== "confirm" && !servesDecision)
        yield { path: `${path}/by`, zh: "生效须由人员决定", en: "an officer must put it into force" };
      if (by === "service" && !servesDecision && !guards.includes("notice-served"))
        yield {
          path: `${path}/guards`,
          zh: "由送达引起的，须以送达为条件",
          en: "what follows from service must ask for it",
        };
      if (by === "clock" && !(facts.get(to)?.final && guards.includes("end-reached")))
        yield {
          path: `${path}/by`,
          zh: "时钟只能在期满时使之终止",
          en: "the clock may only end it, when its end is reached",
        };
      if (by === "confirm" && !guards.includes("another-officer") && !guards.includes("moved-by-another"))
        yield { path: `${path}/guards`, zh: "复核须为另一名人员", en: "another officer must confirm" };
      const reasoned = guards.some((guard) => guard === "reasons" || guard === "ruling" || guard === "decision-served");
      if (by === "decide" && !reasoned)
        yield {
          path: `${path}/guards`,
          zh: "决定须写理由或者依据的裁判",
          en: "a decision needs its reasons, or the ruling it follows",
        };
    }
  }),
};

/** States that some way reaches after a decision was made: before it has effect, in force, and ended. */
function statesAfterDecision(procedure: Procedure, facts: ReadonlyMap<string, StateFacts>): Set<string> {
  const steps = stepsOf(procedure);
  const after = new Set(steps.filter(({ act }) => act === "decide").map(({ to }) => to));
  for (const state of after) for (const { from, to } of steps) if (from === state && facts.has(to)) after.add(to);
  return after;
}

const givenUpByTwo: Assertion = {
  code: "c5-given-up-by-two",
  article: "C5; 行政处罚法 57、58",
  says: {
    zh: "已经作出的不利决定，不论是否生效，不由一人放弃或者撤销：须由另一名人员撤回，或者退回后由另一人决定不予列入，或者一人提请、另一人办理；依复议决定、判决撤销的也如此；期满自行终止和依条件提前移出除外",
    en: "an adverse decision that was made, in force or not, is not given up or undone by one alone: another officer takes it back, or ends what a first sent back, or one moves it and another does it, a ruling's execution too; but for its end in time and an early exit on its conditions",
  },
  breaches: ofEachProcedure(function* (procedure, facts) {
    if (!procedure.adverse) return;
    const after = statesAfterDecision(procedure, facts);
    for (const [at, { act, from, to, guards }] of procedure.acts.entries()) {
      const endsByRule = guards.includes("end-reached") || guards.includes("conditions-met");
      const givesUp =
        facts.get(to)?.final &&
        !endsByRule &&
        act !== "move-undoing" &&
        from.some((state) => state !== null && after.has(state));
      const undoes = act === "annul" || act === "correct-error";
      const byTwo = guards.some(
        (one) => one === "moved-by-another" || (!undoes && (one === "another-officer" || one === "not-who-returned")),
      );
      if (givesUp && !byTwo)
        yield { path: `/acts/${at}/guards`, zh: "一人即可放弃决定", en: "one alone may give the decision up" };
    }
  }),
};

const everyListingEnds: Assertion = {
  code: "c8-procedure-ends",
  article: "C8; 行政复议法; 行政诉讼法",
  says: {
    zh: "凡生效的状态，期满自行终止，并可因复议决定或者判决撤销",
    en: "from every state in force a listing ends by itself in time, and can be annulled on reconsideration or judgment",
  },
  breaches: ofEachProcedure(function* (procedure, facts) {
    const steps = stepsOf(procedure);
    for (const { state, inForce } of procedure.states) {
      if (!inForce) continue;
      const ending = steps.filter(({ from, to }) => from === state && facts.get(to)?.final);
      const path = stateAt(procedure, state);
      if (!ending.some(({ by }) => by === "clock")) yield { path, zh: "期满不自行终止", en: "does not end by itself" };
      if (!ending.some(({ guards }) => guards.includes("ruling")))
        yield { path, zh: "不能因复议或者判决撤销", en: "cannot be annulled on a ruling" };
    }
  }),
};

export const procedures: readonly Assertion[] = [
  machineWhole,
  noticeBeforeEffect,
  peopleDecide,
  givenUpByTwo,
  everyListingEnds,
];
