/** Reading checks again: the body that asked, the subject, supervision. */

import type { Static } from "typebox";
import type { CheckFlag, CheckHead, CheckReceipt, listOwnMatters } from "#contract/checks.ts";
import { receiptText } from "#core/receipt/receipt.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { addDays, parseIsoDate } from "#core/time/date.ts";
import { type Actor, agencyOf, type Scope } from "#src/access/index.ts";
import { outcomeView } from "./acts.ts";
import { digestsIn, withWords } from "./compose.ts";
import { answerContext } from "./desk.ts";
import type { MeasureRooms } from "./parts.ts";
import {
  type After,
  countChecksOf,
  findCheckHead,
  listBeyond,
  listChecksAbout,
  listChecksOf,
  readStoredReceipt,
  readTerms,
  type StoredReceipt,
} from "./store.ts";

/** A page of a list as it is asked for. */
export interface PageAsked {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
}

/** The same receipt again, byte for byte. For a body it is a look at the subject, on the purpose it was asked for (C15). */
export async function getReceipt(
  rooms: MeasureRooms,
  actor: Actor,
  check: string,
): Promise<Outcome<{ readonly text: string; readonly receipt: CheckReceipt }>> {
  const { app, door, looks, clock, keys, catalogue, rules } = rooms;
  const head = await findCheckHead(app, check);
  if (!head) return refuse("measures.unknown-check");
  const own = actor.kind === "representative";
  const attributes = {
    subjectKind: head.subjectKind,
    agency: head.agencyCode,
    subject: head.subjectId ?? "",
  };
  const law = rules().matters.get(head.matter)?.law ?? catalogue.purposes.get(head.purpose)?.law;
  const purpose = own
    ? { purpose: "own-file", basis: "个人信息保护法 45; 征信业管理条例 17" }
    : { purpose: head.purpose, basis: law ? `${law.title.zh} ${law.article}` : head.purpose };
  const resource = { type: "CheckReceipt", id: check, attributes };
  const scope = await door.scope(actor, "read-check", resource, { audience: own ? "subject" : "body", purpose });
  if (!scope.ok) return scope;
  const read = async (sql: typeof app) => readStoredReceipt(sql, scope.value, check);
  const stored =
    head.subjectId === null
      ? await read(app)
      : await looks.look(scope.value, head.subjectId, async (sql) => ({
          value: await readStoredReceipt(sql, scope.value, check),
          outcome: "shown",
          shown: { what: "receipt", check },
        }));
  const digested = stored.keptUntil < clock.today() ? null : openAnswer(stored, keys, check);
  if (digested === null) return refuse("measures.forgotten");
  const text = receiptTextOf(stored, withWords(digested, await readTerms(app, scope.value, digestsIn(digested))));
  return done({ text, receipt: JSON.parse(text) });
}

/** A kept answer with its terms by their hashes; null once it was forgotten. */
export function openAnswer(
  { answer, sealed }: StoredReceipt,
  keys: MeasureRooms["keys"],
  check: string,
): string | null {
  return answer ?? (sealed && keys.open(sealed, answerContext(check)).toString("utf8"));
}

/** A stored receipt as it was handed over. */
export function receiptTextOf(stored: StoredReceipt, canonicalAnswer: string): string {
  const path = Array.from({ length: stored.path.length / 32 }, (_, at) =>
    stored.path.subarray(at * 32, at * 32 + 32).toString("hex"),
  );
  const { issuer, size, signature, leafIndex: index } = stored;
  const root = { issuer, root: stored.root.toString("hex"), signedAt: stored.signedAt.toISOString(), size };
  return receiptText({ canonicalAnswer, index, path, root, signature });
}

/** Checks of the actor's own body in which it was told of measures. */
export async function listChecks(
  rooms: MeasureRooms,
  actor: Actor,
  asked: PageAsked & { readonly missing?: "yes" | "no" | undefined },
): Promise<Outcome<Page<CheckHead>>> {
  const agency = agencyOf(actor) ?? "";
  const scope = await agencyScope(rooms, actor, { action: "read-checks", agency });
  const after = afterOf(asked.cursor);
  if (!scope.ok) return scope;
  if (!after.ok) return after;
  const limit = asked.limit ?? 50;
  const rows = await listChecksOf(rooms.app, scope.value, {
    agency,
    missingOnly: asked.missing === "yes",
    today: rooms.clock.today(),
    after: after.value,
    limit: limit + 1,
  });
  return done(
    page(rows, limit, {
      view: (row): CheckHead => ({
        check: row.checkId,
        at: row.askedAt.toISOString(),
        by: row.actorKind,
        matter: row.matter,
        purpose: row.purpose,
        subject: { kind: row.subjectKind, number: row.number },
        outcome: row.outcome,
        measures: row.measures as CheckHead["measures"],
        missing: row.measures.filter(({ reported }) => !reported).length,
      }),
      at: (row) => ({ at: row.askedAt, id: row.checkId }),
    }),
  );
}

