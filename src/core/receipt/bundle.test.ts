import assert from "node:assert/strict";
import { generateKeyPairSync, sign, verify } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import {
  type BundleEntry,
  type BundleHead,
  BundleWriter,
  bundleType,
  entriesPerLine,
  fingerprint,
  knownPerLine,
  readBundle,
} from "./bundle.ts";
import { dayOfBundle, deskAnswer } from "./desk-answer.ts";
import { termsDigest } from "./receipt.ts";

const pair = generateKeyPairSync("ed25519");
const publicKey = Buffer.from(String(pair.publicKey.export({ format: "jwk" }).x), "base64url");
const salt = Buffer.alloc(16, 7);
const words = { zh: "词", en: "words" };
const head: BundleHead = {
  type: bundleType,
  bundle: "b",
  issuer: "http://localhost/keys",
  body: "11880000MB88001255",
  bodyName: words,
  purpose: "p",
  purposeTitle: words,
  matters: [
    { matter: "m", title: words, unreachable: { way: "go-on", text: words, law: [{ title: words, article: "1" }] } },
  ],
  asOf: { day: "2026-11-22", knownAt: "2026-11-22T02:00:00.000Z" },
  answersUntil: "2026-11-29T02:00:00.000Z",
  clockMinutes: 10,
  clockAheadSeconds: 0,
  handInBy: "2026-12-04",
  desk: "x",
  madeBy: { kind: "client", id: "c" },
  officers: [],
  plain: { measures: words, "nothing-recorded": words, "unknown-subject": words },
  salt: salt.toString("base64url"),
  catalogue: [],
};
const terms = '{"title":{"en":"words","zh":"词"}}';
const codeOf = (n: number) => `91${String(n).padStart(16, "0")}`;

/** A bundle that knows `known` codes, the even ones; one in ten of those is bound. */
function write(known: number): Buffer {
  const writer = new BundleWriter();
  const codes = Array.from({ length: known }, (_, n) => codeOf(n * 2));
  const bound = codes.filter((_, n) => n % 10 === 0);
  const binding = {
    effect: "refuse",
    from: "2026-11-01",
    marks: [],
    measure: "m@1",
    terms: termsDigest(terms),
    until: "2026-11-24",
  };
  const entries = bound.map(
    (code): BundleEntry => ({ code, matters: [{ matter: "m", constraints: [binding], incentives: [] }] }),
  );
  const prints = Float64Array.from(codes, (code) => fingerprint(salt, code)).sort();
  const lines = [writer.head(head)];
  for (let at = 0; at < entries.length; at += entriesPerLine)
    lines.push(writer.entries(entries.slice(at, at + entriesPerLine)));
  for (let at = 0; at < prints.length; at += knownPerLine)
    lines.push(writer.known(prints.subarray(at, at + knownPerLine)));
  lines.push(writer.terms(terms), writer.tally({ entries: entries.length, known }));
  const end = writer.end({
    issuer: head.issuer,
    signedAt: head.asOf.knownAt,
    keyId: "k1",
    sign: (bytes) => sign(null, bytes, pair.privateKey),
  });
  return Buffer.from([...lines, end.line].join(""));
}

const read = (bytes: Uint8Array) =>
  readBundle(
    bytes,
    (id) => (id === "k1" ? publicKey : null),
    ({ bytes: signed, signature }) => verify(null, signed, pair.publicKey, signature),
  );
const large = write(20_000);
const proved = read(large);
assert.ok(typeof proved !== "string");
const { bundle } = proved;
const by = { kind: "client", id: "c" } as const;
const at = "2026-11-23T02:00:00.000Z";
const ask = (code: string, when = at) => deskAnswer(bundle, { code, matter: "m", by, at: when });

test("every code that is known is known, every one that is bound is found, in a bundle of twenty thousand", () => {
  for (let n = 0; n < 20_000; n += 7) {
    const outcome = ask(codeOf(n * 2))?.outcome;
    assert.equal(outcome, n % 10 === 0 ? "measures" : "nothing-recorded", String(n));
  }
  assert.deepEqual(bundle.tally, { entries: 2_000, known: 20_000 });
  assert.equal([...bundle.all()].length, 2_000);
});

test("codes that are not known are not taken for known: none of twenty thousand, where one in 14 thousand million may be", () => {
  let taken = 0;
  for (let n = 0; n < 20_000; n++) if (bundle.knows(codeOf(n * 2 + 1))) taken++;
  assert.equal(taken, 0);
  assert.equal(ask(codeOf(1))?.outcome, "unknown-subject");
});

test("property: whatever byte of a large bundle is altered, it is not read", () => {
  fc.assert(
    fc.property(fc.nat(large.length - 1), fc.integer({ min: 1, max: 255 }), (place, flip) => {
      const altered = Buffer.from(large);
      altered[place] = (altered[place] ?? 0) ^ flip;
      return typeof read(altered) === "string";
    }),
    { numRuns: 60 },
  );
  fc.assert(
    fc.property(fc.nat(large.length - 1), (length) => typeof read(large.subarray(0, length)) === "string"),
    { numRuns: 60 },
  );
});

test("effects end on their last day, in Asia/Shanghai, and none is told before its first (C8)", () => {
  const outcome = (when: string) => ask(codeOf(0), when)?.outcome;
  assert.equal(outcome("2026-11-24T15:59:59.000Z"), "measures");
  assert.equal(outcome("2026-11-24T16:00:00.000Z"), "nothing-recorded");
  assert.equal(outcome("2026-10-30T02:00:00.000Z"), "nothing-recorded");
});

test("a bundle answers from its instant to its end and no longer; a matter it has not is not answered", () => {
  const day = (when: string) => dayOfBundle(bundle, new Date(when));
  assert.equal(day("2026-11-22T01:49:59.000Z"), "clock");
  assert.equal(day("2026-11-22T01:50:00.000Z"), "answers");
  assert.equal(day(head.answersUntil), "answers");
  assert.equal(day("2026-11-29T02:00:00.001Z"), "ended");
  assert.equal(deskAnswer(bundle, { code: codeOf(0), matter: "other", by, at }), null);
});

test("an answer's digest is over everything it says: who asked, when, whom about, what", () => {
  const one = ask(codeOf(0))?.digest;
  assert.equal(ask(codeOf(0))?.digest, one);
  assert.notEqual(ask(codeOf(20))?.digest, one);
  assert.notEqual(ask(codeOf(0), "2026-11-23T02:00:00.001Z")?.digest, one);
  assert.notEqual(deskAnswer(bundle, { code: codeOf(0), matter: "m", by: { ...by, id: "d" }, at })?.digest, one);
});

test("an empty register makes a bundle, too: it knows nobody", () => {
  const none = read(write(0));
  assert.ok(typeof none !== "string");
  assert.equal(deskAnswer(none.bundle, { code: codeOf(0), matter: "m", by, at })?.outcome, "unknown-subject");
});
