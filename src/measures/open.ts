/** Puts measures together over a node's parts. */
import type { CheckQuestion, OutcomeView } from "#contract/checks.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor, Route } from "#src/access/index.ts";
import { askCheck, type Reported, reportOutcome } from "./acts.ts";
import { forgetBatchesDue } from "./batches/store.ts";
import { forgetBundlesDue } from "./bundles/store.ts";
import { Desk, type Receipt } from "./desk.ts";
import type { MeasureParts, MeasureRooms } from "./parts.ts";
import { measureRoutes } from "./routes.ts";
import { type MeasureRules, measureRules } from "./rules.ts";
import { forgetAnswersDue } from "./store.ts";
import { countChecks, getReceipt, listOwnChecks, type PageAsked } from "./views.ts";

export interface Measures {
  readonly routes: readonly Route[];
  /** What measures run on, for batches, watches and bundles. */
  readonly rooms: MeasureRooms;
  /** Asks what binds the actor's body. */
  ask(actor: Actor, question: CheckQuestion): Promise<Outcome<Receipt>>;
  /** The receipt of a check again. */
  read(actor: Actor, check: string): ReturnType<typeof getReceipt>;
  /** Says what was done after a check. */
  report(
    asked: { actor: Actor; idempotencyKey: string },
    given: Reported & { check: string },
  ): Promise<Outcome<OutcomeView>>;
  /** Checks of the subjects an actor represents. */
  listOwn(actor: Actor, asked: PageAsked): ReturnType<typeof listOwnChecks>;
  /** Counts of an agency's checks. */
  count(actor: Actor, asked: { agency: string }): ReturnType<typeof countChecks>;
  /** Forgets answers whose keeping has ended. @returns how many */
  forgetDue(): Promise<number>;
  /** Forgets in this process what is due: now, and on every new day. @returns what ends it */
  keepForgetting(): () => void;
}

const forgottenAtOnce = 500;
const forgetEveryMs = 10 * 60 * 1000;

/** Opens measures; nothing is read before it is asked. */
export function openMeasures(parts: MeasureParts): Measures {
  const rooms: MeasureRooms = { ...parts, rules: rulesOf(parts) };
  const desk = new Desk(rooms);
  return {
    routes: measureRoutes(rooms, desk),
    rooms,
    ask: (actor, question) => askCheck(rooms, desk, actor, question),
    read: (actor, check) => getReceipt(rooms, actor, check),
    report: (asked, given) => reportOutcome(rooms, asked, given),
    listOwn: (actor, asked) => listOwnChecks(rooms, actor, asked),
    count: (actor, asked) => countChecks(rooms, actor, asked),
    forgetDue: () => forgetDue(parts),
    keepForgetting: () => keepForgetting(parts),
  };
}

async function forgetDue({ retention }: MeasureParts): Promise<number> {
  const answers = await untilNone((atMost) => forgetAnswersDue(retention, atMost));
  const batches = await untilNone((atMost) => forgetBatchesDue(retention, atMost));
  return answers + batches + (await untilNone((atMost) => forgetBundlesDue(retention, atMost)));
}

async function untilNone(forget: (atMost: number) => Promise<number>): Promise<number> {
  let all = 0;
  for (;;) {
    const forgotten = await forget(forgottenAtOnce);
    all += forgotten;
    if (forgotten < forgottenAtOnce) return all;
  }
}

/** Readers ask the date of keeping and do not rely on it; two processes that forget at once disturb nothing. */
function keepForgetting(parts: MeasureParts): () => void {
  let doneOn: string | null = null;
  const forget = async () => {
    const today = parts.clock.today();
    if (doneOn === today) return;
    doneOn = today;
    await forgetDue(parts).catch((err: Error) => {
      doneOn = null;
      parts.log.error({ err }, "answers that are due could not be forgotten; tried again later");
    });
  };
  const timer = setInterval(() => void forget(), forgetEveryMs);
  timer.unref();
  void forget();
  return () => clearInterval(timer);
}

/** The rules in force, arranged anew on a new day and whenever an edition is loaded. */
function rulesOf({ catalogue, clock }: MeasureParts): () => MeasureRules {
  let known: { readonly stamp: string; readonly today: string; readonly rules: MeasureRules } | null = null;
  return () => {
    const today = clock.today();
    if (known?.stamp !== catalogue.stamp || known.today !== today)
      known = { stamp: catalogue.stamp, today, rules: measureRules(catalogue, today) };
    return known.rules;
  };
}
