/** How long a questioned body and the supervisor have, as packs carry it: `question-terms.json`, one row an edition. */
import Type, { type Static } from "typebox";
import { LawShape } from "./catalogue.ts";
import { BilingualShape, DateShape, oneOf, orNull } from "./shapes.ts";

const closed = { additionalProperties: false };

const TermShape = Type.Object(
  {
    days: Type.Integer({ minimum: 1 }),
    unit: oneOf("working", "calendar"),
    law: LawShape,
    note: BilingualShape,
  },
  closed,
);

export const QuestionTermShape = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$" }),
    version: Type.Integer({ minimum: 1 }),
    title: BilingualShape,
    effectiveFrom: DateShape,
    effectiveTo: orNull(DateShape),
    /** From the day after a look was questioned: the body says on what ground it looked. */
    answer: TermShape,
    /** From the same day: the supervisor decides, with reasons and in writing. */
    decision: TermShape,
  },
  { $id: "QuestionTerm", ...closed },
);
export type QuestionTerm = Static<typeof QuestionTermShape>;
