/**
 * What a bundle says, read in one snapshot: organisations that are bound or favoured in its matters, each answered as a single
 * check would answer (C7), and the fingerprints of all codes the register knows. Nobody who is no organisation is in it (C12).
 */
import { type BundleEntry, type BundleMatter, fingerprint } from "#core/receipt/bundle.ts";
import type { StandingRecord } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Scope } from "#src/access/index.ts";
import { readStanding } from "#src/ledger/index.ts";
import type { Sql } from "#src/platform/database.ts";
import type { Body, Ground } from "../acts.ts";
import { headOf } from "../acts.ts";
import { type Bound, bindingsFor } from "../answer.ts";
import { composeAnswer, type Terms } from "../compose.ts";
import { wordsOf } from "../desk.ts";
import type { MeasureRules } from "../rules.ts";
import type { BundleRooms } from "./parts.ts";
import { type BundleMeasureRow, listDecidedCodes, readKnownCodes, readListedCodes } from "./store.ts";

/** Subjects whose listings are read together. */
const readTogether = 2000;

/** What was read for a bundle. */
export interface Collected {
  /** By code. */
  readonly entries: readonly BundleEntry[];
  /** Words the entries refer to. */
  readonly terms: ReadonlyMap<string, Terms<unknown>>;
  /** Ascending, none twice. */
  readonly known: Float64Array;
  readonly measures: readonly BundleMeasureRow[];
}

/** Who a bundle is for, and as of when. */
export interface Collecting {
  readonly actor: Body;
  readonly grounds: readonly Ground[];
  readonly scope: Scope;
  readonly at: Date;
  readonly today: IsoDate;
  readonly salt: Uint8Array;
}

/** Reads everything. Memory grows with those that are bound, and by eight bytes a known code. */
export async function collect(rooms: BundleRooms, sql: Sql, given: Collecting): Promise<Collected> {
  const { scope, salt } = given;
  const decided = await listDecidedCodes(sql, scope);
  const collecting = new Collector(rooms, given);
  const lookedUp = await collecting.lookUp(sql, decided);
  const apart = new Set(decided);
  const items = listItemsFor(rooms.rules(), given);
  for await (const rows of readListedCodes(sql, scope, items))
    for (let from = 0; from < rows.length; from += readTogether) {
      const page = rows.slice(from, from + readTogether).filter(({ code }) => !apart.has(code));
      await collecting.add(
        sql,
        page.map(({ code, subjectId }) => ({ code, subjectIds: [subjectId] })),
      );
    }
  const known = new Fingerprints(salt);
  for await (const rows of readKnownCodes(sql, scope))
    for (const { code } of rows) if (!apart.has(code) || lookedUp.has(code)) known.add(code);
  return { ...collecting.done(), known: known.sorted() };
}

/** Items of lists from which anything may follow in these matters; the others need not be read. */
function listItemsFor(rules: MeasureRules, { grounds, today }: Collecting): string[] {
  return rules.listItems.filter((item) => {
    const list = rules.listOfItem(item, today);
    return list === null || grounds.some(({ matter }) => rules.linksOf(matter.matter, list.id).length > 0);
  });
}

class Collector {
  readonly #rooms: BundleRooms;
  readonly #given: Collecting;
  readonly #rules: MeasureRules;
  readonly #entries: BundleEntry[] = [];
  readonly #terms = new Map<string, Terms<unknown>>();
  readonly #measures = new Map<string, BundleMeasureRow>();

  constructor(rooms: BundleRooms, given: Collecting) {
    this.#rooms = rooms;
    this.#given = given;
    this.#rules = rooms.rules();
  }

