/** Proceedings: how a subject comes on a list and leaves it, as the list's keeper conducts them. */
import Type, { type Static } from "typebox";
import { EntryFormShape, LawShape, SubjectKindShape } from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { SubjectWordShape } from "./notices.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Uuid = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "\\S" });
const ListId = Type.String({ pattern: "^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$", maxLength: 100 });
const OfProceeding = Type.Object({ proceedingId: Uuid }, closed);

/** A value as a form gives it. */
const TypedShape = Type.Union([
  Type.String({ maxLength: 20_000 }),
  Type.Number(),
  Type.Boolean(),
  Type.Array(Type.String({ maxLength: 500 }), { maxItems: 100 }),
]);

/** A clock that runs in a proceeding's present state. */
export const ProceedingClockShape = Type.Object(
  {
    term: oneOf("notify", "answer", "hearing", "decide", "confirm", "serve", "exitAccept", "exitDecide", "duration"),
    /** Whose time it is. */
    runsFor: oneOf("authority", "subject"),
    days: orNull(Type.Integer()),
    unit: orNull(oneOf("working", "calendar")),
    /** Last day; null where no published calendar reaches it yet, or its beginning is not come. */
    dueOn: orNull(DateShape),
    overdue: Type.Boolean(),
    /** Null with `days`: no rule of law sets it; it is the office's own target of service. */
    law: orNull(LawShape),
  },
  { $id: "ProceedingClock", ...closed },
);
export type ProceedingClock = Static<typeof ProceedingClockShape>;

const StateShape = Type.Object(
  { state: Type.String(), title: BilingualShape, final: Type.Boolean(), inForce: Type.Boolean() },
  closed,
);

export const ProceedingLineShape = Type.Object(
  {
    proceedingId: Uuid,
    list: Type.Object(
      { id: Type.String(), title: BilingualShape, sort: oneOf("honour", "serious", "abnormal") },
      closed,
    ),
    subjectKind: SubjectKindShape,
    /** Empty for persons (C13). */
    subject: Type.Object({ code: Type.String(), name: Type.String() }, closed),
    state: StateShape,
    openedOn: DateShape,
    /** The day it came into this state. */
    since: DateShape,
    clocks: Type.Array(ProceedingClockShape),
    listedFrom: orNull(DateShape),
    endsOn: orNull(DateShape),
    /** The day its listing went out of use by a decision on repair; null where none did, or one was reversed. */
    repairedOn: orNull(DateShape),
    /** How pressing it is: past its time; to be acted on now; waiting for the subject; listed, till its end; over. */
    stage: oneOf("overdue", "ready", "waiting", "listed", "over"),
    /** Whose turn it is; `reading`: the subject was offered a notice and has not read it. */
    waits: oneOf("keeper", "answer", "reading", "end", "nothing"),
    /** Last day of what it waits for; null where none is known. */
    waitsUntil: orNull(DateShape),
    /** Whether its next step is of an office that whoever asks holds, and not for another officer. */
    mine: Type.Boolean(),
  },
  { $id: "ProceedingLine", ...closed },
);
export type ProceedingLine = Static<typeof ProceedingLineShape>;

/** Something that is missing before an act may be done. */
const MissingShape = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() }, closed);

export const NextActShape = Type.Object(
  {
    act: Type.String(),
    title: BilingualShape,
    article: Type.String(),
    /** Empty: it may be done now. */
    missing: Type.Array(MissingShape),
    /** What has to be brought with it: fields of `actOnProceeding`. */
    /** The first day on which it may be done, where only time is missing; null where it may be now, or no day is known. */
    possibleFrom: orNull(DateShape),
    brings: Type.Array(
      oneOf("reasons", "weighing", "months", "fields", "heldOn", "summonedOn", "until", "conditions", "ruling"),
    ),
  },
  { $id: "NextAct", ...closed },
);
export type NextActView = Static<typeof NextActShape>;

