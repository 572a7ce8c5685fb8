/** Applying: once, for every recogniser of the matter; adding to it; taking it back. Nothing is weighed here (C5). */
import { randomInt } from "node:crypto";
import type { RepairableView } from "#contract/repair.ts";
import type { RepairRule } from "#contract/repair-rules.ts";
import { canonicalJson } from "#core/record/canonical.ts";
import type { StandingRecord } from "#core/record/record.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { earliestOn, type Repairable } from "#core/repair/repairable.ts";
import { isOwed, type RequestKind } from "#core/repair/request.ts";
import { type IsoDate, shanghaiDate } from "#core/time/date.ts";
import { type StatutoryTerm, termEnd } from "#core/time/term.ts";
import { type Acting, foundedId, keyOf, mandateFor, type Permit, signature } from "#src/access/index.ts";
import { findRecordHead } from "#src/ledger/index.ts";
import { attempt } from "#src/platform/database.ts";
import { actOn, recordNow, resourceOf, rowOf, type Standing, standingOf, triesMax } from "./commit.ts";
import { exclusionOf, factsOf, repairableNow, repairableView, ruleOn } from "./facts.ts";
import type { RepairParts } from "./parts.ts";
import {
  type ActRow,
  type Application,
  findApplicationByKey,
  insertAct,
  insertActDocuments,
  insertApplication,
  insertRequest,
  listFreeDocuments,
  listNamingDocument,
  listOfApplication,
  listOfRecords,
  listRestingOn,
  type RequestRow,
  type Shows,
} from "./store.ts";

/** What a subject asks for. */
export interface Applying {
  readonly subjectId: string;
  readonly recordId: string;
  readonly kind: RequestKind;
  readonly words: string;
  readonly documents: readonly string[];
  /** At a counter: how identity and authority were proved. */
  readonly basis?: string | undefined;
}

/** What became of it: a request for each record, and what rests on it and cannot be asked for yet. */
export interface Applied {
  readonly applicationId: string;
  readonly requests: readonly Standing[];
  readonly notYet: readonly RepairableView[];
}

/** Applies for repair of a record and of what rests on it, in one transaction. */
export async function applyForRepair(parts: RepairParts, acting: Acting, asked: Applying): Promise<Outcome<Applied>> {
  const record = await findRecordHead(parts.app, asked);
  const applicationId = foundedId(acting.actor, `repair ${acting.idempotencyKey}`);
  const appliedBy = signature(acting.actor);
  const about = { requestId: applicationId, authority: record?.authority ?? "", subjectId: asked.subjectId, appliedBy };
  const permit = await parts.door.permit(acting.actor, "apply-for-repair", resourceOf(about), {
    basis: asked.basis ?? "",
  });
  if (!permit.ok) return permit;
  if (!record) return refuse("repair.record-unknown");
  const content = parts.keys.documentHash(`repair apply\n${canonicalJson({ ...asked, basis: asked.basis ?? "" })}`);
  for (let tries = 0; tries < triesMax; tries++) {
    const known = await findApplicationByKey(parts.app, keyOf(acting));
    if (known)
      return Buffer.from(known.content).equals(content)
        ? done(await appliedOf(parts, permit.value, known, asked))
        : refuse("access.key-used");
    const decided = await decide(parts, acting, { permit: permit.value, asked, applicationId, content });
    if (!decided.ok) return decided;
    const { application, chains, notYet } = decided.value;
    const written = await attempt(parts.app, async (transaction) => {
      await insertApplication(transaction, permit.value, application);
      for (const { head, act } of chains) {
        await insertRequest(transaction, permit.value, head);
        await insertAct(transaction, permit.value, { head, last: null, act });
      }
      const [main] = chains;
      const taken = { subjectId: asked.subjectId, actedBy: appliedBy, documentIds: asked.documents };
      if (main && asked.documents.length > 0)
        await insertActDocuments(transaction, permit.value, { ...taken, requestId: main.head.requestId, seq: 1 });
      return true;
    });
    if (written)
      return done({
        applicationId,
        requests: chains.map(({ head, act }) => standingOf({ head, acts: [act] })),
        notYet,
      });
  }
  return refuse("http.busy");
}

async function appliedOf(
  parts: RepairParts,
  permit: Permit,
  { applicationId }: Application,
  asked: Applying,
): Promise<Applied> {
  const requests = (await listOfApplication(parts.app, applicationId)).map(standingOf);
  const known = new Set(requests.map(({ head }) => head.recordId));
  const resting = await restingRecords(parts, permit, asked);
  const today = parts.clock.today();
  return {
    applicationId,
    requests,
    notYet: resting
      .filter(({ first }) => !known.has(first.recordId))
      .map((one) => repairableView(parts, one, { waiting: null, today })),
  };
}

interface Deciding {
  readonly permit: Permit;
  readonly asked: Applying;
  readonly applicationId: string;
  readonly content: Buffer;
}

interface Chain {
  readonly head: RequestRow;
  readonly act: ActRow;
}

