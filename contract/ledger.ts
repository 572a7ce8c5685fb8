/** The credit file: what it shows, to whom, as of which dates. One shape for page, report and API. */
import Type, { type Static } from "typebox";
import { LawShape, SubjectKindShape } from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, PageQuery } from "./shapes.ts";

const closed = { additionalProperties: false };

export const AudienceShape = oneOf("public", "body", "subject");

/** A number of the subject. Numbers of persons never appear here; the subject sees its own masked. */
export const IdentifierShape = Type.Object(
  {
    scheme: Type.String(),
    value: Type.String(),
    verdict: oneOf("valid", "checksum-exception", "unchecked"),
    validFrom: orNull(DateShape),
    validUntil: orNull(DateShape),
  },
  { $id: "Identifier", ...closed },
);

export const NameShape = Type.Object(
  {
    name: Type.String(),
    role: oneOf("legal", "trade", "short"),
    validFrom: orNull(DateShape),
    validUntil: orNull(DateShape),
  },
  { $id: "Name", ...closed },
);

/** Who a file is about. */
export const SubjectShape = Type.Object(
  {
    kind: SubjectKindShape,
    /** Present legal or trade name; the code where a trade name must not be shown (C12); masked for persons. */
    name: Type.String(),
    /** The unified code, or the older number it is known by; empty for persons. */
    code: Type.String(),
    codeVerdict: oneOf("valid", "checksum-exception", "unchecked"),
    /** Department and category of the code in words: 市场监管部门登记的企业. */
    form: orNull(BilingualShape),
    division: orNull(Type.Object({ code: Type.String(), name: Type.String(), abolished: Type.Boolean() }, closed)),
    identifiers: Type.Array(IdentifierShape),
    names: Type.Array(NameShape),
    /** Codes of subjects that are an alias of this one, or this of them, with the act's date. */
    aliases: Type.Array(Type.Object({ code: Type.String(), since: DateShape }, closed)),
  },
  { $id: "Subject", ...closed },
);
export type SubjectView = Static<typeof SubjectShape>;

/** What a field of an item is called and how its values read; said once per item version, not once per record. */
export const FieldLegendShape = Type.Object(
  {
    title: BilingualShape,
    unit: Type.Optional(Type.String()),
    date: Type.Optional(Type.Literal(true)),
    /** Words for coded values. */
    words: Type.Optional(Type.Record(Type.String(), BilingualShape)),
    /** Free text that the public sees only as released (C3). */
    released: Type.Optional(Type.Literal(true)),
  },
  { $id: "FieldLegend", ...closed },
);

/** What a record of an item version means. */
export const ItemLegendShape = Type.Object(
  {
    itemId: Type.String(),
    version: Type.Integer(),
    title: BilingualShape,
    plain: BilingualShape,
    category: Type.Integer(),
    sectors: Type.Array(Type.Integer()),
    law: Type.Array(LawShape),
    wayBack: Type.Object({ text: BilingualShape, article: Type.String() }, closed),
    fields: Type.Record(Type.String(), FieldLegendShape),
  },
  { $id: "ItemLegend", ...closed },
);
export type ItemLegend = Static<typeof ItemLegendShape>;

/**
 * A mark on a record: a release of masked text; an objection that waits for its answer, with the day it is due; a
 * suspension, from the day after that (C10); the subject's own statement (征信业管理条例 16).
 */
export const MarkShape = Type.Object(
  {
    mark: Type.String(),
    at: InstantShape,
    note: orNull(BilingualShape),
    dueOn: Type.Optional(DateShape),
    /** The subject's words, as far as the audience may read them. */
    text: Type.Optional(Type.String()),
  },
  { $id: "Mark", ...closed },
);

export const FileRecordShape = Type.Object(
  {
    recordId: Type.String(),
    /** Key of `items`: `cn/penalty@1`. */
    item: Type.String(),
    adverse: Type.Boolean(),
    listing: Type.Boolean(),
    /** `standing`; `withdrawn` or `erased` are shown to bodies and the subject, with their dates; `repaired` to the subject alone. */
    state: oneOf("standing", "repaired", "withdrawn", "erased"),
    /** In force in law on the day asked for. */
    inForce: Type.Boolean(),
    /** Key of `authorities`: who decided. */
    authority: Type.String(),
    decidedOn: DateShape,
    conductEndedOn: orNull(DateShape),
    servedOn: orNull(DateShape),
    effectiveFrom: DateShape,
    effectiveTo: orNull(DateShape),
    publishedUntil: orNull(DateShape),
    retainedUntil: orNull(DateShape),
    recordedAt: InstantShape,
    correctedAt: orNull(InstantShape),
    withdrawnAt: orNull(InstantShape),
    /** Why it was corrected or withdrawn, in the agency's words; null for the public. */
    changeReason: orNull(Type.String()),
    version: Type.Integer(),
    /** Values by field name, as far as the audience may see them. */
    fields: Type.Record(Type.String(), Type.Unknown()),
    /** Fields there are and this audience may not see, with the basis of the masking. */
    masked: Type.Array(Type.Object({ field: Type.String(), basis: Type.String() }, closed)),
    marks: Type.Array(MarkShape),
  },
  { $id: "FileRecord", ...closed },
);
export type FileRecord = Static<typeof FileRecordShape>;