/** Who did an act: an officer of the keeper, or whoever represents the subject, by reading a notice. */
const ActorOfActShape = Type.Object(
  {
    kind: oneOf("officer", "representative"),
    /** The officer's name, as colleagues see it; null of a representative, and where none is kept. */
    name: orNull(Type.String()),
    office: orNull(oneOf("officer", "supervisor")),
    /** Whether it is whoever asks. */
    self: Type.Boolean(),
  },
  closed,
);

export const ProceedingActShape = Type.Object(
  {
    seq: Type.Integer(),
    act: Type.String(),
    title: BilingualShape,
    from: orNull(Type.String()),
    to: Type.String(),
    on: DateShape,
    at: InstantShape,
    /** Who did it, as the office's own desk sees them. */
    by: ActorOfActShape,
    reasons: orNull(Type.String()),
    weighing: orNull(Type.String()),
    months: orNull(Type.Integer()),
    servedOn: orNull(DateShape),
    heldOn: orNull(DateShape),
    /** The day the subject was told when and where the hearing is held. */
    summonedOn: orNull(DateShape),
    listedFrom: orNull(DateShape),
    endsOn: orNull(DateShape),
    ruling: orNull(Type.Object({ number: Type.String(), body: Type.String(), on: DateShape }, closed)),
    conditions: Type.Array(Type.Integer()),
  },
  { $id: "ProceedingAct", ...closed },
);
export type ProceedingActView = Static<typeof ProceedingActShape>;

const NoticeOfShape = Type.Object(
  {
    noticeId: Uuid,
    kind: oneOf("intended-listing", "decision", "other"),
    state: oneOf("drawn", "offered", "served", "withdrawn"),
    servedOn: orNull(DateShape),
    /** Last day to answer; null where nothing is to be answered, or no calendar reaches it. */
    answerDueOn: orNull(DateShape),
    answeredOn: orNull(DateShape),
    waivedOn: orNull(DateShape),
    hearingAskedOn: orNull(DateShape),
  },
  closed,
);

const RestsOnShape = Type.Object({ subjectId: Uuid, recordId: Uuid, version: Type.Integer({ minimum: 1 }) }, closed);

export const ProceedingShape = Type.Object(
  {
    ...ProceedingLineShape.properties,
    subjectId: Uuid,
    facts: Type.String(),
    /** The ground that was proposed and noticed, and the numbers of the documents it rests on. */
    ground: orNull(Type.String()),
    documents: Type.Array(Type.String()),
    basis: Type.Array(LawShape),
    /** The criterion that found the subject, with the list's version and the records it rested on: what recomputes it. */
    criterion: orNull(Type.String()),
    listVersion: Type.Integer(),
    restsOn: Type.Array(RestsOnShape),
    notices: Type.Array(NoticeOfShape),
    /** What the subject said, oldest first. */
    said: Type.Array(SubjectWordShape),
    /** Papers that whoever asks may draw up now. */
    drawable: Type.Array(oneOf("intended-listing", "revocation", "decision")),
    /** Papers drawn up and not yet served: serving one is what comes next. */
    toServe: Type.Array(Uuid),
    acts: Type.Array(ProceedingActShape),
    /** Lawful next acts of whoever asks, and no others. */
    next: Type.Array(NextActShape),
    /** Fields of the list's item that the keeper types when deciding; all others follow from the proceeding. */
    form: EntryFormShape,
    conditions: Type.Array(BilingualShape),
    duration: orNull(Type.Object({ monthsMin: Type.Integer(), monthsMax: Type.Integer() }, closed)),
    /** The record of the ledger it led to. */
    recordId: orNull(Uuid),
  },
  { $id: "Proceeding", ...closed },
);
export type ProceedingView = Static<typeof ProceedingShape>;

const common = ["access.denied", "access.key-used", "lists.unknown"];

