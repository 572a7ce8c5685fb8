/** An act as it is stored, from the link the machine decided. */
import { type List, guards as vocabulary } from "#contract/lists-in-packs.ts";
import type { DoneAct } from "#core/procedure/procedure.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import type { ListParts } from "../parts.ts";
import type { ActRow, ProceedingHead } from "../proceeding.ts";
import type { Place } from "./place.ts";

/** What binds sealed words to their place. */
export function wordsContext(
  proceedingId: string,
  seq: number,
  what: "facts" | "documents" | "reasons" | "weighing" | "fields",
): string {
  return `proceeding:${proceedingId}:${seq}:${what}`;
}

export function sealText(keys: KeyRing, context: string, text: string): Buffer {
  return keys.seal(Buffer.from(text), context);
}

export function openText(keys: KeyRing, context: string, sealed: Buffer): string {
  return keys.open(sealed, context).toString("utf8");
}

/** The numbers of the documents a proposal rests on. */
export function documentsOf(keys: KeyRing, { proceedingId, documents }: ProceedingHead): string[] {
  if (documents === null || documents.length === 0) return [];
  return openText(keys, wordsContext(proceedingId, 0, "documents"), documents).split("\n");
}

/** What an act stands on, named by the rows that say so: the notice and its service, the decision and its service. */
export function groundsOf(
  { notice, decision, standing }: Pick<Place, "notice" | "decision" | "standing">,
  { act, guards }: Pick<ActRow, "act" | "guards">,
): Partial<ActRow> {
  const isNoticed = guards.includes("notice-served") || guards.includes("time-to-answer-over");
  if (act !== "serve-decision" || !standing.decision) return isNoticed ? noticeColumns(notice) : {};
  return {
    decidedSeq: standing.decision.seq,
    decidedOn: standing.decision.on,
    decisionId: decision?.noticeId ?? null,
    decisionSeq: decision?.service?.seq ?? null,
  };
}

function noticeColumns(notice: Place["notice"]): Partial<ActRow> {
  const service = notice?.service;
  if (!notice || !service) return {};
  const { noticeId, due, waived } = notice;
  return {
    noticeId,
    noticeKind: "intended-listing",
    // The row that says until when, where a calendar reaches it; else the one that says it was served.
    noticeSeq: due?.seq ?? service.seq,
    noticeServedOn: due?.servedOn ?? service.on,
    answerDueOn: due?.answerDueOn ?? null,
    waivedSeq: waived?.seq ?? null,
    waivedOn: waived?.on ?? null,
  };
}

/** The row of a link, with nothing brought to it yet. */
export function actRow(
  { catalogue }: Pick<ListParts, "catalogue">,
  given: {
    readonly head: ProceedingHead;
    readonly link: DoneAct;
    readonly key: string;
    readonly content: Buffer;
    readonly at: Date;
    readonly list: List;
  },
): ActRow {
  const { head, link, key, content, at } = given;
  const procedure = catalogue.procedure(head.procedureId, head.procedureVersion);
  const step = procedure.acts.find((one) => one.act === link.act && one.to === link.to && one.from.includes(link.from));
  if (!step) throw new Error(`the procedure has no ${link.act} from ${link.from}`);
  return {
    seq: link.seq,
    act: link.act,
    fromState: link.from ?? "",
    toState: link.to,
    doneBy: step.by,
    // As the catalogue keeps them: the key of the step compares the whole array.
    guards: vocabulary.filter((guard) => step.guards.includes(guard)),
    actedBy: link.by,
    actedOn: link.on,
    actedAt: at,
    noticeId: null,
    noticeKind: null,
    noticeSeq: null,
    noticeServedOn: null,
    answerDueOn: null,
    waivedSeq: null,
    waivedOn: null,
    decidedSeq: null,
    decidedOn: null,
    decisionId: null,
    decisionSeq: null,
    servedOn: link.servedOn,
    heldOn: link.heldOn,
    summonedOn: link.summonedOn,
    months: link.months,
    listedFrom: link.listedFrom,
    endsOn: link.endsOn,
    rulingNumber: link.ruling?.number ?? null,
    rulingBody: link.ruling?.body ?? null,
    rulingOn: link.ruling?.on ?? null,
    conditions: null,
    reasons: null,
    weighed: null,
    sealed: null,
    recordId: null,
    content,
    idempotencyKey: key,
  };
}
