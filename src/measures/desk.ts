/**
 * The desk: single checks, answered together. Checks that arrive in the same turn share one read of numbers and
 * listings, one signed root and one transaction with their looks; none is answered before that is on disk (C15).
 *
 * A batch or a watch does the same with its own queue: {@link readListings} for a set of subjects, `bindingsFor` and
 * `composeAnswer` for each, `leafOf` and `sealLeaves` (core/receipt) for all, {@link answerRows} for what is stored.
 */
import { randomUUID } from "node:crypto";
import type { CheckAnswer } from "#contract/checks.ts";
import type { Matter } from "#contract/lists-in-packs.ts";
import { leafOf, receiptText, type Sealed, sealLeaves } from "#core/receipt/receipt.ts";
import type { StandingRecord, SubjectKind } from "#core/record/record.ts";
import { addYears, earlier, type IsoDate } from "#core/time/date.ts";
import type { LookedTogether, OneOfTogether, Scope } from "#src/access/index.ts";
import { readStanding } from "#src/ledger/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { RandomBytes } from "#src/platform/hash.ts";
import { type CodeOwner, findOwnersOfCodes } from "#src/registry/index.ts";
import { type Answered, bindingsFor } from "./answer.ts";
import { AnswerWords, type AskedHead, type Composed, composeAnswer, type Terms } from "./compose.ts";
import type { AskedNumber } from "./number.ts";
import type { MeasureRooms } from "./parts.ts";
import { type AnsweredRow, type AnswerRow, insertAnswers, type RootRow } from "./store.ts";

/** Whom a check is about, as far as is known before it is read. */
export type Target =
  /** A unified code: the id follows from the code, and the read shows whether it is known. */
  | { readonly by: "code"; readonly kind: SubjectKind; readonly code: string; readonly subjectId: string }
  /** Found already; no ids where nobody is known by the number. */
  | { readonly by: "ids"; readonly kind: SubjectKind; readonly subjectIds: readonly string[] };

/** A check that the door has let in. */
export interface Asked {
  readonly scope: Scope;
  readonly head: AskedHead;
  readonly matter: Matter;
  readonly agencyKinds: readonly string[];
  readonly number: AskedNumber;
  readonly target: Target;
}

/** A receipt as it is handed over: its canonical text, and the answer in it. */
export interface Receipt {
  readonly answer: CheckAnswer;
  readonly text: string;
}

/** What became of a check: a receipt, or the number leads somewhere else than its form says and must be looked up. */
type Found = Receipt | "look-up";

interface Waiting {
  readonly asked: Asked;
  readonly settle: (found: Found) => void;
  readonly fail: (error: unknown) => void;
}

/** Most checks that share a root, and most groups under way at once: the others wait and share the next. */
const togetherMax = 64;
const groupsMax = 2;
/** Looks are kept five years (Shenzhen rules; 征信业管理条例 22), and so is what was said. */
export const keptYears = 5;

export class Desk {
  readonly #rooms: MeasureRooms;
  readonly #waiting: Waiting[] = [];
  #groups = 0;
  #woken = false;

  constructor(rooms: MeasureRooms) {
    this.#rooms = rooms;
  }

