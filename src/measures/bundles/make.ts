/** Having a bundle made: asked of the door, read in one snapshot, signed, kept encrypted until its journal is in. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { BundleView } from "#contract/bundles.ts";
import {
  type BundleHead,
  BundleWriter,
  bundleType,
  entriesPerLine,
  knownPerLine,
  type UnreachableRule,
} from "#core/receipt/bundle.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { addDays, addYears, shanghaiDate } from "#core/time/date.ts";
import { type Actor, type Permit, type Scope, signature, terms } from "#src/access/index.ts";
import { inSnapshot, inTransaction } from "#src/platform/database.ts";
import { type Body, type Ground, logged, readGround } from "../acts.ts";
import { askDoor } from "../batches/batch.ts";
import { issuerOf, keptYears } from "../desk.ts";
import { insertTerms } from "../store.ts";
import { type Collected, collect } from "./collect.ts";
import type { BundleRooms } from "./parts.ts";
import {
  type BundleRow,
  findBundle,
  findBundleOfFile,
  insertBundle,
  insertBundleRoot,
  listDeskOfficers,
  lockBundle,
  owesJournal,
} from "./store.ts";
import { bundleView } from "./view.ts";
import words from "./words.json" with { type: "json" };

/** Most bytes of a bundle: some ten million codes and as many entries as a province has. */
const bundleBytesMax = 1024 * 1024 * 1024;

export interface BundleAsked {
  readonly matters: readonly string[];
  readonly purpose?: string | undefined;
  /** The desk's public key: 32 bytes, base64url. */
  readonly deskKey: { readonly x: string };
}

/** Has a bundle made for the actor's own body. The same key again answers with the bundle it made. */
export async function makeBundle(
  rooms: BundleRooms,
  { actor, idempotencyKey }: { actor: Actor; idempotencyKey: string },
  asked: BundleAsked,
): Promise<Outcome<BundleView>> {
  const entered = await letIn(rooms, actor, asked);
  if (!entered.ok) return entered;
  const { permit, body } = entered.value;
  const bundleId = bundleIdOf(actor, idempotencyKey);
  const known = await findBundle(rooms.app, bundleId);
  if (known) return done(bundleView(rooms, known));
  if (await owesJournal(rooms.app, permit, { agency: body.agency, today: rooms.clock.today() }))
    return logged(rooms, actor, refuse("measures.journal-overdue"));
  await make(rooms, { ...entered.value, bundleId, desk: asked.deskKey.x });
  await tidyFiles(rooms).catch((err) => rooms.log.warn({ err }, "files of bundles were not tidied up"));
  const made = await findBundle(rooms.app, bundleId);
  if (!made) throw new Error("a bundle that was made is not there");
  return done(bundleView(rooms, made));
}

interface LetIn {
  readonly body: Body;
  readonly permit: Permit;
  readonly scope: Scope;
  readonly grounds: readonly Ground[];
}

/** Every matter is asked about as a check in it would be (C7); then whether the actor may have a bundle made at all. */
async function letIn(
  rooms: BundleRooms,
  actor: Actor,
  { matters, purpose, deskKey }: BundleAsked,
): Promise<Outcome<LetIn>> {
  const grounds: Ground[] = [];
  let scope: Scope | null = null;
  for (const matter of new Set(matters)) {
    const ground = readGround(rooms, { matter, purpose });
    if (!ground.ok) return logged(rooms, actor, ground);
    const asked = await askDoor(rooms, actor, { ...ground.value, kind: "organisation" });
    // What policy refuses, the door has logged.
    if (!asked.ok) return asked.refusal.code === "access.denied" ? asked : logged(rooms, actor, asked);
    grounds.push(ground.value);
    scope ??= asked.value;
  }
  if (actor.kind !== "officer" && actor.kind !== "client") throw new TypeError("only a body asks");
  const resource = { type: "Agency", id: actor.agency, attributes: { code: actor.agency } };
  const permit = await rooms.door.permit(actor, "make-bundle", resource);
  if (!permit.ok) return permit;
  if (!scope) return refuse("measures.matter", { field: "matters" });
  if (!isPublicKey(deskKey.x)) return refuse("measures.desk-key", { field: "deskKey" });
  return done({ body: actor, permit: permit.value, scope, grounds });
}

/** 32 bytes, written in the one way in which they are written. */
function isPublicKey(x: string): boolean {
  const bytes = Buffer.from(x, "base64url");
  return bytes.length === 32 && bytes.toString("base64url") === x;
}

interface Making extends LetIn {
  readonly bundleId: string;
  readonly desk: string;
}

