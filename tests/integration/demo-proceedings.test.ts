/** The invented province lives: its proceedings stand where their stories say, in every state its procedures have. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProceedingView } from "#contract/proceedings.ts";
import * as contract from "#contract/proceedings.ts";
import { subjectIdFor } from "#core/subject/identifier.ts";
import { findHats } from "#src/access/index.ts";
import { demoIssuerName } from "#src/http/demo/people.ts";
import { value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { demoNode } from "#tests/kit/database.ts";
import { makeLinjiang } from "#tools/linjiang/generate.ts";

const node = await demoNode();
const { proceedings } = makeLinjiang();

/** The state every proceeding was left in by its last act, by list and subject. */
async function stands(): Promise<Map<string, string>> {
  const found = await node.app.query<{ list: string; subject: string; state: string }>(
    `SELECT DISTINCT ON (p.proceeding_id) p.list_id AS list, p.subject_id AS subject, a.to_state AS state
     FROM lists.proceeding p JOIN lists.act a USING (proceeding_id) ORDER BY p.proceeding_id, a.seq DESC`,
  );
  return new Map(found.rows.map(({ list, subject, state }) => [`${list} ${subject}`, state]));
}

test("every case stands where its story says", async () => {
  const standing = await stands();
  for (const { list, code, state } of proceedings) {
    const subject = subjectIdFor([{ scheme: "unified-code", value: code }]);
    assert.equal(standing.get(`${list} ${subject}`), state, `${list} ${code}`);
  }
  assert.equal(standing.size, proceedings.length, "nobody has two cases on one list");
});

/** States no case of five months can have reached: an exit that the rule opens after six, and an end after years. */
const notYet = new Set(["exit-examined", "expired"]);

test("a case stands in every state that the procedures in use have", async () => {
  const standing = await stands();
  const reached = new Set(standing.values());
  const today = node.clock.today();
  const procedures = new Set(proceedings.map(({ list }) => node.catalogue.listInForce(list, today)?.procedure));
  const missing: string[] = [];
  for (const id of procedures) {
    const versions = id ? node.catalogue.procedureInForce(id, today) : null;
    for (const { state } of versions?.states ?? [])
      if (!reached.has(state) && !notYet.has(state)) missing.push(`${id} ${state}`);
  }
  assert.deepEqual(missing, []);
});

test("what is in force stands on the public file, and nothing that is not", async () => {
  const found = await node.publicReader.query<{ subject: string; item: string }>(
    "SELECT subject_id AS subject, item_id AS item FROM public_read.record WHERE effective_to IS NULL OR effective_to >= platform.today()",
  );
  const shown = new Set(found.rows.map(({ subject, item }) => `${item} ${subject}`));
  for (const { list, code, state } of proceedings) {
    const subject = subjectIdFor([{ scheme: "unified-code", value: code }]);
    const isInForce = ["in-force", "exit-applied", "revocation-notified"].includes(state);
    if (isInForce) assert.ok(shown.has(`${list} ${subject}`), `${list} ${code} is not shown`);
  }
});

test("every listing kept here takes effect with the service of its decision, and ends for the public when it ends (C6, C8)", async () => {
  const found = await node.app.query<{ list: string; late: boolean; unserved: boolean; unequal: boolean }>(
    `SELECT p.list_id AS list, r.effective_from < a.served_on AS late, r.served_on IS DISTINCT FROM a.served_on AS unserved,
            r.effective_to IS NOT NULL AND r.published_until <> a.ends_on AS unequal
     FROM lists.act a JOIN lists.proceeding p USING (proceeding_id)
     JOIN ledger.record r ON r.subject_id = a.subject_id AND r.record_id = a.record_id
     WHERE a.listed_from IS NOT NULL AND a.adverse`,
  );
  assert.ok(found.rows.length >= 20);
  assert.deepEqual(
    found.rows.filter(({ late, unserved, unequal }) => late || unserved || unequal),
    [],
  );
});

/** A person of the demo as signed in. */
async function actorOf(id: string) {
  const identity = { issuer: demoIssuerName, subject: id };
  const [hat] = value(await findHats(node, { identity, assurance: "substantial", name: id, lastSignInAt: null }));
  assert.ok(hat);
  return hat.actor;
}

test("who wrote the answer down at the counter is neither offered to weigh it nor able to (C5)", async () => {
  const story = proceedings.find(
    ({ list, deeds, state }) =>
      list === "cn/market-serious-list" && state === "notified" && deeds.some(({ does }) => "answer" in does),
  );
  assert.ok(story);
  const found = await node.app.query<{ id: string }>(
    "SELECT proceeding_id AS id FROM lists.proceeding WHERE list_id = $1 AND subject_id = $2",
    [story.list, subjectIdFor([{ scheme: "unified-code", value: story.code }])],
  );
  const params = { proceedingId: found.rows[0]?.id ?? "" };
  const acts = async (id: string) => {
    const view = value(await ask<ProceedingView>(node, contract.getProceeding, await actorOf(id), { params }));
    return view.next.map(({ act }) => act);
  };
  assert.ok((await acts("mu-qiao")).includes("decide"));
  assert.ok(!(await acts("lin-che")).includes("decide"), "lin-che wrote it down");
  const body = { act: "decide", reasons: "事实清楚。", weighing: "不采纳。", months: 36, fields: {} };
  const decided = await ask(node, contract.actOnProceeding, await actorOf("lin-che"), { params, body });
  assert.ok(!decided.ok);
  assert.equal(decided.refusal.code, "lists.wrote-the-answer-down");
});
