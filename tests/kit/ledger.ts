/** Rows for tests of the ledger: an invented item, subjects and records that keep every rule unless a test breaks one. */
import { randomBytes, randomUUID } from "node:crypto";
import { isoDate } from "#core/time/date.ts";
import type { Actor, Permit } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { type ChangeRow, committedChange, committedRecord, type RecordRow } from "#src/ledger/index.ts";
import { openPool } from "#src/platform/database.ts";

/** Generated, in the invented division 88: no agency has this code. */
export const agencyCode = "11880000MB0000001A";

export const officer: Actor = {
  kind: "officer",
  id: "00000000-0000-4000-8000-000000000001",
  name: "测试员",
  agency: agencyCode,
  agencyKinds: ["market-regulation"],
  roles: ["officer"],
};

/** A permit of this officer for an act on its own agency's records. */
export async function permitFor(node: Node, action = "send-records"): Promise<Permit> {
  const asked = await node.door.permit(officer, action, {
    type: "Batch",
    id: "test",
    attributes: { agency: agencyCode },
  });
  if (!asked.ok) throw new Error(`no permit for ${action}`);
  return asked.value;
}

/** What a test item is, where a test needs it other than plain. */
export interface TestItem {
  readonly itemId?: string;
  readonly adverse?: boolean;
  readonly evaluative?: boolean;
  readonly listing?: boolean;
  readonly publishable?: boolean;
  readonly retentionYearsMax?: number;
  readonly subjectKind?: "organisation" | "individual-business" | "person";
}

/** Loads a test item as the owner would; the catalogue's own loader has its own tests. */
export async function addTestItem(node: Node, item: TestItem = {}): Promise<Required<TestItem>> {
  const full: Required<TestItem> = {
    itemId: item.itemId ?? `test/item-${randomBytes(4).toString("hex")}`,
    adverse: item.adverse ?? false,
    evaluative: item.evaluative ?? false,
    listing: item.listing ?? false,
    publishable: item.publishable ?? (item.subjectKind ?? "organisation") !== "person",
    retentionYearsMax: item.retentionYearsMax ?? 5,
    subjectKind: item.subjectKind ?? "organisation",
  };
  const owner = openPool(node.owner, { max: 1 });
  try {
    await owner.query(
      "INSERT INTO catalogue.pack (pack_id, version, digest, body, loaded_at) VALUES ('test', '1', sha256('test'), '{}', now()) ON CONFLICT DO NOTHING",
    );
    await owner.query(
      `INSERT INTO catalogue.item_version (item_id, version, pack_id, pack_version, article, switched_on, effective_from, body)
       VALUES ($1, 1, 'test', '1', '测试法 1', true, '2020-01-01', $2) ON CONFLICT DO NOTHING`,
      [full.itemId, { schema: { properties: { facts: { "x-disclosure": "after-release" } } } }],
    );
    await owner.query(
      `INSERT INTO catalogue.item_subject (item_id, item_version, subject_kind, adverse, evaluative, listing, publishable, publication_law, retention_years_max)
       VALUES ($1, 1, $2, $3, $4, $5, $6, '测试法 2', $7)`,
      [
        full.itemId,
        full.subjectKind,
        full.adverse,
        full.evaluative,
        full.listing,
        full.publishable,
        full.retentionYearsMax,
      ],
    );
  } finally {
    await owner.end();
  }
  return full;
}

/** A new subject of a kind. */
export async function addTestSubject(node: Node, kind: RecordRow["subjectKind"] = "organisation"): Promise<string> {
  const subjectId = randomUUID();
  await node.app.query(
    "INSERT INTO registry.subject (subject_id, kind, founded_by, founded_at) VALUES ($1, $2, 'test', now())",
    [subjectId, kind],
  );
  return subjectId;
}

/** A record of `item` about `subjectId` that keeps every rule; `other` replaces what a test is about. */
export function testRecord(item: Required<TestItem>, subjectId: string, other: Partial<RecordRow> = {}): RecordRow {
  return committedRecord({
    subjectId,
    recordId: randomUUID(),
    subjectKind: item.subjectKind,
    itemId: item.itemId,
    itemVersion: 1,
    adverse: item.adverse,
    evaluative: item.evaluative,
    listing: item.listing,
    retentionYearsMax: item.retentionYearsMax,
    disclosure: item.subjectKind === "person" ? "shared" : "public",
    adultAtConduct: item.subjectKind === "person" ? "yes" : "not-a-person",
    authority: agencyCode,
    decidedOn: isoDate("2026-05-06"),
    conductEndedOn: isoDate("2026-04-20"),
    servedOn: isoDate("2026-05-08"),
    answerDueOn: isoDate("2026-05-15"),
    confirmedBy: item.listing && item.subjectKind === "person" ? "officer:2" : null,
    enteredBy: "officer:1",
    effectiveFrom: isoDate("2026-05-06"),
    effectiveTo: null,
    publishedUntil: isoDate("2027-05-06"),
    retainedUntil: isoDate("2031-04-20"),
    open: { documentNumber: "临市监罚〔2026〕1号" },
    shared: null,
    sealed: null,
    salt: randomBytes(16),
    recordedAt: new Date("2026-05-10T02:00:00Z"),
    batchId: randomUUID(),
    rowNo: 1,
    ...other,
  });
}

/** A correction of `record` that changes nothing but what `other` says. */
export function testCorrection(record: RecordRow, other: Partial<ChangeRow> = {}): ChangeRow {
  return committedChange({
    subjectId: record.subjectId,
    recordId: record.recordId,
    version: 2,
    act: "correct",
    itemVersion: record.itemVersion,
    disclosure: record.disclosure,
    decidedOn: record.decidedOn,
    conductEndedOn: record.conductEndedOn,
    servedOn: record.servedOn,
    answerDueOn: record.answerDueOn,
    effectiveFrom: record.effectiveFrom,
    effectiveTo: record.effectiveTo,
    publishedUntil: record.publishedUntil,
    retainedUntil: record.retainedUntil,
    reason: "更正",
    mark: null,
    open: record.open,
    shared: record.shared,
    sealed: record.sealed,
    salt: randomBytes(16),
    enteredBy: "officer:1",
    confirmedBy: null,
    recordedAt: new Date("2026-05-11T02:00:00Z"),
    batchId: randomUUID(),
    rowNo: 1,
    ...other,
  });
}
