/** The one source of every rendering of a report. */
import type { FileView } from "#contract/ledger.ts";
import type { Bilingual } from "#core/refusal.ts";
import type { IsoDate } from "#core/time/date.ts";

export type Language = "zh" | "en";

/** A report as it is issued; page, PDF and JSON say this and nothing else. */
export interface Report {
  /** `XXXX-XXXX-XXXX-XXXX`. */
  readonly code: string;
  /** RFC 3339 instant, UTC, whole seconds. */
  readonly issuedAt: string;
  /** First day on which it should no longer be used. */
  readonly useBefore: IsoDate;
  readonly issuer: {
    /** URL of the issuer's document, which lists all keys. */
    readonly id: string;
    readonly name: Bilingual;
  };
  /** The key that signs it. */
  readonly keyId: string;
  /** Where anyone can verify it: in the QR code. */
  readonly verifyUrl: string;
  /** The whole file, not a page of it. */
  readonly file: FileView;
  /** An invented jurisdiction: said on every page. */
  readonly fictitious: boolean;
}
