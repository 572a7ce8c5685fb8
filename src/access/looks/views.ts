/** Who may read the log of looks: its subjects, the agency that looked, auditors. */
import { Readable } from "node:stream";
import type { Static } from "typebox";
import { type LookShape, looksCountedMax, type OwnLookShape, type RefusedActShape } from "#contract/access.ts";
import { csvCell } from "#core/csv.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { addDays, addMonths, type IsoDate, parseIsoDate } from "#core/time/date.ts";
import type { Actor } from "../actor.ts";
import type { Scope } from "../door.ts";
import { type ListPage, pageOf } from "../page.ts";
import type { AccessParts } from "../parts.ts";
import {
  countLooksByMonth,
  type LookQuery,
  listLooks,
  listLooksOfSubjects,
  listRefusedActs,
  type OwnLookQuery,
  type StoredLook,
  type StoredRefusal,
} from "./store.ts";

export type OwnLookView = Static<typeof OwnLookShape>;
export type LookView = Static<typeof LookShape>;
export type RefusedActView = Static<typeof RefusedActShape>;

interface Listed<T> {
  readonly items: T[];
  readonly next: string | null;
}

/** Leave to read the log of every subject an actor represents. */
async function ownScope(
  parts: AccessParts,
  actor: Actor,
): Promise<Outcome<{ scope: Scope; subjects: readonly string[] }>> {
  if (actor.kind !== "representative") return refuse("access.representatives-only");
  const scopes: Scope[] = [];
  for (const subject of actor.subjects) {
    // Policy asks here whose log it is, not what kind of subject: the log holds nothing of the file.
    const file = { type: "File", id: subject, attributes: { subjectKind: "organisation", subject } };
    const scope = await parts.door.scope(actor, "read-looks", file, { audience: "subject" });
    if (!scope.ok) return scope;
    scopes.push(scope.value);
  }
  const [scope] = scopes;
  return scope ? done({ scope, subjects: actor.subjects }) : refuse("access.representatives-only");
}

