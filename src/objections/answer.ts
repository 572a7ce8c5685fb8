/** The source answers: upheld with the record's own change, or rejected with reasons; more time; danger to life. */
import type { Static } from "typebox";
import type { upholdObjection as upholding } from "#contract/objections.ts";
import { answerDue, dangerTerm } from "#core/objection/terms.ts";
import { done, type Outcome, type Refusal, refuse } from "#core/refusal.ts";
import { addYears, shanghaiDate } from "#core/time/date.ts";
import { type Acting, listRecipients, type Permit } from "#src/access/index.ts";
import { correctRecord, withdrawRecord } from "#src/intake/index.ts";
import { getNewest } from "#src/ledger/index.ts";
import { attempt, type Sql, type Transaction } from "#src/platform/database.ts";
import {
  type Adding,
  actOn,
  askedToday,
  type Prepared,
  prepare,
  type Standing,
  standingOf,
  triesMax,
  write,
} from "./commit.ts";
import type { ObjectionParts } from "./parts.ts";
import { isReasoned } from "./reasons.ts";
import { findObjection, insertTold, type ObjectionHead } from "./store.ts";

type Upheld = Static<NonNullable<typeof upholding.body>>;

const tellBackYears = 2;

/** An act of the authority with reasons somebody wrote (C5). */
function answering(
  parts: ObjectionParts,
  acting: Acting,
  asked: { objectionId: string; act: "reject" | "confirm" | "return" | "extend" | "keep"; reasons: string },
  decide: (standing: Standing) => Outcome<Partial<Adding>> = () => done({}),
): Promise<Outcome<Standing>> {
  const { objectionId, act, reasons } = asked;
  return actOn(parts, acting, {
    objectionId,
    act,
    asked: { reasons },
    decide(standing) {
      if (!isReasoned(reasons)) return refuse("objections.reasons-empty", { field: "reasons" });
      const more = decide(standing);
      return more.ok ? done({ act, words: reasons, ...more.value }) : more;
    },
  });
}

/** Rejects. A person's objection waits for a second officer, and its time runs on meanwhile (C5, C10). */
export function rejectObjection(
  parts: ObjectionParts,
  acting: Acting,
  asked: { objectionId: string; reasons: string },
): Promise<Outcome<Standing>> {
  return answering(parts, acting, { ...asked, act: "reject" });
}

/** The second officer: agrees, or returns it to whoever answers. */
export function confirmRejection(
  parts: ObjectionParts,
  acting: Acting,
  { objectionId, agree, reasons }: { objectionId: string; agree: boolean; reasons: string },
): Promise<Outcome<Standing>> {
  return answering(parts, acting, { objectionId, act: agree ? "confirm" : "return", reasons });
}

/** Takes the longer time that the rule of the region allows, counted from the day the objection came in. */
export function extendObjection(
  parts: ObjectionParts,
  acting: Acting,
  asked: { objectionId: string; reasons: string },
): Promise<Outcome<Standing>> {
  return answering(parts, acting, { ...asked, act: "extend" }, ({ head, now }) => {
    if (!head.extended) return refuse("objections.no-extension");
    const { dueOn } = answerDue(head.filedOn, head.extended, askedToday(parts));
    return now.dueOn !== null && dueOn > now.dueOn ? done({ dueOn }) : refuse("objections.no-extension");
  });
}

/** Keeps a record in effect though its answer is late: imminent danger to life, ten working days from today, once. */
export function keepInEffect(
  parts: ObjectionParts,
  acting: Acting,
  asked: { objectionId: string; reasons: string },
): Promise<Outcome<Standing>> {
  return answering(parts, acting, { ...asked, act: "keep" }, ({ now }) => {
    const { dueOn } = answerDue(parts.clock.today(), dangerTerm, askedToday(parts));
    return now.dueOn !== null && dueOn > now.dueOn ? done({ dueOn }) : refuse("objections.not-later");
  });
}

/**
 * Upholds: the record is corrected or withdrawn by the ledger's own path, as by any officer of its source, and with it in
 * the same transaction the answer, the end of the mark, and what every body that was shown the file is told.
 */
