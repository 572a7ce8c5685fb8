/** C4, C5, C10, C15, C16 of objections: what tries to break them past the domain, at the database, and two at once. */
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { correctRecord } from "#contract/entries.ts";
import type { ObjectionLine } from "#contract/objections.ts";
import * as contract from "#contract/objections.ts";
import type { Actor } from "#src/access/index.ts";
import { verifyReceipts } from "#src/intake/index.ts";
import { verifyLedger } from "#src/ledger/index.ts";
import { sqlState } from "#src/platform/database.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { knownPerson, recordListings } from "#tests/kit/checks.ts";
import { moveTo } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { addTestItem, testRecord } from "#tests/kit/ledger.ts";
import { act, file, type Recorded, reasons, recorded, seen, view } from "#tests/kit/objections.ts";
import { marketOfficer } from "#tests/kit/proceedings.ts";

const node = await testNode();
await moveTo(node, "2026-06-01");
const officer = marketOfficer();
const stranger = officerOf(await addAgency(node));

/** Runs statements as the application does, all in one transaction, and takes none of it back by itself. */
async function asApp(...statements: readonly (readonly [text: string, values?: readonly unknown[]])[]): Promise<void> {
  const client = await node.app.connect();
  try {
    await client.query("BEGIN");
    for (const [text, values] of statements) await client.query(text, values as unknown[]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

const refusedAs =
  (...states: string[]) =>
  (error: unknown) =>
    states.includes(sqlState(error) ?? "");

/** A row of `objections.act` after the last one, as somebody who writes past the program would. */
async function forged(
  objectionId: string,
  over: Readonly<Record<string, unknown>>,
): Promise<readonly [string, unknown[]]> {
  const found = await node.app.query("SELECT * FROM objections.act WHERE objection_id = $1 ORDER BY seq DESC LIMIT 1", [
    objectionId,
  ]);
  const { before: _, proposed_act: __, mandate_act: ___, ...last } = found.rows[0];
  const row = {
    ...last,
    seq: last.seq + 1,
    state_before: last.state,
    due_before: last.due_on,
    mark_version: null,
    change_version: null,
    level: null,
    mandate_id: null,
    mandate_seq: null,
    basis: null,
    acted_by: `officer:${randomUUID()}`,
    agency_code: last.authority,
    sealed: Buffer.from("x"),
    content: randomBytes(32),
    idempotency_key: randomUUID(),
    ...over,
  };
  const names = Object.keys(row);
  return [
    `INSERT INTO objections.act (${names.join(", ")}) VALUES (${names.map((_name, at) => `$${at + 1}`).join(", ")})`,
    Object.values(row),
  ];
}

const mark = (one: Recorded, version: number, open: object) =>
  [
    `INSERT INTO ledger.change (subject_id, record_id, version, act, reason, mark, open, salt, commitment, entered_by, recorded_at, batch_id, row_no)
     VALUES ($1, $2, $3, 'annotate', 'x', 'objection', $4, $5, $6, 'officer:x', now(), gen_random_uuid(), 1)`,
    [one.subjectId, one.recordId, version, JSON.stringify(open), randomBytes(16), randomBytes(32)],
  ] as const;

test("C10, database: no mark is lifted, moved or set but by an act that says the same", async () => {
  const one = await recorded(node, "2026-05-20");
  const { objectionId } = value(await file(node, one));
  for (const open of [
    { objection: objectionId, state: "rejected", dueOn: null },
    { objection: objectionId, state: "open", dueOn: "2027-06-22" },
    { objection: randomUUID(), state: "open", dueOn: "2026-06-22" },
    {},
  ])
    await assert.rejects(asApp(mark(one, 3, open)), refusedAs("42501"), JSON.stringify(open));
  const unmarked = await recorded(node, "2026-05-20");
  await assert.rejects(
    asApp(mark(unmarked, 2, { objection: objectionId, state: "open", dueOn: "2026-06-22" })),
    refusedAs("42501"),
  );
});

test("C5, C10, database: no act answers without an officer of the source, reasons and its mark", async () => {
  const one = await recorded(node, "2026-05-20");
  const { objectionId } = value(await file(node, one));
  const rejected = { act: "reject", state: "rejected", due_on: null, mark_version: 3 };
  const open = { objection: objectionId, state: "rejected", dueOn: null };
  for (const [over, states] of [
    [{ ...rejected, acted_by: "job:objections", agency_code: null }, ["23514"]],
    [{ ...rejected, sealed: null }, ["23514"]],
    [{ ...rejected, agency_code: stranger.kind === "officer" ? stranger.agency : "" }, ["23514"]],
    [{ ...rejected, acted_by: `representative:${one.representative.id}`, agency_code: null }, ["23514"]],
    [{ ...rejected, mark_version: null }, ["23514"]],
    [{ ...rejected, due_on: "2026-06-22" }, ["23514"]],
    [{ act: "uphold", state: "upheld", due_on: null, mark_version: 3, change_version: 2 }, ["42501"]],
    [{ act: "uphold", state: "upheld", due_on: null, mark_version: 3 }, ["23514"]],
    [{ act: "extend", state: "open", due_on: "2026-12-31", mark_version: 3 }, ["23514"]],
    [{ act: "keep", state: "open", due_on: "2026-07-30", mark_version: 3 }, ["23514"]],
    [{ act: "add", state: "open", due_on: "2026-07-30" }, ["23514"]],
    [
      { act: "escalate", state: "open", level: 1, acted_by: "job:objections", agency_code: null, sealed: null },
      ["42501"],
    ],
    [{ ...rejected, acted_on: "2026-05-31", acted_at: new Date("2026-05-31T04:00:00Z") }, ["23514", "42501"]],
  ] as const)
    await assert.rejects(
      asApp(await forged(objectionId, over), mark(one, 3, open)),
      refusedAs(...states),
      JSON.stringify(over),
    );
  // The act is well-formed and its mark is missing: at the commit it fails.
  await assert.rejects(asApp(await forged(objectionId, rejected)), refusedAs("23503"));
  assert.equal(value(await view(node, one.representative, objectionId)).state, "open");
});

test("C17, database: nothing of objections is changed or removed by the application, and the retention role reads none of it", async () => {
  for (const table of ["objection", "act", "document", "act_document", "told"])
    for (const statement of [
      `DELETE FROM objections.${table}`,
      `UPDATE objections.${table} SET subject_id = subject_id`,
    ])
      await assert.rejects(asApp([statement]), refusedAs("42501", "42703"), statement);
  for (const pool of [node.retention, node.publicReader])
    await assert.rejects(pool.query("SELECT * FROM objections.act"), refusedAs("42501"));
});

test("C5: a person's objection is rejected by two officers; the time runs on meanwhile", async () => {
  const keeper = await addAgency(node);
  const { subjectId } = await knownPerson(node);
  const item = await addTestItem(node, { adverse: true, subjectKind: "person" });
  const row = testRecord(item, subjectId, { authority: keeper.agencyCode });
  await recordListings(node, row);
  const [counter, first, second] = [officerOf(keeper), officerOf(keeper), officerOf(keeper)];
  const body = {
    ...{ subjectId, recordId: row.recordId, ground: "not-me", wanted: "withdraw", words: "不是我。", documents: [] },
    basis: "核对居民身份证原件",
  };
  const { objectionId } = value(await ask<ObjectionLine>(node, contract.fileObjection, counter, { body }));
  const reject = value(await act(node, contract.rejectObjection, first, objectionId, { reasons }));
  assert.deepEqual([reject.state, reject.clock?.dueOn], ["to-confirm", "2026-06-22"]);
  const confirm = (actor: Actor, agree = true) =>
    act(node, contract.confirmRejection, actor, objectionId, { agree, reasons });
  assert.equal(refusalOf(await confirm(first)), "objections.another-officer");
  assert.equal(refusalOf(await confirm(counter)), "access.denied");
  assert.equal(value(await confirm(second, false)).state, "open");
  value(await act(node, contract.rejectObjection, second, objectionId, { reasons }));
  assert.equal(value(await confirm(first)).state, "rejected");
});

test("C15: what a body reads of an objection stands in the subject's log, refused reads too", async () => {
  const one = await recorded(node, "2026-05-20");
  const { objectionId } = value(await file(node, one));
  value(await view(node, officer, objectionId));
  refusalOf(await view(node, stranger, objectionId));
  const looks = await node.app.query(
    "SELECT outcome, purpose FROM access.look WHERE subject_id = $1 ORDER BY looked_at",
    [one.subjectId],
  );
  assert.deepEqual(
    looks.rows.map(({ outcome }) => outcome),
    ["shown", "refused"],
  );
});

test("C10: whatever happens at once, every read after a filing's commit shows its mark, and no two objections run", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom("file", "correct", "read", "withdraw"), { minLength: 2, maxLength: 6 }),
      async (acts) => {
        const one = await recorded(node, "2026-05-20");
        let seenUnmarked = false;
        const filing = async () => {
          const filed = await file(node, one);
          if (!filed.ok) return refusalOf(filed);
          const now = await seen(node, one, stranger);
          // Somebody may have withdrawn it since; while it waits, no view is without the mark.
          const { state } = value(await view(node, one.representative, filed.value.objectionId));
          if (state === "open")
            for (const record of Object.values(now))
              if (!record?.marks.some(({ mark: name }) => name === "objection")) seenUnmarked = true;
          return "filed";
        };
        const doing: Record<string, () => Promise<unknown>> = {
          file: filing,
          read: () => seen(node, one, stranger),
          correct: () =>
            ask(node, correctRecord, officer, {
              body: {
                ...{ subjectId: one.subjectId, recordId: one.recordId, reason: "更正金额" },
                fields: { ...one.fields, fineAmount: "18000", content: "罚款1.8万元" },
              },
            }),
          withdraw: async () => {
            const mine = value(
              await ask<{ items: ObjectionLine[] }>(node, contract.listOwnObjections, one.representative),
            ).items.find(({ state }) => state === "open");
            if (mine) await act(node, contract.withdrawObjection, one.representative, mine.objectionId);
          },
        };
        await Promise.all([filing(), ...acts.map((name) => doing[name]?.())]);
        assert.equal(seenUnmarked, false);
        const open = await node.app.query(
          `SELECT count(*)::int AS n FROM objections.objection o WHERE o.record_id = $1 AND (
           SELECT a.due_on FROM objections.act a WHERE a.objection_id = o.objection_id ORDER BY a.seq DESC LIMIT 1) IS NOT NULL`,
          [one.recordId],
        );
        assert.ok(open.rows[0].n <= 1);
      },
    ),
    { numRuns: 12 },
  );
});

