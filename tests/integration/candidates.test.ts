/** Candidates of the nation's own lists: found, explained, tried. The criteria are those of packs/cn. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { PassThrough, Readable } from "node:stream";
import { test } from "node:test";
import type { CandidateView, SimulationView } from "#contract/candidates.ts";
import { addDays } from "#core/time/date.ts";
import type { Actor } from "#src/access/index.ts";
import type { Command } from "#src/cli/command.ts";
import { command as listExplain } from "#src/cli/commands/list-explain.ts";
import { command as listSearch } from "#src/cli/commands/list-search.ts";
import { command as listSimulate } from "#src/cli/commands/list-simulate.ts";
import { appendChanges, appendRecords, type RecordRow } from "#src/ledger/index.ts";
import { inTransaction, openPool, sqlState } from "#src/platform/database.ts";
import { testNode } from "#tests/kit/database.ts";
import { addTestSubject, permitFor, testCorrection, testRecord } from "#tests/kit/ledger.ts";
import {
  business,
  foundNamed,
  foundSubjects,
  newSubjectId,
  number,
  provenance,
  sendingPermit,
  unified,
} from "#tests/kit/registry.ts";

const node = await testNode();
const permit = await permitFor(node);
const today = node.clock.today();
const list = "cn/tax-serious-list";
const job: Actor = { kind: "job", id: "candidates" };
const taxOfficer: Actor = {
  kind: "officer",
  id: randomUUID(),
  name: "税务经办",
  agency: "11880000MB8800301A",
  agencyKinds: ["tax"],
  roles: ["officer"],
};
const names = [
  "临江甲贸易有限公司",
  "临江乙贸易有限公司",
  "临江丙贸易有限公司",
  "临江丁贸易有限公司",
  "临江戊贸易有限公司",
];
const codes = await foundNamed(node, names);
const ids = codes.map((code) => newSubjectId({ identifiers: [number("unified-code", code)] }));
const [first = "", second = "", third = "", fourth = "", fifth = ""] = ids;

const penaltyItem = {
  itemId: "cn/penalty",
  adverse: true,
  evaluative: false,
  listing: false,
  publishable: true,
  retentionYearsMax: 5,
  subjectKind: "organisation",
} as const;

function penalty(subjectId: string, open: Record<string, string | number>, more: Partial<RecordRow> = {}): RecordRow {
  return testRecord(penaltyItem, subjectId, {
    itemVersion: 2,
    decidedOn: addDays(today, -60),
    conductEndedOn: addDays(today, -90),
    effectiveFrom: addDays(today, -60),
    publishedUntil: addDays(today, 300),
    retainedUntil: addDays(today, 900),
    recordedAt: node.clock.now(),
    open,
    ...more,
  });
}

const append = (...rows: RecordRow[]) =>
  inTransaction(node.app, (transaction) => appendRecords(transaction, permit, rows));
const withdraw = (row: RecordRow) =>
  inTransaction(node.app, (transaction) =>
    appendChanges(transaction, permit, [
      testCorrection(row, { act: "withdraw", open: null, salt: null, recordedAt: node.clock.now() }),
    ]),
  );
const search = async (whole = false) => {
  const searched = await node.candidates.search(job, { list, whole });
  const found = searched.find(({ criterion }) => criterion === "tax-serious.penalty");
  assert.ok(found);
  return found;
};

/** An operation as http would call it. */
async function ask<T>(
  id: string,
  actor: Actor,
  given: { query?: object; body?: object; params?: object; key?: string },
) {
  const route = node.candidates.routes.find(({ endpoint }) => endpoint.id === id);
  assert.ok(route);
  const asking = { params: {}, query: {}, body: {}, ...given, actor, session: null, file: null, mediaType: "" };
  const answer = await route.handle({
    ...asking,
    idempotencyKey: given.key ?? randomUUID(),
    signal: new AbortController().signal,
  } as never);
  return answer.ok ? { ok: true as const, value: (answer.value as { value: T }).value } : answer;
}

const candidates = async (actor: Actor = taxOfficer, query: object = { list }) => {
  const page = await ask<{ items: CandidateView[]; next: string | null }>("listCandidates", actor, { query });
  assert.ok(page.ok, JSON.stringify(page));
  return page.value;
};
const looksAt = async (subjectId: string) =>
  (await node.app.query("SELECT purpose, shown, agency_code FROM access.look WHERE subject_id = $1", [subjectId])).rows;

