/**
 * A desk's journal, handed in: proved line by line, compared with the bundle it was kept for, and taken in whole or not at
 * all. Each entry becomes a look dated when it happened (C15); what the register says of that day otherwise is told.
 */
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { type JournalReceipt, journalBytesMax } from "#contract/bundles.ts";
import { checkUnifiedCode } from "#core/code/unified.ts";
import { type Bundle, readBundle } from "#core/receipt/bundle.ts";
import { dayOfBundle, deskAnswer } from "#core/receipt/desk-answer.ts";
import { type Journal, type JournalFaultKind, type ReadEntry, readJournal } from "#core/receipt/journal.ts";
import { done, type Outcome, type Refusal, refuse } from "#core/refusal.ts";
import { kindOfUnifiedCode } from "#core/subject/identifier.ts";
import { type Actor, type EarlierLook, type Scope, signature } from "#src/access/index.ts";
import { inTransaction, type Transaction } from "#src/platform/database.ts";
import { logged, purposeOf } from "../acts.ts";
import { type Compared, compareWithRegister } from "./differences.ts";
import { ed25519 } from "./ed25519.ts";
import type { BundleRooms } from "./parts.ts";
import {
  type EntryRow,
  findBundle,
  insertBundleAct,
  insertEntries,
  listEntries,
  lockBundle,
  type StoredBundle,
} from "./store.ts";
import { differencesIn } from "./view.ts";

/** Takes a journal in. The same journal again takes in nothing and says so; a longer one adds what follows. */
export async function handInJournal(
  rooms: BundleRooms,
  actor: Actor,
  { bundleId, content }: { bundleId: string; content: Readable | null },
): Promise<Outcome<JournalReceipt>> {
  const bundle = await findBundle(rooms.app, bundleId);
  if (!bundle) return refuse("measures.unknown-bundle");
  const scope = await scopeOf(rooms, actor, bundle);
  if (!scope.ok) return scope;
  const bytes = await readAll(content);
  if (!bytes.ok) return bytes;
  const of = { bundle: bundle.bundleId, body: bundle.agencyCode, desk: bundle.deskKey, root: bundle.root };
  const journal = readJournal(bytes.value, of, { check: ed25519(), signatures: "all" });
  if ("fault" in journal) return logged(rooms, actor, refuse(codes[journal.fault], { params: { line: journal.line } }));
  const taken = await inTransaction(rooms.app, async (transaction) => {
    await lockBundle(transaction, scope.value, bundleId);
    return takeIn(rooms, transaction, { bundleId, journal, scope: scope.value });
  });
  if (!taken.ok) return logged(rooms, actor, taken);
  // Nothing more can be asked of it: what lies nowhere any more cannot leak.
  if (taken.value.closed) await rooms.bundleFiles.remove(bundle.rootId);
  return taken;
}

const codes: Readonly<Record<JournalFaultKind, Refusal["code"]>> = {
  "no-journal": "measures.journal-form",
  "other-bundle": "measures.journal-other",
  chain: "measures.journal-chain",
  signature: "measures.journal-altered",
  clock: "measures.journal-clock",
};

/** Leave to write down looks of the own body's desk, for the purpose they were for. */
function scopeOf(
  rooms: BundleRooms,
  actor: Actor,
  { agencyCode, purpose, matters }: StoredBundle,
): Promise<Outcome<Scope>> {
  const resource = { type: "Agency", id: agencyCode, attributes: { code: agencyCode } };
  const named = rooms.catalogue.purposes.get(purpose);
  const matter = rooms.rules().matters.get(matters[0] ?? "");
  const given = named && matter ? purposeOf(named, matter) : { purpose, basis: purpose };
  return rooms.door.scope(actor, "hand-in-journal", resource, { audience: "body", purpose: given });
}

async function readAll(content: Readable | null): Promise<Outcome<Buffer>> {
  const bytes = content ? await buffer(content) : Buffer.alloc(0);
  if (bytes.length === 0) return refuse("intake.file-empty");
  return bytes.length > journalBytesMax ? refuse("intake.file-too-large") : done(bytes);
}