/** What a subject asks of its log: days are Asia/Shanghai, the last one included. */
export interface OwnLooksAsked {
  readonly agency?: string | undefined;
  readonly outcome?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

function queryOf(
  parts: AccessParts,
  { agency, outcome, from, to }: OwnLooksAsked,
): Omit<OwnLookQuery, "before" | "limit"> {
  return {
    agency: agency ?? null,
    outcome: outcome ?? null,
    from: startOf(from, 0),
    to: startOf(to, 1),
    toldBy: parts.clock.now(),
  };
}

/** The looks at the subjects an actor represents, newest first; those lawfully withheld come when their delay ends. */
export async function listOwnLooks(
  parts: AccessParts,
  actor: Actor,
  asked: ListPage & OwnLooksAsked,
): Promise<Outcome<Listed<OwnLookView>>> {
  const own = await ownScope(parts, actor);
  if (!own.ok) return own;
  const before = cursorOf(asked.cursor);
  if (!before.ok) return before;
  const { scope, subjects } = own.value;
  const query = { ...queryOf(parts, asked), subjects, before: before.value, limit: asked.limit + 1 };
  const rows = await listLooksOfSubjects(parts.app, scope, query);
  return { ok: true, value: pageOf(rows.map(ownView), asked.limit, (look) => cursorAt(look.at, look.lookId)) };
}

const monthsShown = 12;

/** Looks of the last twelve months by month, oldest first. */
export async function countOwnLooks(parts: AccessParts, actor: Actor) {
  const own = await ownScope(parts, actor);
  if (!own.ok) return own;
  const { scope, subjects } = own.value;
  const first = `${parts.clock.today().slice(0, 7)}-01` as IsoDate;
  const months = Array.from({ length: monthsShown }, (_, back) => addMonths(first, -back).slice(0, 7));
  const asked = { subjects, months, toldBy: parts.clock.now(), most: looksCountedMax };
  const rows = await countLooksByMonth(parts.app, scope, asked);
  return done({
    months: rows.map(({ month, counted, refused }) => ({
      month,
      shown: counted - refused,
      refused,
      more: counted > looksCountedMax,
    })),
  });
}

const rowsAtOnce = 1_000;

/** The looks as a file, written while it is read: however many there are, a page of them is held at a time. */
export async function streamOwnLooks(
  parts: AccessParts,
  actor: Actor,
  { format, ...asked }: OwnLooksAsked & { format: "csv" | "json" },
): Promise<Outcome<Readable>> {
  const own = await ownScope(parts, actor);
  if (!own.ok) return own;
  const { scope, subjects } = own.value;
  const query = queryOf(parts, asked);
  async function* pieces() {
    if (format === "csv") yield `\uFEFF${csvHeads.join(",")}\r\n`;
    for (let before: OwnLookQuery["before"] = null; ; ) {
      const rows: StoredLook[] = await listLooksOfSubjects(parts.app, scope, {
        ...query,
        subjects,
        before,
        limit: rowsAtOnce,
      });
      yield rows.map((row) => (format === "csv" ? csvLine(row) : `${JSON.stringify(ownView(row))}\n`)).join("");
      const last = rows.at(-1);
      if (!last || rows.length < rowsAtOnce) return;
      before = { at: last.lookedAt, id: last.lookId };
    }
  }
  return done(Readable.from(pieces()));
}

const csvHeads = [
  "时间 at",
  "机关 body",
  "机关代码 code",
  "查阅人 by",
  "为谁 on behalf of",
  "目的 purpose",
  "依据 basis",
  "结果 outcome",
  "查阅编号 look",
];

function csvLine(row: StoredLook): string {
  const { at, agency, by, onBehalfOf, purpose, basis, outcome, lookId } = ownView(row);
  const cells = [at, agency?.nameZh, agency?.code, by, onBehalfOf, purpose, basis, outcome, lookId];
  return `${cells.map((cell) => csvCell(cell ?? "")).join(",")}\r\n`;
}

export interface LooksAsked extends ListPage {
  readonly agency?: string | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly outcome?: string | undefined;
  /** First and last day, Asia/Shanghai. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The looks of one agency, for its supervisors. */
export function listAgencyLooks(
  parts: AccessParts,
  actor: Actor,
  asked: LooksAsked & { agency: string },
): Promise<Outcome<Listed<LookView>>> {
  const resource = { type: "Agency", id: asked.agency, attributes: { code: asked.agency } };
  return search(parts, asked, () => parts.door.scope(actor, "read-agency-looks", resource, { audience: "inside" }));
}

/** All looks, for auditors. */
export function searchLooks(parts: AccessParts, actor: Actor, asked: LooksAsked): Promise<Outcome<Listed<LookView>>> {
  const resource = { type: "Node", id: "node" };
  return search(parts, asked, () => parts.door.scope(actor, "search-looks", resource, { audience: "inside" }));
}

async function search(
  parts: AccessParts,
  asked: LooksAsked,
  askDoor: () => Promise<Outcome<Scope>>,
): Promise<Outcome<Listed<LookView>>> {
  const scope = await askDoor();
  if (!scope.ok) return scope;
  const before = cursorOf(asked.cursor);
  if (!before.ok) return before;
  const rows = await listLooks(parts.app, scope.value, {
    ...everything,
    subjects: asked.subject ? [asked.subject] : null,
    agency: asked.agency ?? null,
    actorId: asked.actor ?? null,
    outcome: asked.outcome ?? null,
    from: startOf(asked.from, 0),
    to: startOf(asked.to, 1),
    before: before.value,
    limit: asked.limit + 1,
  });
  return { ok: true, value: pageOf(rows.map(view), asked.limit, (look) => cursorAt(look.at, look.lookId)) };
}

/** Acts of an agency that were refused, for its supervisors; of all, for auditors. */
export async function listRefusals(
  parts: AccessParts,
  actor: Actor,
  asked: ListPage & { agency: string | null; all: boolean },
): Promise<Outcome<Listed<RefusedActView>>> {
  const resource =
    asked.all || asked.agency === null
      ? { type: "Node", id: "node" }
      : { type: "Agency", id: asked.agency, attributes: { code: asked.agency } };
  const action = resource.type === "Node" ? "read-refusals" : "read-agency-refusals";
  const scope = await parts.door.scope(actor, action, resource, { audience: "inside" });
  if (!scope.ok) return scope;
  const before = cursorOf(asked.cursor);
  if (!before.ok) return before;
  const { agency, limit } = asked;
  const rows = await listRefusedActs(parts.app, scope.value, { agency, before: before.value, limit: limit + 1 });
  return { ok: true, value: pageOf(rows.map(refusalView), limit, (refusal) => cursorAt(refusal.at, refusal.actId)) };
}

const everything: Omit<LookQuery, "limit"> = {
  subjects: null,
  agency: null,
  actorId: null,
  outcome: null,
  from: null,
  to: null,
  before: null,
};

function startOf(day: string | undefined, daysLater: number): Date | null {
  const date = parseIsoDate(day ?? "");
  return date ? new Date(`${addDays(date, daysLater)}T00:00:00+08:00`) : null;
}

/** `instant_id`, opaque to whoever carries it. */
function cursorAt(at: string, id: string): string {
  return Buffer.from(`${at}_${id}`).toString("base64url");
}

function cursorOf(cursor: string | null): Outcome<{ at: Date; id: string } | null> {
  if (cursor === null) return { ok: true, value: null };
  const [instant = "", id = ""] = Buffer.from(cursor, "base64url").toString().split("_");
  const at = new Date(instant);
  const isOurs = !Number.isNaN(at.getTime()) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  return isOurs ? { ok: true, value: { at, id } } : refuse("access.cursor", { field: "cursor" });
}

function agencyView(row: { agencyCode: string | null; agencyNameZh: string | null; agencyNameEn: string | null }) {
  if (row.agencyCode === null) return null;
  return { code: row.agencyCode, nameZh: row.agencyNameZh ?? "", nameEn: row.agencyNameEn ?? "" };
}

/** A look as its subject reads it: which body, never which officer. */
export function ownView(row: StoredLook): OwnLookView {
  return {
    subjectId: row.subjectId,
    lookId: row.lookId,
    at: row.lookedAt.toISOString(),
    agency: agencyView(row),
    by: row.actorKind as OwnLookView["by"],
    onBehalfOf: row.onBehalfOf,
    purpose: row.purpose,
    basis: row.basis,
    outcome: row.outcome as OwnLookView["outcome"],
    shown: row.shown,
  };
}

function view(row: StoredLook): LookView {
  return {
    ...ownView(row),
    actorId: row.actorId,
    deputyOf: row.deputyOf,
    policy: row.policy,
    withheldUntil: row.withheldUntil?.toISOString() ?? null,
    withheldBasis: row.withheldBasis,
  };
}

function refusalView(row: StoredRefusal): RefusedActView {
  return {
    actId: row.actId,
    at: row.refusedAt.toISOString(),
    by: row.actorKind,
    actorId: row.actorId,
    agency: agencyView(row),
    action: row.action,
    resource: row.resourceKind,
    policy: row.policy,
  };
}
