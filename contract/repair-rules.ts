/** Rules of credit repair (信用修复), as packs carry them: `repair-rules.json`, one row an edition of the law. */
import Type, { type Static } from "typebox";
import { LawShape } from "./catalogue.ts";
import { BilingualShape, DateShape, oneOf, orNull } from "./shapes.ts";

const closed = { additionalProperties: false };
const list = <T extends Type.TSchema>(item: T) => Type.Array(item, { minItems: 1 });

const DaysShape = Type.Object({ days: Type.Integer({ minimum: 1 }), unit: oneOf("working", "calendar") }, closed);

/** What has to be true, beside the minimum period, before repair is granted. */
export const repairConditions = ["duties-met", "commitment", "other"] as const;
/** What a subject can bring. A granted deferral or a ruling shows that it cannot pay, which is not that it refuses to. */
export const evidenceKinds = ["payment", "correction", "deferral", "ruling", "other"] as const;

/** A term the law may give, of which the text is not attached: present and off. */
const UncertainShape = Type.Object(
  { switchedOn: Type.Literal(false), title: BilingualShape, note: BilingualShape },
  closed,
);

export const RepairRuleShape = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$" }),
    version: Type.Integer({ minimum: 1 }),
    title: BilingualShape,
    plain: BilingualShape,
    effectiveFrom: DateShape,
    effectiveTo: orNull(DateShape),
    /** False: its text is not attached far enough for anybody to apply under it. */
    switchedOn: Type.Boolean(),
    law: list(LawShape),
    /** The periods of the levels count from the date of the judicial or administrative document. */
    clock: Type.Literal("document"),
    /** Who decides: whoever decided the record (谁认定、谁修复). */
    decidedBy: Type.Literal("recogniser"),
    /** Told the applicant how it went, from the day it came in. Null where the order's own terms are not attached. */
    feedback: orNull(DaysShape),
    /** The recogniser's decision, from the day it received the application. */
    decide: orNull(DaysShape),
    conditions: list(
      Type.Object(
        {
          condition: oneOf(...repairConditions),
          title: BilingualShape,
          plain: BilingualShape,
          evidence: Type.Array(oneOf(...evidenceKinds)),
          law: LawShape,
        },
        closed,
      ),
    ),
    /** Items whose records are not repaired by this way, why, and which way they have instead. */
    excluded: Type.Array(
      Type.Object(
        { items: list(Type.String()), reason: BilingualShape, instead: BilingualShape, law: LawShape },
        closed,
      ),
    ),
    /** A court confirmed a plan of reorganisation: effects are lifted while it is carried out. */
    reorganisation: orNull(Type.Object({ plain: BilingualShape, law: LawShape }, closed)),
    /** False statements: the repair is reversed by a decision, after notice, with this time to answer. */
    reversal: orNull(Type.Object({ answer: DaysShape, plain: BilingualShape, law: LawShape }, closed)),
    /** Whoever was given the record confirms that it is gone. */
    acknowledge: orNull(Type.Object({ ...DaysShape.properties, plain: BilingualShape, law: LawShape }, closed)),
    /** What may be asked after a refusal. */
    remedies: list(Type.Object({ text: BilingualShape, law: LawShape }, closed)),
    uncertain: Type.Array(UncertainShape),
  },
  { $id: "RepairRule", ...closed },
);
export type RepairRule = Static<typeof RepairRuleShape>;
