/** Checks: what is answered, to whom, with which receipt; and what is refused, logged and changes nothing. */
import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import { test } from "node:test";
import type { CheckQuestion } from "#contract/checks.ts";
import { canonicalJson } from "#core/record/canonical.ts";
import { addDays, isoDate } from "#core/time/date.ts";
import type { Actor } from "#src/access/index.ts";
import { readKeyList } from "#src/cli/verify/keys.ts";
import { verifyReceipt } from "#src/cli/verify/receipt.ts";
import { addIdentifiers, foundSubjects, type NewSubject, newSubjectId } from "#src/registry/index.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { about, ask, changeListing, knownPerson, knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { testNode } from "#tests/kit/database.ts";
import { inventedCode, inventedPersonNumber } from "#tests/kit/intake.ts";
import { objectAtCounter } from "#tests/kit/objections.ts";
import { number, provenance, sendingPermit } from "#tests/kit/registry.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
const agency = await addAgency(node, { kinds: ["finance"] });
const officer = officerOf(agency);
const today = node.clock.today();
const banned = "cn/procurement-serious-list";

/** An organisation banned from procurement until next year. */
async function bannedSubject() {
  const subject = await knownSubject(node);
  const row = listing(node, banned, subject.subjectId, {
    effectiveTo: addDays(today, 300),
    publishedUntil: addDays(today, 300),
  });
  await recordListings(node, row);
  return { ...subject, row };
}

const outcomeFor = async (code: string) => value(await ask(node, officer, about(code))).answer.outcome;

async function keyList() {
  const list = readKeyList(JSON.stringify(await node.reports.keys()));
  assert.ok(list);
  return list;
}

test("a check says what binds the body, is in the log when it is answered, and its receipt verifies without us", async () => {
  const { code } = await bannedSubject();
  const asked = value(await node.measures.ask(officer, about(code)));
  const { answer } = asked;
  assert.equal(answer.outcome, "measures");
  const [ban, ...more] = answer.constraints;
  assert.deepEqual(more, []);
  assert.deepEqual([ban?.measure, ban?.effect, ban?.force], ["cn/procurement-ban@1", "refuse", "must"]);
  assert.equal(ban?.until, addDays(today, 300));
  assert.match(ban?.terms.law[0]?.article ?? "", /第七十七条/);
  assert.ok(ban?.terms.tellSubject.zh && ban.terms.wayBack.text.zh);
  const looks = await node.app.query(
    "SELECT outcome, purpose, basis, actor_id, agency_code, shown FROM access.look WHERE look_id = $1",
    [answer.check],
  );
  assert.deepEqual(looks.rows, [
    {
      outcome: "shown",
      purpose: "procurement-review",
      basis: `${node.catalogue.matters.get("cn/government-procurement")?.law.title.zh} ${node.catalogue.matters.get("cn/government-procurement")?.law.article}`,
      actor_id: officer.kind === "officer" ? officer.id : "",
      agency_code: agency.agencyCode,
      shown: { what: "check", matter: "cn/government-procurement", constraints: 1, incentives: 0 },
    },
  ]);
  assert.equal(asked.text, canonicalJson(JSON.parse(asked.text)), "the file is its own canonical form");
  assert.equal(verifyReceipt(Buffer.from(asked.text), await keyList()).verdict, "genuine");
});

test("nothing recorded and unknown are two answers; an unknown number leaves a line in the agency's log", async () => {
  const { code } = await knownSubject(node);
  assert.equal(await outcomeFor(code), "nothing-recorded");
  const other = officerOf(await addAgency(node, { kinds: ["finance"] }));
  const nobody = value(await ask(node, other, about("91110000600037341L")));
  assert.equal(nobody.answer.outcome, "unknown-subject");
  const lines = await node.app.query("SELECT action, policy FROM access.refused_act WHERE agency_code = $1", [
    other.kind === "officer" ? other.agency : "",
  ]);
  assert.deepEqual(lines.rows, [{ action: "ask-check", policy: "nothing-held" }]);
  assert.equal(verifyReceipt(Buffer.from(canonicalJson(nobody as never)), await keyList()).verdict, "genuine");
});

