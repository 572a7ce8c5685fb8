/** Who asks: the session of a cookie, or the service client of a bearer token. */
import type { FastifyRequest } from "fastify";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import {
  type AccessParts,
  type Actor,
  isFormToken,
  openTokens,
  type Session,
  type Sessions,
  visitor,
} from "#src/access/index.ts";
import { cookieName, sessionCookie } from "./address.ts";

/** Who asks, and the session of whoever came with a cookie. */
export interface Recognised {
  readonly actor: Actor;
  readonly session: Session | null;
}

/** Finds out who asks; refuses what is forged or ended. */
export type Recognise = (request: FastifyRequest) => Promise<Outcome<Recognised>>;

/** Recognises by token first, then by cookie; whoever has neither, or a cookie that ended, is a visitor. */
export function openRecognise(parts: AccessParts, sessions: Sessions): Recognise {
  const tokens = openTokens(parts);
  return async (request) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const [scheme = "", token = ""] = authorization.split(" ");
      if (scheme.toLowerCase() !== "bearer") return refuse("access.token");
      const actor = await tokens(token);
      return actor.ok ? done({ actor: actor.value, session: null }) : actor;
    }
    const cookie = request.cookies[cookieName(parts.config.publicUrl, sessionCookie)];
    const session = cookie === undefined ? null : await sessions.find(cookie);
    if (!session) return done({ actor: visitor, session: null });
    if (!isSafe(request.method) && !(isFromUs(request, parts.config.publicUrl) && hasFormToken(request, session)))
      return refuse("access.forged-form");
    return done({ actor: session.actor, session });
  };
}

/** Methods that change nothing (RFC 9110 9.2.1). */
function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/**
 * Browsers say where a request comes from, and no page can make them lie. A request that says nothing comes from no
 * browser with a visitor's cookie, or from our own portal in process; the form's token holds for those too.
 */
export function isFromUs({ headers, host }: FastifyRequest, publicUrl: string): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  const url = URL.parse(origin);
  return url !== null && (url.host === host || url.origin === new URL(publicUrl).origin);
}

/** The token of the session's forms: in the header, or as the field `_token` of a form without script. */
function hasFormToken({ headers, body }: FastifyRequest, session: Session): boolean {
  const given = headers["x-form-token"] ?? (body as { _token?: unknown } | null | undefined)?._token;
  return typeof given === "string" && isFormToken(session, given);
}
