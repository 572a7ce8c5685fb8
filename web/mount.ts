/**
 * Mounts the portal on the HTTP application: every page in both languages, assets, errors as pages. The portal is a
 * client of the API: it asks in process, with the visitor's own cookie, and has no other way to data.
 */
import { createHash, randomUUID } from "node:crypto";
import multipart from "@fastify/multipart";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { getMe, type Me } from "#contract/access.ts";
import { type Problem, problemOf } from "#contract/refusals.ts";
import { addressHoldsPersonNumber } from "#core/code/secrets.ts";
import { areas, isOfAgency } from "./areas.ts";
import { Asker, type Memory } from "./ask.ts";
import { asset, assets } from "./assets.ts";
import { documentOf, type Frame } from "./layout.tsx";
import type { Page, SentFile, Show, Shown, TakenFile, Visit } from "./page.ts";
import { problemPage } from "./pages/problem.tsx";
import { pages } from "./pages/table.ts";
import { sameOrigin } from "./same-origin.ts";
import { compress, smaller, takesGzip } from "./smaller.ts";
import { address, type Voice, voices } from "./voice.ts";
import { langs } from "./words.ts";

/** What every page of one portal shares. */
interface Portal {
  readonly frame: Frame;
  readonly answers: Memory;
  /** Pages as they were last made for visitors, by address. */
  readonly made: Map<string, Made>;
}

/** A page that holds as long as the API answers with the same objects. */
interface Made {
  readonly of: readonly object[];
  readonly page: Shown;
  readonly html: string;
  readonly etag: string;
  /** Compressed when it is asked for again: most pages are asked for once. */
  gzip: Buffer | null;
}

const madeMax = 500;

/** Mounts all pages of the portal on `app`, which already serves the API. */
export async function mountPortal(app: FastifyInstance, frame: Frame): Promise<void> {
  const portal: Portal = { frame, answers: new Map(), made: new Map() };
  await app.register(async (scope) => {
    scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
      done(null, new URLSearchParams(String(body))),
    );
    scope.addHook("onSend", smaller);
    scope.setErrorHandler((error, request, reply) =>
      sendProblem(portal, { voice: voiceOf(request), request, reply }, problemOfError(error as HttpError, request)),
    );
    // Nothing of an address with a person's number in it is looked at, answered to or copied anywhere (C13).
    scope.addHook("onRequest", async (request, reply) => {
      if (!addressHoldsPersonNumber(request.url)) return;
      const problem = problemOf({ code: "registry.identity-number" });
      if (!isOfApi(request)) return sendProblem(portal, { voice: voiceOf(request), request, reply }, problem);
      return reply.code(problem.status).type("application/problem+json").send(JSON.stringify(problem));
    });
    serveAssets(scope);
    scope.get("/robots.txt", (_request, reply) => reply.type("text/plain; charset=utf-8").send(robots));
    scope.get("/favicon.ico", (_request, reply) => reply.redirect(asset("mark.svg"), 302));
    for (const page of pages) if (!page.takesFile) serveInBoth(scope, portal, page);
    await scope.register(async (files) => {
      // Only these pages pay for it; how large a file may be, the API says.
      await files.register(multipart, { limits: { fileSize: Number.POSITIVE_INFINITY, files: 1, fieldSize: 100_000 } });
      for (const page of pages) if (page.takesFile) serveInBoth(files, portal, page);
    });
    scope.get("/*", (request, reply) => {
      if (isOfApi(request)) return reply.callNotFound();
      const visit = { voice: voiceOf(request), request, reply };
      return sendProblem(portal, visit, problemOf({ code: "http.not-found" }));
    });
  });
}

function serveInBoth(scope: FastifyInstance, portal: Portal, page: Page): void {
  for (const lang of langs) serve(scope, portal, page, voices[lang]);
}

function serve(scope: FastifyInstance, portal: Portal, page: Page, voice: Voice): void {
  const url = address(voice.lang, page.path);
  const { get, post } = page;
  if (get) scope.get(url, (request, reply) => answer(portal, page, get, { voice, request, reply }));
  if (post)
    scope.post(url, (request, reply) =>
      sameOrigin(request.headers)
        ? answer(portal, page, post, { voice, request, reply })
        : sendProblem(portal, { voice, request, reply }, problemOf({ code: "access.forged-form" })),
    );
}

