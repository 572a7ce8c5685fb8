/** Proceedings' operations: contract in, act or view, contract out. */
import type { Endpoint } from "#contract/endpoint.ts";
import * as contract from "#contract/proceedings.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Asking, type Route, reply, route } from "#src/access/index.ts";
import { actOnProceeding } from "./acts/act.ts";
import type { Acting } from "./acts/acting.ts";
import { drawUpNotice } from "./acts/notice.ts";
import { openProceeding } from "./acts/propose.ts";
import { listProceedings } from "./inbox/view.ts";
import type { ListParts } from "./parts.ts";
import type { Proceeding } from "./proceeding.ts";
import { getProceeding, viewAfterAct } from "./views.ts";

/** The routes, for http to mount. */
export function listRoutes(parts: ListParts): Route[] {
  return [
    route(contract.listProceedings, async ({ actor, query }) => {
      const { list = null, state = null, show = "open", cursor = null, limit = 50 } = query;
      return replied(await listProceedings(parts, actor, { listId: list, state, show, cursor, limit }));
    }),
    route(contract.openProceeding, async ({ body, ...asking }) => {
      const opened = await openProceeding(parts, actingOf(asking), body);
      return replyView(parts, asking, opened);
    }),
    route(contract.getProceeding, async ({ actor, params }) =>
      replied(await getProceeding(parts, actor, params.proceedingId)),
    ),
    route(contract.drawUpProceedingNotice, async ({ params, body, ...asking }) => {
      const drawn = await drawUpNotice(parts, actingOf(asking), { ...params, ...body });
      return drawn.ok ? reply({ noticeId: drawn.value }) : drawn;
    }),
    route(contract.actOnProceeding, async ({ params, body, ...asking }) => {
      const acted = await actOnProceeding(parts, actingOf(asking), { ...params, asked: body });
      return replyView(parts, asking, acted);
    }),
  ];
}

type Asked = Pick<Asking<Endpoint>, "actor" | "idempotencyKey" | "session">;

function actingOf({ actor, idempotencyKey, session }: Asked): Acting {
  return { actor, idempotencyKey, channel: session === null ? "api" : "page" };
}

async function replyView(parts: ListParts, { actor }: Asked, outcome: Outcome<Proceeding>) {
  return outcome.ok ? replied(await viewAfterAct(parts, actor, outcome.value)) : outcome;
}

function replied<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value) : outcome;
}
