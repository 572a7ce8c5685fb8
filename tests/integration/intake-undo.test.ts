/** Taking batches back, and deciding what waited: as officers do it over the API. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { BatchView, FindingView } from "#contract/batches.ts";
import type { OwnRecord, RowResult } from "#contract/entries.ts";
import type { HeldView } from "#contract/held.ts";
import type { Mapping, Receipt } from "#contract/intake.ts";
import type { Upload } from "#contract/uploads.ts";
import { actorForAgency } from "#src/access/index.ts";
import { endLeftBehind } from "#src/intake/batches/work.ts";
import { bytesSource, sendFile, verifyReceipts } from "#src/intake/index.ts";
import { verifyLedger } from "#src/ledger/index.ts";
import { value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import { csvOf, inventedCode, inventedPersonNumber, type PenaltyRow, penaltyRow } from "#tests/kit/intake.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode({ LOG_LEVEL: "warn" });
const base = await serveNode(node);
async function person(id: string): Promise<Visitor> {
  const visitor = new Visitor(base);
  await visitor.signInAs(id);
  return visitor;
}
const officer = await person("chen-lan");
const supervisor = await person("lin-che");
const other = await person("zhao-ning");
const market = { agencyCode: "11880000MB88001255", nameZh: "临江省市场监督管理局" };
const row = (over: PenaltyRow = {}) => penaltyRow(market, over);
const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string }).code;

async function ended(batchId: string): Promise<BatchView> {
  for (let tries = 0; tries < 2400; tries++) {
    const batch = (await officer.api(`/api/v1/intake/batches/${batchId}`)).body as BatchView;
    if (["finished", "cancelled", "failed"].includes(batch.state)) return batch;
    await sleep(50);
  }
  throw new Error("the batch did not end");
}

async function sent(rows: readonly PenaltyRow[], more: object = {}): Promise<BatchView> {
  const { uploadId } = (await officer.upload(csvOf(rows))).body as Upload;
  const answer = await officer.act("/api/v1/intake/batches", { uploadId, item: "cn/penalty", dryRun: false, ...more });
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  return ended((answer.body as BatchView).batchId);
}

const undo = (batchId: string, by = officer, headers = {}) =>
  by.act(`/api/v1/intake/batches/${batchId}/undo`, { reason: "报送有误" }, headers);

async function undone(batchId: string): Promise<BatchView> {
  const answer = await undo(batchId);
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  return ended((answer.body as BatchView).batchId);
}

async function recordsOf(batchId: string): Promise<OwnRecord[]> {
  return ((await officer.api(`/api/v1/intake/batches/${batchId}/records?limit=200`)).body as { items: OwnRecord[] })
    .items;
}

/** Fines of the standing records about a code, in yuan. */
async function finesOf(code: string): Promise<number[]> {
  const subjects = await node.app.query<{ id: string }>(
    "SELECT subject_id AS id FROM registry.identifier WHERE value = $1",
    [code],
  );
  const found = await node.publicReader.query<{ fine: number }>(
    "SELECT (open ->> 'fineAmount')::float AS fine FROM public_read.record WHERE subject_id = ANY($1) ORDER BY 1",
    [subjects.rows.map(({ id }) => id)],
  );
  return found.rows.map(({ fine }) => fine);
}
/** A social organisation's code with a wrong check digit: not for market regulation to answer for. */
function unproved(): string {
  const code = inventedCode(undefined, "51");
  return code.slice(0, -1) + (code.endsWith("1") ? "2" : "1");
}
const codeIn = (one: PenaltyRow) => one["CF_XDR_SHXYM"] ?? "";