/** What is written, on what stands now; or why nothing is. */
async function decide(
  parts: RepairParts,
  acting: Acting,
  deciding: Deciding,
): Promise<Outcome<{ application: Application; chains: Chain[]; notYet: RepairableView[] }>> {
  const { permit, asked } = deciding;
  const today = parts.clock.today();
  const rule = ruleOn(parts.catalogue, today);
  const mandate = await mandateFor(parts, acting.actor, asked.subjectId);
  if (!mandate.ok) return mandate;
  const main = await recordNow(parts, permit, asked);
  if (!main || !rule)
    return refuse(main ? "repair.never" : "repair.record-unknown", { params: { because: "no-rule" } });
  const fault = await faultOf(parts, main, { rule, kind: asked.kind });
  if (!fault.ok) return fault;
  const evidence = await evidenceFault(parts, acting, deciding, rule);
  if (!evidence.ok) return evidence;
  const resting = asked.kind === "repair" ? await restingRecords(parts, permit, asked) : [];
  const now: StandingRecord[] = [];
  const notYet: RepairableView[] = [];
  for (const one of resting) {
    const waiting = await waitingFor(parts, one);
    if (repairableNow(parts, one, { waiting, today }).is === "now") now.push(one);
    else notYet.push(repairableView(parts, one, { waiting, today }));
  }
  const appliedAt = parts.clock.now();
  const application: Application = {
    applicationId: deciding.applicationId,
    subjectId: asked.subjectId,
    subjectKind: main.first.subjectKind,
    kind: asked.kind,
    ruleId: rule.id,
    ruleVersion: rule.version,
    appliedBy: signature(acting.actor),
    appliedOn: shanghaiDate(appliedAt),
    appliedAt,
    content: deciding.content,
    idempotencyKey: keyOf(acting),
  };
  const chains: Chain[] = [];
  for (const one of [main, ...now]) {
    const head = await headOf(parts, application, { record: one, main, rule });
    const adding = { act: "apply", words: asked.words } as const;
    const key = `${keyOf(acting)} ${one.first.recordId}`;
    const row = rowOf(parts, acting, { head, before: null, adding, state: "waiting", content: deciding.content, key });
    const whom = {
      basis: asked.basis ?? null,
      mandate: mandate.value,
      actedAt: appliedAt,
      actedOn: application.appliedOn,
    };
    chains.push({ head, act: { ...row, ...whom } });
  }
  return done({ application, chains, notYet });
}

/** Why a record cannot be applied for today. */
async function faultOf(
  parts: RepairParts,
  record: StandingRecord,
  { rule, kind }: { rule: RepairRule; kind: RequestKind },
): Promise<Outcome<null>> {
  const today = parts.clock.today();
  const now = repairableNow(parts, record, { waiting: await waitingFor(parts, record), today });
  if (kind === "reorganisation" && (now.is === "from" || now.is === "ends-first")) return done(null);
  return refusalOf(now, exclusionOf(rule, record.first.itemId)?.instead);
}

function refusalOf(now: Repairable, instead: { zh: string; en: string } | undefined): Outcome<null> {
  switch (now.is) {
    case "now":
      return done(null);
    case "from":
      return refuse("repair.too-early", { field: "recordId", params: { from: now.from } });
    case "ends-first":
      return refuse("repair.ends-first", { field: "recordId", params: { endsOn: now.endsOn } });
    case "waiting":
      return refuse("repair.already-waiting", { field: "recordId" });
    case "objected":
      return refuse("repair.under-objection", { field: "recordId" });
    case "never":
      if (now.because === "repaired") return refuse("repair.already-repaired", { field: "recordId" });
      if (now.because === "excluded")
        return refuse("repair.excluded", {
          field: "recordId",
          params: { zh: instead?.zh ?? "", en: instead?.en ?? "" },
        });
      return refuse("repair.never", { field: "recordId", params: { because: now.because } });
    default:
      return now satisfies never;
  }
}

/** The duties have to be shown: a paper, whatever its weight, which a person then weighs. */
async function evidenceFault(
  parts: RepairParts,
  acting: Acting,
  { permit, asked }: Deciding,
  rule: RepairRule,
): Promise<Outcome<null>> {
  const { subjectId, documents } = asked;
  const given = { subjectId, enteredBy: signature(acting.actor), documentIds: documents };
  const shown = documents.length === 0 ? [] : await listFreeDocuments(parts.app, permit, given);
  if (shown.length < documents.length) return refuse("repair.document-unknown", { field: "documents" });
  const duties = rule.conditions.find(({ condition }) => condition === "duties-met")?.evidence ?? [];
  const asks: readonly Shows[] = asked.kind === "reorganisation" ? ["ruling"] : duties;
  return shown.some((one) => asks.includes(one))
    ? done(null)
    : refuse("repair.evidence-needed", { field: "documents" });
}

