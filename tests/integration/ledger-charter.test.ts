import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { test } from "node:test";
import { isoDate } from "#core/time/date.ts";
import { appendChanges, appendRecords, type ChangeRow, type RecordRow, readPublicRecords } from "#src/ledger/index.ts";
import { inTransaction, openPool, sqlState } from "#src/platform/database.ts";
import { testNode } from "#tests/kit/database.ts";
import { addTestItem, addTestSubject, permitFor, testCorrection, testRecord } from "#tests/kit/ledger.ts";

const node = await testNode();
const permit = await permitFor(node);

const append = (record: RecordRow) =>
  inTransaction(node.app, (transaction) => appendRecords(transaction, permit, [record]));
const change = (row: ChangeRow) => inTransaction(node.app, (transaction) => appendChanges(transaction, permit, [row]));
const refusedBy = (constraint: string) => (error: Error & { constraint?: string }) => {
  assert.equal(error.constraint, constraint, error.message);
  return true;
};

test("C1: the database refuses an evaluation of a person, and of an individual business", async () => {
  for (const subjectKind of ["person", "individual-business"] as const) {
    await assert.rejects(addTestItem(node, { evaluative: true, subjectKind }), (error) => sqlState(error) === "23514");
    const item = await addTestItem(node, { subjectKind });
    const record = testRecord(item, await addTestSubject(node, subjectKind), { evaluative: true });
    await assert.rejects(append(record), (error) => ["23514", "23503"].includes(sqlState(error) ?? ""));
  }
});

test("C2: a record of an item the catalogue does not name is refused", async () => {
  const item = await addTestItem(node);
  const record = testRecord({ ...item, itemId: "test/nowhere" }, await addTestSubject(node));
  await assert.rejects(append(record), (error) => sqlState(error) === "23503");
});

test("C2: a record cannot claim to be milder than its item", async () => {
  const item = await addTestItem(node, { adverse: true });
  const record = testRecord({ ...item, adverse: false }, await addTestSubject(node));
  await assert.rejects(append(record), (error) => sqlState(error) === "23503");
});

test("C2: a record cannot say that a person is an organisation", async () => {
  const item = await addTestItem(node);
  const record = testRecord(item, await addTestSubject(node, "person"));
  await assert.rejects(append(record), (error) => sqlState(error) === "23503");
});

test("C4: an adverse record about a person of unknown age cannot be stored", async () => {
  const item = await addTestItem(node, { adverse: true, subjectKind: "person" });
  const record = testRecord(item, await addTestSubject(node, "person"), { adultAtConduct: "not-a-person" });
  await assert.rejects(append(record), refusedBy("c4_no_adverse_record_of_minors"));
});

test("C5: a listing without service and answer dates cannot be stored", async () => {
  const item = await addTestItem(node, { adverse: true, listing: true });
  const subject = await addTestSubject(node);
  for (const missing of [{ servedOn: null }, { answerDueOn: null }, { servedOn: isoDate("2026-05-05") }]) {
    await assert.rejects(append(testRecord(item, subject, missing)), refusedBy("c5_listing_has_its_procedure"));
  }
});

test("C5: a person's listing needs a second, different officer", async () => {
  const item = await addTestItem(node, { adverse: true, listing: true, subjectKind: "person" });
  const subject = await addTestSubject(node, "person");
  for (const confirmedBy of [null, "officer:1"]) {
    await assert.rejects(
      append(testRecord(item, subject, { confirmedBy })),
      refusedBy("c5_second_officer_for_persons"),
    );
  }
});

test("C8: an adverse record without an end, or kept beyond its years, cannot be stored", async () => {
  const item = await addTestItem(node, { adverse: true });
  const subject = await addTestSubject(node);
  await assert.rejects(append(testRecord(item, subject, { publishedUntil: null })), refusedBy("c8_adverse_ends"));
  await assert.rejects(append(testRecord(item, subject, { retainedUntil: null })), refusedBy("c8_adverse_ends"));
  await assert.rejects(
    append(testRecord(item, subject, { retainedUntil: isoDate("2031-04-21") })),
    refusedBy("c8_five_years"),
  );
});

test("C8: a correction cannot lengthen", async () => {
  const item = await addTestItem(node, { adverse: true });
  const record = testRecord(item, await addTestSubject(node));
  await append(record);
  for (const longer of [
    { publishedUntil: isoDate("2027-05-07") },
    { retainedUntil: isoDate("2031-04-21") },
    { publishedUntil: null },
  ]) {
    await assert.rejects(change(testCorrection(record, longer)), (error) => sqlState(error) === "42501");
  }
  await change(testCorrection(record, { publishedUntil: isoDate("2026-12-31") }));
});