test("a batch that is undone is withdrawn; what it corrected has its former content again", async () => {
  const rows = [row(), row(), row()];
  const [first, second] = rows as [PenaltyRow, PenaltyRow, PenaltyRow];
  const a = await sent(rows);
  const added = row();
  const b = await sent([{ ...first, CF_NR_FK: "7", CF_NR: "罚款7万元" }, second, added]);
  assert.deepEqual([b.corrected, b.unchanged, b.accepted], [1, 1, 1]);
  assert.deepEqual(await finesOf(codeIn(first)), [70_000]);

  const undoing = await undone(b.batchId);
  assert.deepEqual(
    [undoing.state, undoing.source, undoing.undoes, undoing.reason],
    ["finished", "undo", b.batchId, "报送有误"],
  );
  assert.deepEqual([undoing.corrected, undoing.unchanged], [2, 0]);
  assert.deepEqual([await finesOf(codeIn(first)), await finesOf(codeIn(added))], [[20_000], []]);
  assert.equal((await ended(b.batchId)).undoneBy, undoing.batchId);
  assert.deepEqual(
    (await recordsOf(undoing.batchId)).map(({ did, state }) => [did, state]),
    [
      ["correct", "standing"],
      ["withdraw", "withdrawn"],
    ],
  );
  assert.equal(codeOf(await undo(b.batchId)), "intake.batch-undone");

  // Its correction taken back, the first batch can be taken back whole.
  const all = await undone(a.batchId);
  assert.deepEqual([all.corrected, all.unchanged], [3, 0]);
  for (const one of rows) assert.deepEqual(await finesOf(codeIn(one)), []);
});

test("what was changed again since is left as it is, and named", async () => {
  const [one, two] = [row(), row()];
  const a = await sent([one, two]);
  await sent([{ ...one, CF_NR_FK: "9", CF_NR: "罚款9万元" }]);
  const before = await officer.api(`/api/v1/intake/batches/${a.batchId}/undo`);
  assert.deepEqual(before.body, { changedSince: 1 });
  assert.match((await officer.go(`/intake/batches/${a.batchId}/undo`)).text, /其中 1 行之后又有变更/);
  const undoing = await undone(a.batchId);
  assert.deepEqual([undoing.corrected, undoing.unchanged, undoing.findings], [1, 1, 1]);
  assert.deepEqual([await finesOf(codeIn(one)), await finesOf(codeIn(two))], [[90_000], []]);
  const found = (await officer.api(`/api/v1/intake/batches/${undoing.batchId}/findings`)).body as {
    items: FindingView[];
  };
  assert.deepEqual(
    found.items.map(({ row: at, code }) => [at, code]),
    [[2, "undo.changed-since"]],
  );
  const { text } = await officer.go(`/intake/batches/${undoing.batchId}`);
  assert.match(text, /1 行已撤回或恢复为原来的内容，1 行没有改动/);
  assert.doesNotMatch(text, /这个文件以前报送过/);
});

test("a party that was moved to another subject goes back to the first", async () => {
  const one = row();
  await sent([one]);
  const right = inventedCode();
  const mapping: Mapping = {
    format: "chengxin-mapping/1",
    id: "moves",
    title: { zh: "更正", en: "corrections" },
    item: "cn/penalty",
    empty: ["无"],
    fields: {},
    ignored: [],
    corrects: "原代码",
  };
  const moved = await sent([{ ...one, CF_XDR_SHXYM: right, 原代码: codeIn(one) }], { mapping });
  assert.equal(moved.corrected, 1, JSON.stringify(moved));
  assert.deepEqual([await finesOf(codeIn(one)), await finesOf(right)], [[], [20_000]]);
  const undoing = await undone(moved.batchId);
  assert.deepEqual([await finesOf(codeIn(one)), await finesOf(right)], [[20_000], []]);
  const { receipt, leaves } = (await officer.api(`/api/v1/intake/batches/${undoing.batchId}/rows/2/proof`)).body as {
    receipt: Receipt;
    leaves: object[];
  };
  assert.deepEqual([receipt.commitments.size, leaves.length, receipt.source], [2, 2, "undo"]);
});

