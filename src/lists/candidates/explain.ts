/**
 * Why is X here? Every entry recomputed from the rules of the day it was decided on and the records known when it was
 * recorded, beside what the rules say now: a diff, not an opinion. People decide on more than records say.
 */
import type { Explanation, ListDifference, Recomputed } from "#contract/candidates.ts";
import type { List } from "#contract/lists-in-packs.ts";
import { inForce } from "#core/record/fold.ts";
import type { StandingRecord } from "#core/record/record.ts";
import { type Bilingual, type Outcome, refuse } from "#core/refusal.ts";
import { type IsoDate, parseIsoDate } from "#core/time/date.ts";
import type { Actor, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { type Moment, readFiles } from "./files.ts";
import type { CandidateParts } from "./parts.ts";
import { keepersPurpose, rulesOf, rulesResource } from "./rules.ts";
import { presentMoment } from "./search.ts";
import { listOn, ruleView, speakingRecord } from "./view.ts";

export interface ExplainAsked {
  readonly list: string;
  /** Of an organisation or an individual business. */
  readonly code: string;
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** Explains a subject's place on a list. A look, logged before it is answered (C15). */
export async function explainListing(
  parts: CandidateParts,
  actor: Actor,
  asked: ExplainAsked,
): Promise<Outcome<Explanation>> {
  const explained = await explainLists(parts, actor, asked);
  if (!explained.ok) return explained;
  const [only] = explained.value;
  if (!only) throw new Error("one list was asked about, and none was explained");
  return { ok: true, value: only };
}

/** The same for several lists in one look; without `list`, for every list in use that says anything of the subject. */
export async function explainLists(
  parts: CandidateParts,
  actor: Actor,
  asked: Omit<ExplainAsked, "list"> & { readonly list?: string },
): Promise<Outcome<Explanation[]>> {
  const moment = momentOf(parts, asked);
  if (!moment.ok) return moment;
  const lists = listsAsked(parts, asked.list, moment.value.asOf);
  if (!lists.ok) return lists;
  const scope = await scopeFor(parts, actor, lists.value);
  if (!scope.ok) return scope;
  const at = { effectiveAt: moment.value.asOf, knownAt: moment.value.knownAt.toISOString() };
  const found = await parts.registry.subjects.findPublic(asked.code, at);
  if (!found.ok) return found;
  const file = found.value;
  const principal = file?.subjectIds[0];
  // A person is not found by a public code; nobody is explained who is one (C12, C13).
  if (!file || principal === undefined || file.kind === "person") {
    await parts.looks.nothingHeld(actor, "explain-listing");
    return refuse("ledger.unknown-subject", { field: "code" });
  }
  const explained = await parts.looks.look(scope.value, principal, async (sql) => {
    const read = { sql, scope: scope.value };
    const value: (Pick<Explanation, "entries" | "now" | "differences"> & { list: List })[] = [];
    for (const list of lists.value)
      value.push({ list, ...(await recompute(parts, read, file.subjectIds, { list, moment: moment.value })) });
    return { value, outcome: "shown" as const, shown: { explained: lists.value.map(({ id }) => id) } };
  });
  const head = (await parts.registry.subjects.publicHeads([principal])).get(principal);
  const named = { code: head?.code ?? asked.code, name: head?.name ?? asked.code };
  const views = explained.map(({ list, ...rest }) => ({ list: list.id, title: list.title, ...named, ...rest }));
  const says = ({ differences }: Explanation) => differences.some(({ kind }) => kind !== "nothing");
  return { ok: true, value: asked.list === undefined ? views.filter(says) : views };
}

function listsAsked(parts: CandidateParts, id: string | undefined, on: IsoDate): Outcome<readonly List[]> {
  if (id === undefined) return { ok: true, value: parts.catalogue.lists(on).filter(({ switchedOn }) => switchedOn) };
  const list = listOn(parts, id, on);
  return list.ok ? { ok: true, value: [list.value] } : list;
}

/** Leave for all of the lists; the look says why by the first of them. */
async function scopeFor({ door }: CandidateParts, actor: Actor, lists: readonly List[]): Promise<Outcome<Scope>> {
  let first: Scope | null = null;
  for (const list of lists) {
    const given = { audience: "inside" as const, purpose: keepersPurpose(list) };
    const scope = await door.scope(actor, "explain-listing", rulesResource(list), given);
    if (!scope.ok) return scope;
    first ??= scope.value;
  }
  return first ? { ok: true, value: first } : refuse("candidates.unknown-list", { field: "list" });
}

function momentOf(parts: CandidateParts, { asOf, knownAt }: Pick<ExplainAsked, "asOf" | "knownAt">): Outcome<Moment> {
  const now = presentMoment(parts);
  const day = asOf === undefined ? now.today : parseIsoDate(asOf);
  if (day === null || day > now.today) return refuse("candidates.moment", { field: "asOf" });
  const instant = knownAt === undefined ? now.knownAt : new Date(knownAt);
  if (Number.isNaN(instant.getTime()) || instant > now.knownAt)
    return refuse("candidates.moment", { field: "knownAt" });
  return { ok: true, value: { asOf: day, today: now.today, knownAt: instant } };
}

type Read = { readonly sql: Sql; readonly scope: Scope };

async function recompute(
  parts: CandidateParts,
  read: Read,
  subjectIds: readonly string[],
  { list, moment }: { list: List; moment: Moment },
): Promise<Pick<Explanation, "entries" | "now" | "differences">> {
  const [file] = await readFiles(read.sql, read.scope, [subjectIds], moment);
  const standing = (file?.standing ?? []).filter(({ first }) => first.itemId === list.item);
  const now = await askRules(parts, read, subjectIds, { list, moment });
  const entries: Explanation["entries"] = [];
  for (const record of standing.toSorted((a, b) => (a.first.recordedAt < b.first.recordedAt ? -1 : 1))) {
    const knownAt = new Date(record.first.recordedAt);
    const then = { asOf: record.first.decidedOn, today: moment.today, knownAt };
    const of = parts.catalogue.listInForce(list.id, then.asOf);
    entries.push(entryView(record, moment.asOf, await askRules(parts, read, subjectIds, { list: of, moment: then })));
  }
  return { entries, now, differences: differencesOf(entries, now) };
}

/** What the criteria of a list say of a file at a moment. */
async function askRules(
  { catalogue }: CandidateParts,
  { sql, scope }: Read,
  subjectIds: readonly string[],
  { list, moment }: { list: List | null; moment: Moment },
): Promise<Recomputed> {
  const [file] = await readFiles(sql, scope, [subjectIds], moment);
  const rules = list === null ? [] : rulesOf(list, moment.asOf);
  return {
    asOf: moment.asOf,
    knownAt: moment.knownAt.toISOString(),
    listVersion: list?.version ?? null,
    criteria: rules.map((rule) => {
      const { met, by } = rule.asked.judge(file?.facts ?? [], moment.asOf);
      return {
        ...ruleView(rule, catalogue, moment.asOf),
        met: met === null ? "unsaid" : met ? "yes" : "no",
        by: by.map((record) => speakingRecord(record, catalogue, moment.asOf)),
      };
    }),
  };
}

function entryView(record: StandingRecord, asOf: IsoDate, whenDecided: Recomputed): Explanation["entries"][number] {
  const { first, content, state } = record;
  const ground = content.open?.["ground"];
  return {
    recordId: first.recordId,
    state,
    inForce: state === "standing" && inForce(content, asOf),
    decidedOn: content.decidedOn,
    effectiveFrom: content.effectiveFrom,
    effectiveTo: content.effectiveTo,
    recordedAt: first.recordedAt,
    ground: typeof ground === "string" ? ground : null,
    whenDecided,
  };
}

const sentences: Readonly<Record<ListDifference["kind"], Bilingual>> = {
  "listed-as-the-rules-say": {
    zh: "按决定当日的标准和当时已知的记录重算，标准符合",
    en: "recomputed by the criteria of the day of its decision and the records known then, a criterion is met",
  },
  "listed-otherwise": {
    zh: "按决定当日的标准和当时已知的记录重算，没有标准符合：决定另有依据，或所依据的记录其后已撤销、删除",
    en: "recomputed by the criteria of the day of its decision and the records known then, none is met: it was decided on other grounds, or its records were withdrawn or forgotten since",
  },
  "ground-differs": {
    zh: "所载列入事由与符合的标准所对应的事由不同",
    en: "the ground it names is not that of the criterion that is met",
  },
  "records-since": {
    zh: "支持标准的记录自决定以来有变化",
    en: "the records that speak for the criteria have changed since its decision",
  },
  "candidate-not-listed": {
    zh: "标准现在符合，但没有有效的列入：候选不是决定",
    en: "a criterion is met now and no entry is in force: a candidate is no decision",
  },
  nothing: { zh: "不在名单上，也没有标准符合", en: "not on the list, and no criterion is met" },
};

function differencesOf(entries: Explanation["entries"], now: Recomputed): ListDifference[] {
  const said = (kind: ListDifference["kind"], recordId: string | null, more: Partial<ListDifference> = {}) => ({
    ...{ kind, recordId, says: sentences[kind], gained: [], lost: [] },
    ...more,
  });
  const speakNow = speakingIds(now);
  const differences = entries.flatMap(({ recordId, ground, whenDecided }) => {
    const met = whenDecided.criteria.filter((one) => one.met === "yes");
    const speakThen = speakingIds(whenDecided);
    const found = [said(met.length > 0 ? "listed-as-the-rules-say" : "listed-otherwise", recordId)];
    if (ground !== null && met.length > 0 && met.every((one) => one.ground !== null && one.ground !== ground))
      found.push(said("ground-differs", recordId));
    const gained = [...speakNow.difference(speakThen)];
    const lost = [...speakThen.difference(speakNow)];
    if (gained.length + lost.length > 0) found.push(said("records-since", recordId, { gained, lost }));
    return found;
  });
  const isListed = entries.some((entry) => entry.inForce);
  if (!isListed && speakNow.size > 0) differences.push(said("candidate-not-listed", null));
  if (entries.length === 0 && speakNow.size === 0) differences.push(said("nothing", null));
  return differences;
}

function speakingIds({ criteria }: Recomputed): Set<string> {
  return new Set(criteria.flatMap(({ by }) => by.map(({ recordId }) => recordId)));
}
