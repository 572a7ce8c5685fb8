/** What reports are made of and with. */
import type { IssuedCertificate } from "#contract/reports.ts";
import type { Door } from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { Ledger } from "#src/ledger/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Config } from "#src/platform/config.ts";
import type { Pool } from "#src/platform/database.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import type { Registry } from "#src/registry/index.ts";
import type { Printer } from "./printer.ts";

/** A certificate as its room remembers it. */
export interface Certified {
  readonly certificate: Omit<IssuedCertificate, "sha256">;
  /** SHA-256 of the credential in canonical form. */
  readonly digest: Buffer;
  /** Whether what it certifies still holds. */
  readonly holds: boolean;
}

/** A room that issues certificates: tells of a code whether it is one of its own. */
export type Certifier = (code: string) => Promise<Certified | null>;

export interface ReportParts {
  readonly app: Pool;
  readonly publicReader: Pool;
  readonly door: Door;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly registry: Registry;
  readonly ledger: Ledger;
  readonly printer: Printer;
  /** Rooms that issue certificates under codes of the same kind. */
  readonly certifiers: Certifier[];
}
