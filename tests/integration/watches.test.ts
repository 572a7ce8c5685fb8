/** Watches: what is told, once, to whom; and that nothing is told where nothing changed. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { fileObjection } from "#contract/objections.ts";
import { addDays, addMonths } from "#core/time/date.ts";
import { type Actor, lapseOfficer } from "#src/access/index.ts";
import { readKeyList } from "#src/cli/verify/keys.ts";
import { verifyReceipt } from "#src/cli/verify/receipt.ts";
import { openPool, sqlState } from "#src/platform/database.ts";
import { addAgency, officerOf, once, refusalOf, value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { changeListing, knownPerson, knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { testNode } from "#tests/kit/database.ts";
import { inventedCode } from "#tests/kit/intake.ts";
import { appointed, programOf, watchesOn, watching } from "#tests/kit/watches.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
const { clock, watches } = watchesOn(node);
const agency = await addAgency(node, { kinds: ["finance"] });
const program = await programOf(node, agency);
const other = await programOf(node, await addAgency(node, { kinds: ["finance"] }));
const banned = "cn/procurement-serious-list";
const inMonths = (months: number) => addMonths(clock.today(), months);
const endsOn = () => inMonths(6);

const count = async (text: string, ...values: unknown[]) =>
  (await node.app.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${text}`, values)).rows[0]?.n ?? 0;
const looksAt = (subjectId: string) => count("access.look WHERE subject_id = $1 AND outcome <> 'refused'", subjectId);
const refusals = () => count("access.refused_act");

/** A listing that is in force from today for some days. */
function ban(subjectId: string, days: number) {
  const until = addDays(clock.today(), days);
  return listing(node, banned, subjectId, { effectiveTo: until, publishedUntil: until });
}

async function watchOf(code: string, actor: Actor = program, over: object = {}) {
  const kept = value(await watches.add(once(actor), watching(code, endsOn(), over)));
  await watches.tellWhatStirred();
  return kept;
}

/** The feed after a place, whole. */
async function news(actor: Actor, cursor = "0") {
  const { items } = value(await watches.feed(actor, { cursor, limit: 200 }));
  return items;
}
const newsOf = async (watch: string, actor: Actor = program) =>
  (await news(actor)).filter((event) => event.watch === watch);

test("a watch answers at once as a check does, and then tells what began and what ended, each once, each a look (C15)", async () => {
  const { code, subjectId } = await knownSubject(node);
  const kept = await watchOf(code);
  const keys = readKeyList(JSON.stringify(await node.reports.keys()));
  assert.ok(keys);
  assert.equal((await verifyReceipt(Buffer.from(kept.receipt), keys)).verdict, "genuine");
  assert.deepEqual([kept.watch.state, kept.watch.outcome, await looksAt(subjectId)], ["live", "nothing-recorded", 1]);
  const row = ban(subjectId, 40);
  await recordListings(node, row);
  assert.equal(await watches.tellWhatStirred(), 1);
  assert.equal(await watches.tellWhatStirred(), 0, "a change is told once");
  assert.equal(await watches.tellOfToday(), 0);
  const [begun, ...more] = await newsOf(kept.watch.watch);
  assert.deepEqual([begun?.type, more.length], ["watch.changed", 0]);
  const looks = await node.app.query(
    "SELECT outcome, purpose, actor_kind, agency_code, shown FROM access.look WHERE subject_id = $1 AND look_id = $2",
    [subjectId, begun?.check],
  );
  assert.deepEqual(looks.rows, [
    {
      outcome: "shown",
      purpose: "procurement-review",
      actor_kind: "client",
      agency_code: agency.agencyCode,
      shown: {
        what: "watch",
        watch: kept.watch.watch,
        matter: "cn/government-procurement",
        constraints: 1,
        incentives: 0,
      },
    },
  ]);
  assert.equal(await looksAt(subjectId), 2);
  const whole = value(await watches.event(program, begun?.event ?? ""));
  assert.equal((await verifyReceipt(Buffer.from(whole.receipt ?? ""), keys)).verdict, "genuine");
  assert.deepEqual(
    whole.changes?.map(({ what, measure, recordId }) => [what, measure, recordId]),
    [["begun", "cn/procurement-ban@1", row.recordId]],
  );
  assert.equal(await looksAt(subjectId), 3, "fetching what changed is a look of its own");
  await changeListing(node, row, { act: "withdraw", itemVersion: null, disclosure: null, open: null, salt: null });
  assert.equal(await watches.tellWhatStirred(), 1);
  const [, ended] = await newsOf(kept.watch.watch);
  const then = value(await watches.event(program, ended?.event ?? ""));
  assert.deepEqual(
    then.changes?.map(({ what, by }) => [what, by]),
    [["ended", "act"]],
  );
});

