/**
 * Offline bundles: for a desk that may lose its line. What binds a body towards every organisation, in some of its matters,
 * as of one instant; signed, dated, ended by itself; and the journal of what was asked of it, handed in afterwards.
 */
import Type, { type Static } from "typebox";
import { endpoint } from "./endpoint.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Uuid = Type.String({ format: "uuid" });
const BundleParams = Type.Object({ bundle: Uuid }, closed);

/** Most matters of a bundle; most bytes of a journal. */
export const bundleMattersMax = 20;
export const journalBytesMax = 64 * 1024 * 1024;

const CitedLawShape = Type.Object({ title: BilingualShape, article: Type.String() }, closed);

/** What a body does in a matter while the register cannot be asked, and on what that rests. */
export const UnreachableRuleShape = Type.Object(
  { way: oneOf("go-on", "wait"), text: BilingualShape, law: Type.Array(CitedLawShape) },
  { $id: "UnreachableRule", ...closed },
);

/** A bundle as its body and its overseers see it. */
export const BundleShape = Type.Object(
  {
    bundle: Uuid,
    body: Type.String(),
    bodyName: BilingualShape,
    matters: Type.Array(
      Type.Object({ matter: Type.String(), title: BilingualShape, unreachable: UnreachableRuleShape }, closed),
    ),
    purpose: Type.String(),
    /** As of when it says what it says. */
    knownAt: InstantShape,
    /** The tool answers nothing from it afterwards. */
    answersUntil: InstantShape,
    /** Last day for handing its journal in. */
    handInBy: DateShape,
    /**
     * `answers`: a desk may ask it; `due`: it has ended, its journal is awaited; `overdue`: beyond the term, no other is made;
     * `handed-in`: its journal is closed; `written-off`: a supervisor accounted for a journal that will not come.
     */
    state: oneOf("answers", "due", "overdue", "handed-in", "written-off"),
    /** Organisations it tells measures or incentives of, and all it knows. */
    entries: Type.Integer(),
    known: Type.Integer(),
    bytes: Type.Integer(),
    sha256: Type.String(),
    root: Type.String(),
    /** Looks of its journal that reached the log, and of these: answers that had changed. */
    looks: Type.Integer(),
    changed: Type.Integer(),
    /** Why a journal will not come, in the supervisor's words. */
    reason: orNull(Type.String()),
  },
  { $id: "Bundle", ...closed },
);
export type BundleView = Static<typeof BundleShape>;

/** An answer of a desk that the register, for that day, would not have given. */
export const JournalDifferenceShape = Type.Object(
  {
    n: Type.Integer(),
    at: InstantShape,
    code: orNull(Type.String()),
    matter: Type.String(),
    /** Measures the desk was told that had no effect any more: what was done on them is to be put right. */
    ended: Type.Array(Type.String()),
    /** Measures that had taken effect and that the desk was not told. */
    begun: Type.Array(Type.String()),
  },
  { $id: "JournalDifference", ...closed },
);
export type JournalDifference = Static<typeof JournalDifferenceShape>;

/** What became of a journal that was handed in. */
export const JournalReceiptShape = Type.Object(
  {
    bundle: Uuid,
    /** Entries taken in now, and entries that were in before: the same journal again takes in none. */
    taken: Type.Integer(),
    known: Type.Integer(),
    /** Whether the desk closed it; then nothing can follow and the bundle owes nothing. */
    closed: Type.Boolean(),
    /** Of the whole journal. */
    looks: Type.Integer(),
    unknown: Type.Integer(),
    refused: Type.Integer(),
    differences: Type.Array(JournalDifferenceShape),
  },
  { $id: "JournalReceipt", ...closed },
);
export type JournalReceipt = Static<typeof JournalReceiptShape>;

/** A public key as a desk gives it; a private one has a member more and is refused. */
const DeskKeyShape = Type.Object(
  {
    kty: Type.Literal("OKP"),
    crv: Type.Literal("Ed25519"),
    x: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
  },
  closed,
);

