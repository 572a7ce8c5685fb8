/** Checks over HTTP: asked, fetched again, reported on, watched over; by people of the demo and by their pages. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { CheckFlag, CheckHead, CheckReceipt, OutcomeView } from "#contract/checks.ts";
import { addDays } from "#core/time/date.ts";
import type { Actor } from "#src/access/index.ts";
import { readKeyList } from "#src/cli/verify/keys.ts";
import { verifyReceipt } from "#src/cli/verify/receipt.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { about, ask, knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { testNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
const base = await serveNode(node);
const today = node.clock.today();
const officer = new Visitor(base);
await officer.signInAs("chen-lan");
const supervisor = new Visitor(base);
await supervisor.signInAs("lin-che");
const market = "11880000MB88001255";

const question = (code: string) => ({
  subject: { scheme: "unified-code", value: code },
  matter: "cn/inspection-food",
  purpose: "inspection-planning",
});

async function listedSubject() {
  const subject = await knownSubject(node);
  const ends = addDays(today, 300);
  await recordListings(
    node,
    listing(node, "cn/market-serious-list", subject.subjectId, {
      open: { ground: "食品安全领域", documentNumber: "临市监列〔2026〕1号" },
      effectiveTo: ends,
      publishedUntil: ends,
    }),
  );
  return subject;
}

async function asked(code: string): Promise<CheckReceipt> {
  const { status, body } = await officer.act("/api/v1/checks", question(code));
  assert.equal(status, 200, JSON.stringify(body));
  return body as CheckReceipt;
}

test("a receipt leaves as the file that verifies, and is had again byte for byte; each time is a look", async () => {
  const { code, subjectId } = await listedSubject();
  const me = (await officer.api("/api/v1/me")).body as { session: { formToken: string } };
  const answer = await officer.ask("/api/v1/checks", {
    method: "POST",
    headers: { "content-type": "application/json", "x-form-token": me.session.formToken },
    body: JSON.stringify(question(code)),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const list = readKeyList(await (await fetch(`${base}/api/v1/keys`)).text());
  assert.ok(list);
  const found = verifyReceipt(bytes, list);
  assert.equal(found.verdict, "genuine", found.reason);
  const { check } = (JSON.parse(bytes.toString()) as CheckReceipt).answer;
  const again = await officer.ask(`/api/v1/checks/${check}`);
  assert.deepEqual(Buffer.from(await again.arrayBuffer()), bytes);
  assert.equal(again.headers.get("cache-control"), "no-store");
  const looks = await node.app.query(
    "SELECT shown ->> 'what' AS what FROM access.look WHERE subject_id = $1 ORDER BY looked_at",
    [subjectId],
  );
  assert.deepEqual(
    looks.rows.map(({ what }) => what),
    ["check", "receipt"],
  );
});

test("a receipt is the body's and the subject's, and nobody else's", async () => {
  const { code, subjectId } = await listedSubject();
  const { check } = (await asked(code)).answer;
  const representative = (subjects: string[]): Actor => ({
    kind: "representative",
    id: randomUUID(),
    name: "",
    subjects,
  });
  const own = value(await node.measures.read(representative([subjectId]), check));
  assert.equal(own.receipt.answer.asked.subject.number, code);
  const others: Actor[] = [
    representative([randomUUID()]),
    officerOf(await addAgency(node, { kinds: ["market-regulation"] })),
    officerOf(await addAgency(node), { roles: ["auditor"] }),
  ];
  for (const actor of others) assert.equal(refusalOf(await node.measures.read(actor, check)), "access.denied");
  const unknown = await officer.api(`/api/v1/checks/${randomUUID()}`);
  assert.equal(unknown.status, 404);
});

test("the subject reads who checked, in which matter, what was answered and what was done (C9, C15)", async () => {
  const { code, subjectId } = await listedSubject();
  const { check, constraints } = (await asked(code)).answer;
  await officer.act(`/api/v1/checks/${check}/outcomes`, { did: "applied", measure: constraints[0]?.measure });
  const actor: Actor = { kind: "representative", id: randomUUID(), name: "", subjects: [subjectId] };
  const { items } = value(await node.measures.listOwn(actor, {}));
  assert.equal(items.length, 1);
  assert.equal(items[0]?.check, check);
  assert.equal(items[0]?.body, market);
  assert.deepEqual(
    items[0]?.outcomes.map(({ did }) => did),
    ["applied"],
  );
});

test("feedback: applied, not applied with a reason, beyond the measures and flagged; missing ones are listed until then", async () => {
  const { code } = await listedSubject();
  const { check, constraints } = (await asked(code)).answer;
  const measure = constraints[0]?.measure;
  const path = `/api/v1/checks/${check}/outcomes`;
  const missing = async () =>
    ((await officer.api("/api/v1/checks?missing=yes&limit=200")).body as { items: CheckHead[] }).items.find(
      (one) => one.check === check,
    );
  assert.equal((await missing())?.missing, constraints.length);
  const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string }).code;
  assert.equal(codeOf(await officer.act(path, { did: "not-applied", measure })), "measures.reason");
  assert.equal(codeOf(await officer.act(path, { did: "applied" })), "measures.outcome-incomplete");
  assert.equal(
    codeOf(await officer.act(path, { did: "applied", measure: "cn/no-award@1" })),
    "measures.unknown-measure",
  );
  assert.equal(codeOf(await officer.act(path, { did: "applied", effect: "exit-ban" })), "http.invalid");
  const numbered = { did: "not-applied", measure, reason: "当事人 11010519491231002X 已整改" };
  assert.equal(codeOf(await officer.act(path, numbered)), "measures.number-in-reason");
  for (const { measure: each } of constraints) {
    const reported = await officer.act(path, { did: "applied", measure: each }, { "idempotency-key": `a ${each}` });
    assert.equal(reported.status, 201, JSON.stringify(reported.body));
    const again = await officer.act(path, { did: "applied", measure: each }, { "idempotency-key": `a ${each}` });
    assert.deepEqual(again.body, reported.body);
  }
  assert.equal(await missing(), undefined);
  const beyond = await officer.act(path, { did: "applied", effect: "refuse", reason: "另行拒绝许可" });
  assert.equal((beyond.body as OutcomeView).beyond, true);
  const flags = (await supervisor.api(`/api/v1/agencies/${market}/check-flags`)).body as { items: CheckFlag[] };
  assert.deepEqual(
    flags.items.filter((flag) => flag.check === check).map(({ effect, reason }) => [effect, reason]),
    [["refuse", "另行拒绝许可"]],
  );
  assert.equal((await officer.api(`/api/v1/agencies/${market}/check-flags`)).status, 403);
  const counts = (await supervisor.api(`/api/v1/agencies/${market}/check-counts`)).body as {
    beyond: number;
    measures: { measure: string; applied: number }[];
  };
  assert.ok(counts.beyond >= 1);
  assert.ok((counts.measures.find((one) => one.measure === measure)?.applied ?? 0) >= 1);
});

test("nobody reports for a body that did not ask", async () => {
  const { code } = await listedSubject();
  const { check } = (await asked(code)).answer;
  const other = officerOf(await addAgency(node, { kinds: ["market-regulation"] }));
  const reported = await node.measures.report({ actor: other, idempotencyKey: "k" }, { check, did: "nothing" });
  assert.equal(refusalOf(reported), "access.denied");
});

test("incentives delivered are counted", async () => {
  const body = await addAgency(node, { kinds: ["tax"] });
  const tax = officerOf(body);
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
  const purpose = node.catalogue.matters.get("cn/tax-services")?.purposes[0] ?? "";
  const { answer } = value(await ask(node, tax, about(code, { matter: "cn/tax-services", purpose })));
  const [incentive] = answer.incentives;
  assert.ok(incentive);
  const given = { check: answer.check, did: "applied" as const, measure: incentive.measure };
  value(await node.measures.report({ actor: tax, idempotencyKey: "1" }, given));
  const counts = value(
    await node.measures.count(officerOf(body, { roles: ["supervisor"] }), { agency: body.agencyCode }),
  );
  assert.deepEqual(
    counts.measures.filter(({ sort, applied }) => sort === "incentive" && applied > 0).map(({ measure }) => measure),
    [incentive.measure],
  );
});

test("a desk is told the matters its body decides in, with their purposes", async () => {
  const { body } = await officer.api("/api/v1/checks/matters");
  const matters = (body as { matters: { matter: string; purposes: unknown[] }[] }).matters;
  assert.ok(matters.some(({ matter }) => matter === "cn/permit-food"));
  assert.ok(matters.every(({ matter }) => !matter.startsWith("cn/tax-services")));
  assert.ok(matters.every(({ purposes }) => purposes.length > 0));
});

test("no bad question is an error of ours", async () => {
  const bad: object[] = [
    {},
    { subject: {} },
    { subject: { name: "某某" } },
    { subject: { scheme: "unified-code", value: "x".repeat(60) }, matter: "cn/permit-food", purpose: "permit-review" },
    { subject: { scheme: "person-number", value: "\u0000" }, matter: "cn/permit-food", purpose: "permit-review" },
    { subject: { value: "91110000600037341L" }, matter: "__proto__", purpose: "constructor" },
    { subject: { scheme: "__proto__", value: "1" }, matter: "cn/permit-food", purpose: "permit-review" },
    {
      subject: { scheme: "institution-certificate", value: "事证第1〔2026〕号" },
      matter: "cn/permit-food",
      purpose: "permit-review",
    },
    { subject: "91110000600037341L", matter: "cn/permit-food", purpose: "permit-review" },
    { ...question("91110000600037341L"), extra: 1 },
  ];
  for (const one of bad) {
    const { status, headers } = await officer.act("/api/v1/checks", one);
    assert.ok((status >= 400 && status < 500) || status === 200, `${status} ${JSON.stringify(one)}`);
    if (status >= 400) assert.match(String(headers.get("content-type")), /problem\+json/);
  }
  for (const path of ["/api/v1/checks/x", "/api/v1/checks?cursor=AAAA", "/api/v1/checks?limit=0"])
    assert.equal((await officer.api(path)).status, 400, path);
});
