/** The inbox: overdue, then ready, then waiting; the row it asks is the fold of acts and notices; its pages skip nothing. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { Static } from "typebox";
import * as notices from "#contract/notices.ts";
import * as contract from "#contract/proceedings.ts";
import { foldedStates } from "#src/lists/index.ts";
import { openPool } from "#src/platform/database.ts";
import { value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { timed } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { Bureau, marketOfficer, newOrganisation } from "#tests/kit/proceedings.ts";

const node = await timed(await testNode(), "2026-03-02");
const bureau = new Bureau(node);

type Inbox = Static<typeof contract.listProceedings.response>;
const inbox = async (query: object = {}, actor = bureau.officer) =>
  value(await ask<Inbox>(node, contract.listProceedings, actor, { query }));

/** What is kept of every proceeding is what its acts and notices come to. */
async function keptIsFolded(): Promise<number> {
  const faults: string[] = [];
  let count = 0;
  for await (const { kept, folded } of foldedStates(node)) {
    count++;
    if (JSON.stringify(kept) !== JSON.stringify(folded)) faults.push(JSON.stringify([kept, folded]));
  }
  assert.deepEqual(faults, []);
  return count;
}

test("overdue first, then what can be acted on, then what waits for the subject, then what is listed; each counted", async () => {
  const firms = await Promise.all(Array.from({ length: 6 }, () => newOrganisation(node)));
  const [late = "", answered = "", listed = "", decided = ""] = [
    value(await bureau.open(firms[0]?.code ?? "")).proceedingId,
    await bureau.notified(firms[1]?.code ?? ""),
    await bureau.notified(firms[2]?.code ?? ""),
    await bureau.notified(firms[3]?.code ?? ""),
  ];
  await node.moveTo("2026-03-23");
  await bureau.inForce(listed);
  value(await bureau.decide(decided));
  const waiting = await bureau.notified(firms[4]?.code ?? "");
  const fresh = value(await bureau.open(firms[5]?.code ?? "")).proceedingId;
  const { items, counts } = await inbox();
  assert.deepEqual(
    items.map(({ proceedingId, stage, waits }) => [proceedingId, stage, waits]),
    [
      [late, "overdue", "keeper"],
      [decided, "ready", "keeper"],
      [fresh, "ready", "keeper"],
      [answered, "ready", "keeper"],
      [waiting, "waiting", "answer"],
      [listed, "listed", "end"],
    ],
  );
  assert.deepEqual(counts, { overdue: 1, ready: 3, waiting: 1, listed: 1, over: 0 });
  assert.equal(items.at(4)?.waitsUntil, "2026-03-30", "until when the subject may answer");
  await keptIsFolded();
});

test("what waits for an office is that office's: a supervisor confirms, who decided does not, a deputy holds both offices", async () => {
  const mine = async (actor = bureau.officer) =>
    (await inbox({}, actor)).items.filter((one) => one.mine).map(({ state }) => state.state);
  assert.ok(!(await mine()).includes("decided"), "an officer does not confirm");
  assert.ok((await mine(bureau.supervisor)).includes("decided"));
  const own = { ...bureau.decider, roles: ["officer", "supervisor"] } as never;
  assert.ok(!(await mine(own)).includes("decided"), "who decided does not confirm (C5)");
  const deputy = { ...marketOfficer(["supervisor"]), deputyOf: randomUUID() } as never;
  assert.ok((await mine(deputy)).includes("decided"));
});

test("the subject's time ends by itself, and so does a listing: the day is asked, no job", async () => {
  await node.moveTo("2026-04-02");
  const { items } = await inbox({ state: "notified" });
  assert.ok(items.length === 2 && items.every(({ waits }) => waits === "keeper"));
  await node.moveTo("2029-04-02");
  const over = await inbox({ show: "over" });
  assert.deepEqual(
    over.items.map(({ state, stage }) => [state.state, stage]),
    [["expired", "over"]],
  );
  await node.moveTo("2026-04-02");
});

