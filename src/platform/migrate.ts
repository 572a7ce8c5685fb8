import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { inProject } from "./config.ts";
import { type Connection, inTransaction, openPool, type Pool, sqlState } from "./database.ts";

/** Passwords of the roles the program signs in as. Kept in the key ring, never in the database or a log. */
export interface RolePasswords {
  readonly cx_app: string;
  readonly cx_public: string;
  readonly cx_retention: string;
}

/** Fresh passwords for a new installation. */
export function newRolePasswords(): RolePasswords {
  const fresh = () => randomBytes(24).toString("base64url");
  return { cx_app: fresh(), cx_public: fresh(), cx_retention: fresh() };
}

/**
 * Makes the roles and runs every migration of `sql/` that has not run, each in one transaction.
 * Throws if a migration that ran was edited since: history is not rewritten here either.
 * @returns the names of the migrations that ran now
 */
export async function migrate(owner: Connection, passwords: RolePasswords): Promise<string[]> {
  const pool = openPool(owner, { max: 1 });
  try {
    await makeRoles(pool, passwords);
    await pool.query(
      "CREATE TABLE IF NOT EXISTS public.migration (name text PRIMARY KEY, digest text NOT NULL, ran_at timestamptz NOT NULL DEFAULT now())",
    );
    const done = new Map(
      (await pool.query<{ name: string; digest: string }>("SELECT name, digest FROM public.migration")).rows.map(
        (row) => [row.name, row.digest],
      ),
    );
    const ran: string[] = [];
    for (const { name, text, digest } of migrationFiles()) {
      const known = done.get(name);
      if (known !== undefined && known !== digest)
        throw new Error(`sql/${name} was edited after it ran; write a new migration`);
      if (known !== undefined) continue;
      await inTransaction(pool, async (transaction) => {
        await transaction.query(text);
        await transaction.query("INSERT INTO public.migration (name, digest) VALUES ($1, $2)", [name, digest]);
      });
      ran.push(name);
    }
    return ran;
  } finally {
    await pool.end();
  }
}

function migrationFiles(): { name: string; text: string; digest: string }[] {
  const folder = inProject("sql");
  return readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      return { name, text, digest: createHash("sha256").update(text).digest("hex") };
    });
}

async function makeRoles(pool: Pool, passwords: RolePasswords): Promise<void> {
  const database = (await pool.query<{ name: string }>("SELECT current_database() AS name")).rows[0]?.name ?? "";
  for (const [role, password] of Object.entries(passwords)) {
    const exists = await pool.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
    const verb = exists.rowCount ? "ALTER" : "CREATE";
    // Role names are ours; the password is base64url. Neither needs quoting beyond this.
    const attributes = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT";
    await againIfRaced(() => pool.query(`${verb} ROLE ${role} ${attributes} PASSWORD '${password}'`));
    await pool.query(`GRANT CONNECT ON DATABASE "${database.replaceAll('"', '""')}" TO ${role}`);
  }
  await pool.query(`REVOKE CREATE, TEMPORARY ON DATABASE "${database.replaceAll('"', '""')}" FROM PUBLIC`);
  await pool.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
}

/** Roles belong to the whole server: another database's migration may be writing the same one (SQLSTATE XX000). */
async function againIfRaced(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await work();
      return;
    } catch (error) {
      if (sqlState(error) !== "XX000" || tries >= 20) throw error;
      await setTimeout(10 * tries);
    }
  }
}
