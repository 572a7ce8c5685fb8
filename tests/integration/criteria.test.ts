import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { factsOf } from "#core/criterion/facts.ts";
import { foldRecord } from "#core/record/fold.ts";
import { isoDate } from "#core/time/date.ts";
import { type Asked, criterionFrom } from "#src/catalogue/index.ts";
import { appendChanges, appendRecords, type ChangeRow, type RecordRow, readVersions } from "#src/ledger/index.ts";
import { type Search, searchRegister } from "#src/lists/index.ts";
import { inTransaction, openPool } from "#src/platform/database.ts";
import { type Content, columnsOf, content, items, rule } from "#tests/kit/criteria.ts";
import { testNode } from "#tests/kit/database.ts";
import { addTestItem, addTestSubject, permitFor, testCorrection, testRecord } from "#tests/kit/ledger.ts";

const node = await testNode();
const permit = await permitFor(node);
const asked = await node.door.scope(
  { kind: "job", id: "command-line" },
  "verify-ledger",
  { type: "Node", id: "node" },
  { audience: "inside" },
);
assert.ok(asked.ok);
const scope = asked.value;
const testItems = new Map(
  await Promise.all(
    items.map(async (itemId, i) => [itemId, await addTestItem(node, { itemId, adverse: i === 0 })] as const),
  ),
);

const recordedAt = (day: number) => new Date(Date.UTC(2027, 4, 1 + day));

/** A record, and what happened to it afterwards. */
const history = fc.record({
  item: fc.constantFrom(...items),
  first: content,
  day: fc.nat(9),
  corrections: fc.array(fc.tuple(content, fc.integer({ min: 1, max: 9 })), { maxLength: 2 }),
  withdrawnAfter: fc.option(fc.integer({ min: 1, max: 9 }), { freq: 5 }),
  isReleased: fc.boolean(),
});

const subjectIds: string[] = [];
await fill();

/** Ninety subjects with up to six records each, corrected, withdrawn, marked and forgotten. */
async function fill(): Promise<void> {
  const subjects = fc.sample(fc.array(history, { maxLength: 6 }), { numRuns: 90, seed: 20261122 });
  for (const histories of subjects) {
    const subjectId = await addTestSubject(node);
    subjectIds.push(subjectId);
    const rows: RecordRow[] = [];
    const changes: ChangeRow[] = [];
    for (const { item, first, day, corrections, withdrawnAfter } of histories) {
      const testItem = testItems.get(item);
      assert.ok(testItem);
      const row = testRecord(testItem, subjectId, {
        ...columnsOf(first),
        recordedAt: recordedAt(day),
        retentionYearsMax: 5,
      });
      rows.push(lasting(row));
      for (const [i, [corrected, after]] of corrections.entries())
        changes.push(correction(row, corrected, { version: i + 2, after: day + after }));
      if (withdrawnAfter !== null) {
        const version = corrections.length + 2;
        changes.push(
          testCorrection(row, {
            version,
            act: "withdraw",
            open: null,
            salt: null,
            recordedAt: recordedAt(day + withdrawnAfter),
          }),
        );
      }
    }
    await inTransaction(node.app, async (transaction) => {
      await appendRecords(transaction, permit, rows);
      await appendChanges(transaction, permit, changes);
    });
  }
  const owner = openPool(node.owner, { max: 1 });
  await owner.query(
    "UPDATE ledger.record SET open = NULL, shared = NULL, sealed = NULL, salt = NULL WHERE get_byte(commitment, 0) < 20",
  );
  await owner.end();
}

/** An adverse record is kept no longer than five years after its decision. */
function lasting<R extends Pick<RecordRow, "adverse" | "decidedOn" | "conductEndedOn" | "retainedUntil">>(row: R): R {
  const five = `${Number((row.conductEndedOn ?? row.decidedOn).slice(0, 4)) + 4}-01-01`;
  const end = row.retainedUntil !== null && row.retainedUntil > five ? isoDate(five) : row.retainedUntil;
  return row.adverse ? { ...row, retainedUntil: end, publishedUntil: end } : row;
}

function correction(
  row: RecordRow,
  corrected: Content,
  { version, after }: { version: number; after: number },
): ChangeRow {
  const { recordId: _, ...columns } = columnsOf(corrected);
  const shorter = {
    ...columns,
    publishedUntil: lasting(row).publishedUntil,
    retainedUntil: lasting(row).retainedUntil,
  };
  return testCorrection(row, { ...shorter, version, recordedAt: recordedAt(after) } as Partial<ChangeRow>);
}

/** What the library answers of every subject, from the ledger's own fold. */
async function byLibrary(criterion: Asked, search: Search): Promise<Map<string, boolean | null>> {
  const { firsts, changes } = await readVersions(node.app, scope, subjectIds);
  const bySubject = Map.groupBy(firsts, ({ subjectId }) => subjectId);
  return new Map(
    subjectIds.map((subjectId) => {
      const folded = (bySubject.get(subjectId) ?? []).flatMap(
        (first) => foldRecord(first, changes.get(first.recordId) ?? [], search.knownAt.toISOString()) ?? [],
      );
      return [subjectId, criterion.judge(factsOf(folded, search), search.asOf).met];
    }),
  );
}

async function bySql(search: Search): Promise<Map<string, boolean | null>> {
  const found = new Map((await searchRegister(node.app, scope, search)).map(({ subjectId, met }) => [subjectId, met]));
  return new Map(
    subjectIds.map((subjectId) => [subjectId, found.has(subjectId) ? (found.get(subjectId) ?? null) : false]),
  );
}

test("the register answers as the library does: true, false, and what cannot be said", async () => {
  const seen = { true: 0, false: 0, null: 0 };
  await fc.assert(
    fc.asyncProperty(
      rule,
      fc.nat(12),
      fc.constantFrom("2025-06-30", "2026-03-01", "2027-05-01"),
      async (text, day, asOf) => {
        const criterion = criterionFrom(text);
        assert.ok(criterion.ok, `${text}: ${criterion.ok ? "" : criterion.fault.en}`);
        const search: Search = {
          condition: criterion.value.condition,
          asOf: isoDate(asOf),
          knownAt: recordedAt(day),
          today: isoDate("2027-05-20"),
          kinds: ["organisation"],
          among: null,
          without: [],
        };
        const [library, sql] = [await byLibrary(criterion.value, search), await bySql(search)];
        for (const met of library.values()) seen[String(met) as "true"]++;
        assert.deepEqual(sql, library, text);
      },
    ),
    {
      numRuns: 300,
      // A record that the second filter would drop leaves the whole unsaid by the first.
      examples: [
        [
          'records.exists(r, r.item == "test/fine") && total(records.filter(r, r.open.amount < asOf).filter(r, r.adverse).map(r, r.open.amount)) < 0',
          2,
          "2026-03-01",
        ],
      ],
    },
  );
  assert.ok(seen.true > 50 && seen.null > 50, `the generated rules say too little: ${JSON.stringify(seen)}`);
});