test("what is said, extended, offered or taken back moves the row with it", async () => {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  const line = async () => (await inbox()).items.find((one) => one.proceedingId === proceedingId);
  assert.equal((await line())?.waitsUntil, "2026-04-10");
  const [notice] = value(await bureau.view(proceedingId)).notices;
  const params = { noticeId: notice?.noticeId ?? "" };
  const until = { until: "2026-04-20", reason: "当事人申请延期。" };
  value(await ask(node, notices.extendNotice, bureau.officer, { params, body: until }));
  assert.equal((await line())?.waitsUntil, "2026-04-20");
  const basis = "到场人出示营业执照和授权委托书";
  value(await ask(node, notices.askForHearing, bureau.supervisor, { params, body: { basis } }));
  assert.deepEqual([(await line())?.waits, (await line())?.mine], ["keeper", true]);
  const taken = { reason: "事实有误。" };
  value(await ask(node, notices.withdrawNotice, bureau.officer, { params, body: taken }));
  assert.deepEqual(value(await bureau.view(proceedingId)).drawable, ["intended-listing"], "it is drawn up anew");
  await keptIsFolded();
});

test("acts and answers at one moment leave the row that both together come to", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 6; n++) ids.push(await bureau.notified((await newOrganisation(node)).code));
  await Promise.all(
    ids.flatMap(async (proceedingId) => {
      const [notice] = value(await bureau.view(proceedingId)).notices;
      const params = { noticeId: notice?.noticeId ?? "" };
      const basis = "到场人出示营业执照和授权委托书";
      const statement = { statement: "请求从轻。", documents: [], basis };
      await Promise.all([
        ask(node, notices.answerNotice, bureau.supervisor, { params, body: statement }),
        ask(node, notices.askForHearing, bureau.supervisor, { params, body: { basis } }),
        bureau.act(proceedingId, "drop", { reasons: "情节轻微。" }),
        bureau.recordService(params.noticeId, node.clock.today()),
      ]);
    }),
  );
  assert.ok((await keptIsFolded()) >= 12);
});

test("pages follow on: every proceeding once, whatever is opened or moved meanwhile", async () => {
  const all = (await inbox({ show: "all", limit: 200 })).items.map(({ proceedingId }) => proceedingId);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Inbox = await inbox({ show: "all", limit: 3, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ proceedingId }) => proceedingId));
    cursor = page.next;
    // Something comes in while one reads.
    if (seen.length === 3) value(await bureau.open((await newOrganisation(node)).code));
  } while (cursor);
  assert.equal(new Set(seen).size, seen.length, "none twice");
  assert.deepEqual(
    all.filter((one) => !seen.includes(one)),
    [],
    "none left out",
  );
});

test("five thousand open proceedings of one agency are ordered and counted by one index, not folded", async (t) => {
  const owner = openPool(node.owner, { max: 1 });
  const columns = async (table: string, but: readonly string[]) => {
    const found = await owner.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
         AND attname <> ALL ($2::text[])`,
      [table, but],
    );
    return found.rows.map(({ name }) => name).join(", ");
  };
  const one = value(await bureau.open((await newOrganisation(node)).code)).proceedingId;
  const heads = await columns("lists.proceeding", ["proceeding_id", "ordinal"]);
  const rows = await columns("lists.proceeding_state", ["proceeding_id", "due_on"]);
  const id = "md5('many ' || n)::uuid";
  await owner.query(
    `INSERT INTO lists.proceeding (proceeding_id, ordinal, ${heads}) SELECT ${id}, n + 1, ${heads}
     FROM lists.proceeding, generate_series(1, 5000) n WHERE proceeding_id = '${one}'`,
  );
  await owner.query(
    `INSERT INTO lists.proceeding_state (proceeding_id, due_on, ${rows})
     SELECT ${id}, due_on + (n % 90 - 30), ${rows} FROM lists.proceeding_state, generate_series(1, 5000) n
     WHERE proceeding_id = '${one}'`,
  );
  await owner.query("ANALYZE lists.proceeding_state");
  const plan = await owner.query<{ "QUERY PLAN": string }>(
    "EXPLAIN SELECT FROM lists.proceeding_state WHERE keeper = 'x' AND waits = 'keeper'",
  );
  assert.match(plan.rows.map((row) => row["QUERY PLAN"]).join("\n"), /state_by_keeper/);
  await owner.end();
  const took: number[] = [];
  let page: Inbox | null = null;
  for (let n = 0; n < 9; n++) {
    const at = performance.now();
    page = await inbox({ limit: 50 });
    took.push(performance.now() - at);
  }
  assert.ok(page && page.items.length === 50 && page.counts.overdue > 500 && page.next !== null);
  const median = took.toSorted((a, b) => a - b)[4] ?? 0;
  t.diagnostic(
    `counted: 5,000 open proceedings: a page of 50 with its counts in ${median.toFixed(0)} ms (median of 9)`,
  );
  assert.ok(median < 1000, `${median} ms`);
});
