/**
 * Watches: tell me when the answer changes. What is told by webhook or feed is that it did, and where to read it; the answer
 * itself is fetched signed in, and every fetch is a look (C15).
 */
import Type, { type Static } from "typebox";
import { LawShape, SubjectKindShape } from "./catalogue.ts";
import { CheckOutcomeShape, CheckReceiptShape, EffectShape } from "./checks.ts";
import { endpoint } from "./endpoint.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Uuid = Type.String({ format: "uuid" });
const WatchParams = Type.Object({ watch: Uuid }, closed);
const WebhookParams = Type.Object({ webhook: Uuid }, closed);

/** Most codes of one list. */
export const watchCodesMax = 5000;

/** A watch as its body sees it. */
export const WatchShape = Type.Object(
  {
    watch: Uuid,
    matter: Type.String(),
    purpose: Type.String(),
    by: oneOf("officer", "client"),
    subject: Type.Object({ kind: SubjectKindShape, number: orNull(Type.String()) }, closed),
    beganOn: DateShape,
    /** Last day. */
    endsOn: DateShape,
    state: oneOf("live", "asked", "expired", "lapsed"),
    /** Why it lapsed: the code of what its body was refused. */
    refusal: orNull(Type.String()),
    endedAt: orNull(InstantShape),
    webhook: orNull(Uuid),
    /** The newest answer; its receipt is read like any check's. */
    check: Uuid,
    outcome: CheckOutcomeShape,
    /** Changes told so far. */
    events: Type.Integer(),
  },
  { $id: "Watch", ...closed },
);
export type Watch = Static<typeof WatchShape>;

/** What is asked for. Whatever is missing is refused with its article, and the refusal logged. */
const ground = {
  matter: Type.Optional(Type.String({ maxLength: 80 })),
  purpose: Type.Optional(Type.String({ maxLength: 60 })),
  /** Last day; no later than the purpose justifies (`watchMonthsMax`). */
  endsOn: Type.Optional(Type.String({ maxLength: 20 })),
  /** Call this webhook; absent: the feed only. */
  webhook: Type.Optional(Uuid),
};

export const WatchRequestShape = Type.Object(
  {
    subject: Type.Object(
      {
        /** `unified-code`, or `person-number` where the matter is decided about persons. */
        scheme: Type.Optional(Type.String({ maxLength: 40 })),
        value: Type.Optional(Type.String({ maxLength: 60 })),
        /** Nobody is watched by name (C13). */
        name: Type.Optional(Type.String({ maxLength: 200 })),
      },
      closed,
    ),
    ...ground,
  },
  { $id: "WatchRequest", ...closed },
);
export type WatchRequest = Static<typeof WatchRequestShape>;

const groundRefusals = [
  "measures.purpose",
  "measures.matter",
  "measures.not-your-matter",
  "measures.number",
  "measures.placeholder",
  "measures.watch-no-purpose",
  "measures.watch-end",
  "measures.unknown-webhook",
  "registry.identity-number",
  "access.denied",
];

export const addWatch = endpoint({
  id: "addWatch",
  method: "POST",
  path: "/api/v1/watches",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "关注：答复有变化时告知本机关", en: "watch: tell my body when the answer changes" },
  description: {
    zh: "先照常核查一次，附回执。此后答复每有变化，即写入本机关的动态，并记入主体的查阅记录；到期自动停止。",
    en: "Answers once as a check does, with a receipt. From then on each change of the answer is told in the body's feed and logged for the subject; it ends by itself.",
  },
  body: WatchRequestShape,
  response: Type.Object({ receipt: CheckReceiptShape, watch: WatchShape }, closed),
  asComposed: true,
  status: 201,
  idempotent: true,
  refusals: [
    "measures.by-name",
    "measures.watch-scheme",
    "measures.watch-unknown",
    "measures.watched",
    ...groundRefusals,
  ],
});

