/**
 * Decides for every row of a chunk, in its order: refused, held, unchanged, new, corrected or moved. Pure: what the
 * registry and the ledger know was looked up before.
 */
import { randomUUID } from "node:crypto";
import type { StandingRecord, SubjectKind } from "#core/record/record.ts";
import type { Identifier, NamedKind } from "#core/subject/identifier.ts";
import { type Candidate, type NewSubject, newSubjectId, type Resolution } from "#src/registry/index.ts";
import type { Counts } from "../store.ts";
import { identify, identifyChosen, type KnownLine } from "./identity.ts";
import { type ColumnOf, type Draft, finding, worst } from "./judge.ts";
import { entersOnce } from "./listed.ts";
import type { LookedUp, NameCache } from "./lookups.ts";
import { fitName } from "./names.ts";
import { findingsAgainst, personsOf } from "./persons-named.ts";
import { learnable, mayFound, type RegisterWord, registerWord } from "./registration.ts";
import type { Sending } from "./sending.ts";

/** Whom a row is about. */
export interface Subject {
  readonly subjectId: string;
  readonly kind: SubjectKind;
  /** It does not exist yet: founded with the row's record. */
  readonly isNew: boolean;
  /** The row is its registrar's word: the name it gives is the subject's. */
  readonly renames: boolean;
  /** Numbers the registrar's row adds to it. */
  readonly learns: Extract<Resolution, { state: "known" }>["learns"];
}

/** A possibility offered to the person who decides a held row. */
export type HeldCandidate =
  | { readonly is: "subject"; readonly subjectId: string; readonly because: Candidate["because"] | "name-differs" }
  | { readonly is: "line"; readonly line: number; readonly subjectId: string; readonly recordId: string };

export type Decision =
  | { readonly act: "refuse"; readonly draft: Draft }
  | { readonly act: "hold"; readonly draft: Draft; readonly candidates: readonly HeldCandidate[] }
  | { readonly act: "unchanged"; readonly draft: Draft; readonly party: string }
  | {
      readonly act: "record";
      readonly draft: Draft;
      readonly subject: Subject;
      readonly line: number;
      readonly version: number;
      readonly recordId: string;
    }
  | ({ readonly act: "correct" } & ChangeOfKnown)
  | ({ readonly act: "move"; readonly recordId: string } & ChangeOfKnown);

interface ChangeOfKnown {
  readonly draft: Draft;
  readonly subject: Subject;
  readonly known: KnownLine;
  readonly standing: StandingRecord;
}

/** A subject that is being founded. */
export interface Founding {
  readonly subjectId: string;
  readonly kind: NamedKind;
  readonly hasUnifiedCode: boolean;
}

/** What was decided for earlier rows and is not yet in the database. */
export interface Pending {
  /** Lines written by earlier rows, newest version each. */
  lines(document: string): readonly KnownLine[] | undefined;
  /** Whether an earlier row of this batch said the same party of the same document, and it was unchanged. */
  saidBefore(document: string, party: string, row: number): boolean;
  /** Whether an earlier row of this batch enters the subject in the list that its item is of. */
  listed(subjectId: string): boolean;
  /** The subject an earlier row founds under one of these numbers. */
  founding(numbers: readonly Identifier[]): Founding | null;
  /** Takes note of a decision at once, so that the next row of the chunk sees it. */
  note(decision: Decision): void;
}

export interface DecideParts {
  readonly sending: Sending;
  readonly columnOf: ColumnOf;
  readonly names: NameCache;
  readonly pending: Pending;
  /** A person chose the subject of a held row. */
  readonly chosen?: { readonly subjectId: string; readonly kind: SubjectKind } | undefined;
  /** A person chose which party of the document a held row corrects; 0: another party. */
  readonly chosenLine?: number | undefined;
  /** A person answers for the row's number, whatever its check digit says. */
  readonly isWeighed?: boolean;
}

/** Decides for the drafts of a chunk. */
export function decideChunk(drafts: readonly Draft[], found: LookedUp, parts: DecideParts): Decision[] {
  return drafts.map((draft, at) => {
    const decision = decideOne(draft, { found, at }, parts);
    parts.pending.note(decision);
    return decision;
  });
}

interface Place {
  readonly found: LookedUp;
  readonly at: number;
}