test("C12: a person's record cannot be public, not even by correction", async () => {
  const item = await addTestItem(node, { subjectKind: "person" });
  const subject = await addTestSubject(node, "person");
  await assert.rejects(
    append(testRecord(item, subject, { disclosure: "public" })),
    refusedBy("c12_persons_never_public"),
  );
  const record = testRecord(item, subject);
  await append(record);
  await assert.rejects(
    change(testCorrection(record, { disclosure: "public" })),
    (error) => sqlState(error) === "42501",
  );
});

test("C8, C12: the public view shows neither ended, withdrawn or superseded content, nor what is shared or of persons", async () => {
  const item = await addTestItem(node, { adverse: true });
  const subject = await addTestSubject(node);
  const ended = testRecord(item, subject, { publishedUntil: isoDate("2026-06-01") });
  const shared = testRecord(item, subject, { disclosure: "shared" });
  const corrected = testRecord(item, subject);
  const withdrawn = testRecord(item, subject);
  for (const record of [ended, shared, corrected, withdrawn]) await append(record);
  await change(testCorrection(corrected, { open: { documentNumber: "新" } }));
  await change(testCorrection(withdrawn, { act: "withdraw", open: null, salt: null }));
  const person = await addTestSubject(node, "person");
  await append(testRecord(await addTestItem(node, { subjectKind: "person" }), person));
  const shown = await readPublicRecords(node.publicReader, node.door.publicScope, [subject, person]);
  assert.deepEqual(
    shown.map(({ recordId, open, version }) => ({ recordId, open, version })),
    [{ recordId: corrected.recordId, open: { documentNumber: "新" }, version: 2 }],
  );
});

test("C3: a release speaks of the content it was made for; a later correction voids it", async () => {
  const item = await addTestItem(node, { adverse: true });
  const subject = await addTestSubject(node);
  const record = testRecord(item, subject);
  await append(record);
  const release = { act: "annotate", mark: "release", open: { facts: "某某违法" }, salt: randomBytes(16) } as const;
  await change(testCorrection(record, { ...release, version: 2 }));
  const marks = async () =>
    (await readPublicRecords(node.publicReader, node.door.publicScope, [subject]))[0]?.marks?.length ?? 0;
  assert.equal(await marks(), 1);
  await change(testCorrection(record, { version: 3 }));
  assert.equal(await marks(), 0);
});

test("C3: a release shows free text and nothing else, of no person; C17: what carries content carries a salt", async () => {
  const item = await addTestItem(node, { adverse: true });
  const record = testRecord(item, await addTestSubject(node));
  await append(record);
  const release = { act: "annotate", mark: "release", open: { facts: "某某违法" }, shared: null } as const;
  const wrong: Partial<ChangeRow>[] = [
    { open: { facts: "…", legalRepresentative: "王小明" } },
    { open: { documentNumber: "别的" } },
    { open: null },
    { shared: { facts: "…" } },
    { sealed: randomBytes(8) },
    { salt: null },
    { itemVersion: null },
    { itemVersion: 9 },
    { mark: "objection", salt: null },
  ];
  for (const over of wrong)
    await assert.rejects(
      change(testCorrection(record, { ...release, ...over })),
      (error) => sqlState(error) === "42501",
      JSON.stringify(over),
    );
  await assert.rejects(change(testCorrection(record, { salt: null })), (error) => sqlState(error) === "42501");
  const persons = await addTestItem(node, { subjectKind: "person" });
  const person = testRecord(persons, await addTestSubject(node, "person"));
  await append(person);
  await assert.rejects(change(testCorrection(person, release)), (error) => sqlState(error) === "42501");
  await change(testCorrection(record, release));
});

test("C17: what was withdrawn comes back by no correction and no release", async () => {
  const item = await addTestItem(node, { adverse: true });
  const record = testRecord(item, await addTestSubject(node));
  await append(record);
  await change(testCorrection(record, { act: "withdraw", open: null, shared: null, sealed: null, salt: null }));
  const release = { act: "annotate", mark: "release", open: { facts: "…" }, shared: null } as const;
  for (const over of [{}, release])
    await assert.rejects(
      change(testCorrection(record, { ...over, version: 3 })),
      (error) => sqlState(error) === "42501",
    );
});

test("a decision of the future cannot be stored", async () => {
  const item = await addTestItem(node);
  const record = testRecord(item, await addTestSubject(node), {
    decidedOn: isoDate("2026-05-11"),
    effectiveFrom: isoDate("2026-05-11"),
    servedOn: isoDate("2026-05-12"),
  });
  await assert.rejects(append(record), refusedBy("no_future_decision"));
});

