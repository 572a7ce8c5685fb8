/** Free text and its release (C3), from the officer's and from the visitor's side. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { RowResult, SuggestedRelease } from "#contract/entries.ts";
import type { Receipt } from "#contract/intake.ts";
import { openPool } from "#src/platform/database.ts";
import { testNode } from "#tests/kit/database.ts";
import { act, penaltyFields } from "#tests/kit/entries.ts";
import { inventedCode, inventedPersonNumber } from "#tests/kit/intake.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode();
const base = await serveNode(node);
const officer = new Visitor(base);
await officer.signInAs("chen-lan");
const stranger = new Visitor(base);
await stranger.signInAs("zhao-ning");
const visitor = new Visitor(base);

const facts = "经查，法定代表人王小明于2026年3月销售不合格产品，联系电话13800138000，货值2万元。";
const masked = "经查，法定代表人***于2026年3月销售不合格产品，联系电话***，货值2万元。";

async function entered(over: Record<string, unknown> = {}) {
  const fields = penaltyFields({ facts, legalRepresentative: "王小明", ...over });
  const { body } = await act<RowResult>(officer, "entries", { item: "cn/penalty", fields });
  assert.equal(body.verdict, "accepted", JSON.stringify(body.findings));
  assert.ok(body.record);
  return { fields, code: String(fields["unifiedCode"]), record: body.record };
}

/** Everything a visitor can get of an organisation, as text: its file, its records, the lists, the pages. */
async function allPublic(code: string, recordId: string): Promise<string> {
  const lists = ["/api/v1/decisions", "/api/v1/decisions/download?format=json", "/double-publicity", "/"];
  return (await texts(lists)) + (await ownPublic(code, recordId));
}

/** The same without the lists, in which other tests' records stand too. */
function ownPublic(code: string, recordId: string): Promise<string> {
  return texts([
    `/api/v1/organisations/${code}/file`,
    `/api/v1/organisations/${code}/records/${recordId}`,
    `/organisations/${code}`,
    `/organisations/${code}/records/${recordId}`,
  ]);
}

async function texts(paths: readonly string[]): Promise<string> {
  const answers = await Promise.all(paths.map(async (path) => (await visitor.ask(path)).text()));
  return answers.join("\n");
}

const release = (record: object, fields: object, more: object = {}, as = officer, key: string = randomUUID()) =>
  act<{ receipt: Receipt }>(
    as,
    "records/release",
    { ...record, fields, confirmed: true, reason: "依法公开", ...more },
    key,
  );

test("C3: before a release the visitor sees nothing of a free text, after it exactly the masked text", async () => {
  const { code, record } = await entered();
  const before = await allPublic(code, record.recordId);
  assert.match(before, new RegExp(code));
  for (const secret of ["王小明", "13800138000", "货值2万元", "销售不合格产品"])
    assert.ok(!before.includes(secret), secret);

  const suggested = await act<SuggestedRelease>(officer, "records/release/suggest", record);
  const field = suggested.body.fields.find((one) => one.field === "facts");
  assert.deepEqual([field?.text, field?.suggestion], [facts, masked]);
  assert.deepEqual(field?.masked, [
    { kind: "name", count: 1 },
    { kind: "phone", count: 1 },
  ]);

  const released = await release(record, { facts: field?.suggestion });
  assert.equal(released.status, 200, JSON.stringify(released.body));
  assert.equal(released.body.receipt.source, "release");
  const file = await visitor.api(`/api/v1/organisations/${code}/file`);
  const [shown] = (file.body as { records: { fields: Record<string, unknown> }[] }).records;
  assert.equal(shown?.fields["facts"], masked);
  const after = await allPublic(code, record.recordId);
  for (const secret of ["王小明", "13800138000"]) assert.ok(!after.includes(secret), secret);
});

test("a correction of the record voids the release: the text is gone until it is released anew", async () => {
  const { code, record, fields } = await entered();
  await release(record, { facts: masked });
  const corrected = await act<RowResult>(officer, "records/correct", {
    ...record,
    fields: { ...fields, fineAmount: "30000", content: "罚款3万元" },
    reason: "金额录入错误",
  });
  assert.equal(corrected.body.verdict, "corrected");
  assert.ok(!(await ownPublic(code, record.recordId)).includes("销售不合格产品"));
  assert.equal((await release(record, { facts: masked })).status, 200);
});

test("C3, C13: what names or finds a person is not released, nor what was never sent", async () => {
  const { code, record } = await entered();
  const number = inventedPersonNumber("1970-02-03");
  for (const [text, refused] of [
    [facts, "intake.release-person"],
    [masked.replace("***", "王小明"), "intake.release-person"],
    [masked.replace(/\*\*\*，货/u, "13800138000，货"), "intake.release-person"],
    [`${masked}${number}`, "intake.release-person"],
    [`${masked}该企业老板品行恶劣。`, "intake.release-not-of-text"],
  ] as const) {
    const answer = await release(record, { facts: text });
    assert.deepEqual([answer.status, answer.body.code, answer.body.field], [422, refused, "facts"], text);
    assert.ok(!JSON.stringify(answer.body).includes(number));
  }
  for (const fields of [{ legalRepresentative: "***" }, { subjectName: "***" }, { gossip: "x" }, {}]) {
    const answer = await release(record, fields);
    assert.deepEqual([answer.status, answer.body.code], [422, "intake.release-field"], JSON.stringify(fields));
  }
  const unread = await act(officer, "records/release", {
    ...record,
    fields: { facts: masked },
    confirmed: false,
    reason: "x",
  });
  assert.deepEqual([unread.status, unread.body.code], [400, "http.invalid"]);
  assert.ok(!(await ownPublic(code, record.recordId)).includes("销售不合格产品"));
});

