import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { readBundle } from "#core/receipt/bundle.ts";
import { addDays } from "#core/time/date.ts";
import { verifyBundle, verifyJournal } from "#src/cli/verify/bundle.ts";
import { askAtDesk, makeDeskKey } from "#src/cli/verify/desk.ts";
import { checkEd25519 } from "#src/cli/verify/keys.ts";
import { openPool } from "#src/platform/database.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { deskOf, makeBundle } from "#tests/kit/bundles.ts";
import { about, ask, changeListing, knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { moveTo } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { ground, keysOf } from "#tests/kit/reach.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
const owner = openPool(node.owner, { max: 1 });
test.after(() => owner.end());
const agency = await addAgency(node, { kinds: ["finance"] });
const supervisor = officerOf(agency, { roles: ["officer", "supervisor"] });
const keys = await keysOf(node);

const listed = await knownSubject(node);
const ban = listing(node, "cn/procurement-serious-list", listed.subjectId);
await recordListings(node, ban);
const clean = await knownSubject(node);
const trader = await knownSubject(node, "92");
const unknown = "91110000600037341L";

test("a desk without a line is told what the register would have told it, and the journal says so", async () => {
  const desk = await deskOf(node, supervisor);
  const online = value(await ask(node, supervisor, about(listed.code))).answer;
  const told = desk.ask(listed.code);
  assert.ok(told.ok);
  const without = (one: object) => ({ ...one });
  assert.deepEqual(told.told.constraints.map(without), online.constraints.map(without));
  assert.equal(told.told.unreachable.way, "wait", "the Procurement Law makes the check a condition");
  for (const [code, outcome] of [
    [clean.code, "nothing-recorded"],
    [unknown, "unknown-subject"],
  ] as const) {
    const found = desk.ask(code);
    assert.equal(found.ok && found.told.outcome, outcome);
  }
  const { proved } = verifyBundle(desk.bytes, keys);
  assert.ok(proved);
  const kept = verifyJournal(desk.journal(), proved);
  assert.deepEqual([kept.verdict, kept.journal?.entries.length, kept.journal?.end], ["genuine", 3, null]);
});

test("C12, C13: neither an individual business nor a person is in a bundle, asked of it, or written into its journal", async () => {
  const desk = await deskOf(node, supervisor);
  const text = desk.bytes.toString("utf8");
  assert.ok(!text.includes(trader.code) && !text.includes(clean.code), "codes stand in the bundle");
  assert.ok(text.includes(listed.code));
  const business = desk.ask(trader.code);
  assert.deepEqual(business.ok || business.refused, "measures.number-at-desk");
  const person = desk.ask("11010519491231002X");
  assert.deepEqual(person.ok || person.refused, "registry.identity-number");
  const journal = desk.journal().toString("utf8");
  assert.ok(!journal.includes(trader.code) && !journal.includes("19491231"));
  assert.equal(journal.trimEnd().split("\n").length, 3, "refused tries are written down");
  const read = readBundle(
    desk.bytes,
    (id) => keys.keys.find((one) => one.keyId === id)?.publicKey ?? null,
    checkEd25519,
  );
  assert.ok(typeof read !== "string");
  assert.ok(!read.bundle.knows(trader.code) && read.bundle.knows(clean.code));
});

test("every altered byte of a bundle fails, and so does every line left out, doubled or moved", async () => {
  const desk = await deskOf(node, supervisor);
  assert.equal(verifyBundle(desk.bytes, keys).verdict, "genuine");
  let tried = 0;
  for (let at = 0; at < desk.bytes.length; at++) {
    const altered = Buffer.from(desk.bytes);
    altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
    assert.notEqual(verifyBundle(altered, keys).verdict, "genuine", `byte ${at}`);
    tried++;
  }
  assert.ok(tried > 3000, `${tried} bytes`);
  const lines = desk.bytes.toString("utf8").trimEnd().split("\n");
  const verdict = (all: readonly string[]) => verifyBundle(Buffer.from(`${all.join("\n")}\n`), keys).verdict;
  assert.equal(verdict(lines), "genuine");
  for (const at of lines.keys()) {
    assert.notEqual(verdict(lines.toSpliced(at, 1)), "genuine", `without line ${at}`);
    assert.notEqual(verdict(lines.toSpliced(at, 0, lines[at] ?? "")), "genuine", `line ${at} twice`);
    if (at > 0) assert.notEqual(verdict(lines.with(at, lines[at - 1] ?? "").with(at - 1, lines[at] ?? "")), "genuine");
  }
  assert.notEqual(verifyBundle(Buffer.concat([desk.bytes, Buffer.from("\n")]), keys).verdict, "genuine");
});

test("a journal becomes looks dated when they happened; the same one again changes nothing, a longer one adds", async () => {
  const desk = await deskOf(node, supervisor);
  const looks = async () => {
    const found = await node.app.query<{ at: Date; shown: { offline?: string } }>(
      "SELECT looked_at AS at, shown FROM access.look WHERE subject_id = $1 AND shown ->> 'offline' IS NOT NULL ORDER BY looked_at",
      [clean.subjectId],
    );
    return found.rows;
  };
  const before = (await looks()).length;
  desk.ask(clean.code);
  desk.ask(unknown);
  const asked = new Date();
  const first = value(await desk.handIn(supervisor));
  assert.deepEqual([first.taken, first.known, first.looks, first.unknown, first.closed], [2, 0, 1, 1, false]);
  const again = value(await desk.handIn(supervisor));
  assert.deepEqual([again.taken, again.known, again.looks], [0, 2, 1]);
  const older = desk.journal();
  desk.ask(clean.code);
  assert.ok(desk.close().ok);
  const closed = value(await desk.handIn(supervisor));
  assert.deepEqual([closed.taken, closed.known, closed.looks, closed.closed], [1, 2, 2, true]);
  assert.deepEqual(value(await desk.handIn(supervisor)).taken, 0);
  assert.equal(value(await desk.handIn(supervisor, older)).taken, 0, "an older copy changes nothing");
  const rows = (await looks()).slice(before);
  assert.equal(rows.length, 2);
  assert.ok(rows[0] && rows[0].at <= asked);
  const late = desk.ask(clean.code);
  assert.deepEqual(late.ok || late.refused, "journal-closed");
  assert.equal(refusalOf(await node.bundles.take(supervisor, desk.bundle.bundle)), "measures.bundle-ended");
  assert.equal(value(await node.bundles.read(supervisor, desk.bundle.bundle)).bundle.state, "handed-in");
});

test("what had ended meanwhile is told on hand-in, to the body and to the subject; what began, too", async () => {
  const other = await knownSubject(node);
  const mine = listing(node, "cn/procurement-serious-list", other.subjectId);
  await recordListings(node, mine);
  const desk = await deskOf(node, supervisor);
  await changeListing(node, mine, { act: "withdraw", reason: "撤销" });
  const late = listing(node, "cn/procurement-serious-list", clean.subjectId);
  await recordListings(node, late);
  assert.equal(desk.ask(other.code).ok && desk.ask(clean.code).ok, true);
  const { differences, looks } = value(await desk.handIn(supervisor));
  assert.equal(looks, 2);
  assert.deepEqual(
    differences.map(({ code, ended, begun }) => [code, ended, begun]),
    [
      [other.code, ["cn/procurement-ban@1"], []],
      [clean.code, [], ["cn/procurement-ban@1"]],
    ],
  );
  const seen = await node.app.query("SELECT shown FROM access.look WHERE subject_id = $1 AND shown ? 'offline'", [
    other.subjectId,
  ]);
  assert.deepEqual(seen.rows[0]?.shown.ended, ["cn/procurement-ban@1"]);
  await changeListing(node, late, { act: "withdraw", reason: "撤销" });
});

test("a bundle answers seven days and no longer, and tells of no effect that has ended by then (C8)", async () => {
  const short = await knownSubject(node);
  const today = node.clock.today();
  await recordListings(
    node,
    listing(node, "cn/procurement-serious-list", short.subjectId, {
      effectiveTo: addDays(today, 2),
      publishedUntil: addDays(today, 2),
    }),
  );
  const desk = await deskOf(node, supervisor);
  const days = (n: number) => new Date(Date.now() + n * 86_400_000);
  const outcome = (now: Date) => {
    const found = desk.ask(short.code, { now });
    return found.ok ? found.told.outcome : found.refused;
  };
  assert.equal(outcome(days(-1)), "clock");
  assert.equal(outcome(days(1)), "measures");
  assert.equal(outcome(days(4)), "nothing-recorded");
  assert.equal(outcome(days(3)), "clock", "the desk's clock went back");
  assert.equal(outcome(days(6.99)), "nothing-recorded");
  assert.equal(outcome(days(7.01)), "ended");
  // A desk that ran its clock ahead has written what cannot have happened yet.
  assert.equal(refusalOf(await desk.handIn(supervisor)), "measures.journal-clock");
});

test("no bundle is made while a journal is overdue; who accounts for it is a supervisor, and it stays to be seen", async () => {
  const late = await addAgency(node, { kinds: ["finance"] });
  const head = officerOf(late, { roles: ["supervisor"] });
  const desk = await deskOf(node, head);
  assert.equal(
    refusalOf(await node.bundles.writeOff(head, { bundleId: desk.bundle.bundle, reason: "窗口失火" })),
    "measures.bundle-answers",
  );
  await owner.query(
    `UPDATE measures.bundle SET known_at = known_at - interval '20 days', answers_until = answers_until - interval '20 days',
       hand_in_by = hand_in_by - 20 WHERE bundle_id = $1`,
    [desk.bundle.bundle],
  );
  assert.equal(refusalOf(await makeBundle(node, head)), "measures.journal-overdue");
  const state = async () => value(await node.bundles.read(head, desk.bundle.bundle)).bundle.state;
  assert.equal(await state(), "overdue");
  assert.equal(
    refusalOf(await node.bundles.writeOff(officerOf(late), { bundleId: desk.bundle.bundle, reason: "窗口失火" })),
    "access.denied",
  );
  const written = value(await node.bundles.writeOff(head, { bundleId: desk.bundle.bundle, reason: "窗口失火" }));
  assert.deepEqual([written.state, written.reason], ["written-off", "窗口失火"]);
  assert.equal(await state(), "written-off");
  value(await makeBundle(node, head));
});

test("two who make one bundle at once make one: its file, its root and its journal fit", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chengxin-race-"));
  test.after(() => rmSync(folder, { recursive: true }));
  const { x } = makeDeskKey(join(folder, "desk.json"));
  const asked = [1, 2, 3].map(() => makeBundle(node, supervisor, { key: "at once", x }));
  const [one, ...others] = (await Promise.all(asked)).map(value);
  assert.ok(one && others.every(({ bundle, root }) => bundle === one.bundle && root === one.root));
  const bytes = await buffer(value(await node.bundles.take(supervisor, one.bundle)));
  assert.equal(verifyBundle(bytes, keys).proved?.root.root, one.root);
  assert.equal(createHash("sha256").update(bytes).digest("hex"), one.sha256);
  const lying = readdirSync(join(node.config.home, "bundles")).length;
  const open = await node.app.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM measures.bundle b WHERE NOT EXISTS (SELECT FROM measures.bundle_act a WHERE a.bundle_id = b.bundle_id AND a.act = 'close')",
  );
  assert.equal(lying, open.rows[0]?.n, "a file lies about that belongs to no bundle");
});

test("the same key again answers with the bundle it made", async () => {
  const one = value(await makeBundle(node, supervisor, { key: "once" }));
  const two = value(await makeBundle(node, supervisor, { key: "once" }));
  assert.equal(one.bundle, two.bundle);
  assert.deepEqual(
    two.matters.map(({ matter }) => matter),
    [ground.matter],
  );
});

test("on a demo the desk counts its days as the platform that made the bundle does, and the journal is taken in", async () => {
  await moveTo(node, addDays(node.clock.today(), 60));
  // A body that owes no journal of before.
  const officer = officerOf(await addAgency(node, { kinds: ["finance"] }), { roles: ["officer", "supervisor"] });
  const desk = await deskOf(node, officer);
  const told = askAtDesk(desk.files, {
    code: clean.code,
    matter: ground.matter,
    purpose: undefined,
    officer: officer.kind === "officer" ? officer.id : undefined,
  });
  assert.ok(told.ok, JSON.stringify(told));
  assert.equal(told.told.outcome, "nothing-recorded");
  assert.ok(desk.close().ok);
  assert.equal(value(await desk.handIn(officer)).taken, 1);
});
