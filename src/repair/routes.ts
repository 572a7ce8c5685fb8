/** Repair's operations: contract in, act or view, contract out. */
import type { Endpoint } from "#contract/endpoint.ts";
import * as contract from "#contract/repair.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Acting, type Asking, type Route, reply, route } from "#src/access/index.ts";
import { addToRepair, applyForRepair, withdrawRepair } from "./apply.ts";
import { readCertificate, verifyCertificate } from "./certificate.ts";
import type { Standing } from "./commit.ts";
import { confirmRefusal, grantRepair, intendReversal, refuseRepair, settleReversal } from "./decide.ts";
import { bringEvidence } from "./evidence.ts";
import type { RepairParts } from "./parts.ts";
import { downloadEvidence, lineOf, linesOf, listForAuthority, readRepair } from "./views.ts";
import { acknowledge, listLate, listOwn, listRepaired, listWaysOut } from "./ways-out.ts";

/** The routes, for http to mount. */
export function repairRoutes(parts: RepairParts): Route[] {
  return [...publicRoutes(parts), ...subjectRoutes(parts), ...recogniserRoutes(parts), ...holderRoutes(parts)];
}

function publicRoutes(parts: RepairParts): Route[] {
  return [
    route(contract.listRepairRules, async () =>
      reply({ today: parts.clock.today(), items: [...parts.catalogue.repairRules] }, { publicForSeconds: 300 }),
    ),
    route(contract.listWaysOut, async ({ params }) => replied(await listWaysOut(parts, params.code))),
    route(contract.listLateHolders, async () => reply(await listLate(parts))),
    route(contract.verifyCertificate, async ({ params }) => reply(await verifyCertificate(parts, params.code))),
  ];
}

function subjectRoutes(parts: RepairParts): Route[] {
  const shown = (standing: Outcome<Standing>) => replyLine(parts, standing);
  return [
    route(contract.listOwnRepairs, async ({ actor }) => replied(await listOwn(parts, actor))),
    route(contract.attachRepairEvidence, async ({ params, file, ...asking }) =>
      replied(await bringEvidence(parts, actingOf(asking), { ...params, content: file })),
    ),
    route(contract.applyForRepair, async ({ body, ...asking }) => {
      const { commitment: _, kind = "repair", ...asked } = body;
      const applied = await applyForRepair(parts, actingOf(asking), { ...asked, kind });
      if (!applied.ok) return applied;
      const { applicationId, requests, notYet } = applied.value;
      return reply({ applicationId, requests: await linesOf(parts, requests), notYet: [...notYet] });
    }),
    route(contract.getRepair, async ({ actor, params }) => replied(await readRepair(parts, actor, params.requestId))),
    route(contract.downloadRepairEvidence, async ({ actor, params }) =>
      replied(await downloadEvidence(parts, actor, params)),
    ),
    route(contract.addToRepair, async ({ params, body, ...asking }) =>
      shown(await addToRepair(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.withdrawRepair, async ({ params, body, ...asking }) =>
      shown(await withdrawRepair(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.downloadCertificate, async ({ actor, params }) =>
      replied(await readCertificate(parts, actor, params.requestId)),
    ),
  ];
}

function recogniserRoutes(parts: RepairParts): Route[] {
  const shown = (standing: Outcome<Standing>) => replyLine(parts, standing);
  return [
    route(contract.listRepairs, async ({ actor, query }) => {
      const { show = "waiting", cursor = null, limit = 50 } = query;
      return replied(await listForAuthority(parts, actor, { show, cursor, limit }));
    }),
    route(contract.grantRepair, async ({ params, body, ...asking }) =>
      shown(await grantRepair(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.refuseRepair, async ({ params, body, ...asking }) =>
      shown(await refuseRepair(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.confirmRefusal, async ({ params, body, ...asking }) =>
      shown(await confirmRefusal(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.intendReversal, async ({ params, body, ...asking }) =>
      shown(await intendReversal(parts, actingOf(asking), { ...params, ...body })),
    ),
    route(contract.settleReversal, async ({ params, body, ...asking }) =>
      shown(await settleReversal(parts, actingOf(asking), { ...params, ...body })),
    ),
  ];
}

function holderRoutes(parts: RepairParts): Route[] {
  return [
    route(contract.listRepaired, async ({ actor, query }) => {
      const { cursor = null, limit = 50 } = query;
      return replied(await listRepaired(parts, actor, { cursor, limit }));
    }),
    route(contract.acknowledgeRepair, async ({ actor, params }) =>
      replied(await acknowledge(parts, actor, params.requestId)),
    ),
  ];
}

function actingOf({ actor, idempotencyKey }: Pick<Asking<Endpoint>, "actor" | "idempotencyKey">): Acting {
  return { actor, idempotencyKey };
}

async function replyLine(parts: RepairParts, standing: Outcome<Standing>) {
  return standing.ok ? reply(await lineOf(parts, standing.value)) : standing;
}

function replied<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value) : outcome;
}