test("an undoing is asked once, by the own agency, with a reason, of something that was recorded", async () => {
  const rows = [row(), row()];
  const batch = await sent(rows);
  assert.equal((await undo(batch.batchId, other)).status, 403);
  assert.equal(
    codeOf(await officer.act(`/api/v1/intake/batches/${batch.batchId}/undo`, { reason: " " })),
    "http.invalid",
  );
  const headers = { "idempotency-key": randomUUID() };
  const [one, again] = [await undo(batch.batchId, officer, headers), await undo(batch.batchId, officer, headers)];
  assert.equal((one.body as BatchView).batchId, (again.body as BatchView).batchId);
  await ended((one.body as BatchView).batchId);
  assert.equal(codeOf(await undo((one.body as BatchView).batchId)), "intake.batch-nothing-to-undo");
  const dry = await sent([row()], { dryRun: true });
  assert.equal(codeOf(await undo(dry.batchId)), "intake.batch-nothing-to-undo");
  assert.equal(codeOf(await undo(randomUUID())), "intake.batch-unknown");
  // Corrected, the rows of a batch sent in error come in anew; the very same ones wait for a person.
  const [first, second] = rows as [PenaltyRow, PenaltyRow];
  const resent = await sent([{ ...first, CF_NR_FK: "3", CF_NR: "罚款3万元" }, second]);
  assert.deepEqual([resent.accepted, resent.held], [1, 1]);
});

async function heldOf(batchId: string): Promise<HeldView[]> {
  return ((await officer.api(`/api/v1/intake/held?batch=${batchId}`)).body as { items: HeldView[] }).items;
}
interface HeldDetail {
  candidates: { is: string; subjectId: string; line: number | null; name: string; number: string }[];
  mayFound: boolean;
  needsSecondOfficer: boolean;
  fields: Record<string, unknown>;
}
const decide = (held: { batchId: string; row: number }, body: object, by = officer, headers = {}) =>
  by.act(`/api/v1/intake/held/${held.batchId}/${held.row}/decide`, { reason: "已核对文书", ...body }, headers);
const look = async ({ batchId, row: at }: HeldView, by = officer) => by.api(`/api/v1/intake/held/${batchId}/${at}`);

test("a row whose name is another's waits, with its candidate; accepted, it is recorded about that subject", async () => {
  const one = row();
  await sent([one]);
  const batch = await sent([row({ CF_XDR_SHXYM: codeIn(one), CF_XDR_MC: "云溪市完全不同酒楼管理中心" })]);
  assert.equal(batch.held, 1);
  const [held] = await heldOf(batch.batchId);
  assert.ok(held);
  assert.deepEqual(
    held.findings.map(({ code }) => code),
    ["subject.name-is-anothers"],
  );
  const detail = (await look(held)).body as HeldDetail;
  assert.deepEqual([detail.candidates.length, detail.needsSecondOfficer], [0, false]);
  assert.ok(detail.mayFound);
  assert.equal((await look(held, other)).status, 403);
  assert.equal((await decide(held, { decision: "accept" }, other)).status, 403);
  const headers = { "idempotency-key": randomUUID() };
  const result = (await decide(held, { decision: "accept" }, officer, headers)).body as RowResult;
  assert.deepEqual([result.verdict, result.receipt?.source], ["accepted", "held"]);
  assert.deepEqual(await finesOf(codeIn(one)), [20_000, 20_000]);
  assert.deepEqual((await decide(held, { decision: "accept" }, officer, headers)).body, result);
  assert.equal(codeOf(await decide(held, { decision: "refuse" })), "intake.held-decided");
  assert.deepEqual(await heldOf(batch.batchId), []);
});

