/**
 * Acts that say who is who: two subjects are one, a file holds another's, or such an act was wrong. Decided by an
 * officer of the registrar with reasons, never on a name alone and never by a machine; each can be reversed, and none
 * moves a record's subject id.
 */
import { createHash } from "node:crypto";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import type { SplitDetail } from "#core/subject/alias.ts";
import { type AliasAct, afterSplits, fileOf, movesName, movesNumber } from "#core/subject/alias.ts";
import { formOf, type Identifier, kindOfUnifiedCode, type NamedKind, subjectIdFor } from "#core/subject/identifier.ts";
import { parseIsoDate } from "#core/time/date.ts";
import { type Actor, type Door, type Permit, signature } from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import { inTransaction, type Pool, type Sql } from "#src/platform/database.ts";
import {
  findActs,
  findAliasAct,
  findKind,
  findSubjects,
  insertAliasAct,
  insertSubjects,
  lockAliasActs,
  type NewAliasAct,
} from "./store.ts";
import { addIdentifiers } from "./subjects.ts";
import { type CodedSubject, type Subjects, today } from "./views.ts";

export interface DecidingParts {
  readonly app: Pool;
  readonly door: Door;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly subjects: Subjects;
}

/** Who decides, and the key under which it is done once. */
export interface Deciding {
  readonly actor: Actor;
  readonly idempotencyKey: string;
}

interface Grounds {
  readonly reason: string;
  /** First day it holds, `YYYY-MM-DD`; not later than today. */
  readonly effectiveAt: string;
}

/** `otherCode` is known to be `code`: one file from now on, led by the latter. */
export async function mergeSubjects(
  parts: DecidingParts,
  deciding: Deciding,
  given: Grounds & { readonly code: string; readonly otherCode: string },
): Promise<Outcome<AliasAct>> {
  const [one, other] = await Promise.all([parts.subjects.coded(given.code), parts.subjects.coded(given.otherCode)]);
  if (!one.ok) return one;
  if (!other.ok) return other;
  if (one.value.kind !== other.value.kind) return refuse("registry.kinds-differ", { field: "otherCode" });
  return decide(parts, deciding, given, {
    action: "merge-subjects",
    about: [one.value, other.value],
    async act(sql, permit) {
      const asOf = today(parts.clock);
      const acts = await findActs(sql, permit, [one.value.subjectId, other.value.subjectId]);
      // Those that lead their files are joined: so a subject has one leader, and no ring can arise.
      const subjectId = fileOf(one.value.subjectId, acts, asOf).principal;
      const otherSubjectId = fileOf(other.value.subjectId, acts, asOf).principal;
      if (subjectId === otherSubjectId) return refuse("registry.same-subject", { field: "otherCode" });
      return done({ act: "merge", subjectId, otherSubjectId, reverses: null, detail: {} });
    },
  });
}

/** What is given to `otherCode` of what stands under `code`; founds the other where nobody has its code yet. */
export async function splitSubject(
  parts: DecidingParts,
  deciding: Deciding,
  given: Grounds & SplitDetail & { readonly code: string; readonly otherCode: string },
): Promise<Outcome<AliasAct>> {
  const one = await parts.subjects.coded(given.code);
  if (!one.ok) return one;
  const number = parts.subjects.readNumber(given.otherCode);
  if (!number.ok) return number;
  const other = await parts.subjects.coded(given.otherCode);
  if (!other.ok && other.refusal.code !== "registry.unknown-subject") return other;
  const known = other.ok && other.value.subjectId !== one.value.subjectId ? other.value : null;
  if (known && known.kind !== one.value.kind) return refuse("registry.kinds-differ", { field: "otherCode" });
  return decide(parts, deciding, given, {
    action: "split-subject",
    about: known ? [one.value, known] : [one.value],
    async act(sql, permit, actId) {
      const detail = { records: given.records, identifiers: given.identifiers, names: given.names };
      const moved = known ? detail : withNumber(detail, number.value, other.ok);
      if (!(await holds(sql, permit, parts, { subjectId: one.value.subjectId, detail: moved })))
        return refuse("registry.splits-nothing");
      const otherSubjectId =
        known?.subjectId ??
        (await foundOther(sql, permit, {
          kind: one.value.kind,
          number: number.value,
          taken: other.ok,
          actId,
          at: parts.clock.now(),
        }));
      return done({ act: "split", subjectId: one.value.subjectId, otherSubjectId, reverses: null, detail: moved });
    },
  });
}

/** A merge or split was wrong: from `effectiveAt` on it does not hold. */
export async function reverseAlias(
  parts: DecidingParts,
  deciding: Deciding,
  given: Grounds & { readonly actId: string },
): Promise<Outcome<AliasAct>> {
  const wrong = await findAliasAct(parts.app, { actId: given.actId });
  if (!wrong) return refuse("registry.unknown-act", { field: "actId" });
  if (wrong.act === "reverse") return refuse("registry.already-reversed", { field: "actId" });
  const { subjectId, otherSubjectId } = wrong;
  return decide(parts, deciding, given, {
    action: "reverse-alias",
    about: await parts.subjects.codedById([subjectId, otherSubjectId]),
    async act(sql, permit) {
      const acts = await findActs(sql, permit, [subjectId]);
      if (acts.some((act) => act.act === "reverse" && act.reverses === wrong.actId))
        return refuse("registry.already-reversed", { field: "actId" });
      return done({ act: "reverse", subjectId, otherSubjectId, reverses: wrong.actId, detail: {} });
    },
  });
}