/** The row of the bundle is the commit point: a process that is killed before it leaves a file nobody refers to. */
async function make(rooms: BundleRooms, making: Making): Promise<void> {
  const { body, permit, scope, grounds, bundleId } = making;
  const salt = randomBytes(16);
  const [at, today] = [rooms.clock.now(), rooms.clock.today()];
  const officers = await listDeskOfficers(rooms.app, permit, body.agency);
  const collected = await inSnapshot(rooms.app, (sql) =>
    collect(rooms, sql, { actor: body, grounds, scope, at, today, salt }),
  );
  const head = headOfBundle(rooms, making, { at, today, salt, officers });
  const writer = new BundleWriter();
  const rootId = randomUUID();
  let signed: ReturnType<BundleWriter["end"]> | undefined;
  const signer = rooms.keys.signer();
  const stored = await rooms.bundleFiles.store(
    rootId,
    Readable.from(
      (function* () {
        for (const line of linesOf(writer, head, collected)) yield Buffer.from(line);
        signed = writer.end({
          issuer: head.issuer,
          signedAt: rooms.clock.now().toISOString(),
          keyId: signer.keyId,
          sign: (bytes) => signer.sign(bytes),
        });
        yield Buffer.from(signed.line);
      })(),
    ),
    bundleBytesMax,
  );
  if (!signed) throw new Error("a bundle without its end");
  const { root, signature: jws } = signed as ReturnType<BundleWriter["end"]>;
  const row: BundleRow = {
    bundleId,
    agencyCode: body.agency,
    madeBy: signature(body),
    matters: grounds.map(({ matter }) => matter.matter),
    purpose: head.purpose,
    head: canonicalJson(head as unknown as Json),
    knownAt: at,
    answersUntil: new Date(head.answersUntil),
    handInBy: head.handInBy,
    deskKey: making.desk,
    entries: collected.entries.length,
    known: collected.known.length,
    fileBytes: stored.bytes,
    fileDigest: stored.digest,
    rootId,
    keptUntil: addYears(today, keptYears),
  };
  const isOurs = await inTransaction(rooms.app, async (transaction) => {
    await lockBundle(transaction, scope, bundleId);
    if (await findBundle(transaction, bundleId)) return false;
    await insertTerms(transaction, [...collected.terms.values()]);
    await insertBundleRoot(transaction, permit, {
      rootId,
      root: Buffer.from(root.root, "hex"),
      size: root.size,
      issuer: root.issuer,
      signedAt: new Date(root.signedAt),
      keyId: signer.keyId,
      signature: jws,
    });
    return insertBundle(transaction, permit, { bundle: row, measures: collected.measures });
  });
  // Somebody else made it meanwhile, with the same key: theirs stands.
  if (!isOurs) await rooms.bundleFiles.remove(rootId);
}

function headOfBundle(
  rooms: BundleRooms,
  { body, grounds, bundleId, desk }: Making,
  { at, today, salt, officers }: { at: Date; today: string; salt: Buffer; officers: readonly string[] },
): BundleHead {
  const { catalogue } = rooms;
  const [first] = grounds;
  if (!first) throw new RangeError("a bundle without a matter");
  const answersUntil = new Date(at.getTime() + terms.bundleDaysMax * 86_400_000);
  const { measures, "nothing-recorded": nothing, "unknown-subject": unknown } = words;
  return {
    type: bundleType,
    bundle: bundleId,
    issuer: issuerOf(rooms),
    body: body.agency,
    bodyName: rooms.authority(body.agency),
    purpose: first.purpose.purpose,
    purposeTitle: first.purpose.title,
    matters: grounds.map(({ matter }) => ({
      matter: matter.matter,
      title: matter.title,
      unreachable: unreachableRule(matter),
    })),
    asOf: { day: today, knownAt: at.toISOString() },
    answersUntil: answersUntil.toISOString(),
    clockMinutes: terms.deskClockMinutesMax,
    clockAheadSeconds: Math.round((at.getTime() - Date.now()) / 1000),
    handInBy: addDays(shanghaiDate(answersUntil), terms.bundleHandInDays),
    desk,
    madeBy: { kind: body.kind, id: body.id },
    officers: [...new Set([...officers, ...(body.kind === "officer" ? [body.id] : [])])].sort(),
    plain: { measures, "nothing-recorded": nothing, "unknown-subject": unknown },
    salt: salt.toString("base64url"),
    catalogue: catalogue.packs.map(({ pack, digest }) => ({ digest, pack: pack.id, version: pack.version })),
  };
}

/** The pack's rule for a matter; where it has none, the default, which hurts nobody. */
function unreachableRule({ unreachable }: Ground["matter"]): UnreachableRule {
  const { way, text, law } = unreachable ?? (words.unreachable as UnreachableRule);
  return { way, text, law: law.map(({ title, article }) => ({ title, article })) };
}

function* linesOf(
  writer: BundleWriter,
  head: BundleHead,
  { entries, known, terms: all }: Collected,
): Generator<string> {
  yield writer.head(head);
  for (let from = 0; from < entries.length; from += entriesPerLine)
    yield writer.entries(entries.slice(from, from + entriesPerLine));
  for (let from = 0; from < known.length; from += knownPerLine)
    yield writer.known(known.subarray(from, from + knownPerLine));
  for (const { canonical } of all.values()) yield writer.terms(canonical);
  yield writer.tally({ entries: entries.length, known: known.length });
}

const strayMs = 24 * 60 * 60 * 1000;

/** Removes files nobody will ask for: of a process that was killed before its commit, or kept to the end of their keeping. */
async function tidyFiles({ bundleFiles, app, clock }: BundleRooms): Promise<void> {
  for (const id of await bundleFiles.olderThan(new Date(Date.now() - strayMs))) {
    const bundle = /^[0-9a-f-]{36}$/.test(id) ? await findBundleOfFile(app, id) : null;
    if (!bundle || bundle.act === "close" || bundle.keptUntil < clock.today()) await bundleFiles.remove(id);
  }
}

function bundleIdOf(actor: Actor, idempotencyKey: string): string {
  const hex = createHash("sha256")
    .update(`bundle ${signature(actor)} ${idempotencyKey}`)
    .digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
