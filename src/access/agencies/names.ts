/** What agencies are called, in memory: files and lists name them on every line. */
import type { Bilingual } from "#core/refusal.ts";
import type { Sql } from "#src/platform/database.ts";
import { type Agency, listAgencies } from "./store.ts";

/** How long a name or a new agency may take to be seen. */
const freshForMs = 2_000;

export interface AgencyNames {
  /** What an agency is called; its code where it is not registered here. */
  nameOf(agencyCode: string): Bilingual;
  /** The kinds an agency is of; none where it is not registered here. */
  kindsOf(agencyCode: string): readonly string[];
  /** Codes of all agencies of some kinds, ended ones too: what they decided stands. */
  ofKinds(kinds: readonly string[]): readonly string[];
}

/** Reads the agencies now, and again in the background when asked after a while. */
export async function openAgencyNames(sql: Sql): Promise<AgencyNames> {
  let agencies = await readAll(sql);
  let readAt = Date.now();
  const refresh = () => {
    if (Date.now() - readAt < freshForMs) return;
    readAt = Date.now();
    // What was known goes on being answered while the database is away.
    readAll(sql).then(
      (read) => {
        agencies = read;
      },
      () => {},
    );
  };
  return {
    nameOf(agencyCode) {
      refresh();
      const agency = agencies.get(agencyCode);
      return agency ? { zh: agency.nameZh, en: agency.nameEn } : { zh: agencyCode, en: agencyCode };
    },
    kindsOf(agencyCode) {
      refresh();
      return agencies.get(agencyCode)?.kinds ?? [];
    },
    ofKinds(kinds) {
      refresh();
      return [...agencies.values()]
        .filter((agency) => agency.kinds.some((kind) => kinds.includes(kind)))
        .map((agency) => agency.agencyCode);
    },
  };
}

async function readAll(sql: Sql): Promise<ReadonlyMap<string, Agency>> {
  const all = new Map<string, Agency>();
  for (let after: string | null = null; ; ) {
    const page = await listAgencies(sql, { after, limit: 1000, kind: null });
    for (const agency of page) all.set(agency.agencyCode, agency);
    after = page.at(-1)?.agencyCode ?? null;
    if (page.length < 1000) return all;
  }
}
