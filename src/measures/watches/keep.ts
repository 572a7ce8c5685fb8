/** Setting watches up and ending them. The first answer is a check like any other: refused, logged and signed as one. */
import { randomUUID } from "node:crypto";
import type { CheckAnswer } from "#contract/checks.ts";
import type { Watch, WatchRequest } from "#contract/watches.ts";
import { done, type Outcome, type Refusal, refuse } from "#core/refusal.ts";
import { addMonths, type IsoDate, parseIsoDate } from "#core/time/date.ts";
import { type Acting, type Actor, type KeptBody, keyOf, type Permit, signature } from "#src/access/index.ts";
import { inTransaction } from "#src/platform/database.ts";
import { askCheck, type Body, type Ground, logged, purposeOf, readGround, targetOfCode } from "../acts.ts";
import type { Desk, Receipt } from "../desk.ts";
import type { MeasureRooms } from "../parts.ts";
import { getReceipt } from "../views.ts";
import { substanceOf } from "./changes.ts";
import { eventOf } from "./look-again.ts";
import {
  findByKeys,
  findLive,
  findWatch,
  insertEnds,
  insertEvents,
  insertWatches,
  lockBody,
  lockWatches,
  type NewWatch,
  updateSeen,
} from "./store.ts";
import { watchTerms } from "./terms.ts";
import { watchView } from "./view.ts";
import { findWebhook } from "./webhook-store.ts";

type GroundAsked = Pick<WatchRequest, "matter" | "purpose" | "endsOn" | "webhook">;

/** What a watch is set up for, read and allowed. */
interface Plan extends Ground {
  readonly actor: Body;
  readonly permit: Permit;
  readonly endsOn: IsoDate;
  readonly webhookId: string | null;
}

/** A watch that was set up, with the receipt of its first answer as it was signed. */
export interface Kept {
  readonly watch: Watch;
  readonly receipt: string;
}

/** Watches one subject. The same key again answers with the watch it set up; its receipt is then read again, which is a look. */
export async function addWatch(
  rooms: MeasureRooms,
  desk: Desk,
  { actor, idempotencyKey }: Acting,
  { subject, ...asked }: WatchRequest,
): Promise<Outcome<Kept>> {
  const plan = await planOf(rooms, actor, asked);
  if (!plan.ok) return plan;
  if (subject.name !== undefined) return logged(rooms, actor, refuse("measures.by-name", { field: "subject.name" }));
  const scheme = subject.scheme ?? "unified-code";
  if (scheme !== "unified-code" && scheme !== "person-number")
    return logged(rooms, actor, refuse("measures.watch-scheme", { field: "subject.scheme" }));
  const key = keyOf({ actor, idempotencyKey });
  const [known] = await findByKeys(rooms.app, plan.value.permit, { agency: plan.value.actor.agency, keys: [key] });
  if (known) return keptAgain(rooms, actor, known);
  const [line] = await addTogether(rooms, desk, plan.value, [{ subject: { ...subject, scheme }, key }]);
  if (!line) throw new Error("what was asked for one by one is answered one by one");
  if (!line.ok) return line;
  return done({ watch: await viewAgain(rooms, line.value.watchId), receipt: line.value.receipt.text });
}

async function keptAgain(
  rooms: MeasureRooms,
  actor: Actor,
  { watchId, firstCheck }: { watchId: string; firstCheck: string },
): Promise<Outcome<Kept>> {
  const receipt = await getReceipt(rooms, actor, firstCheck);
  return receipt.ok ? done({ watch: await viewAgain(rooms, watchId), receipt: receipt.value.text }) : receipt;
}

async function viewAgain(rooms: MeasureRooms, watchId: string): Promise<Watch> {
  const row = await findWatch(rooms.app, watchId);
  if (!row) throw new Error("a watch that was set up is not there");
  return watchView(row, rooms.clock.today());
}

/** What became of a line of a list. */
export interface AddedLine {
  /** From 1. */
  readonly line: number;
  readonly watch: string | null;
  readonly check: string | null;
  readonly outcome: CheckAnswer["outcome"] | null;
  readonly refusal: string | null;
}

const linesTogether = 250;

