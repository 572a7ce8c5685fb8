/** The officer's pages over an API that is only said to be there: what they ask of it, and what they make of its answers. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { after, test } from "node:test";
import Fastify from "fastify";
import type { Me } from "#contract/access.ts";
import { problemOf } from "#contract/refusals.ts";
import type { FilePreview } from "#contract/uploads.ts";
import { mountPortal } from "./mount.ts";

const uploadId = "00000000-0000-4000-8000-000000000001";
const batchId = "00000000-0000-4000-8000-000000000002";
const officer: Me = {
  kind: "officer",
  name: "陈岚",
  agency: {
    agencyCode: "11880000MB88001255",
    nameZh: "临江省市场监督管理局",
    nameEn: "Linjiang Administration for Market Regulation",
    kinds: ["market-regulation"],
    division: "880000",
    superiorCode: null,
    since: "2018-11-01",
    until: null,
  },
  roles: ["officer"],
  scopes: [],
  deputy: false,
  subjects: 0,
  assurance: "substantial",
  session: { formToken: "token-of-the-form", idleUntil: "", expiresAt: "", hat: "officer", hats: [] },
};

const title = { zh: "行政处罚", en: "Penalties" };
const entryField = {
  name: "subjectName",
  kind: "text",
  title: { zh: "名称", en: "Name" },
  help: null,
  required: true,
  disclosure: "public",
  maxLength: null,
  rows: null,
  unit: null,
  options: [],
};
const form = { item: "cn/penalty", version: 1, title, fields: [entryField] };
const preview: FilePreview = {
  format: "csv",
  encoding: "gb18030",
  delimiter: ",",
  sheets: [],
  sheet: null,
  headerRow: 1,
  rows: 2,
  columns: [
    { name: "当事人", field: "subjectName", by: "likely", samples: ["<甲>", "乙"] },
    { name: "备注", field: null, by: "none", samples: [] },
  ],
  proposal: {
    format: "chengxin-mapping/1",
    id: "proposal",
    title,
    item: "cn/penalty",
    empty: [],
    fields: { subjectName: { from: ["当事人"] } },
    ignored: [],
  },
  missing: [],
};

interface Asked {
  readonly url: string;
  readonly token: unknown;
  readonly key: string;
  readonly body: unknown;
}
let asked: Asked[] = [];
let bytesMax = Number.POSITIVE_INFINITY;

const app = Fastify();
app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
app.get("/api/v1/me", () => officer);
app.get("/api/v1/intake/items", () => ({ items: [{ item: "cn/penalty", title, category: 2, workingDays: 7 }] }));
app.get("/api/v1/intake/mappings", () => ({ items: [] }));
app.get("/api/v1/catalogue/items/cn/penalty", () => ({
  id: "cn/penalty",
  current: 1,
  versions: [{ item: { version: 1 }, form }],
}));
app.post("/api/v1/intake/uploads", async (request, reply) => {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of request.body as AsyncIterable<Buffer>) {
    bytes += piece.length;
    hash.update(piece);
    if (bytes > bytesMax) {
      const problem = problemOf({ code: "intake.file-too-large" });
      return reply.code(problem.status).type("application/problem+json").send(problem);
    }
  }
  note(request, { bytes });
  return reply.code(201).send({ uploadId, bytes, sha256: hash.digest("hex"), enteredAt: "" });
});
for (const path of ["/api/v1/intake/mappings", "/api/v1/intake/batches", "/api/v1/intake/uploads/:id/preview"])
  app.post(path, (request, reply) => {
    note(request, request.body);
    if (path.endsWith("preview")) return preview;
    return reply.code(202).send({ batchId });
  });
await mountPortal(app, { publicUrl: () => "https://credit.example", demoDate: () => null });
after(() => app.close());

function note(request: { url: string; headers: Record<string, unknown> }, body: unknown): void {
  const { url, headers } = request;
  asked.push({ url, token: headers["x-form-token"], key: String(headers["idempotency-key"]), body });
}

const cookie = "chengxin=officer";

/** A form with a file, as a browser without script sends it. */
function sendFile(content: Buffer, { fields = { item: "cn/penalty" }, name = "张三.csv" } = {}) {
  asked = [];
  const boundary = "----form";
  const parts = Object.entries({ _token: "token-of-the-form", _key: "a-key", ...fields }).map(
    ([field, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(parts.join("") + head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const headers = {
    cookie,
    "content-type": `multipart/form-data; boundary=${boundary}`,
    "sec-fetch-site": "same-origin",
  };
  return app.inject({ method: "POST", url: "/intake/send", headers, payload });
}

function sendForm(url: string, fields: Record<string, string>) {
  asked = [];
  return app.inject({
    method: "POST",
    url,
    headers: { cookie, "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
    payload: new URLSearchParams({ _token: "token-of-the-form", _key: "a-key", ...fields }).toString(),
  });
}

test("a file without script reaches the API whole, under the session's token, and its columns are shown", async () => {
  const content = randomBytes(3_000_000);
  const { statusCode, body } = await sendFile(content);
  assert.equal(statusCode, 200, body);
  assert.deepEqual(asked[0], {
    url: "/api/v1/intake/uploads",
    token: "token-of-the-form",
    key: "a-key uploadFile",
    body: { bytes: content.length },
  });
  assert.match(body, /&lt;甲>/);
  assert.match(body, /GB18030/);
});

test("the name of a file may be a person's: it stands in forms, never in an address", async () => {
  const { body } = await sendFile(Buffer.from("x"));
  assert.match(body, /<input type="hidden" name="fileName" value="张三\.csv"\/?>/);
  assert.doesNotMatch(body, /(href|action)="[^"]*(张三|%E5%BC%A0)/);
});

test("a file the API refuses half-way is refused on the page, beside the field, with what was chosen kept", async () => {
  bytesMax = 100_000;
  const { statusCode, body } = await sendFile(randomBytes(2_000_000));
  bytesMax = Number.POSITIVE_INFINITY;
  assert.equal(statusCode, 422);
  assert.match(body, /<a href="#file">/);
  assert.match(body, /<option value="cn\/penalty" selected>/);
});

test("no file and no item are said at their fields, and nothing is sent", async () => {
  const { statusCode, body } = await sendFile(Buffer.alloc(0), { fields: { item: "" }, name: "" });
  assert.equal(statusCode, 422);
  assert.match(body, /<a href="#item">/);
  assert.match(body, /<a href="#file">/);
  assert.deepEqual(asked, []);
});

test("a column of which nothing is said stops the file before it is sent", async () => {
  const { statusCode, body } = await sendForm(`/intake/send/${uploadId}`, {
    item: "cn/penalty",
    title: "导出表",
    do: "dry",
  });
  assert.equal(statusCode, 422);
  assert.match(body, /<a href="#to-1">/);
  assert.deepEqual(
    asked.map(({ url }) => url),
    [`/api/v1/intake/uploads/${uploadId}/preview`],
  );
});

test("the mapping is kept by name, then the file is tried with it, each act under a key of its own", async () => {
  const chosen = {
    item: "cn/penalty",
    title: "导出表",
    fileName: "张三.csv",
    "to-0": "subjectName",
    "to-1": "-",
    do: "dry",
  };
  const { statusCode, headers } = await sendForm(`/en/intake/send/${uploadId}`, chosen);
  assert.equal(statusCode, 303);
  assert.equal(headers.location, `/en/intake/batches/${batchId}?upload=${uploadId}`);
  const [, saved, sent] = asked;
  assert.ok(saved);
  const { mapping } = saved.body as { mapping: { id: string; ignored: string[] } };
  assert.deepEqual(mapping.ignored, ["备注"]);
  assert.deepEqual(sent?.body, {
    uploadId,
    item: "cn/penalty",
    mappingId: mapping.id,
    dryRun: true,
    fileName: "张三.csv",
  });
  assert.equal(new Set(asked.map(({ key }) => key)).size, asked.length);
});

test("looking at a page may read what the API reads by POST, as the session itself", async () => {
  asked = [];
  const url = `/intake/send/${uploadId}?item=cn/penalty`;
  assert.equal((await app.inject({ url, headers: { cookie } })).statusCode, 200);
  assert.equal(asked[0]?.token, "token-of-the-form");
});

test("a forged form with a file reaches nothing", async () => {
  asked = [];
  const headers = { cookie, "content-type": "multipart/form-data; boundary=x", "sec-fetch-site": "cross-site" };
  const { statusCode } = await app.inject({ method: "POST", url: "/intake/send", headers, payload: "--x--" });
  assert.equal(statusCode, 403);
  assert.deepEqual(asked, []);
});
