/** The server: assembles the node, mounts routes and portal, listens, and stops in order. */
import { once } from "node:events";
import { visitor } from "#src/access/index.ts";
import { assemble, openDatabase } from "#src/assemble.ts";
import type { Node } from "#src/cli/node.ts";
import { buildApp } from "#src/http/app.ts";
import type { Config } from "#src/platform/config.ts";
import { mountPortal } from "#web/mount.ts";

/** The HTTP application over a node: API and portal, not yet listening. */
export async function openApp(node: Node) {
  const { config, clock, log } = node;
  const app = await buildApp({
    routes: [],
    recognise: async () => ({ ok: true, value: visitor }),
    log,
    trustProxy: config.trustProxy,
  });
  await mountPortal(app, { publicUrl: config.publicUrl, demoDate: () => (config.demo ? clock.today() : null) });
  return app;
}

/** Serves until a signal says stop; returns the exit code. */
export async function serve(config: Config): Promise<number> {
  const node = await assemble(config, await openDatabase(config));
  const app = await openApp(node);
  await app.listen({ port: config.port, host: config.host });
  const address = app.server.address();
  const port = typeof address === "object" && address ? address.port : config.port;
  process.stdout.write(`诚信 Chengxin: http://localhost:${port}\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await app.close();
  await node.close();
  return 0;
}