/** The request for a record that waits for its decision. */
export async function waitingFor(
  { app }: Pick<RepairParts, "app">,
  { first }: StandingRecord,
): Promise<{ requestId: string } | null> {
  const requests = (await listOfRecords(app, first.subjectId, [first.recordId])).map(standingOf);
  const open = requests.find(({ now }) => isOwed(now.state) || now.state === "reversing");
  return open ? { requestId: open.head.requestId } : null;
}

/** Adverse records of the same subject that rest on one: listings decided here on it, or that name its document (C16). */
async function restingRecords(parts: RepairParts, permit: Permit, asked: Applying): Promise<StandingRecord[]> {
  const main = await recordNow(parts, permit, asked);
  if (!main) return [];
  const here = await listRestingOn(parts.app, permit, asked);
  const number = main.content.open?.["documentNumber"];
  const elsewhere =
    typeof number === "string"
      ? await listNamingDocument(parts.app, permit, { subjectId: asked.subjectId, number })
      : [];
  const found: StandingRecord[] = [];
  for (const recordId of new Set([...here, ...elsewhere])) {
    const one =
      recordId === asked.recordId ? null : await recordNow(parts, permit, { subjectId: asked.subjectId, recordId });
    if (one?.first.adverse && (one.state === "standing" || one.state === "repaired")) found.push(one);
  }
  return found;
}

/** The request for one record. Days that no calendar rules on count against the recogniser. */
async function headOf(
  parts: RepairParts,
  application: Application,
  { record, main, rule }: { record: StandingRecord; main: StandingRecord; rule: RepairRule },
): Promise<RequestRow> {
  const { first } = record;
  const earlier = await listOfRecords(parts.app, first.subjectId, [first.recordId]);
  const facts = factsOf(parts, record);
  const monthsMin = facts.terms?.monthsMin ?? 0;
  const { applicationId, subjectId, subjectKind, kind, appliedBy, appliedOn } = application;
  return {
    ...{ applicationId, subjectId, subjectKind, kind, appliedBy, appliedOn },
    requestId: foundedId({ kind: "job", id: "repair" }, `${applicationId} ${first.recordId}`),
    recordId: first.recordId,
    restsOn: record === main ? null : main.first.recordId,
    round: (earlier[0]?.head.round ?? 0) + 1,
    authority: first.authority,
    itemId: first.itemId,
    documentOn: facts.documentOn,
    monthsMin,
    earliestOn: earliestOn(facts.documentOn, monthsMin),
    decideBy: dueOn(parts, appliedOn, rule.decide),
    feedbackBy: dueOn(parts, appliedOn, rule.feedback),
    receipt: newReceipt(appliedOn),
  };
}

function dueOn({ catalogue }: RepairParts, event: IsoDate, term: StatutoryTerm | null): IsoDate {
  if (term === null) throw new Error("a rule that is switched on has its terms");
  const end = termEnd(catalogue.calendar, { event, term, holder: "authority" }, { knownOn: event });
  if (end.is === "unknown") throw new Error("an authority's term always has an end");
  return end.endsOn;
}

/** A number to quote: the day it was given, and ten digits that say nothing of anybody (C13). */
function newReceipt(on: IsoDate): string {
  return `XF${on.replaceAll("-", "")}-${String(randomInt(1e5)).padStart(5, "0")}${String(randomInt(1e5)).padStart(5, "0")}`;
}

/** Adds words and evidence while it waits; any representative of the subject may. */
export function addToRepair(
  parts: RepairParts,
  acting: Acting,
  asked: {
    readonly requestId: string;
    readonly words: string;
    readonly documents: readonly string[];
    readonly basis?: string | undefined;
  },
): Promise<Outcome<Standing>> {
  const { requestId, words, documents, basis = "" } = asked;
  return actOn(parts, acting, {
    requestId,
    act: "add",
    basis,
    asked: { words, documents },
    decide: () => done({ act: "add", words, documents }),
  });
}

/**
 * Takes a request back; one may apply again. Of two representatives who do not agree neither undoes the other: what one
 * asked for only that one takes back, or whoever comes after its mandate has ended, or the subject at a counter.
 */
export function withdrawRepair(
  parts: RepairParts,
  acting: Acting,
  { requestId, basis = "" }: { readonly requestId: string; readonly basis?: string | undefined },
): Promise<Outcome<Standing>> {
  return actOn(parts, acting, {
    requestId,
    act: "withdraw",
    basis,
    asked: null,
    async decide({ head }) {
      const appliedBy = head.appliedBy.startsWith("representative:") ? head.appliedBy.slice(15) : null;
      if (acting.actor.kind !== "representative" || appliedBy === null || appliedBy === acting.actor.id)
        return done({ act: "withdraw" });
      const other = { kind: "representative", id: appliedBy, name: "", subjects: [head.subjectId] } as const;
      const stillActs = await mandateFor(parts, other, head.subjectId);
      return stillActs.ok ? refuse("repair.applied-by-another") : done({ act: "withdraw" });
    },
  });
}
