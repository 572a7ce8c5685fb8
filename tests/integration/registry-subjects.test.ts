import assert from "node:assert/strict";
import { test } from "node:test";
import { isoDate } from "#core/time/date.ts";
import type { Actor } from "#src/access/index.ts";
import { inTransaction, sqlState } from "#src/platform/database.ts";
import {
  addIdentifiers,
  addNames,
  findPersons,
  foundPersons,
  foundSubjects,
  type GivenName,
  type Identifier,
  type NewSubject,
  newSubjectId,
  openPerson,
  resolveSubjects,
  rotatePersonTokens,
  type Scheme,
} from "#src/registry/index.ts";
import { testNode } from "#tests/kit/database.ts";

const node = await testNode();
const sender = "11440000006939748X";
const officer: Actor = {
  kind: "officer",
  id: "00000000-0000-4000-8000-000000000001",
  name: "测试",
  agency: sender,
  agencyKinds: ["market-regulator"],
  roles: ["officer"],
};
const permitted = await node.door.permit(officer, "send-records", {
  type: "Batch",
  id: "b",
  attributes: { agency: sender },
});
assert.ok(permitted.ok);
const permit = permitted.value;
const provenance = { source: sender, at: new Date() };

const number = (scheme: Scheme, value: string): Identifier => ({
  scheme,
  value,
  verdict: "valid",
  validFrom: null,
  validUntil: null,
});
const legal = (name: string, more: Partial<GivenName> = {}): GivenName => ({
  name,
  role: "legal",
  validFrom: null,
  validUntil: null,
  former: false,
  ...more,
});
const organisation = (name: string, ...identifiers: Identifier[]): NewSubject => ({
  kind: "organisation",
  identifiers,
  names: [legal(name)],
  division: "440300",
  operatorName: null,
});
const resolve = (...rows: Identifier[][]) => resolveSubjects(node.app, permit, rows, node.clock);
const found = (...subjects: NewSubject[]) => foundSubjects(node.app, permit, subjects, provenance);

test("a subject is found by every number it was founded with, and by the organisation code inside its unified code", async () => {
  const byd = organisation(
    "比亚迪股份有限公司",
    number("unified-code", "91440300192317458F"),
    number("registration-number", "440301501122062"),
  );
  assert.equal(await found(byd), 1);
  const answers = await resolve(
    [number("unified-code", "91440300192317458F")],
    [number("registration-number", "440301501122062")],
    [number("organisation-code", "192317458")],
    [number("unified-code", "91440300192317458F"), number("registration-number", "440301501122062")],
    [],
  );
  for (const answer of answers.slice(0, 4)) {
    assert.equal(answer.state, "known");
    assert.equal(answer.state === "known" && answer.subjectId, newSubjectId(byd));
  }
  assert.deepEqual(answers[4], { state: "unknown", candidates: [] });
});

test("founding a subject again, or from two batches at once, founds it once", async () => {
  const rows = Array.from({ length: 300 }, (_, i) =>
    organisation(`某某${i}有限公司`, number("registration-number", `44030150${String(i).padStart(7, "0")}`)),
  );
  const added = await Promise.all(
    [rows, rows.toReversed(), rows].map((batch) =>
      inTransaction(node.app, (transaction) => foundSubjects(transaction, permit, batch, provenance)),
    ),
  );
  assert.equal(
    added.reduce((sum, one) => sum + one),
    300,
  );
  const answers = await resolve(...rows.map((row) => [...row.identifiers]));
  assert.ok(answers.every((answer) => answer.state === "known"));
});

test("a subject known by its organisation code is the one whose unified code holds it, and learns that code (DOMAIN 11.8)", async () => {
  const old = organisation("老厂", number("organisation-code", "714305801"));
  await found(old);
  const unified = number("unified-code", "915200007143058011");
  const [answer] = await resolve([unified]);
  assert.ok(answer?.state === "known");
  assert.equal(answer.by, "organisation-code");
  assert.deepEqual(answer.learns, [unified]);
  await addIdentifiers(
    node.app,
    permit,
    answer.learns.map((one) => ({ ...one, subjectId: answer.subjectId, kind: answer.kind })),
    provenance,
  );
  const [again] = await resolve([unified]);
  assert.ok(again?.state === "known");
  assert.equal(again.subjectId, newSubjectId(old), "the id stays what it was founded with");
  assert.deepEqual(again.learns, []);
});

