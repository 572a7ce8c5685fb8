/** The rules over HTTP: public, cacheable, the same for everyone (C18). */
import {
  downloadItemSchema,
  downloadPack,
  getItem,
  getSector,
  listAgencyKinds,
  listCalendarNotices,
  listItems,
  listPackChanges,
  listPacks,
  listPurposes,
  listRules,
  listSectors,
} from "#contract/rules.ts";
import {
  getCatalogueList,
  getCatalogueMeasure,
  getCatalogueProcedure,
  listCatalogueLists,
  listCatalogueMatters,
  listCatalogueMeasures,
  listCatalogueProcedures,
} from "#contract/rules-of-lists.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import type { IsoDate } from "#core/time/date.ts";
import { type Reply, type Route, reply, route } from "#src/access/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Pool } from "#src/platform/database.ts";
import type { Catalogue } from "./catalogue.ts";
import { changesBetween, countRows } from "./changes.ts";
import { listTable, listView, measureTable, measureView, procedureView } from "./list-views.ts";
import { findEdition, listEditions, type StoredHead, type StoredPack } from "./store.ts";
import { itemList, itemView, ruleList, sectorView } from "./views.ts";

/** Rules change by editions, not by the minute. */
const publicForSeconds = 300;

/** What the routes need of the node. */
export interface CatalogueRooms {
  readonly catalogue: Catalogue;
  /** For old editions, which are not kept in memory. */
  readonly publicReader: Pool;
  readonly clock: Clock;
}

/** Routes of `contract/rules.ts` and `contract/rules-of-lists.ts`. */
export function catalogueRoutes(rooms: CatalogueRooms): Route[] {
  return [...ruleRoutes(rooms), ...listRoutes(rooms)];
}

type Lasting = <T>(value: T, ...about: readonly (string | number)[]) => Outcome<Reply<T>>;

/** The same until another edition is loaded, or the day changes on which something begins or ends. */
function lastingIn(catalogue: Catalogue): Lasting {
  return (value, ...about) => reply(value, { etag: [catalogue.stamp, ...about].join("-"), publicForSeconds });
}

function ruleRoutes({ catalogue, publicReader, clock }: CatalogueRooms): Route[] {
  const lasting = lastingIn(catalogue);
  const editions = remembering(catalogue, () => listEditions(publicReader));
  const changes = remembering(catalogue, async (pack) => {
    const heads = (await editions("")).filter(({ packId }) => packId === pack);
    return history(publicReader, heads);
  });
  return [
    route(listPacks, async () => {
      const all = await editions("");
      const packs = catalogue.packs.map(({ pack }) => ({
        pack,
        editions: all.filter(({ packId }) => packId === pack.id).map(editionOf),
      }));
      return lasting({ packs });
    }),
    route(downloadPack, async ({ params }) => {
      const found = await findEdition(publicReader, { packId: params.pack, version: params.version });
      if (!found) return refuse("catalogue.unknown-edition");
      // The bytes whose digest is published, so that anyone can compare them.
      const bytes = Buffer.from(canonicalJson(found.contents as unknown as Json));
      const fileName = `${found.packId}-${found.version}.json`;
      return reply({ bytes, mediaType: "application/json", fileName }, { etag: found.digest, publicForSeconds });
    }),
    route(listPackChanges, async ({ params }) => {
      const found = await changes(params.pack);
      return found.length === 0
        ? refuse("catalogue.unknown-edition")
        : lasting({ editions: found }, tagPart(params.pack));
    }),
    route(listSectors, async () => lasting({ sectors: [...catalogue.sectors()] })),
    route(getSector, async ({ params: { number } }) => {
      const on = clock.today();
      const view = sectorView(catalogue, { number, on });
      return view ? lasting(view, number, on) : refuse("catalogue.unknown-sector", { params: { number } });
    }),
    route(listItems, async ({ query }) => {
      const on = (query.on ?? clock.today()) as IsoDate;
      const about = [on, query.sector ?? "", query.category ?? "", query.agencyKind ?? "", query.pack ?? ""];
      return lasting({ on, items: itemList(catalogue, { ...query, on }) }, ...about.map(tagPart));
    }),
    route(getItem, async ({ params }) => {
      const id = `${params.pack}/${params.name}`;
      const on = clock.today();
      const view = itemView(catalogue, { id, on });
      return view ? lasting(view, tagPart(id), on) : refuse("catalogue.unknown-item");
    }),
    route(downloadItemSchema, async ({ params }) => {
      const id = `${params.pack}/${params.name}`;
      const found = catalogue.versions(id).find(({ item }) => item.version === params.version);
      if (!found) return refuse("catalogue.unknown-item");
      const bytes = Buffer.from(JSON.stringify(found.item.schema, null, 2));
      const fileName = `${params.pack}-${params.name}-${params.version}.schema.json`;
      return lasting({ bytes, mediaType: "application/schema+json", fileName }, tagPart(found.key));
    }),
    route(listRules, async () => {
      const on = clock.today();
      return lasting({ rules: ruleList(catalogue, on) }, on);
    }),
    route(listPurposes, async () => lasting({ purposes: [...catalogue.purposes.values()] })),
    route(listAgencyKinds, async () => lasting({ agencyKinds: [...catalogue.agencyKinds.values()] })),
    route(listCalendarNotices, async () => lasting({ notices: [...catalogue.calendarNotices] })),
  ];
}

