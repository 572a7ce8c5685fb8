/** How far and how long a record is shown and kept (C2, C8; NDRC Order 36; 征信业管理条例 16). Pure. */
import type { Item, LevelName } from "#contract/catalogue.ts";
import type { Payload, SubjectKind } from "#core/record/record.ts";
import { type Condition, compileConditions } from "#core/rule/condition.ts";
import type { Row } from "#core/rule/row.ts";
import { addMonths, addYears, earlier, type IsoDate, parseIsoDate } from "#core/time/date.ts";
import type { RecordDates, RecordTerms } from "./catalogue.ts";
import { groundOf, itemKey } from "./fields.ts";

/** From this day on a date means "no end": agencies write 2099-12-31, 2099-01-31, 9999-12-31. */
const openEndedFrom = "2099-01-01";

/** A day of the payload; null where it is absent or means "no end". Throws RangeError where it is no day. */
function dayAt(row: Row, field: string | null | undefined): IsoDate | null {
  if (field === null || field === undefined) return null;
  const value = row[field];
  if (value === undefined || value === null || value === "") return null;
  const day = typeof value === "string" ? parseIsoDate(value) : null;
  if (day === null) throw new RangeError(`${field} is no day`);
  return day >= openEndedFrom ? null : day;
}

/** Reads the dates of a record from its payload. */
export function datesReader(item: Item): (payload: Payload) => RecordDates {
  const { dates } = item;
  return (payload) => {
    const decidedOn = dayAt(payload, dates.decidedOn);
    if (decidedOn === null) throw new RangeError(`${dates.decidedOn} is missing`);
    return {
      decidedOn,
      conductEndedOn: dayAt(payload, dates.conductEndedOn),
      servedOn: dayAt(payload, dates.servedOn),
      answerDueOn: dayAt(payload, dates.answerDueOn),
      effectiveFrom: dayAt(payload, dates.effectiveFrom) ?? decidedOn,
      effectiveTo: dayAt(payload, dates.effectiveTo),
    };
  };
}

/** The terms that one version of an item gives; `dates` are those the record's own version reads. */
export type TermsReader = (payload: Payload, subjectKind: SubjectKind, dates: RecordDates) => RecordTerms;

/** Compiles the terms of one version, whatever other versions there are. Throws RuleFault on conditions written wrong. */
export function termsReader(item: Item): TermsReader {
  const { publication, retention } = item.terms;
  const levelOf = levelReader(item);
  const levels = new Map(publication.levels.map((level) => [level.level, level]));
  const key = itemKey(item);
  return (payload, subjectKind, { decidedOn, conductEndedOn }) => {
    const level = levelOf(payload);
    const rule = levels.get(level);
    if (!rule) throw new RangeError(`${key} has no level ${level}`);
    const conductDay = conductEndedOn ?? decidedOn;
    const named = dayAt(payload, retention.from) ?? conductDay;
    // C8 counts from the end of the conduct, whatever later day an item might name.
    const from = item.adverse && conductDay < named ? conductDay : named;
    const retainedUntil = retention.years === 0 ? null : addYears(from, retention.years);
    const start = dayAt(payload, publication.from) ?? decidedOn;
    const published = rule.published && (item.subjects[subjectKind]?.publish ?? false);
    return {
      level,
      disclosure: published ? "public" : "shared",
      publishedUntil: published
        ? earlier(publicationEnd(item, payload, start, rule.monthsMax), retainedUntil)
        : item.adverse
          ? earlier(start, retainedUntil)
          : null,
      retainedUntil,
      provisional: item.adverse && item.dates.conductEndedOn !== null && conductEndedOn === null,
      under: key,
    };
  };
}

/** The level's end; later while a ban lasts that publication lasts with; earlier where the agency named an earlier one. */
function publicationEnd(item: Item, payload: Payload, start: IsoDate, monthsMax: number | null): IsoDate | null {
  const { lastsWith, untilField } = item.terms.publication;
  const byLevel = monthsMax === null ? null : addMonths(start, monthsMax);
  const ban = lastsWith ? dayAt(payload, lastsWith.field) : null;
  const longest = byLevel !== null && ban !== null && ban > byLevel ? ban : byLevel;
  return earlier(longest, dayAt(payload, untilField));
}

/** Reads the level: as the authority named it, else by the first line that holds, else the mildest. */
function levelReader(item: Item): (payload: Payload) => LevelName {
  const { levelField, levelBy = [], levels } = item.terms.publication;
  const names = new Set<string>(levels.map(({ level }) => level));
  const mildest = levels[0]?.level ?? "only";
  const ground = groundOf(item);
  const lines = levelBy.map(({ level, when }): { level: LevelName; holds: Condition } => ({
    level,
    holds: compileConditions(when, ground),
  }));
  return (payload) => {
    const named = levelField === null ? undefined : payload[levelField];
    if (typeof named === "string" && names.has(named)) return named as LevelName;
    for (const { level, holds } of lines) if (holds(payload)) return level;
    return mildest;
  };
}

/**
 * The milder of two terms for the same record (行政处罚法 37, C2): unpublished before published, then the earlier end of
 * publication, then of keeping; an end before none. Of equals the first, the law of the conduct's own day.
 */
export function milder(first: RecordTerms, second: RecordTerms): RecordTerms {
  if (first.disclosure !== second.disclosure) return first.disclosure === "public" ? second : first;
  const byPublication = compareEnds(first.publishedUntil, second.publishedUntil);
  const order = byPublication === 0 ? compareEnds(first.retainedUntil, second.retainedUntil) : byPublication;
  return order <= 0 ? first : second;
}

function compareEnds(a: IsoDate | null, b: IsoDate | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  return b === null || a < b ? -1 : 1;
}
