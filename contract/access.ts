/** Who acts: agencies, officers, service clients, mandates, sign-in; and the log of who looked. */
import Type, { type Static } from "typebox";
import { endpoint } from "./endpoint.ts";
import { DateShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "\\S" });
const Uuid = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const AgencyCode = Type.String({ pattern: "^[0-9A-HJ-NPQRTUWXY]{18}$" });
/** Why: read by whoever audits the act. */
const Reason = Text(500);
const Page = Type.Object(PageQuery, closed);
const OfAgency = Type.Object({ code: AgencyCode }, closed);
const OfOfficer = Type.Object({ officerId: Uuid }, closed);
const OfClient = Type.Object({ clientId: Uuid }, closed);
const OfMandate = Type.Object({ mandateId: Uuid }, closed);
const administration = ["access.denied", "access.not-now", "access.key-used"];

export const RoleShape = oneOf("officer", "supervisor", "operator", "auditor");
export const AssuranceShape = oneOf("basic", "substantial");
export const ClientScopeShape = oneOf("records:send", "records:change", "files:read", "persons:read", "checks:ask");

/** A public key of a service client, as a JWK (RFC 7517): Ed25519 or P-256. A private one does not fit. */
export const PublicKeyShape = Type.Union(
  [
    Type.Object(
      {
        kty: Type.Literal("OKP"),
        crv: Type.Literal("Ed25519"),
        x: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
        kid: Type.Optional(Type.String({ maxLength: 100 })),
        alg: Type.Optional(Type.String({ maxLength: 20 })),
        use: Type.Optional(Type.Literal("sig")),
      },
      closed,
    ),
    Type.Object(
      {
        kty: Type.Literal("EC"),
        crv: Type.Literal("P-256"),
        x: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
        y: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
        kid: Type.Optional(Type.String({ maxLength: 100 })),
        alg: Type.Optional(Type.String({ maxLength: 20 })),
        use: Type.Optional(Type.Literal("sig")),
      },
      closed,
    ),
  ],
  { $id: "PublicKey" },
);
export type PublicKey = Static<typeof PublicKeyShape>;

/** A body that sends, holds or reads credit information; a row of a pack's `agencies.json`. */
export const AgencyShape = Type.Object(
  {
    /** Unified code. */
    agencyCode: AgencyCode,
    nameZh: Text(100),
    nameEn: Text(200),
    /** Kinds of the catalogue (`agency-kinds`). */
    kinds: Type.Array(Type.String({ pattern: "^[a-z][a-z0-9-]*$" }), { minItems: 1, maxItems: 20 }),
    /** Six digits, GB/T 2260. */
    division: Type.String({ pattern: "^\\d{6}$" }),
    superiorCode: orNull(AgencyCode),
    since: DateShape,
    /** Last day; null while no end is known. */
    until: orNull(DateShape),
  },
  { $id: "Agency", ...closed },
);

// Sign-in

/** Something a person may act as. */
export const HatShape = Type.Object(
  {
    hat: Type.String(),
    kind: oneOf("officer", "deputy", "representative"),
    roles: Type.Array(RoleShape),
    agency: orNull(AgencyShape),
  },
  { $id: "Hat", ...closed },
);

export const MeShape = Type.Object(
  {
    kind: oneOf("visitor", "officer", "client", "representative"),
    /** The own name of whoever signed in; empty for visitors. */
    name: Type.String(),
    agency: orNull(AgencyShape),
    roles: Type.Array(RoleShape),
    scopes: Type.Array(ClientScopeShape),
    /** Acting as a deputy of another officer. */
    deputy: Type.Boolean(),
    /** How many subjects are represented. */
    subjects: Type.Integer(),
    assurance: orNull(AssuranceShape),
    /** Of whoever came with a cookie; a service client has none. */
    session: orNull(
      Type.Object(
        {
          /** Forms and unsafe requests carry it back: field `_token`, header `x-form-token`. */
          formToken: Type.String(),
          idleUntil: InstantShape,
          expiresAt: InstantShape,
          /** The hat worn; null while one is to be chosen at `/sign-in/hat`. */
          hat: orNull(Type.String()),
          hats: Type.Array(HatShape),
        },
        closed,
      ),
    ),
  },
  { $id: "Me", ...closed },
);
export type Me = Static<typeof MeShape>;

export const getMe = endpoint({
  id: "getMe",
  method: "GET",
  path: "/api/v1/me",
  tag: "access",
  entrance: "anyone",
  summary: { zh: "我是谁，以何身份操作", en: "who I am, and what I act as" },
  response: MeShape,
});

