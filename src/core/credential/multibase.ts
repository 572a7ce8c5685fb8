/**
 * Multibase base58btc and Multikey, as Data Integrity writes keys and proofs (W3C Controlled Identifiers 1.0, 2.2.2 and
 * 2.4): a `z`, then the bytes in Bitcoin's base 58; before a public Ed25519 key the two bytes 0xed 0x01.
 */
const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const values = new Map([...alphabet].map((letter, value) => [letter, value]));

/** Longer texts are no key and no signature; the bound keeps the quadratic decoding from being worth an attack. */
const longestText = 256;

const ed25519Prefix = [0xed, 0x01] as const;

/** `z` and the bytes in base 58; leading zero bytes become leading `1`s. */
export function encodeMultibase(bytes: Uint8Array): string {
  const digits: number[] = [];
  for (const byte of bytes) {
    let carry = byte;
    for (let at = 0; at < digits.length; at++) {
      carry += (digits[at] ?? 0) * 256;
      digits[at] = carry % 58;
      carry = Math.floor(carry / 58);
    }
    for (; carry > 0; carry = Math.floor(carry / 58)) digits.push(carry % 58);
  }
  const zeros = leading(bytes, (byte) => byte === 0);
  return `z${"1".repeat(zeros)}${digits
    .toReversed()
    .map((digit) => alphabet[digit])
    .join("")}`;
}

/** The bytes of a `z` text; null where it is no base58btc. One text for one byte string: nothing is skipped or trimmed. */
export function decodeMultibase(text: string): Uint8Array | null {
  if (!text.startsWith("z") || text.length > longestText) return null;
  const digits = [...text.slice(1)].map((letter) => values.get(letter));
  const bytes: number[] = [];
  for (const digit of digits) {
    if (digit === undefined) return null;
    let carry = digit;
    for (let at = 0; at < bytes.length; at++) {
      carry += (bytes[at] ?? 0) * 58;
      bytes[at] = carry & 255;
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 255);
  }
  const zeros = leading(digits, (digit) => digit === 0);
  return Uint8Array.from([...new Array<number>(zeros).fill(0), ...bytes.toReversed()]);
}

function leading<T>(items: Iterable<T>, fits: (item: T) => boolean): number {
  let count = 0;
  for (const item of items) {
    if (!fits(item)) break;
    count++;
  }
  return count;
}

/** A public Ed25519 key, 32 bytes, as Multikey: `z6Mk...`. */
export function encodeMultikey(publicKey: Uint8Array): string {
  if (publicKey.length !== 32) throw new RangeError("an Ed25519 public key has 32 bytes");
  return encodeMultibase(Uint8Array.from([...ed25519Prefix, ...publicKey]));
}

/** The 32 bytes of a public Ed25519 Multikey; null where it is none. */
export function decodeMultikey(text: string): Uint8Array | null {
  const bytes = decodeMultibase(text);
  if (bytes?.length !== 34 || bytes[0] !== ed25519Prefix[0] || bytes[1] !== ed25519Prefix[1]) return null;
  return bytes.slice(2);
}
