/** Looks questioned: from the click to the decision; who may do what, in the domain, at the door and in the database (C5, C15, C16). */
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { test } from "node:test";
import type { Static } from "typebox";
import type { OwnLookShape } from "#contract/access.ts";
import type { QuestionLine, QuestionView } from "#contract/questions.ts";
import * as contract from "#contract/questions.ts";
import { type Actor, accessRoutes, withholdLook } from "#src/access/index.ts";
import { sqlState } from "#src/platform/database.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { moveTo } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { mandated } from "#tests/kit/notices.ts";
import { market } from "#tests/kit/objections.ts";
import { newOrganisation } from "#tests/kit/proceedings.ts";

type OwnLook = Static<typeof OwnLookShape>;

const node = await testNode();
await moveTo(node, "2026-06-01");
const looker = await addAgency(node);
const officer = officerOf(looker);
const lead = await addAgency(node, { kinds: ["development-reform"] });
const supervisor = officerOf(lead, { roles: ["supervisor"] });
const stranger = officerOf(await addAgency(node), { roles: ["officer", "supervisor"] });
const ground = "为办理本省政府采购第十二号项目的资格审查，核对投标人有无在列名单，只看了名单一栏。";
const reasons = "调取项目档案核对，投标人名册中没有该单位，查阅与所称项目无关，依据不成立。";

/** A subject with a representative, and looks at its file by the body. */
async function looked(by: Actor = officer, times = 1) {
  const { subjectId } = await newOrganisation(node);
  const { actor, revoke } = await mandated(node, { subject: subjectId, agency: market, until: "2027-12-31" });
  const file = { type: "File", id: subjectId, attributes: { subjectKind: "organisation", subject: subjectId } };
  const purpose = { purpose: "procurement", basis: "政府采购法 22" };
  for (let nth = 0; nth < times; nth++) {
    const scope = value(await node.door.scope(by, "read-file", file, { audience: "body", purpose }));
    const read = async () => ({ value: 1, outcome: "shown", shown: { what: "file", records: 3 } }) as const;
    await node.looks.look(scope, subjectId, read);
  }
  const found = await node.app.query<{ lookId: string; at: Date }>(
    `SELECT look_id AS "lookId", looked_at AS at FROM access.look WHERE subject_id = $1 ORDER BY looked_at DESC`,
    [subjectId],
  );
  const [look] = found.rows;
  if (!look) throw new Error("nobody looked");
  return { subjectId, representative: actor as Actor, revoke, look, file };
}

type Looked = Awaited<ReturnType<typeof looked>>;

function question(one: Looked, actor: Actor = one.representative, over: object = {}, key?: string) {
  const body = {
    subjectId: one.subjectId,
    lookId: one.look.lookId,
    at: one.look.at.toISOString(),
    words: "没有料到。",
    ...over,
  };
  return ask<QuestionLine>(node, contract.questionLook, actor, { body, ...(key ? { key } : {}) });
}

const answer = (questionId: string, actor: Actor = officer, words = ground) =>
  ask<QuestionLine>(node, contract.answerQuestion, actor, {
    params: { questionId },
    body: { provision: "政府采购法第二十二条", words },
  });

const decide = (questionId: string, decision: string, actor: Actor = supervisor, over: object = {}) =>
  ask<QuestionLine>(node, contract.decideQuestion, actor, {
    params: { questionId },
    body: { decision, reasons, ...over },
  });

const view = (questionId: string, actor: Actor) =>
  ask<QuestionView>(node, contract.getQuestion, actor, { params: { questionId } });

