/** Every endpoint of the contract, found in the files of this folder: nobody keeps a list that could be wrong. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Endpoint } from "./endpoint.ts";

/** All endpoints, by path and method. Throws where two share an id or an address. */
export async function allEndpoints(): Promise<Endpoint[]> {
  const found: Endpoint[] = [];
  for (const name of readdirSync(import.meta.dirname).sort()) {
    if (!name.endsWith(".ts") || name.endsWith(".test.ts") || name.endsWith(".d.ts")) continue;
    const module = (await import(join(import.meta.dirname, name))) as Record<string, unknown>;
    found.push(...Object.values(module).filter(isEndpoint));
  }
  const seen = new Set<string>();
  for (const { id, method, path } of found) {
    for (const key of [id, `${method} ${path}`]) {
      if (seen.has(key)) throw new Error(`two endpoints share ${key}`);
      seen.add(key);
    }
  }
  return found.sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
}

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === "object" && value !== null && "method" in value && "path" in value && "response" in value;
}
