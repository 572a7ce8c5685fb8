/** The OpenAPI 3.1 description, generated from the contract by @fastify/swagger; committed as contract/openapi.json. */
import swagger from "@fastify/swagger";
import Fastify from "fastify";
import type { Endpoint } from "#contract/endpoint.ts";
import { refusalTexts } from "#contract/refusals.ts";
import { ProblemShape } from "#contract/shapes.ts";
import { schemaOf } from "./app.ts";
import { withSharedShapes } from "./shapes.ts";

/** Describes endpoints; deterministic, so that the committed file can be compared byte by byte. */
export async function describeApi(endpoints: readonly Endpoint[]): Promise<object> {
  const app = Fastify({ ajv: { customOptions: { strict: false } }, routerOptions: { maxParamLength: 200 } });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Chengxin 诚信",
        version: "1",
        description:
          "Public credit information, rights first. An operation that is to change in a way that breaks callers is first marked deprecated here and answers with a Deprecation and a Sunset header for at least twelve months; additions are not announced.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      components: {
        securitySchemes: {
          service: {
            type: "http",
            scheme: "bearer",
            description: "OAuth 2 client credentials (private_key_jwt) at /oauth/token",
          },
          session: { type: "apiKey", in: "cookie", name: "chengxin" },
        },
      },
    },
    // Shapes keep the names the contract gives them.
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => String(json["$id"] ?? `shape-${index}`) },
  });
  for (const endpoint of endpoints) {
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      schema: withSharedShapes(app, described(endpoint)),
      handler: async () => null,
    });
  }
  await app.ready();
  const description = app.swagger();
  await app.close();
  return description;
}

function described(endpoint: Endpoint): object {
  const codes = [
    "http.invalid",
    ...(endpoint.fileBody ? ["http.form-body"] : []),
    ...(endpoint.keyed ? ["http.key-missing"] : []),
    ...(endpoint.refusals ?? []),
  ];
  const byStatus = Map.groupBy(codes, (code) => refusalTexts.get(code)?.status ?? 400);
  const problems = [...byStatus].map(([status, ofStatus]) => [
    status,
    {
      description: ofStatus.map((code) => `${code}: ${refusalTexts.get(code)?.title.en ?? ""}`).join("\n\n"),
      content: { "application/problem+json": { schema: ProblemShape } },
    },
  ]);
  const schema = schemaOf(endpoint) as { response?: Record<string, unknown> };
  const file = endpoint.fileResponse
    ? {
        [endpoint.status ?? 200]: {
          description: "a file",
          content: Object.fromEntries(
            endpoint.fileResponse.mediaTypes.map((type) => [type, { schema: { type: "string", format: "binary" } }]),
          ),
        },
      }
    : {};
  return {
    ...schema,
    description: [endpoint.summary.zh, endpoint.description?.en, endpoint.description?.zh].filter(Boolean).join("\n\n"),
    ...(endpoint.fileBody
      ? { consumes: endpoint.fileBody.mediaTypes, body: { type: "string", format: "binary" } }
      : {}),
    security:
      endpoint.entrance === "anyone"
        ? []
        : endpoint.entrance === "service"
          ? [{ service: [] }]
          : [{ session: [] }, { service: [] }],
    response: { ...schema.response, ...file, ...Object.fromEntries(problems) },
  };
}