test("an answer changes with the record: objection is shown, suspension, withdrawal and the end remove the effect at once", async () => {
  const keeper = await addAgency(node);
  const objected = await knownSubject(node);
  const row = listing(node, banned, objected.subjectId, {
    authority: keeper.agencyCode,
    effectiveTo: addDays(today, 300),
    publishedUntil: addDays(today, 300),
  });
  await recordListings(node, row);
  await objectAtCounter(node, officerOf(keeper), row);
  const marked = value(await ask(node, officer, about(objected.code))).answer;
  assert.deepEqual(
    marked.constraints.flatMap(({ marks }) => marks.map(({ mark }) => mark)),
    ["objection"],
  );
  const suspended = await bannedSubject();
  await changeListing(node, suspended.row, { act: "annotate", mark: "suspension", open: null, version: 2 });
  assert.equal(await outcomeFor(suspended.code), "nothing-recorded");
  const withdrawn = await bannedSubject();
  await changeListing(node, withdrawn.row, { act: "withdraw", open: null, salt: null });
  assert.equal(await outcomeFor(withdrawn.code), "nothing-recorded");
  const shortened = await bannedSubject();
  const yesterday = addDays(today, -1);
  await changeListing(node, shortened.row, { effectiveTo: yesterday, publishedUntil: yesterday });
  assert.equal(await outcomeFor(shortened.code), "nothing-recorded");
});

test("C8: the last day binds, the day after does not, whatever jobs have done", async () => {
  for (const [until, outcome] of [
    [today, "measures"],
    [addDays(today, -1), "nothing-recorded"],
  ] as const) {
    const { code, subjectId } = await knownSubject(node);
    await recordListings(
      node,
      listing(node, banned, subjectId, {
        effectiveFrom: isoDate("2026-05-06"),
        effectiveTo: until,
        publishedUntil: until,
      }),
    );
    assert.equal(await outcomeFor(code), outcome, until);
  }
});

test("a check answers for its addressee and its matter only (C7)", async () => {
  const { code, subjectId } = await knownSubject(node);
  await recordListings(node, listing(node, "cn/market-serious-list", subjectId, { open: { ground: "食品安全领域" } }));
  const market = officerOf(await addAgency(node, { kinds: ["market-regulation"] }));
  const inspection = value(
    await ask(node, market, about(code, { matter: "cn/inspection-food", purpose: "inspection-planning" })),
  ).answer;
  assert.ok(inspection.constraints.length > 0);
  assert.ok(inspection.constraints.every(({ effect }) => effect === "more-inspection"));
  const permit = value(
    await ask(node, market, about(code, { matter: "cn/permit-food", purpose: "permit-review" })),
  ).answer;
  assert.deepEqual(
    permit.constraints.filter(({ effect }) => effect === "more-inspection"),
    [],
  );
});

test("incentives are answered as constraints are", async () => {
  const { code, subjectId } = await knownSubject(node);
  await recordListings(
    node,
    listing(node, "cn/tax-grade-a", subjectId, {
      servedOn: null,
      answerDueOn: null,
      conductEndedOn: null,
      publishedUntil: null,
      retainedUntil: null,
      effectiveTo: addDays(today, 100),
    }),
  );
  const tax = officerOf(await addAgency(node, { kinds: ["tax"] }));
  const { answer } = value(
    await ask(node, tax, about(code, { matter: "cn/tax-services", purpose: purposeOf("cn/tax-services") })),
  );
  assert.deepEqual(answer.constraints, []);
  assert.ok(answer.incentives.length > 0);
  assert.ok(answer.incentives.every(({ sort, terms }) => sort === "incentive" && terms.list.sort === "honour"));
});

function purposeOf(matter: string): string {
  return node.catalogue.matters.get(matter)?.purposes[0] ?? "";
}

test("a code that its subject got later, or shares by a merger, leads to the listings of the one file", async () => {
  const permit = await sendingPermit(node);
  const registration = number("registration-number", `8801000${String(randomInt(10_000_000)).padStart(7, "0")}8`);
  const older: NewSubject = {
    kind: "organisation",
    identifiers: [registration],
    names: [],
    division: null,
    operatorName: null,
  };
  await foundSubjects(node.app, permit, [older], provenance);
  const subjectId = newSubjectId(older);
  const code = inventedCode();
  await addIdentifiers(
    node.app,
    permit,
    [{ ...number("unified-code", code), subjectId, kind: "organisation" }],
    provenance,
  );
  const ends = addDays(today, 300);
  await recordListings(node, listing(node, banned, subjectId, { effectiveTo: ends, publishedUntil: ends }));
  assert.equal(await outcomeFor(code), "measures");
  const [listed, other] = [await bannedSubject(), await knownSubject(node)];
  assert.equal(await outcomeFor(other.code), "nothing-recorded");
  await node.app.query(
    `INSERT INTO registry.alias_act (act_id, act, subject_id, other_subject_id, reason, detail, effective_at, decided_by,
       decided_at, idempotency_key) VALUES ($1::uuid, 'merge', $2, $3, '同一主体', '{}', $4, 'officer:1', $5, $1::uuid::text)`,
    [randomUUID(), listed.subjectId, other.subjectId, addDays(today, -1), new Date(node.clock.now().getTime() - 1000)],
  );
  assert.equal(await outcomeFor(other.code), "measures");
  assert.equal(await outcomeFor(listed.code), "measures");
});