function decideOne(draft: Draft, place: Place, parts: DecideParts): Decision {
  // A chunk that lost a race is decided anew; what was found the first time is found again.
  draft.findings.length = draft.judged;
  const verdict = worst(draft.findings);
  if (verdict === "refuse") return { act: "refuse", draft };
  if (verdict === "hold")
    return { act: "hold", draft, candidates: candidatesOf(place.found.resolutions[place.at] ?? null) };
  const subject = subjectOf(draft, place, parts);
  if ("act" in subject) return subject;
  const naming = namesAPerson(draft, subject, parts);
  if (naming) return naming;
  // C5: an adverse list names a person only when a second officer has confirmed it.
  const { item, confirmedBy } = parts.sending;
  if (item.item.listing && subject.kind === "person" && confirmedBy === null)
    return hold(draft, "listing.second-officer", [], parts);
  return onceListed(withIdentity(draft, subject, place, parts), place, parts);
}

/** Nobody is twice at a time on a list that is conducted here: the one entry ends before another begins. */
function onceListed(decision: Decision, { found }: Place, parts: DecideParts): Decision {
  if (decision.act !== "record" && decision.act !== "move") return decision;
  const { draft, subject } = decision;
  if (!entersOnce(draft.payload, parts.sending)) return decision;
  const isListed = found.listed.has(subject.subjectId) || parts.pending.listed(subject.subjectId);
  return isListed ? hold(draft, "listing.already", [], parts) : decision;
}

/** C12: a row whose public text names whom earlier records name as the operator or representative waits for a person. */
function namesAPerson(draft: Draft, { subjectId, kind }: Subject, parts: DecideParts): Decision | null {
  if (kind === "person") return null;
  const { names, sending, columnOf } = parts;
  const known = names.persons(subjectId);
  const found = findingsAgainst(draft, known, { sending, columnOf });
  const own = personsOf(draft.payload).filter((name) => !known.includes(name));
  // What this row says is known to the rows after it.
  if (own.length > 0) names.putPersons(subjectId, [...known, ...own]);
  const isWeighed = parts.isWeighed === true;
  draft.findings.push(...found.map((one) => (isWeighed ? { ...one, verdict: "note" as const } : one)));
  if (found.length === 0 || isWeighed) return null;
  return { act: "hold", draft, candidates: [{ is: "subject", subjectId, because: "same-number" }] };
}

function candidatesOf(resolution: Resolution | null): HeldCandidate[] {
  if (!resolution) return [];
  if (resolution.state === "known") return [{ is: "subject", subjectId: resolution.subjectId, because: "same-number" }];
  return resolution.candidates.map(({ subjectId, because }) => ({ is: "subject", subjectId, because }));
}

/** Holds a row for a reason of the pipeline's own. */
function hold(
  draft: Draft,
  code: string,
  candidates: readonly HeldCandidate[],
  { sending, columnOf }: DecideParts,
  said: Pick<Parameters<typeof finding>[2], "params" | "value"> & { readonly field?: string } = {},
): Decision {
  const { about } = sending.item.item;
  const field = code.startsWith("document.")
    ? (sending.item.item.identity[0] ?? about.name)
    : (about.numbers[0] ?? about.name);
  draft.findings.push(finding(code, "hold", { field, columnOf, ...said }));
  return { act: "hold", draft, candidates };
}

function subjectOf(draft: Draft, { found, at }: Place, parts: DecideParts): Subject | Decision {
  if (parts.chosen) return chosenSubject(draft, parts.chosen, { found, parts });
  if (draft.kind === "person") return personOf(draft, found.persons[at] ?? null, parts);
  const resolution = found.resolutions[at] ?? null;
  if (!resolution) return hold(draft, "subject.no-usable-number", [], parts);
  if (resolution.state === "ambiguous") return hold(draft, "subject.number-ambiguous", candidatesOf(resolution), parts);
  return resolution.state === "known"
    ? knownSubject(draft, resolution, { found, parts })
    : newSubject(draft, resolution, parts);
}

interface Matching {
  readonly found: LookedUp;
  readonly parts: DecideParts;
}

/** Whom a person chose. Choosing makes nobody the registrar. */
function chosenSubject(
  draft: Draft,
  { subjectId, kind }: NonNullable<DecideParts["chosen"]>,
  { found, parts }: Matching,
): Subject | Decision {
  const word = kind === "person" ? "none" : wordAbout(draft, subjectId, { found, parts });
  if (word === "other-kind" || word === "other-registrar")
    return holdForRegistrar(draft, word, [{ is: "subject", subjectId, because: "same-number" }], {
      subjectId,
      kind,
      parts,
    });
  return { subjectId, kind, isNew: false, renames: word === "register", learns: [] };
}

function wordAbout(draft: Draft, subjectId: string, { found, parts }: Matching): RegisterWord {
  return registerWord(
    draft.numbers,
    found.registered.get(subjectId) ?? { numbers: [], authorities: [] },
    parts.sending,
  );
}

