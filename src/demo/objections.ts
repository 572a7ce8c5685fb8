/**
 * The invented province's objections, done by the demo's people through the same operations as anybody's, on the day they
 * fall on. Broken off, a day is done again: every deed has its own key and is done once.
 */
import type { Endpoint } from "#contract/endpoint.ts";
import { type OwnRecordDetail, openOwnRecord } from "#contract/entries.ts";
import { type FileView, getPublicFile } from "#contract/ledger.ts";
import * as contract from "#contract/objections.ts";
import { subjectIdFor } from "#core/subject/identifier.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { counterBasis, type Objecting, type ObjectionStory } from "#tools/linjiang/objections.ts";
import { type Asked, asked } from "./asking.ts";
import { signedIn } from "./proceedings.ts";

/** Does what falls on a day, and the day's work. Throws where a deed is not lawful: the story is wrong then. */
export async function object(node: Node, stories: readonly ObjectionStory[], day: IsoDate): Promise<void> {
  for (const story of stories)
    for (const [nth, { on, by, does }] of story.deeds.entries())
      if (on === day)
        await act(node, story, { actor: await signedIn(node, by), does, key: `demo ${story.code} ${nth}` });
  await node.objections.escalateOverdue();
}

interface Doing {
  readonly actor: Actor;
  readonly does: Objecting;
  readonly key: string;
}

async function act(node: Node, story: ObjectionStory, { actor, does, key }: Doing): Promise<void> {
  const subjectId = subjectIdFor([{ scheme: "unified-code", value: story.code }]);
  const ask = <T>(endpoint: Endpoint, given: Asked) => asked<T>(node, endpoint, { key, ...given }, actor);
  const counter = actor.kind === "officer" ? { basis: counterBasis } : {};
  if ("file" in does) {
    const recordId = await recordOf(node, story, actor);
    await ask(contract.fileObjection, { body: { subjectId, recordId, documents: [], ...does.file, ...counter } });
    return;
  }
  const params = { objectionId: await objectionOf(node, story, actor) };
  if ("reject" in does) await ask(contract.rejectObjection, { params, body: { reasons: does.reject } });
  else if ("statement" in does)
    await ask(contract.attachStatement, { params, body: { text: does.statement, ...counter } });
  else {
    const recordId = await recordOf(node, story, actor);
    const { fields } = await ask<OwnRecordDetail>(openOwnRecord, { body: { subjectId, recordId } });
    const { reasons } = does.correct;
    await ask(contract.upholdObjection, { params, body: { reasons, fields: { ...fields, ...does.correct.fields } } });
  }
}

/** The public record a story is about. */
async function recordOf(node: Node, { code, item, authority }: ObjectionStory, actor: Actor): Promise<string> {
  const file = await asked<FileView>(node, getPublicFile, { key: code, params: { code } }, actor);
  const found = file.records.find((one) => one.item.startsWith(`${item}@`) && one.authority === authority);
  if (!found) throw new Error(`${code} has no public ${item} of ${authority}`);
  return found.recordId;
}

/** The objection a story is about: the only one of its subject that its authority has. */
async function objectionOf(node: Node, { code }: ObjectionStory, actor: Actor): Promise<string> {
  for (const show of ["waiting", "over"]) {
    const query = { show, limit: 200 };
    const { items } = await asked<{ items: contract.ObjectionLine[] }>(
      node,
      contract.listObjections,
      { key: code, query },
      actor,
    );
    const found = items.find(({ subject }) => subject.code === code);
    if (found) return found.objectionId;
  }
  throw new Error(`${code} objected to nothing`);
}
