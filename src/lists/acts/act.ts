/**
 * Doing an act in a proceeding: policies first, then the machine on what stands now; written with what follows from it in
 * one transaction. Whoever comes second is decided anew.
 */
import type { Static } from "typebox";
import type { actOnProceeding as contract } from "#contract/proceedings.ts";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import { decideAct } from "#core/procedure/decide.ts";
import { stateOn } from "#core/procedure/fold.ts";
import { type DoneAct, entersForce, type Given, isInForce } from "#core/procedure/procedure.ts";
import type { Json } from "#core/record/canonical.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { isoDate } from "#core/time/date.ts";
import { type Actor, keyOf, type Permit, signature } from "#src/access/index.ts";
import { attempt } from "#src/platform/database.ts";
import { foldAnew } from "../inbox/fold-anew.ts";
import type { ListParts } from "../parts.ts";
import { type ActRow, dueOnOf, officesOf, type Proceeding } from "../proceeding.ts";
import { type Action, findActByKey, findProceeding, findRestsOn, insertAct } from "../store.ts";
import { type Acting, askPermit, contentOf, refusedByLaw, resourceOf } from "./acting.ts";
import { type Entering, fieldsFault, isUndoing, leave, record } from "./effect.ts";
import { type Place, placeOf } from "./place.ts";
import { articleOf } from "./propose.ts";
import { actRow, groundsOf, sealText, wordsContext } from "./row.ts";
import { textsFault } from "./texts.ts";

export type Asked = Static<NonNullable<typeof contract.body>>;

/** The action whose leave an act of an office needs. */
const actionOf = {
  propose: "conduct-proceeding",
  decide: "decide-listing",
  confirm: "confirm-listing",
} as const satisfies Record<string, Action>;

/** The office of the keeper that does an act from where a proceeding stands. What nobody may do is refused after. */
function officeFor({ procedure, standing, today }: Place, name: string): keyof typeof actionOf {
  const state = stateOn(procedure, standing, today);
  const named = procedure.acts.filter(({ act }) => act === name);
  const by = (named.find(({ from }) => from.includes(state)) ?? named[0])?.by;
  return by === "decide" || by === "confirm" ? by : "propose";
}

const triesMax = 8;

/** Does one act. The same key again answers what came of it. */
export async function actOnProceeding(
  parts: ListParts,
  acting: Acting,
  { proceedingId, asked }: { proceedingId: string; asked: Asked },
): Promise<Outcome<Proceeding>> {
  const content = contentOf(parts.keys, { proceedingId, ...asked } as unknown as Json);
  for (let tries = 0; tries < triesMax; tries++) {
    const found = await findProceeding(parts.app, proceedingId);
    if (!found) return refuse("lists.unknown");
    const place = await placeOf(parts, found);
    const permit = await permitFor(parts, acting.actor, place, asked.act);
    if (!permit.ok) return permit;
    const earlier = await findActByKey(parts.app, keyOf(acting));
    if (earlier) {
      const isSame = earlier.proceedingId === proceedingId && Buffer.from(earlier.content).equals(content);
      return isSame ? done(found) : refuse("access.key-used");
    }
    const outcome = await tryOnce(parts, acting, { place, permit: permit.value, asked, content });
    if (outcome === "again") continue;
    if (outcome.ok) return after(parts, proceedingId);
    const { action, resource } = permit.value;
    return refusedByLaw(parts, acting.actor, { action, resource, refusal: outcome.refusal });
  }
  return refuse("http.busy");
}

async function after(parts: ListParts, proceedingId: string): Promise<Outcome<Proceeding>> {
  const found = await findProceeding(parts.app, proceedingId);
  return found ? done(found) : refuse("lists.unknown");
}

