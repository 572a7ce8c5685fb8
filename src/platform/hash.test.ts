import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { macUnder, RandomBytes } from "./hash.ts";

test("a keyed hash is HMAC-SHA-256, whatever key and text, one after another", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 100 }),
      fc.array(
        fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.constant("临江".repeat(3000))),
      ),
      (key, texts) => {
        const mac = macUnder(key);
        for (const text of texts) assert.deepEqual(mac(text), createHmac("sha256", key).update(text).digest());
      },
    ),
  );
});

test("RFC 4231: the published keyed hashes", () => {
  const vectors: readonly [key: string, text: string, mac: string][] = [
    ["0b".repeat(20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
    ["4a656665", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"],
    [
      "aa".repeat(131),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ],
  ];
  for (const [key, text, mac] of vectors) assert.equal(macUnder(Buffer.from(key, "hex"))(text).toString("hex"), mac);
});

test("random bytes have their length and none comes twice", () => {
  const random = new RandomBytes(12);
  const drawn = Array.from({ length: 5000 }, () => random.next().toString("hex"));
  assert.ok(drawn.every((one) => one.length === 24));
  assert.equal(new Set(drawn).size, drawn.length);
});
