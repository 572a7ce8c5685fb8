/** Agencies that come with a pack: `agencies.json` beside its other files. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { AgencyShape } from "#contract/access.ts";
import { parseIsoDate } from "#core/time/date.ts";
import { ConfigError } from "#src/platform/config.ts";
import { inTransaction, type Pool } from "#src/platform/database.ts";
import { type Agency, upsertPackAgencies } from "./store.ts";

// In a pack the end is left out while none is known.
const row = Compile(
  Type.Object(
    { ...AgencyShape.properties, until: Type.Optional(AgencyShape.properties.until) },
    { additionalProperties: false },
  ),
);

/** Loads the agencies of packs, each pack's in one transaction; a pack without any is passed over. Run as the owner. */
export async function loadPackAgencies(pool: Pool, folders: readonly string[], at: Date): Promise<void> {
  for (const folder of folders) {
    const file = join(folder, "agencies.json");
    if (!existsSync(file)) continue;
    const agencies = parseAgencies(readFileSync(file, "utf8"), file);
    await inTransaction(pool, (transaction) =>
      upsertPackAgencies(transaction, agencies, { pack: basename(folder), at }),
    );
  }
}

/** Agencies as JSON; throws naming `file` and the row where one is of another shape. */
export function parseAgencies(text: string, file: string): Agency[] {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new ConfigError(`${file}: 不是 JSON / is not JSON`);
  }
  if (!Array.isArray(read)) throw new ConfigError(`${file}: 应为数组 / must be an array`);
  return read.map((agency: unknown, at) => {
    if (!row.Check(agency))
      throw new ConfigError(`${file}#/${at}: ${row.Errors(agency)[0]?.instancePath} ${row.Errors(agency)[0]?.message}`);
    const since = parseIsoDate(agency.since);
    const until = agency.until ? parseIsoDate(agency.until) : null;
    if (!since || (agency.until && !until)) throw new ConfigError(`${file}#/${at}: since, until`);
    return { ...agency, since, until };
  });
}
