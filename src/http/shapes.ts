/**
 * Contract shapes with an `$id` are written inline wherever they are used; Fastify wants each once, and references.
 */
import type { FastifyInstance } from "fastify";

type Schema = { readonly [key: string]: unknown };

/** `schema` with every named shape in it added to the application once and referred to. */
export function withSharedShapes<T>(app: FastifyInstance, schema: T): T {
  return referring(app, schema) as T;
}

function referring(app: FastifyInstance, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => referring(app, one));
  if (typeof value !== "object" || value === null) return value;
  const { $id, ...rest } = value as Schema;
  const plain = Object.fromEntries(Object.entries(rest).map(([key, member]) => [key, referring(app, member)]));
  if (typeof $id !== "string") return plain;
  if (!app.getSchema($id)) app.addSchema({ $id, ...plain });
  return { $ref: `${$id}#` };
}
