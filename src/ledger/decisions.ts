/** Double publicity (双公示): the latest public permits and penalties, their counts, and files to take away. */
import type { Static } from "typebox";
import type {
  countDecisions,
  Decision,
  DecisionList,
  downloadDecisions,
  ItemLegend,
  listDecisions,
} from "#contract/ledger.ts";
import { type Bilingual, done, type Outcome, refuse } from "#core/refusal.ts";
import { addDays, addMonths, type IsoDate, parseIsoDate } from "#core/time/date.ts";
import type { FileAnswer } from "#src/access/index.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import { visibleToPublic } from "./compose.ts";
import type { FileParts, Files } from "./files.ts";
import { standingOf } from "./public.ts";
import { type DecisionFilter, listPublicDecisions, readTally } from "./store.ts";
import { decisionsCsv, type TableItem } from "./table.ts";

type Query = Static<NonNullable<typeof listDecisions.query>>;
type DownloadQuery = Static<NonNullable<typeof downloadDecisions.query>>;
/** Permits and penalties are published within seven working days of the decision (发改办财金〔2018〕424号). */
const doublePublicityWorkingDays = 7;

/** How far back a page of the newest decisions is looked for first, and then. */
const windowsDays = [7, 60];
const pageRowsMax = 201;

/** A download is bounded; whoever needs more narrows by date. */
const downloadRowsMax = 10_000;

export class Decisions {
  readonly #parts: FileParts;
  readonly #files: Files;

  constructor(parts: FileParts, files: Files) {
    this.#parts = parts;
    this.#files = files;
  }

  /** One page, newest decision first. */
  async list(query: Query): Promise<Outcome<DecisionList>> {
    const limit = query.limit ?? 50;
    const filter = this.#filter(query, limit + 1);
    if (!filter.ok) return filter;
    const page = await this.#page(filter.value);
    const more = page.rows.length > limit;
    const shown = page.rows.slice(0, limit);
    const last = shown.at(-1);
    return done({
      ...this.#withLegends(shown.flatMap((row) => row.decision ?? [])),
      next: more && last ? `${last.firstDecidedOn}.${last.recordId}` : null,
    });
  }

