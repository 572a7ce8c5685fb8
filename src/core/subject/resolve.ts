/**
 * Which subject a row's numbers mean. By numbers only, never by name; what is not clear is offered to a person
 * (DOMAIN.md 11.5-11.8). Pure: the registry brings what is known of the numbers.
 */
import { type AliasAct, type AsOf, clearOwners, fileOf } from "./alias.ts";
import {
  type Identifier,
  identifierKey,
  kindOfUnifiedCode,
  type NamedKind,
  numbersInside,
  type Scheme,
} from "./identifier.ts";

/** Everything the registry knows of the numbers of a chunk of rows. */
export interface KnownNumbers {
  /** Owners of a number, as recorded; by {@link identifierKey}. */
  readonly owners: ReadonlyMap<string, readonly string[]>;
  /** Unified codes of the subjects that are owners of any number here. */
  readonly unifiedCodes: ReadonlyMap<string, readonly string[]>;
  readonly kinds: ReadonlyMap<string, NamedKind>;
  /** Alias acts that touch any owner here, directly or through others. */
  readonly acts: readonly AliasAct[];
}

/** A subject that a person may choose, and why it is offered. */
export interface Candidate {
  readonly subjectId: string;
  /** `same-number`: one number, several subjects; `other-code`: its number, but it has another unified code; `other-kind`. */
  readonly because: "same-number" | "other-code" | "other-kind" | "organisation-code";
}

export type Resolution =
  | {
      readonly state: "known";
      readonly subjectId: string;
      readonly kind: NamedKind;
      /** The scheme it was found by. */
      readonly by: Scheme;
      /** Numbers of the row the subject was not known by: for the registrar's rows to add. */
      readonly learns: readonly Identifier[];
    }
  /** Nobody has these numbers. `candidates` share the organisation code and have another unified code. */
  | { readonly state: "unknown"; readonly candidates: readonly Candidate[] }
  /** The numbers lead to several subjects, or contradict each other: a person decides. */
  | { readonly state: "ambiguous"; readonly candidates: readonly Candidate[] };

/** Decides for one row. No number at all is `unknown`: whether a row may do without is the item's rule. */
export function resolveRow(identifiers: readonly Identifier[], known: KnownNumbers, asOf: AsOf): Resolution {
  const unified = identifiers.find((one) => one.scheme === "unified-code");
  const owners = (one: { scheme: string; value: string }) =>
    clearOwners(one, known.owners.get(identifierKey(one)) ?? [], known.acts, asOf);
  const found = new Map<string, { subjectId: string; by: Scheme }>();
  for (const one of identifiers) {
    for (const subjectId of owners(one)) {
      const { principal } = fileOf(subjectId, known.acts, asOf);
      if (!found.has(principal)) found.set(principal, { subjectId, by: one.scheme });
    }
  }
  if (found.size > 1)
    return ambiguous(
      [...found.values()].map((one) => one.subjectId),
      "same-number",
    );
  const [only] = found.values();
  if (only) return foundByOwnNumber({ ...only, identifiers, unified, known });
  return unified ? byOrganisationCode(unified, identifiers, owners, known) : { state: "unknown", candidates: [] };
}

function foundByOwnNumber({
  subjectId,
  by,
  identifiers,
  unified,
  known,
}: {
  subjectId: string;
  by: Scheme;
  identifiers: readonly Identifier[];
  unified: Identifier | undefined;
  known: KnownNumbers;
}): Resolution {
  const kind = known.kinds.get(subjectId);
  if (kind === undefined) throw new Error("an owner of a number without its subject");
  const codes = known.unifiedCodes.get(subjectId) ?? [];
  if (unified && by !== "unified-code") {
    if (codes.length > 0) return ambiguous([subjectId], "other-code");
    if (kindOfUnifiedCode(unified.value) !== kind) return ambiguous([subjectId], "other-kind");
  }
  return { state: "known", subjectId, kind, by, learns: newNumbers(subjectId, identifiers, known) };
}

/** A unified code nobody has yet may belong to a subject known by the organisation code inside it (DOMAIN.md 11.8). */
function byOrganisationCode(
  unified: Identifier,
  identifiers: readonly Identifier[],
  owners: (one: { scheme: string; value: string }) => readonly string[],
  known: KnownNumbers,
): Resolution {
  const sharing = numbersInside(unified.value).flatMap(owners);
  const codeless = sharing.filter((id) => (known.unifiedCodes.get(id) ?? []).length === 0);
  const coded = sharing.filter((id) => !codeless.includes(id));
  const [only] = codeless;
  if (only === undefined) return { state: "unknown", candidates: offered(coded, "organisation-code") };
  if (sharing.length > 1) return ambiguous(sharing, "same-number");
  return foundByOwnNumber({ subjectId: only, by: "organisation-code", identifiers, unified, known });
}

/** Numbers the subject lacks. An organisation code beside a unified code adds nothing, or contradicts it. */
function newNumbers(subjectId: string, identifiers: readonly Identifier[], known: KnownNumbers): Identifier[] {
  const coded =
    (known.unifiedCodes.get(subjectId) ?? []).length > 0 || identifiers.some((one) => one.scheme === "unified-code");
  return identifiers.filter(
    (one) =>
      !(known.owners.get(identifierKey(one)) ?? []).includes(subjectId) &&
      !(coded && one.scheme === "organisation-code"),
  );
}

function ambiguous(subjectIds: readonly string[], because: Candidate["because"]): Resolution {
  return { state: "ambiguous", candidates: offered(subjectIds, because) };
}

function offered(subjectIds: readonly string[], because: Candidate["because"]): Candidate[] {
  return subjectIds.map((subjectId) => ({ subjectId, because }));
}