test("a real unified code whose organisation part is zeros founds its subject and is shared with nobody (DOMAIN 2)", async () => {
  const cooperative = organisation("万宁乐供槟榔产销专业合作社", number("unified-code", "934690060000000007"));
  const other = organisation("同为零的合作社", number("unified-code", "934690070000000001"));
  await found(cooperative, other);
  const [known, third] = await resolve(
    [number("unified-code", "934690060000000007")],
    [number("unified-code", "93469008000000000A")],
  );
  assert.ok(known?.state === "known");
  assert.equal(known.subjectId, newSubjectId(cooperative));
  assert.deepEqual(third, { state: "unknown", candidates: [] });
});

test("one organisation code in two unified codes is for a person to decide, and so is a number under another code", async () => {
  const a = organisation(
    "甲",
    number("unified-code", "91110000100000001A"),
    number("registration-number", "110000000000001"),
  );
  const b = organisation("乙", number("unified-code", "12110000100000001B"));
  await found(a, b);
  const [byOrganisationCode, third, otherCode, both] = await resolve(
    [number("organisation-code", "100000001")],
    [number("unified-code", "53110000100000001C")],
    [number("unified-code", "91110000999999999C"), number("registration-number", "110000000000001")],
    [number("unified-code", "12110000100000001B"), number("registration-number", "110000000000001")],
  );
  assert.equal(byOrganisationCode?.state, "ambiguous");
  assert.ok(third?.state === "unknown" && third.candidates.length === 2);
  assert.deepEqual(otherCode, {
    state: "ambiguous",
    candidates: [{ subjectId: newSubjectId(a), because: "other-code" }],
  });
  assert.ok(both?.state === "ambiguous" && both.candidates.length === 2);
});

test("a placeholder can name nobody, whatever a caller sends", async () => {
  await assert.rejects(
    found(organisation("无号", number("unified-code", "00000000000000000X"))),
    (error) => sqlState(error) === "23514",
  );
});

test("no number or name row about a person, and no code 92 for an organisation, can exist (C1, C12, C13)", async () => {
  const [person] = await foundPersons(
    node.app,
    permit,
    [{ scheme: "person-number", number: "11010519491231002X", name: "张三" }],
    { keys: node.keys, ...provenance },
  );
  assert.ok(person);
  for (const kind of ["person", "organisation", "individual-business"] as const) {
    await assert.rejects(
      node.app.query(
        `INSERT INTO registry.trade_name (subject_id, kind, name, matched_by, valid_from, former, public, source, recorded_at)
         VALUES ($1, $2, '张三', '张三', '-infinity', false, true, 'x', now())`,
        [person, kind],
      ),
      (error) => ["23514", "23503"].includes(sqlState(error) ?? ""),
    );
    await assert.rejects(
      node.app.query(
        `INSERT INTO registry.name (subject_id, kind, name, role, valid_from, former, tokens, source, recorded_at)
         VALUES ($1, $2, '张三', 'legal', '-infinity', false, '{}', 'x', now())`,
        [person, kind],
      ),
      (error) => ["23514", "23503"].includes(sqlState(error) ?? ""),
    );
    await assert.rejects(
      node.app.query(
        `INSERT INTO registry.identifier (subject_id, kind, scheme, value, verdict, source, recorded_at)
         VALUES ($1, $2, 'tax-number', '11010519491231002X', 'valid', 'x', now())`,
        [person, kind],
      ),
      (error) => ["23514", "23503"].includes(sqlState(error) ?? ""),
    );
  }
  await assert.rejects(found(organisation("张三小吃店", number("unified-code", "92110105MA00000001"))), TypeError);
  const shop = organisation("李四商店", number("registration-number", "110105600000001"));
  await found(shop);
  await assert.rejects(
    addIdentifiers(
      node.app,
      permit,
      [{ ...number("unified-code", "92110105MA00000001"), subjectId: newSubjectId(shop), kind: "organisation" }],
      provenance,
    ),
    (error) => sqlState(error) === "23514",
  );
});

