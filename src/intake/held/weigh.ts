/**
 * A row that waited, weighed anew on what is known now: what a person may decide about it, and what comes of the choice.
 * It goes through the same judging, matching and identity as any row; only what a person may answer for is let pass.
 */
import type { HeldView } from "#contract/held.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import type { Catalogue, ItemVersion } from "#src/catalogue/index.ts";
import { findingView } from "../entries/findings.ts";
import type { MappedRow } from "../map/mapped.ts";
import type { IntakeRooms } from "../parts.ts";
import { heldContext } from "../pipeline/chunk.ts";
import { type DecideParts, type Decision, decideChunk, type HeldCandidate } from "../pipeline/decide.ts";
import { type Draft, judge, worst } from "../pipeline/judge.ts";
import { lookUp, NameCache } from "../pipeline/lookups.ts";
import { RunPending } from "../pipeline/pending.ts";
import type { Sending } from "../pipeline/sending.ts";
import type { FindingRow } from "../store.ts";
import type { HeldRecord, SealedRow } from "./store.ts";

/** Whether a row waited too long and went back to its sender (C8): by its date, also where the job that forgets it is late. */
export function isReturned({ clock }: Pick<IntakeRooms, "clock">, { waitsUntil }: HeldRecord): boolean {
  return waitsUntil < clock.today();
}

/** A held row opened. Throws where what it said is forgotten: ask first whether it still waits. */
export function openHeld({ keys }: Pick<IntakeRooms, "keys">, { batchId, row, sealed }: SealedRow): MappedRow {
  if (sealed === null) throw new Error("a held row was opened that waits no longer");
  return JSON.parse(keys.open(sealed, heldContext(batchId, row)).toString("utf8")) as MappedRow;
}

/** A held row as lists show it. */
export function heldView(held: HeldRecord, findings: readonly FindingRow[], catalogue: Catalogue): HeldView {
  const item = catalogue.item(held.itemId, held.itemVersion);
  return {
    batchId: held.batchId,
    row: held.row,
    item: held.itemId,
    itemTitle: item.item.title,
    heldAt: held.heldAt.toISOString(),
    waitsUntil: held.waitsUntil,
    findings: findings.map((one) => findingView(catalogue, item, one)),
  };
}

/** Reasons an officer may weigh although they rest on the charter: for these it says who decides. */
const weighed: ReadonlySet<string> = new Set(["listing.second-officer", "effect.before-decision"]);
/** Reasons that only another row can mend: nobody can answer for them. */
const mendedOnly: ReadonlySet<string> = new Set([
  "document.erased",
  "person.private-conduct",
  "person.occupation-filler",
  // Nobody makes himself the registrar of another's subject by answering for it.
  "subject.registrar-differs",
  "subject.registrar-kind-differs",
  "subject.kind-unknown",
  "subject.no-usable-number",
  "subject.no-person-number",
  "listing.already",
  "listing.of-proceeding",
]);
// Children, listings without their procedure, effect before notice, persons' numbers (C4, C5, C6, C13).
const charter = /\bC(?:4|5|6|13)\b/;
const bannedMatter = /\bC3\b/;

/** Whether a person may accept a row in spite of this finding. */
export function mayBeWeighed(code: string, article: string | null): boolean {
  return weighed.has(code) || !(mendedOnly.has(code) || charter.test(article ?? ""));
}

/** Whether another officer than the sender has to decide (C5): lists of persons, and banned matter about persons (C3). */
export function needsSecondOfficer(mapped: MappedRow, item: ItemVersion, catalogue: Catalogue): boolean {
  if (mapped.person === null && item.kindOf(mapped.payload) !== "person") return false;
  return item.item.listing || mapped.findings.some((one) => bannedMatter.test(articleOf(one, item, catalogue) ?? ""));
}

function articleOf(
  { code, field, verdict, params }: MappedRow["findings"][number],
  item: ItemVersion,
  catalogue: Catalogue,
): string | null {
  return catalogue.explain(item, { code, field: field ?? "", verdict, params }).article;
}

/** What a person chose. */
export interface Choice {
  readonly subjectId?: string;
  readonly line?: number;
}

/** What comes of a row with a choice; a hold names what is still to be chosen. */
export interface Weighed {
  readonly draft: Draft;
  readonly decision: Decision;
  readonly names: NameCache;
}

