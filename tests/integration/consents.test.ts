/** Consents on a real database, through the operations that routes call, and past them as each role of the database (C14). */
import assert from "node:assert/strict";
import { createPublicKey, randomBytes, randomUUID, verify } from "node:crypto";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { listOwnLooks } from "#contract/access.ts";
import * as contract from "#contract/consents.ts";
import { type FileView, readFile } from "#contract/ledger.ts";
import { withdrawObjection } from "#contract/objections.ts";
import { findProofFault } from "#core/credential/data-integrity.ts";
import { isoDate } from "#core/time/date.ts";
import { type Actor, accessRoutes } from "#src/access/index.ts";
import { openPool, type Pool, sqlState } from "#src/platform/database.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { knownPerson, listing, recordListings } from "#tests/kit/checks.ts";
import { moveTo } from "#tests/kit/clock.ts";
import { answer, asking, bytesOf, give, organisations, own, request, told, use, whole } from "#tests/kit/consents.ts";
import { testNode } from "#tests/kit/database.ts";
import { mandated } from "#tests/kit/notices.ts";
import { act, file, market } from "#tests/kit/objections.ts";
import { marketOfficer } from "#tests/kit/proceedings.ts";

const node = await testNode();
const today = "2026-09-18";
// What came in a moment after noon is not known at noon, and clocks of tests go to and fro: it came the day before.
await moveTo(node, "2026-09-17");
const organisation = await organisations(node, 36);
await moveTo(node, today);
const bankAgency = await addAgency(node, { kinds: ["bank"], nameZh: "临江农村商业银行（测试）" });
const bank = officerOf(bankAgency);
const month = { from: today, until: "2026-10-17" };

/** A request of the bank to a new organisation with a penalty. */
async function asked(over: object = {}) {
  const one = organisation();
  const sent = value(await request(node, bank, one, { ...month, ...over }));
  return { one, requestId: sent.requestId, sent };
}

async function looksAt(subjectId: string) {
  const found = await node.app.query(
    "SELECT outcome, purpose, basis, shown, policy, actor_kind FROM access.look WHERE subject_id = $1 ORDER BY looked_at",
    [subjectId],
  );
  return found.rows;
}

test("a bank reads no organisation's file for lending without its consent, and the try is logged (C14, C15)", async () => {
  const one = organisation();
  const body = {
    subject: { scheme: "unified-code", value: one.code },
    purpose: "credit-granting",
    basis: "商业银行法 35",
  };
  assert.equal(refusalOf(await ask(node, readFile, bank, { body })), "ledger.by-consent");
  assert.deepEqual(
    (await looksAt(one.subjectId)).map(({ outcome, policy }) => ({ outcome, policy })),
    [{ outcome: "refused", policy: "ledger.by-consent" }],
  );
});

test("a request without purpose, with several, beyond its purpose, by name, too long or too often is refused, saying which field", async () => {
  const one = organisation();
  const office = officerOf(await addAgency(node));
  const fields = ["content"];
  for (const [over, code, field] of [
    [{ purpose: undefined }, "consents.no-purpose", "purpose"],
    [{ purpose: [] }, "consents.no-purpose", "purpose"],
    [{ purpose: ["credit-granting", "licence-verification"] }, "consents.bundled", "purpose"],
    [{ purpose: "marketing" }, "consents.purpose", "purpose"],
    [{ purpose: "permit-review" }, "consents.purpose", "purpose"],
    [{ subject: { scheme: "name", value: "张三" } }, "consents.by-name", "subject"],
    [{ subject: { scheme: "person-number", value: "88010119900101001X" } }, "consents.purpose", "purpose"],
    [{ items: {} }, "consents.nothing-asked", "items"],
    [{ items: { "cn/penalty": [] } }, "consents.nothing-asked", "items"],
    [{ items: { "cn/customs-aeo": fields } }, "consents.beyond-purpose", "items/cn/customs-aeo"],
    [{ items: { "cn/penalty": ["legalRepresentative"] } }, "consents.beyond-purpose", "items/cn/penalty"],
    [{ from: "2026-09-17" }, "consents.period", "from"],
    [{ from: "2027-09-17", until: "2027-09-18" }, "consents.period", "from"],
    [{ until: "2026-12-19" }, "consents.period", "until"],
    [{ until: "2026-09-17" }, "consents.period", "until"],
    [{ times: 32 }, "consents.times", "times"],
    [{ subject: { scheme: "unified-code", value: "91880100MA88K99999" } }, "ledger.unknown-subject", undefined],
  ] as const) {
    const outcome = await request(node, bank, one, { ...month, ...over });
    assert.equal(refusalOf(outcome), code, JSON.stringify(over));
    assert.equal(outcome.ok ? "" : outcome.refusal.field, field, JSON.stringify(over));
  }
  assert.equal(refusalOf(await request(node, office, one, month)), "consents.purpose", "an office lends nothing");
  assert.equal(refusalOf(await request(node, one.representative, one, month)), "access.agency-only");
});

