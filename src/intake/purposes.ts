/** Why an agency looks at what it sent itself: looks need no purpose of the catalogue for it, yet they say it (C15). */
import type { Purpose } from "#src/access/index.ts";

const basis = "国办发〔2020〕49号（谁产生、谁负责）; 数据安全法 38";

/** Records the agency sent, opened or listed. */
export const ownRecordPurpose: Purpose = { purpose: "own-record", basis };

/** Whose file a held row may belong to: a name and a number of each candidate are shown. */
export const heldRowPurpose: Purpose = { purpose: "held-row", basis };