/** Watches a list of unified codes. What is wrong with one hinders no other; nothing of what stood there is repeated (C13). */
export async function addWatches(
  rooms: MeasureRooms,
  desk: Desk,
  { actor, idempotencyKey }: Acting,
  { codes, ...asked }: GroundAsked & { readonly codes: readonly string[] },
): Promise<Outcome<{ items: AddedLine[] }>> {
  const plan = await planOf(rooms, actor, asked);
  if (!plan.ok) return plan;
  const { permit } = plan.value;
  const agency = plan.value.actor.agency;
  const items: AddedLine[] = [];
  for (let from = 0; from < codes.length; from += linesTogether) {
    const part = codes.slice(from, from + linesTogether).map((value, at) => ({
      subject: { scheme: "unified-code", value },
      key: keyOf({ actor, idempotencyKey: `${idempotencyKey} ${from + at}` }),
    }));
    const known = await findByKeys(rooms.app, permit, { agency, keys: part.map(({ key }) => key) });
    const byKey = new Map(known.map((row) => [row.idempotencyKey, row]));
    const fresh = part.filter(({ key }) => !byKey.has(key));
    const added = await addTogether(rooms, desk, plan.value, fresh);
    const lines = new Map(fresh.map(({ key }, at) => [key, added[at]]));
    part.forEach(({ key }, at) => {
      const before = byKey.get(key);
      const one = lines.get(key);
      const nothing = { line: from + at + 1, watch: null, check: null, outcome: null, refusal: null };
      if (before) items.push({ ...nothing, watch: before.watchId, check: before.firstCheck });
      else if (one?.ok) {
        const { check, outcome } = one.value.receipt.answer;
        items.push({ ...nothing, watch: one.value.watchId, check, outcome });
      } else items.push({ ...nothing, refusal: one?.refusal.code ?? null });
    });
  }
  return done({ items });
}

/** Matter, purpose, end and webhook; then the door. What is refused is logged, whichever of them it was. */
async function planOf(rooms: MeasureRooms, actor: Actor, asked: GroundAsked): Promise<Outcome<Plan>> {
  const ground = readGround(rooms, asked);
  if (!ground.ok) return logged(rooms, actor, ground);
  const code = actor.kind === "officer" || actor.kind === "client" ? actor.agency : "";
  const resource = { type: "Agency", id: code, attributes: { code } };
  const permit = await rooms.door.permit(actor, "keep-watch", resource);
  if (!permit.ok) return permit;
  if (actor.kind !== "officer" && actor.kind !== "client") throw new TypeError("only a body watches");
  const endsOn = endOf(rooms, ground.value, asked.endsOn);
  if (!endsOn.ok) return logged(rooms, actor, endsOn);
  const webhook = asked.webhook === undefined ? null : await findWebhook(rooms.app, asked.webhook);
  if (asked.webhook !== undefined && (!webhook || webhook.agencyCode !== actor.agency || webhook.endedAt))
    return logged(rooms, actor, refuse("measures.unknown-webhook", { field: "webhook" }));
  const webhookId = webhook?.webhookId ?? null;
  return done({ ...ground.value, actor, permit: permit.value, endsOn: endsOn.value, webhookId });
}

/** The last day, which must be said and be no later than the purpose justifies (C8). */
function endOf({ clock }: MeasureRooms, { purpose }: Ground, asked: string | undefined): Outcome<IsoDate> {
  const months = purpose.watchMonthsMax;
  if (months === undefined) return refuse("measures.watch-no-purpose", { field: "purpose" });
  const today = clock.today();
  const latest = addMonths(today, months);
  const endsOn = parseIsoDate(asked ?? "");
  if (!endsOn || endsOn < today || endsOn > latest)
    return refuse("measures.watch-end", { field: "endsOn", params: { months, latest } });
  return done(endsOn);
}

interface Line {
  readonly subject: { readonly scheme: string; readonly value?: string };
  readonly key: string;
}

interface Added {
  readonly watchId: string;
  readonly receipt: Receipt;
}

/** Checks each and sets up watches of those that were answered, in one transaction. */
async function addTogether(
  rooms: MeasureRooms,
  desk: Desk,
  plan: Plan,
  lines: readonly Line[],
): Promise<Outcome<Added>[]> {
  if (lines.length === 0) return [];
  const { actor, matter, purpose } = plan;
  const asked = { matter: matter.matter, purpose: purpose.purpose };
  const live = await liveAmong(rooms, rooms.app, plan, lines.flatMap(subjectIdOfLine));
  const answers = await Promise.all(
    lines.map(async (line): Promise<Outcome<Receipt>> => {
      // What is watched already is not looked at once more for it.
      if (subjectIdOfLine(line).some((id) => live.subjects.has(id))) return refuse("measures.watched");
      return askCheck(rooms, desk, actor, { subject: line.subject, ...asked });
    }),
  );
  return inTransaction(rooms.app, async (transaction) => {
    await lockBody(transaction, plan.permit, actor.agency);
    const ids = answers.flatMap((one) => (one.ok ? subjectIdOf(one.value.answer) : []));
    const taken = await liveAmong(rooms, transaction, plan, ids);
    const rows: NewWatch[] = [];
    const added = answers.map((answer, at): Outcome<Added> => {
      if (!answer.ok) return answer;
      const [subjectId] = subjectIdOf(answer.value.answer);
      const barred = whyNot({ subjectId, taken, room: watchTerms.watchesPerBodyMax - taken.count - rows.length });
      if (barred || subjectId === undefined)
        return { ok: false, refusal: barred ?? { code: "measures.watch-unknown" } };
      taken.subjects.add(subjectId);
      const row = rowOf(rooms, plan, { answer: answer.value.answer, subjectId, key: lines[at]?.key ?? "" });
      rows.push(row);
      return done({ watchId: row.watchId, receipt: answer.value });
    });
    if (rows.length > 0) await insertWatches(transaction, plan.permit, rows);
    return added;
  });
}

