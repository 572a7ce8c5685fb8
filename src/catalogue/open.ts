/** Reads the rules in force from the database into memory. */
import { createHash } from "node:crypto";

import type { AgencyKind, CalendarNotice, Item, PurposeRow, Rule, Sector } from "#contract/catalogue.ts";
import { findingTexts } from "#contract/findings.ts";
import type { ObjectionTerm } from "#contract/objection-terms.ts";
import type { QuestionTerm } from "#contract/question-terms.ts";
import type { RepairRule } from "#contract/repair-rules.ts";
import { type Divisions, divisionsFrom } from "#core/code/division.ts";
import type { Bilingual } from "#core/refusal.ts";
import type { Finding } from "#core/rule/finding.ts";
import { type Calendar, calendarFrom } from "#core/time/calendar.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Pool } from "#src/platform/database.ts";
import type { Catalogue, FindingText, ItemVersion } from "./catalogue.ts";
import { itemKey, titleOf } from "./fields.ts";
import { itemVersion } from "./item.ts";
import { inForceOf, type ListBook, listBook } from "./list-book.ts";
import { listStoredLists } from "./list-store.ts";
import { findEdition, listEditions, listItemVersions, type StoredHead, type StoredPack } from "./store.ts";

/** Opens the catalogue over any pool that may read it. Throws where what is stored has another shape. */
export async function openCatalogue(pool: Pool): Promise<Catalogue> {
  let state = await readState(pool);
  return {
    get stamp() {
      return state.signature;
    },
    get packs() {
      return state.packs.map(({ contents, digest, loadedAt }) => ({ pack: contents.pack, digest, loadedAt }));
    },
    sectors: () => state.sectors,
    item(id, version) {
      const found = state.versions.get(id)?.find(({ item }) => item.version === version);
      if (!found) throw new RangeError(`no version ${version} of item ${id}`);
      return found;
    },
    itemInForce: (id, on) => itemOf(state.versions.get(id) ?? [], on),
    items: (on) =>
      state.versions
        .values()
        .map((versions) => itemOf(versions, on))
        .filter((one) => one !== null)
        .toArray(),
    versions: (id) => state.versions.get(id) ?? [],
    get agencyKinds() {
      return state.agencyKinds;
    },
    get purposes() {
      return state.purposes;
    },
    get calendarNotices() {
      return state.calendarNotices;
    },
    get objectionTerms() {
      return state.objectionTerms;
    },
    get repairRules() {
      return state.repairRules;
    },
    get questionTerms() {
      return state.questionTerms;
    },
    get calendar() {
      return state.calendar;
    },
    get divisions() {
      return state.divisions;
    },
    rules: () => state.rules,
    packOfRule(code) {
      const found = state.packs.find(({ contents }) => contents.rules.some((rule) => rule.code === code));
      if (!found) throw new RangeError(`no rule ${code}`);
      return found.packId;
    },
    explain: (item, finding) => explain(state.rulesByCode, item, finding),
    lists: (on) => state.book.lists(on),
    list: (id, version) => state.book.list(id, version),
    listInForce: (id, on) => state.book.listInForce(id, on),
    listOfItem: (itemId, on) => state.book.listOfItem(itemId, on),
    listVersions: (id) => state.book.listVersions(id),
    procedures: (on) => state.book.procedures(on),
    procedure: (id, version) => state.book.procedure(id, version),
    procedureInForce: (id, on) => state.book.procedureInForce(id, on),
    procedureVersions: (id) => state.book.procedureVersions(id),
    get matters() {
      return state.book.matters;
    },
    measures: (on) => state.book.measures(on),
    measure: (id, version) => state.book.measure(id, version),
    measureVersions: (id) => state.book.measureVersions(id),
    measuresOf: (listId, on) => state.book.measuresOf(listId, on),
    get declinedMeasures() {
      return state.book.declinedMeasures;
    },
    async refresh() {
      const editions = await listEditions(pool);
      if (signature(newestOf(editions)) !== state.signature) state = await readState(pool);
    },
  };
}

interface State {
  readonly signature: string;
  /** The newest edition of each pack, nations first. */
  readonly packs: readonly StoredPack[];
  readonly sectors: readonly Sector[];
  readonly rules: readonly Rule[];
  readonly rulesByCode: ReadonlyMap<string, Rule>;
  /** Versions of each item, oldest first. */
  readonly versions: ReadonlyMap<string, readonly ItemVersion[]>;
  readonly agencyKinds: ReadonlyMap<string, AgencyKind>;
  readonly purposes: ReadonlyMap<string, PurposeRow>;
  readonly divisions: Divisions;
  readonly calendarNotices: readonly CalendarNotice[];
  readonly calendar: Calendar;
  readonly objectionTerms: readonly ObjectionTerm[];
  readonly repairRules: readonly RepairRule[];
  readonly questionTerms: readonly QuestionTerm[];
  readonly book: ListBook;
}

