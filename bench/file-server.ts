/**
 * The two servers that bench/file.ts compares, each in a process of its own: `ours`, the whole node as `npm start` runs
 * it, and `plain`, Node's http over one indexed SELECT of the same rows. Prints its port when it listens.
 *
 * Run by bench/file.ts: node file-server.ts ours|plain HOME [SUBJECT]
 */
import { createServer } from "node:http";
import { assemble } from "#src/assemble.ts";
import { readConfig } from "#src/platform/config.ts";
import { openPool } from "#src/platform/database.ts";
import { openKeyRing } from "#src/platform/keys.ts";
import { openDatabase } from "#src/platform/open-database.ts";
import { openApp } from "#src/serve.ts";

const [which, home = "", subjectId = ""] = process.argv.slice(2);
const config = readConfig({
  CHENGXIN_HOME: home,
  CHENGXIN_DEMO: "1",
  PORT: "0",
  LOG_LEVEL: "error",
  CHENGXIN_LAG_MS_MAX: "60000",
});
const database = await openDatabase(config);
const port = which === "ours" ? await ours() : await plain();
process.stdout.write(`${port}\n`);
process.once("SIGINT", () => process.exit(0));

async function ours(): Promise<number> {
  const app = await openApp(await assemble(config, database));
  await app.listen({ port: 0, host: "127.0.0.1" });
  return portOf(app.server.address());
}

/** All the anchor does: the rows of one subject by the index, as JSON. No rules, no log, no words. */
async function plain(): Promise<number> {
  const pool = openPool(
    { ...database.owner, user: "cx_app", password: openKeyRing(home).rolePasswords.cx_app },
    { max: 8 },
  );
  const server = createServer((request, response) => {
    request.resume();
    pool
      .query({ name: "rows", text: "SELECT * FROM ledger.record WHERE subject_id = $1", values: [subjectId] })
      .then(({ rows }) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify(rows));
      })
      .catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return portOf(server.address());
}

function portOf(address: unknown): number {
  if (typeof address !== "object" || address === null || !("port" in address)) throw new Error("not listening");
  return Number(address.port);
}
