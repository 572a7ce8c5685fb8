/** Signing in and out: the pages and addresses a browser goes through. What is decided, access decides. */
import formbody from "@fastify/formbody";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as oidc from "openid-client";
import { problemOf } from "#contract/refusals.ts";
import { done, type Outcome, type Refusal, refuse } from "#core/refusal.ts";
import {
  type AccessParts,
  acceptInvitation,
  acceptMandate,
  type Began,
  type Hat,
  isFormToken,
  type Sessions,
} from "#src/access/index.ts";
import type { Logger } from "#src/platform/log.ts";
import { baseOf, cookieName, cookieOptions, ownPath, sessionCookie, signInCookie } from "./address.ts";
import { type Arrived, type Errand, type Issuer, newErrand } from "./issuer.ts";
import { both, type Html, html, say, sendPage, serveStyle } from "./page.ts";
import { isFromUs } from "./recognise.ts";

export interface SignInParts {
  readonly node: AccessParts & { readonly log: Logger };
  readonly sessions: Sessions;
  readonly issuer: Issuer;
}

/** How long a person may take at the issuer. */
const errandMs = 15 * 60_000;
const errandContext = "sign-in errand";
const returnPath = "/sign-in/return";

/** Sign-ins are few; whoever tries many in a minute is no person. */
const limited = { config: { rateLimit: { max: 120, timeWindow: 60_000 } } };

/** Mounts sign-in, the choice of a hat, sign-out and the issuer's back channel. */
export async function mountSignIn(app: FastifyInstance, parts: SignInParts): Promise<void> {
  await app.register(async (pages) => {
    await pages.register(formbody);
    serveStyle(pages);
    pages.get("/sign-in", limited, (request, reply) => leaveForIssuer(parts, request, reply));
    pages.get(returnPath, limited, (request, reply) => comeBack(parts, request, reply));
    pages.get("/sign-in/hat", (request, reply) => showHats(parts, request, reply));
    pages.post("/sign-in/hat", (request, reply) => chooseHat(parts, request, reply));
    pages.post("/sign-out", (request, reply) => leave(parts, request, reply));
    pages.post("/sign-in/back-channel", limited, (request, reply) => endFromIssuer(parts, request, reply));
  });
}

const isInvitation = (text: unknown): text is string => typeof text === "string" && /^[A-Za-z0-9_-]{43}$/.test(text);

async function leaveForIssuer({ node, issuer }: SignInParts, request: FastifyRequest, reply: FastifyReply) {
  const { publicUrl } = node.config;
  const base = baseOf(request, publicUrl);
  const { back, invitation, hop } = request.query as Record<string, unknown>;
  // Cookies stay at the host that set them, so sign-in starts where it will end. Once: a proxy may hide the host.
  if (!base && hop === undefined) {
    const there = new URL("/sign-in", publicUrl);
    if (typeof back === "string") there.searchParams.set("back", ownPath(back));
    if (isInvitation(invitation)) there.searchParams.set("invitation", invitation);
    there.searchParams.set("hop", "1");
    return reply.redirect(there.href, 302);
  }
  const errand = newErrand({
    back: ownPath(back),
    invitation: isInvitation(invitation) ? invitation : null,
  });
  const at = base ?? publicUrl;
  let url: URL;
  try {
    url = await issuer.signInUrl(errand, `${at}${returnPath}`);
  } catch (error) {
    request.log.error({ err: error }, "the issuer could not be asked");
    return refusedPage(reply, { code: "access.issuer-away" });
  }
  const until = Date.now() + errandMs;
  const sealed = node.keys.seal(Buffer.from(JSON.stringify({ ...errand, until })), errandContext);
  reply.setCookie(cookieName(publicUrl, signInCookie), sealed.toString("base64url"), {
    ...cookieOptions(publicUrl),
    maxAge: errandMs / 1000,
  });
  return reply.header("cache-control", "no-store").redirect(fromHere(url, { at, publicUrl }), 302);
}

