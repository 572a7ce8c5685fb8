/** What is written down of a finding's value: nothing that could be a person's (C13), nothing long. */
import { maskPersonNumbers } from "#core/code/secrets.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import type { RowFinding } from "../map/mapped.ts";
import type { FindingRow } from "../store.ts";

const shownCharsMax = 60;
/** A word out of a free text, as rules name it, tells nothing of a person; a sentence may. */
const freeTextCharsMax = 12;

/** A finding as it is stored. */
export function storedFinding(
  { code, verdict, column, field, value, params }: RowFinding,
  place: {
    readonly row: number;
    readonly ordinal: number;
    readonly kind: SubjectKind | null;
    readonly item: ItemVersion;
  },
): FindingRow {
  const { row, ordinal, kind, item } = place;
  return { row, ordinal, verdict, column, field, code, value: shown(value, field, { kind, item }), params };
}

function shown(
  value: string | null,
  field: string | null,
  { kind, item }: { kind: SubjectKind | null; item: ItemVersion },
): string | null {
  if (value === null || value === "") return null;
  const { about } = item.item;
  const disclosure = field === null ? "public" : item.fields.get(field)?.["x-disclosure"];
  if (disclosure === "sealed" || disclosure === "subject") return null;
  // Whether it is about a person may not be known yet; then a name is nobody's to show.
  if (kind !== "organisation" && field !== null && (field === about.name || about.numbers.includes(field))) return null;
  if (disclosure === "after-release" && value.length > freeTextCharsMax) return null;
  const masked = maskPersonNumbers(value);
  return masked.length > shownCharsMax ? `${masked.slice(0, shownCharsMax)}…` : masked;
}
