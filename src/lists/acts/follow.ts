/**
 * What follows from a notice: its service moves the proceeding, and with the decision the listing takes effect (C6). One
 * act of a person, who records the service with its proof or reads the notice; what follows is written with it.
 */
import { decideAct, nothingGiven } from "#core/procedure/decide.ts";
import { stateOn } from "#core/procedure/fold.ts";
import { type DoneAct, entersForce } from "#core/procedure/procedure.ts";
import { done, type Outcome } from "#core/refusal.ts";
import { type Actor, type Permit, signature } from "#src/access/index.ts";
import type { Added } from "#src/notices/index.ts";
import { inTransaction, type Sql } from "#src/platform/database.ts";
import { foldAnew } from "../inbox/fold-anew.ts";
import type { ListParts } from "../parts.ts";
import { findProceeding, insertAct } from "../store.ts";
import { contentOf, resourceOf } from "./acting.ts";
import { record } from "./effect.ts";
import { type Place, placeWith } from "./place.ts";
import { actRow, groundsOf } from "./row.ts";

/** Nobody decides what follows from service: it is done in the name of no officer, by leave of its own. */
const job: Actor = { kind: "job", id: "service" };

/** Adds an act on a notice about a proceeding, with what follows from it. "again": somebody was faster. */
export async function followNotice(parts: ListParts, added: Added): Promise<Outcome<"written" | "again">> {
  const { notice, write } = added;
  const found = await findProceeding(parts.app, notice.aboutId);
  if (!found) {
    await inTransaction(parts.app, write);
    return done("written");
  }
  const others = (await parts.notices.standingsAbout(parts.app, notice.aboutId)).map((one) =>
    one.noticeId === notice.noticeId ? notice : one,
  );
  const place = placeWith(parts, found, others);
  const moved = moveOf(place, added);
  if (moved !== null && !moved.ok) return moved;
  if (moved === null) {
    await inTransaction(parts.app, async (sql) => {
      await write(sql);
      await foldAnew(parts, sql, notice.aboutId);
    });
    return done("written");
  }
  return move(parts, added, place, moved.value);
}

/** The step of the procedure that follows from this act of this notice; null: none does, it says nothing new. */
function moveOf(place: Place, { act, actor, notice }: Added): Outcome<DoneAct> | null {
  const { procedure, standing, terms, facts, today, decision, notice: intended } = place;
  if (act !== "serve") return null;
  const name = notice.kind === "decision" ? "serve-decision" : "serve-notice";
  const standsFor = notice.kind === "decision" ? decision : intended;
  const state = stateOn(procedure, standing, today);
  const isNext = procedure.acts.some((one) => one.act === name && one.from.includes(state));
  if (!isNext || standsFor?.noticeId !== notice.noticeId) return null;
  const who = { by: signature(actor), offices: ["service" as const] };
  const given = { ...nothingGiven, servedOn: notice.service?.on ?? null };
  return decideAct({ procedure, terms, standing, facts, today }, who, name, given);
}

async function move(
  parts: ListParts,
  { seq, notice, write }: Added,
  place: Place,
  link: DoneAct,
): Promise<Outcome<"written" | "again">> {
  const { head, acts, list, procedure } = place;
  const permit = await permitFor(parts, place);
  const key = `service ${notice.noticeId} ${seq}`;
  const content = contentOf(parts.keys, { notice: notice.noticeId, seq });
  const row = actRow(parts, { head, link, key, content, at: parts.clock.now(), list });
  const add = async (sql: Sql, recordId: string | null) => {
    await write(sql);
    const act = { ...row, ...groundsOf(place, row), recordId };
    await insertAct(sql, permit, { head, last: acts.at(-1) ?? null, act });
    await foldAnew(parts, sql, head.proceedingId);
    return true;
  };
  if (!entersForce(procedure, link)) {
    await inTransaction(parts.app, (sql) => add(sql, null));
    return done("written");
  }
  const isStill = async () => (await findProceeding(parts.app, head.proceedingId))?.acts.length === acts.length;
  const acting = { actor: job, idempotencyKey: key, channel: "page" as const };
  const entered = await record(parts, acting, place, { link, typed: {}, served: true, isStill, add });
  if (entered === "again") return done("again");
  return entered.ok ? done("written") : entered;
}

async function permitFor(parts: ListParts, { head, list }: Place): Promise<Permit> {
  const { proceedingId, keeper } = head;
  const resource = resourceOf(parts, job, { proceedingId, keeper, list });
  const permit = await parts.door.permit(job, "follow-service", resource);
  if (!permit.ok) throw new Error("the policies do not let service move a proceeding");
  return permit.value;
}
