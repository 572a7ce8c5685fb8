/** The operations of consents: contract in, act or view, contract out. */
import * as contract from "#contract/consents.ts";
import type { Endpoint } from "#contract/endpoint.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Acting, type Actor, type Asking, type Route, reply, route } from "#src/access/index.ts";
import { answerConsent } from "./answer.ts";
import { readArtefact, verifyConsent } from "./artefact.ts";
import { askConsent } from "./ask.ts";
import type { ConsentParts } from "./parts.ts";
import type { Standing } from "./standing.ts";
import { useConsent } from "./use.ts";
import { listAtCounter, listOwn, listPurposes, listSent, ownOf, previewConsent, sentOf } from "./views.ts";

/** The routes, for http to mount. */
export function consentRoutes(parts: ConsentParts): Route[] {
  return [...recipientRoutes(parts), ...subjectRoutes(parts)];
}

function recipientRoutes(parts: ConsentParts): Route[] {
  return [
    route(contract.listConsentPurposes, async () => reply(listPurposes(parts), { publicForSeconds: 300 })),
    route(contract.askConsent, async ({ body, ...asking }) => {
      const standing = await askConsent(parts, actingOf(asking), body);
      if (!standing.ok) return standing;
      const [sent] = await sentOf(parts, [standing.value]);
      return reply(theOne(sent));
    }),
    route(contract.listSentConsents, async ({ actor, query }) => {
      const { cursor = null, limit = 50 } = query;
      return replied(await listSent(parts, actor, { cursor, limit }));
    }),
    route(contract.useConsent, async ({ actor, params }) => replied(await useConsent(parts, actor, params.requestId))),
    route(contract.downloadConsent, async ({ actor, params }) =>
      replied(await readArtefact(parts, actor, params.requestId)),
    ),
    route(contract.verifyConsent, async ({ params }) => reply(await verifyConsent(parts, params.code))),
  ];
}

function subjectRoutes(parts: ConsentParts): Route[] {
  return [
    route(contract.listOwnConsents, async ({ actor }) => replied(await listOwn(parts, actor))),
    route(contract.listConsentsAtCounter, async ({ actor, body }) => replied(await listAtCounter(parts, actor, body))),
    route(contract.previewConsent, async ({ actor, params, body }) =>
      replied(await previewConsent(parts, actor, { ...params, ...body })),
    ),
    route(contract.giveConsent, async ({ params, body, ...asking }) =>
      shown(parts, asking.actor, await answerConsent(parts, actingOf(asking), { act: "give", ...params, ...body })),
    ),
    route(contract.refuseConsent, async ({ params, body, ...asking }) =>
      shown(parts, asking.actor, await answerConsent(parts, actingOf(asking), { act: "refuse", ...params, ...body })),
    ),
    route(contract.withdrawConsent, async ({ params, body, ...asking }) =>
      shown(parts, asking.actor, await answerConsent(parts, actingOf(asking), { act: "withdraw", ...params, ...body })),
    ),
  ];
}

function actingOf({ actor, idempotencyKey }: Pick<Asking<Endpoint>, "actor" | "idempotencyKey">): Acting {
  return { actor, idempotencyKey };
}

async function shown(parts: ConsentParts, actor: Actor, standing: Outcome<Standing>) {
  if (!standing.ok) return standing;
  const [own] = await ownOf(parts, actor, [standing.value]);
  return reply(theOne(own));
}

/** Of one request there is one view. */
function theOne<T>(view: T | undefined): T {
  if (view === undefined) throw new Error("a request without a view");
  return view;
}

function replied<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value) : outcome;
}
