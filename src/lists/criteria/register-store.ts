/**
 * A criterion over the whole register, compiled to SQL: of whom it holds, and of whom it cannot be said. The library
 * stays the oracle (src/catalogue/criteria): both must agree, and every candidate found here is asked of it again.
 */
import { itemsOfLook, type Look, looksOf, plainNeedOf, starts } from "#core/criterion/reach.ts";
import type { Condition } from "#core/criterion/tree.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { aggregatesOf, conditionSql, lookSql } from "./conditions-store.ts";
import { Bound, type Compiling, type Lists } from "./values-store.ts";

/** Of what state of the register a criterion is asked. */
export interface Search {
  readonly condition: Condition;
  readonly asOf: IsoDate;
  /** Records and changes recorded later are not known. */
  readonly knownAt: Date;
  /** The present day: what is no longer kept is not read, whatever day is asked of (C8). */
  readonly today: IsoDate;
  /** Never persons: the machine looks for nobody (PIPL 24). */
  readonly kinds: readonly Exclude<SubjectKind, "person">[];
  /** Only these subjects; null: the whole register. */
  readonly among: readonly string[] | null;
  /** Subjects whose file is made of several: the library is asked of them alone. */
  readonly without: readonly string[];
}

/** A subject of whom the criterion holds (true), or of whom it cannot be said (null). */
export interface Found {
  readonly subjectId: string;
  readonly met: true | null;
}

/** Asks a criterion of the register. */
export async function searchRegister(sql: Sql, scope: Scope, search: Search): Promise<Found[]> {
  scope.mustBe("inside");
  const { text, values } = registerSql(search);
  return (await sql.query<{ subjectId: string; met: true | null }>(text, values)).rows;
}

/** The query of {@link searchRegister}: every value bound, nothing a rule says in the text. */
export function registerSql(search: Search): { text: string; values: unknown[] } {
  const bound = new Bound();
  const compiling: Compiling = { bound, asOf: search.asOf, rows: new Map(), lists: outermost(search, bound) };
  const verdict = conditionSql(search.condition, compiling);
  const need = needSql(search.condition, compiling);
  const rows = standingRows(search, bound, anchorSql(search, bound));
  return {
    text: `SELECT subject_id AS "subjectId", met FROM (
      SELECT r1.subject_id, ${verdict} AS met FROM (${rows}) r1 ${need === null ? "" : `WHERE ${need}`}
      GROUP BY r1.subject_id) judged
      WHERE met IS NOT FALSE`,
    values: bound.values,
  };
}

/** Records of the subject, and within them its records once more. */
function outermost(search: Search, bound: Bound): Lists {
  const outer = aggregatesOf("r1");
  const inner = aggregatesOf("r2");
  const again = (aggregate: string) =>
    `(SELECT ${aggregate} FROM (${standingRows(search, bound, null)}) r2 WHERE r2.subject_id = r1.subject_id)`;
  const deepest: Lists = {
    quantified: (condition, compiling) => again(inner.quantified(condition, { ...compiling, lists: tooDeep })),
    size: (of, compiling) => again(inner.size(of, { ...compiling, lists: tooDeep })),
    total: (value, compiling) => again(inner.total(value, { ...compiling, lists: tooDeep })),
  };
  return {
    quantified: (condition, compiling) => outer.quantified(condition, { ...compiling, lists: deepest }),
    size: (of, compiling) => outer.size(of, { ...compiling, lists: deepest }),
    total: (value, compiling) => outer.total(value, { ...compiling, lists: deepest }),
  };
}

const refuse = (): never => {
  throw new Error("records within records within records: the subset has none");
};
const tooDeep: Lists = { quantified: refuse, size: refuse, total: refuse };

/** Which records make any difference to the criterion; null where any may. What no look can take up is not even grouped. */
function needSql(condition: Condition, compiling: Compiling): string | null {
  const needs = looksOf(condition).map((look) => lookNeed(look, compiling));
  return needs.includes("") ? null : needs.map((need) => `(${need})`).join(" OR ");
}

