/**
 * Merkle trees of RFC 6962 2.1 (RFC 9162 2.1.1) over SHA-256. Leaves here are commitments to records: the root of a
 * batch lets whoever keeps the receipt prove later what was taken in, row by row.
 */
import { hash } from "node:crypto";

const leafPrefix = Buffer.of(0);
const nodePrefix = Buffer.of(1);
const hashBytes = 32;
// A million leaves need two million hashes: where the bytes are as many as nearly always, they go through one place.
const leafInput = Buffer.alloc(1 + hashBytes);
const nodeInput = Buffer.alloc(1 + 2 * hashBytes, 1);

/** As text of one byte a character: a Buffer from the hash itself costs more than the hash. */
function sha256(bytes: Uint8Array): Buffer {
  return Buffer.from(hash("sha256", bytes, "latin1"), "latin1");
}

/** Hash of a leaf: SHA-256(0x00 || data). */
export function leafHash(data: Uint8Array): Buffer {
  if (data.length !== hashBytes) return sha256(Buffer.concat([leafPrefix, data]));
  leafInput.set(data, 1);
  return sha256(leafInput);
}

/** Hash of a node: SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  if (left.length !== hashBytes || right.length !== hashBytes) return sha256(Buffer.concat([nodePrefix, left, right]));
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + hashBytes);
  return sha256(nodeInput);
}

/** A range as it is stored: how many leaves, and the hashes of its full subtrees, base64url, largest first. */
export interface StoredRange {
  readonly size: number;
  readonly hashes: readonly string[];
}

/** A growing tree of which only the roots of its full subtrees are kept: log2(size) hashes. */
export class CompactRange {
  #size = 0;
  readonly #hashes: Buffer[] = [];

  static from({ size, hashes }: StoredRange): CompactRange {
    const range = new CompactRange();
    range.#size = size;
    range.#hashes.push(...hashes.map((text) => Buffer.from(text, "base64url")));
    return range;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a leaf. */
  append(data: Uint8Array): void {
    let node = leafHash(data);
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      node = nodeHash(this.#hashes.pop() as Buffer, node);
    }
    this.#hashes.push(node);
    this.#size++;
  }

  /** Root over all leaves so far; that of no leaf is SHA-256 of nothing. */
  root(): Buffer {
    const last = this.#hashes.at(-1);
    if (!last) return hash("sha256", "", "buffer");
    return this.#hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }

  stored(): StoredRange {
    return { size: this.#size, hashes: this.#hashes.map((one) => one.toString("base64url")) };
  }
}

/** Root over leaves that are all at hand. */
export function rootOf(leaves: Iterable<Uint8Array>): Buffer {
  const range = new CompactRange();
  for (const leaf of leaves) range.append(leaf);
  return range.root();
}

/** Largest power of two smaller than `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The audit path of a leaf (RFC 6962 2.1.1), nearest sibling first. Throws RangeError where there is no such leaf. */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): Buffer[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError("no such leaf");
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  return index < split
    ? [...inclusionProof(leaves.slice(0, split), index), rootOf(leaves.slice(split))]
    : [...inclusionProof(leaves.slice(split), index - split), rootOf(leaves.slice(0, split))];
}

/**
 * Root and every audit path of a tree at once, each nearest sibling first: two hashes a leaf, where asking
 * {@link inclusionProof} leaf by leaf takes the square. Throws RangeError where there is no leaf.
 */
export function inclusionProofs(leaves: readonly Uint8Array[]): { readonly root: Buffer; readonly paths: Buffer[][] } {
  return proofsOfNodes(leaves.map(leafHash));
}

/**
 * The same over hashes of nodes: leaves hashed already, or roots of subtrees of one power of two of leaves each (the last may
 * have fewer). Such a tree's root is that of the tree over all the leaves, and a path within a subtree followed by the
 * subtree's path is the leaf's (RFC 6962 2.1: a tree splits at the largest power of two, so never within one of them).
 */
export function proofsOfNodes(nodes: readonly Buffer[]): { readonly root: Buffer; readonly paths: Buffer[][] } {
  if (nodes.length === 0) throw new RangeError("no leaves");
  const paths = nodes.map((): Buffer[] => []);
  const rootOfRange = (from: number, to: number): Buffer => {
    const [only] = to - from === 1 ? nodes.slice(from, to) : [];
    if (only) return only;
    const middle = from + splitOf(to - from);
    const left = rootOfRange(from, middle);
    const right = rootOfRange(middle, to);
    for (let at = from; at < to; at++) paths[at]?.push(at < middle ? right : left);
    return nodeHash(left, right);
  };
  return { root: rootOfRange(0, nodes.length), paths };
}

/** What an inclusion proof claims. */
export interface Inclusion {
  readonly index: number;
  readonly size: number;
  /** Hash of the leaf ({@link leafHash}), 32 bytes. */
  readonly leaf: Uint8Array;
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** Whether a leaf stands at its place in the tree with this root (RFC 9162 2.1.3.2). */
export function verifyInclusion({ index, size, leaf, path, root }: Inclusion): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let node: Buffer = Buffer.from(leaf);
  let at = index;
  let last = size - 1;
  for (const sibling of path) {
    if (last === 0 || sibling.length !== 32) return false;
    if (at % 2 === 1 || at === last) {
      node = nodeHash(sibling, node);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      node = nodeHash(node, sibling);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && node.equals(root);
}
