/** Reading subjects: whom a number means, what makes up a file, and the head of it, as of a date and for an audience. */
import type { SubjectView } from "#contract/ledger.ts";
import type { Divisions } from "#core/code/division.ts";
import { identify } from "#core/code/identify.ts";
import { holdsPersonsIdentifier } from "#core/code/secrets.ts";
import type { SubjectKind } from "#core/record/record.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type AsOf, afterSplits, clearOwners, fileOf, movesName } from "#core/subject/alias.ts";
import { type Identifier, type NamedKind, schemes } from "#core/subject/identifier.ts";
import type { Door, Scope } from "#src/access/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Pool, Sql } from "#src/platform/database.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import { composeHead, maskedName, readHeads } from "./head.ts";
import { findPersonToAskAbout, openPerson } from "./persons/persons.ts";
import { findActs, findKind, findOwnersOf } from "./store.ts";

/** Who a file is about: every subject id whose records make it up, the leading one first. */
export interface FoundFile {
  readonly kind: SubjectKind;
  readonly subjectIds: readonly string[];
}

/** A number somebody asks by. */
export interface AskedNumber {
  readonly scheme: string;
  readonly value: string;
}

/** A subject found by a code, for acts about it. */
export interface CodedSubject {
  readonly subjectId: string;
  readonly kind: NamedKind;
  /** The character of GB 32100 for who registers it; null where no number tells. */
  readonly registrar: string | null;
}

export interface SubjectParts {
  readonly app: Pool;
  readonly publicReader: Pool;
  readonly door: Door;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly divisions: () => Divisions;
}

/** What holds today, as far as is known now. */
export function today(clock: Clock): AsOf {
  return { effectiveAt: clock.today(), knownAt: clock.now().toISOString() };
}

export class Subjects {
  readonly #parts: SubjectParts;

  constructor(parts: SubjectParts) {
    this.#parts = parts;
  }

