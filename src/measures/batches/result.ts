/** Results of checked files: the file that proves itself, receipts line by line, a table for spreadsheets; all streamed. */
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { answerText, refusedText } from "#core/receipt/check-file.ts";
import { receiptText, type SignedRoot } from "#core/receipt/receipt.ts";
import { canonicalJson } from "#core/record/canonical.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, type Scope, signature } from "#src/access/index.ts";
import { targetOfCode } from "../acts.ts";
import { digestsIn, withWords } from "../compose.ts";
import type { ReachRooms } from "../reach-parts.ts";
import { type KeptTerms, readTerms } from "../store.ts";
import { partLines } from "./codes.ts";
import { type Drawn, drawing } from "./drawn.ts";
import { leavesOf, pathsOfPart, treeOf } from "./finish.ts";
import { type LineOutcome, noMeasures, type PlainTerms, subjectText, unpackOutcomes, unpackTold } from "./part.ts";
import { secretContext } from "./send.ts";
import {
  type BatchState,
  findBatch,
  findSigned,
  findTold,
  getPart,
  insertFetch,
  listNodes,
  type PartRow,
  readFiled,
  type SignedRow,
} from "./store.ts";

export type ResultForm = "ndjson" | "csv" | "receipts";

/** A result that may be handed over. */
interface Ready {
  readonly batch: BatchState;
  readonly signed: SignedRow;
  readonly scope: Scope;
  readonly draw: (n: number) => Drawn;
}

/** The whole result, piece by piece. That it was handed over is written down before the first byte leaves (C15). */
export async function streamResult(
  rooms: ReachRooms,
  actor: Actor,
  { batchId, form }: { batchId: string; form: ResultForm },
): Promise<Outcome<Readable>> {
  const ready = await readyBatch(rooms, actor, batchId);
  if (!ready.ok) return ready;
  await insertFetch(rooms.app, ready.value.scope, {
    batchId,
    fetchId: randomUUID(),
    fetchedBy: signature(actor),
    form,
    fetchedAt: rooms.clock.now(),
  });
  return done(Readable.from(piecesOf(rooms, ready.value, form)));
}

/** The batch, if this actor may have its result and there is one. */
async function readyBatch(rooms: ReachRooms, actor: Actor, batchId: string): Promise<Outcome<Ready>> {
  const batch = await findBatch(rooms.app, batchId);
  if (!batch) return refuse("measures.unknown-batch");
  const resource = {
    type: "CheckReceipt",
    id: batchId,
    attributes: { subjectKind: "organisation", agency: batch.agencyCode, subject: "" },
  };
  const purpose = { purpose: batch.purpose, basis: batch.basis };
  const scope = await rooms.door.scope(actor, "read-check", resource, { audience: "body", purpose });
  if (!scope.ok) return scope;
  const signed = await findSigned(rooms.app, scope.value, batchId);
  if (!signed) return refuse("measures.batch-running");
  if (batch.keptUntil < rooms.clock.today()) return refuse("measures.forgotten");
  const draw = drawing(rooms.keys.open(batch.secret, secretContext(batchId)));
  return done({ batch, signed, scope: scope.value, draw });
}

async function* piecesOf(rooms: ReachRooms, ready: Ready, form: ResultForm): AsyncGenerator<string> {
  const { batch, signed, scope } = ready;
  const words = new Words(rooms, scope);
  const nodes = await listNodes(rooms.app, scope, batch.batchId);
  const tree = form === "receipts" ? await treeOf(rooms, { batchId: batch.batchId, scope, nodes, ...signed }) : null;
  if (form === "ndjson") yield `${batch.head}\n`;
  if (form === "csv") yield "n,code,outcome,constraints,incentives,check\r\n";
  for (const { part } of nodes) {
    const row = await getPart(rooms.app, scope, { batchId: batch.batchId, part });
    const lines = await linesOfPart(rooms, ready, row);
    const fresh = await words.read(lines.flatMap(({ answer }) => (answer === null ? [] : digestsIn(answer))));
    if (form === "ndjson") yield `${row.frame}\n${fresh.map(termsLine).join("")}${lines.map(lineText).join("")}`;
    else if (form === "csv") yield lines.map(csvLine).join("");
    else if (tree) yield receiptsOf(lines, { paths: pathsOfPart(tree, row), words, signed });
  }
  if (form === "ndjson") yield endLine(signed);
}

