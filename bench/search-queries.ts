/**
 * Query sets for name search, drawn from real names by seeded mutation: what people type, and which organisation they
 * mean. The mutations know nothing of how search works: their places, brands and readings come from the rows' own
 * columns, from fixed rules here, from OpenCC and pinyin-pro. Targets are unique under the change.
 */
import * as OpenCC from "opencc-js";
import { pinyin } from "pinyin-pro";

/** A registered name: code, name, province and city as the data gives them. */
export interface Registered {
  readonly code: string;
  readonly name: string;
  readonly province: string;
  readonly city: string;
}

export interface Query {
  readonly kind: Kind;
  readonly text: string;
  /** Code of the organisation that is meant. */
  readonly target: string;
}

export const kinds = [
  "part, 3-4 characters",
  "part, 5-8 characters",
  "brand, 2-4 characters",
  "brand and trade",
  "form missing",
  "form different",
  "place omitted",
  "one character substituted",
  "one character missing",
  "one character added",
  "two characters exchanged",
  "traditional script",
  "width and brackets",
  "pinyin, run together",
  "pinyin, spaced with tones",
  "pinyin of brand and trade",
  "pinyin of the brand",
  "initials of the whole name",
  "initials of brand and trade",
  "former name",
] as const;
export type Kind = (typeof kinds)[number];

/** Numbers in [0, 1) from a seed, the same on every machine (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const formPattern = /(股份有限公司|有限责任公司|有限公司|农民专业合作社|专业合作社|公司)$/;
const placePattern =
  /^(?:[\u4e00-\u9fff]{1,4}?(?:省|自治区))?(?:[\u4e00-\u9fff]{1,4}?(?:市|地区|自治州))?(?:[\u4e00-\u9fff]{1,4}?(?:区|县|旗))?/;

/** The name after its place, by the row's own province and city and by place suffixes near the beginning. */
function afterPlace({ name, province, city }: Registered): string {
  let rest = name;
  for (const place of [province, city])
    if (place !== "" && rest.startsWith(place)) rest = rest.slice(place.length).replace(/^(?:省|市|区|县|自治区)/, "");
  return rest.replace(placePattern, "");
}

/** What to search for, and whom to register how so that it can be found. */
export interface QuerySet {
  readonly queries: readonly Query[];
  /** Rows that stand as a former name of another organisation: their code to its code. */
  readonly formerOf: ReadonlyMap<string, string>;
}

/** Draws `size` queries of every kind (fewer where the names do not offer as many). */
export function drawQueries(names: readonly Registered[], { seed, size }: { seed: number; size: number }): QuerySet {
  const world = openWorld(names);
  const formerOf = new Map<string, string>();
  const queries: Query[] = [];
  // Former names first: their rows become another organisation's, so no other query may mean them.
  for (const kind of kinds.toReversed()) {
    const random = seeded(seed + kinds.indexOf(kind));
    let drawn = 0;
    for (let tries = 0; drawn < size && tries < size * 80; tries++) {
      const row = pick(names, random);
      if (!world.isUniqueName(row.name) || formerOf.has(row.code) || !/^[\u4e00-\u9fff]/.test(row.name)) continue;
      const text = mutations[kind](row, random, world);
      if (text === null || text === "") continue;
      const host = kind === "former name" ? pick(names, random) : row;
      if (kind === "former name") {
        if (host.code === row.code || formerOf.has(host.code) || [...formerOf.values()].includes(row.code)) continue;
        formerOf.set(row.code, host.code);
      }
      queries.push({ kind, text, target: host.code });
      drawn++;
    }
  }
  return { queries: queries.toReversed(), formerOf };
}

/** What is needed to tell whether a change leaves its target unique. */
interface World {
  isUniqueName(name: string): boolean;
  /** Exactly one name contains the text. */
  isInOneName(text: string): boolean;
  /** Exactly one name's pinyin (run together) contains the letters. */
  isInOnePinyin(letters: string): boolean;
  isInOneInitials(letters: string): boolean;
  /** No name but `name` is one edit away from the text. */
  isNearOnly(text: string, name: string): boolean;
}

