/**
 * A desk of the demo that lost its line: the construction department had a bundle made, asked it about some firms, and handed
 * the journal in; a second bundle lies ready. The desk's key lives only here, as it would only at the desk.
 */
import { generateKeyPairSync, sign } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { problemOf } from "#contract/refusals.ts";
import { readBundle } from "#core/receipt/bundle.ts";
import { deskAnswer } from "#core/receipt/desk-answer.ts";
import { type DeskSigner, journalEnd, journalEntry, journalHead, lineDigest } from "#core/receipt/journal.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { checkEd25519 } from "#src/cli/verify/keys.ts";
import { stories } from "#tools/linjiang/stories.ts";
import { signedIn } from "./proceedings.ts";

const supervisor = "sun-yue";
const matters = ["cn/government-procurement"];
const purpose = "procurement-review";
const askedAbout = ["builder", "bakery", "nothing-recorded"] as const;

/** Does the desk's deeds. Broken off, it is done again: what was handed in is not taken in twice. */
export async function askWithoutLine(node: Node): Promise<void> {
  const actor = await signedIn(node, supervisor);
  const pair = generateKeyPairSync("ed25519").privateKey;
  const { x = "" } = pair.export({ format: "jwk" });
  const made = done(
    await node.bundles.make({ actor, idempotencyKey: "demo bundle 1" }, { matters, purpose, deskKey: { x } }),
  );
  if (made.state === "answers") {
    const file = await buffer(done(await node.bundles.take(actor, made.bundle)));
    const journal = journalOf(node, actor, { file, signer: { keyId: x, sign: (bytes) => sign(null, bytes, pair) } });
    // Made in a run that was broken off: its desk's key is gone with it, and its journal stays due.
    if (journal) done(await node.bundles.handIn(actor, { bundleId: made.bundle, content: Readable.from([journal]) }));
  }
  done(await node.bundles.make({ actor, idempotencyKey: "demo bundle 2" }, { matters, purpose, deskKey: { x } }));
}

/** The journal a desk keeps that asks about the firms of the stories; null where the bundle was made for another key. */
function journalOf(node: Node, actor: Actor, { file, signer }: { file: Buffer; signer: DeskSigner }): Buffer | null {
  const keyOf = (keyId: string) => {
    const jwk = node.keys.publicJwk("signing", keyId);
    return jwk && Buffer.from(jwk.x, "base64url");
  };
  const read = readBundle(file, keyOf, checkEd25519);
  if (typeof read === "string") throw new Error(`the demo's bundle: ${read}`);
  const { head } = read.bundle;
  if (head.desk !== signer.keyId || actor.kind !== "officer") return null;
  const by = { kind: "officer", id: actor.id } as const;
  const of = { bundle: head.bundle, body: head.body, desk: head.desk, root: read.root.root };
  const lines = [journalHead(of, signer)];
  const place = () => ({ n: lines.length, prev: lineDigest(lines.at(-1) ?? "") });
  const codes = [
    ...read.bundle
      .all()
      .take(1)
      .map((entry) => entry.code),
    ...stories.filter(({ story }) => askedAbout.some((name) => name === story)).map(({ code }) => code),
  ];
  for (const code of codes) {
    const at = node.clock.now().toISOString();
    const [matter = ""] = matters;
    const told = deskAnswer(read.bundle, { code, matter, by, at });
    if (!told) throw new Error("the demo's bundle does not know its own matter");
    const asked = { code, outcome: told.outcome, answer: told.digest };
    lines.push(journalEntry({ at, by, matter, purpose, asked }, place(), signer));
  }
  lines.push(journalEnd({ at: node.clock.now().toISOString(), by, entries: codes.length }, place(), signer));
  return Buffer.from(`${lines.join("\n")}\n`);
}

function done<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`the demo's desk: ${problemOf(outcome.refusal).en}`);
  return outcome.value;
}
