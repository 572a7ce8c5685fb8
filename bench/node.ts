/** A node over a database of its own, as benches need one: put up, measured in, taken down again. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Permit } from "#src/access/index.ts";
import { assemble } from "#src/assemble.ts";
import type { Node } from "#src/cli/node.ts";
import { readConfig } from "#src/platform/config.ts";
import { openPool, type Pool } from "#src/platform/database.ts";
import { type Cluster, startCluster } from "#src/platform/postgres.ts";

/** A folder and an embedded server of its own, durable and with the settings it has in earnest. */
export interface Place {
  readonly home: string;
  readonly cluster: Cluster;
}

/** Puts a server up for `work` and removes it and its data afterwards. */
export async function withServer<T>(work: (place: Place) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), "chengxin-bench-"));
  // Else the server's user could not reach its data there, and it would lie elsewhere after we are gone.
  chmodSync(home, 0o755);
  const cluster = await startCluster({ dir: join(home, "postgres") });
  try {
    return await work({ home, cluster });
  } finally {
    await cluster.leave();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Makes a database, as a copy of another where one is named. */
export async function makeDatabase({ cluster }: Place, name: string, from = "template1"): Promise<void> {
  const admin = openPool(cluster.owner("postgres"), { max: 1 });
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${from} STRATEGY file_copy`);
  await admin.end();
}

export async function dropDatabase({ cluster }: Place, name: string): Promise<void> {
  const admin = openPool(cluster.owner("postgres"), { max: 1 });
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
}

/** A node over one database of a server, and its owner. */
export async function nodeOver<T>(
  { home, cluster }: Place,
  name: string,
  work: (node: Node, owner: Pool) => Promise<T>,
): Promise<T> {
  const config = readConfig({ CHENGXIN_HOME: home, PORT: "0", LOG_LEVEL: "warn" });
  const node = await assemble(config, { owner: cluster.owner(name), leave: async () => {} });
  const owner = openPool(cluster.owner(name), { max: 1 });
  try {
    return await work(node, owner);
  } finally {
    await owner.end();
    await node.close();
  }
}

/** A node over a fresh database of a server of its own. */
export function withNode<T>(work: (node: Node, owner: Pool) => Promise<T>): Promise<T> {
  return withServer(async (place) => {
    await makeDatabase(place, "bench");
    return nodeOver(place, "bench", work);
  });
}

/** Leave to send records as an agency's officer. */
export async function sendersPermit(node: Node, agency: string): Promise<Permit> {
  const permit = await node.door.permit(
    { kind: "officer", id: "bench", name: "", agency, agencyKinds: [], roles: ["officer"] },
    "send-records",
    { type: "Batch", id: "bench", attributes: { agency } },
  );
  if (!permit.ok) throw new Error("the door refused the bench");
  return permit.value;
}
