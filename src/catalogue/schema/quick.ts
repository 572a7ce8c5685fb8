/**
 * A quick yes. Rows come by the million and nearly all are good, so the plain keywords that item schemas use are
 * compiled into closures that answer only "certainly valid" or "ask the validator". Never the other way round: a test
 * holds that whatever is certain here is valid there.
 */
import { parseIsoDate } from "#core/time/date.ts";
import type { Schema } from "./dialect.ts";

/** True: certainly valid. False: look closely. */
export type Quick = (value: unknown) => boolean;

/** Keywords that never make a value invalid. */
const annotations = new Set([
  "$schema",
  "$id",
  "$comment",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
]);

/** Compiles the quick yes of a schema; null where it uses keywords that this does not know. */
export function compileQuick(schema: Schema): Quick | null {
  if (typeof schema === "boolean") return () => schema;
  const { type } = schema;
  const rest = Object.keys(schema).filter((key) => key !== "type" && !annotations.has(key) && !key.startsWith("x-"));
  const only = (...known: string[]) => rest.every((key) => known.includes(key));
  if (type === "string")
    return only("enum", "minLength", "maxLength", "pattern", "format") ? quickString(schema) : null;
  if (type === "number" || type === "integer")
    return only("minimum", "maximum", "multipleOf") ? quickNumber(schema) : null;
  if (type === "boolean") return only() ? (value) => typeof value === "boolean" : null;
  if (type === "array") return only("items", "minItems", "maxItems", "uniqueItems") ? quickArray(schema) : null;
  if (type === "object") return only("properties", "required", "additionalProperties") ? quickObject(schema) : null;
  return null;
}

function quickString(schema: { readonly [keyword: string]: unknown }): Quick | null {
  const { enum: values, minLength = 0, maxLength = Infinity, pattern, format } = schema;
  if (format !== undefined && format !== "date") return null;
  if (typeof minLength !== "number" || typeof maxLength !== "number") return null;
  if (Array.isArray(values)) {
    if (minLength > 0 || maxLength < Infinity || pattern !== undefined || format !== undefined) return null;
    const allowed = new Set(values);
    return (value) => typeof value === "string" && allowed.has(value);
  }
  if (format === "date") {
    return pattern === undefined && minLength === 0 && maxLength === Infinity
      ? (value) => typeof value === "string" && parseIsoDate(value) !== null
      : null;
  }
  // Lengths are counted in code points; a text has at most as many as code units, and at least half as many.
  const shortEnough = (text: string) =>
    text.length <= maxLength && text.length >= (minLength <= 1 ? minLength : 2 * minLength);
  if (pattern === undefined) return (value) => typeof value === "string" && shortEnough(value);
  const compiled = new RegExp(String(pattern), "u");
  return (value) => typeof value === "string" && shortEnough(value) && compiled.test(value);
}

/** Whether a number is written with no more decimals than the power of ten 1, 0.1, 0.01 ... has. */
export function hasDecimalsOf(power: number, value: unknown): boolean {
  const decimals = Math.round(-Math.log10(power));
  if (decimals < 0 || decimals > 15 || Number(`1e-${decimals}`) !== power) return false;
  return typeof value === "number" && (Number.isInteger(value) || Number(value.toFixed(decimals)) === value);
}

function quickNumber(schema: { readonly [keyword: string]: unknown }): Quick | null {
  const { type, minimum = -Infinity, maximum = Infinity, multipleOf } = schema;
  if (typeof minimum !== "number" || typeof maximum !== "number") return null;
  if (multipleOf !== undefined && typeof multipleOf !== "number") return null;
  const whole = type === "integer";
  return (value) =>
    typeof value === "number" &&
    value >= minimum &&
    value <= maximum &&
    Number.isFinite(value) &&
    (!whole || Number.isInteger(value)) &&
    (multipleOf === undefined || hasDecimalsOf(multipleOf, value));
}

/** Each text is compared with each: long arrays are the validator's, which hashes. */
const comparedAtMost = 32;

function quickArray(schema: { readonly [keyword: string]: unknown }): Quick | null {
  const { items, minItems = 0, maxItems = Infinity, uniqueItems = false } = schema;
  if (typeof minItems !== "number" || typeof maxItems !== "number" || items === undefined) return null;
  const each = compileQuick(items as Schema);
  // Equality of numbers and objects has its traps; of texts it has none.
  const texts = typeof items === "object" && items !== null && (items as { type?: unknown }).type === "string";
  if (each === null || (uniqueItems !== false && !texts)) return null;
  return (value) => {
    if (!Array.isArray(value) || value.length < minItems || value.length > maxItems) return false;
    if (uniqueItems && value.length > comparedAtMost) return false;
    for (let at = 0; at < value.length; at++) {
      if (!each(value[at])) return false;
      if (uniqueItems && value.indexOf(value[at]) !== at) return false;
    }
    return true;
  };
}

function quickObject(schema: { readonly [keyword: string]: unknown }): Quick | null {
  const { properties = {}, required = [], additionalProperties } = schema;
  if (additionalProperties !== false || !Array.isArray(required)) return null;
  const looks = new Map<string, Quick>();
  for (const [name, property] of Object.entries(properties as Record<string, Schema>)) {
    const look = compileQuick(property);
    if (look === null) return null;
    looks.set(name, look);
  }
  const needed: string[] = required;
  if (!needed.every((name) => looks.has(name))) return null;
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const row = value as Record<string, unknown>;
    for (const name of needed) if (!Object.hasOwn(row, name)) return false;
    for (const name in row) {
      const look = looks.get(name);
      if (look === undefined || !look(row[name])) return false;
    }
    return true;
  };
}
