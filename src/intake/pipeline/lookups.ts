/** What the node knows of a chunk's subjects and documents, asked in a few round trips. */

import { foldRecord } from "#core/record/fold.ts";
import type { StandingRecord } from "#core/record/record.ts";
import type { Identifier } from "#core/subject/identifier.ts";
import { foldNames, type RecordedName } from "#core/subject/names.ts";
import { findAuthorities, findDocumentLines, findListed, type RecordRef, readRecords } from "#src/ledger/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Sql } from "#src/platform/database.ts";
import { findNames, findNumbers, findPersons, type Resolution, resolveSubjects } from "#src/registry/index.ts";
import { findOfProceedings } from "../entries/store.ts";
import { readNumberByForm } from "../map/read-number.ts";
import { findUndoing } from "../store.ts";
import type { KnownLine } from "./identity.ts";
import type { Draft } from "./judge.ts";
import { namesOnce } from "./listed.ts";
import { readPersonsNamed } from "./persons-named.ts";
import type { Sending } from "./sending.ts";

/** Names of subjects this run has met, the present one first; bounded, so that memory stays flat. */
export class NameCache {
  readonly #names = new Map<string, readonly string[]>();
  /** Persons whom records of a subject name; never written anywhere. */
  readonly #persons = new Map<string, readonly string[]>();
  readonly #max: number;

  constructor(max = 50_000) {
    this.#max = max;
  }

  get(subjectId: string): readonly string[] {
    return this.#names.get(subjectId) ?? [];
  }

