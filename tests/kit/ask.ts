/** Operations asked past http: what a room's route answers to an actor, or refuses. */
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { Endpoint } from "#contract/endpoint.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor, Route } from "#src/access/index.ts";

/** What an operation is asked with. `key`: its idempotency key, a new one unless a test says. */
export interface Given {
  readonly params?: object;
  readonly body?: object;
  readonly query?: object;
  readonly file?: Buffer;
  readonly key?: string;
}

/** The routes of a part of a node; none where it is no room. */
function routesOf(room: unknown): readonly Route[] {
  return typeof room === "object" && room !== null && "routes" in room ? (room.routes as readonly Route[]) : [];
}

/** Asks an operation of whichever room of a node has it, as an actor. */
export async function ask<T>(node: object, endpoint: Endpoint, actor: Actor, given: Given = {}): Promise<Outcome<T>> {
  const found = Object.values(node)
    .flatMap(routesOf)
    .find((one) => one.endpoint.id === endpoint.id);
  if (!found) throw new Error(`no route ${endpoint.id}`);
  const answer = await found.handle({
    actor,
    params: given.params,
    query: given.query ?? {},
    body: given.body,
    session: null,
    file: given.file ? Readable.from([given.file]) : null,
    mediaType: "application/octet-stream",
    idempotencyKey: given.key ?? randomUUID(),
    signal: new AbortController().signal,
  } as never);
  if (!answer.ok) return answer;
  const { text, value: whole } = answer.value;
  return { ok: true, value: (text === undefined ? whole : JSON.parse(text)) as T };
}