/** One of the demo's people, to sign in as. */
export const DemoPersonShape = Type.Object(
  {
    id: Type.String(),
    zh: Type.String(),
    en: Type.String(),
    /** What the person is there to show. */
    actsAs: Type.Object({ zh: Type.String(), en: Type.String() }, closed),
  },
  { $id: "DemoPerson", ...closed },
);

export const getSignInOptions = endpoint({
  id: "getSignInOptions",
  method: "GET",
  path: "/api/v1/sign-in",
  tag: "access",
  entrance: "anyone",
  summary: { zh: "如何登录", en: "how to sign in" },
  response: Type.Object(
    {
      /** Address to go to; `?back=/path` comes back there. */
      href: Type.String(),
      /** Host of the identity provider. */
      issuer: orNull(Type.String()),
      demo: Type.Boolean(),
      people: Type.Array(DemoPersonShape),
    },
    closed,
  ),
});

// Agencies

export const listAgencies = endpoint({
  id: "listAgencies",
  method: "GET",
  path: "/api/v1/agencies",
  tag: "access",
  entrance: "anyone",
  summary: { zh: "接入机关名单", en: "the agencies that take part" },
  query: Type.Object({ ...PageQuery, kind: Type.Optional(Type.String({ maxLength: 60 })) }, closed),
  response: pageOf(AgencyShape),
});

export const getAgency = endpoint({
  id: "getAgency",
  method: "GET",
  path: "/api/v1/agencies/:code",
  tag: "access",
  entrance: "anyone",
  summary: { zh: "某个接入机关", en: "an agency that takes part" },
  params: OfAgency,
  response: AgencyShape,
  refusals: ["access.unknown-agency"],
});

export const registerAgency = endpoint({
  id: "registerAgency",
  method: "POST",
  path: "/api/v1/agencies",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "登记接入机关", en: "register an agency" },
  body: Type.Object({ ...Type.Omit(AgencyShape, ["until"]).properties, reason: Reason }, closed),
  response: AgencyShape,
  status: 201,
  idempotent: true,
  refusals: ["access.denied", "access.agency-known", "access.unknown-agency", "access.key-used"],
});

export const endAgency = endpoint({
  id: "endAgency",
  method: "POST",
  path: "/api/v1/agencies/:code/end",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "登记机关终止", en: "end an agency" },
  params: OfAgency,
  body: Type.Object({ until: DateShape, reason: Reason }, closed),
  response: AgencyShape,
  idempotent: true,
  refusals: ["access.denied", "access.unknown-agency", "access.term", "access.key-used"],
});

// Officers

export const OfficerShape = Type.Object(
  {
    officerId: Uuid,
    agencyCode: AgencyCode,
    name: Type.String(),
    roles: Type.Array(RoleShape),
    until: DateShape,
    standing: oneOf("invited", "invitation-expired", "standing", "dormant", "suspended", "ended"),
    deputies: Type.Array(Type.Object({ officerId: Uuid, from: DateShape, until: DateShape }, closed)),
    /** The appointment's history, oldest first. */
    acts: Type.Array(
      Type.Object({ act: Type.String(), at: InstantShape, by: Type.String(), reason: orNull(Type.String()) }, closed),
    ),
  },
  { $id: "Officer", ...closed },
);
export type OfficerView = Static<typeof OfficerShape>;

export const listOfficers = endpoint({
  id: "listOfficers",
  method: "GET",
  path: "/api/v1/agencies/:code/officers",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "机关的工作人员", en: "an agency's officers" },
  params: OfAgency,
  query: Page,
  response: pageOf(OfficerShape),
  refusals: ["access.denied"],
});

export const inviteOfficer = endpoint({
  id: "inviteOfficer",
  method: "POST",
  path: "/api/v1/agencies/:code/officers",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "邀请工作人员（返回一次性链接）", en: "invite an officer (answers with a one-time link)" },
  params: OfAgency,
  body: Type.Object(
    { name: Text(60), roles: Type.Array(RoleShape, { minItems: 1, maxItems: 2, uniqueItems: true }), until: DateShape },
    closed,
  ),
  response: Type.Object({ officer: OfficerShape, link: Type.String(), linkUntil: InstantShape }, closed),
  status: 201,
  idempotent: true,
  refusals: ["access.denied", "access.unknown-agency", "access.term", "access.key-used"],
});

