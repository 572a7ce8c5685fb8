/**
 * The search for candidates: SQL over the register, the library over whatever it found (docs/decisions/rule-language.md).
 * It decides nothing (C5): what it leaves is a row a keeper may open a proceeding from, and that proceeding stands on its own.
 */
import { randomUUID } from "node:crypto";
import type { RecordFacts } from "#core/criterion/facts.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Actor, Permit, Scope } from "#src/access/index.ts";
import type { Asked } from "#src/catalogue/index.ts";
import { inTransaction } from "#src/platform/database.ts";
import { searchRegister } from "../criteria/register-store.ts";
import { type Moment, mergedFiles, readFiles } from "./files.ts";
import type { CandidateParts } from "./parts.ts";
import { type ListRule, rulesOf, rulesResource, type SearchedKind, searchedKinds } from "./rules.ts";
import {
  appendCandidates,
  appendSearch,
  type CandidateRow,
  findLastSearch,
  listAliasActs,
  listPresent,
  listTouched,
  type RestsOn,
  type SearchRow,
} from "./store.ts";

/** Files whose records are read at once. */
const filesAtOnce = 500;
/** Subjects asked about at once, where only some are. */
const subjectsAtOnce = 5000;
/**
 * A record is dated by its sender's process before its transaction commits: what was dated shortly before the last search
 * may have come in after it. A chunk commits within seconds; ten minutes are asked again.
 */
const overlapMs = 10 * 60_000;

/** Whom a rule found. */
export interface RegisterFound {
  /** Files of whom it holds, the leading subject first. */
  readonly met: readonly (readonly string[])[];
  readonly unsaid: number;
}

interface Question extends Moment {
  readonly asked: Asked;
  readonly kinds: readonly SearchedKind[];
}

/** Asks a rule of the whole register, or of some subjects. Merged files are asked of the library alone. */
export async function askRegister(
  { app }: Pick<CandidateParts, "app">,
  scope: Scope,
  question: Question,
  among: readonly string[] | null,
): Promise<RegisterFound> {
  const merged = mergedFiles(await listAliasActs(app, scope), question);
  const wanted = among === null ? null : new Set(among);
  const asked = merged.filter((file) => wanted === null || file.some((subjectId) => wanted.has(subjectId)));
  const { asked: rule, ...rest } = question;
  const without = merged.flat();
  const inMerged = new Set(without);
  const single = among?.filter((subjectId) => !inMerged.has(subjectId)) ?? null;
  const search = { ...rest, condition: rule.condition, among: single, without };
  const found = await searchRegister(app, scope, search);
  const met = found.filter((one) => one.met === true).map(({ subjectId }) => [subjectId]);
  const answers = (await readFiles(app, scope, asked, question))
    .filter(({ kind }) => kind !== null && kind !== "person" && question.kinds.includes(kind))
    .map(({ subjectIds, facts }) => ({ subjectIds, ...rule.judge(facts, question.asOf) }));
  return {
    met: [...met, ...answers.filter((one) => one.met === true).map(({ subjectIds }) => subjectIds)],
    unsaid: found.length - met.length + answers.filter((one) => one.met === null).length,
  };
}

/** A candidate the library confirmed, with the records that speak for it. */
interface Confirmed {
  readonly subjectId: string;
  readonly kind: SearchedKind;
  readonly by: readonly RecordFacts[];
}

/** Asks the library of everybody SQL found. Throws where it says otherwise: then one of the two is wrong, and nobody is named. */
async function confirm(
  { app }: CandidateParts,
  scope: Scope,
  question: Question,
  met: readonly (readonly string[])[],
): Promise<Confirmed[]> {
  const confirmed: Confirmed[] = [];
  for (let from = 0; from < met.length; from += filesAtOnce) {
    const files = await readFiles(app, scope, met.slice(from, from + filesAtOnce), question);
    for (const { subjectIds, kind, facts } of files) {
      const { met: holds, by } = question.asked.judge(facts, question.asOf);
      const [subjectId] = subjectIds;
      if (holds !== true || subjectId === undefined || kind === null || kind === "person")
        throw new Error(`SQL and the rule library disagree about ${question.asked.text}`);
      confirmed.push({ subjectId, kind, by });
    }
  }
  return confirmed;
}

/** What a search came to. */
export interface Searched {
  readonly list: string;
  readonly criterion: string;
  /** Null: the whole register was asked. */
  readonly since: Date | null;
  /** How many subjects were asked about; null for the whole register. */
  readonly subjects: number | null;
  readonly met: number;
  readonly unsaid: number;
  /** Candidates that are new, or rest on other records than before. */
  readonly found: number;
  /** Candidates no longer. */
  readonly gone: number;
}

/**
 * Searches for one criterion: all of the register where the same rule was not yet asked on this day, else what was
 * recorded since, in time proportional to that. `whole` asks all again.
 */
async function searchFor(
  parts: CandidateParts,
  leave: { readonly permit: Permit; readonly scope: Scope },
  { rule, moment, whole }: { rule: ListRule; moment: Moment; whole: boolean },
): Promise<Searched> {
  const { app } = parts;
  const { list, criterion, asked, digest } = rule;
  const same = { listId: list.id, criterion: criterion.code, digest, asOf: moment.asOf };
  const last = whole ? null : await findLastSearch(app, leave.scope, same);
  const since = last === null ? null : new Date(last.getTime() - overlapMs);
  const among = since === null ? null : await filesTouched(parts, leave.scope, { since, moment });
  const question: Question = { ...moment, asked, kinds: searchedKinds(list) };
  const found = await askInParts(parts, leave.scope, question, among);
  const confirmed = await confirm(parts, leave.scope, question, found.met);
  const row: SearchRow = {
    searchId: randomUUID(),
    ...same,
    listVersion: list.version,
    knownAt: moment.knownAt,
    since,
    met: confirmed.length,
    unsaid: found.unsaid,
    endedAt: parts.clock.now(),
  };
  const present = await presentAmong(parts, leave.scope, { ...same, among });
  const changes = changesOf(confirmed, present);
  await inTransaction(app, async (transaction) => {
    await appendSearch(transaction, leave.permit, row);
    await appendCandidates(transaction, leave.permit, row, changes);
  });
  const gone = changes.filter(({ met }) => !met).length;
  const counts = { met: row.met, unsaid: row.unsaid, found: changes.length - gone, gone };
  return { list: list.id, criterion: criterion.code, since, subjects: among?.length ?? null, ...counts };
}