test("an end by its date is told with no one doing anything; days the machine was off are made up for, once", async () => {
  const { code, subjectId } = await knownSubject(node);
  await recordListings(node, ban(subjectId, 3));
  const { watch } = await watchOf(code);
  const before = clock.now();
  try {
    clock.moveTo(new Date(before.getTime() + 2 * 86_400_000));
    assert.equal(await watches.tellOfToday(), 0, "the last day of a listing is one of its days");
    clock.moveTo(new Date(before.getTime() + 9 * 86_400_000));
    const told = await Promise.all([watches.tellOfToday(), watches.tellOfToday(), watches.tellWhatStirred()]);
    assert.ok(told.reduce((a, b) => a + b) >= 1);
    assert.equal(await watches.tellOfToday(), 0);
    const [event, ...more] = await newsOf(watch.watch);
    assert.equal(more.length, 0);
    const { changes } = value(await watches.event(program, event?.event ?? ""));
    assert.deepEqual(
      changes?.map(({ what, by }) => [what, by]),
      [["ended", "date"]],
    );
  } finally {
    clock.moveTo(before);
  }
});

test("an objection is told with its mark; where the authority stays silent, the effect that falls away by date is told too (C10)", async () => {
  const keeper = await addAgency(node);
  const { code, subjectId } = await knownSubject(node);
  const until = addDays(clock.today(), 200);
  const row = listing(node, banned, subjectId, {
    authority: keeper.agencyCode,
    effectiveTo: until,
    publishedUntil: until,
  });
  await recordListings(node, row);
  const { watch } = await watchOf(code);
  const body = {
    ...{ subjectId, recordId: row.recordId, ground: "not-me", wanted: "withdraw" },
    ...{ words: "不是本单位。", documents: [], basis: "核对营业执照原件" },
  };
  value(await ask(node, fileObjection, officerOf(keeper), { body }));
  assert.equal(await watches.tellWhatStirred(), 1);
  const before = clock.now();
  try {
    clock.moveTo(new Date(before.getTime() + 90 * 86_400_000));
    assert.ok((await watches.tellOfToday()) >= 1);
  } finally {
    clock.moveTo(before);
  }
  const changes = [];
  for (const { event } of await newsOf(watch.watch))
    changes.push(...(value(await watches.event(program, event)).changes ?? []));
  assert.deepEqual(
    changes.map(({ what, marks }) => [what, marks]),
    [
      ["changed", ["objection"]],
      ["ended", ["objection"]],
    ],
  );
});

test("C8: a watch ends by its date; a late run tells nothing of what happened after", async () => {
  const { code, subjectId } = await knownSubject(node);
  const kept = value(await watches.add(once(program), watching(code, addDays(clock.today(), 2))));
  await watches.tellWhatStirred();
  const before = clock.now();
  try {
    clock.moveTo(new Date(before.getTime() + 3 * 86_400_000));
    const looks = await looksAt(subjectId);
    await recordListings(node, ban(subjectId, 30));
    assert.equal(
      value(await watches.get(program, kept.watch.watch)).state,
      "expired",
      "the date says so before any job",
    );
    assert.equal(await watches.tellWhatStirred(), 0);
    assert.equal(await looksAt(subjectId), looks);
    assert.deepEqual(
      (await newsOf(kept.watch.watch)).map(({ type }) => type),
      ["watch.ended"],
    );
    assert.equal(value(await watches.get(program, kept.watch.watch)).state, "expired");
  } finally {
    clock.moveTo(before);
  }
});

