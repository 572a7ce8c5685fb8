/** Entries of a list in force, as anyone may see them: organisations only (C12). Counts, and files to take away. */
import Type, { type Static } from "typebox";
import { endpoint } from "./endpoint.ts";
import { FileRecordShape, ItemLegendShape } from "./ledger.ts";
import { BilingualShape, DateShape, oneOf, orNull, PageQuery } from "./shapes.ts";

const closed = { additionalProperties: false };
const tag = "ledger";
const ListName = Type.Object({ pack: Type.String({ maxLength: 60 }), name: Type.String({ maxLength: 60 }) }, closed);
const Month = Type.String({ pattern: "^\\d{4}-\\d{2}$" });

/** What narrows the entries of a list. */
const EntryFilter = {
  /** Part of a name, or a whole unified code. */
  q: Type.Optional(Type.String({ maxLength: 120 })),
  /** Four digits: a city of GB/T 2260, of the division in which the organisation is registered. */
  city: Type.Optional(Type.String({ pattern: "^\\d{4}$" })),
  /** First day of effect, not before and not after. */
  from: Type.Optional(DateShape),
  to: Type.Optional(DateShape),
};

export const ListEntryShape = Type.Object(
  { subject: Type.Object({ code: Type.String(), name: Type.String() }, closed), record: FileRecordShape },
  { $id: "ListEntry", ...closed },
);
export type ListEntry = Static<typeof ListEntryShape>;

const refusals = ["ledger.unknown-list", "ledger.date", "registry.identity-number"];

export const listEntries = endpoint({
  id: "listEntries",
  method: "GET",
  path: "/api/v1/listings/:pack/:name",
  tag,
  entrance: "anyone",
  summary: { zh: "名单上现在有谁（仅限组织）", en: "who is on a list now (organisations only)" },
  params: ListName,
  query: Type.Object({ ...EntryFilter, ...PageQuery }, closed),
  response: Type.Object(
    {
      /** The list's names are public; else `items` is empty whoever is listed. */
      publishes: Type.Boolean(),
      /** Entries that satisfy the filter, on all pages. */
      total: Type.Integer(),
      items: Type.Array(ListEntryShape),
      next: orNull(Type.String()),
      legends: Type.Record(Type.String(), ItemLegendShape),
      authorities: Type.Record(Type.String(), BilingualShape),
      /** Day of the data. */
      dataOf: DateShape,
    },
    { $id: "ListEntries", ...closed },
  ),
  refusals: [...refusals, "ledger.cursor"],
});

export const downloadEntries = endpoint({
  id: "downloadEntries",
  method: "GET",
  path: "/api/v1/listings/:pack/:name/download",
  tag,
  entrance: "anyone",
  summary: { zh: "下载名单（CSV 或 JSON，载明数据日期）", en: "the list as CSV or JSON, with the day of the data" },
  params: ListName,
  query: Type.Object(
    { format: oneOf("csv", "json"), language: Type.Optional(oneOf("zh", "en")), ...EntryFilter },
    closed,
  ),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: ["text/csv; charset=utf-8", "application/json"] },
  refusals,
});

/** How many entered a list and left it: numbers alone, whoever they were. */
export const countEntries = endpoint({
  id: "countEntries",
  method: "GET",
  path: "/api/v1/listings/:pack/:name/counts",
  tag,
  entrance: "anyone",
  summary: { zh: "名单的进出数量：按月、按地区", en: "entries and exits of a list, by month and by city" },
  params: ListName,
  query: Type.Object({ months: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, default: 24 })) }, closed),
  response: Type.Object(
    {
      inForce: Type.Integer(),
      /** Every month of the time asked for, the oldest first; a month without any stands with 0. */
      months: Type.Array(
        Type.Object(
          {
            month: Month,
            entered: Type.Integer(),
            /** Ended by time or by an early exit. */
            left: Type.Integer(),
            /** Undone: withdrawn by the authority, on reconsideration or by a judgment. */
            annulled: Type.Integer(),
          },
          closed,
        ),
      ),
      /** By city of registration, most in force first. */
      cities: Type.Array(
        Type.Object(
          {
            city: Type.String(),
            name: orNull(Type.String()),
            inForce: Type.Integer(),
            entered: Type.Integer(),
            left: Type.Integer(),
          },
          closed,
        ),
      ),
      dataOf: DateShape,
    },
    { $id: "ListCounts", ...closed },
  ),
  refusals: ["ledger.unknown-list"],
});

/** How many are on each list now. */
export const countLists = endpoint({
  id: "countLists",
  method: "GET",
  path: "/api/v1/listings",
  tag,
  entrance: "anyone",
  summary: { zh: "各名单现有多少个组织", en: "how many organisations are on each list now" },
  response: Type.Object(
    {
      lists: Type.Array(Type.Object({ list: Type.String(), inForce: Type.Integer() }, closed)),
      dataOf: DateShape,
    },
    { $id: "ListTotals", ...closed },
  ),
});
