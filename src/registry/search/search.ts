/**
 * Search for organisations as people type: by number, or by name in all its forms (src/core/name). Persons cannot be
 * found here at all, individual businesses by exact code or whole trade name only (C12, C13).
 */

import type { SubjectView } from "#contract/ledger.ts";
import type { Divisions } from "#core/code/division.ts";
import { identify } from "#core/code/identify.ts";
import { holdsPersonsIdentifier } from "#core/code/secrets.ts";
import { type Places, placesWith } from "#core/name/parts.ts";
import { planQuery, type ReadQuery, readQuery, type TokenSet } from "#core/name/query.ts";
import { certain, Matcher, near, type Reason } from "#core/name/score.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import type { Scheme } from "#core/subject/identifier.ts";
import type { Door } from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Pool } from "#src/platform/database.ts";
import { type Subjects, today } from "../views.ts";
import type { NameStatistics } from "./statistics.ts";
import { findNames, type IndexedName } from "./store.ts";

/** An organisation that answers a query. */
export interface Hit {
  readonly code: string;
  /** Present name; the code where no name may be shown. */
  readonly name: string;
  /** The name or number that answered. */
  readonly matched: string;
  /** `matched` is a name it once had. */
  readonly former: boolean;
  readonly reason: Reason;
  /** 0 to 1, two decimals; comparable within one answer. */
  readonly score: number;
  readonly division: string | null;
}

/** One page of hits, the best first. */
export interface Hits {
  readonly items: readonly Hit[];
  /** More follow; up to {@link hitsMax} in all. */
  readonly more: boolean;
}

/** Hits that can be paged through: who wants more must ask more precisely. */
export const hitsMax = 200;
export const queryLengthMax = 240;

const numberSchemes: ReadonlySet<string> = new Set<Scheme>([
  "unified-code",
  "organisation-code",
  "registration-number",
  "legacy-registration-number",
  "lei",
]);

interface Scored {
  readonly subjectId: string;
  readonly matched: string;
  readonly former: boolean;
  readonly reason: Reason;
  readonly score: number;
}

export interface SearchParts {
  readonly publicReader: Pool;
  readonly door: Door;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly subjects: Subjects;
  readonly statistics: NameStatistics;
}