export const addWatches = endpoint({
  id: "addWatches",
  method: "POST",
  path: "/api/v1/watches/bulk",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "按代码清单关注", en: "watch a list of codes" },
  description: {
    zh: `一次至多 ${watchCodesMax} 个统一社会信用代码；每个代码各自核查、各自答复，未受理的说明原因，不影响其他。`,
    en: `Up to ${watchCodesMax} unified codes at once; each is checked and answered by itself, one that is refused says why and hinders no other.`,
  },
  body: Type.Object(
    { codes: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: watchCodesMax }), ...ground },
    closed,
  ),
  response: Type.Object(
    {
      /** In the order of the list. */
      items: Type.Array(
        Type.Object(
          {
            line: Type.Integer(),
            watch: orNull(Uuid),
            check: orNull(Uuid),
            outcome: orNull(CheckOutcomeShape),
            refusal: orNull(Type.String()),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
  idempotent: true,
  refusals: groundRefusals,
});

export const listWatches = endpoint({
  id: "listWatches",
  method: "GET",
  path: "/api/v1/watches",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "本机关的关注", en: "my body's watches" },
  query: Type.Object({ state: Type.Optional(oneOf("live", "ended")), ...PageQuery }, closed),
  response: pageOf(WatchShape),
  refusals: ["access.denied", "measures.cursor"],
});

export const getWatch = endpoint({
  id: "getWatch",
  method: "GET",
  path: "/api/v1/watches/:watch",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "一项关注", en: "one watch" },
  params: WatchParams,
  response: WatchShape,
  refusals: ["access.denied", "measures.unknown-watch"],
});

export const endWatch = endpoint({
  id: "endWatch",
  method: "POST",
  path: "/api/v1/watches/:watch/end",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "停止关注", en: "end a watch" },
  params: WatchParams,
  response: WatchShape,
  refusals: ["access.denied", "measures.unknown-watch"],
});

/** What is told, by feed and webhook alike: that something changed, and where to read it. Nothing of anybody. */
export const WatchEventShape = Type.Object(
  {
    event: Uuid,
    type: oneOf("watch.changed", "watch.ended", "webhook.test"),
    at: InstantShape,
    watch: orNull(Uuid),
    /** The answer it is now, as a check; null where nothing was answered. */
    check: orNull(Uuid),
    /** Where the event is read, signed in. */
    link: Type.String(),
  },
  { $id: "WatchEvent", ...closed },
);
export type WatchEvent = Static<typeof WatchEventShape>;

export const listWatchEvents = endpoint({
  id: "listWatchEvents",
  method: "GET",
  path: "/api/v1/watch-events",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "本机关的动态", en: "my body's feed of changes" },
  description: {
    zh: "按发生的先后。每次以上次的 next 为 cursor 再取；同一事件的编号不变，可据以去重。",
    en: "In the order they happened. Ask again with the last `next` as cursor; an event's id never changes, so that doubles can be told.",
  },
  query: Type.Object(PageQuery, closed),
  response: Type.Object(
    {
      items: Type.Array(WatchEventShape),
      /** Where to go on, also at the end. */
      next: Type.String(),
      more: Type.Boolean(),
    },
    closed,
  ),
  refusals: ["access.denied", "measures.cursor"],
});

export const listEventsOfWatch = endpoint({
  id: "listEventsOfWatch",
  method: "GET",
  path: "/api/v1/watches/:watch/events",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "一项关注的动态，新的在前", en: "what was told of one watch, newest first" },
  params: WatchParams,
  query: Type.Object({ limit: PageQuery.limit }, closed),
  response: Type.Object({ items: Type.Array(WatchEventShape) }, closed),
  refusals: ["access.denied", "measures.unknown-watch"],
});

/** One measure or incentive that began, ended or changed between two answers. */
export const WatchChangeShape = Type.Object(
  {
    what: oneOf("begun", "ended", "changed"),
    /** An end by its date, with no one doing anything; or by an act: an exit, a withdrawal, a suspension, another rule. */
    by: orNull(oneOf("date", "act")),
    measure: Type.String(),
    sort: oneOf("constraint", "incentive"),
    effect: EffectShape,
    force: oneOf("must", "may"),
    title: BilingualShape,
    law: Type.Array(LawShape),
    list: BilingualShape,
    authority: BilingualShape,
    recordId: Type.String(),
    from: DateShape,
    until: orNull(DateShape),
    /** Of what changed: its last day before. */
    untilBefore: orNull(DateShape),
    /** Marks it has now: an objection. */
    marks: Type.Array(Type.String()),
  },
  { $id: "WatchChange", ...closed },
);
export type WatchChange = Static<typeof WatchChangeShape>;

export const getWatchEvent = endpoint({
  id: "getWatchEvent",
  method: "GET",
  path: "/api/v1/watch-events/:event",
  tag: "measures",
  entrance: "signed-in",
  summary: {
    zh: "一次变化：新的答复、回执及与此前的差别",
    en: "one change: the new answer, its receipt, and what differs from before",
  },
  description: {
    zh: "取一次即查阅一次，记入主体的查阅记录。此前的答复已不再保存的，差别为空。",
    en: "Every fetch is a look and logged for the subject. Where the answer before is kept no longer, `changes` is null.",
  },
  params: Type.Object({ event: Uuid }, closed),
  response: Type.Object(
    { changes: orNull(Type.Array(WatchChangeShape)), event: WatchEventShape, receipt: orNull(CheckReceiptShape) },
    closed,
  ),
  asComposed: true,
  refusals: ["access.denied", "measures.unknown-event", "measures.forgotten"],
});