function permitFor(parts: ListParts, actor: Actor, place: Place, act: string): Promise<Outcome<Permit>> {
  const { head, list, standing } = place;
  const office = officeFor(place, act);
  const action = actionOf[office];
  const { roles } = list.offices[office];
  const resource = resourceOf(parts, actor, { proceedingId: head.proceedingId, keeper: head.keeper, list });
  return askPermit(parts, actor, { action, resource, roles, decidedBy: standing.decision?.by ?? null });
}

interface Attempt {
  readonly place: Place;
  readonly permit: Permit;
  readonly asked: Asked;
  readonly content: Buffer;
}

/** Decides and writes once. "again": somebody was faster. */
async function tryOnce(parts: ListParts, acting: Acting, trying: Attempt): Promise<Outcome<null> | "again"> {
  const { place, permit, asked } = trying;
  const written = writtenFault(parts, place, asked);
  if (!written.ok) return written;
  const link = decideNow(acting.actor, place, asked);
  if (!link.ok) return link;
  const { head, acts, procedure } = place;
  const row = rowOf(parts, acting, trying, link.value);
  const { from, to } = link.value;
  const add = async (sql: Parameters<typeof insertAct>[0], recordId: string | null) => {
    await insertAct(sql, permit, { head, last: acts.at(-1) ?? null, act: { ...row, recordId } });
    await foldAnew(parts, sql, head.proceedingId);
    return true;
  };
  if (link.value.act === "decide") {
    const rested = await restsFault(parts, permit, place);
    if (!rested.ok) return rested;
    const fault = await fieldsFault(parts, acting, place, { link: link.value, typed: asked.fields ?? {} });
    if (!fault.ok) return fault;
  }
  if (link.value.act === "extend-answer") {
    const extended = await extendAnswer(parts, acting, place, asked);
    if (!extended.ok) return extended;
  }
  const isStill = () => stillSo(parts, place);
  if (entersForce(procedure, { from, to })) {
    const entering: Entering = { link: link.value, typed: asked.fields ?? {}, isStill, add };
    return record(parts, acting, place, entering);
  }
  // Undone after it was left early, its record is withdrawn as if it had never been.
  const isUndoneLate = isUndoing(link.value) && acts.some(({ recordId }) => recordId !== null);
  if (isUndoneLate || (isInForce(procedure, from) && !isInForce(procedure, to)))
    return leave(parts, acting, place, {
      link: link.value,
      reason: reasonInLedger(place, link.value),
      isStill,
      add,
    });
  // The place in the chain may be taken meanwhile, or a notice say something else.
  return (await attempt(parts.app, (transaction) => add(transaction, null))) ? done(null) : "again";
}

/** What the proposal rested on still stands: nobody is listed on what its own source took back. */
async function restsFault(parts: ListParts, permit: Permit, { head }: Place): Promise<Outcome<null>> {
  const standing = await findRestsOn(
    parts.app,
    permit,
    head.restsOn.map(({ recordId }) => recordId),
  );
  const isWhole = standing.length === head.restsOn.length && standing.every(({ withdrawn }) => !withdrawn);
  return isWhole ? done(null) : refuse("lists.record-withdrawn");
}

/** Why the record ended, in the procedure's words: the officer's own are sealed, and would outlive them in the ledger. */
function reasonInLedger({ procedure }: Place, { act, ruling }: DoneAct): string {
  const title = procedure.acts.find((one) => one.act === act)?.title ?? { zh: act, en: act };
  const cited = ruling === null ? "" : `（${ruling.body} ${ruling.number}）`;
  return `${title.zh}${cited} / ${title.en}`;
}

/**
 * The notice is given the later day first, under the act's own key: should the power go in between, the subject has the
 * time, and the act asked again finds it given.
 */
