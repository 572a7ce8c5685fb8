/**
 * The dirt real data have (DOMAIN.md 3, 11), in known quantities. Every kind says what becomes of a row that has it and,
 * where a finding tells why, under which code. Tests hold intake to it.
 */
import type { Json } from "#core/record/canonical.ts";
import { addDays, isoDate } from "#core/time/date.ts";
import type { Dice } from "./dice.ts";
import { nobodysNumber, unifiedCode, withoutComplement } from "./province.ts";
import type { Sent } from "./streams/stream.ts";

export type Verdict = "accepted" | "corrected" | "unchanged" | "held" | "refused";

/** A row as it will be written: its fields, and cells that are written otherwise than their fields say. */
export interface DirtyRow extends Sent {
  readonly raw: Readonly<Record<string, string>>;
  readonly dirt: string | null;
  readonly verdict: Verdict;
  readonly code: string | null;
}

type Change = (
  row: Sent,
  dice: Dice,
) => { readonly fields?: Readonly<Record<string, Json>>; readonly raw?: Readonly<Record<string, string>> };

export interface DirtKind {
  readonly kind: string;
  /** What it is, as a clerk would say it. */
  readonly says: string;
  readonly item: string;
  readonly count: number;
  readonly verdict: Verdict;
  /** Code of the finding that holds or refuses it; null where none does. */
  readonly code: string | null;
  /** Name of the only agency in whose files it occurs. */
  readonly from?: string;
  readonly where?: (row: Sent) => boolean;
  readonly change: Change;
}

const text = (row: Sent, field: string) => String(row.fields[field] ?? "");
const has = (field: string) => (row: Sent) => row.fields[field] !== undefined;
const kindsOf = (row: Sent) => row.fields["penaltyKinds"] as readonly string[];
const fined = (row: Sent) => kindsOf(row).includes("罚款");
const organisation = (row: Sent) => row.fields["subjectCategory"] === "法人及非法人组织";
const fullWidth = (plain: string) => plain.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

/** Characters 9 and 10 changed places: the organisation part no longer passes its own check. */
function swapped(code: string): string {
  return code.slice(0, 12) + code.charAt(13) + code.charAt(12) + code.slice(14);
}
const swaps = (row: Sent) => {
  const code = text(row, "unifiedCode");
  return organisation(row) && code.charAt(12) !== code.charAt(13);
};

/** As optical character recognition reads a bad scan: every second sign another (DOMAIN.md 11.8). */
const misread = (name: string) =>
  [...name].map((one, at) => (at % 2 === 0 ? one : [..."釗眼么可洞エ亚甩枝"].at(at % 9))).join("");

const fine = (row: Sent) => Number(row.fields["fineAmount"] ?? 0);
const person = (dice: Dice, bornOn: string) => ({
  subjectCategory: "自然人",
  subjectName: `${dice.pick([..."江柳竹松"])}虚构`,
  personDocumentType: "identity-card",
  personDocumentNumber: nobodysNumber(isoDate(bornOn), dice.int(700, 999)),
});
const noCode = { unifiedCode: "", legalRepresentative: "" };

