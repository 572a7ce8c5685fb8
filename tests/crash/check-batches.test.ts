import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { CheckBatch } from "#contract/check-batches.ts";
import { verifyCheckFile } from "#src/cli/verify/check-file.ts";
import { readKeyList } from "#src/cli/verify/keys.ts";
import { inventedCode } from "#tests/kit/intake.ts";
import { openKilled, serveUntilKilled } from "#tests/kit/killed.ts";
import type { Visitor } from "#tests/kit/visitor.ts";

const killed = await openKilled("checks");
const { owner } = killed;

const lines = 60_000;
const kills = 3;

async function until(officer: Visitor, batch: string, wanted: (batch: CheckBatch) => boolean): Promise<CheckBatch> {
  for (let tries = 0; tries < 6000; tries++) {
    const { body } = await officer.api(`/api/v1/check-batches/${batch}`);
    if (wanted(body as CheckBatch)) return body as CheckBatch;
    await sleep(20);
  }
  throw new Error("the batch did not get there");
}

/** Lines whose answer is stored, and looks and refusals that are. */
async function stored(batch: string): Promise<{ lines: number; looks: number }> {
  const found = await owner.query<{ lines: number; looks: number }>(
    `SELECT (SELECT coalesce(sum(lines - unknown - refused), 0)::int FROM measures.check_batch_part WHERE batch_id = $1) AS lines,
       (SELECT count(*)::int FROM access.look WHERE purpose = 'permit-review') AS looks`,
    [batch],
  );
  const [row] = found.rows;
  assert.ok(row);
  return row;
}

test("a file goes on where its server was killed: no answer without its look, no look twice, one root over all lines", async () => {
  let serving = await serveUntilKilled(killed);
  const ground = await groundOf(serving.officer);
  // Known subjects, so that every line is a look.
  const codes = Array.from({ length: lines }, (_, at) => inventedCode(20_000_000 + at));
  await found(codes);
  const me = (await serving.officer.api("/api/v1/me")).body as { session: { formToken: string } };
  const sent = await serving.officer.api(`/api/v1/check-batches?matter=${ground.matter}&purpose=${ground.purpose}`, {
    method: "POST",
    headers: { "content-type": "text/plain", "x-form-token": me.session.formToken, "idempotency-key": "crash" },
    body: `${codes.join("\n")}\n`,
  });
  assert.equal(sent.status, 202, JSON.stringify(sent.body));
  const { batch } = sent.body as CheckBatch;
  let acknowledged = 0;
  let killedInTheMiddle = 0;
  for (let kill = 0; kill < kills; kill++) {
    const seen = await until(
      serving.officer,
      batch,
      ({ done, state }) => done > acknowledged || !["waiting", "running"].includes(state),
    );
    if (seen.state === "running") killedInTheMiddle++;
    acknowledged = seen.done;
    await serving.kill();
    const kept = await stored(batch);
    assert.equal(kept.looks, kept.lines, "answers and looks stand or fall together");
    assert.ok(kept.lines >= acknowledged, `${kept.lines} are there, ${acknowledged} were acknowledged`);
    serving = await serveUntilKilled(killed);
  }
  assert.ok(killedInTheMiddle > 0, "the batch was over before the server could be killed");
  const ended = await until(serving.officer, batch, ({ state }) => state === "finished");
  assert.deepEqual([ended.done, ended.nothing], [lines, lines]);
  assert.deepEqual(await stored(batch), { lines, looks: lines });
  const result = await serving.officer.ask(`/api/v1/check-batches/${batch}/result`);
  const keys = readKeyList(JSON.stringify((await serving.officer.api("/api/v1/keys")).body));
  assert.ok(keys && result.body);
  const verified = await verifyCheckFile(result.body as AsyncIterable<Uint8Array>, {
    ...keys,
    id: (await issuerOf(batch)) ?? "",
  });
  assert.deepEqual([verified.verdict, verified.summary?.lines], ["genuine", lines]);
  await serving.kill();
});

/** The issuer the batch was signed as: the server's port was another after each start. */
async function issuerOf(batch: string): Promise<string | undefined> {
  const row = await owner.query<{ issuer: string }>(
    `SELECT r.issuer FROM measures.check_batch_act a JOIN measures.root r USING (root_id) WHERE a.batch_id = $1`,
    [batch],
  );
  return row.rows[0]?.issuer;
}

/** A matter and purpose the officer's body may check in. */
async function groundOf(officer: Visitor): Promise<{ matter: string; purpose: string }> {
  const { body } = await officer.api("/api/v1/checks/matters");
  const { matters } = body as { matters: { matter: string; purposes: { purpose: string }[] }[] };
  for (const { matter, purposes } of matters)
    for (const { purpose } of purposes) if (purpose === "permit-review") return { matter, purpose };
  throw new Error("the officer's body may check in no matter for a permit");
}

async function found(codes: readonly string[]): Promise<void> {
  const { subjectIdFor } = await import("#core/subject/identifier.ts");
  const ids = codes.map((value) => subjectIdFor([{ scheme: "unified-code", value }]));
  const client = await owner.connect();
  await client.query("SET session_replication_role = replica");
  await client.query(
    `INSERT INTO registry.subject (subject_id, kind, form, division, founded_by, founded_at)
     SELECT id, 'organisation', '91', '880100', 'test', now() FROM unnest($1::uuid[]) AS u(id)`,
    [ids],
  );
  await client.query(
    `INSERT INTO registry.identifier_owner (value, scheme, subject_id, kind)
     SELECT code, 'unified-code', id, 'organisation' FROM unnest($1::text[], $2::uuid[]) AS u(code, id)`,
    [codes, ids],
  );
  await client.query("SET session_replication_role = DEFAULT");
  client.release();
}
