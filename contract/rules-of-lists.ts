/** Lists, procedures, measures and matters as anyone may read them (C18): law, criteria, terms, what follows, what is declined. */
import Type, { type Static } from "typebox";
import { PackShape } from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { DeclinedMeasureShape, ListShape, MatterShape, MeasureShape, ProcedureShape } from "./lists-in-packs.ts";
import { BilingualShape, DateShape, oneOf, orNull } from "./shapes.ts";

const closed = { additionalProperties: false };
const tag = "catalogue";
const Name = Type.Object({ pack: Type.String({ maxLength: 60 }), name: Type.String({ maxLength: 60 }) }, closed);
const word = Type.Optional(Type.String({ maxLength: 120 }));

/** A list as tables show it. */
export const ListSummaryShape = Type.Object(
  {
    ...Type.Pick(ListShape, [
      "id",
      "version",
      "effectiveFrom",
      "effectiveTo",
      "switchedOn",
      "title",
      "plain",
      "law",
      "sort",
      "subjectMatters",
      "setUpBy",
      "trades",
      "item",
      "keepers",
      "subjects",
      "duration",
      "earlyExit",
      "publishes",
    ]).properties,
    /** False: kept elsewhere (a court's); its listings are only received. */
    keptHere: Type.Boolean(),
  },
  { $id: "ListSummary", ...closed },
);
export type ListSummary = Static<typeof ListSummaryShape>;

/** A state of a procedure with what may be done in it. */
export const ProcedureStepShape = Type.Object(
  {
    act: Type.String(),
    title: BilingualShape,
    /** The state it leads to. */
    to: Type.String(),
    toTitle: BilingualShape,
    by: oneOf("propose", "decide", "confirm", "subject", "service", "clock"),
    guards: Type.Array(Type.String()),
    article: Type.String(),
  },
  { $id: "ProcedureStep", ...closed },
);
export const ProcedureStateShape = Type.Object(
  {
    /** Empty before the first act. */
    state: Type.String(),
    title: BilingualShape,
    final: Type.Boolean(),
    inForce: Type.Boolean(),
    /** Every way here has passed a reasoned decision after notice and the time to answer (C6). */
    heard: Type.Boolean(),
    /** Every way here has passed the confirmation of another officer (C5). */
    confirmed: Type.Boolean(),
    acts: Type.Array(ProcedureStepShape),
  },
  { $id: "ProcedureState", ...closed },
);
export type ProcedureState = Static<typeof ProcedureStateShape>;

export const ListViewShape = Type.Object(
  {
    id: Type.String(),
    pack: PackShape,
    /** The version in force today; null where there is none. */
    current: orNull(Type.Integer()),
    /** Newest first. */
    versions: Type.Array(ListShape),
    /** Criteria of the newest version in words made from the rule that runs. */
    criteria: Type.Array(Type.Object({ code: Type.String(), words: BilingualShape }, closed)),
    /** Grounds its item names: what may be proposed on. */
    grounds: Type.Array(Type.Object({ value: Type.String(), title: BilingualShape }, closed)),
    /** The procedure in force today, as states and acts; null where the list is kept elsewhere. */
    procedure: orNull(
      Type.Object({ id: Type.String(), title: BilingualShape, states: Type.Array(ProcedureStateShape) }, closed),
    ),
    /** What follows from it today. */
    measures: Type.Array(MeasureShape),
  },
  { $id: "ListView", ...closed },
);
export type ListView = Static<typeof ListViewShape>;

export const MeasureViewShape = Type.Object(
  {
    id: Type.String(),
    pack: PackShape,
    current: orNull(Type.Integer()),
    /** Newest first. */
    versions: Type.Array(MeasureShape),
    matters: Type.Array(MatterShape),
    /** The lists it follows. */
    lists: Type.Array(ListSummaryShape),
  },
  { $id: "MeasureView", ...closed },
);
export type MeasureView = Static<typeof MeasureViewShape>;

