/** How well a registered name answers a query, and why: the reason stands beside every hit. */
import { normaliseName } from "./normalise.ts";
import { brandMayEnd, type Places, placeLength, withoutForm, withoutSuffixes } from "./parts.ts";
import { initialOf, lettersOf, otherReadings, reading } from "./pinyin.ts";
import type { ReadQuery } from "./query.ts";
import { far, isShortFor, type Sounded, sharedSounds, slips, slipsWithin, sounded } from "./slips.ts";

export const reasons = [
  "exact-number",
  "exact-name",
  "spelling",
  "legal-form",
  "place",
  "brand",
  "part",
  "same-sound",
  "one-character",
  "pinyin",
  "initials",
  "short-name",
  "similar",
] as const;
/** Why a name is a hit; the words for each stand in `contract/registry.ts`. */
export type Reason = (typeof reasons)[number];

export interface Match {
  /** 0 to 1; comparable within one query only. */
  readonly score: number;
  readonly reason: Reason;
}

/** A registered name prepared for comparison: normalised; without form; length of the place the latter begins with. */
interface Prepared {
  readonly text: string;
  readonly core: string;
  readonly place: number;
}

/** At least this score: the query stands in the name as typed, so no mistake need be forgiven. */
export const certain = 0.8;
/** At least this score: one slip explains the difference, so none need be looked for farther away. */
export const near = 0.75;

/** A query prepared once for many names. */
export class Matcher {
  readonly #query: ReadQuery;
  readonly #typed: string;
  readonly #core: string;
  readonly #place: number;
  readonly #places: Places | undefined;
  readonly #sounded: { readonly text: Sounded; readonly core: Sounded };

  /** @param places what names may begin with; the standard's unless a catalogue has more */
  constructor(typed: string, query: ReadQuery, places?: Places) {
    this.#places = places;
    this.#typed = typed.trim();
    this.#query = query;
    this.#core = withoutForm(query.text);
    this.#place = placeLength(this.#core, places);
    this.#sounded = { text: sounded(query.text), core: sounded(this.#core) };
  }

