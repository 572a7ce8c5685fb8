/**
 * Lists that are conducted here are entered by nobody alone (C5), received only with every step of their procedure (C6,
 * C8), and what a proceeding decided is changed by its own acts only: tried by form, by client and at the database.
 */
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { correctRecord, type RowResult, withdrawRecord } from "#contract/entries.ts";
import * as objections from "#contract/objections.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor } from "#src/access/index.ts";
import { sqlState } from "#src/platform/database.ts";
import { refusalOf, value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { changeListing } from "#tests/kit/checks.ts";
import { timed } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { bureau as market } from "#tests/kit/entries.ts";
import { reasons } from "#tests/kit/objections.ts";
import { Bureau, caseSystem, enterRecord, marketList, marketOfficer, newOrganisation } from "#tests/kit/proceedings.ts";

const node = await timed(await testNode(), "2026-03-20");
const bureau = new Bureau(node);

const client = caseSystem();

type Firm = Awaited<ReturnType<typeof newOrganisation>>;
type Fields = Record<string, unknown>;

/** A listing with every step in its order, unless a test leaves one out (`undefined`). */
function listingOf(firm: Firm, over: Fields = {}): Fields {
  const whole = {
    subjectName: firm.name,
    unifiedCode: firm.code,
    documentNumber: `临市监列〔2026〕收${randomInt(10 ** 9)}号`,
    ground: "食品安全领域",
    facts: "经查属实。",
    basis: "市场监督管理严重违法失信名单管理办法第二条",
    noticeServedOn: "2026-03-02",
    answerDueOn: "2026-03-09",
    answered: "未陈述申辩",
    decidedOn: "2026-03-16",
    servedOn: "2026-03-17",
    listedFrom: "2026-03-17",
    validTo: "2029-03-16",
    authorityName: market.name,
    authorityCode: market.code,
    ...over,
  };
  return Object.fromEntries(Object.entries(whole).filter(([, one]) => one !== undefined));
}

const codesOf = ({ findings }: RowResult) =>
  findings.filter(({ verdict }) => verdict !== "note").map(({ code }) => code);
const count = async (subjectId: string) =>
  (await node.app.query("SELECT FROM ledger.record WHERE subject_id = $1", [subjectId])).rowCount;

/** Held, with this code among its findings, and nothing recorded. */
async function held(code: string, fields: Fields, { item = marketList, by = client } = {}): Promise<void> {
  const result = value(await enterRecord(node, by, { item, fields }));
  assert.equal(result.verdict, "held", `${code}: ${result.verdict} ${codesOf(result)}`);
  assert.ok(codesOf(result).includes(code), `${code} is not among ${codesOf(result)}`);
  const article = result.findings.find((one) => one.code === code)?.article;
  assert.ok(article, `${code} cites no article`);
}

test("no officer enters a listing alone in a list that is conducted here: refused, with the way to the case desk", async () => {
  const firm = await newOrganisation(node);
  for (const officer of [marketOfficer(), marketOfficer(["supervisor"])]) {
    const result = value(await enterRecord(node, officer, { item: marketList, fields: listingOf(firm) }));
    assert.deepEqual([result.verdict, codesOf(result)], ["refused", ["listing.conducted-here"]]);
    assert.match(result.findings[0]?.remedy.en ?? "", /case desk.*service client/);
  }
  for (const item of ["cn/abnormal-operation", "cn/honour"]) {
    const bare = { facts: undefined, basis: undefined, ground: undefined };
    const { validTo: _, ...dates } = listingOf(firm, { ...bare, answered: undefined, noticeServedOn: undefined });
    const { answerDueOn: __, servedOn: ___, listedFrom: ____, ...fields } = dates;
    const result = value(await enterRecord(node, marketOfficer(), { item, fields }));
    assert.ok(codesOf(result).includes("listing.conducted-here"), item);
  }
  assert.equal(await count(firm.subjectId), 0);
});

test("what a case system has concluded is received, where every step of its procedure is there and in order (C5, C6, C8)", async () => {
  const firm = await newOrganisation(node);
  const faults: [string, Fields][] = [
    ["listing.without-notice", { noticeServedOn: undefined }],
    ["listing.without-time-to-answer", { answerDueOn: undefined }],
    ["listing.without-service", { servedOn: undefined }],
    ["listing.without-first-day", { listedFrom: undefined }],
    ["listing.without-end", { validTo: undefined }],
    ["listing.short-time-to-answer", { noticeServedOn: "2026-03-09" }],
    ["listing.short-time-to-answer", { noticeServedOn: "2026-03-05" }],
    ["listing.decided-within-the-time", { decidedOn: "2026-03-09" }],
    ["listing.decided-before-the-answer", { decidedOn: "2026-03-06" }],
    ["listing.beyond-its-duration", { validTo: "2039-03-16" }],
    ["listing.beyond-its-duration", { validTo: "2029-03-18" }],
    ["listing.begins-in-the-future", { listedFrom: "2026-03-21" }],
    ["listing.effect-before-service", { listedFrom: "2026-03-16" }],
  ];
  for (const [code, over] of faults) await held(code, listingOf(firm, over));
  assert.equal(await count(firm.subjectId), 0);
  const waived = { answered: "书面放弃", answerDueOn: "2026-03-04", decidedOn: "2026-03-04" };
  for (const over of [{}, waived]) {
    const one = await newOrganisation(node);
    const result = value(await enterRecord(node, client, { item: marketList, fields: listingOf(one, over) }));
    assert.equal(result.verdict, "accepted", JSON.stringify(codesOf(result)));
  }
});

test("nobody is twice at a time on a list that is conducted here, and after an end one may be again", async () => {
  const firm = await newOrganisation(node);
  const sent = (over: Fields = {}) => ({ item: marketList, fields: listingOf(firm, over) });
  const over = { ...{ noticeServedOn: "2022-01-04", answerDueOn: "2022-01-14", decidedOn: "2022-01-20" } };
  const past = { ...over, servedOn: "2022-01-20", listedFrom: "2022-01-20", validTo: "2025-01-19" };
  assert.equal(value(await enterRecord(node, client, sent(past))).verdict, "accepted");
  assert.equal(value(await enterRecord(node, client, sent())).verdict, "accepted", "the first is over");
  await held("listing.already", listingOf(firm));
  assert.equal(refusalOf(await bureau.open(firm.code)), "lists.already");
});

test("an entry of abnormal operation that was never noticed or served is held (C6)", async () => {
  const firm = await newOrganisation(node);
  const item = "cn/abnormal-operation";
  const { facts: _, basis: __, validTo: ___, ...fields } = listingOf(firm, { ground: "未按规定期限公示年度报告" });
  const without = (name: string) => Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
  await held("listing.without-service", without("servedOn"), { item });
  await held("listing.without-notice", without("noticeServedOn"), { item });
  await held("listing.without-time-to-answer", without("answerDueOn"), { item });
  await held("listing.without-first-day", without("listedFrom"), { item });
  await held("listing.short-time-to-answer", { ...fields, noticeServedOn: "2026-03-08" }, { item });
  assert.equal(value(await enterRecord(node, client, { item, fields })).verdict, "accepted");
});

test("the court's list: within its term, ended where performed, public from its first day on, its steps on their days", async () => {
  const firm = await newOrganisation(node);
  const court = { code: "11880000MB8800432X", name: "临江省高级人民法院" };
  const by = caseSystem(court.code, ["court"]);
  const item = "cn/judgment-defaulter";
  const defaulter = (over: Fields = {}) =>
    listingOf(firm, {
      ground: "有履行能力而拒不履行生效法律文书确定义务",
      basis: "法释〔2017〕7号第一条",
      documentNumber: `（2026）临88执${randomInt(10 ** 6)}号之一`,
      ...{ caseNumber: `（2026）临88执${randomInt(10 ** 6)}号`, enforcementBasis: "（2025）临88民初17号" },
      ...{ basisMaker: court.name, filedOn: "2026-01-05", duty: "支付货款及利息。" },
      ...{ performance: "全部未履行", term: "二年", validTo: "2028-03-16" },
      ...{ authorityName: court.name, authorityCode: court.code },
      ...over,
    });
  const oneDay = { noticeServedOn: "2026-03-16", answerDueOn: "2026-03-16", decidedOn: "2026-03-16" };
  const faults: [string, Fields][] = [
    ["defaulter.beyond-two-years", { validTo: "2030-03-16" }],
    ["listing.without-end", { validTo: undefined }],
    ["defaulter.has-performed", { performance: "全部履行" }],
    ["listing.begins-in-the-future", { listedFrom: "2026-04-17" }],
    ["listing.short-time-to-answer", oneDay],
    ["listing.decided-within-the-time", oneDay],
    ["listing.without-notice", { noticeServedOn: undefined }],
  ];
  for (const [code, over] of faults) await held(code, defaulter(over), { item, by });
  for (const over of [{}, { performance: "部分履行" }]) {
    const result = value(await enterRecord(node, by, { item, fields: defaulter(over) }));
    assert.equal(result.verdict, "accepted", `each case is listed by itself: ${codesOf(result)}`);
  }
  const officer = marketOfficer();
  const clerk = { ...officer, agency: court.code, agencyKinds: ["court"] } as Actor;
  const { verdict } = value(await enterRecord(node, clerk, { item, fields: defaulter() }));
  assert.equal(verdict, "accepted", "a list kept elsewhere has no case desk here");
});

test("a proceeding does not come into force beside a listing that was received meanwhile", async () => {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  const received = value(await enterRecord(node, client, { item: marketList, fields: listingOf(firm) }));
  assert.equal(received.verdict, "accepted");
  await node.moveTo("2026-04-02");
  const decided = await bureau.decide(proceedingId);
  assert.equal(refusalOf(decided), "lists.record-fault", JSON.stringify(decided));
  assert.equal(await count(firm.subjectId), 1);
});

/** A listing that a proceeding begun today brought into force on a later day. */
async function listedHere(on: string) {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  await node.moveTo(on);
  await bureau.inForce(proceedingId);
  const found = await node.app.query<{ recordId: string }>(
    'SELECT record_id AS "recordId" FROM ledger.record WHERE subject_id = $1',
    [firm.subjectId],
  );
  return { firm, proceedingId, record: { subjectId: firm.subjectId, recordId: found.rows[0]?.recordId ?? "" } };
}

async function changed(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => "done",
    (error: unknown) => sqlState(error),
  );
}

