/** Under which address a visitor reaches us, and how cookies are named and kept there. */
import type { CookieSerializeOptions } from "@fastify/cookie";
import type { FastifyRequest } from "fastify";
import { addressHoldsPersonNumber } from "#core/code/secrets.ts";

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Hosts that are this very machine, whatever they are called: `http://localhost:8080` and `http://127.0.0.1:8080`. */
export function isLoopback(hostname: string): boolean {
  return loopback.has(hostname);
}

/**
 * Where a visitor is: the public address; on this very machine also its other names, so that whoever opened
 * 127.0.0.1 need not come back as localhost. Null: a visitor of some other name, who must go to the public address.
 */
export function baseOf(request: FastifyRequest, publicUrl: string): string | null {
  const url = new URL(publicUrl);
  const here = URL.parse(`${request.protocol}://${request.host}`);
  if (here?.host === url.host) return publicUrl;
  const isSameMachine = here && isLoopback(here.hostname) && isLoopback(url.hostname) && here.port === url.port;
  return isSameMachine ? here.origin : null;
}

/** A cookie's name: where there is https, one that no subdomain and no plain http can set. */
export function cookieName(publicUrl: string, name: string): string {
  return publicUrl.startsWith("https:") ? `__Host-${name}` : name;
}

export const sessionCookie = "chengxin";
export const signInCookie = "chengxin-sign-in";

/** HttpOnly, Lax, whole site; Secure where there is https. */
export function cookieOptions(publicUrl: string): CookieSerializeOptions {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: publicUrl.startsWith("https:") };
}

/**
 * A path of ours to come back to; the start page where it is none, so that nobody is sent elsewhere from here, and where
 * a person's number stands in it, which no address repeats (C13).
 */
export function ownPath(text: unknown): string {
  if (typeof text !== "string" || !text.startsWith("/") || text.length > 500 || addressHoldsPersonNumber(text))
    return "/";
  const url = URL.parse(text, "http://here.invalid");
  return url?.origin === "http://here.invalid" ? `${url.pathname}${url.search}` : "/";
}
