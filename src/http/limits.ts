/** What one address may ask, and what we say when everybody asks at once. */
import rateLimit from "@fastify/rate-limit";
import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";

/**
 * Counts calls by address where a route says how many (`perMinute`, sign-in, tokens); in memory only, as numbers that
 * are forgotten within minutes: visitors are not recorded (C15). Answers 503 when the event loop lags by `lagMsMax`.
 */
export async function limitCalls(app: FastifyInstance, lagMsMax: number): Promise<void> {
  await app.register(rateLimit, { global: false, cache: 20_000 });
  await app.register(underPressure, { maxEventLoopDelay: lagMsMax, sampleInterval: 1000, retryAfter: 5 });
}