function listRoutes({ catalogue, clock }: CatalogueRooms): Route[] {
  const lasting = lastingIn(catalogue);
  const asked = ({ pack, name }: { pack: string; name: string }) => ({ id: `${pack}/${name}`, on: clock.today() });
  return [
    route(listCatalogueLists, async ({ query }) => {
      const on = (query.on ?? clock.today()) as IsoDate;
      const about = [on, query.sort ?? "", query.keeper ?? "", query.pack ?? ""];
      return lasting({ on, lists: listTable(catalogue, { ...query, on }) }, ...about.map(tagPart));
    }),
    route(getCatalogueList, async ({ params }) => {
      const { id, on } = asked(params);
      const view = listView(catalogue, { id, on });
      return view ? lasting(view, tagPart(id), on) : refuse("catalogue.unknown-list");
    }),
    route(listCatalogueMeasures, async ({ query }) => {
      const on = (query.on ?? clock.today()) as IsoDate;
      const about = [on, query.sort, query.list, query.matter, query.addressee, query.pack].map((part) => part ?? "");
      const measures = measureTable(catalogue, { ...query, on });
      return lasting({ on, measures, declined: [...catalogue.declinedMeasures] }, ...about.map(tagPart));
    }),
    route(getCatalogueMeasure, async ({ params }) => {
      const { id, on } = asked(params);
      const view = measureView(catalogue, { id, on });
      return view ? lasting(view, tagPart(id), on) : refuse("catalogue.unknown-measure");
    }),
    route(listCatalogueMatters, async () => lasting({ matters: [...catalogue.matters.values()] })),
    route(listCatalogueProcedures, async ({ query }) => {
      const on = (query.on ?? clock.today()) as IsoDate;
      return lasting({ on, procedures: [...catalogue.procedures(on)] }, on);
    }),
    route(getCatalogueProcedure, async ({ params }) => {
      const { id, on } = asked(params);
      const view = procedureView(catalogue, { id, on });
      return view ? lasting(view, tagPart(id), on) : refuse("catalogue.unknown-procedure");
    }),
  ];
}

/** Entity tags are ASCII in quotes. */
function tagPart(part: string | number): string {
  return encodeURIComponent(part);
}

/** Remembers answers of the database until the catalogue was read anew. */
function remembering<T>(catalogue: Catalogue, ask: (about: string) => Promise<T>): (about: string) => Promise<T> {
  let stamp = "";
  const answers = new Map<string, Promise<T>>();
  return (about) => {
    if (stamp !== catalogue.stamp) answers.clear();
    stamp = catalogue.stamp;
    // Whoever asks for what is not there must not fill the memory with it.
    const known = answers.get(about);
    if (known || answers.size > 50) return known ?? ask(about);
    const asked = ask(about);
    answers.set(about, asked);
    asked.catch(() => answers.delete(about));
    return asked;
  };
}

function editionOf({ version, digest, loadedAt }: StoredHead) {
  return { version, digest, loadedAt: loadedAt.toISOString() };
}

/** What each edition changed of the one before; `heads` newest first. */
async function history(publicReader: Pool, heads: readonly StoredHead[]) {
  const found = await Promise.all(heads.map((head) => findEdition(publicReader, head)));
  const packs = found.filter((one) => one !== null);
  return packs.map((pack: StoredPack, at) => {
    const before = packs[at + 1];
    return {
      edition: editionOf(pack),
      rows: countRows(pack.contents),
      changes: before ? changesBetween(before.contents, pack.contents) : [],
    };
  });
}
