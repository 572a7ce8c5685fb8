/** What the two sides of a notice see of it: its subject by right, its authority by a logged look (C9, C15). */
import type {
  NoticeActView,
  NoticeContent,
  NoticeDocument,
  NoticeLine,
  NoticeView,
  SubjectWord,
} from "#contract/notices.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, lookAt, type Scope, signature } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { askedToday, contentContext, resourceOf, wordsContext } from "./commit.ts";
import {
  answerClock,
  foldNotice,
  hearingClock,
  type NoticeAct,
  type NoticeHead,
  type NoticeState,
  type Standing,
} from "./notice.ts";
import type { NoticeParts } from "./parts.ts";
import {
  type After,
  type DocumentRow,
  findAgreement,
  findNotice,
  listAbout,
  listActDocuments,
  listOfAuthority,
  listOfSubject,
} from "./store.ts";

/** Why an authority reads what it served and what was answered. */
const ownPurpose = { purpose: "own-notice", basis: "行政处罚法 44、45（听取陈述、申辩）; 国办发〔2020〕49号" };

/** Leave to read a notice's words: as its subject where one represents it, else as its authority. */
export function readingScope({ door }: NoticeParts, actor: Actor, head: NoticeHead): Promise<Outcome<Scope>> {
  return actor.kind === "representative"
    ? door.scope(actor, "read-notice", resourceOf(head), { audience: "subject" })
    : door.scope(actor, "read-notice", resourceOf(head), { audience: "body", purpose: ownPurpose });
}

/** A notice in a list: what it is, when it was served, until when it may be answered; nothing of its words. */
export async function linesOf(parts: NoticeParts, standings: readonly Standing[]): Promise<NoticeLine[]> {
  const named = standings.filter(({ head }) => head.subjectKind !== "person").map(({ head }) => head.subjectId);
  const heads = await parts.registry.subjects.publicHeads([...new Set(named)]);
  return standings.map((standing) => {
    const { head, state, service, answered, hearingAsked, waived } = standing;
    const subject = heads.get(head.subjectId);
    const authority = parts.agencies.nameOf(head.authority);
    return {
      noticeId: head.noticeId,
      subjectId: head.subjectId,
      subjectKind: head.subjectKind,
      subject: { code: subject?.code ?? "", name: subject?.name ?? "" },
      authority: { code: head.authority, nameZh: authority.zh, nameEn: authority.en },
      kind: head.kind,
      aboutKind: head.about.kind,
      aboutId: head.about.id,
      state,
      drawnOn: head.drawnOn,
      servedOn: service?.on ?? null,
      mode: service?.mode ?? null,
      answer: answerClock(standing, askedToday(parts)),
      hearing: hearingClock(standing, askedToday(parts)),
      answeredOn: answered?.on ?? null,
      hearingAskedOn: hearingAsked?.on ?? null,
      waivedOn: waived?.on ?? null,
    };
  });
}

/** One line, after an act. */
export async function lineOf(parts: NoticeParts, standing: Standing): Promise<NoticeLine> {
  const [line] = await linesOf(parts, [standing]);
  if (!line) throw new Error("a notice has no line");
  return line;
}

/** Notices made available to or served on the subjects somebody represents, and how each takes service. */
export async function listOwn(parts: NoticeParts, actor: Actor) {
  if (actor.kind !== "representative") return refuse("access.representatives-only");
  const subjects: { subjectId: string; name: string; electronic: boolean }[] = [];
  const standings: Standing[] = [];
  for (const subjectId of actor.subjects) {
    const resource = { type: "ServiceChoice", id: subjectId, attributes: { subject: subjectId } };
    const scope = await parts.door.scope(actor, "list-notices", resource, { audience: "subject" });
    if (!scope.ok) return scope;
    standings.push(...(await listOfSubject(parts.app, scope.value, subjectId)).map(foldNotice));
    const name = (await parts.registry.subjects.publicHeads([subjectId])).get(subjectId)?.name ?? "";
    subjects.push({ subjectId, name, electronic: (await findAgreement(parts.app, subjectId))?.act === "agree" });
  }
  return done({ today: parts.clock.today(), subjects, items: await linesOf(parts, standings) });
}

/** A page of an authority's notices. `cursor`: as the page before gave it. */
export async function listForAuthority(
  parts: NoticeParts,
  actor: Actor,
  { state, cursor, limit }: { state: NoticeState | null; cursor: string | null; limit: number },
) {
  const authority = agencyOf(actor) ?? "";
  const resource = { type: "Notice", id: "all", attributes: { agency: authority, subject: "", enteredBy: "" } };
  const scope = await parts.door.scope(actor, "list-notices", resource, { audience: "inside" });
  if (!scope.ok) return scope;
  const found = await listOfAuthority(parts.app, scope.value, { authority, state, after: afterOf(cursor), limit });
  const last = found.length > limit ? found[limit - 1]?.head : undefined;
  const items = await linesOf(parts, found.slice(0, limit).map(foldNotice));
  return done({ items, next: last ? `${last.drawnAt.toISOString()} ${last.noticeId}` : null });
}