interface Taking {
  readonly bundleId: string;
  readonly journal: Journal;
  readonly scope: Scope;
}

/** Judged and stored under one lock: two copies handed in at once are judged one after the other. */
async function takeIn(
  rooms: BundleRooms,
  transaction: Transaction,
  { bundleId, journal, scope }: Taking,
): Promise<Outcome<JournalReceipt>> {
  const stored = await findBundle(transaction, bundleId);
  if (!stored) return refuse("measures.unknown-bundle");
  const before = await listEntries(transaction, scope, bundleId);
  const fork = forkOf(journal, before, stored.act);
  if (fork !== null) return refuse("measures.journal-forked", { params: { line: fork } });
  const fresh = journal.entries.slice(before.length);
  const now = rooms.clock.now();
  const until = now.getTime() + JSON.parse(stored.head).clockMinutes * 60_000;
  if (journal.end && Date.parse(journal.end.at) > until)
    return refuse("measures.journal-clock", { params: { line: journal.lines } });
  if (fresh.length > 0) {
    const bundle = await openStored(rooms, stored);
    for (const entry of fresh) {
      const code = faultOf(bundle, entry, until);
      if (code !== null) return refuse(code, { params: { line: entry.n + 1 } });
    }
    const compared = await compareWithRegister(rooms, transaction, { scope, bundle, entries: fresh });
    await storeEntries(rooms, transaction, { stored, scope, fresh, compared, now });
  }
  if (journal.end && stored.act === null) {
    const act = { bundleId, act: "close", reason: null, actedBy: signature(scope.actor), actedAt: now } as const;
    await insertBundleAct(transaction, scope, act);
  }
  const all = await listEntries(transaction, scope, bundleId);
  return done(
    receiptOf({ bundleId, all, taken: fresh.length, closed: journal.end !== null || stored.act === "close" }),
  );
}

/** The line from which a journal is another than the one that is in; null where it is the same, longer or shorter. */
function forkOf(journal: Journal, before: readonly EntryRow[], act: StoredBundle["act"]): number | null {
  const differs = before.findIndex(
    (row, at) => at < journal.entries.length && row.digest !== journal.entries[at]?.digest,
  );
  if (differs >= 0) return differs + 2;
  // It was closed at another place: what came in since, or was closed away, must not go unseen.
  if (journal.end && journal.entries.length < before.length) return journal.lines;
  return act === "close" && journal.entries.length > before.length ? before.length + 2 : null;
}

/** The bundle as it was made. Throws where its file is gone although its journal is not in. */
async function openStored({ bundleFiles, keys }: BundleRooms, { rootId, fileBytes }: StoredBundle): Promise<Bundle> {
  const source = await bundleFiles.open(rootId, fileBytes);
  if (!source) throw new Error("the file of a bundle is gone before its journal came");
  const keyOf = (keyId: string) => {
    const jwk = keys.publicJwk("signing", keyId);
    return jwk && Buffer.from(jwk.x, "base64url");
  };
  const read = readBundle(await source.read(0, fileBytes), keyOf, ed25519());
  if (typeof read === "string") throw new Error(`the file of a bundle is not what was made: ${read}`);
  return read.bundle;
}

/** Refusals the desk's tool gives; a journal that tells of others was not written by it. */
const refusedAtDesks: readonly string[] = [
  "measures.number",
  "measures.number-at-desk",
  "measures.placeholder",
  "registry.identity-number",
];