/** Words by their hashes, each read once. There are as many as measures, lists and bodies, not as lines. */
class Words {
  readonly #rooms: ReachRooms;
  readonly #scope: Scope;
  readonly #known = new Map<string, KeptTerms>();

  constructor(rooms: ReachRooms, scope: Scope) {
    this.#rooms = rooms;
    this.#scope = scope;
  }

  /** Reads those that are not known yet. @returns them */
  async read(digests: readonly string[]): Promise<readonly KeptTerms[]> {
    const wanted = [...new Set(digests)].filter((digest) => !this.#known.has(digest));
    const fresh = wanted.length > 0 ? await readTerms(this.#rooms.app, this.#scope, wanted) : [];
    for (const one of fresh) this.#known.set(one.digest, one);
    return fresh;
  }

  all(): KeptTerms[] {
    return [...this.#known.values()];
  }
}

function termsLine({ canonical }: KeptTerms): string {
  return `{"terms":${canonical}}\n`;
}

function rootOf({ issuer, root, signedAt, size }: SignedRow): SignedRoot {
  return { issuer, root: root.toString("hex"), signedAt: signedAt.toISOString(), size };
}

function endLine(signed: SignedRow): string {
  return `{"end":${signed.statement},"root":${canonicalJson({ ...rootOf(signed) })},"signature":${canonicalJson(signed.signature)}}\n`;
}

/** A line of a result, as it is known now. */
interface Line {
  readonly n: number;
  readonly drawn: Drawn;
  readonly leaf: Buffer;
  readonly outcome: LineOutcome;
  /** The canonical answer with its terms by their hashes; null where it has been forgotten. */
  readonly answer: string | null;
}

async function linesOfPart(rooms: ReachRooms, { batch, scope, draw }: Ready, row: PartRow): Promise<Line[]> {
  const { outcomes, plain } = row.outcomes ? unpackOutcomes(row.outcomes) : { outcomes: [], plain: noPlain };
  const leaves = leavesOf(row);
  const drawn = outcomes.map((_, at) => draw(row.part * partLines + at + 1));
  const told = outcomes.flatMap((one, at) => (isTold(one) ? [drawn[at]?.check ?? ""] : []));
  // What is signed is answered, wherever it lies by now.
  const waiting = told.length > 0 ? await findTold(rooms.app, scope, row) : null;
  const filed = waiting
    ? new Map(unpackTold(waiting).map(({ check, digested }) => [check, digested]))
    : await readFiled(rooms.app, scope, { checks: told, today: rooms.clock.today() });
  const shared = { ...sharedOf(batch, row), plain };
  return outcomes.map((outcome, at): Line => {
    const own = drawn[at] as Drawn;
    const answer = isTold(outcome) ? (filed.get(own.check) ?? null) : plainAnswer(shared, { outcome, drawn: own });
    return { n: row.part * partLines + at + 1, drawn: own, leaf: leaves[at] as Buffer, outcome, answer };
  });
}

function isTold(outcome: LineOutcome): boolean {
  return outcome.code !== null && outcome.outcome === "measures";
}

interface Shared {
  readonly asOf: string;
  readonly asked: string;
  readonly issuer: string;
}

const noPlain: PlainTerms = { "nothing-recorded": "", "unknown-subject": "" };

/** What the answers of a part have in common, as it was written then. */
function sharedOf({ head }: BatchState, { frame }: PartRow): Shared {
  const { asked, issuer } = JSON.parse(head);
  const { part } = JSON.parse(frame);
  return { asOf: canonicalJson(part.asOf), asked: canonicalJson(asked), issuer: canonicalJson(issuer) };
}

function plainAnswer(
  { plain, ...shared }: Shared & { readonly plain: PlainTerms },
  { outcome, drawn }: { outcome: LineOutcome; drawn: Drawn },
): string {
  if (outcome.code === null) return refusedText({ ...shared, ...drawn, refused: outcome.refused });
  if (outcome.outcome === "measures") throw new Error("what was told of measures is filed");
  return answerText({
    ...shared,
    ...drawn,
    ...noMeasures,
    subject: subjectText(outcome.code),
    outcome: outcome.outcome,
    terms: plain[outcome.outcome],
  });
}

function lineText({ n, drawn, leaf, outcome, answer }: Line): string {
  if (answer === null) return `{"leaf":"${leaf.toString("hex")}","n":${n}}\n`;
  const { check, salt } = drawn;
  if (outcome.code === null) return `{"check":"${check}","n":${n},"refused":"${outcome.refused}","salt":"${salt}"}\n`;
  const head = `{"check":"${check}"`;
  const { constraints, incentives, asked, terms } = JSON.parse(answer);
  const tail = `"n":${n},"outcome":"${outcome.outcome}","salt":"${salt}"`;
  const lists = [
    ...(constraints.length > 0 ? [`"constraints":${canonicalJson(constraints)}`] : []),
    ...(incentives.length > 0 ? [`"incentives":${canonicalJson(incentives)}`] : []),
  ];
  return `${[head, ...lists, tail].join(",")},"subject":${canonicalJson(asked.subject)},"terms":"${terms}"}\n`;
}

/** Codes, words of ours and ids of measures: nothing a spreadsheet could take for a formula. */
function csvLine({ n, drawn, outcome, answer }: Line): string {
  if (outcome.code === null) return `${n},,${outcome.refused},,,${drawn.check}\r\n`;
  if (answer === null) return `${n},,forgotten,,,${drawn.check}\r\n`;
  const ids = (list: readonly { measure: string }[]) => list.map(({ measure }) => measure).join(" ");
  const { constraints, incentives } = isTold(outcome) ? JSON.parse(answer) : { constraints: [], incentives: [] };
  return `${n},${outcome.code},${outcome.outcome},${ids(constraints)},${ids(incentives)},${drawn.check}\r\n`;
}

interface Giving {
  readonly words: Words;
  readonly signed: SignedRow;
}

function receiptsOf(
  lines: readonly Line[],
  { paths, ...giving }: Giving & { readonly paths: readonly (readonly Buffer[])[] },
): string {
  return lines
    .flatMap((line, at) => {
      const text = receiptOf(line, { ...giving, path: paths[at] ?? [] });
      return text === null ? [] : [`${text}\n`];
    })
    .join("");
}

/** The receipt of a line; null where it was no check, or has been forgotten. */
function receiptOf(
  { n, answer, outcome }: Line,
  { path, words, signed }: Giving & { readonly path: readonly Buffer[] },
): string | null {
  if (answer === null || outcome.code === null) return null;
  return receiptText({
    canonicalAnswer: withWords(answer, words.all()),
    index: n - 1,
    path: path.map((one) => one.toString("hex")),
    root: rootOf(signed),
    signature: signed.signature,
  });
}

/** The receipt of one line, as it would have been given for a single check. A look again (C15). */
export async function readLine(
  rooms: ReachRooms,
  actor: Actor,
  { batchId, n }: { batchId: string; n: number },
): Promise<Outcome<string>> {
  const ready = await readyBatch(rooms, actor, batchId);
  if (!ready.ok) return ready;
  const { scope, signed } = ready.value;
  const nodes = await listNodes(rooms.app, scope, batchId);
  const part = Math.floor((n - 1) / partLines);
  const place = (n - 1) % partLines;
  if (!nodes.some((node) => node.part === part && place < node.lines)) return refuse("measures.unknown-line");
  const row = await getPart(rooms.app, scope, { batchId, part });
  const line = (await linesOfPart(rooms, ready.value, row))[place];
  if (!line || line.outcome.code === null) return refuse("measures.unknown-line");
  const tree = await treeOf(rooms, { batchId, scope, nodes, statement: signed.statement });
  const words = new Words(rooms, scope);
  await words.read(digestsIn(line.answer ?? ""));
  const text = receiptOf(line, { path: pathsOfPart(tree, row)[place] ?? [], words, signed });
  if (text === null) return refuse("measures.forgotten");
  if (line.outcome.outcome !== "unknown-subject")
    await rooms.looks.look(scope, targetOfCode(line.outcome.code).subjectId, async () => ({
      value: null,
      outcome: "shown",
      shown: { what: "receipt", check: line.drawn.check },
    }));
  return done(text);
}
