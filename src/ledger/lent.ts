/** What of a record its subject lends: the fields it gave, of the items it gave, and nothing else (C14). Pure. */
import type { FileRecord } from "#contract/ledger.ts";
import type { FieldsByItem } from "#core/consent/consent.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import type { Visible } from "./compose.ts";

/** The record as far as it was given; null where nothing of its item was. Marks stay, words of agencies do not go along. */
export function lentOf(visible: Visible, granted: FieldsByItem): Visible | null {
  const names = granted[visible.itemId];
  if (!names || names.length === 0) return null;
  const { record } = visible;
  const fields: FileRecord["fields"] = {};
  for (const name of names) if (Object.hasOwn(record.fields, name)) fields[name] = record.fields[name];
  const masked = record.masked.filter(({ field }) => names.includes(field));
  return { ...visible, record: { ...record, fields, masked, changeReason: null } };
}

/** Fields of an item that can be lent: never what is sealed (C13). Free text goes as an officer released it (C3). */
export function lendableFields({ fields }: Pick<ItemVersion, "fields">): string[] {
  return [...fields].flatMap(([name, { "x-disclosure": disclosure }]) =>
    disclosure === "public" || disclosure === "shared" || disclosure === "after-release" ? [name] : [],
  );
}
