/** The criteria a list has on a day, understood; and what they and their fields are called. */
import { createHash } from "node:crypto";
import type { Criterion, List } from "#contract/lists-in-packs.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Resource } from "#src/access/index.ts";
import { type Asked, criterionFrom } from "#src/catalogue/index.ts";

/** A criterion of a list, ready to be asked. */
export interface ListRule {
  readonly list: List;
  readonly criterion: Criterion;
  readonly asked: Asked;
  /** SHA-256 of the rule's text: a search for another text is another search. */
  readonly digest: Buffer;
}

/** Kinds of subjects a criterion is asked of: what the list may name, and never persons (PIPL 24). */
export type SearchedKind = Exclude<SubjectKind, "person">;

export function searchedKinds({ subjects }: List): SearchedKind[] {
  return subjects.filter((kind) => kind !== "person");
}

/** Criteria in force on a day, of a list that is switched on; a loaded pack has none that cannot be read. */
export function rulesOf(list: List, on: IsoDate): ListRule[] {
  if (!list.switchedOn || searchedKinds(list).length === 0) return [];
  return list.criteria
    .filter(({ effectiveFrom, effectiveTo }) => effectiveFrom <= on && (effectiveTo === null || on <= effectiveTo))
    .map((criterion) => {
      const read = criterionFrom(criterion.rule);
      if (!read.ok) throw new Error(`${list.id} ${criterion.code} was loaded and cannot be read`);
      return { list, criterion, asked: read.value, digest: digestOf(criterion.rule) };
    });
}

export function digestOf(rule: string): Buffer {
  return createHash("sha256").update(rule).digest();
}

/** What the door is asked about: the rules of one list. */
export function rulesResource({ id, keepers }: Pick<List, "id" | "keepers">): Resource {
  return { type: "ListRules", id, attributes: { keepers } };
}

/** Why its keeper looks at whom a criterion found: a purpose of the catalogue, by the sort of list (C15). */
export function keepersPurpose({ sort, law, id }: List) {
  const [first] = law;
  const basis = first ? `${first.title.zh} ${first.article}` : id;
  return { purpose: sort === "honour" ? "honour-review" : "case-handling", basis };
}