  /** Answers when answer, receipt and look are durable. Throws where they could not be; then nothing was shown. */
  async ask(asked: Asked): Promise<Receipt> {
    const found = await this.#queued(asked);
    if (found !== "look-up") return found;
    // Merged, split, or known under an older number before: rare, and two round trips more.
    const { registry, clock } = this.#rooms;
    const asOf = { effectiveAt: clock.today(), knownAt: clock.now().toISOString() };
    const file = await registry.subjects.findByNumber(asked.number, asOf);
    const again = await this.#queued({
      ...asked,
      target: { by: "ids", kind: file?.kind ?? asked.target.kind, subjectIds: file?.subjectIds ?? [] },
    });
    if (again === "look-up") throw new Error("a subject that was found is to be found again");
    return again;
  }

  #queued(asked: Asked): Promise<Found> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ asked, settle, fail });
      this.#wake();
    });
  }

  #wake(): void {
    if (this.#woken) return;
    this.#woken = true;
    setImmediate(() => {
      this.#woken = false;
      while (this.#groups < groupsMax && this.#waiting.length > 0) void this.#go(this.#waiting.splice(0, togetherMax));
    });
  }

  async #go(group: readonly Waiting[]): Promise<void> {
    this.#groups++;
    try {
      const asked = group.map((one) => one.asked);
      const { found, terms } = await this.#rooms.looks.lookTogether((sql) => answerTogether(this.#rooms, sql, asked));
      for (const one of terms) kept.add(one);
      group.forEach((one, at) => void one.settle(found[at] ?? "look-up"));
    } catch (error) {
      await this.#afterFailure(group, error);
    } finally {
      this.#groups--;
      if (this.#waiting.length > 0) this.#wake();
    }
  }

  /** One of them may have spoiled it for all: each goes alone, and fails with its own error. */
  async #afterFailure(group: readonly Waiting[], error: unknown): Promise<void> {
    const [only] = group;
    if (group.length > 1) {
      await Promise.all(group.map((one) => this.#go([one])));
    } else if (only) {
      const { scope, target } = only.asked;
      const subjectId = target.by === "code" ? target.subjectId : target.subjectIds[0];
      if (subjectId !== undefined) await this.#rooms.looks.failed(scope, subjectId);
      only.fail(error);
    }
  }
}

/** Reads, answers and signs a group. */
async function answerTogether(
  rooms: MeasureRooms,
  sql: Sql,
  group: readonly Asked[],
): Promise<LookedTogether<{ readonly found: readonly Found[]; readonly terms: readonly Terms<unknown>[] }>> {
  const at = rooms.clock.now();
  const today = rooms.clock.today();
  const read = await readListings(sql, rooms, group);
  const drafts = group.map((asked) => draftOf(rooms, asked, { at, today, listings: read.of(asked.target) }));
  const known = drafts.filter((draft) => draft !== null);
  if (known.length === 0) return { value: { found: [], terms: [] }, looks: [] };
  const signer = rooms.keys.signer();
  const sealed = sealDrafts(rooms, known, { at, signer });
  const rows = answerRows(rooms, known, { sealed, at, keyId: signer.keyId });
  let next = 0;
  const found = drafts.map((draft): Found => (draft ? receiptOf(draft, sealed, next++) : "look-up"));
  return {
    value: { found, terms: rows.terms },
    looks: known.flatMap(lookOf),
    beside: (client) => [
      ...insertAnswers(
        client,
        known.map(({ asked }) => asked.scope),
        rows,
      ),
      ...known
        .filter(({ answered }) => answered === null)
        .map(({ asked }) =>
          rooms.looks.noteRefused(client, asked.scope.actor, {
            action: "ask-check",
            resource: "Check",
            policy: "nothing-held",
          }),
        ),
    ],
  };
}

/** Puts answers under one root and signs it. */
export function sealDrafts(
  rooms: MeasureRooms,
  drafts: readonly Draft[],
  { at, signer }: { at: Date; signer: ReturnType<MeasureRooms["keys"]["signer"]> },
): Sealed {
  return sealLeaves(
    drafts.map(({ leaf }) => leaf),
    { issuer: issuerOf(rooms), signedAt: at.toISOString(), keyId: signer.keyId, sign: (bytes) => signer.sign(bytes) },
  );
}

/** What one read found for many targets: their own listings; null where nobody is known; "look-up" where the code leads elsewhere. */
export interface Listings {
  of(target: Target): readonly StandingRecord[] | null | "look-up";
}

/** Numbers and listings of many targets: two statements, sent together, however many there are. */
export async function readListings(sql: Sql, rooms: MeasureRooms, group: readonly Asked[]): Promise<Listings> {
  const scope = group[0]?.scope;
  if (!scope) throw new RangeError("nobody asks");
  const codes = group.flatMap(({ target }) => (target.by === "code" ? [target.code] : []));
  const subjectIds = group.flatMap(({ target }) => (target.by === "code" ? [target.subjectId] : target.subjectIds));
  const [owners, standing] = await Promise.all([
    codes.length > 0 ? findOwnersOfCodes(sql, scope, codes) : [],
    subjectIds.length > 0
      ? readStanding(sql, scope, { subjectIds, itemIds: rooms.rules().listItems })
      : new Map<string, StandingRecord[]>(),
  ]);
  const byCode = Map.groupBy<string, CodeOwner>(owners, ({ code }) => code);
  return {
    of(target) {
      if (target.by === "ids")
        return target.subjectIds.length === 0 ? null : target.subjectIds.flatMap((id) => standing.get(id) ?? []);
      const [only, ...more] = byCode.get(target.code) ?? [];
      if (!only) return null;
      if (more.length > 0 || only.acted || only.subjectId !== target.subjectId) return "look-up";
      return standing.get(target.subjectId) ?? [];
    },
  };
}

/** An answer that waits for its place under a root. */
export interface Draft extends Composed {
  readonly asked: Asked;
  /** Null where the subject is not known. */
  readonly answered: Answered | null;
  readonly leaf: Buffer;
}

function draftOf(
  rooms: MeasureRooms,
  asked: Asked,
  { at, today, listings }: { at: Date; today: IsoDate; listings: ReturnType<Listings["of"]> },
): Draft | null {
  return listings === "look-up" ? null : composeDraft(rooms, asked, { at, today, listings });
}

/** Answers about listings that were read: for checks, and for watches that ask again. */
export function composeDraft(
  rooms: MeasureRooms,
  asked: Asked,
  { at, today, listings }: { at: Date; today: IsoDate; listings: readonly StandingRecord[] | null },
): Draft {
  const { target, number } = asked;
  const answered =
    listings &&
    bindingsFor(
      { agencyKinds: asked.agencyKinds, matter: asked.matter, subjectKind: target.kind, today },
      listings,
      rooms.rules(),
    );
  // A measure no pack should hold is not answered, and whoever runs the node must hear of it (C7).
  if (answered && answered.withheld.length > 0)
    rooms.log.error({ withheld: answered.withheld }, "unlawful measures were left out");
  const isPerson = target.kind === "person";
  const composed = composeAnswer(
    {
      check: randomUUID(),
      issuer: issuerOf(rooms),
      salt: newSalt(),
      day: today,
      knownAt: at.toISOString(),
      asked: asked.head,
      subject: {
        kind: target.kind,
        number: isPerson ? null : number.value,
        scheme: isPerson ? null : number.scheme,
        subjectId: isPerson && target.by === "ids" ? (target.subjectIds[0] ?? null) : null,
      },
      words: wordsOf(rooms),
    },
    answered,
  );
  return { ...composed, asked, answered, leaf: leafOf(composed.digested) };
}

const salts = new RandomBytes(16);

function newSalt(): string {
  return salts.next().toString("base64url");
}

const remembered = new WeakMap<object, { readonly stamp: string; readonly words: AnswerWords }>();

/** The words of the edition in force. */
export function wordsOf({ catalogue, authority }: MeasureRooms): AnswerWords {
  let known = remembered.get(catalogue);
  if (known?.stamp !== catalogue.stamp) {
    const words = new AnswerWords({
      catalogue: catalogue.packs.map(({ pack, digest }) => ({ digest, pack: pack.id, version: pack.version })),
      authority,
      wayBack: (itemId, version) => {
        const { article, text } = catalogue.item(itemId, version).legend.wayBack;
        return { article, text };
      },
    });
    known = { stamp: catalogue.stamp, words };
    remembered.set(catalogue, known);
  }
  return known.words;
}

/** Address of the document that lists our keys. */
export function issuerOf({ config }: MeasureRooms): string {
  return `${config.issuerUrl ?? config.publicUrl}/api/v1/keys`;
}

function receiptOf({ answer, canonical }: Draft, { root, signature, paths }: Sealed, index: number): Receipt {
  const path = (paths[index] ?? []).map((one) => one.toString("hex"));
  return { answer, text: receiptText({ canonicalAnswer: canonical, index, path, root, signature }) };
}

function lookOf({ asked, answer, answered }: Draft): OneOfTogether[] {
  const { scope, target } = asked;
  const subjectId = target.by === "code" ? target.subjectId : target.subjectIds[0];
  if (answered === null || subjectId === undefined) return [];
  const { matter } = answer.asked;
  const [constraints, incentives] = [answer.constraints.length, answer.incentives.length];
  return [
    {
      scope,
      subjectId,
      lookId: answer.check,
      outcome: answer.outcome === "measures" ? "shown" : "nothing-held",
      shown: { what: "check", matter, constraints, incentives },
    },
  ];
}

/** Words that were kept by a transaction that is on disk. */
const kept = new WeakSet<Terms<unknown>>();

/** What is stored of answers under one root. */
export interface AnswerRows {
  readonly root: RootRow;
  readonly answers: readonly AnswerRow[];
  readonly answered: readonly AnsweredRow[];
  /** Words that are not known to be kept yet. */
  readonly terms: readonly Terms<unknown>[];
}

/** Rows of answers, in the order of their leaves. */
export function answerRows(
  rooms: MeasureRooms,
  drafts: readonly Draft[],
  { sealed, at, keyId }: { sealed: Sealed; at: Date; keyId: string },
): AnswerRows {
  const { root, signature, paths } = sealed;
  return {
    root: {
      rootId: randomUUID(),
      root: Buffer.from(root.root, "hex"),
      size: root.size,
      issuer: root.issuer,
      signedAt: at,
      keyId,
      signature,
    },
    answers: drafts.map((draft, index) => ({
      ...answerRow(rooms, draft, at),
      leafIndex: index,
      path: Buffer.concat(paths[index] ?? []),
    })),
    answered: drafts.flatMap(answeredRows),
    terms: [...new Set(drafts.flatMap(({ terms }) => terms))].filter((one) => !kept.has(one)),
  };
}

function answerRow({ keys, clock }: MeasureRooms, draft: Draft, at: Date): Omit<AnswerRow, "leafIndex" | "path"> {
  const { asked, answer, answered, digested, leaf } = draft;
  const { target } = asked;
  const isPerson = target.kind === "person";
  return {
    checkId: answer.check,
    subjectId: answered === null ? null : target.by === "code" ? target.subjectId : (target.subjectIds[0] ?? null),
    subjectKind: target.kind,
    agencyCode: answer.asked.body,
    actorKind: answer.asked.by,
    matter: answer.asked.matter,
    purpose: answer.asked.purpose,
    askedAt: at,
    outcome: answer.outcome,
    told: toldMeasures(answered).length,
    leaf,
    answer: isPerson ? null : digested,
    sealed: isPerson ? keys.seal(Buffer.from(digested), answerContext(answer.check)) : null,
    keptUntil: keptUntilOf(answered, clock.today()),
  };
}

/** What was told of a record is kept no longer than the record (C8). */
export function keptUntilOf(answered: Answered | null, today: IsoDate): IsoDate {
  const ends = (answered?.bound ?? []).map(({ listing }) =>
    listing.first.adverse ? listing.content.retainedUntil : null,
  );
  return ends.reduce((a, b) => earlier(a, b) ?? a, addYears(today, keptYears)) ?? today;
}

/** What a sealed answer is sealed to. */
export function answerContext(check: string): string {
  return `check:${check}`;
}

/** One row for each measure, whichever of its listings lasts longest. */
function toldMeasures(answered: Answered | null) {
  const byMeasure = new Map((answered?.bound ?? []).toReversed().map((bound) => [bound.measure, bound]));
  return [...byMeasure.values()];
}

/** Rows of what an answer told of. */
export function answeredRows({
  asked,
  answer,
  answered,
}: {
  readonly asked: { readonly target: Pick<Target, "kind"> };
  readonly answer: { readonly check: string; readonly asked: Pick<AskedHead, "matter"> };
  readonly answered: Answered | null;
}): AnsweredRow[] {
  return toldMeasures(answered).map(({ measure, follows, listing, until }) => ({
    checkId: answer.check,
    measureId: measure.id,
    version: measure.version,
    sort: measure.sort,
    effect: measure.effect,
    force: measure.force,
    subjectKind: asked.target.kind,
    matter: answer.asked.matter,
    place: measure.follows.indexOf(follows),
    recordId: listing.first.recordId,
    until,
  }));
}