const officerAct = <B extends Parameters<typeof Type.Object>[0]>(
  act: string,
  summary: { zh: string; en: string },
  body: B,
) =>
  ({
    id: act,
    method: "POST",
    tag: "access",
    entrance: "signed-in",
    summary,
    params: OfOfficer,
    body: Type.Object({ ...body, reason: Reason }, closed),
    response: OfficerShape,
    idempotent: true,
    refusals: [...administration, "access.unknown-officer", "access.term"],
  }) as const;

export const extendOfficer = endpoint({
  ...officerAct("extendOfficer", { zh: "延长任期", en: "extend an appointment" }, { until: DateShape }),
  path: "/api/v1/officers/:officerId/extend",
});
export const lapseOfficer = endpoint({
  ...officerAct("lapseOfficer", { zh: "离任，或收回邀请", en: "end an appointment, or take an invitation back" }, {}),
  path: "/api/v1/officers/:officerId/lapse",
});
export const suspendOfficer = endpoint({
  ...officerAct("suspendOfficer", { zh: "暂停资格，立即生效", en: "suspend an officer at once" }, {}),
  path: "/api/v1/officers/:officerId/suspend",
});
export const resumeOfficer = endpoint({
  ...officerAct("resumeOfficer", { zh: "恢复资格", en: "resume an officer" }, {}),
  path: "/api/v1/officers/:officerId/resume",
});
export const deputiseOfficer = endpoint({
  ...officerAct(
    "deputiseOfficer",
    { zh: "确定代理人", en: "name a deputy" },
    { deputy: Uuid, from: DateShape, until: DateShape },
  ),
  path: "/api/v1/officers/:officerId/deputise",
});
export const endDeputy = endpoint({
  ...officerAct("endDeputy", { zh: "终止代理", en: "end a deputising" }, { deputy: Uuid }),
  path: "/api/v1/officers/:officerId/end-deputy",
});
export const handOver = endpoint({
  ...officerAct("handOver", { zh: "交接职务", en: "hand an office over" }, { to: Uuid }),
  path: "/api/v1/officers/:officerId/hand-over",
});

// Service clients

export const ClientShape = Type.Object(
  {
    clientId: Uuid,
    agencyCode: AgencyCode,
    name: Type.String(),
    scopes: Type.Array(ClientScopeShape),
    revoked: Type.Boolean(),
    keys: Type.Array(
      Type.Object(
        {
          keyId: Type.String(),
          kind: oneOf("Ed25519", "P-256"),
          since: InstantShape,
          until: InstantShape,
          live: Type.Boolean(),
        },
        closed,
      ),
    ),
    acts: Type.Array(
      Type.Object({ act: Type.String(), at: InstantShape, by: Type.String(), reason: orNull(Type.String()) }, closed),
    ),
  },
  { $id: "Client", ...closed },
);
export type ClientView = Static<typeof ClientShape>;

export const listClients = endpoint({
  id: "listClients",
  method: "GET",
  path: "/api/v1/agencies/:code/clients",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "机关的服务程序", en: "an agency's service clients" },
  params: OfAgency,
  query: Page,
  response: pageOf(ClientShape),
  refusals: ["access.denied"],
});

export const registerClient = endpoint({
  id: "registerClient",
  method: "POST",
  path: "/api/v1/agencies/:code/clients",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "登记服务程序及其公钥", en: "register a service client with its public key" },
  params: OfAgency,
  body: Type.Object(
    {
      name: Text(100),
      scopes: Type.Array(ClientScopeShape, { minItems: 1, uniqueItems: true }),
      key: PublicKeyShape,
      /** Last instant of the key; as long as the rules allow unless said. */
      until: Type.Optional(InstantShape),
    },
    closed,
  ),
  response: ClientShape,
  status: 201,
  idempotent: true,
  refusals: ["access.denied", "access.unknown-agency", "access.term", "access.key-used"],
});

export const addClientKey = endpoint({
  id: "addClientKey",
  method: "POST",
  path: "/api/v1/clients/:clientId/keys",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "为服务程序增加公钥（新旧并用）", en: "add a public key beside the present ones" },
  params: OfClient,
  body: Type.Object({ key: PublicKeyShape, until: Type.Optional(InstantShape) }, closed),
  response: ClientShape,
  status: 201,
  idempotent: true,
  refusals: [...administration, "access.unknown-client", "access.key-known", "access.term"],
});