async function run(command: Command, args: string[]) {
  assert.equal(command.needs, "node");
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const exit =
    command.needs === "node" ? await command.run({ args, stdin: Readable.from([]), stdout, stderr }, node) : -1;
  return { exit, out: stdout.read()?.toString() ?? "", err: stderr.read()?.toString() ?? "" };
}

const grave = penalty(first, { matter: "税务", fineAmount: 600_000 });
await append(
  grave,
  penalty(second, { matter: "税务", fineAmount: 400_000 }),
  penalty(third, { matter: "税务" }),
  penalty(fourth, { matter: "食品", fineAmount: 900_000 }),
);

test("a search finds whom a criterion names, and nothing else happens (C5)", async () => {
  const before = await node.app.query("SELECT count(*)::int AS n FROM ledger.record");
  assert.deepEqual(await search(), {
    list,
    criterion: "tax-serious.penalty",
    since: null,
    subjects: null,
    met: 1,
    unsaid: 0,
    found: 1,
    gone: 0,
  });
  const after = await node.app.query("SELECT count(*)::int AS n FROM ledger.record");
  assert.deepEqual(after.rows, before.rows);
  const proceedings = await node.app.query("SELECT count(*)::int AS n FROM lists.proceeding");
  assert.deepEqual(proceedings.rows, [{ n: 0 }]);
});

test("a keeper sees its candidates with the rule in words and the records, and each is a look (C15)", async () => {
  const { items, next } = await candidates();
  assert.equal(next, null);
  assert.deepEqual(
    items.map(({ code, name }) => [code, name]),
    [[codes[0], names[0]]],
  );
  const [found] = items[0]?.found ?? [];
  assert.equal(found?.criterion, "tax-serious.penalty");
  assert.match(found?.words.zh ?? "", /行政处罚/);
  assert.match(found?.words.en ?? "", /500,000/);
  assert.deepEqual(
    found?.by.map(({ recordId, version, item }) => [recordId, version, item]),
    [[grave.recordId, 1, "cn/penalty"]],
  );
  const looks = await looksAt(first);
  assert.deepEqual(looks, [
    { purpose: "case-handling", shown: { candidates: list, records: 1 }, agency_code: "11880000MB8800301A" },
  ]);
  assert.deepEqual(await looksAt(second), []);
});

test("candidates are the keepers' alone: other agencies, clients, auditors and visitors are refused", async () => {
  const others: Actor[] = [
    { ...taxOfficer, agencyKinds: ["market-regulation"] },
    { ...taxOfficer, roles: ["auditor"] },
    {
      kind: "client",
      id: randomUUID(),
      name: "p",
      agency: "11880000MB8800301A",
      agencyKinds: ["tax"],
      scopes: ["files:read"],
    },
    { kind: "representative", id: randomUUID(), name: "r", subjects: [first] },
    { kind: "visitor" },
  ];
  for (const actor of others) {
    for (const [id, given] of [
      ["listCandidates", { query: { list } }],
      ["explainListing", { body: { list, code: codes[0] } }],
      ["simulateRule", { body: { list, rule: 'records.exists(r, r.item == "cn/penalty")' } }],
    ] as const) {
      const answer = await ask(id, actor, given);
      assert.ok(!answer.ok, `${actor.kind} ${id}`);
      assert.match(answer.refusal.code, /^access\.(denied|sign-in)$/);
    }
    await assert.rejects(node.candidates.search(actor, { list }));
  }
});

test("the database holds no candidate who is a person, nor one by the absence of records (C1)", async () => {
  const row = async (subjectId: string, kind: string, restsOn: object[]) =>
    node.app.query(
      `INSERT INTO lists.candidate (list_id, criterion, subject_id, seq, search_id, subject_kind, met, rests_on, found_at)
       VALUES ($1, 'x', $2, 1, $3, $4, true, $5, now())`,
      [list, subjectId, randomUUID(), kind, JSON.stringify(restsOn)],
    );
  const person = await addTestSubject(node, "person");
  await assert.rejects(row(person, "person", [{}]), (error) => sqlState(error) === "23514");
  await assert.rejects(row(person, "organisation", [{}]), (error) => sqlState(error) === "23503");
  await assert.rejects(row(second, "organisation", []), (error) => sqlState(error) === "23514");
  await assert.rejects(
    node.app.query("UPDATE lists.candidate SET met = false"),
    (error) => sqlState(error) === "42501",
  );
  await assert.rejects(node.app.query("DELETE FROM lists.candidate"), (error) => sqlState(error) === "42501");
});

