/** Operations of candidates: contract in, view or trial, contract out. */
import {
  explainListing as explain,
  getSimulation as get,
  listCandidates,
  simulateRule as simulate,
} from "#contract/candidates.ts";
import { type Route, reply, route } from "#src/access/index.ts";
import { explainListing } from "./explain.ts";
import type { CandidateParts } from "./parts.ts";
import { getSimulation, simulateRule } from "./simulate.ts";
import { lookAtCandidates } from "./view.ts";

export function candidateRoutes(parts: CandidateParts): Route[] {
  return [
    route(listCandidates, async ({ actor, query }) => {
      const page = await lookAtCandidates(parts, actor, query);
      return page.ok ? reply(page.value) : page;
    }),
    route(explain, async ({ actor, body }) => {
      const explained = await explainListing(parts, actor, body);
      return explained.ok ? reply(explained.value) : explained;
    }),
    route(simulate, async ({ actor, body, idempotencyKey }) => {
      const taken = await simulateRule(parts, actor, { ...body, idempotencyKey });
      return taken.ok ? reply(taken.value) : taken;
    }),
    route(get, async ({ actor, params }) => {
      const found = await getSimulation(parts, actor, params.simulation);
      return found.ok ? reply(found.value) : found;
    }),
  ];
}
