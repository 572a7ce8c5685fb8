/** What a command is given: the node's parts, assembled by `src/assemble.ts`. */
import type { Door, LookLog, Policies } from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { Consents } from "#src/consents/index.ts";
import type { Inbox } from "#src/inbox/index.ts";
import type { Intake } from "#src/intake/index.ts";
import type { Ledger } from "#src/ledger/index.ts";
import type { Candidates, Lists } from "#src/lists/index.ts";
import type { Bundles, Measures, Reach } from "#src/measures/index.ts";
import type { Notices } from "#src/notices/index.ts";
import type { Objections } from "#src/objections/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Config } from "#src/platform/config.ts";
import type { Connection, Pool } from "#src/platform/database.ts";
import type { Jobs } from "#src/platform/jobs.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import type { Logger } from "#src/platform/log.ts";
import type { Questions } from "#src/questions/index.ts";
import type { Registry } from "#src/registry/index.ts";
import type { Repair } from "#src/repair/index.ts";
import type { Reports } from "#src/reports/index.ts";

export interface Node {
  readonly config: Config;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly log: Logger;
  /** Owner's way in: for migrations only. */
  readonly owner: Connection;
  /** The application's pool and the public reader's. */
  readonly app: Pool;
  readonly publicReader: Pool;
  readonly retention: Pool;
  readonly policies: Policies;
  readonly door: Door;
  readonly looks: LookLog;
  /** The rules in force, in memory. */
  readonly catalogue: Catalogue;
  /** Subjects and finding them. */
  readonly registry: Registry;
  readonly ledger: Ledger;
  /** Records in: its routes, and the work behind them. */
  readonly intake: Intake;
  /** Notices: served, answered. */
  readonly notices: Notices;
  /** Objections: filed, answered, escalated. */
  readonly objections: Objections;
  /** What follows from listings: checks with receipts, and what became of them. */
  readonly measures: Measures;
  /** Lists: proceedings, entries. */
  readonly lists: Lists;
  /** Checks of whole files. */
  readonly reach: Reach;
  /** Offline bundles and the journals of their desks. */
  readonly bundles: Bundles;
  /** Whom the criteria of lists find: searches, explanations, trials. */
  readonly candidates: Candidates;
  /** Reports: issued, verified. */
  readonly reports: Reports;
  /** Repair: applied for, decided, confirmed by holders. */
  readonly repair: Repair;
  /** Consents: asked for, given, used, withdrawn. */
  readonly consents: Consents;
  readonly questions: Questions;
  readonly inbox: Inbox;
  /** Work that outlives a request. */
  readonly jobs: Jobs;
  /** Ends every pool and leaves the embedded server. */
  close(): Promise<void>;
}
