/** The door of intake: agencies' records in, with findings, receipts and everything that follows from them. */
export { type FileToSend, type Prepared, prepareFile, sendFile } from "./acts/send.ts";
export { lookAtFindings } from "./batches/findings.ts";
export { correctRecord, withdrawRecord } from "./entries/change.ts";
export { documentFile } from "./entries/documents.ts";
export { type EvidenceRoom, takeIn } from "./entries/evidence.ts";
export {
  type Answerable,
  type EndedListing,
  endListing,
  judgeListing,
  type Listing,
  type ListingHead,
  recordListing,
} from "./entries/listing.ts";
export { isMaskedVersion, personIn, suggestMask } from "./entries/mask-text.ts";
export { parseMapping } from "./map/parse-mapping.ts";
export { type Intake, openIntake } from "./open.ts";
export type { IntakeParts, IntakeRooms } from "./parts.ts";
export type { Progress } from "./pipeline/run.ts";
export { CsvScanner, sniffDelimiter, sniffLineEnd } from "./read/csv.ts";
export { FileRefused, refuseFile } from "./read/refused.ts";
export { bytesSource, fileSource, type Source } from "./read/source.ts";
export { digestOf } from "./read/table.ts";
export { byteOrderMark, decodeText, type Encoding, EncodingBroken, isBigEndian } from "./read/text.ts";
export { verifyReceipt } from "./receipt.ts";
export { forgetInParts, removeSpentFiles } from "./spent.ts";
export { openVault, type Vault } from "./uploads.ts";
export { type BatchFault, type ReceiptVerification, verifyReceipts } from "./verify.ts";
