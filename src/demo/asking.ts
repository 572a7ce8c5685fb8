/** Operations as the demo's people ask them: the routes anybody reaches, past http. Throws where one refuses: the story is wrong then. */
import { Readable } from "node:stream";
import type { Endpoint } from "#contract/endpoint.ts";
import { problemOf } from "#contract/refusals.ts";
import { type Actor, accessRoutes, type Route } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";

export interface Asked {
  readonly params?: object;
  readonly query?: object;
  readonly body?: object;
  readonly file?: Buffer;
}

/** @param given.key the idempotency key: a deed is done once, however often its day is done again */
export async function asked<T>(
  node: Node,
  endpoint: Endpoint,
  { key, params, query, body, file }: Asked & { readonly key: string },
  actor: Actor,
): Promise<T> {
  const { lists, notices, objections, consents, questions, ledger, intake, repair } = node;
  const rooms: readonly { readonly routes: readonly Route[] }[] = [
    ...[lists, notices, objections, consents],
    ...[questions, ledger, intake, repair],
  ];
  const routes = [...accessRoutes(node), ...rooms.flatMap((room) => room.routes)];
  const found = routes.find((one) => one.endpoint.id === endpoint.id);
  if (!found) throw new Error(`no operation ${endpoint.id}`);
  const answer = await found.handle({
    ...{ actor, params, query: query ?? {}, body, session: null, idempotencyKey: key },
    file: file ? Readable.from([file]) : null,
    mediaType: file ? "application/octet-stream" : "application/json",
    signal: new AbortController().signal,
  } as never);
  if (!answer.ok) throw new Error(`${key}, ${endpoint.id}: ${problemOf(answer.refusal).en}`);
  const { text, value } = answer.value;
  return (text === undefined ? value : JSON.parse(text)) as T;
}
