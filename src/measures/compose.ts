/** Writes an answer out, as it is signed. Pure. */
import type { Binding, CheckAnswer } from "#contract/checks.ts";
import type { Bilingual } from "#core/refusal.ts";
import type { IsoDate } from "#core/time/date.ts";
import { type Answered, type Bound, keyOf } from "./answer.ts";
import words from "./words.json" with { type: "json" };

/** What of an answer does not depend on the subject: made once for a body, matter, purpose and edition of the rules. */
export interface AskedHead {
  readonly body: string;
  readonly bodyName: Bilingual;
  readonly by: "officer" | "client";
  readonly matter: string;
  readonly matterTitle: Bilingual;
  readonly purpose: string;
  readonly purposeTitle: Bilingual;
}

/** What an answer needs beside what was found. */
export interface Composing {
  readonly check: string;
  readonly issuer: string;
  readonly salt: string;
  readonly day: IsoDate;
  readonly knownAt: string;
  readonly catalogue: CheckAnswer["catalogue"];
  readonly asked: AskedHead;
  readonly subject: CheckAnswer["asked"]["subject"];
  readonly authority: (code: string) => Bilingual;
  readonly wayBack: (itemId: string, version: number) => Binding["wayBack"];
}

/** The answer about a subject that is known, or (`null`) about one that is not. Members in the order of RFC 8785. */
export function composeAnswer(given: Composing, answered: Answered | null): CheckAnswer {
  const bindings = (answered?.bound ?? []).map((bound) => bindingOf(bound, given));
  const outcome = answered === null ? "unknown-subject" : bindings.length > 0 ? "measures" : "nothing-recorded";
  const { body, bodyName, by, matter, matterTitle, purpose, purposeTitle } = given.asked;
  return {
    asOf: { day: given.day, knownAt: given.knownAt },
    asked: { body, bodyName, by, matter, matterTitle, purpose, purposeTitle, subject: given.subject },
    catalogue: given.catalogue,
    check: given.check,
    constraints: bindings.filter(({ sort }) => sort === "constraint"),
    incentives: bindings.filter(({ sort }) => sort === "incentive"),
    issuer: given.issuer,
    outcome,
    plain: words[outcome],
    salt: given.salt,
  };
}

function bindingOf({ measure, follows, list, listing, from, until }: Bound, given: Composing): Binding {
  const { first, content, version, marks } = listing;
  const documentNumber = content.disclosure === "public" ? content.open?.["documentNumber"] : null;
  return {
    decision: {
      authority: first.authority,
      authorityName: given.authority(first.authority),
      decidedOn: content.decidedOn,
      documentNumber: typeof documentNumber === "string" ? documentNumber : null,
      recordId: first.recordId,
      servedOn: content.servedOn,
      version,
    },
    does: measure.does,
    effect: measure.effect,
    force: measure.force,
    from,
    kind: measure.kind,
    law: measure.law,
    list: { law: follows.law, link: follows.link, list: keyOf(list), sort: list.sort, title: list.title },
    // A release of masked text is the public's matter, not the desk's.
    marks: marks.filter(({ mark }) => mark !== "release").map(({ mark, recordedAt }) => ({ at: recordedAt, mark })),
    measure: keyOf(measure),
    sort: measure.sort,
    tellSubject: measure.tellSubject,
    title: measure.title,
    until,
    wayBack: given.wayBack(first.itemId, content.itemVersion),
  };
}
