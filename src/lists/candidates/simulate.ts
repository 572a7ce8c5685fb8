/**
 * A rule tried on the register before it takes force: who would become a candidate, who no longer. Counts of all; names
 * of organisations only (C12), and nobody becomes a candidate by it (C5).
 */
import type { DiffRow, SimulationResult, SimulationView } from "#contract/candidates.ts";
import type { List } from "#contract/lists-in-packs.ts";
import { itemsNamed } from "#core/criterion/reach.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { parseIsoDate } from "#core/time/date.ts";
import { type Actor, agencyOf, foundedId, type Scope, signature } from "#src/access/index.ts";
import { type Asked, criterionFrom, namingOf } from "#src/catalogue/index.ts";
import type { Moment } from "./files.ts";
import type { CandidateParts } from "./parts.ts";
import { rulesOf, rulesResource, searchedKinds } from "./rules.ts";
import { askRegister, presentMoment } from "./search.ts";
import {
  appendSimulation,
  appendSimulationResult,
  findDivisions,
  findSimulation,
  listListed,
  type SimulationRow,
} from "./store.ts";
import { listOn } from "./view.ts";

/** Rows of a result at most; the counts are of all. */
const rowsMax = 10_000;
export const simulationQueue = "rule-simulation";

export interface SimulateAsked {
  readonly list: string;
  readonly rule: string;
  readonly asOf?: string;
}

/** A trial that can be run: its list, its rule understood, its moment. */
interface Trial {
  readonly list: List;
  readonly asked: Asked;
  readonly moment: Moment;
}

/** What is to be tried, or why it cannot be: an unknown list, a day that is none, a rule outside the subset at its place. */
function trialOf(parts: CandidateParts, { list: id, rule, asOf }: SimulateAsked): Outcome<Trial> {
  const day = asOf === undefined ? parts.clock.today() : parseIsoDate(asOf);
  if (day === null || day > parts.clock.today()) return refuse("candidates.moment", { field: "asOf" });
  const list = listOn(parts, id, day);
  if (!list.ok) return list;
  const read = criterionFrom(rule);
  if (!read.ok) {
    const { at, zh, en } = read.fault;
    return refuse("candidates.rule", { field: "rule", params: { at: at + 1, zh, en } });
  }
  return { ok: true, value: { list: list.value, asked: read.value, moment: presentMoment(parts, day) } };
}

/** Tries a rule now; for the command line, which waits. */
export async function simulateNow(
  parts: CandidateParts,
  actor: Actor,
  asked: SimulateAsked,
): Promise<Outcome<SimulationResult>> {
  const trial = trialOf(parts, asked);
  if (!trial.ok) return trial;
  const resource = rulesResource(trial.value.list);
  const scope = await parts.door.scope(actor, "search-register", resource, { audience: "inside" });
  if (!scope.ok) return scope;
  return { ok: true, value: await run(parts, scope.value, trial.value) };
}

/** Hands a trial in, to be run by a job; the same idempotency key again is the same trial. */
export async function simulateRule(
  parts: CandidateParts,
  actor: Actor,
  { idempotencyKey, ...asked }: SimulateAsked & { idempotencyKey: string },
): Promise<Outcome<SimulationView>> {
  const trial = trialOf(parts, asked);
  if (!trial.ok) return trial;
  const permit = await parts.door.permit(actor, "simulate-rule", rulesResource(trial.value.list));
  if (!permit.ok) return permit;
  const askedBy = signature(actor);
  const row: SimulationRow = {
    simulationId: foundedId(actor, idempotencyKey),
    listId: asked.list,
    rule: asked.rule,
    asOf: trial.value.moment.asOf,
    agency: agencyOf(actor) ?? "",
    askedBy,
    askedAt: parts.clock.now(),
    idempotencyKey,
  };
  const known = await findSimulation(parts.app, row.simulationId);
  if (known && (known.listId !== row.listId || known.rule !== row.rule))
    return refuse("access.key-used", { field: "Idempotency-Key" });
  await appendSimulation(parts.app, permit.value, row);
  await parts.jobs.send(simulationQueue, { simulationId: row.simulationId }, { key: row.simulationId, sql: parts.app });
  parts.jobs.wake(simulationQueue);
  return { ok: true, value: viewOf(row.simulationId, known?.result ?? null) };
}

