/**
 * Real databases for tests: one cluster a server version, kept between runs under `var/test`; one template, made
 * anew when SQL, packs or their loader change; one clone a test file. No test sees its day end: one that would begin in
 * the last minutes of a day begins in the first of the next, and the demo's day is begun anew twice a day.
 */
import { createHash, randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { shanghaiDate } from "#core/time/date.ts";
import { assemble, prepare } from "#src/assemble.ts";
import type { Node } from "#src/cli/node.ts";
import { fillDemo } from "#src/demo/province.ts";
import { type Config, inProject, readConfig } from "#src/platform/config.ts";
import { type Connection, inTransaction, openPool } from "#src/platform/database.ts";
import { openKeyRing } from "#src/platform/keys.ts";
import type { Database } from "#src/platform/open-database.ts";
import type { Cluster } from "#src/platform/postgres.ts";
import { serverVersion, testCluster } from "#tools/test-cluster.ts";

/** A node over a fresh database, closed and dropped when the test file ends. */
export async function testNode(env: NodeJS.ProcessEnv = {}): Promise<Node> {
  const { config, database } = await freshDatabase(env);
  const node = await assemble(config, database);
  after(() => node.close());
  return node;
}

/** A node over a copy of the demo: the invented province, taken in as `npm start` does it. */
export async function demoNode(env: NodeJS.ProcessEnv = {}): Promise<Node> {
  const cluster = await testCluster();
  const template = await ensureTemplate(cluster, demoTemplate());
  const { config, database } = await cloneOf(cluster, template, demoHome(), env);
  const node = await assemble(config, database);
  after(() => node.close());
  return node;
}

/** How long a test file may last, and be sure of its day: what it calls today is today until its end. */
const fileMs = 4 * 60_000;

async function notAcrossMidnight(): Promise<void> {
  const now = Date.now();
  if (shanghaiDate(new Date(now)) === shanghaiDate(new Date(now + fileMs))) return;
  const dayMs = 86_400_000;
  const intoDay = (now + 8 * 3_600_000) % dayMs;
  await wait(dayMs - intoDay + 1000);
}

/** A fresh database cloned from the template, with a home of its own; `leave` drops both. */
export async function freshDatabase(env: NodeJS.ProcessEnv = {}): Promise<{ config: Config; database: Database }> {
  await notAcrossMidnight();
  const cluster = await testCluster();
  return cloneOf(cluster, await ensureTemplate(cluster, emptyTemplate()), sharedHome(), env);
}

async function cloneOf(
  cluster: Cluster,
  template: string,
  templateHome: string,
  env: NodeJS.ProcessEnv,
): Promise<{ config: Config; database: Database }> {
  const name = `t_${randomBytes(6).toString("hex")}`;
  const admin = openPool(cluster.owner("postgres"), { max: 1 });
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  await admin.query(`REVOKE CREATE, TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
  await admin.end();
  const home = mkdtempSync(join(tmpdir(), "chengxin-test-"));
  // The roles' passwords belong to the cluster; every other key may be the test's own.
  cpSync(templateHome, home, { recursive: true });
  const config = readConfig({
    CHENGXIN_HOME: home,
    PORT: "0",
    LOG_LEVEL: "silent",
    CHENGXIN_LAG_MS_MAX: "60000",
    ...env,
  });
  const database: Database = {
    owner: cluster.owner(name),
    async leave() {
      const again = openPool(cluster.owner("postgres"), { max: 1 });
      await again.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await again.end();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return { config, database };
}

function sharedHome(): string {
  return inProject("var", "test", `home-${serverVersion}`);
}

/** A database that others are copied from, made anew when what it is made of changes. */
interface Template {
  readonly kind: "template" | "demo";
  readonly madeOf: readonly string[];
  /** What else it depends on. */
  readonly of?: string;
  readonly fill: (owner: Connection) => Promise<void>;
}

function emptyTemplate(): Template {
  return {
    kind: "template",
    madeOf: ["sql", "packs", "src/catalogue", "src/platform/migrate.ts", "src/platform/jobs.ts"],
    fill: (owner) => prepare(owner, openKeyRing(sharedHome())),
  };
}

function demoTemplate(): Template {
  const rooms = [
    "core",
    "platform",
    "access",
    "catalogue",
    "registry",
    "ledger",
    "intake",
    "notices",
    "objections",
    "consents",
    "lists",
    "measures",
    "questions",
  ];
  return {
    kind: "demo",
    madeOf: ["sql", "packs", "tools/linjiang", "src/demo", ...rooms.map((room) => `src/${room}`)],
    // The demo's day begins at nine and goes on with the machine's clock: after half a day it is made anew.
    of: `${Math.floor(Date.parse(process.env["CHENGXIN_TEST_BEGAN"] ?? new Date().toISOString()) / (12 * 3_600_000))}`,
    async fill(owner) {
      openKeyRing(sharedHome());
      cpSync(join(sharedHome(), "keys"), join(demoHome(), "keys"), { recursive: true });
      const config = readConfig({ CHENGXIN_HOME: demoHome(), PORT: "0", LOG_LEVEL: "silent" });
      await fillDemo(config, { owner, leave: async () => {} }, () => {});
    },
  };
}

function demoHome(): string {
  return inProject("var", "test", `home-demo-${serverVersion}`);
}

async function ensureTemplate(cluster: Cluster, template: Template): Promise<string> {
  const name = `${template.kind}_${digestOf(template).slice(0, 12)}`;
  const admin = openPool(cluster.owner("postgres"), { max: 1 });
  try {
    // Test files run side by side; the first to come makes the template, the others wait for it.
    await inTransaction(admin, async (transaction) => {
      await transaction.query("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0");
      await transaction.query("SELECT pg_advisory_xact_lock(7002014, hashtext($1))", [template.kind]);
      const found = await transaction.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
      if (!found.rowCount) await makeTemplate(cluster, name, template);
    });
  } finally {
    await admin.end();
  }
  return name;
}

async function makeTemplate(cluster: Cluster, name: string, { kind, fill }: Template): Promise<void> {
  const admin = openPool(cluster.owner("postgres"), { max: 1 });
  const half = `half_${name}`;
  const old = await admin.query<{ datname: string }>("SELECT datname FROM pg_database WHERE datname ~ $1", [
    `^(half_)?${kind}_[0-9a-f]{12}$`,
  ]);
  for (const { datname } of old.rows) await admin.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${half}`);
  await fill(cluster.owner(half));
  await admin.query(`ALTER DATABASE ${half} RENAME TO ${name}`);
  await admin.end();
}

function digestOf({ madeOf, of = "" }: Template): string {
  const hash = createHash("sha256").update(of);
  const visit = (path: string) => {
    if (statSync(path).isDirectory()) for (const entry of readdirSync(path).sort()) visit(join(path, entry));
    else hash.update(path).update(readFileSync(path));
  };
  for (const path of madeOf) visit(inProject(path));
  return hash.digest("hex");
}
