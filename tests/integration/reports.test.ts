/** Reports over HTTP: issued to visitors, bodies and the subject; verified by code and by file; after keys and records changed. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createPublicKey, verify } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { flattenedVerify, importJWK } from "jose";
import type { Static } from "typebox";
import { Compile } from "typebox/compile";
import { type KeysDocument, ReportContentShape, type ReportPreview, type Verification } from "#contract/reports.ts";
import { findProofFault, type JsonObject } from "#core/credential/data-integrity.ts";
import { decodeMultikey } from "#core/credential/multibase.ts";
import { rotateKeys } from "#src/access/index.ts";
import { demoPeople } from "#src/http/demo/people.ts";
import { sqlState } from "#src/platform/database.ts";
import { addAgency, commandLine, officerOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import { csvOf, inventedCode, type PenaltyRow, penaltyRow, sendText } from "#tests/kit/intake.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode();
const base = await serveNode(node);
const visitor = new Visitor(base);
const agency = await addAgency(node, { kinds: ["market-regulation"], agencyCode: inventedCode(undefined, "11") });
const sender = officerOf(agency);
/** The organisation that the demo's representative 何苗 stands for. */
const represented = demoPeople.find(({ id }) => id === "he-miao")?.represents ?? assert.fail("nobody is represented");
const secret = "11010519491231002X";

const folder = mkdtempSync(join(tmpdir(), "chengxin-reports-"));
after(() => rmSync(folder, { recursive: true }));

async function send(...rows: PenaltyRow[]): Promise<void> {
  const receipt = value(await sendText(node, sender, { text: csvOf(rows) }));
  assert.equal(receipt.refused + receipt.held, 0, JSON.stringify(receipt));
}

const first = penaltyRow(agency, { CF_XDR_SHXYM: represented, CF_FRDB: "王某某", CF_FR_ZJHM: secret });
const other = penaltyRow(agency);
const otherCode = other["CF_XDR_SHXYM"] ?? "";
await send(first, other);

interface Taken {
  readonly code: string;
  readonly bytes: Buffer<ArrayBuffer>;
  readonly headers: Headers;
}

