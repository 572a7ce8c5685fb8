/**
 * The key ring: every secret of this node, in files of mode 0600 under `<home>/keys`, apart from the database they
 * protect. Losing it loses what is sealed; leaking it and the database together leaks what is sealed.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { macUnder, RandomBytes } from "./hash.ts";
import { newRolePasswords, type RolePasswords } from "./migrate.ts";

/** The signing key in use. */
export interface Signer {
  readonly keyId: string;
  readonly publicJwk: { readonly kty: "OKP"; readonly crv: "Ed25519"; readonly x: string };
  /** Ed25519 over the bytes: 64 bytes. */
  sign(bytes: Uint8Array): Buffer;
}

/** Secrets of this node, by what they are for. */
export interface KeyRing {
  readonly rolePasswords: RolePasswords;
  /** Encrypts (AES-256-GCM); `context` must be given again to open, so that a sealed value cannot be moved elsewhere. */
  seal(plain: Uint8Array, context: string): Buffer;
  /** Opens what {@link KeyRing.seal} made, under whichever key it was sealed. Throws if it was altered or moved. */
  open(sealed: Uint8Array, context: string): Buffer;
  /** Keyed tokens for a person's number: under the current key first, then under each former one (33 bytes each, key number first). */
  personTokens(number: string): Buffer[];
  /** Keyed hash for identities of documents; its key never rotates, or every document would look new. 32 bytes. */
  documentHash(text: string): Buffer;
  /** The current key for what is published (`signing`: reports, checkpoints) or for access tokens (`access`). */
  signer(use?: SigningUse): Signer;
  /** Public half of a key of this ring, current or former; null where the ring has none of that id. */
  publicJwk(use: SigningUse, keyId: string): Signer["publicJwk"] | null;
  /** Adds a new key of a kind and makes it current; the former ones stay, to open and to find. */
  rotate(kind: RotatableKey): void;
}

export type SigningUse = "signing" | "access";
export type RotatableKey = "seal" | "token" | SigningUse;
export const rotatableKeys: readonly RotatableKey[] = ["seal", "token", "signing", "access"];

/** Opens the key ring of a home, making what is missing. */
export function openKeyRing(home: string): KeyRing {
  const folder = join(home, "keys");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ring = new FileKeyRing(folder);
  for (const kind of rotatableKeys) if (ring.newest(kind) === 0) ring.rotate(kind);
  return ring;
}

const newSigningKey = () => JSON.stringify(generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }));

const maker: Record<RotatableKey, () => string> = {
  seal: () => randomBytes(32).toString("base64url"),
  token: () => randomBytes(32).toString("base64url"),
  signing: newSigningKey,
  access: newSigningKey,
};

class FileKeyRing implements KeyRing {
  readonly #folder: string;
  readonly #secrets = new Map<string, Buffer>();
  readonly rolePasswords: RolePasswords;
  readonly #documentMac: (text: string) => Buffer;
  readonly #nonces = new RandomBytes(12);
  readonly #known = new Map<RotatableKey, { number: number; readAt: number }>();
  readonly #signers = new Map<string, Signer>();

  constructor(folder: string) {
    this.#folder = folder;
    this.rolePasswords = JSON.parse(this.#once("database-roles.json", () => JSON.stringify(newRolePasswords())));
    const documentKey = this.#once("document.key", () => randomBytes(32).toString("base64url"));
    this.#documentMac = macUnder(Buffer.from(documentKey, "base64url"));
  }

  newest(kind: RotatableKey): number {
    const numbers = readdirSync(this.#folder)
      .filter((name) => name.startsWith(`${kind}-`))
      .map((name) => Number(/-(\d+)\./.exec(name)?.[1]));
    return Math.max(0, ...numbers);
  }

  rotate(kind: RotatableKey): void {
    this.#once(`${kind}-${this.newest(kind) + 1}.key`, maker[kind]);
    this.#known.delete(kind);
  }

  seal(plain: Uint8Array, context: string): Buffer {
    const number = this.#current("seal");
    const nonce = this.#nonces.next();
    const cipher = createCipheriv("aes-256-gcm", this.#secret("seal", number), nonce);
    cipher.setAAD(Buffer.from(context));
    const sealed = Buffer.allocUnsafe(30 + plain.length);
    sealed[0] = 1;
    sealed[1] = number;
    sealed.set(nonce, 2);
    // GCM gives as many bytes as it takes, all of them at once; what is final is the tag.
    sealed.set(cipher.update(plain), 30);
    cipher.final();
    sealed.set(cipher.getAuthTag(), 14);
    return sealed;
  }

  open(sealed: Uint8Array, context: string): Buffer {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes[0] !== 1 || bytes.length < 30) throw new Error("sealed value of an unknown form");
    const decipher = createDecipheriv("aes-256-gcm", this.#secret("seal", bytes[1] ?? 0), bytes.subarray(2, 14));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(14, 30));
    return Buffer.concat([decipher.update(bytes.subarray(30)), decipher.final()]);
  }

  personTokens(number: string): Buffer[] {
    const tokens: Buffer[] = [];
    for (let key = this.#current("token"); key > 0; key--) {
      const mac = createHmac("sha256", this.#secret("token", key)).update(number).digest();
      tokens.push(Buffer.concat([Buffer.from([key]), mac]));
    }
    return tokens;
  }

  documentHash(text: string): Buffer {
    return this.#documentMac(text);
  }

  signer(use: SigningUse = "signing"): Signer {
    return this.#openSigner(use, this.#current(use));
  }

  publicJwk(use: SigningUse, keyId: string): Signer["publicJwk"] | null {
    const number = Number(/^k(\d+)-/.exec(keyId)?.[1]);
    if (!(number > 0 && number <= this.#current(use))) return null;
    const signer = this.#openSigner(use, number);
    return signer.keyId === keyId ? signer.publicJwk : null;
  }

  #openSigner(use: SigningUse, number: number): Signer {
    const name = `${use}-${number}.key`;
    const known = this.#signers.get(name);
    if (known) return known;
    const jwk = JSON.parse(readFileSync(join(this.#folder, name), "utf8"));
    const key: KeyObject = createPrivateKey({ key: jwk, format: "jwk" });
    const signer: Signer = {
      // The id is part of what is published for ever, so it says nothing but its number and the start of the key.
      keyId: `k${number}-${jwk.x.slice(0, 8)}`,
      publicJwk: { kty: "OKP", crv: "Ed25519", x: jwk.x },
      sign: (bytes) => sign(null, bytes, key),
    };
    this.#signers.set(name, signer);
    return signer;
  }

  /** The newest key's number, read from disk once a second at most: sealing is on the hot path. */
  #current(kind: RotatableKey): number {
    const now = Date.now();
    let known = this.#known.get(kind);
    if (!known || now - known.readAt > 1000) {
      known = { number: this.newest(kind), readAt: now };
      this.#known.set(kind, known);
    }
    return known.number;
  }

  #secret(kind: RotatableKey, number: number): Buffer {
    const name = `${kind}-${number}.key`;
    let secret = this.#secrets.get(name);
    if (!secret) {
      secret = Buffer.from(readFileSync(join(this.#folder, name), "utf8"), "base64url");
      this.#secrets.set(name, secret);
    }
    return secret;
  }

  #once(name: string, make: () => string): string {
    const file = join(this.#folder, name);
    if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600, flag: "wx" });
    return readFileSync(file, "utf8");
  }
}