test("after new records only subjects touched by them are asked again", async () => {
  // What was recorded long before the last search is not looked at once more.
  const owner = openPool(node.owner, { max: 1 });
  await owner.query("UPDATE ledger.record SET recorded_at = recorded_at - interval '1 day'");
  await owner.end();
  const more = penalty(second, { matter: "税务", fineAmount: 700_000 });
  await append(more);
  const { since, subjects, found, gone } = await search();
  assert.ok(since !== null);
  assert.deepEqual({ subjects, found, gone }, { subjects: 1, found: 1, gone: 0 });
  await withdraw(grave);
  const next = await search();
  assert.deepEqual({ found: next.found, gone: next.gone }, { found: 0, gone: 1 });
  assert.deepEqual(
    (await candidates()).items.map(({ code }) => code),
    [codes[1]],
  );
  const whole = await search(true);
  assert.deepEqual(
    { subjects: whole.subjects, met: whole.met, found: whole.found, gone: whole.gone },
    { subjects: null, met: 1, found: 0, gone: 0 },
  );
});

test("a merged file is one subject: its records are counted together, under the one that leads", async () => {
  const customs = (subjectId: string) => penalty(subjectId, { matter: "海关", fineAmount: 400_000 });
  await append(customs(third), customs(third), customs(fourth));
  const asked = { list: "cn/customs-dishonest", whole: true };
  assert.equal((await node.candidates.search(job, asked))[0]?.met, 0);
  const owner = openPool(node.owner, { max: 1 });
  await owner.query(
    `INSERT INTO registry.alias_act (act_id, act, subject_id, other_subject_id, reason, detail, effective_at, decided_by, decided_at, idempotency_key)
     VALUES ($1, 'merge', $2, $3, '一码两号', '{}', $4, 'officer:1', $5, 'merge of a test')`,
    [randomUUID(), third, fourth, addDays(today, -1), node.clock.now()],
  );
  await owner.end();
  assert.equal((await node.candidates.search(job, asked))[0]?.met, 1);
  const customsOfficer = { ...taxOfficer, agencyKinds: ["customs"] };
  const { items } = await candidates(customsOfficer, { list: asked.list });
  assert.deepEqual(
    items.map(({ code, found }) => [code, found[0]?.by.map(({ subjectId }) => subjectId).sort()]),
    [[codes[2], [third, third, fourth].sort()]],
  );
});

test("an entry is recomputed from what was known when it was recorded, and what changed since is a diff", async () => {
  const reason = penalty(
    fifth,
    { matter: "税务", fineAmount: 800_000 },
    { recordedAt: new Date(node.clock.now().getTime() - 50 * 86_400_000) },
  );
  const decidedOn = addDays(today, -30);
  const entry = testRecord({ ...penaltyItem, itemId: list, listing: true }, fifth, {
    decidedOn,
    servedOn: decidedOn,
    answerDueOn: addDays(decidedOn, -5),
    effectiveFrom: decidedOn,
    effectiveTo: addDays(today, 600),
    conductEndedOn: addDays(today, -90),
    publishedUntil: addDays(today, 600),
    retainedUntil: addDays(today, 900),
    recordedAt: new Date(node.clock.now().getTime() - 29 * 86_400_000),
    open: { ground: "偷税（逃避缴纳税款）" },
  });
  await append(reason, entry);
  const explain = async () => {
    const answer = await ask<{
      entries: { whenDecided: { criteria: { met: string }[] } }[];
      differences: { kind: string; lost: string[] }[];
    }>("explainListing", taxOfficer, { body: { list, code: codes[4] } });
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.value;
  };
  const before = await explain();
  assert.deepEqual(
    before.differences.map(({ kind }) => kind),
    ["listed-as-the-rules-say"],
  );
  assert.equal(before.entries[0]?.whenDecided.criteria[0]?.met, "yes");
  await withdraw(reason);
  const after = await explain();
  assert.deepEqual(
    after.differences.map(({ kind, lost }) => [kind, lost]),
    [
      ["listed-as-the-rules-say", []],
      ["records-since", [reason.recordId]],
    ],
  );
  assert.ok((await looksAt(fifth)).length >= 2);
});