export const listProceedings = endpoint({
  id: "listProceedings",
  method: "GET",
  path: "/api/v1/proceedings",
  tag: "lists",
  entrance: "signed-in",
  summary: { zh: "本机关办理的列入、移出案件，逾期在前", en: "an agency's proceedings, overdue first" },
  query: Type.Object(
    {
      limit: PageQuery.limit,
      cursor: PageQuery.cursor,
      list: Type.Optional(ListId),
      /** A state of the procedure. */
      state: Type.Optional(Type.String({ maxLength: 50 })),
      /** `open`: not at its end; `in-force`: of those, the ones that have effect; `over`: at its end. */
      show: Type.Optional(oneOf("open", "in-force", "over", "all")),
    },
    closed,
  ),
  response: Type.Object(
    {
      ...pageOf(ProceedingLineShape).properties,
      /** Of all the agency's proceedings, whatever is shown. */
      counts: Type.Object(
        {
          overdue: Type.Integer(),
          ready: Type.Integer(),
          waiting: Type.Integer(),
          listed: Type.Integer(),
          over: Type.Integer(),
        },
        closed,
      ),
      /** How many of what `show` asks for are of each list, and in each state. */
      lists: Type.Array(Type.Object({ id: Type.String(), title: BilingualShape, count: Type.Integer() }, closed)),
      states: Type.Array(Type.Object({ state: Type.String(), title: BilingualShape, count: Type.Integer() }, closed)),
    },
    closed,
  ),
  refusals: ["access.denied"],
});

export const openProceeding = endpoint({
  id: "openProceeding",
  method: "POST",
  path: "/api/v1/proceedings",
  tag: "lists",
  entrance: "signed-in",
  summary: { zh: "提出拟列入：启动案件", en: "propose a listing: open a proceeding" },
  body: Type.Object(
    {
      list: ListId,
      subject: Type.Object({ scheme: Type.String({ maxLength: 40 }), value: Type.String({ maxLength: 40 }) }, closed),
      facts: Words(10_000),
      reasons: Words(2_000),
      /** The ground of the list: nothing is decided on another. A criterion names one, too. */
      ground: Type.Optional(Words(200)),
      /** Numbers of the documents it rests on; of these and of records there is at least one. */
      documents: Type.Optional(Type.Array(Words(100), { maxItems: 20, uniqueItems: true })),
      /** Code of the list's criterion that found the subject, where one did. */
      criterion: Type.Optional(Type.String({ maxLength: 100 })),
      /** Records of the subject it rests on. */
      records: Type.Optional(Type.Array(Uuid, { maxItems: 50, uniqueItems: true })),
      /** Last day of the conduct, where no record says it; asked of persons (C4). */
      conductEndedOn: Type.Optional(DateShape),
    },
    closed,
  ),
  response: ProceedingShape,
  status: 201,
  idempotent: true,
  keyed: true,
  refusals: [
    ...common,
    "lists.list-unknown",
    "lists.list-switched-off",
    "lists.list-not-in-force",
    "lists.item-not-in-catalogue",
    "lists.kind-not-listed",
    "lists.kept-elsewhere",
    "lists.criterion-unknown",
    "lists.criterion-not-in-force",
    "lists.record-of-another",
    "lists.record-withdrawn",
    "lists.ground-missing",
    "lists.ground-unknown",
    "lists.rests-on-nothing",
    "lists.document-number",
    "lists.text-held",
    "lists.minor",
    "lists.age-unknown",
    "lists.conduct-to-come",
    "lists.conduct-before-rule",
    "lists.already",
    "lists.person-number",
    "registry.unknown-subject",
  ],
});

export const getProceeding = endpoint({
  id: "getProceeding",
  method: "GET",
  path: "/api/v1/proceedings/:proceedingId",
  tag: "lists",
  entrance: "signed-in",
  summary: {
    zh: "一案一页：事实、依据、经过、可为之事（查阅有记录）",
    en: "one proceeding on one page; the look is logged",
  },
  params: OfProceeding,
  response: ProceedingShape,
  refusals: ["access.denied", "lists.unknown"],
});

