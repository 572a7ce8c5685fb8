/**
 * What a recogniser decides: always an officer of its own, with reasons (C5). What is granted is out of publication, sharing
 * and use in the same transaction; what is refused says which condition is not met; what false statements obtained is
 * reversed by a decision, after notice and answer (C6).
 */
import { done, type Outcome, refuse } from "#core/refusal.ts";
import type { RequestAct } from "#core/repair/request.ts";
import { addYears, type IsoDate, parseIsoDate } from "#core/time/date.ts";
import { termEnd } from "#core/time/term.ts";
import type { Acting, Permit } from "#src/access/index.ts";
import { issueCertificate } from "./certificate.ts";
import { type Adding, actOn, recordNow, type Standing } from "./commit.ts";
import { factsOf, ruleOn } from "./facts.ts";
import type { RepairParts } from "./parts.ts";
import { isReasoned } from "./reasons.ts";
import { type Ground, insertHolders, type RequestRow } from "./store.ts";

/** How far back a body that was shown the file is told (征信业管理条例 25 gives objections the same reach). */
const toldYears = 2;
/** A plan of reorganisation is carried out in its own time; a lifting is renewed by a new decision. */
const liftYearsMax = 5;

/** Grants: repair, or lifts measures until a day while a plan is carried out. */
export async function grantRepair(
  parts: RepairParts,
  acting: Acting,
  asked: { readonly requestId: string; readonly reasons: string; readonly until?: string | undefined },
): Promise<Outcome<Standing>> {
  const { requestId, reasons, until } = asked;
  // Which of the two was asked for stands in the request.
  const act: RequestAct = until === undefined ? "grant" : "lift";
  return actOn(parts, acting, {
    requestId,
    act,
    asked: { reasons, until: until ?? null },
    async decide({ head }, permit) {
      if (!isReasoned(reasons)) return refuse("repair.reasons", { field: "reasons" });
      const stands = await recordStands(parts, permit, head);
      if (!stands.ok) return stands;
      return act === "lift" ? lifting(parts, { reasons, until }) : done(granting(parts, head, reasons));
    },
  });
}

function granting(parts: RepairParts, head: RequestRow, reasons: string): Adding {
  return {
    act: "grant",
    words: reasons,
    mark: "granted",
    async also(transaction, { act, permit }) {
      const toldAt = act.actedAt;
      const since = new Date(`${addYears(act.actedOn, -toldYears)}T00:00:00+08:00`);
      const dueOn = acknowledgeBy(parts, act.actedOn);
      const markVersion = act.markVersion ?? 0;
      await insertHolders(transaction, permit, { head, markVersion, since, toldAt, dueOn });
      await issueCertificate(parts, transaction, { head, act, permit });
    },
  };
}

/** Until when a body that was shown the record confirms that it is gone (C11). */
function acknowledgeBy({ catalogue }: RepairParts, on: IsoDate): IsoDate {
  const term = ruleOn(catalogue, on)?.acknowledge ?? { days: 3, unit: "working" as const };
  const end = termEnd(catalogue.calendar, { event: on, term, holder: "authority" }, { knownOn: on });
  if (end.is === "unknown") throw new Error("an authority's term always has an end");
  return end.endsOn;
}

function lifting(
  { clock }: RepairParts,
  { reasons, until }: { reasons: string; until: string | undefined },
): Outcome<Adding> {
  const day = parseIsoDate(until ?? "");
  const today = clock.today();
  if (day === null || day < today || day > addYears(today, liftYearsMax))
    return refuse("repair.until", { field: "until" });
  return done({ act: "lift", words: reasons, mark: "lifted", with: { until: day } });
}

/** What is decided on is still there. */
async function recordStands(parts: RepairParts, permit: Permit, head: RequestRow): Promise<Outcome<null>> {
  const record = await recordNow(parts, permit, head);
  if (!record || record.state === "withdrawn" || record.state === "erased") return refuse("repair.record-gone");
  return done(null);
}

/** Refuses, saying which condition is not met. Of a person a second officer is asked (C5). */
export function refuseRepair(
  parts: RepairParts,
  acting: Acting,
  asked: {
    readonly requestId: string;
    readonly ground: Ground;
    readonly provision?: string | undefined;
    readonly reasons: string;
  },
): Promise<Outcome<Standing>> {
  const { requestId, ground, provision, reasons } = asked;
  return actOn(parts, acting, {
    requestId,
    act: "refuse",
    asked: { ground, provision: provision ?? null, reasons },
    async decide({ head }, permit) {
      if (!isReasoned(reasons)) return refuse("repair.reasons", { field: "reasons" });
      if (ground === "other-condition" && !provision?.trim()) return refuse("repair.provision", { field: "provision" });
      const record = await recordNow(parts, permit, head);
      // Not refused while nobody knows whether the record is right (C10).
      if (record && factsOf(parts, record).objected) return refuse("repair.under-objection");
      return done({ act: "refuse", words: reasons, with: { ground, provision: provision?.trim() || null } });
    },
  });
}

