import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sendFile } from "#src/intake/index.ts";
import { bytesSource } from "#src/intake/read/source.ts";
import { demoNode } from "#tests/kit/database.ts";
import { caseSystem } from "#tests/kit/proceedings.ts";
import { makeLinjiang } from "#tools/linjiang/generate.ts";
import { agencies, packFolder } from "#tools/linjiang/province.ts";
import { bytesOf } from "#tools/linjiang/write.ts";

const node = await demoNode();
const { deliveries } = makeLinjiang();

interface Taken {
  readonly counts: Record<string, number>;
  /** Codes of the findings, by row. */
  readonly codes: ReadonlyMap<number, readonly string[]>;
}

/** What became of every file that came in, by its name. */
async function takenIn(): Promise<Map<string, Taken>> {
  const batches = await node.app.query(
    `SELECT b.file_name AS name, sum(a.accepted)::int AS accepted, sum(a.corrected)::int AS corrected,
            sum(a.unchanged)::int AS unchanged, sum(a.held)::int AS held, sum(a.refused)::int AS refused
     FROM intake.batch b JOIN intake.batch_act a USING (batch_id) WHERE NOT b.dry_run AND b.file_name IS NOT NULL GROUP BY b.file_name, b.batch_id`,
  );
  const found = await node.app.query<{ name: string; row: number; codes: string[] }>(
    `SELECT b.file_name AS name, f.row_no AS row, array_agg(f.code) AS codes
     FROM intake.batch b JOIN intake.finding f USING (batch_id) GROUP BY b.file_name, f.row_no`,
  );
  const codes = Map.groupBy(found.rows, ({ name }) => name);
  assert.equal(new Set(batches.rows.map(({ name }) => name)).size, batches.rows.length, "each file came in once");
  return new Map(
    batches.rows.map(({ name, ...counts }) => [
      name,
      { counts, codes: new Map((codes.get(name) ?? []).map((one) => [one.row, one.codes])) },
    ]),
  );
}

test("the invented province comes in as its manifest says: every file, every verdict, every reason", async () => {
  const taken = await takenIn();
  const wrong: string[] = [];
  for (const { entry } of deliveries) {
    const { file, expected, noted, refusedWhole } = entry;
    const came = taken.get(file);
    if (refusedWhole !== null) {
      if (came && Object.values(came.counts).some((count) => count > 0)) wrong.push(`${file}: came in`);
      continue;
    }
    const { accepted, corrected, unchanged, held, refused } = expected;
    const counts = JSON.stringify({ accepted, corrected, unchanged, held, refused });
    if (JSON.stringify(came?.counts) !== counts) wrong.push(`${file}: ${JSON.stringify(came?.counts)}, not ${counts}`);
    for (const { row, dirt, code } of noted)
      if (code !== null && !came?.codes.get(row)?.includes(code))
        wrong.push(`${file} row ${row}: ${dirt}: ${came?.codes.get(row)}, not ${code}`);
  }
  assert.deepEqual(wrong, []);
  assert.ok(deliveries.length >= 300);
});

test("a file sent again changes nothing and says so", async () => {
  const again = deliveries.find(({ entry }) => entry.item === "cn/honour" && entry.expected.accepted === entry.rows);
  const agency = agencies.find(({ agencyCode }) => agencyCode === again?.entry.agency);
  assert.ok(again && agency);
  const { entry, sheet } = again;
  const actor = caseSystem(agency.agencyCode, agency.kinds);
  const mapping = entry.mapping
    ? JSON.parse(readFileSync(join(packFolder, "mappings", `${entry.mapping}.json`), "utf8"))
    : null;
  const sent = await sendFile(node, actor, {
    file: {
      source: bytesSource(await bytesOf(sheet)),
      name: entry.file,
      item: entry.item,
      mapping,
      mappingVersion: null,
      uploadId: null,
      dryRun: false,
      channel: "api",
    },
    idempotencyKey: randomUUID(),
  });
  assert.ok(sent.ok);
  const { accepted, corrected, unchanged, held, refused } = sent.value;
  assert.deepEqual([accepted, corrected, unchanged, held, refused], [0, 0, entry.rows, 0, 0]);
});
