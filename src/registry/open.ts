/** Puts the registry together over a node's parts. */
import type { Door, Route } from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Pool } from "#src/platform/database.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import { registryRoutes } from "./routes.ts";
import { NameSearch } from "./search/search.ts";
import { NameStatistics } from "./search/statistics.ts";
import { Subjects } from "./views.ts";

export interface RegistryParts {
  readonly app: Pool;
  readonly publicReader: Pool;
  readonly door: Door;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly catalogue: Catalogue;
}

export interface Registry {
  readonly subjects: Subjects;
  readonly search: NameSearch;
  readonly routes: readonly Route[];
}

/** Opens the registry; nothing is read before it is asked. */
export function openRegistry(parts: RegistryParts): Registry {
  const subjects = new Subjects({ ...parts, divisions: () => parts.catalogue.divisions });
  const search = new NameSearch({ ...parts, subjects, statistics: new NameStatistics(parts.app) });
  return { subjects, search, routes: registryRoutes({ ...parts, subjects, search }) };
}
