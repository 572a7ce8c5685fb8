/** How agencies write their files: published layouts, the platform's own templates, and columns of their own with a mapping. */
import type { Mapping } from "#contract/intake.ts";
import { active } from "./organisations.ts";
import { agencyNamed } from "./province.ts";

export type Format = "csv" | "xlsx" | "json" | "ndjson";
export type Encoding = "utf-8" | "utf-8-bom" | "gb18030";
export type DateStyle = "2026-09-01" | "2026/9/1" | "2026年9月1日" | "20260901";

/** An agency's habits. */
export interface Habit {
  readonly format: Format;
  readonly encoding: Encoding;
  readonly dates: DateStyle;
  /** Sign between several values in one cell. */
  readonly join: string;
}

const habit = (format: Format, encoding: Encoding, dates: DateStyle, join = "；"): Habit => ({
  format,
  encoding,
  dates,
  join,
});

const habits: Readonly<Record<string, Habit>> = {
  临江省市场监督管理局: habit("csv", "gb18030", "2026-09-01", ";"),
  云溪市市场监督管理局: habit("xlsx", "utf-8", "2026-09-01"),
  望岳市市场监督管理局: habit("csv", "utf-8-bom", "2026/9/1"),
  云溪市住房和城乡建设局: habit("xlsx", "utf-8", "2026年9月1日", "、"),
  临江省交通运输厅: habit("csv", "gb18030", "2026/9/1"),
  临江省教育厅: habit("csv", "utf-8", "2026-09-01"),
  临江省卫生健康委员会: habit("xlsx", "utf-8", "2026-09-01"),
  临江省生态环境厅: habit("json", "utf-8", "2026-09-01"),
  云溪市生态环境局: habit("csv", "utf-8", "2026-09-01"),
  临江省应急管理厅: habit("ndjson", "utf-8", "2026-09-01"),
  临江省公安厅: habit("csv", "gb18030", "20260901"),
  临江省文化和旅游厅: habit("xlsx", "utf-8", "2026/9/1"),
  "临江省通信管理局（演示）": habit("json", "utf-8", "2026-09-01"),
  临江省司法厅: habit("xlsx", "utf-8", "2026-09-01"),
  临江省人力资源和社会保障厅: habit("csv", "gb18030", "2026-09-01"),
  "临江省消防救援总队（演示）": habit("csv", "utf-8-bom", "2026-09-01"),
  临江省农业农村厅: habit("ndjson", "utf-8", "2026-09-01"),
  "临江省税务局（演示）": habit("csv", "gb18030", "2026-09-01"),
  "临江海关（演示）": habit("json", "utf-8", "2026-09-01"),
  临江省高级人民法院: habit("csv", "gb18030", "2026年9月1日"),
  中共临江省委机构编制委员会办公室: habit("xlsx", "utf-8", "2026/9/1"),
  临江省民政厅: habit("json", "utf-8", "2026-09-01"),
};
const usual = habit("csv", "utf-8-bom", "2026-09-01");

export function habitOf(agency: string): Habit {
  return habits[agency] ?? usual;
}

/** Columns of an agency's own, and how they become fields. */
export interface OwnLayout {
  readonly agency: string;
  readonly item: string;
  /** Column to field, in the order of the file; null for columns of the agency's own business. */
  readonly columns: readonly (readonly [column: string, field: string | null])[];
  /** Columns of amounts in 万元; the others are in yuan. */
  readonly inTenThousands?: readonly string[];
  /** A title line above the header. */
  readonly titled?: boolean;
  /** How it writes some values, by field. */
  readonly words?: Words;
  readonly mapping: Mapping;
}

type Words = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Given {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly agency: string;
  readonly item: string;
  readonly columns: readonly (readonly [string, string | null])[];
  readonly money?: Readonly<Record<string, "yuan" | "ten-thousand-yuan">>;
  readonly split?: Readonly<Record<string, readonly string[]>>;
  /** The same in every row; `@agency` for the agency's own code. */
  readonly constants?: Readonly<Record<string, string>>;
  readonly numbers?: readonly string[];
  readonly titled?: boolean;
  readonly words?: Words;
}

