/** The door of the ledger: the append-only, bitemporal record. */

export {
  type AfterWritten,
  countChangedSince,
  findBatchLines,
  findLineVersions,
  listMistallied,
  listWritingBatches,
  listWritten,
  readCommitments,
  readRowVersions,
  type Written,
} from "./batch-store.ts";
export { categories } from "./categories.ts";
export { visibleTo } from "./compose.ts";
export type { AsOfDates, Directory, FileSubject, GivenNumber } from "./directory.ts";
export { asOfDates, type FileAct, type FileParts, Files, pageOf } from "./files.ts";
export { findRecordHead, getNewest, listRecordHeads, type Newest, type RecordHead } from "./head-store.ts";
export { lendableFields } from "./lent.ts";
export { type Ledger, openLedger } from "./open.ts";
export { readPublicStanding } from "./public.ts";
export { sealContext } from "./seal.ts";
export { findListed, readStanding } from "./standing-store.ts";
export {
  annotation,
  changeStatement,
  commitmentOf,
  committedChange,
  committedRecord,
  noContent,
  recordStatement,
} from "./statement.ts";
export {
  appendChanges,
  appendDocumentLines,
  appendRecords,
  appendTally,
  type ChangeRow,
  type DocumentLineRow,
  findAuthorities,
  findDocumentLines,
  findNamingRecords,
  forgetDue,
  type PublicRow,
  type RecordRef,
  type RecordRow,
  readPublicRecords,
  readRecords,
  readVersions,
  type TallyRow,
} from "./store.ts";
export { type Verification, verifyLedger } from "./verify.ts";