/** Weighs a row with a choice. Refuses where a person cannot decide it, or where the choice is none of those there are. */
export async function weigh(
  rooms: IntakeRooms,
  sending: Sending,
  { mapped, choice }: { mapped: MappedRow; choice: Choice },
): Promise<Outcome<Weighed>> {
  const draft = acceptable(judged(mapped, sending), sending, rooms.catalogue);
  if (!draft) return refuse("intake.held-mend");
  const names = new NameCache();
  // The line that was chosen is looked up as if the row had named it.
  const asked = choice.line === undefined ? draft : { ...draft, line: choice.line };
  const found = await lookUp({ sql: rooms.app, clock: rooms.clock, names }, sending, [asked]);
  let chosen: Pick<DecideParts, "chosen" | "chosenLine"> = {};
  for (;;) {
    const pending = new RunPending(sending.batch.batchId);
    const parts = { sending, columnOf: () => null, names, pending, isWeighed: true, ...chosen };
    const [decision] = decideChunk([draft], found, parts);
    if (!decision) throw new Error("a draft was not decided");
    if (decision.act !== "hold") return { ok: true, value: { draft, decision, names } };
    const [code] = draft.findings.slice(-1).map((one) => one.code);
    if (!code || !mayBeWeighed(code, null)) return refuse("intake.held-mend");
    const more = await chooseFor(rooms, { code, decision, choice, chosen });
    if (more === "wrong") return refuse("intake.held-choice");
    if (more === "open") return { ok: true, value: { draft, decision, names } };
    chosen = { ...chosen, ...more };
  }
}

function judged(mapped: MappedRow, sending: Sending): Draft {
  const draft = judge({ ...mapped, findings: [...mapped.findings] }, sending, () => null);
  const seen = new Set<string>();
  const findings = draft.findings.filter(({ code, field }) => {
    const key = `${code} ${field}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return { ...draft, findings, judged: findings.length };
}

/** The row with what a person answers for told as notes; null where something stands against it that nobody can answer for. */
function acceptable(draft: Draft, { item }: Sending, catalogue: Catalogue): Draft | null {
  if (worst(draft.findings) === "refuse") return null;
  const holds = draft.findings.filter(({ verdict }) => verdict === "hold");
  if (holds.some((one) => !mayBeWeighed(one.code, articleOf(one, item, catalogue)))) return null;
  const findings = draft.findings.map((one) => (one.verdict === "hold" ? { ...one, verdict: "note" as const } : one));
  return { ...draft, findings };
}

/** Holds of a document that mean one thing only where one line is offered. */
const plainAtOneLine: ReadonlySet<string> = new Set(["document.contradicts-row", "document.withdrawn-before"]);

async function chooseFor(
  { registry, clock }: IntakeRooms,
  given: {
    code: string;
    decision: Extract<Decision, { act: "hold" }>;
    choice: Choice;
    chosen: Pick<DecideParts, "chosen" | "chosenLine">;
  },
): Promise<Pick<DecideParts, "chosen" | "chosenLine"> | "open" | "wrong"> {
  const { code, decision, choice, chosen } = given;
  if (code.startsWith("document.")) return lineFor(code, { decision, choice, chosen });
  if (chosen.chosen) return "wrong";
  const offered = decision.candidates.filter((one) => one.is === "subject").map(({ subjectId }) => subjectId);
  const [only] = offered;
  const subjectId = choice.subjectId ?? (offered.length === 1 ? only : undefined);
  if (subjectId === undefined) return "open";
  if (!offered.includes(subjectId)) return "wrong";
  const file = await registry.subjects.findById(subjectId, {
    effectiveAt: clock.today(),
    knownAt: clock.now().toISOString(),
  });
  return file ? { chosen: { subjectId, kind: file.kind } } : "wrong";
}

function lineFor(
  code: string,
  given: {
    decision: Extract<Decision, { act: "hold" }>;
    choice: Choice;
    chosen: Pick<DecideParts, "chosenLine">;
  },
): { chosenLine: number } | "open" | "wrong" {
  const { decision, choice, chosen } = given;
  if (chosen.chosenLine !== undefined) return "wrong";
  const lines = decision.candidates.filter(isLine).map(({ line }) => line);
  const [only] = lines;
  if (choice.line !== undefined)
    return choice.line === 0 || lines.includes(choice.line) ? { chosenLine: choice.line } : "wrong";
  return lines.length === 1 && only !== undefined && plainAtOneLine.has(code) ? { chosenLine: only } : "open";
}

function isLine(one: HeldCandidate): one is Extract<HeldCandidate, { is: "line" }> {
  return one.is === "line";
}
