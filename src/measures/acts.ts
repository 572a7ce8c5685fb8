/** Asking, and saying afterwards what was done. */
import { randomUUID } from "node:crypto";
import type { Static } from "typebox";
import type { PurposeRow } from "#contract/catalogue.ts";
import type { CheckQuestion, OutcomeView, reportOutcome as reportOutcomeEndpoint } from "#contract/checks.ts";
import type { Matter } from "#contract/lists-in-packs.ts";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import { done, type Outcome, type Refusal, refuse } from "#core/refusal.ts";
import { kindOfUnifiedCode } from "#core/subject/identifier.ts";
import { type Actor, agencyOf, type Purpose, signature } from "#src/access/index.ts";
import { newSubjectId } from "#src/registry/index.ts";
import type { AskedHead } from "./compose.ts";
import type { Desk, Receipt, Target } from "./desk.ts";
import { type AskedNumber, readNumber } from "./number.ts";
import type { MeasureRooms } from "./parts.ts";
import { findCheckHead, findOutcome, insertOutcome, listTold, type OutcomeRow } from "./store.ts";

/** Asks what binds the actor's body in a matter towards a subject. Refusals are logged; nothing else is changed by them. */
export async function askCheck(
  rooms: MeasureRooms,
  desk: Desk,
  actor: Actor,
  question: CheckQuestion,
): Promise<Outcome<Receipt>> {
  const read = readQuestion(rooms, question);
  if (!read.ok) return logged(rooms, actor, read);
  const { number, matter, purpose } = read.value;
  const target = await findTarget(rooms, number);
  const given = purposeOf(purpose, matter);
  const barred = barredBy(rooms, actor, { matter, purpose, target });
  if (barred) return logged(rooms, actor, barred, { target, given });
  const subjectId = idOf(target);
  const resource = {
    type: "Check",
    id: matter.matter,
    attributes: {
      subjectKind: target.kind,
      decidedBy: matter.agencyKinds,
      // Nobody's own where nobody is known by the number.
      subject: subjectId ?? "",
    },
  };
  const scope = await rooms.door.scope(actor, "ask-check", resource, { audience: "body", purpose: given });
  // What policy refuses, the door has logged.
  if (!scope.ok) return scope;
  if (actor.kind !== "officer" && actor.kind !== "client") throw new TypeError("only a body asks");
  const receipt = await desk.ask({
    scope: scope.value,
    head: headOf(rooms, actor, { matter, purpose }),
    matter,
    agencyKinds: actor.agencyKinds,
    number,
    target,
  });
  return done(receipt);
}

/** What an answer says of who asked, and in what. */
export function headOf(rooms: MeasureRooms, actor: Body, { matter, purpose }: Ground): AskedHead {
  return {
    body: actor.agency,
    bodyName: rooms.authority(actor.agency),
    by: actor.kind,
    matter: matter.matter,
    matterTitle: matter.title,
    purpose: purpose.purpose,
    purposeTitle: purpose.title,
  };
}

/** Who may ask: an officer or a program of a body. */
export type Body = Extract<Actor, { kind: "officer" | "client" }>;

/** What a body asks in, and for what. */
export interface Ground {
  readonly matter: Matter;
  readonly purpose: PurposeRow;
}

interface ReadQuestion extends Ground {
  readonly number: AskedNumber;
}

/** The question by itself: a number, a matter and a purpose of the catalogue that belong together. */
function readQuestion(rooms: MeasureRooms, asked: CheckQuestion): Outcome<ReadQuestion> {
  const number = readNumber(asked.subject);
  if (!number.ok) return number;
  const why = readGround(rooms, asked);
  return why.ok ? done({ number: number.value, ...why.value }) : why;
}

/** A matter and a purpose of the catalogue that belong together. */
export function readGround(
  { rules, catalogue }: MeasureRooms,
  asked: { readonly matter?: string | undefined; readonly purpose?: string | undefined },
): Outcome<Ground> {
  const matter = rules().matters.get(asked.matter ?? "");
  if (!matter) return refuse("measures.matter", { field: "matter" });
  const purpose = catalogue.purposes.get(asked.purpose ?? "");
  if (!purpose || !matter.purposes.includes(purpose.purpose)) return refuse("measures.purpose", { field: "purpose" });
  return done({ matter, purpose });
}

/** A unified code leads to its subject without a look-up; any other number is looked up. */
async function findTarget({ registry, clock }: MeasureRooms, number: AskedNumber): Promise<Target> {
  const { scheme, value } = number;
  if (scheme === "unified-code") return targetOfCode(value);
  const asOf = { effectiveAt: clock.today(), knownAt: clock.now().toISOString() };
  const file = await registry.subjects.findByNumber(number, asOf);
  const kind = scheme === "person-number" ? "person" : "organisation";
  return { by: "ids", kind: file?.kind ?? kind, subjectIds: file?.subjectIds ?? [] };
}

/** Whom a unified code leads to. */
export function targetOfCode(code: string): Extract<Target, { by: "code" }> {
  const identifiers = [
    { scheme: "unified-code", value: code, verdict: "valid", validFrom: null, validUntil: null } as const,
  ];
  return { by: "code", kind: kindOfUnifiedCode(code), code, subjectId: newSubjectId({ identifiers }) };
}

function idOf(target: Target): string | undefined {
  return target.by === "code" ? target.subjectId : target.subjectIds[0];
}

