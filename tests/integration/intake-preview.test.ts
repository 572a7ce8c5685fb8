/** Looking at a file before it is sent, and keeping the mapping: as an officer's page does it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { BatchView } from "#contract/batches.ts";
import type { Mapping } from "#contract/intake.ts";
import type { FilePreview, KeptMapping, Upload } from "#contract/uploads.ts";
import { testNode } from "#tests/kit/database.ts";
import { csvOf, inventedPersonNumber, penaltyRow } from "#tests/kit/intake.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";
import { makeLinjiang } from "#tools/linjiang/generate.ts";
import { packFolder } from "#tools/linjiang/province.ts";
import { bytesOf } from "#tools/linjiang/write.ts";

const node = await testNode();
const base = await serveNode(node);
const housing = new Visitor(base);
await housing.signInAs("sun-yue");
const market = new Visitor(base);
await market.signInAs("chen-lan");

const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string }).code;

async function upload(content: string | Uint8Array, by = housing): Promise<string> {
  const bytes = new Uint8Array(Buffer.from(content));
  return ((await by.upload(bytes)).body as Upload).uploadId;
}

async function preview(uploadId: string, body: object, by = housing) {
  return by.act(`/api/v1/intake/uploads/${uploadId}/preview`, { item: "cn/penalty", ...body });
}

const shipped: Mapping = JSON.parse(readFileSync(join(packFolder, "mappings", "housing-penalties.json"), "utf8"));
const delivery = makeLinjiang().deliveries.find(({ entry }) => entry.mapping === "housing-penalties");
assert.ok(delivery);
const ledger = await bytesOf(delivery.sheet);

test("an agency's own columns are recognised as a person who knows the file mapped them", async () => {
  const { status, body } = await preview(await upload(ledger), {});
  assert.equal(status, 200);
  const { columns, proposal, rows } = body as FilePreview;
  assert.equal(rows, delivery.entry.rows);
  const right = new Map(
    Object.entries(shipped.fields).flatMap(([field, { from }]) => (from ? [[from[0], field]] : [])),
  );
  const told = columns.filter(({ name }) => right.has(name));
  const wrong = told.filter(({ name, field }) => field !== null && field !== right.get(name));
  const missed = told.filter(({ field }) => field === null);
  assert.deepEqual(
    wrong.map(({ name, field }) => [name, field]),
    [],
  );
  assert.ok(missed.length <= 1, missed.map(({ name }) => name).join("、"));
  assert.deepEqual(proposal.fields["authorityName"], { constant: "临江省住房和城乡建设厅" });
  assert.equal(proposal.fields["fineAmount"]?.unit, "yuan");
  assert.ok(proposal.ignored.includes("序号"));
});

test("a proposal that is completed and kept is used by its name, in its newest version; old versions stay", async () => {
  const uploadId = await upload(ledger);
  const { proposal } = (await preview(uploadId, {})).body as FilePreview;
  const mapping = { ...shipped, id: proposal.id };
  const keep = (one: Mapping) => housing.act("/api/v1/intake/mappings", { mapping: one });
  const first = (await keep(mapping)).body as KeptMapping;
  assert.deepEqual([first.version, (await keep(mapping)).body], [1, first]);
  const changed = { ...mapping, title: { zh: "改名", en: "renamed" } };
  assert.equal(((await keep(changed)).body as KeptMapping).version, 2);
  const list = (await housing.api("/api/v1/intake/mappings?item=cn/penalty")).body as { items: KeptMapping[] };
  assert.deepEqual(
    list.items.map(({ version, mapping: { title } }) => [version, title.zh]),
    [[2, "改名"]],
  );
  assert.deepEqual(((await market.api("/api/v1/intake/mappings")).body as { items: [] }).items, []);
  const kept = await node.app.query("SELECT version FROM intake.mapping WHERE mapping_id = $1 ORDER BY version", [
    proposal.id,
  ]);
  assert.deepEqual(kept.rows, [{ version: 1 }, { version: 2 }]);
  const again = (await preview(uploadId, { mappingId: proposal.id })).body as FilePreview;
  assert.ok(again.columns.every(({ by }) => by === "kept"));
  assert.deepEqual(again.missing, []);
  const sent = await housing.act("/api/v1/intake/batches", {
    uploadId,
    item: "cn/penalty",
    mappingId: proposal.id,
    dryRun: true,
  });
  assert.deepEqual([sent.status, (sent.body as BatchView).mapping], [202, { id: proposal.id, version: 2 }]);
  assert.equal(
    codeOf(
      await market.act("/api/v1/intake/batches", {
        uploadId,
        item: "cn/penalty",
        mappingId: proposal.id,
        dryRun: true,
      }),
    ),
    "intake.upload-unknown",
  );
});

test("the published layout maps itself, and persons' numbers are masked in samples (C13)", async () => {
  const number = inventedPersonNumber("1980-01-01");
  const row = penaltyRow({ agencyCode: "11880000MB88001255", nameZh: "临江省市场监督管理局" }, { CF_FR_ZJHM: number });
  const { status, body } = await preview(await upload(csvOf([row]), market), {}, market);
  assert.equal(status, 200);
  const { columns, missing, format, encoding } = body as FilePreview;
  assert.ok(columns.every(({ by }) => by === "own"));
  assert.deepEqual([missing, format, encoding], [[], "csv", "utf-8"]);
  assert.equal(JSON.stringify(body).includes(number), false);
});

test("what is wrong with a mapping is said when it is to be kept", async () => {
  const keep = async (change: Partial<Mapping>) =>
    codeOf(await housing.act("/api/v1/intake/mappings", { mapping: { ...shipped, ...change } }));
  assert.equal(await keep({ item: "cn/no-such" }), "intake.item-unknown");
  assert.equal(await keep({ fields: { nothing: { from: ["a"] } } }), "intake.mapping-field");
  assert.equal(await keep({ fields: { fineAmount: { from: ["罚款"] } } }), "intake.mapping-unit");
  assert.equal(codeOf(await preview(await upload(ledger), { mappingId: "none" })), "intake.mapping-unknown");
  assert.equal(codeOf(await preview(await upload(ledger), {}, market)), "intake.upload-unknown");
});