test("C16: a listing answers for nobody but the subject it is about", async () => {
  const { subjectId } = await bannedSubject();
  const { code, subjectId: other } = await knownSubject(node);
  assert.notEqual(subjectId, other);
  assert.equal(await outcomeFor(code), "nothing-recorded");
  const merged = await bannedSubject();
  assert.equal(await outcomeFor(merged.code), "measures");
});

test("checks asked together share a root, and each has its own look and its own receipt", async () => {
  const subjects = await Promise.all(
    Array.from({ length: 40 }, (_, at) => (at % 2 ? bannedSubject() : knownSubject(node))),
  );
  const asked = await Promise.all(
    subjects.map(async ({ code }) => value(await node.measures.ask(officer, about(code)))),
  );
  const list = await keyList();
  for (const [at, { text, answer }] of asked.entries()) {
    assert.equal(answer.asked.subject.number, subjects[at]?.code);
    assert.equal(answer.outcome, at % 2 ? "measures" : "nothing-recorded");
    assert.equal(verifyReceipt(Buffer.from(text), list).verdict, "genuine");
  }
  const checks = asked.map(({ answer }) => answer.check);
  const stored = await node.app.query<{ roots: number; looks: number }>(
    `SELECT (SELECT count(DISTINCT root_id)::int FROM measures.answer WHERE check_id = ANY($1::uuid[])) AS roots,
       (SELECT count(*)::int FROM access.look WHERE look_id = ANY($1::uuid[])) AS looks`,
    [checks],
  );
  assert.equal(stored.rows[0]?.looks, 40);
  assert.ok((stored.rows[0]?.roots ?? 40) < 10, `${stored.rows[0]?.roots} roots for 40 answers`);
});

test("C13: a person is asked about by number only; the number is in no receipt, no table and no log", async () => {
  const { number: personNumber, subjectId } = await knownPerson(node);
  const market = officerOf(await addAgency(node, { kinds: ["market-regulation"] }));
  const question: CheckQuestion = {
    subject: { scheme: "person-number", value: personNumber },
    matter: "cn/permit-food",
    purpose: "permit-review",
  };
  const asked = value(await node.measures.ask(market, question));
  assert.deepEqual(asked.answer.asked.subject, { kind: "person", number: null, scheme: null, subjectId });
  assert.equal(asked.text.includes(personNumber), false);
  const stored = await node.app.query("SELECT * FROM measures.answer WHERE check_id = $1", [asked.answer.check]);
  assert.equal(stored.rows[0]?.answer, null);
  assert.ok(stored.rows[0]?.sealed);
  assert.equal(JSON.stringify(stored.rows).includes(personNumber), false);
  const unknown = value(
    await node.measures.ask(market, {
      ...question,
      subject: { scheme: "person-number", value: inventedPersonNumber("1949-12-31") },
    }),
  );
  assert.equal(unknown.answer.outcome, "unknown-subject");
  assert.equal(unknown.answer.asked.subject.subjectId, null);
});

test("an individual business is asked about by its code", async () => {
  const { code } = await knownSubject(node, "92");
  const { answer } = value(await ask(node, officer, about(code)));
  assert.equal(answer.asked.subject.kind, "individual-business");
});

