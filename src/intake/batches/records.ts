/** What a batch wrote, and the proof of it. */

import type { OwnRecord } from "#contract/entries.ts";
import type { Receipt } from "#contract/intake.ts";
import { inclusionProof } from "#core/merkle/tree.ts";
import { foldRecord } from "#core/record/fold.ts";
import type { StandingRecord } from "#core/record/record.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, type Scope } from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import {
  type AfterWritten,
  changeStatement,
  listWritten,
  readCommitments,
  readRecords,
  readRowVersions,
  recordStatement,
  type Written,
} from "#src/ledger/index.ts";
import type { Sql } from "#src/platform/database.ts";
import type { IntakeParts, IntakeRooms } from "../parts.ts";
import { ownRecordPurpose } from "../purposes.ts";
import { findReceipt } from "../store.ts";
import { batchScope, type PageAsked, wrongCursor } from "./look.ts";

/** A record as the agency that sent it sees it in a list; a person's name and number are not in it (C13). */
export function ownRecordView(
  { first, content, state, version }: StandingRecord,
  { row, act }: Pick<Written, "row" | "act">,
  catalogue: Catalogue,
): OwnRecord {
  const { about } = catalogue.item(first.itemId, content.itemVersion).item;
  const fields = { ...content.open, ...content.shared };
  const text = (field: string) => (typeof fields[field] === "string" ? fields[field] : "");
  const isPerson = first.subjectKind === "person";
  return {
    subjectId: first.subjectId,
    recordId: first.recordId,
    row,
    item: first.itemId,
    name: isPerson ? maskedText : text(about.name),
    number: isPerson ? maskedText : (about.numbers.map(text).find((number) => number !== "") ?? ""),
    decidedOn: content.decidedOn,
    publishedUntil: content.publishedUntil,
    retainedUntil: content.retainedUntil,
    disclosure: content.disclosure,
    state,
    version,
    recordedAt: first.recordedAt,
    did: act,
  };
}

const maskedText = "***";

/**
 * The records a batch wrote, as they stand now, in the order of its rows. The agency's own read them with whom they are
 * about, and each of those subjects can read of it; whoever oversees batches reads the same without (C13, C15).
 */
export async function lookAtRecords(
  rooms: IntakeRooms,
  actor: Actor,
  asked: PageAsked & { batchId: string },
): Promise<Outcome<{ items: OwnRecord[]; next: string | null }>> {
  const { batchId, limit = 50, cursor } = asked;
  const scope = await batchScope(rooms, actor, { batchId, purpose: ownRecordPurpose });
  if (!scope.ok) return scope;
  const after = cursor === undefined ? null : readCursor(cursor);
  if (cursor !== undefined && !after) return wrongCursor();
  const written = await listWritten(rooms.app, scope.value, { batchId, after, limit: limit + 1 });
  const shown = written.slice(0, limit);
  const isOwn = agencyOf(actor) === scope.value.resource.attributes?.["agency"];
  const standing = isOwn ? await lookAtEach(rooms, scope.value, shown) : await readEach(rooms.app, scope.value, shown);
  const last = shown.at(-1);
  return {
    ok: true,
    value: {
      items: shown.flatMap((one) => {
        const record = standing.get(one.recordId);
        if (!record) return [];
        const view = ownRecordView(record, one, rooms.catalogue);
        return [isOwn ? view : { ...view, name: maskedText, number: maskedText }];
      }),
      next: written.length > limit && last ? `${last.row}.${last.act}` : null,
    },
  };
}

/** Records as they stand, each subject's read with the look that says so. */
async function lookAtEach(
  { looks }: IntakeRooms,
  scope: Scope,
  written: readonly Written[],
): Promise<Map<string, StandingRecord | null>> {
  const each = [...Map.groupBy(written, ({ subjectId }) => subjectId)].map(([subjectId, refs]) =>
    looks.look(scope, subjectId, async (sql) => {
      const value = await readEach(sql, scope, refs);
      return { value, outcome: "shown", shown: { what: "own-records", records: value.size } };
    }),
  );
  return new Map((await Promise.all(each)).flatMap((found) => [...found]));
}

async function readEach(sql: Sql, scope: Scope, refs: readonly Written[]): Promise<Map<string, StandingRecord | null>> {
  const { firsts, changes } = await readRecords(sql, scope, refs);
  return new Map(firsts.map((first) => [first.recordId, foldRecord(first, changes.get(first.recordId) ?? [], null)]));
}

function readCursor(cursor: string): AfterWritten | null {
  const [, row, act] = /^(\d{1,9})\.(record|correct|withdraw|annotate)$/.exec(cursor) ?? [];
  return row && act ? { row: Number(row), act: act as AfterWritten["act"] } : null;
}

/** What a row wrote, and the way from each version to the root in the signed receipt; hashes and salts in base64url. */
export interface RowProof {
  receipt: Receipt;
  leaves: { index: number; statement: string; salt: string; commitment: string; path: string[] }[];
}

/** Proof that a row was taken in: a leaf for each version it wrote, with its audit path (RFC 6962 2.1.1). */
export async function proofOfRow(
  parts: IntakeParts,
  actor: Actor,
  { batchId, row }: { batchId: string; row: number },
): Promise<Outcome<RowProof>> {
  const scope = await batchScope(parts, actor, { batchId });
  if (!scope.ok) return scope;
  const receipt = await findReceipt(parts.app, scope.value, batchId);
  if (!receipt) return refuse("intake.batch-not-ended");
  const { changes, records } = await readRowVersions(parts.app, scope.value, { batchId, row });
  const versions = [
    ...changes.map((change) => ({ ...change, statement: changeStatement(change) })),
    ...records.map((record) => ({ ...record, statement: recordStatement(record) })),
  ];
  if (versions.length === 0) return refuse("intake.row-unknown");
  const all = await readCommitments(parts.app, scope.value, batchId);
  const commitments = all.map(({ commitment }) => commitment);
  const from = all.findIndex((leaf) => leaf.row === row);
  const leaves = versions.map(({ statement, salt, commitment }, at) => ({
    index: from + at,
    statement,
    // A withdrawal has no payload to be salted; what was forgotten by law (C17) has lost its salt, its commitment stands.
    salt: salt ? Buffer.from(salt).toString("base64url") : "",
    commitment: Buffer.from(commitment).toString("base64url"),
    path: inclusionProof(commitments, from + at).map((hash) => hash.toString("base64url")),
  }));
  return { ok: true, value: { receipt: receipt as Receipt, leaves } };
}