/** A webhook as its body sees it; its secrets are shown once, when they are made. */
export const WebhookShape = Type.Object(
  {
    webhook: Uuid,
    address: Type.String(),
    since: InstantShape,
    secretSince: InstantShape,
    endedAt: orNull(InstantShape),
    /** Calls that wait, that arrived, that were given up. */
    waiting: Type.Integer(),
    delivered: Type.Integer(),
    givenUp: Type.Integer(),
  },
  { $id: "Webhook", ...closed },
);
export type Webhook = Static<typeof WebhookShape>;

const WithSecret = Type.Object({ webhook: WebhookShape, secret: Type.String() }, closed);

export const addWebhook = endpoint({
  id: "addWebhook",
  method: "POST",
  path: "/api/v1/webhooks",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "登记回调地址", en: "register a webhook" },
  description: {
    zh: "按 Standard Webhooks 签名（HMAC-SHA256，v1）。只呼叫 https 的公网地址，不跟随跳转。密钥只显示一次。",
    en: "Signed after Standard Webhooks (HMAC-SHA-256, v1). Only https addresses of public hosts are called, redirects are not followed. The secret is shown once.",
  },
  body: Type.Object({ address: Type.String({ maxLength: 500 }) }, closed),
  response: WithSecret,
  status: 201,
  idempotent: true,
  refusals: ["access.denied", "measures.webhook-address", "measures.webhook-many", "measures.webhook-again"],
});

export const listWebhooks = endpoint({
  id: "listWebhooks",
  method: "GET",
  path: "/api/v1/webhooks",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "本机关的回调地址", en: "my body's webhooks" },
  response: Type.Object({ items: Type.Array(WebhookShape) }, closed),
  refusals: ["access.denied"],
});

export const rotateWebhook = endpoint({
  id: "rotateWebhook",
  method: "POST",
  path: "/api/v1/webhooks/:webhook/secret",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "更换密钥；旧密钥一日内仍然签名", en: "another secret; the one before signs for a day more" },
  params: WebhookParams,
  response: WithSecret,
  refusals: ["access.denied", "measures.unknown-webhook"],
});

export const testWebhook = endpoint({
  id: "testWebhook",
  method: "POST",
  path: "/api/v1/webhooks/:webhook/test",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "发送一次测试", en: "send a test" },
  params: WebhookParams,
  response: WatchEventShape,
  status: 202,
  refusals: ["access.denied", "measures.unknown-webhook"],
});

export const endWebhook = endpoint({
  id: "endWebhook",
  method: "POST",
  path: "/api/v1/webhooks/:webhook/end",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "停用回调地址", en: "end a webhook" },
  params: WebhookParams,
  response: WebhookShape,
  refusals: ["access.denied", "measures.unknown-webhook"],
});

export const WatchDeliveryShape = Type.Object(
  {
    event: Uuid,
    webhook: Uuid,
    type: oneOf("watch.changed", "watch.ended", "webhook.test"),
    at: InstantShape,
    state: oneOf("waiting", "delivered", "given-up"),
    tries: Type.Integer(),
    nextAt: orNull(InstantShape),
    /** How the last call went; null before the first. */
    result: orNull(oneOf("delivered", "answered-no", "unreachable", "too-slow", "address-not-public", "ended")),
    status: orNull(Type.Integer()),
  },
  { $id: "WatchDelivery", ...closed },
);
export type WatchDelivery = Static<typeof WatchDeliveryShape>;

export const listWatchDeliveries = endpoint({
  id: "listWatchDeliveries",
  method: "GET",
  path: "/api/v1/watch-deliveries",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "对本机关回调地址的呼叫，新的在前", en: "calls of my body's webhooks, newest first" },
  query: Type.Object({ limit: PageQuery.limit }, closed),
  response: Type.Object({ items: Type.Array(WatchDeliveryShape) }, closed),
  refusals: ["access.denied"],
});

/** A standing watch as its subject sees it (C15): who, in what, why, until when. */
export const OwnWatchShape = Type.Object(
  {
    watch: Uuid,
    body: Type.String(),
    bodyName: BilingualShape,
    matter: BilingualShape,
    purpose: BilingualShape,
    basis: Type.String(),
    beganOn: DateShape,
    endsOn: DateShape,
  },
  { $id: "OwnWatch", ...closed },
);
export type OwnWatch = Static<typeof OwnWatchShape>;

export const listOwnWatches = endpoint({
  id: "listOwnWatches",
  method: "GET",
  path: "/api/v1/own/watches",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "正在关注本主体的机关", en: "bodies that watch the subjects I represent" },
  query: Type.Object({ limit: PageQuery.limit }, closed),
  response: Type.Object({ items: Type.Array(OwnWatchShape) }, closed),
  refusals: ["access.representatives-only"],
});