test("a look is questioned, its body answers, the supervisor decides; the subject reads every step and who read it", async () => {
  const one = await looked();
  const asked = value(await question(one));
  assert.deepEqual([asked.state, asked.body.code, asked.askedOn], ["asked", looker.agencyCode, "2026-06-01"]);
  assert.deepEqual([asked.answerBy, asked.decideBy], ["2026-06-15", "2026-07-01"]);
  const more = { params: { questionId: asked.questionId }, body: { words: "当天没有参加任何投标。" } };
  value(await ask(node, contract.addToQuestion, one.representative, more));
  const toAnswer = value(await view(asked.questionId, officer));
  assert.deepEqual(toAnswer.next, ["answer"]);
  assert.equal(refusalOf(await answer(asked.questionId, officer, "经核查，符合有关规定。")), "questions.no-reasons");
  value(await answer(asked.questionId));
  assert.equal(refusalOf(await answer(asked.questionId)), "questions.answered");
  assert.deepEqual(value(await view(asked.questionId, supervisor)).next, ["decide"]);
  assert.equal(refusalOf(await decide(asked.questionId, "referred")), "questions.referred-to");
  const ended = value(await decide(asked.questionId, "unlawful"));
  assert.deepEqual([ended.state, ended.dueOn, ended.endedOn], ["unlawful", null, "2026-06-01"]);
  const own = value(await view(asked.questionId, one.representative));
  assert.deepEqual(
    own.acts.map(({ act, by, words }) => [act, by, words]),
    [
      ["ask", "subject", "没有料到。"],
      ["add", "subject", "当天没有参加任何投标。"],
      ["answer", "body", ground],
      ["decide", "supervisor", reasons],
    ],
  );
  assert.deepEqual(own.next, []);
  // The look is quoted as the subject reads it in the log: which body, never which officer.
  assert.equal(JSON.stringify(own).includes((officer as { id: string }).id), false);
  assert.equal(refusalOf(await decide(asked.questionId, "lawful")), "questions.over");
  const log = await node.app.query<{ agency: string; purpose: string }>(
    "SELECT agency_code AS agency, purpose FROM access.look WHERE subject_id = $1 AND purpose = 'look-question' ORDER BY looked_at",
    [one.subjectId],
  );
  assert.deepEqual(
    log.rows.map(({ agency }) => agency),
    [looker.agencyCode, lead.agencyCode],
  );
});

test("nobody else reads, answers or decides; no body judges its own look, and the office that has to answer takes no question down", async () => {
  const one = await looked();
  const { questionId } = value(await question(one));
  const other = await looked();
  for (const actor of [stranger, other.representative]) {
    assert.equal(refusalOf(await view(questionId, actor)), "access.denied");
    assert.equal(refusalOf(await answer(questionId, actor)), "access.denied");
    assert.equal(refusalOf(await decide(questionId, "lawful", actor)), "access.denied");
  }
  assert.equal(refusalOf(await answer(questionId, supervisor)), "access.denied");
  assert.equal(refusalOf(await decide(questionId, "lawful", officer)), "access.denied");
  assert.equal(refusalOf(await question(other, one.representative)), "access.denied");
  const ofLead = await looked(officerOf(lead));
  const own = value(await question(ofLead));
  assert.equal(refusalOf(await decide(own.questionId, "lawful")), "access.denied", "the lead department's own look");
  const third = await looked();
  assert.equal(refusalOf(await question(third, officer, { basis: "核对执照" })), "access.denied");
  assert.equal(refusalOf(await question(third, stranger)), "access.denied", "no basis was stated");
  const counter = value(await question(third, stranger, { basis: "核对执照原件与身份证" }));
  assert.equal(value(await view(counter.questionId, third.representative)).acts[0]?.by, "counter");
});

test("once a look, under whatever key; the same key is the same act; a mandate that ended asks nothing", async () => {
  const one = await looked();
  const key = randomUUID();
  const [first, second] = await Promise.all([question(one, one.representative, {}, key), question(one)]);
  assert.equal([first, second].filter(({ ok }) => ok).length, 1);
  const again = await question(one, one.representative, {}, key);
  if (first.ok) assert.equal(value(again).questionId, first.value.questionId);
  else assert.equal(refusalOf(again), "questions.already");
  const ended = await looked();
  await ended.revoke();
  assert.equal(refusalOf(await question(ended)), "access.no-mandate");
  assert.equal(refusalOf(await question(one, one.representative, { lookId: randomUUID() })), "questions.look-unknown");
});

test("silence is told by its date to those above, once a level, and is no ground", async () => {
  const one = await looked();
  const { questionId } = value(await question(one));
  assert.equal(refusalOf(await decide(questionId, "unlawful")), "questions.not-answered-yet");
  await moveTo(node, "2026-06-15");
  await node.questions.escalateOverdue();
  assert.equal(value(await view(questionId, one.representative)).acts.length, 1, "the last day is the body's");
  await moveTo(node, "2026-07-02");
  const told = await Promise.all([node.questions.escalateOverdue(), node.questions.escalateOverdue()]);
  assert.ok(told.some(({ unanswered }) => unanswered > 0));
  const steps = value(await view(questionId, one.representative)).acts.map(({ level }) => level);
  assert.deepEqual(steps, [null, 1, 2], "both days have passed: a missed day is caught up, once a level");
  assert.equal(refusalOf(await decide(questionId, "lawful")), "questions.silence-is-no-ground");
  value(await decide(questionId, "referred", supervisor, { referredTo: "监察委员会" }));
  await moveTo(node, "2026-06-01");
});

