/** SQL of name search: the public views only, with the public reader's pool. */
import type { TokenSet } from "#core/name/query.ts";
import type { Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { arrayText } from "../store.ts";

/** A name that holds all tokens of one of the sets. */
export interface IndexedName {
  readonly subjectId: string;
  readonly name: string;
  /** Sent as a former name. Whether a later name took its place, only all names of the subject tell. */
  readonly former: boolean;
}

/**
 * Names of organisations that hold every token of at least one set, as many as each set says; and individual
 * businesses whose whole trade name, as compared, is `tradeName`, none by a part of it (C12).
 */
export async function findNames(
  sql: Sql,
  scope: Scope,
  { sets, tradeName }: { sets: readonly TokenSet[]; tradeName: string },
): Promise<IndexedName[]> {
  scope.mustBe("public");
  const found = await sql.query<IndexedName>({
    name: "names-by-tokens",
    text: `SELECT DISTINCT i.subject_id AS "subjectId", i.name, i.former
           FROM unnest($1::text[], $2::int[]) AS s(tokens, most), LATERAL (
             SELECT n.subject_id, n.name, n.former FROM public_read.name_index n
             WHERE n.tokens @> s.tokens::int[] LIMIT s.most) i
           UNION ALL
           (SELECT subject_id, name, former FROM public_read.trade_name WHERE matched_by = $3 LIMIT 50)`,
    values: [sets.map((set) => arrayText(set.tokens)), sets.map((set) => set.limit), tradeName],
  });
  return found.rows;
}

/** How often the commonest tokens stand in names, as PostgreSQL counted them (ANALYZE), and about how many names there are. */
export interface TokenCounts {
  readonly names: number;
  readonly shares: ReadonlyMap<number, number>;
  /** Share of the rarest token that was counted; null where nothing was counted yet. */
  readonly least: number | null;
}

/** Reads the counts; with the application's pool, for they are of the table. */
export async function readTokenCounts(sql: Sql): Promise<TokenCounts> {
  const found = await sql.query<{ names: number; tokens: number[] | null; shares: number[] | null }>({
    name: "token-counts",
    text: `SELECT greatest(c.reltuples, 0)::float8 AS names, s.most_common_elems::text::int[] AS tokens, s.most_common_elem_freqs AS shares
           FROM pg_class c
           LEFT JOIN pg_stats s ON s.schemaname = 'registry' AND s.tablename = 'name' AND s.attname = 'tokens'
           WHERE c.oid = 'registry.name'::regclass`,
  });
  const { names = 0, tokens, shares } = found.rows[0] ?? {};
  const counted = tokens ?? [];
  // After one share for every token stand the least and the greatest of them.
  return {
    names,
    shares: new Map(counted.map((token, at) => [token, shares?.[at] ?? 0])),
    least: shares?.[counted.length] ?? null,
  };
}
