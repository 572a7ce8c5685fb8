import type { IncomingHttpHeaders } from "node:http";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";

const squeeze = promisify(gzip);
const worthwhileBytes = 2000;

/** Whether who asks can read gzip. */
export function takesGzip(headers: IncomingHttpHeaders): boolean {
  return /\bgzip\b/.test(headers["accept-encoding"] ?? "");
}

/** A page as gzip, quickly. */
export function compress(page: string): Promise<Buffer> {
  return squeeze(page, { level: constants.Z_BEST_SPEED + 2 });
}

/**
 * Compresses pages for browsers that ask for it. Not for who signed in: their forms carry a token, and the length of a
 * compressed page in which a secret stands beside words from an address would betray it bit by bit (BREACH).
 */
export async function smaller(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (typeof payload !== "string" || payload.length < worthwhileBytes) return payload;
  if (request.headers.cookie !== undefined || !takesGzip(request.headers)) return payload;
  reply.header("content-encoding", "gzip").removeHeader("content-length");
  return compress(payload);
}
