/**
 * Verifies that the ledger holds what the receipts promised (C17): for every batch the signature of its receipt, its
 * counts, and the Merkle root over the versions that stand in the ledger today. A version that was removed, added or
 * moved to another batch is found, and the batch is named.
 */
import type { Receipt } from "#contract/intake.ts";
import { CompactRange } from "#core/merkle/tree.ts";
import type { Scope } from "#src/access/index.ts";
import { listMistallied, listWritingBatches, readCommitments } from "#src/ledger/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { listSigningKeys, type PublishedKey } from "#src/platform/signing-keys.ts";
import { verifyReceipt } from "./receipt.ts";
import { listReceipts, type StoredReceipt } from "./store.ts";

/**
 * What is wrong with a batch. `signature`: the receipt is not as it was signed; `counts`: it counts other rows than the
 * parts; `ledger`: the ledger holds other versions; `receipt`: the batch ended and has none; `batch`: versions of a batch
 * nobody began; `tally`: the public counts are not what it recorded.
 */
export type BatchFault = "signature" | "counts" | "ledger" | "receipt" | "batch" | "tally";

export interface ReceiptVerification {
  /** Batches whose receipt, or last part where they still run, agrees with the ledger. */
  agreeing: number;
  readonly faults: { readonly batchId: string; readonly fault: BatchFault }[];
}

const pageBatches = 500;
const namedMax = 10_000;

/** Goes through every batch. */
export async function verifyReceipts(sql: Sql, scope: Scope): Promise<ReceiptVerification> {
  const keys = new Map((await listSigningKeys(sql)).map((key) => [key.keyId, key]));
  const result: ReceiptVerification = { agreeing: 0, faults: [] };
  const known = new Set<string>();
  for (let after: string | null = null; ; ) {
    const page: StoredReceipt[] = await listReceipts(sql, scope, { after, limit: pageBatches });
    for (const one of page) {
      known.add(one.batchId);
      const fault = await faultOf(sql, scope, { one, keys });
      if (fault) result.faults.push({ batchId: one.batchId, fault });
      else result.agreeing++;
    }
    const last = page.at(-1);
    if (!last) break;
    after = last.batchId;
  }
  await addUnknown(sql, scope, { known, result });
  for (const batchId of await listMistallied(sql, scope, namedMax)) result.faults.push({ batchId, fault: "tally" });
  return result;
}

async function addUnknown(
  sql: Sql,
  scope: Scope,
  { known, result }: { known: ReadonlySet<string>; result: ReceiptVerification },
): Promise<void> {
  for (let after: string | null = null; ; ) {
    const page: string[] = await listWritingBatches(sql, scope, { after, limit: pageBatches });
    for (const batchId of page) if (!known.has(batchId)) result.faults.push({ batchId, fault: "batch" });
    after = page.at(-1) ?? null;
    if (after === null) return;
  }
}

interface Judging {
  readonly one: StoredReceipt;
  readonly keys: ReadonlyMap<string, PublishedKey>;
}

async function faultOf(sql: Sql, scope: Scope, { one, keys }: Judging): Promise<BatchFault | null> {
  const { batchId, body, counted, hasEnded, range } = one;
  if (body === null && hasEnded) return "receipt";
  if (body === null) {
    // Still being run: its last part says what stands.
    const promised = CompactRange.from(range ?? { size: 0, hashes: [] });
    return (await stands(sql, scope, { batchId, size: promised.size, root: promised.root() })) ? null : "ledger";
  }
  const receipt = body as Receipt;
  const key = keys.get(receipt.keyId);
  if (receipt.batch !== batchId || !key || !verifyReceipt(receipt, key.publicJwk)) return "signature";
  const names = ["accepted", "corrected", "unchanged", "held", "refused"] as const;
  if (names.some((name) => receipt[name] !== counted[name])) return "counts";
  const { size, root } = receipt.commitments;
  return (await stands(sql, scope, { batchId, size, root: Buffer.from(root, "base64url") })) ? null : "ledger";
}

/** Whether the versions of a batch that stand in the ledger are those promised, all of them and no other. */
async function stands(
  sql: Sql,
  scope: Scope,
  { batchId, size, root }: { batchId: string; size: number; root: Buffer },
): Promise<boolean> {
  const range = CompactRange.from({ size: 0, hashes: [] });
  for (const { commitment } of await readCommitments(sql, scope, batchId)) range.append(commitment);
  return range.size === size && range.root().equals(root);
}
