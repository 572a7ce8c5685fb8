/**
 * The parts of an organisation's name: place, brand and trade, legal form (企业名称登记管理规定, 6). Used to leave legal
 * forms out of the index, and to say why a name was found. All texts are normalised (normalise.ts).
 */
import placeList from "./generated/places.json" with { type: "json" };
import tradeList from "./generated/trades.json" with { type: "json" };
import { normaliseName } from "./normalise.ts";

/** Words by their first two characters, the longest first. */
function byBeginning(words: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = Map.groupBy(new Set(words.map(normaliseName)), (word) => word.slice(0, 2));
  for (const group of groups.values()) group.sort((a, b) => b.length - a.length);
  return groups;
}
const places = byBeginning(placeList);
const trades = byBeginning(tradeList);

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

/** How long the place is that a name begins with; 0 where it begins with none. Several may follow each other (省, 市, 县). */
export function placeLength(name: string): number {
  let at = 0;
  for (;;) {
    const length = wordLength(name, at, places);
    // What remains must still be able to be a brand.
    if (length === 0 || name.length - at - length < 2) return at;
    at += length;
    if ("省市区县".includes(name[at] ?? " ") && name.length - at > 2) at++;
  }
}

/** True where a trade word, or nothing, begins at a place in a name: there a brand may end. */
export function brandMayEnd(name: string, at: number): boolean {
  return at >= name.length || wordLength(name, at, trades) > 0;
}

/** The brand of a name without form: what stands between place and the first trade word. */
export function brandOf(core: string): string {
  const rest = core.slice(placeLength(core));
  for (let end = 2; end < rest.length; end++) if (brandMayEnd(rest, end)) return rest.slice(0, end);
  return rest;
}

function wordLength(text: string, at: number, words: ReadonlyMap<string, readonly string[]>): number {
  const group = words.get(text.slice(at, at + 2));
  return group?.find((word) => text.startsWith(word, at))?.length ?? 0;
}

/** Words that stand in very many names: places and trades. What consists of them alone says little. */
export function commonWords(): Iterable<string> {
  return [...places.values(), ...trades.values()].flat();
}