async function readState(pool: Pool): Promise<State> {
  const heads = newestOf(await listEditions(pool));
  const found = await Promise.all(heads.map((head) => findEdition(pool, head)));
  const packs = found
    .filter((one) => one !== null)
    .sort((a, b) => Number(a.contents.pack.within !== null) - Number(b.contents.pack.within !== null));
  const all = packs.map(({ contents }) => contents);
  const rules = all.flatMap((contents) => contents.rules);
  const calendarNotices = all.flatMap((contents) => contents.calendars);
  return {
    signature: signature(heads),
    packs,
    sectors: all.flatMap((contents) => contents.sectors).sort((a, b) => a.number - b.number),
    rules,
    rulesByCode: new Map(rules.map((rule) => [rule.code, rule])),
    versions: itemVersions(packs, await listItemVersions(pool)),
    agencyKinds: new Map(all.flatMap((contents) => contents.agencyKinds).map((row) => [row.kind, row])),
    purposes: new Map(all.flatMap((contents) => contents.purposes).map((row) => [row.purpose, row])),
    calendarNotices,
    calendar: calendarFrom(calendarNotices),
    objectionTerms: all.flatMap((contents) => contents.objectionTerms),
    repairRules: all.flatMap((contents) => contents.repairRules),
    questionTerms: all.flatMap((contents) => contents.questionTerms),
    divisions: divisionsFrom(all.flatMap((contents) => contents.divisions)),
    book: listBook(all, await listStoredLists(pool)),
  };
}

/** The newest edition of each pack; `listEditions` gives the newest first. */
function newestOf(editions: readonly StoredHead[]): StoredHead[] {
  const seen = new Set<string>();
  return editions.filter(({ packId }) => !seen.has(packId) && seen.add(packId));
}

function signature(heads: readonly StoredHead[]): string {
  const editions = heads.map(({ packId, digest }) => `${packId} ${digest}`).sort();
  return createHash("sha256").update(editions.join("\n")).digest("hex").slice(0, 16);
}

/** Every version that was ever loaded; the newest edition's own words where it still carries the version. */
function itemVersions(
  packs: readonly StoredPack[],
  stored: readonly { readonly item: Item; readonly packId: string }[],
): Map<string, readonly ItemVersion[]> {
  const present = new Map(packs.flatMap(({ contents }) => contents.items).map((item) => [itemKey(item), item]));
  const rulesUnder = new Map(packs.map(({ packId, contents }) => [packId, rulesOf(packs, contents.pack)]));
  const grouped = Map.groupBy(
    stored.map(({ item, packId }) => ({ item: present.get(itemKey(item)) ?? item, packId })),
    ({ item }) => item.id,
  );
  return new Map(
    grouped.entries().map(([id, rows]) => {
      const versions = rows.map(({ item }) => item).sort((a, b) => a.version - b.version);
      return [
        id,
        versions.map((item) =>
          itemVersion(item, {
            pack: rows[0]?.packId ?? "",
            rules: rulesUnder.get(rows[0]?.packId ?? "") ?? [],
            versions,
          }),
        ),
      ];
    }),
  );
}

/** Rules a pack's items are under: its own and those of the pack it adds to. */
function rulesOf(packs: readonly StoredPack[], pack: StoredPack["contents"]["pack"]): Rule[] {
  return packs
    .filter(({ packId }) => packId === pack.id || packId === pack.within)
    .flatMap(({ contents }) => contents.rules);
}

/** The version of a day; see {@link inForceOf}. */
function itemOf(versions: readonly ItemVersion[], on: IsoDate): ItemVersion | null {
  const item = inForceOf(
    versions.map((one) => one.item),
    on,
  );
  return versions.find((one) => one.item === item) ?? null;
}

const typeWords: Readonly<Record<string, Bilingual>> = {
  string: { zh: "文本", en: "text" },
  number: { zh: "数值", en: "a number" },
  integer: { zh: "整数", en: "a whole number" },
  boolean: { zh: "是或否", en: "yes or no" },
  array: { zh: "一项或多项", en: "one or more values" },
  object: { zh: "一条记录", en: "a record" },
};

function explain(rules: ReadonlyMap<string, Rule>, { fields }: ItemVersion, finding: Finding): FindingText {
  const rule = rules.get(finding.code);
  const text = rule ?? findingTexts.get(finding.code);
  if (!text) throw new Error(`no text for finding ${finding.code}`);
  const field = fields.get(finding.field);
  const title = field ? titleOf(field) : { zh: finding.field, en: finding.field };
  const expected = typeWords[String(finding.params["expected"])] ?? { zh: "", en: "" };
  const fill = (sentence: Bilingual): Bilingual => ({
    zh: filled(sentence.zh, { ...finding.params, title: title.zh, field: title.zh, expectedZh: expected.zh }),
    en: filled(sentence.en, { ...finding.params, title: title.en, field: title.en, expectedEn: expected.en }),
  });
  return { reason: fill(text.reason), remedy: fill(text.remedy), article: text.article };
}

function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
