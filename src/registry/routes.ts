/** The registry's operations: contract in, act or view, contract out. */
import {
  type AliasActView,
  getOrganisation,
  type HitView,
  listAliasActs,
  matchReasons,
  mergeSubjects as mergeSubjectsEndpoint,
  reverseAlias as reverseAliasEndpoint,
  searchOrganisations,
  splitSubject as splitSubjectEndpoint,
  suggestOrganisations,
} from "#contract/registry.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type AliasAct, standingActs } from "#core/subject/alias.ts";
import { type Actor, type Route, reply, route } from "#src/access/index.ts";
import { type DecidingParts, mergeSubjects, reverseAlias, splitSubject } from "./acts.ts";
import type { Hit, NameSearch } from "./search/search.ts";
import { findActs } from "./store.ts";
import { today } from "./views.ts";

const suggestions = 8;

/** Routes over search, heads and the acts on who is who. */
export function registryRoutes({ search, ...parts }: DecidingParts & { search: NameSearch }): Route[] {
  const { subjects, clock } = parts;
  return [
    route(searchOrganisations, async ({ query }) => {
      const offset = offsetOf(query.cursor);
      if (offset === null) return refuse("registry.cursor", { field: "cursor" });
      const limit = query.limit ?? 20;
      const found = await search.search(query.q, { limit, offset });
      if (!found.ok) return found;
      const { items, more } = found.value;
      return reply({ items: items.map(hitView), next: more ? String(offset + items.length) : null });
    }),
    route(suggestOrganisations, async ({ body }) => {
      const found = await search.search(body.q, { limit: suggestions, forgiving: false });
      if (found.ok) return reply({ items: found.value.items.map(hitView) });
      // While somebody types there is often too little to search for: that is no mistake.
      return found.refusal.code === "registry.identity-number" ? found : reply({ items: [] });
    }),
    route(getOrganisation, async ({ params }) => {
      const asOf = today(clock);
      const found = await subjects.findPublic(params.code, asOf);
      if (!found.ok) return found;
      if (!found.value) return refuse("registry.unknown-subject", { field: "code" });
      return reply(await subjects.publicHead(found.value, asOf));
    }),
    route(mergeSubjectsEndpoint, async ({ body, ...asked }) => shown(parts, await mergeSubjects(parts, asked, body))),
    route(splitSubjectEndpoint, async ({ body, ...asked }) => shown(parts, await splitSubject(parts, asked, body))),
    route(reverseAliasEndpoint, async ({ body, params, ...asked }) =>
      shown(parts, await reverseAlias(parts, asked, { ...body, ...params })),
    ),
    route(listAliasActs, async ({ actor, params }) => {
      const acts = await actsAbout(parts, actor, params.code);
      return acts.ok ? reply({ items: acts.value }) : acts;
    }),
  ];
}

function hitView(hit: Hit): HitView {
  return { ...hit, why: matchReasons[hit.reason] };
}

/** Where a page begins: the cursor is the number of hits before it. */
function offsetOf(cursor: string | undefined): number | null {
  if (cursor === undefined) return 0;
  return /^[1-9]\d{0,2}$/.test(cursor) ? Number(cursor) : null;
}

async function shown(parts: DecidingParts, outcome: Outcome<AliasAct>) {
  if (!outcome.ok) return outcome;
  const [view] = await actViews(parts, [outcome.value]);
  if (!view) throw new Error("an act without its view");
  return reply(view);
}

async function actsAbout(parts: DecidingParts, actor: Actor, code: string): Promise<Outcome<AliasActView[]>> {
  const found = await parts.subjects.coded(code);
  if (!found.ok) return found;
  const { kind, subjectId } = found.value;
  const scope = await parts.door.scope(
    actor,
    "search-subjects",
    { type: "SubjectIndex", id: kind, attributes: { subjectKind: kind } },
    { audience: "inside", context: { by: "number" } },
  );
  if (!scope.ok) return scope;
  return done(await actViews(parts, await findActs(parts.app, scope.value, [subjectId])));
}

/** Acts with the codes of whom they are about. */
async function actViews({ subjects, clock }: DecidingParts, acts: readonly AliasAct[]): Promise<AliasActView[]> {
  const ids = new Set(acts.flatMap((act) => [act.subjectId, act.otherSubjectId]));
  const heads = await subjects.publicHeads([...ids]);
  const standing = new Set(standingActs(acts, today(clock)).map((act) => act.actId));
  const codeOf = (subjectId: string) => heads.get(subjectId)?.code ?? "";
  return acts.map((act) => ({
    actId: act.actId,
    act: act.act,
    code: codeOf(act.subjectId),
    otherCode: codeOf(act.otherSubjectId),
    reverses: act.act === "reverse" ? act.reverses : null,
    reason: act.reason ?? "",
    effectiveAt: act.effectiveAt,
    decidedAt: act.decidedAt,
    standing: act.act !== "reverse" && standing.has(act.actId),
  }));
}