test("a trade name that holds the operator's name, or may hold it, is not public; another is (C12)", async () => {
  const shop = (code: string, name: string, operatorName: string | null): NewSubject => ({
    kind: "individual-business",
    identifiers: [number("unified-code", code)],
    names: [legal(name, { role: "trade" })],
    division: null,
    operatorName,
  });
  await found(
    shop("92110105MA00000002", "北京张三丰小吃店", "张三丰"),
    shop("92110105MA00000003", "北京好味小吃店", "李四"),
    shop("92110105MA00000004", "北京无名小吃店", null),
  );
  const shown = await node.publicReader.query("SELECT name FROM public_read.name WHERE name LIKE '北京%小吃店'");
  assert.deepEqual(shown.rows, [{ name: "北京好味小吃店" }]);
});

test("a person is found by number under every key there was, and by the new token alone once the old are deleted (C13)", async () => {
  const person = { scheme: "person-number", number: "110105194912310038", name: "王五" } as const;
  const given = { keys: node.keys, ...provenance };
  const [first, twin] = await foundPersons(node.app, permit, [person, person], given);
  assert.equal(first, twin);
  const [racing, again] = await Promise.all(
    [1, 2].map(() =>
      inTransaction(node.app, (transaction) =>
        foundPersons(transaction, permit, [{ ...person, number: "110105194912310046" }], given),
      ),
    ),
  );
  assert.deepEqual(racing, again);
  node.keys.rotate("token");
  assert.deepEqual(await findPersons(node.app, permit, [person], node.keys), [first]);
  const rotating = await node.door.permit({ kind: "job", id: "command-line" }, "rotate-keys", {
    type: "Node",
    id: "n",
  });
  assert.ok(rotating.ok);
  const turned = await rotatePersonTokens(node, rotating.value, 1);
  assert.equal(turned.added, turned.deleted);
  assert.deepEqual(await findPersons(node.app, permit, [person], node.keys), [first]);
  assert.equal((await rotatePersonTokens(node, rotating.value)).added, 0);
});

test("nothing of a person is readable in the database: number and name lie sealed (C13)", async () => {
  const tables = ["subject", "identifier", "identifier_owner", "name", "person_token", "person_secret"];
  for (const table of tables) {
    const rows = await node.app.query(`SELECT t::text AS row FROM registry.${table} t`);
    const text = JSON.stringify(rows.rows);
    for (const secret of ["110105194912310038", "王五", Buffer.from("王五").toString("hex")])
      assert.ok(!text.includes(secret), `${table} shows ${secret}`);
  }
});

test("a later name closes the former one's dates without an edit", async () => {
  const firm = organisation("旧名有限公司", number("unified-code", "91110000200000002A"));
  await found(firm);
  const row = { subjectId: newSubjectId(firm), kind: "organisation", operatorName: null } as const;
  await addNames(
    node.app,
    permit,
    [{ ...row, ...legal("新名有限公司", { validFrom: isoDate("2024-03-01") }) }],
    provenance,
  );
  await addNames(
    node.app,
    permit,
    [{ ...row, ...legal("新名有限公司", { validFrom: isoDate("2024-03-01") }) }],
    provenance,
  );
  const rows = await node.app.query("SELECT name FROM registry.name WHERE subject_id = $1 ORDER BY valid_from", [
    row.subjectId,
  ]);
  assert.deepEqual(
    rows.rows.map((one) => one.name),
    ["旧名有限公司", "新名有限公司"],
  );
});

test("a sealed person opens for the subject's scope and for no other (C13)", async () => {
  const [id] = await findPersons(
    node.app,
    permit,
    [{ scheme: "person-number", number: "11010519491231002X" }],
    node.keys,
  );
  assert.ok(id);
  await assert.rejects(openPerson(node.app, node.door.publicScope, { keys: node.keys, subjectId: id }), TypeError);
});
