/** The door of the ledger: the append-only, bitemporal record. */
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
