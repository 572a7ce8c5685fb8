/** Puts lists together over a node's parts. */
import type { Route } from "#src/access/index.ts";
import type { ListParts } from "./parts.ts";
import { listRoutes } from "./routes.ts";

export interface Lists {
  readonly routes: readonly Route[];
}

/** Opens lists; nothing is read before it is asked. */
export function openLists(parts: ListParts): Lists {
  return { routes: listRoutes(parts) };
}
