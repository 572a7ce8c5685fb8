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
  // The default sort compares UTF-16 code units, which is the order RFC 8785 3.2.3 asks for.
  const keys = Object.keys(value).sort();
  let text = "{";
  for (const key of keys) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text.length > 1 ? "," : ""}${canonicalString(key)}:${canonicalJson(member)}`;
  }
  return `${text}}`;
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new RangeError("a lone surrogate");
  return JSON.stringify(text);
}
