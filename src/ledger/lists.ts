/** Public lists: who is on one now, how many entered and left, and files to take away (C12, C18). */
import type { Static } from "typebox";
import type { ItemLegend } from "#contract/ledger.ts";
import type { countEntries, countLists, downloadEntries, ListEntry, listEntries } from "#contract/list-entries.ts";
import type { List } from "#contract/lists-in-packs.ts";
import { holdsPersonsIdentifier } from "#core/code/secrets.ts";
import { checkUnifiedCode } from "#core/code/unified.ts";
import { type Bilingual, done, type Outcome, refuse } from "#core/refusal.ts";
import { addMonths, type IsoDate, parseIsoDate } from "#core/time/date.ts";
import type { FileAnswer } from "#src/access/index.ts";
import { visibleToPublic } from "./compose.ts";
import { readCursor } from "./decisions.ts";
import type { FileParts, Files } from "./files.ts";
import { countInForce, type EntryFilter, type EntryRow, type Moves, readEntries, readMoves } from "./list-store.ts";
import { standingOf } from "./public.ts";
import { entriesCsv, type TableItem } from "./table.ts";

type Name = { readonly pack: string; readonly name: string };
type Query = Static<NonNullable<typeof listEntries.query>>;
type DownloadQuery = Static<NonNullable<typeof downloadEntries.query>>;
type Entries = Static<typeof listEntries.response>;
type Counts = Static<typeof countEntries.response>;

/** A download is bounded; whoever needs more narrows by date. */
const downloadRowsMax = 10_000;

export class Lists {
  readonly #parts: FileParts;
  readonly #files: Files;

  constructor(parts: FileParts, files: Files) {
    this.#parts = parts;
    this.#files = files;
  }

