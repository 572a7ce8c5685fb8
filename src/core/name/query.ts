/**
 * What to ask the index for, given what a person typed: sets of tokens, each to be found whole in a name. Every set is
 * made of the rarest tokens that suffice; for every character that may be wrong there is a set that does not need it.
 */
import { normaliseName } from "./normalise.ts";
import { commonWords, withoutCutForm } from "./parts.ts";
import { plainLetters, segment } from "./pinyin.ts";
import { beginningToken, initialsRun, initialsToken, pairToken, soundOf } from "./tokens.ts";

/** How often a token stands in names, as a share of all names; small for what is rare. */
export type Frequency = (token: number) => number;

/** Tokens that must all stand in a name. */
export type Tokens = readonly number[];

/** One look into the index. */
export interface TokenSet {
  readonly tokens: Tokens;
  /** Names looked at, at most. */
  readonly limit: number;
}

/** How a query is read. Latin letters may be a name, its pinyin or its initials. */
export interface ReadQuery {
  /** As typed, normalised; empty where nothing to search for remains. */
  readonly text: string;
  /** Without its legal form, or the piece of one it was cut off in. */
  readonly core: string;
  /** Latin letters run together, and the same without legal forms; empty where other characters were typed too. */
  readonly letters: string;
  readonly bareLetters: string;
  /** Ways to split the bare letters into syllables, by number. */
  readonly syllables: readonly (readonly number[])[];
  /** Letters that may be initials, without those of legal forms, and without every 公司; none where typed with spaces. */
  readonly initials: readonly string[];
}

/** Characters, and letters of pinyin, that are read at most. */
const textLengthMax = 60;
const lettersLengthMax = 240;

const formLetters =
  /(?:gu ?fen ?)?you ?xian ?(?:ze ?ren ?)?gong ?si|gu ?fen ?gong ?si|(?<!fen ?|zhi ?|zong ?)gong ?si|(?:nong ?min ?)?zhuan ?ye ?he ?zuo ?she|(?:pu ?tong|you ?xian) ?he ?huo/g;
const formInitials = /gfyxgs|yxzrgs|yxgs|gfgs|nmzyhzs|zyhzs/g;

/** Reads what a person typed. */
export function readQuery(typed: string): ReadQuery {
  const text = normaliseName(typed).slice(0, textLengthMax);
  const letters = plainLetters(typed)?.slice(0, lettersLengthMax) ?? "";
  const bare = longEnough(letters.replace(formLetters, " ").replace(/ +/g, " ").trim(), letters);
  const run = letters.replaceAll(" ", "");
  const mayBeInitials = !letters.includes(" ") && run.length >= initialsRun && run.length <= textLengthMax;
  return {
    text,
    core: withoutCutForm(text),
    letters: run,
    bareLetters: bare.replaceAll(" ", ""),
    syllables: letters === "" ? [] : segment(bare).filter((way) => way.length >= 2),
    initials: mayBeInitials ? bareInitials(run) : [],
  };
}

function bareInitials(run: string): string[] {
  const bare = longEnough(run.replace(formInitials, ""), run);
  // Within a name the letters of a form may be a name's own.
  const own = run.startsWith(bare) ? [] : [run];
  return [...new Set([bare, longEnough(bare.replaceAll("gs", ""), bare), ...own])];
}

function longEnough(shorter: string, whole: string): string {
  return shorter.length >= initialsRun ? shorter : whole;
}

/**
 * Sets of tokens to look for, in this order until something answers: those of the query as it stands; those that
 * forgive one slip; those that forgive a whole stretch.
 */
export interface Plan {
  readonly asTyped: readonly TokenSet[];
  readonly forgiving: readonly TokenSet[];
  readonly farther: readonly TokenSet[];
}

/** Names that are looked at for one set: as typed; where a beginning is common; with a slip; with a spoilt stretch. */
const limits = { asTyped: 2000, common: 400, beginning: 1000, slip: 1000, stretch: 500 } as const;

/** Plans the look-up over about `names` names. */
export function planQuery(query: ReadQuery, frequency: Frequency, names: number): Plan {
  const choose = (limit: number) => (tokens: Tokens) => ({ tokens: rarest(tokens, frequency, names), limit });
  const asTyped: TokenSet[] = [];
  const forgiving: TokenSet[] = [];
  const farther: TokenSet[] = [];
  const sounds = Array.from({ length: query.core.length }, (_, i) => soundOf(query.core.charCodeAt(i)));
  for (const [at, way] of [sounds, ...query.syllables].entries()) {
    const pairs = pairsOf(way);
    if (pairs.length === 0) continue;
    asTyped.push(...asItStands(way, pairs, frequency, names));
    // Letters are forgiven in the likeliest way they split.
    if (at !== (query.letters === "" ? 0 : 1)) continue;
    forgiving.push(...damaged(pairs).map(choose(limits.slip)));
    farther.push(...stretches(pairs).map(choose(limits.stretch)));
  }
  for (const initials of query.initials) {
    const runs = runsOf(initials);
    asTyped.push(choose(limits.asTyped)(runs));
    farther.push(...stretches(runs).map(choose(limits.stretch)));
  }
  return { asTyped: distinct(asTyped), forgiving: distinct(forgiving), farther: distinct(farther) };
}

