/** What waits for a person, and its decision. */
import Type, { type Static } from "typebox";
import { FindingShape } from "./batches.ts";
import { EntryFormShape } from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { RowResultShape } from "./entries.ts";
import { closed, OfRow, Reason, Uuid } from "./intake-shapes.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

export const HeldCandidateShape = Type.Object(
  {
    /** `subject`: accept it as being about this subject; `line`: it is what the document already says of this party, corrected. */
    is: oneOf("subject", "line"),
    subjectId: Uuid,
    line: orNull(Type.Integer()),
    name: Type.String(),
    number: Type.String(),
    because: BilingualShape,
  },
  { $id: "HeldCandidate", ...closed },
);

export const HeldShape = Type.Object(
  {
    batchId: Uuid,
    row: Type.Integer(),
    item: Type.String(),
    itemTitle: BilingualShape,
    heldAt: InstantShape,
    /** The last day on which it may be decided; then it goes back to its sender and its content is forgotten (C8). */
    waitsUntil: DateShape,
    findings: Type.Array(FindingShape),
  },
  { $id: "Held", ...closed },
);
export type HeldView = Static<typeof HeldShape>;

export const listHeld = endpoint({
  id: "listHeld",
  method: "GET",
  path: "/api/v1/intake/held",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "等待人工处理的行，旧的在前", en: "rows that wait for a person, oldest first" },
  query: Type.Object({ ...PageQuery, batch: Type.Optional(Uuid) }, closed),
  response: pageOf(HeldShape),
  refusals: ["access.denied"],
});

export const getHeld = endpoint({
  id: "getHeld",
  method: "GET",
  path: "/api/v1/intake/held/:batchId/:row",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "一行待定数据及可选的认定", en: "a held row, with what may be decided" },
  params: OfRow,
  response: Type.Object(
    {
      held: HeldShape,
      form: EntryFormShape,
      fields: Type.Record(Type.String(), Type.Unknown()),
      candidates: Type.Array(HeldCandidateShape),
      /** May be accepted as it stands, without choosing a candidate. */
      mayFound: Type.Boolean(),
      /** Needs another officer than the one who sent it (C5). */
      needsSecondOfficer: Type.Boolean(),
    },
    closed,
  ),
  refusals: ["access.denied", "intake.held-unknown", "intake.held-decided", "intake.held-returned"],
});

export const decideHeld = endpoint({
  id: "decideHeld",
  method: "POST",
  path: "/api/v1/intake/held/:batchId/:row/decide",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "决定一行待定数据", en: "decide a held row" },
  params: OfRow,
  body: Type.Object(
    {
      decision: oneOf("accept", "refuse"),
      /** Whom it is about, where there is a choice. */
      subjectId: Type.Optional(Uuid),
      /** Which party of the document it corrects, where there is a choice; 0: another party. */
      line: Type.Optional(Type.Integer({ minimum: 0 })),
      reason: Reason,
    },
    closed,
  ),
  response: RowResultShape,
  idempotent: true,
  refusals: [
    "access.denied",
    "intake.held-unknown",
    "intake.held-decided",
    "intake.held-returned",
    "intake.held-choice",
    "intake.held-mend",
    "intake.reason-person",
    "access.key-used",
    "intake.held-second-officer",
  ],
});
