/** Finding and founding subjects in bulk, for intake: a chunk of rows in a few round trips, inside the sender's act. */
import { normaliseName } from "#core/name/normalise.ts";
import { nameTokens } from "#core/name/tokens.ts";
import {
  formOf,
  type Identifier,
  kindOfUnifiedCode,
  type NamedKind,
  numbersInside,
  subjectIdFor,
} from "#core/subject/identifier.ts";
import type { NameRole } from "#core/subject/names.ts";
import { type Resolution, resolveRow } from "#core/subject/resolve.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Permit } from "#src/access/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Sql } from "#src/platform/database.ts";
import {
  findActs,
  findOwners,
  findUnifiedCodes,
  type IdentifierRow,
  insertIdentifiers,
  insertNames,
  insertOwners,
  insertSubjects,
  insertTradeNames,
  type OwnerRow,
} from "./store.ts";

/**
 * Which subjects the rows of a chunk mean, in their order; each row brings its numbers as core/code normalised them,
 * never a placeholder or a malformed one. Three round trips at most, one where every row has a known unified code.
 */
export async function resolveSubjects(
  sql: Sql,
  permit: Permit,
  rows: readonly (readonly Identifier[])[],
  clock: Clock,
): Promise<Resolution[]> {
  const given = await findOwners(sql, permit, rows.flat());
  const byOrganisationCode = rows.flatMap((row) => {
    const unified = row.find((one) => one.scheme === "unified-code");
    return unified && !row.some((one) => given.owners.has(`${one.scheme} ${one.value}`))
      ? numbersInside(unified.value)
      : [];
  });
  const inside = byOrganisationCode.length > 0 ? await findOwners(sql, permit, byOrganisationCode) : null;
  const owners = new Map([...(inside?.owners ?? []), ...given.owners]);
  const kinds = new Map([...(inside?.kinds ?? []), ...given.kinds]);
  const byOther = new Set([...owners].flatMap(([key, ids]) => (key.startsWith("unified-code ") ? [] : ids)));
  const [unifiedCodes, acts] = await Promise.all([
    findUnifiedCodes(sql, permit, [...byOther]),
    findActs(sql, permit, [...kinds.keys()]),
  ]);
  // Merges and splits are between subjects of one kind; a split may have given a number to one that has none recorded.
  for (const { subjectId, otherSubjectId } of acts) {
    const kind = kinds.get(subjectId) ?? kinds.get(otherSubjectId);
    if (kind) kinds.set(subjectId, kind).set(otherSubjectId, kind);
  }
  const asOf = { effectiveAt: clock.today(), knownAt: clock.now().toISOString() };
  return rows.map((row) => resolveRow(row, { owners, kinds, unifiedCodes, acts }, asOf));
}

/** A name as a sender gives it. */
export interface GivenName {
  readonly name: string;
  readonly role: NameRole;
  readonly validFrom: IsoDate | null;
  readonly validUntil: IsoDate | null;
  /** True for 曾用名: a name it once had. */
  readonly former: boolean;
}

/** A subject to found: an organisation or an individual business, by its numbers. */
export interface NewSubject {
  readonly kind: NamedKind;
  /** At least one; no placeholder. */
  readonly identifiers: readonly Identifier[];
  readonly names: readonly GivenName[];
  /** Six digits, where known. */
  readonly division: string | null;
  /**
   * An individual business's operator as the sender named them; compared with the trade name and forgotten. Null where
   * unknown: then the trade name stays unpublished, for it may hold the operator's name (C12).
   */
  readonly operatorName: string | null;
}

/** Who says so, and when we learnt it. */
export interface Provenance {
  readonly source: string;
  readonly at: Date;
}

/** The id a new subject will have; known before it is founded. */
export function newSubjectId(subject: Pick<NewSubject, "identifiers">): string {
  return subjectIdFor(subject.identifiers);
}

/**
 * Founds subjects with their numbers and names. Founding one twice, even from two batches at once, founds it once.
 * Throws where kind and unified code contradict each other: the caller's rules refuse such a row before.
 * @returns how many were new
 */
