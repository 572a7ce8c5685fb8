import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";

const squeeze = promisify(gzip);
const worthwhileBytes = 2000;

/**
 * Compresses pages for browsers that ask for it. Nothing secret stands beside a visitor's words on one page (forms are
 * protected by origin, not by a token), so the length of the answer tells nobody anything.
 */
export async function smaller(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (typeof payload !== "string" || payload.length < worthwhileBytes) return payload;
  if (!/\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) return payload;
  reply.header("content-encoding", "gzip").removeHeader("content-length");
  return squeeze(payload, { level: constants.Z_BEST_SPEED + 2 });
}