type Decided = Pick<NewAliasAct, "act" | "subjectId" | "otherSubjectId" | "reverses" | "detail">;

/** How every such act is done: once for a key, after the door was asked, one at a time. */
async function decide(
  parts: DecidingParts,
  { actor, idempotencyKey }: Deciding,
  { reason, effectiveAt }: Grounds,
  asked: {
    readonly action: string;
    readonly about: readonly CodedSubject[];
    readonly act: (sql: Sql, permit: Permit, actId: string) => Promise<Outcome<Decided>>;
  },
): Promise<Outcome<AliasAct>> {
  const day = parseIsoDate(effectiveAt);
  if (!day || day > parts.clock.today()) return refuse("registry.effective-date", { field: "effectiveAt" });
  const permit = await permitted(parts, actor, asked);
  if (!permit.ok) return permit;
  const key = `${signature(actor)} ${idempotencyKey}`;
  const actId = actIdOf(key, asked);
  return inTransaction(parts.app, async (sql) => {
    await lockAliasActs(sql, permit.value);
    const earlier = await findAliasAct(sql, { idempotencyKey: key });
    if (earlier) return earlier.actId === actId ? done(earlier) : refuse("registry.key-used");
    const decided = await asked.act(sql, permit.value, actId);
    if (!decided.ok) return decided;
    await insertAliasAct(sql, permit.value, {
      ...decided.value,
      actId,
      reason,
      effectiveAt: day,
      decidedBy: signature(actor),
      decidedAt: parts.clock.now(),
      idempotencyKey: key,
    });
    const stored = await findAliasAct(sql, { actId });
    if (!stored) throw new Error("an alias act that was added is not there");
    return done(stored);
  });
}

/** The door is asked about every subject the act touches; the actor's agency must register them all. */
async function permitted(
  { door, catalogue }: DecidingParts,
  actor: Actor,
  { action, about }: { action: string; about: readonly CodedSubject[] },
): Promise<Outcome<Permit>> {
  const kinds = actor.kind === "officer" ? actor.agencyKinds : [];
  const registered = new Set(kinds.flatMap((kind) => catalogue.agencyKinds.get(kind)?.registers ?? []));
  const registers = about.every(({ registrar }) => registrar !== null && registered.has(registrar));
  let permit: Outcome<Permit> = refuse("registry.unknown-subject");
  for (const { subjectId, kind } of about) {
    permit = await door.permit(
      actor,
      action,
      { type: "Subject", id: subjectId, attributes: { subjectKind: kind } },
      { registers },
    );
    if (!permit.ok) return permit;
  }
  return permit;
}

/** The same key with the same act gives the same id: so a key that was used for another act is known. */
function actIdOf(key: string, { action, about }: { action: string; about: readonly CodedSubject[] }): string {
  const text = [key, action, ...about.map((subject) => subject.subjectId)].join("\n");
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The other's own code, where the subject has it, is among what is the other's. */
function withNumber(detail: SplitDetail, number: Identifier, taken: boolean): SplitDetail {
  return taken && !movesNumber(detail, number) ? { ...detail, identifiers: [...detail.identifiers, number] } : detail;
}

/** Whether the subject has all numbers and names the split names, and the split names anything. */
async function holds(
  sql: Sql,
  permit: Permit,
  { clock }: DecidingParts,
  { subjectId, detail }: { subjectId: string; detail: SplitDetail },
): Promise<boolean> {
  const acts = await findActs(sql, permit, [subjectId]);
  const subjects = await findSubjects(sql, permit, [subjectId, ...acts.map((act) => act.subjectId)]);
  const of = (id: string) => subjects.find((subject) => subject.subjectId === id);
  const given = { acts, asOf: today(clock) };
  const ownNumbers = afterSplits(subjectId, (id) => of(id)?.identifiers ?? [], movesNumber, given);
  const ownNames = afterSplits(subjectId, (id) => of(id)?.names ?? [], movesName, given);
  const has = ({ scheme, value }: { scheme: string; value: string }) =>
    ownNumbers.some((row) => row.scheme === scheme && row.value === value);
  const anything = detail.records.length + detail.identifiers.length + detail.names.length > 0;
  return (
    anything && detail.identifiers.every(has) && detail.names.every((name) => ownNames.some((row) => row.name === name))
  );
}

/** Founds the other subject. Where its code founded the first one, its id is drawn from this act instead. */
async function foundOther(
  sql: Sql,
  permit: Permit,
  { kind, number, taken, actId, at }: { kind: NamedKind; number: Identifier; taken: boolean; actId: string; at: Date },
): Promise<string> {
  const derived = subjectIdFor([number]);
  const subjectId = (await findKind(sql, derived)) === null ? derived : actId;
  const coded = number.scheme === "unified-code" && kindOfUnifiedCode(number.value) === kind;
  const source = `alias-act:${actId}`;
  const form = coded ? formOf(number.value) : null;
  await insertSubjects(sql, permit, [{ subjectId, kind, form, division: null }], { source, at });
  if (!taken) await addIdentifiers(sql, permit, [{ ...number, subjectId, kind }], { source, at });
  return subjectId;
}