export async function foundSubjects(
  sql: Sql,
  permit: Permit,
  subjects: readonly NewSubject[],
  provenance: Provenance,
): Promise<number> {
  if (subjects.length === 0) return 0;
  // One order for all batches: two that found the same subjects then queue instead of deadlocking.
  const entries = subjects
    .map((subject) => ({ subject, subjectId: newSubjectId(subject) }))
    .sort((a, b) => (a.subjectId < b.subjectId ? -1 : a.subjectId > b.subjectId ? 1 : 0));
  const added = await insertSubjects(
    sql,
    permit,
    entries.map(({ subject, subjectId }) => ({
      subjectId,
      kind: subject.kind,
      form: formOfSubject(subject),
      division: subject.division,
    })),
    provenance,
  );
  await addIdentifiers(
    sql,
    permit,
    entries.flatMap(({ subject, subjectId }) =>
      subject.identifiers.map((identifier) => ({ ...identifier, subjectId, kind: subject.kind })),
    ),
    provenance,
  );
  await addNames(
    sql,
    permit,
    entries.flatMap(({ subject, subjectId }) =>
      subject.names.map((name) => ({
        ...name,
        subjectId,
        kind: subject.kind,
        operatorName: subject.operatorName,
      })),
    ),
    provenance,
  );
  return added;
}

function formOfSubject({ kind, identifiers }: NewSubject): string | null {
  const unified = identifiers.find((one) => one.scheme === "unified-code");
  if (!unified) return null;
  if (kindOfUnifiedCode(unified.value) !== kind) throw new TypeError("kind and unified code contradict each other");
  return formOf(unified.value);
}

/** Adds numbers to subjects that exist. What is known already changes nothing. */
export async function addIdentifiers(
  sql: Sql,
  permit: Permit,
  rows: readonly IdentifierRow[],
  provenance: Provenance,
): Promise<void> {
  if (rows.length === 0) return;
  await insertIdentifiers(sql, permit, rows, provenance);
  await insertOwners(sql, permit, rows.flatMap(ownerRows));
}

function ownerRows({ scheme, value, subjectId, kind }: IdentifierRow): OwnerRow[] {
  const own = { value, scheme, subjectId, kind };
  const inside = scheme === "unified-code" ? numbersInside(value) : [];
  return [own, ...inside.map((number) => ({ ...number, subjectId, kind }))];
}

/** A name of a subject that exists. */
export interface AddedName extends GivenName {
  readonly subjectId: string;
  readonly kind: NamedKind;
  /** See {@link NewSubject.operatorName}; null for organisations. */
  readonly operatorName: string | null;
}

/**
 * Adds names. A later legal name closes the dates of the one before it by standing after it. Whether a sender may
 * rename a subject is for the caller: a penalty that spells a name otherwise is a finding, the registrar's row a rename.
 */
export async function addNames(
  sql: Sql,
  permit: Permit,
  names: readonly AddedName[],
  provenance: Provenance,
): Promise<void> {
  if (names.length === 0) return;
  const organisations = names.filter((name) => name.kind === "organisation");
  const businesses = names.filter((name) => name.kind === "individual-business");
  const indexed = organisations.map((row) => ({ ...row, tokens: nameTokens(row.name) }));
  const matched = businesses.map((row) => ({
    ...row,
    matchedBy: normaliseName(row.name),
    public: mayBePublic(row.name, row.operatorName),
  }));
  if (indexed.length > 0) await insertNames(sql, permit, indexed, provenance);
  if (matched.length > 0) await insertTradeNames(sql, permit, matched, provenance);
}

/**
 * C12: a trade name that contains the operator's name, or might for all we know, stays unpublished. Compared as the search
 * compares: 趙六 is 赵六. A name the sender has masked (赵某) tells too little to publish by.
 */
export function mayBePublic(tradeName: string, operatorName: string | null): boolean {
  if (operatorName === null || /[*＊×✕某█■○]/u.test(operatorName)) return false;
  const operator = normaliseName(operatorName);
  return [...operator].length >= 2 && !normaliseName(tradeName).includes(operator);
}
