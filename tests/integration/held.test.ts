/** Rows that wait for a person: second officers (C5), whose files they show and who can read of it (C15), and their end (C8). */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { OwnRecord, RowResult } from "#contract/entries.ts";
import type { HeldView } from "#contract/held.ts";
import { terms } from "#src/access/index.ts";
import { assemble } from "#src/assemble.ts";
import type { Node } from "#src/cli/node.ts";
import { decideHeldRow } from "#src/intake/held/decide.ts";
import { lookAtHeldRow, lookAtHeldRows } from "#src/intake/held/look.ts";
import { openPool, sqlState } from "#src/platform/database.ts";
import { freshDatabase } from "#tests/kit/database.ts";
import { act, penaltyFields } from "#tests/kit/entries.ts";
import { inventedCode, inventedPersonNumber } from "#tests/kit/intake.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const { config, database } = await freshDatabase();
const node = await assemble(config, { ...database, leave: async () => {} });
const base = await serveNode(node);
const person = async (id: string, at = base) => {
  const visitor = new Visitor(at);
  await visitor.signInAs(id);
  return visitor;
};
const officer = await person("chen-lan");
const supervisor = await person("lin-che");
const stranger = await person("zhao-ning");
const auditor = await person("xu-qing");
let later: Node | undefined;
after(async () => {
  await later?.close();
  await node.close();
  await database.leave();
});

const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string }).code;
const enter = async (over: Record<string, unknown>) =>
  (await act<RowResult>(officer, "entries", { item: "cn/penalty", fields: penaltyFields(over) })).body;
const held = async (over: Record<string, unknown>) => {
  const body = await enter(over);
  assert.equal(body.verdict, "held", JSON.stringify(body));
  return `${body.receipt?.batch}/1`;
};
const decide = (at: string, body: object, by = officer, headers = {}) =>
  by.act(`/api/v1/intake/held/${at}/decide`, { reason: "已核对文书", ...body }, headers);
const waiting = async (by = officer) =>
  ((await by.api("/api/v1/intake/held?limit=200")).body as { items: HeldView[] }).items;
const looksAt = async (subjectId: string) =>
  (
    await node.app.query<{ purpose: string; outcome: string; agency: string }>(
      "SELECT purpose, outcome, agency_code AS agency FROM access.look WHERE subject_id = $1 ORDER BY looked_at",
      [subjectId],
    )
  ).rows;

const clerk = {
  kind: "officer",
  id: "00000000-0000-4000-8000-000000000009",
  name: "测试",
  agency: "11880000MB88001255",
  agencyKinds: ["market-regulation"],
  roles: ["officer"],
} as const;
const returned = { ok: false, refusal: { code: "intake.held-returned" } };

/** Words that may be banned matter about a person (C3): one officer alone may not decide. */
const banned = () => ({
  subjectName: "虚构人",
  subjectCategory: "自然人",
  unifiedCode: "",
  personDocumentType: "身份证",
  personDocumentNumber: inventedPersonNumber("1980-05-01"),
  occupation: "特种设备操作人员",
  facts: "当事人患有色盲，仍从事特种设备操作",
});

test("C5: who sent a row about a person that needs a second officer cannot accept it; another officer can, and both stand in the record", async () => {
  const at = await held(banned());
  const detail = (await officer.api(`/api/v1/intake/held/${at}`)).body as { needsSecondOfficer: boolean };
  assert.equal(detail.needsSecondOfficer, true);
  for (const tries of [1, 2]) {
    const own = await decide(at, { decision: "accept" });
    assert.deepEqual([own.status, codeOf(own)], [403, "intake.held-second-officer"], `try ${tries}`);
  }
  assert.deepEqual([(await decide(at, { decision: "accept" }, stranger)).status], [403], "another agency's officer");
  const result = (await decide(at, { decision: "accept" }, supervisor)).body as RowResult;
  assert.equal(result.verdict, "accepted", JSON.stringify(result));
  const stored = await node.app.query(
    "SELECT entered_by <> confirmed_by AS apart FROM ledger.record WHERE batch_id = $1",
    [result.receipt?.batch],
  );
  assert.deepEqual(stored.rows, [{ apart: true }]);
});

test("C5: the sender may refuse such a row alone: nothing comes of it for anybody", async () => {
  const at = await held(banned());
  const result = (await decide(at, { decision: "refuse" })).body as RowResult;
  assert.equal(result.verdict, "refused");
});

test("C15: seeing whose file a held row may belong to is a look its subject can read, and so is the list of what was sent", async () => {
  const [unifiedCode, documentNumber] = [inventedCode(), "临市监处〔2026〕查阅1号"];
  const known = await enter({ unifiedCode, documentNumber, subjectName: "临江市虚构旧名商贸有限公司" });
  const subjectId = known.record?.subjectId ?? "";
  assert.deepEqual(await looksAt(subjectId), []);
  const at = await held({ documentNumber, subjectName: "望岳市毫不相干重工集团有限公司" });
  await waiting();
  assert.deepEqual(await looksAt(subjectId), [], "the list of held rows shows nobody's file");
  const detail = (await officer.api(`/api/v1/intake/held/${at}`)).body as {
    candidates: { subjectId: string; name: string }[];
  };
  assert.deepEqual(
    detail.candidates.map((one) => [one.subjectId, one.name]),
    [[subjectId, "临江市虚构旧名商贸有限公司"]],
  );
  const agency = "11880000MB88001255";
  assert.deepEqual(await looksAt(subjectId), [{ purpose: "held-row", outcome: "shown", agency }]);
  const list = (await officer.api(`/api/v1/intake/batches/${known.receipt?.batch}/records`)).body as {
    items: OwnRecord[];
  };
  assert.equal(list.items[0]?.number, unifiedCode);
  assert.deepEqual((await looksAt(subjectId)).at(-1), { purpose: "own-record", outcome: "shown", agency });
  const { text } = await supervisor.go("/team/looks");
  assert.match(text, /报送机关认定待处理数据属于哪份档案/);
});

