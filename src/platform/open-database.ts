/** Reaches the configured database: the existing one, or the embedded one. */
import { type Config, ConfigError } from "./config.ts";
import { type Connection, openPool } from "./database.ts";
import { startCluster } from "./postgres.ts";

const databaseName = "chengxin";

/** Where the database is reached, and how to leave it. */
export interface Database {
  readonly owner: Connection;
  leave(): Promise<void>;
}

/** The configured database: the existing one, or the embedded one, started and with its database made. */
export async function openDatabase(config: Config): Promise<Database> {
  if (config.databaseUrl) return { owner: connectionOf(config.databaseUrl), leave: async () => {} };
  const cluster = await startCluster({ dir: `${config.home}/postgres` });
  const admin = openPool(cluster.owner("postgres"), { max: 1 });
  try {
    const found = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [databaseName]);
    if (!found.rowCount) await admin.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await admin.end();
  }
  return { owner: cluster.owner(databaseName), leave: () => cluster.leave() };
}

function connectionOf(url: string): Connection {
  const parsed = URL.parse(url);
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol))
    throw new ConfigError("DATABASE_URL: 应为 postgresql://… / must be postgresql://…");
  return {
    host: decodeURIComponent(parsed.searchParams.get("host") ?? parsed.hostname),
    port: Number(parsed.port || 5432),
    database: decodeURIComponent(parsed.pathname.slice(1)),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    ...(parsed.searchParams.get("sslmode") === "require" ? { ssl: true } : {}),
  };
}
