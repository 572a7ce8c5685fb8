/** What bundles run on. */
import type { Vault } from "#src/intake/index.ts";
import type { MeasureRooms } from "../parts.ts";

export interface BundleRooms extends MeasureRooms {
  /** Where bundles lie, encrypted, until their journal is in. */
  readonly bundleFiles: Vault;
}
