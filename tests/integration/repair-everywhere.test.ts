/**
 * A builder of trust repairs and is off every list, desk and report (C11): one application for a penalty and for the listing
 * that rests on it, granted, and then looked for everywhere. A reversal brings it back until its own end.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import type { FileView } from "#contract/ledger.ts";
import { getPublicFile, readFile, readOwnFile } from "#contract/ledger.ts";
import { listEntries } from "#contract/list-entries.ts";
import * as noticeContract from "#contract/notices.ts";
import { listProceedings, type ProceedingLine } from "#contract/proceedings.ts";
import * as contract from "#contract/repair.ts";
import { type issueOwnReport, issuePublicReport, issueReportForBody, verifyReportCode } from "#contract/reports.ts";
import type { Actor, FileAnswer } from "#src/access/index.ts";
import { foldedStates } from "#src/lists/inbox/fold-anew.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { deskOf } from "#tests/kit/bundles.ts";
import { about, ask as check } from "#tests/kit/checks.ts";
import { timed } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { attach, Bureau } from "#tests/kit/proceedings.ts";
import { apply, punished, reasons } from "#tests/kit/repair.ts";

const node = await timed(await testNode({ CHENGXIN_DEMO: "1" }), "2025-05-06");
const bureau = new Bureau(node);
const bank = officerOf(await addAgency(node, { kinds: ["finance"] }), { roles: ["officer", "supervisor"] });
const visitor: Actor = { kind: "visitor" };
const matter = { matter: "cn/awards", purpose: "honour-review" };

const one = await punished(node, {
  decidedOn: "2025-05-06",
  penaltyKinds: ["降低资质等级"],
  content: "降低资质等级",
  revokedCertificate: "虚拟资质证书 第1号",
  fineAmount: undefined,
  validTo: "2028-05-06",
});
const proceedingId = await bureau.notified(one.code, { records: [one.recordId] });
await node.moveTo("2025-05-20");
const listed = await bureau.inForce(proceedingId);
const listingId = listed.recordId ?? assert.fail("no listing");

/** Where each of the two records is seen: by everyone, by a body, by the subject. */
async function seen(): Promise<Record<"open" | "body" | "own", string[]>> {
  const ids = ({ records }: FileView) => records.map(({ recordId, state }) => `${nameOf(recordId)} ${state}`).sort();
  const subject = { scheme: "unified-code", value: one.code };
  const asked = { body: { subject, purpose: "permit-review", basis: "行政许可法 34" } };
  return {
    open: ids(value(await ask<FileView>(node, getPublicFile, visitor, { params: { code: one.code } }))),
    body: ids(value(await ask<FileView>(node, readFile, bank, asked))),
    own: ids(value(await ask<FileView>(node, readOwnFile, one.representative, { body: { subjectId: one.subjectId } }))),
  };
}

const nameOf = (recordId: string) =>
  recordId === one.recordId ? "penalty" : recordId === listingId ? "listing" : recordId;

async function onList(): Promise<boolean> {
  const list = { params: { pack: "cn", name: "market-serious-list" }, query: { limit: 200 } };
  const { items } = value(await ask<{ items: { record: { recordId: string } }[] }>(node, listEntries, visitor, list));
  return items.some(({ record }) => record.recordId === listingId);
}

async function measures(): Promise<number> {
  return value(await check(node, bank, about(one.code, matter))).answer.constraints.length;
}

async function line(): Promise<ProceedingLine> {
  const query = { show: "all", limit: 50 };
  const { items } = value(await ask<{ items: ProceedingLine[] }>(node, listProceedings, bureau.officer, { query }));
  return items.find((found) => found.proceedingId === proceedingId) ?? assert.fail("the proceeding is on no desk");
}

/** A report as data: its code, and the records in it. */
async function report(endpoint: typeof issuePublicReport | typeof issueOwnReport, actor: Actor, body: object) {
  const file = value(
    await ask<FileAnswer>(node, endpoint, actor, { body: { ...body, format: "json", language: "zh" } }),
  );
  const bytes = file.bytes instanceof Uint8Array ? Buffer.from(file.bytes) : await buffer(file.bytes);
  const text = bytes.toString("utf8");
  const { reportCode } = JSON.parse(text) as { reportCode: string };
  return { code: reportCode, penalty: text.includes(one.recordId), listing: text.includes(listingId) };
}
const publicReport = () => report(issuePublicReport, visitor, { code: one.code });
const verdictOf = async (code: string) =>
  value(await ask<{ verdict: string }>(node, verifyReportCode, visitor, { params: { code } })).verdict;

const grant = (requestId: string) =>
  ask<contract.RepairLine>(node, contract.grantRepair, bureau.decider, { params: { requestId }, body: { reasons } });

