/** Whether fields are there at all. */
import type { Hit, Predicate } from "../predicate.ts";
import { isPresent } from "../row.ts";

export const required: Predicate = {
  name: "required",
  demands: { zh: "{fields} 必须填写", en: "{fields} must be given" },
  compile(args) {
    const fields = args.fields("fields");
    if (fields.length === 0) return null;
    return (row) => {
      let hits: Hit[] | null = null;
      for (const field of fields) {
        if (isPresent(row[field])) continue;
        hits ??= [];
        hits.push({ field });
      }
      return hits;
    };
  },
};

export const anyOf: Predicate = {
  name: "any-of",
  demands: { zh: "{fields} 至少填写一项", en: "at least one of {fields} must be given" },
  compile(args) {
    const fields = args.fields("fields");
    const [first] = fields;
    if (first === undefined) return null;
    return (row) => (fields.some((field) => isPresent(row[field])) ? null : [{ field: first }]);
  },
};

export const absent: Predicate = {
  name: "absent",
  demands: { zh: "{fields} 不得填写", en: "{fields} must not be given" },
  compile(args) {
    const fields = args.fields("fields");
    if (fields.length === 0) return null;
    return (row) => {
      const found = fields.filter((field) => isPresent(row[field]));
      return found.length === 0 ? null : found.map((field) => ({ field }));
    };
  },
};

export const containsWhenPresent: Predicate = {
  name: "contains-when-present",
  demands: { zh: "填写了 {given} 的，{list} 应含 {value}", en: "where {given} is given, {list} must contain {value}" },
  compile(args) {
    const list = args.field("list");
    const given = args.field("given");
    const value = args.text("value");
    if (list === null || given === null) return null;
    return (row) => {
      const amount = row[given];
      const values = row[list];
      if (!isPresent(amount) || amount === 0) return null;
      return Array.isArray(values) && values.includes(value) ? null : [{ field: list }];
    };
  },
};
