/**
 * How every act of access is done: what was done under the same key is answered again; else the stream is folded, the
 * act decided on its state and the door asked, then added. Whoever comes second is decided anew.
 */
import { createHash } from "node:crypto";
import { type Outcome, refuse } from "#core/refusal.ts";
import type { Sql } from "#src/platform/database.ts";
import { appendActs, findActByKey, type NewAct, readActs, type StoredAct, type Stream } from "./act-store.ts";
import { type Actor, signature } from "./actor.ts";
import type { Permit } from "./door.ts";
import { type AccessParts, accessChanged } from "./parts.ts";

/** What was decided: leave to do it, and the acts that say it. */
export interface Decided {
  readonly permit: Permit;
  readonly acts: readonly NewAct[];
  /** What else must be true with it, in the same transaction; false: it no longer is, decide again. */
  readonly also?: (sql: Sql) => Promise<boolean>;
  /** Who is written down as having acted, where it is not the actor who asked the door. */
  readonly actedBy?: string;
}

/** An act somebody asks for. */
export interface ActAsked<State> {
  readonly stream: Stream;
  readonly id: string;
  readonly actor: Actor;
  readonly idempotencyKey: string;
  readonly fold: (acts: readonly StoredAct[]) => State;
  readonly decide: (state: State) => Promise<Outcome<Decided>>;
}

/** Does it, or says why not. @returns the state after it */
export async function doAct<State>(parts: AccessParts, asked: ActAsked<State>): Promise<Outcome<State>> {
  const { stream, id, fold, decide } = asked;
  const idempotencyKey = keyOf(asked);
  for (let tries = 0; tries < 5; tries++) {
    const earlier = await findActByKey(parts.app, stream, idempotencyKey);
    if (earlier && earlier.id !== id) return refuse("access.key-used");
    const acts = await readActs(parts.app, stream, id);
    if (earlier) return { ok: true, value: fold(acts) };
    const decided = await decide(fold(acts));
    if (!decided.ok) return decided;
    const { permit, also } = decided.value;
    const added = await appendActs(parts.app, permit, {
      stream,
      acts: decided.value.acts,
      actedBy: decided.value.actedBy ?? signature(asked.actor),
      actedAt: parts.clock.now(),
      idempotencyKey,
      ...(also ? { also } : {}),
    });
    if (!added) continue;
    accessChanged();
    return { ok: true, value: fold(await readActs(parts.app, stream, id)) };
  }
  return refuse("http.busy");
}

/** Who acts, and the key under which the same act is done once. */
export interface Acting {
  readonly actor: Actor;
  readonly idempotencyKey: string;
}

/** The key an act is kept under: one per actor and key of theirs. */
export function keyOf({ actor, idempotencyKey }: Acting): string {
  return `${signature(actor)} ${idempotencyKey}`;
}

/** The id of what an act founds: the same for the same key, so that asking twice founds once. */
export function foundedId(actor: Actor, idempotencyKey: string): string {
  const hex = createHash("sha256").update(keyOf({ actor, idempotencyKey })).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
