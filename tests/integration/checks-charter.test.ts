/** Attempts to break what a check guarantees, below the program: in the database, at the door, in the log. */
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { after, test } from "node:test";
import { addDays } from "#core/time/date.ts";
import { inTransaction, openPool, sqlState } from "#src/platform/database.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { about, ask, knownPerson, knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { testNode } from "#tests/kit/database.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
const owner = openPool(node.owner, { max: 1 });
after(() => owner.end());
const agency = await addAgency(node, { kinds: ["finance"] });
const officer = officerOf(agency);
const today = node.clock.today();

async function bannedSubject() {
  const subject = await knownSubject(node);
  const ends = addDays(today, 300);
  const row = listing(node, "cn/procurement-serious-list", subject.subjectId, {
    effectiveTo: ends,
    publishedUntil: ends,
  });
  await recordListings(node, row);
  return { ...subject, row };
}

/** A check with one measure told; its id. */
async function toldCheck() {
  const { code, subjectId, row } = await bannedSubject();
  const { answer } = value(await ask(node, officer, about(code)));
  return { check: answer.check, code, subjectId, recordId: row.recordId };
}

const insertAnswered = (over: Record<string, unknown>) => {
  const row = {
    check_id: "",
    measure_id: "cn/procurement-ban",
    version: 1,
    sort: "constraint",
    effect: "refuse",
    force: "must",
    subject_kind: "organisation",
    matter_id: "cn/government-procurement",
    place: 0,
    record_id: randomUUID(),
    until: today,
    ...over,
  };
  const names = Object.keys(row);
  return node.app.query(
    `INSERT INTO measures.answered (${names.join(", ")}) VALUES (${names.map((_, at) => `$${at + 1}`).join(", ")})`,
    Object.values(row),
  );
};

test("C7: the database takes no measure the catalogue does not list for this subject, in this matter, with this effect", async () => {
  const { code } = await knownSubject(node);
  const { answer } = value(await ask(node, officer, about(code)));
  const wrong = [
    { measure_id: "cn/own-invention" },
    { version: 99 },
    { matter_id: "cn/permit-food" },
    { subject_kind: "person" },
    { subject_kind: "individual-business" },
    { effect: "disqualify" },
    { sort: "incentive" },
    { place: 7 },
  ];
  for (const over of wrong)
    await assert.rejects(
      insertAnswered({ check_id: answer.check, ...over }),
      (error) => sqlState(error) === "23503",
      JSON.stringify(over),
    );
  await insertAnswered({ check_id: answer.check });
});

test("C8: the database takes no constraint without an end", async () => {
  const { code } = await knownSubject(node);
  const { answer } = value(await ask(node, officer, about(code)));
  await assert.rejects(insertAnswered({ check_id: answer.check, until: null }), (error) => sqlState(error) === "23514");
});

test("C7: the policies themselves refuse a check in a matter of others, and one without a purpose", async () => {
  const { subjectId } = await knownSubject(node);
  const resource = (decidedBy: string[]) => ({
    type: "Check",
    id: "m",
    attributes: { subjectKind: "organisation", subject: subjectId, decidedBy },
  });
  const purpose = { purpose: "procurement-review", basis: "政府采购法 22" };
  const asked = (decidedBy: string[], given: object) =>
    node.door.scope(officer, "ask-check", resource(decidedBy), { audience: "body", ...given });
  const others = await asked(["court"], { purpose });
  assert.equal(refusalOf(others), "access.denied");
  assert.equal(others.ok ? "" : others.refusal.params?.["policy"], "nobody-checks-in-a-matter-of-others");
  assert.equal(refusalOf(await asked(["finance"], {})), "access.denied");
  assert.ok((await asked(["finance"], { purpose })).ok);
  const looks = await node.app.query("SELECT outcome, policy FROM access.look WHERE subject_id = $1 ORDER BY policy", [
    subjectId,
  ]);
  assert.deepEqual(looks.rows, [
    { outcome: "refused", policy: "no-check-without-a-purpose" },
    { outcome: "refused", policy: "nobody-checks-in-a-matter-of-others" },
  ]);
});

