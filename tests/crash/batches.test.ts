import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { BatchView } from "#contract/batches.ts";
import type { Receipt } from "#contract/intake.ts";
import type { Upload } from "#contract/uploads.ts";
import { csvOf, inventedCode, penaltyRow } from "#tests/kit/intake.ts";
import { openKilled, serveUntilKilled } from "#tests/kit/killed.ts";
import type { Visitor } from "#tests/kit/visitor.ts";

const killed = await openKilled("batches");
const { owner } = killed;

const market = { agencyCode: "11880000MB88001255", nameZh: "临江省市场监督管理局" };
const rows = 20_000;

/** Looks at a batch until it is as wanted. */
async function until(officer: Visitor, batchId: string, wanted: (batch: BatchView) => boolean): Promise<BatchView> {
  for (let tries = 0; tries < 6000; tries++) {
    const { body } = await officer.api(`/api/v1/intake/batches/${batchId}`);
    if (wanted(body as BatchView)) return body as BatchView;
    await sleep(20);
  }
  throw new Error("the batch did not get there");
}
const isEnded = ({ state }: BatchView) => state !== "waiting" && state !== "running";

async function recorded(batchId: string): Promise<{ records: number; documents: number; lines: number }> {
  const found = await owner.query(
    `SELECT count(*)::int AS records, count(DISTINCT open ->> 'documentNumber')::int AS documents,
       (SELECT count(*)::int FROM ledger.document_line WHERE batch_id = $1) AS lines
     FROM ledger.record WHERE batch_id = $1`,
    [batchId],
  );
  return found.rows[0];
}

/** Lets every part of a batch take a moment, so that the server can be killed between two of them however busy the machine is. */
async function slowParts(): Promise<void> {
  await owner.query(
    `CREATE FUNCTION intake.slow_part() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN PERFORM pg_sleep(0.5); RETURN NEW; END $$;
     GRANT EXECUTE ON FUNCTION intake.slow_part() TO PUBLIC;
     CREATE TRIGGER slow_part BEFORE INSERT ON intake.batch_act FOR EACH ROW WHEN (NEW.act = 'part')
       EXECUTE FUNCTION intake.slow_part()`,
  );
}

test("a batch goes on where its server was killed: what was acknowledged is there, nothing is there twice", async () => {
  const text = csvOf(
    Array.from({ length: rows }, (_, at) => penaltyRow(market, { CF_XDR_SHXYM: inventedCode(30_000_000 + at) })),
  );
  let serving = await serveUntilKilled(killed);
  await slowParts();
  const { uploadId } = (await serving.officer.upload(text)).body as Upload;
  const asked = { uploadId, item: "cn/penalty", dryRun: false };
  const headers = { "idempotency-key": "crash" };
  const { batchId } = (await serving.officer.act("/api/v1/intake/batches", asked, headers)).body as BatchView;

  let acknowledged = 0;
  for (let kills = 0; kills < 2; kills++) {
    const seen = await until(
      serving.officer,
      batchId,
      ({ lastRow, state }) => lastRow > acknowledged || state === "finished",
    );
    assert.equal(seen.state, "running", "the batch was over before the server could be killed");
    acknowledged = seen.lastRow;
    await serving.kill();
    const kept = await recorded(batchId);
    assert.ok(kept.records >= seen.accepted, `${kept.records} are there, ${seen.accepted} were acknowledged`);
    serving = await serveUntilKilled(killed);
  }
  // A job its process left behind misses its heartbeat and is given to the next.
  const ended = await until(serving.officer, batchId, isEnded);
  assert.deepEqual([ended.state, ended.rows, ended.accepted], ["finished", rows, rows]);
  assert.deepEqual(await recorded(batchId), { records: rows, documents: rows, lines: rows });
  const receipt = (await serving.officer.api(`/api/v1/intake/batches/${batchId}/receipt`)).body as Receipt;
  assert.equal(receipt.commitments.size, rows);

  const again = (await serving.officer.act("/api/v1/intake/batches", asked, headers)).body as BatchView;
  assert.equal(again.batchId, batchId);
  const second = (await serving.officer.upload(text)).body as Upload;
  const resent = (await serving.officer.act("/api/v1/intake/batches", { ...asked, uploadId: second.uploadId }))
    .body as BatchView;
  const unchanged = await until(serving.officer, resent.batchId, isEnded);
  assert.deepEqual([unchanged.state, unchanged.unchanged, unchanged.accepted], ["finished", rows, 0]);
  assert.deepEqual(await recorded(batchId), { records: rows, documents: rows, lines: rows });
  await serving.kill();
});