test("C8: a watch has an end, no later than its purpose justifies; a purpose that is served by one check justifies none", async () => {
  const { code } = await knownSubject(node);
  const before = await refusals();
  const add = (ends: string | undefined, over: object = {}) =>
    watches.add(once(program), { ...watching(code, "", over), ...(ends === undefined ? {} : { endsOn: ends }) });
  assert.equal(refusalOf(await add(undefined)), "measures.watch-end");
  assert.equal(refusalOf(await add(addDays(inMonths(6), 1))), "measures.watch-end");
  assert.equal(refusalOf(await add(addDays(clock.today(), -1))), "measures.watch-end");
  assert.equal(await refusals(), before + 3, "every refusal is logged");
  await assert.rejects(
    node.app.query(
      `INSERT INTO measures.watch SELECT gen_random_uuid(), agency_code, actor, actor_kind, actor_id, subject_kind, subject_id,
         number, matter_id, purpose, basis, began_on, '2099-12-31', webhook_id, entered_by, entered_at, 'x', first_check
       FROM measures.watch LIMIT 1`,
    ),
    (error) => sqlState(error) === "23514",
  );
});

test("C7, C13, C15: no purpose, another body's matter, a name, an unknown subject: refused, logged, told apart", async () => {
  const { code } = await knownSubject(node);
  const asked = (over: object) => watches.add(once(program), { ...watching(code, endsOn()), ...over });
  assert.equal(refusalOf(await asked({ purpose: "" })), "measures.purpose");
  const others = { matter: "cn/permit-food", purpose: "permit-review", endsOn: inMonths(1) };
  assert.equal(refusalOf(await asked(others)), "measures.not-your-matter");
  assert.equal(refusalOf(await asked({ subject: { value: code, name: "某某" } })), "measures.by-name");
  assert.equal(
    refusalOf(await asked({ subject: { scheme: "registration-number", value: "1" } })),
    "measures.watch-scheme",
  );
  assert.equal(refusalOf(await asked({ subject: { value: inventedCode(77_000_001) } })), "measures.watch-unknown");
  const person = await knownPerson(node);
  assert.equal(refusalOf(await asked({ subject: { value: person.number } })), "registry.identity-number");
  assert.equal(
    refusalOf(await asked({ subject: { scheme: "person-number", value: person.number } })),
    "measures.purpose",
    "procurement is not decided about persons",
  );
  assert.equal(await count("measures.watch WHERE subject_id = $1", person.subjectId), 0);
  for (const roles of [["operator"], ["auditor"]] as const) {
    const actor = officerOf(agency, { roles: [...roles] });
    assert.equal(refusalOf(await watches.add(once(actor), watching(code, endsOn()))), "access.denied", roles[0]);
  }
});

test("C13: a person is watched where the matter is decided about persons, by our own id and by nothing else", async () => {
  const food = await addAgency(node, { kinds: ["market-regulation"] });
  const keeper = await programOf(node, food);
  const person = await knownPerson(node);
  const subject = { scheme: "person-number", value: person.number };
  const ground = { matter: "cn/permit-food", purpose: "permit-review" };
  const kept = value(await watches.add(once(keeper), { ...ground, subject, endsOn: inMonths(1) }));
  assert.equal(kept.watch.subject.number, null);
  const rows = await node.app.query("SELECT * FROM measures.watch WHERE watch_id = $1", [kept.watch.watch]);
  assert.ok(!JSON.stringify([rows.rows, kept]).includes(person.number.slice(0, 17)));
  assert.equal(rows.rows[0].subject_id, person.subjectId);
  await watches.tellWhatStirred();
  assert.deepEqual(await newsOf(kept.watch.watch, keeper), []);
});

