/**
 * A file of codes checked: read, answered, every look on disk, one signed root, answers with measures filed. Beside it the
 * least any program must do: the same codes joined to the same register by a hash join in SQL, and COPY of the same looks.
 * Both on one server, one after the other; memory of this process as the file goes by.
 *
 * Run: node --import ./tools/tsx.ts bench/check-batch.ts [--records N] [--codes N] [--entries N]
 */
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { copyRows } from "#src/platform/copy.ts";
import { inTransaction, type Pool } from "#src/platform/database.ts";
import { agencies } from "#tools/linjiang/province.ts";
import { fill } from "./fill.ts";
import { addListings, question } from "./listings.ts";
import { withNode } from "./node.ts";

/** Issue 3: at most twice the anchor, memory flat. */
export const toReach = { ratio: 2, memory: 1.5 } as const;

export interface CheckBatchResult {
  readonly records: number;
  readonly entries: number;
  readonly codes: number;
  /** Codes that told of measures. */
  readonly told: number;
  /** Until the root was signed and the result could be had. */
  readonly seconds: number;
  /** Afterwards, until every answer with measures was filed for feedback. */
  readonly filingSeconds: number;
  readonly anchorSeconds: number;
  readonly joinSeconds: number;
  readonly copySeconds: number;
  readonly ratio: number;
  /** Seconds to write the whole result out again. */
  readonly resultSeconds: number;
  readonly resultMb: number;
  readonly rssMb: { readonly at10: number; readonly at50: number; readonly at100: number };
  /** Looks that stood in the log afterwards. */
  readonly looks: number;
}

/** Runs the bench over a register of its own. */
export function benchCheckBatch({
  records = 10_000_000,
  codes = 1_000_000,
  entries = 200_000,
}: {
  records?: number;
  codes?: number;
  entries?: number;
} = {}): Promise<CheckBatchResult> {
  return withNode(async (node, owner) => {
    const filled = await fill(node, owner, { records });
    const added = await addListings(node, owner, Math.max(1, Math.floor(filled.organisations / entries)));
    const asked = Array.from({ length: codes }, (_, at) => filled.codeOf((at * 1_000_003) % filled.organisations));
    const anchor = await runAnchor(node, owner, asked);
    const ours = await runOurs(node, asked);
    const looks = await owner.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM access.look WHERE actor_id = 'bench-batch'",
    );
    const anchorSeconds = anchor.joinSeconds + anchor.copySeconds;
    return {
      records: filled.records,
      entries: added,
      codes,
      ...anchor,
      ...ours,
      anchorSeconds,
      ratio: ours.seconds / anchorSeconds,
      looks: looks.rows[0]?.n ?? 0,
    };
  });
}

const body = agencies.find(({ kinds }) => kinds.includes("finance")) ?? agencies[0];

function officer(): Actor {
  if (!body) throw new Error("the province has no finance bureau");
  const { agencyCode, kinds } = body;
  return { kind: "officer", id: "bench-batch", name: "", agency: agencyCode, agencyKinds: kinds, roles: ["officer"] };
}

const since = (began: number) => (performance.now() - began) / 1000;

/** The hash join, asked for what an answer needs, and COPY of one look for each code. */
async function runAnchor(
  node: Node,
  owner: Pool,
  asked: readonly string[],
): Promise<{ joinSeconds: number; copySeconds: number }> {
  await owner.query("DROP TABLE IF EXISTS pg_temp.asked");
  await owner.query("CREATE TEMP TABLE asked (code text)");
  await inTransaction(owner, (sql) =>
    copyRows(
      sql,
      "asked",
      ["code"],
      asked.values().map((code) => [code]),
    ),
  );
  await owner.query("ANALYZE pg_temp.asked");
  await owner.query("SET work_mem = '256MB'; SET enable_nestloop = off; SET enable_mergejoin = off");
  let began = performance.now();
  const found = await owner.query<{ id: string }>({
    text: `SELECT o.subject_id AS id, r.record_id, r.decided_on, r.effective_to, r.open
           FROM pg_temp.asked a JOIN registry.identifier_owner o ON o.value = a.code AND o.scheme = 'unified-code'
           LEFT JOIN ledger.record r ON r.subject_id = o.subject_id AND r.item_id = ANY($1)`,
    values: [node.measures.rooms.rules().listItems],
    rowMode: "array",
  } as never);
  const joinSeconds = since(began);
  await owner.query("RESET enable_nestloop; RESET enable_mergejoin");
  began = performance.now();
  await copyPlainLooks(
    owner,
    (found.rows as unknown as string[][]).map(([id = ""]) => id),
  );
  return { joinSeconds, copySeconds: since(began) };
}

