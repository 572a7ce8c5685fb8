/** One chunk of a batch, from decisions to the rows that store them, and their one transaction. */
import type { IsoDate } from "#core/time/date.ts";
import type { ChangeRow, DocumentLineRow, RecordRow, TallyRow } from "#src/ledger/index.ts";
import { appendChanges, appendDocumentLines, appendRecords, appendTally } from "#src/ledger/index.ts";
import type { Transaction } from "#src/platform/database.ts";
import {
  type AddedName,
  addIdentifiers,
  addNames,
  foundPersons,
  foundSubjects,
  type NewSubject,
} from "#src/registry/index.ts";
import {
  appendBatchAct,
  appendFindings,
  appendHeld,
  type Counts,
  type FindingRow,
  type HeldRow,
  isCancelled,
  lockBatch,
  noCounts,
} from "../store.ts";
import { type BuildParts, correctionRow, lineRow, recordRow, withdrawalRow } from "./build.ts";
import { type Decision, foundingOf, namesOf, operatorOf, provisionalId, verdictOf } from "./decide.ts";
import type { Draft } from "./judge.ts";
import type { NameCache } from "./lookups.ts";
import { storedFinding } from "./masking.ts";
import type { Sending } from "./sending.ts";
import { turn } from "./turn.ts";

type Stored = Extract<Decision, { readonly subject: object }>;

/** Everything a chunk writes. */
export interface Built {
  readonly parts: BuildParts;
  readonly lastRow: number;
  readonly counts: Counts;
  readonly findings: readonly FindingRow[];
  readonly held: readonly HeldRow[];
  readonly founds: readonly NewSubject[];
  readonly learns: Parameters<typeof addIdentifiers>[2];
  readonly names: readonly AddedName[];
  readonly records: readonly RecordRow[];
  readonly changes: readonly ChangeRow[];
  readonly lines: readonly DocumentLineRow[];
  /** Rows about persons not known before: their ids are drawn when they are founded. */
  readonly late: readonly Stored[];
}

type Growing = { -readonly [K in keyof Built]: Built[K] extends readonly (infer T)[] ? T[] : Built[K] };

/** A chunk that writes nothing yet. */
export function nothingBuilt({ parts, lastRow }: Pick<Built, "parts" | "lastRow">): Growing {
  return {
    parts,
    lastRow,
    counts: { ...noCounts },
    findings: [],
    held: [],
    founds: [],
    learns: [],
    names: [],
    records: [],
    changes: [],
    lines: [],
    late: [],
  };
}

/** Builds what the decisions of a chunk write. Lets the event loop turn, so that the chunk before keeps flowing. */
export async function buildChunk(
  decisions: readonly Decision[],
  { parts, names, lastRow }: { parts: BuildParts; names: NameCache; lastRow: number },
): Promise<Built> {
  const built = nothingBuilt({ parts, lastRow });
  const counts = { ...noCounts };
  for (let at = 0; at < decisions.length; at++) {
    const decision = decisions[at] as Decision;
    addOne(decision, built, names);
    addFindings(decision.draft, built);
    counts[verdictOf(decision.act)]++;
    if (at % 128 === 127) await turn();
  }
  built.counts = { ...counts, findings: built.findings.length };
  return built;
}

function addFindings({ row, findings, kind }: Draft, { findings: rows, parts }: Growing): void {
  for (let ordinal = 0; ordinal < findings.length; ordinal++) {
    const one = findings[ordinal];
    if (one) rows.push(storedFinding(one, { row, ordinal, kind, item: parts.sending.item }));
  }
}

function addOne(decision: Decision, built: Growing, names: NameCache): void {
  if (decision.act === "refuse" || decision.act === "unchanged") return;
  if (decision.act === "hold") {
    built.held.push(heldRow(decision, built.parts));
    return;
  }
  const { subject } = decision;
  if (subject.kind === "person" && subject.isNew) built.late.push(decision);
  else {
    addSubject(decision, built, names);
    addStored(decision, subject.subjectId, built);
  }
}

