/** What a subject does with a notice: receives it, answers, asks for a hearing, waives; itself, or at a counter. */
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { shanghaiDate } from "#core/time/date.ts";
import { type Acting, keyOf, mandateFor, signature } from "#src/access/index.ts";
import { attempt } from "#src/platform/database.ts";
import { type ActAsked, type Adding, actOn, askedToday } from "./commit.ts";
import { answerClock, hearingClock, type Standing } from "./notice.ts";
import type { NoticeParts } from "./parts.ts";
import { servedWith } from "./service.ts";
import { findAgreement, findAgreementByKey, insertAgreement } from "./store.ts";

/** Opens a notice that was made available: that is its service, at this instant (C6). */
export function receiveNotice(parts: NoticeParts, acting: Acting, noticeId: string): Promise<Outcome<Standing>> {
  return actOn(parts, acting, {
    noticeId,
    action: "receive-notice",
    asked: null,
    async decide(standing) {
      if (standing.state !== "offered") return refuse("notices.not-offered");
      const agreement = await findAgreement(parts.app, standing.head.subjectId);
      if (agreement?.act !== "agree") return refuse("notices.not-agreed");
      const dates = servedWith(parts, standing, parts.clock.today());
      return done({ act: "serve", with: { ...dates, mode: "electronic", agreementSeq: agreement.seq } });
    },
  });
}

/** What is said at a counter carries its basis; of a representative it is absent. */
interface Said {
  readonly noticeId: string;
  readonly basis?: string | undefined;
}

function saying(
  parts: NoticeParts,
  acting: Acting,
  { noticeId, basis = "" }: Said,
  act: Pick<ActAsked, "action" | "asked"> & { decide: (standing: Standing) => Outcome<Adding> },
): Promise<Outcome<Standing>> {
  return actOn(parts, acting, {
    noticeId,
    action: act.action,
    asked: [act.asked, basis],
    basis,
    decide(standing) {
      const { service } = standing;
      if (!service) return refuse("notices.not-served");
      const decided = act.decide(standing);
      if (!decided.ok) return decided;
      const served = { servedSeq: service.seq, servedOn: service.on };
      return done({ ...decided.value, with: { ...decided.value.with, ...served } });
    },
  });
}

/** Answers a notice, with documents. After the time too: what comes late is still read, and its day says so. */
export function answerNotice(
  parts: NoticeParts,
  acting: Acting,
  asked: Said & { readonly statement: string; readonly documents: readonly string[] },
): Promise<Outcome<Standing>> {
  const { statement, documents } = asked;
  return saying(parts, acting, asked, {
    action: "answer-notice",
    asked: { statement, documents },
    decide: ({ head }) =>
      head.answer
        ? done({ act: "answer", with: {}, words: statement, documents })
        : refuse("notices.nothing-to-answer"),
  });
}

/** Asks for a hearing, within the time the rule gives. */
export function askForHearing(
  parts: NoticeParts,
  acting: Acting,
  asked: Said & { readonly words?: string | undefined },
): Promise<Outcome<Standing>> {
  const words = asked.words?.trim() ?? "";
  return saying(parts, acting, asked, {
    action: "ask-for-hearing",
    asked: { words },
    decide(standing) {
      const clock = hearingClock(standing, askedToday(parts));
      if (!clock) return refuse("notices.no-hearing");
      if (clock.over) return refuse("notices.hearing-late", { params: { dueOn: clock.dueOn ?? "" } });
      return done({ act: "ask-hearing", with: {}, ...(words === "" ? {} : { words }) });
    },
  });
}

/** The words a waiver is given in; sealed with it, so that it can be read what was confirmed. */
const waiver = {
  zh: "我已阅读告知书，知道还有时间陈述、申辩，现明确放弃剩余的期限。",
  en: "I have read the notice and know that there is time left to answer; I expressly waive the rest of it.",
} as const;

/** Waives the rest of the time to answer, expressly (C6). At a counter the signed paper is attached. */
export function waiveTime(
  parts: NoticeParts,
  acting: Acting,
  asked: Said & { readonly proof?: string | undefined },
): Promise<Outcome<Standing>> {
  const { proof } = asked;
  return saying(parts, acting, asked, {
    action: "waive-time-to-answer",
    asked: { proof: proof ?? null },
    decide(standing) {
      const clock = answerClock(standing, askedToday(parts));
      if (!clock || clock.over || standing.waived) return refuse("notices.nothing-to-waive");
      if (acting.actor.kind === "officer" && !proof) return refuse("notices.proof-needed", { field: "proof" });
      const documents = proof ? [proof] : [];
      return done({ act: "waive", with: { proofId: proof ?? null }, words: JSON.stringify(waiver), documents });
    },
  });
}

/** Agrees to electronic service for a subject, or withdraws that at once. Saying again what holds changes nothing. */
export async function chooseService(
  parts: NoticeParts,
  { actor, idempotencyKey }: Acting,
  { subjectId, electronic }: { subjectId: string; electronic: boolean },
): Promise<Outcome<{ subjectId: string; electronic: boolean }>> {
  const resource = { type: "ServiceChoice", id: subjectId, attributes: { subject: subjectId } };
  const permit = await parts.door.permit(actor, "choose-service", resource);
  if (!permit.ok) return permit;
  const key = keyOf({ actor, idempotencyKey });
  for (let tries = 0; tries < 8; tries++) {
    const earlier = await findAgreementByKey(parts.app, key);
    const same = earlier?.subjectId === subjectId && (earlier.act === "agree") === electronic;
    if (earlier) return same ? done({ subjectId, electronic }) : refuse("access.key-used");
    const last = await findAgreement(parts.app, subjectId);
    if ((last?.act === "agree") === electronic) return done({ subjectId, electronic });
    const mandate = await mandateFor(parts, actor, subjectId);
    if (!mandate.ok) return mandate;
    // The policies let nobody but a representative choose.
    const inForce = mandate.value;
    if (!inForce) return refuse("access.no-mandate");
    const actedAt = parts.clock.now();
    const chosen = await attempt(parts.app, async (transaction) => {
      await insertAgreement(transaction, permit.value, {
        subjectId,
        seq: (last?.seq ?? 0) + 1,
        act: electronic ? "agree" : "withdraw",
        mandate: inForce,
        actedBy: signature(actor),
        actedOn: shanghaiDate(actedAt),
        actedAt,
        idempotencyKey: key,
      });
      return true;
    });
    if (chosen) return done({ subjectId, electronic });
  }
  return refuse("http.busy");
}
