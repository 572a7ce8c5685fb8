/** The pack is whole: nothing is named twice, nothing is named that is not there. */
import { itemKey } from "../fields.ts";
import type { Assertion, Breach } from "./assertion.ts";

export const nothingTwice: Assertion = {
  code: "twice",
  article: "ARCHITECTURE 8",
  says: {
    zh: "任务编号、机关种类、事项版本、规则、目的各只出现一次",
    en: "no sector, kind of agency, item version, rule or purpose stands twice",
  },
  *breaches({ contents }) {
    yield* twice(contents.sectors, (row) => `#${row.number}`, "/number");
    yield* twice(contents.agencyKinds, (row) => row.kind, "/kind");
    yield* twice(contents.items, itemKey, "/id");
    yield* twice(contents.rules, (row) => row.code, "/code");
    yield* twice(contents.purposes, (row) => row.purpose, "/purpose");
  },
};

function* twice<R extends object>(rows: readonly R[], nameOf: (row: R) => string, path: string): Iterable<Breach> {
  const seen = new Set<string>();
  for (const row of rows) {
    const name = nameOf(row);
    if (seen.has(name)) yield { row, path, zh: `${name} 出现两次`, en: `${name} stands twice` };
    seen.add(name);
  }
}