/** What waits for a person lies sealed: it may hold anything. Opened again when it is decided. */
function heldRow({ draft, candidates }: Extract<Decision, { act: "hold" }>, { sending }: BuildParts): HeldRow {
  const { row, payload, numbers, person, line, corrects, reason, findings, judged } = draft;
  const waiting = { row, payload, numbers, person, line, corrects, reason, findings: findings.slice(0, judged) };
  const sealed = sending.keys.seal(Buffer.from(JSON.stringify(waiting)), heldContext(sending.batch.batchId, row));
  const says = JSON.stringify([sending.batch.itemId, payload, numbers, person, line, corrects]);
  return { row, sealed, candidates, said: sending.keys.documentHash(`held ${says}`) };
}

/** A held row opens as itself only. */
export function heldContext(batchId: string, row: number): string {
  return `held:${batchId}:${row}`;
}

function addSubject({ draft, subject }: Stored, built: Growing, names: NameCache): void {
  const { kind, subjectId } = subject;
  if (kind === "person") return;
  const { sending } = built.parts;
  if (subject.isNew) {
    built.founds.push(foundingOf(draft, kind));
    names.put(subjectId, [draft.name]);
    return;
  }
  if (!subject.renames) return;
  built.learns.push(...subject.learns.map((one) => ({ ...one, subjectId, kind })));
  const recorded = names.get(subjectId);
  const validFrom = sending.item.dates(draft.payload).decidedOn;
  for (const name of namesOf(draft, kind)) {
    if (recorded.includes(name.name)) continue;
    built.names.push({
      ...name,
      validFrom: name.former ? null : validFrom,
      subjectId,
      kind,
      operatorName: kind === "individual-business" ? operatorOf(draft) : null,
    });
    // The present name first.
    const others = names.get(subjectId);
    names.put(subjectId, name.former ? [...others, name.name] : [name.name, ...others]);
  }
}

function addStored(decision: Stored, subjectId: string, built: Growing): void {
  const { draft, subject } = decision;
  const { parts } = built;
  built.lines.push(lineRow(decision, subjectId, parts.sending));
  if (decision.act === "correct") {
    built.changes.push(correctionRow(draft, decision.standing, parts));
    return;
  }
  if (decision.act === "move") built.changes.push(withdrawalRow(draft, decision.standing, parts));
  built.records.push(recordRow(draft, { subjectId, recordId: decision.recordId, kind: subject.kind }, parts));
}

/** The batch was asked to stop: the chunk in hand is given up. */
export class Cancelled extends Error {}

/** What a stored chunk leaves behind: its commitments, in the order of rows. */
export type Leaves = readonly Uint8Array[];

/**
 * Stores a chunk: all of it or nothing, by the `part` row that is written last (the commit point).
 * @param detail of the part row, from the commitments of the chunk
 */
export async function storeChunk(
  transaction: Transaction,
  built: Built,
  { detail }: { detail: (leaves: Leaves) => object },
): Promise<void> {
  const { parts } = built;
  const { sending, recordedAt } = parts;
  const { batch, permit } = sending;
  const all = await withPersons(transaction, built);
  const provenance = { source: batch.agencyCode, at: recordedAt };
  await foundSubjects(transaction, permit, built.founds, provenance);
  await addIdentifiers(transaction, permit, built.learns, provenance);
  await addNames(transaction, permit, built.names, provenance);
  if (all.records.length > 0) await appendRecords(transaction, permit, all.records);
  if (all.changes.length > 0) await appendChanges(transaction, permit, all.changes);
  if (all.lines.length > 0) await appendDocumentLines(transaction, permit, all.lines);
  const tally = tallyOf(all.records, { sending, part: built.lastRow });
  if (tally.length > 0) await appendTally(transaction, permit, tally);
  await storeFindings(transaction, built);
  await appendPart(transaction, built, detail(leavesOf(all)));
}

