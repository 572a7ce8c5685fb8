/** Mounts routes on Fastify: shapes, sign-in, errors, headers. The only room that knows Fastify beside `web`. */
import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import type { Endpoint } from "#contract/endpoint.ts";
import { problemOf } from "#contract/refusals.ts";
import { wordsOf } from "#contract/schema-words.ts";
import { type Refusal, refuse } from "#core/refusal.ts";
import type { FileAnswer, Reply, Route } from "#src/access/index.ts";
import type { Logger } from "#src/platform/log.ts";
import { serialisersWhenNeeded, validatorsWhenNeeded } from "./compilers.ts";
import { serveDescription } from "./description.ts";
import { limitCalls } from "./limits.ts";
import { withSharedShapes } from "./shapes.ts";
import type { Recognise } from "./sign-in/recognise.ts";

export interface AppOptions {
  readonly routes: readonly Route[];
  readonly recognise: Recognise;
  readonly log: Logger;
  readonly trustProxy: boolean;
  readonly lagMsMax?: number;
}

/** Builds the HTTP application; `web` and sign-in pages are mounted on it by main.ts. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy,
    // An address that is none at all: the framework's own answer would repeat it.
    frameworkErrors: (_error, _request, reply) => sendProblem(reply, { code: "http.not-found" }),
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    schemaController: {
      compilersFactory: { buildSerializer: serialisersWhenNeeded, buildValidator: validatorsWhenNeeded },
    },
    ajv: { customOptions: { coerceTypes: "array", removeAdditional: false, strict: false, allErrors: false } },
  });
  await limitCalls(app, options.lagMsMax ?? 3000);
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: options.trustProxy,
    referrerPolicy: { policy: "same-origin" },
  });
  app.setErrorHandler((error, request, reply) => answerError(error as FastifyError, request, reply));
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, { code: "http.not-found" }));
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  // Every shared shape is known before the first route is mounted, and routes are mounted beneath: Fastify would else
  // write out all shapes anew for each route.
  const routes = options.routes.map((route) => ({ ...route, schema: withSharedShapes(app, schemaOf(route.endpoint)) }));
  await app.register(async (api) => {
    for (const route of routes) if (!route.endpoint.fileBody) mount(api, route, options);
  });
  await app.register(async (files) => {
    // File endpoints take their body as a stream, whatever it says it is, JSON too; the handler judges the bytes.
    files.removeAllContentTypeParsers();
    files.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    for (const route of routes) if (route.endpoint.fileBody) mount(files, route, options);
  });
  serveDescription(app);
  return app;
}

type FastifyError = Error & {
  statusCode?: number;
  code?: string;
  validation?: { instancePath: string; keyword: string; params: Record<string, unknown> }[];
  validationContext?: string;
};

function mount(app: FastifyInstance, route: Route & { readonly schema: object }, { recognise }: AppOptions): void {
  const { endpoint, schema } = route;
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    schema,
    ...(endpoint.fileBody ? { bodyLimit: endpoint.fileBody.maxBytes } : {}),
    ...(endpoint.perMinute ? { config: { rateLimit: { max: endpoint.perMinute, timeWindow: 60_000 } } } : {}),
    handler: async (request, reply) => {
      const asker = await recognise(request);
      if (!asker.ok) return sendProblem(reply, asker.refusal);
      const { actor, session } = asker.value;
      // The parts of a form around a file would be kept as if they were the file.
      if (
        endpoint.fileBody &&
        /^(multipart|application\/x-www-form-urlencoded)/i.test(request.headers["content-type"] ?? "")
      )
        return sendProblem(reply, { code: "http.form-body" });
      if (endpoint.entrance !== "anyone" && actor.kind === "visitor")
        return sendProblem(reply, { code: "access.sign-in" });
      if (endpoint.entrance === "service" && actor.kind !== "client")
        return sendProblem(reply, { code: "access.service-only" });
      const key = request.headers["idempotency-key"];
      if (endpoint.keyed && (typeof key !== "string" || key.trim() === ""))
        return sendProblem(reply, { code: "http.key-missing" });
      const answer = await route.handle({
        actor,
        session,
        params: request.params as never,
        query: request.query as never,
        body: (endpoint.fileBody ? undefined : request.body) as never,
        file: endpoint.fileBody ? ((request.body ?? null) as Readable | null) : null,
        mediaType: request.headers["content-type"] ?? "",
        idempotencyKey: String(key ?? request.id),
        signal: request.signal,
      });
      return answer.ok ? sendReply(request, reply, endpoint, answer.value) : sendProblem(reply, answer.refusal);
    },
  });
}

/** The JSON Schemas of an endpoint, as Fastify takes them. */
export function schemaOf(endpoint: Endpoint): object {
  return {
    operationId: endpoint.id,
    tags: [endpoint.tag],
    summary: endpoint.summary.en,
    ...(endpoint.params ? { params: endpoint.params } : {}),
    ...(endpoint.query ? { querystring: endpoint.query } : {}),
    ...(endpoint.body ? { body: endpoint.body } : {}),
    ...(endpoint.fileResponse ? {} : { response: { [endpoint.status ?? 200]: endpoint.response } }),
  };
}

