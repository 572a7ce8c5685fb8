/** One record typed in a form, corrected and withdrawn: over HTTP, as the demo's officer. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { OwnRecordDetail, RowResult } from "#contract/entries.ts";
import type { FileView } from "#contract/ledger.ts";
import { verifyReceipt } from "#src/intake/index.ts";
import { testNode } from "#tests/kit/database.ts";
import { act, bureau, penaltyFields } from "#tests/kit/entries.ts";
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

const item = "cn/penalty";
const enter = (fields: object, more: object = {}, key?: string) =>
  act<RowResult>(officer, "entries", { item, fields, ...more }, key);

async function entered(over: Record<string, unknown> = {}) {
  const fields = penaltyFields(over);
  const { status, body } = await enter(fields);
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.verdict, "accepted", JSON.stringify(body.findings));
  assert.ok(body.record && body.receipt);
  return { fields, record: body.record, receipt: body.receipt };
}

const publicFile = async (code: unknown) => {
  const { status, body } = await visitor.api(`/api/v1/organisations/${code}/file`);
  return { status, body: body as FileView };
};

const codes = ({ findings }: RowResult) => findings.map(({ verdict, code, field }) => `${verdict} ${code} ${field}`);

test("a record typed in a form stands on the public file at once, its receipt signed, its free texts unreleased", async () => {
  const { fields, receipt } = await entered({ revokedCertificate: "食品经营许可证（持证人虚构人）" });
  const { status, body } = await publicFile(fields["unifiedCode"]);
  assert.equal(status, 200);
  assert.equal(body.records.length, 1);
  assert.equal(body.records[0]?.fields["fineAmount"], 20_000);
  for (const text of ["facts", "revokedCertificate"]) assert.equal(body.records[0]?.fields[text], undefined, text);
  assert.equal(receipt.source, "entry");
  assert.equal(receipt.commitments.size, 1);
  assert.ok(verifyReceipt(receipt, node.keys.signer().publicJwk));
});

test("a dry run judges and keeps nothing", async () => {
  const fields = penaltyFields();
  const { body } = await enter(fields, { dryRun: true });
  assert.deepEqual([body.verdict, body.receipt, body.record], ["accepted", null, null]);
  assert.equal((await publicFile(fields["unifiedCode"])).status, 404);
});

test("the same key twice records once; the same key for something else is refused; at once, too", async () => {
  const fields = penaltyFields();
  const key = randomUUID();
  const [one, two] = await Promise.all([enter(fields, {}, key), enter(fields, {}, key)]);
  const three = await enter(fields, {}, key);
  assert.deepEqual(one.body, two.body);
  assert.deepEqual(one.body, three.body);
  const other = await enter({ ...fields, fineAmount: "30000", content: "罚款3万元" }, {}, key);
  assert.deepEqual([other.status, other.body.code], [409, "access.key-used"]);
  assert.equal((await publicFile(fields["unifiedCode"])).body.total, 1);
});

test("the same again under another key changes nothing and says which record it is", async () => {
  const { fields, record } = await entered();
  const { body } = await enter(fields);
  assert.deepEqual([body.verdict, body.record], ["unchanged", record]);
});

test("bad input is refused or held with the field, the reason and the remedy; nothing is kept of what is refused", async () => {
  const minor = inventedPersonNumber("2012-05-01");
  const person = { subjectName: "测试人", subjectCategory: "自然人", unifiedCode: "", personDocumentType: "身份证" };
  const cases: readonly [string, Record<string, unknown>, string, RegExp][] = [
    ["a placeholder code", { unifiedCode: "00000000000000000X" }, "held", /hold subject\.older-number-missing/],
    ["no number at all", { unifiedCode: "" }, "refused", /refuse subject\.number-missing unifiedCode/],
    [
      "another agency's reference",
      { authorityCode: inventedCode(undefined, "11") },
      "refused",
      /authority\.not-the-sender/,
    ],
    ["a future decision", { decidedOn: "2026-12-24" }, "refused", /refuse .* decidedOn/],
    ["a date before its law", { decidedOn: "2014-03-01" }, "refused", /refuse .* decidedOn/],
    ["a negative fine", { fineAmount: "-5" }, "refused", /refuse .* fineAmount/],
    ["a day that is none", { decidedOn: "2026-02-30" }, "refused", /refuse value\.date decidedOn/],
    ["a minor", { ...person, personDocumentNumber: minor }, "refused", /refuse .*minor/],
    [
      "banned matter",
      { facts: "当事人信仰佛教，患有艾滋病", ...person, personDocumentNumber: inventedPersonNumber("1980-05-01") },
      "held",
      /hold .* facts/,
    ],
    [
      "banned matter in the field of the occupation",
      { ...person, occupation: "信教群众", personDocumentNumber: inventedPersonNumber("1980-05-02") },
      "held",
      /hold text\.person-religion occupation/,
    ],
    ["a fine ten times what the words say", { fineAmount: "2000" }, "held", /amount-unit-confused fineAmount/],
    ["a fine in numerals", { fineAmount: "0.2", content: "罚款二千元" }, "held", /amount-unit-confused fineAmount/],
    ["a fine of nothing", { fineAmount: "-0", content: "罚款" }, "held", /fine-of-nothing fineAmount/],
  ];
  for (const [name, over, verdict, finding] of cases) {
    const fields = penaltyFields(over);
    const { status, body } = await enter(fields);
    assert.equal(status, 200, name);
    assert.equal(body.verdict, verdict, `${name}: ${codes(body)}`);
    assert.match(codes(body).join("\n"), finding, name);
    for (const { reason, remedy } of body.findings) assert.ok(reason.zh && reason.en && remedy.zh && remedy.en, name);
    assert.equal(JSON.stringify(body).includes(minor), false, "a person's number was echoed (C13)");
    assert.equal(body.receipt === null, verdict === "refused", name);
  }
});

test("C13: a person's number typed as a name, sealed or not, makes the row wait; the held row shows it to nobody", async () => {
  const number = inventedPersonNumber("1980-05-01");
  for (const field of ["legalRepresentative", "facts", "revokedCertificate"]) {
    const { body } = await enter(penaltyFields({ [field]: `虚构人 ${number}` }));
    assert.equal(body.verdict, "held", `${field}: ${codes(body)}`);
    assert.match(codes(body).join("\n"), new RegExp(`hold text\\.person-number ${field}`));
    assert.ok(body.receipt);
    const at = `${body.receipt.batch}/1`;
    const list = await officer.api("/api/v1/intake/held");
    const row = await officer.api(`/api/v1/intake/held/${at}`);
    assert.equal(row.status, 200);
    const shown = row.body as { fields: Record<string, string>; mayFound: boolean };
    assert.match(shown.fields[field] ?? "", /^虚构人 \d\*{16}[\dX]$/, "what was typed is shown masked");
    assert.equal(shown.mayFound, false, "nobody can answer for a person's number in a text");
    const { text: html } = await officer.go(`/intake/held/${at}`);
    assert.match(html, /含有自然人证件号码。办法：删去号码后重新报送/, "the page says why the row can only be refused");
    for (const said of [JSON.stringify([body, list.body, row.body]), html])
      assert.equal(said.includes(number), false, `${field}: the number is repeated`);
  }
  const { record } = await entered({
    legalRepresentative: "虚构人",
    legalRepresentativeDocumentType: "身份证",
    legalRepresentativeDocumentNumber: number,
  });
  const opened = await act<OwnRecordDetail>(officer, "records/open", record);
  assert.equal(opened.body.fields["legalRepresentative"], "虚构人", "its own field is where a number belongs");
  assert.equal(JSON.stringify(opened.body).includes(number), false);
});

test("a look at one's own record says in words why it was", async () => {
  const { record } = await entered();
  await act<OwnRecordDetail>(officer, "records/open", record);
  const supervisor = new Visitor(base);
  await supervisor.signInAs("lin-che");
  const { text } = await supervisor.go("/team/looks");
  assert.match(text, /报送机关查阅本机关报送的记录/);
  assert.doesNotMatch(text, /own-record/);
});

test("C2: an item the agency may not send, one that is not, and a field the item has not", async () => {
  const notSent = await act(officer, "entries", { item: "cn/judgment-defaulter", fields: {} });
  assert.deepEqual([notSent.status, notSent.body.code], [403, "intake.item-not-sent-by"]);
  const unknown = await act(officer, "entries", { item: "cn/gossip", fields: {} });
  assert.equal(unknown.body.code, "intake.item-unknown");
  const field = await enter({ ...penaltyFields(), religion: "佛教" });
  assert.deepEqual([field.status, field.body.code, field.body.field], [422, "intake.mapping-field", "religion"]);
});

test("a refused form may be sent again, mended, under the same key", async () => {
  const key = randomUUID();
  const fields = penaltyFields({ decidedOn: "2026-12-24" });
  assert.equal((await enter(fields, {}, key)).body.verdict, "refused");
  assert.equal((await enter({ ...fields, decidedOn: "2026-11-10" }, {}, key)).body.verdict, "accepted");
});

test("whoever has no office enters, opens, corrects and withdraws nothing", async () => {
  const { record, fields } = await entered();
  for (const [operation, body] of [
    ["entries", { item, fields }],
    ["records/open", record],
    ["records/correct", { ...record, fields, reason: "x" }],
    ["records/withdraw", { ...record, reason: "x" }],
  ] as const) {
    assert.equal((await act(visitor, operation, body)).status, 401, operation);
  }
});

test("C2: another agency can neither open, correct nor withdraw a record; the try is logged", async () => {
  const { record, fields } = await entered();
  for (const [operation, body] of [
    ["records/open", record],
    ["records/correct", { ...record, fields, reason: "试" }],
    ["records/withdraw", { ...record, reason: "试" }],
  ] as const) {
    const answer = await act(stranger, operation, body);
    assert.deepEqual([answer.status, answer.body.code], [403, "access.denied"], operation);
  }
  const logged = await node.app.query<{ action: string }>(
    "SELECT action FROM access.refused_act WHERE action IN ('read-document', 'correct-record', 'withdraw-record') ORDER BY action",
  );
  assert.deepEqual(
    logged.rows.map(({ action }) => action),
    ["correct-record", "read-document", "withdraw-record"],
  );
  assert.equal((await publicFile(fields["unifiedCode"])).body.total, 1);
});

test("an officer opens what the agency sent; the look stands in the log (C15)", async () => {
  const { record, fields } = await entered({ legalRepresentative: "王小明" });
  const { status, body } = await act<OwnRecordDetail>(officer, "records/open", record);
  assert.equal(status, 200);
  assert.equal(body.fields["legalRepresentative"], "王小明");
  assert.equal(body.fields["facts"], fields["facts"]);
  assert.equal(body.record.state, "standing");
  assert.deepEqual(
    body.freeText.filter(({ released }) => released !== null),
    [],
  );
  assert.ok(body.freeText.some(({ field }) => field === "facts"));
  const looks = await node.app.query("SELECT purpose, outcome FROM access.look WHERE subject_id = $1", [
    record.subjectId,
  ]);
  assert.deepEqual(looks.rows, [{ purpose: "own-record", outcome: "shown" }]);
});

test("C13: a person's number is masked in the form, and coming back masked means as it stands", async () => {
  const number = inventedPersonNumber("1985-03-07");
  const { record, fields } = await entered({
    subjectName: "测试某",
    subjectCategory: "自然人",
    unifiedCode: "",
    personDocumentType: "身份证",
    personDocumentNumber: number,
    occupation: "特种设备操作人员",
  });
  const opened = await act<OwnRecordDetail>(officer, "records/open", record);
  assert.equal(JSON.stringify(opened.body).includes(number), false);
  assert.equal(opened.body.record.name, "***");
  const shown = opened.body.fields["personDocumentNumber"];
  assert.notEqual(shown, undefined);
  const { body } = await act<RowResult>(officer, "records/correct", {
    ...record,
    fields: { ...fields, personDocumentNumber: shown, fineAmount: "15000", content: "罚款1.5万元" },
    reason: "金额录入错误",
  });
  assert.equal(body.verdict, "corrected", codes(body).join("\n"));
  assert.deepEqual(body.record, record);
});

test("a correction replaces the content, keeps the subject and the document, and never lengthens (C8)", async () => {
  const { record, fields } = await entered();
  const before = (await publicFile(fields["unifiedCode"])).body.records[0];
  const correct = (over: object, reason = "录入错误") =>
    act<RowResult>(officer, "records/correct", { ...record, fields: { ...fields, ...over }, reason });
  const later = await correct({ decidedOn: "2026-11-20", fineAmount: "30000", content: "罚款3万元" });
  assert.equal(later.body.verdict, "corrected", codes(later.body).join("\n"));
  assert.equal(later.body.receipt?.source, "correction");
  const after = (await publicFile(fields["unifiedCode"])).body.records[0];
  assert.deepEqual([after?.fields["fineAmount"], after?.version, after?.recordId], [30_000, 2, record.recordId]);
  assert.equal(after?.publishedUntil, before?.publishedUntil);
  for (const [over, code] of [
    [{ documentNumber: "别的文书1号" }, "intake.record-identity"],
    [{ unifiedCode: inventedCode() }, "intake.record-subject"],
  ] as const) {
    const refused = await correct(over);
    assert.deepEqual([refused.status, refused.body.code], [422, code]);
  }
  const future = await correct({ decidedOn: "2026-12-24" });
  assert.deepEqual([future.body.verdict, future.body.receipt], ["refused", null]);
  const named = await correct({ fineAmount: "1" }, `当事人身份证${inventedPersonNumber("1990-01-01")}`);
  assert.deepEqual([named.status, named.body.code], [422, "intake.reason-person"]);
});

test("a withdrawn record leaves the public file at once, does not come back, and cannot be changed", async () => {
  const { record, fields } = await entered();
  const key = randomUUID();
  const withdraw = () => act<RowResult>(officer, "records/withdraw", { ...record, reason: "处罚决定被撤销" }, key);
  const first = await withdraw();
  assert.equal(first.body.receipt?.source, "withdrawal", JSON.stringify(first.body));
  assert.equal(first.body.receipt?.commitments.size, 1);
  assert.deepEqual((await withdraw()).body, first.body);
  assert.equal((await publicFile(fields["unifiedCode"])).body.total, 0);
  const again = await act(officer, "records/withdraw", { ...record, reason: "再次" });
  assert.deepEqual([again.status, again.body.code], [409, "intake.record-not-standing"]);
  const corrected = await act(officer, "records/correct", { ...record, fields, reason: "更正" });
  assert.deepEqual([corrected.status, corrected.body.code], [409, "intake.record-not-standing"]);
  const resent = await enter(fields);
  assert.equal(resent.body.verdict, "held");
  assert.match(codes(resent.body).join("\n"), /document\.withdrawn-before/);
});

test("two officers who change one record at once: both are heard, one after the other", async () => {
  const { record, fields } = await entered();
  const amounts = ["31000", "32000", "33000"];
  const answers = await Promise.all(
    amounts.map((fineAmount) =>
      act<RowResult>(officer, "records/correct", {
        ...record,
        fields: { ...fields, fineAmount, content: `罚款${Number(fineAmount) / 10_000}万元` },
        reason: "金额",
      }),
    ),
  );
  assert.deepEqual(
    answers.map(({ body }) => body.verdict),
    ["corrected", "corrected", "corrected"],
  );
  assert.equal((await publicFile(fields["unifiedCode"])).body.records[0]?.version, 4);
});

test("the authority decides: what a superior sent may be withdrawn by who decided it", async () => {
  const below = { authorityCode: "11880100MB8800512N", authorityName: "云溪市市场监督管理局" };
  const { record } = await entered({ ...below, sourceCode: bureau.code });
  const withdrawn = await act<RowResult>(stranger, "records/withdraw", { ...record, reason: "处罚决定被撤销" });
  assert.deepEqual([withdrawn.status, withdrawn.body.receipt?.agency], [200, below.authorityCode]);
});