/** How the answer differs from the file of today: only for who may see both sides. */
export const FileDifferenceShape = Type.Object(
  {
    kind: oneOf("not-yet-known", "not-yet-decided", "no-longer-in-force", "corrected-since", "withdrawn-since"),
    recordId: Type.String(),
    item: Type.String(),
    at: Type.String(),
  },
  { $id: "FileDifference", ...closed },
);

export const FileShape = Type.Object(
  {
    subject: SubjectShape,
    asOf: Type.Object(
      { audience: AudienceShape, effectiveAt: DateShape, knownAt: InstantShape, today: DateShape },
      closed,
    ),
    /** Newest decision first, one page of them. */
    records: Type.Array(FileRecordShape),
    next: orNull(Type.String()),
    /** All records the audience may see, not only this page, nor only the sector asked for. */
    total: Type.Integer(),
    /** How many by category of the national catalogue; a category with 0 says "nothing recorded". */
    categories: Type.Array(
      Type.Object(
        { category: Type.Integer(), title: BilingualShape, total: Type.Integer(), adverse: Type.Integer() },
        closed,
      ),
    ),
    /** How many by sector of the Outline; only sectors that have any, in their order. */
    sectors: Type.Array(
      Type.Object(
        { sector: Type.Integer(), title: BilingualShape, total: Type.Integer(), adverse: Type.Integer() },
        closed,
      ),
    ),
    /** For the timeline: how many decisions by month (`YYYY-MM`), adverse and other. */
    months: Type.Array(Type.Object({ month: Type.String(), adverse: Type.Integer(), other: Type.Integer() }, closed)),
    items: Type.Record(Type.String(), ItemLegendShape),
    authorities: Type.Record(Type.String(), BilingualShape),
    differences: Type.Array(FileDifferenceShape),
  },
  { $id: "File", ...closed },
);
export type FileView = Static<typeof FileShape>;

export const AsOfQuery = {
  /** What held in law on this day; today unless said. */
  effectiveAt: Type.Optional(DateShape),
  /** What we knew at this instant (or at the end of this day); now unless said. */
  knownAt: Type.Optional(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z)?$" })),
};

/** The public file of an organisation, or of an individual business by its exact code (C12). */
export const getPublicFile = endpoint({
  id: "getPublicFile",
  method: "GET",
  path: "/api/v1/organisations/:code/file",
  tag: "ledger",
  entrance: "anyone",
  summary: { zh: "某组织的公开信用档案", en: "the public credit file of an organisation" },
  params: Type.Object({ code: Type.String({ maxLength: 40 }) }, closed),
  query: Type.Object(
    {
      ...AsOfQuery,
      /** Records of this sector of the Outline alone; counts stay those of the whole file. */
      sector: Type.Optional(Type.Integer({ minimum: 1, maximum: 34 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 200 })),
      cursor: Type.Optional(Type.String({ maxLength: 200 })),
    },
    closed,
  ),
  response: FileShape,
  asComposed: true,
  refusals: ["ledger.unknown-subject", "registry.identity-number", "ledger.date", "ledger.cursor"],
});

/** A body's look at a file: the number travels in the body (C13), the look is logged (C15). */
export const readFile = endpoint({
  id: "readFile",
  method: "POST",
  path: "/api/v1/files/read",
  tag: "ledger",
  entrance: "signed-in",
  summary: { zh: "为列明的目的查阅档案（查阅会被记录）", en: "read a file for a listed purpose (the look is logged)" },
  body: Type.Object(
    {
      subject: Type.Object(
        {
          scheme: oneOf("unified-code", "registration-number", "organisation-code", "person-number"),
          value: Type.String({ maxLength: 40 }),
        },
        closed,
      ),
      purpose: Type.String({ maxLength: 60 }),
      basis: Type.String({ minLength: 1, maxLength: 200 }),
      onBehalfOf: Type.Optional(Type.String({ maxLength: 60 })),
      ...AsOfQuery,
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 200 })),
      cursor: Type.Optional(Type.String({ maxLength: 200 })),
    },
    closed,
  ),
  response: FileShape,
  asComposed: true,
  refusals: [
    "ledger.unknown-subject",
    "ledger.purpose",
    "ledger.by-consent",
    "ledger.date",
    "ledger.cursor",
    "access.denied",
  ],
});

