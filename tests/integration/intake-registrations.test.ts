/** The real registrations of the shared data, through the mapping file shipped for them: nothing of them is lost. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { PassThrough, Readable } from "node:stream";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { Mapping, Receipt } from "#contract/intake.ts";
import { identify } from "#core/code/identify.ts";
import { nameTokens } from "#core/name/tokens.ts";
import { type Identifier, schemes } from "#core/subject/identifier.ts";
import { command as ingest } from "#src/cli/commands/ingest.ts";
import { bytesSource, sendFile, verifyReceipt } from "#src/intake/index.ts";
import { inProject } from "#src/platform/config.ts";
import { findNames, resolveSubjects } from "#src/registry/index.ts";
import { openApp } from "#src/serve.ts";
import { addAgency, officerOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import { countsOf } from "#tests/kit/intake.ts";
import { sendingPermit } from "#tests/kit/registry.ts";
import { sharedData } from "#tests/kit/shared-data.ts";

const node = await testNode();
const app = await openApp(node);
const permit = await sendingPermit(node);
const registrar = await addAgency(node, { kinds: ["market-regulation"], division: "100000" });
const file = sharedData("enterprises", "registry_dev.csv.gz");
const mappingFile = inProject("packs", "cn", "mappings", "enterprises-1978-2019.json");

interface Registered {
  readonly name: string;
  readonly code: string;
}
const rows: Registered[] = parse(gunzipSync(readFileSync(file)), { columns: true, relax_quotes: true });

/** `ingest` as an operator runs it; on the demo it finds the agency's credential by itself. */
async function ingestByCommand(): Promise<Receipt> {
  if (ingest.needs !== "node") throw new Error("not a command over a node");
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const args = [file, "--mapping", mappingFile, "--as", registrar.agencyCode, "--json"];
  const code = await ingest.run({ args, stdin: Readable.from([]), stdout, stderr }, node);
  assert.equal(code, 0, String(stderr.read()));
  return JSON.parse(String(stdout.read()));
}

/** A row's number as the shared data has it: with width, case and signs as they were written. */
function numberOf({ code }: Registered): Identifier & { readonly verdict: string } {
  const { scheme, normalised, verdict } = identify(code.replace(/号$/, ""), node.catalogue.divisions);
  const known = schemes.find((one) => one === scheme);
  assert.ok(known && normalised, `no number: ${code}`);
  return { scheme: known, value: normalised, verdict, validFrom: null, validUntil: null } as Identifier;
}

test("58,775 real registrations come in by the command line: each organisation once, the doubled rows unchanged", async () => {
  const receipt = await ingestByCommand();
  assert.equal(receipt.rows, 58_775);
  assert.equal(countsOf(receipt), "58772 accepted, 0 corrected, 3 unchanged, 0 held, 0 refused");
  assert.ok(verifyReceipt(receipt, node.keys.signer().publicJwk));
  assert.ok(!verifyReceipt({ ...receipt, accepted: 58_773 }, node.keys.signer().publicJwk));
  const records = await node.app.query(
    "SELECT count(*) AS n, count(DISTINCT subject_id) AS subjects FROM ledger.record",
  );
  assert.deepEqual(records.rows, [{ n: 58_772, subjects: 58_772 }]);
});

test("58,608 rows have a valid code, 4 a real code with a wrong check digit, 163 an older number", async () => {
  const verdicts = Map.groupBy(rows.map(numberOf), ({ scheme, verdict }) => `${scheme} ${verdict}`);
  const sent = (key: string) => verdicts.get(key)?.length ?? 0;
  assert.equal(sent("unified-code valid"), 58_608);
  assert.equal(sent("unified-code checksum-exception"), 4);
  assert.equal(rows.length - sent("unified-code valid") - sent("unified-code checksum-exception"), 163);

  const found = await node.app.query<{ scheme: string; verdict: string; n: number }>(
    "SELECT scheme, verdict, count(*) AS n FROM registry.identifier GROUP BY scheme, verdict",
  );
  const kept = Object.fromEntries(found.rows.map(({ scheme, verdict, n }) => [`${scheme} ${verdict}`, n]));
  // The three doubled rows have valid codes: 58,608 rows, 58,605 codes.
  assert.equal(kept["unified-code valid"], 58_605);
  assert.equal(kept["unified-code checksum-exception"], 4);
  assert.equal((kept["registration-number valid"] ?? 0) + (kept["legacy-registration-number valid"] ?? 0), 163);
});

