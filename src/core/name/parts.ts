/**
 * The parts of an organisation's name: place, brand and trade, legal form (企业名称登记管理规定, 6). Used to leave legal
 * forms out of the index, and to say why a name was found. All texts are normalised (normalise.ts).
 */

import type { Division } from "../code/division.ts";
import placeTable from "./generated/places.json" with { type: "json" };
import tradeList from "./generated/trades.json" with { type: "json" };
import { normaliseName } from "./normalise.ts";

/** Words by their first two characters, the longest first. */
function byBeginning(words: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = Map.groupBy(new Set(words), (word) => word.slice(0, 2));
  for (const group of groups.values()) group.sort((a, b) => b.length - a.length);
  return groups;
}
/** Places that names may begin with. */
export interface Places {
  readonly words: ReadonlyMap<string, readonly string[]>;
  /** Codes of a place, less the zeros at their end: what belongs to it begins with one of them. */
  readonly codesOf: ReadonlyMap<string, readonly string[]>;
}

function placesFrom(codesOf: ReadonlyMap<string, readonly string[]>): Places {
  return { codesOf, words: byBeginning([...codesOf.keys()]) };
}

/** Those of the standard, now and ever, by full and by short name. */
const standardPlaces = placesFrom(
  new Map(Object.entries(placeTable).map(([name, codes]) => [normaliseName(name), codes])),
);

/**
 * The standard's places, and divisions of a catalogue that it does not have, by full name only: their short names may
 * as well be brands (青禾县, and 青禾 the bakery).
 */
export function placesWith(divisions: Iterable<Pick<Division, "code" | "name">>): Places {
  const added = new Map<string, string[]>();
  for (const { code, name } of divisions) {
    const place = normaliseName(name ?? "");
    if (place.length < 3 || standardPlaces.codesOf.has(place)) continue;
    added.set(place, [...(added.get(place) ?? []), code.replace(/(?:00){1,2}$/, "")]);
  }
  return added.size === 0 ? standardPlaces : placesFrom(new Map([...standardPlaces.codesOf, ...added]));
}

const trades = byBeginning(tradeList.map(normaliseName));

/** Legal forms where they end a name or stand before the name of a branch: longest first. */
const forms =
  /股份有限责任公司|股份有限公司|有限责任公司|有限公司|股份公司|农民专业合作社联合社|农民专业合作社|专业合作社联合社|专业合作社|特殊普通合伙|普通合伙|有限合伙|个人独资|(?<![分支子总])公司/g;

/** A legal form cut off at the end of what was typed, or at its beginning. */
const cutAtEnd =
  /(?:股份?)?(?:有(?:限(?:责(?:任公?)?|公|合伙?)?)?|公)$|股份?$|农民(?:专(?:业(?:合作?)?)?)?$|专业合作?$/;
const cutAtStart = /^(?:份有限公司|限责任公司|责任公司|任公司|限公司|份公司|司)/;

/** A name without its legal forms; the whole name where nothing else would remain. */
export function withoutForm(name: string): string {
  const rest = name.replace(forms, "");
  return rest.length >= 2 ? rest : name;
}

/** As {@link withoutForm}, for what a person typed: a form cut off at either end goes too. */
export function withoutCutForm(query: string): string {
  const whole = withoutForm(query.replace(cutAtStart, ""));
  const rest = whole.replace(cutAtEnd, "");
  return rest.length >= 2 ? rest : whole.length >= 2 ? whole : query;
}

/**
 * How long the place is that a name begins with; 0 where it begins with none. Places follow each other as they belong to
 * each other: 江苏无锡, 东莞市长安; but 上海阳新 is Shanghai and a brand, for Yangxin lies elsewhere.
 */
export function placeLength(name: string, { words, codesOf }: Places = standardPlaces): number {
  let at = 0;
  let within: readonly string[] = [""];
  for (;;) {
    const place = wordAt(name, at, words);
    // What remains must still be able to be a brand.
    if (place === undefined || name.length - at - place.length < 2) return at + zoneLength(name, at);
    const codes = (codesOf.get(place) ?? []).filter((code) => within.some((outer) => isWithin(code, outer)));
    if (codes.length === 0) return at + zoneLength(name, at);
    within = codes;
    at += place.length;
    if (suffixes.includes(name[at] ?? " ") && name.length - at > 2) at++;
  }
}

const zone =
  /^(?:(?:经济技术|高新技术(?:产业)?|经济)?开发区|高新区|经开区|工业园区?|[\u4e00-\u9fff]{2,3}(?:镇|乡|街道))(?=..)/;

/** Development zones, towns and townships, where they follow a place. */
function zoneLength(name: string, at: number): number {
  return at === 0 ? 0 : (zone.exec(name.slice(at))?.[0].length ?? 0);
}

/** A place within another one, and not the same again. */
function isWithin(code: string, outer: string): boolean {
  return code.length > outer.length && code.startsWith(outer);
}

const suffixes = "省市区县";

/** The place of a text without the characters that say what kind of place it is: 东莞市 as 东莞. */
export function withoutSuffixes(place: string): string {
  return place.replace(/[省市区县]/g, "");
}

/** True where a trade word, or nothing, begins at a place in a name: there a brand may end. */
export function brandMayEnd(name: string, at: number): boolean {
  return at >= name.length || wordAt(name, at, trades) !== undefined;
}

/** The brand of a name without form: what stands between place and the first trade word. */
export function brandOf(core: string): string {
  const rest = core.slice(placeLength(core));
  for (let end = 2; end < rest.length; end++) if (brandMayEnd(rest, end)) return rest.slice(0, end);
  return rest;
}

function wordAt(text: string, at: number, words: ReadonlyMap<string, readonly string[]>): string | undefined {
  return words.get(text.slice(at, at + 2))?.find((word) => text.startsWith(word, at));
}

/** Words that stand in very many names: places and trades. What consists of them alone says little. */
export function commonWords(): Iterable<string> {
  return [...standardPlaces.words.values(), ...trades.values()].flat();
}