test("a look that is lawfully withheld is answered like one that is not there", async () => {
  const one = await looked();
  const boss = officerOf(looker, { roles: ["supervisor"] });
  const given = { file: one.file, basis: "刑事诉讼法 54", until: new Date(node.clock.now().getTime() + 86_400_000) };
  const withholding = value(await withholdLook(node, boss, given));
  const purpose = { purpose: "procurement", basis: "政府采购法 22" };
  const scope = value(await node.door.scope(officer, "read-file", one.file, { audience: "body", purpose }));
  const read = async () => ({ value: 1, outcome: "shown", shown: {} }) as const;
  await node.looks.look(scope, one.subjectId, read, withholding);
  const found = await node.app.query<{ lookId: string; at: Date }>(
    `SELECT look_id AS "lookId", looked_at AS at FROM access.look WHERE subject_id = $1 AND withheld_until IS NOT NULL`,
    [one.subjectId],
  );
  const [hidden] = found.rows;
  assert.ok(hidden);
  const body = { lookId: hidden.lookId, at: hidden.at.toISOString() };
  assert.equal(refusalOf(await question(one, one.representative, body)), "questions.look-unknown");
  const forged = insertQuestion(one, { look_id: hidden.lookId, looked_at: hidden.at });
  await assert.rejects(forged, (error) => sqlState(error) === "42501", "the database says so too");
});

function insertQuestion(one: Looked, over: Record<string, unknown>) {
  const row = {
    question_id: randomUUID(),
    subject_id: one.subjectId,
    subject_kind: "organisation",
    looked_at: one.look.at,
    look_id: one.look.lookId,
    body: looker.agencyCode,
    term_id: "cn/look-question",
    term_version: 1,
    answer_by: "2026-06-15",
    decide_by: "2026-07-01",
    asked_by: "officer:forger",
    asked_on: node.clock.today(),
    asked_at: node.clock.now(),
    ...over,
  };
  const names = Object.keys(row);
  return node.app.query(
    `INSERT INTO questions.question (${names.join(", ")}) VALUES (${names.map((_, at) => `$${at + 1}`).join(", ")})`,
    Object.values(row),
  );
}

/** A row of `questions.act` after the last one, as somebody who writes past the program would. */
async function forge(questionId: string, over: Record<string, unknown>) {
  const found = await node.app.query("SELECT * FROM questions.act WHERE question_id = $1 ORDER BY seq DESC LIMIT 1", [
    questionId,
  ]);
  const { before: _, mandate_act: __, due_on: ___, ...last } = found.rows[0];
  const row = {
    ...last,
    seq: last.seq + 1,
    state_before: last.state,
    mandate_id: null,
    mandate_seq: null,
    acted_by: `officer:${randomUUID()}`,
    agency_code: looker.agencyCode,
    acted_at: node.clock.now(),
    acted_on: node.clock.today(),
    sealed: Buffer.from("x"),
    content: randomBytes(32),
    idempotency_key: randomUUID(),
    ...over,
  };
  const names = Object.keys(row);
  return node.app.query(
    `INSERT INTO questions.act (${names.join(", ")}) VALUES (${names.map((_, at) => `$${at + 1}`).join(", ")})`,
    Object.values(row),
  );
}

test("the database refuses what the domain refuses: forged answers, own decisions, machines, silence found lawful, changed rows", async () => {
  const one = await looked();
  const { questionId } = value(await question(one));
  const refusedAs = (state: string) => (error: unknown) => sqlState(error) === state;
  const forgeries: readonly Record<string, unknown>[] = [
    { act: "answer", state: "answered", provision: "x", agency_code: lead.agencyCode },
    { act: "answer", state: "answered", provision: "x", sealed: null },
    { act: "answer", state: "answered", provision: null },
    { act: "decide", state: "unlawful", agency_code: lead.agencyCode },
    { act: "decide", state: "lawful", agency_code: lead.agencyCode },
    { act: "escalate", state: "asked", level: 1, acted_by: "job:questions", agency_code: null },
    { act: "add", state: "asked", basis: null },
  ];
  for (const over of forgeries) await assert.rejects(forge(questionId, over), refusedAs("23514"), JSON.stringify(over));
  value(await answer(questionId));
  for (const over of [
    { act: "decide", state: "lawful", agency_code: looker.agencyCode },
    { act: "decide", state: "lawful", acted_by: "job:questions", agency_code: null },
    { act: "decide", state: "lawful", agency_code: lead.agencyCode, sealed: null },
  ])
    await assert.rejects(forge(questionId, over), refusedAs("23514"), JSON.stringify(over));
  await assert.rejects(
    forge(questionId, { act: "decide", state: "lawful", agency_code: lead.agencyCode, answer_by: "2026-08-01" }),
    refusedAs("23503"),
  );
  await assert.rejects(insertQuestion(await looked(), { body: lead.agencyCode }), refusedAs("42501"), "another body");
  await assert.rejects(insertQuestion(one, {}), refusedAs("23505"), "once a look");
  await assert.rejects(
    insertQuestion(one, { look_id: randomUUID() }),
    refusedAs("42501"),
    "of a look that is not there",
  );
  for (const table of ["question", "act"]) {
    await assert.rejects(node.app.query(`UPDATE questions.${table} SET subject_id = subject_id`), refusedAs("42501"));
    await assert.rejects(node.app.query(`DELETE FROM questions.${table}`), refusedAs("42501"));
    for (const role of [node.publicReader, node.retention])
      await assert.rejects(role.query(`SELECT FROM questions.${table}`), refusedAs("42501"));
  }
});

