/** Public lists: who is on one now, who never is, how many came and went, and what one takes away. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";
import type { Answered } from "#contract/endpoint.ts";
import type { countEntries, countLists, listEntries } from "#contract/list-entries.ts";
import { openPool } from "#src/platform/database.ts";
import { demoNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";

const node = await demoNode();
const base = await serveNode(node);
const owner = openPool(node.owner, { max: 1 });
after(() => owner.end());

async function ask<T>(path: string): Promise<{ status: number; body: T }> {
  const answer = await fetch(base + path);
  return { status: answer.status, body: (await answer.json()) as T };
}

type Entries = Answered<typeof listEntries>;
type Counts = Answered<typeof countEntries>;

const serious = "cn/market-serious-list";
const entriesOf = async (list: string, query = "") => (await ask<Entries>(`/api/v1/listings/${list}${query}`)).body;
const countsOf = async (list: string) => (await ask<Counts>(`/api/v1/listings/${list}/counts`)).body;

test("whoever is on a list is an organisation, listed today, with authority and last day", async () => {
  const { items, total, dataOf, publishes } = await entriesOf(serious, "?limit=200");
  assert.ok(publishes && total > 20, `${total} entries`);
  assert.equal(items.length, total);
  for (const { record, subject } of items) {
    assert.ok(record.effectiveFrom <= dataOf && (record.effectiveTo ?? "9999") >= dataOf, record.recordId);
    assert.ok(record.adverse && record.inForce && record.effectiveTo !== null, "a serious listing ends (C8)");
    assert.match(subject.code, /^[0-9A-Z]{18}$/);
  }
});

test("individual businesses and persons are on lists, and in no public list nor its counts (C12)", async () => {
  const found = await owner.query<{ kind: string; listed: number }>(
    `SELECT subject_kind AS kind, count(*)::int AS listed FROM ledger.record
     WHERE item_id = 'cn/abnormal-operation' AND effective_from <= $1 AND (effective_to IS NULL OR effective_to >= $1)
     GROUP BY subject_kind`,
    [node.clock.today()],
  );
  const listed = new Map(found.rows.map((row) => [row.kind, row.listed]));
  assert.ok((listed.get("individual-business") ?? 0) > 0, "the province has individual businesses on the list");
  const codes = new Set<string>();
  for (let cursor = "", pages = 0; pages < 20; pages++) {
    const page = await entriesOf("cn/abnormal-operation", `?limit=200${cursor}`);
    for (const { subject } of page.items) codes.add(subject.code);
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  assert.ok(
    [...codes].every((code) => !code.startsWith("92")),
    "no individual business",
  );
  assert.ok(codes.size <= (listed.get("organisation") ?? 0));
  const { inForce } = await countsOf("cn/abnormal-operation");
  assert.ok(inForce <= (listed.get("organisation") ?? 0));
});

test("pages of a list follow one another, none twice, and as many as the total says", async () => {
  const seen: string[] = [];
  let total = 0;
  for (let cursor = "", pages = 0; pages < 50; pages++) {
    const page = await entriesOf(serious, `?limit=7${cursor}`);
    total = page.total;
    seen.push(...page.items.map(({ record }) => record.recordId));
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  assert.equal(seen.length, total);
  assert.equal(new Set(seen).size, total);
});

test("an entry is found by its code, by part of its name and by its city, and a wildcard is a letter", async () => {
  const [first] = (await entriesOf(serious, "?limit=1")).items;
  assert.ok(first);
  const { code, name } = first.subject;
  const byCode = await entriesOf(serious, `?q=${code.toLowerCase()}`);
  assert.deepEqual([...new Set(byCode.items.map(({ subject }) => subject.code))], [code]);
  const part = name.slice(3, 8);
  const byName = await entriesOf(serious, `?${new URLSearchParams({ q: part, limit: "200" })}`);
  assert.ok(byName.items.some(({ subject }) => subject.code === code));
  assert.ok(byName.items.every(({ subject }) => subject.name.includes(part)));
  assert.equal((await entriesOf(serious, `?${new URLSearchParams({ q: "%" })}`)).total, 0);
  const { cities } = await countsOf(serious);
  let inCities = 0;
  for (const { city, inForce } of cities) inCities += inForce ? (await entriesOf(serious, `?city=${city}`)).total : 0;
  assert.equal(inCities, (await entriesOf(serious)).total, "cities divide the list");
});

test("what looks like a person's number is refused and not said back; a day that is none is refused (C13)", async () => {
  const answer = await fetch(`${base}/api/v1/listings/${serious}?q=11010519491231002X`);
  const text = await answer.text();
  assert.ok(answer.status >= 400 && answer.status < 500, String(answer.status));
  assert.doesNotMatch(text, /110105/);
  assert.equal((await ask(`/api/v1/listings/${serious}?from=2026-02-30`)).status, 400);
  assert.equal((await ask("/api/v1/listings/cn/no-such-list")).status, 404);
  assert.equal((await ask(`/api/v1/listings/${serious}?cursor=nothing`)).status, 400);
});

test("numbers of a list agree: in force, by city, in the overview", async () => {
  const counts = await countsOf(serious);
  const { total } = await entriesOf(serious);
  assert.equal(counts.inForce, total);
  assert.equal(counts.months.length, 24);
  assert.equal(
    counts.cities.reduce((sum, one) => sum + one.inForce, 0),
    counts.inForce,
  );
  const { body } = await ask<Answered<typeof countLists>>("/api/v1/listings");
  assert.equal(body.lists.find(({ list }) => list === serious)?.inForce, total);
});

test("an entry that is withdrawn is gone from the list at once and counts as annulled this month", async () => {
  const before = await countsOf(serious);
  const [entry] = (await entriesOf(serious, "?limit=1")).items;
  assert.ok(entry);
  const at = node.clock.now();
  await owner.query(
    `INSERT INTO ledger.change (subject_id, record_id, version, act, reason, commitment, entered_by, recorded_at, batch_id, row_no)
     SELECT subject_id, record_id, 2, 'withdraw', 'test', commitment, entered_by, $2, $3, 1
     FROM ledger.record WHERE record_id = $1`,
    [entry.record.recordId, at, randomUUID()],
  );
  // Visitors' answers may be shared for one second.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const after = await countsOf(serious);
  assert.equal(after.inForce, before.inForce - 1);
  assert.equal(after.months.at(-1)?.annulled, (before.months.at(-1)?.annulled ?? 0) + 1);
  const left = await entriesOf(serious, "?limit=200");
  assert.ok(left.items.every(({ record }) => record.recordId !== entry.record.recordId));
});

test("a list is taken away as CSV and JSON that say the day of the data and name no person's number", async () => {
  const { total, dataOf } = await entriesOf(serious);
  for (const language of ["zh", "en"]) {
    const answer = await fetch(`${base}/api/v1/listings/${serious}/download?format=csv&language=${language}`);
    assert.match(answer.headers.get("content-disposition") ?? "", new RegExp(`${dataOf}\\.csv`));
    const lines = (await answer.text()).trim().split("\r\n");
    assert.ok(lines.length > total, `${lines.length} lines`);
    assert.ok(lines[1]?.includes(dataOf));
  }
  const { body } = await ask<{ dataOf: string; items: unknown[]; law: unknown[] }>(
    `/api/v1/listings/${serious}/download?format=json`,
  );
  assert.equal(body.dataOf, dataOf);
  assert.equal(body.items.length, total);
  assert.ok(body.law.length > 0, "with its law");
});

test("every list, measure and matter is public with its law, switched-off ones too (C18)", async () => {
  const { body } = await ask<{ lists: { id: string; switchedOn: boolean; law: unknown[]; item: string }[] }>(
    "/api/v1/catalogue/lists",
  );
  assert.ok(body.lists.length >= 20);
  assert.ok(body.lists.some(({ switchedOn }) => !switchedOn) && body.lists.some(({ switchedOn }) => switchedOn));
  const measures = await ask<{ measures: { id: string; follows: { list: string }[] }[]; declined: unknown[] }>(
    "/api/v1/catalogue/measures",
  );
  const lists = new Set(body.lists.map(({ id }) => id));
  for (const { id, follows } of measures.body.measures) {
    for (const { list } of follows) assert.ok(lists.has(list), `${id} follows from ${list}`);
    assert.equal((await ask(`/api/v1/catalogue/measures/${id}`)).status, 200, id);
  }
  for (const { id, law } of body.lists) {
    assert.ok(law.length > 0, id);
    const one = await ask<{ versions: unknown[]; measures: { follows: { list: string }[] }[] }>(
      `/api/v1/catalogue/lists/${id}`,
    );
    assert.ok(one.body.versions.length > 0);
    assert.ok(one.body.measures.every(({ follows }) => follows.some(({ list }) => list === id)));
  }
  assert.equal((await ask("/api/v1/catalogue/lists/cn/no-such-list")).status, 404);
  assert.equal((await ask("/api/v1/catalogue/measures/cn/no-such-measure")).status, 404);
});
