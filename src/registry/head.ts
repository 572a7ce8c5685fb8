/** The head of a file: name, code, numbers and names of a subject and of those that are one file with it. */
import type { SubjectView } from "#contract/ledger.ts";
import type { Divisions } from "#core/code/division.ts";
import { categoryOf, departmentOf } from "#core/code/unified.ts";
import type { Bilingual } from "#core/refusal.ts";
import { type AliasAct, type AsOf, afterSplits, fileOf, movesName, movesNumber } from "#core/subject/alias.ts";
import { type Identifier, schemes } from "#core/subject/identifier.ts";
import { foldNames } from "#core/subject/names.ts";
import type { Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { findActs, findSubjects, type RecordedIdentifier, type RecordedSubject } from "./store.ts";

/** What heads are composed of. */
export interface HeadRows {
  readonly subjects: ReadonlyMap<string, RecordedSubject>;
  readonly acts: readonly AliasAct[];
}

/** Reads what heads of some subjects need, as far as the scope may see it: one round trip unless an alias act touches one. */
export async function readHeads(sql: Sql, scope: Scope, subjectIds: readonly string[]): Promise<HeadRows> {
  const subjects = subjectIds.length === 0 ? [] : await findSubjects(sql, scope, subjectIds);
  const acts = subjects.some((subject) => subject.acted) ? await findActs(sql, scope, subjectIds) : [];
  // Splits may have given a subject numbers and names that were recorded under another.
  const others = new Set(acts.flatMap((act) => [act.subjectId, act.otherSubjectId])).difference(new Set(subjectIds));
  const more = others.size === 0 ? [] : await findSubjects(sql, scope, [...others]);
  return { subjects: new Map([...subjects, ...more].map((subject) => [subject.subjectId, subject])), acts };
}

/** The head of the file made up of some subjects, the leading one first. */
export function composeHead(
  subjectIds: readonly string[],
  { subjects, acts }: HeadRows,
  asOf: AsOf,
  divisions: Divisions,
): SubjectView {
  const [principal = ""] = subjectIds;
  const subject = subjects.get(principal);
  if (!subject) throw new Error("a file is led by a subject that is not there");
  const known = <R extends { recordedAt: string }>(rows: readonly R[] | undefined) =>
    (rows ?? []).filter((row) => row.recordedAt <= asOf.knownAt);
  const numbersOf = (id: string) =>
    afterSplits(id, (one) => known(subjects.get(one)?.identifiers), movesNumber, { acts, asOf }).toSorted(
      byScheme(asOf),
    );
  const namesOf = (id: string) =>
    foldNames(
      afterSplits(id, (one) => known(subjects.get(one)?.names), movesName, { acts, asOf }),
      asOf,
    );
  const code = numbersOf(principal)[0];
  const named = subjectIds.map(namesOf);
  const since = fileOf(principal, acts, asOf).since;
  return {
    kind: subject.kind,
    // C12: where no trade name may be shown, the code stands in its place.
    name: named[0]?.present ?? code?.value ?? "",
    code: code?.value ?? "",
    codeVerdict: code?.verdict ?? "unchecked",
    form: code?.scheme === "unified-code" ? formWords(code.value) : null,
    division: divisionOf(subject, code, divisions),
    identifiers: subjectIds.flatMap((id) => numbersOf(id).map(shownNumber)),
    names: named.flatMap(({ all }) => all),
    aliases: subjectIds.slice(1).flatMap((id) => {
      const alias = numbersOf(id)[0];
      return alias ? [{ code: alias.value, since: since.get(id) ?? asOf.effectiveAt }] : [];
    }),
  };
}

/** The foremost scheme first, of one scheme the number that is valid on the day, then the latest. */
function byScheme({ effectiveAt }: AsOf) {
  const rank = (one: RecordedIdentifier) => schemes.indexOf(one.scheme);
  const ended = (one: RecordedIdentifier) => Number(one.validUntil !== null && one.validUntil < effectiveAt);
  return (a: RecordedIdentifier, b: RecordedIdentifier) =>
    rank(a) - rank(b) ||
    ended(a) - ended(b) ||
    (a.recordedAt < b.recordedAt ? 1 : a.recordedAt > b.recordedAt ? -1 : a.value < b.value ? -1 : 1);
}

function shownNumber({ scheme, value, verdict, validFrom, validUntil }: Identifier): Identifier {
  return { scheme, value, verdict, validFrom, validUntil };
}

/** 市场监管部门登记的企业: department and category of a unified code in words. */
function formWords(code: string): Bilingual | null {
  const [department, category] = [departmentOf(code), categoryOf(code)];
  if (!department) return null;
  if (!category) return { zh: department.zh, en: department.en };
  return { zh: `${department.zh}：${category.zh}`, en: `${category.en} (${department.en.toLowerCase()})` };
}

/** As it was sent, else where its number was first given: that names the first registrar, not today's seat (DOMAIN.md 11.4). */
function divisionOf(
  subject: RecordedSubject,
  code: Identifier | undefined,
  divisions: Divisions,
): SubjectView["division"] {
  const inside =
    code?.scheme === "unified-code" ? code.value.slice(2, 8) : /^\d{6}(?=\d{9}$)/.exec(code?.value ?? "")?.[0];
  const number = subject.division ?? inside;
  if (number === undefined) return null;
  const division = divisions.find(number);
  const name = division.fullName ?? division.name;
  return name === null ? null : { code: division.code, name, abolished: division.status === "abolished" };
}

/** A person's name as others than the person see it: 张三丰 as 张**. */
export function maskedName(name: string): string {
  const characters = [...name];
  return characters.map((character, at) => (at === 0 ? character : "*")).join("");
}