  /**
   * The file a visitor means by a code of any scheme; null where nobody has it or it does not say whom it means. A text
   * that looks like a person's number is refused and not repeated (C13).
   */
  async findPublic(code: string, asOf: AsOf): Promise<Outcome<FoundFile | null>> {
    const number = this.readNumber(code);
    if (!number.ok) return number.refusal.code === "registry.identity-number" ? number : done(null);
    return done(await this.#fileByNumber(number.value, asOf));
  }

  /** A code as it identifies; refuses what is no subject's number, and what looks like a person's without repeating it. */
  readNumber(code: string): Outcome<Identifier> {
    if (holdsPersonsIdentifier(code)) return refuse("registry.identity-number");
    const { scheme, normalised, verdict } = identify(code, this.#parts.divisions());
    const known = schemes.find((one) => one === scheme);
    if (!known || normalised === null) return refuse("registry.unknown-subject");
    const checked = verdict === "valid" || verdict === "checksum-exception" ? verdict : "unchecked";
    return done({ scheme: known, value: normalised, verdict: checked, validFrom: null, validUntil: null });
  }

  /** The subject that has a code itself, whatever file it is in. */
  async coded(code: string): Promise<Outcome<CodedSubject>> {
    const number = this.readNumber(code);
    if (!number.ok) return number;
    const only = onlyOne(await this.ownersOf(number.value));
    const [found] = only === null ? [] : await this.codedById([only]);
    return found ? done(found) : refuse("registry.unknown-subject");
  }

  /** Subjects by id, with who registers them; persons are not among them. */
  async codedById(subjectIds: readonly string[]): Promise<CodedSubject[]> {
    const heads = await this.publicHeads(subjectIds);
    return subjectIds.flatMap((subjectId) => {
      const head = heads.get(subjectId);
      return head && head.kind !== "person" ? [{ subjectId, kind: head.kind, registrar: registrarOf(head) }] : [];
    });
  }

  /** The file that is meant by a number, a person's included, for those whom the door will be asked about it. */
  async findByNumber(number: AskedNumber, asOf: AsOf): Promise<FoundFile | null> {
    const { app, keys } = this.#parts;
    if (number.scheme === "person-number") {
      const subjectId = await findPersonToAskAbout(app, keys, { scheme: "person-number", number: number.value });
      return subjectId === null ? null : { kind: "person", subjectIds: [subjectId] };
    }
    return this.#fileByNumber(number, asOf);
  }

  /** One round trip unless an alias act touches an owner. */
  async #fileByNumber(number: AskedNumber, asOf: AsOf): Promise<FoundFile | null> {
    const { publicReader, door } = this.#parts;
    const owners = await findOwnersOf(publicReader, door.publicScope, number);
    const [first] = owners;
    if (!first) return null;
    if (owners.length === 1 && !first.acted) return { kind: first.kind, subjectIds: [first.subjectId] };
    const ids = owners.map((owner) => owner.subjectId);
    const acts = await findActs(publicReader, door.publicScope, ids);
    const only = onlyOne(clearOwners(number, ids, acts, asOf));
    return only === null ? null : { kind: first.kind, subjectIds: fileOf(only, acts, asOf).subjectIds };
  }

  /** The file a subject is in; null where there is no such subject, or it is a person whom this reader may not find. */
  async findById(subjectId: string, asOf: AsOf): Promise<FoundFile | null> {
    const { app, door } = this.#parts;
    const [kind, acts] = await Promise.all([
      findKind(app, subjectId),
      findActs(this.#parts.publicReader, door.publicScope, [subjectId]),
    ]);
    return kind === null ? null : { kind, subjectIds: fileOf(subjectId, acts, asOf).subjectIds };
  }

  /** Subjects a number means, after splits, those of one file once. */
  async ownersOf(number: AskedNumber, asOf: AsOf = today(this.#parts.clock)): Promise<readonly string[]> {
    const { publicReader, door } = this.#parts;
    const owners = await findOwnersOf(publicReader, door.publicScope, number);
    const ids = owners.map((owner) => owner.subjectId);
    if (!owners.some((owner) => owner.acted)) return ids;
    return clearOwners(number, ids, await findActs(publicReader, door.publicScope, ids), asOf);
  }

  /** For hits of a search: the subject that leads the file each is in; null where a split took the name away. */
  async filesOf(
    hits: readonly { readonly subjectId: string; readonly matched: string }[],
    asOf: AsOf,
  ): Promise<(string | null)[]> {
    const { publicReader, door } = this.#parts;
    const acts =
      hits.length === 0
        ? []
        : await findActs(publicReader, door.publicScope, [...new Set(hits.map((hit) => hit.subjectId))]);
    if (acts.length === 0) return hits.map((hit) => hit.subjectId);
    return hits.map(({ subjectId, matched }) => {
      const rowsOf = (id: string) => (id === subjectId ? [{ name: matched }] : []);
      const holds = (id: string) => afterSplits(id, rowsOf, movesName, { acts, asOf }).length > 0;
      const holder = [subjectId, ...acts.map((act) => act.otherSubjectId)].find(holds);
      return holder === undefined ? null : fileOf(holder, acts, asOf).principal;
    });
  }

  /** Heads as visitors see them today, by subject id; each alone, without the others of its file. */
  async publicHeads(subjectIds: readonly string[]): Promise<ReadonlyMap<string, SubjectView>> {
    const { publicReader, door, clock } = this.#parts;
    const read = await readHeads(publicReader, door.publicScope, subjectIds);
    return new Map(
      [...read.subjects.values()]
        .filter((subject) => subjectIds.includes(subject.subjectId))
        .map((subject) => [
          subject.subjectId,
          composeHead([subject.subjectId], read, today(clock), this.#parts.divisions()),
        ]),
    );
  }

  /** The head of a file as visitors see it. */
  publicHead(file: FoundFile, asOf: AsOf): Promise<SubjectView> {
    return this.head(this.#parts.publicReader, this.#parts.door.publicScope, file, asOf);
  }

  /** Codes and names for a public list. */
  async labels(
    scope: Scope,
    subjectIds: readonly string[],
  ): Promise<ReadonlyMap<string, { code: string; name: string }>> {
    scope.mustBe("public");
    const heads = await this.publicHeads([...new Set(subjectIds)]);
    return new Map([...heads].map(([id, { code, name }]) => [id, { code, name }]));
  }

  /** The head of a file, as far as the scope's audience may see it. A person's numbers are never in it. */
  async head(sql: Sql, scope: Scope, file: FoundFile, asOf: AsOf): Promise<SubjectView> {
    if (file.kind === "person") return this.#personHead(sql, scope, file);
    const read = await readHeads(sql, scope, file.subjectIds);
    return composeHead(file.subjectIds, read, asOf, this.#parts.divisions());
  }

  async #personHead(sql: Sql, scope: Scope, { subjectIds }: FoundFile): Promise<SubjectView> {
    const secret = await openPerson(sql, scope, { keys: this.#parts.keys, subjectId: subjectIds[0] ?? "" });
    return {
      kind: "person",
      name: maskedName(secret?.name ?? ""),
      code: "",
      codeVerdict: "unchecked",
      form: null,
      division: null,
      identifiers: [],
      names: [],
      aliases: [],
    };
  }
}

function onlyOne(owners: readonly string[]): string | null {
  return owners.length === 1 ? (owners[0] ?? null) : null;
}

/** Market regulators gave the older registration numbers (GS15-2006). */
function registrarOf({ identifiers }: SubjectView): string | null {
  const unified = identifiers.find((one) => one.scheme === "unified-code");
  if (unified) return unified.value.charAt(0);
  return identifiers.some((one) => one.scheme.endsWith("registration-number")) ? "9" : null;
}
