/**
 * How a name is compared: one script, one width, one case, no brackets, spaces or private-use characters. What is shown
 * stays as it was registered; this text is only ever matched.
 */
import script from "./generated/script.json" with { type: "json" };

const leaders = new Map<string, string>([...script.from].map((char, at) => [char, script.to[at] ?? char]));

const unknown = -1;
const several = -2;
// What a UTF-16 unit becomes: a unit, 0 for nothing, or one of the marks above. Filled as characters are met.
const becomes = new Int32Array(0x10000).fill(unknown);
const longer = new Map<string, string>();

/** The text names are matched by. */
export function normaliseName(text: string): string {
  let result = "";
  let kept = 0;
  // Units that stay as they are go over in runs: most names are nothing else.
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    let next = becomes[unit] as number;
    if (next === unknown) next = learn(unit);
    if (next === unit && unit !== 0) continue;
    result += text.slice(kept, i);
    if (next > 0) result += String.fromCharCode(next);
    else if (next === several) {
      const point = text.codePointAt(i) ?? unit;
      const char = String.fromCodePoint(point);
      result += evened(char);
      i += char.length - 1;
    }
    kept = i + 1;
  }
  return kept === 0 ? text : result + text.slice(kept);
}

function learn(unit: number): number {
  const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
  const even = isSurrogate ? "" : evened(String.fromCharCode(unit));
  const next = isSurrogate || even.length > 1 ? several : even === "" ? 0 : even.charCodeAt(0);
  becomes[unit] = next;
  return next;
}

/** One character, compatibility forms resolved, in lower case, in the leading script; nothing for what is no letter or digit. */
function evened(char: string): string {
  let even = longer.get(char);
  if (even === undefined) {
    const resolved = char
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, "");
    even = [...resolved].map((one) => leaders.get(one) ?? one).join("");
    longer.set(char, even);
  }
  return even;
}

/** True where a text holds a character that only the traditional script or a regional variant writes so. */
export function isTraditional(text: string): boolean {
  for (const char of text.normalize("NFKC")) if (leaders.has(char)) return true;
  return false;
}