test("the subject sees exactly what the recipient then gets, gives part of it, and every use is a look that names the consent", async () => {
  const { one, requestId, sent } = await asked();
  assert.deepEqual([sent.status, sent.granted, sent.left, sent.code], ["none", null, null, null]);
  const waiting = await own(node, one, requestId);
  assert.deepEqual(
    [waiting?.state, waiting?.words, waiting?.next],
    ["waiting", "春耕贷款申请的审查", ["give", "refuse"]],
  );
  assert.equal(refusalOf(await use(node, bank, requestId)), "consents.none", "there is no consent by default");
  const part = { items: { "cn/penalty": ["documentNumber", "decidedOn"] } };
  const previewed = value(
    await ask<FileView>(node, contract.previewConsent, one.representative, { params: { requestId }, body: part }),
  );
  const given = value(await give(node, one, requestId, part));
  assert.equal(given.state, "given");
  const lent = value(await use(node, bank, requestId));
  assert.deepEqual({ ...lent, asOf: null }, { ...previewed, asOf: null });
  assert.deepEqual(
    lent.records.map(({ fields }) => Object.keys(fields).sort()),
    [["decidedOn", "documentNumber"]],
  );
  assert.ok(!/20000|罚款2万元/.test(JSON.stringify(lent.records)), "what was not given is nowhere in the answer");
  const now = await told(node, bank, requestId);
  assert.deepEqual([now?.status, now?.left], ["in-force", 4]);
  const looks = await looksAt(one.subjectId);
  assert.deepEqual(
    looks.map(({ outcome, purpose, shown }) => ({ outcome, purpose, consent: shown.consent, records: shown.records })),
    [
      { outcome: "refused", purpose: "credit-granting", consent: undefined, records: undefined },
      { outcome: "shown", purpose: "credit-granting", consent: requestId, records: 1 },
    ],
  );
  assert.ok(
    looks.every(({ basis }) => basis.includes(requestId)),
    "each says the consent it rests on",
  );
  const listed = accessRoutes(node).find(({ endpoint }) => endpoint.id === listOwnLooks.id);
  const answered = await listed?.handle({
    actor: one.representative,
    query: { limit: 10 },
    params: undefined,
  } as never);
  assert.match(JSON.stringify(answered), new RegExp(requestId), "the subject reads it in who looked");
});

test("what is not asked for cannot be given, nothing cannot be given, and nobody else answers: not who asks, nor another bank (C16)", async () => {
  const { one, requestId } = await asked();
  const other = organisation();
  const beyond = { items: { "cn/penalty": ["content", "basis"] } };
  assert.equal(refusalOf(await give(node, one, requestId, beyond)), "consents.beyond-request");
  assert.equal(refusalOf(await give(node, one, requestId, { items: {} })), "consents.nothing-given");
  const basis = "营业执照原件与法定代表人身份证相符";
  const otherBank = officerOf(await addAgency(node, { kinds: ["bank"] }));
  const attempts: readonly (readonly [Actor, object])[] = [
    [bank, { ...whole, basis }],
    [otherBank, { ...whole, basis }],
    [other.representative, whole],
    [marketOfficer(), whole],
    [
      { kind: "job", id: "consents" },
      { ...whole, basis },
    ],
    [
      { kind: "client", id: "c", name: "", agency: "x", agencyKinds: [], scopes: ["files:read"] },
      { ...whole, basis },
    ],
  ];
  for (const [actor, body] of attempts)
    assert.equal(refusalOf(await answer(node, contract.giveConsent, actor, requestId, body)), "access.denied");
  assert.equal(refusalOf(await use(node, otherBank, requestId)), "consents.unknown");
  const counter = { params: { requestId }, body: {} };
  assert.equal(refusalOf(await ask(node, contract.previewConsent, bank, counter)), "access.denied");
  assert.equal((await own(node, one, requestId))?.state, "waiting");
});

