/** What the body says of its look, and what the supervisor decides on it; both with words of their own (C5). */
import type { Decision } from "#core/question/question.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import type { Acting } from "#src/access/index.ts";
import { isReasoned } from "#src/objections/index.ts";
import { actOn, type Standing } from "./commit.ts";
import type { QuestionParts } from "./parts.ts";

/** The body that looked says on what ground: the provision, and why it needed to see this. */
export async function answerQuestion(
  parts: QuestionParts,
  acting: Acting,
  { questionId, provision, words }: { readonly questionId: string; readonly provision: string; readonly words: string },
): Promise<Outcome<Standing>> {
  if (!isReasoned(words)) return refuse("questions.no-reasons", { field: "words" });
  return actOn(parts, acting, { questionId, act: "answer", provision, words });
}

/** The supervisor decides: lawful, unlawful, or referred to whoever may punish it. */
export async function decideQuestion(
  parts: QuestionParts,
  acting: Acting,
  asked: {
    readonly questionId: string;
    readonly decision: Decision;
    readonly reasons: string;
    readonly referredTo?: string | undefined;
  },
): Promise<Outcome<Standing>> {
  const { questionId, decision, reasons, referredTo } = asked;
  if (!isReasoned(reasons)) return refuse("questions.no-reasons", { field: "reasons" });
  if ((decision === "referred") !== (referredTo !== undefined))
    return refuse("questions.referred-to", { field: "referredTo" });
  return actOn(parts, acting, { questionId, act: "decide", decision, words: reasons, provision: referredTo });
}