test("answered by two officers in the same moment, one answer stands and the record was changed once or not at all", async () => {
  for (let round = 0; round < 4; round++) {
    const one = await recorded(node, "2026-05-20");
    const { objectionId } = value(await file(node, one));
    const fields = { ...one.fields, fineAmount: "8000", content: "罚款8千元" };
    const outcomes = await Promise.all([
      act(node, contract.upholdObjection, marketOfficer(), objectionId, { reasons, fields }),
      act(node, contract.rejectObjection, marketOfficer(), objectionId, { reasons }),
      act(node, contract.upholdObjection, marketOfficer(), objectionId, { reasons }),
    ]);
    assert.equal(outcomes.filter(({ ok }) => ok).length, 1, JSON.stringify(outcomes));
    const { state } = value(await view(node, one.representative, objectionId));
    const changes = await node.app.query("SELECT act FROM ledger.change WHERE record_id = $1 AND act <> 'annotate'", [
      one.recordId,
    ]);
    assert.equal(changes.rows.length, state === "upheld" ? 1 : 0);
  }
});

test("the ledger and its receipts verify with marks of objections in it", async () => {
  const scope = value(
    await node.door.scope(
      { kind: "job", id: "ledger-verify" },
      "verify-ledger",
      { type: "Node", id: "node" },
      { audience: "inside" },
    ),
  );
  // Records that the test itself wrote have no batch; of objections none is missing one.
  const marks = await node.app.query("SELECT DISTINCT batch_id FROM ledger.change WHERE mark = 'objection'");
  const named = new Set((await verifyReceipts(node.app, scope)).faults.map(({ batchId }) => batchId));
  assert.ok(marks.rows.length > 10);
  assert.deepEqual(
    marks.rows.filter(({ batch_id }) => named.has(batch_id)),
    [],
  );
  assert.deepEqual((await verifyLedger(node.app, scope)).altered, []);
});
