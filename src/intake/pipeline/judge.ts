/** What a row says, judged by itself: by its mapping, its item's schema and rules, the sender's competence. No I/O. */
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import type { Payload, SubjectKind } from "#core/record/record.ts";
import { ofAge } from "#core/rule/adulthood.ts";
import type { Verdict } from "#core/rule/finding.ts";
import { type Identifier, kindOfUnifiedCode } from "#core/subject/identifier.ts";
import { parseIsoDate } from "#core/time/date.ts";
import type { MappedRow, PersonNumber, RowFinding } from "../map/mapped.ts";
import { listFaults } from "./listed.ts";
import type { Sending } from "./sending.ts";

/** A row that was judged by itself and may go on, unless its verdict stops it. */
export interface Draft {
  readonly row: number;
  readonly payload: Payload;
  readonly findings: RowFinding[];
  /** How many of the findings come from judging the row by itself. */
  readonly judged: number;
  /** Name, kind and numbers of whom it is about, as far as the row says. */
  readonly name: string;
  readonly kind: SubjectKind | null;
  readonly numbers: readonly Identifier[];
  readonly person: PersonNumber | null;
  readonly authority: string;
  /** Keyed hash of (authority, item, identity fields). */
  readonly documentKey: Buffer;
  /** The same, for maps. */
  readonly document: string;
  /** Keyed hash of the content as sent, hex. */
  readonly content: string;
  readonly line: number | null;
  readonly corrects: string | null;
  readonly reason: string | null;
}

/** Names the column of a field for findings of rules. */
export type ColumnOf = (field: string) => string | null;

/** Judges a mapped row. Its findings carry what was found; {@link worst} says what becomes of it. */
export function judge(mapped: MappedRow, sending: Sending, columnOf: ColumnOf): Draft {
  const { item } = sending;
  const { payload, findings, numbers, person } = mapped;
  const authority = authorityOf(payload, sending);
  if (findings.every(({ field, verdict }) => field !== null || verdict === "note")) {
    addRuleFindings(mapped, sending, { authority, columnOf });
    for (const { code, verdict, field, params } of listFaults(payload, sending))
      findings.push(finding(code, verdict, { field, columnOf, params }));
  }
  const kind = kindOf(mapped, sending, columnOf);
  if (kind === "person" && item.item.adverse) mustBeOfAge(mapped, sending, columnOf);
  const identity = identityOf(payload, sending);
  if (identity === null && worst(findings) !== "refuse") {
    const [field = item.item.about.name] = item.item.identity;
    findings.push(finding("document.identity-missing", "refuse", { field, columnOf }));
  }
  const documentKey = documentKeyOf(sending, authority, identity ?? String(mapped.row));
  return {
    row: mapped.row,
    payload,
    findings,
    judged: findings.length,
    name: textAt(payload, item.item.about.name),
    kind,
    numbers,
    person,
    authority,
    documentKey,
    document: documentKey.toString("latin1"),
    content: sending.keys.documentHash(canonicalJson(payload)).toString("hex"),
    line: mapped.line,
    corrects: mapped.corrects,
    reason: mapped.reason,
  };
}

/** Key of a document: a keyed hash of (authority, item, identity fields), which tells nothing by itself (C17). */
export function documentKeyOf(
  { keys, item }: Pick<Sending, "keys" | "item">,
  authority: string,
  identity: string,
): Buffer {
  return keys.documentHash(`${authority}\n${item.item.id}\n${identity}`);
}

const weight: Readonly<Record<Verdict, number>> = { note: 1, hold: 2, refuse: 3 };

/** The gravest verdict of a row's findings. */
export function worst(findings: readonly Pick<RowFinding, "verdict">[]): Verdict | null {
  let gravest: Verdict | null = null;
  for (const { verdict } of findings) if (gravest === null || weight[verdict] > weight[gravest]) gravest = verdict;
  return gravest;
}

/** A finding of the pipeline about a field. */
export function finding(
  code: string,
  verdict: Verdict,
  {
    field,
    columnOf,
    params = {},
    value = null,
  }: { field: string; columnOf: ColumnOf; params?: RowFinding["params"]; value?: string | null },
): RowFinding {
  return { code, verdict, column: columnOf(field), field, value, params };
}

/** Who decided: the authority the row names, else the sender. */
function authorityOf(payload: Payload, { item, sender }: Sending): string {
  const { code } = item.item.authority;
  const said = code === null ? undefined : payload[code];
  return typeof said === "string" && said !== "" ? said : sender.code;
}

