/** A serious list's and an honour's procedure as packs write them, for tests and for `pack check`'s own. */
import { addDays } from "../time/date.ts";
import type { ListTerms, Procedure, ProcedureAct, ProcedureState } from "./procedure.ts";

const words = (text: string) => ({ zh: text, en: text });

function state(name: string, more: Partial<ProcedureState> = {}): ProcedureState {
  return { state: name, title: words(name), final: false, inForce: false, clocks: [], ...more };
}

function act(
  name: string,
  more: Omit<ProcedureAct, "act" | "title" | "guards" | "article"> & Partial<ProcedureAct>,
): ProcedureAct {
  return { act: name, title: words(name), guards: [], article: "办法 5", ...more };
}

export const listing: Procedure = {
  adverse: true,
  states: [
    state("proposed", { clocks: [{ term: "notify", runsFor: "authority" }] }),
    state("notified", { clocks: [{ term: "answer", runsFor: "subject" }] }),
    state("hearing-held"),
    state("decided", { clocks: [{ term: "confirm", runsFor: "authority" }] }),
    state("confirmed", { clocks: [{ term: "serve", runsFor: "authority" }] }),
    state("returned"),
    state("in-force", { inForce: true, clocks: [{ term: "duration", runsFor: "subject" }] }),
    state("exit-applied", { inForce: true, clocks: [{ term: "exitAccept", runsFor: "authority" }] }),
    state("exit-examined", { inForce: true, clocks: [{ term: "exitDecide", runsFor: "authority" }] }),
    state("dropped", { final: true }),
    state("removed", { final: true }),
    state("expired", { final: true }),
    state("annulled", { final: true }),
  ],
  acts: [
    act("propose", { from: [null], to: "proposed", by: "propose" }),
    act("serve-notice", { from: ["proposed"], to: "notified", by: "service", guards: ["notice-served"] }),
    act("extend-answer", { from: ["notified"], to: "notified", by: "propose" }),
    act("hold-hearing", {
      from: ["notified"],
      to: "hearing-held",
      by: "propose",
      guards: ["hearing-asked", "summoned"],
    }),
    act("hold-hearing", { from: ["returned"], to: "returned", by: "propose", guards: ["hearing-asked", "summoned"] }),
    act("decide", { from: ["notified", "hearing-held", "returned"], to: "decided", by: "decide" }),
    act("drop", { from: ["proposed", "notified", "hearing-held", "returned"], to: "dropped", by: "decide" }),
    act("return", { from: ["decided", "confirmed"], to: "returned", by: "confirm" }),
    act("confirm", { from: ["decided"], to: "confirmed", by: "confirm" }),
    act("serve-decision", { from: ["confirmed"], to: "in-force", by: "service" }),
    act("apply-exit", { from: ["in-force"], to: "exit-applied", by: "subject", guards: ["term-of-exit"] }),
    act("accept-exit", { from: ["exit-applied"], to: "exit-examined", by: "propose", guards: ["term-of-exit"] }),
    act("return-exit", { from: ["exit-applied"], to: "in-force", by: "propose" }),
    act("grant-exit", {
      from: ["exit-examined"],
      to: "removed",
      by: "decide",
      guards: ["term-of-exit", "conditions-met"],
    }),
    act("refuse-exit", { from: ["exit-examined"], to: "in-force", by: "decide" }),
    act("release", { from: ["in-force"], to: "removed", by: "decide", guards: ["conditions-met"] }),
    ...["decided", "confirmed", "in-force", "exit-applied", "exit-examined", "removed"].map((state) =>
      act("move-undoing", { from: [state], to: state, by: "decide" }),
    ),
    act("correct-error", { from: ["in-force", "exit-applied", "exit-examined"], to: "annulled", by: "confirm" }),
    act("annul", {
      from: ["decided", "confirmed", "in-force", "exit-applied", "exit-examined", "removed"],
      to: "annulled",
      by: "confirm",
    }),
    act("expire", { from: ["in-force", "exit-applied", "exit-examined"], to: "expired", by: "clock" }),
  ],
};

export const seriousTerms: ListTerms = {
  confirmed: true,
  duration: { monthsMin: 12, monthsMax: 36 },
  earlyExit: { afterMonths: 12, conditions: 2 },
  due: (_, from) => addDays(from, 7),
};

export const honouring: Procedure = {
  adverse: false,
  states: [
    state("proposed"),
    state("in-force", { inForce: true }),
    state("revocation-notified", { inForce: true, clocks: [{ term: "answer", runsFor: "subject" }] }),
    state("dropped", { final: true }),
    state("relinquished", { final: true }),
    state("revoked", { final: true }),
    state("expired", { final: true }),
    state("annulled", { final: true }),
  ],
  acts: [
    act("propose", { from: [null], to: "proposed", by: "propose" }),
    act("decide", { from: ["proposed"], to: "in-force", by: "decide" }),
    act("drop", { from: ["proposed"], to: "dropped", by: "decide" }),
    act("relinquish", { from: ["in-force", "revocation-notified"], to: "relinquished", by: "subject" }),
    act("serve-notice", { from: ["in-force"], to: "revocation-notified", by: "service", guards: ["notice-served"] }),
    act("revoke", { from: ["revocation-notified"], to: "revoked", by: "decide", guards: ["reasons"] }),
    act("keep", { from: ["revocation-notified"], to: "in-force", by: "decide" }),
    act("annul", { from: ["in-force", "revocation-notified"], to: "annulled", by: "decide" }),
    act("expire", { from: ["in-force", "revocation-notified"], to: "expired", by: "clock" }),
  ],
};

export const honourTerms: ListTerms = {
  confirmed: false,
  duration: { monthsMin: 1, monthsMax: 12 },
  earlyExit: null,
  due: () => null,
};
