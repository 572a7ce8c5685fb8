/**
 * What a version of a record states, and the salted commitment to it (C17). The statement covers every column a reader
 * could be shown; whoever holds row and salt can recompute it (`ledger verify`).
 */
import { hash, randomBytes } from "node:crypto";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import type { ChangeRow, RecordRow } from "./store.ts";

type Unsealed<R> = Omit<R, "commitment">;

/** The statement of a first version, in canonical JSON. Keys stand in the order RFC 8785 sorts them. */
export function recordStatement(row: Unsealed<RecordRow>): string {
  return canonicalJson({
    act: "record",
    adverse: row.adverse,
    authority: row.authority,
    batch: row.batchId,
    confirmedBy: row.confirmedBy,
    enteredBy: row.enteredBy,
    item: row.itemId,
    listing: row.listing,
    record: row.recordId,
    row: row.rowNo,
    subject: row.subjectId,
    subjectKind: row.subjectKind,
    version: 1,
    ...contentStatement(row),
  });
}

/** The statement of a change, in canonical JSON. */
export function changeStatement(row: Unsealed<ChangeRow>): string {
  return canonicalJson({
    act: row.act,
    batch: row.batchId,
    confirmedBy: row.confirmedBy,
    enteredBy: row.enteredBy,
    mark: row.mark,
    reason: row.reason,
    record: row.recordId,
    row: row.rowNo,
    subject: row.subjectId,
    version: row.version,
    ...contentStatement(row),
  });
}

type Content = Pick<
  ChangeRow,
  | "itemVersion"
  | "disclosure"
  | "decidedOn"
  | "conductEndedOn"
  | "servedOn"
  | "answerDueOn"
  | "effectiveFrom"
  | "effectiveTo"
  | "publishedUntil"
  | "retainedUntil"
  | "open"
  | "shared"
  | "sealed"
  | "recordedAt"
>;

function contentStatement(row: Content): { [key: string]: Json } {
  return {
    answerDueOn: row.answerDueOn,
    conductEndedOn: row.conductEndedOn,
    decidedOn: row.decidedOn,
    disclosure: row.disclosure,
    effectiveFrom: row.effectiveFrom,
    effectiveTo: row.effectiveTo,
    itemVersion: row.itemVersion,
    open: row.open,
    publishedUntil: row.publishedUntil,
    recordedAt: row.recordedAt.toISOString(),
    retainedUntil: row.retainedUntil,
    sealed: row.sealed ? Buffer.from(row.sealed).toString("base64url") : null,
    servedOn: row.servedOn,
    shared: row.shared,
  };
}

/** SHA-256(salt || statement), 32 bytes. `salt` is 16 random bytes, one per version. */
export function commitmentOf(salt: Uint8Array, statement: string): Buffer {
  const bytes = Buffer.allocUnsafe(salt.length + Buffer.byteLength(statement));
  bytes.set(salt);
  bytes.write(statement, salt.length);
  return Buffer.from(hash("sha256", bytes, "latin1"), "latin1");
}

/** The row with its commitment, ready to append. */
export function committedRecord(row: Unsealed<RecordRow>): RecordRow {
  return { ...row, commitment: commitmentOf(row.salt, recordStatement(row)) };
}

/** The change with its commitment; a change without payload is committed to with an empty salt. */
export function committedChange(row: Unsealed<ChangeRow>): ChangeRow {
  return { ...row, commitment: commitmentOf(row.salt ?? new Uint8Array(), changeStatement(row)) };
}

/** What a change says that brings no content: neither class nor dates. */
export const noContent = {
  disclosure: null,
  decidedOn: null,
  conductEndedOn: null,
  servedOn: null,
  answerDueOn: null,
  effectiveFrom: null,
  effectiveTo: null,
  publishedUntil: null,
  retainedUntil: null,
} satisfies Partial<ChangeRow>;

/** What an annotation says, and who says it; it has no content of its own, but a salt like any payload (C17). */
export type Marking = Pick<
  ChangeRow,
  | "subjectId"
  | "recordId"
  | "version"
  | "itemVersion"
  | "reason"
  | "open"
  | "shared"
  | "enteredBy"
  | "recordedAt"
  | "batchId"
  | "rowNo"
> & { readonly mark: string };

/** An annotation of a record, ready to append. */
export function annotation(marking: Marking): ChangeRow {
  return committedChange({
    ...noContent,
    ...marking,
    act: "annotate",
    sealed: null,
    salt: randomBytes(16),
    confirmedBy: null,
  });
}
