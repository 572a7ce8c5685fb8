/** Puts questions together over a node's parts. */
import type { ClockSource, Route } from "#src/access/index.ts";
import { everyDay } from "#src/platform/daily.ts";
import type { Pool } from "#src/platform/database.ts";
import { questionClocks } from "./clocks.ts";
import { type Escalated, escalateOverdue, forgetQuestions } from "./escalate.ts";
import type { QuestionParts } from "./parts.ts";
import { questionRoutes } from "./routes.ts";

export interface Questions {
  readonly routes: readonly Route[];
  /** Days that run for or against a subject. */
  readonly clocks: ClockSource;
  /** Tells those above of what nobody answered or decided by today; how many. */
  escalateOverdue(): Promise<Escalated>;
  /** Forgets what is past its keeping now (C8, C17). */
  forgetDue(): Promise<{ readonly questions: number }>;
  /** Begins the day's work in this process: now, and on every new day. */
  work(): Promise<void>;
}

/** Opens questions; nothing is read before it is asked. */
export function openQuestions(given: QuestionParts & { readonly retention: Pool }): Questions {
  const { retention, ...parts } = given;
  const forget = () => forgetQuestions(retention);
  return {
    routes: questionRoutes(parts),
    clocks: questionClocks(parts),
    escalateOverdue: () => escalateOverdue(parts),
    forgetDue: forget,
    async work() {
      await everyDay(parts, "those above are told of looks nobody explained", () => escalateOverdue(parts));
      await everyDay(parts, "questions past their keeping are forgotten", forget);
    },
  };
}