  /** The best reason this name answers the query; null where it does not. */
  match(name: string): Match | null {
    const text = normaliseName(name);
    const core = withoutForm(text);
    const named = { text, core, place: placeLength(core, this.#places) };
    const best = this.#asText(name, named);
    if (this.#query.letters === "") return best;
    return better(best, better(this.#asPinyin(named), this.#asInitials(named)));
  }

  #asText(name: string, named: Prepared): Match | null {
    if (name === this.#typed) return { score: 1, reason: "exact-name" };
    if (named.text === this.#query.text) return { score: 0.99, reason: "spelling" };
    if (named.core === this.#core) return { score: 0.97, reason: "legal-form" };
    return this.#butForPlace(named) ?? this.#contained(named) ?? this.#near(named);
  }

  /** The same name, or its beginning, but for the place: 东莞 and 东莞市 are one place, Nanjing and Beijing are two. */
  #butForPlace({ core, place }: Prepared): Match | null {
    if (place === 0) return null;
    const rest = core.slice(place);
    if (rest === this.#core) return { score: 0.95, reason: "place" };
    if (this.#place === 0) return null;
    const typed = withoutSuffixes(this.#core.slice(0, this.#place));
    const given = withoutSuffixes(core.slice(0, place));
    if (!given.endsWith(typed) && !typed.endsWith(given) && !given.startsWith(typed)) return null;
    const typedRest = this.#core.slice(this.#place);
    if (rest === typedRest) return { score: 0.96, reason: "place" };
    return rest.startsWith(typedRest) && !core.includes(this.#query.core) ? { score: 0.88, reason: "place" } : null;
  }

  #contained({ text, core, place }: Prepared): Match | null {
    const { text: typed, core: typedCore } = this.#query;
    if (typed.length < 2) return null;
    const whole = core === text || typed !== typedCore ? text.indexOf(typed) : -1;
    const inCore = core.indexOf(typedCore);
    if (whole < 0 && inCore < 0) return null;
    const share = typedCore.length / core.length;
    const asTyped = whole >= 0 || typed === typedCore ? 0.02 : 0;
    // Firms of 青禾县 do not bear the name 青禾: what lies within the place says little of whose name it is.
    const isOfPlace = inCore >= 0 && inCore + typedCore.length <= place;
    if (!isOfPlace && inCore >= 0 && (inCore === place || inCore === 0)) {
      const ends = brandMayEnd(core, inCore + typedCore.length) ? 0.03 : 0;
      return { score: 0.86 + asTyped + ends + share * 0.03, reason: inCore === place ? "brand" : "part" };
    }
    return { score: (whole >= 0 && typed !== typedCore ? 0.93 : 0.8 + asTyped) + share * 0.01, reason: "part" };
  }

  /** One or two slips away, from the whole name or from a part of it. */
  #near({ text, core, place }: Prepared): Match | null {
    const typed = this.#core;
    if (typed.length < 3) return null;
    const { text: typedText, core: typedCore } = this.#sounded;
    const given = sounded(core);
    // Most candidates share a few sounds only; they need not be measured.
    if (sharedSounds(typedCore, given) < typedCore.length * 0.6) return this.#shortFor(core, place);
    let whole = slips(typedCore, given);
    if (whole > 1 && place > 0) whole = Math.min(whole, slips(typedCore, sounded(core.slice(place))) + 0.2);
    if (whole > 1) whole = Math.min(whole, slips(typedText, sounded(text)));
    if (whole <= 1.2) return { score: 0.79 - whole * 0.02, reason: whole < 1 ? "same-sound" : "one-character" };
    const within = typed.length >= 4 ? slipsWithin(typedCore, given) : far;
    if (within <= 1) return { score: 0.7 - within * 0.03, reason: within < 1 ? "same-sound" : "one-character" };
    const least = Math.min(whole, within);
    return least <= typed.length / 3 ? { score: 0.6 - least * 0.05, reason: "similar" } : this.#shortFor(core, place);
  }

  /** Characters of the name in order, as short names are made: 中石化. */
  #shortFor(core: string, place: number): Match | null {
    const typed = this.#query.core;
    return isShortFor(typed, core.slice(place)) || isShortFor(typed, core)
      ? { score: 0.65, reason: "short-name" }
      : null;
  }

  #asPinyin({ text, core, place }: Prepared): Match | null {
    const { letters, bareLetters, syllables } = this.#query;
    if (syllables.length === 0) return null;
    let best: Match | null = null;
    for (let at = 0; at < text.length; at++) {
      const end = spells(text, at, letters);
      if (end < 0) continue;
      const whole = at === 0 && end === text.length;
      best = better(best, { score: whole ? 0.97 : 0.82 + ((end - at) / text.length) * 0.05, reason: "pinyin" });
    }
    for (let at = 0; at < core.length; at++) {
      const end = spells(core, at, bareLetters);
      if (end < 0) continue;
      const share = (end - at) / core.length;
      const begins = at === 0 || at === place;
      const score =
        share === 1 ? 0.96 : begins ? (brandMayEnd(core, end) ? 0.91 : 0.88) + share * 0.03 : 0.8 + share * 0.05;
      best = better(best, { score, reason: "pinyin" });
    }
    return best;
  }

  #asInitials({ text, core, place }: Prepared): Match | null {
    const { letters, initials } = this.#query;
    const [typed] = initials;
    if (typed === undefined) return null;
    let best: Match | null = null;
    for (const [given, wanted] of [
      [text, letters],
      [core, typed],
    ] as const) {
      for (let at = 0; at < given.length; at++) {
        const end = initialsRead(given, at, wanted);
        if (end < 0) continue;
        const begins = at === 0 || at === place;
        best = better(best, { score: (begins ? 0.82 : 0.8) + ((end - at) / given.length) * 0.1, reason: "initials" });
      }
    }
    return best;
  }
}

function better(a: Match | null, b: Match | null): Match | null {
  return b && (!a || b.score > a.score) ? b : a;
}

/** Latin letters and digits in a name, and 省, 市, 区 and 县, are left out by many who spell it. */
function maySkip(unit: number): boolean {
  return unit < 0x80 || withoutSuffixes(String.fromCharCode(unit)) === "";
}

/** Where the text ends that is read as these letters from a place on; -1 where it is not read so. */
function spells(text: string, at: number, letters: string): number {
  if (letters === "") return at;
  if (at >= text.length) return -1;
  const unit = text.charCodeAt(at);
  for (const syllable of [reading(unit), ...otherReadings(unit)]) {
    const spelt = lettersOf(syllable);
    if (spelt === "" || !letters.startsWith(spelt)) continue;
    const end = spells(text, at + 1, letters.slice(spelt.length));
    if (end >= 0) return end;
  }
  return maySkip(unit) ? spells(text, at + 1, letters) : -1;
}

/** As {@link spells}, for initials. */
function initialsRead(text: string, at: number, initials: string): number {
  if (initials === "") return at;
  if (at >= text.length) return -1;
  const unit = text.charCodeAt(at);
  const wanted = initials.charCodeAt(0);
  if ([reading(unit), ...otherReadings(unit)].some((one) => initialOf[one] === wanted)) {
    const end = initialsRead(text, at + 1, initials.slice(1));
    if (end >= 0) return end;
  }
  return maySkip(unit) ? initialsRead(text, at + 1, initials) : -1;
}
