/** Files and batches over HTTP, as an officer's page and a program see them. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import ExcelJS from "exceljs";
import type { BatchView, FindingView } from "#contract/batches.ts";
import type { OwnRecord } from "#contract/entries.ts";
import type { Receipt } from "#contract/intake.ts";
import type { Upload } from "#contract/uploads.ts";
import { leafHash, verifyInclusion } from "#core/merkle/tree.ts";
import { enrolClient, issueAccessToken } from "#src/access/index.ts";
import { commitmentOf } from "#src/ledger/index.ts";
import { commandLine, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import { csvOf, inventedCode, type PenaltyRow, penaltyRow } from "#tests/kit/intake.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode();
const base = await serveNode(node);
const officer = new Visitor(base);
await officer.signInAs("chen-lan");

const market = { agencyCode: "11880000MB88001255", nameZh: "临江省市场监督管理局" };
const zhao = new Visitor(base);
await zhao.signInAs("zhao-ning");

const penalties = (count: number, over: PenaltyRow = {}) =>
  Array.from({ length: count }, () => penaltyRow(market, over));
const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string }).code;

/** Uploads text and sends it; answers with what sending said. */
async function send(content: string | Buffer<ArrayBuffer>, more: object = {}, by = officer) {
  const { uploadId } = (await by.upload(content)).body as Upload;
  return by.act("/api/v1/intake/batches", { uploadId, item: "cn/penalty", dryRun: false, ...more });
}

async function ended(batchId: string, by = officer): Promise<BatchView> {
  for (let tries = 0; tries < 2400; tries++) {
    const batch = (await by.api(`/api/v1/intake/batches/${batchId}`)).body as BatchView;
    if (["finished", "cancelled", "failed"].includes(batch.state)) return batch;
    await sleep(50);
  }
  throw new Error("the batch did not end");
}

/** Sends and waits for the end. */
async function sent(content: string | Buffer<ArrayBuffer>, more: object = {}): Promise<BatchView> {
  const answer = await send(content, more);
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  return ended((answer.body as BatchView).batchId);
}

const countsOf = ({ accepted, corrected, unchanged, held, refused }: BatchView) => ({
  accepted,
  corrected,
  unchanged,
  held,
  refused,
});

test("a file is kept encrypted, whatever it says it is", async () => {
  const text = '[{"name": "临江市虚构贸易有限公司"}]';
  for (const type of ["application/octet-stream", "application/json", "text/csv"]) {
    const { status, body } = await officer.upload(text, type);
    assert.equal(status, 201);
    const { uploadId, bytes } = body as Upload;
    assert.equal(bytes, Buffer.byteLength(text));
    assert.doesNotMatch(readFileSync(join(node.config.home, "uploads", uploadId), "latin1"), /name/);
  }
  assert.ok(readdirSync(join(node.config.home, "uploads")).every((name) => !name.endsWith(".part")));
});

test("an empty file is refused, and a visitor uploads nothing", async () => {
  const { status, body } = await officer.upload("");
  assert.deepEqual([status, (body as { code: string }).code], [422, "intake.file-empty"]);
  assert.equal((await new Visitor(base).upload("a")).status, 401);
});

test("a file that is sent comes in by a job; sent again all is unchanged; a changed row is a correction", async () => {
  const rows = penalties(5);
  const first = await sent(csvOf(rows), { fileName: "九月处罚.csv" });
  assert.deepEqual(countsOf(first), { accepted: 5, corrected: 0, unchanged: 0, held: 0, refused: 0 });
  assert.deepEqual(
    [first.state, first.source, first.channel, first.fileName],
    ["finished", "file", "page", "九月处罚.csv"],
  );
  assert.deepEqual([first.rowsExpected, first.rows], [5, 5]);
  const again = await sent(csvOf(rows));
  assert.deepEqual(countsOf(again), { accepted: 0, corrected: 0, unchanged: 5, held: 0, refused: 0 });
  const changed = await sent(
    csvOf(rows.map((row, at) => (at === 2 ? { ...row, CF_NR_FK: "3", CF_NR: "罚款3万元" } : row))),
  );
  assert.deepEqual(countsOf(changed), { accepted: 0, corrected: 1, unchanged: 4, held: 0, refused: 0 });
  const receipt = (await officer.api(`/api/v1/intake/batches/${first.batchId}/receipt`)).body as Receipt;
  assert.deepEqual([receipt.accepted, receipt.agency, receipt.end], [5, market.agencyCode, "finished"]);
  assert.equal(receipt.commitments.size, 5);
  // What was taken in is not kept a second time.
  assert.equal(
    codeOf(await officer.act("/api/v1/intake/batches", { uploadId: "none", item: "cn/penalty", dryRun: true })),
    "http.invalid",
  );
});

