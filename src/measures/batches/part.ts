/**
 * One part of a batch: some thousand lines, each answered as a single check would be. Two statements read for all of them;
 * the answers, their looks (C15) and the part are one transaction.
 */
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { leafHash, proofsOfNodes } from "#core/merkle/tree.ts";
import { answerText, refusedText } from "#core/receipt/check-file.ts";
import { leafOf } from "#core/receipt/receipt.ts";
import { canonicalJson } from "#core/record/canonical.ts";
import type { StandingRecord, SubjectKind } from "#core/record/record.ts";
import { kindOfUnifiedCode } from "#core/subject/identifier.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { OneOfTogether } from "#src/access/index.ts";
import type { Transaction } from "#src/platform/database.ts";
import { targetOfCode } from "../acts.ts";
import { type Answered, bindingsFor } from "../answer.ts";
import { composeAnswer, type Terms } from "../compose.ts";
import { type Asked, answeredRows, keptUntilOf, type Listings, readListings, type Target, wordsOf } from "../desk.ts";
import { readNumber } from "../number.ts";
import type { MeasureRooms } from "../parts.ts";
import type { MeasureRules } from "../rules.ts";
import type { AnsweredRow } from "../store.ts";
import type { Carrying } from "./batch.ts";
import type { Drawn } from "./drawn.ts";

/** What became of a line, as it is kept: a code's outcome, or why it was none. */
export type LineOutcome =
  | { readonly code: string; readonly outcome: "measures" | "nothing-recorded" | "unknown-subject" }
  | { readonly code: null; readonly refused: string };

/** An answer that told of measures, until it is filed. */
export interface ToldAnswer {
  /** Line of the file, from 1. */
  readonly n: number;
  readonly check: string;
  readonly subjectId: string;
  readonly subjectKind: SubjectKind;
  /** Canonical JSON with its terms by their hashes. */
  readonly digested: string;
  readonly askedAt: string;
  readonly keptUntil: string;
  readonly rows: readonly AnsweredRow[];
}

/** A part, answered. */
export interface AnsweredPart {
  readonly frame: string;
  readonly outcomes: readonly LineOutcome[];
  readonly leaves: readonly Buffer[];
  readonly told: readonly ToldAnswer[];
  readonly looks: readonly OneOfTogether[];
  /** Words its answers refer to. */
  readonly terms: ReadonlySet<Terms<unknown>>;
  /** Hashes of the words of those outcomes that name no measure. */
  readonly plain: PlainTerms;
}

type Plain = "nothing-recorded" | "unknown-subject";
export type PlainTerms = Readonly<Record<Plain, string>>;

/** Answers the lines of a part. `from`: the number of its first line. */
export async function answerPart(
  rooms: MeasureRooms,
  transaction: Transaction,
  given: {
    readonly carrying: Carrying;
    readonly values: readonly (string | null)[];
    readonly from: number;
    readonly draw: (n: number) => Drawn;
  },
): Promise<AnsweredPart> {
  const { carrying, values, from, draw } = given;
  const lines: (Asked | string)[] = [];
  for (const value of values) lines.push(await askedOf(carrying, value));
  const writing = new PartWriter(rooms, carrying);
  const listings = await listingsOf(rooms, transaction, lines);
  lines.forEach((line, place) => {
    const n = from + place;
    if (typeof line === "string") writing.refuse(draw(n), line);
    else writing.answer(line, { n, drawn: draw(n), own: listings.of(line) });
  });
  return writing.done();
}

/** Writes a part's answers down, line by line, as of one instant. */
class PartWriter {
  readonly #rooms: MeasureRooms;
  readonly #at: Date;
  readonly #today: IsoDate;
  readonly #shared: { readonly asOf: string; readonly asked: string; readonly issuer: string };
  readonly #rules: MeasureRules;
  readonly #issuer: string;
  readonly #plain: Readonly<Record<Plain, Terms<unknown>>>;
  readonly #outcomes: LineOutcome[] = [];
  readonly #leaves: Buffer[] = [];
  readonly #told: ToldAnswer[] = [];
  readonly #looks: OneOfTogether[] = [];
  readonly #terms = new Set<Terms<unknown>>();