export const makeBundle = endpoint({
  id: "makeBundle",
  method: "POST",
  path: "/api/v1/bundles",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "为窗口制作离线包", en: "have a bundle made for a desk without a line" },
  description: {
    zh: "只含组织，只限本机关依法办理的事项；至多七日后停止作答。须给出窗口自己的公钥，私钥不离开窗口。有日志逾期未交的，不再制作。",
    en: "Organisations only, and only matters the body decides in; after seven days at most nothing is answered from it. The desk gives its own public key; the private one never leaves it. None is made while a journal is overdue.",
  },
  body: Type.Object(
    {
      matters: Type.Array(Type.String({ maxLength: 80 }), { minItems: 1, maxItems: bundleMattersMax }),
      purpose: Type.Optional(Type.String({ maxLength: 60 })),
      deskKey: DeskKeyShape,
    },
    closed,
  ),
  response: BundleShape,
  status: 201,
  idempotent: true,
  refusals: [
    "measures.purpose",
    "measures.matter",
    "measures.not-your-matter",
    "measures.desk-key",
    "measures.journal-overdue",
    "access.denied",
  ],
});

export const listBundles = endpoint({
  id: "listBundles",
  method: "GET",
  path: "/api/v1/bundles",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "本机关的离线包", en: "my body's bundles" },
  query: Type.Object({ ...PageQuery }, closed),
  response: pageOf(BundleShape),
  refusals: ["access.denied", "measures.cursor"],
});

export const listOverdueJournals = endpoint({
  id: "listOverdueJournals",
  method: "GET",
  path: "/api/v1/overdue-journals",
  tag: "measures",
  entrance: "signed-in",
  summary: {
    zh: "逾期未交的窗口日志，以及由主管说明的",
    en: "journals of desks that are overdue, and those that were accounted for",
  },
  query: Type.Object({ ...PageQuery }, closed),
  response: pageOf(BundleShape),
  refusals: ["access.denied", "measures.cursor"],
});

export const getBundle = endpoint({
  id: "getBundle",
  method: "GET",
  path: "/api/v1/bundles/:bundle",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "一个离线包及其日志", en: "a bundle and its journal" },
  params: BundleParams,
  response: Type.Object({ bundle: BundleShape, differences: Type.Array(JournalDifferenceShape) }, closed),
  refusals: ["access.denied", "measures.unknown-bundle"],
});

export const getBundleFile = endpoint({
  id: "getBundleFile",
  method: "GET",
  path: "/api/v1/bundles/:bundle/file",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "下载离线包；下载记入日志", en: "the bundle's file; handing it over is logged" },
  params: BundleParams,
  fileResponse: { mediaTypes: ["application/x-ndjson"] },
  response: Type.Object({}),
  refusals: ["access.denied", "measures.unknown-bundle", "measures.bundle-ended"],
});

export const handInJournal = endpoint({
  id: "handInJournal",
  method: "POST",
  path: "/api/v1/bundles/:bundle/journals",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "交回窗口日志", en: "hand a desk's journal in" },
  description: {
    zh: "整份交回，可多次：已在的条目不重复，续写的补上。每条按当时的时间记入查阅日志；有一处被改动、缺漏、重放、超出离线包的，整份不收。",
    en: "Handed in whole, as often as one likes: entries that are in are not taken twice, later ones are added. Each becomes a look dated when it happened; where anything was altered, left out, replayed or lies outside the bundle, none of it is taken.",
  },
  params: BundleParams,
  fileBody: {
    mediaTypes: ["application/x-ndjson", "application/octet-stream", "text/plain"],
    maxBytes: journalBytesMax,
  },
  response: JournalReceiptShape,
  refusals: [
    "access.denied",
    "measures.unknown-bundle",
    "measures.journal-form",
    "measures.journal-altered",
    "measures.journal-chain",
    "measures.journal-other",
    "measures.journal-forked",
    "measures.journal-clock",
    "measures.journal-outside",
    "measures.journal-answer",
    "intake.file-empty",
    "intake.file-too-large",
  ],
});

export const writeOffBundle = endpoint({
  id: "writeOffBundle",
  method: "POST",
  path: "/api/v1/bundles/:bundle/write-off",
  tag: "measures",
  entrance: "signed-in",
  summary: {
    zh: "由主管说明日志为何无法交回；审计员一直可见",
    en: "a supervisor accounts for a journal that will not come; auditors go on seeing it",
  },
  params: BundleParams,
  body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) }, closed),
  response: BundleShape,
  refusals: [
    "access.denied",
    "measures.unknown-bundle",
    "measures.bundle-settled",
    "measures.bundle-answers",
    "measures.number-in-reason",
  ],
});