test("at a counter somebody present sees what is asked and answers; both are written down with their basis (C15)", async () => {
  const { one, requestId } = await asked();
  const officer = marketOfficer();
  const basis = "营业执照原件与法定代表人身份证相符";
  const subject = { scheme: "unified-code", value: one.code };
  const listed = value(
    await ask<{ items: contract.OwnConsent[] }>(node, contract.listConsentsAtCounter, officer, {
      body: { subject, basis },
    }),
  );
  assert.deepEqual(
    listed.items.map((item) => item.requestId),
    [requestId],
  );
  value(await ask(node, contract.previewConsent, officer, { params: { requestId }, body: { basis } }));
  value(await answer(node, contract.giveConsent, officer, requestId, { ...whole, basis }));
  const seen = await own(node, one, requestId);
  assert.deepEqual(
    seen?.acts.map(({ by, basis: proved }) => ({ by, proved })),
    [{ by: "counter", proved: basis }],
  );
  assert.deepEqual(
    (await looksAt(one.subjectId)).map(({ purpose, shown }) => [purpose, shown.what]),
    [
      ["consent-at-counter", "consents"],
      ["consent-at-counter", "consent-preview"],
    ],
  );
});

test("to everybody but the subject refused, unanswered, withdrawn and ended are one thing: no consent", async () => {
  const cases = [await asked(), await asked(), await asked(), await asked()] as const;
  const [refused, , withdrawn, ended] = cases;
  value(await answer(node, contract.refuseConsent, refused.one.representative, refused.requestId));
  for (const one of [withdrawn, ended]) value(await give(node, one.one, one.requestId));
  value(await answer(node, contract.withdrawConsent, withdrawn.one.representative, withdrawn.requestId));
  await moveTo(node, "2026-10-18");
  const masked = (text: string, one: (typeof cases)[number]) =>
    text
      .replaceAll(one.requestId, "ID")
      .replaceAll(one.one.code, "CODE")
      .replace(/临江市虚拟\d+号/g, "NAME");
  const seen = await Promise.all(
    cases.map(async (one) => {
      const listed = await told(node, bank, one.requestId);
      const used = await use(node, bank, one.requestId);
      const artefact = await ask(node, contract.downloadConsent, bank, { params: { requestId: one.requestId } });
      const again = await request(node, bank, one.one, { from: "2026-10-18", until: "2026-10-18" });
      return masked(JSON.stringify([listed, used, artefact, again]), one);
    }),
  );
  await moveTo(node, today);
  assert.equal(new Set(seen).size, 1, seen.join("\n"));
  assert.match(seen[0] ?? "", /"status":"none"/);
  assert.match(seen[0] ?? "", /consents\.asked-already/, "nobody is asked again before the last day to answer is over");
  assert.deepEqual((await own(node, refused.one, refused.requestId))?.state, "refused");
});

test("what was given begins and ends by its days without any run, and after as many looks as were asked for", async () => {
  const { one, requestId } = await asked({ from: "2026-09-20", until: "2026-09-21", times: 2 });
  value(await give(node, one, requestId));
  assert.equal(refusalOf(await use(node, bank, requestId)), "consents.none");
  await moveTo(node, "2026-09-20");
  value(await use(node, bank, requestId));
  await moveTo(node, "2026-09-22");
  assert.equal(refusalOf(await use(node, bank, requestId)), "consents.none");
  await moveTo(node, "2026-09-21");
  const both = await Promise.all([use(node, bank, requestId), use(node, bank, requestId)]);
  assert.deepEqual(
    both.map((outcome) => (outcome.ok ? "shown" : outcome.refusal.code)).sort(),
    ["consents.none", "shown"],
    "of two at once only one is left",
  );
  await moveTo(node, "2026-09-22");
  assert.equal((await own(node, one, requestId))?.state, "ended");
  await moveTo(node, today);
});