  missing(subjectIds: Iterable<string>): string[] {
    return [...new Set(subjectIds)].filter((id) => !this.#names.has(id));
  }

  put(subjectId: string, names: readonly string[]): void {
    if (this.#names.size >= this.#max) this.#names.clear();
    this.#names.set(subjectId, names);
  }

  persons(subjectId: string): readonly string[] {
    return this.#persons.get(subjectId) ?? [];
  }

  /** Subjects of whom it was not asked yet whom their records name. */
  withoutPersons(subjectIds: Iterable<string>): string[] {
    return [...new Set(subjectIds)].filter((id) => !this.#persons.has(id));
  }

  putPersons(subjectId: string, persons: readonly string[]): void {
    if (this.#persons.size >= this.#max) this.#persons.clear();
    this.#persons.set(subjectId, persons);
  }
}

export interface LookedUp {
  /** By draft, in order; null where the draft names a person or nobody by number. */
  readonly resolutions: readonly (Resolution | null)[];
  /** Subjects of persons already known, by draft. */
  readonly persons: readonly (string | null)[];
  /** Subjects that `corrects` leads to, by draft. */
  readonly corrected: readonly (string | null)[];
  /** The newest version of every line of the documents, by {@link Draft.document}. */
  readonly lines: ReadonlyMap<string, readonly KnownLine[]>;
  /** Who registered the subjects that rows of registrations may mean, by subject id; empty for other items. */
  readonly registered: ReadonlyMap<string, Registered>;
  /** Records that rows may correct or move, as they stand, by id. */
  readonly standing: ReadonlyMap<string, StandingRecord>;
  /** Those of them that a proceeding brought into force: only its own acts change them. */
  readonly ofProceedings: ReadonlySet<string>;
  /** Subjects met that have an entry of the item's list already. */
  readonly listed: ReadonlySet<string>;
}

/** What tells whose registration a subject is. */
export interface Registered {
  readonly numbers: readonly Pick<Identifier, "scheme" | "value">[];
  /** Whose registrations of it stand. */
  readonly authorities: readonly string[];
}

export interface LookupParts {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly names: NameCache;
}

/**
 * Looks a chunk's drafts up.
 * @param chosen subjects somebody chose beside those the drafts name
 */
export async function lookUp(
  parts: LookupParts,
  sending: Sending,
  drafts: readonly Draft[],
  chosen: readonly string[] = [],
): Promise<LookedUp> {
  // Documents first: a document not seen yet meets its unique key when stored, and is decided anew; one that is seen
  // beside subjects as they were before it would look like another party's.
  const lines = await linesOf(parts, sending, drafts);
  const [resolutions, persons, corrected] = await Promise.all([
    resolutionsOf(parts, sending, drafts),
    personsOf(parts, sending, drafts),
    correctedOf(parts, sending, drafts),
  ]);
  const refs = drafts.flatMap((draft, at) => {
    const resolution = resolutions[at];
    const subjectId = resolution?.state === "known" ? resolution.subjectId : (persons[at] ?? null);
    return (lines.get(draft.document) ?? []).filter(
      (line) =>
        line.act !== "withdraw" &&
        line.content !== draft.content &&
        (line.subjectId === subjectId || line.line === draft.line || line.subjectId === corrected[at]),
    );
  });
  const registered = await registeredOf(parts, sending, resolutions);
  const unasked = parts.names.withoutPersons(resolutions.flatMap(subjectsOf));
  const named = await readPersonsNamed(parts.sql, sending, unasked);
  for (const id of unasked) parts.names.putPersons(id, named.get(id) ?? []);
  const [standing, ofProceedings, listed] = await Promise.all([
    standingOf(parts, sending, refs),
    sending.list === null ? new Set<string>() : findOfProceedings(parts.sql, sending.permit, refs),
    listedOf(parts, sending, [...chosen, ...resolutions.flatMap(subjectsOf), ...persons.flatMap((id) => id ?? [])]),
  ]);
  return { resolutions, persons, corrected, lines, registered, standing, ofProceedings, listed };
}

/** Whom the list has already, where it names nobody twice. */
async function listedOf(
  { sql }: LookupParts,
  sending: Sending,
  subjectIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (!namesOnce(sending)) return new Set();
  const { item, permit, receivedOn: today } = sending;
  return findListed(sql, permit, { subjectIds: [...new Set(subjectIds)], itemId: item.item.id, today });
}

async function registeredOf(
  { sql }: Pick<LookupParts, "sql">,
  { permit, sender, item }: Sending,
  resolutions: readonly (Resolution | null)[],
): Promise<Map<string, Registered>> {
  if (!sender.registrations.includes(item.item.id)) return new Map();
  const subjectIds = [...new Set(resolutions.flatMap(subjectsOf))];
  if (subjectIds.length === 0) return new Map();
  const [numbers, authorities] = await Promise.all([
    findNumbers(sql, permit, subjectIds),
    findAuthorities(sql, permit, { subjectIds, itemIds: sender.registrations }),
  ]);
  return new Map(
    subjectIds.map((id) => [id, { numbers: numbers.get(id) ?? [], authorities: authorities.get(id) ?? [] }]),
  );
}

/** Whom a resolution leads to, and whom a person may choose. */
function subjectsOf(resolution: Resolution | null): string[] {
  if (resolution === null) return [];
  return resolution.state === "known"
    ? [resolution.subjectId]
    : resolution.candidates.map(({ subjectId }) => subjectId);
}

/** Records as they stand now. */
export async function standingOf(
  { sql }: Pick<LookupParts, "sql">,
  { permit }: Pick<Sending, "permit">,
  refs: readonly RecordRef[],
): Promise<Map<string, StandingRecord>> {
  if (refs.length === 0) return new Map();
  const { firsts, changes } = await readRecords(sql, permit, refs);
  return new Map(
    firsts.flatMap((first) => {
      const standing = foldRecord(first, changes.get(first.recordId) ?? [], null);
      return standing ? [[first.recordId, standing]] : [];
    }),
  );
}

async function resolutionsOf(
  { sql, clock, names }: LookupParts,
  { permit }: Sending,
  drafts: readonly Draft[],
): Promise<(Resolution | null)[]> {
  const asked = drafts.map(({ kind, numbers }) => kind !== "person" && numbers.length > 0);
  const found = await resolveSubjects(
    sql,
    permit,
    drafts.filter((_, at) => asked[at]).map(({ numbers }) => numbers),
    clock,
  );
  let next = 0;
  const resolutions = asked.map((isAsked) => (isAsked ? (found[next++] ?? null) : null));
  const known = resolutions.flatMap((one) => (one?.state === "known" ? [one.subjectId] : []));
  const missing = names.missing(known);
  if (missing.length > 0) {
    const recorded = await findNames(sql, permit, missing);
    for (const id of missing) names.put(id, presentFirst(recorded.get(id) ?? [], clock));
  }
  return resolutions;
}

function presentFirst(recorded: readonly RecordedName[], clock: Clock): string[] {
  const { present, all } = foldNames(recorded, { effectiveAt: clock.today(), knownAt: clock.now().toISOString() });
  return [...new Set([...(present === null ? [] : [present]), ...all.map(({ name }) => name)])];
}

async function personsOf(
  { sql }: LookupParts,
  { permit, keys }: Sending,
  drafts: readonly Draft[],
): Promise<(string | null)[]> {
  const asked = drafts.flatMap(({ kind, person }) => (kind === "person" && person ? [person] : []));
  if (asked.length === 0) return drafts.map(() => null);
  const found = await findPersons(sql, permit, asked, keys);
  let next = 0;
  return drafts.map(({ kind, person }) => (kind === "person" && person ? (found[next++] ?? null) : null));
}

async function correctedOf(
  { sql, clock }: LookupParts,
  { permit, keys }: Sending,
  drafts: readonly Draft[],
): Promise<(string | null)[]> {
  const asked = drafts.filter(({ corrects }) => corrects !== null);
  if (asked.length === 0) return drafts.map(() => null);
  const numbers = asked.map(({ corrects }) =>
    readNumberByForm(corrects ?? "", { field: "", column: null, findings: [] }),
  );
  const found = await resolveSubjects(
    sql,
    permit,
    numbers.map((one): Identifier[] => (one ? [one] : [])),
    clock,
  );
  // What is no organisation's number may be a person's.
  const persons = await findPersons(
    sql,
    permit,
    asked.map(({ corrects }) => ({ scheme: "person-number" as const, number: (corrects ?? "").trim().toUpperCase() })),
    keys,
  );
  const byDraft = new Map(
    asked.map((draft, at) => {
      const resolution = found[at];
      return [draft, resolution?.state === "known" ? resolution.subjectId : (persons[at] ?? null)];
    }),
  );
  return drafts.map((draft) => byDraft.get(draft) ?? null);
}

async function linesOf(
  { sql }: LookupParts,
  { permit }: Sending,
  drafts: readonly Draft[],
): Promise<Map<string, KnownLine[]>> {
  const keys = new Map(drafts.map(({ document, documentKey }) => [document, documentKey]));
  const rows = await findDocumentLines(sql, permit, [...keys.values()]);
  const undone = await findUndoing(
    sql,
    permit,
    rows.filter(({ act }) => act === "withdraw").map(({ batchId }) => batchId),
  );
  const lines = new Map<string, KnownLine[]>();
  for (const { documentKey, content, ...row } of rows) {
    const line: KnownLine = {
      ...row,
      content: Buffer.from(content).toString("hex"),
      ...(row.act === "withdraw" && undone.has(row.batchId) ? { undone: true } : {}),
    };
    const document = Buffer.from(documentKey).toString("latin1");
    const known = lines.get(document);
    if (known) known.push(line);
    else lines.set(document, [line]);
  }
  return lines;
}