test("C17: two corrections that race for one version: one stands", async () => {
  const item = await addTestItem(node);
  const record = testRecord(item, await addTestSubject(node));
  await append(record);
  const raced = await Promise.allSettled([change(testCorrection(record)), change(testCorrection(record))]);
  assert.deepEqual(raced.map((one) => one.status).sort(), ["fulfilled", "rejected"]);
});

test("C8, C17: what is due is forgotten and nothing else; the commitment stays", async () => {
  const item = await addTestItem(node, { adverse: true });
  const subject = await addTestSubject(node);
  const past = {
    conductEndedOn: isoDate("2021-01-01"),
    retainedUntil: isoDate("2026-01-01"),
    publishedUntil: isoDate("2024-01-01"),
    decidedOn: isoDate("2021-01-05"),
    effectiveFrom: isoDate("2021-01-05"),
    servedOn: null,
    answerDueOn: null,
  };
  const due = testRecord(item, subject, past);
  const shortened = testRecord(item, subject);
  const ordered = testRecord(item, subject);
  const kept = testRecord(item, subject);
  for (const record of [due, shortened, ordered, kept]) await append(record);
  await change(
    testCorrection(shortened, { publishedUntil: isoDate("2026-05-12"), retainedUntil: isoDate("2026-05-12") }),
  );
  await node.app.query("INSERT INTO ledger.erasure VALUES ($1, $2, $3, 'PIPL 47', 'officer:1', now())", [
    subject,
    ordered.recordId,
    randomUUID(),
  ]);
  const done = await node.retention.query("SELECT ledger.forget_due(100) AS n");
  assert.equal(done.rows[0].n, 3);
  const left = await node.app.query(
    "SELECT record_id, open, salt, octet_length(commitment) AS bytes FROM ledger.record WHERE subject_id = $1",
    [subject],
  );
  for (const row of left.rows) {
    assert.equal(row.open === null && row.salt === null, row.record_id !== kept.recordId);
    assert.equal(row.bytes, 32);
  }
  assert.equal((await node.retention.query("SELECT ledger.forget_due(100) AS n")).rows[0].n, 0);
});

test("C17: a person of whom nothing is kept is not linked any more", async () => {
  const item = await addTestItem(node, { subjectKind: "person" });
  const person = await addTestSubject(node, "person");
  const record = testRecord(item, person);
  await append(record);
  await node.app.query("INSERT INTO registry.person_token VALUES ($1, $2)", [randomBytes(33), person]);
  await node.app.query("INSERT INTO registry.person_secret VALUES ($1, 1, '\\x00', now())", [person]);
  await node.app.query("INSERT INTO ledger.erasure VALUES ($1, $2, $3, 'PIPL 47', 'officer:1', now())", [
    person,
    record.recordId,
    randomUUID(),
  ]);
  await node.retention.query("SELECT ledger.forget_due(100)");
  for (const table of ["person_token", "person_secret"]) {
    assert.equal((await node.app.query(`SELECT 1 FROM registry.${table} WHERE subject_id = $1`, [person])).rowCount, 0);
  }
});

test("C17: the retention role can call the forgetting and can do nothing else", async () => {
  for (const statement of [
    "SELECT open FROM ledger.record",
    "UPDATE ledger.record SET open = NULL, salt = NULL",
    "UPDATE ledger.record SET commitment = '\\x00'",
    "DELETE FROM ledger.record",
    "INSERT INTO ledger.erasure SELECT",
  ]) {
    await assert.rejects(node.retention.query(statement), (error) => sqlState(error) === "42501", statement);
  }
  await assert.rejects(node.app.query("SELECT ledger.forget_due(1)"), (error) => sqlState(error) === "42501");
});

test("the legal clock is the owner's to move", async () => {
  for (const pool of [node.app, node.publicReader, node.retention]) {
    await assert.rejects(
      pool.query("UPDATE platform.clock SET offset_seconds = -99999999"),
      (error) => sqlState(error) === "42501",
    );
  }
  const owner = openPool(node.owner, { max: 1 });
  await owner.query("UPDATE platform.clock SET offset_seconds = 86400");
  const [shifted, real] = [
    await node.publicReader.query("SELECT platform.today() AS d"),
    await node.app.query("SELECT ((now() AT TIME ZONE 'UTC') + interval '32 hours')::date AS d"),
  ];
  assert.equal(shifted.rows[0].d, real.rows[0].d);
  await owner.query("UPDATE platform.clock SET offset_seconds = 0");
  await owner.end();
});
