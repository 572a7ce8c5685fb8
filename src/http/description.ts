/** Serves the committed OpenAPI description as it is, with its digest as ETag. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import { inProject } from "#src/platform/config.ts";

/** Where the description is read; the readable page links it. */
export const descriptionPath = "/api/v1/openapi.json";

/** Mounts the description (OpenAPI 3.1). */
export function serveDescription(app: FastifyInstance): void {
  const text = readFileSync(inProject("contract", "openapi.json"));
  const etag = `"${createHash("sha256").update(text).digest("base64url")}"`;
  app.get(descriptionPath, (request, reply) => {
    reply.header("etag", etag).header("cache-control", "public, max-age=300");
    if (request.headers["if-none-match"] === etag) return reply.code(304).send();
    return reply.type("application/json; charset=utf-8").send(text);
  });
}