/** Why this body may not ask this: the matter is not its own (C7), or the purpose is not for it or for this kind of subject. */
export function barredBy(
  { rules }: MeasureRooms,
  actor: Actor,
  { matter, purpose, target }: { matter: Matter; purpose: PurposeRow; target: Pick<Target, "kind"> },
): { readonly ok: false; readonly refusal: Refusal } | null {
  const kinds = actor.kind === "officer" || actor.kind === "client" ? actor.agencyKinds : [];
  const among = (named: readonly string[]) => rules().names(named, kinds);
  if (!among(matter.agencyKinds)) return refuse("measures.not-your-matter", { field: "matter" });
  if (!among(purpose.agencyKinds) || !purpose.subjectKinds.includes(target.kind))
    return refuse("measures.purpose", { field: "purpose" });
  return null;
}

/** A body looks because the law has it decide this matter. */
export function purposeOf({ purpose }: PurposeRow, { law }: Matter): Purpose {
  return { purpose, basis: `${law.title.zh} ${law.article}` };
}

/** Logs a refusal: in the subject's log where one is known, in the agency's always. */
export async function logged(
  { looks }: MeasureRooms,
  actor: Actor,
  refused: { readonly ok: false; readonly refusal: Refusal },
  about?: { readonly target: Target; readonly given: Purpose },
): Promise<Outcome<never>> {
  const policy = refused.refusal.code;
  const subjectId = about && idOf(about.target);
  await looks.refusedAsking(actor, { action: "ask-check", resource: "Check", policy });
  if (about && subjectId !== undefined) await looks.refused(actor, subjectId, { ...about.given, policy });
  return refused;
}

export type Reported = Static<NonNullable<typeof reportOutcomeEndpoint.body>>;

/**
 * The body that asked says what it did. An effect that no measure of the answer covers is taken down as what it is, and
 * flagged (C7): it has happened, and supervision must see it. The same key again answers the same and adds nothing.
 */
export async function reportOutcome(
  rooms: MeasureRooms,
  { actor, idempotencyKey }: { actor: Actor; idempotencyKey: string },
  { check, ...reported }: Reported & { readonly check: string },
): Promise<Outcome<OutcomeView>> {
  const { app, door, clock } = rooms;
  const head = await findCheckHead(app, check);
  if (!head) return refuse("measures.unknown-check");
  const resource = { type: "Agency", id: head.agencyCode, attributes: { code: head.agencyCode } };
  const permit = await door.permit(actor, "report-outcome", resource);
  if (!permit.ok) return permit;
  const key = `${signature(actor)} ${idempotencyKey}`;
  const earlier = await findOutcome(app, permit.value, { checkId: check, idempotencyKey: key });
  if (earlier) return done(outcomeView(earlier));
  const told = await listTold(app, permit.value, check);
  const judged = judge(reported, told);
  if (!judged.ok) return judged;
  const row: OutcomeRow = {
    ...judged.value,
    checkId: check,
    outcomeId: randomUUID(),
    did: reported.did,
    reason: reported.reason?.trim() || null,
    agencyCode: agencyOf(actor) ?? head.agencyCode,
    reportedBy: signature(actor),
    reportedAt: clock.now(),
    idempotencyKey: key,
  };
  await insertOutcome(app, permit.value, row);
  const stored = await findOutcome(app, permit.value, { checkId: check, idempotencyKey: key });
  return stored ? done(outcomeView(stored)) : refuse("measures.unknown-check");
}

type Judged = Pick<OutcomeRow, "measureId" | "version" | "effect" | "beyond">;

/** Whether a report is complete, and whether what was done is what the answer said. Pure. */
export function judge(
  { did, measure, effect, reason }: Reported,
  told: readonly { readonly measureId: string; readonly version: number; readonly effect: string }[],
): Outcome<Judged> {
  if (reason !== undefined && looksLikePersonNumber(reason))
    return refuse("measures.number-in-reason", { field: "reason" });
  const incomplete = (field: string) => refuse("measures.outcome-incomplete", { field });
  if (did === "nothing") {
    if (measure !== undefined || effect !== undefined) return incomplete("did");
    return done({ measureId: null, version: null, effect: null, beyond: false });
  }
  const named = told.find(({ measureId, version }) => `${measureId}@${version}` === measure);
  if (measure !== undefined && !named) return refuse("measures.unknown-measure", { field: "measure" });
  if (!named && effect === undefined) return incomplete(did === "applied" ? "effect" : "measure");
  // What was done counts as what it is: an effect the answer had is within it, whichever measure was named.
  const within =
    named && (effect === undefined || effect === named.effect) ? named : told.find((one) => one.effect === effect);
  const says = Boolean(reason?.trim());
  if (within && (did === "applied" || says))
    return done({ measureId: within.measureId, version: within.version, effect: within.effect, beyond: false });
  if (!says) return refuse("measures.reason", { field: "reason" });
  return did === "applied" && effect !== undefined
    ? done({ measureId: null, version: null, effect, beyond: true })
    : incomplete("measure");
}

/** An outcome as it is shown. */
export function outcomeView(
  row: Omit<OutcomeRow, "agencyCode" | "reportedBy" | "idempotencyKey" | "reportedAt"> & { reportedAt: Date | string },
): OutcomeView {
  return {
    check: row.checkId,
    outcome: row.outcomeId,
    did: row.did,
    measure: row.measureId === null ? null : `${row.measureId}@${row.version}`,
    effect: row.effect as OutcomeView["effect"],
    reason: row.reason,
    beyond: row.beyond,
    reportedAt: new Date(row.reportedAt).toISOString(),
  };
}
