/** Is the node able to answer? For whoever watches it; says nothing else about it. */
import type { FastifyInstance } from "fastify";
import type { Pool } from "#src/platform/database.ts";

/** Mounts `GET /health`: 200 while the database answers, else 503. */
export function serveHealth(app: FastifyInstance, pool: Pool): void {
  app.get("/health", async (_request, reply) => {
    reply.header("cache-control", "no-store").type("application/json");
    try {
      await pool.query({ name: "health", text: "VALUES (1)" });
      return reply.send('{"ok":true}');
    } catch {
      return reply.code(503).send('{"ok":false}');
    }
  });
}