/** Subjects touched since, and all others of the files they are in. */
async function filesTouched(
  { app }: CandidateParts,
  scope: Scope,
  { since, moment }: { since: Date; moment: Moment },
): Promise<string[]> {
  const touched = new Set(await listTouched(app, scope, { after: since, until: moment.knownAt }));
  const files = mergedFiles(await listAliasActs(app, scope), moment);
  for (const file of files.filter((members) => members.some((subjectId) => touched.has(subjectId))))
    for (const subjectId of file) touched.add(subjectId);
  return [...touched];
}

async function askInParts(
  parts: CandidateParts,
  scope: Scope,
  question: Question,
  among: readonly string[] | null,
): Promise<RegisterFound> {
  if (among === null) return askRegister(parts, scope, question, null);
  const met = new Map<string, readonly string[]>();
  let unsaid = 0;
  for (let from = 0; from < among.length; from += subjectsAtOnce) {
    const found = await askRegister(parts, scope, question, among.slice(from, from + subjectsAtOnce));
    for (const file of found.met) met.set(file[0] ?? "", file);
    unsaid += found.unsaid;
  }
  return { met: [...met.values()], unsaid };
}

async function presentAmong(
  { app }: CandidateParts,
  scope: Scope,
  asked: { listId: string; criterion: string; among: readonly string[] | null },
) {
  if (asked.among === null) return listPresent(app, scope, asked);
  const present = [];
  for (let from = 0; from < asked.among.length; from += subjectsAtOnce)
    present.push(
      ...(await listPresent(app, scope, { ...asked, among: asked.among.slice(from, from + subjectsAtOnce) })),
    );
  return present;
}

/** What is other than it was: who is new or rests on other records, and who is a candidate no longer. */
function changesOf(confirmed: readonly Confirmed[], present: Awaited<ReturnType<typeof listPresent>>): CandidateRow[] {
  const before = new Map(present.map((row) => [row.subjectId, row]));
  const rows: CandidateRow[] = [];
  for (const { subjectId, kind, by } of confirmed) {
    const restsOn = by.map(({ subjectId: of, recordId, version }) => ({ subjectId: of, recordId, version }));
    const known = before.get(subjectId);
    before.delete(subjectId);
    if (known?.met && sameRecords(known.restsOn, restsOn)) continue;
    rows.push({ subjectId, subjectKind: kind, seq: (known?.seq ?? 0) + 1, met: true, restsOn });
  }
  for (const { subjectId, subjectKind, seq, met } of before.values())
    if (met) rows.push({ subjectId, subjectKind, seq: seq + 1, met: false, restsOn: [] });
  return rows;
}

function sameRecords(a: readonly RestsOn[], b: readonly RestsOn[]): boolean {
  const key = (rows: readonly RestsOn[]) =>
    rows
      .map(({ recordId, version }) => `${recordId} ${version}`)
      .sort()
      .join();
  return key(a) === key(b);
}

/** Which lists to search for, and whether all of the register is asked again. */
export interface SearchAsked {
  readonly list?: string;
  readonly whole?: boolean;
}

/**
 * Searches for every criterion in force today of the lists that are switched on. Only a job of the system searches: the
 * permit says so. A search that fails leaves the others standing; the error of the first is thrown at the end.
 */
export async function searchAll(
  parts: CandidateParts,
  actor: Actor,
  { list: only, whole = false }: SearchAsked = {},
  signal?: AbortSignal,
): Promise<Searched[]> {
  const today = parts.clock.today();
  const moment: Moment = { asOf: today, today, knownAt: parts.clock.now() };
  const done: Searched[] = [];
  const failed: unknown[] = [];
  for (const list of parts.catalogue.lists(today).filter(({ id }) => only === undefined || id === only)) {
    const leave = await leaveToSearch(parts, actor, list);
    for (const rule of rulesOf(list, today)) {
      signal?.throwIfAborted();
      try {
        done.push(await searchFor(parts, leave, { rule, moment, whole }));
      } catch (error) {
        parts.log.error(
          { err: error, list: list.id, criterion: rule.criterion.code },
          "a search for candidates failed",
        );
        failed.push(error);
      }
    }
  }
  if (failed.length > 0) throw failed[0];
  return done;
}

async function leaveToSearch({ door }: CandidateParts, actor: Actor, list: ListRule["list"]) {
  const resource = rulesResource(list);
  const permit = await door.permit(actor, "find-candidates", resource);
  const scope = await door.scope(actor, "search-register", resource, { audience: "inside" });
  if (!permit.ok || !scope.ok) throw new Error("the policies let nobody but the system search for candidates");
  return { permit: permit.value, scope: scope.value };
}

/** The day of the law, as searches and simulations default to. */
export function presentMoment({ clock }: Pick<CandidateParts, "clock">, asOf?: IsoDate): Moment {
  const today = clock.today();
  return { asOf: asOf ?? today, today, knownAt: clock.now() };
}
