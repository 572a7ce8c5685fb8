/** Tries to break C5, C6, C16 and C17 beneath the program: as the application's own role, in the database's own language. */
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { test } from "node:test";
import { openPool, sqlState } from "#src/platform/database.ts";
import { addAgency, officerOf, once, value } from "#tests/kit/access.ts";
import { timed } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { draft, foundOrganisation, mandated } from "#tests/kit/notices.ts";

const node = await timed(await testNode(), "2026-03-02");
const agency = await addAgency(node);
const drafter = officerOf(agency);
const counter = `officer:${randomUUID()}`;
const subject = await foundOrganisation(node);
const representative = await mandated(node, { subject, agency, until: "2027-12-31" });
const limited = await mandated(node, { subject, agency, until: "2026-03-02" });
const elsewhere = await mandated(node, { subject: await foundOrganisation(node), agency, until: "2027-12-31" });
const byRepresentative = {
  acted_by: `representative:${representative.actor.id}`,
  agency_code: null,
  mandate_id: representative.mandateId,
  mandate_seq: 2,
};

type Row = Record<string, unknown>;

/** Columns the database fills itself. */
const generated = ["before", "mandate_act", "served_act", "failed_act", "agreement_act"];

async function insert(table: string, row: Row): Promise<void> {
  const names = Object.keys(row);
  await node.app.query(
    `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map((_, at) => `$${at + 1}`).join(", ")})`,
    Object.values(row),
  );
}

async function document(noticeId: string, enteredBy: string): Promise<string> {
  const documentId = randomUUID();
  await insert("notices.document", {
    document_id: documentId,
    file_id: randomUUID(),
    notice_id: noticeId,
    digest: randomBytes(32),
    media_type: "application/pdf",
    bytes: 10,
    entered_by: enteredBy,
    entered_at: node.clock.now(),
  });
  return documentId;
}

/** The last act of a notice as a row, and its successor: everything repeated, nothing of its own. */
async function next(noticeId: string, change: Row): Promise<Row> {
  const found = await node.app.query<Row>(
    "SELECT *, answer_floor::text, acted_on::text FROM notices.act WHERE notice_id = $1 ORDER BY seq DESC LIMIT 1",
    [noticeId],
  );
  const [last] = found.rows;
  assert.ok(last);
  for (const name of generated) delete last[name];
  const none = ["basis", "mode", "outcome", "served_seq", "served_on", "announced_on", "failed_seq", "agreement_seq"];
  const more = ["answer_due_on", "proof_id", "reason", "sealed", "mandate_id", "mandate_seq"];
  return {
    ...last,
    ...Object.fromEntries([...none, ...more].map((name) => [name, null])),
    seq: Number(last["seq"]) + 1,
    state_before: last["state"],
    floor_before: last["answer_floor"],
    acted_by: counter,
    agency_code: agency.agencyCode,
    acted_at: node.clock.now(),
    acted_on: node.clock.today(),
    content: randomBytes(32),
    idempotency_key: randomUUID(),
    ...change,
  };
}

/** What the database says to an act; "added" where it let it be. */
async function tried(noticeId: string, change: Row, table = "notices.act"): Promise<string> {
  const row = table === "notices.act" ? await next(noticeId, change) : change;
  try {
    await insert(table, row);
    return "added";
  } catch (error) {
    return (error as { constraint?: string }).constraint ?? sqlState(error) ?? String(error);
  }
}

async function drawn(given = {}): Promise<string> {
  return value(await node.notices.drawUp(once(drafter), draft(subject, given)));
}

const service = { act: "serve", state: "served", mode: "direct", served_seq: 2 };

/** A row that serves on paper as the law wants it. */
async function soundService(noticeId: string): Promise<Row> {
  const dates = { served_on: "2026-03-02", answer_floor: "2026-03-09", answer_due_on: "2026-03-09" };
  return { ...service, ...dates, proof_id: await document(noticeId, counter) };
}

async function served(): Promise<string> {
  const noticeId = await drawn();
  assert.equal(await tried(noticeId, await soundService(noticeId)), "added");
  return noticeId;
}

const said = { served_seq: 2, served_on: "2026-03-02", sealed: randomBytes(40) };

test("C6: nothing stands on a service that did not happen: no answer, no waiver, no end of the time to answer", async () => {
  const noticeId = await drawn();
  for (const act of ["answer", "ask-hearing", "waive", "redate"])
    assert.notEqual(await tried(noticeId, { act, ...byRepresentative, ...said }), "added", act);
  assert.equal(
    await tried(noticeId, { act: "answer", state: "served", state_before: "served", ...byRepresentative, ...said }),
    "one_after_the_other",
  );
  assert.equal(
    await tried(noticeId, { act: "fail", mode: "post", outcome: "moved", reason: "x", answer_due_on: "2026-03-03" }),
    "c6_no_shorter_term",
  );
});

