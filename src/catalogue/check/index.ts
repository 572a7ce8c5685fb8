/** Proves what a pack asserts about itself: by `pack check`, and again whenever a pack is loaded. */
import type { PackContents } from "#contract/pack.ts";
import { bindingRules } from "../item.ts";
import { type PackFault, type ReadPack, shapeFaults } from "../pack.ts";
import type { Assertion, Breach, Examined } from "./assertion.ts";
import { charter } from "./charter.ts";
import { criteria } from "./criteria.ts";
import { items } from "./items.ts";
import { lists } from "./lists.ts";
import { measures } from "./measures.ts";
import { procedures } from "./procedures.ts";
import { region } from "./region.ts";
import { repair } from "./repair.ts";
import { rules } from "./rules.ts";
import { structure } from "./structure.ts";

/** Every assertion, in the order in which a lawyer would read them. */
export const assertions: readonly Assertion[] = [
  ...structure,
  ...items,
  ...rules,
  ...charter,
  ...procedures,
  ...lists,
  ...criteria,
  ...measures,
  ...repair,
  ...region,
];

/** A breach with the code of its assertion. */
export type Broken = Breach & { readonly code: string };

/** Where contents of the right shapes do not hold what they assert; `nation` as for {@link checkPack}. */
export function breachesOf(contents: PackContents, nation: PackContents | null): Broken[] {
  const allRules = [...(nation?.rules ?? []), ...contents.rules];
  const examined: Examined = {
    contents,
    nation,
    rules: allRules,
    agencyKinds: [...(nation?.agencyKinds ?? []), ...contents.agencyKinds],
    whole: wholeOf(contents, nation),
    rulesOn: (item) => bindingRules(item, allRules),
  };
  return assertions.flatMap(({ code, breaches }) => [...breaches(examined)].map((breach) => ({ code, ...breach })));
}

function wholeOf(contents: PackContents, nation: PackContents | null): Examined["whole"] {
  return {
    items: [...(nation?.items ?? []), ...contents.items],
    purposes: [...(nation?.purposes ?? []), ...contents.purposes],
    lists: [...(nation?.lists ?? []), ...contents.lists],
    procedures: [...(nation?.procedures ?? []), ...contents.procedures],
    matters: [...(nation?.matters ?? []), ...contents.matters],
    measures: [...(nation?.measures ?? []), ...contents.measures],
  };
}

/**
 * Where a pack does not hold what it asserts; empty where it does. A pack with faults of shape is not asked further.
 * @param nation the pack this one adds to, where it adds to one
 */
export function checkPack(pack: ReadPack, nation: PackContents | null): readonly PackFault[] {
  const illRead = [...pack.unread, ...shapeFaults(pack)];
  if (illRead.length > 0) return illRead;
  return breachesOf(pack.contents, nation).map(({ row, path, ...said }) => {
    const place = pack.placeOf(row);
    return { code: said.code, file: place.file, path: place.path + path, zh: said.zh, en: said.en };
  });
}