  constructor(rooms: MeasureRooms, { head, issuer }: Carrying) {
    this.#rooms = rooms;
    // Arranged once for a part: to ask for them is to ask the clock.
    this.#rules = rooms.rules();
    this.#issuer = issuer;
    this.#at = rooms.clock.now();
    this.#today = rooms.clock.today();
    const words = wordsOf(rooms);
    const { body, by, matter, purpose } = head;
    this.#shared = {
      asOf: canonicalJson({ day: this.#today, knownAt: this.#at.toISOString() }),
      asked: canonicalJson({ body, by, matter, purpose }),
      issuer: canonicalJson(issuer),
    };
    this.#plain = {
      "nothing-recorded": words.ofAnswer(head, "nothing-recorded"),
      "unknown-subject": words.ofAnswer(head, "unknown-subject"),
    };
  }

  refuse(drawn: Drawn, refused: string): void {
    this.#outcomes.push({ code: null, refused });
    this.#leaves.push(leafOf(refusedText({ ...this.#shared, ...drawn, refused })));
  }

  answer(line: Asked, { n, drawn, own }: { n: number; drawn: Drawn; own: readonly StandingRecord[] | null }): void {
    const answered = own && this.#bindingsOf(line, own);
    const digested =
      answered && answered.bound.length > 0
        ? this.#toldText(line, { n, drawn, answered })
        : this.#plainText(line, { drawn, outcome: answered === null ? "unknown-subject" : "nothing-recorded" });
    this.#leaves.push(leafOf(digested));
    if (answered !== null) this.#looks.push(lookOf(line, drawn, answered));
  }