function extendAnswer(
  parts: ListParts,
  { actor, idempotencyKey }: Acting,
  { notice, terms }: Place,
  { until, reasons = "" }: Asked,
): Promise<Outcome<null>> | Outcome<null> {
  if (until === undefined) {
    // It may have been given with the notice itself already: then it is only written down here.
    const byRule = notice?.service ? terms.due("answer", notice.service.on) : null;
    const isGiven = byRule !== null && (dueOnOf(notice) ?? "") > byRule;
    return isGiven ? done(null) : refuse("lists.until-missing", { field: "until" });
  }
  if (!notice) return refuse("lists.notice-not-served", { params: { article: "" } });
  const asked = { noticeId: notice.noticeId, until: isoDate(until), reason: reasons.slice(0, 500) };
  return parts.notices.extend({ actor, idempotencyKey: `extend ${idempotencyKey}` }, asked);
}

/** Whether the chain is as long as it was when the act was decided. */
async function stillSo(parts: ListParts, { head, acts }: Place): Promise<boolean> {
  const now = await findProceeding(parts.app, head.proceedingId);
  return now?.acts.length === acts.length;
}

/** Whoever wrote down at the counter what the subject said does not weigh it (C5). */
export function wroteTheAnswerDown(act: string, by: string, notice: Place["notice"]): boolean {
  return (act === "decide" || act === "revoke") && notice?.counterOfficers.includes(by) === true;
}

/** What the officer wrote holds nothing it must not; what is decided is decided on the ground that was noticed (C2, C3, C6, C16). */
function writtenFault(parts: ListParts, { head, list }: Place, asked: Asked): Outcome<null> {
  const { reasons, weighing, ruling, fields = {} } = asked;
  if (looksLikePersonNumber(`${ruling?.number ?? ""} ${ruling?.body ?? ""}`))
    return refuse("lists.person-number", { field: "ruling" });
  const typed = Object.entries(fields).map(([name, value]) => [`fields/${name}`, String(value)]);
  const texts = { reasons, weighing, ...Object.fromEntries(typed) };
  const fault = textsFault(parts, { texts, kind: head.subjectKind });
  if (!fault.ok) return fault;
  const named = fields["ground"] ?? head.ground;
  const isNoticed = head.ground === null || named === head.ground;
  return isNoticed
    ? done(null)
    : refuse("lists.another-ground", { field: "ground", params: { article: articleOf(list) } });
}

function decideNow(actor: Actor, place: Place, asked: Asked): Outcome<DoneAct> {
  const { procedure, terms, standing, facts, today, list, notice, decision } = place;
  const who = { by: signature(actor), offices: officesOf(list, actor) };
  if (wroteTheAnswerDown(asked.act, who.by, notice)) return refuse("lists.wrote-the-answer-down");
  const given: Given = {
    reasons: asked.reasons !== undefined,
    weighed: asked.weighing !== undefined,
    months: asked.months ?? null,
    servedOn: decision?.service?.on ?? null,
    heldOn: asked.heldOn === undefined ? null : isoDate(asked.heldOn),
    summonedOn: asked.summonedOn === undefined ? null : isoDate(asked.summonedOn),
    conditions: asked.conditions ?? [],
    ruling: asked.ruling ? { ...asked.ruling, on: isoDate(asked.ruling.on) } : null,
  };
  return decideAct({ procedure, terms, standing, facts, today }, who, asked.act, given);
}

/** The row of an act: what it rests on named by the rows that say so, texts sealed. */
function rowOf(parts: ListParts, acting: Acting, { place, asked, content }: Attempt, link: DoneAct): ActRow {
  const { head, list } = place;
  const at = parts.clock.now();
  const row = actRow(parts, { head, link, key: keyOf(acting), content, at, list });
  const seal = (what: "reasons" | "weighing" | "fields", text: string | undefined) =>
    text === undefined ? null : sealText(parts.keys, wordsContext(head.proceedingId, link.seq, what), text);
  return {
    ...row,
    ...groundsOf(place, row),
    conditions: asked.conditions ?? null,
    reasons: seal("reasons", asked.reasons),
    weighed: seal("weighing", asked.weighing),
    sealed: asked.fields === undefined ? null : seal("fields", JSON.stringify(asked.fields)),
  };
}
