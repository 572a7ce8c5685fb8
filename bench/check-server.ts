/**
 * The servers bench/check.ts compares, each in a process of its own. `plain`: Node's http over one indexed SELECT of the
 * same listings. `whole`: the node as `npm start` runs it. The others are the same node put together here with one
 * safeguard left out, so that its cost can be named; no switch of the program does that.
 *
 * Run by bench/check.ts: node check-server.ts MODE HOME
 */
import { createServer } from "node:http";
import { type LookLog, loadPolicies, openDoor, openLookLog, type Policies } from "#src/access/index.ts";
import { assemble } from "#src/assemble.ts";
import type { Node } from "#src/cli/node.ts";
import { buildApp } from "#src/http/app.ts";
import { openSignIn } from "#src/http/sign-in/index.ts";
import { openMeasures } from "#src/measures/index.ts";
import { inProject, readConfig, settlePublicUrl } from "#src/platform/config.ts";
import { openPool } from "#src/platform/database.ts";
import { openKeyRing } from "#src/platform/keys.ts";
import { openDatabase } from "#src/platform/open-database.ts";
import { newSubjectId } from "#src/registry/index.ts";
import { openApp } from "#src/serve.ts";
import { list } from "./listings.ts";

const [mode = "", home = ""] = process.argv.slice(2);
const config = readConfig({
  CHENGXIN_HOME: home,
  CHENGXIN_DEMO: "1",
  PORT: "0",
  LOG_LEVEL: "error",
  CHENGXIN_LAG_MS_MAX: "60000",
});
const database = await openDatabase(config);
const port = mode === "plain" ? await plain() : await ours();
process.stdout.write(`${port}\n`);
process.once("SIGINT", () => process.exit(0));

async function ours(): Promise<number> {
  const node = await assemble(config, database);
  const app = mode === "whole" ? await openApp(node) : await without(node);
  await app.listen({ port: 0, host: "127.0.0.1" });
  return portOf(app.server.address());
}

/** The node with one safeguard left out. */
async function without(node: Node) {
  const signIn = openSignIn(node);
  const app = await buildApp({
    routes: [...signIn.routes, ...openMeasures({ ...node, ...(await instead(node)), authority }).routes],
    recognise: signIn.recognise,
    log: node.log,
    trustProxy: false,
    lagMsMax: 60_000,
  });
  await signIn.mount(app);
  app.addHook("onListen", () => settlePublicUrl(config, portOf(app.server.address())));
  return app;
  function authority(code: string) {
    return { zh: code, en: code };
  }
}

type Instead = Partial<Pick<Node, "looks" | "door" | "keys">>;

async function instead(node: Node): Promise<Instead> {
  const pool = (durable: boolean, pipeline: boolean) =>
    openPool(
      { ...database.owner, user: "cx_app", password: node.keys.rolePasswords.cx_app },
      { max: pipeline ? 2 : 16, pipeline, durable },
    );
  const { clock, log, looks, keys } = node;
  switch (mode) {
    case "nothing":
      return {};
    case "policy":
      return { door: openDoor(everythingAllowed(), async () => {}) };
    case "signature": {
      const signer = { ...keys.signer(), sign: () => Buffer.alloc(64) };
      return { keys: Object.assign(Object.create(keys), { signer: () => signer }) };
    }
    case "disk":
      return { looks: openLookLog({ pool: pool(false, true), durable: pool(false, false), clock, log }) };
    case "log and receipt stored": {
      const reading = pool(false, true);
      const lookTogether: LookLog["lookTogether"] = async (read) => (await read(reading)).value;
      return { looks: { ...looks, lookTogether } };
    }
    default:
      throw new Error(`no server leaves out ${mode}`);
  }
}

function everythingAllowed(): Policies {
  const { list } = loadPolicies(inProject("policies"));
  return { list, decide: () => ({ allowed: true, policies: ["bench"] }) };
}

/** All the anchor does: the listings of the subject a code means, by the index, as JSON. No rules, no log, no proof. */
async function plain(): Promise<number> {
  const pool = openPool(
    { ...database.owner, user: "cx_app", password: openKeyRing(home).rolePasswords.cx_app },
    { max: 8 },
  );
  const server = createServer(async (request, response) => {
    try {
      let body = "";
      for await (const part of request) body += part;
      const { value } = JSON.parse(body).subject;
      const subjectId = newSubjectId({
        identifiers: [{ scheme: "unified-code", value, verdict: "valid", validFrom: null, validUntil: null }],
      });
      const { rows } = await pool.query({
        name: "rows",
        text: "SELECT * FROM ledger.record WHERE subject_id = $1 AND item_id = $2",
        values: [subjectId, list],
      });
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(rows));
    } catch {
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return portOf(server.address());
}

function portOf(address: unknown): number {
  if (typeof address !== "object" || address === null || !("port" in address)) throw new Error("not listening");
  return Number(address.port);
}