export const dirtKinds: readonly DirtKind[] = [
  // What is only written otherwise is read and taken.
  {
    kind: "brackets-half-width",
    says: "名称里的全角括号写成半角",
    item: "cn/permit",
    count: 60,
    verdict: "accepted",
    code: null,
    where: (row) => text(row, "subjectName").includes("（"),
    change: (row) => ({ raw: { subjectName: text(row, "subjectName").replaceAll("（", "(").replaceAll("）", ")") } }),
  },
  {
    kind: "code-full-width",
    says: "代码写成全角数字和字母",
    item: "cn/permit",
    count: 40,
    verdict: "accepted",
    code: null,
    change: (row) => ({ raw: { unifiedCode: fullWidth(text(row, "unifiedCode")) } }),
  },
  {
    kind: "code-lower-case",
    says: "代码写成小写",
    item: "cn/penalty",
    count: 40,
    verdict: "accepted",
    code: null,
    where: (row) => /[A-Z]/.test(text(row, "unifiedCode")),
    change: (row) => ({ raw: { unifiedCode: text(row, "unifiedCode").toLowerCase() } }),
  },
  {
    kind: "code-with-spaces",
    says: "代码中间有空格",
    item: "cn/penalty",
    count: 30,
    verdict: "accepted",
    code: null,
    change: (row) => ({ raw: { unifiedCode: text(row, "unifiedCode").replace(/^(.{8})(.{9})/, "$1 $2 ") } }),
  },
  {
    kind: "open-ended-2099",
    says: "长期有效写成 2099-12-31",
    item: "cn/permit",
    count: 120,
    verdict: "accepted",
    code: null,
    where: (row) => row.fields["validTo"] === undefined,
    change: () => ({ raw: { validTo: "2099-12-31" } }),
  },
  {
    kind: "open-ended-other-2099",
    says: "长期有效写成 2099-01-31",
    item: "cn/permit",
    count: 20,
    verdict: "accepted",
    code: null,
    where: (row) => row.fields["validTo"] === undefined,
    change: () => ({ raw: { validTo: "2099-01-31" } }),
  },
  {
    kind: "open-ended-dash",
    says: "长期有效写成 —",
    item: "cn/permit",
    count: 60,
    verdict: "accepted",
    code: null,
    where: (row) => row.fields["validTo"] === undefined,
    change: () => ({ raw: { validTo: "—" } }),
  },
  {
    kind: "open-ended-word",
    says: "长期有效写成“长期”",
    item: "cn/permit",
    count: 60,
    verdict: "accepted",
    code: null,
    where: (row) => row.fields["validTo"] === undefined,
    change: () => ({ raw: { validTo: "长期" } }),
  },
  {
    kind: "other-named",
    says: "许可类别写成“其他-备案”",
    item: "cn/permit",
    count: 30,
    verdict: "accepted",
    code: null,
    change: () => ({ fields: { permitKind: "其他-备案" } }),
  },
  {
    kind: "several-kinds",
    says: "一个单元格写几种处罚，带“其他-”",
    item: "cn/penalty",
    count: 60,
    verdict: "accepted",
    code: null,
    where: (row) => kindsOf(row).length === 2 && kindsOf(row).includes("没收违法所得"),
    change: (row) => ({ raw: { penaltyKinds: `${kindsOf(row).join("；")}；其他-责令改正` } }),
  },
  {
    kind: "ocr-name",
    says: "扫描识别损坏的名称，只有九位组织机构代码",
    item: "cn/judgment-defaulter",
    count: 10,
    verdict: "accepted",
    code: null,
    where: (row) => text(row, "subjectName").endsWith("司"),
    change: (row) => ({
      raw: {
        subjectName: text(row, "subjectName").replace(/司$/, "可"),
        unifiedCode: text(row, "unifiedCode").slice(8, 17),
      },
    }),
  },
  // What nobody can tell waits for a person.
  {
    kind: "ocr-name-unreadable",
    says: "扫描识别损坏到认不出的名称，只有九位组织机构代码",
    item: "cn/judgment-defaulter",
    count: 4,
    verdict: "held",
    code: "subject.name-is-anothers",
    change: (row) => ({
      raw: { subjectName: misread(text(row, "subjectName")), unifiedCode: text(row, "unifiedCode").slice(8, 17) },
    }),
  },
  {
    kind: "code-misplaced",
    says: "统一社会信用代码填在组织机构代码列",
    item: "cn/permit",
    count: 8,
    verdict: "held",
    code: "code.malformed",
    where: organisation,
    change: (row) => ({ raw: { unifiedCode: "", organisationCode: text(row, "unifiedCode") } }),
  },
  {
    kind: "code-mistyped",
    says: "代码相邻两位颠倒",
    item: "cn/penalty",
    count: 15,
    verdict: "held",
    code: "code.malformed",
    where: swaps,
    change: (row) => ({ raw: { unifiedCode: swapped(text(row, "unifiedCode")) } }),
  },
  {
    kind: "placeholder-alone",
    says: "代码为 17 个零加 X，没有别的号码",
    item: "cn/penalty",
    count: 12,
    verdict: "held",
    code: "subject.older-number-missing",
    where: organisation,
    change: () => ({ raw: { unifiedCode: "00000000000000000X" } }),
  },
  {
    kind: "fine-mis-keyed",
    says: "万元列里填了元",
    item: "cn/penalty",
    count: 10,
    verdict: "held",
    code: "penalty.amount-unit-confused",
    where: (row) => fine(row) >= 1_000,
    change: (row) => ({ fields: { fineAmount: fine(row) * 10_000 } }),
  },
  {
    kind: "fine-without-amount",
    says: "有罚款而没有金额",
    item: "cn/penalty",
    count: 6,
    verdict: "held",
    code: "penalty.fine-without-amount",
    where: fined,
    change: () => ({ raw: { fineAmount: "" } }),
  },
  {
    kind: "suspension-without-certificate",
    says: "暂扣而没有证照名称",
    item: "cn/penalty",
    count: 4,
    verdict: "held",
    code: "penalty.revocation-without-certificate",
    where: has("revokedCertificate"),
    change: () => ({ raw: { revokedCertificate: "" } }),
  },
  {
    kind: "facts-filler",
    says: "违法事实只写“详见决定书”",
    item: "cn/penalty",
    count: 6,
    verdict: "held",
    code: "text.filler",
    change: () => ({ raw: { facts: "详见决定书" } }),
  },
  {
    kind: "person-number-in-text",
    says: "处罚内容里写了身份证号",
    item: "cn/penalty",
    count: 2,
    verdict: "held",
    code: "text.person-number",
    change: (row) => ({
      raw: { facts: `${text(row, "facts")}负责人公民身份号码${nobodysNumber(isoDate("1980-02-02"), 600)}。` },
    }),
  },
  {
    kind: "banned-matter",
    says: "对个体工商户的事实里写了病史",
    item: "cn/penalty",
    count: 3,
    verdict: "held",
    code: "text.banned-matter-about-a-person",
    where: (row) => row.fields["subjectCategory"] === "个体工商户",
    change: (row) => ({ raw: { facts: `${text(row, "facts")}经营者患有慢性病。` } }),
  },
  {
    kind: "person-private",
    says: "自然人，没有写执业资格或行业",
    item: "cn/penalty",
    count: 3,
    verdict: "held",
    code: "person.private-conduct",
    where: organisation,
    change: (_row, dice) => ({ fields: { ...noCode, ...person(dice, "1985-05-05") } }),
  },
  {
    kind: "listing-without-service",
    says: "列入名单没有送达日期",
    item: "cn/judgment-defaulter",
    count: 5,
    verdict: "held",
    code: "listing.without-service",
    change: () => ({ raw: { servedOn: "" } }),
  },
  {
    kind: "listing-decided-early",
    says: "陈述申辩期限未满即列入",
    item: "cn/market-serious-list",
    count: 2,
    verdict: "held",
    code: "listing.decided-before-the-answer",
    where: (row) => row.fields["answered"] === "未陈述申辩",
    change: (row) => ({
      fields: {
        answerDueOn: addDays(isoDate(text(row, "decidedOn")), 3),
        servedOn: addDays(isoDate(text(row, "decidedOn")), 4),
        listedFrom: addDays(isoDate(text(row, "decidedOn")), 4),
      },
    }),
  },
  // What cannot be is refused.
  {
    kind: "decided-tomorrow",
    says: "决定日期在将来",
    item: "cn/penalty",
    count: 8,
    verdict: "refused",
    code: "decision.in-the-future",
    where: (row) => row.fields["validTo"] === undefined,
    change: () => ({ fields: { decidedOn: "2026-12-24" } }),
  },
  {
    kind: "another-agency",
    says: "处罚机关不是报送单位",
    item: "cn/penalty",
    count: 6,
    verdict: "refused",
    code: "authority.not-the-sender",
    change: () => ({
      fields: { authorityCode: unifiedCode({ form: "11", division: "880900", organisation: "MB880999" }) },
    }),
  },
  {
    kind: "fine-negative",
    says: "罚款为负数",
    item: "cn/penalty",
    count: 2,
    verdict: "refused",
    code: "field.too-small",
    where: (row) => fine(row) > 0,
    change: (row) => ({ fields: { fineAmount: -fine(row) } }),
  },
  {
    kind: "no-number",
    says: "没有任何代码",
    item: "cn/penalty",
    count: 3,
    verdict: "refused",
    code: "subject.number-missing",
    where: organisation,
    change: () => ({ raw: { unifiedCode: "" } }),
  },
  {
    kind: "formula",
    says: "单元格以等号开头",
    item: "cn/permit",
    count: 2,
    verdict: "refused",
    code: "text.formula",
    change: () => ({ raw: { content: '=HYPERLINK("http://example.invalid")' } }),
  },
  {
    kind: "date-impossible",
    says: "二月三十日",
    item: "cn/permit",
    count: 3,
    verdict: "refused",
    code: "value.date",
    change: () => ({ raw: { validFrom: "2026-02-30" } }),
  },
  {
    kind: "trader-graded",
    says: "给个体工商户评级",
    item: "cn/tax-grade-a",
    count: 2,
    verdict: "refused",
    code: "item.kind-not-allowed",
    change: (_row, dice) => ({
      fields: {
        unifiedCode: unifiedCode({ form: "92", division: "880102", organisation: `MA8H00${dice.int(10, 99)}` }),
      },
    }),
  },
];

