/** Finding organisations, and the acts that say which subjects are one. */
import Type, { type Static } from "typebox";
import type { Bilingual } from "#core/refusal.ts";
import { endpoint } from "./endpoint.ts";
import { SubjectShape } from "./ledger.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Code = Type.String({ minLength: 1, maxLength: 40 });
const Reason = Type.String({ minLength: 2, maxLength: 500, pattern: "\\S" });

/** Why a name or number is a hit, in words. */
export const matchReasons = {
  "exact-number": { zh: "号码相同", en: "the same number" },
  "exact-name": { zh: "名称相同", en: "the same name" },
  spelling: { zh: "名称相同，字形或全半角不同", en: "the same name in other script or width" },
  "legal-form": { zh: "名称相同，组织形式不同或省略", en: "the same name with another legal form, or none" },
  place: { zh: "名称相同，行政区划不同写法或省略", en: "the same name with its place written otherwise, or omitted" },
  brand: { zh: "字号相同", en: "its name begins so, after the place" },
  part: { zh: "名称包含所查文字", en: "its name contains this" },
  "same-sound": { zh: "同音字", en: "characters of the same sound" },
  "one-character": { zh: "相差一个字", en: "one character differs" },
  pinyin: { zh: "拼音相符", en: "its pinyin is so" },
  initials: { zh: "拼音首字母相符", en: "its initials are so" },
  "short-name": { zh: "可能的简称", en: "possibly a short name of it" },
  similar: { zh: "名称相近", en: "a similar name" },
} as const satisfies Record<string, Bilingual>;
export type MatchReason = keyof typeof matchReasons;
const [firstReason, ...otherReasons] = Object.keys(matchReasons) as [MatchReason, ...MatchReason[]];

export const HitShape = Type.Object(
  {
    /** Unified code, or the older number it is known by. */
    code: Type.String(),
    /** Present name; the code where no trade name may be shown (C12). */
    name: Type.String(),
    /** The name or number that answered. */
    matched: Type.String(),
    /** `matched` is a name it once had. */
    former: Type.Boolean(),
    reason: oneOf(firstReason, ...otherReasons),
    /** The reason in words. */
    why: BilingualShape,
    /** 0 to 1; comparable within one answer only. */
    score: Type.Number(),
    /** Where it was registered; null where no list has the division. */
    division: orNull(Type.String()),
  },
  { $id: "Hit", ...closed },
);
export type HitView = Static<typeof HitShape>;