export const drawUpProceedingNotice = endpoint({
  id: "drawUpProceedingNotice",
  method: "POST",
  path: "/api/v1/proceedings/:proceedingId/notices",
  tag: "lists",
  entrance: "signed-in",
  summary: {
    zh: "制作告知书或决定书：事实、依据、影响、申辩途径由案件和目录写成",
    en: "draw up the notice, or the decision, from the proceeding and the catalogue",
  },
  params: OfProceeding,
  body: Type.Object(
    {
      kind: oneOf("intended-listing", "decision"),
      /** Why an honour is to be taken away; of a listing the proposal says it. */
      facts: Type.Optional(Words(10_000)),
    },
    closed,
  ),
  response: Type.Object({ noticeId: Uuid }, closed),
  status: 201,
  idempotent: true,
  keyed: true,
  refusals: [...common, "lists.notice-not-now", "lists.notice-stands", "lists.facts-missing", "lists.person-number"],
});

export const actOnProceeding = endpoint({
  id: "actOnProceeding",
  method: "POST",
  path: "/api/v1/proceedings/:proceedingId/acts",
  tag: "lists",
  entrance: "signed-in",
  summary: { zh: "办理：做一件程序允许的事", en: "do one of the acts the procedure allows now" },
  description: {
    zh: "可为之事及所需内容见案件的 next",
    en: "the proceeding's `next` says which acts may be done, what is missing and what each has to bring",
  },
  params: OfProceeding,
  body: Type.Object(
    {
      act: Type.String({ pattern: "^[a-z][a-z-]*$", maxLength: 50 }),
      reasons: Type.Optional(Words(10_000)),
      /** How the subject's answer was weighed. */
      weighing: Type.Optional(Words(10_000)),
      /** How long the listing is to last. Anything below 1 is an end before its start, and refused as such. */
      months: Type.Optional(Type.Integer({ minimum: -1200, maximum: 1200 })),
      /** Fields of the list's item (`form`). */
      fields: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), TypedShape)),
      heldOn: Type.Optional(DateShape),
      summonedOn: Type.Optional(DateShape),
      /** Until when the subject may answer now. */
      until: Type.Optional(DateShape),
      /** Which conditions of the early exit are met: numbers from 0. */
      conditions: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 100 }), { uniqueItems: true })),
      /** The decision on reconsideration, or the judgment: its number, who ruled, and when. */
      ruling: Type.Optional(Type.Object({ number: Words(100), body: Words(200), on: DateShape }, closed)),
    },
    closed,
  ),
  response: ProceedingShape,
  idempotent: true,
  keyed: true,
  refusals: [
    ...common,
    "lists.act-not-now",
    "lists.act-unknown",
    "lists.not-your-office",
    "lists.follows-from-service",
    "lists.another-ground",
    "lists.text-held",
    "lists.returned-it",
    "lists.notice-not-served",
    "lists.answer-term-runs",
    "lists.answer-term-unknown",
    "lists.answer-not-weighed",
    "lists.wrote-the-answer-down",
    "lists.hearing-not-held",
    "lists.hearing-day-missing",
    "lists.hearing-not-asked",
    "lists.hearing-before-asked",
    "lists.summons-missing",
    "lists.summoned-before-asked",
    "lists.summoned-too-late",
    "lists.proposed-it",
    "lists.undoing-not-moved",
    "lists.moved-it",
    "lists.undone-by-ruling",
    "lists.until-missing",
    "notices.not-later",
    "lists.reasons-missing",
    "lists.same-officer",
    "lists.not-decided",
    "lists.not-confirmed",
    "lists.decision-not-served",
    "lists.served-before-decided",
    "lists.day-to-come",
    "lists.no-early-exit",
    "lists.not-in-force",
    "lists.exit-too-early",
    "lists.conditions-not-met",
    "lists.ruling-missing",
    "lists.ruling-before-decision",
    "lists.end-missing",
    "lists.end-before-start",
    "lists.end-too-early",
    "lists.end-too-late",
    "lists.end-by-rule",
    "lists.end-past-five-years",
    "lists.end-not-reached",
    "lists.record-fault",
    "lists.record-withdrawn",
    "lists.person-number",
    "http.busy",
  ],
});
