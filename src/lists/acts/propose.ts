/** Opening a proceeding: an officer of the keeper proposes, on facts, for a list of the catalogue in force today (C2, C5). */
import type { Static } from "typebox";
import type { List, Procedure } from "#contract/lists-in-packs.ts";
import type { openProceeding as contract } from "#contract/proceedings.ts";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import { decideAct, nothingGiven } from "#core/procedure/decide.ts";
import { isOver } from "#core/procedure/fold.ts";
import { notOpened } from "#core/procedure/procedure.ts";
import type { Json } from "#core/record/canonical.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { looksLikeDocumentNumber } from "#core/rule/document-number.ts";
import { type IsoDate, isoDate, shanghaiDate } from "#core/time/date.ts";
import { agencyOf, foundedId, keyOf, type Permit, signature } from "#src/access/index.ts";
import { findListed } from "#src/ledger/index.ts";
import { inTransaction, sqlState } from "#src/platform/database.ts";
import type { FoundFile } from "#src/registry/index.ts";
import { ageFault } from "../age.ts";
import { foldAnew } from "../inbox/fold-anew.ts";
import type { ListParts } from "../parts.ts";
import { officesOf, type Proceeding, type ProceedingHead, standingOf, termsOf } from "../proceeding.ts";
import {
  findActByKey,
  findProceeding,
  findRestsOn,
  insertAct,
  insertProceeding,
  listOfSubject,
  type RestedRecord,
} from "../store.ts";
import { type Acting, askPermit, contentOf, refusedByLaw, resourceOf } from "./acting.ts";
import { actRow, sealText, wordsContext } from "./row.ts";
import { textsFault } from "./texts.ts";

type Asked = Static<NonNullable<typeof contract.body>>;

/** Opens a proceeding. The same key again answers the same one. */
export async function openProceeding(parts: ListParts, acting: Acting, asked: Asked): Promise<Outcome<Proceeding>> {
  const { actor } = acting;
  const proceedingId = foundedId(actor, `proceeding ${acting.idempotencyKey}`);
  const list = listAsked(parts, asked.list);
  if (!list.ok) return list;
  const keeper = agencyOf(actor) ?? "";
  const resource = resourceOf(parts, actor, { proceedingId, keeper, list: list.value });
  const { roles } = list.value.offices.propose;
  const permit = await askPermit(parts, actor, { action: "propose-listing", resource, roles });
  if (!permit.ok) return permit;
  const content = contentOf(parts.keys, asked as unknown as Json);
  const earlier = await findActByKey(parts.app, keyOf(acting));
  if (earlier) return again(parts, earlier, { proceedingId, content });
  const prepared = await prepare(parts, acting, { asked, list: list.value, proceedingId, permit: permit.value });
  if (!prepared.ok)
    return refusedByLaw(parts, actor, { action: "propose-listing", resource, refusal: prepared.refusal });
  const { head, reasons } = prepared.value;
  const link = decided(parts, acting, { list: list.value, head });
  if (!link.ok) return link;
  const act = actRow(parts, {
    head,
    link: link.value,
    key: keyOf(acting),
    content,
    at: head.openedAt,
    list: list.value,
  });
  const row = { ...act, reasons: sealText(parts.keys, wordsContext(proceedingId, 1, "reasons"), reasons) };
  try {
    await inTransaction(parts.app, async (transaction) => {
      await insertProceeding(transaction, permit.value, head);
      await insertAct(transaction, permit.value, { head, last: null, act: row });
      await foldAnew(parts, transaction, proceedingId);
    });
  } catch (error) {
    if (sqlState(error) !== "23505") throw error;
    // The same key twice at once, or another officer a moment before.
    const faster = await findActByKey(parts.app, keyOf(acting));
    if (!faster) return refuse("lists.already", { params: { article: articleOf(list.value) } });
    return again(parts, faster, { proceedingId, content });
  }
  return opened(parts, proceedingId);
}

