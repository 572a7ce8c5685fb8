/** Which field an agency's column may mean, by its name: a proposal for a person to look over, never a decision. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Type from "typebox";
import { Compile } from "typebox/compile";
import type { ItemVersion } from "#src/catalogue/index.ts";
import { likeness } from "../pipeline/names.ts";
import { columnKey } from "../read/header.ts";

const words = Type.Record(Type.String(), Type.Array(Type.String()));
const aliasShape = Compile(
  Type.Object(
    { roles: words, identifiers: words, fields: words, ignored: Type.Array(Type.String()) },
    { additionalProperties: false },
  ),
);

function readAliases() {
  const read: unknown = JSON.parse(readFileSync(join(import.meta.dirname, "aliases.json"), "utf8"));
  if (!aliasShape.Check(read)) throw new Error("aliases.json is of another shape");
  return read;
}
const aliases = readAliases();
const ignored = new Set(aliases.ignored.map(columnKey));

/** Columns every ledger has and no record needs. */
export function isUsuallyIgnored(column: string): boolean {
  return ignored.has(columnKey(column));
}

/** How sure a likeness must be to be proposed; equal is 1, an alias 0.95. */
const likelyFrom = 0.6;
const aliasCertainty = 0.95;
const containedCertainty = 0.8;

/** Names a field goes by beside its own. */
function aliasesOf({ item, fields }: ItemVersion): Map<string, readonly string[]> {
  const byRole: readonly (readonly [string | null | undefined, string])[] = [
    [item.about.name, "name"],
    [item.about.kind?.field, "kind"],
    [item.dates.decidedOn, "decidedOn"],
    [item.dates.conductEndedOn, "conductEndedOn"],
    [item.dates.servedOn, "servedOn"],
    [item.dates.answerDueOn, "answerDueOn"],
    [item.dates.effectiveFrom, "effectiveFrom"],
    [item.dates.effectiveTo, "effectiveTo"],
    [item.authority.name, "authorityName"],
    [item.authority.code, "authorityCode"],
  ];
  const found = new Map<string, string[]>();
  const add = (field: string | null | undefined, names: readonly string[] | undefined) => {
    if (field && names) found.set(field, [...(found.get(field) ?? []), ...names]);
  };
  for (const [field, role] of byRole) add(field, aliases.roles[role]);
  for (const name of item.about.numbers) add(name, aliases.identifiers[fields.get(name)?.["x-identifier"] ?? ""]);
  for (const name of fields.keys()) add(name, aliases.fields[name]);
  return found;
}

/** How sure it is that a column means a field. */
export interface Likely {
  readonly column: string;
  readonly field: string;
  readonly certainty: number;
}

/** A name without the unit or the remark in brackets at its end. */
function bare(name: string): string {
  return columnKey(name.normalize("NFKC").replace(/[(【[][^()【】[\]]*[)】\]]\s*$/u, ""));
}

/** The likeliest field of each column: every field once, the surest first. */
export function likelyFields(
  item: ItemVersion,
  columns: readonly string[],
  mayBe: (column: string, field: string) => boolean,
): Likely[] {
  const others = aliasesOf(item);
  const all: Likely[] = [];
  for (const column of columns) {
    for (const [field, { title, "x-en": english }] of item.fields) {
      const certainty = certaintyOf(column, { titles: [title, english], aliases: others.get(field) ?? [] });
      if (certainty >= likelyFrom && mayBe(column, field)) all.push({ column, field, certainty });
    }
  }
  const columnsTaken = new Set<string>();
  const fieldsTaken = new Set<string>();
  return all
    .sort((a, b) => b.certainty - a.certainty)
    .filter(({ column, field }) => {
      if (columnsTaken.has(column) || fieldsTaken.has(field)) return false;
      columnsTaken.add(column);
      fieldsTaken.add(field);
      return true;
    });
}

function certaintyOf(
  column: string,
  { titles, aliases: others }: { titles: readonly string[]; aliases: readonly string[] },
): number {
  const own = bare(column);
  if (own === "") return 0;
  const names = titles.map(bare);
  if (names.includes(own)) return 1;
  const known = others.map(columnKey);
  if (known.includes(own)) return aliasCertainty;
  const contains = known.some((name) => name.length >= 4 && own.includes(name));
  const like = Math.max(0, ...[...names, ...known].map((name) => likeness(own, name)));
  return Math.max(contains ? containedCertainty : 0, like * aliasCertainty);
}