/** A cursor we did not give begins anew. */
function afterOf(cursor: string | null): After | null {
  const [, drawnAt, noticeId] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f-]{36})$/.exec(cursor ?? "") ?? [];
  return drawnAt && noticeId ? { drawnAt, noticeId } : null;
}

/** A whole notice: its words, what happened, what was answered. Unread, it is not shown to its subject. */
export async function readNotice(parts: NoticeParts, actor: Actor, noticeId: string): Promise<Outcome<NoticeView>> {
  const notice = await findNotice(parts.app, noticeId);
  if (!notice) return refuse("notices.unknown");
  const scope = await readingScope(parts, actor, notice.head);
  if (!scope.ok) return scope;
  const standing = foldNotice(notice);
  if (scope.value.audience === "subject" && !standing.service) return refuse("notices.unread");
  if (notice.head.sealed.length === 0) return refuse("notices.forgotten");
  const { subjectId } = notice.head;
  const documents = await lookAt(parts, scope.value, {
    subjectId,
    what: "notice",
    read: (sql) => listActDocuments(sql, scope.value, noticeId),
  });
  return done(await viewOf(parts, actor, { standing, documents }));
}

async function viewOf(
  parts: NoticeParts,
  actor: Actor,
  { standing, documents }: { standing: Standing; documents: readonly (DocumentRow & { readonly seq: number })[] },
): Promise<NoticeView> {
  const { head, acts } = standing;
  const byAct = Map.groupBy(documents, ({ seq }) => seq);
  return {
    ...(await lineOf(parts, standing)),
    content: contentOf(parts, head),
    ownEntry: signature(actor) === head.drawnBy,
    electronic: (await findAgreement(parts.app, head.subjectId))?.act === "agree",
    acts: acts.map((act) => ({
      ...actView(act),
      words: wordsOf(parts, head, act),
      documents: (byAct.get(act.seq) ?? []).map(documentView),
    })),
  };
}

const said = ["answer", "ask-hearing", "waive"] as const;

/** What was said to the notices about one thing, oldest first. Past its keeping nothing of it is left but that it was. */
export async function saidAbout(
  parts: NoticeParts,
  sql: Sql,
  { scope, aboutId }: { scope: Scope; aboutId: string },
): Promise<SubjectWord[]> {
  const words: SubjectWord[] = [];
  for (const { head, acts } of await listAbout(sql, aboutId)) {
    const own = acts.flatMap((row) => {
      const act = said.find((one) => one === row.act);
      return act ? [{ act, row }] : [];
    });
    const documents = own.length === 0 ? [] : await listActDocuments(sql, scope, head.noticeId);
    for (const { act, row } of own)
      words.push({
        ...{ noticeId: head.noticeId, act, at: row.actedAt.toISOString() },
        by: row.basis === null ? "subject" : "counter",
        words: wordsOf(parts, head, row),
        documents: documents.filter(({ seq }) => seq === row.seq).map(documentView),
      });
  }
  return words.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

export function documentView({ documentId, mediaType, bytes, digest }: DocumentRow): NoticeDocument {
  return { documentId, mediaType, bytes, sha256: Buffer.from(digest).toString("hex") };
}

/** The words of a notice as they were drawn up. */
export function contentOf({ keys }: Pick<NoticeParts, "keys">, { sealed, noticeId }: NoticeHead): NoticeContent {
  return JSON.parse(keys.open(sealed, contentContext(noticeId)).toString("utf8")) as NoticeContent;
}

/** What a subject said; a waiver has one form of words, which pages say in their own language. */
function wordsOf({ keys }: NoticeParts, { noticeId }: NoticeHead, { act, seq, sealed }: NoticeAct): string | null {
  if (!sealed || sealed.length === 0 || act === "waive") return null;
  return keys.open(sealed, wordsContext(noticeId, seq)).toString("utf8");
}

function actView(row: NoticeAct): Omit<NoticeActView, "words" | "documents"> {
  const { act, actedAt, actedBy, basis, mode, outcome, servedOn, answerDueOn, reason } = row;
  return {
    act,
    at: actedAt.toISOString(),
    by: byOf(actedBy, basis),
    mode,
    outcome,
    servedOn: act === "serve" ? servedOn : null,
    dueOn: answerDueOn,
    reason,
    basis,
  };
}

function byOf(actedBy: string, basis: string | null): NoticeActView["by"] {
  if (basis !== null) return "counter";
  if (actedBy.startsWith("representative:")) return "subject";
  return actedBy.startsWith("job:") ? "calendar" : "authority";
}
