import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Mapping, Receipt } from "#contract/intake.ts";
import type { Outcome } from "#core/refusal.ts";
import { isoDate } from "#core/time/date.ts";
import type { Actor } from "#src/access/index.ts";
import { assemble } from "#src/assemble.ts";
import type { Node } from "#src/cli/node.ts";
import { sendFile } from "#src/intake/index.ts";
import { bytesSource } from "#src/intake/read/source.ts";
import { openPool } from "#src/platform/database.ts";
import { officerOf } from "#tests/kit/access.ts";
import { freshDatabase } from "#tests/kit/database.ts";
import { type Delivery, makeLinjiang } from "#tools/linjiang/generate.ts";
import { agencies, demoDate, packFolder } from "#tools/linjiang/province.ts";
import { bytesOf } from "#tools/linjiang/write.ts";

const { config, database } = await freshDatabase();
const owner = openPool(database.owner, { max: 1 });
after(async () => {
  await owner.end();
  await database.leave();
});
const { deliveries } = makeLinjiang();

/** A node whose clock shows about ten in the morning, Asia/Shanghai, of a day. */
async function nodeOn(day: string, hour = 10): Promise<Node> {
  const offset = Math.round((Date.parse(`${day}T${hour}:00:00+08:00`) - Date.now()) / 1000);
  await owner.query("UPDATE platform.clock SET offset_seconds = $1", [offset]);
  return assemble(config, { ...database, leave: async () => {} });
}

function officerFor(code: string): Actor {
  const agency = agencies.find(({ agencyCode }) => agencyCode === code);
  if (!agency) throw new Error(`no agency ${code}`);
  return officerOf({ ...agency, nameEn: agency.nameZh, superiorCode: null, since: isoDate("2020-01-01"), until: null });
}

async function send(node: Node, { entry, sheet }: Delivery): Promise<Outcome<Receipt>> {
  const mapping: Mapping | null = entry.mapping
    ? JSON.parse(readFileSync(join(packFolder, "mappings", `${entry.mapping}.json`), "utf8"))
    : null;
  const file = {
    source: bytesSource(await bytesOf(sheet)),
    name: entry.file,
    item: entry.item,
    mapping,
    mappingVersion: null,
    uploadId: null,
    dryRun: false,
    channel: "api",
  } as const;
  return sendFile(node, officerFor(entry.agency), { file, idempotencyKey: randomUUID() });
}

function countsOf({ accepted, corrected, unchanged, held, refused }: Receipt) {
  return { accepted, corrected, unchanged, held, refused };
}

/** Codes of what holds or refuses rows of a batch, by row. */
async function findingsOf(batch: string): Promise<Map<number, string[]>> {
  const found = await owner.query<{ row_no: number; codes: string[] }>(
    "SELECT row_no, array_agg(code) AS codes FROM intake.finding WHERE batch_id = $1 GROUP BY row_no",
    [batch],
  );
  return new Map(found.rows.map(({ row_no, codes }) => [row_no, codes]));
}

/** Where the receipt or the findings of a file are not as its manifest says. */
async function differences({ entry }: Delivery, sent: Outcome<Receipt>): Promise<string[]> {
  if (!sent.ok)
    return sent.refusal.code === entry.refusedWhole ? [] : [`${entry.file}: ${JSON.stringify(sent.refusal)}`];
  if (entry.refusedWhole !== null) return [`${entry.file}: came in`];
  const counts = JSON.stringify(countsOf(sent.value));
  const findings = await findingsOf(sent.value.batch);
  return [
    ...(counts === JSON.stringify(entry.expected)
      ? []
      : [`${entry.file}: ${counts}, not ${JSON.stringify(entry.expected)}`]),
    ...entry.noted
      .filter(({ row, code }) => code !== null && !findings.get(row)?.includes(code))
      .map(({ row, dirt, code }) => `${entry.file} row ${row}: ${dirt}: ${findings.get(row)}, not ${code}`),
  ];
}

test("the invented province comes in as its manifest says: every file, every verdict, every reason", async () => {
  const wrong: string[] = [];
  for (const [day, files] of Map.groupBy(deliveries, ({ entry }) => entry.receivedOn)) {
    const node = await nodeOn(day);
    for (const delivery of files) wrong.push(...(await differences(delivery, await send(node, delivery))));
    await node.close();
  }
  assert.deepEqual(wrong, []);
});

test("a file sent again a day later changes nothing and says so", async () => {
  const node = await nodeOn(demoDate, 15);
  const again = deliveries.find(({ entry }) => entry.item === "cn/honour" && entry.expected.accepted === entry.rows);
  assert.ok(again);
  const sent = await send(node, again);
  assert.ok(sent.ok);
  assert.deepEqual(countsOf(sent.value), {
    accepted: 0,
    corrected: 0,
    unchanged: again.entry.rows,
    held: 0,
    refused: 0,
  });
  await node.close();
});
