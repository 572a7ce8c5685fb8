import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { inclusionProof, inclusionProofs, rootOf } from "#core/merkle/tree.ts";
import { digested, leafOf, receiptText, sealLeaves } from "#core/receipt/receipt.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import type { KeyList } from "#src/cli/verify/keys.ts";
import { verifyReceipt } from "#src/cli/verify/receipt.ts";

const issuer = "https://chengxin.example/api/v1/keys";
const pair = generateKeyPairSync("ed25519");
const publicKey = Buffer.from(String(createPublicKey(pair.privateKey).export({ format: "jwk" }).x), "base64url");
const keyId = "k1-test";
const keys: KeyList = { id: issuer, keys: [{ keyId, publicKey, until: null }] };
const given = {
  issuer,
  signedAt: "2026-11-22T12:00:00.000Z",
  keyId,
  sign: (bytes: Uint8Array) => sign(null, bytes, pair.privateKey),
};

/** Receipts for some answers that share a root. */
function receiptsOf(answers: readonly Json[]): string[] {
  const whole = answers.map((answer, at) => ({
    answer,
    constraints: [{ effect: "refuse", terms: { does: "不予通过", law: [answer] } }],
    incentives: [],
    issuer,
    salt: String(at),
    terms: { plain: "有措施" },
  }));
  const leaves = whole.map((answer) => leafOf(canonicalJson(digested(answer))));
  const { root, signature, paths } = sealLeaves(leaves, given);
  return whole.map((answer, index) => {
    const path = (paths[index] ?? []).map((one) => one.toString("hex"));
    return receiptText({ canonicalAnswer: canonicalJson(answer), index, path, root, signature });
  });
}

const verdictOf = (bytes: Uint8Array) => verifyReceipt(bytes, keys).verdict;

test("every receipt of any number of answers under one root verifies alone", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue() as fc.Arbitrary<Json>, { minLength: 1, maxLength: 40 }), (answers) => {
      for (const text of receiptsOf(answers)) {
        assert.equal(verdictOf(Buffer.from(text)), "genuine");
        assert.equal(verdictOf(Buffer.from(`${text}\n`)), "genuine");
      }
    }),
    { numRuns: 60 },
  );
});

test("a receipt fails for every byte altered, in any of its bits", () => {
  for (const answers of [[{ 结果: "没有记录" }], [{ a: 1 }, { 事项: "政府采购" }, { a: [1.5, null, "x\u0001\n"] }]]) {
    for (const text of receiptsOf(answers)) {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at++) {
        for (let bit = 0; bit < 8; bit++) {
          const altered = Buffer.from(bytes);
          altered[at] = (altered[at] ?? 0) ^ (1 << bit);
          assert.notEqual(verdictOf(altered), "genuine", `byte ${at}, bit ${bit}`);
        }
      }
    }
  }
});

test("a receipt fails for any byte put in, taken out or exchanged for another", () => {
  const [text = ""] = receiptsOf([{ a: "甲" }, { b: 2 }, { c: 3 }]);
  const bytes = Buffer.from(text);
  fc.assert(
    fc.property(fc.nat(bytes.length), fc.constantFrom("in", "out", "other"), fc.nat(255), (at, how, byte) => {
      const altered = Buffer.concat([
        bytes.subarray(0, at),
        how === "out" ? Buffer.alloc(0) : Buffer.of(byte),
        bytes.subarray(how === "in" ? at : at + 1),
      ]);
      fc.pre(!altered.equals(bytes) && !altered.equals(Buffer.concat([bytes, Buffer.from("\n")])));
      return verdictOf(altered) !== "genuine";
    }),
    { numRuns: 3000 },
  );
});

test("a receipt of one answer proves no other answer under the same root", () => {
  const [first = "", second = ""] = receiptsOf([{ a: 1 }, { b: 2 }]).map((text) => JSON.parse(text));
  const mixed = { ...(first as object), answer: (second as unknown as { answer: Json }).answer };
  assert.equal(verdictOf(Buffer.from(canonicalJson(mixed as unknown as Json))), "altered");
});

test("a reformatted receipt is told apart from an altered one", () => {
  const [text = ""] = receiptsOf([{ a: 1 }]);
  assert.equal(verifyReceipt(Buffer.from(JSON.stringify(JSON.parse(text), null, 2)), keys).reason, "layout");
});

test("somebody else's key, an ended key and another issuer's list prove nothing", () => {
  const [text = ""] = receiptsOf([{ a: 1 }]);
  const bytes = Buffer.from(text);
  const other = { keyId, publicKey: Buffer.alloc(32, 7), until: null };
  assert.equal(verifyReceipt(bytes, { id: issuer, keys: [other] }).reason, "signature");
  assert.equal(verifyReceipt(bytes, { id: issuer, keys: [] }).reason, "other-key");
  assert.equal(verifyReceipt(bytes, { ...keys, id: "https://other.example/keys" }).reason, "other-key");
  const ended = { keyId, publicKey, until: "2026-11-22T11:59:59Z" };
  assert.equal(verifyReceipt(bytes, { id: issuer, keys: [ended] }).reason, "key-ended");
});

test("all audit paths made at once are those made one by one (RFC 6962 2.1.1)", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 70 }), (leaves) => {
      const { root, paths } = inclusionProofs(leaves);
      assert.deepEqual(root, rootOf(leaves));
      assert.deepEqual(
        paths,
        leaves.map((_, at) => inclusionProof(leaves, at)),
      );
    }),
    { numRuns: 100 },
  );
});
