/** Every way a listing can go: waived, heard, dropped, returned, left early, corrected, annulled; honours; entries for anyone. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import * as notices from "#contract/notices.ts";
import * as contract from "#contract/proceedings.ts";
import { verifyReceipts } from "#src/intake/index.ts";
import { verifyLedger } from "#src/ledger/index.ts";
import { refusalOf, value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { timed } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { penaltyFields } from "#tests/kit/entries.ts";
import { mandated } from "#tests/kit/notices.ts";
import { Bureau, enterRecord, marketOfficer, newOrganisation } from "#tests/kit/proceedings.ts";

const node = await timed(await testNode(), "2026-03-02");
const bureau = new Bureau(node);

const publicRows = async (subjectId: string) =>
  (
    await node.publicReader.query("SELECT record_id, effective_to FROM public_read.record WHERE subject_id = $1", [
      subjectId,
    ])
  ).rows;

test("an express waiver lets the keeper decide at once; an answer must be weighed; a hearing asked for must be held", async () => {
  const firm = await newOrganisation(node);
  const agency = { agencyCode: bureau.officer.kind === "officer" ? bureau.officer.agency : "" } as never;
  const someone = await mandated(node, { subject: firm.subjectId, agency, until: "2027-12-31" });
  const proceedingId = await bureau.notified(firm.code);
  const [notice] = value(await bureau.view(proceedingId)).notices;
  assert.ok(notice);
  const params = { noticeId: notice.noticeId };
  assert.equal(refusalOf(await bureau.decide(proceedingId)), "lists.answer-term-runs");
  const statement = { statement: "产品已召回，请从轻。", documents: [] };
  value(await ask(node, notices.answerNotice, someone.actor, { params, body: statement }));
  value(await ask(node, notices.askForHearing, someone.actor, { params, body: {} }));
  value(await ask(node, notices.waiveTime, someone.actor, { params, body: { confirm: true } }));
  assert.equal(refusalOf(await bureau.decide(proceedingId)), "lists.answer-not-weighed");
  const weighing = "申辩意见不影响违法事实的认定，不予采纳。";
  assert.equal(refusalOf(await bureau.decide(proceedingId, { weighing })), "lists.hearing-not-held");
  const hold = (summonedOn: string, heldOn: string) =>
    bureau.act(
      proceedingId,
      "hold-hearing",
      { summonedOn, heldOn, reasons: "听证已举行，笔录附卷。" },
      { actor: bureau.officer },
    );
  assert.equal(refusalOf(await hold("2026-02-20", "2026-03-02")), "lists.summoned-before-asked");
  assert.equal(refusalOf(await hold("2026-03-02", "2026-03-02")), "lists.summoned-too-late");
  await node.moveTo("2026-03-09");
  const heard = value(await hold("2026-03-02", "2026-03-09"));
  assert.deepEqual([heard.acts.at(-1)?.summonedOn, heard.acts.at(-1)?.heldOn], ["2026-03-02", "2026-03-09"]);
  const decided = value(await bureau.decide(proceedingId, { weighing }));
  assert.equal(decided.state.state, "decided");
  assert.equal(decided.acts.at(-1)?.weighing, weighing);
});

test("a hearing held before anybody asked for it is none: it is refused, and the later request has its own (C6)", async () => {
  const firm = await newOrganisation(node);
  const agency = { agencyCode: bureau.officer.kind === "officer" ? bureau.officer.agency : "" } as never;
  const someone = await mandated(node, { subject: firm.subjectId, agency, until: "2027-12-31" });
  const proceedingId = await bureau.notified(firm.code);
  const today = node.clock.today();
  const held = { summonedOn: "2026-02-20", heldOn: today, reasons: "听证已举行。" };
  const officer = { actor: bureau.officer };
  assert.equal(refusalOf(await bureau.act(proceedingId, "hold-hearing", held, officer)), "lists.hearing-not-asked");
  const view = value(await bureau.view(proceedingId));
  assert.ok(!view.next.some(({ act }) => act === "hold-hearing"), "it is not offered either");
  const params = { noticeId: view.notices[0]?.noticeId ?? "" };
  value(await ask(node, notices.askForHearing, someone.actor, { params, body: {} }));
  value(await ask(node, notices.waiveTime, someone.actor, { params, body: { confirm: true } }));
  assert.equal(refusalOf(await bureau.decide(proceedingId)), "lists.hearing-not-held");
});

test("given more time, the subject has it: nothing is decided before the later day", async () => {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  const extend = (more: object) =>
    bureau.act(proceedingId, "extend-answer", { reasons: "当事人申请延期。", ...more }, { actor: bureau.officer });
  assert.equal(refusalOf(await extend({})), "lists.until-missing");
  assert.equal(refusalOf(await extend({ until: "2026-03-05" })), "notices.not-later");
  const extended = value(await extend({ until: "2026-03-20" }));
  assert.equal(extended.notices[0]?.answerDueOn, "2026-03-20");
  await node.moveTo("2026-03-10");
  assert.equal(refusalOf(await bureau.decide(proceedingId)), "lists.answer-term-runs");
});

test("the second officer may send a decision back, and another is decided; what was decided is dropped by two, each for a reason (C5)", async () => {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  await node.moveTo("2026-03-18");
  value(await bureau.decide(proceedingId));
  const returned = await bureau.act(proceedingId, "return", { reasons: "期限过长。" }, { actor: bureau.supervisor });
  assert.equal(value(returned).state.state, "returned");
  value(await bureau.decide(proceedingId));
  const drop = { reasons: "情节显著轻微。" };
  assert.equal(
    refusalOf(await bureau.act(proceedingId, "drop", drop)),
    "lists.act-not-now",
    "decided, by nobody alone",
  );
  const both = marketOfficer(["officer", "supervisor"]);
  value(await bureau.act(proceedingId, "return", { reasons: "证据不足。" }, { actor: both }));
  assert.equal(refusalOf(await bureau.act(proceedingId, "drop", drop, { actor: both })), "lists.returned-it");
  const offered = value(await bureau.view(proceedingId, both)).next.map(({ act }) => act);
  assert.ok(offered.includes("decide") && !offered.includes("drop"), "what would be refused is not offered");
  assert.equal(refusalOf(await bureau.act(proceedingId, "drop")), "lists.reasons-missing");
  const dropped = value(await bureau.act(proceedingId, "drop", { reasons: "情节显著轻微。" }));
  assert.deepEqual([dropped.state.state, dropped.state.final, dropped.next], ["dropped", true, []]);
  assert.deepEqual(await publicRows(firm.subjectId), []);
  assert.equal(value(await bureau.open(firm.code)).state.state, "proposed", "dropped, it may be proposed anew");
});

test("annulled by a ruling it is undone with all effects, even after its end; so is the keeper's own error", async () => {
  const firms = [await newOrganisation(node), await newOrganisation(node)];
  const ids: string[] = [];
  for (const { code } of firms) ids.push(await bureau.notified(code));
  await node.moveTo("2026-04-02");
  for (const id of ids) await bureau.inForce(id);
  const [one = "", two = ""] = ids;
  const reasons = "判决撤销。";
  const second = { actor: bureau.supervisor };
  const ruling = { number: "（2026）临01行终8号", body: "临江市中级人民法院", on: "2026-04-02" };
  const alone = await bureau.act(one, "annul", { reasons, ruling }, second);
  assert.equal(refusalOf(alone), "lists.undoing-not-moved", "nobody undoes alone what two decided (C5)");
  assert.equal(refusalOf(await bureau.undo(one, "annul", { reasons })), "lists.ruling-missing");
  const both = marketOfficer(["officer", "supervisor"]);
  value(await bureau.act(one, "move-undoing", { reasons, ruling }, { actor: both }));
  assert.equal(refusalOf(await bureau.act(one, "annul", { reasons }, { actor: both })), "lists.moved-it");
  const offered = (view: { next: { act: string }[] }) => view.next.map(({ act }) => act);
  assert.ok(!offered(value(await bureau.view(one, both))).includes("annul"));
  const waits = value(await bureau.view(one, bureau.supervisor));
  assert.deepEqual([waits.waits, waits.mine], ["keeper", true]);
  const brings = waits.next.find(({ act }) => act === "annul")?.brings;
  assert.deepEqual(brings, ["reasons"], "the ruling is cited already: it takes effect without more");
  const annulled = value(await bureau.act(one, "annul", { reasons }, second));
  assert.deepEqual([annulled.state.state, annulled.acts.at(-1)?.ruling], ["annulled", ruling]);
  const corrected = value(await bureau.undo(two, "correct-error", { reasons: "主体认定有误。" }));
  assert.equal(corrected.state.state, "annulled");
  for (const { subjectId } of firms) {
    assert.deepEqual(await publicRows(subjectId), []);
    const found = await node.app.query("SELECT act, reason FROM ledger.change WHERE subject_id = $1", [subjectId]);
    assert.equal(found.rows[0]?.act, "withdraw");
  }
});

test("an honour is granted with reasons at once, kept or taken away only after notice and answer, given up at any time", async () => {
  const firms = [await newOrganisation(node), await newOrganisation(node)];
  const granted: string[] = [];
  for (const firm of firms) {
    const opened = await bureau.open(firm.code, { list: "cn/honour", facts: "连续三年无违法记录。" });
    const { proceedingId } = value(opened);
    const fields = { documentNumber: `临诚信〔2026〕${granted.length}号`, honour: "诚信典型", level: "省级" };
    const decided = value(await bureau.act(proceedingId, "decide", { reasons: "符合条件。", fields }));
    assert.equal(decided.state.state, "in-force");
    assert.equal((await publicRows(firm.subjectId)).length, 1);
    granted.push(proceedingId);
  }
  const [one = "", two = ""] = granted;
  const revoke = { reasons: "弄虚作假取得荣誉。" };
  const officer = { actor: bureau.officer };
  assert.equal(refusalOf(await bureau.act(one, "revoke", revoke)), "lists.act-not-now");
  assert.equal(refusalOf(await bureau.act(one, "serve-notice", revoke, officer)), "lists.follows-from-service");
  const draw = { params: { proceedingId: one }, body: { kind: "intended-listing" } };
  const silent = await ask(node, contract.drawUpProceedingNotice, bureau.officer, draw);
  assert.equal(refusalOf(silent), "lists.facts-missing", "what is to be answered is said");
  const facts = "授予之后查实申报材料不实。";
  const noticeId = await bureau.serve(one, "intended-listing", node.clock.today(), { facts });
  const notice = value(
    await ask<{ content: { facts: string } }>(node, notices.getNotice, bureau.officer, { params: { noticeId } }),
  );
  assert.equal(notice.content.facts, facts);
  assert.equal(refusalOf(await bureau.act(one, "revoke", revoke)), "lists.answer-term-runs");
  value(await bureau.act(one, "keep", { reasons: "申辩成立。" }));
  await bureau.serve(one, "intended-listing", node.clock.today(), { facts });
  await node.moveTo("2026-04-28");
  assert.equal(value(await bureau.act(one, "revoke", revoke)).state.state, "revoked");
  assert.equal(value(await bureau.act(two, "relinquish", {}, officer)).state.state, "relinquished");
  for (const { subjectId } of firms) assert.deepEqual(await publicRows(subjectId), []);
});

test("an irregularity needs no second officer; its rule sets the end; it is removed when put right", async () => {
  const firm = await newOrganisation(node);
  const list = "cn/abnormal-operation";
  const proceedingId = await bureau.notified(firm.code, { list, facts: "未按期公示年度报告。" });
  await node.moveTo("2026-05-12");
  const fields = { documentNumber: "临市监异〔2026〕1号", ground: "未按规定期限公示年度报告" };
  const decide = { reasons: "逾期未公示。", fields };
  assert.equal(refusalOf(await bureau.act(proceedingId, "decide", { ...decide, months: 12 })), "lists.end-by-rule");
  value(await bureau.act(proceedingId, "decide", { ...decide, months: 36 }));
  const drop = { reasons: "撤回决定。" };
  assert.equal(
    refusalOf(await bureau.act(proceedingId, "drop", drop)),
    "access.denied",
    "decided, by no officer alone",
  );
  await bureau.serve(proceedingId, "decision", "2026-05-12");
  assert.equal(value(await bureau.view(proceedingId)).state.state, "in-force");
  assert.equal((await publicRows(firm.subjectId)).length, 1);
  await node.moveTo("2026-05-20");
  const { conditions } = value(await bureau.view(proceedingId));
  const grant = { reasons: "已补报。", conditions: conditions.map((_, at) => at) };
  assert.equal(value(await bureau.act(proceedingId, "grant-exit", grant)).state.state, "removed");
  assert.deepEqual(await publicRows(firm.subjectId), []);
});

test("the inbox shows what is open, overdue first, and nothing of another agency's", async () => {
  const inbox = async (actor = bureau.officer, query: object = {}) =>
    value(
      await ask<{ items: { proceedingId: string; clocks: { overdue: boolean }[]; state: { final: boolean } }[] }>(
        node,
        contract.listProceedings,
        actor,
        { query },
      ),
    ).items;
  const items = await inbox();
  assert.ok(items.length > 0 && items.every(({ state }) => !state.final));
  const overdue = items.map(({ clocks }) => clocks.some((clock) => clock.overdue));
  assert.deepEqual(
    overdue,
    overdue.toSorted((a, b) => Number(b) - Number(a)),
  );
  const stranger = { ...marketOfficer(), agency: "11880100MB8800512N" } as never;
  assert.deepEqual(await inbox(stranger), []);
  const [first] = items;
  assert.equal(refusalOf(await bureau.view(first?.proceedingId ?? "", stranger)), "access.denied");
  assert.equal(refusalOf(await bureau.view(randomUUID())), "lists.unknown");
});

test("every look of a keeper at a proceeding is in the subject's log (C15)", async () => {
  const firm = await newOrganisation(node);
  const { proceedingId } = value(await bureau.open(firm.code));
  value(await bureau.view(proceedingId));
  const looks = await node.app.query("SELECT purpose, outcome, shown FROM access.look WHERE subject_id = $1", [
    firm.subjectId,
  ]);
  assert.deepEqual(looks.rows, [
    { purpose: "own-proceeding", outcome: "shown", shown: { what: "proceeding", records: 0 } },
  ]);
});

test("a decision rests on records that still stand, and what it rested on can be recomputed", async () => {
  const firm = await newOrganisation(node);
  const enter = async () => {
    const fields = { ...penaltyFields({ decidedOn: "2026-05-12" }), subjectName: firm.name, unifiedCode: firm.code };
    const entered = value(await enterRecord(node, bureau.officer, { item: "cn/penalty", fields }));
    assert.equal(entered.verdict, "accepted", JSON.stringify(entered.findings));
    return entered.record ?? { subjectId: "", recordId: "" };
  };
  const penalty = await enter();
  const criterion = "market-serious.product";
  const proceedingId = await bureau.notified(firm.code, { criterion, records: [penalty.recordId] });
  await node.moveTo("2026-05-29");
  const listed = await bureau.inForce(proceedingId);
  const basis = await node.lists.basisOf(listed.recordId ?? "");
  assert.deepEqual(
    [basis?.proceedingId, basis?.listId, basis?.criterion, basis?.decidedOn],
    [proceedingId, "cn/market-serious-list", criterion, "2026-05-29"],
  );
  assert.deepEqual(basis?.restsOn, [{ ...penalty, version: 1 }]);
  assert.equal(await node.lists.basisOf(penalty.recordId), null);
});

test("the end of the conduct is kept: not to come, not before the list's rule, in the record, and nothing lasts five years beyond it (C2, C8)", async () => {
  const firm = await newOrganisation(node);
  const open = (conductEndedOn: string) => bureau.open(firm.code, { conductEndedOn });
  assert.equal(refusalOf(await open("2027-01-01")), "lists.conduct-to-come");
  assert.equal(refusalOf(await open("2015-01-01")), "lists.conduct-before-rule");
  const early = await newOrganisation(node);
  const long = await bureau.notified(early.code, { conductEndedOn: "2022-01-10" });
  const recent = await bureau.notified(firm.code, { conductEndedOn: "2025-06-30" });
  const agency = { agencyCode: bureau.officer.kind === "officer" ? bureau.officer.agency : "" } as never;
  for (const [{ subjectId }, id] of [
    [early, long],
    [firm, recent],
  ] as const) {
    const { actor } = await mandated(node, { subject: subjectId, agency, until: "2027-12-31" });
    const params = { noticeId: value(await bureau.view(id)).notices[0]?.noticeId ?? "" };
    value(await ask(node, notices.waiveTime, actor, { params, body: { confirm: true } }));
  }
  assert.equal(refusalOf(await bureau.decide(long)), "lists.end-past-five-years");
  const listed = await bureau.inForce(recent);
  const found = await node.app.query(
    `SELECT conduct_ended_on, retained_until <= '2030-06-30'::date AS kept FROM ledger.record WHERE record_id = $1`,
    [listed.recordId],
  );
  assert.deepEqual(found.rows, [{ conduct_ended_on: "2025-06-30", kept: true }]);
});

test("left early it is off from that day; refused, it stands; the ledger verifies", async () => {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  await node.moveTo("2026-06-12");
  await bureau.inForce(proceedingId);
  assert.equal((await publicRows(firm.subjectId)).length, 1);
  const officer = { actor: bureau.officer };
  const apply = async () => {
    value(await bureau.act(proceedingId, "apply-exit", {}, officer));
    value(await bureau.act(proceedingId, "accept-exit", {}, officer));
  };
  const conditions = [0, 1, 2];
  const grant = { reasons: "已纠正，满足移出条件。", conditions };
  assert.equal(refusalOf(await bureau.act(proceedingId, "apply-exit", {}, officer)), "lists.exit-too-early");
  const early = value(await bureau.view(proceedingId)).next.find(({ act }) => act === "apply-exit");
  assert.deepEqual([early?.missing.length, early?.possibleFrom], [1, "2027-06-12"], "the page says from when");
  await node.moveTo("2027-06-14");
  await apply();
  value(await bureau.act(proceedingId, "refuse-exit", { reasons: "尚未纠正。" }));
  await apply();
  assert.equal(
    refusalOf(await bureau.act(proceedingId, "grant-exit", { ...grant, conditions: [0, 2] })),
    "lists.conditions-not-met",
  );
  const left = value(await bureau.act(proceedingId, "grant-exit", grant));
  assert.deepEqual([left.state.state, left.endsOn], ["removed", "2027-06-13"]);
  assert.deepEqual(await publicRows(firm.subjectId), [], "publication stops at once");
});

test("after all of it the ledger and every receipt verify", async () => {
  const job = { kind: "job", id: "ledger-verify" } as const;
  const scope = await node.door.scope(job, "verify-ledger", { type: "Node", id: "node" }, { audience: "inside" });
  assert.ok(scope.ok);
  const verified = await verifyLedger(node.app, scope.value);
  assert.deepEqual(verified.altered, []);
  const receipts = await verifyReceipts(node.app, scope.value);
  assert.deepEqual(receipts.faults, []);
  assert.ok(verified.verified >= 9 && receipts.agreeing >= 9, JSON.stringify([verified.verified, receipts.agreeing]));
});
