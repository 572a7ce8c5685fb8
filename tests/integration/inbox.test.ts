/** The inbox: every clock of a subject, gathered from the rooms that keep them, for the subject and at a counter (C9, C13, C15, C16). */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { InboxClock } from "#contract/inbox.ts";
import * as contract from "#contract/inbox.ts";
import { listOwnObjections } from "#contract/objections.ts";
import { listOwnRepairs } from "#contract/repair.ts";
import type { Actor } from "#src/access/index.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { moveTo } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { file, recorded } from "#tests/kit/objections.ts";

const node = await testNode();
await moveTo(node, "2026-06-01");
const counter = officerOf(await addAgency(node));

type Inbox = { today: string; clocks: InboxClock[] };
const inbox = (actor: Actor) => ask<Inbox>(node, contract.readOwnInbox, actor);
const atCounter = (actor: Actor, code: string, basis = "核对营业执照原件") =>
  ask<Inbox>(node, contract.readInboxAtCounter, actor, {
    body: { subject: { scheme: "unified-code", value: code }, basis },
  });

test("what runs for or against a subject stands in its inbox as the rooms say it, the next date first", async () => {
  const one = await recorded(node, "2026-05-06");
  const before = value(await inbox(one.representative));
  assert.deepEqual(before.clocks.map(({ kind }) => kind).toSorted(), [
    "mandate-end",
    "publication-end",
    "repairable-from",
  ]);
  const objected = value(await file(node, one));
  const after = value(await inbox(one.representative));
  assert.deepEqual(
    after.clocks.map(({ on }) => on),
    after.clocks.map(({ on }) => on).toSorted(),
  );
  const [first] = after.clocks;
  assert.deepEqual(
    [first?.kind, first?.whose, first?.id, first?.on, first?.over],
    ["objection-answer", "authority", objected.objectionId, objected.clock?.dueOn, false],
  );
  // No room says another day of the same matter.
  const objections = value(
    await ask<{ items: { clock: { dueOn: string } | null }[] }>(node, listOwnObjections, one.representative),
  );
  assert.deepEqual(
    objections.items.flatMap(({ clock }) => (clock ? [clock.dueOn] : [])),
    after.clocks.filter(({ kind }) => kind === "objection-answer").map(({ on }) => on),
  );
  const repairs = value(
    await ask<{ records: { is: string; from: string | null }[] }>(node, listOwnRepairs, one.representative),
  );
  assert.equal(repairs.records.length, 1);
  const untouched = await recorded(node, "2026-05-06");
  const [record] = value(await ask<typeof repairs>(node, listOwnRepairs, untouched.representative)).records;
  const own = value(await inbox(untouched.representative)).clocks.find(({ kind }) => kind === "repairable-from");
  assert.deepEqual([record?.is, record?.from], ["from", own?.on]);
});

test("at a counter an officer reads it for somebody present on a stated basis, and its subject reads that look", async () => {
  const one = await recorded(node, "2026-05-06");
  const own = value(await inbox(one.representative));
  assert.deepEqual(value(await atCounter(counter, one.code)).clocks, own.clocks);
  const found = await node.app.query(
    "SELECT purpose, basis, outcome, shown ->> 'what' AS what FROM access.look WHERE subject_id = $1",
    [one.subjectId],
  );
  assert.deepEqual(found.rows, [
    { purpose: "inbox-at-counter", basis: "核对营业执照原件", outcome: "shown", what: "inbox" },
  ]);
  assert.equal(refusalOf(await atCounter(counter, "91880100MA88ZZZZ00")), "ledger.unknown-subject");
});

test("nobody else reads it: no other subject, no auditor, no operator, no program, no visitor", async () => {
  const one = await recorded(node, "2026-05-06");
  const other = await recorded(node, "2026-05-06");
  const others = value(await inbox(other.representative)).clocks;
  assert.ok(others.every(({ subjectId }) => subjectId === other.subjectId));
  assert.equal(refusalOf(await inbox(counter)), "access.representatives-only");
  for (const role of ["auditor", "operator"] as const) {
    const actor = officerOf(await addAgency(node), { roles: [role] });
    assert.equal(refusalOf(await atCounter(actor, one.code)), "access.denied");
  }
  assert.equal(refusalOf(await atCounter(other.representative, one.code)), "access.denied");
  assert.equal(refusalOf(await atCounter({ kind: "visitor" }, one.code)), "access.sign-in");
  const refused = await node.app.query<{ outcome: string }>(
    "SELECT DISTINCT outcome FROM access.look WHERE subject_id = $1",
    [one.subjectId],
  );
  assert.deepEqual(refused.rows, [{ outcome: "refused" }], "refused looks are the subject's to read too");
});

test("a mandate that ended is no clock, and who has none reads nothing", async () => {
  const one = await recorded(node, "2026-05-06");
  await one.revoke();
  const clocks = value(await inbox(one.representative)).clocks;
  assert.equal(
    clocks.some(({ kind }) => kind === "mandate-end"),
    false,
  );
  assert.deepEqual(value(await inbox({ ...one.representative, subjects: [] })).clocks, []);
});

test("a day that has passed stays in the inbox while somebody still owes the answer, whether a job ran or not", async () => {
  const one = await recorded(node, "2026-05-06");
  const { objectionId } = value(await file(node, one));
  await moveTo(node, "2026-07-20");
  const late = value(await inbox(one.representative)).clocks.find(({ id }) => id === objectionId);
  assert.deepEqual([late?.kind, late?.over], ["objection-answer", true]);
});
