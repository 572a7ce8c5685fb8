/** Criteria of lists at work, for their keepers: whom they find, why an entry stands, what another rule would find. */
import Type, { type Static } from "typebox";
import { LawShape } from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Uuid = Type.String({ format: "uuid" });
const ListId = Type.String({ pattern: "^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$", maxLength: 120 });
/** Of an organisation or an individual business; a person is not asked about here. */
const Code = Type.String({ minLength: 1, maxLength: 30 });

/** A record that speaks for a criterion, as it is cited when a proceeding is opened. */
export const SpeakingRecordShape = Type.Object(
  {
    subjectId: Uuid,
    recordId: Uuid,
    version: Type.Integer({ minimum: 1 }),
    item: Type.String(),
    itemTitle: BilingualShape,
    decidedOn: DateShape,
  },
  { $id: "SpeakingRecord", ...closed },
);
export type SpeakingRecord = Static<typeof SpeakingRecordShape>;

const RuleShape = {
  criterion: Type.String(),
  listVersion: Type.Integer(),
  /** As its author says it, and in words made from the rule that runs. */
  says: BilingualShape,
  words: BilingualShape,
  law: LawShape,
  /** The ground the keeper would name. */
  ground: orNull(Type.String()),
};

export const CandidateShape = Type.Object(
  {
    code: Type.String(),
    name: Type.String(),
    subjectKind: oneOf("organisation", "individual-business"),
    found: Type.Array(
      Type.Object(
        {
          ...RuleShape,
          asOf: DateShape,
          foundAt: InstantShape,
          by: Type.Array(SpeakingRecordShape),
        },
        closed,
      ),
    ),
  },
  { $id: "Candidate", ...closed },
);
export type CandidateView = Static<typeof CandidateShape>;

export const listCandidates = endpoint({
  id: "listCandidates",
  method: "GET",
  path: "/api/v1/candidates",
  tag: "lists",
  entrance: "signed-in",
  summary: {
    zh: "本机关管理的名单的候选及其依据的记录",
    en: "whom the criteria of a list one keeps have found, and by which records",
  },
  description: {
    zh: "候选不是决定，也不产生任何后果；是否列入由经办人员按程序决定。每次查看计入主体的查阅日志。",
    en: "A candidate is no decision and nothing follows from it; officers decide by the procedure. Every look is in the subjects' logs.",
  },
  query: Type.Object({ limit: PageQuery.limit, cursor: PageQuery.cursor, list: ListId }, closed),
  response: pageOf(CandidateShape),
  refusals: ["access.denied", "candidates.unknown-list", "candidates.cursor"],
});

/** What the criteria say of a subject at one moment. */
export const RecomputedShape = Type.Object(
  {
    asOf: DateShape,
    knownAt: InstantShape,
    listVersion: orNull(Type.Integer()),
    criteria: Type.Array(
      Type.Object(
        {
          ...RuleShape,
          /** `unsaid`: a field the rule asks for is missing; not met. */
          met: oneOf("yes", "no", "unsaid"),
          by: Type.Array(SpeakingRecordShape),
        },
        closed,
      ),
    ),
  },
  { $id: "Recomputed", ...closed },
);
export type Recomputed = Static<typeof RecomputedShape>;

/** How what stands and what the rules say differ; no more is claimed. */
export const DifferenceShape = Type.Object(
  {
    kind: oneOf(
      "listed-as-the-rules-say",
      "listed-otherwise",
      "ground-differs",
      "records-since",
      "candidate-not-listed",
      "nothing",
    ),
    /** The entry it is about; null for the present. */
    recordId: orNull(Uuid),
    says: BilingualShape,
    /** Records that speak now and did not then, and the other way round. */
    gained: Type.Array(Uuid),
    lost: Type.Array(Uuid),
  },
  { $id: "ListDifference", ...closed },
);
export type ListDifference = Static<typeof DifferenceShape>;

