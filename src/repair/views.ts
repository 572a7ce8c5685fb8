/** What the two sides of a request see of it: its subject by right, its recogniser by a logged look (C9, C15). */
import type { FileRecord } from "#contract/ledger.ts";
import type { RepairActView, RepairLine, RepairView } from "#contract/repair.ts";
import { type Bilingual, done, type Outcome, refuse } from "#core/refusal.ts";
import { isOwed, nextActs, type RequestAct } from "#core/repair/request.ts";
import type { IsoDate } from "#core/time/date.ts";
import { type Actor, agencyOf, type FileAnswer, lookAt, type Scope, signature } from "#src/access/index.ts";
import { readRecords, visibleTo } from "#src/ledger/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { resourceOf, type Standing, standingOf, wordsContext } from "./commit.ts";
import { documentView, evidenceFile } from "./evidence.ts";
import type { RepairParts } from "./parts.ts";
import {
  type ActRow,
  countWaiting,
  type DocumentRow,
  findRequest,
  findRuleOf,
  type HolderRow,
  listActDocuments,
  listCertificates,
  listHolders,
  listOfAuthority,
  listOfSubject,
  type RequestRow,
} from "./store.ts";

/** Why a recogniser reads what it is asked to decide. */
const ownPurpose = { purpose: "repair-handling", basis: "信用修复管理办法；国办发〔2025〕22号（谁认定、谁修复）" };

/** Leave to read a request: as its subject where one represents it, else as its recogniser. */
function readingScope({ door }: RepairParts, actor: Actor, head: RequestRow): Promise<Outcome<Scope>> {
  return actor.kind === "representative"
    ? door.scope(actor, "read-repair", resourceOf(head), { audience: "subject" })
    : door.scope(actor, "read-repair", resourceOf(head), { audience: "body", purpose: ownPurpose });
}

export function titleOf({ catalogue }: Pick<RepairParts, "catalogue">, itemId: string): Bilingual {
  return catalogue.versions(itemId).at(-1)?.item.title ?? { zh: itemId, en: itemId };
}

export function authorityOf({ agencies }: Pick<RepairParts, "agencies">, code: string) {
  const name = agencies.nameOf(code);
  return { code, nameZh: name.zh, nameEn: name.en };
}

/** Names and codes of those of some subjects that are no persons. */
export function namesOf(parts: RepairParts, heads: readonly Pick<RequestRow, "subjectId" | "subjectKind">[]) {
  const named = heads.filter(({ subjectKind }) => subjectKind !== "person").map(({ subjectId }) => subjectId);
  return parts.registry.subjects.publicHeads([...new Set(named)]);
}

/** Requests in a list: about what, until when; nothing of their words. */
export async function linesOf(parts: RepairParts, standings: readonly Standing[]): Promise<RepairLine[]> {
  const heads = standings.map(({ head }) => head);
  const names = await namesOf(parts, heads);
  const ids = heads.map(({ requestId }) => requestId);
  const certificates = new Map(
    (await listCertificates(parts.app, ids)).map(({ requestId, code }) => [requestId, code]),
  );
  const holders = Map.groupBy(await listHolders(parts.app, ids), ({ requestId }) => requestId);
  const today = parts.clock.today();
  return standings.map((standing): RepairLine => {
    const { head, now, acts } = standing;
    const subject = names.get(head.subjectId);
    const decision = acts.findLast(({ act }) => act === "refuse");
    const lift = acts.findLast(({ act }) => act === "lift");
    return {
      requestId: head.requestId,
      applicationId: head.applicationId,
      kind: head.kind,
      subjectId: head.subjectId,
      subjectKind: head.subjectKind,
      subject: { code: subject?.code ?? "", name: subject?.name ?? "" },
      recordId: head.recordId,
      recordTitle: titleOf(parts, head.itemId),
      authority: authorityOf(parts, head.authority),
      receipt: head.receipt,
      state: now.state,
      appliedOn: head.appliedOn,
      decideBy: head.decideBy,
      feedbackBy: head.feedbackBy,
      overdue: isOwed(now.state) && today > head.decideBy,
      escalated: escalatedOn(standing, today),
      endedOn: isOwed(now.state) ? null : (acts.find(({ state }) => !isOwed(state))?.actedOn ?? null),
      ground: now.state === "refused" ? (decision?.ground ?? null) : null,
      until: now.state === "lifted" ? (lift?.until ?? null) : null,
      certificate: now.state === "granted" ? (certificates.get(head.requestId) ?? null) : null,
      holders: holdersOf(holders.get(head.requestId) ?? [], today),
    };
  });
}