test("nobody gives after the last day to answer", async () => {
  const { one, requestId } = await asked({ until: "2026-11-30" });
  await moveTo(node, "2026-10-19");
  assert.equal(refusalOf(await give(node, one, requestId)), "consents.too-late");
  assert.equal((await own(node, one, requestId))?.state, "unanswered");
  await moveTo(node, today);
});

test("the same key is the same act, and with another content it is refused", async () => {
  const one = organisation();
  const key = randomUUID();
  const first = value(await request(node, bank, one, month, key));
  assert.equal(value(await request(node, bank, one, month, key)).requestId, first.requestId);
  assert.equal(refusalOf(await request(node, bank, one, { ...month, times: 1 }, key)), "access.key-used");
  const gives = (body: object) => answer(node, contract.giveConsent, one.representative, first.requestId, body, key);
  value(await gives(whole));
  assert.equal(value(await gives(whole)).acts.length, 1);
  assert.equal(refusalOf(await gives({ items: { "cn/penalty": ["content"] } })), "access.key-used");
});

test("two requests at once are one; of two representatives the latest act counts and both are seen; an ended mandate does nothing", async () => {
  const { one, requestId } = await asked();
  const twice = organisation();
  const both = await Promise.all([request(node, bank, twice, month), request(node, bank, twice, month)]);
  assert.deepEqual(both.map((outcome) => (outcome.ok ? "asked" : outcome.refusal.code)).sort(), [
    "asked",
    "consents.asked-already",
  ]);
  const second = await mandated(node, { subject: one.subjectId, agency: market, until: "2027-12-31" });
  value(await give(node, one, requestId));
  value(await answer(node, contract.refuseConsent, second.actor, requestId));
  assert.equal(refusalOf(await use(node, bank, requestId)), "consents.none");
  value(await give(node, one, requestId));
  value(await use(node, bank, requestId));
  await second.revoke();
  const late = await answer(node, contract.withdrawConsent, second.actor, requestId);
  assert.equal(refusalOf(late), "access.no-mandate");
  const seen = await own(node, one, requestId);
  assert.deepEqual(
    seen?.acts.map(({ act: name, own: mine }) => `${name} ${mine}`),
    ["give true", "refuse false", "give true", "use false"],
  );
});

test("a withdrawal during queries: commit order is the one order; no use stands after it and none is answered that does not stand", async () => {
  for (let round = 0; round < 6; round++) {
    const { one, requestId } = await asked({ times: 31 });
    value(await give(node, one, requestId));
    let confirmed = false;
    const queries = Array.from({ length: 6 }, async (_, nth) => {
      await wait(nth * 2);
      const late = confirmed;
      const outcome = await use(node, bank, requestId);
      assert.ok(!(late && outcome.ok), "asked after the withdrawal was confirmed, and still answered");
      return outcome;
    });
    await wait(round);
    const withdrawing = answer(node, contract.withdrawConsent, one.representative, requestId).then((outcome) => {
      confirmed = true;
      return outcome;
    });
    const [outcomes, withdrawn] = await Promise.all([Promise.all(queries), withdrawing]);
    // Behind six uses a withdrawal may be told to try again; it is never lost in silence.
    if (!withdrawn.ok) value(await answer(node, contract.withdrawConsent, one.representative, requestId));
    const acts = (await own(node, one, requestId))?.acts ?? [];
    assert.equal(acts.at(-1)?.act, "withdraw");
    const shown = outcomes.filter(({ ok }) => ok).length;
    assert.equal(
      acts.filter(({ act: name }) => name === "use").length,
      shown,
      "each answer is a use before the withdrawal",
    );
    for (const outcome of outcomes)
      if (!outcome.ok) assert.ok(["consents.none", "http.busy"].includes(refusalOf(outcome)));
    const looks = await looksAt(one.subjectId);
    assert.equal(looks.filter(({ outcome }) => outcome === "shown").length, shown, "as many looks as answers");
  }
});

