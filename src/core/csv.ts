/** Comma-separated values (RFC 4180) that a spreadsheet opens and does not run. Pure. */

/** One cell of CSV (RFC 4180). A leading `=`, `+`, `-`, `@`, tab or return would be run by a spreadsheet: a quote in front keeps it text. */
export function csvCell(value: string): string {
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