function pairsOf(sounds: readonly number[]): number[] {
  const count = Math.max(0, sounds.length - 1);
  return Array.from({ length: count }, (_, i) => pairToken(sounds[i] ?? 0, sounds[i + 1] ?? 0));
}

/** More names than these hold a set: not all are looked at; the set is not looked for at all. */
const many = 1000;
const tooMany = 20_000;

/** The sets for a query without mistakes; what stands in very many names is looked for where a brand begins. */
function asItStands(
  sounds: readonly number[],
  pairs: readonly number[],
  frequency: Frequency,
  names: number,
): TokenSet[] {
  const tokens = rarest(pairs, frequency, names);
  const expected = expectedMatches(tokens, frequency, names);
  if (expected <= many) return [{ tokens, limit: limits.asTyped }];
  const first = beginningToken(sounds[0] ?? 0, sounds[1] ?? 0);
  const beginning = { tokens: [first, ...tokens.filter((token) => token !== pairs[0])], limit: limits.beginning };
  return expected <= tooMany ? [{ tokens, limit: limits.common }, beginning] : [beginning];
}

/** What remains of the pairs when a character is wrong, missing or too many, when or two are exchanged. */
function damaged(pairs: readonly number[]): number[][] {
  const ways: number[][] = [];
  for (let at = 0; at <= pairs.length; at++) {
    ways.push(pairs.filter((_, i) => i !== at - 1 && i !== at));
    ways.push(pairs.filter((_, i) => i !== at - 1 && i !== at + 1));
  }
  return ways;
}

/** Halves, and thirds of what is long: a slip within a legal form spoils more than its neighbours, but not everything. */
function stretches(tokens: readonly number[]): number[][] {
  const split = (parts: number) => {
    const length = Math.ceil(tokens.length / parts);
    return Array.from({ length: parts }, (_, i) => tokens.slice(i * length, (i + 1) * length));
  };
  return [...(tokens.length >= 3 ? split(2) : []), ...(tokens.length >= 6 ? split(3) : [])].filter(
    (part) => part.length > 0,
  );
}

const enoughMatches = 20;
const tokensMax = 6;

/** The rarest tokens that together leave few names. */
function rarest(tokens: readonly number[], frequency: Frequency, names: number): number[] {
  const share = new Map(tokens.map((token) => [token, frequency(token)]));
  const sorted = [...share.keys()].sort((a, b) => (share.get(a) ?? 0) - (share.get(b) ?? 0));
  const chosen: number[] = [];
  for (const token of sorted) {
    if (chosen.length >= tokensMax) break;
    if (chosen.length >= 2 && expectedMatches(chosen, frequency, names) <= enoughMatches) break;
    chosen.push(token);
  }
  return chosen.sort((a, b) => a - b);
}

/** About how many names hold all tokens. Words go together, so each further token counts for less. */
function expectedMatches(set: Tokens, frequency: Frequency, names: number): number {
  const shares = set.map(frequency).sort((a, b) => a - b);
  return shares.reduce((rest, share, at) => rest * share ** (1 / 2 ** at), names);
}

/** Runs of initials at every second place and at the end: names are indexed by those of every place. */
function runsOf(initials: string): number[] {
  const last = initials.length - initialsRun;
  const places = Array.from({ length: Math.max(0, Math.ceil(last / 2)) }, (_, i) => i * 2);
  const at = (i: number) => initials.charCodeAt(i);
  return (last >= 0 ? [...places, last] : []).map((i) => initialsToken(at(i), at(i + 1), at(i + 2), at(i + 3)));
}

function distinct(sets: readonly TokenSet[]): TokenSet[] {
  const seen = new Map(sets.filter((set) => set.tokens.length > 0).map((set) => [set.tokens.join(), set]));
  return [...seen.values()];
}

/**
 * How common a token is before anything was counted: pairs within places and trades are taken for common, all others
 * for rare. Counted frequencies take its place where there are any.
 */
export function presumedFrequency(): Frequency {
  const common = new Set<number>();
  for (const word of commonWords())
    for (let i = 0; i + 1 < word.length; i++)
      common.add(pairToken(soundOf(word.charCodeAt(i)), soundOf(word.charCodeAt(i + 1))));
  return (token) => (common.has(token) ? 0.004 : 0.0003);
}
