/**
 * Fills a bench's database with invented organisations and penalty records, in the ledger's and registry's own tables
 * with all their indexes, set by set. What it writes reads like any other record, but was never sent: its commitments
 * and document keys are hashes of nothing, so `ledger verify` would call it altered. For measuring reads at size only.
 *
 * Run to see how fast it is: node --import ./tools/tsx.ts bench/fill.ts [--records N] [--each N]
 */
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { nameTokens } from "#core/name/tokens.ts";
import { formOf, numbersInside, subjectIdFor } from "#core/subject/identifier.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import type { Node } from "#src/cli/node.ts";
import { copyRows } from "#src/platform/copy.ts";
import { inTransaction, type Pool, type Transaction } from "#src/platform/database.ts";
import { arrayText } from "#src/registry/store.ts";
import { identifierOf, inventedCode, inventedName } from "./invented.ts";
import { withNode } from "./node.ts";

export interface Fill {
  /** Records to add, spread evenly. */
  readonly records: number;
  /** Records of each organisation; ten unless said. */
  readonly each?: number;
  /** Further organisations with many records each, whose files are to be measured. */
  readonly large?: { readonly organisations: number; readonly each: number };
}

export interface Filled {
  readonly organisations: number;
  readonly records: number;
  readonly seconds: number;
  /** Codes of the organisations with many records. */
  readonly large: readonly string[];
  /** Code of the n-th of the others, n from 0 to `organisations` - 1. */
  codeOf(n: number): string;
}

/** Adds to what is there: called again, the database grows. `owner` must be a superuser, as the embedded server's is. */
export async function fill(node: Node, owner: Pool, { records, each = 10, large }: Fill): Promise<Filled> {
  const started = performance.now();
  const known = await owner.query<{ n: number }>("SELECT count(*)::int AS n FROM registry.subject");
  const first = known.rows[0]?.n ?? 0;
  const organisations = Math.ceil(records / each);
  const many = large?.organisations ?? 0;
  const item = penaltyOf(node);
  await withoutIndexes(owner, ["registry.name", "ledger.record"], async () => {
    await addOrganisations(owner, { first, count: organisations + many });
    await addRecords(owner, item, {
      day: node.clock.today(),
      groups: [
        { from: 0, to: organisations, each, batchId: randomUUID() },
        ...(large ? [{ from: organisations, to: organisations + many, each: large.each, batchId: randomUUID() }] : []),
      ],
    });
  });
  for (const table of ["registry.subject", "registry.identifier", "registry.identifier_owner", "registry.name"])
    await owner.query(`VACUUM ANALYZE ${table}`);
  await owner.query("VACUUM ANALYZE ledger.record");
  return {
    organisations,
    records: organisations * each + many * (large?.each ?? 0),
    seconds: (performance.now() - started) / 1000,
    large: Array.from({ length: many }, (_, n) => inventedCode(first + organisations + n)),
    codeOf: (n) => inventedCode(first + n),
  };
}

function penaltyOf(node: Node): ItemVersion {
  const item = node.catalogue.itemInForce("cn/penalty", node.clock.today());
  if (!item) throw new Error("no penalty is in force");
  return item;
}

