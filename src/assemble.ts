/** Puts the node together: the only place, with main.ts, that knows every part. */
import {
  type AgencyNames,
  loadPackAgencies,
  loadPolicies,
  mandateClocks,
  openAgencyNames,
  openDoor,
  openLookLog,
  type Policies,
} from "#src/access/index.ts";
import { loadPacks, openCatalogue } from "#src/catalogue/index.ts";
import type { Node } from "#src/cli/node.ts";
import { openConsents } from "#src/consents/index.ts";
import { openInbox } from "#src/inbox/index.ts";
import { openIntake } from "#src/intake/index.ts";
import { type Directory, openLedger } from "#src/ledger/index.ts";
import { openCandidates, openLists } from "#src/lists/index.ts";
import { openBundles, openMeasures, openReach } from "#src/measures/index.ts";
import { openNotices } from "#src/notices/index.ts";
import { openObjections } from "#src/objections/index.ts";
import { systemClock } from "#src/platform/clock.ts";
import { type Config, inProject } from "#src/platform/config.ts";
import { type Connection, openPool, type PoolOptions, type Role } from "#src/platform/database.ts";
import { installJobs, openJobs } from "#src/platform/jobs.ts";
import { type KeyRing, openKeyRing } from "#src/platform/keys.ts";
import { createLog } from "#src/platform/log.ts";
import { migrate } from "#src/platform/migrate.ts";
import type { Database } from "#src/platform/open-database.ts";
import { publishSigningKey } from "#src/platform/signing-keys.ts";
import { openQuestions } from "#src/questions/index.ts";
import { openRegistry, type Registry } from "#src/registry/index.ts";
import { openRepair } from "#src/repair/index.ts";
import { openReports } from "#src/reports/index.ts";

/**
 * Brings a database to the present: migrations, then packs. A glance when nothing is new.
 * @param packs folders to load; unless said, the nation's and the invented province's
 */
export async function prepare(
  owner: Connection,
  keys: KeyRing,
  packs: readonly string[] = [inProject("packs", "cn"), inProject("packs", "linjiang")],
): Promise<void> {
  await migrate(owner, keys.rolePasswords);
  await installJobs(owner);
  const pool = openPool(owner, { max: 1 });
  try {
    // Loading is an event of the real world: the demo's clock does not move it.
    await loadPacks(pool, packs, systemClock());
    await loadPackAgencies(pool, packs, new Date());
  } finally {
    await pool.end();
  }
}

/** Read once: they are part of the program. */
let policies: Policies | undefined;

/**
 * Assembles a node over a database, which it prepares first.
 * @param isPrepared whether this very program has just done that
 */
export async function assemble(config: Config, database: Database, { isPrepared = false } = {}): Promise<Node> {
  const log = createLog(config.logLevel);
  const keys = openKeyRing(config.home);
  if (!isPrepared) await prepare(database.owner, keys, config.packs);
  const as = (role: Exclude<Role, "owner">, max: number, more: PoolOptions = {}) =>
    openPool(
      { ...database.owner, user: role, password: keys.rolePasswords[role] },
      { max, ...more, onError: (err) => log.warn({ err }, "idle connection lost") },
    );
  const app = as("cx_app", 16);
  const publicReader = as("cx_public", 12);
  const retention = as("cx_retention", 2);
  const offset = await app.query<{ offset_seconds: number }>("SELECT offset_seconds FROM platform.clock");
  const clock = systemClock(offset.rows[0]?.offset_seconds ?? 0);
  await publishSigningKey(app, keys.signer(), clock.now());
  const looks = openLookLog({ pool: as("cx_app", 2, { pipeline: true, durable: false }), durable: app, clock, log });
  policies ??= loadPolicies(inProject("policies"));
  const catalogue = await openCatalogue(app);
  const door = openDoor(policies, (refused) => looks.refusedByPolicy(refused));
  const registry = openRegistry({ app, publicReader, door, clock, keys, catalogue });
  const jobs = openJobs(app, log);
  const agencies = await openAgencyNames(app);
  const directory = directoryOf(registry, agencies);
  const ledger = openLedger({ app, publicReader, door, looks, catalogue, clock, keys, directory });
  const measures = openMeasures({
    app,
    retention,
    door,
    looks,
    clock,
    keys,
    config,
    log,
    catalogue,
    registry,
    authority: (code) => directory.agency(code),
  });
  const notices = openNotices({ app, clock, keys, door, looks, catalogue, registry, agencies, config, retention, log });
  const objections = openObjections({
    app,
    clock,
    keys,
    door,
    looks,
    catalogue,
    registry,
    ledger,
    agencies,
    config,
    log,
    retention,
  });
  const reach = openReach({ ...measures.rooms, jobs, kindsOf: (code) => directory.kindsOfAgency(code) });
  const lists = openLists({
    ...{ app, publicReader, retention, clock, keys, door, looks, catalogue, registry, agencies, notices, config, log },
  });
  notices.follow("proceeding", (added) => lists.followNotice(added));
  const reports = openReports({ app, publicReader, door, clock, keys, config, catalogue, registry, ledger });
  const repair = openRepair({
    app,
    publicReader,
    clock,
    keys,
    door,
    looks,
    catalogue,
    registry,
    ledger,
    notices,
    lists,
    agencies,
    config,
    log,
    retention,
  });
  reports.know(repair.certified);
  const consents = openConsents({
    ...{ app, publicReader, clock, keys, door, looks, catalogue, registry, ledger, agencies, config, log, retention },
  });
  const questions = openQuestions({
    ...{ app, clock, keys, door, looks, catalogue, registry, agencies, log, retention },
  });
  return {
    config,
    clock,
    keys,
    log,
    owner: database.owner,
    app,
    publicReader,
    retention,
    policies,
    door,
    looks,
    catalogue,
    registry,
    jobs,
    intake: openIntake({ app, clock, keys, door, catalogue, config, log, jobs, registry, looks, retention }),
    ledger,
    notices,
    objections,
    measures,
    candidates: openCandidates({ app, door, looks, clock, catalogue, registry, jobs, log }),
    lists,
    reach,
    bundles: openBundles(measures.rooms),
    reports,
    consents,
    questions,
    repair,
    inbox: openInbox({
      ...{ app, clock, door, looks, catalogue, registry, agencies },
      sources: [
        ...[notices, objections, repair, questions, consents, ledger].map(({ clocks }) => clocks),
        mandateClocks({ app, clock }),
      ],
    }),
    async close() {
      await reports.close();
      await jobs.close();
      await Promise.all([looks.close(), app.end(), publicReader.end(), retention.end()]);
      await database.leave();
    },
  };
}

/** What the ledger needs to know of subjects and agencies, from the modules that know. */
function directoryOf({ subjects }: Registry, agencies: AgencyNames): Directory {
  return {
    findPublic: (code, asOf) => subjects.findPublic(code, asOf),
    findByNumber: (number, asOf) => subjects.findByNumber(number, asOf),
    findById: (subjectId, asOf) => subjects.findById(subjectId, asOf),
    head: (sql, scope, subject, asOf) => subjects.head(sql, scope, subject, asOf),
    labels: (scope, subjectIds) => subjects.labels(scope, subjectIds),
    agency: (code) => agencies.nameOf(code),
    kindsOfAgency: (code) => agencies.kindsOf(code),
    agenciesOfKinds: (kinds) => agencies.ofKinds(kinds),
  };
}