async function again(
  parts: ListParts,
  earlier: { readonly proceedingId: string; readonly content: Buffer },
  { proceedingId, content }: { proceedingId: string; content: Buffer },
): Promise<Outcome<Proceeding>> {
  if (earlier.proceedingId !== proceedingId || !Buffer.from(earlier.content).equals(content))
    return refuse("access.key-used");
  return opened(parts, proceedingId);
}

async function opened(parts: ListParts, proceedingId: string): Promise<Outcome<Proceeding>> {
  const found = await findProceeding(parts.app, proceedingId);
  if (!found) throw new Error("a proceeding that was opened is not found");
  return done(found);
}

/** The article a list stands on, for what is said of it. */
export function articleOf({ law }: Pick<List, "law">): string {
  const [first] = law;
  return first ? `${first.title.zh} ${first.article}` : "";
}

/** A list of the catalogue that is in force today, switched on, with an item in force to record a listing under (C2). */
function listAsked({ catalogue, clock }: ListParts, id: string): Outcome<List> {
  const today = clock.today();
  const list = catalogue.listInForce(id, today);
  if (!list)
    return catalogue.listVersions(id).length > 0 ? refuse("lists.list-not-in-force") : refuse("lists.list-unknown");
  if (!list.switchedOn) return refuse("lists.list-switched-off");
  const item = catalogue.itemInForce(list.item, today);
  return item?.item.switchedOn ? done(list) : refuse("lists.item-not-in-catalogue");
}

interface Proposal {
  readonly asked: Asked;
  readonly list: List;
  readonly proceedingId: string;
  readonly permit: Permit;
}

/** Everything that must hold before a proceeding may be opened, and its head. */
async function prepare(
  parts: ListParts,
  { actor }: Acting,
  { asked, list, proceedingId, permit }: Proposal,
): Promise<Outcome<{ head: ProceedingHead; reasons: string }>> {
  const { facts, reasons, criterion = null, documents = [] } = asked;
  // Before anybody is looked up: a number is told from a text without knowing whose it is.
  if (looksLikePersonNumber(facts)) return refuse("lists.person-number", { field: "facts" });
  const file = await fileAsked(parts, asked.subject);
  if (!file.ok) return file;
  const { kind, subjectIds } = file.value;
  const written = textsFault(parts, { texts: { facts, reasons }, kind });
  if (!written.ok) return written;
  const procedure = procedureAsked(parts, { list, kind, criterion });
  if (!procedure.ok) return procedure;
  const ground = groundAsked(parts, { list, criterion, ground: asked.ground ?? null });
  if (!ground.ok) return ground;
  const rested = await restsAsked(parts, permit, { asked, list, subjectIds });
  if (!rested.ok) return rested;
  const restsOn = rested.value;
  const papers = documentsFault({ documents, records: restsOn.length, article: articleOf(list) });
  if (!papers.ok) return papers;
  const recordDays = restsOn.map((one) => one.conductEndedOn ?? one.decidedOn);
  const conductEndedOn = asked.conductEndedOn === undefined ? endOfConduct(restsOn) : isoDate(asked.conductEndedOn);
  const conduct = conductFault(parts, list, conductEndedOn);
  if (!conduct.ok) return conduct;
  if (kind === "person" && list.sort !== "honour") {
    const age = ageFault({ number: asked.subject.value, conductEndedOn, recordDays });
    if (!age.ok) return age;
  }
  const ordinal = await ordinalOf(parts, permit, { list, file: file.value, restsOn });
  if (!ordinal.ok) return ordinal;
  const head: ProceedingHead = {
    ...{ proceedingId, subjectId: subjectIds[0] ?? "", subjectKind: kind },
    ...{ listId: list.id, listVersion: list.version, itemId: list.item, criterion, ordinal: ordinal.value },
    procedureId: procedure.value.id,
    procedureVersion: procedure.value.version,
    adverse: list.sort !== "honour",
    confirms: list.confirmedFor.includes(kind),
    keeper: agencyOf(actor) ?? "",
    restsOn: restsOn.map(({ subjectId, recordId, version }) => ({ subjectId, recordId, version })),
    ground: ground.value,
    sealed: sealText(parts.keys, wordsContext(proceedingId, 0, "facts"), facts),
    documents:
      documents.length === 0
        ? null
        : sealText(parts.keys, wordsContext(proceedingId, 0, "documents"), documents.join("\n")),
    conductEndedOn: list.sort === "honour" ? null : conductEndedOn,
    openedBy: signature(actor),
    openedAt: parts.clock.now(),
  };
  return done({ head, reasons });
}

