/** Everything ends (C8) and what must be forgotten is forgotten (C17): six years pass over a record and its document. */
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import type { OwnRecordDetail, RowResult } from "#contract/entries.ts";
import { assemble } from "#src/assemble.ts";
import { findCommand } from "#src/cli/dispatch.ts";
import type { Node } from "#src/cli/node.ts";
import { verifyReceipts } from "#src/intake/index.ts";
import { verifyLedger } from "#src/ledger/index.ts";
import { openPool, sqlState } from "#src/platform/database.ts";
import { openApp } from "#src/serve.ts";
import { freshDatabase } from "#tests/kit/database.ts";
import { act, penaltyFields } from "#tests/kit/entries.ts";
import { inventedPersonNumber } from "#tests/kit/intake.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const { config, database } = await freshDatabase();
/** Nodes over one database; only the last one leaves it. */
const borrowed = { ...database, leave: async () => {} };
const yearSeconds = 366 * 86_400;

const now = await assemble(config, borrowed);
const base = await serveNode(now);
const officer = new Visitor(base);
await officer.signInAs("chen-lan");

const attach = async (text: string) => {
  const me = (await officer.api("/api/v1/me")).body as { session: { formToken: string } };
  const { status, body } = await officer.api("/api/v1/intake/documents", {
    method: "POST",
    headers: { "content-type": "text/plain", "x-form-token": me.session.formToken },
    body: text,
  });
  assert.equal(status, 201, JSON.stringify(body));
  return (body as { documentId: string }).documentId;
};

const secret = "行政处罚决定书：当事人王某某";
const document = await attach(secret);
const enter = async (over: Record<string, unknown>, documentId?: string) => {
  const fields = penaltyFields(over);
  const { body } = await act<RowResult>(officer, "entries", {
    item: "cn/penalty",
    fields,
    ...(documentId ? { documentId } : {}),
  });
  assert.equal(body.verdict, "accepted", JSON.stringify(body.findings));
  assert.ok(body.record);
  return { fields, ...body.record };
};
const firm = await enter({}, document);
const number = inventedPersonNumber("1985-03-07");
const person = await enter({
  subjectName: "测试某",
  subjectCategory: "自然人",
  unifiedCode: "",
  personDocumentType: "身份证",
  personDocumentNumber: number,
  occupation: "特种设备操作人员",
});

/** Moves the legal clock as only the owner may, and opens a node that lives then. */
async function nodeIn(seconds: number): Promise<Node> {
  const owner = openPool(database.owner, { max: 1 });
  await owner.query("UPDATE platform.clock SET offset_seconds = $1", [seconds]);
  await owner.end();
  return assemble(config, borrowed);
}

const stored = async ({ recordId }: { recordId: string }) =>
  (
    await now.app.query(
      "SELECT open IS NULL AND shared IS NULL AND sealed IS NULL AND salt IS NULL AS gone, octet_length(commitment) AS commitment FROM ledger.record WHERE record_id = $1",
      [recordId],
    )
  ).rows[0];

async function verified(node: Node) {
  const scope = await node.door.scope(
    { kind: "job", id: "test" },
    "verify-ledger",
    { type: "Node", id: "node" },
    { audience: "inside" },
  );
  assert.ok(scope.ok);
  return { ledger: await verifyLedger(node.app, scope.value), receipts: await verifyReceipts(node.app, scope.value) };
}

const filesOf = () => readdirSync(join(config.home, "documents"));
let later: Node;
after(async () => {
  await later?.close();
  await now.close();
  await database.leave();
});

test("before its time nothing is forgotten", async () => {
  assert.deepEqual(await now.intake.forgetAllDue(), { records: 0, heldRows: 0, documents: 0 });
  assert.equal((await stored(firm)).gone, false);
  assert.equal(filesOf().length, 1);
});