test("a record under objection keeps its mark when it is lent; one that is suspended or published no more is not lent (C8, C10)", async () => {
  const { one, requestId } = await asked({ from: "2026-09-18", until: "2026-12-15" });
  value(await give(node, one, requestId));
  const { objectionId } = value(await file(node, one));
  const marked = value(await use(node, bank, requestId));
  assert.deepEqual(
    marked.records[0]?.marks.map(({ mark }) => mark),
    ["objection"],
  );
  await moveTo(node, "2026-12-01");
  assert.deepEqual(value(await use(node, bank, requestId)).records, [], "silence suspends it for recipients too");
  await moveTo(node, today);
  value(await act(node, withdrawObjection, one.representative, objectionId));
  assert.equal(value(await use(node, bank, requestId)).records.length, 1);
  const over = { authority: bankAgency.agencyCode, publishedUntil: isoDate("2026-09-17") };
  await recordListings(node, listing(node, "cn/penalty", one.subjectId, over));
  assert.equal(value(await use(node, bank, requestId)).records.length, 1, "its publication ended yesterday");
});

test("the signed consent is verified by anybody, says that it is worth nothing after a withdrawal, and then it is", async () => {
  const { one, requestId } = await asked();
  const taken = () => ask<never>(node, contract.downloadConsent, bank, { params: { requestId } });
  assert.equal(refusalOf(await taken()), "consents.none");
  const given = value(await give(node, one, requestId));
  const code = given.code ?? "";
  const artefact = JSON.parse(bytesOf(value(await taken())));
  assert.match(JSON.stringify(artefact), /Not valid after withdrawal/);
  assert.deepEqual(artefact.credentialSubject.fields, whole.items);
  const key = node.keys.signer();
  const [published] = (
    await node.app.query("SELECT public_jwk AS jwk FROM platform.signing_key WHERE key_id = $1", [key.keyId])
  ).rows;
  const publicKey = Buffer.from(published.jwk.x, "base64url");
  const check = (given: { publicKey: Uint8Array; bytes: Uint8Array; signature: Uint8Array }) =>
    verify(
      null,
      given.bytes,
      createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: published.jwk.x }, format: "jwk" }),
      given.signature,
    );
  assert.equal(findProofFault(artefact, { publicKey, check }), null);
  const wider = { ...artefact, credentialSubject: { ...artefact.credentialSubject, timesMax: 300 } };
  assert.notEqual(findProofFault(wider, { publicKey, check }), null);
  const verdict = async () =>
    value(await ask<contract.ConsentVerdict>(node, contract.verifyConsent, { kind: "visitor" }, { params: { code } }));
  const holding = await verdict();
  assert.deepEqual([holding.verdict, holding.until], ["in-force", "2026-10-17"]);
  assert.ok(!JSON.stringify(holding).includes(one.code), "whose it is is not said");
  value(await answer(node, contract.withdrawConsent, one.representative, requestId));
  assert.deepEqual([(await verdict()).verdict, (await verdict()).until], ["ended", null]);
  assert.equal(refusalOf(await taken()), "consents.none");
});

test("about a person: asked by number and for its own purpose only, answered by sure sign-in, nothing of its name or number in lists", async () => {
  const { subjectId, number } = await knownPerson(node);
  const health = officerOf(await addAgency(node, { kinds: ["health"] }));
  const subject = { scheme: "person-number", value: number };
  const body = { ...asking(node, { code: "" } as never, month), subject, times: 1 };
  const licence = { purpose: "licence-verification", items: { "cn/practitioner-licence": ["profession", "state"] } };
  const sends = (actor: Actor, over: object) =>
    ask<contract.SentConsent>(node, contract.askConsent, actor, { body: { ...body, ...over } });
  assert.equal(refusalOf(await sends(bank, {})), "consents.purpose");
  const unsure = { ...health, assurance: "basic" } as Actor;
  assert.equal(refusalOf(await sends(unsure, licence)), "access.denied");
  const sent = value(await sends(health, licence));
  assert.deepEqual(sent.subject, { kind: "person", code: "", name: "" });
  const { actor } = await mandated(node, { subject: subjectId, agency: market, until: "2027-12-31" });
  const gives = { items: licence.items };
  const basic = { ...actor, assurance: "basic" } as const;
  assert.equal(refusalOf(await answer(node, contract.giveConsent, basic, sent.requestId, gives)), "access.denied");
  value(await answer(node, contract.giveConsent, actor, sent.requestId, gives));
  const lent = JSON.stringify(value(await use(node, health, sent.requestId)));
  assert.ok(!lent.includes(number));
});

