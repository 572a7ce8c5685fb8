/** What one address may ask, and what we say when everybody asks at once. */
import rateLimit from "@fastify/rate-limit";
import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";

/** Starting up keeps the event loop for seconds; that is no pressure from outside. */
const startMs = 15_000;

/**
 * Counts calls by address where a route says how many (`perMinute`, sign-in, tokens); in memory only, as numbers that
 * are forgotten within minutes: visitors are not recorded (C15). Answers 503 when the event loop lags by `lagMsMax`.
 */
export async function limitCalls(app: FastifyInstance, lagMsMax: number): Promise<void> {
  await app.register(rateLimit, { global: false, cache: 20_000 });
  let started = false;
  app.addHook("onListen", () => {
    setTimeout(() => {
      started = true;
    }, startMs).unref();
  });
  await app.register(underPressure, {
    maxEventLoopDelay: lagMsMax,
    // One long computation is no pressure; five seconds in which hardly anything else ran are.
    sampleInterval: 5000,
    pressureHandler: async (_request, reply) => {
      if (!started) return;
      reply.header("retry-after", "5");
      throw Object.assign(new Error("the event loop lags"), { statusCode: 503 });
    },
  });
}