const refusals: readonly (readonly [words: string, code: string, over: Partial<CheckQuestion>])[] = [
  ["without a purpose", "measures.purpose", { purpose: "" }],
  ["for a purpose nobody lists", "measures.purpose", { purpose: "curiosity" }],
  ["for a purpose of another matter", "measures.purpose", { purpose: "audit" }],
  ["without a matter", "measures.matter", { matter: "" }],
  ["in a matter nobody lists", "measures.matter", { matter: "cn/everything" }],
  ["by name", "measures.by-name", { subject: { name: "临江市某某贸易有限公司" } }],
  [
    "by number and name",
    "measures.by-name",
    { subject: { scheme: "person-number", value: "11010519491231002X", name: "某某" } },
  ],
  ["without a number", "measures.number", { subject: {} }],
  ["by a malformed code", "measures.number", { subject: { scheme: "unified-code", value: "91522625QWER12345E" } }],
  [
    "by a name in the code's field",
    "measures.number",
    { subject: { scheme: "unified-code", value: "临江市某某贸易有限公司" } },
  ],
  ["by a placeholder", "measures.placeholder", { subject: { scheme: "unified-code", value: "00000000000000000X" } }],
  ["by a scheme that does not exist", "measures.number", { subject: { scheme: "telephone", value: "13800000000" } }],
  [
    "by a person's number in the code's field",
    "registry.identity-number",
    { subject: { scheme: "unified-code", value: "11010519491231002X" } },
  ],
  [
    "by a person's number in a registration number's field",
    "registry.identity-number",
    { subject: { scheme: "registration-number", value: "11010519491231002X" } },
  ],
  [
    "by a person's number whose check fails",
    "measures.number",
    { subject: { scheme: "person-number", value: "110105194912310021" + "0" } },
  ],
];

for (const [words, code, over] of refusals)
  test(`refused and logged, and nothing changed: a check ${words}`, async () => {
    const body = await addAgency(node, { kinds: ["finance"] });
    const count = async () => (await node.app.query("SELECT count(*)::int AS n FROM measures.answer")).rows[0]?.n;
    const before = await count();
    const refused = await node.measures.ask(officerOf(body), about("91110000600037341L", over));
    assert.equal(refusalOf(refused), code);
    assert.equal(JSON.stringify(refused).includes("某某"), false);
    assert.equal(JSON.stringify(refused).includes("1949"), false);
    const lines = await node.app.query("SELECT action, policy FROM access.refused_act WHERE agency_code = $1", [
      body.agencyCode,
    ]);
    assert.deepEqual(lines.rows, [{ action: "ask-check", policy: code }]);
    assert.equal(await count(), before);
  });

test("a check in another body's matter is refused, with its article, and stands in the subject's log (C7, C15)", async () => {
  const { code, subjectId } = await bannedSubject();
  const body = await addAgency(node, { kinds: ["tax"] });
  const asked = await node.measures.ask(
    officerOf(body),
    about(code, { matter: "cn/permit-food", purpose: "permit-review" }),
  );
  assert.equal(refusalOf(asked), "measures.not-your-matter");
  const looks = await node.app.query("SELECT outcome, policy FROM access.look WHERE subject_id = $1", [subjectId]);
  assert.deepEqual(looks.rows, [{ outcome: "refused", policy: "measures.not-your-matter" }]);
});

test("a purpose that is not for persons is refused for a person", async () => {
  const { number: personNumber, subjectId } = await knownPerson(node);
  const asked = await node.measures.ask(
    officer,
    about("", { subject: { scheme: "person-number", value: personNumber } }),
  );
  assert.equal(refusalOf(asked), "measures.purpose");
  const looks = await node.app.query("SELECT outcome FROM access.look WHERE subject_id = $1", [subjectId]);
  assert.deepEqual(looks.rows, [{ outcome: "refused" }]);
});

test("nobody asks but officers and supervisors of a body, and its programs with the scope", async () => {
  const { code } = await bannedSubject();
  const client = (scopes: string[]): Actor => ({
    kind: "client",
    id: randomUUID(),
    name: "",
    agency: agency.agencyCode,
    agencyKinds: agency.kinds,
    scopes,
  });
  assert.equal(value(await ask(node, client(["checks:ask"]), about(code))).answer.asked.by, "client");
  assert.equal(
    value(await ask(node, officerOf(agency, { roles: ["supervisor"] }), about(code))).answer.outcome,
    "measures",
  );
  const others: Actor[] = [
    client(["files:read", "persons:read", "records:send"]),
    officerOf(agency, { roles: ["auditor"] }),
    officerOf(agency, { roles: ["operator"] }),
    { kind: "representative", id: randomUUID(), name: "", subjects: [] },
    { kind: "job", id: "command-line" },
  ];
  for (const actor of others) {
    const refused = refusalOf(await ask(node, actor, about(code)));
    assert.ok(["access.denied", "measures.not-your-matter"].includes(refused), `${actor.kind}: ${refused}`);
  }
});
