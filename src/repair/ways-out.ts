/** What can be repaired: of one's own records, and of public ones as the way out that everybody may know (C18). */
import type { Answered } from "#contract/endpoint.ts";
import type { listOwnRepairs, RepairableView } from "#contract/repair.ts";
import { foldRecord } from "#core/record/fold.ts";
import type { StandingRecord } from "#core/record/record.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { isOwed } from "#core/repair/request.ts";
import { shanghaiDate } from "#core/time/date.ts";
import { type Actor, agencyOf, signature } from "#src/access/index.ts";
import { readPublicStanding, readVersions } from "#src/ledger/index.ts";
import { resourceOf } from "./commit.ts";
import { repairableView } from "./facts.ts";
import type { RepairParts } from "./parts.ts";
import { countLate, insertAcknowledgement, listToldTo } from "./store.ts";
import { authorityOf, linesOf, namesOf, standingsOfOwn, titleOf } from "./views.ts";

type OwnRecord = Answered<typeof listOwnRepairs>["records"][number];

/** Applications of the subjects somebody represents, and what can be done about every adverse record of theirs. */
export async function listOwn(parts: RepairParts, actor: Actor) {
  if (actor.kind !== "representative") return refuse("access.representatives-only");
  const today = parts.clock.today();
  const items = [];
  const records: OwnRecord[] = [];
  for (const subjectId of actor.subjects) {
    const resource = resourceOf({ requestId: "all", authority: "", subjectId, appliedBy: "" });
    const scope = await parts.door.scope(actor, "list-repairs", resource, { audience: "subject" });
    if (!scope.ok) return scope;
    const standings = await standingsOfOwn(parts, scope.value, subjectId);
    items.push(...(await linesOf(parts, standings)));
    const waiting = new Map(
      standings
        .filter(({ now }) => isOwed(now.state) || now.state === "reversing")
        .map(({ head }) => [head.recordId, { requestId: head.requestId }]),
    );
    const { firsts, changes } = await readVersions(parts.app, scope.value, [subjectId]);
    for (const first of firsts) {
      const record = foldRecord(first, changes.get(first.recordId) ?? [], null);
      if (!record?.first.adverse || record.state === "erased" || record.state === "withdrawn") continue;
      const view = repairableView(parts, record, { waiting: waiting.get(first.recordId) ?? null, today });
      const { decidedOn, open } = record.content;
      const number = open?.["documentNumber"];
      records.push({
        subjectId,
        title: titleOf(parts, first.itemId),
        authority: authorityOf(parts, first.authority),
        decidedOn,
        documentNumber: typeof number === "string" ? number : null,
        ...view,
      });
    }
  }
  return done({ today, items, records });
}

/** When each public adverse record of a subject can be repaired; nothing of whether anybody has asked. */
export async function listWaysOut(
  parts: RepairParts,
  code: string,
): Promise<Outcome<{ today: string; items: RepairableView[] }>> {
  const { clock, registry, publicReader, door } = parts;
  const today = clock.today();
  const subject = await registry.subjects.findPublic(code, { effectiveAt: today, knownAt: clock.now().toISOString() });
  if (!subject.ok) return subject;
  if (!subject.value) return refuse("ledger.unknown-subject");
  const records: StandingRecord[] = await readPublicStanding(publicReader, door.publicScope, subject.value.subjectIds);
  const items = records
    .filter(({ first }) => first.adverse)
    .map((record) => repairableView(parts, record, { waiting: null, today }));
  return done({ today, items });
}

/** What one's body was shown and is repaired since. */
export async function listRepaired(
  parts: RepairParts,
  actor: Actor,
  { cursor, limit }: { cursor: string | null; limit: number },
) {
  const agencyCode = agencyOf(actor) ?? "";
  const resource = { type: "Agency", id: agencyCode, attributes: { code: agencyCode } };
  const scope = await parts.door.scope(actor, "list-repaired", resource, { audience: "inside" });
  if (!scope.ok) return scope;
  const [, toldAt, requestId] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f-]{36})$/.exec(cursor ?? "") ?? [];
  const after = toldAt && requestId ? { toldAt, requestId } : null;
  const rows = await listToldTo(parts.app, scope.value, { agencyCode, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const names = await namesOf(parts, shown);
  const today = parts.clock.today();
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return done({
    today,
    items: shown.map((row) => ({
      requestId: row.requestId,
      recordId: row.recordId,
      recordTitle: titleOf(parts, row.itemId),
      subject: { code: names.get(row.subjectId)?.code ?? "", name: names.get(row.subjectId)?.name ?? "" },
      authority: authorityOf(parts, row.authority),
      repairedOn: shanghaiDate(row.toldAt),
      dueOn: row.dueOn,
      confirmedOn: row.confirmedAt && shanghaiDate(row.confirmedAt),
      overdue: row.confirmedAt === null && row.dueOn < today,
    })),
    next: last ? `${last.toldAt.toISOString()} ${last.requestId}` : null,
  });
}

/** A body's word that publication and use have stopped; the first one stands. */
export async function acknowledge(parts: RepairParts, actor: Actor, requestId: string) {
  const agencyCode = agencyOf(actor) ?? "";
  const resource = { type: "Agency", id: agencyCode, attributes: { code: agencyCode } };
  const permit = await parts.door.permit(actor, "acknowledge-repair", resource);
  if (!permit.ok) return permit;
  const row = { requestId, agencyCode, actedBy: signature(actor), actedAt: parts.clock.now() };
  const confirmedAt = await insertAcknowledgement(parts.app, permit.value, row);
  return confirmedAt ? done({ requestId, confirmedOn: shanghaiDate(confirmedAt) }) : refuse("repair.not-a-holder");
}

/** Who is late in deciding and in confirming, by name; of subjects nothing is said (C11). */
export async function listLate(parts: RepairParts) {
  const rows = await countLate(parts.app, parts.door.publicScope);
  return {
    today: parts.clock.today(),
    items: rows.map(({ agencyCode, ...counts }) => ({ authority: authorityOf(parts, agencyCode), ...counts })),
  };
}