test("an auditor sees every agency's batches, and of their records not whom they are about (C13, C15)", async () => {
  const { receipt, record } = await enter({});
  const batches = (await auditor.api("/api/v1/intake/batches?limit=200")).body as {
    items: { batchId: string; agency: string }[];
  };
  assert.ok(batches.items.some(({ batchId, agency }) => batchId === receipt?.batch && agency === "11880000MB88001255"));
  const of = (await auditor.api("/api/v1/intake/batches?agency=11880100MB8800512N")).body as { items: object[] };
  assert.deepEqual(of.items, []);
  const list = (await auditor.api(`/api/v1/intake/batches/${receipt?.batch}/records`)).body as { items: OwnRecord[] };
  assert.deepEqual(
    list.items.map(({ name, number, recordId }) => [name, number, recordId]),
    [["***", "***", record?.recordId]],
  );
  assert.deepEqual(await looksAt(record?.subjectId ?? ""), [], "nobody's file was shown");
  const foreign = await stranger.api("/api/v1/intake/batches?agency=11880000MB88001255");
  assert.deepEqual([foreign.status, codeOf(foreign)], [403, "access.denied"]);
  for (const path of ["/audit/batches", `/audit/batches?agency=11880000MB88001255`]) {
    const { answer, text } = await auditor.go(path);
    assert.equal(answer.status, 200, path);
    assert.match(text, /11880000MB88001255|临江省市场监督管理局/);
  }
});

test("C8: a held row names its last day; after it nobody decides it, though no job ever ran, and the job forgets what it said", async () => {
  const at = await held({ unifiedCode: "91880100MA88K00011", subjectName: "临江市无人认定贸易有限公司" });
  const [batchId = ""] = at.split("/");
  const stored = async () =>
    (
      await node.app.query("SELECT sealed IS NULL AND said IS NULL AS gone FROM intake.held_row WHERE batch_id = $1", [
        batchId,
      ])
    ).rows[0]?.gone;
  const row = (await waiting()).find((one) => one.batchId === batchId);
  assert.ok(row);
  const days = (Date.parse(row.waitsUntil) - Date.parse(row.heldAt.slice(0, 10))) / 86_400_000;
  assert.ok(Math.abs(days - terms.heldDaysMax) <= 1, `${days} days`);
  const decided = await held({ unifiedCode: "91880100MA88K00011" });
  await decide(decided, { decision: "refuse" });
  await node.intake.forgetAllDue();
  assert.equal(await stored(), false, "what waits is kept");
  const spent = await node.app.query("SELECT sealed IS NULL AS gone FROM intake.held_row WHERE batch_id = $1", [
    decided.split("/")[0],
  ]);
  assert.deepEqual(spent.rows, [{ gone: true }], "what was decided is not kept a second time");

  const owner = openPool(database.owner, { max: 1 });
  const move = (byDays: number) =>
    owner.query("UPDATE platform.clock SET offset_seconds = offset_seconds + $1", [byDays * 86_400]);
  await move(terms.heldDaysMax + 2);
  // Not listening: what a listening server forgets by itself is not forgotten here.
  later = await assemble(config, { ...database, leave: async () => {} });
  const rooms = { ...later, uploads: null, documents: null } as never;
  const asked = { batchId, row: 1 };
  assert.deepEqual(await lookAtHeldRow(rooms, clerk, asked), returned);
  for (const decision of ["accept", "refuse"] as const) {
    const acting = { actor: clerk, idempotencyKey: `late ${decision}`, channel: "api" } as const;
    assert.deepEqual(
      await decideHeldRow(rooms, acting, { ...asked, decision, reason: "已核对文书" }),
      returned,
      decision,
    );
  }
  const list = await lookAtHeldRows(rooms, clerk, {});
  assert.ok(list.ok && !list.value.items.some((one) => one.batchId === batchId));
  assert.equal(await stored(), false, "the job ran after all");
  assert.ok((await later.intake.forgetAllDue()).heldRows > 0);
  assert.equal(await stored(), true);
  assert.deepEqual(await lookAtHeldRow(rooms, clerk, asked), returned);
  await move(-terms.heldDaysMax - 2);
  await owner.end();
});

test("C17: the application forgets no held row itself, and no row is kept waiting for years", async () => {
  for (const sql of ["SELECT intake.forget_held(1)", "UPDATE intake.held_row SET sealed = NULL, candidates = NULL"])
    await assert.rejects(node.app.query(sql), (error) => sqlState(error) === "42501", sql);
  await assert.rejects(
    node.app.query(
      `INSERT INTO intake.held_row (batch_id, row_no, agency_code, item_id, sealed, candidates, held_at, waits_until)
       SELECT batch_id, 9, agency_code, item_id, '\\x00', '[]', now(), current_date + 365 FROM intake.batch LIMIT 1`,
    ),
    (error) => sqlState(error) === "23514",
  );
});
