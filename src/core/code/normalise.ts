/** Takes off what spreadsheets, keyboards and copying put on identifiers, and says each thing it did. */
import type { Checked, Note, ReasonCode } from "./verdict.ts";

export interface Normal {
  /** Half-width capitals without spacing, hyphens, invisible characters and quotes. */
  readonly text: string;
  readonly notes: readonly Note[];
}

/** Longer than any identifier with its dirt: such a text is not looked at. */
export const longestInput = 200;

interface Step {
  readonly code: ReasonCode;
  readonly apply: (text: string) => string;
}

// Zero-width characters, direction marks, the byte order mark, NUL and other controls that are no white space.
const invisible = /[[\p{Cc}\p{Cf}\uFE00-\uFE0F]--[\t-\r\x85]]/gv;
// Every dash of Unicode, the minus sign, and the Japanese length mark that stands for a dash in Chinese input.
const spacing = /[\s\p{Pd}\u2212\u2043\u30FC]/gu;
// A spreadsheet keeps a number as text by '… or ="…".
const quotes = /^\s*[=+]?["'`‘’“”]+|["'`‘’“”]+\s*$/gu;

const steps: readonly Step[] = [
  { code: "input.invisible", apply: (text) => text.replace(invisible, "") },
  {
    code: "input.full-width",
    apply: (text) =>
      text.replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0)),
  },
  { code: "input.quotes", apply: (text) => text.replace(quotes, "") },
  { code: "input.spacing", apply: (text) => text.replace(spacing, "") },
  { code: "input.case", apply: (text) => text.toUpperCase() },
];

const plain = /^[0-9A-Z]*$/;

/**
 * The text as identifiers are written, with a note for every kind of change. Letters are not exchanged here: which
 * look-alikes may be depends on the scheme.
 */
export function normalise(text: string): Normal {
  if (plain.test(text)) return { text, notes: [] };
  const notes: Note[] = [];
  let current = text;
  for (const { code, apply } of steps) {
    const next = apply(current);
    if (next !== current) notes.push({ code });
    current = next;
  }
  return { text: current, notes };
}

const words = new Set(
  (
    "无 空 没有 暂无 暂缺 不详 未知 未提供 未填 无代码 无号码 无统一社会信用代码 缺失 不适用 / // ／ \\ * ** *** ? ?? ??? " +
    ". .. ... NULL NONE NIL NAN N/A NA #N/A UNDEFINED UNKNOWN"
  ).split(" "),
);

/** A text made ready to be judged: normalised, or already known to be a placeholder. */
export interface Prepared extends Normal {
  readonly placeholder: Checked | null;
}

/** Normalises what was written and answers placeholders, as every check does first. */
export function prepare(raw: string): Prepared {
  if (raw.length > longestInput) {
    return { text: raw.slice(0, longestInput), notes: [{ code: "input.too-long" }], placeholder: null };
  }
  const { text, notes } = normalise(raw);
  const reason = placeholderOf({ raw, text });
  return { text, notes, placeholder: reason && { verdict: "placeholder", normalised: null, notes: [reason] } };
}

/** Whether a spreadsheet has made a number of the code: `9.14403E+17`. */
export function isScientific(text: string): boolean {
  return /^\d\.\d+E\+?\d+$/.test(text);
}

/**
 * Why the text is a placeholder, or null. `raw` is what was written, `text` the same normalised. Official data write
 * `00000000000000000X` where a subject has no unified code (DOMAIN.md 2); its kin are found here.
 */
function placeholderOf({ raw, text }: { raw: string; text: string }): Note | null {
  if (text === "") return /[\p{Pd}\u2212\u2043\u30FC]/u.test(raw) ? { code: "placeholder.word" } : null;
  if (words.has(text)) return { code: "placeholder.word" };
  if (text.length < 6) return null;
  if (/^0+[0-9A-Z]$/.test(text)) return { code: "placeholder.zeros" };
  if (/^([0-9A-Z])\1+X?$/.test(text)) return { code: "placeholder.repeated" };
  if (text.length >= 9 && "12345678901234567890".startsWith(text.slice(0, -1))) return { code: "placeholder.sequence" };
  return null;
}
