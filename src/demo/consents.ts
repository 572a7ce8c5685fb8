/**
 * The invented province's consents, done by the demo's people through the same operations as anybody's, on the day they fall
 * on. Broken off, a day is done again: every deed has its own key and is done once; only a look may be had twice.
 */
import * as contract from "#contract/consents.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import type { Consenting, ConsentStory } from "#tools/linjiang/consents.ts";
import { asked } from "./asking.ts";
import { signedIn } from "./proceedings.ts";

/** Does what falls on a day. Throws where a deed is not lawful: the story is wrong then. */
export async function lend(node: Node, stories: readonly ConsentStory[], day: IsoDate): Promise<void> {
  for (const story of stories)
    for (const [nth, { on, by, does }] of story.deeds.entries())
      if (on === day)
        await act(node, story, {
          actor: await signedIn(node, by),
          does,
          key: `demo consent ${story.code} ${nth}`,
          day,
        });
}

interface Doing {
  readonly actor: Actor;
  readonly does: Consenting;
  readonly key: string;
  readonly day: IsoDate;
}

async function act(node: Node, { code, purpose }: ConsentStory, { actor, does, key, day }: Doing): Promise<void> {
  if ("ask" in does) {
    const subject = { scheme: "unified-code", value: code };
    await asked(node, contract.askConsent, { key, body: { subject, purpose, from: day, ...does.ask } }, actor);
    return;
  }
  const list = actor.kind === "representative" ? contract.listOwnConsents : contract.listSentConsents;
  const { items } = await asked<{ items: { requestId: string }[] }>(node, list, { key, query: {} }, actor);
  const params = { requestId: items[0]?.requestId ?? "" };
  if ("give" in does) await asked(node, contract.giveConsent, { key, params, body: { items: does.give } }, actor);
  else if (does.does === "use") await asked(node, contract.useConsent, { key, params }, actor);
  else await asked(node, contract.withdrawConsent, { key, params, body: {} }, actor);
}