test("another party of a known document is chosen by a person: a new party, or the one that was meant", async () => {
  const one = row();
  await sent([one]);
  const batch = await sent([{ ...row(), CF_WSH: one["CF_WSH"] ?? "" }]);
  const [held] = await heldOf(batch.batchId);
  assert.ok(held);
  const detail = (await look(held)).body as HeldDetail;
  assert.deepEqual(
    [detail.mayFound, detail.candidates.map(({ is, line, number }) => [is, line, number])],
    [false, [["line", 1, codeIn(one)]]],
  );
  assert.equal(codeOf(await decide(held, { decision: "accept" })), "intake.held-choice");
  assert.equal(codeOf(await decide(held, { decision: "accept", line: 7 })), "intake.held-choice");
  const result = (await decide(held, { decision: "accept", line: 0 })).body as RowResult;
  assert.equal(result.verdict, "accepted");
  assert.deepEqual(await finesOf(codeIn(one)), [20_000]);

  const moved = await sent([{ ...row(), CF_WSH: one["CF_WSH"] ?? "" }]);
  const [second] = await heldOf(moved.batchId);
  assert.ok(second);
  assert.equal(((await decide(second, { decision: "accept", line: 1 })).body as RowResult).verdict, "corrected");
  assert.deepEqual(await finesOf(codeIn(one)), []);
});

test("a refused row is gone, and what only another row can mend nobody can accept (C4, C13)", async () => {
  const batch = await sent([
    row({ CF_XDR_SHXYM: unproved() }),
    row({ CF_SY: `经查，当事人（${inventedPersonNumber("1980-01-01")}）销售不合格产品` }),
  ]);
  const held = await heldOf(batch.batchId);
  const [first, second] = held;
  assert.ok(first && second);
  assert.equal(((await decide(first, { decision: "refuse" })).body as RowResult).verdict, "refused");
  assert.equal(codeOf(await decide(first, { decision: "accept" })), "intake.held-decided");
  assert.equal(codeOf(await decide(second, { decision: "accept" })), "intake.held-mend");
  assert.equal((await look(second)).status, 200);
  const waiting = (await heldOf(batch.batchId)).map(({ row: at }) => at);
  assert.deepEqual(waiting, [second.row]);
});

test("a number that proves nothing founds a subject when an officer answers for it", async () => {
  const one = row({ CF_XDR_SHXYM: unproved() });
  const batch = await sent([one]);
  const [held] = await heldOf(batch.batchId);
  assert.ok(held);
  const detail = (await look(held)).body as HeldDetail;
  assert.ok(detail.mayFound);
  const result = (await decide(held, { decision: "accept" }, supervisor)).body as RowResult;
  assert.equal(result.verdict, "accepted");
  const recorded = await node.app.query(
    "SELECT entered_by <> confirmed_by AS apart FROM ledger.record WHERE batch_id = $1",
    [result.receipt?.batch],
  );
  assert.deepEqual(recorded.rows, [{ apart: true }]);
});

test("rows that wait go with their batch when it is undone", async () => {
  const batch = await sent([row({ CF_XDR_SHXYM: unproved() })]);
  const [held] = await heldOf(batch.batchId);
  assert.ok(held);
  await undone(batch.batchId);
  assert.deepEqual(await heldOf(batch.batchId), []);
  assert.equal(codeOf(await decide(held, { decision: "accept" })), "intake.held-decided");
});

test("after all of this every commitment of the ledger still holds (C17)", async () => {
  const job = { kind: "job", id: "verify" } as const;
  const scope = value(
    await node.door.scope(job, "verify-ledger", { type: "Node", id: "node" }, { audience: "inside" }),
  );
  const { altered, verified } = await verifyLedger(node.app, scope);
  assert.deepEqual(altered, []);
  assert.ok(verified > 20);
});

test("C17: after all that was undone and decided, the ledger agrees with every receipt and count", async () => {
  const scope = await node.door.scope(
    { kind: "job", id: "test" },
    "verify-ledger",
    { type: "Node", id: "node" },
    { audience: "inside" },
  );
  assert.ok(scope.ok);
  assert.deepEqual((await verifyLedger(node.app, scope.value)).altered, []);
  assert.deepEqual((await verifyReceipts(node.app, scope.value)).faults, []);
});