/** The end of the conduct as the records say it that it rests on, the last of them; null where one leaves it open. */
function endOfConduct(records: readonly RestedRecord[]): IsoDate | null {
  const days = records.map((one) => one.conductEndedOn);
  return days.some((day) => day === null) ? null : (days.toSorted().at(-1) ?? null);
}

/** C2, C8: conduct ended in the past, and not before there was a rule to list for it. */
function conductFault({ catalogue, clock }: ListParts, list: List, endedOn: IsoDate | null): Outcome<null> {
  if (endedOn === null || list.sort === "honour") return done(null);
  const params = { article: articleOf(list) };
  if (endedOn > clock.today()) return refuse("lists.conduct-to-come", { field: "conductEndedOn", params });
  const [began] = catalogue
    .listVersions(list.id)
    .map(({ effectiveFrom }) => effectiveFrom)
    .toSorted();
  return began !== undefined && endedOn < began
    ? refuse("lists.conduct-before-rule", { field: "conductEndedOn", params: { ...params, began } })
    : done(null);
}

/** The procedure in force of a list that may name this kind of subject on this ground. */
function procedureAsked(
  { catalogue, clock }: ListParts,
  { list, kind, criterion }: { list: List; kind: FoundFile["kind"]; criterion: string | null },
): Outcome<Procedure> {
  const today = clock.today();
  const params = { article: articleOf(list) };
  if (!list.subjects.includes(kind)) return refuse("lists.kind-not-listed", { field: "subject", params });
  const rule = criterionFault(list, criterion, today);
  if (!rule.ok) return rule;
  if (list.procedure === null) return refuse("lists.kept-elsewhere", { params });
  const procedure = catalogue.procedureInForce(list.procedure, today);
  return procedure?.switchedOn ? done(procedure) : refuse("lists.list-not-in-force");
}

/**
 * The ground of a proposal: one the list's item names, that of the criterion where one found the subject. Nobody is
 * listed for anything else (C2, C3), and an adverse proposal names one.
 */
function groundAsked(
  { catalogue, clock }: ListParts,
  { list, criterion, ground }: { list: List; criterion: string | null; ground: string | null },
): Outcome<string | null> {
  const params = { article: articleOf(list) };
  const ofRule = list.criteria.find(({ code }) => code === criterion)?.ground ?? null;
  const known = catalogue.itemInForce(list.item, clock.today())?.fields.get("ground")?.enum ?? [];
  const named = ground ?? ofRule;
  const isKnown = named === null || (known.includes(named) && (ofRule === null || ofRule === named));
  if (!isKnown) return refuse("lists.ground-unknown", { field: "ground", params });
  const isMissing = named === null && list.sort !== "honour" && (known.length > 0 || criterion === null);
  return isMissing ? refuse("lists.ground-missing", { field: "ground", params }) : done(named);
}

/** A proposal rests on something that can be looked at: a record, or a document by its number. */
function documentsFault({
  documents,
  records,
  article,
}: {
  documents: readonly string[];
  records: number;
  article: string;
}): Outcome<null> {
  if (documents.length === 0 && records === 0)
    return refuse("lists.rests-on-nothing", { field: "documents", params: { article } });
  const isNumbers = documents.every((one) => looksLikeDocumentNumber(one) && !looksLikePersonNumber(one));
  return isNumbers ? done(null) : refuse("lists.document-number", { field: "documents" });
}