/** Whose the number is now, as visitors see it: an organisation by its name, an individual business by its number (C12). */
function holderOf(draft: Draft, { subjectId, kind }: { subjectId: string; kind: SubjectKind }, { names }: DecideParts) {
  const [present] = kind === "organisation" ? names.get(subjectId) : [];
  return present ?? draft.numbers[0]?.value ?? "";
}

function holdForRegistrar(
  draft: Draft,
  word: "other-kind" | "other-registrar",
  candidates: readonly HeldCandidate[],
  { parts, ...subject }: { subjectId: string; kind: SubjectKind; parts: DecideParts },
): Decision {
  const code = word === "other-kind" ? "subject.registrar-kind-differs" : "subject.registrar-differs";
  return hold(draft, code, candidates, parts, {
    params: word === "other-kind" ? {} : { holder: holderOf(draft, subject, parts) },
    value: draft.name,
    field: parts.sending.item.item.about.name,
  });
}

/** An unknown person's id is drawn when the person is founded; until then the number stands for it. */
function personOf(draft: Draft, known: string | null, parts: DecideParts): Subject | Decision {
  const { person } = draft;
  if (!person) return hold(draft, "subject.no-person-number", [], parts);
  return {
    subjectId: known ?? provisionalId(person),
    kind: "person",
    isNew: known === null,
    renames: false,
    learns: [],
  };
}

/** Stands for a person not yet founded. A secret like the number itself: it never leaves the process. */
export function provisionalId({ scheme, number }: { scheme: string; number: string }): string {
  return `new person ${scheme} ${number}`;
}

function knownSubject(
  draft: Draft,
  resolution: Extract<Resolution, { state: "known" }>,
  { found, parts }: Matching,
): Subject | Decision {
  const { sending, columnOf, names } = parts;
  const { subjectId, kind } = resolution;
  const candidates = candidatesOf(resolution);
  if (draft.kind !== null && draft.kind !== kind) return hold(draft, "subject.kind-differs", candidates, parts);
  if (!sending.item.subjects.has(kind)) {
    draft.findings.push(finding("item.kind-not-allowed", "refuse", { field: sending.item.item.about.name, columnOf }));
    return { act: "refuse", draft };
  }
  const word = wordAbout(draft, subjectId, { found, parts });
  if (word === "other-kind" || word === "other-registrar")
    return holdForRegistrar(draft, word, candidates, { subjectId, kind, parts });
  const renames = word === "register";
  const fit = fitName(draft.name, names.get(subjectId));
  const field = sending.item.item.about.name;
  if (fit === "other" && !renames)
    return hold(draft, "subject.name-is-anothers", candidates, parts, {
      params: { holder: holderOf(draft, { subjectId, kind }, parts) },
      value: draft.name,
      field,
    });
  if (fit !== "same") {
    draft.findings.push(finding(renames ? "subject.renamed" : "subject.name-differs", "note", { field, columnOf }));
  }
  return { subjectId, kind, isNew: false, renames, learns: renames ? learnable(resolution.learns, sending) : [] };
}

function newSubject(
  draft: Draft,
  resolution: Extract<Resolution, { state: "unknown" }>,
  parts: DecideParts,
): Subject | Decision {
  if (resolution.candidates.length > 0)
    return hold(draft, "subject.organisation-code-known", candidatesOf(resolution), parts);
  if (draft.kind === null || draft.kind === "person") return hold(draft, "subject.kind-unknown", [], parts);
  const before = parts.pending.founding(draft.numbers);
  if (before) return joining(draft, before, { parts, drawn: newSubjectId({ identifiers: draft.numbers }) });
  if (registerWord(draft.numbers, null, parts.sending) === "other-kind")
    return hold(draft, "subject.registrar-kind-differs", [], parts, { value: draft.numbers[0]?.value ?? null });
  if (!parts.isWeighed && !mayFound(draft.numbers, parts.sending))
    return hold(draft, "subject.number-unproved", [], parts);
  const subjectId = newSubjectId({ identifiers: draft.numbers });
  return { subjectId, kind: draft.kind, isNew: true, renames: false, learns: [] };
}

/** A subject that an earlier row of the same run founds: as if the registry knew it already. */
function joining(
  draft: Draft,
  { subjectId, kind, hasUnifiedCode }: Founding,
  { parts, drawn }: { parts: DecideParts; drawn: string },
): Subject | Decision {
  const isCoded = draft.numbers.some(({ scheme }) => scheme === "unified-code");
  if (isCoded && hasUnifiedCode && subjectId !== drawn) return hold(draft, "subject.number-ambiguous", [], parts);
  if (kind !== draft.kind) return hold(draft, "subject.kind-differs", [], parts);
  // Founded by this very batch: a registration of the same sender's.
  const word = registerWord(draft.numbers, null, parts.sending);
  if (word === "other-kind") return hold(draft, "subject.registrar-kind-differs", [], parts);
  const renames = word === "register";
  return { subjectId, kind, isNew: false, renames, learns: renames ? learnable(draft.numbers, parts.sending) : [] };
}