function openWorld(names: readonly Registered[]): World {
  const texts = names.map(({ name }) => name);
  const counts = new Map<string, number>();
  for (const name of texts) counts.set(name, (counts.get(name) ?? 0) + 1);
  const inNames = containment(texts);
  const lazily = <T>(make: () => T) => {
    let made: T | undefined;
    return () => {
      made ??= make();
      return made;
    };
  };
  const read = lazily(() => texts.map((name) => syllables(name)));
  const inPinyin = lazily(() => containment(read().map((all) => all.join(""))));
  const inInitials = lazily(() => containment(read().map((all) => all.map((one) => one[0] ?? "").join(""))));
  const deletions = lazily(() => deletionIndex(names));
  return {
    isUniqueName: (name) => counts.get(name) === 1,
    isInOneName: inNames,
    isInOnePinyin: (letters) => inPinyin()(letters),
    isInOneInitials: (letters) => inInitials()(letters),
    isNearOnly: (text, name) => nearOnly(text, name, names, deletions()),
  };
}

const gramLength = 3;

/** Tells whether exactly one of the texts contains a piece, once. */
function containment(texts: readonly string[]): (piece: string) => boolean {
  const all = `\n${texts.join("\n")}\n`;
  // How often each run of three characters stands anywhere, hashed: most pieces are refused without a scan.
  const grams = new Uint8Array(1 << 26);
  const bucket = (text: string, at: number) => hashOf(text.slice(at, at + gramLength)) % grams.length;
  for (let at = 0; at + gramLength <= all.length; at++) {
    const i = bucket(all, at);
    if ((grams[i] ?? 0) < 255) grams[i] = (grams[i] ?? 0) + 1;
  }
  return (piece) => {
    if (piece.length === gramLength && grams[bucket(piece, 0)] !== 1) return false;
    const first = all.indexOf(piece);
    return first >= 0 && all.indexOf(piece, first + 1) < 0;
  };
}

/** Hashes of every name and of every name less one character, to the index of the name; -1 where several share it. */
function deletionIndex(names: readonly Registered[]): Map<number, number> {
  const index = new Map<number, number>();
  names.forEach(({ name }, at) => {
    for (const hash of deletionHashes(name)) {
      const known = index.get(hash);
      if (known === undefined) index.set(hash, at);
      else if (known !== at) index.set(hash, -1);
    }
  });
  return index;
}

function deletionHashes(text: string): number[] {
  return [text, ...Array.from(text, (_, i) => text.slice(0, i) + text.slice(i + 1))].map(hashOf);
}

function hashOf(text: string): number {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b) ^ (b >>> 13);
  }
  return (a >>> 0) * 0x100000 + ((b >>> 0) & 0xfffff);
}

function nearOnly(
  text: string,
  name: string,
  names: readonly Registered[],
  index: ReadonlyMap<number, number>,
): boolean {
  const near = new Set(deletionHashes(text).flatMap((hash) => index.get(hash) ?? []));
  return [...near].every((at) => at >= 0 && names[at]?.name === name);
}

function syllables(text: string): string[] {
  return pinyin(text, { toneType: "none", type: "array", nonZh: "removed", v: true });
}

function initials(text: string): string {
  return syllables(text)
    .map((syllable) => syllable[0] ?? "")
    .join("");
}

type Mutation = (row: Registered, random: () => number, world: World) => string | null;

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}
const between = (from: number, to: number, random: () => number) => from + Math.floor(random() * (to - from + 1));

function part(lengthMin: number, lengthMax: number): Mutation {
  return ({ name }, random, world) => {
    const body = name.replace(formPattern, "");
    const length = between(lengthMin, lengthMax, random);
    if (body.length <= length) return null;
    const at = between(0, name.length - length, random);
    const text = name.slice(at, at + length);
    return world.isInOneName(text) ? text : null;
  };
}

const commonCharacters = [..."天华鑫金东方海安达盛宏信瑞泰恒源丰兴隆和新大明光通利德美佳欣荣成顺远中国科工商贸建业"];

function edit(change: (name: string, at: number, random: () => number) => string): Mutation {
  return ({ name }, random, world) => {
    const body = name.replace(formPattern, "");
    const at = between(0, body.length - 1, random);
    const text = change(name, at, random);
    return text !== name && body.length >= 5 && world.isNearOnly(text, name) ? text : null;
  };
}

const converters = (["tw", "hk", "t"] as const).map((to) => OpenCC.Converter({ from: "cn", to }));

const fullWidth = (text: string) =>
  text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)).replaceAll(" ", "\u3000");

