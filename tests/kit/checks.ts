/** Listings and checks for tests: subjects with unified codes, their listings under the pack's own items, who asks. */
import { randomInt } from "node:crypto";
import type { CheckQuestion, CheckReceipt } from "#contract/checks.ts";
import type { Outcome } from "#core/refusal.ts";
import { isoDate } from "#core/time/date.ts";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { appendChanges, appendRecords, type ChangeRow, type RecordRow } from "#src/ledger/index.ts";
import { inTransaction } from "#src/platform/database.ts";
import { foundPersons, foundSubjects, newSubjectId } from "#src/registry/index.ts";
import { inventedCode, inventedPersonNumber } from "#tests/kit/intake.ts";
import { permitFor, testCorrection, testRecord } from "#tests/kit/ledger.ts";
import { number, provenance, sendingPermit } from "#tests/kit/registry.ts";

/** An organisation (or, by `92`, an individual business) that is known, with its code. */
export async function knownSubject(node: Node, form = "91"): Promise<{ code: string; subjectId: string }> {
  const code = inventedCode(randomInt(100_000_000), form);
  const identifiers = [number("unified-code", code)];
  await foundSubjects(
    node.app,
    await sendingPermit(node),
    [
      {
        kind: form === "92" ? "individual-business" : "organisation",
        identifiers,
        names: [],
        division: null,
        operatorName: null,
      },
    ],
    provenance,
  );
  return { code, subjectId: newSubjectId({ identifiers }) };
}

/** A person who is known, with a number that nobody has. */
export async function knownPerson(node: Node): Promise<{ number: string; subjectId: string }> {
  const birthDate = `19${randomInt(50, 99)}-0${randomInt(1, 9)}-${randomInt(10, 28)}`;
  const personNumber = inventedPersonNumber(birthDate);
  const [subjectId = ""] = await foundPersons(
    node.app,
    await sendingPermit(node),
    [{ scheme: "person-number", number: personNumber, name: "某某" }],
    { keys: node.keys, source: "test", at: new Date() },
  );
  return { number: personNumber, subjectId };
}

/** A standing listing under an item of the pack, in force on the test's days unless said otherwise. */
export function listing(node: Node, itemId: string, subjectId: string, over: Partial<RecordRow> = {}): RecordRow {
  const version = node.catalogue.itemInForce(itemId, isoDate("2026-05-06"));
  const subjectKind = over.subjectKind ?? "organisation";
  const says = version?.subjects.get(subjectKind);
  if (!version || !says) throw new Error(`${itemId} says nothing of a ${subjectKind}`);
  const item = { itemId, ...says };
  return testRecord(item, subjectId, {
    itemVersion: version.item.version,
    adverse: says.adverse,
    evaluative: says.evaluative,
    listing: says.listing,
    decidedOn: isoDate("2026-05-06"),
    servedOn: isoDate("2026-05-06"),
    answerDueOn: isoDate("2026-04-30"),
    conductEndedOn: isoDate("2026-04-20"),
    effectiveFrom: isoDate("2026-05-06"),
    effectiveTo: isoDate("2027-05-05"),
    publishedUntil: isoDate("2027-05-05"),
    retainedUntil: isoDate("2029-05-05"),
    ...over,
  });
}

/** Puts listings into the ledger. */
export async function recordListings(node: Node, ...rows: RecordRow[]): Promise<void> {
  const permit = await permitFor(node);
  await inTransaction(node.app, (transaction) => appendRecords(transaction, permit, rows));
}

/** Changes a listing: a correction, a withdrawal, a mark. */
export async function changeListing(node: Node, row: RecordRow, over: Partial<ChangeRow>): Promise<void> {
  const permit = await permitFor(node);
  await inTransaction(node.app, (transaction) => appendChanges(transaction, permit, [testCorrection(row, over)]));
}

/** Asks as somebody; the answer as its receipt's text says it. */
export async function ask(node: Node, actor: Actor, question: CheckQuestion): Promise<Outcome<CheckReceipt>> {
  const asked = await node.measures.ask(actor, question);
  return asked.ok ? { ok: true, value: JSON.parse(asked.value.text) } : asked;
}

/** The usual question about a unified code. */
export function about(code: string, over: Partial<CheckQuestion> = {}): CheckQuestion {
  return {
    subject: { scheme: "unified-code", value: code },
    matter: "cn/government-procurement",
    purpose: "procurement-review",
    ...over,
  };
}
