/** Objecting: the record is marked and its source asked in one transaction; adding to it; taking it back (C10). */
import { answerDue, answerRule } from "#core/objection/terms.ts";
import { canonicalJson } from "#core/record/canonical.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { shanghaiDate } from "#core/time/date.ts";
import { type Acting, findAgency, foundedId, keyOf, mandateFor, type Permit, signature } from "#src/access/index.ts";
import { findRecordHead, getNewest, type RecordHead } from "#src/ledger/index.ts";
import { attempt } from "#src/platform/database.ts";
import {
  type Adding,
  actOn,
  areFree,
  askedToday,
  resourceOf,
  rowOf,
  type Standing,
  standingOf,
  triesMax,
  write,
} from "./commit.ts";
import type { ObjectionParts } from "./parts.ts";
import { findObjection, findObjectionByKey, insertObjection, listOfRecord, type ObjectionHead } from "./store.ts";

/** What a subject says against a record. */
export interface Filing {
  readonly subjectId: string;
  readonly recordId: string;
  readonly ground: string;
  readonly wanted: "correct" | "withdraw";
  readonly words: string;
  readonly documents: readonly string[];
  /** At a counter: how identity and authority were proved. */
  readonly basis?: string | undefined;
}

/** Files an objection. Nothing is weighed here: whether it is right, a person of the source decides (C5). */
export async function fileObjection(parts: ObjectionParts, acting: Acting, filing: Filing): Promise<Outcome<Standing>> {
  const record = await findRecordHead(parts.app, filing);
  const objectionId = foundedId(acting.actor, `objection ${acting.idempotencyKey}`);
  const filedBy = signature(acting.actor);
  const about = { objectionId, authority: record?.authority ?? "", subjectId: filing.subjectId, filedBy };
  const basis = filing.basis ?? "";
  const permit = await parts.door.permit(acting.actor, "file-objection", resourceOf(about), { basis });
  if (!permit.ok) return permit;
  if (!record) return refuse("objections.record-unknown");
  const content = parts.keys.documentHash(`objection file\n${canonicalJson({ ...filing, basis })}`);
  for (let tries = 0; tries < triesMax; tries++) {
    const known = await findObjection(parts.app, objectionId);
    if (known)
      return Buffer.from(known.acts[0]?.content ?? "").equals(content)
        ? done(standingOf(known))
        : refuse("access.key-used");
    if ((await findObjectionByKey(parts.app, keyOf(acting))) !== null) return refuse("access.key-used");
    const head = await headOf(parts, permit.value, { filing, record, objectionId, filedBy });
    if (!head.ok) return head;
    const mandate = await mandateFor(parts, acting.actor, filing.subjectId);
    if (!mandate.ok) return mandate;
    const { documents, subjectId } = filing;
    if (!(await areFree(parts, permit.value, { subjectId, by: filedBy, documents })))
      return refuse("objections.document-unknown", { field: "documents" });
    const { dueOn } = answerDue(head.value.filedOn, head.value.answer, askedToday(parts));
    const adding: Adding = { act: "file", dueOn, words: filing.words, documents };
    const given = { head: head.value, before: null, adding, state: "open", content, key: keyOf(acting) } as const;
    const row = { ...rowOf(parts, acting, given), basis: filing.basis ?? null, mandate: mandate.value };
    const written = await attempt(parts.app, async (transaction) => {
      await insertObjection(transaction, permit.value, head.value);
      return write(transaction, permit.value, { standing: { head: head.value, last: null }, row, adding });
    });
    if (written) return done(standingOf({ head: head.value, acts: [written] }));
  }
  return refuse("http.busy");
}

interface HeadGiven {
  readonly filing: Filing;
  readonly record: RecordHead;
  readonly objectionId: string;
  readonly filedBy: string;
}

/** The objection's head on what stands now: one runs at a time, and what is gone is not objected to. */
async function headOf(
  parts: ObjectionParts,
  permit: Permit,
  { filing, record, objectionId, filedBy }: HeadGiven,
): Promise<Outcome<ObjectionHead>> {
  const { subjectId, recordId, ground, wanted } = filing;
  const newest = await getNewest(parts.app, permit, filing);
  if (newest.withdrawn !== null || newest.erased)
    return refuse("objections.record-gone", { params: { on: shanghaiDate(newest.recordedAt) } });
  const earlier = (await listOfRecord(parts.app, filing)).map(standingOf);
  const open = earlier.find(({ now }) => now.dueOn !== null);
  if (open)
    return refuse("objections.already-open", {
      params: { on: open.head.filedOn, dueOn: open.now.dueOn ?? "", objection: open.head.objectionId },
    });
  const filedAt = parts.clock.now();
  const filedOn = shanghaiDate(filedAt);
  const agency = await findAgency(parts.app, record.authority);
  const rule = answerRule(parts.catalogue.objectionTerms, { division: agency?.division ?? "", on: filedOn });
  if (!rule) return refuse("objections.no-rule");
  return done({
    ...{ objectionId, subjectId, recordId, ground, wanted, filedBy, filedOn, filedAt },
    subjectKind: record.subjectKind,
    round: (earlier[0]?.head.round ?? 0) + 1,
    authority: record.authority,
    termId: rule.id,
    termVersion: rule.version,
    answer: rule.answer,
    extended: rule.extended && { days: rule.extended.days, unit: rule.extended.unit },
  });
}

/** Adds words and evidence while it waits; any representative of the subject may. */
export function addToObjection(
  parts: ObjectionParts,
  acting: Acting,
  asked: {
    readonly objectionId: string;
    readonly words: string;
    readonly documents: readonly string[];
    readonly basis?: string | undefined;
  },
): Promise<Outcome<Standing>> {
  const { objectionId, words, documents, basis = "" } = asked;
  return actOn(parts, acting, {
    objectionId,
    act: "add",
    basis,
    asked: { words, documents },
    decide: () => done({ act: "add", words, documents }),
  });
}

/**
 * Takes an objection back. Of two representatives who do not agree neither undoes the other: what one filed only that one
 * withdraws, or whoever comes after its mandate has ended, or the subject at a counter.
 */
export function withdrawObjection(
  parts: ObjectionParts,
  acting: Acting,
  { objectionId, basis = "" }: { readonly objectionId: string; readonly basis?: string | undefined },
): Promise<Outcome<Standing>> {
  return actOn(parts, acting, {
    objectionId,
    act: "withdraw",
    basis,
    asked: null,
    async decide({ head }) {
      const filedBy = representativeOf(head.filedBy);
      if (acting.actor.kind !== "representative" || filedBy === null || filedBy === acting.actor.id)
        return done({ act: "withdraw" });
      const other = { kind: "representative", id: filedBy, name: "", subjects: [head.subjectId] } as const;
      const stillActs = await mandateFor(parts, other, head.subjectId);
      return stillActs.ok ? refuse("objections.filed-by-another") : done({ act: "withdraw" });
    },
  });
}

function representativeOf(signed: string): string | null {
  return signed.startsWith("representative:") ? signed.slice("representative:".length) : null;
}
