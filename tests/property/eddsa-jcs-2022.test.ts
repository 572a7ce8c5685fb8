import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import {
  addProof,
  type CheckSignature,
  findProofFault,
  hashData,
  isObject,
  type JsonObject,
  type ProofOptions,
} from "#core/credential/data-integrity.ts";
import { decodeMultibase, decodeMultikey, encodeMultibase, encodeMultikey } from "#core/credential/multibase.ts";
import { canonicalJson } from "#core/record/canonical.ts";
import { sharedData } from "#tests/kit/shared-data.ts";

const read = (...path: string[]) => readFileSync(sharedData("vc-eddsa-jcs", ...path), "utf8");
const vector = (name: string) => read("eddsa-jcs-2022", name).trim();
const json = (text: string): JsonObject => JSON.parse(text);
const text = (value: unknown): string => {
  assert.equal(typeof value, "string");
  return String(value);
};

const unsigned = json(read("unsigned.json"));
const keys = json(read("keyPair.json"));
const publicKey = decodeMultikey(text(keys["publicKeyMultibase"])) ?? assert.fail("no public key");
const seed = decodeMultibase(text(keys["privateKeyMultibase"]))?.slice(2) ?? assert.fail("no private key");
const privateKey = createPrivateKey({
  key: {
    kty: "OKP",
    crv: "Ed25519",
    d: Buffer.from(seed).toString("base64url"),
    x: Buffer.from(publicKey).toString("base64url"),
  },
  format: "jwk",
});
const check: CheckSignature = (given) => {
  const x = Buffer.from(given.publicKey).toString("base64url");
  return verify(
    null,
    given.bytes,
    createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" }),
    given.signature,
  );
};
const proofConfiguration = json(vector("proofConfigJCS.json"));
const { "@context": _context, ...options } = proofConfiguration;
const signed = json(vector("signedJCS.json"));

test("eddsa-jcs-2022: every intermediate of the W3C vector is reached", () => {
  const hashed = hashData(unsigned, proofConfiguration);
  assert.equal(hashed.canonicalDocument, vector("canonDocJCS.txt"));
  assert.equal(hashed.documentHash.toString("hex"), vector("docHashJCS.txt"));
  assert.equal(hashed.canonicalProof, vector("proofCanonJCS.txt"));
  assert.equal(hashed.proofHash.toString("hex"), vector("proofHashJCS.txt"));
  assert.equal(hashed.combined.toString("hex"), vector("combinedHashJCS.txt"));
});

test("eddsa-jcs-2022: the W3C vector's signature and signed document are reached, and verify", () => {
  const made = addProof(unsigned, options as unknown as ProofOptions, (bytes) => sign(null, bytes, privateKey));
  assert.deepEqual(made, signed);
  const proof = made["proof"] as JsonObject;
  assert.equal(proof["proofValue"], vector("sigBTC58JCS.txt"));
  assert.equal(Buffer.from(decodeMultibase(vector("sigBTC58JCS.txt")) ?? []).toString("hex"), vector("sigHexJCS.txt"));
  assert.equal(findProofFault(signed, { publicKey, check }), null);
});

test("a proof of another form is no proof", () => {
  const proof = signed["proof"] as JsonObject;
  const faultOf = (other: JsonObject) => findProofFault(other, { publicKey, check });
  const withProof = (change: JsonObject) => faultOf({ ...signed, proof: { ...proof, ...change } });
  assert.equal(faultOf(unsigned), "no-proof");
  assert.equal(faultOf({ ...signed, proof: [proof] }), "no-proof");
  assert.equal(faultOf({ ...signed, proof: { ...proof, proofValue: 7 } }), "no-proof");
  assert.equal(withProof({ cryptosuite: "eddsa-rdfc-2022" }), "other-suite");
  assert.equal(withProof({ type: "Ed25519Signature2020" }), "other-suite");
  assert.equal(withProof({ proofValue: "zabc" }), "no-signature");
  assert.equal(withProof({ proofValue: text(proof["proofValue"]).slice(1) }), "no-signature");
  assert.equal(withProof({ created: "2024-02-24T23:36:38Z" }), "signature");
  assert.equal(withProof({ proofPurpose: "authentication" }), "signature");
  const context = signed["@context"] as string[];
  assert.equal(faultOf({ ...signed, "@context": [...context, "https://elsewhere.example"] }), "other-context");
});

test("another key does not verify", () => {
  const other = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
  assert.equal(findProofFault(signed, { publicKey: Buffer.from(String(other.x), "base64url"), check }), "signature");
});

test("a signed document with any one byte altered does not verify", () => {
  const bytes = Buffer.from(canonicalJson(signed));
  for (let at = 0; at < bytes.length; at++) {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 255 }), (change) => {
        const altered = Buffer.from(bytes);
        altered[at] = (altered[at] ?? 0) ^ change;
        assert.equal(holds(altered), false, `byte ${at} xor ${change}`);
      }),
      { numRuns: 4 },
    );
  }
});

/** As a report is verified: the bytes must be the canonical form of what the proof covers. */
function holds(bytes: Buffer): boolean {
  try {
    const content = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(content);
    return isObject(value) && canonicalJson(value) === content && findProofFault(value, { publicKey, check }) === null;
  } catch {
    return false;
  }
}

test("base58btc and Multikey give back what they were given, and one text only", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      assert.deepEqual(decodeMultibase(encodeMultibase(bytes)), bytes);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      assert.deepEqual(decodeMultikey(encodeMultikey(bytes)), bytes);
    }),
  );
  for (const wrong of ["", "x", "z0", "zO", "zl", "z ", "z1 1", `z${"2".repeat(300)}`])
    assert.equal(decodeMultibase(wrong), null, wrong);
  assert.equal(decodeMultikey(encodeMultibase(new Uint8Array(34))), null);
  assert.equal(decodeMultikey(text(keys["privateKeyMultibase"])), null);
});