/** Sends a file as the command line does, by an agency's own client, and breaks off after the first part. */
async function brokenOff(rows: readonly PenaltyRow[]): Promise<string> {
  const actor = value(await actorForAgency(node, market.agencyCode));
  await assert.rejects(
    sendFile(node, actor, {
      file: {
        source: bytesSource(Buffer.from(csvOf(rows))),
        name: "断.csv",
        item: "cn/penalty",
        mapping: null,
        mappingVersion: null,
        uploadId: null,
        dryRun: false,
        channel: "command-line",
      },
      idempotencyKey: randomUUID(),
      onProgress: () => {
        throw new Error("the line broke");
      },
    }),
    /the line broke/,
  );
  const { items } = (await officer.api("/api/v1/intake/batches?limit=1")).body as { items: BatchView[] };
  assert.deepEqual([items[0]?.state, items[0]?.accepted], ["running", rows.length]);
  return items[0]?.batchId ?? "";
}

test("a batch whose sender broke off is ended by cancelling it: with a receipt of what is in, and it can be undone", async () => {
  const code = inventedCode();
  const batchId = await brokenOff([row({ CF_XDR_SHXYM: code })]);
  assert.equal(codeOf(await undo(batchId)), "intake.batch-not-ended");
  const cancelled = await officer.act(`/api/v1/intake/batches/${batchId}/cancel`, {});
  assert.equal((cancelled.body as BatchView).state, "cancelled", JSON.stringify(cancelled.body));
  const receipt = (await officer.api(`/api/v1/intake/batches/${batchId}/receipt`)).body as Receipt;
  assert.equal(receipt.accepted, 1);
  assert.equal((await undone(batchId)).state, "finished");
  assert.deepEqual(await finesOf(code), []);
});

test("a waiting row that is sent again waits once; taken back with its batch, it waits as it did before", async () => {
  const code = inventedCode();
  await sent([row({ CF_XDR_SHXYM: code, CF_XDR_MC: "临江市虚构甲商贸有限公司" })]);
  const held = row({ CF_XDR_SHXYM: code, CF_XDR_MC: "望岳市毫不相干重工集团有限公司" });
  const listed = async (batchId: string) =>
    ((await officer.api(`/api/v1/intake/held?limit=100&batch=${batchId}`)).body as { items: HeldView[] }).items.length;
  const first = await sent([held]);
  assert.deepEqual([first.held, await listed(first.batchId)], [1, 1]);
  const again = await sent([held, row()]);
  assert.equal(again.held, 1);
  assert.deepEqual([await listed(first.batchId), await listed(again.batchId)], [0, 1]);
  await undone(again.batchId);
  assert.equal(await listed(first.batchId), 1);
  const last = await sent([held]);
  const rowOf = ((await officer.api(`/api/v1/intake/held?batch=${last.batchId}`)).body as { items: HeldView[] })
    .items[0]?.row;
  const refused = await officer.act(`/api/v1/intake/held/${last.batchId}/${rowOf}/decide`, {
    decision: "refuse",
    reason: "名称与代码不符",
  });
  assert.equal(refused.status, 200, JSON.stringify(refused.body));
  await node.intake.forgetAllDue();
  assert.equal(await listed(first.batchId), 0, "what was decided waits again as it was sent before");
});

test("a batch whose sender does not come back within a day ends where it stands; one just begun is left alone", async () => {
  // The last test of the file: what it records is later than the node's clock.
  const batchId = await brokenOff([row()]);
  const rooms = { ...node, uploads: null as never, documents: null as never };
  await endLeftBehind(rooms);
  assert.equal(((await officer.api(`/api/v1/intake/batches/${batchId}`)).body as BatchView).state, "running");
  const later = { now: () => new Date(node.clock.now().getTime() + 25 * 3_600_000), today: () => node.clock.today() };
  await endLeftBehind({ ...rooms, clock: later });
  const left = (await officer.api(`/api/v1/intake/batches/${batchId}`)).body as BatchView;
  assert.deepEqual([left.state, left.refusal?.code, left.accepted], ["failed", "intake.sender-gone", 1]);
  assert.equal(((await officer.api(`/api/v1/intake/batches/${batchId}/receipt`)).body as Receipt).accepted, 1);
});