// ── Past the program, as the roles of the database ─────────────────────────────────────────────────────────────────

const refusedAs =
  (...states: string[]) =>
  (error: unknown) =>
    states.includes(sqlState(error) ?? "");

const owner = openPool(node.owner, { max: 1 });
after(() => owner.end());

/** Writes a row past the program, with columns a forger chose: as the application, or as who is above row security. */
async function forge(
  table: "request" | "act",
  of: string,
  over: Readonly<Record<string, unknown>>,
  as: Pool = node.app,
): Promise<void> {
  const order = table === "act" ? "seq" : "round";
  const found = await node.app.query(
    `SELECT * FROM consents.${table} WHERE request_id = $1 ORDER BY ${order} DESC LIMIT 1`,
    [of],
  );
  const { before: _, mandate_act: __, ...last } = found.rows[0];
  const fresh = { content: randomBytes(32), idempotency_key: randomUUID() };
  const chain = table === "act" ? { seq: last.seq + 1, state_before: last.state, uses_before: last.uses } : {};
  const row: Record<string, unknown> = { ...last, ...chain, ...fresh, ...over };
  const names = Object.keys(row);
  const values = Object.values(row).map((one) =>
    one !== null && typeof one === "object" && !Buffer.isBuffer(one) && !(one instanceof Date)
      ? JSON.stringify(one)
      : one,
  );
  await as.query(
    `INSERT INTO consents.${table} (${names.join(", ")}) VALUES (${names.map((_name, at) => `$${at + 1}`).join(", ")})`,
    values,
  );
}

/** Row security refuses it to the application; what keys and CHECKs hold, they hold against the owner too. */
async function assertForbidden(
  [table, of, over]: readonly ["request" | "act", string, Readonly<Record<string, unknown>>],
  states: readonly string[],
  what: string,
): Promise<void> {
  await assert.rejects(forge(table, of, over), refusedAs("42501", ...states), what);
  if (!states.includes("42501")) await assert.rejects(forge(table, of, over, owner), refusedAs(...states), what);
}

test("C14, database: no use without a consent in force, without its look, by another, beyond its days or its number; nothing wider is given", async () => {
  const { one, requestId } = await asked({ times: 1 });
  value(await give(node, one, requestId));
  const mandate = { mandate_id: null, mandate_seq: null };
  const using = {
    act: "use",
    state: "given",
    uses: 1,
    granted: null,
    look_id: randomUUID(),
    records: 1,
    acted_by: `officer:${randomUUID()}`,
    agency_code: bankAgency.agencyCode,
    basis: null,
    ...mandate,
  };
  const stranger = await addAgency(node);
  const given = { act: "give", state: "given", granted: whole.items };
  const atCounter = { ...mandate, acted_by: `officer:${randomUUID()}`, basis: "x" };
  const attempts: readonly (readonly [string, Record<string, unknown>, ...string[]])[] = [
    ["a use without its look", using, "42501"],
    ["a use without any look", { ...using, look_id: null }, "23514"],
    ["a use by another body", { ...using, agency_code: stranger.agencyCode }, "23514"],
    ["a use by a job", { ...using, acted_by: "job:consents" }, "23514"],
    ["one use too many", { ...using, uses: 2 }, "23514"],
    ["a use that is not counted", { ...using, uses: 0 }, "23514"],
    ["a use after the end", { ...using, acted_on: "2026-10-18", acted_at: new Date("2026-10-18T04:00:00Z") }, "23514"],
    ["a longer period", { ...given, until_on: "2027-09-01" }, "23503"],
    ["more than was asked for", { ...given, granted: { "cn/penalty": ["facts"] } }, "42501"],
    ["nothing", { ...given, granted: {} }, "23514"],
    ["given by the recipient", { ...given, ...atCounter, agency_code: bankAgency.agencyCode }, "23514"],
    ["given without a mandate", { ...given, ...mandate }, "23514"],
    ["given by nobody", { ...given, ...mandate, acted_by: "job:consents", agency_code: null }, "23514"],
    ["given under another's name", { ...given, acted_by: `representative:${randomUUID()}` }, "23503"],
    ["an act in a taken place", { ...given, seq: 1, state_before: null, uses_before: null, uses: 0 }, "23505"],
    ["an act that skips one", { ...given, seq: 3 }, "23503", "23514"],
  ];
  for (const [what, over, ...states] of attempts) await assertForbidden(["act", requestId, over], states, what);
  const otherBank = await addAgency(node, { kinds: ["bank"] });
  const byBank = { ...given, ...atCounter, agency_code: otherBank.agencyCode };
  await assert.rejects(forge("act", requestId, byBank), refusedAs("42501"), "given at the counter of another bank");
  value(await answer(node, contract.withdrawConsent, one.representative, requestId));
  await assertForbidden(["act", requestId, using], ["23514"], "used after the withdrawal");
  await one.revoke();
  await assert.rejects(forge("act", requestId, given), refusedAs("42501"), "given under a mandate that was revoked");
});