test("C13: the database takes no answer about a person in clear", async () => {
  const { subjectId } = await knownPerson(node);
  const insert = node.app.query(
    `INSERT INTO measures.answer (check_id, subject_id, subject_kind, agency_code, actor_kind, matter_id, purpose, asked_at,
       outcome, told, root_id, leaf, leaf_index, path, answer, sealed, kept_until)
     VALUES ($1, $2, 'person', $3, 'officer', 'm', 'p', now(), 'nothing-recorded', 0, $1, $4, 0, '', '{}', NULL, $5)`,
    [randomUUID(), subjectId, agency.agencyCode, randomBytes(32), today],
  );
  await assert.rejects(insert, (error: Error & { constraint?: string }) => {
    assert.equal(error.constraint, "c13_answers_about_persons_are_sealed");
    return true;
  });
});

test("C17: what was answered stays answered: the application may add and neither change nor remove", async () => {
  const { check } = await toldCheck();
  for (const table of ["root", "terms", "answer", "answered", "outcome"]) {
    await assert.rejects(node.app.query(`DELETE FROM measures.${table}`), (error) => sqlState(error) === "42501");
    await assert.rejects(node.app.query(`TRUNCATE measures.${table}`), (error) => sqlState(error) === "42501");
  }
  await assert.rejects(
    node.app.query("UPDATE measures.answer SET outcome = 'nothing-recorded' WHERE check_id = $1", [check]),
    (error) => sqlState(error) === "42501",
  );
});

for (const table of ["access.look", "measures.answer", "measures.answered"])
  test(`C15: where ${table} cannot be written, nothing is answered and neither look nor answer stands alone`, async () => {
    const { code, subjectId } = await bannedSubject();
    await owner.query(`REVOKE INSERT ON ${table} FROM cx_app`);
    try {
      await assert.rejects(node.measures.ask(officer, about(code)), (error) => sqlState(error) === "42501");
    } finally {
      await owner.query(`GRANT INSERT ON ${table} TO cx_app`);
    }
    const stored = await node.app.query("SELECT 1 FROM measures.answer WHERE subject_id = $1", [subjectId]);
    assert.equal(stored.rowCount, 0);
    const looks = await node.app.query("SELECT outcome FROM access.look WHERE subject_id = $1", [subjectId]);
    assert.deepEqual(
      looks.rows.map(({ outcome }) => outcome),
      table === "access.look" ? [] : ["failed"],
    );
    assert.equal(value(await ask(node, officer, about(code))).answer.outcome, "measures");
  });

test("of many checks asked together the one that cannot be written fails, and the others are answered", async () => {
  const spoiled = await bannedSubject();
  const others = await Promise.all(Array.from({ length: 8 }, bannedSubject));
  await owner.query(
    `ALTER TABLE measures.answer ADD CONSTRAINT spoiled CHECK (subject_id IS DISTINCT FROM '${spoiled.subjectId}'::uuid) NOT VALID`,
  );
  try {
    const asked = await Promise.allSettled(
      [spoiled, ...others].map(async ({ code }) => value(await ask(node, officer, about(code)))),
    );
    assert.deepEqual(
      asked.map(({ status }) => status),
      ["rejected", ...others.map(() => "fulfilled")],
    );
  } finally {
    await owner.query("ALTER TABLE measures.answer DROP CONSTRAINT spoiled");
  }
  const failed = await node.app.query("SELECT outcome FROM access.look WHERE subject_id = $1", [spoiled.subjectId]);
  assert.deepEqual(failed.rows, [{ outcome: "failed" }]);
});