/** Stores what a dry run may: findings and counts, nothing of the rows. */
export async function storeDryChunk(transaction: Transaction, built: Built): Promise<void> {
  const { batch, permit } = built.parts.sending;
  if (built.findings.length > 0) await appendFindings(transaction, permit, batch.batchId, built.findings);
  await appendPart(transaction, built, {});
}

async function storeFindings(transaction: Transaction, { parts, findings, held }: Built): Promise<void> {
  const { batch, permit } = parts.sending;
  if (findings.length > 0) await appendFindings(transaction, permit, batch.batchId, findings);
  if (held.length > 0) await appendHeld(transaction, permit, batch, { rows: held, heldAt: parts.recordedAt });
}

async function appendPart(transaction: Transaction, { parts, lastRow, counts }: Built, detail: object): Promise<void> {
  const { batch, permit } = parts.sending;
  await lockBatch(transaction, batch.batchId);
  if (await isCancelled(transaction, permit, batch.batchId)) throw new Cancelled();
  await appendBatchAct(transaction, permit, batch.batchId, {
    act: "part",
    lastRow,
    ...counts,
    detail,
    actedBy: batch.enteredBy,
    actedAt: parts.recordedAt,
  });
}

interface Rows {
  readonly records: readonly RecordRow[];
  readonly changes: readonly ChangeRow[];
  readonly lines: readonly DocumentLineRow[];
}

/** Founds the chunk's new persons and builds their rows, which need the ids drawn there. */
async function withPersons(transaction: Transaction, built: Built): Promise<Rows> {
  if (built.late.length === 0) return built;
  const { sending, recordedAt } = built.parts;
  const persons = built.late.flatMap(({ draft: { person, name } }) => (person ? [{ ...person, name }] : []));
  const ids = await foundPersons(transaction, sending.permit, persons, {
    keys: sending.keys,
    source: sending.batch.agencyCode,
    at: recordedAt,
  });
  const byNumber = new Map(persons.map((person, at) => [provisionalId(person), ids[at]]));
  const growing: Growing = {
    ...built,
    records: [...built.records],
    changes: [...built.changes],
    lines: [...built.lines],
  } as Growing;
  for (const decision of built.late) {
    const subjectId = byNumber.get(decision.subject.subjectId);
    if (subjectId === undefined) throw new Error("a person was not founded");
    addStored(decision, subjectId, growing);
  }
  return growing;
}

function leavesOf({ records, changes }: Rows): Leaves {
  if (changes.length === 0 && isSorted(records)) return records.map(({ commitment }) => commitment);
  // A moved row writes two: the withdrawal of the old record before the new one.
  return [...changes, ...records].sort((a, b) => a.rowNo - b.rowNo).map(({ commitment }) => commitment);
}

function isSorted(rows: readonly { readonly rowNo: number }[]): boolean {
  return rows.every(({ rowNo }, at) => at === 0 || (rows[at - 1]?.rowNo ?? 0) < rowNo);
}

/** What first versions add to the counts of public decisions. `part` tells the parts of a batch apart. */
export function tallyOf(
  records: readonly RecordRow[],
  { sending: { batch, sender }, part }: { sending: Sending; part: number },
): TallyRow[] {
  const counts = new Map<string, { month: IsoDate; authority: string; recorded: number }>();
  for (const { disclosure, decidedOn, authority } of records) {
    if (disclosure !== "public") continue;
    const month = `${decidedOn.slice(0, 7)}-01` as IsoDate;
    const key = `${month} ${authority}`;
    const count = counts.get(key);
    if (count) count.recorded++;
    else counts.set(key, { month, authority, recorded: 1 });
  }
  return [...counts.values()].map((count) => ({
    ...count,
    itemId: batch.itemId,
    sector: sender.sectorOf(count.authority),
    batchId: batch.batchId,
    part,
  }));
}
