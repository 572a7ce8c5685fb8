/**
 * Listings for benches of checks: beside what bench/fill.ts has filled, entries in force on one list, set by set. Like
 * those records they were never sent; `ledger verify` would call them altered.
 */
import { randomUUID } from "node:crypto";
import { addDays, addYears } from "#core/time/date.ts";
import type { Node } from "#src/cli/node.ts";
import { inTransaction, type Pool } from "#src/platform/database.ts";

/** The list that is filled, and the question it answers. */
export const list = "cn/procurement-serious-list";
export const question = { matter: "cn/government-procurement", purpose: "procurement-review" } as const;

/**
 * Adds one entry in force for every n-th of the organisations filled last.
 * @returns how many
 */
export async function addListings(node: Node, owner: Pool, every: number): Promise<number> {
  const today = node.clock.today();
  const item = node.catalogue.itemInForce(list, today);
  const says = item?.subjects.get("organisation");
  if (!item || !says) throw new Error(`${list} names no organisations`);
  const begun = addDays(today, -100);
  const ends = addYears(begun, 2);
  const added = await inTransaction(owner, async (sql) => {
    await sql.query("SET LOCAL session_replication_role = replica");
    return sql.query(
      `INSERT INTO ledger.record (subject_id, record_id, subject_kind, item_id, item_version, adverse, evaluative, listing,
         retention_years_max, disclosure, adult_at_conduct, authority, decided_on, conduct_ended_on, served_on, answer_due_on,
         entered_by, effective_from, effective_to, published_until, retained_until, open, shared, salt, commitment,
         recorded_at, batch_id, row_no)
       SELECT f.subject_id, gen_random_uuid(), 'organisation', $1::text, $2::int, $3::bool, false, $4::bool, $5::smallint,
         'public', 'not-a-person', '11880000MB8800001X', $6::date, $6::date, $6::date, $6::date - 20, 'bench', $6::date,
         $7::date, $7::date, $7::date,
         jsonb_build_object('documentNumber', '临测列〔2026〕' || f.n || '号'), NULL,
         '\\x00000000000000000000000000000000', sha256(convert_to('listing ' || f.n, 'UTF8')), now(), $8::uuid, f.n + 1
       FROM (SELECT * FROM public.bench_filled WHERE n % $9::int = 0 ORDER BY subject_id OFFSET 0) f`,
      [
        item.item.id,
        item.item.version,
        says.adverse,
        says.listing,
        says.retentionYearsMax,
        begun,
        ends,
        randomUUID(),
        every,
      ],
    );
  });
  await owner.query("VACUUM ANALYZE ledger.record");
  return added.rowCount ?? 0;
}
