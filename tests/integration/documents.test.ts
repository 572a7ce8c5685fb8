/** Decision documents: judged by their content, encrypted at rest, read by the agency that sent them. */
import assert from "node:assert/strict";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { OwnRecordDetail, RowResult } from "#contract/entries.ts";
import { testNode } from "#tests/kit/database.ts";
import { act, penaltyFields } from "#tests/kit/entries.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode();
const base = await serveNode(node);
const officer = new Visitor(base);
await officer.signInAs("chen-lan");
const colleague = new Visitor(base);
await colleague.signInAs("lin-che");
const stranger = new Visitor(base);
await stranger.signInAs("zhao-ning");
const operator = new Visitor(base);
await operator.signInAs("gao-yuan");

interface Attached {
  readonly documentId: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly code?: string;
}

async function attach(
  content: Uint8Array<ArrayBuffer> | string,
  { as = officer, key = randomUUID() as string, type = "application/octet-stream" } = {},
) {
  const me = (await as.api("/api/v1/me")).body as { session: { formToken: string } | null };
  const { status, body } = await as.api("/api/v1/intake/documents", {
    method: "POST",
    headers: {
      "content-type": type,
      "x-form-token": me.session?.formToken ?? "",
      "idempotency-key": key,
    },
    body: content,
  });
  return { status, body: body as Attached };
}

const bytes = (text: string) => Buffer.from(text, "latin1") as Uint8Array<ArrayBuffer>;
const pdf = bytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
const png = bytes("\x89PNG\r\n\x1a\n....IHDR....IEND\xaeB`\x82");
const jpeg = bytes("\xff\xd8\xff\xe0....\xff\xd9");
const words = "行政处罚决定书：临江市某公司";
const files = () => readdirSync(join(node.config.home, "documents"));

test("what a document is, its own bytes say; what is none, cut off or empty is refused and nothing of it stays", async () => {
  for (const [content, mediaType] of [
    [pdf, "application/pdf"],
    [png, "image/png"],
    [jpeg, "image/jpeg"],
    [words, "text/plain"],
  ] as const) {
    const { status, body } = await attach(content);
    assert.deepEqual([status, body.mediaType], [201, mediaType]);
    assert.equal(body.sha256, createHash("sha256").update(content).digest("hex"));
  }
  const before = files().length;
  for (const [name, content] of [
    ["a program", bytes("MZ\x90\x00\x03\x00")],
    ["an archive", bytes("PK\x03\x04....")],
    ["a PDF cut off", pdf.subarray(0, 20)],
    ["a picture cut off", png.subarray(0, 12)],
    ["random bytes", randomBytes(5000) as Uint8Array<ArrayBuffer>],
    ["text with NUL", bytes("abc\x00def")],
    ["half a character", Buffer.from(words).subarray(0, 4) as Uint8Array<ArrayBuffer>],
    ["nothing", bytes("")],
  ] as const) {
    const { status, body } = await attach(content);
    assert.deepEqual([status, body.code], [422, "intake.document-kind"], name);
  }
  assert.equal(files().length, before);
});

test("a document beyond the limit is refused, and nothing of it stays", async () => {
  const before = files().length;
  const { status, body } = await attach(new Uint8Array(20 * 1024 * 1024 + 1).fill(65));
  assert.equal(status, 413, JSON.stringify(body));
  assert.equal(files().length, before);
});

test("a document lies encrypted", async () => {
  await attach(words);
  for (const name of files()) {
    const stored = readFileSync(join(node.config.home, "documents", name));
    assert.equal(stored.includes(Buffer.from("行政处罚决定书")), false);
    assert.equal(stored.includes(Buffer.from("%PDF")), false);
  }
});

test("the same key with the same bytes is one document, at once too; with other bytes it is refused", async () => {
  const key = randomUUID();
  const before = files().length;
  const [one, two] = await Promise.all([attach(pdf, { key }), attach(pdf, { key })]);
  assert.equal(one.status, 201);
  assert.deepEqual(one.body, two.body);
  assert.deepEqual((await attach(pdf, { key })).body, one.body);
  assert.equal((await attach(png, { key })).body.code, "access.key-used");
  assert.equal(files().length, before + 1);
});

test("an officer of the agency reads it, nobody else; the look stands in the subject's log (C15)", async () => {
  const { body: document } = await attach(pdf);
  const { documentId } = document;
  const { body: entry } = await act<RowResult>(officer, "entries", {
    item: "cn/penalty",
    fields: penaltyFields(),
    documentId,
  });
  assert.equal(entry.verdict, "accepted", JSON.stringify(entry.findings));
  const address = `/api/v1/intake/documents/${documentId}`;
  const answer = await colleague.ask(address);
  assert.equal(answer.headers.get("content-type"), "application/pdf");
  assert.match(answer.headers.get("content-disposition") ?? "", /^attachment/);
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), Buffer.from(pdf));
  const looks = await node.app.query(
    "SELECT purpose, shown ->> 'what' AS what FROM access.look WHERE subject_id = $1",
    [entry.record?.subjectId],
  );
  assert.deepEqual(looks.rows, [{ purpose: "own-record", what: "document" }]);
  for (const [who, status] of [
    [stranger, 403],
    [operator, 403],
    [new Visitor(base), 401],
  ] as const) {
    const refused = await who.ask(address);
    assert.equal(refused.status, status);
    await refused.body?.cancel();
  }
  const opened = await act<OwnRecordDetail>(officer, "records/open", { ...entry.record });
  assert.deepEqual(
    opened.body.documents.map((one) => one.documentId),
    [documentId],
  );
});

test("another agency's document goes with no record of ours", async () => {
  const { body } = await attach(pdf, { as: stranger });
  const entered = await act(officer, "entries", {
    item: "cn/penalty",
    fields: penaltyFields(),
    documentId: body.documentId,
  });
  assert.deepEqual([entered.status, entered.body.code], [404, "intake.document-unknown"]);
});

test("a document stays with its record when the record is corrected; the correction brings its own", async () => {
  const first = (await attach(pdf)).body.documentId;
  const second = (await attach(words)).body.documentId;
  const fields = penaltyFields();
  const { body } = await act<RowResult>(officer, "entries", { item: "cn/penalty", fields, documentId: first });
  const corrected = await act<RowResult>(officer, "records/correct", {
    ...body.record,
    fields: { ...fields, fineAmount: "30000", content: "罚款3万元" },
    reason: "更正决定书",
    documentId: second,
  });
  assert.equal(corrected.body.verdict, "corrected", JSON.stringify(corrected.body));
  const opened = await act<OwnRecordDetail>(officer, "records/open", { ...body.record });
  assert.deepEqual(
    opened.body.documents.map((one) => one.documentId),
    [first, second],
  );
});

test("a form around a document is refused as what it is: its parts are not kept as if they were the document", async () => {
  const before = files().length;
  for (const type of ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]) {
    const { status, body } = await attach(`--x\r\n\r\n${words}\r\n--x--`, { type });
    assert.deepEqual([status, body.code], [415, "http.form-body"], type);
  }
  assert.equal(files().length, before);
});