test("C6: service has its proof, its day lies between the drawing up and today, its term is whole", async () => {
  const noticeId = await drawn();
  const sound = await soundService(noticeId);
  for (const [change, constraint] of [
    [{ proof_id: null }, "c6_service_is_proved"],
    [{ proof_id: randomUUID() }, "proof_of_this_notice"],
    [{ proof_id: await document(await drawn(), counter) }, "proof_of_this_notice"],
    [{ proof_id: await document(noticeId, `officer:${randomUUID()}`) }, "proof_of_this_notice"],
    [{ served_on: "2026-03-01" }, "c6_not_before_it_was_drawn_up"],
    [{ served_on: "2026-03-03" }, "c6_not_before_it_was_drawn_up"],
    [{ answer_floor: "2026-03-06", answer_due_on: "2026-03-06" }, "c6_the_term_is_whole"],
    [{ answer_due_on: "2026-03-08" }, "c6_no_shorter_term"],
    [{ answer_days: 1 }, "served_is_what_was_drawn_up"],
    [{ commitment: randomBytes(32) }, "served_is_what_was_drawn_up"],
    [{ drawn_on: "2026-02-01", served_on: "2026-02-01" }, "served_is_what_was_drawn_up"],
    [{ served_seq: 1 }, "c6_stands_on_a_service"],
    [{ mode: "announcement", announced_on: "2026-03-02" }, "c6_announced_last"],
    [{ acted_by: "job:notices", agency_code: null }, "c6_service_is_proved"],
    [{ acted_by: "client:x", agency_code: null }, "c6_service_is_proved"],
    [{ agency_code: "11880000MB8800352A" }, "an_officer_has_an_agency"],
  ] as const)
    assert.equal(await tried(noticeId, { ...sound, ...change }), constraint, JSON.stringify(change));
  assert.equal(await tried(noticeId, sound), "added");
});

test("C6: nobody is served electronically who did not agree, who withdrew, or by anyone else's hand", async () => {
  const noticeId = await drawn();
  const dates = { served_on: "2026-03-02", answer_floor: "2026-03-09", answer_due_on: "2026-03-09" };
  const read = { ...service, ...dates, ...byRepresentative, mode: "electronic", agreement_seq: 1, served_seq: 3 };
  assert.equal(await tried(noticeId, { ...read, served_seq: 2 }), "c6_service_is_proved", "never made available");
  assert.equal(await tried(noticeId, { act: "offer", state: "offered" }), "added");
  assert.equal(await tried(noticeId, read), "c6_electronic_where_agreed");
  const agreement = {
    subject_id: subject,
    seq: 1,
    act: "agree",
    mandate_id: representative.mandateId,
    mandate_seq: 2,
    acted_by: byRepresentative.acted_by,
    acted_on: "2026-03-02",
    acted_at: node.clock.now(),
    idempotency_key: randomUUID(),
  };
  const agreed = (change: Row) =>
    tried(noticeId, { ...agreement, idempotency_key: randomUUID(), ...change }, "notices.agreement");
  assert.equal(await agreed({ acted_by: counter }), "c16_by_a_mandate");
  assert.equal(await agreed({ act: "withdraw" }), "in_turn");
  assert.equal(await agreed({}), "added");
  assert.equal(
    await tried(noticeId, {
      ...read,
      acted_by: counter,
      agency_code: agency.agencyCode,
      mandate_id: null,
      mandate_seq: null,
    }),
    "c6_service_is_proved",
  );
  assert.equal(await agreed({ seq: 2, act: "withdraw" }), "added");
  assert.equal(await tried(noticeId, read), "42501", "withdrawn");
  assert.equal(await agreed({ seq: 3 }), "added");
  assert.equal(
    await tried(noticeId, {
      ...read,
      agreement_seq: 3,
      served_on: "2026-03-01",
      answer_floor: "2026-03-08",
      answer_due_on: "2026-03-08",
    }),
    "c6_not_before_it_was_drawn_up",
  );
  assert.equal(await tried(noticeId, { ...read, agreement_seq: 3 }), "added");
});

test("C16: nobody answers or waives for another: only under a mandate in force for this subject, or at the counter on a basis", async () => {
  const noticeId = await served();
  for (const act of ["answer", "waive", "ask-hearing"]) {
    for (const [who, constraint] of [
      [{ acted_by: byRepresentative.acted_by, agency_code: null }, "c16_a_representative_has_a_mandate"],
      [{ ...byRepresentative, mandate_id: elsewhere.mandateId }, "c16_by_a_mandate"],
      [{ ...byRepresentative, acted_by: `representative:${elsewhere.actor.id}` }, "c16_by_a_mandate"],
      [{ ...byRepresentative, mandate_seq: 1 }, "c16_by_a_mandate"],
      [{}, "c16_nobody_else_answers"],
      [
        { basis: "核验", acted_by: `officer:${drafter.kind === "officer" ? drafter.id : ""}` },
        "c16_nobody_else_answers",
      ],
      [{ acted_by: "job:notices", agency_code: null }, "c16_nobody_else_answers"],
    ] as const)
      assert.equal(await tried(noticeId, { act, ...said, ...who }), constraint, `${act} ${JSON.stringify(who)}`);
  }
  assert.equal(await tried(noticeId, { act: "waive", ...said, basis: "核验" }), "c6_expressly_waived");
  await node.moveTo("2026-03-03");
  const late = { ...byRepresentative, acted_by: `representative:${limited.actor.id}`, mandate_id: limited.mandateId };
  assert.equal(await tried(noticeId, { act: "answer", ...said, ...late }), "42501", "a mandate that has ended");
  await node.moveTo("2026-03-02");
  assert.equal(await tried(noticeId, { act: "answer", ...said, ...byRepresentative }), "added");
  await representative.revoke();
  assert.equal(
    await tried(noticeId, { act: "answer", ...said, ...byRepresentative }),
    "42501",
    "a mandate that was revoked",
  );
});

