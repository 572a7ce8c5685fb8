/**
 * What earlier rows of a run decided and the database does not show yet: the chunk in hand, and the one being stored
 * while this one is prepared. Bounded by two chunks; a dry run, which stores nothing, keeps more.
 */
import { hash } from "node:crypto";
import type { Payload } from "#core/record/record.ts";
import { type Identifier, identifierKey, numbersInside } from "#core/subject/identifier.ts";
import type { Decision, Founding, Pending } from "./decide.ts";
import type { KnownLine } from "./identity.ts";

interface Generation {
  readonly lines: Map<string, KnownLine[]>;
  readonly foundings: Map<string, Founding>;
  readonly listed: Set<string>;
}

const empty = (): Generation => ({ lines: new Map(), foundings: new Map(), listed: new Set() });

export class RunPending implements Pending {
  readonly #batchId: string;
  /** Newest first. */
  #generations: Generation[] = [empty()];
  readonly #kept: number;
  readonly #enters: (payload: Payload) => boolean;
  readonly #seen = new SeenParties();

  /**
   * @param kept how many chunks are remembered beside the one in hand
   * @param enters whether a row stands on a list that names nobody twice at a time
   */
  constructor(
    batchId: string,
    { kept = 1, enters = () => false }: { kept?: number; enters?: (payload: Payload) => boolean } = {},
  ) {
    this.#batchId = batchId;
    this.#enters = enters;
    this.#kept = kept;
  }

  /** Begins a chunk. */
  begin(): void {
    this.#generations = [empty(), ...this.#generations.slice(0, this.#kept)];
  }

  /** Forgets the chunk in hand and the one before it: both are decided anew. */
  restart(): void {
    this.#generations = [empty()];
  }

  lines(document: string): readonly KnownLine[] | undefined {
    for (const { lines } of this.#generations) {
      const known = lines.get(document);
      if (known) return known;
    }
    return undefined;
  }

  saidBefore(document: string, party: string, row: number): boolean {
    const first = this.#seen.find(partyKey(document, party));
    return first !== null && first < row;
  }

  listed(subjectId: string): boolean {
    return this.#generations.some(({ listed }) => listed.has(subjectId));
  }

  /** Found by a number of the row's own, or by the organisation code inside its unified code (DOMAIN.md 11.8). */
  founding(numbers: readonly Identifier[]): Founding | null {
    const unified = numbers.find(({ scheme }) => scheme === "unified-code");
    const inside = unified ? numbersInside(unified.value) : [];
    for (const number of [...numbers, ...inside]) {
      for (const { foundings } of this.#generations) {
        const founding = foundings.get(identifierKey(number));
        if (founding) return founding;
      }
    }
    return null;
  }

  /** Takes note of what was decided for a row. */
  note(decision: Decision): void {
    const [current] = this.#generations;
    if (!current || decision.act === "refuse" || decision.act === "hold") return;
    const { draft } = decision;
    if (decision.act === "unchanged") {
      this.#seen.add(partyKey(draft.document, decision.party), draft.row);
      return;
    }
    const isNew = decision.act === "record" || decision.act === "move";
    if (isNew && this.#enters(draft.payload)) current.listed.add(decision.subject.subjectId);
    if (decision.subject.isNew && decision.subject.kind !== "person") this.#noteFounding(decision, current);
    const line = lineOf(decision, this.#batchId);
    const lines = (this.lines(draft.document) ?? []).filter((one) => one.line !== line.line);
    current.lines.set(draft.document, [...lines, line]);
  }

  #noteFounding(decision: Extract<Decision, { readonly subject: object }>, { foundings }: Generation): void {
    const { draft, subject } = decision;
    if (subject.kind === "person") return;
    const unified = draft.numbers.find(({ scheme }) => scheme === "unified-code");
    const founding = { subjectId: subject.subjectId, kind: subject.kind, hasUnifiedCode: unified !== undefined };
    const inside = unified ? numbersInside(unified.value) : [];
    for (const number of [...draft.numbers, ...inside]) foundings.set(identifierKey(number), founding);
  }
}

/** The line as it will stand once the decision is stored. */
function lineOf(decision: Extract<Decision, { readonly subject: object }>, batchId: string): KnownLine {
  const { draft, subject } = decision;
  const own = { subjectId: subject.subjectId, content: draft.content, batchId };
  if (decision.act === "record")
    return { ...own, line: decision.line, version: decision.version, act: "record", recordId: decision.recordId };
  const { known, act } = decision;
  const recordId = act === "move" ? decision.recordId : known.recordId;
  return { ...own, line: known.line, version: known.version + 1, act, recordId };
}

/** A party of a document as a number of 52 bits. */
function partyKey(document: string, party: string): number {
  const digest = hash("sha256", `${document}\n${party}`, "buffer");
  return digest.readUIntBE(0, 6) * 16 + ((digest[6] ?? 0) & 15) + 1;
}

/** Parties met unchanged and the row that said so first: an open table of numbers, 12 bytes an entry at half full. */
class SeenParties {
  #keys = new Float64Array(1024);
  #rows = new Uint32Array(1024);
  #size = 0;

  find(key: number): number | null {
    const at = this.#place(key);
    return this.#keys[at] === key ? (this.#rows[at] ?? null) : null;
  }

  add(key: number, row: number): void {
    if (this.#size * 2 >= this.#keys.length) this.#grow();
    const at = this.#place(key);
    if (this.#keys[at] === key) return;
    this.#keys[at] = key;
    this.#rows[at] = row;
    this.#size++;
  }

  #place(key: number): number {
    const mask = this.#keys.length - 1;
    let at = key % this.#keys.length;
    while (this.#keys[at] !== 0 && this.#keys[at] !== key) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [keys, rows] = [this.#keys, this.#rows];
    this.#keys = new Float64Array(keys.length * 2);
    this.#rows = new Uint32Array(rows.length * 2);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? 0;
      if (key === 0) continue;
      const at = this.#place(key);
      this.#keys[at] = key;
      this.#rows[at] = rows[i] ?? 0;
    }
  }
}
