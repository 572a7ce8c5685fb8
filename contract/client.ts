/** The typed client: calls an endpoint over any transport (the network, or in process from our own portal). */
import type { Answered, Asked, Endpoint } from "./endpoint.ts";
import type { Problem } from "./refusals.ts";

/** One HTTP exchange. */
export interface Exchange {
  readonly method: string;
  /** Path and query, encoded. */
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

export type Transport = (exchange: Exchange) => Promise<Reply>;

/** The answer, or the problem the API answered with. */
export type Called<E extends Endpoint> =
  | { readonly ok: true; readonly value: Answered<E>; readonly reply: Reply }
  | { readonly ok: false; readonly problem: Problem; readonly reply: Reply };

type GivenPart<K extends string, T> = [T] extends [undefined]
  ? { readonly [P in K]?: undefined }
  : { readonly [P in K]: T };

/** What a caller must give: only the parts the endpoint declares. */
export type Given<E extends Endpoint> = GivenPart<"params", Asked<E>["params"]> &
  GivenPart<"query", Asked<E>["query"]> &
  GivenPart<"body", Asked<E>["body"]>;

/** A client over `transport`; `headers` go with every call (session cookie, bearer token). */
export function client(transport: Transport, headers: Record<string, string> = {}) {
  return async function call<E extends Endpoint>(endpoint: E, given: Given<E>): Promise<Called<E>> {
    const reply = await transport({
      method: endpoint.method,
      url: address(endpoint, given as { params?: object; query?: object }),
      headers: {
        accept: "application/json",
        ...(given.body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
    });
    const value = reply.body === "" ? null : JSON.parse(reply.body);
    return reply.status < 300 ? { ok: true, value, reply } : { ok: false, problem: value, reply };
  };
}

/** The address of a call, every part encoded. */
export function address(
  endpoint: Endpoint,
  given: { params?: object | undefined; query?: object | undefined },
): string {
  const params = (given.params ?? {}) as Record<string, string | number>;
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const query = Object.entries(given.query ?? {}).filter(([, value]) => value !== undefined && value !== null);
  if (query.length === 0) return path;
  return `${path}?${new URLSearchParams(query.map(([name, value]) => [name, String(value)]))}`;
}
