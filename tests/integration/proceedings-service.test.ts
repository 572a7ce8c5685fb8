/** What follows from service follows by itself: one act of a person serves, moves the proceeding and starts its clocks (C5, C6). */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as notices from "#contract/notices.ts";
import type { ProceedingView } from "#contract/proceedings.ts";
import { signature } from "#src/access/index.ts";
import { refusalOf, value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { timed } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { mandated } from "#tests/kit/notices.ts";
import { Bureau, newOrganisation } from "#tests/kit/proceedings.ts";

const node = await timed(await testNode(), "2026-03-02");
const bureau = new Bureau(node);
const agency = { agencyCode: bureau.officer.kind === "officer" ? bureau.officer.agency : "" } as never;

/** A firm whose representative takes service electronically. */
async function reachable() {
  const firm = await newOrganisation(node);
  const someone = await mandated(node, { subject: firm.subjectId, agency, until: "2027-12-31" });
  const body = { subjectId: firm.subjectId, electronic: true };
  value(await ask(node, notices.chooseService, someone.actor, { body }));
  return { ...firm, actor: someone.actor };
}

const terms = ({ clocks }: ProceedingView) => clocks.map(({ term, dueOn, overdue }) => [term, dueOn, overdue]);

test("recording service with its proof moves the proceeding, and its clocks run from the day of service", async () => {
  const firm = await newOrganisation(node);
  const opened = value(await bureau.open(firm.code));
  assert.deepEqual(terms(opened), [["notify", "2026-03-16", false]]);
  assert.deepEqual([opened.drawable, opened.toServe, opened.waits], [["intended-listing"], [], "keeper"]);
  assert.equal(opened.clocks[0]?.law, null, "a target of the office's own is not called law");
  const noticeId = await bureau.draw(opened.proceedingId, "intended-listing");
  const drawn = value(await bureau.view(opened.proceedingId));
  assert.deepEqual([drawn.state.state, drawn.toServe], ["proposed", [noticeId]]);
  await bureau.serveDrawn(noticeId, "2026-03-02");
  const served = value(await bureau.view(opened.proceedingId));
  assert.equal(served.state.state, "notified");
  assert.deepEqual(
    served.clocks.filter(({ term }) => term !== "decide").map(({ term, dueOn }) => [term, dueOn]),
    [
      ["answer", "2026-03-09"],
      ["hearing", "2026-03-09"],
    ],
  );
  assert.deepEqual([served.waits, served.waitsUntil, served.stage], ["answer", "2026-03-09", "waiting"]);
  const moved = served.acts.at(-1);
  assert.deepEqual([moved?.act, moved?.by.self], ["serve-notice", true], "by who recorded it");
  const decider = value(await bureau.view(opened.proceedingId, bureau.decider)).next.find(
    ({ act }) => act === "decide",
  );
  assert.deepEqual([decider?.missing[0]?.code, decider?.possibleFrom], ["lists.answer-term-runs", "2026-03-10"]);
});

test("served again, a notice moves the proceeding no second time", async () => {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  const [notice] = value(await bureau.view(proceedingId)).notices;
  await bureau.serveDrawn(notice?.noticeId ?? "", "2026-03-02");
  const { acts } = value(await bureau.view(proceedingId));
  assert.equal(acts.filter(({ act }) => act === "serve-notice").length, 1);
});

test("a notice read electronically is served by that, and the proceeding moves with it", async () => {
  const firm = await reachable();
  const { proceedingId } = value(await bureau.open(firm.code));
  const params = { noticeId: await bureau.draw(proceedingId, "intended-listing") };
  value(await ask(node, notices.offerNotice, bureau.officer, { params, body: {} }));
  const offered = value(await bureau.view(proceedingId));
  assert.deepEqual([offered.state.state, offered.waits], ["proposed", "reading"], "unread is not served (C6)");
  value(await ask(node, notices.receiveNotice, firm.actor, { params, body: {} }));
  const read = value(await bureau.view(proceedingId));
  assert.equal(read.state.state, "notified");
  assert.deepEqual(read.acts.at(-1)?.by, { kind: "representative", name: null, office: null, self: false });
});

test("a decision read electronically takes effect that moment, under the name of who decided it (C5, C6)", async () => {
  const firm = await reachable();
  const proceedingId = await bureau.notified(firm.code);
  await node.moveTo("2026-03-10");
  const decided = value(await bureau.decide(proceedingId));
  assert.deepEqual(terms(decided), [
    ["confirm", "2026-03-17", false],
    ["serve", "2026-03-19", false],
  ]);
  const serve = decided.clocks.find(({ term }) => term === "serve");
  assert.match(serve?.law?.article ?? "", /第六十一条/);
  const confirmed = await bureau.act(proceedingId, "confirm", { reasons: "同意。" }, { actor: bureau.supervisor });
  assert.deepEqual(
    value(confirmed).clocks.map(({ term }) => term),
    ["serve"],
  );
  const params = { noticeId: await bureau.draw(proceedingId, "decision") };
  value(await ask(node, notices.offerNotice, bureau.officer, { params, body: {} }));
  const shown = () =>
    node.publicReader.query("SELECT record_id FROM public_read.record WHERE subject_id = $1", [firm.subjectId]);
  assert.equal((await shown()).rowCount, 0);
  value(await ask(node, notices.receiveNotice, firm.actor, { params, body: {} }));
  const listed = value(await bureau.view(proceedingId));
  assert.deepEqual([listed.state.state, listed.listedFrom, listed.stage], ["in-force", "2026-03-10", "listed"]);
  assert.equal((await shown()).rowCount, 1);
  const { rows } = await node.app.query(
    "SELECT entered_by, confirmed_by, served_on, effective_from FROM ledger.record WHERE record_id = $1",
    [listed.recordId],
  );
  assert.deepEqual(rows, [
    {
      entered_by: signature(bureau.decider),
      confirmed_by: signature(bureau.supervisor),
      served_on: "2026-03-10",
      effective_from: "2026-03-10",
    },
  ]);
});

test("of ten who read and serve one decision at once, it takes effect once", async () => {
  const firm = await reachable();
  const proceedingId = await bureau.notified(firm.code);
  await node.moveTo("2026-03-18");
  value(await bureau.decide(proceedingId));
  value(await bureau.act(proceedingId, "confirm", { reasons: "同意。" }, { actor: bureau.supervisor }));
  const noticeId = await bureau.draw(proceedingId, "decision");
  const params = { noticeId };
  value(await ask(node, notices.offerNotice, bureau.officer, { params, body: {} }));
  const read = () => ask(node, notices.receiveNotice, firm.actor, { params, body: {} });
  const outcomes = await Promise.all([
    ...Array.from({ length: 5 }, read),
    ...Array.from({ length: 5 }, () => bureau.recordService(noticeId, "2026-03-18")),
  ]);
  assert.ok(outcomes.some(({ ok }) => ok));
  for (const outcome of outcomes) if (!outcome.ok) assert.match(refusalOf(outcome), /^(notices\.|http\.busy)/);
  const { acts, state } = value(await bureau.view(proceedingId));
  assert.deepEqual([state.state, acts.filter(({ act }) => act === "serve-decision").length], ["in-force", 1]);
  const records = await node.app.query("SELECT FROM ledger.record WHERE subject_id = $1", [firm.subjectId]);
  assert.equal(records.rowCount, 1);
});

test("a decision that was sent back meanwhile is served as a fact, and has no effect", async () => {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  await node.moveTo("2026-03-26");
  value(await bureau.decide(proceedingId));
  value(await bureau.act(proceedingId, "confirm", { reasons: "同意。" }, { actor: bureau.supervisor }));
  const noticeId = await bureau.draw(proceedingId, "decision");
  value(await bureau.act(proceedingId, "return", { reasons: "主体有误。" }, { actor: bureau.supervisor }));
  await bureau.serveDrawn(noticeId, "2026-03-26");
  assert.equal(value(await bureau.view(proceedingId)).state.state, "returned");
  const records = await node.app.query("SELECT FROM ledger.record WHERE subject_id = $1", [firm.subjectId]);
  assert.equal(records.rowCount, 0);
});

test("what the subject said stands on the case, word for word, with what it brought", async () => {
  const firm = await reachable();
  const proceedingId = await bureau.notified(firm.code);
  const [notice] = value(await bureau.view(proceedingId)).notices;
  const params = { noticeId: notice?.noticeId ?? "" };
  const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "latin1");
  const paper = value(
    await ask<{ documentId: string }>(node, notices.attachToNotice, firm.actor, { params, file: pdf }),
  );
  const body = { statement: "产品已经召回，请求不予列入。", documents: [paper.documentId] };
  value(await ask(node, notices.answerNotice, firm.actor, { params, body }));
  value(await ask(node, notices.askForHearing, firm.actor, { params, body: { words: "请求听证。" } }));
  const view = value(await bureau.view(proceedingId));
  assert.deepEqual(
    view.said.map(({ act, by, words, documents }) => [act, by, words, documents.length]),
    [
      ["answer", "subject", body.statement, 1],
      ["ask-hearing", "subject", "请求听证。", 0],
    ],
  );
  assert.deepEqual([view.waits, view.mine], ["keeper", true], "a hearing that was asked for is the keeper's to hold");
});
