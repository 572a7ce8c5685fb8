/**
 * Ids and salts of a batch's answers, drawn from its secret and the number of the line: nothing of a million answers need be
 * stored to write them again, and whoever has not the secret can tell none from another.
 */
import { hash } from "node:crypto";

/** What line `n` (from 1; 0: the statement) is given. */
export interface Drawn {
  /** A UUID of version 8 (RFC 9562, 5.8). */
  readonly check: string;
  /** 16 bytes, base64url. */
  readonly salt: string;
}

/** Draws for the lines of a batch. @param secret 32 random bytes */
export function drawing(secret: Uint8Array): (n: number) => Drawn {
  const input = Buffer.alloc(36);
  input.set(secret.subarray(0, 32));
  return (n) => {
    input.writeUInt32BE(n, 32);
    // One block of SHA-256 over a secret of fixed length: its halves say nothing of one another.
    const drawn = Buffer.from(hash("sha256", input, "latin1"), "latin1");
    drawn[6] = ((drawn[6] ?? 0) & 0x0f) | 0x80;
    drawn[8] = ((drawn[8] ?? 0) & 0x3f) | 0x80;
    const hex = drawn.toString("hex", 0, 16);
    const check = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    return { check, salt: drawn.toString("base64url", 16, 32) };
  };
}
