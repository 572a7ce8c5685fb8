/**
 * Is a row new, the same again, a correction, another party of its document, or something only a person can tell?
 * Pure: it decides from what is known of the document's lines (ledger.document_line). A document may name several
 * parties; each is a line. Decided by: first what the sender says (line, corrects), then the subject within the
 * document, then whether the document is this batch's own.
 */

/** The newest version of a line of a document. */
export interface KnownLine {
  readonly line: number;
  readonly version: number;
  readonly act: "record" | "correct" | "withdraw" | "move";
  readonly subjectId: string;
  readonly recordId: string;
  /** Keyed hash of the content as sent, hex. */
  readonly content: string;
  readonly batchId: string;
  /** For withdrawn lines: the whole batch was taken back, as sent in error, not this record as wrong. */
  readonly undone?: boolean;
}

/** A row as far as identity goes. */
export interface Claim {
  readonly subjectId: string;
  readonly content: string;
  readonly line: number | null;
  /** The subject the party was recorded as before, where the sender says that this row corrects it. */
  readonly correctsSubjectId: string | null;
}

export type HoldCode =
  | "document.withdrawn-before"
  | "document.contradicts-row"
  | "document.other-party"
  | "document.corrects-unknown"
  | "document.line-needed";

export type Identified =
  | { readonly act: "record"; readonly line: number; readonly version: number }
  | { readonly act: "unchanged"; readonly line: KnownLine }
  | { readonly act: "correct"; readonly line: KnownLine }
  /** The party is another subject than was recorded: the old record is withdrawn, a new one made, in one transaction. */
  | { readonly act: "move"; readonly line: KnownLine }
  | { readonly act: "hold"; readonly code: HoldCode; readonly lines: readonly KnownLine[] };

/** What else is known of a row's place in its own batch. */
export interface Own {
  readonly batchId: string;
  /** An earlier row of the batch said the same document and party, and found it unchanged. */
  readonly saidBefore: boolean;
}

/** Decides for one row. `lines` are the newest versions of all lines of its document. */
export function identify(claim: Claim, lines: readonly KnownLine[], own: Own): Identified {
  if (claim.correctsSubjectId !== null) return correcting(claim, claim.correctsSubjectId, lines, own);
  if (claim.line !== null) return atLine(claim, claim.line, lines, own);
  const matches = lines.filter(({ subjectId }) => subjectId === claim.subjectId);
  const [live, other] = matches.filter(({ act }) => act !== "withdraw");
  if (live && other) return amongSeveral(claim, matches);
  if (live) return again(claim, live, own);
  const [gone] = matches;
  if (gone) return afterWithdrawal(claim, gone);
  // Rows of one document that name different subjects in one batch are its parties, in order of appearance.
  const standing = lines.filter((line) => line.act !== "withdraw" || !line.undone);
  if (standing.every(({ batchId }) => batchId === own.batchId))
    return { act: "record", line: nextLine(lines), version: 1 };
  return { act: "hold", code: "document.other-party", lines: standing };
}

/** The same party stands on several lines (sent with their numbers): without one, only the very same content is clear. */
function amongSeveral(claim: Claim, matches: readonly KnownLine[]): Identified {
  const same = matches.find(({ act, content }) => act !== "withdraw" && content === claim.content);
  if (same) return { act: "unchanged", line: same };
  return { act: "hold", code: "document.line-needed", lines: matches };
}

function nextLine(lines: readonly KnownLine[]): number {
  return lines.reduce((most, { line }) => Math.max(most, line), 0) + 1;
}

function again(claim: Claim, live: KnownLine, own: Own): Identified {
  if (live.content === claim.content) return { act: "unchanged", line: live };
  // Two rows of one file say different things of the same party: which is right, the file does not tell.
  if (live.batchId === own.batchId || own.saidBefore)
    return { act: "hold", code: "document.contradicts-row", lines: [live] };
  return { act: "correct", line: live };
}

/**
 * What was withdrawn does not come back by being sent again. Where a whole batch was undone as sent in error, its
 * corrected rows may come in anew; the very same content still waits for a person.
 */
function afterWithdrawal(claim: Claim, gone: KnownLine): Identified {
  if (gone.undone && gone.content !== claim.content)
    return { act: "record", line: gone.line, version: gone.version + 1 };
  return { act: "hold", code: "document.withdrawn-before", lines: [gone] };
}

function atLine(claim: Claim, line: number, lines: readonly KnownLine[], own: Own): Identified {
  const known = lines.find((one) => one.line === line);
  if (!known) return { act: "record", line, version: 1 };
  if (known.act === "withdraw") return afterWithdrawal(claim, known);
  if (known.subjectId === claim.subjectId) return again(claim, known, own);
  if (known.batchId === own.batchId || own.saidBefore)
    return { act: "hold", code: "document.contradicts-row", lines: [known] };
  return { act: "move", line: known };
}

function correcting(claim: Claim, formerId: string, lines: readonly KnownLine[], own: Own): Identified {
  const standing = lines.filter(({ act, line }) => act !== "withdraw" && (claim.line === null || line === claim.line));
  const former = standing.find(({ subjectId }) => subjectId === formerId);
  if (former && former.subjectId === claim.subjectId) return again(claim, former, own);
  if (former && former.batchId === own.batchId)
    return { act: "hold", code: "document.contradicts-row", lines: [former] };
  if (former) return { act: "move", line: former };
  // The same correction sent again finds its work done.
  const done = standing.find(({ subjectId, content }) => subjectId === claim.subjectId && content === claim.content);
  if (done) return { act: "unchanged", line: done };
  return { act: "hold", code: "document.corrects-unknown", lines: standing };
}

/** Decides as a person chose: the line the row is about, or 0 for a party the document did not name before. */
export function identifyChosen(claim: Claim, lines: readonly KnownLine[], chosen: number): Identified {
  const known = lines.find(({ line }) => line === chosen);
  if (!known) return { act: "record", line: nextLine(lines), version: 1 };
  if (known.act === "withdraw") return { act: "record", line: known.line, version: known.version + 1 };
  if (known.subjectId !== claim.subjectId) return { act: "move", line: known };
  return { act: known.content === claim.content ? "unchanged" : "correct", line: known };
}
