/**
 * One operation of the API, written once: from it come validation, types, the OpenAPI description and the client.
 * Contracts hold JSON shapes only; law stands in packs, permission in policies.
 */
import type { Static, TObject, TSchema } from "typebox";
import type { Bilingual } from "#core/refusal.ts";

/** Who may reach an operation at all; what they may do there is policy's to say. */
export type Entrance = "anyone" | "signed-in" | "service";

export interface Endpoint<
  P extends TObject | undefined = TObject | undefined,
  Q extends TObject | undefined = TObject | undefined,
  B extends TSchema | undefined = TSchema | undefined,
  R extends TSchema = TSchema,
> {
  /** Name in the OpenAPI description and the client: `getFile`. */
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path with `:parameters`, from `/api/v1`. */
  readonly path: string;
  /** The room it belongs to: `intake`, `ledger` ... */
  readonly tag: string;
  readonly entrance: Entrance;
  readonly summary: Bilingual;
  readonly description?: Bilingual;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly response: R;
  /** The body is a file's bytes, streamed, of one of these media types; then there is no `body` shape. */
  readonly fileBody?: { readonly mediaTypes: readonly string[]; readonly maxBytes: number };
  /** The answer is a file of one of these media types; `response` then describes nothing. */
  readonly fileResponse?: { readonly mediaTypes: readonly string[] };
  /** The answer is large and leaves as it was composed, not copied through its shape; tests hold it to the shape. */
  readonly asComposed?: true;
  /** Acts take an `Idempotency-Key` header: the same key again gives the same answer and does nothing twice. */
  readonly idempotent?: true;
  /** An act that is never done without such a key: two of one click would be two. */
  readonly keyed?: true;
  /** Most calls a minute from one address; as many as we can answer unless said. */
  readonly perMinute?: number;
  /** 200 unless said. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Codes of `refusals/` it may answer with, beside the general ones. */
  readonly refusals?: readonly string[];
}

/** Declares an endpoint; the identity function, for its types. */
export function endpoint<
  R extends TSchema,
  P extends TObject | undefined = undefined,
  Q extends TObject | undefined = undefined,
  B extends TSchema | undefined = undefined,
>(declared: Endpoint<P, Q, B, R>): Endpoint<P, Q, B, R> {
  return declared;
}

// A declared part is what its schema says; a part the endpoint does not declare is undefined.
type Part<S> = [Exclude<S, undefined>] extends [never]
  ? undefined
  : Exclude<S, undefined> extends infer D extends TSchema
    ? Static<D>
    : undefined;

/** What a caller gives to an endpoint. */
export interface Asked<E extends Endpoint> {
  readonly params: Part<E["params"]>;
  readonly query: Part<E["query"]>;
  readonly body: Part<E["body"]>;
}

/** What an endpoint answers when it does not refuse. */
export type Answered<E extends Endpoint> = Static<E["response"]>;
