/** What the two sides of an objection see of it: its subject by right, its source by a logged look (C9, C15). */
import type { FileRecord } from "#contract/ledger.ts";
import type { ObjectionTerm } from "#contract/objection-terms.ts";
import type { Lateness, ObjectionActView, ObjectionLine, ObjectionView, Told } from "#contract/objections.ts";
import { nextActs, type ObjectionActName } from "#core/objection/objection.ts";
import { answerDue } from "#core/objection/terms.ts";
import type { Bilingual } from "#core/refusal.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, type FileAnswer, lookAt, type Scope, signature } from "#src/access/index.ts";
import { findRecordHead, listRecordHeads, readRecords, visibleTo } from "#src/ledger/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { askedToday, resourceOf, type Standing, standingOf, wordsContext } from "./commit.ts";
import { evidenceFile, evidenceView } from "./evidence.ts";
import type { ObjectionParts } from "./parts.ts";
import {
  countByAuthority,
  countTold,
  type EvidenceRow,
  findObjection,
  listActEvidence,
  listOfAuthority,
  listOfRecord,
  listOfSubject,
  listTold,
  type ObjectionAct,
  type ObjectionHead,
} from "./store.ts";

/** Why an authority reads what was objected to it. */
const ownPurpose = { purpose: "objection", basis: "征信业管理条例 25; 个人信息保护法 46（核查、处理异议）" };

/** Leave to read an objection: as its subject where one represents it, else as its source. */
function readingScope({ door }: ObjectionParts, actor: Actor, head: ObjectionHead): Promise<Outcome<Scope>> {
  return actor.kind === "representative"
    ? door.scope(actor, "read-objection", resourceOf(head), { audience: "subject" })
    : door.scope(actor, "read-objection", resourceOf(head), { audience: "body", purpose: ownPurpose });
}

function titleOf({ catalogue }: ObjectionParts, itemId: string): Bilingual {
  return catalogue.versions(itemId).at(-1)?.item.title ?? { zh: itemId, en: itemId };
}

function authorityOf({ agencies }: ObjectionParts, code: string) {
  const name = agencies.nameOf(code);
  return { code, nameZh: name.zh, nameEn: name.en };
}

/** Names and codes of those of some subjects that are no persons. */
function namesOf(parts: ObjectionParts, heads: readonly Pick<ObjectionHead, "subjectId" | "subjectKind">[]) {
  const named = heads.filter(({ subjectKind }) => subjectKind !== "person").map(({ subjectId }) => subjectId);
  return parts.registry.subjects.publicHeads([...new Set(named)]);
}

/** An objection in a list: against what, until when; nothing of its words. */
export async function linesOf(parts: ObjectionParts, standings: readonly Standing[]): Promise<ObjectionLine[]> {
  const names = await namesOf(
    parts,
    standings.map(({ head }) => head),
  );
  const records = await listRecordHeads(
    parts.app,
    standings.map(({ head }) => head),
  );
  const lines: ObjectionLine[] = [];
  for (const standing of standings) {
    const { head, now } = standing;
    const subject = names.get(head.subjectId);
    const record = records.get(head.recordId);
    lines.push({
      objectionId: head.objectionId,
      subjectId: head.subjectId,
      subjectKind: head.subjectKind,
      subject: { code: subject?.code ?? "", name: subject?.name ?? "" },
      recordId: head.recordId,
      recordTitle: titleOf(parts, record?.itemId ?? ""),
      round: head.round,
      authority: authorityOf(parts, head.authority),
      ground: head.ground as ObjectionLine["ground"],
      wanted: head.wanted,
      state: now.state,
      filedOn: head.filedOn,
      clock: clockOf(parts, standing),
      endedOn: endOf(standing),
      statement: now.statement,
    });
  }
  return lines;
}

/** The act that answered it or took it back. */
function endOf({ acts }: Standing): string | null {
  const ended = acts.find(({ dueOn }) => dueOn === null);
  return ended?.actedOn ?? null;
}

