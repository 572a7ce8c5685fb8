/** Objections end to end on a real database: marked everywhere at once, answered with reasons, silent by the date. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { withdrawRecord } from "#contract/entries.ts";
import type { DecisionList } from "#contract/ledger.ts";
import { listDecisions } from "#contract/ledger.ts";
import type { Evidence, Lateness, ObjectionLine, Told } from "#contract/objections.ts";
import * as contract from "#contract/objections.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { moveTo } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { mandated } from "#tests/kit/notices.ts";
import { act, file, market, reasons, recorded, seen, view, words } from "#tests/kit/objections.ts";
import { marketOfficer } from "#tests/kit/proceedings.ts";

const node = await testNode();
await moveTo(node, "2026-06-01");
const officer = marketOfficer();
const supervisor = marketOfficer(["supervisor"]);
const stranger = officerOf(await addAgency(node));

const marksOf = (record: { marks: readonly { mark: string }[] } | null) => record?.marks.map(({ mark }) => mark);

test("filed, the record is marked in every view in the same moment, with the day its answer is due", async () => {
  const one = await recorded(node, "2026-05-20");
  const before = await seen(node, one, stranger);
  assert.deepEqual([marksOf(before.own), marksOf(before.public), marksOf(before.body)], [[], [], []]);
  const line = value(await file(node, one));
  // 征信业管理条例 25: twenty days from 1 June end on Sunday 21 June; the next working day is Monday the 22nd.
  assert.deepEqual([line.state, line.clock?.dueOn, line.clock?.over], ["open", "2026-06-22", false]);
  const after = await seen(node, one, stranger);
  for (const record of Object.values(after))
    assert.deepEqual(
      record?.marks.map(({ mark, dueOn }) => [mark, dueOn]),
      [["objection", "2026-06-22"]],
    );
  const list = value(
    await ask<DecisionList>(node, listDecisions, { kind: "visitor" }, { query: { item: "cn/penalty", limit: 200 } }),
  );
  const listed = list.items.find(({ record }) => record.recordId === one.recordId);
  assert.deepEqual(marksOf(listed?.record ?? null), ["objection"]);
});

test("upheld, the record is corrected and whoever was shown the file is told, in one act; the mark is gone", async () => {
  const one = await recorded(node, "2026-05-20");
  await seen(node, one, stranger);
  const { objectionId } = value(await file(node, one));
  const fields = { ...one.fields, fineAmount: "8000", content: "罚款8千元" };
  const done = await act(node, contract.upholdObjection, officer, objectionId, { reasons, fields });
  const line = value(done);
  assert.deepEqual([line.state, line.clock], ["upheld", null]);
  const now = await seen(node, one, stranger);
  assert.deepEqual([marksOf(now.own), now.own?.fields["fineAmount"]], [[], 8000]);
  assert.notEqual(now.public?.correctedAt ?? null, null);
  const told = value(await ask<{ items: Told[] }>(node, contract.listTold, stranger));
  assert.deepEqual(
    told.items.filter(({ recordId }) => recordId === one.recordId).map(({ change }) => change),
    ["corrected"],
  );
  assert.ok(!/8千|fineAmount/.test(JSON.stringify(told)), "no more content than needed");
  assert.equal(value(await view(node, one.representative, objectionId)).told, 1);
  const [verification] = [await node.app.query("SELECT mark FROM ledger.change WHERE record_id = $1", [one.recordId])];
  assert.deepEqual(
    verification.rows.map(({ mark }) => mark),
    ["objection", null, "objection"],
  );
});

test("upheld by withdrawal, nobody but the subject sees the record any more", async () => {
  const one = await recorded(node, "2026-05-20");
  const { objectionId } = value(await file(node, one, { ground: "not-me", wanted: "withdraw" }));
  value(await act(node, contract.upholdObjection, officer, objectionId, { reasons }));
  const now = await seen(node, one, stranger);
  assert.deepEqual([now.public, now.body, now.own?.state], [null, null, "withdrawn"]);
});

test("rejected with reasons, the subject's statement stands beside the record in every view until it takes it back", async () => {
  const one = await recorded(node, "2026-05-20");
  const { objectionId } = value(await file(node, one));
  value(await act(node, contract.rejectObjection, officer, objectionId, { reasons }));
  assert.deepEqual(marksOf((await seen(node, one, stranger)).own), []);
  const text = "我单位已足额缴纳罚款，并已更换供货商。";
  const attach = (said: string) => act(node, contract.attachStatement, one.representative, objectionId, { text: said });
  assert.equal(refusalOf(await attach("请联系13912345678核实")), "objections.statement-person");
  value(await attach(text));
  const attached = await seen(node, one, stranger);
  assert.equal(attached.own?.marks[0]?.text, text);
  assert.equal(attached.body?.marks[0]?.text, text);
  // C3: everyone reads that there is one; its words when an officer has looked that nobody else's data is in it.
  assert.deepEqual([marksOf(attached.public), attached.public?.marks[0]?.text], [["statement"], undefined]);
  const release = (said: string) => act(node, contract.releaseStatement, officer, objectionId, { text: said });
  assert.equal(refusalOf(await release("我单位已足额缴纳罚款。")), "objections.statement-not-its-words");
  value(await release(text));
  assert.equal((await seen(node, one, stranger)).public?.marks[0]?.text, text);
  value(await act(node, contract.removeStatement, one.representative, objectionId));
  const removed = await seen(node, one, stranger);
  for (const record of Object.values(removed)) assert.deepEqual(record?.marks, []);
});

test("one objection runs at a time; what comes besides is added to it, and a key used twice is one act", async () => {
  const one = await recorded(node, "2026-05-20");
  const key = randomUUID();
  const line = value(await file(node, one, {}, { key }));
  assert.equal(value(await file(node, one, {}, { key })).objectionId, line.objectionId);
  assert.equal(refusalOf(await file(node, one, { words: "别的理由" }, { key })), "access.key-used");
  assert.equal(refusalOf(await file(node, one, { ground: "other" })), "objections.already-open");
  const more = { words: "补充：附缴款凭证。", documents: [] };
  value(await act(node, contract.addToObjection, one.representative, line.objectionId, more));
  value(await act(node, contract.withdrawObjection, one.representative, line.objectionId));
  assert.deepEqual(marksOf((await seen(node, one, stranger)).public), []);
  assert.equal(
    refusalOf(await act(node, contract.rejectObjection, officer, line.objectionId, { reasons })),
    "objections.over",
  );
  const again = value(await file(node, one));
  assert.equal(again.round, 2);
});

test("of two representatives neither undoes the other while both mandates stand; one that ended carries no act", async () => {
  const one = await recorded(node, "2026-05-20");
  const other = await mandated(node, { subject: one.subjectId, agency: market, until: "2027-12-31" });
  const { objectionId } = value(await file(node, one));
  const withdraw = () => act(node, contract.withdrawObjection, other.actor, objectionId);
  assert.equal(refusalOf(await withdraw()), "objections.filed-by-another");
  value(await act(node, contract.addToObjection, other.actor, objectionId, { words: "同意前述理由。", documents: [] }));
  await one.revoke();
  assert.equal(
    refusalOf(await act(node, contract.addToObjection, one.representative, objectionId, { words, documents: [] })),
    "access.no-mandate",
  );
  assert.deepEqual(marksOf((await seen(node, one, stranger)).public), ["objection"]);
  assert.equal(value(await withdraw()).state, "withdrawn");
});

test("a record that was withdrawn is not objected to, and nobody objects for another", async () => {
  const one = await recorded(node, "2026-05-20");
  const { objectionId } = value(await file(node, one, { wanted: "withdraw" }));
  value(await act(node, contract.upholdObjection, officer, objectionId, { reasons }));
  assert.equal(refusalOf(await file(node, one)), "objections.record-gone");
  const other = await recorded(node, "2026-05-20");
  assert.equal(refusalOf(await file(node, other, {}, { actor: one.representative })), "access.denied");
  assert.equal(refusalOf(await file(node, other, {}, { actor: officer })), "access.denied");
  assert.equal(refusalOf(await file(node, other, { recordId: randomUUID() })), "objections.record-unknown");
});

test("a record its source withdrew meanwhile by another way settles the objection: it had its way", async () => {
  const one = await recorded(node, "2026-05-20");
  const { objectionId } = value(await file(node, one));
  const body = { subjectId: one.subjectId, recordId: one.recordId, reason: "重复报送" };
  value(await ask(node, withdrawRecord, officer, { body }));
  assert.equal(value(await act(node, contract.upholdObjection, officer, objectionId, { reasons })).state, "upheld");
});

test("at the counter an officer writes it down, stating the basis, and another answers (C5)", async () => {
  const one = await recorded(node, "2026-05-20");
  const basis = "核对居民身份证和营业执照原件";
  const { objectionId } = value(await file(node, one, { basis }, { actor: officer }));
  assert.equal(
    refusalOf(await act(node, contract.rejectObjection, officer, objectionId, { reasons })),
    "access.denied",
  );
  value(await act(node, contract.rejectObjection, marketOfficer(), objectionId, { reasons }));
  const read = value(await view(node, one.representative, objectionId));
  assert.deepEqual([read.acts[0]?.by, read.acts[0]?.basis], ["counter", basis]);
});

test("a correction that corrects nothing upholds nothing, and one that breaks the item's rules is refused with the rule", async () => {
  const one = await recorded(node, "2026-05-20");
  const { objectionId } = value(await file(node, one));
  const uphold = (fields: object) => act(node, contract.upholdObjection, officer, objectionId, { reasons, fields });
  assert.equal(refusalOf(await uphold(one.fields)), "objections.nothing-corrected");
  assert.equal(refusalOf(await uphold({ ...one.fields, fineAmount: "二千" })), "objections.correction-refused");
  assert.equal(value(await view(node, one.representative, objectionId)).state, "open");
});

test("evidence is judged by its content: what is encrypted, hostile, empty or lies about its kind is not taken in", async () => {
  const one = await recorded(node, "2026-05-20");
  const bring = (content: Buffer, actor = one.representative, key = randomUUID()) =>
    ask<Evidence>(node, contract.attachEvidence, actor, { params: { subjectId: one.subjectId }, file: content, key });
  const pdf = (inside: string) =>
    Buffer.from(`%PDF-1.7\n1 0 obj\n<<${inside}>>\nendobj\ntrailer\n<<>>\n%%EOF\n`, "latin1");
  const png = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.from("IEND\u00aeB`\u0082", "latin1")]);
  for (const [content, code] of [
    [Buffer.from("MZ\u0090\u0000\u0003", "latin1"), "intake.document-kind"],
    [pdf("/Encrypt 5 0 R"), "intake.document-encrypted"],
    [pdf("/OpenAction <</S /JavaScript>>"), "intake.document-hostile"],
    [pdf("/#4aavaScript 1"), "intake.document-hostile"],
    [Buffer.concat([png, Buffer.alloc(100, 1)]), "intake.document-hostile"],
    [Buffer.alloc(10 * 1024 * 1024 + 1, "a"), "intake.document-too-large"],
  ] as const)
    assert.equal(refusalOf(await bring(content)), code);
  const kept = value(await bring(pdf("")));
  assert.deepEqual([kept.mediaType, kept.scanned], ["application/pdf", false]);
  const other = await recorded(node, "2026-05-20");
  assert.equal(refusalOf(await bring(png, other.representative)), "access.denied");
  const documents = [kept.documentId];
  const line = value(await file(node, one, { documents }));
  assert.equal(refusalOf(await file(node, other, { documents })), "objections.document-unknown");
  const read = value(await view(node, officer, line.objectionId));
  assert.equal(read.acts[0]?.documents[0]?.documentId, kept.documentId);
  assert.equal(refusalOf(await view(node, stranger, line.objectionId)), "access.denied");
});

test("the queue has what waits by its day, overdue first, and nothing of another agency's", async () => {
  const queue = value(await ask<{ items: ObjectionLine[]; waiting: number }>(node, contract.listObjections, officer));
  const days = queue.items.map(({ clock }) => clock?.dueOn ?? "");
  assert.deepEqual(days, days.toSorted());
  assert.equal(queue.waiting, queue.items.length);
  const others = value(await ask<{ items: ObjectionLine[] }>(node, contract.listObjections, stranger));
  assert.deepEqual(others.items, []);
});
test("C10: unanswered past its day the record falls silent by the date alone, and speaks again once it is answered", async () => {
  const one = await recorded(node, "2026-05-20");
  const { objectionId } = value(await file(node, one));
  await moveTo(node, "2026-06-22");
  assert.equal((await seen(node, one, stranger)).public?.recordId, one.recordId);
  await moveTo(node, "2026-06-23");
  const silent = await seen(node, one, stranger);
  assert.deepEqual([silent.public, silent.body], [null, null]);
  assert.deepEqual(marksOf(silent.own), ["objection", "suspension"]);
  for (const empty of [
    "异议不成立。",
    "经核查，该信息准确无误，不予更正。感谢您的理解与支持。",
    "不不不不不不不不不不不不不不不不不不不不不不不不",
    "【写明核对了什么材料】【写明查明了什么】",
  ])
    assert.equal(
      refusalOf(await act(node, contract.rejectObjection, officer, objectionId, { reasons: empty })),
      "objections.reasons-empty",
    );
  assert.equal((await seen(node, one, stranger)).public, null);
  assert.equal(
    refusalOf(await act(node, contract.extendObjection, officer, objectionId, { reasons })),
    "objections.too-late-to-extend",
  );
  value(await act(node, contract.rejectObjection, officer, objectionId, { reasons }));
  assert.equal((await seen(node, one, stranger)).public?.recordId, one.recordId);
});

test("C10: imminent danger to life keeps a record in effect ten working days, by a supervisor's reasoned order, once", async () => {
  const one = await recorded(node, "2026-05-20");
  const { objectionId } = value(await file(node, one));
  await moveTo(node, "2026-07-14");
  const keep = (actor = supervisor) => act(node, contract.keepInEffect, actor, objectionId, { reasons });
  assert.equal(refusalOf(await keep(officer)), "access.denied");
  // Ten working days from Tuesday 14 July 2026.
  assert.equal(value(await keep()).clock?.dueOn, "2026-07-28");
  assert.equal((await seen(node, one, stranger)).public?.recordId, one.recordId);
  assert.equal(refusalOf(await keep()), "objections.kept-once");
  await moveTo(node, "2026-07-29");
  assert.equal((await seen(node, one, stranger)).public, null);
});

test("supervisors are told once of what nobody answered, whatever the number of runs; a day off is caught up with", async () => {
  const one = await recorded(node, "2026-05-20");
  const { objectionId } = value(await file(node, one));
  await moveTo(node, "2026-08-18");
  await node.objections.escalateOverdue();
  const levels = async () =>
    value(await view(node, one.representative, objectionId))
      .acts.filter((one_) => one_.act === "escalate")
      .map(({ level }) => level);
  assert.deepEqual(await levels(), []);
  await moveTo(node, "2026-08-20");
  await Promise.all([node.objections.escalateOverdue(), node.objections.escalateOverdue()]);
  await node.objections.escalateOverdue();
  assert.deepEqual(await levels(), [1]);
  // The machine was off for two weeks: one run tells the platform's supervisor too.
  await moveTo(node, "2026-09-03");
  await node.objections.escalateOverdue();
  await node.objections.escalateOverdue();
  assert.deepEqual(await levels(), [1, 2]);
  const lateness = value(await ask<{ items: Lateness[] }>(node, contract.countLateness, supervisor));
  assert.ok((lateness.items[0]?.overdue ?? 0) >= 1);
});
