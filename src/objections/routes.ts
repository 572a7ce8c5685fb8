/** Objections' operations: contract in, act or view, contract out. */
import type { Endpoint } from "#contract/endpoint.ts";
import * as contract from "#contract/objections.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Acting, type Asking, type Route, reply, route } from "#src/access/index.ts";
import { confirmRejection, extendObjection, keepInEffect, rejectObjection, upholdObjection } from "./answer.ts";
import type { Standing } from "./commit.ts";
import { bringEvidence } from "./evidence.ts";
import { addToObjection, fileObjection, withdrawObjection } from "./file.ts";
import type { ObjectionParts } from "./parts.ts";
import { attachStatement, releaseStatement, removeStatement } from "./statement.ts";
import { downloadEvidence, lineOf, listForAuthority, listOwn, readLateness, readObjection, readTold } from "./views.ts";

/** The routes, for http to mount. */
export function objectionRoutes(parts: ObjectionParts): Route[] {
  return [...subjectRoutes(parts), ...sourceRoutes(parts), ...readingRoutes(parts)];
}

function subjectRoutes(parts: ObjectionParts): Route[] {
  const shown = (standing: Outcome<Standing>) => replyLine(parts, standing);
  return [
    route(contract.attachEvidence, async ({ params, file, ...asking }) =>
      replied(await bringEvidence(parts, actingOf(asking), { ...params, content: file })),
    ),
    route(contract.fileObjection, async ({ body, ...asking }) =>
      shown(await fileObjection(parts, actingOf(asking), body)),
    ),
    route(contract.addToObjection, async ({ params, body, ...asking }) =>
      shown(await addToObjection(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.withdrawObjection, async ({ params, body, ...asking }) =>
      shown(await withdrawObjection(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.attachStatement, async ({ params, body, ...asking }) =>
      shown(await attachStatement(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.removeStatement, async ({ params, body, ...asking }) =>
      shown(await removeStatement(parts, actingOf(asking), { ...params, ...body })),
    ),
  ];
}

function sourceRoutes(parts: ObjectionParts): Route[] {
  const shown = (standing: Outcome<Standing>) => replyLine(parts, standing);
  return [
    route(contract.upholdObjection, async ({ params, body, ...asking }) =>
      shown(await upholdObjection(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.rejectObjection, async ({ params, body, ...asking }) =>
      shown(await rejectObjection(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.confirmRejection, async ({ params, body, ...asking }) =>
      shown(await confirmRejection(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.extendObjection, async ({ params, body, ...asking }) =>
      shown(await extendObjection(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.keepInEffect, async ({ params, body, ...asking }) =>
      shown(await keepInEffect(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.releaseStatement, async ({ params, body, ...asking }) =>
      shown(await releaseStatement(parts, actingOf(asking), { ...params, ...body })),
    ),
  ];
}

function readingRoutes(parts: ObjectionParts): Route[] {
  return [
    route(contract.listOwnObjections, async ({ actor }) => replied(await listOwn(parts, actor))),
    route(contract.getObjection, async ({ actor, params }) =>
      replied(await readObjection(parts, actor, params.objectionId)),
    ),
    route(contract.downloadEvidence, async ({ actor, params }) =>
      replied(await downloadEvidence(parts, actor, params)),
    ),
    route(contract.listObjections, async ({ actor, query }) => {
      const { show = "waiting", cursor = null, limit = 50 } = query;
      return replied(await listForAuthority(parts, actor, { show, cursor, limit }));
    }),
    route(contract.countLateness, async ({ actor }) => replied(await readLateness(parts, actor))),
    route(contract.listTold, async ({ actor, query }) => {
      const { cursor = null, limit = 50 } = query;
      return replied(await readTold(parts, actor, { cursor, limit }));
    }),
    route(contract.listObjectionTerms, async () =>
      reply({ items: [...parts.catalogue.objectionTerms] }, { publicForSeconds: 300 }),
    ),
  ];
}

function actingOf({ actor, idempotencyKey }: Pick<Asking<Endpoint>, "actor" | "idempotencyKey">): Acting {
  return { actor, idempotencyKey };
}

async function replyLine(parts: ObjectionParts, standing: Outcome<Standing>) {
  return standing.ok ? reply(await lineOf(parts, standing.value)) : standing;
}

function replied<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value) : outcome;
}