/** What founding needs to know of a row's subject. */
export function foundingOf(draft: Draft, kind: NamedKind): NewSubject {
  const code = draft.numbers.find(({ scheme }) => scheme === "unified-code");
  const division = code?.value.slice(2, 8) ?? null;
  return {
    kind,
    identifiers: draft.numbers,
    names: namesOf(draft, kind),
    division: division !== null && /^\d{6}$/.test(division) ? division : null,
    operatorName: kind === "individual-business" ? operatorOf(draft) : null,
  };
}

/** Names a row gives its subject: the present one, and a former one where the item has a field for it. */
export function namesOf({ name, payload }: Draft, kind: NamedKind): NewSubject["names"] {
  const role = kind === "individual-business" ? "trade" : "legal";
  const former = payload["formerName"];
  const dates = { validFrom: null, validUntil: null };
  return [
    ...(name === "" ? [] : [{ name, role, ...dates, former: false } as const]),
    ...(typeof former === "string" && former !== "" && former !== name
      ? [{ name: former, role, ...dates, former: true } as const]
      : []),
  ];
}

/** An individual business's operator, as its decisions name them (the layouts' field of the representative). */
export function operatorOf({ payload }: Draft): string | null {
  const said = payload["operatorName"] ?? payload["legalRepresentative"];
  return typeof said === "string" ? said : null;
}

function withIdentity(draft: Draft, subject: Subject, { found, at }: Place, parts: DecideParts): Decision {
  const { pending, sending } = parts;
  const correctsSubjectId = found.corrected[at] ?? null;
  const lines = merged(found.lines.get(draft.document) ?? [], pending.lines(draft.document) ?? []);
  if (draft.corrects !== null && correctsSubjectId === null && parts.chosenLine === undefined)
    return hold(draft, "document.corrects-unknown", lines.map(lineCandidate), parts);
  const claim = { subjectId: subject.subjectId, content: draft.content, line: draft.line, correctsSubjectId };
  const party = draft.line === null ? subject.subjectId : `line ${draft.line}`;
  const saidBefore = pending.saidBefore(draft.document, party, draft.row);
  const identified =
    parts.chosenLine === undefined
      ? identify(claim, lines, { batchId: sending.batch.batchId, saidBefore })
      : identifyChosen(claim, lines, parts.chosenLine);
  switch (identified.act) {
    case "hold":
      return hold(draft, identified.code, identified.lines.map(lineCandidate), parts);
    case "unchanged":
      return { act: "unchanged", draft, party };
    case "record":
      return {
        act: "record",
        draft,
        subject,
        line: identified.line,
        version: identified.version,
        recordId: randomUUID(),
      };
    case "correct":
    case "move": {
      const standing = found.standing.get(identified.line.recordId);
      // What a proceeding decided, with its notice and its second officer, no row decides anew.
      if (found.ofProceedings.has(identified.line.recordId))
        return hold(draft, "listing.of-proceeding", [lineCandidate(identified.line)], parts);
      // Forgotten by law (C17), or changed under our eyes: nothing is written over it by a file.
      if (standing?.state !== "standing" && standing?.state !== "repaired")
        return hold(draft, "document.erased", [lineCandidate(identified.line)], parts);
      const change = { draft, subject, known: identified.line, standing };
      return identified.act === "correct"
        ? { act: "correct", ...change }
        : { act: "move", ...change, recordId: randomUUID() };
    }
    default:
      return identified satisfies never;
  }
}

function lineCandidate({ line, subjectId, recordId }: KnownLine): HeldCandidate {
  return { is: "line", line, subjectId, recordId };
}

/** Newest versions of lines from two sources. */
function merged(stored: readonly KnownLine[], pending: readonly KnownLine[]): readonly KnownLine[] {
  if (pending.length === 0) return stored;
  const byLine = new Map(stored.map((one) => [one.line, one]));
  for (const one of pending) {
    const known = byLine.get(one.line);
    if (!known || known.version < one.version) byLine.set(one.line, one);
  }
  return [...byLine.values()];
}

/** What a row is counted as. */
export function verdictOf(act: Decision["act"]): Exclude<keyof Counts, "findings"> {
  switch (act) {
    case "refuse":
      return "refused";
    case "hold":
      return "held";
    case "unchanged":
      return "unchanged";
    case "record":
      return "accepted";
    case "correct":
    case "move":
      return "corrected";
    default:
      return act satisfies never;
  }
}
