/** Notices' operations: contract in, act or view, contract out. */
import type { Endpoint } from "#contract/endpoint.ts";
import type { NoticeLine } from "#contract/notices.ts";
import * as contract from "#contract/notices.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { parseIsoDate } from "#core/time/date.ts";
import { type Acting, type Asking, type Reply, type Route, reply, route } from "#src/access/index.ts";
import { answerNotice, askForHearing, chooseService, receiveNotice, waiveTime } from "./answers.ts";

import { attachToNotice, downloadDocument } from "./documents.ts";
import type { Standing } from "./notice.ts";
import type { NoticeParts } from "./parts.ts";
import { extendNotice, failToServe, offerNotice, serveNotice, withdrawNotice } from "./service.ts";
import { lineOf, listForAuthority, listOwn, readNotice } from "./views.ts";

/** The routes, for http to mount. */
export function noticeRoutes(parts: NoticeParts): Route[] {
  return [...subjectRoutes(parts), ...authorityRoutes(parts), ...documentRoutes(parts)];
}

function subjectRoutes(parts: NoticeParts): Route[] {
  const shown = (standing: Outcome<Standing>) => replyLine(parts, standing);
  return [
    route(contract.listOwnNotices, async ({ actor }) => replied(await listOwn(parts, actor))),
    route(contract.getOwnNotice, async ({ actor, params }) =>
      actor.kind === "representative"
        ? replied(await readNotice(parts, actor, params.noticeId))
        : refuse("access.representatives-only"),
    ),
    route(contract.receiveNotice, async ({ params, ...asking }) =>
      shown(await receiveNotice(parts, actingOf(asking), params.noticeId)),
    ),
    route(contract.chooseService, async ({ body, ...asking }) =>
      replied(await chooseService(parts, actingOf(asking), body)),
    ),
    route(contract.answerNotice, async ({ params, body, ...asking }) =>
      shown(await answerNotice(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.askForHearing, async ({ params, body, ...asking }) =>
      shown(await askForHearing(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.waiveTime, async ({ params, body, ...asking }) =>
      shown(await waiveTime(parts, actingOf(asking), { ...params, ...body })),
    ),
  ];
}

function authorityRoutes(parts: NoticeParts): Route[] {
  const shown = (standing: Outcome<Standing>) => replyLine(parts, standing);
  return [
    route(contract.listNotices, async ({ actor, query }) => {
      const { state = null, cursor = null, limit = 50 } = query;
      return replied(await listForAuthority(parts, actor, { state, cursor, limit }));
    }),
    route(contract.getNotice, async ({ actor, params }) => replied(await readNotice(parts, actor, params.noticeId))),
    route(contract.offerNotice, async ({ params, ...asking }) =>
      shown(await offerNotice(parts, actingOf(asking), params.noticeId)),
    ),
    route(contract.serveNotice, async ({ params, body, ...asking }) => {
      const { mode, proof } = body;
      const servedOn = parseIsoDate(body.servedOn);
      if (!servedOn) return refuse("notices.service-date", { field: "servedOn", params: { drawnOn: "" } });
      const announcedOn = body.announcedOn === undefined ? null : parseIsoDate(body.announcedOn);
      const asked = { noticeId: params.noticeId, mode, servedOn, announcedOn, proof };
      return shown(await serveNotice(parts, actingOf(asking), asked));
    }),
    route(contract.failToServe, async ({ params, body, ...asking }) =>
      shown(await failToServe(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.extendNotice, async ({ params, body, ...asking }) => {
      const until = parseIsoDate(body.until);
      if (!until) return refuse("notices.not-later", { field: "until", params: { dueOn: "" } });
      return shown(await extendNotice(parts, actingOf(asking), { ...params, reason: body.reason, until }));
    }),
    route(contract.withdrawNotice, async ({ params, body, ...asking }) =>
      shown(await withdrawNotice(parts, actingOf(asking), { ...params, ...body })),
    ),
  ];
}

function documentRoutes(parts: NoticeParts): Route[] {
  return [
    route(contract.attachToNotice, async ({ params, file, ...asking }) =>
      replied(await attachToNotice(parts, actingOf(asking), { ...params, content: file })),
    ),
    route(contract.downloadNoticeDocument, async ({ actor, params }) =>
      replied(await downloadDocument(parts, actor, params)),
    ),
  ];
}

function actingOf({ actor, idempotencyKey }: Pick<Asking<Endpoint>, "actor" | "idempotencyKey">): Acting {
  return { actor, idempotencyKey };
}

async function replyLine(parts: NoticeParts, standing: Outcome<Standing>): Promise<Outcome<Reply<NoticeLine>>> {
  return standing.ok ? reply(await lineOf(parts, standing.value)) : standing;
}

function replied<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value) : outcome;
}
