/** A catalogue item's version, made from its data: everything it decides about a row. */
import type { Field, Item, Rule } from "#contract/catalogue.ts";
import type { PackContents } from "#contract/pack.ts";
import type { SubjectKind } from "#core/record/record.ts";
import { adulthoodReader } from "#core/rule/adulthood.ts";
import { compileRules, type RuleSet } from "#core/rule/engine.ts";
import type { ItemSubject, ItemVersion, RecordTerms } from "./catalogue.ts";
import { entryFormOf, groundOf, itemKey, kindReader, layoutOf, legendOf } from "./fields.ts";
import { splitter } from "./split.ts";
import { datesReader, milder, type TermsReader, termsReader } from "./terms.ts";
import { type Validate, validatorOf } from "./validate.ts";

/** What an item version is made from beside its own row. */
export interface Surroundings {
  /** Id of the pack it stands in. */
  readonly pack: string;
  /** Every rule of every pack it is under. */
  readonly rules: readonly Rule[];
  /** All versions of the item, this one too, oldest first. */
  readonly versions: readonly Item[];
}

/** Rules that bind an item: those it names and those that bind every item of its kind. */
export function bindingRules(item: Item, rules: readonly Rule[]): Rule[] {
  const named = new Set(item.rules);
  return rules.filter((rule) => named.has(rule.code) || bindsUnasked(rule, item));
}

function bindsUnasked({ binds }: Rule, item: Item): boolean {
  switch (binds) {
    case "named":
      return false;
    case "every-item":
      return true;
    case "every-adverse-item":
      return item.adverse;
    case "every-adverse-item-about-persons":
      return item.adverse && item.subjects.person !== undefined;
    case "every-listing":
      return item.listing;
    default:
      return binds satisfies never;
  }
}

/** What the item says of each kind of subject it may be about. */
export function subjectsOf(item: Item): Map<SubjectKind, ItemSubject> {
  const kinds = Object.entries(item.subjects) as [SubjectKind, { readonly publish: boolean }][];
  const statute = item.terms.retention.statuteBeyondFiveYears;
  return new Map(
    kinds.map(([subjectKind, { publish }]) => [
      subjectKind,
      {
        subjectKind,
        adverse: item.adverse,
        evaluative: item.evaluative,
        listing: item.listing,
        publishable: publish,
        retentionYearsMax: item.terms.retention.years,
        statuteBeyondFiveYears: statute === null ? null : `${statute.title.zh} ${statute.article}`,
      },
    ]),
  );
}

/**
 * Makes an item version. Its schema, rules and terms are compiled when first asked for: most items of a catalogue never
 * are. Throws (then) RuleFault where the pack is written wrong; `pack check` finds that before it is loaded.
 */
export function itemVersion(item: Item, surroundings: Surroundings): ItemVersion {
  const ruleSet = once((): RuleSet<Rule> => compileRules(bindingRules(item, surroundings.rules), groundOf(item)));
  const firstDay = surroundings.versions.reduce(
    (day, one) => (one.effectiveFrom < day ? one.effectiveFrom : day),
    item.effectiveFrom,
  );
  const validate = once((): Validate => validatorOf(item, ruleSet(), firstDay));
  const dates = datesReader(item);
  const terms = once(() => lawOfTheConduct(item, surroundings.versions));
  const split = once(() => splitter(item));
  const legend = once(() => legendOf(item));
  const entryForm = once(() => entryFormOf(item));
  const layoutColumns = once(() => layoutOf(item));
  const kindOf = kindReader(item);
  const adulthood = once(() => adulthoodReader(groundOf(item)));
  return {
    key: itemKey(item),
    item,
    pack: surroundings.pack,
    fields: new Map<string, Field>(Object.entries(item.schema.properties)),
    subjects: subjectsOf(item),
    get rules() {
      return ruleSet().rules;
    },
    get legend() {
      return legend();
    },
    get entryForm() {
      return entryForm();
    },
    get layoutColumns() {
      return layoutColumns();
    },
    validate: (payload, receipt) => validate()(payload, receipt),
    kindOf,
    dates,
    terms: (payload, subjectKind) => terms()(payload, subjectKind, dates(payload)),
    adulthood: (payload, subjectKind) => (subjectKind === "person" ? adulthood()(payload) : "not-a-person"),
    split: (payload, shown) => split()(payload, shown),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * Terms by the law in force when the conduct happened, or a later milder one (行政处罚法 37, C2): of adverse items, every
 * version from that of the conduct's day to the one the record comes in under is asked, and the mildest answer stands.
 */
function lawOfTheConduct(item: Item, versions: readonly Item[]): TermsReader {
  const own = termsReader(item);
  if (!item.adverse) return own;
  const laws = versions
    .filter((one) => one.switchedOn && one.effectiveFrom < item.effectiveFrom)
    .map((one) => ({ to: one.effectiveTo, terms: termsReader(one) }));
  if (laws.length === 0) return own;
  return (payload, subjectKind, dates) => {
    const day = dates.conductEndedOn ?? dates.decidedOn;
    let mildest: RecordTerms | null = null;
    for (const law of laws) {
      if (law.to !== null && law.to < day) continue;
      const terms = law.terms(payload, subjectKind, dates);
      mildest = mildest === null ? terms : milder(mildest, terms);
    }
    const present = own(payload, subjectKind, dates);
    return mildest === null ? present : milder(mildest, present);
  };
}

/** The versions of an item as a pack alone has them, oldest first: for checks and measurements without a database. */
export function itemVersionsOf(contents: PackContents, id: string): ItemVersion[] {
  const versions = contents.items.filter((item) => item.id === id).sort((a, b) => a.version - b.version);
  return versions.map((item) => itemVersion(item, { pack: contents.pack.id, rules: contents.rules, versions }));
}
