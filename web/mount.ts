/**
 * Mounts the portal on the HTTP application: every page in both languages, assets, errors as pages. The portal is a
 * client of the API: it asks in process, with the visitor's own cookie, and has no other way to data.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { client, type Transport } from "#contract/client.ts";
import { type Problem, problemOf } from "#contract/refusals.ts";
import { assets } from "./assets.ts";
import { documentOf, type Frame } from "./layout.tsx";
import type { Answer, Call, Page, Show, Shown, Visit } from "./page.ts";
import { problemPage } from "./pages/problem.tsx";
import { pages } from "./pages/table.ts";
import { sameOrigin } from "./same-origin.ts";
import { smaller } from "./smaller.ts";
import { address, type Voice, voices } from "./voice.ts";
import { langs } from "./words.ts";

/** Mounts all pages of the portal on `app`, which already serves the API. */
export async function mountPortal(app: FastifyInstance, frame: Frame): Promise<void> {
  await app.register(async (portal) => {
    portal.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
      done(null, new URLSearchParams(String(body))),
    );
    portal.addHook("onSend", smaller);
    portal.setErrorHandler((error, request, reply) => answerError(frame, error as HttpError, request, reply));
    serveAssets(portal);
    for (const page of pages) for (const lang of langs) serve(portal, frame, page, voices[lang]);
    portal.get("/*", (request, reply) => {
      if (request.url.startsWith("/api/")) return reply.callNotFound();
      return send(frame, voiceOf(request), request, reply, { problem: problemOf({ code: "http.not-found" }) });
    });
  });
}

function serve(portal: FastifyInstance, frame: Frame, page: Page, voice: Voice): void {
  const url = address(voice.lang, page.path);
  const { get, post } = page;
  if (get) portal.get(url, (request, reply) => answer(frame, get, voice, request, reply));
  if (post)
    portal.post(url, (request, reply) =>
      sameOrigin(request.headers)
        ? answer(frame, post, voice, request, reply)
        : send(frame, voice, request, reply, { problem: problemOf({ code: "access.forged-form" }) }),
    );
}

async function answer(frame: Frame, show: Show, voice: Voice, request: FastifyRequest, reply: FastifyReply) {
  return send(frame, voice, request, reply, await show(visitOf(voice, request)));
}

function visitOf(voice: Voice, request: FastifyRequest): Visit {
  const question = request.url.indexOf("?");
  return {
    voice,
    path: pathOf(request),
    params: request.params as Record<string, string>,
    query: new URLSearchParams(question < 0 ? "" : request.url.slice(question)),
    form: request.body instanceof URLSearchParams ? request.body : new URLSearchParams(),
    call: callAs(request),
  };
}

function callAs(request: FastifyRequest): Call {
  const transport: Transport = async ({ method, url, headers, body }) => {
    const reply = await request.server.inject({
      method: method as "GET",
      url,
      headers,
      remoteAddress: request.ip,
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: reply.statusCode, headers: reply.headers as Record<string, string>, body: reply.payload };
  };
  const { cookie } = request.headers;
  return client(transport, cookie ? { cookie } : {});
}

/** The address without its language: what the language switch keeps. */
function pathOf(request: FastifyRequest): string {
  const { url } = request;
  if (url === "/en" || url.startsWith("/en?")) return `/${url.slice(3)}`;
  return url.startsWith("/en/") ? url.slice(3) : url;
}

function voiceOf(request: FastifyRequest): Voice {
  return voices[pathOf(request) === request.url ? "zh" : "en"];
}

function send(frame: Frame, voice: Voice, request: FastifyRequest, reply: FastifyReply, answered: Answer) {
  if ("goTo" in answered) return reply.redirect(address(voice.lang, answered.goTo), 303);
  const page: Shown = "problem" in answered ? problemPage(voice, answered.problem) : answered;
  const status = page.status ?? 200;
  reply.code(status).type("text/html; charset=utf-8");
  reply.header("cache-control", "no-cache");
  reply.header("vary", "accept-encoding");
  if (page.indexed === false || status !== 200) reply.header("x-robots-tag", "noindex");
  return reply.send(documentOf({ frame, voice, path: pathOf(request), page }));
}

type HttpError = Error & { statusCode?: number };

function answerError(frame: Frame, error: HttpError, request: FastifyRequest, reply: FastifyReply) {
  return send(frame, voiceOf(request), request, reply, { problem: problemOfError(error, request) });
}

function problemOfError(error: HttpError, request: FastifyRequest): Problem {
  if (error.statusCode === 413) return problemOf({ code: "http.too-large" });
  if (error.statusCode === 429) return problemOf({ code: "http.too-many" });
  if (error.statusCode === 503) return problemOf({ code: "http.busy" });
  if (error.statusCode && error.statusCode < 500)
    return problemOf({ code: "http.invalid", field: "form", params: { rule: String(error.statusCode) } });
  request.log.error({ err: error, incident: request.id }, "page failed");
  return problemOf({ code: "http.failed", params: { incident: request.id.slice(0, 8) } });
}

function serveAssets(portal: FastifyInstance): void {
  portal.get<{ Params: { etag: string; name: string } }>("/static/:etag/:name", (request, reply) => {
    const found = assets.get(request.params.name);
    if (!found || found.etag !== request.params.etag) return reply.callNotFound();
    const accepted = request.headers["accept-encoding"] ?? "";
    reply.type(found.mediaType).header("vary", "accept-encoding");
    // The address changes with the content.
    reply.header("cache-control", "public, max-age=31536000, immutable");
    if (/\bbr\b/.test(accepted)) return reply.header("content-encoding", "br").send(found.brotli);
    if (/\bgzip\b/.test(accepted)) return reply.header("content-encoding", "gzip").send(found.gzip);
    return reply.send(found.plain);
  });
}
