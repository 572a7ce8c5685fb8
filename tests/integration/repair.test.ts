/** Repair from the application to the certificate: on a real database, through the acts that routes call. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { correctRecord } from "#contract/entries.ts";
import type { FileRecord, FileView } from "#contract/ledger.ts";
import { getPublicFile, readFile, readOwnFile } from "#contract/ledger.ts";
import * as noticeContract from "#contract/notices.ts";
import * as contract from "#contract/repair.ts";
import { type Verification, verifyReportCode, verifyReportFile } from "#contract/reports.ts";
import type { Actor, FileAnswer } from "#src/access/index.ts";
import { readKeyList } from "#src/cli/verify/keys.ts";
import { verifyOffline } from "#src/cli/verify/offline.ts";
import { openPool } from "#src/platform/database.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { timed } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { file as object } from "#tests/kit/objections.ts";
import { marketOfficer } from "#tests/kit/proceedings.ts";
import { apply, bring, enterPenalty, type Punished, punished, reasons, receiptOfPayment } from "#tests/kit/repair.ts";

const node = await timed(await testNode(), "2026-09-14");
const officer = marketOfficer();
const supervisor = marketOfficer(["supervisor"]);
const bank = officerOf(await addAgency(node));

const line = (outcome: { requests: contract.RepairLine[] }) => {
  const [first] = outcome.requests;
  assert.ok(first);
  return first;
};
const act = (
  endpoint: Parameters<typeof ask>[1],
  actor: Actor,
  requestId: string,
  body: object = {},
  key: string = randomUUID(),
) => ask<contract.RepairLine>(node, endpoint, actor, { params: { requestId }, body, key });
const grant = (requestId: string, actor: Actor = officer, body: object = {}) =>
  act(contract.grantRepair, actor, requestId, { reasons, ...body });

async function publicRecords(code: string): Promise<string[]> {
  const file = value(await ask<FileView>(node, getPublicFile, { kind: "visitor" }, { params: { code } }));
  return file.records.map(({ recordId }) => recordId);
}
async function bodyRecords(code: string, by: Actor = officer, more: object = {}): Promise<string[]> {
  const body = { subject: { scheme: "unified-code", value: code }, purpose: "permit-review", basis: "测试", ...more };
  return value(await ask<FileView>(node, readFile, by, { body })).records.map(({ recordId }) => recordId);
}

async function ownRecord({ subjectId, recordId, representative }: Punished): Promise<FileRecord | undefined> {
  const own = value(await ask<FileView>(node, readOwnFile, representative, { body: { subjectId } }));
  return own.records.find((one) => one.recordId === recordId);
}

const verdictOf = async (file: Buffer) =>
  value(await ask<Verification>(node, verifyReportFile, { kind: "visitor" }, { file })).verdict;

test("repair cannot be applied for before the last day of the minimum has ended, and can on the day after", async () => {
  const one = await punished(node, { decidedOn: "2026-06-14" });
  assert.equal(refusalOf(await apply(node, one)), "repair.too-early");
  await node.moveTo("2026-09-15");
  const applied = value(await apply(node, one));
  assert.deepEqual(
    [line(applied).state, line(applied).decideBy, line(applied).feedbackBy, line(applied).overdue],
    ["waiting", "2026-09-18", "2026-09-29", false],
  );
  assert.match(line(applied).receipt, /^XF20260915-\d{10}$/);
});

test("an application is refused clearly: not its own, without evidence, twice, with somebody else's paper, with an ended mandate", async () => {
  const one = await punished(node, { decidedOn: "2026-06-01" });
  const other = await punished(node, { decidedOn: "2026-06-01" });
  assert.equal(refusalOf(await apply(node, one, { actor: other.representative, documents: [] })), "access.denied");
  assert.equal(refusalOf(await apply(node, { ...one, recordId: other.recordId })), "repair.record-unknown");
  assert.equal(refusalOf(await apply(node, one, { documents: [] })), "repair.evidence-needed");
  const theirs = await bring(node, other.representative, other.subjectId);
  assert.equal(refusalOf(await apply(node, one, { documents: [theirs] })), "repair.document-unknown");
  const lying = {
    params: { subjectId: one.subjectId, shows: "payment" },
    file: Buffer.from("MZ\u0000\u0001 no document"),
  };
  assert.equal(
    refusalOf(await ask(node, contract.attachRepairEvidence, one.representative, lying)),
    "intake.document-kind",
  );
  const only = await bring(node, one.representative, one.subjectId, "other");
  assert.equal(refusalOf(await apply(node, one, { documents: [only] })), "repair.evidence-needed");
  const key = randomUUID();
  const documents = [await bring(node, one.representative, one.subjectId)];
  const first = value(await apply(node, one, { key, documents }));
  assert.deepEqual(
    value(await apply(node, one, { key, documents })).requests,
    first.requests,
    "the same key, the same application",
  );
  assert.equal(refusalOf(await apply(node, one)), "repair.already-waiting");
  await other.revoke();
  assert.equal(refusalOf(await apply(node, other)), "access.no-mandate");
});

test("of two representatives at once one application stands, with one request of one round", async () => {
  const one = await punished(node, { decidedOn: "2026-06-01" });
  const documents = [
    await bring(node, one.representative, one.subjectId),
    await bring(node, one.representative, one.subjectId),
  ];
  const both = await Promise.all(documents.map((document) => apply(node, one, { documents: [document] })));
  assert.deepEqual(both.map((outcome) => (outcome.ok ? "applied" : outcome.refusal.code)).sort(), [
    "applied",
    "repair.already-waiting",
  ]);
});

test("of two officers who grant at once one does, and the other is told that it is over", async () => {
  const one = await punished(node, { decidedOn: "2026-06-01" });
  const { requestId } = line(value(await apply(node, one)));
  const both = await Promise.all([grant(requestId), grant(requestId, supervisor)]);
  assert.deepEqual(both.map((outcome) => (outcome.ok ? "granted" : outcome.refusal.code)).sort(), [
    "granted",
    "repair.over",
  ]);
  assert.deepEqual(await publicRecords(one.code), []);
});

test("a correction that races with a grant leaves both: the record is corrected, and is out of use (C11)", async () => {
  for (let round = 0; round < 3; round++) {
    const one = await punished(node, { decidedOn: "2026-06-01" });
    const { requestId } = line(value(await apply(node, one)));
    const fields = { ...one.fields, content: "罚款1万元", fineAmount: "10000" };
    const correction = { subjectId: one.subjectId, recordId: one.recordId, fields, reason: "录入有误" };
    const [granted, corrected] = await Promise.all([
      grant(requestId),
      ask<{ verdict: string }>(node, correctRecord, officer, { body: correction }),
    ]);
    assert.equal(value(granted).state, "granted");
    assert.equal(value(corrected).verdict, "corrected");
    assert.deepEqual([await publicRecords(one.code), await bodyRecords(one.code, bank)], [[], []]);
    const own = await ownRecord(one);
    assert.equal(own?.fields["fineAmount"], 10000);
  }
});

test("an objection that races with a grant: whichever is first, the record is out of use and nothing is lost (C10, C11)", async () => {
  for (let round = 0; round < 3; round++) {
    const one = await punished(node, { decidedOn: "2026-06-01" });
    const { requestId } = line(value(await apply(node, one)));
    const [granted, filed] = await Promise.all([grant(requestId), object(node, one)]);
    assert.equal(value(granted).state, "granted");
    assert.equal(value(filed).state, "open");
    assert.deepEqual([await publicRecords(one.code), await bodyRecords(one.code, bank)], [[], []]);
  }
});

test("evidence that is encrypted, does something when it is opened, or has something behind its end is not taken in", async () => {
  const one = await punished(node, { decidedOn: "2026-06-01" });
  const params = { subjectId: one.subjectId, shows: "payment" };
  const bringing = (file: Buffer) => ask(node, contract.attachRepairEvidence, one.representative, { params, file });
  const pdf = (inside: string) =>
    Buffer.from(`%PDF-1.7\n1 0 obj\n<<${inside}>>\nendobj\ntrailer\n<<>>\n%%EOF\n`, "latin1");
  const png = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.from("IEND\u00aeB`\u0082", "latin1")]);
  for (const [content, code] of [
    [pdf("/Encrypt 5 0 R"), "intake.document-encrypted"],
    [pdf("/OpenAction <</S /JavaScript>>"), "intake.document-hostile"],
    [Buffer.concat([png, Buffer.alloc(100, 1)]), "intake.document-hostile"],
    [Buffer.from("MZ\u0090\u0000\u0003", "latin1"), "intake.document-kind"],
  ] as const)
    assert.equal(refusalOf(await bringing(content)), code);
  const kept = await node.app.query("SELECT FROM repair.document WHERE subject_id = $1", [one.subjectId]);
  assert.equal(kept.rowCount, 0);
});

test("a refusal says which condition is not met and why; empty words are none; what was missing may be brought later", async () => {
  const one = await punished(node, { decidedOn: "2026-06-01" });
  const { requestId } = line(value(await apply(node, one)));
  const refusing = (body: object) => act(contract.refuseRepair, officer, requestId, body);
  assert.equal(
    refusalOf(await refusing({ ground: "duty-open", reasons: "经审查，修复申请不符合条件，不予修复。" })),
    "repair.reasons",
  );
  assert.equal(refusalOf(await refusing({ ground: "other-condition", reasons })), "repair.provision");
  const refused = value(
    await refusing({
      ground: "cannot-pay",
      reasons: "罚款尚有六千元未缴，请先申请分期缴纳并附批准文书，这不是拒不缴纳。",
    }),
  );
  assert.deepEqual([refused.state, refused.ground], ["refused", "cannot-pay"]);
  assert.deepEqual(await publicRecords(one.code), [one.recordId]);
  assert.equal(refusalOf(await grant(requestId)), "repair.over");
  const deferral = await bring(node, one.representative, one.subjectId, "deferral");
  const again = line(value(await apply(node, one, { documents: [deferral] })));
  assert.equal(value(await grant(again.requestId)).state, "granted");
});

test("only an officer of the recogniser decides, and not whoever wrote the application down at the counter (C5)", async () => {
  const one = await punished(node, { decidedOn: "2026-06-01" });
  const paper = await bring(node, officer, one.subjectId);
  assert.equal(
    refusalOf(await apply(node, one, { actor: officer, documents: [paper] })),
    "access.denied",
    "no basis stated",
  );
  const basis = "身份证原件与本人相符，营业执照副本";
  const { requestId } = line(value(await apply(node, one, { actor: officer, documents: [paper], basis })));
  const stranger = officerOf(await addAgency(node));
  assert.equal(refusalOf(await grant(requestId, stranger)), "access.denied");
  assert.equal(refusalOf(await grant(requestId, one.representative)), "access.denied");
  assert.equal(refusalOf(await grant(requestId, { kind: "job", id: "repair" })), "access.denied");
  assert.equal(refusalOf(await grant(requestId, officer)), "access.denied");
  assert.equal(value(await grant(requestId, supervisor)).state, "granted");
});

test("what is granted is gone from the public file and from bodies in the next read, stays for its subject, and is certified", async () => {
  const one = await punished(node, { decidedOn: "2026-06-01" });
  assert.deepEqual(await publicRecords(one.code), [one.recordId]);
  assert.deepEqual(await bodyRecords(one.code, bank), [one.recordId]);
  const { requestId } = line(value(await apply(node, one)));
  const before = new Date(node.clock.now().getTime()).toISOString();
  const granted = value(await grant(requestId));
  assert.equal(granted.state, "granted");
  assert.deepEqual(await publicRecords(one.code), []);
  assert.deepEqual(await bodyRecords(one.code, bank), []);
  assert.deepEqual(await bodyRecords(one.code, bank, { knownAt: before }), [], "not by asking for a day before either");
  const own = value(await ask<FileView>(node, readOwnFile, one.representative, { body: { subjectId: one.subjectId } }));
  assert.deepEqual(
    own.records.map(({ recordId, state, inForce }) => ({ recordId, state, inForce })),
    [{ recordId: one.recordId, state: "repaired", inForce: false }],
  );
  // The body that had been shown it is told, confirms once, and is named while it does not.
  const told = value(await ask<{ items: { requestId: string; dueOn: string }[] }>(node, contract.listRepaired, bank));
  assert.deepEqual(
    told.items.map(({ requestId: id, dueOn }) => ({ id, dueOn })),
    [{ id: requestId, dueOn: "2026-09-18" }],
  );
  await node.moveTo("2026-09-21");
  const late = () =>
    ask<{ items: { authority: { code: string } }[] }>(node, contract.listLateHolders, { kind: "visitor" });
  const bankCode = bank.kind === "officer" ? bank.agency : "";
  assert.ok(value(await late()).items.some(({ authority }) => authority.code === bankCode));
  value(await act(contract.acknowledgeRepair, bank, requestId));
  value(await act(contract.acknowledgeRepair, bank, requestId));
  assert.ok(!value(await late()).items.some(({ authority }) => authority.code === bankCode));
  const stranger = officerOf(await addAgency(node));
  assert.equal(refusalOf(await act(contract.acknowledgeRepair, stranger, requestId)), "repair.not-a-holder");
  // The certificate says so to anybody who has its code, and names nobody there.
  const code = granted.certificate ?? "";
  const verified = value(
    await ask<{ verdict: string; issuedOn: string }>(
      node,
      contract.verifyCertificate,
      { kind: "visitor" },
      { params: { code } },
    ),
  );
  assert.deepEqual([verified.verdict, verified.issuedOn], ["holds", "2026-09-15"]);
  // And so does its file: by the platform, and offline by the published keys alone; one altered word is seen by both.
  const file = value(
    await ask<FileAnswer>(node, contract.downloadCertificate, one.representative, { params: { requestId } }),
  );
  const bytes = Buffer.from(file.bytes as Uint8Array);
  assert.deepEqual(await verdictOf(bytes), "genuine");
  const lying = Buffer.from(bytes.toString("utf8").replace("2026-06-01", "2026-06-02"));
  assert.deepEqual(await verdictOf(lying), "altered");
  const keys = readKeyList(JSON.stringify(await node.reports.keys())) ?? assert.fail("no keys");
  assert.equal(verifyOffline(bytes, null, keys).verdict, "genuine");
  assert.equal(verifyOffline(lying, null, keys).verdict, "altered");
  assert.equal(
    refusalOf(await ask(node, contract.downloadCertificate, officer, { params: { requestId } })),
    "access.denied",
  );
  assert.equal(refusalOf(await apply(node, one)), "repair.already-repaired");
});

test("lateness is seen by the date; the day's run tells each level once, however often it runs", async () => {
  const one = await punished(node, { decidedOn: "2026-06-01" });
  const { requestId } = line(value(await apply(node, one)));
  await node.moveTo("2026-09-28");
  const own = value(await ask<{ items: contract.RepairLine[] }>(node, contract.listOwnRepairs, one.representative));
  assert.deepEqual(
    own.items.map(({ overdue, escalated }) => ({ overdue, escalated })),
    [{ overdue: true, escalated: 1 }],
  );
  const queue = value(
    await ask<{ items: contract.RepairLine[]; overdue: number }>(node, contract.listRepairs, officer),
  );
  assert.ok(queue.overdue >= 1 && queue.items[0]?.overdue);
  await node.repair.escalateOverdue();
  const again = await node.repair.escalateOverdue();
  assert.deepEqual(again, { recogniser: 0, platform: 0 });
  const read = value(await ask<contract.RepairView>(node, contract.getRepair, officer, { params: { requestId } }));
  assert.equal(read.acts.filter(({ act: name }) => name === "escalate").length, 1);
  assert.deepEqual(
    read.acts[0]?.documents.map(({ shows }) => shows),
    ["payment"],
  );
});

test("a repair is reversed by a decision only, after notice and the time to answer; then the record is back until its own end (C6)", async () => {
  const one = await punished(node, { decidedOn: "2026-06-01" });
  const { requestId } = line(value(await apply(node, one)));
  const { certificate } = value(await grant(requestId));
  const facts = "所附缴款凭证经向代收银行核对，号码属于另一单位，系虚假材料。";
  assert.equal(
    refusalOf(await act(contract.settleReversal, officer, requestId, { reverse: true, reasons: facts })),
    "repair.over",
  );
  assert.equal(value(await act(contract.intendReversal, officer, requestId, { facts })).state, "reversing");
  assert.deepEqual(await publicRecords(one.code), [], "nothing comes back before the decision");
  assert.equal(
    refusalOf(await act(contract.settleReversal, officer, requestId, { reverse: true, reasons: facts })),
    "repair.not-heard",
  );
  const { noticeId } = value(
    await ask<contract.RepairView>(node, contract.getRepair, officer, { params: { requestId } }),
  );
  assert.ok(noticeId);
  const proof = value(
    await ask<{ documentId: string }>(node, noticeContract.attachToNotice, officer, {
      params: { noticeId },
      file: receiptOfPayment,
    }),
  ).documentId;
  value(
    await ask(node, noticeContract.serveNotice, officer, {
      params: { noticeId },
      body: { mode: "direct", servedOn: "2026-09-28", proof },
    }),
  );
  assert.equal(
    refusalOf(await act(contract.settleReversal, officer, requestId, { reverse: true, reasons: facts })),
    "repair.not-heard",
  );
  await node.moveTo("2026-10-12");
  const reversed = value(await act(contract.settleReversal, officer, requestId, { reverse: true, reasons: facts }));
  assert.equal(reversed.state, "reversed");
  assert.deepEqual(await publicRecords(one.code), [one.recordId]);
  const params = { code: certificate ?? "" };
  const verified = value(await ask<Verification>(node, verifyReportCode, { kind: "visitor" }, { params }));
  assert.deepEqual([verified.verdict, verified.certificate?.kind], ["superseded", "repair"]);
});

test("C13: a person's number put in the place of a code is refused, and nothing of it is repeated", async () => {
  for (const number of ["11010519491231002X", "110105 19491231 002x", "13800138000"]) {
    const asked = await ask(node, contract.listWaysOut, { kind: "visitor" }, { params: { code: number } });
    assert.ok(!asked.ok, number);
    assert.doesNotMatch(JSON.stringify(asked.refusal), /1949|0138/);
  }
});

test("the way out of a public record is public: from which day, with what; nothing of whether anybody asked", async () => {
  const one = await punished(node, { decidedOn: "2026-06-01" });
  const { recordId: young } = await enterPenalty(node, {
    unifiedCode: one.code,
    subjectName: one.name,
    decidedOn: "2026-08-03",
  });
  value(await apply(node, one));
  const ways = value(
    await ask<{ items: contract.RepairableView[] }>(
      node,
      contract.listWaysOut,
      { kind: "visitor" },
      { params: { code: one.code } },
    ),
  );
  const by = new Map(ways.items.map((item) => [item.recordId, item]));
  assert.deepEqual([by.get(one.recordId)?.is, by.get(one.recordId)?.requestId], ["now", null]);
  assert.deepEqual(
    [by.get(young)?.is, by.get(young)?.from, by.get(young)?.endsOn],
    ["from", "2026-11-04", "2027-08-03"],
  );
  assert.deepEqual(
    by.get(young)?.missing.map(({ condition }) => condition),
    ["duties-met", "commitment"],
  );
});

test("the database takes no mark of a repair without its act, no act without its guards, no request before the minimum", async () => {
  const one = await punished(node, { decidedOn: "2026-06-01" });
  const { requestId } = line(value(await apply(node, one)));
  const mark = (over: object = {}) =>
    node.app.query(
      `INSERT INTO ledger.change (subject_id, record_id, version, act, reason, mark, open, salt, commitment, entered_by, recorded_at, batch_id, row_no)
       SELECT $1, $2, 2, 'annotate', 'x', 'repair', $3, '\\x00112233445566778899aabbccddeeff', sha256('x'), 'officer:1', now(), gen_random_uuid(), 1`,
      [one.subjectId, one.recordId, JSON.stringify({ repair: requestId, state: "granted", ...over })],
    );
  await assert.rejects(mark(), /row-level security/);
  const actRow = (set: string, values: unknown[] = []) =>
    node.app.query(
      `INSERT INTO repair.act (request_id, seq, act, subject_id, subject_kind, kind, record_id, authority, applied_by, applied_on,
         state_before, state, mark_version, acted_by, acted_on, acted_at, agency_code, sealed, content, idempotency_key, ground)
       SELECT request_id, 2, 'grant', subject_id, subject_kind, kind, record_id, authority, applied_by, applied_on,
         'waiting', 'granted', 2, 'officer:1', platform.today(), (platform.today() + time '02:00') AT TIME ZONE 'UTC', authority, repeat('x', 40)::bytea, sha256('c'), gen_random_uuid()::text, NULL
       FROM repair.act WHERE request_id = $1 AND seq = 1`.replace(set.split("=>")[0] ?? "", set.split("=>")[1] ?? ""),
      [requestId, ...values],
    );
  await assert.rejects(actRow("'officer:1', platform.today()=>'job:repair', platform.today()"), /c5_|an_officer/);
  await assert.rejects(actRow("repeat('x', 40)::bytea=>NULL"), /c5_/);
  await assert.rejects(
    actRow("AT TIME ZONE 'UTC', authority, =>AT TIME ZONE 'UTC', '11880000MB0000000X', "),
    /c5_|an_officer/,
  );
  await assert.rejects(actRow("'waiting', 'granted', 2=>'waiting', 'granted', NULL"), /marked/);
  await assert.rejects(actRow("'grant', subject_id=>'reverse', subject_id"), /states|marked|c6_|row-level/);
  await assert.rejects(actRow("repair=>repair"), /the_mark_stands/, "a grant without its mark does not commit");
  const tables = ["application", "request", "act", "holder", "certificate", "document"];
  for (const table of tables) {
    await assert.rejects(node.app.query(`DELETE FROM repair.${table}`), /permission denied/);
    await assert.rejects(
      node.app.query(`UPDATE repair.${table} SET subject_id = subject_id`),
      /permission denied|does not exist/,
    );
  }
  const owner = openPool(node.owner, { max: 1 });
  await assert.rejects(
    owner.query("UPDATE repair.request SET earliest_on = '2027-01-01' WHERE request_id = $1", [requestId]),
    /the_minimum/,
  );
  await owner.end();
});