test("every row's number leads to one organisation, which bears the row's name and is indexed by it", async () => {
  const subjects = new Set<string>();
  for (let at = 0; at < rows.length; at += 5000) {
    const part = rows.slice(at, at + 5000);
    const found = await resolveSubjects(
      node.app,
      permit,
      part.map((row) => [numberOf(row)]),
      node.clock,
    );
    const ids = found.map((one, i) => {
      assert.equal(one.state, "known", `nobody has ${part[i]?.code}`);
      return one.state === "known" ? one.subjectId : "";
    });
    const names = await findNames(node.app, permit, ids);
    for (const [i, id] of ids.entries()) {
      subjects.add(id);
      const sent = part[i]?.name.trim() ?? "";
      assert.ok(
        names.get(id)?.some(({ name }) => name === sent),
        `${part[i]?.code} does not bear ${sent}`,
      );
    }
  }
  assert.equal(subjects.size, 58_772);

  const indexed = await node.publicReader.query<{ name: string; tokens: number[] }>(
    "SELECT name, tokens FROM public_read.name_index",
  );
  const unlike = indexed.rows.filter(({ name, tokens }) => String(nameTokens(name)) !== String(tokens));
  assert.deepEqual(unlike.slice(0, 3), []);
  assert.equal(indexed.rows.length, 58_772);
});

/** Every so many rows, from a different one each run; the exceptions and older numbers are always among them. */
function sample(size: number): Registered[] {
  const seed = Math.floor(Math.random() * 1000);
  console.log(`# sample from row ${seed}`);
  const step = Math.floor((rows.length - seed) / size);
  const odd = rows.filter((row) => numberOf(row).verdict !== "valid" || row.code.length !== 18);
  const some = Array.from({ length: size }, (_, at) => rows[seed + at * step] as Registered);
  return [...odd.filter((_, at) => at % 8 === 0), ...odd.filter((row) => numberOf(row).verdict !== "valid"), ...some];
}

async function searched(text: string): Promise<{ code: string; name: string }[]> {
  const answer = await app.inject({ url: `/api/v1/organisations?q=${encodeURIComponent(text)}&limit=20` });
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json().items;
}

test("visitors find them by number as it was written, and by name", async () => {
  for (const row of sample(120)) {
    const { value: number } = numberOf(row);
    const [byNumber, ...others] = await searched(row.code);
    assert.deepEqual([byNumber?.name, others.length], [row.name.trim(), 0], `by number ${row.code}`);
    const byName = await searched(row.name);
    assert.ok(
      byName.some(({ code }) => code === byNumber?.code),
      `by name ${row.name} (${number})`,
    );
  }
});

test("a person's name in a dirty column reaches no published field", async () => {
  const found = await node.app.query(
    "SELECT 1 FROM ledger.record WHERE open::text ~ 'LARQUEMIN|MILLET|Guy|Hugues' OR shared::text ~ 'LARQUEMIN|MILLET|Guy|Hugues'",
  );
  assert.equal(found.rowCount, 0);
});

test("the same rows again, in another file by another way, change nothing and say so", async () => {
  const before = await node.app.query("SELECT count(*) AS n FROM ledger.change");
  const mapping: Mapping = JSON.parse(readFileSync(mappingFile, "utf8"));
  const source = bytesSource(gunzipSync(readFileSync(file)));
  const sending = { name: "registry_dev.csv", item: "cn/registration", mapping, mappingVersion: null };
  const sent = await sendFile(node, officerOf(registrar), {
    file: { ...sending, source, uploadId: null, dryRun: false, channel: "api" },
    idempotencyKey: crypto.randomUUID(),
  });
  const receipt = value(sent);
  assert.equal(countsOf(receipt), "0 accepted, 0 corrected, 58775 unchanged, 0 held, 0 refused");
  assert.equal(receipt.commitments.size, 0);
  const after = await node.app.query("SELECT count(*) AS n FROM ledger.change");
  assert.deepEqual(after.rows, before.rows);
});