export const endClientKey = endpoint({
  id: "endClientKey",
  method: "POST",
  path: "/api/v1/clients/:clientId/keys/:keyId/end",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "停用服务程序的一个公钥", en: "end one public key of a client" },
  params: Type.Object({ clientId: Uuid, keyId: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }) }, closed),
  body: Type.Object({ reason: Reason }, closed),
  response: ClientShape,
  idempotent: true,
  refusals: [...administration, "access.unknown-client", "access.unknown-key"],
});

export const revokeClient = endpoint({
  id: "revokeClient",
  method: "POST",
  path: "/api/v1/clients/:clientId/revoke",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "永久停用服务程序", en: "cut a client off for good" },
  params: OfClient,
  body: Type.Object({ reason: Reason }, closed),
  response: ClientShape,
  idempotent: true,
  refusals: [...administration, "access.unknown-client"],
});

// Mandates

export const MandateShape = Type.Object(
  {
    mandateId: Uuid,
    subjectId: Uuid,
    until: DateShape,
    state: oneOf("granted", "accepted", "revoked"),
    /** Of whoever asks. */
    own: Type.Boolean(),
  },
  { $id: "Mandate", ...closed },
);

export const listMandates = endpoint({
  id: "listMandates",
  method: "GET",
  path: "/api/v1/mandates",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "我所代表主体的全部委托", en: "every mandate of the subjects I represent" },
  response: Type.Object({ items: Type.Array(MandateShape) }, closed),
  refusals: ["access.denied"],
});

export const grantMandate = endpoint({
  id: "grantMandate",
  method: "POST",
  path: "/api/v1/mandates",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "登记委托（返回一次性链接）", en: "grant a mandate (answers with a one-time link)" },
  body: Type.Object({ subjectId: Uuid, until: DateShape, reason: Reason }, closed),
  response: Type.Object({ mandate: MandateShape, link: Type.String(), linkUntil: InstantShape }, closed),
  status: 201,
  idempotent: true,
  refusals: ["access.denied", "access.term", "access.key-used"],
});

export const limitMandate = endpoint({
  id: "limitMandate",
  method: "POST",
  path: "/api/v1/mandates/:mandateId/limit",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "提前委托终止日", en: "let a mandate end earlier" },
  params: OfMandate,
  body: Type.Object({ until: DateShape, reason: Reason }, closed),
  response: MandateShape,
  idempotent: true,
  refusals: [...administration, "access.unknown-mandate", "access.term"],
});

export const revokeMandate = endpoint({
  id: "revokeMandate",
  method: "POST",
  path: "/api/v1/mandates/:mandateId/revoke",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "收回委托", en: "take a mandate back" },
  params: OfMandate,
  body: Type.Object({ reason: Reason }, closed),
  response: MandateShape,
  idempotent: true,
  refusals: [...administration, "access.unknown-mandate"],
});

// The log of looks

/** A look as its subject reads it: which body, why, on what basis, what was shown. Never which officer. */
export const OwnLookShape = Type.Object(
  {
    subjectId: Uuid,
    lookId: Uuid,
    at: InstantShape,
    agency: orNull(Type.Object({ code: AgencyCode, nameZh: Type.String(), nameEn: Type.String() }, closed)),
    by: oneOf("officer", "client", "representative", "system"),
    onBehalfOf: orNull(Type.String()),
    purpose: Type.String(),
    basis: Type.String(),
    outcome: oneOf("shown", "refused", "nothing-held", "failed"),
    /** Classes and counts; never content. */
    shown: Type.Record(Type.String(), Type.Unknown()),
  },
  { $id: "OwnLook", ...closed },
);

/** A look as an overseer reads it. */
export const LookShape = Type.Object(
  {
    ...OwnLookShape.properties,
    actorId: Type.String(),
    deputyOf: orNull(Uuid),
    policy: orNull(Type.String()),
    withheldUntil: orNull(InstantShape),
    withheldBasis: orNull(Type.String()),
  },
  { $id: "Look", ...closed },
);

export const RefusedActShape = Type.Object(
  {
    actId: Uuid,
    at: InstantShape,
    by: Type.String(),
    actorId: Type.String(),
    agency: orNull(Type.Object({ code: AgencyCode, nameZh: Type.String(), nameEn: Type.String() }, closed)),
    action: Type.String(),
    resource: Type.String(),
    policy: Type.String(),
  },
  { $id: "RefusedAct", ...closed },
);

const Period = { from: Type.Optional(DateShape), to: Type.Optional(DateShape) };

