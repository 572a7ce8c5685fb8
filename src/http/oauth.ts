/** OAuth 2 for service clients: the token endpoint (client credentials, private_key_jwt), its metadata and keys. */
import formbody from "@fastify/formbody";
import type { FastifyInstance, FastifyReply } from "fastify";
import { problemOf } from "#contract/refusals.ts";
import type { Refusal } from "#core/refusal.ts";
import {
  type AccessParts,
  clientScopes,
  grantedScopes,
  issueAccessToken,
  proveClient,
  tokenEndpoint,
} from "#src/access/index.ts";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Tokens live for minutes: nobody needs many. */
const limited = { config: { rateLimit: { max: 300, timeWindow: 60_000 } } };

/** Mounts `POST /oauth/token` and `GET /.well-known/oauth-authorization-server` (RFC 6749, 7523, 8414). */
export async function mountTokenEndpoint(app: FastifyInstance, node: AccessParts): Promise<void> {
  await app.register(async (oauth) => {
    await oauth.register(formbody);
    oauth.post("/oauth/token", limited, (request, reply) =>
      giveToken(node, (request.body ?? {}) as Record<string, unknown>, reply),
    );
    oauth.get("/.well-known/oauth-authorization-server", (_request, reply) =>
      reply.header("cache-control", "public, max-age=3600").send(metadata(node.config.publicUrl)),
    );
  });
}

async function giveToken(node: AccessParts, form: Record<string, unknown>, reply: FastifyReply) {
  // RFC 6749 5.1: neither tokens nor refusals are kept by anybody on the way.
  reply.header("cache-control", "no-store");
  if (form["grant_type"] !== "client_credentials") return refused(reply, "unsupported_grant_type");
  const { client_assertion: assertion, scope } = form;
  if (form["client_assertion_type"] !== assertionType || typeof assertion !== "string")
    return refused(reply, "invalid_request");
  const proven = await proveClient(node, assertion);
  if (!proven.ok) return refused(reply, "invalid_client", proven.refusal);
  const scopes = grantedScopes(proven.value.client, typeof scope === "string" ? scope : undefined);
  if (!scopes.ok) return refused(reply, "invalid_scope", scopes.refusal);
  const { token, expiresInSeconds } = issueAccessToken(node, proven.value, scopes.value);
  return reply.send({
    access_token: token,
    token_type: "Bearer",
    expires_in: expiresInSeconds,
    scope: scopes.value.join(" "),
  });
}

/** An error as RFC 6749 5.2 wants it. */
function refused(reply: FastifyReply, error: string, refusal?: Refusal) {
  const problem = refusal ? problemOf(refusal) : null;
  const description = problem ? { error_description: `${problem.en}. ${problem.remedy.en}.` } : {};
  return reply.code(error === "invalid_client" ? 401 : 400).send({ error, ...description });
}

function metadata(publicUrl: string) {
  return {
    issuer: publicUrl,
    token_endpoint: tokenEndpoint(publicUrl),
    grant_types_supported: ["client_credentials"],
    response_types_supported: [],
    scopes_supported: clientScopes,
    token_endpoint_auth_methods_supported: ["private_key_jwt"],
    token_endpoint_auth_signing_alg_values_supported: ["EdDSA", "Ed25519", "ES256"],
    service_documentation: `${publicUrl}/api`,
  };
}