/** Why an answered check does not become a watch; null where it does. */
function whyNot(given: {
  readonly subjectId: string | undefined;
  readonly taken: { readonly subjects: ReadonlySet<string> };
  readonly room: number;
}): Refusal | null {
  if (given.subjectId === undefined) return { code: "measures.watch-unknown", field: "subject.value" };
  if (given.taken.subjects.has(given.subjectId)) return { code: "measures.watched" };
  return given.room > 0 ? null : { code: "measures.watch-many", params: { most: watchTerms.watchesPerBodyMax } };
}

async function liveAmong(rooms: MeasureRooms, sql: Parameters<typeof findLive>[0], plan: Plan, subjectIds: string[]) {
  const { permit, actor, matter, purpose } = plan;
  const ground = { agency: actor.agency, matter: matter.matter, purpose: purpose.purpose };
  const found = await findLive(sql, permit, { ...ground, subjectIds, today: rooms.clock.today() });
  return { count: found.count, subjects: new Set(found.subjects) };
}

/** The id a code leads to, before it is asked; a person's number leads nowhere without a look-up. */
function subjectIdOfLine({ subject: { scheme, value = "" } }: Line): string[] {
  const code = value.trim().toUpperCase();
  return scheme === "unified-code" && /^[0-9A-HJ-NP-RT-UW-Y]{18}$/.test(code) ? [targetOfCode(code).subjectId] : [];
}

/** Whom an answer is about; nobody where nobody is known. */
function subjectIdOf({ outcome, asked: { subject } }: CheckAnswer): string[] {
  if (outcome === "unknown-subject") return [];
  if (subject.subjectId !== null) return [subject.subjectId];
  return subject.number === null ? [] : [targetOfCode(subject.number).subjectId];
}

function rowOf(
  rooms: MeasureRooms,
  plan: Plan,
  { answer, subjectId, key }: { answer: CheckAnswer; subjectId: string; key: string },
): NewWatch {
  const { actor, matter, purpose, endsOn, webhookId } = plan;
  const { subject } = answer.asked;
  return {
    watchId: randomUUID(),
    agencyCode: actor.agency,
    actor: keptBody(actor),
    actorKind: actor.kind,
    actorId: actor.id,
    subjectKind: subject.kind,
    subjectId,
    number: subject.number,
    matter: matter.matter,
    ...purposeOf(purpose, matter),
    beganOn: answer.asOf.day,
    endsOn,
    webhookId,
    enteredBy: signature(actor),
    enteredAt: rooms.clock.now(),
    idempotencyKey: key,
    firstCheck: answer.check,
    substance: substanceOf(answer),
    seenRules: rooms.catalogue.stamp,
  };
}

function keptBody(actor: Body): KeptBody {
  const { id, agency } = actor;
  if (actor.kind === "client") return { kind: "client", id, agency, scopes: [...actor.scopes] };
  const { deputyOf, assurance } = actor;
  return {
    kind: "officer",
    id,
    agency,
    ...(deputyOf === undefined ? {} : { deputyOf }),
    ...(assurance === undefined ? {} : { assurance }),
  };
}

/** Ends a watch of one's own body; one that has ended stays as it ended. */
export async function endWatch(rooms: MeasureRooms, actor: Actor, watchId: string): Promise<Outcome<Watch>> {
  const found = await findWatch(rooms.app, watchId);
  if (!found) return refuse("measures.unknown-watch");
  const resource = { type: "Agency", id: found.agencyCode, attributes: { code: found.agencyCode } };
  const permit = await rooms.door.permit(actor, "end-watch", resource);
  if (!permit.ok) return permit;
  const at = rooms.clock.now();
  await inTransaction(rooms.app, async (transaction) => {
    const watches = await lockWatches(transaction, permit.value, { subjectIds: [], watchIds: [watchId] });
    const [watch] = watches;
    if (!watch) return;
    const end = { watchId, why: "asked", refusal: null, endedBy: signature(actor), endedAt: at } as const;
    await insertEnds(transaction, permit.value, [end]);
    await insertEvents(transaction, permit.value, [eventOf(watch, at, null)]);
    const rows = [{ ...watch, isLive: false }];
    await updateSeen(transaction, permit.value, { rows, today: rooms.clock.today(), rules: rooms.catalogue.stamp });
  });
  return done(await viewAgain(rooms, watchId));
}
