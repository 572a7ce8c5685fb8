/** The charter where the catalogue holds it: the database refuses what a pack that slipped through could say. */
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import type { Payload, SubjectKind } from "#core/record/record.ts";
import { addDays, isoDate } from "#core/time/date.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import { appendRecords, committedRecord, type RecordRow } from "#src/ledger/index.ts";
import { inTransaction, openPool, sqlState } from "#src/platform/database.ts";
import { testNode } from "#tests/kit/database.ts";
import { addTestSubject, agencyCode, permitFor } from "#tests/kit/ledger.ts";

const node = await testNode();
const owner = openPool(node.owner, { max: 2 });
after(() => owner.end());

interface SubjectRow {
  readonly kind?: SubjectKind;
  readonly adverse?: boolean;
  readonly evaluative?: boolean;
  readonly listing?: boolean;
  readonly publishable?: boolean;
  readonly publicationLaw?: string | null;
  readonly years?: number;
  readonly statute?: string | null;
}

/** Adds an item with one kind of subject as the owner, who may; only the constraints stand in the way. */
async function addItem(row: SubjectRow, { switchedOn = true, article = "某法 1" } = {}): Promise<void> {
  const id = `cn/try-${randomBytes(4).toString("hex")}`;
  await inTransaction(owner, async (transaction) => {
    await transaction.query(
      `INSERT INTO catalogue.item_version (item_id, version, pack_id, pack_version, article, switched_on, effective_from, body)
       SELECT $1, 1, pack_id, version, $2, $3, '2020-01-01', '{}' FROM catalogue.pack WHERE pack_id = 'cn' LIMIT 1`,
      [id, article, switchedOn],
    );
    await transaction.query(
      `INSERT INTO catalogue.item_subject (item_id, item_version, subject_kind, adverse, evaluative, listing, publishable,
         publication_law, retention_years_max, statute_beyond_five_years)
       VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        row.kind ?? "organisation",
        row.adverse ?? false,
        row.evaluative ?? false,
        row.listing ?? false,
        row.publishable ?? false,
        row.publicationLaw ?? null,
        row.years ?? 5,
        row.statute ?? null,
      ],
    );
  });
}

const refusedBy = (constraint: string) => (error: unknown) =>
  sqlState(error) !== undefined && (error as { constraint?: string }).constraint === constraint;

describe("the database refuses an item that breaks the charter, even from its owner", () => {
  const cases: readonly (readonly [string, SubjectRow, string])[] = [
    ["C1: an evaluation of a person", { kind: "person", evaluative: true }, "c1_organisations_only_are_evaluated"],
    [
      "C1: an evaluation of an individual business",
      { kind: "individual-business", evaluative: true },
      "c1_organisations_only_are_evaluated",
    ],
    ["C5: a list that is not adverse", { listing: true }, "c5_listings_are_adverse"],
    ["C8: adverse and kept for ever", { adverse: true, years: 0 }, "c8_adverse_ends"],
    ["C8: adverse and kept for six years by no statute", { adverse: true, years: 6 }, "c8_adverse_ends"],
    ["C12: a person published", { kind: "person", publishable: true }, "c12_persons_never_public"],
    [
      "C12: an individual business published by no law",
      { kind: "individual-business", publishable: true },
      "c12_individual_businesses_by_law_only",
    ],
  ];
  for (const [name, row, constraint] of cases)
    test(name, async () => assert.rejects(addItem(row), refusedBy(constraint)));

  test("what the charter allows goes in", async () => {
    await addItem({ evaluative: true, publishable: true });
    await addItem({ adverse: true, listing: true, years: 5 });
    await addItem({ adverse: true, years: 10, statute: "某法 2" });
    await addItem({ kind: "individual-business", publishable: true, publicationLaw: "某法 3" });
  });
  test("C2: no item without its article", async () =>
    assert.rejects(addItem({}, { article: "  " }), (error) => sqlState(error) === "23514"));
  test("C2: nothing can be recorded under an item that is switched off", async () =>
    assert.rejects(addItem({}, { switchedOn: false }), (error) => sqlState(error) === "23503"));
  test("two versions of an item do not begin on one day", async () => {
    const again = `INSERT INTO catalogue.item_version
      SELECT item_id, version + 50, pack_id, pack_version, article, switched_on, effective_from, body FROM catalogue.item_version LIMIT 1`;
    await assert.rejects(owner.query(again), (error) => sqlState(error) === "23505");
  });
});

test("the switched-off items of the pack are told to readers and have no place in the ledger", async () => {
  const off = node.catalogue.items(isoDate("2026-06-30")).filter(({ item }) => !item.switchedOn);
  assert.ok(off.length > 0, "the national pack has items that are switched off");
  const found = await node.app.query(
    "SELECT count(*)::int AS rows FROM catalogue.item_subject WHERE item_id = ANY($1)",
    [off.map(({ item }) => item.id)],
  );
  assert.deepEqual(found.rows, [{ rows: 0 }]);
});

/** The row of the ledger that the catalogue makes of a payload; what intake does, without its matching. */
function recordOf(item: ItemVersion, payload: Payload, subject: { id: string; kind: SubjectKind }): RecordRow {
  const said = item.subjects.get(subject.kind);
  assert.ok(said);
  const terms = item.terms(payload, subject.kind);
  const { open, shared } = item.split(payload, { subjectKind: subject.kind, disclosure: terms.disclosure });
  return committedRecord({
    ...item.dates(payload),
    subjectId: subject.id,
    recordId: randomUUID(),
    subjectKind: subject.kind,
    itemId: item.item.id,
    itemVersion: item.item.version,
    adverse: said.adverse,
    evaluative: said.evaluative,
    listing: said.listing,
    retentionYearsMax: said.retentionYearsMax,
    disclosure: terms.disclosure,
    adultAtConduct: subject.kind === "person" ? "yes" : "not-a-person",
    authority: agencyCode,
    confirmedBy: subject.kind === "person" ? "officer:2" : null,
    enteredBy: "officer:1",
    publishedUntil: terms.publishedUntil,
    retainedUntil: terms.retainedUntil,
    open,
    shared,
    sealed: null,
    salt: randomBytes(16),
    recordedAt: new Date("2026-11-10T02:00:00Z"),
    batchId: randomUUID(),
    rowNo: 1,
  });
}

test("whatever validation lets pass of the national pack's examples, the ledger takes", async () => {
  const permit = await permitFor(node);
  const receivedOn = isoDate("2026-11-10");
  let taken = 0;
  for (const item of node.catalogue.items(receivedOn)) {
    if (!item.item.switchedOn) continue;
    for (const payload of item.item.examples.valid as Payload[]) {
      const code = item.item.authority.code === null ? undefined : payload[item.item.authority.code];
      const findings = item.validate(payload, { receivedOn, sender: typeof code === "string" ? code : agencyCode });
      assert.deepEqual(
        findings.filter(({ verdict }) => verdict !== "note"),
        [],
        item.key,
      );
      const kind = item.kindOf(payload) ?? "organisation";
      const subject = { kind, id: await addTestSubject(node, kind) };
      await inTransaction(node.app, (transaction) =>
        appendRecords(transaction, permit, [recordOf(item, payload, subject)]),
      );
      taken++;
    }
  }
  assert.ok(taken > 40, `only ${taken} examples were tried`);
});

test("whatever the dates of a penalty, what validation lets pass the ledger takes (C2, C8)", async () => {
  const permit = await permitFor(node);
  const receivedOn = isoDate("2026-11-10");
  const item = node.catalogue.item("cn/penalty", 2);
  const base = item.item.examples.valid[0] as Payload;
  const subject = { kind: "organisation" as const, id: await addTestSubject(node) };
  const day = fc.integer({ min: -2500, max: 30 }).map((days) => addDays(receivedOn, days));
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.record(
        { decidedOn: day, conductEndedOn: day, validTo: day, publicityUntil: day },
        { requiredKeys: ["decidedOn"] },
      ),
      async (dates) => {
        const { conductEndedOn: _ended, validTo: _to, publicityUntil: _until, ...rest } = base;
        const payload: Payload = { ...rest, ...dates };
        const findings = item.validate(payload, { receivedOn, sender: String(base["authorityCode"]) });
        if (findings.some(({ verdict }) => verdict !== "note")) return;
        taken++;
        await inTransaction(node.app, (transaction) =>
          appendRecords(transaction, permit, [recordOf(item, payload, subject)]),
        );
      },
    ),
    { numRuns: 300 },
  );
  assert.ok(taken > 20, `only ${taken} rows passed validation`);
});
