/** The identity provider as a relying party sees it: any OIDC issuer, by configuration (openid-client). */
import { createRemoteJWKSet, type JWTVerifyGetKey, customFetch as joseFetch, jwtVerify } from "jose";
import * as oidc from "openid-client";
import type { Assurance } from "#src/access/index.ts";
import { isLoopback } from "./address.ts";

/** How to reach an issuer. */
export interface IssuerGiven {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly acrSubstantial: readonly string[];
  /** What the database calls the issuer: its own name, but for the demo's, whose address changes with the port. */
  readonly knownAs: string;
  /** Asks the person to sign in again even where the issuer remembers them. */
  readonly askAlways: boolean;
  /** How the issuer is reached from here; over the network unless said. */
  readonly fetch?: oidc.CustomFetch;
}

/** What a person who comes back from the issuer must carry, kept sealed in a cookie meanwhile. */
export interface Errand {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Whoever was invited: the secret of the link. */
  readonly invitation: string | null;
  /** Path to go to afterwards. */
  readonly back: string;
}

/** Whom the issuer says came back. */
export interface Arrived {
  readonly subject: string;
  readonly issuerSession: string | null;
  readonly assurance: Assurance;
  readonly name: string;
}

export interface Issuer {
  readonly given: IssuerGiven;
  /** Where to send a person to sign in, with PKCE, state and nonce (RFC 9700). Throws where the issuer is away. */
  signInUrl(errand: Errand, redirectUri: string): Promise<URL>;
  /** Redeems the code a person came back with; throws where anything does not fit. */
  arrive(errand: Errand, cameTo: URL): Promise<Arrived>;
  /**
   * Where the issuer ends its own session and sends the person back to `returnTo` (OIDC RP-Initiated Logout 1.0); null
   * where it offers nothing of the kind. Without the ID token, which would carry the person's name in an address (C13).
   */
  endSessionUrl(returnTo: string): Promise<string | null>;
  /** Verifies a logout token (OIDC Back-Channel Logout 1.0); throws where it is none of this issuer for us. */
  loggedOut(logoutToken: string): Promise<{ subject: string | null; issuerSession: string | null }>;
}

/** Opens an issuer; what it publishes of itself is read when first needed, and again when that failed. */
export function openIssuer(given: IssuerGiven): Issuer {
  let discovered: Promise<oidc.Configuration> | undefined;
  const configuration = () => {
    discovered ??= discover(given).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  };
  return {
    given,
    async signInUrl(errand, redirectUri) {
      return oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: "openid profile",
        state: errand.state,
        nonce: errand.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(errand.verifier),
        code_challenge_method: "S256",
        acr_values: given.acrSubstantial.join(" "),
        ...(given.askAlways ? { prompt: "login" } : {}),
      });
    },
    async arrive(errand, cameTo) {
      const tokens = await oidc.authorizationCodeGrant(await configuration(), cameTo, {
        pkceCodeVerifier: errand.verifier,
        expectedState: errand.state,
        expectedNonce: errand.nonce,
        idTokenExpected: true,
      });
      return arrivedWith(given, tokens);
    },
    async endSessionUrl(returnTo) {
      const known = await configuration();
      if (!known.serverMetadata().end_session_endpoint) return null;
      return oidc.buildEndSessionUrl(known, { post_logout_redirect_uri: returnTo }).href;
    },
    async loggedOut(logoutToken) {
      return verifyLogout(given, await configuration(), logoutToken);
    },
  };
}

export const newErrand = (more: Pick<Errand, "invitation" | "back">): Errand => ({
  state: oidc.randomState(),
  nonce: oidc.randomNonce(),
  verifier: oidc.randomPKCECodeVerifier(),
  ...more,
});

async function discover(given: IssuerGiven): Promise<oidc.Configuration> {
  const issuer = new URL(given.issuer);
  const { clientId, clientSecret, fetch } = given;
  return oidc.discovery(issuer, clientId, clientSecret, oidc.ClientSecretBasic(clientSecret), {
    // Plain http is for an issuer on this very machine only.
    ...(isLoopback(issuer.hostname) || fetch ? { execute: [oidc.allowInsecureRequests] } : {}),
    ...(fetch ? { [oidc.customFetch]: fetch } : {}),
    timeout: 10,
  });
}

function arrivedWith(
  { acrSubstantial }: IssuerGiven,
  tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
): Arrived {
  const claims = tokens.claims();
  if (!claims) throw new Error("the issuer sent no ID token");
  const { sub, sid, acr, name } = claims;
  return {
    subject: sub,
    issuerSession: typeof sid === "string" ? sid : null,
    assurance: typeof acr === "string" && acrSubstantial.includes(acr) ? "substantial" : "basic",
    name: typeof name === "string" ? name : "",
  };
}

const logoutEvent = "http://schemas.openid.net/event/backchannel-logout";
const keySets = new WeakMap<oidc.Configuration, JWTVerifyGetKey>();

async function verifyLogout(given: IssuerGiven, configuration: oidc.Configuration, logoutToken: string) {
  const { issuer, jwks_uri } = configuration.serverMetadata();
  if (!jwks_uri) throw new Error("the issuer publishes no keys");
  const keys =
    keySets.get(configuration) ??
    createRemoteJWKSet(new URL(jwks_uri), {
      ...(given.fetch ? { [joseFetch]: given.fetch as typeof fetch } : {}),
    });
  keySets.set(configuration, keys);
  const { payload } = await jwtVerify(logoutToken, keys, {
    issuer,
    audience: given.clientId,
    requiredClaims: ["iat", "jti", "events"],
    maxTokenAge: "5m",
    clockTolerance: 30,
  });
  const events = payload["events"] as Record<string, unknown>;
  const sid = payload["sid"];
  if (typeof events !== "object" || !(logoutEvent in events)) throw new Error("no logout event");
  if (payload["nonce"] !== undefined) throw new Error("a logout token has no nonce");
  if (payload.sub === undefined && typeof sid !== "string") throw new Error("a logout token names nobody");
  return { subject: payload.sub ?? null, issuerSession: typeof sid === "string" ? sid : null };
}
