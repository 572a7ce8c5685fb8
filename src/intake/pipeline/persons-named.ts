/**
 * Persons whom records of a subject name (its operator, its representative) must not come to light in a text that is
 * public at once, whichever row gave the name (C12). The rules of the item say which texts those are.
 */
import { normaliseName } from "#core/name/normalise.ts";
import { foldRecord } from "#core/record/fold.ts";
import type { Payload } from "#core/record/record.ts";
import { findNamingRecords, readRecords, sealContext } from "#src/ledger/index.ts";
import type { Sql } from "#src/platform/database.ts";
import type { RowFinding } from "../map/mapped.ts";
import { type ColumnOf, type Draft, ruleFindings } from "./judge.ts";
import type { Sending } from "./sending.ts";

/** Fields in which layouts name the person behind a subject. */
const naming = ["operatorName", "legalRepresentative"] as const;

/** Names of persons a payload gives for its subject's operator or representative. */
export function personsOf(payload: Payload): string[] {
  return naming.flatMap((field) => {
    const name = payload[field];
    return typeof name === "string" && name !== "" ? [name] : [];
  });
}

/** Names that sealed fields of records give, by subject: of an individual business all its records, else registrations. */
export async function readPersonsNamed(
  sql: Sql,
  { permit, keys, sender }: Sending,
  subjectIds: readonly string[],
): Promise<Map<string, string[]>> {
  const named = new Map<string, string[]>();
  if (subjectIds.length === 0) return named;
  const refs = await findNamingRecords(sql, permit, { subjectIds, itemIds: sender.registrations });
  if (refs.length === 0) return named;
  const { firsts, changes } = await readRecords(sql, permit, refs);
  for (const first of firsts) {
    const sealed = foldRecord(first, changes.get(first.recordId) ?? [], null)?.content.sealed;
    if (!sealed) continue;
    const persons = personsOf(JSON.parse(keys.open(sealed, sealContext(first)).toString("utf8")));
    if (persons.length > 0) named.set(first.subjectId, [...(named.get(first.subjectId) ?? []), ...persons]);
  }
  return named;
}

/** What rules find in a row against persons its subject is known by, beside what they found in the row by itself. */
export function findingsAgainst(
  draft: Pick<Draft, "payload" | "authority" | "findings">,
  persons: readonly string[],
  { sending, columnOf }: { sending: Sending; columnOf: ColumnOf },
): RowFinding[] {
  if (!mayName(draft.payload, persons, sending)) return [];
  const told = new Set(draft.findings.map(({ code, field }) => `${code} ${field}`));
  return ruleFindings(draft.payload, sending, { authority: draft.authority, columnOf, persons }).filter(
    ({ code, field, verdict }) => verdict === "hold" && !told.has(`${code} ${field}`),
  );
}

/** A glance that spares nearly every row the rules: whether a name stands in any text that is not kept from the public. */
function mayName(payload: Payload, persons: readonly string[], { item }: Sending): boolean {
  if (persons.length === 0) return false;
  const names = [...new Set(persons.map(normaliseName))].filter((name) => name.length >= 2);
  return Object.entries(payload).some(([field, value]) => {
    if (typeof value !== "string" || item.fields.get(field)?.["x-disclosure"] !== "public") return false;
    const text = normaliseName(value);
    return names.some((name) => text.includes(name));
  });
}
