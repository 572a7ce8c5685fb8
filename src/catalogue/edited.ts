/** A version that was loaded is never edited: whoever was recorded under it must find it as it was (C17). Pure. */
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import type { PackFault, ReadPack } from "./pack.ts";

/** A row of a pack that has versions: an item, a list, a procedure, a measure. */
export interface VersionedRow {
  readonly id: string;
  readonly version: number;
  readonly effectiveTo: string | null;
}

const keyOf = ({ id, version }: VersionedRow): string => `${id}@${version}`;

/** Rows of a pack whose version was loaded before with other words. */
export function editedRows<R extends VersionedRow>(
  { placeOf }: ReadPack,
  rows: readonly R[],
  loaded: readonly R[],
): PackFault[] {
  const before = new Map(loaded.map((row) => [keyOf(row), row]));
  return rows
    .filter((row) => isEdited(row, before.get(keyOf(row))))
    .map((row) => ({
      code: "version-edited",
      ...placeOf(row),
      zh: `${keyOf(row)} 已载入，不得改动，请另立版本`,
      en: `${keyOf(row)} was loaded before and may not be edited; add a version`,
    }));
}

/** Rows whose version was not loaded yet. */
export function unknownTo<R extends VersionedRow>(loaded: readonly R[], rows: readonly R[]): R[] {
  const known = new Set(loaded.map(keyOf));
  return rows.filter((row) => !known.has(keyOf(row)));
}

/** To name the last day of a version that had none is not to edit it. */
function isEdited(row: VersionedRow, before: VersionedRow | undefined): boolean {
  if (before === undefined) return false;
  const text = (one: VersionedRow) => canonicalJson(one as unknown as Json);
  return (
    text(row) !== text(before) && (before.effectiveTo !== null || text({ ...row, effectiveTo: null }) !== text(before))
  );
}
