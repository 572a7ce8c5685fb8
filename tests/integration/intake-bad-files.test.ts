/** Files as they should not be, over HTTP: each is refused with its reason, none ends in a 500, none hangs. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import type { Upload } from "#contract/uploads.ts";
import { testNode } from "#tests/kit/database.ts";
import { csvOf, penaltyRow } from "#tests/kit/intake.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode();
const base = await serveNode(node);
const officer = new Visitor(base);
await officer.signInAs("chen-lan");
const market = { agencyCode: "11880000MB88001255", nameZh: "临江省市场监督管理局" };
const good = csvOf([penaltyRow(market)]);
const [header = ""] = good.split("\n");

const files: readonly (readonly [string, Buffer, string])[] = [
  ["a text with NUL bytes", Buffer.from(good.replace("贸易", "贸\0易")), "intake.file-nul"],
  [
    "bytes that are no text",
    Buffer.concat([Buffer.from(`${header}\n`), randomBytes(500).map((byte) => byte | 0x80 || 1)]),
    "intake.file-encoding",
  ],
  [
    "two encodings in one file",
    Buffer.concat([iconv.encode(good, "gb18030"), Buffer.from("有限公司有限公司,91\n")]),
    "intake.file-mixed-encoding",
  ],
  ["a bomb", gzipSync(Buffer.alloc(200_000_000, "a,b\n"), { level: 9 }), "intake.file-bomb"],
  ["a packed file cut off", gzipSync(Buffer.from(good.repeat(50))).subarray(0, 300), "intake.file-damaged"],
  ["a packed file in a packed file", gzipSync(gzipSync(Buffer.from(good))), "intake.file-format"],
  ["no header", Buffer.from("1,2,3\n4,5,6\n"), "intake.header-missing"],
  ["a header and nothing below it", Buffer.from(`${header}\n`), "intake.file-empty"],
  [
    "an old workbook",
    Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(5000)]),
    "intake.file-old-excel",
  ],
  ["a PDF", Buffer.from("%PDF-1.7 and more"), "intake.file-format"],
  ["a page", Buffer.from("<html><body>表</body></html>"), "intake.file-format"],
  [
    "a workbook that is no archive",
    Buffer.concat([Buffer.from("PK\u0003\u0004"), randomBytes(3000)]),
    "intake.file-damaged",
  ],
  [
    "a line without end",
    Buffer.concat([Buffer.from(`${header}\n`), Buffer.alloc(30_000_000, 0x61)]),
    "intake.file-line-too-long",
  ],
  ["broken JSON", Buffer.from('[{"CF_WSH": "a"}, {"CF_WSH": '), "intake.file-json"],
  ["an unknown column", Buffer.from(good.replace("CF_WSH", "甲乙丙丁")), "intake.columns-unknown"],
  ["a column twice", Buffer.from(good.replace("CF_NR_FK", "CF_WSH")), "intake.header-duplicate"],
];

for (const [what, bytes, code] of files) {
  // A file that hangs the server is stopped by the time a test may take; nothing shorter is asked of a busy machine.
  test(`${what} is refused as ${code}, sent or looked at`, { timeout: 120_000 }, async () => {
    const uploaded = await officer.upload(new Uint8Array(bytes));
    assert.equal(uploaded.status, 201, JSON.stringify(uploaded.body));
    const { uploadId } = uploaded.body as Upload;
    const sent = await officer.act("/api/v1/intake/batches", { uploadId, item: "cn/penalty", dryRun: false });
    const seen = await officer.act(`/api/v1/intake/uploads/${uploadId}/preview`, { item: "cn/penalty" });
    const problem = sent.body as { code: string; zh: string; remedy: { zh: string } };
    assert.equal(problem.code, code, JSON.stringify(problem));
    assert.ok(sent.status >= 400 && sent.status < 500 && problem.zh !== "" && problem.remedy.zh !== "");
    // Columns nobody knows are what looking is for; any other fault is told there too.
    const mayBeSeen = ["intake.header-missing", "intake.columns-unknown", "intake.file-empty"].includes(code);
    assert.ok(mayBeSeen ? seen.status < 500 : (seen.body as { code: string }).code === code, JSON.stringify(seen.body));
  });
}

test("nothing of them came in", async () => {
  const found = await node.app.query(
    "SELECT (SELECT count(*) FROM intake.batch) + (SELECT count(*) FROM ledger.record) AS n",
  );
  assert.deepEqual(found.rows, [{ n: 0 }]);
});

test("whoever breaks off an upload leaves nothing behind, and the server goes on", async () => {
  const me = (await officer.api("/api/v1/me")).body as { session: { formToken: string } };
  const breaking = new AbortController();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(100_000));
      setTimeout(() => breaking.abort(), 100);
    },
  });
  const headers = { "content-type": "text/csv", "x-form-token": me.session.formToken };
  const init = { method: "POST", headers, body, duplex: "half", signal: breaking.signal } as RequestInit;
  await assert.rejects(officer.ask("/api/v1/intake/uploads", init));
  const uploads = await node.app.query("SELECT count(*)::int AS n FROM intake.upload");
  assert.deepEqual(uploads.rows, [{ n: files.length }]);
  assert.equal((await officer.upload(good)).status, 201);
});