/** The demo's issuer is part of this very site: a visitor of its other name stays at that name. */
function fromHere(url: URL, { at, publicUrl }: { at: string; publicUrl: string }): string {
  return url.origin === new URL(publicUrl).origin ? `${at}${url.pathname}${url.search}` : url.href;
}

async function comeBack(parts: SignInParts, request: FastifyRequest, reply: FastifyReply) {
  const { node, issuer, sessions } = parts;
  const { publicUrl } = node.config;
  const errand = errandOf(parts, request.cookies[cookieName(publicUrl, signInCookie)]);
  reply.clearCookie(cookieName(publicUrl, signInCookie), cookieOptions(publicUrl));
  if (!errand) return refusedPage(reply, { code: "access.sign-in-expired" });
  const arrived = await arrive(parts, request, errand);
  if (!arrived.ok) return refusedPage(reply, arrived.refusal);
  const { subject, issuerSession, assurance, name } = arrived.value;
  const identity = { issuer: issuer.given.knownAs, subject };
  if (errand.invitation) {
    const accepted = await accept(node, { token: errand.invitation, ...identity });
    if (!accepted.ok) return refusedPage(reply, accepted.refusal);
  }
  const began = await sessions.begin({ identity, issuerSession, assurance, name });
  if (!began.ok) return refusedPage(reply, began.refusal);
  const former = request.cookies[cookieName(publicUrl, sessionCookie)];
  if (former) await sessions.end(former);
  return enter(node, reply, { began: began.value, back: errand.back });
}

async function arrive(parts: SignInParts, request: FastifyRequest, errand: Errand): Promise<Outcome<Arrived>> {
  const { node, issuer } = parts;
  const at = baseOf(request, node.config.publicUrl) ?? node.config.publicUrl;
  try {
    return done(await issuer.arrive(errand, new URL(request.url, at)));
  } catch (error) {
    // What the issuer says may hold anything about the person; only its kind is logged.
    const kind = error instanceof oidc.AuthorizationResponseError ? error.error : (error as { code?: string }).code;
    request.log.warn({ kind }, "a sign-in did not come through");
    return refuse(kind === "access_denied" ? "access.sign-in-left" : "access.sign-in-failed");
  }
}

async function accept(node: AccessParts, given: { token: string; issuer: string; subject: string }) {
  const asOfficer = await acceptInvitation(node, given);
  if (asOfficer.ok || asOfficer.refusal.code !== "access.invitation") return asOfficer;
  return acceptMandate(node, given);
}

function errandOf({ node }: SignInParts, cookie: string | undefined): Errand | null {
  if (!cookie) return null;
  try {
    const opened = JSON.parse(node.keys.open(Buffer.from(cookie, "base64url"), errandContext).toString());
    return opened.until > Date.now() ? opened : null;
  } catch {
    return null;
  }
}

function enter(node: AccessParts, reply: FastifyReply, { began, back }: { began: Began; back: string }) {
  const { publicUrl } = node.config;
  reply.setCookie(cookieName(publicUrl, sessionCookie), began.token, cookieOptions(publicUrl));
  const next = began.hat === null ? `/sign-in/hat?${new URLSearchParams({ back })}` : back;
  return reply.header("cache-control", "no-store").redirect(next, 303);
}

async function showHats({ node, sessions }: SignInParts, request: FastifyRequest, reply: FastifyReply) {
  const back = ownPath((request.query as Record<string, unknown>)["back"]);
  const session = await sessionOf(node, sessions, request);
  if (!session) return reply.redirect(`/sign-in?${new URLSearchParams({ back })}`, 303);
  const choices = session.hats.map(
    (hat) => html`<li><div>${both(hatWords(hat))}</div>
<form method="post" action="/sign-in/hat">
<input type="hidden" name="_token" value="${session.formToken}">
<input type="hidden" name="hat" value="${hat.hat}">
<input type="hidden" name="back" value="${back}">
<button>${both(say("choose.button"))}</button>
</form></li>`,
  );
  const body = html`<p>${both(say("choose.lead"))}</p><ul class="people">${choices}</ul>`;
  return sendPage(reply, { title: say("choose.title"), body });
}