/** A request for a page, in a language. */
interface Asked {
  readonly voice: Voice;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function answer(portal: Portal, page: Page, show: Show, visit: Asked) {
  const { voice, request, reply } = visit;
  const asker = new Asker(request, portal.answers);
  const me = asker.signedIn ? await whoAsks(asker) : null;
  if (page.signedIn && !me?.session?.hat) return reply.redirect(signInAddress(me, request.url), 303);
  if (isOfAgency(page.path) && !me?.agency)
    return sendProblem(portal, visit, problemOf({ code: "access.agency-only" }), me);
  const sent = await formOf(request);
  const shown = await show(visitOf(visit, { asker, me, sent }));
  // What the page did not want of a file flows away, so that the browser gets to hear the answer.
  sent.file?.content.resume();
  if ("goTo" in shown) return reply.redirect(address(voice.lang, shown.goTo), 303);
  if ("problem" in shown) return sendProblem(portal, visit, shown.problem, me);
  if ("file" in shown) return handOver(reply, shown.file);
  if (shown.desk !== undefined) reply.header("set-cookie", deskCookie(portal.frame, shown.desk));
  const path = shown.address ?? pathOf(request);
  const make = () => documentOf({ frame: portal.frame, voice, path, page: shown, me });
  // Only what was answered well is kept: an address that was refused may hold a person's number.
  const keeps = request.method === "GET" && !asker.signedIn && (shown.status ?? 200) === 200;
  return keeps
    ? sendKept(portal, visit, { answers: asker.answers, page: shown, make })
    : sendPage(reply, shown, make());
}

/** A visitor's page: as it was made before where the API's answers are the same, else made anew and kept. */
async function sendKept(
  portal: Portal,
  { request, reply }: Asked,
  { answers, page, make }: { answers: readonly object[]; page: Shown; make: () => string },
) {
  const key = `${portal.frame.demoDate()} ${request.url}`;
  const last = portal.made.get(key);
  if (last?.of.length === answers.length && last.of.every((one, index) => one === answers[index]))
    return sendMade(reply, last);
  const html = make();
  const etag = `W/"${createHash("sha256").update(html).digest("base64url").slice(0, 22)}"`;
  portal.made.delete(key);
  portal.made.set(key, { of: answers, html, page, etag, gzip: null });
  const [oldest] = portal.made.keys();
  if (portal.made.size > madeMax && oldest !== undefined) portal.made.delete(oldest);
  return sendPage(reply.header("etag", etag), page, request.headers["if-none-match"] === etag ? null : html);
}

/** A page that was made before: not at all to who has it, compressed once for all who ask so. */
async function sendMade(reply: FastifyReply, made: Made) {
  const { headers } = reply.request;
  reply.header("etag", made.etag);
  if (headers["if-none-match"] === made.etag) return sendPage(reply, made.page, null);
  if (!takesGzip(headers)) return sendPage(reply, made.page, made.html);
  made.gzip ??= await compress(made.html);
  return sendPage(reply.header("content-encoding", "gzip"), made.page, made.gzip);
}

/** Who came with a cookie; null where its session has ended. */
async function whoAsks(asker: Asker): Promise<Me | null> {
  const me = await asker.call(getMe, {});
  return me.ok && me.value.session ? me.value : null;
}

/** Where to sign in, or to choose what to act as, and come back from. */
function signInAddress(me: Me | null, back: string): string {
  return `${me ? "/sign-in/hat" : "/sign-in"}?${new URLSearchParams({ back })}`;
}

/** A form as it came: its fields, and the file that stands last in it. */
interface SentForm {
  readonly fields: URLSearchParams;
  readonly file: SentFile | null;
}

async function formOf(request: FastifyRequest): Promise<SentForm> {
  const { body } = request;
  if (body instanceof URLSearchParams) return { fields: body, file: null };
  const fields = new URLSearchParams();
  if (request.method !== "POST" || !request.isMultipart?.()) return { fields, file: null };
  const parts = request.parts();
  for (let part = await parts.next(); !part.done; part = await parts.next()) {
    const { value } = part;
    if (value.type === "field") fields.append(value.fieldname, String(value.value));
    else if (value.filename) return { fields, file: { name: value.filename, content: value.file } };
    else value.file.resume();
  }
  return { fields, file: null };
}

function visitOf(
  { voice, request }: Asked,
  { asker, me, sent }: { asker: Asker; me: Me | null; sent: SentForm },
): Visit {
  const question = request.url.indexOf("?");
  const { fields: form, file } = sent;
  const reads = request.method === "GET";
  // Looking at a page may ask what the API reads by POST; such a page only reads, and its token is its session's own.
  const token = reads ? me?.session?.formToken : form.get("_token");
  const act = { token: token ?? "", key: form.get("_key") || randomUUID() };
  return {
    voice,
    path: pathOf(request),
    params: request.params as Record<string, string>,
    query: new URLSearchParams(question < 0 ? "" : request.url.slice(question)),
    form,
    file,
    call: (endpoint, given) => {
      if (reads && endpoint.idempotent) throw new Error(`${endpoint.id} is an act: opening a page does nothing`);
      return asker.call(endpoint, given, endpoint.method === "GET" ? null : act);
    },
    upload: (endpoint, content, params) => asker.upload(endpoint, content, { act, params }),
    take: (endpoint, given) => asker.take(endpoint, given, act),
    me,
    desk: deskOf(request),
  };
}

const deskName = "chengxin-desk";

/** Kept by the browser until it is closed, sent to nobody else, read by no script. */
function deskCookie({ publicUrl }: Frame, desk: string): string {
  const secure = publicUrl().startsWith("https:") ? "; Secure" : "";
  return `${deskName}=${encodeURIComponent(desk)}; Path=/; HttpOnly; SameSite=Strict${secure}`;
}

function deskOf({ headers }: FastifyRequest): string {
  const kept = headers.cookie?.split(/;\s*/).find((one) => one.startsWith(`${deskName}=`));
  // Only we write it; what somebody else put there is no desk of ours, and chooses nothing.
  return (
    /^[\w/%.-]*$/
      .exec(kept?.slice(deskName.length + 1) ?? "")?.[0]
      .replaceAll("%2F", "/")
      .replaceAll("%20", " ") ?? ""
  );
}

/** The address without its language, and without a slash at its end: what the language switch keeps. */
function pathOf({ url }: FastifyRequest): string {
  const question = url.indexOf("?");
  const path = question < 0 ? url : url.slice(0, question);
  const own = path.replace(/^\/en(?=\/|$)/, "").replace(/\/+$/, "");
  return `${own === "" ? "/" : own}${question < 0 ? "" : url.slice(question)}`;
}

/** Whether an address would be the API's, under our language prefix too: programs are answered in their own way. */
function isOfApi(request: FastifyRequest): boolean {
  return /^\/api(?:\/|$)/i.test(pathOf(request));
}

function voiceOf(request: FastifyRequest): Voice {
  return voices[/^\/en(?:[/?]|$)/.test(request.url) ? "en" : "zh"];
}

function sendProblem(
  { frame }: Portal,
  { voice, request, reply }: Asked,
  problem: Problem,
  me: Me | null = null,
): FastifyReply {
  const page = problemPage(voice, problem, request.url);
  // An address that is none of ours, or is refused, may hold anything: it goes into no link (C13).
  const path = [400, 404, 422].includes(problem.status) ? "/" : pathOf(request);
  return sendPage(reply, page, documentOf({ frame, voice, path, page, me }));
}

/** @param html null: who asks has it already (304) */
function sendPage(reply: FastifyReply, page: Shown, html: string | Buffer | null): FastifyReply {
  const status = html === null ? 304 : (page.status ?? 200);
  reply.code(status).type("text/html; charset=utf-8");
  // What a session sees is for nobody else, not even for this browser's back button after signing out.
  reply.header("cache-control", reply.request.headers.cookie === undefined ? "no-cache" : "no-store");
  reply.header("vary", "accept-encoding, cookie");
  if (page.indexed === false || status >= 400) reply.header("x-robots-tag", "noindex");
  return html === null ? reply.send() : reply.send(html);
}

function handOver(reply: FastifyReply, { bytes, mediaType, disposition }: TakenFile): FastifyReply {
  reply.header("content-disposition", disposition).header("cache-control", "no-store");
  return reply.type(mediaType).send(bytes);
}

type HttpError = Error & { statusCode?: number };

function problemOfError(error: HttpError, request: FastifyRequest): Problem {
  if (error.statusCode === 413) return problemOf({ code: "http.too-large" });
  if (error.statusCode === 429) return problemOf({ code: "http.too-many" });
  if (error.statusCode === 503) return problemOf({ code: "http.busy" });
  if (error.statusCode && error.statusCode < 500)
    return problemOf({
      code: "http.invalid",
      field: "form",
      params: { rule: String(error.statusCode), ruleZh: String(error.statusCode) },
    });
  request.log.error({ err: error, incident: request.id }, "page failed");
  return problemOf({ code: "http.failed", params: { incident: request.id.slice(0, 8) } });
}

/** What crawlers leave alone. Pages that must be forgotten are not here: a crawler has to see their `noindex`, or 410. */
const robots = [
  "User-agent: *",
  ...["/api/", "/search", "/sign-in", ...areas.flatMap(({ tabs }) => tabs.slice(0, 1).map(([path]) => path))].flatMap(
    (path) => [`Disallow: ${path}`, `Disallow: /en${path}`],
  ),
  "",
].join("\n");

function serveAssets(scope: FastifyInstance): void {
  scope.get<{ Params: { etag: string; name: string } }>("/static/:etag/:name", (request, reply) => {
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