/** A second officer agrees to refuse a person, or gives the request back to be decided anew (C5). */
export function confirmRefusal(
  parts: RepairParts,
  acting: Acting,
  { requestId, agrees, reasons }: { readonly requestId: string; readonly agrees: boolean; readonly reasons: string },
): Promise<Outcome<Standing>> {
  const act: RequestAct = agrees ? "confirm" : "return";
  return actOn(parts, acting, {
    requestId,
    act,
    asked: { agrees, reasons },
    decide: () =>
      isReasoned(reasons) ? done({ act, words: reasons }) : refuse("repair.reasons", { field: "reasons" }),
  });
}

/** Means to reverse a repair: the notice is drawn up with it, to be served and answered first (C6). */
export function intendReversal(
  parts: RepairParts,
  acting: Acting,
  { requestId, facts }: { readonly requestId: string; readonly facts: string },
): Promise<Outcome<Standing>> {
  return actOn(parts, acting, {
    requestId,
    act: "intend-reversal",
    asked: { facts },
    async decide({ head }) {
      if (!isReasoned(facts)) return refuse("repair.reasons", { field: "facts" });
      const rule = ruleOn(parts.catalogue, parts.clock.today());
      if (!rule?.reversal) return refuse("repair.never", { params: { because: "no-rule" } });
      const { answer, plain, law } = rule.reversal;
      const prepared = await parts.notices.prepare(
        { actor: acting.actor, idempotencyKey: `reversal ${acting.idempotencyKey}` },
        {
          subjectId: head.subjectId,
          kind: "other",
          about: { kind: "record", id: head.requestId },
          answer,
          hearing: null,
          content: {
            title: { zh: "拟撤销信用修复告知书", en: "Notice of an intended reversal of a repair" },
            intended: {
              zh: "拟撤销已经准予的信用修复，恢复该记录的公示和使用，直至原定期限届满",
              en: "It is intended to reverse the repair that was granted, so that the record is published and used again until its original end",
            },
            facts,
            basis: [law],
            effects: [],
            howToAnswer: plain,
            remedies: rule.remedies.map(({ text }) => text),
          },
        },
      );
      if (!prepared.ok) return prepared;
      const { noticeId } = prepared.value;
      return done({
        act: "intend-reversal",
        words: facts,
        with: { noticeId },
        // The act refers to the notice, so the notice is there first.
        first: (transaction) => prepared.value.write(transaction),
      });
    },
  });
}

/** Reverses a repair after its subject was heard, or lets it stand. */
export async function settleReversal(
  parts: RepairParts,
  acting: Acting,
  { requestId, reverse, reasons }: { readonly requestId: string; readonly reverse: boolean; readonly reasons: string },
): Promise<Outcome<Standing>> {
  const act: RequestAct = reverse ? "reverse" : "drop-reversal";
  return actOn(parts, acting, {
    requestId,
    act,
    asked: { reverse, reasons },
    heard: async (standing) => (await heardOn(parts, standing)) !== null,
    async decide(standing, permit) {
      if (!isReasoned(reasons)) return refuse("repair.reasons", { field: "reasons" });
      if (!reverse) return done({ act, words: reasons });
      const stands = await recordStands(parts, permit, standing.head);
      if (!stands.ok) return stands;
      const heard = await heardOn(parts, standing);
      return heard ? done({ act, words: reasons, mark: "reversed", with: heard }) : refuse("repair.not-heard");
    },
  });
}

/** What says that the subject was told and heard; null until the notice is served and its time has ended or was waived. */
async function heardOn(parts: RepairParts, { acts }: Standing) {
  const noticeId = acts.findLast(({ act }) => act === "intend-reversal")?.noticeId;
  const notice = noticeId ? await parts.notices.standing(noticeId) : null;
  if (!noticeId || !notice?.due || notice.state !== "served") return null;
  const { due, waived } = notice;
  if (parts.clock.today() <= due.answerDueOn && !waived) return null;
  return {
    noticeId,
    noticeSeq: due.seq,
    noticeServedOn: due.servedOn,
    answerDueOn: due.answerDueOn,
    waivedSeq: waived?.seq ?? null,
    waivedOn: waived?.on ?? null,
  };
}
