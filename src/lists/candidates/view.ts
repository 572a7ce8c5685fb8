/** Candidates as their list's keeper sees them: who, by which criterion in which words, by which records. A look, logged (C15). */
import { randomUUID } from "node:crypto";
import type { CandidateView, SpeakingRecord } from "#contract/candidates.ts";
import type { List } from "#contract/lists-in-packs.ts";
import type { RecordFacts } from "#core/criterion/facts.ts";
import { itemsNamed } from "#core/criterion/reach.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Actor, Scope } from "#src/access/index.ts";
import { type Catalogue, namingOf } from "#src/catalogue/index.ts";
import { readRecords } from "#src/ledger/index.ts";
import type { Sql } from "#src/platform/database.ts";
import type { CandidateParts } from "./parts.ts";
import { keepersPurpose, type ListRule, rulesOf, rulesResource } from "./rules.ts";
import { type CandidateOfList, listCandidates, type RestsOn } from "./store.ts";

export interface CandidatesAsked {
  readonly list: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** A page of candidates of a list one keeps, in the order of their ids, which says nothing of anybody. */
export async function lookAtCandidates(
  parts: CandidateParts,
  actor: Actor,
  { list: id, limit = 50, cursor }: CandidatesAsked,
): Promise<Outcome<{ items: CandidateView[]; next: string | null }>> {
  const today = parts.clock.today();
  const list = parts.catalogue.listInForce(id, today);
  if (!list) return refuse("candidates.unknown-list", { field: "list" });
  if (cursor !== undefined && !/^[0-9a-f-]{36}$/.test(cursor)) return refuse("candidates.cursor", { field: "cursor" });
  const purpose = keepersPurpose(list);
  const scope = await parts.door.scope(actor, "read-candidates", rulesResource(list), { audience: "inside", purpose });
  if (!scope.ok) return scope;
  const rules = new Map(rulesOf(list, today).map((rule) => [rule.criterion.code, rule]));
  const asked = { listId: id, criteria: [...rules.keys()], after: cursor ?? null, limit: limit + 1 };
  const page = await parts.looks.lookTogether(async (sql) => {
    const rows = Map.groupBy(await listCandidates(sql, scope.value, asked), ({ subjectId }) => subjectId);
    const subjectIds = [...rows.keys()].slice(0, limit);
    const found = subjectIds.flatMap((subjectId) => rows.get(subjectId) ?? []);
    const spoken = await readSpeaking(sql, scope.value, { rows: found, catalogue: parts.catalogue, today });
    const value = { subjectIds, rows, spoken, isLast: rows.size <= limit };
    return { value, looks: subjectIds.map((subjectId) => lookOf(scope.value, subjectId, id, rows)) };
  });
  const heads = await parts.registry.subjects.publicHeads(page.subjectIds);
  const items = page.subjectIds.flatMap((subjectId): CandidateView[] => {
    const head = heads.get(subjectId);
    if (!head || head.kind === "person") return [];
    const found = (page.rows.get(subjectId) ?? []).flatMap((row) => {
      const rule = rules.get(row.criterion);
      return rule ? [foundView(row, rule, { ...page, parts, today })] : [];
    });
    return [{ code: head.code, name: head.name, subjectKind: head.kind, found }];
  });
  return { ok: true, value: { items, next: page.isLast ? null : (page.subjectIds.at(-1) ?? null) } };
}

function lookOf(scope: Scope, subjectId: string, list: string, rows: ReadonlyMap<string, readonly CandidateOfList[]>) {
  const records = (rows.get(subjectId) ?? []).reduce((sum, { restsOn }) => sum + restsOn.length, 0);
  return { scope, subjectId, lookId: randomUUID(), outcome: "shown" as const, shown: { candidates: list, records } };
}

function foundView(
  { foundAt, asOf, restsOn }: CandidateOfList,
  rule: ListRule,
  { spoken, parts, today }: { spoken: ReadonlyMap<string, SpeakingRecord>; parts: CandidateParts; today: IsoDate },
) {
  return {
    ...ruleView(rule, parts.catalogue, today),
    asOf,
    foundAt,
    by: restsOn.flatMap(({ recordId, version }) => {
      const record = spoken.get(recordId);
      return record ? [{ ...record, version }] : [];
    }),
  };
}

/** A criterion as it is shown wherever it speaks. */
export function ruleView({ list, criterion, asked }: ListRule, catalogue: Catalogue, on: IsoDate) {
  const { code, says, law, ground } = criterion;
  const words = asked.words(namingOf(catalogue, itemsNamed(asked.condition), on));
  return { criterion: code, listVersion: list.version, says, words, law, ground };
}

/** The records candidates rest on; one that was forgotten since is not there. */
async function readSpeaking(
  sql: Sql,
  scope: Scope,
  { rows, catalogue, today }: { rows: readonly CandidateOfList[]; catalogue: Catalogue; today: IsoDate },
): Promise<ReadonlyMap<string, SpeakingRecord>> {
  const refs: RestsOn[] = rows.flatMap(({ restsOn }) => restsOn);
  const { firsts } = await readRecords(sql, scope, refs);
  return new Map(
    firsts
      .filter(({ open }) => open !== null)
      .map((first) => [first.recordId, speakingRecord({ ...first, item: first.itemId }, catalogue, today)]),
  );
}

/** A record as a criterion cites it. */
export function speakingRecord(
  {
    subjectId,
    recordId,
    version,
    item,
    decidedOn,
  }: Pick<RecordFacts, "subjectId" | "recordId" | "version" | "item"> & {
    readonly decidedOn: string;
  },
  catalogue: Catalogue,
  on: IsoDate,
): SpeakingRecord {
  const itemTitle = catalogue.itemInForce(item, on)?.legend.title ?? { zh: item, en: item };
  return { subjectId, recordId, version, item, itemTitle, decidedOn };
}

/** A list by its id on a day, or why there is none. */
export function listOn(parts: Pick<CandidateParts, "catalogue">, id: string, on: IsoDate): Outcome<List> {
  const list = parts.catalogue.listInForce(id, on);
  return list ? { ok: true, value: list } : refuse("candidates.unknown-list", { field: "list" });
}