/** First what indexes know, then the tests themselves, unless they look at other records in turn. */
function lookNeed(look: Look, compiling: Compiling): string {
  const plain = plainNeedOf(look);
  const tests = [...look.of.filters, ...(look.test ? [look.test] : [])];
  const rows = new Map(tests.map(({ variable }) => [variable, "r1"]));
  const isFlat = tests.every(({ body }) => looksOf(body).length === 0);
  return [
    ...(plain === null ? [] : [conditionSql(plain, { ...compiling, rows })]),
    ...(isFlat && tests.length > 0 ? [`(${lookSql(look, "r1", compiling)}) IS NOT FALSE`] : []),
  ].join(" AND ");
}

/** Subjects the criterion can concern at all, where one of its looks would have further items' records read. */
function anchorSql({ condition }: Search, bound: Bound): string | null {
  const items = starts(condition);
  if (items === null) throw new Error("a criterion that starts from no item");
  const isWithin = looksOf(condition).every((look) => {
    const of = itemsOfLook(look);
    return of?.isSubsetOf(items) === true;
  });
  if (isWithin) return null;
  return `SELECT a.subject_id FROM ledger.record a WHERE a.item_id = ANY (${bound.place([...items], "text[]")})`;
}

/**
 * The standing records as core's fold has them (record/fold.ts): those nobody changed by then, and those corrected, with
 * the content of their last correction. The same columns of both, so that what is asked of them reaches the indexes.
 */
function standingRows(search: Search, bound: Bound, anchor: string | null): string {
  const knownAt = bound.place(search.knownAt, "timestamptz");
  const asOf = bound.place(search.asOf, "date");
  const keptOn = bound.place(search.asOf > search.today ? search.asOf : search.today, "date");
  // Said of the corrections too: what is asked of a few subjects must not sort everybody's.
  const among = search.among ? `AND subject_id = ANY (${bound.place(search.among, "uuid[]")})` : "";
  const whose = [
    `f.recorded_at <= ${knownAt}`,
    `f.subject_kind = ANY (${bound.place(search.kinds, "text[]")})`,
    ...(search.among ? [`f.subject_id = ANY (${bound.place(search.among, "uuid[]")})`] : []),
    ...(search.without.length > 0 ? [`f.subject_id <> ALL (${bound.place(search.without, "uuid[]")})`] : []),
    ...(anchor === null ? [] : [`f.subject_id IN (${anchor})`]),
  ].join(" AND ");
  const stands = (content: string) =>
    `${content}.decided_on <= ${asOf} AND ${content}.effective_from <= ${asOf} AND ${content}.open IS NOT NULL
     AND (${content}.retained_until IS NULL OR ${content}.retained_until >= ${keptOn})`;
  const columns = (content: string) =>
    `f.subject_id, f.record_id, f.item_id, f.authority, f.adverse, ${content}.decided_on, ${content}.conduct_ended_on,
     ${content}.effective_from, ${content}.effective_to, ${content}.open`;
  const changed = (acts: string) =>
    `EXISTS (SELECT FROM ledger.change w WHERE w.subject_id = f.subject_id AND w.record_id = f.record_id
       AND w.act IN (${acts}) AND w.recorded_at <= ${knownAt})`;
  // The last mark of a repair counts, as in core/repair/mark.ts.
  const repaired = `coalesce((SELECT g.open ->> 'state' = 'granted' FROM ledger.change g
       WHERE g.subject_id = f.subject_id AND g.record_id = f.record_id AND g.mark = 'repair' AND g.recorded_at <= ${knownAt}
         AND g.open ->> 'state' IN ('granted', 'reversed')
       ORDER BY g.version DESC LIMIT 1), false)`;
  return `SELECT ${columns("f")} FROM ledger.record f
      WHERE ${whose} AND ${stands("f")} AND NOT ${changed("'correct', 'withdraw'")} AND NOT ${repaired}
    UNION ALL
    SELECT ${columns("c")} FROM (
        SELECT DISTINCT ON (subject_id, record_id) * FROM ledger.change
        WHERE act = 'correct' AND recorded_at <= ${knownAt} ${among} ORDER BY subject_id, record_id, version DESC) c
      JOIN ledger.record f ON f.subject_id = c.subject_id AND f.record_id = c.record_id
      WHERE ${whose} AND ${stands("c")} AND NOT ${changed("'withdraw'")} AND NOT ${repaired}`;
}