function clockOf(parts: ObjectionParts, { head, now }: Standing): ObjectionLine["clock"] {
  if (now.dueOn === null) return null;
  const today = parts.clock.today();
  // Whether the calendar reached so far when it came in: what is known since makes the day no later.
  const { unknownFrom } = answerDue(head.filedOn, head.answer, { ...askedToday(parts), today: head.filedOn });
  return { dueOn: now.dueOn, over: now.dueOn < today, unknownFrom };
}

/** One line, after an act. */
export async function lineOf(parts: ObjectionParts, standing: Standing): Promise<ObjectionLine> {
  const [line] = await linesOf(parts, [standing]);
  if (!line) throw new Error("an objection has no line");
  return line;
}

/** Objections of the subjects somebody represents: what waits first, by its day; then what is over, the latest first. */
export async function listOwn(parts: ObjectionParts, actor: Actor) {
  if (actor.kind !== "representative") return refuse("access.representatives-only");
  const standings: Standing[] = [];
  for (const subjectId of actor.subjects) {
    const resource = resourceOf({ objectionId: "all", authority: "", subjectId, filedBy: "" });
    const scope = await parts.door.scope(actor, "list-objections", resource, { audience: "subject" });
    if (!scope.ok) return scope;
    standings.push(...(await listOfSubject(parts.app, scope.value, subjectId)).map(standingOf));
  }
  const urgency = ({ now, head }: Standing) =>
    now.dueOn === null ? `1 ${99_999_999 - Number(head.filedOn.replaceAll("-", ""))}` : `0 ${now.dueOn}`;
  const inOrder = standings.sort((a, b) => (urgency(a) < urgency(b) ? -1 : 1));
  return done({ today: parts.clock.today(), items: await linesOf(parts, inOrder) });
}

