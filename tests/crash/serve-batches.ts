/** Serves a node over a cluster that outlives it and prints its address; killed by the tests of batches, of checked files and of watches. */
import { writeSync } from "node:fs";
import { assemble } from "#src/assemble.ts";
import { readConfig } from "#src/platform/config.ts";
import { startCluster } from "#src/platform/postgres.ts";
import { openApp } from "#src/serve.ts";

const [home = "", dir = ""] = process.argv.slice(2);
const cluster = await startCluster({ dir });
const config = readConfig({
  CHENGXIN_HOME: home,
  PORT: "0",
  LOG_LEVEL: "warn",
  CHENGXIN_LAG_MS_MAX: "60000",
  CHENGXIN_WEBHOOK_LOOPBACK: "1",
});
const node = await assemble(config, { owner: cluster.owner("chengxin"), leave: async () => {} });
const app = await openApp(node);
writeSync(1, `${await app.listen({ port: 0, host: "127.0.0.1" })}\n`);