/** Where the registrar itself gave a wrong check character; noted, and kept. */
export const wrongCheckSays = "登记机关发出的校验位不符的代码";

/** Codes nobody registered, with a wrong check character that shows the organisation part right: not the sender's to found. */
export function strangersCode(at: number): string {
  return withoutComplement(
    unifiedCode({ form: "91", division: "880202", organisation: `MA8J${String(at).padStart(4, "0")}` }),
  );
}

/**
 * Soils rows: each kind takes its count of clean rows of its item, at random and never two kinds on one row. Throws
 * where there are too few to take: a count that is not reached would make the manifest lie.
 */
export function soil(dice: Dice, rows: readonly Sent[]): DirtyRow[] {
  const soiled: DirtyRow[] = rows.map((row) => ({ ...row, raw: {}, dirt: null, verdict: "accepted", code: null }));
  for (const kind of dirtKinds) {
    const own = dice.of(kind.kind);
    const clean = soiled.flatMap((row, at) => (isFor(kind, row) ? [at] : []));
    if (clean.length < kind.count) throw new Error(`${kind.kind}: only ${clean.length} rows can have it`);
    for (const at of own.shuffled(clean).slice(0, kind.count)) {
      const row = soiled[at] as DirtyRow;
      const { fields, raw } = kind.change(row, own);
      soiled[at] = {
        ...row,
        fields: { ...row.fields, ...fields },
        raw: raw ?? {},
        dirt: kind.kind,
        verdict: kind.verdict,
        code: kind.code,
      };
    }
  }
  return soiled;
}

function isFor(kind: DirtKind, row: DirtyRow): boolean {
  if (row.dirt !== null || row.item !== kind.item || (row.org?.story ?? null) !== null) return false;
  return kind.where?.(row) ?? true;
}