export const ProcedureViewShape = Type.Object(
  {
    id: Type.String(),
    pack: PackShape,
    current: orNull(Type.Integer()),
    /** Newest first: the machine as written, and as states with the acts that lead out of each. */
    versions: Type.Array(Type.Object({ procedure: ProcedureShape, states: Type.Array(ProcedureStateShape) }, closed)),
    /** Lists that follow it today. */
    lists: Type.Array(ListSummaryShape),
  },
  { $id: "ProcedureView", ...closed },
);
export type ProcedureView = Static<typeof ProcedureViewShape>;

export const listCatalogueLists = endpoint({
  id: "listCatalogueLists",
  method: "GET",
  path: "/api/v1/catalogue/lists",
  tag,
  entrance: "anyone",
  summary: { zh: "名单的规则：守信、严重失信、异常", en: "the rules of lists: honours, serious lists, irregularities" },
  query: Type.Object(
    {
      /** In force on this day; today unless said. */
      on: Type.Optional(DateShape),
      sort: Type.Optional(oneOf("honour", "serious", "abnormal")),
      /** Lists that this kind of agency keeps. */
      keeper: word,
      pack: word,
    },
    closed,
  ),
  response: Type.Object({ on: DateShape, lists: Type.Array(ListSummaryShape) }, closed),
});

export const getCatalogueList = endpoint({
  id: "getCatalogueList",
  method: "GET",
  path: "/api/v1/catalogue/lists/:pack/:name",
  tag,
  entrance: "anyone",
  summary: {
    zh: "一个名单的全部版本：标准、程序、期限、后果",
    en: "a list with all its versions: criteria, procedure, terms, what follows",
  },
  params: Name,
  response: ListViewShape,
  refusals: ["catalogue.unknown-list"],
});

export const listCatalogueMeasures = endpoint({
  id: "listCatalogueMeasures",
  method: "GET",
  path: "/api/v1/catalogue/measures",
  tag,
  entrance: "anyone",
  summary: {
    zh: "惩戒和激励措施，以及本平台不执行的措施和理由",
    en: "constraints and incentives, and the measures this platform declines, with the reason",
  },
  query: Type.Object(
    {
      on: Type.Optional(DateShape),
      sort: Type.Optional(oneOf("constraint", "incentive")),
      /** Measures that follow from this list. */
      list: word,
      /** Measures in this matter. */
      matter: word,
      /** Measures this kind of body applies. */
      addressee: word,
      pack: word,
    },
    closed,
  ),
  response: Type.Object(
    { on: DateShape, measures: Type.Array(MeasureShape), declined: Type.Array(DeclinedMeasureShape) },
    closed,
  ),
});

export const getCatalogueMeasure = endpoint({
  id: "getCatalogueMeasure",
  method: "GET",
  path: "/api/v1/catalogue/measures/:pack/:name",
  tag,
  entrance: "anyone",
  summary: { zh: "一项措施的全部版本", en: "a measure with all its versions, its matters and the lists it follows" },
  params: Name,
  response: MeasureViewShape,
  refusals: ["catalogue.unknown-measure"],
});

export const listCatalogueMatters = endpoint({
  id: "listCatalogueMatters",
  method: "GET",
  path: "/api/v1/catalogue/matters",
  tag,
  entrance: "anyone",
  summary: { zh: "措施所及的办理事项", en: "the matters in which measures apply" },
  response: Type.Object({ matters: Type.Array(MatterShape) }, closed),
});

export const listCatalogueProcedures = endpoint({
  id: "listCatalogueProcedures",
  method: "GET",
  path: "/api/v1/catalogue/procedures",
  tag,
  entrance: "anyone",
  summary: { zh: "列入和移出的程序", en: "the procedures of listing and leaving" },
  query: Type.Object({ on: Type.Optional(DateShape) }, closed),
  response: Type.Object({ on: DateShape, procedures: Type.Array(ProcedureShape) }, closed),
});

export const getCatalogueProcedure = endpoint({
  id: "getCatalogueProcedure",
  method: "GET",
  path: "/api/v1/catalogue/procedures/:pack/:name",
  tag,
  entrance: "anyone",
  summary: { zh: "一个程序的状态和行为", en: "a procedure as states and acts, with all its versions" },
  params: Name,
  response: ProcedureViewShape,
  refusals: ["catalogue.unknown-procedure"],
});