/** What a subject may ask of its log. */
const OwnLooksAsked = {
  ...Period,
  agency: Type.Optional(AgencyCode),
  outcome: Type.Optional(oneOf("shown", "refused", "nothing-held", "failed")),
};

export const listOwnLooks = endpoint({
  id: "listOwnLooks",
  method: "GET",
  path: "/api/v1/own/looks",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "谁查阅过我所代表主体的档案", en: "who looked at the files of the subjects I represent" },
  query: Type.Object({ ...PageQuery, ...OwnLooksAsked }, closed),
  response: pageOf(OwnLookShape),
  refusals: ["access.denied", "access.representatives-only"],
});

/** Looks of a month counted one by one up to so many; more are "that many or more", so that counting stays short. */
export const looksCountedMax = 500;

export const countOwnLooks = endpoint({
  id: "countOwnLooks",
  method: "GET",
  path: "/api/v1/own/looks/months",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "近十二个月每月的查阅次数", en: "looks by month, of the last twelve months" },
  response: Type.Object(
    {
      months: Type.Array(
        Type.Object(
          {
            /** `YYYY-MM`, Asia/Shanghai. */
            month: Type.String(),
            shown: Type.Integer(),
            refused: Type.Integer(),
            /** There were more than were counted. */
            more: Type.Boolean(),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
  refusals: ["access.denied", "access.representatives-only"],
});

export const downloadOwnLooks = endpoint({
  id: "downloadOwnLooks",
  method: "GET",
  path: "/api/v1/own/looks/file",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "下载查阅记录（CSV 或逐行 JSON）", en: "the looks as a file: CSV, or JSON line by line" },
  query: Type.Object({ ...OwnLooksAsked, format: oneOf("csv", "json") }, closed),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: ["text/csv; charset=utf-8", "application/x-ndjson"] },
  refusals: ["access.denied", "access.representatives-only"],
});

export const listAgencyLooks = endpoint({
  id: "listAgencyLooks",
  method: "GET",
  path: "/api/v1/agencies/:code/looks",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "本机关的查阅记录", en: "the looks of an agency" },
  params: OfAgency,
  query: Type.Object({ ...PageQuery, ...Period }, closed),
  response: pageOf(LookShape),
  refusals: ["access.denied"],
});

export const searchLooks = endpoint({
  id: "searchLooks",
  method: "GET",
  path: "/api/v1/looks",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "检索查阅记录（审计）", en: "search the log of looks (auditors)" },
  query: Type.Object(
    {
      ...PageQuery,
      ...Period,
      agency: Type.Optional(AgencyCode),
      actor: Type.Optional(Type.String({ maxLength: 80 })),
      subject: Type.Optional(Uuid),
      outcome: Type.Optional(oneOf("shown", "refused", "nothing-held", "failed")),
    },
    closed,
  ),
  response: pageOf(LookShape),
  refusals: ["access.denied"],
});

export const listAgencyRefusals = endpoint({
  id: "listAgencyRefusals",
  method: "GET",
  path: "/api/v1/agencies/:code/refusals",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "本机关被拒绝的操作", en: "acts of an agency that were refused" },
  params: OfAgency,
  query: Page,
  response: pageOf(RefusedActShape),
  refusals: ["access.denied"],
});

export const searchRefusals = endpoint({
  id: "searchRefusals",
  method: "GET",
  path: "/api/v1/refusals",
  tag: "access",
  entrance: "signed-in",
  summary: { zh: "检索被拒绝的操作（审计）", en: "search refused acts (auditors)" },
  query: Type.Object({ ...PageQuery, agency: Type.Optional(AgencyCode) }, closed),
  response: pageOf(RefusedActShape),
  refusals: ["access.denied"],
});

// The policies themselves (C18)

export const listPolicies = endpoint({
  id: "listPolicies",
  method: "GET",
  path: "/api/v1/policies",
  tag: "access",
  entrance: "anyone",
  summary: { zh: "谁可以做什么：全部政策原文", en: "who may do what: every policy as it stands" },
  response: Type.Object(
    {
      policies: Type.Array(
        Type.Object(
          { id: Type.String(), article: Type.String(), zh: Type.String(), en: Type.String(), text: Type.String() },
          closed,
        ),
      ),
      terms: Type.Array(
        Type.Object(
          { name: Type.String(), value: Type.Integer(), article: Type.String(), zh: Type.String(), en: Type.String() },
          closed,
        ),
      ),
    },
    closed,
  ),
});
