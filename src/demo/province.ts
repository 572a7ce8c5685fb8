/**
 * The invented province of Linjiang, taken in as any other: its agencies' files through intake, with the agencies' own
 * credentials, day by day on the demo's clock. Made by `tools/linjiang`; nothing of it is stored ready-made.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { problemOf } from "#contract/refusals.ts";
import type { IsoDate } from "#core/time/date.ts";
import { actorForAgency } from "#src/access/index.ts";
import { assemble } from "#src/assemble.ts";
import type { Node } from "#src/cli/node.ts";
import type { DemoProgress } from "#src/cli/program.ts";
import { appointDemoPeople, demoPeople } from "#src/http/demo/people.ts";
import { bytesSource, parseMapping, sendFile } from "#src/intake/index.ts";
import type { Config } from "#src/platform/config.ts";
import { dayFilled, filledDays, moveClock } from "#src/platform/demo-clock.ts";
import type { Database } from "#src/platform/open-database.ts";
import { consentStories } from "#tools/linjiang/consents.ts";
import { type Delivery, makeLinjiang } from "#tools/linjiang/generate.ts";
import { objectionStories } from "#tools/linjiang/objections.ts";
import { demoDate, packFolder } from "#tools/linjiang/province.ts";
import { repairStories } from "#tools/linjiang/repairs.ts";
import { stories } from "#tools/linjiang/stories.ts";
import { bytesOf } from "#tools/linjiang/write.ts";
import { askWithoutLine } from "./bundles.ts";
import { lend } from "./consents.ts";
import { object } from "./objections.ts";
import { conduct } from "./proceedings.ts";
import { lookStories, question } from "./questions.ts";
import { repairDay } from "./repairs.ts";
import { demoWatches, watch } from "./watches.ts";

/** The hour, Asia/Shanghai, at which a day of the demo begins. */
const hour = 10;

/**
 * Takes in whatever of the province is not in yet; after a kill, the next call goes on where the last one was.
 * Throws where the configuration is not the demo's, or where a file does not become what its manifest says.
 */
export async function fillDemo(
  config: Config,
  database: Database,
  tell: (progress: DemoProgress) => void,
): Promise<void> {
  if (!config.demo) throw new Error("the invented province is for the demo only");
  const filled = new Set(await filledDays(database.owner));
  if (filled.has(demoDate)) return;
  const shared = { ...database, leave: async () => {} };
  // Its migrations make the clock that the first day moves.
  let node = await assemble(config, shared);
  try {
    const { deliveries, proceedings } = makeLinjiang();
    const files = Map.groupBy(deliveries, ({ entry }) => entry.receivedOn as IsoDate);
    const watches = demoWatches(proceedings);
    const days = [
      ...new Set([
        ...files.keys(),
        ...proceedings.flatMap(({ deeds }) => deeds.map(({ on }) => on)),
        ...objectionStories.flatMap(({ deeds }) => deeds.map(({ on }) => on)),
        ...consentStories.flatMap(({ deeds }) => deeds.map(({ on }) => on)),
        ...repairStories.flatMap(({ applies, grants }) => [applies.on, grants.on]),
        ...watches.map(({ on }) => on),
        ...lookStories.flatMap(({ looks, asks, answers }) =>
          [looks, asks, answers].flatMap((one) => (one ? [one.on] : [])),
        ),
      ]),
    ].sort();
    let done = 0;
    for (const day of days) {
      const sent = files.get(day) ?? [];
      if (!filled.has(day)) {
        await node.close();
        await moveClock(database.owner, new Date(`${day}T${hour}:00:00+08:00`));
        node = await assemble(config, shared, { isPrepared: true });
        for (const delivery of sent) {
          await send(node, delivery);
          tell({ files: deliveries.length, done: ++done, day });
        }
        await appointDemoPeople(node);
        await conduct(node, proceedings, day);
        await object(node, objectionStories, day);
        await question(node, lookStories, day);
        await lend(node, consentStories, day);
        await repairDay(node, repairStories, day);
        if (day === demoDate) await askWithoutLine(node);
        await watch(node, watches, day);
        await dayFilled(database.owner, day);
      } else done += sent.length;
    }
  } finally {
    await node.close();
  }
}

async function send(node: Node, { entry, sheet }: Delivery): Promise<void> {
  const actor = await actorForAgency(node, entry.agency);
  if (!actor.ok) throw new Error(`${entry.file}: ${problemOf(actor.refusal).en}`);
  const sent = await sendFile(node, actor.value, {
    file: {
      source: bytesSource(await bytesOf(sheet)),
      name: entry.file,
      item: entry.item,
      mapping: mappingOf(entry.mapping),
      mappingVersion: null,
      uploadId: null,
      dryRun: false,
      channel: "api",
    },
    idempotencyKey: randomUUID(),
  });
  const expected = entry.refusedWhole;
  if (!sent.ok && sent.refusal.code !== expected) throw new Error(`${entry.file}: ${problemOf(sent.refusal).en}`);
  if (sent.ok && expected !== null) throw new Error(`${entry.file}: came in, though it should be refused`);
}

function mappingOf(name: string | null) {
  if (name === null) return null;
  const mapping = parseMapping(JSON.parse(readFileSync(join(packFolder, "mappings", `${name}.json`), "utf8")));
  if (!mapping.ok) throw new Error(`${name}: ${problemOf(mapping.refusal).en}`);
  return mapping.value;
}

/** Tells how far it is: on one line of a terminal, else a line a tenth. */
export function demoProgress(out: NodeJS.WritableStream): (progress: DemoProgress) => void {
  const isTerminal = "isTTY" in out && out.isTTY === true;
  return ({ files, done, day }) => {
    const tenth = Math.ceil(files / 10);
    if (!isTerminal && done % tenth !== 0 && done !== files) return;
    const line = `临江省（虚构）数据 / data of Linjiang (invented): ${done}/${files} 个文件 files, ${day}`;
    out.write(isTerminal ? `\r\u001b[K${line}${done === files ? "\n" : ""}` : `${line}\n`);
  };
}

/** What the demo offers: the people to sign in as, and codes to begin with. */
export function demoInWords(address: string): string {
  const people = demoPeople.map(({ zh, en, actsAs }) => `  ${zh} ${en}: ${actsAs.zh} / ${actsAs.en}\n`);
  const told = ["bakery", "builder", "cooperative", "renamed"].flatMap((name) =>
    stories.filter(({ story }) => story === name).map((story) => `  ${story.code}  ${story.name}\n`),
  );
  return [
    `演示日期 / demo date: ${demoDate}\n`,
    `可查询 / to look up: ${address}\n`,
    ...told,
    `演示登录 / demo sign-in: ${address}/sign-in\n`,
    ...people,
  ].join("");
}
