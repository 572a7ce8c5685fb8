/** How long an authority has to answer an objection, as packs carry it: `objection-terms.json`, one row a region and edition. */
import Type, { type Static } from "typebox";
import { LawShape } from "./catalogue.ts";
import { BilingualShape, DateShape, oneOf, orNull } from "./shapes.ts";

const closed = { additionalProperties: false };

const DaysShape = Type.Object({ days: Type.Integer({ minimum: 1 }), unit: oneOf("working", "calendar") }, closed);

export const ObjectionTermShape = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$" }),
    version: Type.Integer({ minimum: 1 }),
    title: BilingualShape,
    /** First digits of the division of the authority that answers; empty: wherever no narrower rule is in force. */
    division: Type.String({ pattern: "^(\\d\\d){0,3}$" }),
    effectiveFrom: DateShape,
    effectiveTo: orNull(DateShape),
    /** A [?] of the law is present and off. */
    switchedOn: Type.Boolean(),
    /** From the day after the objection came in: it is with the source in the same moment, so forwarding takes no time. */
    answer: DaysShape,
    /** The whole time where the rule lets it be lengthened, and when it does. */
    extended: orNull(Type.Object({ ...DaysShape.properties, when: BilingualShape }, closed)),
    law: LawShape,
    note: BilingualShape,
  },
  { $id: "ObjectionTerm", ...closed },
);
export type ObjectionTerm = Static<typeof ObjectionTermShape>;