test("C8: public pages end by themselves, though no job ever ran", async () => {
  later = await nodeIn(6 * yearSeconds);
  // Built, and not listening: what a listening server does by itself is not done here.
  const app = await openApp(later);
  try {
    const code = String(firm.fields["unifiedCode"]);
    const file = await app.inject(`/api/v1/organisations/${code}/file`);
    assert.equal(file.json().total, 0);
    for (const address of [
      `/api/v1/organisations/${code}/records/${firm.recordId}`,
      `/organisations/${code}/records/${firm.recordId}`,
    ])
      assert.equal((await app.inject(address)).statusCode, 410, address);
    assert.equal((await app.inject("/api/v1/decisions")).body.includes(firm.recordId), false);
    assert.equal((await stored(firm)).gone, false, "the job ran after all");
  } finally {
    await app.close();
  }
});

test("C8: past its keeping a record is not even opened by who sent it, though no job ever ran", async () => {
  const { openOwnRecord } = await import("#src/intake/entries/own.ts");
  const rooms = { ...later, uploads: null, documents: null } as never;
  const agency = "11880000MB88001255";
  const clerk = {
    kind: "officer",
    id: "00000000-0000-4000-8000-000000000009",
    name: "测试",
    agency,
    agencyKinds: ["market-regulation"],
    roles: ["officer"],
  } as const;
  const opened = await openOwnRecord(rooms, clerk, { subjectId: person.subjectId, recordId: person.recordId });
  assert.ok(opened.ok);
  const { record, fields, documents } = opened.value as OwnRecordDetail;
  assert.deepEqual([record.state, fields, documents], ["erased", {}, []]);
});

test("C17: after its keeping payload, salt, document and the link to the person are gone; the commitment stays", async () => {
  const command = await findCommand(["retention", "run", "--json"]);
  assert.ok(command?.command.needs === "node");
  const said: string[] = [];
  const out = { write: (text: string) => said.push(text) > 0 } as unknown as NodeJS.WritableStream;
  const call = { args: command.args, stdin: process.stdin, stdout: out, stderr: out };
  assert.equal(await command.command.run(call, later), 0);
  assert.deepEqual(JSON.parse(said.join("")), {
    proceedings: 0,
    records: 2,
    heldRows: 0,
    notices: 0,
    documents: 1,
    answers: 0,
  });
  for (const record of [firm, person]) assert.deepEqual(await stored(record), { gone: true, commitment: 32 });
  assert.equal(filesOf().length, 0);
  const links = await now.app.query(
    "SELECT (SELECT count(*) FROM registry.person_token WHERE subject_id = $1) + (SELECT count(*) FROM registry.person_secret WHERE subject_id = $1) AS n",
    [person.subjectId],
  );
  assert.equal(Number(links.rows[0]?.n), 0);
  assert.deepEqual(await later.intake.forgetAllDue(), { records: 0, heldRows: 0, documents: 0 });
});

test("C17: what was forgotten is no tampering: the ledger and its receipts still verify", async () => {
  const { ledger, receipts } = await verified(later);
  assert.deepEqual(ledger, { verified: 0, forgotten: 2, altered: [] });
  assert.deepEqual(receipts, { agreeing: 2, faults: [] });
});

test("C17: content removed before its time is found, also where the salt went with it", async () => {
  const owner = openPool(database.owner, { max: 1 });
  await owner.query("UPDATE platform.clock SET offset_seconds = 0");
  const { ledger } = await verified(now);
  assert.deepEqual(ledger.altered.map(({ recordId }) => recordId).sort(), [firm.recordId, person.recordId].sort());
  await owner.end();
});

test("a server that listens forgets by itself, at its start", async () => {
  const again = await enter({});
  const served = await nodeIn(6 * yearSeconds);
  const app = await openApp(served);
  await app.listen({ port: 0, host: "127.0.0.1" });
  for (let tries = 0; !(await stored(again)).gone; tries++) {
    assert.ok(tries < 1200, "nothing was forgotten");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await app.close();
  await served.close();
  assert.equal(existsSync(join(config.home, "documents")), true);
});

test("C17: the application itself cannot forget", async () => {
  for (const sql of [
    "SELECT ledger.forget_due(1)",
    "UPDATE ledger.record SET open = NULL, salt = NULL",
    "DELETE FROM intake.document",
  ])
    await assert.rejects(now.app.query(sql), (error) => sqlState(error) === "42501", sql);
});
