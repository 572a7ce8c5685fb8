/** SQL of lists, procedures, matters and measures. Their contents are public (C18): reading needs no scope. */
import { Compile } from "typebox/compile";
import {
  type List,
  ListShape,
  type Matter,
  type Measure,
  MeasureShape,
  type Procedure,
  ProcedureShape,
} from "#contract/lists-in-packs.ts";
import type { Sql, Transaction } from "#src/platform/database.ts";
import type { StoredLists } from "./list-book.ts";
import { confirmsAlways, stateFacts, stepsOf } from "./machine.ts";

/** The edition that brings a row. */
export interface EditionKey {
  readonly packId: string;
  readonly version: string;
}

const listShape = Compile(ListShape);
const procedureShape = Compile(ProcedureShape);
const measureShape = Compile(MeasureShape);

/** Every version of every list, procedure and measure that was ever loaded. */
export async function listStoredLists(sql: Sql): Promise<StoredLists> {
  return {
    lists: await bodies<List>(sql, "list", listShape),
    procedures: await bodies<Procedure>(sql, "procedure", procedureShape),
    measures: await bodies<Measure>(sql, "measure", measureShape),
  };
}

async function bodies<R>(
  sql: Sql,
  kind: "list" | "procedure" | "measure",
  shape: { Check(value: unknown): boolean },
): Promise<R[]> {
  const found = await sql.query<{ body: unknown }>(
    `SELECT body FROM public_read.${kind}_version ORDER BY ${kind}_id, version`,
  );
  return found.rows.map(({ body }) => {
    if (!shape.Check(body)) throw new Error(`catalogue.${kind}_version gave a row of another shape`);
    return body as R;
  });
}

/** Trades of the matters that were loaded, by their ids. */
export async function listMatterTrades(sql: Sql): Promise<ReadonlyMap<string, string>> {
  const found = await sql.query<{ matter: string; trade: string }>(
    `SELECT matter_id AS matter, trade FROM catalogue.matter`,
  );
  return new Map(found.rows.map(({ matter, trade }) => [matter, trade]));
}

const articlesOf = (law: List["law"]): string => law.map(({ title, article }) => `${title.zh} ${article}`).join("; ");

