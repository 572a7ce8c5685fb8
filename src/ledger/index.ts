/** The door of the ledger: the append-only, bitemporal record. */

export { changeStatement, commitmentOf, committedChange, committedRecord, recordStatement } from "./statement.ts";
export {
  appendChanges,
  appendDocumentLines,
  appendRecords,
  appendTally,
  type ChangeRow,
  type DocumentLineRow,
  findDocumentLines,
  type PublicRow,
  type RecordRow,
  readPublicRecords,
  readVersions,
  type TallyRow,
} from "./store.ts";
export { type Verification, verifyLedger } from "./verify.ts";