const cursorShape = /^\d{4}-\d{2}-\d{2} [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A page of an authority's queue. `cursor`: as the page before gave it; one we did not give begins anew. */
export async function listForAuthority(
  parts: ObjectionParts,
  actor: Actor,
  { show, cursor, limit }: { show: "waiting" | "over"; cursor: string | null; limit: number },
) {
  const authority = agencyOf(actor) ?? "";
  const resource = resourceOf({ objectionId: "all", authority, subjectId: "", filedBy: "" });
  const scope = await parts.door.scope(actor, "list-objections", resource, { audience: "inside" });
  if (!scope.ok) return scope;
  const after = cursorShape.test(cursor ?? "") ? cursor : null;
  const found = await listOfAuthority(parts.app, scope.value, { authority, show, after, limit: limit + 1 });
  const standings = found.slice(0, limit).map(standingOf);
  const last = found.length > limit ? standings.at(-1) : undefined;
  const [counts] = await countByAuthority(parts.app, scope.value, authority);
  return done({
    today: parts.clock.today(),
    items: await linesOf(parts, standings),
    next: last ? `${show === "waiting" ? last.now.dueOn : last.head.filedOn} ${last.head.objectionId}` : null,
    waiting: counts?.waiting ?? 0,
    overdue: counts?.overdue ?? 0,
  });
}

/** A whole objection: the record beside what was said, the evidence, the answer, and what the reader may do next. */
export async function readObjection(
  parts: ObjectionParts,
  actor: Actor,
  objectionId: string,
): Promise<Outcome<ObjectionView>> {
  const objection = await findObjection(parts.app, objectionId);
  if (!objection) return refuse("objections.unknown");
  const scope = await readingScope(parts, actor, objection.head);
  if (!scope.ok) return scope;
  const standing = standingOf(objection);
  const read = await lookAt(parts, scope.value, {
    subjectId: objection.head.subjectId,
    what: "objection",
    read: async (sql) => ({
      documents: await listActEvidence(sql, scope.value, objectionId),
      record: await recordOf(parts, scope.value, { head: objection.head, sql }),
    }),
  });
  const next = nextFor(parts, actor, standing).filter((act) => isOffered(actor, standing, act));
  return done(await viewOf(parts, { standing, next, ...read }));
}

/** The record as it stands, as its subject sees it; sealed fields are not opened for this. */
async function recordOf(
  { clock, ledger }: ObjectionParts,
  scope: Scope,
  { head, sql }: { head: ObjectionHead; sql: Sql },
): Promise<FileRecord | null> {
  const { firsts, changes } = await readRecords(sql, scope, [head]);
  const [first] = firsts;
  if (!first) return null;
  const today = clock.today();
  const asOf = { effectiveAt: today, knownAt: clock.now().toISOString(), today };
  const { legends } = ledger.files;
  const given = { asOf, audience: "subject", legends, unseal: null } as const;
  return visibleTo(first, changes.get(head.recordId) ?? [], given).visible?.record ?? null;
}

function nextFor({ clock }: ObjectionParts, actor: Actor, { head, now }: Standing): ObjectionActName[] {
  const asked = { by: signature(actor), subjectKind: head.subjectKind, today: clock.today() };
  const acts = nextActs(now, asked).filter((act) => act !== "file" && act !== "escalate");
  return head.extended ? acts : acts.filter((act) => act !== "extend");
}

/** What pages offer; the door decides anew when it is done, and a refusal there is logged. */
function isOffered(actor: Actor, { head }: Standing, act: ObjectionActName): boolean {
  if (actor.kind === "representative") return actor.subjects.includes(head.subjectId) && subjectSays.has(act);
  if (actor.kind !== "officer" || actor.agency !== head.authority) return false;
  return act !== "keep" || actor.roles.includes("supervisor");
}

const subjectSays: ReadonlySet<ObjectionActName> = new Set(["add", "withdraw", "attach-statement", "remove-statement"]);

interface Read {
  readonly standing: Standing;
  readonly next: readonly string[];
  readonly documents: readonly (EvidenceRow & { readonly seq: number })[];
  readonly record: FileRecord | null;
}

async function viewOf(parts: ObjectionParts, { standing, next, documents, record }: Read): Promise<ObjectionView> {
  const { head, acts } = standing;
  const byAct = Map.groupBy(documents, ({ seq }) => seq);
  const rounds = (await listOfRecord(parts.app, head)).map(standingOf);
  const earlier = rounds.find(
    (one) => one.head.round < head.round && one.head.ground === head.ground && one.now.state === "rejected",
  );
  const { itemId = "" } = (await findRecordHead(parts.app, head)) ?? {};
  const [recordItem, version] = record?.item.split("@") ?? [itemId, undefined];
  const newest = parts.catalogue.versions(itemId).at(-1)?.item.version ?? 1;
  return {
    ...(await lineOf(parts, standing)),
    term: termOf(parts, head),
    record,
    legend: parts.ledger.files.legends.item(recordItem ?? itemId, version === undefined ? newest : Number(version)),
    acts: acts.map((act) => ({
      ...actView(act),
      words: wordsOf(parts, head, act),
      documents: (byAct.get(act.seq) ?? []).map(evidenceView),
    })),
    next: [...next],
    told: await countTold(parts.app, head.objectionId),
    earlier: earlier?.head.objectionId ?? null,
  };
}

/** The rule it runs by, in the words of the pack; a rule no pack carries any more cannot have run out of an open objection. */
function termOf({ catalogue }: ObjectionParts, head: ObjectionHead): ObjectionTerm {
  const found =
    catalogue.objectionTerms.find(({ id, version }) => id === head.termId && version === head.termVersion) ??
    catalogue.objectionTerms.find(({ id }) => id === head.termId) ??
    catalogue.objectionTerms.find(({ division }) => division === "");
  if (!found) throw new Error("no pack carries a term for objections");
  return found;
}

function wordsOf({ keys }: ObjectionParts, { objectionId }: ObjectionHead, { seq, sealed }: ObjectionAct) {
  if (!sealed || sealed.length === 0) return null;
  return keys.open(sealed, wordsContext(objectionId, seq)).toString("utf8");
}

function actView(row: ObjectionAct): Omit<ObjectionActView, "words" | "documents"> {
  const { act, actedAt, actedBy, basis, dueOn, level } = row;
  return {
    act,
    at: actedAt.toISOString(),
    by: byOf(actedBy, basis),
    dueOn: act === "file" || act === "extend" || act === "keep" ? dueOn : null,
    level,
    basis,
  };
}

function byOf(actedBy: string, basis: string | null): ObjectionActView["by"] {
  if (basis !== null) return "counter";
  if (actedBy.startsWith("representative:")) return "subject";
  return actedBy.startsWith("job:") ? "node" : "authority";
}

/** A piece of evidence, for either side. A body's look stands in the subject's log (C15). */
export async function downloadEvidence(
  parts: ObjectionParts,
  actor: Actor,
  { objectionId, documentId }: { objectionId: string; documentId: string },
): Promise<Outcome<FileAnswer>> {
  const objection = await findObjection(parts.app, objectionId);
  if (!objection) return refuse("objections.unknown");
  const scope = await readingScope(parts, actor, objection.head);
  if (!scope.ok) return scope;
  const rows = await listActEvidence(parts.app, scope.value, objectionId);
  const row = rows.find((one) => one.documentId === documentId);
  const file = row && (await evidenceFile(parts, row));
  if (!file) return refuse("objections.document-unknown");
  const { subjectId } = objection.head;
  return lookAt(parts, scope.value, { subjectId, what: "evidence", read: async () => done(file) });
}

/** How authorities answer: one's own office for its supervisor, every office for the lead department and auditors. */
export async function readLateness(
  parts: ObjectionParts,
  actor: Actor,
): Promise<Outcome<{ today: string; items: Lateness[] }>> {
  const every =
    actor.kind === "officer" && (actor.roles.includes("auditor") || actor.agencyKinds.includes("development-reform"));
  const scope = await parts.door.scope(actor, "count-lateness", officeOf(actor, every), { audience: "inside" });
  if (!scope.ok) return scope;
  const rows = await countByAuthority(parts.app, scope.value, every ? null : agencyOf(actor));
  const items = rows.map(({ authority, ...counts }) => ({ authority: authorityOf(parts, authority), ...counts }));
  return done({ today: parts.clock.today(), items });
}

function officeOf(actor: Actor, every: boolean) {
  const code = every ? "every" : (agencyOf(actor) ?? "");
  return { type: "Agency", id: code, attributes: { code } };
}

/** What one's agency was shown that was found wrong since. */
export async function readTold(
  parts: ObjectionParts,
  actor: Actor,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<Outcome<{ items: Told[]; next: string | null }>> {
  const agencyCode = agencyOf(actor) ?? "";
  const resource = { type: "Agency", id: agencyCode, attributes: { code: agencyCode } };
  const scope = await parts.door.scope(actor, "list-told", resource, { audience: "inside" });
  if (!scope.ok) return scope;
  const [, toldAt, objectionId] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f-]{36})$/.exec(cursor ?? "") ?? [];
  const after = toldAt && objectionId ? { toldAt, objectionId } : null;
  const rows = await listTold(parts.app, scope.value, { agencyCode, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const names = await namesOf(parts, shown);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return done({
    items: shown.map((row) => ({
      recordId: row.recordId,
      recordTitle: titleOf(parts, row.itemId),
      subject: { code: names.get(row.subjectId)?.code ?? "", name: names.get(row.subjectId)?.name ?? "" },
      authority: authorityOf(parts, row.authority),
      change: row.withdrawn ? "withdrawn" : "corrected",
      lastShownOn: row.lastShownOn,
      at: row.toldAt.toISOString(),
    })),
    next: last ? `${last.toldAt.toISOString()} ${last.objectionId}` : null,
  });
}