/** Why an entry cannot be of this bundle; null where it can. @param until instant after which nothing can have happened */
function faultOf(bundle: Bundle, { at, by, matter, purpose, asked }: ReadEntry, until: number): Refusal["code"] | null {
  const { head } = bundle;
  if (Date.parse(at) > until) return "measures.journal-clock";
  const isOne =
    by.kind === "officer" ? head.officers.includes(by.id) : head.madeBy.kind === "client" && head.madeBy.id === by.id;
  const inIt = head.matters.some((one) => one.matter === matter) && purpose === head.purpose;
  if (!isOne || !inIt || dayOfBundle(bundle, new Date(at)) !== "answers") return "measures.journal-outside";
  if (asked.code === null) return refusedAtDesks.includes(asked.refused) ? null : "measures.journal-form";
  const isCode =
    checkUnifiedCode(asked.code).normalised === asked.code && kindOfUnifiedCode(asked.code) === "organisation";
  if (!isCode) return "measures.journal-outside";
  const said = deskAnswer(bundle, { code: asked.code, matter, by, at });
  return said?.digest === asked.answer && said.outcome === asked.outcome ? null : "measures.journal-answer";
}

interface Storing {
  readonly stored: StoredBundle;
  readonly scope: Scope;
  readonly fresh: readonly ReadEntry[];
  readonly compared: readonly Compared[];
  readonly now: Date;
}

/** Entries and looks are one: neither is there without the other. */
async function storeEntries(rooms: BundleRooms, transaction: Transaction, given: Storing): Promise<void> {
  const { stored, scope, fresh, compared, now } = given;
  const looks: EarlierLook[] = [];
  const rows = fresh.map((entry, place): EntryRow => {
    const { subjectId, ended, begun, constraints, incentives } = compared[place] ?? nobody;
    const { n, at, digest, prev, matter, asked, by } = entry;
    const lookId = subjectId === null ? null : lookIdOf(digest);
    if (subjectId !== null && lookId !== null)
      looks.push({
        scope,
        subjectId,
        lookId,
        // The desk's clock may be some minutes ahead of ours.
        at: new Date(Math.min(Date.parse(at), now.getTime())),
        by,
        outcome: constraints + incentives > 0 ? "shown" : "nothing-held",
        shown: { what: "check", matter, constraints, incentives, offline: now.toISOString(), ended, begun },
      });
    return {
      n,
      at: new Date(at),
      digest,
      prev,
      matter,
      outcome: asked.code === null ? "refused" : asked.outcome,
      lookId,
      subjectId,
      code: lookId === null ? null : asked.code,
      ended,
      begun,
    };
  });
  const { bundleId, knownAt, answersUntil } = stored;
  await insertEntries(transaction, scope, {
    bundle: { bundleId, knownAt, answersUntil },
    handedInBy: signature(scope.actor),
    handedInAt: now,
    rows,
  });
  await rooms.looks.noteEarlier(transaction, looks);
  await noteFruitless(rooms, transaction, { scope, fresh, rows });
}

const nobody: Compared = { subjectId: null, constraints: 0, incentives: 0, ended: [], begun: [] };

/** What was refused or led to nobody is in the agency's log, once a reason; which entries they were, the journal holds. */
async function noteFruitless(
  { looks }: BundleRooms,
  transaction: Transaction,
  { scope, fresh, rows }: { scope: Scope; fresh: readonly ReadEntry[]; rows: readonly EntryRow[] },
): Promise<void> {
  const reasons = new Set<string>();
  fresh.forEach(({ asked }, place) => {
    if (asked.code === null) reasons.add(asked.refused);
    else if (rows[place]?.lookId === null) reasons.add("nothing-held");
  });
  for (const policy of reasons)
    await looks.noteRefused(transaction, scope.actor, { action: "ask-check", resource: "Check", policy });
}

/** A UUID of version 8 (RFC 9562, 5.8) drawn from the entry's digest: the same entry is the same look. */
function lookIdOf(digest: string): string {
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

function receiptOf(given: {
  readonly bundleId: string;
  readonly all: readonly EntryRow[];
  readonly taken: number;
  readonly closed: boolean;
}): JournalReceipt {
  const { bundleId, all, taken, closed } = given;
  return {
    bundle: bundleId,
    taken,
    known: all.length - taken,
    closed,
    looks: all.filter(({ lookId }) => lookId !== null).length,
    unknown: all.filter(({ lookId, outcome }) => lookId === null && outcome !== "refused").length,
    refused: all.filter(({ outcome }) => outcome === "refused").length,
    differences: differencesIn(all),
  };
}