  /** One page of the entries in force, newest decision first. */
  async entries(name: Name, query: Query): Promise<Outcome<Entries>> {
    const { publicReader, door, clock } = this.#parts;
    const limit = query.limit ?? 50;
    const list = this.#list(name);
    if (!list) return refuse("ledger.unknown-list");
    const filter = this.#filter(list, query);
    if (!filter.ok) return filter;
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    if (query.cursor !== undefined && !after) return refuse("ledger.cursor");
    const [rows, total] = await Promise.all([
      readEntries(publicReader, door.publicScope, filter.value, { after, limit: limit + 1 }),
      countInForce(publicReader, door.publicScope, filter.value),
    ]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return done({
      publishes: list.publishes,
      total,
      ...(await this.#shown(shown)),
      next: rows.length > limit && last ? `${last.firstDecidedOn}.${last.recordId}` : null,
      dataOf: clock.today(),
    });
  }

  /** The same as a file, with the day of the data in its name and in it. */
  async download(name: Name, query: DownloadQuery): Promise<Outcome<FileAnswer>> {
    const { publicReader, door, clock } = this.#parts;
    const list = this.#list(name);
    if (!list) return refuse("ledger.unknown-list");
    const filter = this.#filter(list, query);
    if (!filter.ok) return filter;
    const rows = await readEntries(publicReader, door.publicScope, filter.value, {
      after: null,
      limit: downloadRowsMax,
    });
    const entries = await this.#shown(rows);
    const day = clock.today();
    const fileName = `${name.pack}-${name.name}-${day}`;
    if (query.format === "json") {
      const head = { list: list.id, version: list.version, title: list.title, law: list.law };
      const body = { dataOf: day, licence: "/licence", rowsMax: downloadRowsMax, ...head, ...entries };
      const bytes = Buffer.from(JSON.stringify(body));
      return done({ bytes, mediaType: "application/json", fileName: `${fileName}.json` });
    }
    const text = entriesCsv(entries, {
      language: query.language ?? "zh",
      day,
      items: this.#tableItems(list),
      list: list.title,
    });
    return done({ bytes: Buffer.from(text), mediaType: "text/csv; charset=utf-8", fileName: `${fileName}.csv` });
  }

  /** Entries and exits by month and by city of registration. */
  async count(name: Name, monthsAsked: number): Promise<Outcome<Counts>> {
    const { publicReader, door, clock, catalogue } = this.#parts;
    const list = this.#list(name);
    if (!list) return refuse("ledger.unknown-list");
    const moves = await readMoves(publicReader, door.publicScope, this.#itemsOf(list));
    const today = clock.today();
    const cities = Map.groupBy(moves, ({ city }) => city);
    return done({
      inForce: sum(moves, inForce),
      months: monthsUntil(today, monthsAsked).map((month) => ({
        month,
        entered: sum(moves, ({ entered }) => entered === month),
        left: sum(moves, ({ left, annulled }) => left === month && !annulled),
        annulled: sum(moves, ({ left, annulled }) => left === month && annulled),
      })),
      cities: [...cities]
        .map(([city, of]) => ({
          city,
          name: catalogue.divisions.find(`${city}00`).name,
          inForce: sum(of, inForce),
          entered: sum(of, () => true),
          left: sum(of, ({ left }) => left !== null),
        }))
        .sort((a, b) => b.inForce - a.inForce || b.entered - a.entered || (a.city < b.city ? -1 : 1)),
      dataOf: today,
    });
  }

  /** How many are on each list now. */
  async totals(): Promise<Static<typeof countLists.response>> {
    const { publicReader, door, clock, catalogue } = this.#parts;
    const today = clock.today();
    const lists = catalogue.lists(today);
    const items = lists.flatMap((list) => this.#itemsOf(list));
    const moves = await readMoves(publicReader, door.publicScope, items);
    return {
      lists: lists.map((list) => {
        const own = new Set(this.#itemsOf(list));
        return { list: list.id, inForce: sum(moves, (one) => own.has(one.itemId) && inForce(one)) };
      }),
      dataOf: today,
    };
  }

  #list({ pack, name }: Name): List | null {
    const { catalogue, clock } = this.#parts;
    return catalogue.listInForce(`${pack}/${name}`, clock.today());
  }

  /** What entries of the list were recorded under, in any of its versions. */
  #itemsOf(list: List): readonly string[] {
    return [...new Set(this.#parts.catalogue.listVersions(list.id).map(({ item }) => item))];
  }

  /** The columns of a file: the public fields of what entries are recorded under now. */
  #tableItems(list: List): TableItem[] {
    const { catalogue, clock } = this.#parts;
    const item = catalogue.itemInForce(list.item, clock.today());
    if (!item) return [];
    const { open, released } = this.#files.legends.publicFields(list.item);
    return [{ legend: item.legend, public: open.union(released) }];
  }

  #filter(list: List, query: Pick<Query, "q" | "city" | "from" | "to">): Outcome<EntryFilter> {
    const asked = query.q?.normalize("NFKC").trim() ?? "";
    // As the search does: what looks like a person's number is refused, and not said back (C13).
    if (holdsPersonsIdentifier(asked)) return refuse("registry.identity-number", { field: "q" });
    const from = query.from === undefined ? null : parseIsoDate(query.from);
    const to = query.to === undefined ? null : parseIsoDate(query.to);
    if (query.from !== undefined && !from) return refuse("ledger.date", { field: "from" });
    if (query.to !== undefined && !to) return refuse("ledger.date", { field: "to" });
    const code = asked.toUpperCase();
    const isCode = checkUnifiedCode(code).verdict !== "malformed";
    return done({
      itemIds: this.#itemsOf(list),
      code: isCode ? code : null,
      name: isCode || asked === "" ? null : asked,
      city: query.city ?? null,
      from,
      to,
    });
  }

  async #shown(rows: readonly EntryRow[]): Promise<Pick<Entries, "items" | "legends" | "authorities">> {
    const { door, clock, directory } = this.#parts;
    const labels = await directory.labels(door.publicScope, [...new Set(rows.map(({ subjectId }) => subjectId))]);
    const today = clock.today();
    const asOf = { effectiveAt: today, knownAt: clock.now().toISOString(), today };
    const items: ListEntry[] = [];
    const legends: Record<string, ItemLegend> = {};
    const authorities: Record<string, Bilingual> = {};
    for (const row of rows) {
      const subject = labels.get(row.subjectId);
      const { visible } = visibleToPublic(standingOf(row), asOf, this.#files.legends);
      if (!subject || !visible) continue;
      const { record } = visible;
      const [itemId, version] = record.item.split("@");
      items.push({ subject, record });
      legends[record.item] ??= this.#files.legends.item(itemId ?? "", Number(version));
      authorities[record.authority] ??= this.#files.legends.authority(record.authority);
    }
    return { items, legends, authorities };
  }
}

const inForce = ({ left }: Moves) => left === null;

function sum(moves: readonly Moves[], of: (move: Moves) => boolean): number {
  return moves.reduce((total, move) => (of(move) ? total + move.listings : total), 0);
}

/** The last months as `YYYY-MM`, oldest first, this one among them. */
function monthsUntil(today: IsoDate, count: number): string[] {
  const first = addMonths(`${today.slice(0, 7)}-01` as IsoDate, 1 - count);
  return Array.from({ length: count }, (_, at) => addMonths(first, at).slice(0, 7));
}
