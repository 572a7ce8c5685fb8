/** A whole pack: rows of every kind in one document. */
import Type, { type Static } from "typebox";
import {
  AgencyKindShape,
  CalendarNoticeShape,
  DivisionRowShape,
  ItemShape,
  PackShape,
  PurposeShape,
  RuleShape,
  SectorShape,
} from "./catalogue.ts";
import { DeclinedMeasureShape, ListShape, MatterShape, MeasureShape, ProcedureShape } from "./lists-in-packs.ts";
import { ObjectionTermShape } from "./objection-terms.ts";
import { QuestionTermShape } from "./question-terms.ts";
import { RepairRuleShape } from "./repair-rules.ts";

/** A whole pack, as it is loaded, stored and downloaded (C18). */
export const PackContentsShape = Type.Object(
  {
    pack: PackShape,
    sectors: Type.Array(SectorShape),
    agencyKinds: Type.Array(AgencyKindShape),
    items: Type.Array(ItemShape),
    rules: Type.Array(RuleShape),
    purposes: Type.Array(PurposeShape),
    calendars: Type.Array(CalendarNoticeShape),
    divisions: Type.Array(DivisionRowShape),
    lists: Type.Array(ListShape),
    procedures: Type.Array(ProcedureShape),
    matters: Type.Array(MatterShape),
    measures: Type.Array(MeasureShape),
    declinedMeasures: Type.Array(DeclinedMeasureShape),
    objectionTerms: Type.Array(ObjectionTermShape),
    repairRules: Type.Array(RepairRuleShape),
    questionTerms: Type.Array(QuestionTermShape),
  },
  { $id: "PackContents", additionalProperties: false },
);
export type PackContents = Static<typeof PackContentsShape>;