/** How each kind of query is made of a name; null where this name does not lend itself to it. */
const mutations: Readonly<Record<Kind, Mutation>> = {
  "part, 3-4 characters": part(3, 4),
  "part, 5-8 characters": part(5, 8),
  "brand, 2-4 characters": (row, random, world) => {
    const text = afterPlace(row).slice(0, between(2, 4, random));
    return text.length >= 2 && world.isInOneName(text) ? text : null;
  },
  "brand and trade": (row, _random, world) => {
    const text = afterPlace(row).replace(formPattern, "");
    return text.length >= 4 && text !== row.name && world.isInOneName(text) ? text : null;
  },
  "form missing": ({ name }, _random, world) => {
    const text = name.replace(formPattern, "");
    return text !== name && text.length >= 4 && world.isInOneName(text) ? text : null;
  },
  "form different": ({ name }, random, world) => {
    const body = name.replace(/(股份有限公司|有限责任公司|有限公司)$/, "");
    if (body === name || body.length < 4 || !world.isInOneName(body)) return null;
    const form = pick(["有限公司", "有限责任公司", "股份有限公司", "公司", "股份公司"], random);
    return name.endsWith(form) && name.slice(0, -form.length) === body ? null : body + form;
  },
  "place omitted": (row, _random, world) => {
    const text = afterPlace(row);
    return text.length >= 6 && text !== row.name && world.isInOneName(text) ? text : null;
  },
  "one character substituted": edit(
    (name, at, random) => name.slice(0, at) + pick(commonCharacters, random) + name.slice(at + 1),
  ),
  "one character missing": edit((name, at) => name.slice(0, at) + name.slice(at + 1)),
  "one character added": edit(
    (name, at, random) => name.slice(0, at) + pick(commonCharacters, random) + name.slice(at),
  ),
  "two characters exchanged": edit(
    (name, at) => name.slice(0, at) + (name[at + 1] ?? "") + (name[at] ?? "") + name.slice(at + 2),
  ),
  "traditional script": ({ name }, random) => {
    const text = pick(converters, random)(name);
    return text === name ? null : text;
  },
  "width and brackets": ({ name }, random) => {
    const text = /[()（）A-Za-z0-9]/.test(name)
      ? fullWidth(name).replace(/[（）]/g, (bracket) => (random() < 0.5 ? bracket : bracket === "（" ? "(" : ")"))
      : random() < 0.05
        ? `${name.slice(0, 2)}\u3000${name.slice(2)} `
        : name;
    return text === name ? null : text;
  },
  "pinyin, run together": ({ name }, _random, world) => {
    const text = syllables(name).join("");
    return world.isInOnePinyin(text) ? text : null;
  },
  "pinyin, spaced with tones": ({ name }, random, world) => {
    if (!world.isInOnePinyin(syllables(name).join(""))) return null;
    return pinyin(name, { toneType: pick(["symbol", "num", "none"], random), nonZh: "removed" });
  },
  "pinyin of brand and trade": (row, random, world) => {
    const text = afterPlace(row).replace(formPattern, "");
    const read = syllables(text);
    if (read.length < 4 || !world.isInOnePinyin(read.join(""))) return null;
    return read.join(random() < 0.5 ? "" : " ");
  },
  "pinyin of the brand": (row, random, world) => {
    const read = syllables(afterPlace(row).slice(0, between(2, 4, random)));
    return read.length >= 2 && world.isInOnePinyin(read.join("")) ? read.join(random() < 0.5 ? "" : " ") : null;
  },
  "initials of the whole name": ({ name }, random, world) => {
    const text = initials(random() < 0.5 ? name : name.replace(formPattern, ""));
    return world.isInOneInitials(text) ? text : null;
  },
  "initials of brand and trade": (row, _random, world) => {
    const text = initials(afterPlace(row).replace(formPattern, ""));
    return text.length >= 4 && world.isInOneInitials(text) ? text : null;
  },
  // The row is registered as a former name of another organisation.
  "former name": ({ name }) => name,
};

/**
 * Words that very many organisations bear as their brand: no single one is meant. Judged apart, by how many of the
 * first ten hits bear the word as their brand, and how many hold it at all.
 */
export function drawAmbiguous(names: readonly Registered[], size: number): string[] {
  const counts = new Map<string, number>();
  for (const row of names) {
    const brand = afterPlace(row).slice(0, 2);
    if (brand.length === 2) counts.set(brand, (counts.get(brand) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, size)
    .map(([brand]) => brand);
}

/** Whether a name's brand begins with a word, by the generator's own rules. */
export function bearsBrand(row: Registered, brand: string): boolean {
  return afterPlace(row).startsWith(brand);
}