export class NameSearch {
  readonly #parts: SearchParts;
  #places: { readonly of: Divisions; readonly places: Places } | null = null;

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  /**
   * Organisations that answer what was typed, best first. What looks like a person's number is refused and nowhere
   * repeated (C13).
   * @param forgiving false: only what stands as typed, for suggestions while typing
   */
  async search(
    typed: string,
    { limit, offset = 0, forgiving = true }: { limit: number; offset?: number; forgiving?: boolean },
  ): Promise<Outcome<Hits>> {
    if (holdsPersonsIdentifier(typed)) return refuse("registry.identity-number");
    if (typed.length > queryLengthMax) return refuse("registry.query-long", { params: { most: queryLengthMax } });
    const query = readQuery(typed);
    if (query.text === "" && query.letters === "") return refuse("registry.query-empty");
    const byNumber = await this.#byNumber(typed);
    const scored = byNumber.length > 0 ? byNumber : await this.#byName(typed, query, forgiving);
    return done(await this.#show(scored, { limit: Math.min(limit, hitsMax - offset), offset }));
  }

  async #byNumber(typed: string): Promise<Scored[]> {
    const { scheme, normalised } = identify(typed, this.#parts.catalogue.divisions);
    if (scheme === null || normalised === null || !numberSchemes.has(scheme)) return [];
    const subjectIds = await this.#parts.subjects.ownersOf({ scheme, value: normalised });
    return subjectIds.map((subjectId) => ({
      subjectId,
      matched: normalised,
      former: false,
      reason: "exact-number",
      score: 1,
    }));
  }

  /** Places of the catalogue in force: made anew when it was. */
  #placesNow(): Places {
    const { divisions } = this.#parts.catalogue;
    if (this.#places?.of !== divisions) this.#places = { of: divisions, places: placesWith(divisions.all()) };
    return this.#places.places;
  }

  async #byName(typed: string, query: ReadQuery, forgiving: boolean): Promise<Scored[]> {
    const { publicReader, door, statistics } = this.#parts;
    const { frequency, names } = await statistics.present();
    const plan = planQuery(query, frequency, names);
    const best = new Best(new Matcher(typed, query, this.#placesNow()));
    const look = async (sets: readonly TokenSet[]) =>
      best.take(await findNames(publicReader, door.publicScope, { sets, tradeName: query.text }));
    await look(plan.asTyped);
    if (forgiving && best.score < certain && plan.forgiving.length > 0) await look(plan.forgiving);
    if (forgiving && best.score < near && plan.farther.length > 0) await look(plan.farther);
    return best.ranked();
  }

  /** Heads for one page; subjects that are one file stand once, and a name that a split took away leads nowhere. */
  async #show(scored: readonly Scored[], { limit, offset }: { limit: number; offset: number }): Promise<Hits> {
    const { subjects, clock } = this.#parts;
    const wanted = scored.slice(0, hitsMax);
    // Most often nothing was merged or split, and the page is what it seems to be: both are asked at once.
    const seeming = wanted.slice(offset, offset + limit).map((hit) => hit.subjectId);
    const [files, guessed] = await Promise.all([subjects.filesOf(wanted, today(clock)), subjects.publicHeads(seeming)]);
    const seen = new Set<string>();
    const kept = wanted.flatMap((hit, at) => {
      const principal = files[at];
      if (principal === undefined || principal === null || seen.has(principal)) return [];
      seen.add(principal);
      return [{ ...hit, principal }];
    });
    const page = kept.slice(offset, offset + limit);
    const missing = page.map((hit) => hit.principal).filter((id) => !guessed.has(id));
    const heads = missing.length === 0 ? guessed : new Map([...guessed, ...(await subjects.publicHeads(missing))]);
    return {
      items: page.flatMap(({ principal, matched, former, reason, score }) => {
        const head = heads.get(principal);
        if (!head) return [];
        return [
          {
            code: head.code,
            name: head.name,
            matched,
            former: former || isFormer(head, matched),
            reason,
            score: Math.round(score * 100) / 100,
            division: head.division?.name ?? null,
          },
        ];
      }),
      more: kept.length > offset + page.length && offset + page.length < hitsMax,
    };
  }
}

/** True for a name the subject bore before its present one. */
function isFormer({ name, names }: SubjectView, matched: string): boolean {
  return matched !== name && names.some((one) => one.name === matched && one.role !== "short");
}

/** Collects names, each scored once; keeps the best of each subject. */
class Best {
  readonly #matcher: Matcher;
  readonly #seen = new Set<string>();
  readonly #bySubject = new Map<string, Scored>();
  score = 0;

  constructor(matcher: Matcher) {
    this.#matcher = matcher;
  }

  take(names: readonly IndexedName[]): void {
    for (const { subjectId, name, former } of names) {
      const key = `${subjectId} ${name}`;
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      const match = this.#matcher.match(name);
      if (!match) continue;
      if (match.score > this.score) this.score = match.score;
      const hit = { subjectId, matched: name, former, ...match };
      const known = this.#bySubject.get(subjectId);
      if (!known || byRank(hit, known) < 0) this.#bySubject.set(subjectId, hit);
    }
  }

  ranked(): Scored[] {
    return [...this.#bySubject.values()].sort(byRank);
  }
}

/** Better first; of equals the present name, then the shorter, then in a fixed order. */
function byRank(a: Scored, b: Scored): number {
  return (
    b.score - a.score ||
    Number(a.former) - Number(b.former) ||
    a.matched.length - b.matched.length ||
    (a.matched < b.matched ? -1 : a.matched > b.matched ? 1 : a.subjectId < b.subjectId ? -1 : 1)
  );
}