function sendReply(
  request: FastifyRequest,
  reply: FastifyReply,
  endpoint: Endpoint,
  answer: Reply<unknown>,
): FastifyReply {
  reply.header(
    "cache-control",
    answer.publicForSeconds ? `public, max-age=${answer.publicForSeconds}` : answer.etag ? "no-cache" : "no-store",
  );
  if (answer.location) reply.header("location", answer.location);
  if (answer.etag) {
    const etag = `"${answer.etag}"`;
    reply.header("etag", etag);
    if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  }
  if (endpoint.fileResponse) return sendFile(reply, answer.value as FileAnswer);
  reply.code(endpoint.status ?? 200);
  offerAs(reply, answer.fileName);
  return endpoint.asComposed
    ? reply.type("application/json; charset=utf-8").send(answer.text ?? JSON.stringify(answer.value))
    : reply.send(answer.value);
}

function sendFile(reply: FastifyReply, file: FileAnswer): FastifyReply {
  offerAs(reply, file.fileName);
  return reply.type(file.mediaType).send(file.bytes);
}

function offerAs(reply: FastifyReply, fileName: string | undefined): void {
  if (fileName) reply.header("content-disposition", `attachment; filename="${fileName.replace(/[^\w.-]/g, "_")}"`);
}

/** Answers a refusal as problem details (RFC 9457). */
export function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const problem = problemOf(refusal);
  if (problem.status === 401) reply.header("www-authenticate", "Bearer");
  return reply
    .code(problem.status)
    .type("application/problem+json")
    .header("cache-control", "no-store")
    .send(JSON.stringify(problem));
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [found] = error.validation ?? [];
  if (found) {
    // The value itself is not echoed: it may be anything, a person's number too (C13).
    const field = `${error.validationContext ?? "body"}${found.instancePath}${found.params["missingProperty"] ? `/${found.params["missingProperty"]}` : ""}`;
    const { zh, en } = wordsOf(found);
    return sendProblem(reply, refuse("http.invalid", { field, params: { rule: en, ruleZh: zh } }).refusal);
  }
  if (error.statusCode === 413) return sendProblem(reply, { code: "http.too-large" });
  if (error.statusCode === 429) return sendProblem(reply, { code: "http.too-many" });
  if (error.statusCode === 503) return sendProblem(reply, { code: "http.busy" });
  if (error.statusCode && error.statusCode < 500)
    return sendProblem(reply, {
      code: "http.invalid",
      field: "body",
      params: { rule: error.code ?? "", ruleZh: error.code ?? "" },
    });
  request.log.error({ err: error, incident: request.id }, "request failed");
  return sendProblem(reply, { code: "http.failed", params: { incident: request.id.slice(0, 8) } });
}
