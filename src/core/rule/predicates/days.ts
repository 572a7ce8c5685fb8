/** Days of law: all `YYYY-MM-DD`, so that texts compare as days do. A value that is no day is the schema's to find. */
import { addDays, parseIsoDate } from "../../time/date.ts";
import { textOf } from "../arguments.ts";
import { eachField, type Predicate } from "../predicate.ts";

export const notAfter: Predicate = {
  name: "not-after",
  demands: { zh: "{field} 不得晚于 {other}", en: "{field} must not be after {other}" },
  compile(args) {
    const field = args.field("field");
    const other = args.day("other");
    if (field === null || other === null) return null;
    return (row, known) => {
      const day = textOf(row[field]);
      const limit = other(row, known);
      return day === undefined || limit === undefined || day <= limit
        ? null
        : [{ field, value: day, params: { limit } }];
    };
  },
};

export const notBefore: Predicate = {
  name: "not-before",
  demands: { zh: "{field} 不得早于 {other}", en: "{field} must not be before {other}" },
  compile(args) {
    const field = args.field("field");
    const other = args.day("other");
    if (field === null || other === null) return null;
    return (row, known) => {
      const day = textOf(row[field]);
      const limit = other(row, known);
      return day === undefined || limit === undefined || day >= limit
        ? null
        : [{ field, value: day, params: { limit } }];
    };
  },
};

export const withinDays: Predicate = {
  name: "within-days",
  demands: {
    zh: "{field} 应在 {other} 之后 {days} 日（自然日）以内",
    en: "{field} must be within {days} calendar days after {other}",
  },
  compile(args) {
    const field = args.field("field");
    const other = args.day("other");
    const days = args.number("days");
    if (field === null || other === null) return null;
    return (row, known) => {
      const day = textOf(row[field]);
      const start = parseIsoDate(other(row, known) ?? "");
      if (day === undefined || start === null) return null;
      const limit = addDays(start, days);
      return day <= limit ? null : [{ field, value: day, params: { limit } }];
    };
  },
};

export const lawInForce: Predicate = {
  name: "law-in-force",
  demands: {
    zh: "{field} 不得早于《{law}》施行之日 {from}",
    en: "{field} must not be before {from}, when {law} began",
  },
  compile(args) {
    const field = args.field("field");
    const from = args.constantDay("from");
    const law = args.text("law");
    if (field === null) return null;
    return (row) => {
      const day = textOf(row[field]);
      return day === undefined || day >= from ? null : [{ field, value: day, params: { from, law } }];
    };
  },
};

export const notOpenEnded: Predicate = {
  name: "not-open-ended",
  demands: {
    zh: "{fields} 不应以 {since} 以后的日期表示长期",
    en: "{fields} must not say “for good” by a day from {since}",
  },
  compile(args) {
    const since = args.constantDay("since");
    return eachField(args.fields("fields"), (value) =>
      typeof value === "string" && value >= since ? { params: { day: value } } : null,
    );
  },
};
