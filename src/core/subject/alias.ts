/**
 * Aliases and splits: acts of a person that say two subjects are one organisation, or that a subject's file holds what
 * is another's. Records never change their subject id: a file is the records of every subject in it (ARCHITECTURE, Data).
 */
import type { IsoDate } from "../time/date.ts";
import { numbersInside } from "./identifier.ts";

interface ActHead {
  readonly actId: string;
  readonly subjectId: string;
  readonly otherSubjectId: string;
  readonly effectiveAt: IsoDate;
  /** RFC 3339 in UTC with milliseconds. */
  readonly decidedAt: string;
  /** In the officer's words; absent for visitors. */
  readonly reason?: string;
}

/** What a split says is the other's: numbers and names at once, records as reassignments the ledger carries out. */
export interface SplitDetail {
  readonly records: readonly string[];
  readonly identifiers: readonly { readonly scheme: string; readonly value: string }[];
  readonly names: readonly string[];
}

/** `otherSubjectId` is `subjectId`: one file, led by the latter. */
export type Merge = ActHead & { readonly act: "merge" };
/** What `detail` names is not `subjectId`'s but `otherSubjectId`'s. */
export type Split = ActHead & { readonly act: "split"; readonly detail: SplitDetail };
/** The act `reverses` no longer holds from `effectiveAt` on. */
export type Reversal = ActHead & { readonly act: "reverse"; readonly reverses: string };
export type AliasAct = Merge | Split | Reversal;

/** What held in law on a day, as far as was known at an instant. */
export interface AsOf {
  readonly effectiveAt: IsoDate;
  readonly knownAt: string;
}

/** Merges and splits that hold: begun, known, and not reversed by then. */
export function standingActs(acts: readonly AliasAct[], asOf: AsOf): readonly (Merge | Split)[] {
  const known = acts.filter((act) => act.effectiveAt <= asOf.effectiveAt && act.decidedAt <= asOf.knownAt);
  const reversed = new Set(known.flatMap((act) => (act.act === "reverse" ? [act.reverses] : [])));
  return known.filter((act) => act.act !== "reverse").filter((act) => !reversed.has(act.actId));
}

/** One file: the subject that leads it, and every subject whose records make it up, the leading one first. */
export interface FileMembers {
  readonly principal: string;
  readonly subjectIds: readonly string[];
  /** Since when each of the others is an alias. */
  readonly since: ReadonlyMap<string, IsoDate>;
}

/** The file a subject is in. `acts` are all that touch it, directly or through others; more do no harm. */
export function fileOf(subjectId: string, acts: readonly AliasAct[], asOf: AsOf): FileMembers {
  if (acts.length === 0) return { principal: subjectId, subjectIds: [subjectId], since: new Map() };
  const merges = standingActs(acts, asOf).filter((act) => act.act === "merge");
  const leads = new Map(merges.map((act) => [act.otherSubjectId, act]));
  const principal = leader(subjectId, leads);
  const others = [...leads.keys()].filter((id) => id !== principal && leader(id, leads) === principal).sort();
  return {
    principal,
    subjectIds: [principal, ...others],
    since: new Map(others.map((id) => [id, leads.get(id)?.effectiveAt ?? asOf.effectiveAt])),
  };
}

/** Follows merges to the one that leads. Acts that form a ring are refused when they are made; a ring ends here too. */
function leader(subjectId: string, leads: ReadonlyMap<string, Merge>): string {
  const seen = new Set<string>();
  let at = subjectId;
  for (let next = leads.get(at); next && !seen.has(at); next = leads.get(at)) {
    seen.add(at);
    at = next.subjectId;
  }
  return at;
}

/**
 * Whom a number means, of all it was ever sent with: a split gives it to the other subject, and owners that are one
 * file count once. One id: the number is clear. Several: a person must decide.
 */
export function clearOwners(
  identifier: { readonly scheme: string; readonly value: string },
  owners: readonly string[],
  acts: readonly AliasAct[],
  asOf: AsOf,
): readonly string[] {
  // The hot path of intake: most numbers have one owner, and no act touches it.
  if (acts.length === 0 && owners.length < 2) return owners;
  const holding = new Set(owners);
  const splits = standingActs(acts, asOf).filter((act) => act.act === "split" && movesNumber(act.detail, identifier));
  for (const split of splits.toSorted((a, b) => (a.decidedAt < b.decidedAt ? -1 : 1)))
    if (holding.delete(split.subjectId)) holding.add(split.otherSubjectId);
  const byFile = new Map<string, string>();
  for (const owner of [...holding].sort()) {
    const { principal } = fileOf(owner, acts, asOf);
    if (!byFile.has(principal) || owner === principal) byFile.set(principal, owner);
  }
  return [...byFile.values()];
}

/**
 * What of a subject's names or numbers is still its own after splits: what they took is gone, what they gave is there.
 * `moves` says whether a split names the row.
 */
export function afterSplits<R>(
  subjectId: string,
  rowsOf: (subjectId: string) => readonly R[],
  moves: (detail: SplitDetail, row: R) => boolean,
  { acts, asOf }: { acts: readonly AliasAct[]; asOf: AsOf },
): readonly R[] {
  if (acts.length === 0) return rowsOf(subjectId);
  const splits = standingActs(acts, asOf).filter((act) => act.act === "split");
  const taken = splits.filter((split) => split.subjectId === subjectId);
  const given = splits
    .filter((split) => split.otherSubjectId === subjectId)
    .flatMap((split) => rowsOf(split.subjectId).filter((row) => moves(split.detail, row)));
  return [...rowsOf(subjectId).filter((row) => !taken.some((split) => moves(split.detail, row))), ...given];
}

/** Whether a split names a name. */
export function movesName(detail: SplitDetail, { name }: { readonly name: string }): boolean {
  return detail.names.includes(name);
}

/** Whether a split names a number; the organisation code inside a unified code goes where the unified code goes. */
export function movesNumber(
  detail: SplitDetail,
  { scheme, value }: { readonly scheme: string; readonly value: string },
): boolean {
  return detail.identifiers.some(
    (one) =>
      (one.scheme === scheme && one.value === value) ||
      (one.scheme === "unified-code" &&
        numbersInside(one.value).some((inside) => inside.scheme === scheme && inside.value === value)),
  );
}