  /** Codes about which people decided (merged, split): as the register says. @returns those that are somebody's */
  async lookUp(sql: Sql, codes: readonly string[]): Promise<ReadonlySet<string>> {
    const { at, today } = this.#given;
    const asOf = { effectiveAt: today, knownAt: at.toISOString() };
    const found: { code: string; subjectIds: readonly string[] }[] = [];
    for (const code of codes) {
      const file = await this.#rooms.registry.subjects.findByNumber({ scheme: "unified-code", value: code }, asOf);
      if (file?.kind === "organisation") found.push({ code, subjectIds: file.subjectIds });
    }
    await this.add(sql, found);
    return new Set(found.map(({ code }) => code));
  }

  async add(
    sql: Sql,
    found: readonly { readonly code: string; readonly subjectIds: readonly string[] }[],
  ): Promise<void> {
    const subjectIds = found.flatMap((one) => one.subjectIds);
    if (subjectIds.length === 0) return;
    const { scope } = this.#given;
    const standing = await readStanding(sql, scope, { subjectIds, itemIds: this.#rules.listItems });
    for (const { code, subjectIds: ids } of found) {
      const listings = ids.flatMap((id) => standing.get(id) ?? []);
      const matters = this.#given.grounds.flatMap((ground) => this.#answer(ground, listings) ?? []);
      if (matters.length > 0) this.#entries.push({ code, matters });
    }
  }

  #answer(ground: Ground, listings: readonly StandingRecord[]): BundleMatter | null {
    const { actor, today, at } = this.#given;
    const { matter } = ground;
    const question = { agencyKinds: actor.agencyKinds, matter, subjectKind: "organisation", today } as const;
    const answered = bindingsFor(question, listings, this.#rules);
    // A measure no pack should hold is not answered, and whoever runs the node must hear of it (C7).
    if (answered.withheld.length > 0)
      this.#rooms.log.error({ withheld: answered.withheld }, "unlawful measures were left out");
    if (answered.bound.length === 0) return null;
    const { digested, terms } = composeAnswer(
      {
        check: "",
        issuer: "",
        salt: "",
        day: today,
        knownAt: at.toISOString(),
        asked: headOf(this.#rooms, actor, ground),
        subject: { kind: "organisation", number: null, scheme: null, subjectId: null },
        words: wordsOf(this.#rooms),
      },
      answered,
    );
    // The first are the words of who asked: a bundle says them in its head.
    for (const one of terms.slice(1)) this.#terms.set(one.digest, one);
    for (const bound of answered.bound) this.#count(matter.matter, bound);
    const { constraints, incentives } = JSON.parse(digested) as BundleMatter;
    return { matter: matter.matter, constraints, incentives };
  }

  #count(matter: string, { measure, follows, until }: Bound): void {
    const place = measure.follows.indexOf(follows);
    const key = `${measure.id} ${measure.version} ${place} ${matter}`;
    const known = this.#measures.get(key);
    const later = known && (known.until === null || (until !== null && until < known.until)) ? known.until : until;
    this.#measures.set(key, {
      measureId: measure.id,
      version: measure.version,
      place,
      matter,
      sort: measure.sort,
      effect: measure.effect,
      organisations: (known?.organisations ?? 0) + 1,
      until: later,
    });
  }

  done(): Omit<Collected, "known"> {
    const entries = this.#entries.sort((a, b) => (a.code < b.code ? -1 : 1));
    return { entries, terms: this.#terms, measures: [...this.#measures.values()] };
  }
}

/** Fingerprints as they come; a number of 48 bits fits into a double. */
class Fingerprints {
  readonly #salt: Uint8Array;
  #all = new Float64Array(1 << 16);
  #count = 0;

  constructor(salt: Uint8Array) {
    this.#salt = salt;
  }

  add(code: string): void {
    if (this.#count === this.#all.length) {
      const more = new Float64Array(this.#all.length * 2);
      more.set(this.#all);
      this.#all = more;
    }
    this.#all[this.#count++] = fingerprint(this.#salt, code);
  }

  sorted(): Float64Array {
    const sorted = this.#all.subarray(0, this.#count).sort();
    return sorted.filter((one, at) => at === 0 || one !== sorted[at - 1]);
  }
}