async function copyPlainLooks(owner: Pool, subjectIds: readonly string[]): Promise<void> {
  const at = new Date();
  const shown = { what: "check", matter: question.matter, constraints: 0, incentives: 0 };
  await inTransaction(owner, (sql) =>
    copyRows(
      sql,
      "access.look",
      [
        "subject_id",
        "look_id",
        "looked_at",
        "actor_kind",
        "actor_id",
        "agency_code",
        "purpose",
        "basis",
        "shown",
        "outcome",
        "policy",
      ],
      subjectIds
        .values()
        .map((id) => [
          id,
          randomUUID(),
          at,
          "officer",
          "bench-anchor",
          body?.agencyCode ?? "",
          question.purpose,
          "anchor",
          shown,
          "nothing-held",
          "anchor",
        ]),
    ),
  );
}

async function runOurs(node: Node, asked: readonly string[]) {
  const actor = officer();
  await node.reach.work();
  const began = performance.now();
  const sent = await node.reach.sendBatch(
    { actor, idempotencyKey: randomUUID() },
    { ...question, content: Readable.from(linesOf(asked)) },
  );
  if (!sent.ok) throw new Error(`the batch was refused: ${sent.refusal.code}`);
  const rssMb = { at10: 0, at50: 0, at100: 0 };
  const ended = await untilEnded(node, { actor, batch: sent.value.batch }, (share) => {
    const rss = Math.round(process.memoryUsage().rss / 2 ** 20);
    if (share >= 0.1 && rssMb.at10 === 0) rssMb.at10 = rss;
    if (share >= 0.5 && rssMb.at50 === 0) rssMb.at50 = rss;
    rssMb.at100 = rss;
  });
  const seconds = since(began);
  await untilFiled(node, actor, sent.value.batch);
  const filingSeconds = since(began) - seconds;
  if (ended.refused > 0 || ended.unknown > 0) throw new Error("a wrong answer");
  const writing = performance.now();
  const result = await node.reach.result(actor, { batchId: sent.value.batch, form: "ndjson" });
  if (!result.ok) throw new Error(`no result: ${result.refusal.code}`);
  let bytes = 0;
  for await (const piece of result.value) bytes += Buffer.byteLength(piece);
  return {
    seconds,
    filingSeconds,
    told: ended.told,
    rssMb,
    resultSeconds: since(writing),
    resultMb: Math.round(bytes / 2 ** 20),
  };
}

async function untilFiled(node: Node, actor: Actor, batch: string): Promise<void> {
  for (;;) {
    const found = await node.reach.batch(actor, batch);
    if (found.ok && found.value.state === "finished") return;
    await sleep(100);
  }
}

function* linesOf(codes: readonly string[]) {
  for (let at = 0; at < codes.length; at += 4096) yield Buffer.from(`${codes.slice(at, at + 4096).join("\n")}\n`);
}

async function untilEnded(
  node: Node,
  { actor, batch }: { actor: Actor; batch: string },
  seen: (share: number) => void,
) {
  for (;;) {
    const found = await node.reach.batch(actor, batch);
    if (!found.ok) throw new Error(`no such batch: ${found.refusal.code}`);
    const { state, done, lines } = found.value;
    seen(done / lines);
    if (state === "filing" || state === "finished") return found.value;
    if (state === "failed" || state === "cancelled") throw new Error(`the batch ${state}`);
    await sleep(100);
  }
}

if (import.meta.main) {
  const number = { type: "string" } as const;
  const { values } = parseArgs({ options: { records: number, codes: number, entries: number } });
  const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
  console.log(JSON.stringify(await benchCheckBatch(given), null, 1));
  process.exit(0);
}
