import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { Mapping } from "#contract/intake.ts";
import { normalise } from "#core/code/normalise.ts";
import { fileSource, sendFile, verifyReceipt } from "#src/intake/index.ts";
import { inProject } from "#src/platform/config.ts";
import { addAgency, officerOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import { countsOf } from "#tests/kit/intake.ts";
import { sharedData } from "#tests/kit/shared-data.ts";

const node = await testNode();
const registrar = officerOf(await addAgency(node, { kinds: ["market-regulation"] }));
const file = sharedData("enterprises", "registry_dev.csv.gz");
const mapping: Mapping = JSON.parse(
  readFileSync(inProject("packs", "cn", "mappings", "enterprises-1978-2019.json"), "utf8"),
);

async function send() {
  const source = await fileSource(file);
  return value(
    await sendFile(node, registrar, {
      file: {
        source,
        name: "registry_dev.csv.gz",
        item: "cn/registration",
        mapping,
        mappingVersion: null,
        uploadId: null,
        dryRun: false,
        channel: "command-line",
      },
      idempotencyKey: crypto.randomUUID(),
    }),
  );
}

test("58,775 real registrations come in: each organisation once, the doubled rows unchanged", async () => {
  const receipt = await send();
  assert.equal(countsOf(receipt), "58772 accepted, 0 corrected, 3 unchanged, 0 held, 0 refused");
  assert.equal(receipt.rows, 58_775);
  assert.ok(verifyReceipt(receipt, node.keys.signer().publicJwk));
  assert.ok(!verifyReceipt({ ...receipt, accepted: 58_773 }, node.keys.signer().publicJwk));
  const records = await node.app.query(
    "SELECT count(*) AS n, count(DISTINCT subject_id) AS subjects FROM ledger.record",
  );
  assert.deepEqual(records.rows, [{ n: 58_772, subjects: 58_772 }]);
});

test("numbers are kept as valid codes, checksum exceptions and older numbers, and every one leads to its organisation", async () => {
  const found = await node.app.query<{ scheme: string; verdict: string; n: number }>(
    "SELECT scheme, verdict, count(*) AS n FROM registry.identifier GROUP BY scheme, verdict",
  );
  const counts = Object.fromEntries(found.rows.map(({ scheme, verdict, n }) => [`${scheme} ${verdict}`, n]));
  const rows: { code: string }[] = parse(gunzipSync(readFileSync(file)), { columns: true, relax_quotes: true });
  // The three doubled rows have valid codes: 58,608 rows, 58,605 codes.
  assert.equal(counts["unified-code valid"], 58_605);
  assert.equal(counts["unified-code checksum-exception"], 4);
  assert.equal((counts["registration-number valid"] ?? 0) + (counts["legacy-registration-number valid"] ?? 0), 163);
  const owned = await node.app.query<{ value: string }>("SELECT value FROM registry.identifier_owner");
  const numbers = new Set(owned.rows.map(({ value }) => value));
  const lost = rows.filter(({ code }) => !numbers.has(normalise(code).text.replace(/号$/, "")));
  assert.deepEqual(lost, []);
});

test("a person's name in a dirty column reaches no published field", async () => {
  const found = await node.app.query(
    "SELECT 1 FROM ledger.record WHERE open::text ~ 'LARQUEMIN|MILLET|Guy|Hugues' OR shared::text ~ 'LARQUEMIN|MILLET|Guy|Hugues'",
  );
  assert.equal(found.rowCount, 0);
});

test("the same file again changes nothing and says so", async () => {
  const before = await node.app.query("SELECT count(*) AS n FROM ledger.change");
  const receipt = await send();
  assert.equal(countsOf(receipt), "0 accepted, 0 corrected, 58775 unchanged, 0 held, 0 refused");
  assert.equal(receipt.commitments.size, 0);
  const after = await node.app.query("SELECT count(*) AS n FROM ledger.change");
  assert.deepEqual(after.rows, before.rows);
});
