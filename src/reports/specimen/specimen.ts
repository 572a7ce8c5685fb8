/**
 * An invented file, plainly fictitious: what the renderer warms up with, what tests and the bench render. The same
 * request gives the same file.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileRecord, FileView, ItemLegend } from "#contract/ledger.ts";
import type { Bilingual } from "#core/refusal.ts";
import { addDays, addMonths, addYears, type IsoDate, isoDate } from "#core/time/date.ts";
import { categories } from "#src/ledger/index.ts";
import type { Report } from "../report.ts";

/** What a specimen is asked to be. */
export interface SpecimenAsked {
  readonly records: number;
  /** Another seed, another file. */
  readonly seed?: number;
  readonly audience?: FileView["asOf"]["audience"];
  readonly kind?: FileView["subject"]["kind"];
  /** Replaces the name, for names that are hard to set. */
  readonly name?: string;
  /** How long released free text is, in characters. */
  readonly textLength?: number;
}

const legends: readonly ItemLegend[] = JSON.parse(readFileSync(join(import.meta.dirname, "items.json"), "utf8"));
const today = isoDate("2026-09-01");

const authorities: Readonly<Record<string, Bilingual>> = {
  "11880100MB00000011": { zh: "清河市市场监督管理局", en: "Qinghe Market Regulation Bureau" },
  "11880100MB00000022": { zh: "清河市应急管理局", en: "Qinghe Emergency Management Bureau" },
  "11880000MB00000033": { zh: "临江省税务局", en: "Linjiang Tax Service" },
  "11880100MB00000044": { zh: "清河市中级人民法院", en: "Qinghe Intermediate People's Court" },
  "11880100MB00000055": { zh: "清河市行政审批局", en: "Qinghe Administrative Approval Bureau" },
  "11880000MB00000066": { zh: "临江省生态环境厅", en: "Linjiang Department of Ecology and Environment" },
  "11880100MB00000077": { zh: "清河市财政局", en: "Qinghe Finance Bureau" },
};

// What half the records of a real file are: permits and penalties (DOMAIN.md 3).
const mixture = [
  "permit",
  "penalty",
  "permit",
  "inspection",
  "penalty",
  "honour",
  "permit",
  "contract",
  "penalty",
  "commitment",
  "tax-grade-a",
  "abnormal-operation",
  "permit",
  "inspection",
  "patent",
  "judgment-defaulter",
];

