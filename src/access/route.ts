/** A route: an endpoint of the contract and what answers it. `http/` mounts it; nothing here knows of Fastify. */
import type { Readable } from "node:stream";
import type { Answered, Asked, Endpoint } from "#contract/endpoint.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor } from "./actor.ts";
import type { Session } from "./sessions/sessions.ts";

/** A request that passed the contract's shapes, with who asks. */
export interface Asking<E extends Endpoint> extends Asked<E> {
  readonly actor: Actor;
  /** The session of whoever came with a cookie; null for service clients and visitors. */
  readonly session: Session | null;
  /** The body of a file endpoint, not yet read. */
  readonly file: Readable | null;
  /** Media type the body came with. */
  readonly mediaType: string;
  /** The `Idempotency-Key` header; made up per request where the caller gave none. */
  readonly idempotencyKey: string;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
}

/** A file as an answer. */
export interface FileAnswer {
  readonly bytes: Uint8Array | Readable;
  readonly mediaType: string;
  /** Offered as a download under this name; ASCII, nothing personal in it (C13). */
  readonly fileName?: string;
}

/** An answer and what HTTP should say beside it. */
export interface Reply<T> {
  readonly value: T;
  /** Opaque tag of the state answered; `http` compares it with If-None-Match. */
  readonly etag?: string;
  /** Seconds anyone may keep it; absent: nobody may. */
  readonly publicForSeconds?: number;
  readonly location?: string;
  /** The value's JSON where it is written already and must leave byte for byte (`asComposed`); then `value` is not looked at. */
  readonly text?: string;
  /** Offered as a download under this name; ASCII, nothing personal in it (C13). */
  readonly fileName?: string;
}

type Value<E extends Endpoint> = E["fileResponse"] extends object ? FileAnswer : Answered<E>;

export type Handler<E extends Endpoint> = (asking: Asking<E>) => Promise<Outcome<Reply<Value<E>>>>;

export interface Route {
  readonly endpoint: Endpoint;
  readonly handle: Handler<Endpoint>;
}

/** Ties an endpoint to its handler; the types of both must agree. */
export function route<E extends Endpoint>(endpoint: E, handle: Handler<E>): Route {
  return { endpoint, handle: handle as unknown as Handler<Endpoint> };
}

/** A plain answer. */
export function reply<T>(value: T, more: Omit<Reply<T>, "value"> = {}): Outcome<Reply<T>> {
  return { ok: true, value: { value, ...more } };
}
