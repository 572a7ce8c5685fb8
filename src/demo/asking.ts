/** Operations as the demo's people ask them: the routes anybody reaches, past http. Throws where one refuses: the story is wrong then. */
import type { Endpoint } from "#contract/endpoint.ts";
import { problemOf } from "#contract/refusals.ts";
import { type Actor, accessRoutes } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";

export interface Asked {
  readonly params?: object;
  readonly query?: object;
  readonly body?: object;
}

/** @param given.key the idempotency key: a deed is done once, however often its day is done again */
export async function asked<T>(
  node: Node,
  endpoint: Endpoint,
  { key, params, query, body }: Asked & { readonly key: string },
  actor: Actor,
): Promise<T> {
  const rooms = [node.objections, node.consents, node.questions, node.ledger, node.intake];
  const routes = [...accessRoutes(node), ...rooms.flatMap((room) => room.routes)];
  const found = routes.find((one) => one.endpoint.id === endpoint.id);
  if (!found) throw new Error(`no operation ${endpoint.id}`);
  const answer = await found.handle({
    ...{ actor, params, query: query ?? {}, body, session: null, idempotencyKey: key, file: null },
    mediaType: "application/json",
    signal: new AbortController().signal,
  } as never);
  if (!answer.ok) throw new Error(`${key}, ${endpoint.id}: ${problemOf(answer.refusal).en}`);
  const { text, value } = answer.value;
  return (text === undefined ? value : JSON.parse(text)) as T;
}