/** The file of the subject one represents, with everything that is held (C9). */
export const readOwnFile = endpoint({
  id: "readOwnFile",
  method: "POST",
  path: "/api/v1/files/own",
  tag: "ledger",
  entrance: "signed-in",
  summary: { zh: "主体查阅自己的全部档案", en: "the whole file of the subject one represents" },
  body: Type.Object(
    {
      /** Which of the represented subjects; may be left out where there is only one. */
      subjectId: Type.Optional(Type.String({ format: "uuid" })),
      ...AsOfQuery,
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 200 })),
      cursor: Type.Optional(Type.String({ maxLength: 200 })),
    },
    closed,
  ),
  response: FileShape,
  asComposed: true,
  refusals: ["ledger.unknown-subject", "ledger.date", "ledger.cursor", "access.denied"],
});

/** One public record, alone: what a link to it leads to. */
export const getPublicRecord = endpoint({
  id: "getPublicRecord",
  method: "GET",
  path: "/api/v1/organisations/:code/records/:recordId",
  tag: "ledger",
  entrance: "anyone",
  summary: { zh: "一条公开记录；公示结束后为 410", en: "one public record; 410 once its publication ended" },
  params: Type.Object({ code: Type.String({ maxLength: 40 }), recordId: Type.String({ format: "uuid" }) }, closed),
  response: Type.Object(
    {
      subject: SubjectShape,
      record: FileRecordShape,
      item: ItemLegendShape,
      authority: BilingualShape,
    },
    { $id: "PublicRecord", ...closed },
  ),
  refusals: ["ledger.unknown-subject", "ledger.unknown-record", "ledger.publication-ended", "registry.identity-number"],
});

/** A decision in a public list: about an organisation, never about a person or an individual business (C12). */
export const DecisionShape = Type.Object(
  {
    subject: Type.Object({ code: Type.String(), name: Type.String() }, closed),
    record: FileRecordShape,
  },
  { $id: "Decision", ...closed },
);
export type Decision = Static<typeof DecisionShape>;

export const listDecisions = endpoint({
  id: "listDecisions",
  method: "GET",
  path: "/api/v1/decisions",
  tag: "ledger",
  entrance: "anyone",
  summary: { zh: "双公示：最近的行政许可和行政处罚", en: "double publicity: the latest permits and penalties" },
  query: Type.Object(
    {
      /** Items such as `cn/penalty`; all permits and penalties unless said. */
      item: Type.Optional(Type.String({ maxLength: 80 })),
      sector: Type.Optional(Type.Integer({ minimum: 1, maximum: 34 })),
      authority: Type.Optional(Type.String({ maxLength: 18 })),
      from: Type.Optional(DateShape),
      to: Type.Optional(DateShape),
      ...PageQuery,
    },
    closed,
  ),
  response: Type.Object(
    {
      items: Type.Array(DecisionShape),
      next: orNull(Type.String()),
      legends: Type.Record(Type.String(), ItemLegendShape),
      authorities: Type.Record(Type.String(), BilingualShape),
    },
    { $id: "DecisionList", ...closed },
  ),
  refusals: ["ledger.unknown-filter", "ledger.date", "ledger.cursor"],
});
export type DecisionList = Static<typeof listDecisions.response>;

/** The same list as a file to take away: at most 10,000 rows, newest first. */
export const downloadDecisions = endpoint({
  id: "downloadDecisions",
  method: "GET",
  path: "/api/v1/decisions/download",
  tag: "ledger",
  entrance: "anyone",
  summary: { zh: "下载双公示数据（CSV 或 JSON）", en: "download double publicity as CSV or JSON" },
  query: Type.Object(
    {
      format: oneOf("csv", "json"),
      language: Type.Optional(oneOf("zh", "en")),
      item: Type.Optional(Type.String({ maxLength: 80 })),
      sector: Type.Optional(Type.Integer({ minimum: 1, maximum: 34 })),
      authority: Type.Optional(Type.String({ maxLength: 18 })),
      from: Type.Optional(DateShape),
      to: Type.Optional(DateShape),
    },
    closed,
  ),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: ["text/csv; charset=utf-8", "application/json"] },
  refusals: ["ledger.unknown-filter", "ledger.date"],
});

/** How many permits and penalties were published, by sector and month. */
export const countDecisions = endpoint({
  id: "countDecisions",
  method: "GET",
  path: "/api/v1/decisions/counts",
  tag: "ledger",
  entrance: "anyone",
  summary: { zh: "双公示数量：按领域和月份", en: "double publicity in numbers, by sector and month" },
  query: Type.Object({ months: Type.Optional(Type.Integer({ minimum: 1, maximum: 36, default: 12 })) }, closed),
  response: Type.Object(
    {
      from: DateShape,
      counts: Type.Array(
        Type.Object(
          { item: Type.String(), sector: Type.Integer(), month: Type.String(), recorded: Type.Integer() },
          closed,
        ),
      ),
      items: Type.Record(Type.String(), BilingualShape),
      sectors: Type.Record(Type.String(), BilingualShape),
    },
    { $id: "DecisionCounts", ...closed },
  ),
});
