/** Everything of signing in that an application needs: mount it, and be told who asks. */
import type { FastifyInstance } from "fastify";
import { getSignInOptions } from "#contract/access.ts";
import { type AccessParts, openSessions, type Route, reply, route } from "#src/access/index.ts";
import type { Logger } from "#src/platform/log.ts";
import { demoPeople } from "../demo/people.ts";
import { mountDemoProvider } from "../demo/provider.ts";
import { mountTokenEndpoint } from "../oauth.ts";
import { type Issuer, type IssuerGiven, openIssuer } from "./issuer.ts";
import { openRecognise, type Recognise } from "./recognise.ts";
import { mountSignIn } from "./routes.ts";

export interface SignIn {
  readonly recognise: Recognise;
  readonly routes: readonly Route[];
  /** Mounts pages and addresses on the application that uses {@link SignIn.recognise}. */
  mount(app: FastifyInstance): Promise<void>;
}

type Parts = AccessParts & { readonly log: Logger };

/** Sign-in for a node: the configured issuer's, the demo's own, or none. */
export function openSignIn(node: Parts): SignIn {
  const sessions = openSessions(node);
  return {
    recognise: openRecognise(node, sessions),
    routes: [optionsRoute(node)],
    async mount(app) {
      await mountTokenEndpoint(app, node);
      const issuer = await issuerOf(app, node);
      if (issuer) await mountSignIn(app, { node, sessions, issuer });
    },
  };
}

async function issuerOf(app: FastifyInstance, node: Parts): Promise<Issuer | null> {
  const { oidc, demo } = node.config;
  if (oidc) return openIssuer({ ...oidc, knownAs: oidc.issuer, askAlways: false });
  return demo ? lasting(await mountDemoProvider(app, node)) : null;
}

/** The demo's issuer is described when it is first needed: only then is our own address certain. */
function lasting(given: () => IssuerGiven): Issuer {
  let opened: Issuer | undefined;
  const issuer = () => {
    const now = given();
    if (opened?.given.issuer !== now.issuer) opened = openIssuer(now);
    return opened;
  };
  return {
    get given() {
      return issuer().given;
    },
    signInUrl: (errand, redirectUri) => issuer().signInUrl(errand, redirectUri),
    arrive: (errand, cameTo) => issuer().arrive(errand, cameTo),
    endSessionUrl: (returnTo) => issuer().endSessionUrl(returnTo),
    loggedOut: (token) => issuer().loggedOut(token),
  };
}

function optionsRoute({ config }: Parts): Route {
  return route(getSignInOptions, async () =>
    reply({
      href: "/sign-in",
      issuer: config.oidc ? new URL(config.oidc.issuer).host : null,
      demo: config.demo && config.oidc === null,
      people:
        config.demo && config.oidc === null ? demoPeople.map(({ id, zh, en, actsAs }) => ({ id, zh, en, actsAs })) : [],
    }),
  );
}