function hatWords({ hat, actor, agency }: Hat) {
  if (actor.kind !== "officer" || !agency) return say("choose.representative");
  const roles = actor.roles.map((role) => say(`role.${role}`));
  return say(hat.startsWith("deputy:") ? "choose.deputy" : "choose.officer", {
    agency: { zh: agency.nameZh, en: agency.nameEn },
    roles: { zh: roles.map(({ zh }) => zh).join("、"), en: roles.map(({ en }) => en).join(", ") },
  });
}

async function chooseHat({ node, sessions }: SignInParts, request: FastifyRequest, reply: FastifyReply) {
  const session = await sessionOf(node, sessions, request);
  if (!session) return refusedPage(reply, { code: "access.sign-in" });
  const { hat, back, _token } = (request.body ?? {}) as Record<string, unknown>;
  if (!isFromUs(request, node.config.publicUrl) || !isFormToken(session, String(_token)))
    return refusedPage(reply, { code: "access.forged-form" });
  const began = await sessions.choose(cookieOf(node, request), String(hat));
  if (!began.ok) return refusedPage(reply, began.refusal);
  return enter(node, reply, { began: began.value, back: ownPath(back) });
}

/** Ends our session; where the issuer can end its own, offers that. */
async function leave({ node, sessions, issuer }: SignInParts, request: FastifyRequest, reply: FastifyReply) {
  const { publicUrl } = node.config;
  const session = await sessionOf(node, sessions, request);
  if (!session) return reply.redirect("/", 303);
  const given = (request.body ?? {}) as Record<string, unknown>;
  if (!isFromUs(request, publicUrl) || !isFormToken(session, String(given["_token"])))
    return refusedPage(reply, { code: "access.forged-form" });
  await sessions.end(cookieOf(node, request));
  reply.clearCookie(cookieName(publicUrl, sessionCookie), cookieOptions(publicUrl));
  const there = await issuer.endSessionUrl(`${publicUrl}/`).catch(() => null);
  if (!there) return reply.redirect("/", 303);
  return sendPage(reply, {
    title: say("left.title"),
    body: html`<p>${both(say("left.lead"))}</p><p><a href="${there}">${both(say("left.button"))}</a></p>
<p><a href="/">${both(say("refused.home"))}</a></p>`,
  });
}

async function endFromIssuer({ sessions, issuer }: SignInParts, request: FastifyRequest, reply: FastifyReply) {
  const { logout_token } = (request.body ?? {}) as Record<string, unknown>;
  reply.header("cache-control", "no-store");
  try {
    const ended = await issuer.loggedOut(String(logout_token));
    await sessions.endFromIssuer({ issuer: issuer.given.knownAs, ...ended });
    return reply.code(200).send();
  } catch (error) {
    request.log.warn({ kind: (error as { code?: string }).code }, "a logout token was refused");
    return reply.code(400).send({ error: "invalid_request" });
  }
}

function cookieOf(node: AccessParts, request: FastifyRequest): string {
  return request.cookies[cookieName(node.config.publicUrl, sessionCookie)] ?? "";
}

function sessionOf(node: AccessParts, sessions: Sessions, request: FastifyRequest) {
  return sessions.find(cookieOf(node, request));
}

function refusedPage(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { zh, en, remedy, status } = problemOf(refusal);
  const body: Html = html`<p><strong>${both({ zh, en })}</strong></p><p>${both(remedy)}</p>
<p><a href="/sign-in">${both(say("refused.again"))}</a></p><p><a href="/">${both(say("refused.home"))}</a></p>`;
  return sendPage(reply, { title: say("refused.title"), body, status });
}
