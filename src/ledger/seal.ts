/** A sealed value belongs to one record: under another it does not open (C13). */
export function sealContext({ subjectId, recordId }: { subjectId: string; recordId: string }): string {
  return `ledger:${subjectId}:${recordId}`;
}
