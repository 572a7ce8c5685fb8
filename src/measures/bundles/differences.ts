/**
 * What a desk was told from its bundle, beside what the register says of the same day: what had ended meanwhile (a listing
 * withdrawn, suspended, shortened) is told to the body, which has to put it right, and to the subject, whose look shows it.
 */
import type { Bundle } from "#core/receipt/bundle.ts";
import { deskAnswer } from "#core/receipt/desk-answer.ts";
import type { ReadEntry } from "#core/receipt/journal.ts";
import type { StandingRecord } from "#core/record/record.ts";
import { shanghaiDate } from "#core/time/date.ts";
import type { Scope } from "#src/access/index.ts";
import { readStanding } from "#src/ledger/index.ts";
import type { Transaction } from "#src/platform/database.ts";
import { bindingsFor, keyOf } from "../answer.ts";
import type { BundleRooms } from "./parts.ts";

/** An entry of a journal beside the register. */
export interface Compared {
  /** Null where nobody is known by the code: nobody was looked at. */
  readonly subjectId: string | null;
  readonly constraints: number;
  readonly incentives: number;
  /** Measures it was told that had no effect any more; measures that had one and that it was not told. */
  readonly ended: readonly string[];
  readonly begun: readonly string[];
}

/** Compares every entry, in order. Refused ones are about nobody. */
export async function compareWithRegister(
  rooms: BundleRooms,
  transaction: Transaction,
  { scope, bundle, entries }: { scope: Scope; bundle: Bundle; entries: readonly ReadEntry[] },
): Promise<Compared[]> {
  const files = await filesOf(rooms, entries);
  const subjectIds = [...new Set([...files.values()].flat())];
  const standing =
    subjectIds.length > 0
      ? await readStanding(transaction, scope, { subjectIds, itemIds: rooms.rules().listItems })
      : new Map<string, StandingRecord[]>();
  return entries.map((entry) => {
    const ids = entry.asked.code === null ? [] : (files.get(entry.asked.code) ?? []);
    const own = ids.flatMap((id) => standing.get(id) ?? []);
    return compare(rooms, { scope, bundle, entry, own, subjectId: ids[0] ?? null });
  });
}

/** Whose file each code leads to today; none where it is nobody's. */
async function filesOf(
  { registry, clock }: BundleRooms,
  entries: readonly ReadEntry[],
): Promise<Map<string, readonly string[]>> {
  const files = new Map<string, readonly string[]>();
  const asOf = { effectiveAt: clock.today(), knownAt: clock.now().toISOString() };
  for (const { asked } of entries) {
    if (asked.code === null || files.has(asked.code)) continue;
    const file = await registry.subjects.findByNumber({ scheme: "unified-code", value: asked.code }, asOf);
    files.set(asked.code, file?.kind === "organisation" ? file.subjectIds : []);
  }
  return files;
}

interface Comparing {
  readonly scope: Scope;
  readonly bundle: Bundle;
  readonly entry: ReadEntry;
  readonly own: readonly StandingRecord[];
  readonly subjectId: string | null;
}

function compare(rooms: BundleRooms, { scope, bundle, entry, own, subjectId }: Comparing): Compared {
  const none = { subjectId: null, constraints: 0, incentives: 0, ended: [], begun: [] };
  const { asked, matter: id, by, at } = entry;
  if (asked.code === null || subjectId === null) return none;
  const told = deskAnswer(bundle, { code: asked.code, matter: id, by, at });
  const matter = rooms.rules().matters.get(id);
  const { actor } = scope;
  if (!told || !matter || (actor.kind !== "officer" && actor.kind !== "client")) return { ...none, subjectId };
  const question = { agencyKinds: actor.agencyKinds, matter, subjectKind: "organisation" } as const;
  const listings = own.filter(({ first }) => first.recordedAt <= at).map((one) => asKnownAt(one, at));
  const { bound } = bindingsFor({ ...question, today: shanghaiDate(new Date(at)) }, listings, rooms.rules());
  const then = new Set(bound.map(({ measure }) => keyOf(measure)));
  const heard = new Set([...told.constraints, ...told.incentives].map(({ measure }) => String(measure)));
  return {
    subjectId,
    constraints: told.constraints.length,
    incentives: told.incentives.length,
    ended: [...heard].filter((key) => !then.has(key)).sort(),
    begun: [...then].filter((key) => !heard.has(key)).sort(),
  };
}

/**
 * A mark that was set after the look was no news to anybody then. A withdrawal counts whenever it came: what is undone is
 * undone from its beginning, and so is what was done on it.
 */
function asKnownAt(record: StandingRecord, at: string): StandingRecord {
  return { ...record, marks: record.marks.filter(({ recordedAt }) => recordedAt <= at) };
}
