/** What the items a criterion looks at are called, and their fields and values: its words are theirs (C18). */
import { itemsNamed } from "#core/criterion/reach.ts";
import type { Naming } from "#core/criterion/words.ts";
import type { Bilingual } from "#core/refusal.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Catalogue } from "../catalogue.ts";
import { criterionFrom } from "./criterion.ts";

/** Words of items and of their fields on a day; where several items have a field, the first says what it is called. */
export function namingOf(catalogue: Pick<Catalogue, "itemInForce">, items: readonly string[], on: IsoDate): Naming {
  const legends = new Map(items.map((id) => [id, catalogue.itemInForce(id, on)?.legend ?? null]));
  const first = <T>(find: (legend: NonNullable<ReturnType<typeof legends.get>>) => T | undefined): T | null => {
    for (const legend of legends.values()) {
      const found = legend ? find(legend) : undefined;
      if (found !== undefined) return found;
    }
    return null;
  };
  return {
    item: (id) => legends.get(id)?.title ?? null,
    field: (name) => first((legend) => legend.fields[name]?.title),
    value: (field, value) => first((legend) => legend.fields[field]?.words?.[value]),
  };
}

/** A rule in words made from the tree that runs. Throws where it cannot be read: `pack check` refuses such a pack. */
export function ruleInWords(catalogue: Pick<Catalogue, "itemInForce">, rule: string, on: IsoDate): Bilingual {
  const read = criterionFrom(rule);
  if (!read.ok) throw new Error(`a rule was loaded that cannot be read: ${read.fault.en}`);
  return read.value.words(namingOf(catalogue, itemsNamed(read.value.condition), on));
}
