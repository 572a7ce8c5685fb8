/** Puts candidates together over a node's parts. */
import type { Explanation, SimulationResult } from "#contract/candidates.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor, Route } from "#src/access/index.ts";
import { type ExplainAsked, explainLists } from "./explain.ts";
import type { CandidateParts } from "./parts.ts";
import { candidateRoutes } from "./routes.ts";
import { type SearchAsked, type Searched, searchAll } from "./search.ts";
import { type SimulateAsked, simulateNow } from "./simulate.ts";
import { workOnCandidates } from "./work.ts";

export interface Candidates {
  readonly routes: readonly Route[];
  /** Searches for every criterion in force; what was not yet asked today is asked of the whole register. */
  search(actor: Actor, asked?: SearchAsked): Promise<Searched[]>;
  /** Recomputes a subject's place on a list, or on every list that says anything of it. */
  explain(
    actor: Actor,
    asked: Omit<ExplainAsked, "list"> & { readonly list?: string },
  ): Promise<Outcome<Explanation[]>>;
  simulate(actor: Actor, asked: SimulateAsked): Promise<Outcome<SimulationResult>>;
  /** Begins to search and to run trials in this process. */
  work(): Promise<void>;
}

/** Opens candidates; nothing is read before it is asked. */
export function openCandidates(parts: CandidateParts): Candidates {
  return {
    routes: candidateRoutes(parts),
    search: (actor, asked) => searchAll(parts, actor, asked),
    explain: (actor, asked) => explainLists(parts, actor, asked),
    simulate: (actor, asked) => simulateNow(parts, actor, asked),
    work: () => workOnCandidates(parts),
  };
}