/** Acts of an agency beyond what it was told, for its supervisors and those of the agencies it stands under. */
export async function listFlags(
  rooms: MeasureRooms,
  actor: Actor,
  asked: PageAsked & { readonly agency: string },
): Promise<Outcome<Page<CheckFlag>>> {
  const scope = await agencyScope(rooms, actor, { action: "read-check-flags", agency: asked.agency });
  const after = afterOf(asked.cursor);
  if (!scope.ok) return scope;
  if (!after.ok) return after;
  const limit = asked.limit ?? 50;
  const rows = await listBeyond(rooms.app, scope.value, { agency: asked.agency, after: after.value, limit: limit + 1 });
  return done(
    page(rows, limit, {
      view: (row): CheckFlag => ({
        ...outcomeView(row),
        body: row.agencyCode,
        bodyName: rooms.authority(row.agencyCode),
        matter: row.matter,
        subjectKind: row.subjectKind,
      }),
      at: (row) => ({ at: row.reportedAt, id: row.outcomeId }),
    }),
  );
}

/** Counts of an agency's checks: this year's unless days are given. */
export async function countChecks(
  rooms: MeasureRooms,
  actor: Actor,
  asked: { readonly agency: string; readonly from?: string | undefined; readonly to?: string | undefined },
) {
  const scope = await agencyScope(rooms, actor, { action: "read-check-flags", agency: asked.agency });
  if (!scope.ok) return scope;
  const today = rooms.clock.today();
  const from = parseIsoDate(asked.from ?? "") ?? parseIsoDate(`${today.slice(0, 4)}-01-01`) ?? today;
  const to = parseIsoDate(asked.to ?? "") ?? today;
  const startOf = (day: string) => new Date(`${day}T00:00:00+08:00`);
  const counts = await countChecksOf(rooms.app, scope.value, {
    agency: asked.agency,
    from: startOf(from),
    to: startOf(addDays(to, 1)),
  });
  return done({ ...counts, measures: [...counts.measures] });
}

/** Checks of the subjects an actor represents, with what the bodies reported. */
export async function listOwnChecks(rooms: MeasureRooms, actor: Actor, asked: PageAsked) {
  if (actor.kind !== "representative" || actor.subjects.length === 0) return refuse("access.representatives-only");
  const scopes: Scope[] = [];
  for (const subject of actor.subjects) {
    // Policy asks here whose checks they are, as it does for the log of looks.
    const file = { type: "File", id: subject, attributes: { subjectKind: "organisation", subject } };
    const scope = await rooms.door.scope(actor, "read-looks", file, { audience: "subject" });
    if (!scope.ok) return scope;
    scopes.push(scope.value);
  }
  const after = afterOf(asked.cursor);
  const [scope] = scopes;
  if (!after.ok) return after;
  if (!scope) return refuse("access.representatives-only");
  const limit = asked.limit ?? 50;
  const rows = await listChecksAbout(rooms.app, scope, {
    subjects: actor.subjects,
    toldBy: rooms.clock.now(),
    after: after.value,
    limit: limit + 1,
  });
  return done(
    page(rows, limit, {
      view: ({ checkId, askedAt, agencyCode, outcomes, ...row }) => ({
        ...row,
        check: checkId,
        at: askedAt.toISOString(),
        body: agencyCode,
        bodyName: rooms.authority(agencyCode),
        outcomes: outcomes.map((one) => outcomeView({ ...one, checkId })),
      }),
      at: (row) => ({ at: row.askedAt, id: row.checkId }),
    }),
  );
}

/** The matters the actor's body decides in, with the purposes it may ask for. */
export async function ownMatters(
  rooms: MeasureRooms,
  actor: Actor,
): Promise<Outcome<Static<typeof listOwnMatters.response>>> {
  const scope = await agencyScope(rooms, actor, { action: "read-checks", agency: agencyOf(actor) ?? "" });
  if (!scope.ok) return scope;
  const kinds = actor.kind === "officer" || actor.kind === "client" ? actor.agencyKinds : [];
  const among = (named: readonly string[]) => rooms.rules().names(named, kinds);
  const matters = [...rooms.rules().matters.values()].filter(({ agencyKinds }) => among(agencyKinds));
  return done({
    matters: matters.map(({ matter, title, law, purposes }) => ({
      matter,
      title,
      law,
      purposes: purposes.flatMap((name) => {
        const purpose = rooms.catalogue.purposes.get(name);
        if (!purpose || !among(purpose.agencyKinds)) return [];
        const { title, subjectKinds, watchMonthsMax = null } = purpose;
        return [{ purpose: name, title, subjects: [...subjectKinds], watchMonthsMax }];
      }),
    })),
  });
}

function agencyScope(
  { door }: MeasureRooms,
  actor: Actor,
  { action, agency }: { action: string; agency: string },
): Promise<Outcome<Scope>> {
  const resource = { type: "Agency", id: agency, attributes: { code: agency } };
  return door.scope(actor, action, resource, { audience: "inside" });
}

/** A page of rows that were read one more than asked for. */
export function page<R, T>(
  rows: readonly R[],
  limit: number,
  { view, at }: { view: (row: R) => T; at: (row: R) => After },
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? at(last) : null;
  return {
    items: shown.map(view),
    next: next && Buffer.from(`${next.at.toISOString()}_${next.id}`).toString("base64url"),
  };
}

/** The row a page begins after. */
export function afterOf(cursor: string | undefined): Outcome<After | null> {
  if (cursor === undefined) return done(null);
  const [instant = "", id = ""] = Buffer.from(cursor, "base64url").toString().split("_");
  const at = new Date(instant);
  const isOurs = !Number.isNaN(at.getTime()) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  return isOurs ? done({ at, id }) : refuse("measures.cursor", { field: "cursor" });
}
