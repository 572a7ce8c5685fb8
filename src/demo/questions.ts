/**
 * Looks in the invented province that their subjects did not expect: one that nobody questioned yet, one whose body has
 * answered and which waits for the supervisor. Done by the demo's people through the same operations as anybody's.
 */
import { listOwnLooks } from "#contract/access.ts";
import type { Endpoint } from "#contract/endpoint.ts";
import { readFile } from "#contract/ledger.ts";
import * as contract from "#contract/questions.ts";
import { type IsoDate, isoDate } from "#core/time/date.ts";
import type { Node } from "#src/cli/node.ts";
import { storyOf } from "#tools/linjiang/stories.ts";
import { type Asked, asked } from "./asking.ts";
import { signedIn } from "./proceedings.ts";

interface LookStory {
  readonly code: string;
  readonly looks: { readonly on: IsoDate; readonly by: string; readonly purpose: string; readonly basis: string };
  readonly asks?: { readonly on: IsoDate; readonly by: string; readonly words: string };
  readonly answers?: { readonly on: IsoDate; readonly provision: string; readonly words: string };
}

/** In the order of their days. */
export const lookStories: readonly LookStory[] = [
  {
    code: storyOf("builder").code,
    looks: { on: isoDate("2026-09-07"), by: "luo-xi", purpose: "permit-review", basis: "临人社许〔2026〕118号" },
    asks: {
      on: isoDate("2026-09-08"),
      by: "zhou-ran",
      words: "我公司没有向人社厅申请过任何许可，不知道这次查阅是为什么。",
    },
    answers: {
      on: isoDate("2026-09-14"),
      provision: "行政许可法第三十四条",
      words: "承办人办理另一家名称相近公司的劳务派遣许可，输入代码时选错了单位，发现后没有使用所见内容，已补训。",
    },
  },
  {
    code: storyOf("bakery").code,
    looks: { on: isoDate("2026-09-17"), by: "luo-xi", purpose: "permit-review", basis: "临人社许〔2026〕126号" },
  },
];

/** Does what falls on a day, and the day's work. Throws where a deed is not lawful: the story is wrong then. */
export async function question(node: Node, stories: readonly LookStory[], day: IsoDate): Promise<void> {
  for (const [nth, story] of stories.entries()) {
    const { code, looks, asks, answers } = story;
    const of = (by: string, step: string) => ({ by, key: `demo question ${nth} ${step}` });
    if (looks.on === day) {
      const { purpose, basis } = looks;
      const subject = { scheme: "unified-code", value: code };
      await askedBy(node, readFile, of(looks.by, "look"), { body: { subject, purpose, basis } });
    }
    if (asks?.on === day) {
      const { items } = await askedBy<{ items: { subjectId: string; lookId: string; at: string; basis: string }[] }>(
        node,
        listOwnLooks,
        of(asks.by, "find"),
        { query: {} },
      );
      const look = items.find(({ basis }) => basis === looks.basis);
      if (!look) throw new Error(`${code}: no look on ${looks.basis}`);
      const { subjectId, lookId, at } = look;
      const body = { subjectId, lookId, at, words: asks.words };
      await askedBy(node, contract.questionLook, of(asks.by, "ask"), { body });
    }
    if (answers?.on === day && asks) {
      const { items } = await askedBy<{ items: contract.QuestionLine[] }>(
        node,
        contract.listOwnQuestions,
        of(asks.by, "list"),
      );
      const { provision, words } = answers;
      const params = { questionId: items[0]?.questionId };
      await askedBy(node, contract.answerQuestion, of(looks.by, "answer"), { params, body: { provision, words } });
    }
  }
  await node.questions.escalateOverdue();
}

async function askedBy<T>(
  node: Node,
  endpoint: Endpoint,
  { by, key }: { readonly by: string; readonly key: string },
  given: Asked = {},
): Promise<T> {
  return asked<T>(node, endpoint, { key, ...given }, await signedIn(node, by));
}
