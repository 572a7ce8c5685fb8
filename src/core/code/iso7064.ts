/** Check character systems of ISO/IEC 7064:2003, by the names the standard gives them. */

export interface CheckSystem {
  /** The check character(s) that complete `text`; null where a character is not of the system. */
  checkOf(text: string): string | null;
  /** Whether `text`, check character(s) included, fulfils the system. */
  holds(text: string): boolean;
}

const digits = "0123456789";
const alphanumeric = `${digits}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** Sum of the values, each weighted by the powers of the radix, as Horner's rule; null at a strange character. */
function polynomial(text: string, { modulus, radix, alphabet }: PureSystem): number | null {
  let sum = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) return null;
    sum = ((sum + value) * radix) % modulus;
  }
  return sum;
}

interface PureSystem {
  readonly modulus: number;
  readonly radix: number;
  /** Characters by value; the last may stand as check character only. */
  readonly alphabet: string;
  /** Number of characters that may stand before the check character. */
  readonly base: number;
}

/** A pure system with one check character: MOD 11-2, MOD 37-2. */
function pure(system: PureSystem): CheckSystem {
  const body: PureSystem = { ...system, alphabet: system.alphabet.slice(0, system.base) };
  const checkOf = (text: string) => {
    const sum = polynomial(text, body);
    return sum === null ? null : system.alphabet.charAt((system.modulus + 1 - sum) % system.modulus);
  };
  return { checkOf, holds: (text) => text.length > 1 && checkOf(text.slice(0, -1)) === text.slice(-1) };
}

/** A hybrid system: MOD 11,10 and MOD 37,36. */
function hybrid(alphabet: string): CheckSystem {
  const modulus = alphabet.length;
  const checkOf = (text: string) => {
    let product = modulus;
    for (const character of text) {
      const value = alphabet.indexOf(character);
      if (value < 0) return null;
      product = (((product + value) % modulus || modulus) * 2) % (modulus + 1);
    }
    return alphabet.charAt((modulus + 1 - product) % modulus);
  };
  return { checkOf, holds: (text) => text.length > 1 && checkOf(text.slice(0, -1)) === text.slice(-1) };
}

/** Letters as two digits (A = 10 ... Z = 35), the whole as a number modulo 97. */
function remainder97(text: string): number | null {
  let remainder = 0;
  for (const character of text) {
    const value = alphanumeric.indexOf(character);
    if (value < 0) return null;
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

/** MOD 97-10, two check digits from 02 to 98. */
const mod97: CheckSystem = {
  checkOf(text) {
    const remainder = remainder97(`${text}00`);
    return remainder === null ? null : String(98 - remainder).padStart(2, "0");
  },
  holds: (text) => text.length > 2 && mod97.checkOf(text.slice(0, -2)) === text.slice(-2),
};

export const iso7064 = {
  "MOD 11-2": pure({ modulus: 11, radix: 2, alphabet: `${digits}X`, base: 10 }),
  "MOD 37-2": pure({ modulus: 37, radix: 2, alphabet: `${alphanumeric}*`, base: 36 }),
  "MOD 97-10": mod97,
  "MOD 11,10": hybrid(digits),
  "MOD 37,36": hybrid(alphanumeric),
} as const satisfies Record<string, CheckSystem>;