  done(): AnsweredPart {
    const { "nothing-recorded": nothing, "unknown-subject": unknown } = this.#plain;
    return {
      frame: `{"part":{"asOf":${this.#shared.asOf}}}`,
      outcomes: this.#outcomes,
      leaves: this.#leaves,
      told: this.#told,
      looks: this.#looks,
      terms: new Set([nothing, unknown, ...this.#terms]),
      plain: { "nothing-recorded": nothing.digest, "unknown-subject": unknown.digest },
    };
  }

  #bindingsOf({ agencyKinds, matter, target }: Asked, own: readonly StandingRecord[]): Answered {
    const { log } = this.#rooms;
    const question = { agencyKinds, matter, subjectKind: target.kind, today: this.#today };
    const answered = bindingsFor(question, own, this.#rules);
    // A measure no pack should hold is not answered, and whoever runs the node must hear of it (C7).
    if (answered.withheld.length > 0) log.error({ withheld: answered.withheld }, "unlawful measures were left out");
    return answered;
  }

  #plainText({ number, target }: Asked, { drawn, outcome }: { drawn: Drawn; outcome: Plain }): string {
    this.#outcomes.push({ code: number.value, outcome });
    return answerText({
      ...this.#shared,
      ...drawn,
      ...noMeasures,
      subject: subjectText(number.value, target.kind),
      outcome,
      terms: this.#plain[outcome].digest,
    });
  }

  #toldText(line: Asked, { n, drawn, answered }: { n: number; drawn: Drawn; answered: Answered }): string {
    const { target, number, head } = line;
    const { digested, terms } = composeAnswer(
      {
        ...drawn,
        issuer: this.#issuer,
        day: this.#today,
        knownAt: this.#at.toISOString(),
        asked: head,
        subject: { kind: target.kind, number: number.value, scheme: number.scheme, subjectId: null },
        words: wordsOf(this.#rooms),
      },
      answered,
    );
    for (const one of terms) this.#terms.add(one);
    this.#outcomes.push({ code: number.value, outcome: "measures" });
    this.#told.push({
      n,
      check: drawn.check,
      subjectId: subjectOf(target),
      subjectKind: target.kind,
      digested,
      askedAt: this.#at.toISOString(),
      keptUntil: keptUntilOf(answered, this.#today),
      rows: answeredRows({ asked: line, answer: { check: drawn.check, asked: head }, answered }),
    });
    return digested;
  }
}

/** The members of an answer that tells of none. */
export const noMeasures = { constraints: "[]", incentives: "[]" } as const;

/** A subject asked about by its unified code, as it stands in an answer. */
export function subjectText(code: string, kind: SubjectKind = kindOfUnifiedCode(code)): string {
  return `{"kind":"${kind}","number":"${code}","scheme":"unified-code","subjectId":null}`;
}

function subjectOf(target: Target): string {
  const subjectId = target.by === "code" ? target.subjectId : target.subjectIds[0];
  if (subjectId === undefined) throw new Error("a subject that is known has an id");
  return subjectId;
}

/** A line as a question the door has let in; or why it is none, and nothing of what stood there (C13). */
async function askedOf(carrying: Carrying, value: string | null): Promise<Asked | string> {
  if (value === null) return "measures.number";
  // Codes only: nobody's number of another kind is looked up in a file (C13).
  const number = readNumber({ scheme: "unified-code", value });
  if (!number.ok) return number.refusal.code;
  const scope = await carrying.scopeFor(kindOfUnifiedCode(number.value.value));
  if (!scope.ok) return scope.refusal.code;
  const { head, matter, actor } = carrying;
  const target = targetOfCode(number.value.value);
  return { scope: scope.value, head, matter, agencyKinds: actor.agencyKinds, number: number.value, target };
}

/** Whose listings they are, line by line; those whose code leads elsewhere (merged, split) are found as the register says. */
async function listingsOf(rooms: MeasureRooms, transaction: Transaction, lines: readonly (Asked | string)[]) {
  const asked = lines.filter((line) => typeof line !== "string");
  const read: Listings | null = asked.length > 0 ? await readListings(transaction, rooms, asked) : null;
  const elsewhere = new Map<Asked, Asked>();
  const asOf = { effectiveAt: rooms.clock.today(), knownAt: rooms.clock.now().toISOString() };
  for (const line of asked) {
    if (read?.of(line.target) !== "look-up") continue;
    const file = await rooms.registry.subjects.findByNumber(line.number, asOf);
    elsewhere.set(line, {
      ...line,
      target: { by: "ids", kind: file?.kind ?? line.target.kind, subjectIds: file?.subjectIds ?? [] },
    });
  }
  const again = elsewhere.size > 0 ? await readListings(transaction, rooms, [...elsewhere.values()]) : null;
  return {
    of(line: Asked) {
      const other = elsewhere.get(line);
      const own = other ? again?.of(other.target) : read?.of(line.target);
      if (own === undefined || own === "look-up") throw new Error("a subject that was found is to be found again");
      return own;
    },
  };
}

function lookOf({ scope, matter, target }: Asked, { check }: Drawn, { bound }: Answered): OneOfTogether {
  const incentives = bound.filter(({ measure }) => measure.sort === "incentive").length;
  return {
    scope,
    subjectId: subjectOf(target),
    lookId: check,
    outcome: bound.length > 0 ? "shown" : "nothing-held",
    shown: { what: "check", matter: matter.matter, constraints: bound.length - incentives, incentives },
  };
}

/** The root of the tree over a part's leaves. */
export function nodeOf(leaves: readonly Uint8Array[]): Buffer {
  return proofsOfNodes(leaves.map(leafHash)).root;
}

const letters = { measures: "m", "nothing-recorded": "n", "unknown-subject": "u" } as const;
const outcomesByLetter = { m: "measures", n: "nothing-recorded", u: "unknown-subject" } as const;

/** What is kept of a part's lines, compressed: the hashes of their words, then a line for each. */
export function packOutcomes({ outcomes, plain }: Pick<AnsweredPart, "outcomes" | "plain">): Buffer {
  const text = outcomes.map((one) => (one.code === null ? `-${one.refused}` : `${letters[one.outcome]}${one.code}`));
  return zstdCompressSync(Buffer.from([plain["nothing-recorded"], plain["unknown-subject"], ...text].join("\n")));
}

/** The same again. */
export function unpackOutcomes(packed: Uint8Array): { readonly outcomes: LineOutcome[]; readonly plain: PlainTerms } {
  const [nothing = "", unknown = "", ...lines] = zstdDecompressSync(packed).toString("utf8").split("\n");
  const outcomes = lines.map((line): LineOutcome => {
    const [letter, rest] = [line.charAt(0), line.slice(1)];
    if (letter === "-") return { code: null, refused: rest };
    const outcome = outcomesByLetter[letter as keyof typeof outcomesByLetter];
    if (!outcome) throw new Error("an outcome of another form");
    return { code: rest, outcome };
  });
  return { outcomes, plain: { "nothing-recorded": nothing, "unknown-subject": unknown } };
}

/** Told answers, compressed. */
export function packTold(told: readonly ToldAnswer[]): Buffer {
  return zstdCompressSync(Buffer.from(JSON.stringify(told)));
}

/** The same again. */
export function unpackTold(packed: Uint8Array): ToldAnswer[] {
  return JSON.parse(zstdDecompressSync(packed).toString("utf8"));
}