test("the same key begins one batch", async () => {
  const { uploadId } = (await officer.upload(csvOf(penalties(2)))).body as Upload;
  const headers = { "idempotency-key": "one-batch" };
  const body = { uploadId, item: "cn/penalty", dryRun: false };
  const [one, other] = [
    await officer.act("/api/v1/intake/batches", body, headers),
    await officer.act("/api/v1/intake/batches", body, headers),
  ];
  assert.equal((one.body as BatchView).batchId, (other.body as BatchView).batchId);
  assert.equal((await ended((one.body as BatchView).batchId)).accepted, 2);
  // What was sent is removed right after the batch has ended: until then it can be tried, never a failure of ours.
  const again = () => officer.act("/api/v1/intake/batches", { ...body, dryRun: true });
  let gone = await again();
  for (let tries = 0; tries < 200 && gone.status < 400; tries++) {
    await sleep(50);
    gone = await again();
  }
  assert.equal(codeOf(gone), "intake.upload-unknown");
});

test("a dry run judges every row and writes nothing to the ledger; its upload can then be sent", async () => {
  const text = csvOf([...penalties(3), ...penalties(1, { CF_JDRQ: "2099-01-01" })]);
  const { uploadId } = (await officer.upload(text)).body as Upload;
  const body = { uploadId, item: "cn/penalty", dryRun: true };
  const before = await node.app.query("SELECT count(*)::int AS n FROM ledger.record");
  const { batchId } = (await officer.act("/api/v1/intake/batches", body)).body as BatchView;
  assert.deepEqual(countsOf(await ended(batchId)), { accepted: 3, corrected: 0, unchanged: 0, held: 0, refused: 1 });
  assert.deepEqual((await node.app.query("SELECT count(*)::int AS n FROM ledger.record")).rows, before.rows);
  const real = (await officer.act("/api/v1/intake/batches", { ...body, dryRun: false })).body as BatchView;
  assert.deepEqual(countsOf(await ended(real.batchId)), {
    accepted: 3,
    corrected: 0,
    unchanged: 0,
    held: 0,
    refused: 1,
  });
});

test("another agency sees neither batch nor list nor upload, and its look is logged as refused", async () => {
  const { batchId } = await sent(csvOf(penalties(1)));
  const { uploadId } = (await officer.upload(csvOf(penalties(1)))).body as Upload;
  const before = await node.app.query("SELECT count(*)::int AS n FROM access.refused_act");
  for (const path of ["", "/receipt"])
    assert.equal((await zhao.api(`/api/v1/intake/batches/${batchId}${path}`)).status, 403);
  assert.equal((await zhao.act(`/api/v1/intake/batches/${batchId}/cancel`, {})).status, 403);
  const after = await node.app.query("SELECT count(*)::int AS n FROM access.refused_act");
  assert.equal(after.rows[0].n - before.rows[0].n, 3);
  const list = (await zhao.api("/api/v1/intake/batches")).body as { items: BatchView[] };
  assert.ok(list.items.every((batch) => batch.batchId !== batchId));
  const stolen = await zhao.act("/api/v1/intake/batches", { uploadId, item: "cn/penalty", dryRun: true });
  assert.equal(codeOf(stolen), "intake.upload-unknown");
});

