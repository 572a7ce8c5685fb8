/** What of a record's fields any screen, report or program is shown: persons' numbers masked, wherever they stand (C13). */
import type { Field } from "#contract/catalogue.ts";
import { maskPersonNumber } from "#core/code/person.ts";
import { maskPersonNumbers, mayHoldPersonNumber } from "#core/code/secrets.ts";
import { checkUnifiedCode } from "#core/code/unified.ts";
import type { Json } from "#core/record/canonical.ts";
import type { Payload } from "#core/record/record.ts";
import type { ItemVersion } from "./catalogue.ts";
import { isSealedNumber } from "./fields.ts";

const personSchemes: ReadonlySet<string> = new Set(["person-number", "passport-number", "other-document-number"]);

/** Whether a field is there for a person's number: the subject's own, or a representative's document. */
export function holdsPersonNumber(name: string, field: Field): boolean {
  return personSchemes.has(field["x-identifier"] ?? "") || isSealedNumber(name, field);
}

/** A value as it may be shown: first and last character of a person's number, and nothing else changed. */
export function shownValue(item: Pick<ItemVersion, "fields">, name: string, value: Json): Json {
  if (Array.isArray(value)) return value.map((one) => shownValue(item, name, one));
  if (typeof value !== "string") return value;
  const field = item.fields.get(name);
  if (field && holdsPersonNumber(name, field)) return maskPersonNumber(value);
  // Hundreds of records are shown at once: nearly every text is told by its digits alone.
  if (!mayHoldPersonNumber(value)) return value;
  const masked = maskPersonNumbers(value);
  // A code of an organisation may pass as a person's number, and is public.
  return masked !== value && field?.["x-identifier"] === "unified-code" && checkUnifiedCode(value).verdict === "valid"
    ? value
    : masked;
}

/** Fields as they may be shown, and the names of those of which something is masked. */
export function shownFields(
  item: Pick<ItemVersion, "fields">,
  payload: Payload,
): { readonly fields: { [field: string]: Json }; readonly masked: readonly string[] } {
  const fields: { [field: string]: Json } = {};
  const masked: string[] = [];
  for (const [name, value] of Object.entries(payload)) {
    const shown = shownValue(item, name, value);
    fields[name] = shown;
    if (shown !== value && (!Array.isArray(shown) || JSON.stringify(shown) !== JSON.stringify(value)))
      masked.push(name);
  }
  return { fields, masked };
}