function addRuleFindings(
  { payload, findings }: MappedRow,
  sending: Sending,
  given: { authority: string; columnOf: ColumnOf },
): void {
  const found = ruleFindings(payload, sending, given);
  if (found.length === 0) return;
  // What could not be read was told already, by its cell.
  const told = new Set(findings.filter(({ verdict }) => verdict !== "note").map(({ field }) => field));
  for (const one of found) if (!told.has(one.field)) findings.push(one);
}

/**
 * What schema and rules of the item find in a payload.
 * @param given.persons names that earlier records give for the subject's operator or representative, where they are known
 */
export function ruleFindings(
  payload: Payload,
  { item, sender, receivedOn }: Sending,
  given: { authority: string; columnOf: ColumnOf; persons?: readonly string[] },
): RowFinding[] {
  const { authority, columnOf, persons = [] } = given;
  // A decision of an agency below may be sent for it; any other is another agency's reference, which the rule refuses.
  const competent = sender.subordinates.has(authority) ? authority : sender.code;
  const found = item.validate(payload, { receivedOn, sender: competent, sentBy: sender.code, persons });
  return found.map(({ code, field, verdict, value, params }) => ({
    code,
    verdict,
    column: columnOf(field),
    field,
    value: valueText(value),
    params,
  }));
}

function valueText(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 200);
}

/** The kind of subject: as the row says, else as its unified code says. A contradiction waits for a person. */
function kindOf({ payload, numbers, findings }: MappedRow, { item }: Sending, columnOf: ColumnOf): SubjectKind | null {
  const said = item.kindOf(payload);
  const code = numbers.find(({ scheme }) => scheme === "unified-code");
  if (!code || said === "person") return said;
  const told = kindOfUnifiedCode(code.value);
  // Whom the item may not be about at all (an individual business in an evaluation, C1) no officer can let in.
  if (!item.subjects.has(told)) {
    findings.push(finding("item.kind-not-allowed", "refuse", { field: item.item.about.name, columnOf }));
  } else if (said !== null && said !== told) {
    const field = item.item.about.kind?.field ?? item.item.about.name;
    findings.push(finding("subject.kind-contradicts-code", "hold", { field, columnOf }));
  }
  return told;
}

/** C4, a second time beside the rule: no adverse record of a person who was or may have been a child. */
function mustBeOfAge({ payload, person, findings }: MappedRow, { item }: Sending, columnOf: ColumnOf): void {
  const { birthDate, numbers } = item.item.about;
  const born = person?.birthDate ?? dayAt(payload, birthDate);
  const age =
    born === null
      ? "unknown"
      : ofAge({
          born,
          conductEndedOn: dayAt(payload, item.item.dates.conductEndedOn),
          decidedOn: dayAt(payload, item.item.dates.decidedOn),
          limitationYears: item.item.limitation?.years ?? null,
        });
  if (age === "yes") return;
  const verdict = age === "minor" ? "refuse" : "hold";
  // Usually the rule has said so already.
  if (weight[worst(findings) ?? "note"] >= weight[verdict]) return;
  const field = birthDate ?? numbers.at(-1) ?? item.item.about.name;
  findings.push(finding(age === "minor" ? "subject.minor" : "subject.age-unknown", verdict, { field, columnOf }));
}

function dayAt(payload: Payload, field: string | null) {
  const value = field === null ? undefined : payload[field];
  return typeof value === "string" ? parseIsoDate(value) : null;
}

/** Brackets, width, case and spaces differ from file to file for one and the same document: 〔2026〕, [2026], （2026）. */
const brackets = /[〔［【（([]/gu;
const closings = /[〕］】）)\]]/gu;
const plainNumber = /^[0-9A-Z-]*$/;

/** The identity fields of a row, as one text; null where all of them are empty. */
export function identityOf(payload: Payload, { item }: Pick<Sending, "item">): string | null {
  let text = "";
  let isEmpty = true;
  for (const field of item.item.identity) {
    const value = payload[field];
    if (value !== undefined && value !== null && value !== "") isEmpty = false;
    text += `${identityText(value)}\u001f`;
  }
  return isEmpty ? null : text;
}

function identityText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "string") return canonicalJson(value);
  if (plainNumber.test(value)) return value;
  return value.normalize("NFKC").replace(brackets, "[").replace(closings, "]").replace(/\s+/gu, "").toUpperCase();
}

function textAt(payload: Payload, field: string): string {
  const value = payload[field];
  return typeof value === "string" ? value : "";
}
