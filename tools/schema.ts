/**
 * Writes sql/schema.sql: the whole schema as it stands after every migration, for readers; `pg_dump` of Debian's
 * PostgreSQL 15 over the test cluster. Run: node --import ./tools/tsx.ts tools/schema.ts
 */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { inProject } from "#src/platform/config.ts";
import { openPool } from "#src/platform/database.ts";
import { openKeyRing } from "#src/platform/keys.ts";
import { migrate } from "#src/platform/migrate.ts";
import { testCluster } from "./test-cluster.ts";

/** Where the dump stands. */
export const schemaFile = inProject("sql", "schema.sql");

const head = `-- The schema after every migration of this folder, for readers; nothing runs it.
-- Made by tools/schema.ts (pg_dump of PostgreSQL 15); tests/integration/schema.test.ts holds that it is current.
`;

/** The dump as it should stand in the file. */
export async function schemaText(): Promise<string> {
  const cluster = await testCluster("15");
  const name = `schema_${randomBytes(6).toString("hex")}`;
  const admin = openPool(cluster.owner("postgres"), { max: 1 });
  const home = inProject("var", "test", "home-15");
  try {
    await admin.query(`CREATE DATABASE ${name}`);
    const owner = cluster.owner(name);
    await migrate(owner, openKeyRing(home).rolePasswords);
    const dump = execFileSync(
      "/usr/lib/postgresql/15/bin/pg_dump",
      [
        "--schema-only",
        "--no-owner",
        "-h",
        String(owner.host),
        "-p",
        String(owner.port),
        "-U",
        String(owner.user),
        name,
      ],
      { encoding: "utf8", env: { ...process.env, PGPASSWORD: String(owner.password) }, maxBuffer: 1 << 26 },
    );
    return head + plain(dump);
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.end();
  }
}

/** Without what differs from run to run or says nothing: versions, settings of the session, pg_dump's own guards. */
function plain(dump: string): string {
  return dump
    .split("\n")
    .filter((line) => !/^(-- Dumped|\\(un)?restrict |SET |SELECT pg_catalog\.set_config|--$)/.test(line))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");
}

if (import.meta.main) {
  writeFileSync(schemaFile, await schemaText());
  process.exit(0);
}