test("C14, database: no request without a purpose by consent, beyond it, without an end, or before the last one is over", async () => {
  const { requestId } = await asked();
  const fresh = { request_id: randomUUID(), round: 2 };
  await assert.rejects(forge("request", requestId, fresh), refusedAs("42501"), "asked again at once");
  const other = { request_id: randomUUID(), round: 1, subject_id: organisation().subjectId };
  for (const [over, ...states] of [
    [{ purpose: "marketing" }, "42501"],
    [{ purpose: "permit-review" }, "42501"],
    [{ purpose: "" }, "23514"],
    [{ items: { "cn/customs-aeo": ["code"] } }, "42501"],
    [{ items: {} }, "23514"],
    [{ items: { "cn/penalty": [] } }, "23514"],
    [{ until_on: "2026-12-30" }, "42501"],
    [{ until_on: "2028-01-01" }, "23514"],
    [{ until_on: null }, "23502"],
    [{ times_max: 40 }, "42501"],
    [{ recipient: (await addAgency(node)).agencyCode }, "42501"],
    [{ asked_by: "job:consents" }, "23514"],
    [{ subject_kind: "person" }, "23503"],
  ] as const)
    await assertForbidden(["request", requestId, { ...other, ...over }], states, JSON.stringify(over));
  await forge("request", requestId, other);
});

test("C17, database: nothing of consents is changed or removed by any role, visitors and the retention role read none of it", async () => {
  for (const table of ["request", "act", "artefact"])
    for (const statement of [`DELETE FROM consents.${table}`, `UPDATE consents.${table} SET request_id = request_id`])
      await assert.rejects(node.app.query(statement), refusedAs("42501"), statement);
  for (const pool of [node.retention, node.publicReader])
    for (const table of ["request", "act", "artefact"])
      await assert.rejects(pool.query(`SELECT * FROM consents.${table}`), refusedAs("42501"), table);
  await assert.rejects(node.app.query("SELECT consents.forget_due(1)"), refusedAs("42501"));
});

test("five years after its end the words of a request and its signed consent are forgotten; which acts were done stays (C8)", async () => {
  const { one, requestId } = await asked();
  value(await give(node, one, requestId));
  value(await use(node, bank, requestId));
  const clock = openPool(node.owner, { max: 1 });
  await clock.query("UPDATE platform.clock SET offset_seconds = offset_seconds + 86400 * 1800");
  assert.equal((await node.consents.forgetDue()).requests, 0);
  await clock.query("UPDATE platform.clock SET offset_seconds = offset_seconds + 86400 * 200");
  await clock.end();
  assert.ok((await node.consents.forgetDue()).requests > 0);
  assert.equal((await node.consents.forgetDue()).requests, 0);
  await moveTo(node, today);
  const seen = await own(node, one, requestId);
  assert.deepEqual([seen?.words, seen?.acts.map(({ act: name }) => name)], [null, ["give", "use"]]);
});