  /** The list as CSV (with BOM, for spreadsheets) or JSON, with the day of the data. */
  async download(query: DownloadQuery): Promise<Outcome<FileAnswer>> {
    const filter = this.#filter(query, downloadRowsMax);
    if (!filter.ok) return filter;
    const { rows } = await this.#page(filter.value);
    const list = this.#withLegends(rows.flatMap((row) => row.decision ?? []));
    const day = this.#parts.clock.today();
    const name = `decisions-${day}`;
    if (query.format === "json") {
      const body = { dataOf: day, licence: "/licence", rowsMax: downloadRowsMax, ...list };
      return done({
        bytes: Buffer.from(JSON.stringify(body)),
        mediaType: "application/json",
        fileName: `${name}.json`,
      });
    }
    const items = this.#items().flatMap(({ item, legend }): TableItem[] => {
      const { open, released } = this.#files.legends.publicFields(item.id);
      return query.item === undefined || query.item === item.id ? [{ legend, public: open.union(released) }] : [];
    });
    const text = decisionsCsv(list, { language: query.language ?? "zh", day, items });
    return done({ bytes: Buffer.from(text), mediaType: "text/csv; charset=utf-8", fileName: `${name}.csv` });
  }

  /** Counts of the last months by item and sector. */
  async count(months: number): Promise<Static<typeof countDecisions.response>> {
    const { clock, publicReader, door, catalogue } = this.#parts;
    const from = addMonths(`${clock.today().slice(0, 7)}-01` as IsoDate, 1 - months);
    const items = this.#items();
    const tally = await readTally(publicReader, door.publicScope, { itemIds: items.map(({ item }) => item.id), from });
    return {
      from,
      counts: tally.map(({ itemId, sector, month, recorded }) => ({
        item: itemId,
        sector,
        month: month.slice(0, 7),
        recorded,
      })),
      items: Object.fromEntries(items.map(({ item }): [string, Bilingual] => [item.id, item.title])),
      sectors: Object.fromEntries(catalogue.sectors().map(({ number, title }) => [String(number), title])),
    };
  }

  /** Items of double publicity are those that must be public within its days of the decision. */
  #items(): readonly ItemVersion[] {
    return this.#parts.catalogue
      .items(this.#parts.clock.today())
      .filter(
        ({ item }) =>
          item.switchedOn &&
          item.terms.publishWithinWorkingDays === doublePublicityWorkingDays &&
          item.subjects.organisation?.publish,
      );
  }

  #filter(query: Query, limit: number): Outcome<DecisionFilter> {
    const items = this.#items().map(({ item }) => item.id);
    if (query.item !== undefined && !items.includes(query.item))
      return refuse("ledger.unknown-filter", { field: "item" });
    const sector = this.#parts.catalogue.sectors().find(({ number }) => number === query.sector);
    if (query.sector !== undefined && !sector) return refuse("ledger.unknown-filter", { field: "sector" });
    const from = query.from === undefined ? null : parseIsoDate(query.from);
    const to = query.to === undefined ? null : parseIsoDate(query.to);
    if (query.from !== undefined && !from) return refuse("ledger.date", { field: "from" });
    if (query.to !== undefined && !to) return refuse("ledger.date", { field: "to" });
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    if (query.cursor !== undefined && !after) return refuse("ledger.cursor");
    return done({
      itemIds: query.item === undefined ? items : [query.item],
      authorities: this.#authorities(query.authority, sector?.agencyKinds),
      from,
      to,
      after,
      limit,
    });
  }

  #authorities(authority: string | undefined, sectorKinds: readonly string[] | undefined): readonly string[] | null {
    const ofSector = sectorKinds ? this.#parts.directory.agenciesOfKinds(sectorKinds) : null;
    if (authority === undefined) return ofSector;
    return ofSector && !ofSector.includes(authority) ? [] : [authority];
  }

  async #page(
    filter: DecisionFilter,
  ): Promise<{ rows: { decision: Decision | null; firstDecidedOn: IsoDate; recordId: string }[] }> {
    const { door, clock, directory } = this.#parts;
    const rows = await this.#newest(filter);
    const labels = await directory.labels(door.publicScope, [...new Set(rows.map((row) => row.subjectId))]);
    const today = clock.today();
    const asOf = { effectiveAt: today, knownAt: clock.now().toISOString(), today };
    return {
      rows: rows.map((row) => {
        const subject = labels.get(row.subjectId);
        const { visible } = visibleToPublic(standingOf(row), asOf, this.#files.legends);
        const decision = subject && visible ? { subject, record: visible.record } : null;
        return { decision, firstDecidedOn: row.firstDecidedOn, recordId: row.recordId };
      }),
    };
  }

  /**
   * The newest decisions the filter lets through. Newest first, so that enough of the last days are the first of all:
   * they are asked for before the years behind them, which are many.
   */
  async #newest(filter: DecisionFilter) {
    const { publicReader, door, clock } = this.#parts;
    const last = filter.after?.decidedOn ?? filter.to ?? clock.today();
    for (const days of filter.limit <= pageRowsMax ? windowsDays : []) {
      const from = addDays(last, -days);
      if (filter.from && filter.from >= from) break;
      const rows = await listPublicDecisions(publicReader, door.publicScope, { ...filter, from });
      if (rows.length >= filter.limit) return rows;
    }
    return listPublicDecisions(publicReader, door.publicScope, filter);
  }

  #withLegends(items: Decision[]): Omit<DecisionList, "next"> {
    const legends: Record<string, ItemLegend> = {};
    const authorities: Record<string, Bilingual> = {};
    for (const { record } of items) {
      const [itemId, version] = record.item.split("@");
      legends[record.item] ??= this.#files.legends.item(itemId ?? "", Number(version));
      authorities[record.authority] ??= this.#files.legends.authority(record.authority);
    }
    return { items, legends, authorities };
  }
}

/** Where a page of a list sorted by decision left off; null for what is no cursor. */
export function readCursor(cursor: string): DecisionFilter["after"] {
  const [, day, recordId] = /^(\d{4}-\d{2}-\d{2})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  const decidedOn = parseIsoDate(day ?? "");
  return decidedOn && recordId ? { decidedOn, recordId } : null;
}