test("C8: an answer is kept no longer than the record it told of, and is then gone for every reader, job or no job", async () => {
  const { code, subjectId } = await knownSubject(node);
  const ends = addDays(today, 30);
  await recordListings(
    node,
    listing(node, "cn/procurement-serious-list", subjectId, {
      effectiveTo: ends,
      publishedUntil: ends,
      retainedUntil: ends,
    }),
  );
  const { check } = value(await ask(node, officer, about(code))).answer;
  const keptUntil = async () =>
    (await node.app.query("SELECT kept_until, answer FROM measures.answer WHERE check_id = $1", [check])).rows[0];
  assert.equal((await keptUntil()).kept_until, ends);
  await owner.query("UPDATE measures.answer SET kept_until = $2 WHERE check_id = $1", [check, addDays(today, -1)]);
  assert.equal(refusalOf(await node.measures.read(officer, check)), "measures.forgotten");
  assert.ok((await keptUntil()).answer, "no job has run");
  assert.ok((await node.measures.forgetDue()) >= 1);
  assert.equal((await keptUntil()).answer, null);
});

test("C17: a record that is ordered forgotten takes with it what checks told of it", async () => {
  const { check, subjectId, recordId } = await toldCheck();
  await node.app.query(
    "INSERT INTO ledger.erasure (subject_id, record_id, erasure_id, basis, ordered_by, ordered_at) VALUES ($1, $2, $3, '个人信息保护法 47', 'officer:1', now())",
    [subjectId, recordId, randomUUID()],
  );
  await node.measures.forgetDue();
  const stored = await node.app.query(
    "SELECT answer, octet_length(leaf) AS leaf FROM measures.answer WHERE check_id = $1",
    [check],
  );
  assert.deepEqual(stored.rows, [{ answer: null, leaf: 32 }]);
});

test("nobody but the retention role forgets answers", async () => {
  for (const pool of [node.app, node.publicReader])
    await assert.rejects(pool.query("SELECT measures.forget_due(1)"), (error) => sqlState(error) === "42501");
  for (const table of ["root", "answer", "answered", "outcome", "terms"])
    await assert.rejects(
      node.publicReader.query(`SELECT 1 FROM measures.${table}`),
      (error) => sqlState(error) === "42501",
    );
});

const insertOutcome = (over: Record<string, unknown>) => {
  const row = {
    check_id: "",
    outcome_id: randomUUID(),
    did: "applied",
    measure_id: "cn/procurement-ban",
    version: 1,
    effect: "refuse",
    beyond: false,
    reason: null,
    agency_code: agency.agencyCode,
    reported_by: "officer:1",
    reported_at: new Date(),
    idempotency_key: randomUUID(),
    ...over,
  };
  const names = Object.keys(row);
  return inTransaction(node.app, (transaction) =>
    transaction.query(
      `INSERT INTO measures.outcome (${names.join(", ")}) VALUES (${names.map((_, at) => `$${at + 1}`).join(", ")})`,
      Object.values(row),
    ),
  );
};

test("C7: the database takes no outcome beyond the answer that is not flagged, and no effect nobody knows", async () => {
  const { check } = await toldCheck();
  const none = { measure_id: null, version: null };
  const wrong: readonly (readonly [state: string, over: Record<string, unknown>])[] = [
    ["23514", { ...none, effect: "exit-ban", beyond: true, reason: "r" }],
    ["23514", { ...none, effect: "refuse", beyond: false, reason: "r" }],
    ["23514", { ...none, effect: "restrict", beyond: true }],
    ["23514", { beyond: true, reason: "r" }],
    ["23503", { effect: "restrict" }],
    ["23503", { measure_id: "cn/no-award", effect: "no-award" }],
    ["23514", { did: "not-applied" }],
    ["23514", { did: "nothing" }],
  ];
  for (const [state, over] of wrong)
    await assert.rejects(
      insertOutcome({ check_id: check, ...over }),
      (error) => sqlState(error) === state,
      JSON.stringify(over),
    );
  await insertOutcome({ check_id: check });
  await insertOutcome({ check_id: check, ...none, effect: "restrict", beyond: true, reason: "另行限制" });
});