export const ExplanationShape = Type.Object(
  {
    list: ListId,
    title: BilingualShape,
    code: Type.String(),
    name: Type.String(),
    entries: Type.Array(
      Type.Object(
        {
          recordId: Uuid,
          state: oneOf("standing", "repaired", "withdrawn", "erased"),
          inForce: Type.Boolean(),
          decidedOn: DateShape,
          effectiveFrom: DateShape,
          effectiveTo: orNull(DateShape),
          recordedAt: InstantShape,
          ground: orNull(Type.String()),
          /** By the rules of the day it was decided on and the records known when it was recorded. */
          whenDecided: RecomputedShape,
        },
        closed,
      ),
    ),
    now: RecomputedShape,
    differences: Type.Array(DifferenceShape),
  },
  { $id: "Explanation", ...closed },
);
export type Explanation = Static<typeof ExplanationShape>;

export const explainListing = endpoint({
  id: "explainListing",
  method: "POST",
  path: "/api/v1/explanations",
  tag: "lists",
  entrance: "signed-in",
  summary: {
    zh: "为何在名单上：按作出决定时的记录和规则重算",
    en: "why a subject is on a list: recomputed from the records and rules as of its decision",
  },
  body: Type.Object(
    { list: ListId, code: Code, asOf: Type.Optional(DateShape), knownAt: Type.Optional(InstantShape) },
    closed,
  ),
  response: ExplanationShape,
  refusals: ["access.denied", "candidates.unknown-list", "ledger.unknown-subject", "candidates.moment"],
});

/** One organisation whom another rule finds, or no longer finds. */
export const DiffRowShape = Type.Object(
  {
    change: oneOf("enters", "leaves"),
    code: Type.String(),
    name: Type.String(),
    division: orNull(Type.String()),
    /** Whether it has an entry in force on that day. */
    listed: Type.Boolean(),
  },
  { $id: "SimulationRow", ...closed },
);
export type DiffRow = Static<typeof DiffRowShape>;

export const SimulationResultShape = Type.Object(
  {
    list: ListId,
    asOf: DateShape,
    knownAt: InstantShape,
    /** The rule in words. */
    words: BilingualShape,
    /** Found by the rules in force, and by the tried one: organisations and individual businesses, by counts only. */
    present: Type.Integer(),
    tried: Type.Integer(),
    enters: Type.Integer(),
    leaves: Type.Integer(),
    stays: Type.Integer(),
    /** Of whom the tried rule cannot be said. */
    unsaid: Type.Integer(),
    byDivision: Type.Array(
      Type.Object({ division: orNull(Type.String()), enters: Type.Integer(), leaves: Type.Integer() }, closed),
    ),
    /** Organisations only (C12), at most 10 000; `cut` says that there are more. */
    rows: Type.Array(DiffRowShape),
    cut: Type.Boolean(),
  },
  { $id: "SimulationResult", ...closed },
);
export type SimulationResult = Static<typeof SimulationResultShape>;

export const SimulationShape = Type.Object(
  { simulation: Uuid, state: oneOf("running", "done"), result: orNull(SimulationResultShape) },
  { $id: "Simulation", ...closed },
);
export type SimulationView = Static<typeof SimulationShape>;

export const simulateRule = endpoint({
  id: "simulateRule",
  method: "POST",
  path: "/api/v1/simulations",
  tag: "lists",
  entrance: "signed-in",
  idempotent: true,
  status: 202,
  perMinute: 6,
  summary: {
    zh: "试算：若改用这条标准，谁会进入、谁会退出候选",
    en: "try a rule on the register: who would become a candidate, and who no longer",
  },
  body: Type.Object(
    { list: ListId, rule: Type.String({ minLength: 1, maxLength: 4000 }), asOf: Type.Optional(DateShape) },
    closed,
  ),
  response: SimulationShape,
  refusals: ["access.denied", "access.key-used", "candidates.unknown-list", "candidates.rule", "candidates.moment"],
});

export const getSimulation = endpoint({
  id: "getSimulation",
  method: "GET",
  path: "/api/v1/simulations/:simulation",
  tag: "lists",
  entrance: "signed-in",
  summary: { zh: "试算的结果", en: "what a trial of a rule came to" },
  params: Type.Object({ simulation: Uuid }, closed),
  response: SimulationShape,
  refusals: ["access.denied", "candidates.unknown-simulation"],
});