async function take(who: Visitor, path: string, body: object): Promise<Taken> {
  const me = (await who.api("/api/v1/me")).body as { session: { formToken: string } | null };
  const answer = await who.ask(path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-form-token": me.session?.formToken ?? "" },
    body: JSON.stringify(body),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(answer.status, 200, bytes.toString("utf8").slice(0, 500));
  return { code: answer.headers.get("location")?.split("/").at(-1) ?? "", bytes, headers: answer.headers };
}

const takePublic = (code: string, format: "pdf" | "json", language: "zh" | "en" = "zh") =>
  take(visitor, "/api/v1/reports", { code, format, language });

async function verifyFile(bytes: Uint8Array<ArrayBuffer>, who = visitor, type = "application/octet-stream") {
  const me = (await who.api("/api/v1/me")).body as { session: { formToken: string } | null };
  const answer = await who.api("/api/v1/reports/verify", {
    method: "POST",
    headers: { "content-type": type, "x-form-token": me.session?.formToken ?? "" },
    body: bytes,
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body as Verification;
}

async function verifyCode(code: string, who = visitor) {
  return (await who.api(`/api/v1/reports/${encodeURIComponent(code)}`)).body as Verification;
}

const keys = async () => (await visitor.api("/api/v1/keys")).body as KeysDocument;

function textOf(pdf: Uint8Array): string {
  const file = join(folder, "read.pdf");
  writeFileSync(file, pdf);
  const read = spawnSync("pdftotext", ["-raw", file, "-"], { encoding: "utf8" });
  assert.ifError(read.error);
  return read.stdout;
}

async function as(person: string): Promise<Visitor> {
  const someone = new Visitor(base);
  await someone.signInAs(person);
  return someone;
}

test("a visitor takes a public report away as PDF, in Chinese and in English, and it is genuine", async () => {
  for (const [language, title] of [
    ["zh", /公共信用信息报告/],
    ["en", /Public credit information report/],
  ] as const) {
    const { code, bytes, headers } = await takePublic(represented, "pdf", language);
    assert.equal(headers.get("content-type"), "application/pdf");
    assert.equal(headers.get("content-disposition"), `attachment; filename="chengxin-${code}.pdf"`);
    const text = textOf(bytes);
    assert.match(text, title);
    for (const said of [code, represented, first["CF_WSH"] ?? ""]) assert.ok(text.includes(said), said);
    // C12, C13: no person, and no free text that nobody released (C3).
    for (const never of ["王某某", secret, first["CF_SY"] ?? ""]) assert.ok(!text.includes(never), never);
    const found = await verifyFile(bytes);
    assert.deepEqual([found.verdict, found.checked, found.report?.code], ["genuine", "file", code]);
    assert.equal((await verifyCode(code)).verdict, "genuine");
  }
});

test("the detached signature over the PDF's bytes is verified by others' tools, with the published key alone", async () => {
  const { code, bytes } = await takePublic(represented, "pdf");
  const jws = (await (await visitor.ask(`/api/v1/reports/${code}/signature`)).text()).trim();
  const [header = "", empty, signature = ""] = jws.split(".");
  assert.equal(empty, "");
  const { kid } = JSON.parse(Buffer.from(header, "base64url").toString("utf8"));
  const jwk = (await keys()).keys.find((key) => key.kid === kid) ?? assert.fail("the key is not published");
  // jose, a library of others', knows RFC 7797.
  await flattenedVerify({ protected: header, payload: bytes, signature }, await importJWK(jwk, "EdDSA"));
  await assert.rejects(async () =>
    flattenedVerify(
      { protected: header, payload: Buffer.concat([bytes, Buffer.from("\n")]), signature },
      await importJWK(jwk, "EdDSA"),
    ),
  );
  // And what the verify page says to do by hand: openssl over `header.` and the file.
  const pem = createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });
  for (const [name, content] of [
    ["key.pem", pem],
    ["sig.bin", Buffer.from(signature, "base64url")],
    ["signed.bin", Buffer.concat([Buffer.from(`${header}.`), bytes])],
  ] as const)
    writeFileSync(join(folder, name), content);
  const asked = spawnSync(
    "openssl",
    ["pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "signed.bin", "-sigfile", "sig.bin"],
    { cwd: folder, encoding: "utf8" },
  );
  assert.equal(asked.status, 0, asked.stdout + asked.stderr);
});

test("as data a report is a W3C credential with a proof, says what the PDF says, and every category, empty ones too", async () => {
  const { code, bytes } = await takePublic(represented, "json");
  const credential = JSON.parse(bytes.toString("utf8")) as JsonObject & {
    credentialSubject: Static<typeof ReportContentShape>;
    issuer: { id: string };
    proof: { verificationMethod: string };
  };
  assert.deepEqual(credential["type"], ["VerifiableCredential", "PublicCreditReport"]);
  assert.ok(Compile(ReportContentShape).Check(credential.credentialSubject));
  const issuer = (await (await fetch(credential.issuer.id)).json()) as KeysDocument;
  const method = issuer.verificationMethod.find(({ id }) => id === credential.proof.verificationMethod);
  assert.ok(method && issuer.assertionMethod.includes(method.id));
  const publicKey = decodeMultikey(method.publicKeyMultibase) ?? assert.fail("no Multikey");
  const check = (given: { bytes: Uint8Array; signature: Uint8Array }) =>
    verify(null, given.bytes, createPublicKey({ key: issuer.keys[0] ?? {}, format: "jwk" }), given.signature);
  assert.equal(findProofFault(credential, { publicKey, check }), null);

  const { sections, file, notes, fictitious } = credential.credentialSubject;
  assert.ok(fictitious);
  assert.equal(sections.length, 13);
  assert.equal(file.total, file.records.length);
  for (const { total, statement, meaning } of sections) {
    assert.equal(total === 0, statement.zh === "无记录" && statement.en === "nothing recorded");
    assert.ok(meaning.zh.length > 5 && meaning.en.length > 5);
  }
  const text = textOf((await takePublic(represented, "pdf")).bytes).replace(/\s/g, "");
  for (const section of sections) {
    assert.ok(text.includes(`${section.category}${section.title.zh}${section.statement.zh}`.replace(/\s/g, "")));
  }
  for (const note of notes) assert.ok(text.includes(note.title.zh.replace(/\s/g, "")));
  assert.equal((await verifyFile(bytes)).report?.code, code);
  assert.equal((await visitor.ask(`/api/v1/reports/${code}/signature`)).status, 404);
});

test("one byte changed anywhere, and the report is altered; another file is unknown", async () => {
  const pdf = await takePublic(represented, "pdf");
  // From the first byte to the last, the places of the code included.
  const places = [0, 1000, Math.floor(pdf.bytes.length / 2), pdf.bytes.indexOf(pdf.code), pdf.bytes.length - 1];
  for (const place of places) {
    const changed = Buffer.from(pdf.bytes);
    changed[place] = (changed[place] ?? 0) ^ 1;
    assert.equal((await verifyFile(changed)).verdict, "altered", `byte ${place}`);
  }
  const json = await takePublic(represented, "json");
  for (const place of [
    json.bytes.indexOf("20000"),
    json.bytes.indexOf(json.code),
    json.bytes.lastIndexOf("proofValue") + 20,
  ]) {
    assert.ok(place > 0);
    const changed = Buffer.from(json.bytes);
    changed[place] = (changed[place] ?? 0) === 0x31 ? 0x32 : 0x31;
    assert.equal((await verifyFile(changed)).verdict, "altered", `byte ${place}`);
  }
  assert.equal((await verifyFile(Buffer.from("%PDF-1.7 something else"))).verdict, "unknown");
  assert.equal((await verifyCode("0000-0000-0000-0000")).verdict, "unknown");
  assert.equal((await verifyCode(secret)).verdict, "unknown");
});

test("data laid out anew says the same and stays genuine; a key named twice could be read two ways and does not", async () => {
  const { bytes } = await takePublic(represented, "json");
  const text = bytes.toString("utf8");
  assert.equal(
    (await verifyFile(Buffer.from(JSON.stringify(JSON.parse(text))), visitor, "application/json")).verdict,
    "genuine",
  );
  const twice = text.replace(/"fictitious": true/, '"fictitious": false, "fictitious": true');
  assert.notEqual(twice, text);
  assert.equal((await verifyFile(Buffer.from(twice))).verdict, "altered");
});

test("keys turn over, and what the former one signed stays genuine", async () => {
  const [pdf, json] = [await takePublic(represented, "pdf"), await takePublic(represented, "json")];
  const before = await keys();
  value(await rotateKeys(node, commandLine, { kind: "signing", reason: "test" }));
  const now = await keys();
  assert.equal(now.keys.length, before.keys.length + 1);
  assert.equal(now.keys.filter((key) => key.until === null).length, 1);
  for (const taken of [pdf, json]) {
    const found = await verifyFile(taken.bytes);
    assert.equal(found.verdict, "genuine");
    assert.ok(before.keys.some((key) => key.kid === found.report?.keyId));
  }
  const later = await takePublic(represented, "pdf");
  assert.equal((await verifyFile(later.bytes)).report?.keyId, now.keys.find((key) => key.until === null)?.kid);
});

test("a record corrected after it supersedes a report; a visitor learns only that, the subject what followed", async () => {
  const representative = await as("he-miao");
  const mine = await take(representative, "/api/v1/reports/own", { format: "pdf" });
  const open = await takePublic(represented, "pdf");
  const unrelated = await takePublic(otherCode, "pdf");
  await send({ ...first, CF_NR: "罚款1万元", CF_NR_FK: "1" });

  const seen = await verifyFile(open.bytes);
  assert.equal(seen.verdict, "superseded");
  assert.equal(seen.followed, null);
  const told = await verifyFile(open.bytes, representative);
  assert.equal(told.verdict, "superseded");
  assert.deepEqual(
    told.followed?.map(({ kind }) => kind),
    ["corrected"],
  );
  assert.equal((await verifyFile(mine.bytes)).verdict, "superseded");
  assert.equal((await verifyFile(mine.bytes)).followed, null);
  assert.equal((await verifyFile(unrelated.bytes)).verdict, "genuine");
  const officer = await as("chen-lan");
  assert.equal((await verifyFile(open.bytes, officer)).followed, null);
  assert.equal((await verifyFile((await takePublic(represented, "pdf")).bytes)).verdict, "genuine");
});

test("another record supersedes a report too", async () => {
  const open = await takePublic(otherCode, "json");
  await send(penaltyRow(agency, { CF_XDR_SHXYM: otherCode, CF_XDR_MC: other["CF_XDR_MC"] ?? "" }));
  assert.equal((await verifyFile(open.bytes)).verdict, "superseded");
});

test("the subject's own report holds everything that is held of it (C9), and its code shows nothing of it", async () => {
  const representative = await as("he-miao");
  const { code, bytes } = await take(representative, "/api/v1/reports/own", { format: "json" });
  const text = bytes.toString("utf8");
  for (const held of [first["CF_SY"] ?? "", "王某某"]) assert.ok(text.includes(held), held);
  const found = await verifyCode(code);
  assert.equal(found.verdict, "genuine");
  assert.equal(found.report?.subject, null);
  assert.ok(!JSON.stringify(found).includes(represented));
});

test("a body says what for; the look is in the log before the report is made, refused ones too (C15)", async () => {
  const officer = await as("chen-lan");
  const subject = { scheme: "unified-code", value: represented };
  const asked = { subject, basis: "测试 1 号申请", format: "pdf" };
  const taken = await take(officer, "/api/v1/reports/for-purpose", { ...asked, purpose: "permit-review" });
  assert.ok(textOf(taken.bytes).includes("机关版"));
  const refused = await officer.act("/api/v1/reports/for-purpose", { ...asked, purpose: "curiosity" });
  assert.equal(refused.status, 403);
  const anonymous = await visitor.act("/api/v1/reports/for-purpose", { ...asked, purpose: "permit-review" });
  assert.equal(anonymous.status, 401);
  const logged = await node.app.query<{ outcome: string; what: string | null }>(
    `SELECT outcome, shown ->> 'what' AS what FROM access.look WHERE purpose IN ('permit-review', 'curiosity') ORDER BY looked_at`,
  );
  assert.deepEqual(logged.rows, [
    { outcome: "shown", what: "report" },
    { outcome: "refused", what: null },
  ]);
  const auditor = await as("xu-qing");
  const byAuditor = await auditor.act("/api/v1/reports/for-purpose", { ...asked, purpose: "permit-review" });
  assert.equal(byAuditor.status, 403);
});

test('who is not known here has no report: that is not "nothing recorded"; a person\'s number is refused, not repeated', async () => {
  const unknown = await visitor.act("/api/v1/reports", { code: inventedCode(), format: "pdf" });
  assert.deepEqual([unknown.status, (unknown.body as { code: string }).code], [404, "ledger.unknown-subject"]);
  const person = await visitor.act("/api/v1/reports", { code: secret, format: "pdf" });
  assert.equal((person.body as { code: string }).code, "registry.identity-number");
  assert.ok(!JSON.stringify(person.body).includes(secret));
});

test("the preview says what a report would say, and issues none", async () => {
  const count = async () => (await node.app.query("SELECT 1 FROM reports.report")).rowCount;
  const before = await count();
  const preview = (await visitor.api(`/api/v1/organisations/${represented}/report`)).body as ReportPreview;
  assert.equal(preview.sections.length, 13);
  assert.equal(preview.sections.find(({ category }) => category === 3)?.adverse, 1);
  assert.equal(await count(), before);
});

test("what was issued stays issued: the application can neither change nor delete it, and no row is about a person in public (C12, C17)", async () => {
  for (const change of [
    "UPDATE reports.report SET digest = digest",
    "DELETE FROM reports.report",
    "TRUNCATE reports.report",
  ])
    await assert.rejects(
      () => node.app.query(change),
      (error) => sqlState(error) === "42501",
      change,
    );
  const { rows } = await node.app.query("SELECT * FROM reports.report LIMIT 1");
  const columns = Object.keys(rows[0]);
  // No payload: digests, dates, codes.
  assert.deepEqual(
    columns.filter((name) => /payload|open|record|name|content/.test(name)),
    [],
  );
  await assert.rejects(
    () =>
      node.app.query(
        `INSERT INTO reports.report SELECT gen_random_uuid(), 'person', '0000-0000-0000-0000', 'public', format, language, effective_at,
           known_at, issued_at, use_before, issued_to, digest, state_digest, key_id, signature FROM reports.report LIMIT 1`,
      ),
    (error) => sqlState(error) === "23514",
  );
});
