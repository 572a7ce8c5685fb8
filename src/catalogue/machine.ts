/** A procedure's machine as it stands written: its steps, and what every way to a state has passed. Pure. */
import type { Guard, Procedure } from "#contract/lists-in-packs.ts";
import { guards as vocabulary } from "#contract/lists-in-packs.ts";

/** One act from one state; `from` is '' where the act opens the proceeding. */
export interface Step {
  readonly from: string;
  readonly act: string;
  readonly to: string;
  readonly by: Procedure["acts"][number]["by"];
  /** In the order of the vocabulary, each once. */
  readonly guards: readonly Guard[];
  readonly article: string;
}

/** What can be said of a state without running a proceeding. */
export interface StateFacts {
  readonly state: string;
  readonly final: boolean;
  readonly inForce: boolean;
  /** Some way leads here. */
  readonly reached: boolean;
  /** Some way leads from here to an end. */
  readonly ends: boolean;
  /** Every way here has passed an officer's reasoned decision after notice and the time to answer (C6). */
  readonly heard: boolean;
  /** Every way here has passed the confirmation of another officer (C5). */
  readonly confirmed: boolean;
}

/** The decision C6 asks for before anything adverse takes effect. */
export const hearingGuards = ["notice-served", "time-to-answer-over", "reasons"] as const satisfies readonly Guard[];

/** Every step of a procedure, an act from several states being several steps. */
export function stepsOf({ acts }: Pick<Procedure, "acts">): Step[] {
  return acts.flatMap(({ act, from, to, by, guards, article }) => {
    const asked = vocabulary.filter((guard) => guards.includes(guard));
    return from.map((state) => ({ from: state ?? "", act, to, by, guards: asked, article }));
  });
}

/** Facts of every state, the one before the first act ('') first. */
export function stateFacts(procedure: Pick<Procedure, "states" | "acts">): Map<string, StateFacts> {
  const steps = stepsOf(procedure);
  const reached = reachedBy(steps, () => true);
  const unheard = reachedBy(steps, (step) => !hears(step));
  const unconfirmed = reachedBy(steps, (step) => !confirms(step));
  const states = [{ state: "", final: false, inForce: false }, ...procedure.states];
  const ending = endingStates(states, steps);
  return new Map(
    states.map(({ state, final, inForce }) => [
      state,
      {
        state,
        final,
        inForce,
        reached: reached.has(state),
        ends: ending.has(state),
        heard: reached.has(state) && !unheard.has(state),
        confirmed: reached.has(state) && !unconfirmed.has(state),
      },
    ]),
  );
}

/** Whether every way into force passes the confirmation of another officer. */
export function confirmsAlways(facts: ReadonlyMap<string, StateFacts>): boolean {
  const inForce = facts
    .values()
    .filter((one) => one.inForce)
    .toArray();
  return inForce.length > 0 && inForce.every(({ confirmed }) => confirmed);
}

function hears({ by, guards }: Step): boolean {
  return by === "decide" && hearingGuards.every((guard) => guards.includes(guard));
}

function confirms({ by, guards }: Step): boolean {
  return by === "confirm" && guards.includes("another-officer");
}

/** States that can be reached from the beginning by steps of a sort. */
function reachedBy(steps: readonly Step[], allowed: (step: Step) => boolean): Set<string> {
  const seen = new Set([""]);
  for (const state of seen) for (const step of steps) if (step.from === state && allowed(step)) seen.add(step.to);
  return seen;
}

/** States from which an end can be reached. */
function endingStates(
  states: readonly { readonly state: string; readonly final: boolean }[],
  steps: readonly Step[],
): Set<string> {
  const ending = new Set(states.filter(({ final }) => final).map(({ state }) => state));
  for (const state of ending) for (const step of steps) if (step.to === state) ending.add(step.from);
  return ending;
}