function own(given: Given): OwnLayout {
  const {
    id,
    zh,
    en,
    agency,
    item,
    columns,
    money = {},
    split = {},
    constants = {},
    numbers = [],
    titled,
    words,
  } = given;
  const fields = Object.fromEntries([
    ...columns.flatMap(([column, field]) =>
      field === null || numbers.includes(column)
        ? []
        : [
            [
              field,
              {
                from: [column],
                ...(money[field] ? { unit: money[field] } : {}),
                ...(split[field] ? { split: [...split[field]] } : {}),
              },
            ],
          ],
    ),
    ...Object.entries(constants).map(([field, constant]) => [
      field,
      { constant: constant === "@agency" ? agencyNamed(agency).agencyCode : constant },
    ]),
  ]);
  return {
    agency,
    item,
    columns,
    ...(titled ? { titled } : {}),
    ...(words ? { words } : {}),
    inTenThousands: Object.keys(money).filter((field) => money[field] === "ten-thousand-yuan"),
    mapping: {
      format: "chengxin-mapping/1",
      id,
      title: { zh, en },
      item,
      ...(titled ? { file: { headerRow: 2 } } : {}),
      empty: ["无", "—", "-"],
      fields,
      ...(numbers.length > 0 ? { numbers: [{ from: [...numbers] }] } : {}),
      ignored: columns.flatMap(([column, field]) => (field === null ? [column] : [])),
    },
  };
}