/** How far up it is by the date: whether the job that tells supervisors has run or not. */
function escalatedOn({ head, now }: Standing, today: IsoDate): number {
  if (!isOwed(now.state)) return 0;
  return today > head.feedbackBy ? 2 : today > head.decideBy ? 1 : 0;
}

function isLate({ dueOn, confirmedAt }: HolderRow, today: IsoDate): boolean {
  return confirmedAt === null && dueOn < today;
}

function holdersOf(rows: readonly HolderRow[], today: IsoDate): RepairLine["holders"] {
  return {
    told: rows.length,
    confirmed: rows.filter(({ confirmedAt }) => confirmedAt !== null).length,
    overdue: rows.filter((row) => isLate(row, today)).length,
  };
}

/** One line, after an act. */
export async function lineOf(parts: RepairParts, standing: Standing): Promise<RepairLine> {
  const [line] = await linesOf(parts, [standing]);
  if (!line) throw new Error("a request has no line");
  return line;
}

/** Requests of the subjects somebody represents: what waits first, by its day; then what is over, the latest first. */
export async function standingsOfOwn(parts: RepairParts, scope: Scope, subjectId: string): Promise<Standing[]> {
  const standings = (await listOfSubject(parts.app, scope, subjectId)).map(standingOf);
  const urgency = ({ now, head }: Standing) =>
    isOwed(now.state) ? `0 ${head.decideBy}` : `1 ${99_999_999 - Number(head.appliedOn.replaceAll("-", ""))}`;
  return standings.sort((a, b) => (urgency(a) < urgency(b) ? -1 : 1));
}