test("C6: the time to answer only moves away, and by an officer with a reason or a calendar", async () => {
  const noticeId = await served();
  const redate = { act: "redate", served_seq: 2, served_on: "2026-03-02" };
  for (const [change, constraint] of [
    [{ answer_floor: "2026-03-08", answer_due_on: "2026-03-08", reason: "短" }, "c6_no_shorter_term"],
    [
      { answer_floor: "2026-03-08", floor_before: "2026-03-08", answer_due_on: "2026-03-08", reason: "短" },
      "one_after_the_other",
    ],
    [{ answer_floor: "2026-03-12", answer_due_on: "2026-03-12" }, "later_for_a_reason"],
    [
      { answer_floor: "2026-03-12", answer_due_on: "2026-03-12", served_on: "2026-03-01", reason: "x" },
      "c6_not_before_it_was_drawn_up",
    ],
  ] as const)
    assert.equal(await tried(noticeId, { ...redate, ...change }), constraint, JSON.stringify(change));
  assert.equal(
    await tried(noticeId, { ...redate, answer_floor: "2026-03-12", answer_due_on: "2026-03-12", reason: "申请" }),
    "added",
  );
});

test("C6: no day is written into another: neither act nor notice is back-dated or dated ahead", async () => {
  const noticeId = await drawn();
  const sound = await soundService(noticeId);
  assert.equal(await tried(noticeId, { ...sound, acted_on: "2026-03-01" }), "acted_on_its_day");
  assert.equal(await tried(noticeId, { ...sound, acted_on: "2026-03-05", acted_at: "2026-03-05T04:00:00Z" }), "42501");
  const found = await node.app.query<Row>("SELECT * FROM notices.notice WHERE notice_id = $1", [noticeId]);
  const copy = { ...found.rows[0], notice_id: randomUUID() };
  const past = { drawn_on: "2026-01-05", drawn_at: "2026-01-05T04:00:00Z" };
  assert.equal(await tried(noticeId, { ...copy, ...past }, "notices.notice"), "42501");
  assert.equal(await tried(noticeId, { ...copy, drawn_on: "2026-03-01" }, "notices.notice"), "drawn_on_its_day");
});

test("C5, C6: a notice of an intended listing leaves time, and no machine draws one up", async () => {
  const noticeId = await drawn();
  const found = await node.app.query<Row>("SELECT * FROM notices.notice WHERE notice_id = $1", [noticeId]);
  const copy = () => ({ ...found.rows[0], notice_id: randomUUID() });
  const none = { answer_days: 0, answer_unit: null };
  assert.equal(await tried(noticeId, { ...copy(), ...none }, "notices.notice"), "c6_time_to_answer");
  assert.equal(await tried(noticeId, { ...copy(), drawn_by: "job:lists" }, "notices.notice"), "c5_an_officer_draws_up");
});

test("C17: nothing of a notice is changed or taken away, by the application's role", async () => {
  const noticeId = await served();
  for (const table of ["notice", "act", "document", "act_document", "agreement"]) {
    for (const sql of [
      `UPDATE notices.${table} SET acted_by = 'x'`,
      `DELETE FROM notices.${table}`,
      `TRUNCATE notices.${table}`,
    ])
      await assert.rejects(
        node.app.query(sql.includes("UPDATE") ? sql.replace("acted_by = 'x'", columnOf[table] ?? "") : sql),
        /permission denied/,
      );
  }
  assert.equal((await node.notices.standing(noticeId))?.state, "served");
});

const columnOf: Readonly<Record<string, string>> = {
  notice: "sealed = sealed",
  act: "served_on = served_on",
  document: "digest = digest",
  act_document: "seq = seq",
  agreement: "act = act",
};

test("two acts that race for the same place: one is there, as the owner too", async () => {
  const noticeId = await served();
  const rows = await Promise.all(
    [1, 2].map(() => next(noticeId, { act: "withdraw", state: "withdrawn", reason: "x" })),
  );
  const ends = await Promise.allSettled(rows.map((row) => insert("notices.act", row)));
  assert.equal(ends.filter(({ status }) => status === "fulfilled").length, 1);
  const owner = openPool(node.owner, { max: 1 });
  await assert.rejects(
    owner.query("UPDATE notices.act SET served_on = '2026-03-01' WHERE notice_id = $1 AND act = 'serve'", [noticeId]),
    /c6_not_before_it_was_drawn_up/,
  );
  await owner.end();
});