test("each office lists its own: the body what it has to explain, the supervisor what others looked at", async () => {
  const one = await looked();
  const { questionId } = value(await question(one));
  const list = (actor: Actor, as: string) =>
    ask<{ items: QuestionLine[] }>(node, contract.listQuestions, actor, { query: { as, limit: 200 } });
  const has = (found: { items: QuestionLine[] }) => found.items.some((line) => line.questionId === questionId);
  assert.ok(has(value(await list(officer, "body"))));
  assert.ok(has(value(await list(supervisor, "supervisor"))));
  assert.equal(has(value(await list(stranger, "body"))), false);
  assert.equal(refusalOf(await list(stranger, "supervisor")), "access.denied");
  assert.equal(refusalOf(await list(officer, "supervisor")), "access.denied");
  const own = value(await ask<{ items: QuestionLine[] }>(node, contract.listOwnQuestions, one.representative));
  assert.deepEqual(
    own.items.map((line) => line.questionId),
    [questionId],
  );
});

test("the log is read by days, body and outcome, counted by month and taken away, without what is withheld", async () => {
  const one = await looked(officer, 3);
  const routes = accessRoutes(node);
  const call = async <T>(id: string, query: object): Promise<T> => {
    const found = routes.find((route) => route.endpoint.id === id);
    assert.ok(found);
    const asking = { actor: one.representative, query, session: null, file: null, mediaType: "", idempotencyKey: "" };
    const answered = value(await found.handle({ ...asking, signal: new AbortController().signal } as never));
    return answered.value as T;
  };
  const all = await call<{ items: OwnLook[] }>("listOwnLooks", {});
  assert.equal(all.items.length, 3);
  const none = await call<{ items: OwnLook[] }>("listOwnLooks", { to: "2026-05-31" });
  assert.deepEqual(none.items, []);
  assert.equal((await call<{ items: OwnLook[] }>("listOwnLooks", { outcome: "refused" })).items.length, 0);
  assert.equal((await call<{ items: OwnLook[] }>("listOwnLooks", { agency: looker.agencyCode })).items.length, 3);
  const { months } = await call<{ months: { month: string; shown: number }[] }>("countOwnLooks", {});
  assert.deepEqual([months.length, months.at(-1)?.month, months.at(-1)?.shown], [12, "2026-06", 3]);
  const taken = async (format: string) => {
    const { bytes } = await call<{ bytes: AsyncIterable<string> }>("downloadOwnLooks", { format });
    return (await Array.fromAsync(bytes)).join("");
  };
  assert.equal((await taken("json")).trim().split("\n").length, 3);
  assert.match(await taken("csv"), /政府采购法 22/);
  const pages: OwnLook[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: { items: OwnLook[]; next: string | null } = await call("listOwnLooks", {
      limit: 1,
      ...(cursor ? { cursor } : {}),
    });
    pages.push(...page.items);
    cursor = page.next;
  }
  assert.deepEqual(pages, all.items);
});

test("words are forgotten five years after the decision, what was done stays, and what is open is not forgotten", async () => {
  const one = await looked();
  const { questionId } = value(await question(one));
  value(await answer(questionId));
  value(await decide(questionId, "lawful"));
  const open = value(await question(await looked()));
  await moveTo(node, "2031-05-31");
  assert.equal((await node.questions.forgetDue()).questions, 0);
  await moveTo(node, "2031-06-03");
  assert.ok((await node.questions.forgetDue()).questions >= 1);
  const words = async (id: string) =>
    (
      await node.app.query(
        "SELECT octet_length(sealed) > 0 AS kept FROM questions.act WHERE question_id = $1 AND sealed IS NOT NULL",
        [id],
      )
    ).rows.map(({ kept }) => kept);
  assert.deepEqual(await words(questionId), [false, false, false]);
  assert.deepEqual(await words(open.questionId), [true]);
  await moveTo(node, "2026-06-01");
});
