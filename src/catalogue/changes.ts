/** What one edition of a pack changed of the one before (C18). Pure. */
import type { PackContents } from "#contract/pack.ts";
import type { PackChange } from "#contract/rules.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import type { Bilingual } from "#core/refusal.ts";
import { itemKey } from "./fields.ts";

interface Named {
  readonly kind: PackChange["kind"];
  readonly id: string;
  readonly title: Bilingual | null;
  readonly row: unknown;
}

/** Every row of an edition, by name. */
function rowsOf(contents: PackContents): Named[] {
  return [
    { kind: "pack", id: contents.pack.id, title: contents.pack.title, row: contents.pack },
    ...contents.sectors.map((row): Named => ({ kind: "sector", id: String(row.number), title: row.title, row })),
    ...contents.agencyKinds.map((row): Named => ({ kind: "agency-kind", id: row.kind, title: row.title, row })),
    ...contents.items.map((row): Named => ({ kind: "item", id: itemKey(row), title: row.title, row })),
    ...contents.rules.map((row): Named => ({ kind: "rule", id: row.code, title: row.reason, row })),
    ...contents.purposes.map((row): Named => ({ kind: "purpose", id: row.purpose, title: row.title, row })),
    ...contents.calendars.map((row): Named => ({ kind: "calendar", id: row.notice, title: null, row })),
    ...contents.lists.map((row): Named => ({ kind: "list", id: itemKey(row), title: row.title, row })),
    ...contents.procedures.map((row): Named => ({ kind: "procedure", id: itemKey(row), title: row.title, row })),
    ...contents.matters.map((row): Named => ({ kind: "matter", id: row.matter, title: row.title, row })),
    ...contents.measures.map((row): Named => ({ kind: "measure", id: itemKey(row), title: row.title, row })),
    ...contents.declinedMeasures.map(
      (row): Named => ({ kind: "declined-measure", id: row.title.zh, title: row.title, row }),
    ),
    ...contents.objectionTerms.map(
      (row): Named => ({ kind: "objection-term", id: itemKey(row), title: row.title, row }),
    ),
    ...contents.questionTerms.map((row): Named => ({ kind: "question-term", id: itemKey(row), title: row.title, row })),
    ...contents.repairRules.map((row): Named => ({ kind: "repair-rule", id: itemKey(row), title: row.title, row })),
    ...contents.divisions.map((row): Named => ({ kind: "division", id: String(row[0]), title: null, row })),
  ];
}

/** How many rows an edition has. */
export function countRows(contents: PackContents): number {
  return rowsOf(contents).length;
}

/** Rows that were added, changed or removed from one edition to the next, in the order of the pack. */
export function changesBetween(earlier: PackContents, later: PackContents): PackChange[] {
  const key = ({ kind, id }: Named) => `${kind} ${id}`;
  const text = ({ row }: Named) => canonicalJson(row as Json);
  const before = new Map(rowsOf(earlier).map((row) => [key(row), row]));
  const after = new Map(rowsOf(later).map((row) => [key(row), row]));
  const told = ({ kind, id, title }: Named, change: PackChange["change"]): PackChange => ({ kind, change, id, title });
  return [
    ...after.entries().flatMap(([name, row]) => {
      const old = before.get(name);
      if (old === undefined) return [told(row, "added")];
      return text(old) === text(row) ? [] : [told(row, "changed")];
    }),
    ...before.entries().flatMap(([name, row]) => (after.has(name) ? [] : [told(row, "removed")])),
  ];
}