/** The records it is to rest on: the subject's own, and standing (C16). */
async function restsAsked(
  parts: ListParts,
  permit: Permit,
  { asked, list, subjectIds }: { asked: Asked; list: List; subjectIds: readonly string[] },
): Promise<Outcome<RestedRecord[]>> {
  const { records = [] } = asked;
  const found = await findRestsOn(parts.app, permit, records);
  const isOwn = found.length === records.length && found.every(({ subjectId }) => subjectIds.includes(subjectId));
  if (!isOwn) return refuse("lists.record-of-another", { field: "records", params: { article: articleOf(list) } });
  return found.some(({ withdrawn }) => withdrawn)
    ? refuse("lists.record-withdrawn", { field: "records" })
    : done(found);
}

/** Only what the list's rule names is a ground, and only while that rule is in force (C2). */
function criterionFault(list: List, criterion: string | null, today: IsoDate): Outcome<null> {
  if (criterion === null) return done(null);
  const rule = list.criteria.find(({ code }) => code === criterion);
  if (!rule) return refuse("lists.criterion-unknown", { field: "criterion", params: { article: articleOf(list) } });
  const isOver = rule.effectiveTo !== null && rule.effectiveTo < today;
  if (rule.effectiveFrom <= today && !isOver) return done(null);
  return refuse("lists.criterion-not-in-force", { field: "criterion", params: { article: rule.law.article } });
}

async function fileAsked(parts: ListParts, { scheme, value }: Asked["subject"]): Promise<Outcome<FoundFile>> {
  const now = { effectiveAt: parts.clock.today(), knownAt: parts.clock.now().toISOString() };
  const found =
    scheme === "person-number"
      ? done(await parts.registry.subjects.findByNumber({ scheme, value }, now))
      : await parts.registry.subjects.findPublic(value, now);
  if (!found.ok) return found;
  return found.value ? done(found.value) : refuse("registry.unknown-subject", { field: "subject" });
}

/** Its place among the proceedings of one subject and list; refused where one runs, or a listing stands without new facts. */
async function ordinalOf(
  parts: ListParts,
  permit: Permit,
  { list, file, restsOn }: { list: List; file: FoundFile; restsOn: readonly RestedRecord[] },
): Promise<Outcome<number>> {
  const today = parts.clock.today();
  const already = refuse("lists.already", { params: { article: articleOf(list) } });
  const before = await listOfSubject(parts.app, { subjectIds: file.subjectIds, listId: list.id });
  const known = new Set(before.flatMap(({ head }) => head.restsOn.map(({ recordId }) => recordId)));
  const renews = list.renewal !== null && restsOn.some(({ recordId }) => !known.has(recordId));
  for (const one of before) {
    const { procedureId, procedureVersion } = one.head;
    const procedure = parts.catalogue.procedure(procedureId, procedureVersion);
    const standing = standingOf(procedure, one);
    if (isOver(procedure, standing, today)) continue;
    if (standing.listedFrom === null || !renews) return already;
  }
  const listed = await findListed(parts.app, permit, { subjectIds: file.subjectIds, itemId: list.item, today });
  if (listed.size > 0 && !renews) return already;
  return done(Math.max(0, ...before.map(({ head }) => head.ordinal)) + 1);
}

function decided(parts: ListParts, { actor }: Acting, { list, head }: { list: List; head: ProceedingHead }) {
  const today = shanghaiDate(head.openedAt);
  const { calendar } = parts.catalogue;
  const procedure = parts.catalogue.procedure(head.procedureId, head.procedureVersion);
  const terms = termsOf(list, head, { calendar, today });
  const who = { by: signature(actor), offices: officesOf(list, actor) };
  const asked = { procedure, terms, standing: notOpened, facts: { notice: null }, today };
  return decideAct(asked, who, "propose", { ...nothingGiven, reasons: true });
}
