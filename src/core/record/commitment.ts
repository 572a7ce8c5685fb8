import { createHash } from "node:crypto";
import { canonicalJson, type Json } from "./canonical.ts";

/**
 * Salted commitment to a version of a record: SHA-256(salt || canonical JSON of the statement), 32 bytes.
 * Whoever holds salt and statement can check it; once both are erased it says nothing about the person (C17).
 */
export function commitment(salt: Uint8Array, statement: Json): Buffer {
  return createHash("sha256").update(salt).update(canonicalJson(statement)).digest();
}
