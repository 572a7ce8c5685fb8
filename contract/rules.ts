/** The rules as anyone may read and take them away (C18): sectors, items, rules in words, law, purposes, every change. */
import Type, { type Static } from "typebox";
import {
  AgencyKindShape,
  CalendarNoticeShape,
  EntryFormShape,
  ItemShape,
  PackShape,
  PurposeShape,
  RuleShape,
  SectorShape,
} from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull } from "./shapes.ts";

const closed = { additionalProperties: false };
const tag = "catalogue";
const ItemName = Type.Object({ pack: Type.String({ maxLength: 60 }), name: Type.String({ maxLength: 60 }) }, closed);

/** An item as lists show it: what it says of whom, without its schema. */
export const ItemSummaryShape = Type.Object(
  {
    ...Type.Pick(ItemShape, [
      "id",
      "version",
      "effectiveFrom",
      "effectiveTo",
      "switchedOn",
      "title",
      "plain",
      "category",
      "sectors",
      "sentBy",
      "law",
      "subjects",
      "adverse",
      "evaluative",
      "listing",
    ]).properties,
  },
  { $id: "ItemSummary", ...closed },
);
export type ItemSummary = Static<typeof ItemSummaryShape>;

/** A rule with what it demands in words. */
export const RuleViewShape = Type.Object(
  {
    pack: Type.String(),
    rule: RuleShape,
    /** What its check demands; fields by their names in the item, or by their roles. */
    demands: BilingualShape,
  },
  { $id: "RuleView", ...closed },
);
export type RuleView = Static<typeof RuleViewShape>;

export const SectorViewShape = Type.Object(
  { sector: SectorShape, agencyKinds: Type.Array(AgencyKindShape), items: Type.Array(ItemSummaryShape) },
  { $id: "SectorView", ...closed },
);
export type SectorView = Static<typeof SectorViewShape>;

export const ItemViewShape = Type.Object(
  {
    id: Type.String(),
    pack: PackShape,
    /** The version in force today; null where there is none. */
    current: orNull(Type.Integer()),
    /** Newest first. */
    versions: Type.Array(
      Type.Object(
        {
          item: ItemShape,
          /** Rules its rows must pass, in the order in which they are asked. */
          rules: Type.Array(RuleViewShape),
          form: EntryFormShape,
        },
        closed,
      ),
    ),
  },
  { $id: "ItemView", ...closed },
);
export type ItemView = Static<typeof ItemViewShape>;

/** An edition of a pack. */
export const EditionShape = Type.Object(
  {
    version: Type.String(),
    /** SHA-256 of the file that `downloadPack` gives, in hex. */
    digest: Type.String(),
    loadedAt: InstantShape,
  },
  { $id: "Edition", ...closed },
);

/** What an edition changed, row by row. */
export const PackChangeShape = Type.Object(
  {
    kind: oneOf(
      "pack",
      "sector",
      "agency-kind",
      "item",
      "rule",
      "purpose",
      "calendar",
      "division",
      "list",
      "procedure",
      "matter",
      "measure",
      "declined-measure",
      "objection-term",
      "question-term",
      "repair-rule",
    ),
    change: oneOf("added", "changed", "removed"),
    /** Number of a sector, `cn/penalty@2`, code of a rule ... */
    id: Type.String(),
    title: orNull(BilingualShape),
  },
  { $id: "PackChange", ...closed },
);
export type PackChange = Static<typeof PackChangeShape>;

export const listPacks = endpoint({
  id: "listPacks",
  method: "GET",
  path: "/api/v1/catalogue/packs",
  tag,
  entrance: "anyone",
  summary: { zh: "现行规则包及其全部版本", en: "the packs in force and all their editions" },
  response: Type.Object(
    {
      packs: Type.Array(Type.Object({ pack: PackShape, editions: Type.Array(EditionShape) }, closed)),
    },
    closed,
  ),
});

export const downloadPack = endpoint({
  id: "downloadPack",
  method: "GET",
  path: "/api/v1/catalogue/packs/:pack/editions/:version",
  tag,
  entrance: "anyone",
  summary: {
    zh: "下载某一版本的全部规则（RFC 8785 规范 JSON）",
    en: "a whole edition as one file (canonical JSON, RFC 8785)",
  },
  params: Type.Object({ pack: Type.String({ maxLength: 60 }), version: Type.String({ maxLength: 60 }) }, closed),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: ["application/json"] },
  refusals: ["catalogue.unknown-edition"],
});

