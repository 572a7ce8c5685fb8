/** The signature kept beside a PDF, and the strict reading of JSON that is to be verified; by others' vectors where there are any. */
import assert from "node:assert/strict";
import { generateKeyPairSync, sign, verify } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { FlattenedSign, flattenedVerify } from "jose";
import { isSignedDetached, keyIdOfDetached, signDetached } from "#core/credential/detached.ts";
import { parseUnambiguous } from "#core/credential/strict-json.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const given = {
  publicKey: new Uint8Array(32),
  check: ({ bytes, signature }: { bytes: Uint8Array; signature: Uint8Array }) =>
    verify(null, bytes, publicKey, signature),
};
const signed = (file: Uint8Array, keyId = "k1-abc") =>
  signDetached(file, { keyId, sign: (bytes) => sign(null, bytes, privateKey) });

test("what we sign another library verifies (RFC 7797), and what it signs we verify", async () => {
  const file = Buffer.from([0, 1, 2, 0xff, 0x2e, 0x0a]);
  const [header = "", , signature = ""] = signed(file).split(".");
  await flattenedVerify({ protected: header, payload: file, signature }, publicKey);
  const theirs = await new FlattenedSign(file)
    .setProtectedHeader({ alg: "EdDSA", b64: false, crit: ["b64"], kid: "k1-abc" })
    .sign(privateKey);
  assert.ok(isSignedDetached(file, `${theirs.protected}..${theirs.signature}`, given));
});

test("any other file, header or signature does not verify", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), fc.nat(), (file, other, at) => {
      const jws = signed(file);
      assert.ok(isSignedDetached(file, jws, given));
      if (Buffer.compare(file, other) !== 0) assert.ok(!isSignedDetached(other, jws, given));
      const place = at % jws.length;
      const changed = jws.slice(0, place) + (jws[place] === "A" ? "B" : "A") + jws.slice(place + 1);
      // The last character of base64url carries bits that do not count; two texts then are one signature.
      const same = Buffer.from(changed.split(".")[2] ?? "", "base64url").equals(
        Buffer.from(jws.split(".")[2] ?? "", "base64url"),
      );
      if (!same || place < jws.indexOf(".")) assert.ok(!isSignedDetached(file, changed, given), changed);
    }),
  );
});

test("a header that is not understood is no signature of ours", () => {
  const withHeader = (header: object) =>
    `${Buffer.from(JSON.stringify(header)).toString("base64url")}..${"A".repeat(86)}`;
  const ours = { alg: "EdDSA", b64: false, crit: ["b64"], kid: "k" };
  assert.equal(keyIdOfDetached(withHeader(ours)), "k");
  for (const other of [{ alg: "none" }, { b64: true }, { crit: ["b64", "exp"] }, { crit: [] }, { kid: 1 }])
    assert.equal(keyIdOfDetached(withHeader({ ...ours, ...other })), null);
  for (const text of ["", "a.b.c", "..", "null"]) assert.equal(keyIdOfDetached(text), null);
});

test("JSON that names a key twice in one object is not read, wherever it does; all other objects are", () => {
  for (const twice of [
    '{"a":1,"a":1}',
    '{"b":[{"a":1,"a" :2}]}',
    '{"a":1,"\\u0061":2}',
    '{"__proto__":1,"__proto__":2}',
  ])
    assert.equal(parseUnambiguous(twice), null, twice);
  for (const none of ["", "[]", "1", "null", "{", '{"a":1}}']) assert.equal(parseUnambiguous(none), null);
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const text = JSON.stringify(object, null, 1);
      assert.deepEqual(parseUnambiguous(text), JSON.parse(text));
    }),
  );
});
