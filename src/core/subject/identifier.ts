/** Numbers of organisations and individual businesses. A person's number is none of these (C13). */
import { hash } from "node:crypto";
import type { SubjectKind } from "../record/record.ts";
import type { IsoDate } from "../time/date.ts";

/** Schemes a subject may be numbered under (DOMAIN.md 2), the one that leads farthest first. */
export const schemes = [
  "unified-code",
  "registration-number",
  "organisation-code",
  "legacy-registration-number",
  "tax-number",
  "institution-certificate",
  "social-organisation-certificate",
  "lei",
] as const;
export type Scheme = (typeof schemes)[number];

/** What core/code said of a number that was kept. Placeholders and malformed numbers are never kept. */
export type Verdict = "valid" | "checksum-exception" | "unchecked";

/** A number as it identifies: normalised by core/code, with the scheme it belongs to. */
export interface Identifier {
  readonly scheme: Scheme;
  readonly value: string;
  readonly verdict: Verdict;
  readonly validFrom: IsoDate | null;
  readonly validUntil: IsoDate | null;
}

/** The kinds that have names and numbers of their own. */
export type NamedKind = Exclude<SubjectKind, "person">;

/**
 * Characters 9 to 17 of a unified code: the organisation code of GB 11714 (GB 32100-2015, 4), as a number its holder may be
 * found by. None where they are zeros: 934690060000000007 is a real cooperative's code, but nobody's organisation code is zero,
 * and two such holders share nothing.
 */
export function numbersInside(unifiedCode: string): readonly { scheme: "organisation-code"; value: string }[] {
  const value = unifiedCode.slice(8, 17);
  return /^0{8}/.test(value) ? [] : [{ scheme: "organisation-code", value }];
}

/** Department and category of a unified code: `91`, `N2` (GB 32100-2015, 4). */
export function formOf(unifiedCode: string): string {
  return unifiedCode.slice(0, 2);
}

/** What a unified code says of its holder: `92` is an individual business, all others are organisations (GB 32100-2015). */
export function kindOfUnifiedCode(unifiedCode: string): NamedKind {
  return formOf(unifiedCode) === "92" ? "individual-business" : "organisation";
}

/** A key for maps of numbers. */
export function identifierKey({ scheme, value }: { scheme: string; value: string }): string {
  return `${scheme} ${value}`;
}

/**
 * The id of the subject that a set of numbers founds: drawn from its unified code, else from the number of the
 * foremost scheme. The same on every node, so a code leads to its shard without a look-up.
 * Throws where there is no number: a subject is never founded on a name.
 */
export function subjectIdFor(identifiers: readonly Pick<Identifier, "scheme" | "value">[]): string {
  for (const scheme of schemes) {
    const found = identifiers.filter((one) => one.scheme === scheme).map((one) => one.value);
    const value = found.sort()[0];
    if (value !== undefined) return hashedId(`${scheme === "unified-code" ? "uscc" : scheme}:${value}`);
  }
  throw new TypeError("a subject is founded on a number");
}

/** A version 8 UUID (RFC 9562, 5.8) over SHA-256 of the text. */
function hashedId(text: string): string {
  // In one call, and as text of one byte a character: a file of a million codes asks a million times.
  const bytes = Buffer.from(hash("sha256", text, "latin1"), "latin1").subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
