/**
 * How the portal asks the API: in process, as the visitor, with the visitor's own session. Answers to visitors without
 * one are kept as HTTP lets any cache keep them: as long as they say (`max-age`), and beyond it after asking whether
 * they still hold (`ETag`). The same answer is the same object, so a page made of nothing new need not be made again.
 */
import type { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import { address, type Called, type Given } from "#contract/client.ts";
import type { Endpoint } from "#contract/endpoint.ts";
import type { Problem } from "#contract/refusals.ts";
import type { Take } from "./page.ts";

type Answer = Called<Endpoint>;

interface Kept {
  readonly answer: Answer;
  readonly etag: string | null;
  /** On the clock of `performance.now()`. */
  readonly freshUntilMs: number;
}

/** What a form carries for acts: the session's token, and a key that makes a second click no second act. */
export interface ActOfForm {
  readonly token: string;
  readonly key: string;
}

const keptMax = 2000;

/** Answers of one API that may be shown to any visitor, by address. */
export type Memory = Map<string, Kept>;

/** What was asked during one visit. */
export class Asker {
  readonly #request: FastifyRequest;
  readonly #memory: Memory;
  /** Every answer, in the order of asking. */
  readonly answers: Answer[] = [];

  constructor(request: FastifyRequest, memory: Memory) {
    this.#request = request;
    this.#memory = memory;
  }

  /** Whether the visitor has a session, so that answers are for nobody else. */
  get signedIn(): boolean {
    return this.#request.headers.cookie !== undefined;
  }

  /** `act`: what the form that was sent carries for acts: the session's token, and a key of its own. */
  async call<E extends Endpoint>(endpoint: E, given: Given<E>, act: ActOfForm | null = null): Promise<Called<E>> {
    const { body } = given as { body?: unknown };
    const url = address(endpoint, given as { params?: object; query?: object });
    const shared = endpoint.method === "GET" && !this.signedIn;
    const answer = shared
      ? await this.#shared(url)
      : await this.#ask(endpoint.method, url, {
          ...(body === undefined ? {} : { payload: body as object }),
          ...(act ? { headers: headersOf(endpoint, act, given as { params?: object }) } : {}),
        });
    this.answers.push(answer);
    return answer as Called<E>;
  }

  /** Hands a file on, piece by piece as it comes; it is never held whole. `params`: of the endpoint's path. */
  async upload<E extends Endpoint>(
    endpoint: E,
    content: Readable,
    { act, params }: { act: ActOfForm; params?: object | undefined },
  ): Promise<Called<E>> {
    const headers = { ...headersOf(endpoint, act, { params }), "content-type": "application/octet-stream" };
    const answer = await this.#ask(endpoint.method, address(endpoint, { params }), { payload: content, headers });
    return answer as Called<E>;
  }

  /** Asks for a file. It is kept nowhere. */
  async take<E extends Endpoint>(endpoint: E, given: Given<E>, act: ActOfForm): ReturnType<Take> {
    const { body } = given as { body?: object };
    const url = address(endpoint, given as { params?: object; query?: object });
    const answered = await this.#inject(endpoint.method, url, {
      ...(body === undefined ? {} : { payload: body }),
      headers: headersOf(endpoint, act, given as { params?: object }),
    });
    if (answered.statusCode >= 300) return { ok: false, problem: JSON.parse(answered.payload) as Problem };
    const { "content-type": mediaType, "content-disposition": disposition } = answered.headers;
    return {
      ok: true,
      file: { bytes: answered.rawPayload, mediaType: String(mediaType), disposition: String(disposition) },
    };
  }

  async #shared(url: string): Promise<Answer> {
    const known = this.#memory.get(url);
    const now = performance.now();
    if (known && now < known.freshUntilMs) return known.answer;
    const answer = await this.#ask("GET", url, known?.etag ? { headers: { "if-none-match": known.etag } } : {});
    const holds = known !== undefined && answer.reply.status === 304;
    keep(this.#memory, url, { answer: holds ? known.answer : answer, headers: answer.reply.headers, now });
    return holds ? known.answer : answer;
  }

  async #inject(method: string, url: string, more: { payload?: object; headers?: Record<string, string> }) {
    const { cookie } = this.#request.headers;
    return this.#request.server.inject({
      method: method as "GET",
      url,
      remoteAddress: this.#request.ip,
      ...more,
      headers: { accept: "application/json", ...(cookie ? { cookie } : {}), ...more.headers },
    });
  }

  async #ask(
    method: string,
    url: string,
    more: { payload?: object; headers?: Record<string, string> },
  ): Promise<Answer> {
    const answered = await this.#inject(method, url, more);
    const reply = {
      status: answered.statusCode,
      headers: answered.headers as Record<string, string | string[] | undefined>,
      body: answered.payload,
    };
    const value = reply.body === "" ? null : JSON.parse(reply.body);
    return reply.status < 300 ? { ok: true, value, reply } : { ok: false, problem: value as Problem, reply };
  }
}

/** One form may do several things in a row, and one thing to several, each under a key of its own made from the form's. */
function headersOf({ id }: Endpoint, { token, key }: ActOfForm, { params }: { params?: object | undefined }) {
  return { "x-form-token": token, "idempotency-key": [key, id, ...Object.values(params ?? {})].join(" ") };
}

function keep(
  memory: Memory,
  url: string,
  { answer, headers, now }: { answer: Answer; headers: Answer["reply"]["headers"]; now: number },
): void {
  const etag = typeof headers["etag"] === "string" ? headers["etag"] : null;
  const control = String(headers["cache-control"] ?? "");
  const maxAge = /\bpublic\b/.test(control) ? Number(/max-age=(\d+)/.exec(control)?.[1] ?? 0) : 0;
  // Asked last, dropped last: a Map remembers the order of insertion.
  memory.delete(url);
  if (!answer.ok || (etag === null && maxAge === 0)) return;
  memory.set(url, { answer, etag, freshUntilMs: now + maxAge * 1000 });
  const [oldest] = memory.keys();
  if (memory.size > keptMax && oldest !== undefined) memory.delete(oldest);
}
