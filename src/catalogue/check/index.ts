/** Proves what a pack asserts about itself: by `pack check`, and again whenever a pack is loaded. */
import type { PackContents } from "#contract/catalogue.ts";
import type { PackFault, ReadPack } from "../pack.ts";
import type { Assertion, Examined } from "./assertion.ts";
import * as structure from "./structure.ts";

/** Every assertion, in the order in which a lawyer would read them. */
export const assertions: readonly Assertion[] = [structure].flatMap((room): Assertion[] => Object.values(room));

/**
 * Where a pack does not hold what it asserts; empty where it does. A pack with faults of shape is not asked further.
 * @param nation the pack this one adds to, where it adds to one
 */
export function checkPack(pack: ReadPack, nation: PackContents | null): readonly PackFault[] {
  if (pack.faults.length > 0) return pack.faults;
  const { contents } = pack;
  const examined: Examined = {
    contents,
    nation,
    rules: [...(nation?.rules ?? []), ...contents.rules],
    agencyKinds: [...(nation?.agencyKinds ?? []), ...contents.agencyKinds],
  };
  return assertions.flatMap(({ code, breaches }) =>
    [...breaches(examined)].map(({ row, path, zh, en }) => {
      const place = pack.placeOf(row);
      return { code, file: place.file, path: place.path + path, zh, en };
    }),
  );
}
