/** The invented province's watches: the housing department follows those who bid, the tax service those it grants easings. */

import { problemOf } from "#contract/refusals.ts";
import { type IsoDate, isoDate } from "#core/time/date.ts";
import type { Node } from "#src/cli/node.ts";
import type { ProceedingStory } from "#tools/linjiang/proceedings.ts";
import { storyOf } from "#tools/linjiang/stories.ts";
import { signedIn } from "./proceedings.ts";

interface DemoWatch {
  readonly on: IsoDate;
  /** A person of the demo. */
  readonly by: string;
  readonly ground: { readonly matter: string; readonly purpose: string; readonly endsOn: IsoDate };
  readonly codes: readonly string[];
}

const list = "cn/wage-arrears-list";

/** Who watches whom: firms whose listing begins while they are watched, one whose listing is annulled again, two of whom nothing is told. */
export function demoWatches(stories: readonly ProceedingStory[]): DemoWatch[] {
  const opened = (story: ProceedingStory) => story.deeds[0]?.on ?? "";
  const begun = stories.find((one) => one.list === list && one.state === "in-force" && opened(one) >= "2026-08-01");
  const annulled = stories.find((one) => one.list === list && one.state === "annulled");
  const codes = [begun?.code, annulled?.code].filter((code) => code !== undefined);
  const [builder, bakery] = [storyOf("builder").code, storyOf("bakery").code];
  return [
    {
      on: isoDate("2026-08-17"),
      by: "sun-yue",
      ground: { matter: "cn/tendering", purpose: "tender-review", endsOn: isoDate("2026-12-31") },
      codes: [...codes, builder],
    },
    {
      on: isoDate("2026-08-24"),
      by: "wu-tong",
      ground: { matter: "cn/tax-services", purpose: "facilitation", endsOn: isoDate("2027-06-30") },
      codes: [...codes, bakery],
    },
  ];
}

/** Sets up what falls on a day, and tells of what changed on it. Broken off, it is done again: every watch has its own key. */
export async function watch(node: Node, watches: readonly DemoWatch[], day: IsoDate): Promise<void> {
  for (const [at, { on, by, ground, codes }] of watches.entries()) {
    if (on !== day) continue;
    const keeping = { actor: await signedIn(node, by), idempotencyKey: `demo watch ${at}` };
    const added = await node.reach.watches.addMany(keeping, { ...ground, codes });
    if (!added.ok) throw new Error(`${by}: ${problemOf(added.refusal).en}`);
    const refused = added.value.items.find(({ refusal }) => refusal !== null);
    if (refused?.refusal) throw new Error(`${by}, ${refused.line}: ${refused.refusal}`);
  }
  await node.reach.watches.tellWhatStirred();
  await node.reach.watches.tellOfToday();
}