/** Search by number or name. The address can be shared; a person's number is refused and not repeated (C13). */
export const searchOrganisations = endpoint({
  id: "searchOrganisations",
  method: "GET",
  path: "/api/v1/organisations",
  tag: "registry",
  entrance: "anyone",
  summary: { zh: "按代码或名称查找组织", en: "find organisations by code or name" },
  description: {
    zh: "代码须完整。名称可以是全称、部分、字号、曾用名、繁体、拼音或首字母，可省略行政区划或组织形式，可错一个字。个体工商户只能按完整代码或完整字号名称查到；自然人查不到。",
    en: "Codes in full. Names whole or in part, brands, former names, traditional script, pinyin or initials; place or legal form may be missing, one character may be wrong. Individual businesses are found by exact code or full trade name only, natural persons not at all.",
  },
  query: Type.Object(
    {
      q: Type.String({ minLength: 1, maxLength: 240 }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
      cursor: Type.Optional(Type.String({ maxLength: 20 })),
    },
    closed,
  ),
  response: pageOf(HitShape),
  refusals: ["registry.identity-number", "registry.query-empty", "registry.query-long", "registry.cursor"],
});

/** Suggestions while somebody types. By POST: half of a person's number must not stand in an address either (C13). */
export const suggestOrganisations = endpoint({
  id: "suggestOrganisations",
  method: "POST",
  path: "/api/v1/organisations/suggestions",
  tag: "registry",
  entrance: "anyone",
  summary: { zh: "输入时的建议", en: "suggestions while typing" },
  body: Type.Object({ q: Type.String({ minLength: 1, maxLength: 240 }) }, closed),
  response: Type.Object({ items: Type.Array(HitShape) }, closed),
  refusals: ["registry.identity-number"],
});

/** The head of a public file: name, numbers, former names. */
export const getOrganisation = endpoint({
  id: "getOrganisation",
  method: "GET",
  path: "/api/v1/organisations/:code",
  tag: "registry",
  entrance: "anyone",
  summary: { zh: "某组织的身份信息", en: "who an organisation is" },
  params: Type.Object({ code: Code }, closed),
  response: SubjectShape,
  refusals: ["registry.identity-number", "registry.unknown-subject"],
});

/** An act on who is who, as officers see it. */
export const AliasActShape = Type.Object(
  {
    actId: Type.String(),
    act: oneOf("merge", "split", "reverse"),
    /** Code of the subject that leads, or that gives. */
    code: Type.String(),
    otherCode: Type.String(),
    reverses: orNull(Type.String()),
    reason: Type.String(),
    effectiveAt: DateShape,
    decidedAt: InstantShape,
    /** Not reversed. */
    standing: Type.Boolean(),
  },
  { $id: "AliasAct", ...closed },
);
export type AliasActView = Static<typeof AliasActShape>;

const decided = [
  "access.denied",
  "registry.unknown-subject",
  "registry.identity-number",
  "registry.key-used",
  "registry.effective-date",
] as const;

/** Two subjects are one organisation: from now on one file, of which no record moved. */
export const mergeSubjects = endpoint({
  id: "mergeSubjects",
  method: "POST",
  path: "/api/v1/subjects/merges",
  tag: "registry",
  entrance: "signed-in",
  summary: { zh: "认定两个代码属于同一组织", en: "say that two codes are one organisation" },
  body: Type.Object(
    {
      /** Code of the subject that leads the file. */
      code: Code,
      /** Code of the one that is known to be it. */
      otherCode: Code,
      reason: Reason,
      effectiveAt: DateShape,
    },
    closed,
  ),
  response: AliasActShape,
  idempotent: true,
  status: 201,
  refusals: [...decided, "registry.same-subject", "registry.kinds-differ"],
});

/** A subject's file holds what is another's. Numbers and names are the other's at once; records are moved by the ledger. */
export const splitSubject = endpoint({
  id: "splitSubject",
  method: "POST",
  path: "/api/v1/subjects/splits",
  tag: "registry",
  entrance: "signed-in",
  summary: { zh: "认定某档案中有属于另一组织的内容", en: "say that a file holds what is another organisation's" },
  body: Type.Object(
    {
      code: Code,
      /** Code of the other; it is founded by this act where it is not known yet. */
      otherCode: Code,
      /** Numbers of the subject that are the other's. */
      identifiers: Type.Array(
        Type.Object({ scheme: Type.String({ maxLength: 40 }), value: Type.String({ maxLength: 40 }) }, closed),
        { maxItems: 20 },
      ),
      names: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 20 }),
      /** Ids of records that are the other's. */
      records: Type.Array(Type.String({ format: "uuid" }), { maxItems: 1000 }),
      reason: Reason,
      effectiveAt: DateShape,
    },
    closed,
  ),
  response: AliasActShape,
  idempotent: true,
  status: 201,
  refusals: [...decided, "registry.kinds-differ", "registry.splits-nothing"],
});

/** A merge or split was wrong: it no longer holds. */
export const reverseAlias = endpoint({
  id: "reverseAlias",
  method: "POST",
  path: "/api/v1/subjects/alias-acts/:actId/reversal",
  tag: "registry",
  entrance: "signed-in",
  summary: { zh: "撤回合并或拆分", en: "take back a merge or split" },
  params: Type.Object({ actId: Type.String({ format: "uuid" }) }, closed),
  body: Type.Object({ reason: Reason, effectiveAt: DateShape }, closed),
  response: AliasActShape,
  idempotent: true,
  status: 201,
  refusals: [...decided, "registry.unknown-act", "registry.already-reversed"],
});

/** Acts on who is who that touch an organisation, oldest first. */
export const listAliasActs = endpoint({
  id: "listAliasActs",
  method: "GET",
  path: "/api/v1/organisations/:code/alias-acts",
  tag: "registry",
  entrance: "signed-in",
  summary: { zh: "涉及某组织的合并与拆分", en: "merges and splits that touch an organisation" },
  params: Type.Object({ code: Code }, closed),
  response: Type.Object({ items: Type.Array(AliasActShape) }, closed),
  refusals: ["access.denied", "registry.identity-number", "registry.unknown-subject"],
});
