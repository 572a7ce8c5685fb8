/** The server: assembles the node, mounts routes and portal, listens, and stops in order. */
import { once } from "node:events";
import { accessRoutes } from "#src/access/index.ts";
import { assemble } from "#src/assemble.ts";
import { catalogueRoutes } from "#src/catalogue/index.ts";
import type { Node } from "#src/cli/node.ts";
import { demoInWords, demoProgress, fillDemo } from "#src/demo/province.ts";
import { buildApp } from "#src/http/app.ts";
import { appointDemoPeople } from "#src/http/demo/people.ts";
import { serveHealth } from "#src/http/health.ts";
import { openSignIn } from "#src/http/sign-in/index.ts";
import { type Config, ConfigError, keepIssuer, settlePublicUrl } from "#src/platform/config.ts";
import type { Database } from "#src/platform/open-database.ts";
import { mountPortal } from "#web/mount.ts";

/** The HTTP application over a node: API and portal, not yet listening. */
export async function openApp(node: Node) {
  const { config, clock, log } = node;
  const signIn = openSignIn(node);
  const app = await buildApp({
    routes: [
      ...signIn.routes,
      ...accessRoutes(node),
      ...catalogueRoutes(node),
      ...node.registry.routes,
      ...node.ledger.routes,
      ...node.intake.routes,
      ...node.notices.routes,
      ...node.objections.routes,
      ...node.measures.routes,
      ...node.lists.routes,
      ...node.reach.routes,
      ...node.bundles.routes,
      ...node.candidates.routes,
      ...node.reports.routes,
      ...node.repair.routes,
      ...node.consents.routes,
      ...node.questions.routes,
      ...node.inbox.routes,
    ],
    recognise: signIn.recognise,
    log,
    trustProxy: config.trustProxy,
    lagMsMax: config.lagMsMax,
  });
  serveHealth(app, node.app);
  await signIn.mount(app);
  if (config.demo && !config.oidc) await appointDemoPeople(node);
  app.addHook("onListen", () => {
    const address = app.server.address();
    if (typeof address === "object" && address) settlePublicUrl(config, address.port);
  });
  app.addHook("onListen", () => node.intake.work());
  app.addHook("onListen", () => node.reach.work());
  let stopForgetting = () => {};
  app.addHook("onListen", () => {
    stopForgetting = node.measures.keepForgetting();
  });
  app.addHook("onClose", async () => stopForgetting());
  const watching = new AbortController();
  let watched: Promise<void> = Promise.resolve();
  app.addHook("onListen", async () => {
    watched = node.reach.watches.work(watching.signal);
  });
  app.addHook("onClose", async () => {
    watching.abort();
    await watched;
  });
  app.addHook("onListen", () => node.candidates.work());
  app.addHook("onListen", () => node.notices.work());
  app.addHook("onListen", () => node.lists.work());
  app.addHook("onListen", () => node.objections.work());
  app.addHook("onListen", () => node.repair.work());
  app.addHook("onListen", () => node.consents.work());
  app.addHook("onListen", () => node.questions.work());
  watchForEditions(app, node);
  await mountPortal(app, { publicUrl: () => config.publicUrl, demoDate: () => (config.demo ? clock.today() : null) });
  return app;
}

/** How often the node looks whether another process loaded a newer edition of a pack. */
const editionsLookedForMs = 60_000;

function watchForEditions(app: Awaited<ReturnType<typeof buildApp>>, { catalogue, log }: Node): void {
  const timer = setInterval(() => {
    catalogue.refresh().catch((err) => log.error({ err }, "the catalogue could not be read anew; the old one stands"));
  }, editionsLookedForMs);
  timer.unref();
  app.addHook("onClose", async () => clearInterval(timer));
}

function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

function portTaken({ port, host }: Config): ConfigError {
  return new ConfigError(
    `PORT: ${host} 的 ${port} 端口已被占用或不允许使用，请换一个 / port ${port} of ${host} is taken or not allowed; set another`,
  );
}

/** Serves until a signal says stop; returns the exit code. Throws {@link ConfigError} where the port is taken. */
export async function serve(config: Config, database: Database): Promise<number> {
  if (config.demo) await fillDemo(config, database, demoProgress(process.stdout));
  const node = await assemble(config, database);
  const app = await openApp(node);
  try {
    await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    await app.close();
    await node.close();
    throw isErrno(error, "EADDRINUSE", "EACCES") ? portTaken(config) : error;
  }
  const address = app.server.address();
  const port = typeof address === "object" && address ? address.port : config.port;
  keepIssuer(config);
  process.stdout.write(`诚信 Chengxin: http://localhost:${port}\n`);
  if (config.demo) process.stdout.write(demoInWords(`http://localhost:${port}`));
  node.reports
    .warm()
    .catch((err) => node.log.warn({ err }, "the press does not start; reports are issued as data only"));
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await app.close();
  await node.close();
  return 0;
}
