/**
 * The invented province's repairs, done by the demo's people through the same operations as anybody's, on the day they fall
 * on. Broken off, a day is done again: every deed has its own key and is done once.
 */
import { type FileView, readOwnFile } from "#contract/ledger.ts";
import * as contract from "#contract/repair.ts";
import { subjectIdFor } from "#core/subject/identifier.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Node } from "#src/cli/node.ts";
import type { RepairStory } from "#tools/linjiang/repairs.ts";
import { asked } from "./asking.ts";
import { signedIn } from "./proceedings.ts";

/** A sheet of paper that says what it stands for. */
const slip = Buffer.from("罚没收据、缴款凭证（演示） / proof of payment (demo)\n");

/** Does what falls on a day, and the day's work. Throws where a deed is not lawful: the story is wrong then. */
export async function repairDay(node: Node, stories: readonly RepairStory[], day: IsoDate): Promise<void> {
  for (const story of stories) {
    if (story.applies.on === day) await apply(node, story);
    if (story.grants.on === day) await grant(node, story);
  }
  await node.repair.escalateOverdue();
}

function subjectOf({ code }: RepairStory): string {
  return subjectIdFor([{ scheme: "unified-code", value: code }]);
}

async function apply(node: Node, story: RepairStory): Promise<void> {
  const { by, words } = story.applies;
  const actor = await signedIn(node, by);
  const subjectId = subjectOf(story);
  const key = `demo repair ${story.code} ${story.decidedOn}`;
  const { records } = await asked<FileView>(node, readOwnFile, { key, body: { subjectId, limit: 500 } }, actor);
  const found = records.find(
    ({ item, authority, decidedOn }) =>
      item.startsWith(`${story.item}@`) && authority === story.authority && decidedOn === story.decidedOn,
  );
  if (!found) throw new Error(`${story.code} has no ${story.item} of ${story.decidedOn}`);
  const paper = { key: `${key} paper`, params: { subjectId, shows: "payment" }, file: slip };
  const { documentId } = await asked<contract.RepairDocument>(node, contract.attachRepairEvidence, paper, actor);
  const body = { subjectId, recordId: found.recordId, words, commitment: true, documents: [documentId] };
  await asked(node, contract.applyForRepair, { key, body }, actor);
}

async function grant(node: Node, story: RepairStory): Promise<void> {
  const { by, reasons } = story.grants;
  const actor = await signedIn(node, by);
  const key = `demo repair ${story.code} ${story.decidedOn} granted`;
  const queue = { key, query: { show: "waiting", limit: 200 } };
  const { items } = await asked<{ items: contract.RepairLine[] }>(node, contract.listRepairs, queue, actor);
  // Broken off after it was granted, it waits no more.
  const waiting = items.find(
    ({ subject, authority }) => subject.code === story.code && authority.code === story.authority,
  );
  if (!waiting) return;
  const params = { requestId: waiting.requestId };
  await asked(node, contract.grantRepair, { key, params, body: { reasons } }, actor);
}