test("C3, C12: a likely name is released neither as it was sent nor on a bare confirmation", async () => {
  const named = "当事人员工李小红与店长欧阳娜娜销售过期食品，身份证尾号002X，负责人高尔夫到场。";
  const { code, record } = await entered({ facts: named });
  const { body } = await act<SuggestedRelease>(officer, "records/release/suggest", record);
  const field = body.fields.find((one) => one.field === "facts");
  assert.equal(field?.suggestion, "当事人员工***与店长***销售过期食品，身份证尾号***，负责人***到场。");
  assert.deepEqual(field?.likelyNames.toSorted(), ["李小红", "欧阳娜娜", "高尔夫"].toSorted());
  const kept = field.suggestion.replace("负责人***", "负责人高尔夫");
  const notNames = [{ word: "高尔夫", reason: "球场的简称" }];
  for (const [text, more, refused] of [
    [named, {}, "intake.release-person"],
    [named.replace("李小红", "***").replace("欧阳娜娜", "***"), { notNames }, "intake.release-person"],
    [kept, {}, "intake.release-person"],
    [kept, { notNames: [{ word: "002X", reason: "不是号码" }] }, "intake.release-kept"],
  ] as const) {
    const answer = await release(record, { facts: text }, more);
    assert.deepEqual([answer.status, answer.body.code], [422, refused], text);
    assert.ok(!/李小红|欧阳|002X|高尔夫/.test(JSON.stringify(answer.body)));
  }
  assert.ok(!(await ownPublic(code, record.recordId)).includes("李小红"));
  assert.equal((await release(record, { facts: kept }, { notNames })).status, 200);
  assert.ok((await ownPublic(code, record.recordId)).includes(kept));
  const acts = await node.app.query("SELECT reason FROM ledger.change WHERE record_id = $1 AND mark = 'release'", [
    record.recordId,
  ]);
  assert.deepEqual(acts.rows, [{ reason: "依法公开；“高尔夫”不是姓名：球场的简称" }]);
});

test("C3, C12: of a person's record nothing is released, of a withdrawn one neither", async () => {
  const number = inventedPersonNumber("1985-03-07");
  const person = await entered({
    subjectName: "测试某",
    subjectCategory: "自然人",
    unifiedCode: "",
    personDocumentType: "身份证",
    personDocumentNumber: number,
    occupation: "特种设备操作人员",
  });
  for (const operation of ["records/release/suggest", "records/release"]) {
    const body = {
      ...person.record,
      ...(operation.endsWith("e") ? { fields: { facts: masked }, confirmed: true, reason: "x" } : {}),
    };
    const answer = await act(officer, operation, operation.endsWith("suggest") ? person.record : body);
    assert.deepEqual([answer.status, answer.body.code], [409, "intake.release-not-public"], operation);
  }
  const { record } = await entered();
  await act(officer, "records/withdraw", { ...record, reason: "撤销" });
  assert.equal((await release(record, { facts: masked })).body.code, "intake.record-not-standing");
});

test("C5: another agency releases nothing; the same key releases once", async () => {
  const { record } = await entered();
  const other = await release(record, { facts: masked }, {}, stranger);
  assert.deepEqual([other.status, other.body.code], [403, "access.denied"]);
  const key = randomUUID();
  const answers = await Promise.all([1, 2].map(() => release(record, { facts: masked }, {}, officer, key)));
  assert.deepEqual(answers[0]?.body, answers[1]?.body);
  const marks = await node.app.query("SELECT octet_length(salt) AS salt FROM ledger.change WHERE record_id = $1", [
    record.recordId,
  ]);
  assert.deepEqual(marks.rows, [{ salt: 16 }]);
});

test("C3: a text in the open column, put there against every rule, is still not shown without a release", async () => {
  const { code, record } = await entered();
  const owner = openPool(node.owner, { max: 1 });
  await owner.query(`UPDATE ledger.record SET open = open || '{"facts": "泄露的文字"}' WHERE record_id = $1`, [
    record.recordId,
  ]);
  await owner.end();
  assert.ok(!(await allPublic(code, record.recordId)).includes("泄露的文字"));
});

test("an individual business's trade name is masked in what is suggested (C12)", async () => {
  const { record } = await entered({
    subjectName: "云溪区张三丰五金店",
    subjectCategory: "个体工商户",
    unifiedCode: inventedCode(undefined, "92"),
    legalRepresentative: "张三丰",
    facts: "云溪区张三丰五金店销售假冒商品，张三丰承认。",
  });
  const suggested = await act<SuggestedRelease>(officer, "records/release/suggest", record);
  assert.equal(suggested.body.fields.find(({ field }) => field === "facts")?.suggestion, "***销售假冒商品，***承认。");
});
