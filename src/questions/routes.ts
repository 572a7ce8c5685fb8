/** Questions' operations: contract in, act or view, contract out. */
import type { Endpoint } from "#contract/endpoint.ts";
import * as contract from "#contract/questions.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Asking, type Route, reply, route } from "#src/access/index.ts";
import { answerQuestion, decideQuestion } from "./answer.ts";
import { questionLook } from "./ask.ts";
import { actOn, type Standing } from "./commit.ts";
import type { QuestionParts } from "./parts.ts";
import { lineOf, listForOfficer, listOwn, readQuestion } from "./views.ts";

/** The routes, for http to mount. */
export function questionRoutes(parts: QuestionParts): Route[] {
  const shown = async (standing: Outcome<Standing>) =>
    standing.ok ? reply(await lineOf(parts, standing.value)) : standing;
  return [
    route(contract.questionLook, async ({ body, ...asking }) =>
      shown(await questionLook(parts, actingOf(asking), body)),
    ),
    route(contract.addToQuestion, async ({ params, body, ...asking }) =>
      shown(await actOn(parts, actingOf(asking), { ...params, ...body, act: "add" })),
    ),
    route(contract.answerQuestion, async ({ params, body, ...asking }) =>
      shown(await answerQuestion(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.decideQuestion, async ({ params, body, ...asking }) =>
      shown(await decideQuestion(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.listOwnQuestions, async ({ actor }) => replied(await listOwn(parts, actor))),
    route(contract.getQuestion, async ({ actor, params }) =>
      replied(await readQuestion(parts, actor, params.questionId)),
    ),
    route(contract.listQuestions, async ({ actor, query }) => {
      const { as, show = "waiting", cursor = null, limit = 50 } = query;
      return replied(await listForOfficer(parts, actor, { as, show, cursor, limit }));
    }),
    route(contract.listQuestionTerms, async () =>
      reply({ items: [...parts.catalogue.questionTerms] }, { publicForSeconds: 300 }),
    ),
  ];
}

function actingOf({ actor, idempotencyKey }: Pick<Asking<Endpoint>, "actor" | "idempotencyKey">) {
  return { actor, idempotencyKey };
}

function replied<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value) : outcome;
}