test("who is on no list is told so, and a candidate is told to be none", async () => {
  const said = async (code: string) => {
    const answer = await run(listExplain, [code, "--list", list, "--json"]);
    assert.equal(answer.exit, 0, answer.err);
    return JSON.parse(answer.out).map((one: { differences: { kind: string }[] }) =>
      one.differences.map(({ kind }) => kind),
    );
  };
  assert.deepEqual(await said(codes[1] ?? ""), [["candidate-not-listed"]]);
  assert.deepEqual(await said(codes[0] ?? ""), [["nothing"]]);
  const words = await run(listExplain, [codes[1] ?? ""]);
  assert.match(words.out, /候选不是决定/);
});

test("what is no code, and a person's number, is explained to nobody and not repeated (C13)", async () => {
  for (const code of ["11010519491231002X", "91880100MA9999999X", "x"]) {
    const answer = await run(listExplain, [code]);
    assert.notEqual(answer.exit, 0);
    assert.ok(!`${answer.out}${answer.err}`.includes("11010519491231002X"));
  }
  const late = await run(listExplain, [codes[0] ?? "", "--as-of", addDays(today, 1)]);
  assert.notEqual(late.exit, 0);
});

test("another rule is tried on the register: counts of all, names of organisations only (C12)", async () => {
  const trader = business("小店", "张三", unified("92880100MA300001"));
  await foundSubjects(node.app, await sendingPermit(node), [trader], provenance);
  const problem = (subjectId: string, subjectKind: RecordRow["subjectKind"]) =>
    penalty(
      subjectId,
      { result: "不配合检查情节严重" },
      { itemId: "cn/inspection-problem", itemVersion: 1, subjectKind },
    );
  await append(problem(first, "organisation"), problem(newSubjectId(trader), "individual-business"));
  const rule = 'records.exists(r, r.item == "cn/inspection-problem" && r.open.result == "不配合检查情节严重")';
  const of = { list: "cn/abnormal-operation", rule };
  const market = { ...taxOfficer, agencyKinds: ["market-regulation"] };
  const key = randomUUID();
  const taken = await ask<SimulationView>("simulateRule", market, { body: of, key });
  assert.ok(taken.ok, JSON.stringify(taken));
  assert.equal(taken.value.state, "running");
  await node.candidates.work();
  const { simulation } = taken.value;
  const done = await until(async () => {
    const answer = await ask<SimulationView>("getSimulation", market, { params: { simulation } });
    assert.ok(answer.ok);
    return answer.value.result;
  });
  assert.deepEqual([done.present, done.tried, done.enters, done.leaves], [0, 2, 2, 0]);
  assert.deepEqual(done.rows, [{ change: "enters", code: codes[0], name: names[0], division: null, listed: false }]);
  const again = await ask<SimulationView>("simulateRule", market, { body: of, key });
  assert.ok(again.ok && again.value.simulation === simulation && again.value.state === "done");
  const other = await ask("simulateRule", market, { body: { ...of, rule: `${rule} && true` }, key });
  assert.ok(!other.ok && other.refusal.code === "access.key-used");
  const csv = await run(listSimulate, ["--list", of.list, "--rule", rule, "--csv"]);
  assert.equal(csv.out, `change,code,name,division,listed\r\nenters,${codes[0]},${names[0]},,false\r\n`);
});

test("a rule outside the subset is refused at its character", async () => {
  const rule = 'records.exists(r, r.item == "cn/penalty" && r.open.score > relatives)';
  const answer = await run(listSimulate, ["--list", list, "--rule", rule]);
  assert.equal(answer.exit, 1);
  assert.match(answer.err, /character 60|relatives/);
  const unknown = await run(listSimulate, ["--list", "cn/none", "--rule", 'records.exists(r, r.item == "x")']);
  assert.equal(unknown.exit, 1);
});

test("the search is a command too", async () => {
  const answer = await run(listSearch, ["--list", list]);
  assert.equal(answer.exit, 0, answer.err);
  assert.match(answer.out, /tax-serious\.penalty/);
});

async function until<T>(read: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < 1200; tries++) {
    const value = await read();
    if (value !== null) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it did not come to an end");
}
