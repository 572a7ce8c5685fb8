/** Bad input to proceedings: each refused with its article, logged, nothing changed (C1-C8, C16). */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { RowResult } from "#contract/entries.ts";
import { refusalTexts } from "#contract/refusals.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Actor, openAgencyNames } from "#src/access/index.ts";
import { openLists } from "#src/lists/index.ts";
import { foundPersons } from "#src/registry/index.ts";
import { refusalOf, value } from "#tests/kit/access.ts";
import { timed } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { bureau as bureauAgency } from "#tests/kit/entries.ts";
import { inventedPersonNumber } from "#tests/kit/intake.ts";
import { Bureau, caseSystem, enterRecord, marketList, marketOfficer, newOrganisation } from "#tests/kit/proceedings.ts";
import { provenance, sendingPermit } from "#tests/kit/registry.ts";

const node = await timed(await testNode(), "2026-03-02");
const bureau = new Bureau(node);

const count = async (table: string) =>
  (await node.app.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n ?? 0;
const everything = async () =>
  Promise.all(["lists.proceeding", "lists.act", "ledger.record", "ledger.change"].map(count));

/** Refused: with an article where the law refuses, a line in the log, and nothing else. */
async function refused(code: string, attempt: () => Promise<Outcome<unknown>>, name = code): Promise<void> {
  const before = await everything();
  const logged = await count("access.refused_act");
  const outcome = await attempt();
  assert.equal(refusalOf(outcome), code, name);
  if (outcome.ok) return;
  const { article } = refusalTexts.get(code) ?? {};
  if (article?.includes("{article}")) assert.ok(outcome.refusal.params?.["article"], `${name}: no article`);
  assert.deepEqual(await everything(), before, `${name}: something changed`);
  const isLogged = (await count("access.refused_act")) === logged + 1;
  assert.ok(isLogged || /^lists\.(unknown|list-|item-)/.test(code), `${name}: not logged`);
}

test("no proceeding without a list of the catalogue that is in force and kept by one's own kind (C2)", async () => {
  const { code } = await newOrganisation(node);
  await refused("lists.list-unknown", () => bureau.open(code, { list: "cn/no-such-list" }));
  await refused("lists.list-not-in-force", () => bureau.open(code, { list: "cn/fire-serious-list" }), "not yet");
  await refused("access.denied", () => bureau.open(code, { list: "cn/tax-serious-list" }), "beyond competence");
  const court: Actor = { ...marketOfficer(), agencyKinds: ["court"] } as never;
  await refused("lists.kept-elsewhere", () => bureau.open(code, { list: "cn/judgment-defaulter" }, { actor: court }));
  await refused(
    "lists.criterion-unknown",
    () => bureau.open(code, { criterion: "market-serious.speech" }),
    "for speech",
  );
});

test("a proposal names a ground of the list and what it rests on (C2)", async () => {
  const { code } = await newOrganisation(node);
  const without = (over: object) => () => bureau.open(code, over);
  await refused("lists.ground-missing", without({ ground: undefined }));
  await refused("lists.ground-unknown", without({ ground: "不讲诚信" }), "no ground of the rule");
  await refused("lists.rests-on-nothing", without({ documents: [] }));
  await refused("lists.document-number", without({ documents: ["张三的处罚决定"] }), "a name for a number");
});

test("what is written is held as what is recorded: no expression, relative or belief lists anybody (C3, C16)", async () => {
  const { code } = await newOrganisation(node);
  const cases: readonly (readonly [string, string])[] = [
    ["for speech", "当事人在网上发帖批评监管部门。"],
    ["for a petition", "当事人多次上访。"],
    ["for a relative", "法定代表人的配偶已被列入名单。"],
  ];
  for (const [name, text] of cases)
    for (const field of ["facts", "reasons"])
      await refused("lists.text-held", () => bureau.open(code, { [field]: text }), `${name} in ${field}`);
  const abnormal = { list: "cn/abnormal-operation", facts: "当事人发布不当言论。" };
  await refused("lists.text-held", () => bureau.open(code, abnormal), "on no list, serious or not");
  const sick = "安排患有传染性疾病的人员接触直接入口食品。";
  assert.ok((await bureau.open(code, { facts: sick })).ok, "what a firm did may be said");
});

test("an expired rule lists nobody (C2)", async () => {
  const { code } = await newOrganisation(node);
  const early = { ...node, clock: { now: () => new Date("2019-03-01T04:00:00Z"), today: () => "2019-03-01" as never } };
  const lists = openLists({ ...early, agencies: await openAgencyNames(node.app) });
  const then = new Bureau({ ...early, lists });
  await refused("lists.list-not-in-force", () => then.open(code));
});

test("machines, representatives, auditors, operators, visitors and other agencies conduct nothing (C5)", async () => {
  const { code } = await newOrganisation(node);
  const proceedingId = await bureau.notified(code);
  const officer = marketOfficer();
  assert.ok(officer.kind === "officer");
  const { agency, agencyKinds } = officer;
  const client: Actor = {
    kind: "client",
    id: randomUUID(),
    name: "",
    agency,
    agencyKinds,
    scopes: ["records:send", "records:change"],
  };
  const others: readonly (readonly [string, Actor])[] = [
    ["a service client", client],
    ["a job", { kind: "job", id: "intake-batch" }],
    ["a representative", { kind: "representative", id: randomUUID(), name: "", subjects: [] }],
    ["an auditor", { ...officer, roles: ["auditor"] }],
    ["an operator", { ...officer, roles: ["operator"] }],
    ["another agency's officer", { ...officer, agency: "11880100MB8800512N" }],
    ["an officer of another kind", { ...officer, agencyKinds: ["tax"] }],
  ];
  for (const [name, actor] of others) {
    // A regulator of the same kind conducts its own proceedings; it has no hand in this one.
    if (name !== "another agency's officer")
      await refused("access.denied", () => bureau.open(code, {}, { actor }), `${name} opens`);
    for (const act of ["serve-notice", "decide", "confirm", "annul"])
      await refused("access.denied", () => bureau.act(proceedingId, act, {}, { actor }), `${name}: ${act}`);
  }
});

test("nobody is listed for a relative, an associate or an owner: what it rests on is the subject's own (C16)", async () => {
  const [firm, sister] = [await newOrganisation(node), await newOrganisation(node)];
  const listed = await bureau.notified(sister.code);
  await node.moveTo("2026-03-10");
  const { recordId } = await bureau.inForce(listed);
  await refused("lists.record-of-another", () => bureau.open(firm.code, { records: [recordId] }));
  await refused("lists.record-of-another", () => bureau.open(firm.code, { records: [randomUUID()] }), "no such record");
  await refused(
    "lists.kind-not-listed",
    async () => {
      const number = inventedPersonNumber("1980-05-01");
      const person = { scheme: "person-number", number, name: "虚构人" } as const;
      await foundPersons(node.app, await sendingPermit(node), [person], { keys: node.keys, ...provenance });
      return bureau.open("", { subject: { scheme: "person-number", value: number } });
    },
    "the firm's record is not its representative's",
  );
});

test("no text of a proceeding takes a person's number, and none is repeated (C13)", async () => {
  const { code } = await newOrganisation(node);
  const number = inventedPersonNumber("1980-05-01");
  for (const field of ["facts", "reasons"]) {
    const outcome = await bureau.open(code, { [field]: `法定代表人${number}` });
    assert.equal(refusalOf(outcome), "lists.person-number", field);
    assert.equal(JSON.stringify(outcome).includes(number), false);
  }
});

test("twice is refused: while one runs, while one stands, and where the listing was received from elsewhere", async () => {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  await refused("lists.already", () => bureau.open(firm.code), "one runs");
  await node.moveTo("2026-03-18");
  await bureau.inForce(proceedingId);
  await refused("lists.already", () => bureau.open(firm.code), "one stands");
});

test("acts out of order are refused, whoever asks", async () => {
  const { code } = await newOrganisation(node);
  const { proceedingId } = value(await bureau.open(code));
  const reasons = "理由。";
  const officer = { actor: bureau.officer };
  for (const [act, more] of [
    ["decide", { reasons, months: 36, fields: bureau.fields() }],
    ["serve-decision", {}],
    ["grant-exit", { reasons, conditions: [0, 1, 2] }],
    ["move-undoing", { reasons, ruling: { number: "1号", body: "某区人民法院", on: "2026-03-18" } }],
  ] as const)
    await refused("lists.act-not-now", () => bureau.act(proceedingId, act, more), act);
  await refused("lists.act-not-now", () =>
    bureau.act(proceedingId, "confirm", { reasons }, { actor: bureau.supervisor }),
  );
  await refused("lists.follows-from-service", () => bureau.act(proceedingId, "serve-notice", {}, officer), "by hand");
  await refused("lists.act-unknown", () => bureau.act(proceedingId, "list-at-once", { reasons }));
  await refused("lists.unknown", () => bureau.act(randomUUID(), "decide", { reasons }));
});

test("an end before its start, beyond the rule, or none at all; a record the item would not take: nothing is decided (C8)", async () => {
  const { code } = await newOrganisation(node);
  const proceedingId = await bureau.notified(code);
  await node.moveTo("2026-03-26");
  const decide = (over: object) => () => bureau.decide(proceedingId, over);
  await refused("lists.end-before-start", decide({ months: 0 }));
  await refused("lists.end-before-start", decide({ months: -36 }));
  await refused("lists.end-too-early", decide({ months: 12 }));
  await refused("lists.end-too-late", decide({ months: 37 }));
  await refused("lists.end-missing", decide({ months: undefined }));
  await refused("lists.reasons-missing", decide({ reasons: undefined }));
  await refused("lists.text-held", decide({ fields: bureau.fields({ ground: "发表不当言论" }) }), "for speech");
  await refused("lists.another-ground", decide({ fields: bureau.fields({ ground: "食品安全领域" }) }), "not noticed");
  await refused("lists.text-held", decide({ reasons: "其配偶经营的企业亦有违法。" }), "for a relative");
  await refused("lists.record-fault", decide({ fields: bureau.fields({ documentNumber: "" }) }), "no document");
  await refused("intake.mapping-field", decide({ fields: bureau.fields({ religion: "某教" }) }), "banned matter (C3)");
});

test("a list whose rule has yet to be verified lists nobody (C2)", async () => {
  await node.moveTo("2026-04-02");
  const off = node.catalogue.lists(node.clock.today()).find(({ switchedOn }) => !switchedOn);
  assert.ok(off);
  const { code } = await newOrganisation(node);
  const another = { criterion: "market-serious.product", ground: "食品安全领域" };
  await refused("lists.ground-unknown", () => bureau.open(code, another), "not the criterion's own");
  await refused("lists.list-switched-off", () => bureau.open(code, { list: off.id }));
});

test("the same officer does not confirm, nor whoever wrote the answer down decide (C5)", async () => {
  const { code } = await newOrganisation(node);
  const proceedingId = await bureau.notified(code);
  await node.moveTo("2026-04-13");
  const both = marketOfficer(["officer", "supervisor"]);
  const decided = { reasons: "事实清楚。", months: 36, fields: bureau.fields() };
  value(await bureau.act(proceedingId, "decide", decided, { actor: both }));
  await refused("access.denied", () => bureau.act(proceedingId, "confirm", { reasons: "同意。" }, { actor: both }));
  await refused(
    "access.denied",
    () => bureau.act(proceedingId, "confirm", { reasons: "同意。" }, { actor: bureau.officer }),
    "no supervisor",
  );
  await refused("lists.act-not-now", () => bureau.act(proceedingId, "serve-decision"), "unconfirmed");
  value(await bureau.act(proceedingId, "confirm", { reasons: "同意。" }, { actor: bureau.supervisor }));
  await refused("lists.follows-from-service", () => bureau.act(proceedingId, "serve-decision"));
});

test("the same key again answers the same and does nothing twice; for anything else it is refused", async () => {
  const { code } = await newOrganisation(node);
  const key = randomUUID();
  const one = value(await bureau.open(code, {}, { key }));
  const two = value(await bureau.open(code, {}, { key }));
  assert.equal(one.proceedingId, two.proceedingId);
  assert.equal(refusalOf(await bureau.open(code, { facts: "另一事实。" }, { key })), "access.key-used");
  const drop = { reasons: "不予列入。" };
  const actKey = randomUUID();
  value(await bureau.act(one.proceedingId, "drop", drop, { key: actKey }));
  const again = value(await bureau.act(one.proceedingId, "drop", drop, { key: actKey }));
  assert.equal(again.acts.length, 2, "replayed, it is answered and not done");
  assert.equal(
    refusalOf(await bureau.act(one.proceedingId, "drop", { reasons: "其他理由。" }, { key: actKey })),
    "access.key-used",
  );
});

test("a listing received without its dates is held, with its article, and is on no list", async () => {
  const firm = await newOrganisation(node);
  const fields = {
    subjectName: firm.name,
    unifiedCode: firm.code,
    documentNumber: "临市监列〔2026〕收1号",
    ground: "食品安全领域",
    facts: "经查属实。",
    basis: "办法",
    decidedOn: "2026-03-20",
    authorityName: bureauAgency.name,
    authorityCode: bureauAgency.code,
  };
  const held: RowResult = value(await enterRecord(node, caseSystem(), { item: marketList, fields }));
  assert.equal(held.verdict, "held", JSON.stringify(held.findings));
  const codes = held.findings.map(({ code: one, article }) => `${one} ${article ? "by law" : ""}`);
  assert.ok(
    codes.includes("listing.without-service by law") && codes.includes("listing.without-time-to-answer by law"),
  );
  const { rowCount } = await node.publicReader.query("SELECT FROM public_read.record WHERE subject_id = $1", [
    firm.subjectId,
  ]);
  assert.equal(rowCount, 0);
});
