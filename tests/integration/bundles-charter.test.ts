/** What a bundle and its journal may never do, tried at each layer: the domain, the policies, the database. */
import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { deskAnswer } from "#core/receipt/desk-answer.ts";
import {
  type DeskSigner,
  type JournalEntry,
  journalEnd,
  journalEntry,
  journalHead,
  lineDigest,
  readJournal,
} from "#core/receipt/journal.ts";
import { verifyBundle, verifyJournal } from "#src/cli/verify/bundle.ts";
import { checkEd25519 } from "#src/cli/verify/keys.ts";
import { openPool, sqlState } from "#src/platform/database.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { deskOf, makeBundle, type TestDesk } from "#tests/kit/bundles.ts";
import { knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { testNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { ground, keysOf } from "#tests/kit/reach.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
const owner = openPool(node.owner, { max: 1 });
test.after(() => owner.end());
const agency = await addAgency(node, { kinds: ["finance"] });
const supervisor = officerOf(agency, { roles: ["officer", "supervisor"] });
const officerId = supervisor.kind === "officer" ? supervisor.id : "";
const stranger = officerOf(await addAgency(node, { kinds: ["finance"] }), { roles: ["officer", "supervisor"] });
const keys = await keysOf(node);
const listed = await knownSubject(node);
await recordListings(node, listing(node, "cn/procurement-serious-list", listed.subjectId));
const clean = await knownSubject(node);

const count = async (text: string, ...values: unknown[]) =>
  (await owner.query<{ n: number }>(text, values)).rows[0]?.n ?? 0;
const bundles = () => count("SELECT count(*)::int AS n FROM measures.bundle");
const looks = () => count("SELECT count(*)::int AS n FROM access.look");
const refusals = () => count("SELECT count(*)::int AS n FROM access.refused_act");

test("C7, C15: no bundle in another body's matter, without its purpose, or by whoever may not; each try is logged", async () => {
  const before = await bundles();
  const refusedBefore = await refusals();
  assert.equal(
    refusalOf(await makeBundle(node, supervisor, { matters: ["cn/permit-food"], purpose: "permit-review" })),
    "measures.not-your-matter",
  );
  assert.equal(
    refusalOf(await makeBundle(node, supervisor, { matters: [ground.matter, "cn/permit-food"] })),
    "measures.purpose",
  );
  assert.equal(refusalOf(await makeBundle(node, supervisor, { matters: ["cn/none"] })), "measures.matter");
  assert.equal(refusalOf(await makeBundle(node, supervisor, { purpose: "" })), "measures.purpose");
  assert.equal(refusalOf(await makeBundle(node, officerOf(agency))), "access.denied");
  assert.equal(refusalOf(await makeBundle(node, officerOf(agency, { roles: ["auditor"] }))), "access.denied");
  assert.equal(await bundles(), before);
  assert.equal(await refusals(), refusedBefore + 6);
  assert.equal(
    refusalOf(await makeBundle(node, supervisor, { x: "A".repeat(43).replace(/A$/, "B") })),
    "measures.desk-key",
  );
});

test("C15: another body neither sees nor takes a bundle, nor hands its journal in", async () => {
  const desk = await deskOf(node, supervisor);
  desk.ask(clean.code);
  const before = await looks();
  assert.equal(refusalOf(await node.bundles.read(stranger, desk.bundle.bundle)), "access.denied");
  assert.equal(refusalOf(await node.bundles.take(stranger, desk.bundle.bundle)), "access.denied");
  assert.equal(refusalOf(await desk.handIn(stranger)), "access.denied");
  assert.equal(await looks(), before);
  value(await desk.handIn(supervisor));
  const fetched = "SELECT count(*)::int AS n FROM measures.bundle_fetch WHERE bundle_id = $1";
  assert.equal(await count(fetched, desk.bundle.bundle), 1, "a bundle was handed over and nobody wrote it down");
});

test("C17: every altered byte of a journal is refused, and so is every line left out, doubled or moved; nothing is logged", async () => {
  const desk = await deskOf(node, supervisor);
  for (const code of [listed.code, clean.code, "91110000600037341L"]) desk.ask(code);
  desk.close();
  const whole = desk.journal();
  const { proved } = verifyBundle(desk.bytes, keys);
  assert.ok(proved);
  assert.equal(verifyJournal(whole, proved).verdict, "genuine");
  for (let at = 0; at < whole.length; at++) {
    const altered = Buffer.from(whole);
    altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
    assert.notEqual(verifyJournal(altered, proved).verdict, "genuine", `byte ${at}`);
  }
  const before = await looks();
  const lines = whole.toString("utf8").trimEnd().split("\n");
  const hand = async (all: readonly string[]) =>
    refusalOf(await desk.handIn(supervisor, Buffer.from(`${all.join("\n")}\n`)));
  for (const at of lines.keys()) {
    // Without its last line it is an open journal, and true as far as it goes.
    if (at < lines.length - 1) assert.match(await hand(lines.toSpliced(at, 1)), /^measures\.journal-/, `without ${at}`);
    assert.match(await hand(lines.toSpliced(at, 0, lines[at] ?? "")), /^measures\.journal-/, `${at} twice`);
    const altered = (lines[at] ?? "").replace(/[0-9]/, (digit) => String((Number(digit) + 1) % 10));
    assert.match(await hand(lines.with(at, altered)), /^measures\.journal-/, `${at} altered`);
  }
  assert.equal(refusalOf(await desk.handIn(supervisor, Buffer.from("none\n"))), "measures.journal-form");
  assert.equal(refusalOf(await desk.handIn(supervisor, Buffer.alloc(0))), "intake.file-empty");
  assert.equal(await looks(), before);
});

/** A journal written by whoever has the desk's key, and not by its tool. */
function forge(desk: TestDesk, entries: readonly Partial<JournalEntry>[], close = false): Buffer {
  const { proved } = verifyBundle(desk.bytes, keys);
  assert.ok(proved);
  const { head } = proved.bundle;
  const jwk = JSON.parse(readFileSync(desk.files.desk, "utf8"));
  const signer: DeskSigner = { keyId: jwk.x, sign: (bytes) => sign(null, bytes, { key: jwk, format: "jwk" }) };
  const of = { bundle: head.bundle, body: head.body, desk: head.desk, root: proved.root.root };
  const lines = [journalHead(of, signer)];
  const by = { kind: "officer", id: officerId } as const;
  for (const over of entries) {
    const at = over.at ?? new Date().toISOString();
    const said = deskAnswer(proved.bundle, { code: clean.code, matter: ground.matter, by: over.by ?? by, at });
    assert.ok(said);
    const asked = { code: clean.code, outcome: said.outcome, answer: said.digest };
    const entry = { at, by, matter: ground.matter, purpose: ground.purpose, asked, ...over };
    lines.push(journalEntry(entry, { n: lines.length, prev: lineDigest(lines.at(-1) ?? "") }, signer));
  }
  const place = { n: lines.length, prev: lineDigest(lines.at(-1) ?? "") };
  if (close) lines.push(journalEnd({ at: new Date().toISOString(), by, entries: entries.length }, place, signer));
  return Buffer.from(`${lines.join("\n")}\n`);
}

const hour = 3_600_000;
const later = (ms: number) => new Date(Date.now() + ms).toISOString();
const told = { code: clean.code, outcome: "nothing-recorded", answer: "0".repeat(64) } as const;
const forged: readonly (readonly [what: string, entries: readonly Partial<JournalEntry>[], code: string])[] = [
  ["a look before the bundle was made", [{ at: later(-hour) }], "measures.journal-outside"],
  ["a look that has not happened yet", [{ at: later(hour) }], "measures.journal-clock"],
  ["a clock that went back", [{ at: later(-1000) }, { at: later(-2000) }], "measures.journal-clock"],
  ["a matter that is none of the bundle's", [{ matter: "cn/permit-food" }], "measures.journal-outside"],
  ["another purpose", [{ purpose: "permit-review" }], "measures.journal-outside"],
  [
    "somebody who is no officer of the body",
    [{ by: { kind: "officer", id: "0f0f0f0f-0000-4000-8000-000000000000" } }],
    "measures.journal-outside",
  ],
  [
    "a program that did not have it made",
    [{ by: { kind: "client", id: "client-of-nobody" } }],
    "measures.journal-outside",
  ],
  ["an answer the bundle does not give", [{ asked: told }], "measures.journal-answer"],
  ["a code that is none", [{ asked: { ...told, code: "A".repeat(18) } }], "measures.journal-outside"],
  ["an individual business", [{ asked: { ...told, code: "92110000MA00000000" } }], "measures.journal-outside"],
  ["a refusal the tool does not give", [{ asked: { code: null, refused: "because" } }], "measures.journal-form"],
];
for (const [what, entries, code] of forged)
  test(`a journal that tells of ${what} is refused whole, though the desk signed it`, async () => {
    const desk = await deskOf(node, supervisor);
    const before = await looks();
    assert.equal(refusalOf(await desk.handIn(supervisor, forge(desk, entries))), code);
    // Sound entries behind it are not taken in either.
    const more = [...entries, { at: new Date().toISOString() }];
    assert.match(refusalOf(await desk.handIn(supervisor, forge(desk, more))), /^measures\.journal-/);
    assert.equal(await looks(), before);
  });

test("two journals of one bundle: whichever comes second is refused, from the line at which they part", async () => {
  const desk = await deskOf(node, supervisor);
  const one = forge(desk, [{ at: later(-900) }, { at: later(-800) }]);
  assert.equal(value(await desk.handIn(supervisor, one)).taken, 2);
  assert.equal(refusalOf(await desk.handIn(supervisor, forge(desk, [{ at: later(-700) }]))), "measures.journal-forked");
  // Closed with fewer entries than are in: what came in since must not go unseen.
  const short = forge(desk, [], true);
  assert.equal(refusalOf(await desk.handIn(supervisor, short)), "measures.journal-forked");
  assert.equal(value(await desk.handIn(supervisor, one)).taken, 0);
});

test("the same journal handed in twice at once is taken in once", async () => {
  const desk = await deskOf(node, supervisor);
  for (let at = 0; at < 5; at++) desk.ask(clean.code);
  const before = await looks();
  const both = await Promise.all([desk.handIn(supervisor), desk.handIn(supervisor), desk.handIn(supervisor)]);
  assert.deepEqual(both.map((one) => value(one).taken).sort(), [0, 0, 5]);
  assert.equal(await looks(), before + 5);
});

test("a journal of another bundle is refused, though it is the same desk's", async () => {
  const [one, two] = [await deskOf(node, supervisor), await deskOf(node, supervisor)];
  two.ask(clean.code);
  assert.equal(refusalOf(await one.handIn(supervisor, two.journal())), "measures.journal-other");
});

test("property: no bytes that are not the desk's own are read as its journal", () => {
  const pair = generateKeyPairSync("ed25519").privateKey;
  const jwk = pair.export({ format: "jwk" });
  const signer: DeskSigner = { keyId: String(jwk.x), sign: (bytes) => sign(null, bytes, pair) };
  const of = { bundle: "b", body: "a", desk: String(jwk.x), root: "0".repeat(64) };
  const by = { kind: "officer", id: "1" } as const;
  const written = (count: number) => {
    const lines = [journalHead(of, signer)];
    for (let n = 1; n <= count; n++) {
      const at = new Date(1_700_000_000_000 + n * 1000).toISOString();
      const entry = {
        at,
        by,
        matter: "m",
        purpose: "p",
        asked: { code: clean.code, outcome: "nothing-recorded", answer: "0".repeat(64) },
      } as const;
      lines.push(journalEntry(entry, { n, prev: lineDigest(lines.at(-1) ?? "") }, signer));
    }
    return Buffer.from(`${lines.join("\n")}\n`);
  };
  const read = (bytes: Uint8Array) => readJournal(bytes, of, { check: checkEd25519, signatures: "all" });
  const journal = written(20);
  assert.ok(!("fault" in read(journal)));
  fc.assert(
    fc.property(fc.nat(journal.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const altered = Buffer.from(journal);
      altered[at] = (altered[at] ?? 0) ^ flip;
      return "fault" in read(altered);
    }),
    { numRuns: 500 },
  );
  // Cut at a line it is the journal of then; cut elsewhere it is none.
  fc.assert(
    fc.property(fc.integer({ min: 1, max: journal.length - 1 }), (length) => {
      const found = read(journal.subarray(0, length));
      return "fault" in found || journal[length - 1] === 10;
    }),
  );
});

const writes: readonly (readonly [what: string, statement: string, state: string])[] = [
  ["a bundle is given to another body", "UPDATE measures.bundle SET agency_code = agency_code", "42501"],
  ["a bundle is made to have never been", "DELETE FROM measures.bundle", "42501"],
  ["an entry is taken out", "DELETE FROM measures.bundle_entry", "42501"],
  ["what a desk was told is changed", "UPDATE measures.bundle_entry SET outcome = outcome", "42501"],
  ["an account is taken back", "DELETE FROM measures.bundle_act", "42501"],
  ["a handing over is hidden", "DELETE FROM measures.bundle_fetch", "42501"],
];
for (const [what, statement, state] of writes)
  test(`C17: the application's role is refused where ${what}`, async () => {
    await assert.rejects(node.app.query(statement), (error) => sqlState(error) === state);
  });

test("the database itself holds what bundles and journals may be", async () => {
  const desk = await deskOf(node, supervisor);
  desk.ask(clean.code);
  value(await desk.handIn(supervisor));
  const { bundle } = desk.bundle;
  const copy = (change: string) =>
    `INSERT INTO measures.bundle SELECT (jsonb_populate_record(b, ${change})).* FROM measures.bundle b WHERE bundle_id = '${bundle}'`;
  const fresh = (more: string) => copy(`jsonb_build_object('bundle_id', gen_random_uuid()${more})`);
  const entry = (change: string) =>
    `INSERT INTO measures.bundle_entry (bundle_id, n, known_at, answers_until, looked_at, digest, prev, matter_id, outcome,
       look_id, subject_id, code, ended, begun, handed_in_by, handed_in_at)
     SELECT r.bundle_id, r.n, r.known_at, r.answers_until, r.looked_at, r.digest, r.prev, r.matter_id, r.outcome, r.look_id,
       r.subject_id, r.code, r.ended, r.begun, r.handed_in_by, r.handed_in_at
     FROM measures.bundle_entry e, jsonb_populate_record(e, ${change}) r WHERE e.bundle_id = '${bundle}' AND e.n = 1`;
  const measure = (change: string) =>
    `INSERT INTO measures.bundle_measure SELECT (jsonb_populate_record(m, ${change})).* FROM measures.bundle_measure m WHERE bundle_id = '${bundle}'`;
  const refused: readonly (readonly [what: string, statement: string, state: string])[] = [
    ["C8: a bundle of eight days", fresh(", 'answers_until', known_at + interval '8 days'"), "23514"],
    ["C8: a bundle that ends before it begins", fresh(", 'answers_until', known_at - interval '1 day'"), "23514"],
    ["C15: a journal due in a year", fresh(", 'hand_in_by', hand_in_by + 365"), "23514"],
    ["C7: a measure that is none of the catalogue's", measure('\'{"measure_id": "cn/none"}\''), "23503"],
    ["C7: a measure in another matter", measure('\'{"matter_id": "cn/permit-food"}\''), "23503"],
    ["C12: a person in a bundle", measure('\'{"subject_kind": "person"}\''), "23514"],
    ["C12: an individual business in a bundle", measure('\'{"subject_kind": "individual-business"}\''), "23514"],
    ["C8: a constraint without an end", measure('\'{"until": null, "matter_id": "cn/tendering"}\''), "23514"],
    ["C17: the same entry twice", entry("'{}'"), "23505"],
    ["C17: a gap in the journal", entry("'{\"n\": 3}'"), "23503"],
    ["C17: an entry that does not follow the one before", entry("'{\"n\": 2}'"), "23503"],
    [
      "C8: a look after the bundle's end",
      entry("jsonb_build_object('n', 2, 'prev', e.digest, 'looked_at', e.answers_until + interval '1 s')"),
      "23514",
    ],
    [
      "C8: a bundle's days made longer for one look",
      entry("jsonb_build_object('n', 2, 'prev', e.digest, 'answers_until', e.answers_until + interval '1 day')"),
      "23503",
    ],
    [
      "C15: a look without its subject",
      entry("jsonb_build_object('n', 2, 'prev', e.digest, 'subject_id', null)"),
      "23514",
    ],
    [
      "C5: a program accounts for a journal",
      `INSERT INTO measures.bundle_act VALUES ('${bundle}', 'write-off', 'x', 'client:a', now())`,
      "23514",
    ],
    [
      "C5: nobody says why",
      `INSERT INTO measures.bundle_act VALUES ('${bundle}', 'write-off', NULL, 'officer:a', now())`,
      "23514",
    ],
  ];
  for (const [what, statement, state] of refused) {
    await assert.rejects(node.app.query(statement), (error) => {
      assert.equal(sqlState(error), state, `${what}: ${error}`);
      return true;
    });
  }
});

test("C15: the database makes no bundle for a body that owes a journal, whatever the program says", async () => {
  const late = await addAgency(node, { kinds: ["finance"] });
  const head = officerOf(late, { roles: ["supervisor"] });
  const { bundle } = value(await makeBundle(node, head));
  await owner.query(
    `UPDATE measures.bundle SET known_at = known_at - interval '20 days', answers_until = answers_until - interval '20 days',
       hand_in_by = hand_in_by - 20 WHERE bundle_id = $1`,
    [bundle],
  );
  await assert.rejects(
    node.app.query(
      `INSERT INTO measures.bundle SELECT (jsonb_populate_record(b, jsonb_build_object('bundle_id', gen_random_uuid()))).*
       FROM measures.bundle b WHERE bundle_id = $1`,
      [bundle],
    ),
    (error) => sqlState(error) === "42501",
  );
});

// Last: whoever serves gives the node another address, and so another issuer.
test("over HTTP a private key is refused by its shape, a visitor by the door, and an officer who may not by policy", async () => {
  const base = await serveNode(node);
  const key = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const asked = { matters: [ground.matter], purpose: ground.purpose };
  const construction = new Visitor(base);
  await construction.signInAs("sun-yue");
  const before = await bundles();
  const whole = await construction.act("/api/v1/bundles", { ...asked, deskKey: key });
  assert.equal(whole.status, 400);
  assert.ok(!JSON.stringify(whole.body).includes(String(key.d)), "a private key is said back");
  const { d: _, ...open } = key;
  const officer = new Visitor(base);
  await officer.signInAs("chen-lan");
  assert.equal((await officer.act("/api/v1/bundles", { ...asked, deskKey: open })).status, 403);
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ ...asked, deskKey: open });
  assert.equal((await fetch(`${base}/api/v1/bundles`, { method: "POST", headers, body })).status, 401);
  assert.equal(await bundles(), before);
  const made = await construction.act("/api/v1/bundles", { ...asked, deskKey: open });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { bundle } = made.body as { bundle: string };
  assert.equal((await officer.api(`/api/v1/bundles/${bundle}`)).status, 403);
  assert.equal((await construction.api(`/api/v1/bundles/${bundle}`)).status, 200);
});