/** Mulberry32: a small generator with a seed, since a specimen must come out the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

class Drawing {
  readonly #next: () => number;
  constructor(seed: number) {
    this.#next = generator(seed);
  }
  below(bound: number): number {
    return Math.floor(this.#next() * bound);
  }
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
  digits(length: number): string {
    return Array.from({ length }, () => this.below(10)).join("");
  }
}

const goods = [
  "糕点",
  "熟食",
  "消防器材",
  "电线电缆",
  "建筑材料",
  "饮用水",
  "特种设备",
  "危险货物",
  "医疗器械",
  "农药",
];
const breaches = [
  "生产不符合食品安全标准的{}",
  "销售不合格{}",
  "未按规定检验{}",
  "未保存{}进货查验记录",
  "擅自改动{}标签",
];
const laws = [
  "《食品安全法》第一百二十四条",
  "《产品质量法》第四十九条",
  "《安全生产法》第九十七条",
  "《消防法》第六十条",
];

function fieldsOf(name: string, draw: Drawing, day: IsoDate, textLength: number): Record<string, unknown> {
  const year = day.slice(0, 4);
  const number = 1 + draw.below(900);
  const thing = draw.of(goods);
  switch (name) {
    case "permit":
      return {
        documentTitle: `${thing}生产经营许可决定书`,
        documentNumber: `清审准〔${year}〕${number}号`,
        kind: draw.of(["ordinary", "approval", "registration"]),
        certificateNumber: `SC1${draw.digits(13)}`,
        content: `${thing}的生产、加工和批发，经营场所为清河市东风路${draw.below(400) + 1}号`,
        validTo: addYears(day, 5),
      };
    case "penalty": {
      const breach = draw.of(breaches).replace("{}", thing);
      return {
        documentNumber: `清市监罚〔${year}〕${number}号`,
        kinds: draw.of([["fine"], ["fine", "confiscation"], ["warning"], ["fine", "suspension"]]),
        violation: breach,
        legalBasis: draw.of(laws),
        ...(textLength > 0 ? { facts: `当事人于${day}被查实${breach}。`.padEnd(textLength, "经查证属实，") } : {}),
        fine: (1 + draw.below(200)) * 500,
        level: draw.of(["minor", "general", "serious"]),
      };
    }
    case "inspection":
      return { planName: `${year}年度${thing}专项抽查`, result: draw.of(["pass", "pass", "pass", "corrected"]) };
    case "honour":
      return {
        title: `${year}年度${draw.of(["守合同重信用企业", "安全生产先进单位", "市长质量奖"])}`,
        documentNumber: `清政发〔${year}〕${number}号`,
      };
    case "contract":
      return {
        contractName: `清河市${thing}采购合同（${year}-${number}）`,
        amount: (10 + draw.below(900)) * 1000,
        outcome: draw.of(["fulfilled", "fulfilled", "late"]),
      };
    case "commitment":
      return {
        kind: draw.of(["active", "approval"]),
        content: `依法从事${thing}经营，接受社会监督`,
        kept: draw.of(["yes", "running"]),
      };
    case "tax-grade-a":
      return { year: String(Number(year) - 1), grade: "A" };
    case "abnormal-operation":
      return {
        reason: draw.of(["annual-report", "address"]),
        documentNumber: `清市监异〔${year}〕${number}号`,
        removedOn: addMonths(day, 2 + draw.below(8)),
      };
    case "judgment-defaulter":
      return {
        caseNumber: `（${year}）临01执${number}号`,
        court: "清河市中级人民法院",
        performance: draw.of(["none", "partial"]),
      };
    case "patent":
      return { registrationNumber: `Y${year}88${draw.digits(7)}`, right: `一种${thing}检测装置` };
    default:
      return {
        registeredName: "临江样张食品有限公司",
        legalForm: "有限责任公司（自然人投资或控股）",
        registeredCapital: 8_000_000,
        establishedOn: "2012-03-15",
        scope: "糕点、熟食的生产和销售；食品检测技术服务（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
        registrationState: "existing",
      };
  }
}

const authorityOf: Readonly<Record<string, string>> = {
  registration: "11880100MB00000011",
  permit: "11880100MB00000055",
  inspection: "11880100MB00000022",
  contract: "11880100MB00000077",
  "tax-grade-a": "11880000MB00000033",
  "judgment-defaulter": "11880100MB00000044",
};

const adverseNames = ["penalty", "abnormal-operation", "judgment-defaulter"];

function recordOf(index: number, draw: Drawing, asked: SpecimenAsked): FileRecord {
  const name = index === 0 ? "registration" : (mixture[(index - 1) % mixture.length] ?? "permit");
  const legend = legends.find((one) => one.itemId === `specimen/${name}`);
  if (!legend) throw new Error(`the specimen has no item ${name}`);
  const adverse = adverseNames.includes(name);
  const day = name === "registration" ? isoDate("2012-03-15") : addDays(today, -10 - draw.below(adverse ? 300 : 1500));
  const textLength = asked.textLength ?? (index % 12 === 2 ? 60 : 0);
  const fields = fieldsOf(name, draw, day, textLength);
  const corrected = index % 17 === 5;
  const publishedUntil = adverse ? addYears(day, 1) : null;
  return {
    recordId: `00000000-0000-4000-8000-${String(index + 1).padStart(12, "0")}`,
    item: `${legend.itemId}@${legend.version}`,
    adverse,
    listing: name === "judgment-defaulter",
    state: "standing",
    inForce: typeof fields["validTo"] !== "string" || fields["validTo"] >= today,
    authority: authorityOf[name] ?? draw.of(["11880100MB00000011", "11880100MB00000022", "11880000MB00000066"]),
    decidedOn: day,
    conductEndedOn: adverse ? addDays(day, -30) : null,
    servedOn: adverse ? addDays(day, 3) : null,
    effectiveFrom: day,
    effectiveTo: typeof fields["validTo"] === "string" ? fields["validTo"] : null,
    publishedUntil,
    retainedUntil: adverse && asked.audience === "subject" ? addYears(day, 5) : null,
    recordedAt: `${addDays(day, 5)}T02:30:00.000Z`,
    correctedAt: corrected ? `${addDays(day, 9)}T03:00:00.000Z` : null,
    withdrawnAt: null,
    changeReason: corrected && asked.audience === "subject" ? "原录入金额有误" : null,
    version: corrected ? 2 : 1,
    fields,
    masked: name === "penalty" && !("facts" in fields) ? [{ field: "facts", basis: "C3" }] : [],
    marks: index % 23 === 7 ? [{ mark: "objection", at: `${addDays(day, 12)}T01:00:00.000Z`, note: null }] : [],
  };
}

/** A report on the specimen file; its code and address are invented too. */
export function specimenReport(asked: SpecimenAsked, other: Partial<Report> = {}): Report {
  const code = "2PEC-1MEH-0000-0000";
  return {
    code,
    issuedAt: "2026-09-01T02:00:05Z",
    useBefore: isoDate("2026-11-30"),
    issuer: {
      id: "https://credit.example/issuer",
      name: { zh: "临江省公共信用信息平台（样张）", en: "Linjiang public credit platform (specimen)" },
    },
    keyId: "k1-specimen",
    verifyUrl: `https://credit.example/verify/${code}`,
    file: specimenFile(asked),
    fictitious: true,
    ...other,
  };
}