test("before: on the list, at the desk, in the report, on the keeper's desk in force", async () => {
  assert.deepEqual(await seen(), {
    open: ["listing standing", "penalty standing"],
    body: ["listing standing", "penalty standing"],
    own: ["listing standing", "penalty standing"],
  });
  assert.ok(await onList());
  assert.ok((await measures()) > 0);
  assert.equal((await line()).state.inForce, true);
});

const granted: string[] = [];
let held = "";

test("one application reaches the record and the listing that rests on it; granted, both are gone everywhere but for their subject", async () => {
  await node.moveTo("2026-06-01");
  const before = await publicReport();
  assert.deepEqual([before.penalty, before.listing, await verdictOf(before.code)], [true, true, "genuine"]);
  held = before.code;
  const early = await deskOf(node, bank, { matters: [matter.matter], purpose: matter.purpose });
  const applied = value(await apply(node, one));
  assert.deepEqual(
    applied.requests.map(({ recordId }) => nameOf(recordId)),
    ["penalty", "listing"],
  );
  for (const { requestId } of applied.requests) {
    value(await grant(requestId));
    granted.push(requestId);
  }
  assert.deepEqual(await seen(), { open: [], body: [], own: ["listing repaired", "penalty repaired"] });
  assert.equal(await onList(), false);
  assert.equal(await measures(), 0);
  const after = await publicReport();
  assert.deepEqual([after.penalty, after.listing], [false, false]);
  assert.equal(await verdictOf(held), "superseded");
  assert.equal(await verdictOf(after.code), "genuine");
  const reading = {
    subject: { scheme: "unified-code", value: one.code },
    purpose: "permit-review",
    basis: "行政许可法 34",
  };
  const body = await report(issueReportForBody as never, bank, reading);
  assert.deepEqual([body.penalty, body.listing], [false, false]);
  // A bundle made before says its day and still has it; one made after has nothing.
  const late = await deskOf(node, bank, { matters: [matter.matter], purpose: matter.purpose });
  const bound = (desk: typeof late) => {
    const told = desk.ask(one.code, { matter: matter.matter, now: node.clock.now() });
    assert.ok(told.ok, JSON.stringify(told));
    return told.told.constraints.length;
  };
  assert.ok(bound(early) > 0);
  assert.equal(bound(late), 0);
});

test("the keeper's own proceeding ends with the repair, in the same transaction, and folds to what its desk shows", async () => {
  const now = await line();
  assert.deepEqual(
    [now.state.inForce, now.state.final, now.stage, now.repairedOn, now.state.title.zh],
    [false, true, "over", "2026-06-01", "已修复，移出名单"],
  );
  const view = value(await bureau.view(proceedingId));
  assert.deepEqual(
    view.next.map(({ act }) => act),
    ["move-undoing"],
    "nothing but a court's or a superior's ruling follows",
  );
  assert.equal(
    refusalOf(await bureau.act(proceedingId, "apply-exit", {}, { actor: bureau.officer })),
    "lists.act-not-now",
  );
  for await (const { kept, folded } of foldedStates(node as never)) assert.deepEqual(kept, folded);
});

test("nobody is listed anew on what is repaired", async () => {
  const again = await bureau.open(one.code, { records: [one.recordId] });
  assert.equal(refusalOf(again), "lists.record-withdrawn");
});

test("a reversal for fraud brings the listing back until its own end: list, desk, measures, proceeding", async () => {
  const requestId = granted[1] ?? "";
  const { decider } = bureau;
  const facts = "经查，申请时提交的缴款凭证系伪造，银行回函证明该笔款项从未入账。";
  const act = (endpoint: typeof contract.intendReversal | typeof contract.settleReversal, body: object) =>
    ask<contract.RepairLine>(node, endpoint, decider, { params: { requestId }, body });
  value(await act(contract.intendReversal, { facts }));
  assert.equal((await line()).state.inForce, false, "not before the decision (C6)");
  const view = value(await ask<contract.RepairView>(node, contract.getRepair, decider, { params: { requestId } }));
  const noticeId = view.noticeId ?? "";
  const proof = await attach(node, decider, noticeId);
  const serving = { mode: "direct", servedOn: "2026-06-01", proof };
  value(await ask(node, noticeContract.serveNotice, decider, { params: { noticeId }, body: serving }));
  value(
    await ask(node, noticeContract.waiveTime, one.representative, {
      params: { noticeId },
      body: {},
      key: randomUUID(),
    }),
  );
  value(await act(contract.settleReversal, { reverse: true, reasons: facts }));
  assert.ok(await onList());
  assert.ok((await measures()) > 0);
  const now = await line();
  assert.deepEqual([now.state.inForce, now.repairedOn, now.stage], [true, null, "listed"]);
  for await (const { kept, folded } of foldedStates(node as never)) assert.deepEqual(kept, folded);
  await node.moveTo("2028-05-21");
  assert.equal((await line()).stage, "over", "its own end comes by itself (C8)");
});
