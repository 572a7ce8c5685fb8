/** The end of a batch: its root is signed, and what it told of measures is filed where feedback and receipts find it. */
import { randomUUID } from "node:crypto";
import { leafHash, proofsOfNodes } from "#core/merkle/tree.ts";
import { FrameDigest } from "#core/receipt/check-file.ts";
import { leafOf, signRoot } from "#core/receipt/receipt.ts";
import { canonicalJson } from "#core/record/canonical.ts";
import { inTransaction } from "#src/platform/database.ts";
import type { ReachRooms } from "../reach-parts.ts";
import { partLines } from "./codes.ts";
import { drawing } from "./drawn.ts";
import { type ToldAnswer, unpackTold } from "./part.ts";
import { secretContext } from "./send.ts";
import {
  copyAnswers,
  findSigned,
  getPart,
  insertBatchAct,
  insertRoot,
  isCancelled,
  listNodes,
  listUnfiled,
  type PartRow,
  takeTold,
} from "./store.ts";
import type { InHand } from "./work.ts";

/** Signs the root over all answers and the statement that counts them. Does nothing where that was done. */
export async function signBatch(rooms: ReachRooms, { batch, scope, carrying }: InHand): Promise<void> {
  const { batchId } = batch;
  const nodes = await listNodes(rooms.app, scope, batchId);
  const at = rooms.clock.now();
  const { issuer } = carrying;
  const count = (of: "lines" | "told" | "unknown" | "refused") => nodes.reduce((sum, node) => sum + node[of], 0);
  const lines = count("lines");
  const statement = canonicalJson({
    end: (await isCancelled(rooms.app, batchId)) ? "cancelled" : "finished",
    endedAt: at.toISOString(),
    file: { bytes: batch.fileBytes, lines: batch.lines, sha256: batch.fileDigest.toString("hex") },
    frame: frameOf(batch.head, nodes),
    issuer,
    lines,
    measures: count("told"),
    refused: count("refused"),
    salt: drawing(rooms.keys.open(batch.secret, secretContext(batchId)))(0).salt,
    unknown: count("unknown"),
  });
  const { root: top } = await treeOf(rooms, { batchId, scope, nodes, statement });
  const signer = rooms.keys.signer();
  const root = { issuer, root: top.toString("hex"), signedAt: at.toISOString(), size: lines + 1 };
  const signature = signRoot(root, { keyId: signer.keyId, sign: (bytes) => signer.sign(bytes) });
  const rootId = randomUUID();
  await inTransaction(rooms.app, async (transaction) => {
    await insertRoot(transaction, scope, {
      rootId,
      root: top,
      size: root.size,
      issuer,
      signedAt: at,
      keyId: signer.keyId,
      signature,
    });
    const act = {
      batchId,
      act: "sign",
      rootId,
      detail: { statement },
      actedBy: "job:check-batch",
      actedAt: at,
    } as const;
    // Somebody else signed it meanwhile: one root, not two.
    if (!(await insertBatchAct(transaction, scope, act))) throw new Error("a batch was signed twice");
  });
}

function frameOf(head: string, nodes: readonly { readonly frame: string }[]): string {
  const digest = new FrameDigest();
  digest.add(head);
  for (const { frame } of nodes) digest.add(frame);
  return digest.end();
}

/** The tree over a batch's parts: its root, and the path of each part's node; the last part has the statement's leaf too. */
export interface BatchTree {
  readonly root: Buffer;
  /** Hashes of the leaves of the last part, the statement's behind them. */
  readonly tail: readonly Buffer[];
  readonly paths: readonly (readonly Buffer[])[];
}

/** Puts the tree together from the nodes of its parts. */
export async function treeOf(
  rooms: ReachRooms,
  given: Pick<InHand, "scope"> & {
    readonly batchId: string;
    readonly nodes: readonly Pick<PartRow, "part" | "lines" | "node">[];
    readonly statement: string;
  },
): Promise<BatchTree> {
  const { scope, batchId, nodes, statement } = given;
  const last = nodes.at(-1);
  // A full part is a subtree of its own; one that is not is closed by the statement.
  const isOpen = last !== undefined && last.lines < partLines;
  const open = isOpen ? leavesOf(await getPart(rooms.app, scope, { batchId, part: last.part })).map(leafHash) : [];
  const tail = [...open, leafHash(leafOf(statement))];
  const full = (isOpen ? nodes.slice(0, -1) : nodes).map(({ node }) => node);
  const { root, paths } = proofsOfNodes([...full, proofsOfNodes(tail).root]);
  return { root, tail, paths };
}

/** The leaves of a part. */
export function leavesOf({ leaves, lines }: Pick<PartRow, "leaves" | "lines">): Buffer[] {
  return Array.from({ length: lines }, (_, at) => leaves.subarray(at * 32, at * 32 + 32));
}

/** Audit paths of a part's lines in the whole tree, nearest sibling first. */
export function pathsOfPart(tree: BatchTree, part: Pick<PartRow, "part" | "lines" | "leaves">): Buffer[][] {
  const hashes = part.lines < partLines ? tree.tail : leavesOf(part).map(leafHash);
  const above = tree.paths[part.part] ?? [];
  return proofsOfNodes(hashes)
    .paths.slice(0, part.lines)
    .map((path) => [...path, ...above]);
}

/** Files the answers that told of measures, part by part; each leaves its work row in the same transaction. */
export async function fileAnswers(rooms: ReachRooms, { batch, scope, carrying }: InHand): Promise<void> {
  const { batchId } = batch;
  const unfiled = await listUnfiled(rooms.app, scope, batchId);
  const signed = unfiled.length > 0 ? await findSigned(rooms.app, scope, batchId) : null;
  if (!signed) return;
  const nodes = await listNodes(rooms.app, scope, batchId);
  const tree = await treeOf(rooms, { batchId, scope, nodes, statement: signed.statement });
  for (const part of unfiled) {
    const paths = pathsOfPart(tree, await getPart(rooms.app, scope, { batchId, part }));
    await inTransaction(rooms.app, async (transaction) => {
      const packed = await takeTold(transaction, scope, { batchId, part });
      if (!packed) return;
      const told = unpackTold(packed);
      const answerCells = ({ n, check, subjectId, subjectKind, digested, askedAt, keptUntil, rows }: ToldAnswer) => [
        check,
        subjectId,
        subjectKind,
        batch.agencyCode,
        batch.actorKind,
        carrying.head.matter,
        batch.purpose,
        askedAt,
        "measures",
        rows.length,
        signed.rootId,
        leafOf(digested),
        n - 1,
        Buffer.concat(paths[(n - 1) % partLines] ?? []),
        digested,
        keptUntil,
      ];
      await copyAnswers(transaction, scope, {
        answers: told.values().map(answerCells),
        answered: told
          .values()
          .flatMap(({ rows }) => rows)
          .map((row) => [
            row.checkId,
            row.measureId,
            row.version,
            row.sort,
            row.effect,
            row.force,
            row.subjectKind,
            row.matter,
            row.place,
            row.recordId,
            row.until,
          ]),
      });
    });
  }
}