/** Composes the specimen file. */
export function specimenFile(asked: SpecimenAsked): FileView {
  const draw = new Drawing(asked.seed ?? 1);
  const records = Array.from({ length: asked.records }, (_, index) => recordOf(index, draw, asked)).sort((a, b) =>
    a.decidedOn === b.decidedOn ? (a.recordId < b.recordId ? -1 : 1) : a.decidedOn < b.decidedOn ? 1 : -1,
  );
  const used = new Set(records.map((record) => record.item));
  const items = Object.fromEntries(
    legends.map((legend) => [`${legend.itemId}@${legend.version}`, legend] as const).filter(([key]) => used.has(key)),
  );
  const kind = asked.kind ?? "organisation";
  const name = asked.name ?? (kind === "person" ? "样*" : "临江样张食品有限公司");
  return {
    subject: {
      kind,
      name,
      code: kind === "person" ? "" : "91880100MA00000X1Y",
      codeVerdict: "valid",
      form:
        kind === "person" ? null : { zh: "市场监管部门登记的企业", en: "enterprise registered with market regulation" },
      division: { code: "880100", name: "临江省清河市", abolished: false },
      identifiers:
        kind === "person"
          ? []
          : [
              {
                scheme: "registration-number",
                value: "880100000012345",
                verdict: "unchecked",
                validFrom: "2012-03-15",
                validUntil: "2016-05-20",
              },
            ],
      names:
        kind === "person"
          ? []
          : [
              { name, role: "legal", validFrom: "2016-05-20", validUntil: null },
              { name: "清河样张糕点厂", role: "legal", validFrom: "2012-03-15", validUntil: "2016-05-20" },
            ],
      aliases: [],
    },
    asOf: {
      audience: asked.audience ?? "public",
      effectiveAt: today,
      knownAt: "2026-09-01T02:00:00.000Z",
      today,
    },
    records,
    next: null,
    total: records.length,
    sectors: [],
    categories: categoriesOf(records, items),
    months: monthsOf(records),
    items,
    authorities: Object.fromEntries(
      Object.entries(authorities).filter(([code]) => records.some((record) => record.authority === code)),
    ),
    differences: [],
  };
}

function monthsOf(records: readonly FileRecord[]): FileView["months"] {
  const months = Map.groupBy(records, (record) => record.decidedOn.slice(0, 7));
  return [...months]
    .map(([month, those]) => ({
      month,
      adverse: those.filter((record) => record.adverse).length,
      other: those.filter((record) => !record.adverse).length,
    }))
    .sort((a, b) => (a.month < b.month ? -1 : 1));
}

function categoriesOf(records: readonly FileRecord[], items: FileView["items"]): FileView["categories"] {
  const byCategory = Map.groupBy(records, (record) => items[record.item]?.category);
  return categories.map(({ category, title }) => {
    const those = byCategory.get(category) ?? [];
    return { category, title, total: those.length, adverse: those.filter((record) => record.adverse).length };
  });
}
