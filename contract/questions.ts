/** Looks questioned: a subject did not expect a look; the body says why it looked; the supervisor decides, with reasons. */
import Type, { type Static } from "typebox";
import { OwnLookShape } from "./access.ts";
import { SubjectKindShape } from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { QuestionTermShape } from "./question-terms.ts";
import { DateShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Uuid = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "\\S" });
const OfQuestion = Type.Object({ questionId: Uuid }, closed);
const common = [
  "access.denied",
  "access.key-used",
  "questions.unknown",
  "questions.over",
  "questions.not-now",
  "http.busy",
];

export const questionStates = ["asked", "answered", "lawful", "unlawful", "referred"] as const;
export const questionDecisions = ["lawful", "unlawful", "referred"] as const;

const BodyShape = Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() }, closed);

export const QuestionLineShape = Type.Object(
  {
    questionId: Uuid,
    subjectId: Uuid,
    subjectKind: SubjectKindShape,
    /** Code and name of whose file it was; empty for persons (C13). */
    subject: Type.Object({ code: Type.String(), name: Type.String() }, closed),
    /** The body that looked. */
    body: BodyShape,
    lookId: Uuid,
    lookedAt: InstantShape,
    state: oneOf(...questionStates),
    askedOn: DateShape,
    /** Last days to answer and to decide. */
    answerBy: DateShape,
    decideBy: DateShape,
    /** The next of them while it is open; null once it is decided. */
    dueOn: orNull(DateShape),
    over: Type.Boolean(),
    endedOn: orNull(DateShape),
  },
  { $id: "QuestionLine", ...closed },
);
export type QuestionLine = Static<typeof QuestionLineShape>;

export const QuestionActShape = Type.Object(
  {
    act: oneOf("ask", "add", "answer", "escalate", "decide"),
    at: InstantShape,
    by: oneOf("subject", "counter", "body", "supervisor", "node"),
    state: oneOf(...questionStates),
    level: orNull(Type.Integer()),
    /** Of an answer: the provision it looked under. Of a referral: to whom it goes. */
    provision: orNull(Type.String()),
    basis: orNull(Type.String()),
    /** What was said; null once forgotten. */
    words: orNull(Type.String()),
  },
  { $id: "QuestionAct", ...closed },
);
export type QuestionActView = Static<typeof QuestionActShape>;

export const QuestionShape = Type.Object(
  {
    ...QuestionLineShape.properties,
    /** The look as its subject reads it in the log. */
    look: OwnLookShape,
    term: QuestionTermShape,
    acts: Type.Array(QuestionActShape),
    /** Acts whoever reads this may do now. */
    next: Type.Array(oneOf("add", "answer", "decide")),
  },
  { $id: "Question", ...closed },
);
export type QuestionView = Static<typeof QuestionShape>;

export const questionLook = endpoint({
  id: "questionLook",
  method: "POST",
  path: "/api/v1/questions",
  tag: "questions",
  entrance: "signed-in",
  summary: {
    zh: "质疑一次查阅：交主管，查阅机关须说明依据",
    en: "question a look: a case with the supervisor, the body has to say why",
  },
  body: Type.Object(
    {
      subjectId: Uuid,
      /** The look, as the log names it. */
      lookId: Uuid,
      at: InstantShape,
      words: Words(2_000),
      /** At a counter: how the identity and authority of who is present were proved. */
      basis: Type.Optional(Words(300)),
    },
    closed,
  ),
  response: QuestionLineShape,
  status: 201,
  idempotent: true,
  refusals: [
    "access.denied",
    "access.key-used",
    "access.no-mandate",
    "questions.look-unknown",
    "questions.no-body",
    "questions.already",
    "questions.no-rule",
    "http.busy",
  ],
});

export const addToQuestion = endpoint({
  id: "addToQuestion",
  method: "POST",
  path: "/api/v1/questions/:questionId/additions",
  tag: "questions",
  entrance: "signed-in",
  summary: { zh: "补充说明", en: "say more about a question" },
  params: OfQuestion,
  body: Type.Object({ words: Words(2_000), basis: Type.Optional(Words(300)) }, closed),
  response: QuestionLineShape,
  status: 201,
  idempotent: true,
  refusals: [...common, "access.no-mandate"],
});

export const listOwnQuestions = endpoint({
  id: "listOwnQuestions",
  method: "GET",
  path: "/api/v1/own/questions",
  tag: "questions",
  entrance: "signed-in",
  summary: { zh: "我所代表主体的质疑", en: "looks the subjects I represent questioned" },
  response: Type.Object({ today: DateShape, items: Type.Array(QuestionLineShape) }, closed),
  refusals: ["access.denied", "access.representatives-only"],
});

export const getQuestion = endpoint({
  id: "getQuestion",
  method: "GET",
  path: "/api/v1/questions/:questionId",
  tag: "questions",
  entrance: "signed-in",
  summary: {
    zh: "查看一件质疑（机关查阅有记录）",
    en: "a question with its look and every step; a body's reading is logged",
  },
  params: OfQuestion,
  response: QuestionShape,
  refusals: ["access.denied", "questions.unknown"],
});

export const listQuestions = endpoint({
  id: "listQuestions",
  method: "GET",
  path: "/api/v1/questions",
  tag: "questions",
  entrance: "signed-in",
  summary: {
    zh: "须由本机关说明的质疑；牵头部门主管：须决定的",
    en: "questions one's body has to answer, or, for the lead department's supervisor, to decide on; overdue first",
  },
  query: Type.Object(
    { ...PageQuery, as: oneOf("body", "supervisor"), show: Type.Optional(oneOf("waiting", "over")) },
    closed,
  ),
  response: Type.Object(
    { today: DateShape, ...pageOf(QuestionLineShape).properties, waiting: Type.Integer(), overdue: Type.Integer() },
    closed,
  ),
  refusals: ["access.denied"],
});

export const answerQuestion = endpoint({
  id: "answerQuestion",
  method: "POST",
  path: "/api/v1/questions/:questionId/answer",
  tag: "questions",
  entrance: "signed-in",
  summary: { zh: "查阅机关说明依据和理由", en: "the body says on what ground it looked" },
  params: OfQuestion,
  body: Type.Object({ provision: Words(300), words: Words(5_000) }, closed),
  response: QuestionLineShape,
  idempotent: true,
  refusals: [...common, "questions.answered", "questions.no-reasons"],
});

export const decideQuestion = endpoint({
  id: "decideQuestion",
  method: "POST",
  path: "/api/v1/questions/:questionId/decision",
  tag: "questions",
  entrance: "signed-in",
  summary: {
    zh: "主管说明理由决定：合法、违法或移送",
    en: "the supervisor decides with reasons: lawful, unlawful, referred",
  },
  params: OfQuestion,
  body: Type.Object(
    {
      decision: oneOf(...questionDecisions),
      reasons: Words(5_000),
      /** Of a referral: to whom it goes. */
      referredTo: Type.Optional(Words(300)),
    },
    closed,
  ),
  response: QuestionLineShape,
  idempotent: true,
  refusals: [
    ...common,
    "questions.not-answered-yet",
    "questions.silence-is-no-ground",
    "questions.no-reasons",
    "questions.referred-to",
  ],
});

export const listQuestionTerms = endpoint({
  id: "listQuestionTerms",
  method: "GET",
  path: "/api/v1/question-terms",
  tag: "questions",
  entrance: "anyone",
  summary: { zh: "说明与决定的期限及其依据", en: "how long the body and the supervisor have, with the law" },
  response: Type.Object({ items: Type.Array(QuestionTermShape) }, closed),
});
