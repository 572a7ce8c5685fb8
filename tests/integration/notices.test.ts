/** Notices served, read, answered: on a real database, through the acts that routes and other rooms call. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { Endpoint } from "#contract/endpoint.ts";
import type { NoticeLine, NoticeView } from "#contract/notices.ts";
import * as contract from "#contract/notices.ts";
import type { Actor } from "#src/access/index.ts";
import { addAgency, officerOf, once, refusalOf, value } from "#tests/kit/access.ts";
import { ask as asking, type Given } from "#tests/kit/ask.ts";
import { timed } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { draft, foundOrganisation, mandated } from "#tests/kit/notices.ts";

const node = await timed(await testNode(), "2026-03-02");
const agency = await addAgency(node);
const officer = officerOf(agency);
const colleague = officerOf(agency);
const stranger = officerOf(await addAgency(node));
const subject = await foundOrganisation(node);
const representative = await mandated(node, { subject, agency, until: "2027-12-31" });

const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "latin1");

const ask = <T>(endpoint: Endpoint, actor: Actor, given?: Given) => asking<T>(node, endpoint, actor, given);

const act = (endpoint: Endpoint, actor: Actor, noticeId: string, body: object = {}, key: string = randomUUID()) =>
  ask<NoticeLine>(endpoint, actor, { params: { noticeId }, body, key });

async function attach(actor: Actor, noticeId: string, file = pdf): Promise<string> {
  return value(await ask<{ documentId: string }>(contract.attachToNotice, actor, { params: { noticeId }, file }))
    .documentId;
}

async function drawn(given = {}): Promise<string> {
  return value(await node.notices.drawUp(once(officer), draft(subject, given)));
}

async function served(servedOn = "2026-03-02", given = {}): Promise<string> {
  const noticeId = await drawn(given);
  const proof = await attach(officer, noticeId);
  value(await act(contract.serveNotice, officer, noticeId, { mode: "direct", servedOn, proof }));
  return noticeId;
}

test("a notice served on paper runs its working days from the day after, on the State Council's calendar", async () => {
  const noticeId = await served();
  const standing = await node.notices.standing(noticeId);
  assert.deepEqual(
    [standing?.state, standing?.due?.servedOn, standing?.due?.answerDueOn, standing?.clock?.over],
    ["served", "2026-03-02", "2026-03-09", false],
  );
});

test("service is not recorded without a proof of this notice by whoever records it, nor before it was drawn up, nor of tomorrow", async () => {
  const noticeId = await drawn();
  const proof = await attach(officer, noticeId);
  const others = await attach(officer, await drawn());
  const body = { mode: "direct", servedOn: "2026-03-02", proof };
  for (const [change, code] of [
    [{ servedOn: "2026-03-01" }, "notices.service-date"],
    [{ servedOn: "2026-03-03" }, "notices.service-date"],
    [{ proof: others }, "notices.document-unknown"],
    [{ proof: randomUUID() }, "notices.document-unknown"],
    [{ mode: "announcement" }, "notices.announced-early"],
  ] as const)
    assert.equal(refusalOf(await act(contract.serveNotice, officer, noticeId, { ...body, ...change })), code);
  assert.equal(refusalOf(await act(contract.serveNotice, colleague, noticeId, body)), "notices.document-unknown");
  assert.equal(refusalOf(await act(contract.serveNotice, stranger, noticeId, body)), "access.denied");
  assert.equal((await node.notices.standing(noticeId))?.state, "drawn");
});

test("unread is not served: what was made available runs no time until a mandated representative opens it", async () => {
  const other = await foundOrganisation(node);
  const someone = await mandated(node, { subject: other, agency, until: "2027-12-31" });
  const noticeId = value(await node.notices.drawUp(once(officer), draft(other)));
  assert.equal(refusalOf(await act(contract.offerNotice, officer, noticeId)), "notices.not-agreed");
  const choose = (electronic: boolean) =>
    ask(contract.chooseService, someone.actor, { body: { subjectId: other, electronic } });
  value(await choose(true));
  value(await act(contract.offerNotice, officer, noticeId));
  const listed = value(await ask<{ items: NoticeLine[] }>(contract.listOwnNotices, someone.actor));
  assert.deepEqual(
    listed.items.map(({ state, servedOn, answer }) => ({ state, servedOn, answer })),
    [{ state: "offered", servedOn: null, answer: null }],
  );
  assert.equal(refusalOf(await ask(contract.getOwnNotice, someone.actor, { params: { noticeId } })), "notices.unread");
  assert.equal(
    refusalOf(await act(contract.answerNotice, someone.actor, noticeId, { statement: "不同意", documents: [] })),
    "notices.not-served",
  );
  assert.equal((await node.notices.standing(noticeId))?.due, null);
  value(await choose(false));
  assert.equal(
    refusalOf(await act(contract.receiveNotice, someone.actor, noticeId, { confirm: true })),
    "notices.not-agreed",
  );
  value(await choose(true));
  assert.equal(
    refusalOf(await act(contract.receiveNotice, representative.actor, noticeId, { confirm: true })),
    "access.denied",
  );
  assert.equal(refusalOf(await act(contract.receiveNotice, officer, noticeId, { confirm: true })), "access.denied");
  const line = value(await act(contract.receiveNotice, someone.actor, noticeId, { confirm: true }));
  assert.deepEqual(
    [line.state, line.mode, line.servedOn, line.answer?.dueOn],
    ["served", "electronic", "2026-03-02", "2026-03-09"],
  );
  value(await ask<NoticeView>(contract.getOwnNotice, someone.actor, { params: { noticeId } }));
});

test("a representative answers with documents, asks for a hearing, waives; the authority reads it, which its subject can see", async () => {
  const noticeId = await served();
  const document = await attach(representative.actor, noticeId, Buffer.from("证明材料"));
  const body = { statement: "产品已经召回，请从轻处理。", documents: [document] };
  const key = randomUUID();
  const line = value(await act(contract.answerNotice, representative.actor, noticeId, body, key));
  assert.deepEqual(value(await act(contract.answerNotice, representative.actor, noticeId, body, key)), line);
  assert.equal(
    refusalOf(await act(contract.answerNotice, representative.actor, noticeId, { ...body, statement: "别的" }, key)),
    "access.key-used",
  );
  value(await act(contract.askForHearing, representative.actor, noticeId, { words: "请求听证" }));
  value(await act(contract.waiveTime, representative.actor, noticeId, { confirm: true }));
  assert.equal(
    refusalOf(await act(contract.waiveTime, representative.actor, noticeId, { confirm: true })),
    "notices.nothing-to-waive",
  );
  const seen = value(await ask<NoticeView>(contract.getNotice, colleague, { params: { noticeId } }));
  assert.deepEqual(
    seen.acts.map(({ act: name, by }) => `${by}: ${name}`),
    ["authority: draw-up", "authority: serve", "subject: answer", "subject: ask-hearing", "subject: waive"],
  );
  const [answer] = seen.acts.filter(({ act: name }) => name === "answer");
  assert.deepEqual(
    [answer?.words, answer?.documents.map(({ documentId }) => documentId)],
    [body.statement, [document]],
  );
  const looks = await node.app.query<{ purpose: string }>(
    "SELECT purpose FROM access.look WHERE subject_id = $1 AND shown ->> 'what' = 'notice' AND actor_id = $2",
    [subject, colleague.kind === "officer" ? colleague.id : ""],
  );
  assert.deepEqual(looks.rows, [{ purpose: "own-notice" }]);
  assert.equal(refusalOf(await ask(contract.getNotice, stranger, { params: { noticeId } })), "access.denied");
  const standing = await node.notices.standing(noticeId);
  assert.deepEqual([standing?.answered?.seq, standing?.hearingAsked?.seq, standing?.waived?.seq], [3, 4, 5]);
});

test("at the counter another officer than whoever drew it up writes down what is said, on a stated basis, a waiver with the signed paper", async () => {
  const noticeId = await served();
  const said = { statement: "口述：不同意", documents: [] };
  assert.equal(refusalOf(await act(contract.answerNotice, colleague, noticeId, said)), "access.denied");
  assert.equal(
    refusalOf(await act(contract.answerNotice, officer, noticeId, { ...said, basis: "核验身份证原件" })),
    "access.denied",
  );
  const basis = "核验法定代表人身份证原件";
  value(await act(contract.answerNotice, colleague, noticeId, { ...said, basis }));
  assert.equal(
    refusalOf(await act(contract.waiveTime, colleague, noticeId, { confirm: true, basis })),
    "notices.proof-needed",
  );
  const proof = await attach(colleague, noticeId);
  value(await act(contract.waiveTime, colleague, noticeId, { confirm: true, basis, proof }));
  const standing = await node.notices.standing(noticeId);
  assert.deepEqual(standing?.counterOfficers, [`officer:${colleague.kind === "officer" ? colleague.id : ""}`]);
});

test("a mandate that was revoked, or is for another subject, answers nothing", async () => {
  const noticeId = await served();
  const former = await mandated(node, { subject, agency, until: "2027-12-31" });
  const body = { statement: "说明", documents: [] };
  value(await act(contract.answerNotice, former.actor, noticeId, body));
  await former.revoke();
  assert.equal(refusalOf(await act(contract.answerNotice, former.actor, noticeId, body)), "access.no-mandate");
  const other = await mandated(node, { subject: await foundOrganisation(node), agency, until: "2027-12-31" });
  assert.equal(refusalOf(await act(contract.answerNotice, other.actor, noticeId, body)), "access.denied");
  const pretending = { ...other.actor, subjects: [subject] };
  assert.equal(refusalOf(await act(contract.answerNotice, pretending, noticeId, body)), "access.no-mandate");
});

test("service that failed is recorded; only then can it be announced, and it is served when thirty days are over", async () => {
  const noticeId = await drawn();
  await node.moveTo("2026-04-20");
  const proof = await attach(officer, noticeId);
  const announced = { mode: "announcement", announcedOn: "2026-03-10", servedOn: "2026-04-09", proof };
  assert.equal(refusalOf(await act(contract.serveNotice, officer, noticeId, announced)), "notices.not-after-failure");
  value(
    await act(contract.failToServe, officer, noticeId, { mode: "post", outcome: "moved", reason: "原址查无此单位" }),
  );
  assert.equal(
    refusalOf(await act(contract.serveNotice, officer, noticeId, { ...announced, servedOn: "2026-04-08" })),
    "notices.announced-early",
  );
  const line = value(await act(contract.serveNotice, officer, noticeId, announced));
  assert.deepEqual([line.servedOn, line.answer?.dueOn, line.answer?.over], ["2026-04-09", "2026-04-16", true]);
  await node.moveTo("2026-03-02");
});

test("a second service, an extension: the time to answer only ever becomes longer", async () => {
  const noticeId = await served();
  await node.moveTo("2026-03-05");
  const proof = await attach(officer, noticeId);
  const again = value(
    await act(contract.serveNotice, officer, noticeId, { mode: "post", servedOn: "2026-03-04", proof }),
  );
  assert.equal(again.answer?.dueOn, "2026-03-11");
  const earlier = await attach(officer, noticeId);
  const back = value(
    await act(contract.serveNotice, officer, noticeId, { mode: "direct", servedOn: "2026-03-03", proof: earlier }),
  );
  assert.equal(back.answer?.dueOn, "2026-03-11");
  const extend = (until: string) => act(contract.extendNotice, officer, noticeId, { until, reason: "当事人申请" });
  assert.equal(refusalOf(await extend("2026-03-11")), "notices.not-later");
  assert.equal(value(await extend("2026-03-20")).answer?.dueOn, "2026-03-20");
  assert.equal((await node.notices.standing(noticeId))?.due?.answerDueOn, "2026-03-20");
  await node.moveTo("2026-03-02");
});

test("where the calendar does not reach, the time to answer has no end yet; nobody can rest on one", async () => {
  await node.moveTo("2026-12-29");
  const noticeId = await served("2026-12-29");
  const standing = await node.notices.standing(noticeId);
  assert.deepEqual(
    [standing?.due, standing?.clock?.is, standing?.clock?.notBefore, standing?.clock?.unknownFrom],
    [null, "unknown", "2027-01-03", "2027-01-01"],
  );
  await node.moveTo("2027-06-01");
  const later = await node.notices.standing(noticeId);
  assert.deepEqual([later?.due, later?.clock?.over], [null, false]);
  await node.moveTo("2026-03-02");
});

test("what is withdrawn takes no answer; what is asked twice at once is done once", async () => {
  const noticeId = await served();
  const key = randomUUID();
  const body = { statement: "同时提交", documents: [] };
  const both = await Promise.all(
    [1, 2].map(() => act(contract.answerNotice, representative.actor, noticeId, body, key)),
  );
  assert.ok(both.every(({ ok }) => ok));
  const rows = await node.app.query("SELECT FROM notices.act WHERE notice_id = $1 AND act = 'answer'", [noticeId]);
  assert.equal(rows.rowCount, 1);
  value(await act(contract.withdrawNotice, officer, noticeId, { reason: "文书有误" }));
  assert.equal(refusalOf(await act(contract.answerNotice, representative.actor, noticeId, body)), "notices.withdrawn");
});

test("what lies in the database and in the vault of a notice is sealed (C13)", async () => {
  const noticeId = await served();
  value(
    await act(contract.answerNotice, representative.actor, noticeId, { statement: "这是陈述的内容", documents: [] }),
  );
  const rows = await node.app.query<{ text: string }>(
    `SELECT encode(sealed, 'escape') AS text FROM notices.notice WHERE notice_id = $1
     UNION ALL SELECT encode(sealed, 'escape') FROM notices.act WHERE notice_id = $1 AND sealed IS NOT NULL`,
    [noticeId],
  );
  assert.equal(rows.rowCount, 2);
  for (const { text } of rows.rows) assert.doesNotMatch(text, /经查|这是陈述/);
});

test("five years after the last act the words and documents of both sides are forgotten, and what was done when stays (C8, C17)", async () => {
  const noticeId = await served();
  const document = await attach(representative.actor, noticeId);
  const body = { statement: "五年后应当删除的内容", documents: [document] };
  value(await act(contract.answerNotice, representative.actor, noticeId, body));
  const unused = await attach(officer, noticeId, Buffer.from("没有用上的材料"));
  assert.equal((await node.notices.forgetDue()).notices, 0);
  await node.moveTo("2031-03-10");
  const forgotten = await node.notices.forgetDue();
  assert.ok(forgotten.notices >= 1 && forgotten.documents >= 3, JSON.stringify(forgotten));
  assert.equal((await node.notices.forgetDue()).notices, 0, "once");
  const params = { noticeId };
  const reader = { ...officer, id: randomUUID() } as Actor;
  assert.equal(refusalOf(await ask(contract.getNotice, reader, { params })), "notices.forgotten");
  for (const documentId of [document, unused])
    assert.equal(
      refusalOf(await ask(contract.downloadNoticeDocument, reader, { params: { noticeId, documentId } })),
      "notices.forgotten",
    );
  const rows = await node.app.query<{ words: number }>(
    `SELECT octet_length(sealed) AS words FROM notices.notice WHERE notice_id = $1
     UNION ALL SELECT octet_length(sealed) FROM notices.act WHERE notice_id = $1 AND sealed IS NOT NULL`,
    [noticeId],
  );
  assert.deepEqual(rows.rows, [{ words: 0 }, { words: 0 }]);
  const standing = await node.notices.standing(noticeId);
  assert.deepEqual([standing?.due?.servedOn, standing?.due?.answerDueOn], ["2026-03-02", "2026-03-09"]);
  await assert.rejects(node.app.query("SELECT notices.forget_due(1)"), /permission denied/);
  await node.moveTo("2026-03-02");
});