export const ownLayouts: readonly OwnLayout[] = [
  own({
    id: "market-registrations",
    zh: "临江省企业登记信息导出表",
    en: "Export of enterprise registrations",
    agency: "临江省市场监督管理局",
    item: "cn/registration",
    numbers: ["统一社会信用代码/注册号"],
    money: { registeredCapital: "ten-thousand-yuan" },
    columns: [
      ["序号", null],
      ["企业名称", "subjectName"],
      ["曾用名", "formerName"],
      ["统一社会信用代码/注册号", "unifiedCode"],
      ["组织类别", "organisationForm"],
      ["企业类型", "registeredType"],
      ["注册资本（万元）", "registeredCapital"],
      ["成立日期", "foundedOn"],
      ["核准日期", "decidedOn"],
      ["经营范围", "businessScope"],
      ["住所", "address"],
      ["市", "city"],
      ["区划", "division"],
      ["法定代表人", "legalRepresentative"],
      ["登记状态", "status"],
    ],
    words: { status: { [active]: "存续", 吊销: "吊销，未注销" } },
    constants: { province: "临江省" },
  }),
  own({
    id: "trader-registrations",
    zh: "临江省个体工商户登记信息导出表",
    en: "Export of registrations of individual businesses",
    agency: "临江省市场监督管理局",
    item: "cn/individual-business-registration",
    columns: [
      ["字号", "subjectName"],
      ["信用代码", "unifiedCode"],
      ["经营者", "operatorName"],
      ["经营场所", "premises"],
      ["经营范围", "businessScope"],
      ["区划", "division"],
      ["注册日期", "foundedOn"],
      ["核准日期", "decidedOn"],
      ["状态", "status"],
    ],
    words: { status: { [active]: "开业" } },
  }),
  own({
    id: "staffing-registrations",
    zh: "机关、事业单位赋码信息",
    en: "Codes given to state organs and public institutions",
    agency: "中共临江省委机构编制委员会办公室",
    item: "cn/registration",
    titled: true,
    columns: [
      ["单位名称", "subjectName"],
      ["统一社会信用代码", "unifiedCode"],
      ["机构性质", "organisationForm"],
      ["证书类型", "registeredType"],
      ["宗旨和业务范围", "businessScope"],
      ["住所地", "address"],
      ["所在市", "city"],
      ["区划代码", "division"],
      ["法定代表人姓名", "legalRepresentative"],
      ["成立时间", "foundedOn"],
      ["登记时间", "decidedOn"],
      ["状态", "status"],
    ],
    constants: { province: "临江省" },
  }),
  own({
    id: "housing-penalties",
    zh: "住建行政处罚台账",
    en: "Ledger of construction penalties",
    agency: "云溪市住房和城乡建设局",
    item: "cn/penalty",
    money: { fineAmount: "yuan", confiscatedAmount: "yuan" },
    split: { penaltyKinds: ["、", "；"] },
    columns: [
      ["序号", null],
      ["当事人", "subjectName"],
      ["当事人类别", "subjectCategory"],
      ["信用代码", "unifiedCode"],
      ["法人", "legalRepresentative"],
      ["文号", "documentNumber"],
      ["案由", "violationType"],
      ["违法事实", "facts"],
      ["依据", "basis"],
      ["处罚种类", "penaltyKinds"],
      ["处罚决定", "content"],
      ["罚款（元）", "fineAmount"],
      ["没收（元）", "confiscatedAmount"],
      ["证照", "revokedCertificate"],
      ["程序", "procedure"],
      ["程度", "severity"],
      ["违法日期", "conductEndedOn"],
      ["决定日期", "decidedOn"],
      ["整改", "correction"],
      ["承办人", null],
      ["处罚机关代码", "authorityCode"],
    ],
    constants: {
      matter: "工程建设、招标投标",
      authorityName: "云溪市住房和城乡建设局",
      sourceName: "云溪市住房和城乡建设局",
      sourceCode: "@agency",
    },
  }),
  own({
    id: "transport-permits",
    zh: "道路运输许可台账",
    en: "Ledger of road transport permits",
    agency: "临江省交通运输厅",
    item: "cn/permit",
    columns: [
      ["业户名称", "subjectName"],
      ["业户类别", "subjectCategory"],
      ["代码", "unifiedCode"],
      ["负责人", "legalRepresentative"],
      ["文书", "documentName"],
      ["文书号", "documentNumber"],
      ["类别", "permitKind"],
      ["证名", "permitName"],
      ["证号", "permitNumber"],
      ["许可范围", "content"],
      ["发证日期", "decidedOn"],
      ["有效期起", "validFrom"],
      ["有效期止", "validTo"],
      ["状态", "state"],
    ],
    constants: {
      authorityName: "临江省交通运输厅",
      authorityCode: "@agency",
      sourceName: "临江省交通运输厅",
      sourceCode: "@agency",
    },
  }),
  own({
    id: "tax-grade-a",
    zh: "A级纳税人名单",
    en: "List of grade A taxpayers",
    agency: "临江省税务局（演示）",
    item: "cn/tax-grade-a",
    columns: [
      ["纳税人名称", "subjectName"],
      ["纳税人识别号", "unifiedCode"],
      ["评价年度", "year"],
      ["信用级别", "grade"],
      ["连续年数", "consecutive"],
      ["公布日期", "decidedOn"],
      ["有效期", "validTo"],
    ],
    constants: { authorityName: "临江省税务局（演示）", authorityCode: "@agency" },
  }),
  own({
    id: "court-defaulters",
    zh: "失信被执行人（单位）名单",
    en: "List of judgment defaulters (organisations)",
    agency: "临江省高级人民法院",
    item: "cn/judgment-defaulter",
    numbers: ["代码"],
    columns: [
      ["被执行人", "subjectName"],
      ["代码", "unifiedCode"],
      ["决定书文号", "documentNumber"],
      ["失信行为具体情形", "ground"],
      ["事实", "facts"],
      ["依据", "basis"],
      ["案号", "caseNumber"],
      ["执行依据文号", "enforcementBasis"],
      ["作出依据单位", "basisMaker"],
      ["立案时间", "filedOn"],
      ["确定的义务", "duty"],
      ["履行情况", "performance"],
      ["期限", "term"],
      ["告知书送达", "noticeServedOn"],
      ["陈述申辩截止", "answerDueOn"],
      ["陈述申辩", "answered"],
      ["决定时间", "decidedOn"],
      ["送达时间", "servedOn"],
      ["发布时间", "listedFrom"],
      ["截止时间", "validTo"],
      ["移出条件", "removalConditions"],
    ],
    constants: { authorityName: "临江省高级人民法院", authorityCode: "@agency" },
  }),
];
