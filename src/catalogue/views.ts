/** The rules as they are read: nothing here decides anything. */
import type { Item } from "#contract/catalogue.ts";
import type { ItemSummary, ItemView, RuleView, SectorView } from "#contract/rules.ts";
import type { Bilingual } from "#core/refusal.ts";
import { demandsOf, type FieldWords } from "#core/rule/words.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Catalogue, ItemVersion } from "./catalogue.ts";
import { titleOf } from "./fields.ts";

/** An item as lists show it. */
export function summaryOf(item: Item): ItemSummary {
  return {
    id: item.id,
    version: item.version,
    effectiveFrom: item.effectiveFrom,
    effectiveTo: item.effectiveTo,
    switchedOn: item.switchedOn,
    title: item.title,
    plain: item.plain,
    category: item.category,
    sectors: item.sectors,
    sentBy: item.sentBy,
    law: item.law,
    subjects: item.subjects,
    adverse: item.adverse,
    evaluative: item.evaluative,
    listing: item.listing,
  };
}

/** What a list of items is narrowed by. */
export interface ItemFilter {
  readonly on: IsoDate;
  readonly sector?: number | undefined;
  readonly category?: number | undefined;
  readonly agencyKind?: string | undefined;
  readonly pack?: string | undefined;
}

/** Items in force on a day, in the order of the national catalogue's categories. */
export function itemList(catalogue: Catalogue, filter: ItemFilter): ItemSummary[] {
  const { sector, category, agencyKind, pack } = filter;
  return catalogue
    .items(filter.on)
    .filter(
      (one) =>
        (sector === undefined || one.item.sectors.includes(sector)) &&
        (category === undefined || one.item.category === category) &&
        (agencyKind === undefined || one.item.sentBy.includes(agencyKind) || one.item.sentBy.includes("any")) &&
        (pack === undefined || one.pack === pack),
    )
    .map(({ item }) => summaryOf(item))
    .sort((a, b) => a.category - b.category || (a.id < b.id ? -1 : 1));
}

/** A sector with its kinds of agencies and the items in force on a day, those of regions too; null where there is none. */
export function sectorView(catalogue: Catalogue, { number, on }: { number: number; on: IsoDate }): SectorView | null {
  const sector = catalogue.sectors().find((one) => one.number === number);
  if (!sector) return null;
  return {
    sector,
    agencyKinds: sector.agencyKinds.flatMap((kind) => catalogue.agencyKinds.get(kind) ?? []),
    items: itemList(catalogue, { on, sector: number }),
  };
}

/** An item with all its versions, newest first; null where there is none. */
export function itemView(catalogue: Catalogue, { id, on }: { id: string; on: IsoDate }): ItemView | null {
  const versions = catalogue.versions(id);
  const [first] = versions;
  const edition = catalogue.packs.find(({ pack }) => pack.id === first?.pack);
  if (!first || !edition) return null;
  return {
    id,
    pack: edition.pack,
    current: catalogue.itemInForce(id, on)?.item.version ?? null,
    versions: versions.toReversed().map((version) => ({
      item: version.item,
      rules: version.rules.map((rule) => ({
        pack: catalogue.packOfRule(rule.code),
        rule,
        demands: demandsOf(rule.check, fieldWordsOf(version)),
      })),
      form: version.entryForm,
    })),
  };
}

function fieldWordsOf({ fields }: ItemVersion): FieldWords {
  return (name) => {
    const field = fields.get(name);
    return field ? titleOf(field) : null;
  };
}

/** Every rule in words. A field is called as the first item that has it calls it. */
export function ruleList(catalogue: Catalogue, on: IsoDate): RuleView[] {
  const words = new Map<string, Bilingual>();
  for (const { fields } of catalogue.items(on))
    for (const [name, field] of fields) if (!words.has(name)) words.set(name, titleOf(field));
  return catalogue.rules().map((rule) => ({
    pack: catalogue.packOfRule(rule.code),
    rule,
    demands: demandsOf(rule.check, (name) => words.get(name) ?? null),
  }));
}