export async function upholdObjection(
  parts: ObjectionParts,
  acting: Acting,
  { objectionId, reasons, fields }: Upheld & { objectionId: string },
): Promise<Outcome<Standing>> {
  const decide = (): Promise<Outcome<Prepared | { before: Standing }>> =>
    prepare(parts, acting, {
      objectionId,
      act: "uphold",
      asked: { reasons, fields: fields ?? null },
      decide: () =>
        isReasoned(reasons)
          ? done({ act: "uphold", words: reasons })
          : refuse("objections.reasons-empty", { field: "reasons" }),
    });
  const decided = await decide();
  if (!decided.ok) return decided;
  if ("before" in decided.value) return done(decided.value.before);
  const { head } = decided.value.standing;
  const record = { subjectId: head.subjectId, recordId: head.recordId };
  const newest = await getNewest(parts.app, decided.value.permit, record);
  if (newest.withdrawn !== null) return settleWithdrawn(parts, objectionId, decide);
  // The key of the act on the record is the objection's own: sent again, it is one act.
  const changing = {
    actor: acting.actor,
    idempotencyKey: `objection ${acting.idempotencyKey}`,
    channel: "page",
  } as const;
  const also = (sql: Sql) => settle(parts, decide, sql);
  const reason = `异议成立：${reasons.slice(0, 400)}`;
  const changed = await orRefused(() =>
    fields
      ? correctRecord(parts, changing, { ...record, fields, reason }, also)
      : withdrawRecord(parts, changing, { ...record, reason }, also),
  );
  if (!changed.ok) return changed;
  const { verdict, findings } = changed.value;
  if (verdict === "unchanged") return refuse("objections.nothing-corrected", { field: "fields" });
  if (verdict !== "corrected") {
    const [finding] = findings;
    const said = { zh: finding?.reason.zh ?? "", en: finding?.reason.en ?? "" };
    return refuse("objections.correction-refused", { field: finding?.field ?? "fields", params: said });
  }
  const after = await findObjection(parts.app, objectionId);
  if (!after) throw new Error("an objection that was upheld is not found");
  return done(standingOf(after));
}

/** Its source withdrew the record meanwhile, by another way: the objection had its way, and the answer says so. */
async function settleWithdrawn(
  parts: ObjectionParts,
  objectionId: string,
  decide: () => Promise<Outcome<Prepared | { before: Standing }>>,
): Promise<Outcome<Standing>> {
  for (let tries = 0; tries < triesMax; tries++) {
    const settled = await orRefused(async () =>
      done(await attempt(parts.app, (transaction) => settle(parts, decide, transaction))),
    );
    if (!settled.ok) return settled;
    const after = settled.value && (await findObjection(parts.app, objectionId));
    if (after) return done(standingOf(after));
  }
  return refuse("http.busy");
}

/** What was true before the record's change was decided is so no more: nothing is written, and the reason is told. */
class NoLonger extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

async function orRefused<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NoLonger) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** In the transaction that changes the record, on what stands of the objection now: it may have moved meanwhile. */
async function settle(
  parts: ObjectionParts,
  decide: () => Promise<Outcome<Prepared | { before: Standing }>>,
  sql: Sql,
): Promise<boolean> {
  const decided = await decide();
  if (!decided.ok) throw new NoLonger(decided.refusal);
  if ("before" in decided.value) throw new NoLonger({ code: "objections.over" });
  const { standing, permit, row, adding } = decided.value;
  const { head } = standing;
  const newest = await getNewest(sql, permit, head);
  // What was withdrawn before may have been marked since; else the change that is being written is the newest version.
  const changeVersion = newest.withdrawn ?? newest.version;
  const act = { ...row, changeVersion };
  await write(sql as Transaction, permit, { standing, row: act, adding });
  await tell(parts, permit, { head, changeVersion, sql });
  return true;
}

/** Tells every body that was shown the file in the last two years, but the one that answers (征信业管理条例 25; C11). */
async function tell(
  { clock, registry }: ObjectionParts,
  permit: Permit,
  { head, changeVersion, sql }: { head: ObjectionHead; changeVersion: number; sql: Sql },
): Promise<void> {
  const { objectionId, subjectId, recordId, authority } = head;
  const toldAt = clock.now();
  const asOf = { effectiveAt: shanghaiDate(toldAt), knownAt: toldAt.toISOString() };
  // Looks stand under whichever of the subject's ids was asked by.
  const file = await registry.subjects.findById(subjectId, asOf);
  const since = new Date(`${addYears(shanghaiDate(toldAt), -tellBackYears)}T00:00:00+08:00`);
  const shown = await listRecipients(sql, permit, { subjectIds: file?.subjectIds ?? [subjectId], since });
  const rows = shown
    .filter(({ agencyCode }) => agencyCode !== authority)
    .map(({ agencyCode, lastShownAt }) => ({
      ...{ objectionId, agencyCode, subjectId, recordId, changeVersion, toldAt },
      lastShownOn: shanghaiDate(lastShownAt),
    }));
  await insertTold(sql, permit, rows);
}
