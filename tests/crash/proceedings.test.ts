/** kill -9 between any two acts of a proceeding: the fold is whole, what was answered is there, and the ledger verifies. */
import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { foldProceeding } from "#core/procedure/fold.ts";
import type { DoneAct } from "#core/procedure/procedure.ts";
import { assemble } from "#src/assemble.ts";
import { verifyReceipts } from "#src/intake/index.ts";
import { verifyLedger } from "#src/ledger/index.ts";
import { readConfig } from "#src/platform/config.ts";
import { moveClock } from "#src/platform/demo-clock.ts";
import { openKilled } from "#tests/kit/killed.ts";

const killed = await openKilled("proceedings");
const readHome = () => readConfig({ CHENGXIN_HOME: killed.home, PORT: "0", LOG_LEVEL: "silent" });
const open = () => assemble(readHome(), { owner: killed.connection, leave: async () => {} });
await (await open()).close();
await moveClock(killed.connection, new Date("2026-03-02T04:00:00Z"));

/** Conducts until so many acts were answered, waits a little, and kills. @returns acts answered, by proceeding */
async function conduct({ acts, waitMs }: { acts: number; waitMs: number }): Promise<Map<string, number>> {
  const child = killed.run("conduct-proceedings.ts");
  const answered = new Map<string, number>();
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [, id = "", length = "0"] = line.split(" ");
    answered.set(id, Number(length));
    if (++seen >= acts) break;
  }
  assert.equal(seen, acts, "it ended by itself");
  await sleep(waitMs);
  await killed.kill(child);
  return answered;
}

test("killed after every act of a proceeding and in the middle of each, it goes on where it stood", async (t) => {
  const answered = new Map<string, number>();
  const kills = 12;
  for (let kill = 1; kill <= kills; kill++)
    // After each number of acts once; the wait lets the next act get under way.
    for (const [id, length] of await conduct({ acts: kill, waitMs: (kill % 4) * 15 })) answered.set(id, length);
  const node = await open();
  const heads = await node.app.query(
    `SELECT proceeding_id AS id, procedure_id AS "procedureId", procedure_version AS version FROM lists.proceeding`,
  );
  let acts = 0;
  for (const { id, procedureId, version } of heads.rows) {
    const rows = await node.app.query(
      `SELECT seq, act, nullif(from_state, '') AS "from", to_state AS "to", acted_on AS "on", acted_by AS "by", months,
         listed_from AS "listedFrom", ends_on AS "endsOn", served_on AS "servedOn", held_on AS "heldOn", record_id AS record,
         NULL AS ruling FROM lists.act WHERE proceeding_id = $1 ORDER BY seq`,
      [id],
    );
    acts += rows.rows.length;
    assert.ok(rows.rows.length >= (answered.get(id) ?? 0), "an act that was answered is gone");
    const standing = foldProceeding(node.catalogue.procedure(procedureId, version), rows.rows as DoneAct[]);
    const records = new Set(rows.rows.flatMap(({ record }) => record ?? []));
    assert.equal(
      records.size,
      standing.listedFrom === null ? 0 : 1,
      "a record without its act, or an act without its record",
    );
  }
  const counts = await node.app.query(
    `SELECT (SELECT count(*)::int FROM ledger.record WHERE listing) AS records,
       (SELECT count(DISTINCT record_id)::int FROM lists.act) AS named,
       (SELECT count(*)::int FROM ledger.change WHERE act = 'withdraw') AS withdrawn,
       (SELECT count(*)::int FROM lists.act WHERE act = 'annul') AS annulled`,
  );
  const [count] = counts.rows;
  assert.equal(count.records, count.named, "the ledger holds a listing no proceeding knows");
  assert.equal(count.withdrawn, count.annulled);
  const job = { kind: "job", id: "ledger-verify" } as const;
  const scope = await node.door.scope(job, "verify-ledger", { type: "Node", id: "node" }, { audience: "inside" });
  assert.ok(scope.ok);
  const verified = await verifyLedger(node.app, scope.value);
  const receipts = await verifyReceipts(node.app, scope.value);
  assert.deepEqual([verified.altered, receipts.faults], [[], []]);
  assert.ok(heads.rows.length >= 3 && acts >= kills, `${heads.rows.length} proceedings, ${acts} acts`);
  t.diagnostic(
    `counted: ${kills} kills; ${heads.rows.length} proceedings, ${acts} acts, ${count.records} listings, ${count.annulled} annulled; ` +
      `${verified.verified} versions and ${receipts.agreeing} receipts verified`,
  );
  await node.close();
});