/** Drops the tables' further indexes for a bulk load and makes them again: entry by entry takes several times as long. */
async function withoutIndexes(owner: Pool, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  const found = await owner.query<{ name: string; made: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made FROM pg_index i
     WHERE i.indrelid = ANY($1::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`,
    [tables],
  );
  for (const { name } of found.rows) await owner.query(`DROP INDEX ${name}`);
  try {
    await work();
  } finally {
    await owner.query("SET maintenance_work_mem = '1GB'");
    for (const { made } of found.rows) await owner.query(made);
  }
}

const source = "11880000MB8800001X";
const stretch = 100_000;

/** Adds organisations with their code, the organisation code in it and a name; the list of them stays in a table. */
export async function addOrganisations(owner: Pool, { first, count }: { first: number; count: number }): Promise<void> {
  await owner.query("DROP TABLE IF EXISTS public.bench_filled");
  await owner.query("CREATE UNLOGGED TABLE public.bench_filled (n int, subject_id uuid)");
  for (let from = 0; from < count; from += stretch) {
    const rows = Array.from({ length: Math.min(stretch, count - from) }, (_, at) => subjectOf(first, from + at));
    await inTransaction(owner, (sql) => copySubjects(sql, rows));
  }
  await owner.query("ANALYZE public.bench_filled");
}

function subjectOf(first: number, n: number) {
  const code = inventedCode(first + n);
  const name = inventedName(first + n);
  return { n, code, name, tokens: arrayText(nameTokens(name)), subjectId: subjectIdFor([identifierOf(code)]) };
}

async function copySubjects(sql: Transaction, rows: readonly ReturnType<typeof subjectOf>[]): Promise<void> {
  // Foreign keys hold by construction and are not asked.
  await sql.query("SET LOCAL session_replication_role = replica");
  const at = new Date();
  const of = (cells: (row: ReturnType<typeof subjectOf>) => (string | number | boolean | Date)[]) =>
    rows.values().map(cells);
  await copyRows(
    sql,
    "public.bench_filled",
    ["n", "subject_id"],
    of(({ n, subjectId }) => [n, subjectId]),
  );
  await copyRows(
    sql,
    "registry.subject",
    ["subject_id", "kind", "form", "division", "founded_by", "founded_at"],
    of(({ subjectId, code }) => [subjectId, "organisation", formOf(code), code.slice(2, 8), source, at]),
  );
  await copyRows(
    sql,
    "registry.identifier",
    ["subject_id", "kind", "scheme", "value", "verdict", "source", "recorded_at"],
    of(({ subjectId, code }) => [subjectId, "organisation", "unified-code", code, "valid", source, at]),
  );
  const numbersOf = (code: string) => [{ scheme: "unified-code", value: code }, ...numbersInside(code)];
  await copyRows(
    sql,
    "registry.identifier_owner",
    ["value", "scheme", "subject_id", "kind"],
    rows
      .values()
      .flatMap(({ subjectId, code }) =>
        numbersOf(code).map(({ scheme, value }) => [value, scheme, subjectId, "organisation"]),
      ),
  );
  await copyRows(
    sql,
    "registry.name",
    ["subject_id", "name", "role", "valid_from", "former", "tokens", "source", "recorded_at"],
    of(({ subjectId, name, tokens }) => [subjectId, name, "legal", "-infinity", false, tokens, source, at]),
  );
}

interface Group {
  readonly from: number;
  readonly to: number;
  readonly each: number;
  readonly batchId: string;
}

const variantsCount = 64;

/** One record of every organisation after another: those of one lie apart on the disk, as they do where they came in over years. */
async function addRecords(
  owner: Pool,
  item: ItemVersion,
  { day, groups }: { day: IsoDate; groups: readonly Group[] },
): Promise<void> {
  await owner.query("DROP TABLE IF EXISTS pg_temp.variant");
  await owner.query(`CREATE TEMP TABLE variant (
    v int, disclosure text, decided_on date, conduct_ended_on date, effective_to date, published_until date, retained_until date, open jsonb, shared jsonb)`);
  await inTransaction(owner, async (sql) => {
    await copyRows(
      sql,
      "variant",
      [
        "v",
        "disclosure",
        "decided_on",
        "conduct_ended_on",
        "effective_to",
        "published_until",
        "retained_until",
        "open",
        "shared",
      ],
      Array.from({ length: variantsCount }, (_, v) => variantOf(item, v, day)),
    );
  });
  await owner.query("ANALYZE pg_temp.variant");
  await owner.query("SET work_mem = '256MB'");
  const says = item.subjects.get("organisation");
  if (!says) throw new Error("the penalty is not about organisations");
  for (const { from, to, each, batchId } of groups)
    for (let round = 0; round < each; round++)
      await inTransaction(owner, async (sql) => {
        await sql.query("SET LOCAL session_replication_role = replica");
        await sql.query(recordsOfARound, [
          item.item.id,
          item.item.version,
          says.retentionYearsMax,
          source,
          batchId,
          round,
          from,
          to,
        ]);
      });
}

// In the order of subject ids, so that the primary key is written from left to right.
const recordsOfARound = `
  INSERT INTO ledger.record (subject_id, record_id, subject_kind, item_id, item_version, adverse, evaluative, listing, retention_years_max,
    disclosure, adult_at_conduct, authority, decided_on, conduct_ended_on, entered_by, effective_from, effective_to, published_until,
    retained_until, open, shared, salt, commitment, recorded_at, batch_id, row_no)
  SELECT f.subject_id, gen_random_uuid(), 'organisation', $1::text, $2::int, true, false, false, $3::smallint,
    v.disclosure, 'not-a-person', $4::text, v.decided_on, v.conduct_ended_on, 'bench', v.decided_on, v.effective_to, v.published_until,
    v.retained_until, v.open || jsonb_build_object('documentNumber', '临测罚〔2026〕' || f.n || '-' || $6::int || '号'), v.shared,
    '\\x00000000000000000000000000000000', sha256(convert_to(f.n || ' ' || $6::int, 'UTF8')), now(), $5::uuid, ($6::int * ($8::int - $7::int)) + f.n - $7::int + 1
  FROM (SELECT * FROM public.bench_filled WHERE n >= $7::int AND n < $8::int ORDER BY subject_id OFFSET 0) f
  JOIN pg_temp.variant v ON v.v = (f.n * 7 + $6::int) % ${variantsCount}`;

/** A penalty of a day of the last nine months, by the pack's own example. */
function variantOf(item: ItemVersion, v: number, day: IsoDate) {
  const [example] = item.item.examples.valid;
  const ago = (days: number) => new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
  const { publicityUntil, ...rest } = example as Record<string, string>;
  const payload = { ...rest, decidedOn: ago(v * 4), conductEndedOn: ago(v * 4 + 30), fineAmount: 10_000 + v * 500 };
  const terms = item.terms(payload, "organisation");
  const dates = item.dates(payload);
  const { open, shared } = item.split(payload, { subjectKind: "organisation", disclosure: terms.disclosure });
  return [
    v,
    terms.disclosure,
    dates.decidedOn,
    dates.conductEndedOn,
    dates.effectiveTo,
    terms.publishedUntil,
    terms.retainedUntil,
    open,
    shared,
  ];
}

if (import.meta.main) {
  const number = { type: "string" } as const;
  const { values } = parseArgs({ options: { records: number, each: number } });
  await withNode(async (node, owner) => {
    const large = { organisations: 20, each: 200 };
    const filled = await fill(node, owner, {
      records: Number(values.records ?? 100_000),
      each: Number(values.each ?? 10),
      large,
    });
    const { codeOf, ...figures } = filled;
    process.stdout.write(`${JSON.stringify({ ...figures, large: figures.large.length, first: codeOf(0) })}\n`);
    const found = await node.registry.search.search(codeOf(1), { limit: 3 });
    process.stdout.write(`${JSON.stringify(found)}\n`);
  });
}
