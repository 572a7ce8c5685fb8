/**
 * RFC 8785 (JSON Canonicalization Scheme): one byte string for one JSON value, so that it can be hashed and signed.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Canonical JSON text of a value. Keys whose value is undefined are left out, as JSON has no undefined.
 * Throws RangeError on numbers JSON cannot hold and on lone surrogates (RFC 8785 3.2.2).
 */
export function canonicalJson(value: Json | undefined): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return canonicalString(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError("a number that JSON cannot hold");
    // ECMAScript's own shortest form is what RFC 8785 3.2.2.3 prescribes; -0 becomes 0.
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  return canonicalObject(value as { readonly [key: string]: Json | undefined });
}

function canonicalObject(value: { readonly [key: string]: Json | undefined }): string {
  let text = "{";
  for (const key of inOrder(Object.keys(value))) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text.length > 1 ? "," : ""}${memberName(key)}${typeof member === "string" ? canonicalString(member) : canonicalJson(member)}`;
  }
  return `${text}}`;
}

/** The order last found for as many keys: rows of one file have the same keys in the same order. */
const lastOrders: ({ readonly keys: readonly string[]; readonly sorted: readonly string[] } | undefined)[] = [];
const keysRememberedMax = 64;

/** Keys in the order of RFC 8785 3.2.3: by UTF-16 code units, as the default sort compares. */
function inOrder(keys: readonly string[]): readonly string[] {
  if (keys.length > keysRememberedMax) return keys.toSorted();
  const last = lastOrders[keys.length];
  if (last?.keys.every((key, at) => key === keys[at])) return last.sorted;
  const sorted = keys.toSorted();
  lastOrders[keys.length] = { keys, sorted };
  return sorted;
}

const memberNames = new Map<string, string>();
const memberNamesMax = 4096;

/** A key as it stands before its value. Field names come again and again; what else comes is not kept without bound. */
function memberName(key: string): string {
  const known = memberNames.get(key);
  if (known !== undefined) return known;
  const name = `${canonicalString(key)}:`;
  if (memberNames.size < memberNamesMax && key.length <= keysRememberedMax) memberNames.set(key, name);
  return name;
}

/** A character that JSON writes otherwise than it is (RFC 8785 3.2.2.2), or half of a surrogate pair: all but the plain ones. */
const notPlain = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

function canonicalString(text: string): string {
  if (!notPlain.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new RangeError("a lone surrogate");
  return JSON.stringify(text);
}