/** What a trial came to; its list's keepers see it. */
export async function getSimulation(
  parts: CandidateParts,
  actor: Actor,
  simulationId: string,
): Promise<Outcome<SimulationView>> {
  const found = await findSimulation(parts.app, simulationId);
  const list = found && parts.catalogue.listInForce(found.listId, found.asOf);
  if (!found || !list) return refuse("candidates.unknown-simulation");
  const scope = await parts.door.scope(actor, "read-simulation", rulesResource(list), { audience: "inside" });
  return scope.ok ? { ok: true, value: viewOf(simulationId, found.result) } : scope;
}

function viewOf(simulation: string, result: object | null): SimulationView {
  return { simulation, state: result ? "done" : "running", result: result as SimulationResult | null };
}

/** Runs a trial that was handed in; broken off, it begins again. */
export async function runSimulation(parts: CandidateParts, actor: Actor, simulationId: string): Promise<void> {
  const found = await findSimulation(parts.app, simulationId);
  if (!found || found.result) return;
  const trial = trialOf(parts, { list: found.listId, rule: found.rule, asOf: found.asOf });
  if (!trial.ok) throw new Error(`a trial that was taken can no longer be run: ${trial.refusal.code}`);
  const resource = rulesResource(trial.value.list);
  const scope = await parts.door.scope(actor, "search-register", resource, { audience: "inside" });
  if (!scope.ok) throw new Error("the policies do not let the register be searched");
  const body = await run(parts, scope.value, trial.value);
  await appendSimulationResult(parts.app, scope.value, { simulationId, body, endedAt: parts.clock.now() });
}

async function run(parts: CandidateParts, scope: Scope, trial: Trial): Promise<SimulationResult> {
  const { list, asked, moment } = trial;
  const kinds = searchedKinds(list);
  const question = { ...moment, kinds };
  const present = new Set<string>();
  for (const rule of rulesOf(list, moment.asOf))
    for (const [id] of (await askRegister(parts, scope, { ...question, asked: rule.asked }, null)).met)
      if (id !== undefined) present.add(id);
  const tried = await askRegister(parts, scope, { ...question, asked }, null);
  const next = new Set(tried.met.flatMap(([id]) => id ?? []));
  const enters = [...next.difference(present)];
  const leaves = [...present.difference(next)];
  const { item } = list;
  const listed = new Set(await listListed(parts.app, scope, { item, ...moment, kinds }));
  const found = await findDivisions(parts.app, scope, [...enters, ...leaves]);
  const changes = [
    ...enters.map((id) => ({ id, change: "enters" as const })),
    ...leaves.map((id) => ({ id, change: "leaves" as const })),
  ];
  const organisations = changes.filter(({ id }) => found.get(id)?.kind === "organisation");
  const rows = organisations.slice(0, rowsMax);
  const labels = await parts.registry.subjects.labels(
    parts.door.publicScope,
    rows.map(({ id }) => id),
  );
  return {
    list: list.id,
    asOf: moment.asOf,
    knownAt: moment.knownAt.toISOString(),
    words: asked.words(namingOf(parts.catalogue, itemsNamed(asked.condition), moment.asOf)),
    present: present.size,
    tried: next.size,
    enters: enters.length,
    leaves: leaves.length,
    stays: next.intersection(present).size,
    unsaid: tried.unsaid,
    byDivision: byDivision(changes, (id) => found.get(id)?.division ?? null),
    rows: rows.flatMap(({ id, change }): DiffRow[] => {
      const label = labels.get(id);
      return label ? [{ change, ...label, division: found.get(id)?.division ?? null, listed: listed.has(id) }] : [];
    }),
    cut: organisations.length > rowsMax,
  };
}

function byDivision(
  changes: readonly { readonly id: string; readonly change: "enters" | "leaves" }[],
  divisionOf: (id: string) => string | null,
): SimulationResult["byDivision"] {
  const counts = new Map<string | null, { enters: number; leaves: number }>();
  for (const { id, change } of changes) {
    const division = divisionOf(id);
    const count = counts.get(division) ?? { enters: 0, leaves: 0 };
    count[change]++;
    counts.set(division, count);
  }
  return [...counts]
    .map(([division, count]) => ({ division, ...count }))
    .sort((a, b) => b.enters + b.leaves - (a.enters + a.leaves) || ((a.division ?? "") < (b.division ?? "") ? -1 : 1));
}