const cursorShape = /^(\d{4}-\d{2}-\d{2}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A page of a recogniser's queue. `cursor`: as the page before gave it; one we did not give begins anew. */
export async function listForAuthority(
  parts: RepairParts,
  actor: Actor,
  { show, cursor, limit }: { show: "waiting" | "over"; cursor: string | null; limit: number },
) {
  const authority = agencyOf(actor) ?? "";
  const resource = resourceOf({ requestId: "all", authority, subjectId: "", appliedBy: "" });
  const scope = await parts.door.scope(actor, "list-repairs", resource, { audience: "inside" });
  if (!scope.ok) return scope;
  const [, day, id] = cursorShape.exec(cursor ?? "") ?? [];
  const after = day && id ? { day, id } : null;
  const found = await listOfAuthority(parts.app, scope.value, { authority, show, after, limit: limit + 1 });
  const shown = found.slice(0, limit).map(standingOf);
  const last = found.length > limit ? shown.at(-1)?.head : undefined;
  return done({
    today: parts.clock.today(),
    items: await linesOf(parts, shown),
    next: last ? `${show === "waiting" ? last.decideBy : last.appliedOn} ${last.requestId}` : null,
    ...(await countWaiting(parts.app, scope.value, authority)),
  });
}

interface Found {
  readonly record: FileRecord | null;
  readonly documents: readonly (DocumentRow & { readonly requestId: string; readonly seq: number })[];
}

/** A whole request: the record, the evidence beside it, what happened, what may be done now. */
export async function readRepair(parts: RepairParts, actor: Actor, requestId: string): Promise<Outcome<RepairView>> {
  const request = await findRequest(parts.app, requestId);
  if (!request) return refuse("repair.unknown");
  const { head } = request;
  const scope = await readingScope(parts, actor, head);
  if (!scope.ok) return scope;
  const found = await lookAt(parts, scope.value, {
    subjectId: head.subjectId,
    what: "repair",
    read: async (sql): Promise<Found> => ({
      record: await readRecord(parts, { sql, scope: scope.value, head }),
      documents: await listActDocuments(sql, scope.value, head.applicationId),
    }),
  });
  return done(await viewOf(parts, actor, { standing: standingOf(request), found }));
}

/** The record as it is decided on: the recogniser decided it, so it reads it whatever has become of it. */
async function readRecord(
  parts: RepairParts,
  { sql, scope, head }: { sql: Sql; scope: Scope; head: RequestRow },
): Promise<FileRecord | null> {
  const { firsts, changes } = await readRecords(sql, scope, [head]);
  const [first] = firsts;
  if (!first) return null;
  const today = parts.clock.today();
  const asOf = { effectiveAt: today, knownAt: parts.clock.now().toISOString(), today };
  const { legends } = parts.ledger.files;
  return (
    visibleTo(first, changes.get(head.recordId) ?? [], { asOf, audience: "subject", legends, unseal: null }).visible
      ?.record ?? null
  );
}

async function viewOf(
  parts: RepairParts,
  actor: Actor,
  { standing, found }: { standing: Standing; found: Found },
): Promise<RepairView> {
  const { head, acts } = standing;
  const { ruleId, ruleVersion } = (await findRuleOf(parts.app, head.applicationId)) ?? { ruleId: "", ruleVersion: 0 };
  const rule = parts.catalogue.repairRules.find(({ id, version }) => id === ruleId && version === ruleVersion);
  if (!rule) throw new Error("a request was made under a rule that is not in the catalogue");
  const today = parts.clock.today();
  const holders = await listHolders(parts.app, [head.requestId]);
  const version = Number(
    found.record?.item.split("@")[1] ?? parts.catalogue.versions(head.itemId).at(-1)?.item.version,
  );
  return {
    ...(await lineOf(parts, standing)),
    rule,
    record: found.record,
    legend: parts.catalogue.item(head.itemId, version).legend,
    acts: acts.map((act) => ({
      ...actView(act),
      words: wordsOf(parts, head, act),
      documents: documentsOf(found, head, act),
    })),
    next: nextFor(parts, actor, standing),
    noticeId: acts.findLast(({ act }) => act === "intend-reversal")?.noticeId ?? null,
    late: holders.filter((row) => isLate(row, today)).map(({ agencyCode }) => authorityOf(parts, agencyCode)),
  };
}

/** Of an application the evidence lies with one request; every recogniser of the matter reads it. */
function documentsOf({ documents }: Found, { requestId }: RequestRow, { seq }: ActRow) {
  return documents
    .filter((one) => (one.requestId === requestId ? one.seq === seq : seq === 1 && one.seq === 1))
    .map(documentView);
}

const subjectActs: readonly RequestAct[] = ["add", "withdraw"];

function nextFor({ clock }: RepairParts, actor: Actor, { head, now }: Standing): string[] {
  const asked = { by: signature(actor), today: clock.today(), heard: true };
  const isSubject = actor.kind === "representative";
  return nextActs(now, head, asked).filter((act) => subjectActs.includes(act) === isSubject);
}

function wordsOf({ keys }: RepairParts, { requestId }: RequestRow, { seq, sealed }: ActRow): string | null {
  return sealed && sealed.length > 0 ? keys.open(sealed, wordsContext(requestId, seq)).toString("utf8") : null;
}

function actView({
  act,
  actedAt,
  actedBy,
  basis,
  level,
  ground,
  provision,
}: ActRow): Omit<RepairActView, "words" | "documents"> {
  const by =
    basis !== null
      ? "counter"
      : actedBy.startsWith("representative:")
        ? "subject"
        : actedBy.startsWith("job:")
          ? "node"
          : "authority";
  return { act, at: actedAt.toISOString(), by, level, ground, provision, basis };
}

/** A piece of evidence, for either side. */
export async function downloadEvidence(
  parts: RepairParts,
  actor: Actor,
  { requestId, documentId }: { requestId: string; documentId: string },
): Promise<Outcome<FileAnswer>> {
  const request = await findRequest(parts.app, requestId);
  if (!request) return refuse("repair.unknown");
  const scope = await readingScope(parts, actor, request.head);
  if (!scope.ok) return scope;
  const documents = await lookAt(parts, scope.value, {
    subjectId: request.head.subjectId,
    what: "document",
    read: (sql) => listActDocuments(sql, scope.value, request.head.applicationId),
  });
  const row = documents.find((one) => one.documentId === documentId);
  const file = row && (await evidenceFile(parts, row));
  return file ? done(file) : refuse("repair.document-unknown");
}
