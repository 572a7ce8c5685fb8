/**
 * Writes an answer out: as it is handed over, with its words, and as its leaf is drawn and kept, with each word's place
 * taken by a hash. Words are the same in many answers; they are brought into canonical form and hashed once.
 */
import type { AnswerTerms, Binding, BindingTerms, CheckAnswer } from "#contract/checks.ts";
import { termsDigest } from "#core/receipt/receipt.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import { marksToShow } from "#core/record/marks.ts";
import type { Bilingual } from "#core/refusal.ts";
import type { IsoDate } from "#core/time/date.ts";
import { type Answered, type Bound, keyOf } from "./answer.ts";
import words from "./words.json" with { type: "json" };

/** Words in canonical form, with the hash they stand by. */
export interface Terms<T> {
  readonly value: T;
  readonly canonical: string;
  readonly digest: string;
}

/** Who asks what for, in codes and in words. */
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
  readonly asked: AskedHead;
  readonly subject: CheckAnswer["asked"]["subject"];
  readonly words: AnswerWords;
}

/** An answer, written out both ways. */
export interface Composed {
  readonly answer: CheckAnswer;
  /** Canonical JSON as it is handed over. */
  readonly canonical: string;
  /** Canonical JSON with every `terms` by its hash: what the leaf is drawn from, and what is kept. */
  readonly digested: string;
  /** The words it refers to. */
  readonly terms: readonly Terms<unknown>[];
}

/** Words of answers, remembered for one edition of the rules. */
export class AnswerWords {
  readonly #catalogue: AnswerTerms["catalogue"];
  readonly #authority: (code: string) => Bilingual;
  readonly #wayBack: (itemId: string, version: number) => BindingTerms["wayBack"];
  readonly #known = new Map<string, Terms<unknown>>();

  constructor(given: {
    readonly catalogue: AnswerTerms["catalogue"];
    readonly authority: (code: string) => Bilingual;
    readonly wayBack: (itemId: string, version: number) => BindingTerms["wayBack"];
  }) {
    this.#catalogue = given.catalogue;
    this.#authority = given.authority;
    this.#wayBack = given.wayBack;
  }

  /** Words of who asks and of what the outcome means. */
  ofAnswer(head: AskedHead, outcome: CheckAnswer["outcome"]): Terms<AnswerTerms> {
    const { bodyName, matterTitle, purposeTitle } = head;
    return this.#once(`answer ${outcome} ${head.body} ${bodyName.zh} ${head.matter} ${head.purpose}`, () => ({
      bodyName,
      catalogue: this.#catalogue,
      matterTitle,
      plain: words[outcome],
      purposeTitle,
    }));
  }

  /** Words of a measure as it follows from a listing. */
  ofBinding({ measure, follows, list, listing }: Bound): Terms<BindingTerms> {
    const { itemId, authority } = listing.first;
    const { itemVersion } = listing.content;
    const authorityName = this.#authority(authority);
    const place = measure.follows.indexOf(follows);
    const key = `${keyOf(measure)} ${place} ${keyOf(list)} ${itemId} ${itemVersion} ${authority} ${authorityName.zh}`;
    return this.#once(key, () => ({
      authorityName,
      does: measure.does,
      kind: measure.kind,
      law: measure.law,
      list: { law: follows.law, link: follows.link, list: keyOf(list), sort: list.sort, title: list.title },
      tellSubject: measure.tellSubject,
      title: measure.title,
      wayBack: this.#wayBack(itemId, itemVersion),
    }));
  }

  #once<T extends object>(key: string, make: () => T): Terms<T> {
    let terms = this.#known.get(key) as Terms<T> | undefined;
    if (!terms) {
      const canonical = canonicalJson(make() as Json);
      terms = { value: JSON.parse(canonical) as T, canonical, digest: termsDigest(canonical) };
      if (this.#known.size >= 20_000) this.#known.clear();
      this.#known.set(key, terms);
    }
    return terms;
  }
}

/** The answer about a subject that is known, or (`null`) about one that is not. Members in the order of RFC 8785. */
export function composeAnswer(given: Composing, answered: Answered | null): Composed {
  const bindings = (answered?.bound ?? []).map((bound) => bindingOf(bound, given));
  const outcome = answered === null ? "unknown-subject" : bindings.length > 0 ? "measures" : "nothing-recorded";
  const { body, by, matter, purpose } = given.asked;
  const terms = given.words.ofAnswer(given.asked, outcome);
  const constraints = bindings.filter(({ binding }) => binding.sort === "constraint");
  const incentives = bindings.filter(({ binding }) => binding.sort === "incentive");
  const answer: CheckAnswer = {
    asOf: { day: given.day, knownAt: given.knownAt },
    asked: { body, by, matter, purpose, subject: given.subject },
    check: given.check,
    constraints: constraints.map(({ binding }) => binding),
    incentives: incentives.map(({ binding }) => binding),
    issuer: given.issuer,
    outcome,
    salt: given.salt,
    terms: terms.value,
  };
  const digested = canonicalJson({
    ...answer,
    constraints: constraints.map(byDigest),
    incentives: incentives.map(byDigest),
    terms: terms.digest,
  } as unknown as Json);
  const all = [terms, ...bindings.map((one) => one.terms)];
  return { answer, canonical: withWords(digested, all), digested, terms: all };
}

/**
 * An answer as it is handed over, from the form in which it is kept: every hash gives way to its words. A hash of ours
 * stands behind `"terms":` and nowhere else, for what anybody wrote is escaped within its own quotes.
 */
export function withWords(
  digested: string,
  terms: readonly { readonly digest: string; readonly canonical: string }[],
): string {
  const byDigest = new Map(terms.map((one) => [one.digest, one.canonical]));
  return digested.replace(/"terms":"([0-9a-f]{64})"/g, (found, digest: string) => {
    const canonical = byDigest.get(digest);
    if (canonical === undefined) throw new Error("the words of an answer are missing");
    return `${found.slice(0, 8)}${canonical}`;
  });
}

/** Hashes of the words a kept answer refers to. */
export function digestsIn(digested: string): string[] {
  return [...digested.matchAll(/"terms":"([0-9a-f]{64})"/g)].map(([, digest = ""]) => digest);
}

interface WrittenBinding {
  readonly binding: Binding;
  readonly terms: Terms<BindingTerms>;
}

function byDigest({ binding, terms }: WrittenBinding) {
  return { ...binding, terms: terms.digest };
}

function bindingOf(bound: Bound, { words, day }: Pick<Composing, "words" | "day">): WrittenBinding {
  const { measure, listing, from, until } = bound;
  const { first, content, version, marks } = listing;
  const documentNumber = content.disclosure === "public" ? content.open?.["documentNumber"] : null;
  const terms = words.ofBinding(bound);
  return {
    terms,
    binding: {
      decision: {
        authority: first.authority,
        decidedOn: content.decidedOn,
        documentNumber: typeof documentNumber === "string" ? documentNumber : null,
        recordId: first.recordId,
        servedOn: content.servedOn,
        version,
      },
      effect: measure.effect,
      force: measure.force,
      from,
      // A release of masked text is the public's matter, not the desk's.
      marks: marksToShow(marks, day)
        .filter(({ mark }) => mark !== "release")
        .map(({ mark, at }) => ({ at, mark })),
      measure: keyOf(measure),
      sort: measure.sort,
      terms: terms.value,
      until,
    },
  };
}