/** Adds a version of a procedure with its machine. Needs the owner, as everything below. */
export async function appendProcedure(
  transaction: Transaction,
  edition: EditionKey,
  procedure: Procedure,
): Promise<void> {
  const facts = stateFacts(procedure);
  const confirms = confirmsAlways(facts);
  const key = [procedure.id, procedure.version];
  await transaction.query(
    `INSERT INTO catalogue.procedure_version (procedure_id, version, pack_id, pack_version, article, adverse, confirms,
       switched_on, effective_from, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...key,
      edition.packId,
      edition.version,
      articlesOf(procedure.law),
      procedure.adverse,
      confirms,
      procedure.switchedOn,
      procedure.effectiveFrom,
      JSON.stringify(procedure),
    ],
  );
  for (const { state, final, inForce, heard, confirmed } of facts.values())
    await transaction.query(
      `INSERT INTO catalogue.procedure_state (procedure_id, version, state, adverse, confirms, final, in_force, heard, confirmed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [...key, state, procedure.adverse, confirms, final, inForce, heard, confirmed],
    );
  for (const { from, act, to, by, guards, article } of stepsOf(procedure)) {
    const [before, after] = [facts.get(from), facts.get(to)];
    if (!before || !after) throw new Error(`${procedure.id}: ${act} names a state that is not there`);
    await transaction.query(
      `INSERT INTO catalogue.transition (procedure_id, version, from_state, act, to_state, done_by, guards, article,
         from_final, from_in_force, from_heard, from_confirmed, to_final, to_in_force, to_heard, to_confirmed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        ...key,
        from,
        act,
        to,
        by,
        guards,
        article,
        ...[before, after].flatMap((state) => [state.final, state.inForce, state.heard, state.confirmed]),
      ],
    );
  }
}

/** Adds a version of a list with its trades and whom it may name. */
export async function appendList(transaction: Transaction, edition: EditionKey, list: List): Promise<void> {
  await transaction.query(
    "INSERT INTO catalogue.list (list_id, sort, pack_id) VALUES ($1, $2, $3) ON CONFLICT (list_id) DO NOTHING",
    [list.id, list.sort, edition.packId],
  );
  for (const trade of list.trades)
    await transaction.query(
      "INSERT INTO catalogue.list_trade (list_id, trade) VALUES ($1, $2) ON CONFLICT (list_id, trade) DO NOTHING",
      [list.id, trade],
    );
  await transaction.query(
    `INSERT INTO catalogue.list_version (list_id, version, sort, pack_id, pack_version, article, item_id, subject_matters,
       set_up_by, switched_on, effective_from, months_max, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      list.id,
      list.version,
      list.sort,
      edition.packId,
      edition.version,
      articlesOf(list.law),
      list.item,
      list.subjectMatters,
      list.setUpBy,
      list.switchedOn,
      list.effectiveFrom,
      list.duration?.monthsMax ?? null,
      JSON.stringify(list),
    ],
  );
  // A list kept elsewhere has no proceedings: nobody can be listed on it here.
  if (!list.switchedOn || list.procedure === null) return;
  for (const kind of list.subjects)
    await transaction.query(
      `INSERT INTO catalogue.list_subject (list_id, version, subject_kind, sort, item_id, procedure_id, adverse, confirms, publishes)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        list.id,
        list.version,
        kind,
        list.sort,
        list.item,
        list.procedure,
        list.sort !== "honour",
        list.confirmedFor.includes(kind),
        list.publishes && kind === "organisation",
      ],
    );
}

/** Adds a matter that was not known. */
export async function appendMatter(
  transaction: Transaction,
  { packId }: EditionKey,
  { matter, trade, title, privateLife }: Pick<Matter, "matter" | "trade" | "title"> & { readonly privateLife: boolean },
): Promise<void> {
  await transaction.query(
    `INSERT INTO catalogue.matter (matter_id, pack_id, trade, title_zh, title_en, private_life)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (matter_id) DO NOTHING`,
    [matter, packId, trade, title.zh, title.en, privateLife],
  );
}

/** Adds a version of a measure. */
export async function appendMeasure(transaction: Transaction, edition: EditionKey, measure: Measure): Promise<void> {
  await transaction.query(
    `INSERT INTO catalogue.measure_version (measure_id, version, pack_id, pack_version, article, sort, kind, effect, force,
       granted_by, switched_on, effective_from, months_max, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      measure.id,
      measure.version,
      edition.packId,
      edition.version,
      articlesOf(measure.law),
      measure.sort,
      measure.kind ?? 0,
      measure.effect,
      measure.force,
      measure.grantedBy,
      measure.switchedOn,
      measure.effectiveFrom,
      measure.monthsMax,
      JSON.stringify(measure),
    ],
  );
  // One row for each subject, matter and list: the database holds each link by itself (C7).
  for (const [place, follows] of measure.follows.entries())
    await transaction.query(
      `INSERT INTO catalogue.measure_link (measure_id, version, sort, effect, subject_kind, place, matter_id,
         matter_trade, private_life, list_id, list_sort, link, list_trade, article)
       SELECT $1, $2, $3, $4, kind, $11, m.matter_id, m.trade, m.private_life, l.list_id, l.sort, $5, $6, $7
       FROM unnest($8::text[]) AS kind, catalogue.matter m, catalogue.list l
       WHERE m.matter_id = ANY ($9::text[]) AND l.list_id = $10`,
      [
        measure.id,
        measure.version,
        measure.sort,
        measure.effect,
        follows.link,
        follows.trade,
        follows.law === null ? null : `${follows.law.title.zh} ${follows.law.article}`,
        measure.subjects,
        measure.matters,
        follows.list,
        place,
      ],
    );
}