export const listPackChanges = endpoint({
  id: "listPackChanges",
  method: "GET",
  path: "/api/v1/catalogue/packs/:pack/changes",
  tag,
  entrance: "anyone",
  summary: { zh: "规则包历次变动", en: "what each edition of a pack changed" },
  params: Type.Object({ pack: Type.String({ maxLength: 60 }) }, closed),
  response: Type.Object(
    {
      /** Newest first; the first edition adds everything, and says only how much. */
      editions: Type.Array(
        Type.Object({ edition: EditionShape, rows: Type.Integer(), changes: Type.Array(PackChangeShape) }, closed),
      ),
    },
    closed,
  ),
  refusals: ["catalogue.unknown-edition"],
});

export const listSectors = endpoint({
  id: "listSectors",
  method: "GET",
  path: "/api/v1/catalogue/sectors",
  tag,
  entrance: "anyone",
  summary: { zh: "《纲要》的 34 项任务", en: "the Outline's 34 tasks, with what is declined in each" },
  response: Type.Object({ sectors: Type.Array(SectorShape) }, closed),
});

export const getSector = endpoint({
  id: "getSector",
  method: "GET",
  path: "/api/v1/catalogue/sectors/:number",
  tag,
  entrance: "anyone",
  summary: { zh: "一项任务：机关、事项、拒绝的内容", en: "one task: its agencies, its items, what is declined" },
  params: Type.Object({ number: Type.Integer({ minimum: 1, maximum: 34 }) }, closed),
  response: SectorViewShape,
  refusals: ["catalogue.unknown-sector"],
});

export const listItems = endpoint({
  id: "listItems",
  method: "GET",
  path: "/api/v1/catalogue/items",
  tag,
  entrance: "anyone",
  summary: { zh: "目录事项，可按任务、类别、机关筛选", en: "catalogue items, by sector, category or kind of agency" },
  query: Type.Object(
    {
      /** In force on this day; today unless said. */
      on: Type.Optional(DateShape),
      sector: Type.Optional(Type.Integer({ minimum: 1, maximum: 34 })),
      category: Type.Optional(Type.Integer({ minimum: 1, maximum: 13 })),
      /** Items that this kind of agency may send. */
      agencyKind: Type.Optional(Type.String({ maxLength: 60 })),
      pack: Type.Optional(Type.String({ maxLength: 60 })),
    },
    closed,
  ),
  response: Type.Object({ on: DateShape, items: Type.Array(ItemSummaryShape) }, closed),
});

export const getItem = endpoint({
  id: "getItem",
  method: "GET",
  path: "/api/v1/catalogue/items/:pack/:name",
  tag,
  entrance: "anyone",
  summary: { zh: "一个目录事项的全部版本", en: "an item with all its versions: schema, terms, law, rules in words" },
  params: ItemName,
  response: ItemViewShape,
  refusals: ["catalogue.unknown-item"],
});

export const downloadItemSchema = endpoint({
  id: "downloadItemSchema",
  method: "GET",
  path: "/api/v1/catalogue/items/:pack/:name/versions/:version/schema",
  tag,
  entrance: "anyone",
  summary: { zh: "某版本的 JSON Schema（2020-12）", en: "the JSON Schema (2020-12) of a version's payload" },
  params: Type.Object({ ...ItemName.properties, version: Type.Integer({ minimum: 1 }) }, closed),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: ["application/schema+json"] },
  refusals: ["catalogue.unknown-item"],
});

export const listRules = endpoint({
  id: "listRules",
  method: "GET",
  path: "/api/v1/catalogue/rules",
  tag,
  entrance: "anyone",
  summary: { zh: "报送信息须遵守的全部规则", en: "every rule that information sent must pass, in words" },
  response: Type.Object({ rules: Type.Array(RuleViewShape) }, closed),
});

export const listPurposes = endpoint({
  id: "listPurposes",
  method: "GET",
  path: "/api/v1/catalogue/purposes",
  tag,
  entrance: "anyone",
  summary: { zh: "机关查阅档案的目的", en: "the purposes for which a body may look at a file" },
  response: Type.Object({ purposes: Type.Array(PurposeShape) }, closed),
});

export const listAgencyKinds = endpoint({
  id: "listAgencyKinds",
  method: "GET",
  path: "/api/v1/catalogue/agency-kinds",
  tag,
  entrance: "anyone",
  summary: { zh: "机关种类", en: "the kinds of agencies" },
  response: Type.Object({ agencyKinds: Type.Array(AgencyKindShape) }, closed),
});

export const listCalendarNotices = endpoint({
  id: "listCalendarNotices",
  method: "GET",
  path: "/api/v1/catalogue/calendar",
  tag,
  entrance: "anyone",
  summary: { zh: "放假调休通知", en: "the notices that set days off and working days" },
  response: Type.Object({ notices: Type.Array(CalendarNoticeShape) }, closed),
});