test("findings are told row by row, counted, and downloaded as a CSV that runs nothing", async () => {
  const rows = [...penalties(2), ...penalties(2, { CF_JDRQ: "2099-01-01" }), ...penalties(1, { CF_JDRQ: "=1+1" })];
  const { batchId } = await sent(csvOf(rows));
  type Findings = { items: FindingView[]; next: string | null };
  const found: FindingView[] = [];
  for (let cursor = ""; ; ) {
    const page = (await officer.api(`/api/v1/intake/batches/${batchId}/findings?limit=1${cursor}`)).body as Findings;
    found.push(...page.items);
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  assert.ok(found.length >= 3);
  const future = found.find(({ column }) => column === "CF_JDRQ");
  assert.deepEqual(
    [future?.row, future?.field, future?.verdict, future?.fieldTitle?.zh],
    [4, "decidedOn", "refuse", "处罚决定日期"],
  );
  assert.ok(future?.reason.zh && future.reason.en && future.remedy.zh && future.remedy.en);
  const refusals = await officer.api(`/api/v1/intake/batches/${batchId}/findings?verdict=refuse`);
  assert.ok((refusals.body as Findings).items.every(({ verdict }) => verdict === "refuse"));
  const summary = (await officer.api(`/api/v1/intake/batches/${batchId}/findings/summary`)).body as {
    items: { rows: number; example: FindingView }[];
  };
  assert.deepEqual([summary.items[0]?.rows, summary.items[0]?.example.code], [2, future?.code]);
  for (const language of ["zh", "en"]) {
    const answer = await officer.ask(`/api/v1/intake/batches/${batchId}/findings.csv?language=${language}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.equal(answer.headers.get("content-type"), "text/csv; charset=utf-8");
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    const text = bytes.toString("utf8");
    assert.equal(text.trim().split("\r\n").length, found.length + 1);
    assert.doesNotMatch(text, /(^|,|\n)"?[=+@-]/);
    assert.match(text, /,'=1\+1,/);
    assert.match(text, language === "zh" ? /拒收/ : /refused/);
  }
});

test("a sheet that was not read is told as a finding of the file", async () => {
  const [head, line] = csvOf(penalties(1))
    .trim()
    .split("\n")
    .map((text) => text.split(","));
  const book = new ExcelJS.Workbook();
  book.addWorksheet("数据").addRows([head, line]);
  book.addWorksheet("说明").addRow(["本表由市场监管局填报"]);
  const { batchId, accepted, findings } = await sent(Buffer.from(await book.xlsx.writeBuffer()));
  const found = (await officer.api(`/api/v1/intake/batches/${batchId}/findings`)).body as { items: FindingView[] };
  assert.deepEqual([accepted, findings], [1, 1]);
  assert.deepEqual(
    found.items.map(({ row, code, reason }) => [row, code, reason.zh.includes("说明")]),
    [[0, "file.sheet-not-read", true]],
  );
  const receipt = (await officer.api(`/api/v1/intake/batches/${batchId}/receipt`)).body as Receipt;
  assert.equal(receipt.findings, 1);
});

test("the records of a batch are listed as they stand, and each row is proved by the receipt", async () => {
  const rows = penalties(7);
  const { batchId } = await sent(csvOf(rows));
  const path = `/api/v1/intake/batches/${batchId}`;
  const listed: OwnRecord[] = [];
  for (let cursor = ""; ; ) {
    const page = (await officer.api(`${path}/records?limit=3${cursor}`)).body as {
      items: OwnRecord[];
      next: string | null;
    };
    listed.push(...page.items);
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  assert.deepEqual(
    listed.map(({ name, number, did, state }) => [name, number, did, state]),
    rows.map((row) => [row["CF_XDR_MC"], row["CF_XDR_SHXYM"], "record", "standing"]),
  );
  for (const { row } of listed) {
    const { receipt, leaves } = (await officer.api(`${path}/rows/${row}/proof`)).body as {
      receipt: Receipt;
      leaves: { index: number; statement: string; salt: string; commitment: string; path: string[] }[];
    };
    const [leaf] = leaves;
    assert.ok(leaf);
    const commitment = commitmentOf(Buffer.from(leaf.salt, "base64url"), leaf.statement);
    assert.equal(commitment.toString("base64url"), leaf.commitment);
    const proved = verifyInclusion({
      index: leaf.index,
      size: receipt.commitments.size,
      leaf: leafHash(commitment),
      path: leaf.path.map((hash) => Buffer.from(hash, "base64url")),
      root: Buffer.from(receipt.commitments.root, "base64url"),
    });
    assert.ok(proved, `row ${row}`);
  }
  assert.equal(codeOf(await officer.api(`${path}/rows/1/proof`)), "intake.row-unknown");
  assert.equal((await zhao.api(`${path}/records`)).status, 403);
});

test("a batch that is cancelled stops; what is recorded stays and the receipt says so", async () => {
  const rows = Array.from({ length: 12_000 }, (_, at) =>
    penaltyRow(market, { CF_XDR_SHXYM: inventedCode(20_000_000 + at) }),
  );
  const { batchId } = (await send(csvOf(rows))).body as BatchView;
  const asked = await officer.act(`/api/v1/intake/batches/${batchId}/cancel`, {});
  assert.equal(asked.status, 200);
  const batch = await ended(batchId);
  assert.equal(batch.state, "cancelled");
  assert.ok(batch.accepted < rows.length && batch.accepted % 4000 === 0);
  const kept = await node.app.query("SELECT count(*)::int AS n FROM ledger.record WHERE batch_id = $1", [batchId]);
  assert.deepEqual(kept.rows, [{ n: batch.accepted }]);
  const receipt = (await officer.api(`/api/v1/intake/batches/${batchId}/receipt`)).body as Receipt;
  assert.deepEqual([receipt.end, receipt.accepted], ["cancelled", batch.accepted]);
  assert.equal((await officer.act(`/api/v1/intake/batches/${batchId}/cancel`, {})).status, 200);
  const over = await sent(csvOf(penalties(1)));
  assert.equal(codeOf(await officer.act(`/api/v1/intake/batches/${over.batchId}/cancel`, {})), "intake.batch-ended");
});

test("a large file is looked through by the job: one broken at its end fails, and nothing of it is recorded", async () => {
  const [header = "", line = ""] = csvOf(penalties(1)).split("\n");
  const body = Buffer.alloc(66 * 1024 * 1024, `${line}\n`);
  const answer = await send(Buffer.concat([Buffer.from(`${header}\n`), body, Buffer.from("\0\n")]));
  assert.equal(answer.status, 202);
  const batch = await ended((answer.body as BatchView).batchId);
  assert.deepEqual([batch.state, batch.rows, batch.refusal?.code], ["failed", 0, "intake.file-nul"]);
  assert.ok(batch.refusal?.text.zh && batch.refusal.remedy.en);
  assert.equal(codeOf(await officer.api(`/api/v1/intake/batches/${batch.batchId}/rows/2/proof`)), "intake.row-unknown");
});

test("a program sends as its agency's service client does, and may not undo without leave to change", async () => {
  const asked = { actor: commandLine, idempotencyKey: "a client that sends" };
  const given = { agency: market.agencyCode, name: "报送程序", scopes: ["records:send"] as const };
  const client = value(await enrolClient(node, asked, { ...given, file: join(node.config.home, "client.json") }));
  const { token } = issueAccessToken(node, { client, keyId: client.keys[0]?.keyId ?? "" }, client.scopes);
  const program = { headers: { authorization: `Bearer ${token}` } };
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${base}/api/v1/intake${path}`, {
      ...init,
      headers: { ...program.headers, ...init.headers },
    });
    return { status: answer.status, body: (await answer.json()) as never };
  };
  const post = (path: string, body: object) =>
    ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const upload = await ask("/uploads", {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: csvOf(penalties(2)),
  });
  const { uploadId } = upload.body as Upload;
  const begun = await post("/batches", { uploadId, item: "cn/penalty", dryRun: false });
  const { batchId, channel } = begun.body as BatchView;
  assert.deepEqual([begun.status, channel], [202, "api"]);
  assert.equal((await ended(batchId)).accepted, 2);
  assert.equal((await post(`/batches/${batchId}/undo`, { reason: "x" })).status, 403);
});

test("the list of batches is paged, newest first", async () => {
  const seen: string[] = [];
  for (let cursor = ""; ; ) {
    const page = (await officer.api(`/api/v1/intake/batches?limit=2${cursor}`)).body as {
      items: BatchView[];
      next: string | null;
    };
    seen.push(...page.items.map(({ batchId }) => batchId));
    if (page.next === null) break;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
  const all = await node.app.query(
    "SELECT batch_id FROM intake.batch WHERE agency_code = $1 ORDER BY entered_at DESC",
    [market.agencyCode],
  );
  assert.deepEqual(
    seen,
    all.rows.map((row) => row.batch_id),
  );
  assert.equal(codeOf(await officer.api("/api/v1/intake/batches?cursor=x")), "http.invalid");
});