test("another body neither sees a watch, nor its feed, nor what changed, nor ends it; each try is logged", async () => {
  const { code, subjectId } = await knownSubject(node);
  const { watch } = await watchOf(code);
  await recordListings(node, ban(subjectId, 30));
  await watches.tellWhatStirred();
  const [event] = await newsOf(watch.watch);
  const before = await refusals();
  assert.equal(refusalOf(await watches.get(other, watch.watch)), "access.denied");
  assert.equal(refusalOf(await watches.end(other, watch.watch)), "access.denied");
  assert.equal(refusalOf(await watches.event(other, event?.event ?? "")), "access.denied");
  assert.equal(await refusals(), before + 3);
  assert.deepEqual(await newsOf(watch.watch, other), []);
  assert.equal(value(await watches.get(program, watch.watch)).state, "live");
});

test("an officer who left takes the watch along: it lapses, tells nothing, and says why", async () => {
  const officer = await appointed(node, agency);
  const { code, subjectId } = await knownSubject(node);
  const { watch } = await watchOf(code, officer);
  if (officer.kind !== "officer") throw new TypeError("an officer was appointed");
  value(
    await lapseOfficer(node, once(officerOf(agency, { roles: ["supervisor"] })), {
      officerId: officer.id,
      reason: "a test",
    }),
  );
  const looks = await looksAt(subjectId);
  await recordListings(node, ban(subjectId, 30));
  assert.equal(await watches.tellWhatStirred(), 0);
  assert.equal(await looksAt(subjectId), looks);
  const now = value(await watches.get(program, watch.watch));
  assert.deepEqual([now.state, now.refusal], ["lapsed", "measures.watch-keeper-left"]);
});

test("a list of codes is watched line by line; what is wrong with one hinders no other; the same key again adds nothing", async () => {
  const known = await Promise.all([1, 2, 3].map(() => knownSubject(node)));
  const codes = [...known.map(({ code }) => code), known[0]?.code ?? "", "junk", inventedCode(77_000_002)];
  const key = { actor: program, idempotencyKey: randomUUID() };
  const { subject: _, ...ground } = watching("", endsOn());
  const { items } = value(await watches.addMany(key, { codes, ...ground }));
  assert.deepEqual(
    items.map(({ watch, refusal }) => (watch === null ? refusal : "watched")),
    ["watched", "watched", "watched", "measures.watched", "measures.number", "measures.watch-unknown"],
  );
  const before = await count("measures.watch");
  const again = value(await watches.addMany(key, { codes, ...ground }));
  assert.deepEqual(
    again.items.slice(0, 3).map(({ watch }) => watch),
    items.slice(0, 3).map(({ watch }) => watch),
  );
  assert.equal(await count("measures.watch"), before);
});

test("whoever is watched sees by whom, why and until when; one that has ended is not among them (C15)", async () => {
  const { code, subjectId } = await knownSubject(node);
  const { watch } = await watchOf(code);
  const representative: Actor = { kind: "representative", id: randomUUID(), name: "某某", subjects: [subjectId] };
  const { items } = value(await watches.listOwn(representative, {}));
  assert.deepEqual(
    items.map(({ body, endsOn: until, purpose }) => [body, until, purpose.en]),
    [[agency.agencyCode, watch.endsOn, "examining a supplier in government procurement"]],
  );
  const stranger: Actor = { ...representative, subjects: [randomUUID()] };
  assert.deepEqual(value(await watches.listOwn(stranger, {})).items, []);
  assert.equal(refusalOf(await watches.listOwn(program, {})), "access.representatives-only");
  value(await watches.end(program, watch.watch));
  assert.deepEqual(value(await watches.listOwn(representative, {})).items, []);
});

