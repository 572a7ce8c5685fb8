/** The inbox of a subject: every clock that runs for or against it, with the next date. */
import Type, { type Static } from "typebox";
import { endpoint } from "./endpoint.ts";
import { BilingualShape, DateShape, oneOf, orNull } from "./shapes.ts";

const closed = { additionalProperties: false };
const Uuid = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });

export const clockKinds = [
  "notice-answer",
  "notice-hearing",
  "consent-answer",
  "mandate-end",
  "objection-answer",
  "repair-decision",
  "question-answer",
  "question-decision",
  "repairable-from",
  "consent-end",
  "publication-end",
  "effect-end",
] as const;

export const InboxClockShape = Type.Object(
  {
    /** What happens on the day. */
    kind: oneOf(...clockKinds),
    /** `subject`: it loses something when the day has passed; `authority`: it is owed an answer; `nobody`: it ends by itself. */
    whose: oneOf("subject", "authority", "nobody"),
    subjectId: Uuid,
    /** Name of the subject; empty for persons (C13). */
    subject: Type.String(),
    /** Of what the clock is about: a notice, an objection, a record. */
    id: Uuid,
    on: DateShape,
    /** The day has passed, and it still waits. */
    over: Type.Boolean(),
    agency: orNull(BilingualShape),
    /** Of the record it is about. */
    item: orNull(BilingualShape),
  },
  { $id: "InboxClock", ...closed },
);
export type InboxClock = Static<typeof InboxClockShape>;

const InboxShape = Type.Object({ today: DateShape, clocks: Type.Array(InboxClockShape) }, { $id: "Inbox", ...closed });

export const readOwnInbox = endpoint({
  id: "readOwnInbox",
  method: "GET",
  path: "/api/v1/own/inbox",
  tag: "inbox",
  entrance: "signed-in",
  summary: {
    zh: "我所代表主体的所有期限，最近的在前",
    en: "every clock of the subjects I represent, the next date first",
  },
  response: InboxShape,
  refusals: ["access.denied", "access.representatives-only"],
});

/** Whoever has come to a counter. */
export const readInboxAtCounter = endpoint({
  id: "readInboxAtCounter",
  method: "POST",
  path: "/api/v1/inbox/at-counter",
  tag: "inbox",
  entrance: "signed-in",
  summary: {
    zh: "为到场的当事人查看其所有期限（查阅会被记录）",
    en: "every clock of a subject that has come to the counter; the look is logged",
  },
  body: Type.Object(
    {
      subject: Type.Object(
        {
          scheme: oneOf("unified-code", "registration-number", "organisation-code", "person-number"),
          value: Type.String({ maxLength: 40 }),
        },
        closed,
      ),
      /** How identity and authority were proved. */
      basis: Type.String({ minLength: 1, maxLength: 300, pattern: "\\S" }),
    },
    closed,
  ),
  response: InboxShape,
  refusals: ["access.denied", "ledger.unknown-subject"],
});