test("what a proceeding decided nobody corrects, withdraws or takes back alone, not even at the database (C5)", async () => {
  const { firm, proceedingId, record } = await listedHere("2026-04-20");
  const reason = "列入期限有误";
  const alone = async (work: Promise<Outcome<unknown>>) =>
    assert.equal(refusalOf(await work), "intake.listing-of-proceeding");
  for (const by of [bureau.officer, bureau.decider, bureau.supervisor, client]) {
    const fields = listingOf(firm, { validTo: "2035-04-01" });
    await alone(ask<RowResult>(node, correctRecord, by, { body: { ...record, reason, fields } }));
    await alone(ask<RowResult>(node, withdrawRecord, by, { body: { ...record, reason } }));
  }
  const { rows } = await node.app.query("SELECT * FROM ledger.record WHERE record_id = $1", [record.recordId]);
  const camel = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const row = Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, one]) => [camel(name), one])) as never;
  const past = { recordedAt: node.clock.now() };
  assert.equal(await changed(changeListing(node, row, { ...past, effectiveTo: "2026-04-03" as never })), "42501");
  assert.equal(await changed(changeListing(node, row, { ...past, act: "withdraw" })), "42501");
  // An act that was done already is no leave, and neither is one that never comes.
  const leaving = (seq: number) =>
    node.app.query(
      `INSERT INTO lists.leaving SELECT r.batch_id, $1, $2, r.record_id FROM ledger.record r WHERE r.record_id = $3`,
      [proceedingId, seq, record.recordId],
    );
  const { rows: acts } = await node.app.query<{ last: number }>(
    "SELECT max(seq) AS last FROM lists.act WHERE proceeding_id = $1",
    [proceedingId],
  );
  const last = acts[0]?.last ?? 0;
  assert.equal(await changed(leaving(last)), "42501");
  assert.equal(await changed(leaving(last + 1)), "23503");
  assert.equal((await node.app.query("SELECT FROM ledger.change WHERE record_id = $1", [record.recordId])).rowCount, 0);
  // Its own act does.
  const corrected = value(await bureau.undo(proceedingId, "correct-error", { reasons: "主体认定有误。" }));
  assert.equal(corrected.state.state, "annulled");
  assert.equal((await node.app.query("SELECT FROM ledger.change WHERE record_id = $1", [record.recordId])).rowCount, 1);
});

test("an objection to what a proceeding decided is upheld by the proceeding's own act, and by nothing less", async () => {
  const { proceedingId, record } = await listedHere("2026-05-11");
  const body = { ...record, ground: "should-not-be-held", wanted: "withdraw", documents: [] };
  const words = "我单位从未生产该产品，决定书所称的批次不是我单位的。";
  const counter = { identity: "营业执照原件和经办人身份证，已当面核对。", authority: "授权委托书原件。" };
  const filed = await ask<{ objectionId: string }>(node, objections.fileObjection, bureau.officer, {
    body: { ...body, words, basis: `${counter.identity}${counter.authority}` },
  });
  const { objectionId } = value(filed);
  const uphold = () =>
    ask<{ state: string }>(node, objections.upholdObjection, bureau.decider, {
      params: { objectionId },
      body: { reasons },
    });
  assert.equal(refusalOf(await uphold()), "intake.listing-of-proceeding");
  value(await bureau.undo(proceedingId, "correct-error", { reasons: "主体认定有误，异议成立。" }));
  assert.equal(value(await uphold()).state, "upheld");
});