test("C15: the database takes no event without its answer and its look, and of one answer no two successors", async () => {
  const { code, subjectId } = await knownSubject(node);
  const { watch } = await watchOf(code);
  const insert = (checkId: string, beforeId: string) =>
    node.app.query(
      `INSERT INTO measures.watch_event (agency_code, position, event_id, watch_id, kind, at, check_id, before_id)
       VALUES ($1, 1000000 + floor(random() * 1000000)::bigint, gen_random_uuid(), $2, 'changed', now(), $3, $4)`,
      [agency.agencyCode, watch.watch, checkId, beforeId],
    );
  await assert.rejects(
    insert(randomUUID(), watch.check),
    (error) => sqlState(error) === "42501",
    "an answer nobody gave",
  );
  const elsewhere = await knownSubject(node);
  const foreign = value(await watches.add(once(other), watching(elsewhere.code, endsOn())));
  await assert.rejects(
    insert(foreign.watch.check, watch.check),
    (error) => sqlState(error) === "42501",
    "another body's",
  );
  await recordListings(node, ban(subjectId, 30));
  await watches.tellWhatStirred();
  const now = value(await watches.get(program, watch.watch));
  await assert.rejects(insert(now.check, watch.check), (error) => sqlState(error) === "23505", "a change told twice");
});

for (const table of ["watch", "watch_event", "watch_end", "webhook", "webhook_secret", "watch_attempt"])
  test(`C17: the application's role neither changes nor removes a row of measures.${table}`, async () => {
    await assert.rejects(node.app.query(`DELETE FROM measures.${table}`), (error) => sqlState(error) === "42501");
    const column = table.startsWith("watch") ? (table === "watch_attempt" ? "nth" : "watch_id") : "webhook_id";
    await assert.rejects(
      node.app.query(`UPDATE measures.${table} SET ${column} = ${column}`),
      (error) => sqlState(error) === "42501",
    );
  });

test("a listing that is recorded while a watch on it is set up is seen by one of the two", async () => {
  for (let round = 0; round < 8; round++) {
    const { code, subjectId } = await knownSubject(node);
    const [kept] = await Promise.all([
      watches.add(once(program), watching(code, endsOn())),
      recordListings(node, ban(subjectId, 30)),
      watches.tellWhatStirred(),
      watches.tellWhatStirred(),
    ]);
    const { watch, receipt } = value(kept);
    await watches.tellWhatStirred();
    const first = JSON.parse(receipt).answer.outcome === "measures" ? 0 : 1;
    assert.equal((await newsOf(watch.watch)).length, first);
    assert.equal(value(await watches.get(program, watch.watch)).outcome, "measures");
  }
});

test("a watch that cannot be looked after, by an error of ours, keeps no other from being told", async () => {
  const subjects = await Promise.all([1, 2, 3].map(() => knownSubject(node)));
  const kept = [];
  for (const { code } of subjects) kept.push((await watchOf(code)).watch.watch);
  const owner = openPool(node.owner, { max: 1 });
  const actorOf = (id: string) => `jsonb_build_object('kind', 'officer', 'id', '${id}', 'agency', agency_code)`;
  try {
    await owner.query(`UPDATE measures.watch SET actor = ${actorOf("broken")} WHERE watch_id = $1`, [kept[1]]);
    for (const { subjectId } of subjects) await recordListings(node, ban(subjectId, 30));
    await assert.rejects(watches.tellWhatStirred());
    assert.deepEqual(await Promise.all(kept.map(async (watch) => (await newsOf(watch)).length)), [1, 0, 1]);
    assert.equal(await count("ledger.outbox"), 1, "it waits for its error to be mended");
  } finally {
    await owner.query(
      "UPDATE measures.watch SET actor = (SELECT actor FROM measures.watch WHERE watch_id = $2) WHERE watch_id = $1",
      [kept[1], kept[0]],
    );
    await owner.end();
  }
  assert.equal(await watches.tellWhatStirred(), 1);
  assert.equal((await newsOf(kept[1] ?? "")).length, 1);
});
