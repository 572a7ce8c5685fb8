/** The machine in the database: raw SQL as the application cannot skip, forge, rewrite or hurry a proceeding (C2, C5, C6, C8, C17). */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import * as notices from "#contract/notices.ts";
import { isoDate } from "#core/time/date.ts";
import { openAgencyNames } from "#src/access/index.ts";
import { openNotices } from "#src/notices/index.ts";
import { sqlState } from "#src/platform/database.ts";
import { value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { listing, recordListings } from "#tests/kit/checks.ts";
import { timed } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { attach, Bureau, marketOfficer, newOrganisation } from "#tests/kit/proceedings.ts";

const node = await timed(await testNode(), "2026-03-02");
const bureau = new Bureau(node);

type Row = Record<string, unknown>;

/** A stored row as the application may write it again: without what the database computes. */
async function rowOf(table: string, where: string, values: unknown[]): Promise<Row> {
  const found = await node.app.query<Row>(`SELECT * FROM ${table} WHERE ${where}`, values);
  const [row] = found.rows;
  assert.ok(row, `${table} ${where}`);
  return row;
}

const computed = [
  ...["before", "waived_act", "decided_act", "decision_kind", "decision_service"],
  ...["moved_by", "moved_seq", "moved_act"],
];

async function insert(table: string, row: Row): Promise<void> {
  const entries = Object.entries(row).filter(([name]) => !computed.includes(name));
  const names = entries.map(([name]) => name).join(", ");
  const places = entries.map((_, at) => `$${at + 1}`).join(", ");
  await node.app.query(
    `INSERT INTO ${table} (${names}) VALUES (${places})`,
    entries.map(([name, one]) => (name === "rests_on" ? JSON.stringify(one) : one)),
  );
}

/** What the database says to a row: the constraint, `rls`, or `privilege`; "taken" where it lets it in. */
async function said(table: string, row: Row): Promise<string> {
  try {
    await insert(table, row);
    return "taken";
  } catch (error) {
    if (sqlState(error) === "42501") return "rls";
    return (error as { constraint?: string }).constraint ?? String(error);
  }
}

const last = (proceedingId: string) =>
  rowOf("lists.act", "proceeding_id = $1 AND seq = (SELECT max(seq) FROM lists.act WHERE proceeding_id = $1)", [
    proceedingId,
  ]);

/** The act that would follow `row`, with what is said over it. */
function next(row: Row, over: Row): Row {
  return {
    ...row,
    seq: (row["seq"] as number) + 1,
    from_state: row["to_state"],
    before_by: row["acted_by"],
    acted_at: node.clock.now(),
    acted_on: node.clock.today(),
    idempotency_key: randomUUID(),
    ...over,
  };
}

const supervisor = `officer:${randomUUID()}`;
const clerk = `officer:${randomUUID()}`;
const decideGuards = ["notice-served", "time-to-answer-over", "hearing-settled", "reasons", "end-given"];
const decideStep = { act: "decide", to_state: "decided", done_by: "decide", guards: decideGuards, months: 36 };

test("no proceeding for a list that is not in the catalogue, is switched off, or may not name this kind of subject (C2)", async () => {
  const { code } = await newOrganisation(node);
  const { proceedingId } = value(await bureau.open(code));
  const head = await rowOf("lists.proceeding", "proceeding_id = $1", [proceedingId]);
  const another = { ...head, proceeding_id: randomUUID(), ordinal: 2 };
  const cases: readonly (readonly [string, Row, string])[] = [
    ["no such list", { list_id: "cn/no-such-list" }, "c2_a_list_of_the_catalogue"],
    ["switched off", { list_id: "cn/fire-serious-list" }, "c2_a_list_of_the_catalogue"],
    ["a kind it may not name", { subject_kind: "person" }, "proceeding_subject_id_subject_kind_fkey"],
    ["another item", { item_id: "cn/penalty" }, "c2_a_list_of_the_catalogue"],
    ["a milder procedure", { procedure_id: "cn/honour-listing" }, "c2_a_list_of_the_catalogue"],
    ["not adverse", { adverse: false }, "c2_a_list_of_the_catalogue"],
    ["without a second officer", { confirms: false }, "c2_a_list_of_the_catalogue"],
    ["on no ground", { ground: null, criterion: null }, "c2_a_ground_of_the_list"],
    ["on nothing", { documents: null, rests_on: [] }, "c2_rests_on_something"],
    ["by a program", { opened_by: "client:1" }, "c5_an_officer_opens"],
    ["for conduct that has not ended (C8)", { conduct_ended_on: "2026-12-31" }, "c8_conduct_is_past"],
    ["a place that is taken", { ordinal: 1 }, "proceeding_subject_id_list_id_ordinal_key"],
    [
      "on nobody's record (C16)",
      { rests_on: [{ subjectId: head["subject_id"], recordId: randomUUID(), version: 1 }] },
      "rls",
    ],
  ];
  for (const [name, over, expected] of cases)
    assert.equal(await said("lists.proceeding", { ...another, ...over }), expected, name);
});

test("no step the procedure does not know, none from another state, none without what it asks, none out of place (C6)", async () => {
  const { code } = await newOrganisation(node);
  const { proceedingId } = value(await bureau.open(code));
  const opened = await last(proceedingId);
  const cases: readonly (readonly [string, Row, string])[] = [
    [
      "straight into force",
      { act: "serve-decision", to_state: "in-force", done_by: "service", guards: ["decision-served"] },
      "c6_decision_served",
    ],
    ["decided at once", decideStep, "c6_notice_served"],
    [
      "dropped from a state it is not in",
      { act: "drop", from_state: "notified", to_state: "dropped", done_by: "decide", guards: ["reasons"] },
      "one_after_the_other",
    ],
    [
      "without its guards",
      { act: "drop", to_state: "dropped", done_by: "decide", guards: [] },
      "a_step_of_the_procedure",
    ],
    [
      "by another's office",
      { act: "drop", to_state: "dropped", done_by: "propose", guards: ["reasons"] },
      "a_step_of_the_procedure",
    ],
    [
      "unserved",
      { act: "serve-notice", to_state: "notified", done_by: "service", guards: ["notice-served"] },
      "c6_moved_by_a_service",
    ],
    [
      "unserved, by an officer",
      { act: "serve-notice", to_state: "notified", done_by: "propose", guards: ["notice-served"] },
      "c6_notice_served",
    ],
    [
      "dropped by a representative (C5)",
      { act: "drop", to_state: "dropped", done_by: "decide", guards: ["reasons"], acted_by: "representative:1" },
      "c5_people_decide",
    ],
    [
      "by a program (C5)",
      { act: "drop", to_state: "dropped", done_by: "decide", guards: ["reasons"], acted_by: "client:1" },
      "c5_people_decide",
    ],
    [
      "without reasons (C5)",
      { act: "drop", to_state: "dropped", done_by: "decide", guards: ["reasons"], reasons: null },
      "c5_reasons",
    ],
    [
      "with empty reasons (C5)",
      { act: "drop", to_state: "dropped", done_by: "decide", guards: ["reasons"], reasons: Buffer.alloc(30) },
      "act_reasons_check",
    ],
    [
      "a place further on",
      { act: "drop", to_state: "dropped", done_by: "decide", guards: ["reasons"], seq: 3 },
      "one_after_the_other",
    ],
    [
      "a place that is taken",
      { act: "drop", to_state: "dropped", done_by: "decide", guards: ["reasons"], seq: 1 },
      "the_first_has_none_before",
    ],
    [
      "a day to come",
      {
        act: "drop",
        to_state: "dropped",
        done_by: "decide",
        guards: ["reasons"],
        acted_at: new Date("2027-01-01"),
        acted_on: "2027-01-01",
      },
      "rls",
    ],
    [
      "a key used before",
      {
        act: "drop",
        to_state: "dropped",
        done_by: "decide",
        guards: ["reasons"],
        idempotency_key: opened["idempotency_key"],
      },
      "act_idempotency_key_key",
    ],
    [
      "another agency's",
      { act: "drop", to_state: "dropped", done_by: "decide", guards: ["reasons"], keeper: "11880100MB8800512N" },
      "act_proceeding_id_subject_id_procedure_id_procedure_version_fkey",
    ],
  ];
  for (const [name, over, expected] of cases) {
    const found = await said("lists.act", next(opened, over));
    assert.ok(found === expected || found.startsWith(expected.slice(0, 40)), `${name}: ${found}`);
  }
});

test("no decision before the time to answer has run, on another's notice, or on a date the notice does not say (C6)", async () => {
  const [one, two] = [await newOrganisation(node), await newOrganisation(node)];
  const proceedingId = await bureau.notified(one.code);
  const others = await last(await bureau.notified(two.code));
  const notified = await last(proceedingId);
  const due = notified["answer_due_on"];
  assert.equal(due, "2026-03-09");
  const decide = (over: Row) => next(notified, { ...decideStep, reasons: Buffer.alloc(40), ...over });
  assert.equal(await said("lists.act", decide({})), "rls", "while it runs");
  assert.equal(
    await said("lists.act", decide({ waived_seq: 1, waived_on: "2026-03-02" })),
    "c6_waived_as_it_says",
    "a forged waiver",
  );
  await node.moveTo("2026-03-10");
  const forged = decide({ answer_due_on: "2026-03-05" });
  assert.equal(await said("lists.act", forged), "c6_served_as_it_says", "a forged date");
  const stolen = { notice_id: others["notice_id"], notice_seq: others["notice_seq"] };
  assert.equal(await said("lists.act", decide(stolen)), "c6_notice_of_this_proceeding", "another's notice");
  assert.equal(
    await said(
      "lists.act",
      decide({ notice_id: null, notice_seq: null, notice_kind: null, notice_served_on: null, answer_due_on: null }),
    ),
    "c6_notice_served",
    "none",
  );
  assert.equal(await said("lists.act", decide({ months: null })), "c8_end_given", "without an end (C8)");
  assert.equal(await said("lists.act", decide({ acted_by: supervisor })), "taken", "and now it may be decided");
});

test("no confirmation by who decided; no effect before the decision was served, without its record, or beyond its end (C5, C6, C8)", async () => {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  await node.moveTo("2026-03-18");
  value(await bureau.decide(proceedingId));
  const decided = await last(proceedingId);
  const confirm = {
    act: "confirm",
    to_state: "confirmed",
    done_by: "confirm",
    guards: ["reasons", "another-officer"],
    months: null,
  };
  assert.equal(await said("lists.act", next(decided, confirm)), "rls");
  assert.equal(
    await said("lists.act", next(decided, { ...confirm, before_by: supervisor, acted_by: clerk })),
    "one_after_the_other",
  );
  value(await bureau.act(proceedingId, "confirm", { reasons: "同意。" }, { actor: bureau.supervisor }));
  const confirmed = await last(proceedingId);
  const enter = (over: Row) =>
    next(confirmed, {
      ...{
        act: "serve-decision",
        to_state: "in-force",
        done_by: "service",
        guards: ["decision-served"],
        reasons: null,
      },
      ...{ decided_seq: decided["seq"], decided_on: decided["acted_on"], listed_from: null, ends_on: null },
      ...over,
    });
  assert.equal(await said("lists.act", enter({})), "c6_decision_served", "unserved");
  // Served, with nobody there who lets the proceeding follow: what follows is tried by hand.
  const quiet = openNotices({ ...node, agencies: await openAgencyNames(node.app) });
  const noticeId = await bureau.draw(proceedingId, "decision");
  const proof = await attach(node, bureau.officer, noticeId);
  const body = { mode: "direct", servedOn: "2026-03-18", proof };
  const officer = bureau.officer;
  value(await ask({ lists: node.lists, notices: quiet }, notices.serveNotice, officer, { params: { noticeId }, body }));
  const service = await rowOf("notices.act", "notice_id = $1 AND act = 'serve'", [noticeId]);
  const ref = {
    ...{ decision_id: noticeId, decision_seq: service["seq"], served_on: "2026-03-18" },
    ...{ acted_by: service["acted_by"], listed_from: "2026-03-18", ends_on: "2029-03-17" },
  };
  assert.equal(await said("lists.act", enter(ref)), "rls", "without its record");
  assert.equal(await said("lists.act", enter({ ...ref, record_id: randomUUID() })), "rls", "on no record");
  /** A listing that was received, with the dates it says. */
  const received = async ({ servedOn, listedFrom }: { servedOn: string; listedFrom: string }) => {
    const dates = { decidedOn: isoDate("2026-03-16"), servedOn: isoDate(servedOn), effectiveFrom: isoDate(listedFrom) };
    const row = listing(node, "cn/market-serious-list", firm.subjectId, { ...dates, conductEndedOn: null });
    await recordListings(node, row);
    return row.recordId;
  };
  const late = await received({ servedOn: "2026-03-17", listedFrom: "2026-03-17" });
  assert.equal(await said("lists.act", enter({ ...ref, record_id: late })), "rls", "a record in effect on another day");
  const before = { ...ref, listed_from: "2026-03-17", record_id: late };
  assert.equal(await said("lists.act", enter(before)), "rls", "in effect before the decision was served");
  const other = await received({ servedOn: "2026-03-17", listedFrom: "2026-03-18" });
  assert.equal(await said("lists.act", enter({ ...ref, record_id: other })), "rls", "a record of another service");
  const right = await received({ servedOn: "2026-03-18", listedFrom: "2026-03-18" });
  const whole = { ...ref, record_id: right };
  assert.equal(await said("lists.act", enter({ ...whole, ends_on: "2026-03-01" })), "c8_ends_after_it_begins");
  assert.equal(await said("lists.act", enter({ ...whole, ends_on: null })), "c8_ends_after_it_begins", "no end");
  const intended = await rowOf("notices.notice", "about_id = $1 AND kind = 'intended-listing'", [proceedingId]);
  const swapped = { ...whole, decision_id: intended["notice_id"] };
  const said1 = await said("lists.act", enter(swapped));
  assert.match(
    said1,
    /^c6_decision_(of_this_proceeding|served_as_it_says)|^c6_moved_as_it_says/,
    "the notice for the decision",
  );
  const stranger = { ...whole, acted_by: supervisor };
  assert.equal(await said("lists.act", enter(stranger)), "c5_moved_by_who_served", "by whoever did not serve it (C5)");
  const machine = { ...whole, acted_by: "job:service" };
  assert.equal(await said("lists.act", enter(machine)), "c5_people_decide", "by a machine (C5)");
  assert.equal(await said("lists.act", enter(whole)), "taken", "as it was served, and as the ledger says");
});

test("a decision that was sent back is not dropped by the same hand (C5)", async () => {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  await node.moveTo("2026-03-26");
  value(await bureau.decide(proceedingId));
  value(await bureau.act(proceedingId, "return", { reasons: "证据不足。" }, { actor: bureau.supervisor }));
  const returned = await last(proceedingId);
  const drop = {
    ...{ act: "drop", to_state: "dropped", done_by: "decide", guards: ["reasons", "not-who-returned"] },
  };
  assert.equal(await said("lists.act", next(returned, drop)), "rls", "by who sent it back");
  const bare = { ...drop, guards: ["reasons"] };
  assert.equal(await said("lists.act", next(returned, bare)), "a_step_of_the_procedure", "without what is asked");
  assert.equal(await said("lists.act", next(returned, { ...drop, acted_by: supervisor })), "taken");
});

test("a hearing asked for, an answer not weighed, an officer who wrote it down: the database lets no decision past (C5, C6)", async () => {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  const notified = await last(proceedingId);
  const clerk = marketOfficer();
  const params = { noticeId: notified["notice_id"] as string };
  const basis = "到场人出示营业执照和授权委托书";
  value(
    await ask(node, notices.answerNotice, clerk, { params, body: { statement: "请求从轻。", documents: [], basis } }),
  );
  await node.moveTo("2026-04-13");
  const decide = (over: Row) =>
    next(notified, { ...decideStep, reasons: Buffer.alloc(40), acted_by: supervisor, ...over });
  assert.equal(await said("lists.act", decide({})), "rls", "not weighed");
  const weighed = Buffer.alloc(40);
  const signature = clerk.kind === "officer" ? `officer:${clerk.id}` : "";
  assert.equal(await said("lists.act", decide({ weighed, acted_by: signature })), "rls", "who wrote it down");
  assert.equal(await said("lists.act", decide({ weighed })), "taken");
});

test("nothing of a proceeding is ever changed or taken away (C17)", async () => {
  for (const table of ["lists.proceeding", "lists.act"])
    for (const statement of [`UPDATE ${table} SET keeper = keeper`, `DELETE FROM ${table}`, `TRUNCATE ${table}`])
      await assert.rejects(node.app.query(statement), (error) => sqlState(error) === "42501", statement);
  for (const table of ["lists.proceeding", "lists.act"])
    for (const pool of [node.publicReader, node.retention])
      await assert.rejects(pool.query(`SELECT FROM ${table}`), (error) => sqlState(error) === "42501");
});

test("no hearing nobody asked for, none before its summons has run; who proposed does not confirm; nobody undoes alone what two decided (C5, C6)", async () => {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  const notified = await last(proceedingId);
  const hear = {
    ...{ act: "hold-hearing", to_state: "hearing-held", done_by: "propose", reasons: Buffer.alloc(40) },
    guards: ["notice-served", "hearing-asked", "summoned", "reasons"],
  };
  const today = node.clock.today();
  const held = (summoned: string) => next(notified, { ...hear, held_on: today, summoned_on: summoned });
  assert.equal(await said("lists.act", held("2026-03-01")), "rls", "unasked");
  const other = await last(await bureau.notified((await newOrganisation(node)).code));
  const params = { noticeId: String(other["notice_id"]) };
  value(
    await ask(node, notices.askForHearing, marketOfficer(), { params, body: { words: "请求听证。", basis: "到场" } }),
  );
  const asked = (summoned: string) => next(other, { ...hear, held_on: today, summoned_on: summoned });
  assert.equal(await said("lists.act", asked("2026-03-01")), "rls", "summoned before it was asked for");
  assert.equal(await said("lists.act", asked(today)), "summoned_in_time", "summoned on the very day");
  await node.moveTo("2026-06-26");
  value(await bureau.decide(proceedingId));
  const confirm = {
    ...{ act: "confirm", to_state: "confirmed", done_by: "confirm", months: null, reasons: Buffer.alloc(40) },
    ...{ guards: ["reasons", "another-officer"], acted_by: notified["acted_by"] },
  };
  assert.equal(await said("lists.act", next(await last(proceedingId), confirm)), "rls", "by who proposed");
  value(await bureau.act(proceedingId, "confirm", { reasons: "同意。" }, { actor: bureau.supervisor }));
  const by = `officer:${randomUUID()}`;
  const ruling = { ruling_number: "判1号", ruling_body: "某区人民法院", ruling_on: "2026-06-26" };
  const undo = {
    ...{ act: "annul", to_state: "annulled", done_by: "confirm", reasons: Buffer.alloc(40), months: null },
    ...{ guards: ["moved-by-another", "ruling"], acted_by: by, ...ruling },
  };
  const confirmed = await last(proceedingId);
  assert.equal(await said("lists.act", next(confirmed, undo)), "rls", "moved by nobody");
  const body = { number: "判1号", body: "某区人民法院", on: "2026-06-26" };
  value(await bureau.act(proceedingId, "move-undoing", { reasons: "判决撤销。", ruling: body }));
  const moved = await last(proceedingId);
  assert.equal(
    await said("lists.act", next(moved, { ...undo, acted_by: moved["acted_by"] })),
    "rls",
    "by who moved it",
  );
  assert.equal(await said("lists.act", next(moved, { ...undo, ruling_number: "判2号" })), "rls", "by another ruling");
  assert.equal(await said("lists.act", next(moved, undo)), "taken", "by another, as it was moved");
});
