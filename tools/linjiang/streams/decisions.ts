/** Permits, penalties, inspections, coercion: what most agencies send every week. */
import { addDays, addMonths, addYears, type IsoDate } from "#core/time/date.ts";
import type { Organisation } from "../organisations.ts";
import { permitKinds, type Violation, violations } from "../penalties.ts";
import type { DemoAgency } from "../province.ts";
import {
  about,
  type Draft,
  decidedBy,
  documentNumber,
  type Fields,
  given,
  ifPast,
  inMatter,
  inTrade,
  isCooperative,
  isEnterprise,
  isSocial,
  isTrader,
  type Stream,
  steps,
} from "./stream.ts";

/** The block of the double-publicity layouts that says whom it is about and where the data come from. */
function party({ org, agency }: Draft): Fields {
  return given({
    subjectName: org.name,
    subjectCategory: isTrader(org) ? "个体工商户" : "法人及非法人组织",
    unifiedCode: org.code,
    legalRepresentative: org.representative,
    authorityName: agency.nameZh,
    authorityCode: agency.agencyCode,
    sourceName: agency.nameZh,
    sourceCode: agency.agencyCode,
  });
}

const food = inMatter("食品");
const served: Readonly<Record<string, (org: Organisation) => boolean>> = {
  "market-regulation": (org) =>
    isTrader(org) ||
    food(org) ||
    inMatter("消费者权益、电子商务", "竞争、广告、商标", "药品、医疗器械、化妆品", "产品质量、计量、标准")(org),
  "housing-construction": inTrade("建设工程", "路桥", "装饰"),
  transport: inTrade("物流", "航运", "客运"),
  education: (org) => inTrade("教育科技")(org) || org.form === "民办非企业单位（社会服务机构）",
  health: (org) => inTrade("酒店", "医疗器械")(org) || isTrader(org),
  environment: inTrade("化工", "纺织", "环保科技", "再生资源", "能源", "矿业"),
  emergency: inTrade("化工", "矿业", "机械"),
  "public-security": inTrade("酒店"),
  "culture-tourism": inTrade("旅行社", "文化传播", "酒店"),
  communications: inTrade("网络科技", "电子商务"),
  cyberspace: inTrade("网络科技", "电子商务"),
  "local-finance": inTrade("融资担保"),
  justice: (org) => ["律师事务所", "司法鉴定机构"].includes(org.form),
  "human-resources": (org) => isEnterprise(org),
  fire: inTrade("酒店", "百货", "餐饮管理"),
  agriculture: (org) => isCooperative(org) || inTrade("农业发展")(org),
  tax: (org) => isEnterprise(org),
  customs: inTrade("贸易", "机械", "电子科技"),
  "medical-insurance": (org) => inTrade("药业")(org) || org.name.endsWith("人民医院"),
  "civil-affairs": isSocial,
  finance: inTrade("建设工程", "网络科技", "医疗器械"),
  statistics: (org) => isEnterprise(org),
  "public-resources": inTrade("建设工程", "路桥"),
  commerce: inTrade("百货", "餐饮管理"),
};

/** Whom an agency of these kinds has to do with. */
function clientsOf(org: Organisation, agency: DemoAgency): boolean {
  return agency.kinds.some((kind) => served[kind]?.(org) ?? false) && inReach(org, agency);
}

/** A city's agency decides about its own city. */
function inReach(org: Organisation, agency: DemoAgency): boolean {
  return agency.division.endsWith("0000") || org.place.code.startsWith(agency.division.slice(0, 4));
}

const permit: Stream = {
  item: "cn/permit",
  count: 7_600,
  from: [
    "临江省市场监督管理局",
    "云溪市市场监督管理局",
    "望岳市市场监督管理局",
    "临江省住房和城乡建设厅",
    "云溪市住房和城乡建设局",
    "临江省交通运输厅",
    "临江省教育厅",
    "临江省卫生健康委员会",
    "临江省生态环境厅",
    "临江省应急管理厅",
    "临江省公安厅",
    "临江省文化和旅游厅",
    "临江省通信管理局（演示）",
    "临江省地方金融管理局",
    "临江省司法厅",
    "临江省人力资源和社会保障厅",
    "临江省消防救援总队（演示）",
    "临江省农业农村厅",
  ],
  who: clientsOf,
  since: "2020-01-02",
  continues: "often",
  make(draft) {
    const { dice, agency, on, no } = draft;
    const kind = dice.pick(permitKinds.filter(({ by }) => agency.kinds.includes(by)));
    return given({
      ...party(draft),
      documentName: kind.document,
      documentNumber: documentNumber(draft, "许准字"),
      permitKind: kind.kind,
      permitName: kind.certificate,
      permitNumber: `${agency.division.slice(0, 4)}${on.slice(2, 4)}${String(no).padStart(6, "0")}`,
      content: kind.content,
      validFrom: on,
      validTo: kind.years === null ? null : addDays(addYears(on, kind.years), -1),
      state: kind.years !== null && addYears(on, kind.years) < "2026-04-01" ? "无效" : "有效",
    });
  },
};

/** What a penalty imposes, from light to grave. */
function imposed({ dice, org }: Draft, violation: Violation): Fields {
  const size = isTrader(org) ? 0.2 : 1;
  const fine = dice.pick([500, 1_000, 2_000, 3_000, 5_000, 8_000, 10_000, 20_000, 50_000, 100_000, 260_000]) * size;
  const way = dice.int(1, 20);
  if (way <= 2) return { penaltyKinds: ["警告"], content: "警告。", procedure: "简易程序", severity: "minor" };
  if (way <= 13 || isTrader(org)) {
    const procedure = fine <= 3_000 && dice.chance(0.4) ? "简易程序" : "普通程序";
    return { penaltyKinds: ["罚款"], content: `罚款${fine}元。`, fineAmount: fine, procedure };
  }
  if (way <= 17) {
    const gains = dice.int(2, 90) * 100;
    return {
      penaltyKinds: ["罚款", "没收违法所得"],
      content: `没收违法所得${gains}元；罚款${fine}元。`,
      fineAmount: fine,
      confiscatedAmount: gains,
      procedure: "普通程序",
      severity: "general",
    };
  }
  if (way <= 19) {
    return {
      penaltyKinds: ["警告", "罚款"],
      content: `警告；罚款${fine}元。`,
      fineAmount: fine,
      procedure: "普通程序",
    };
  }
  const certificate = violation.by === "housing-construction" ? "建筑业企业资质证书" : "许可证";
  return {
    penaltyKinds: ["罚款", "暂扣许可证件"],
    content: `罚款${fine}元；暂扣${certificate}三十日。`,
    fineAmount: fine,
    revokedCertificate: `${certificate}（编号见决定书）`,
    procedure: "普通程序",
    severity: "serious",
  };
}

/** A penalty for a violation, as its agency records it. */
export function penaltyOf(draft: Draft, violation: Violation): Fields {
  const { dice, on } = draft;
  const foundOn = addDays(on, -dice.int(12, 70));
  return given({
    ...party(draft),
    documentNumber: documentNumber(draft, "处罚"),
    matter: violation.matter,
    violationType: violation.type,
    facts: violation.facts.replace("{day}", inWords(foundOn)),
    basis: violation.basis,
    ...imposed(draft, violation),
    conductEndedOn: foundOn,
    correction: dice.pick(["已整改", "已整改", "整改中", "不涉及整改"]),
  });
}

export function inWords(day: IsoDate): string {
  return `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
}

const penalty: Stream = {
  item: "cn/penalty",
  count: 4_200,
  from: [
    "临江省市场监督管理局",
    "云溪市市场监督管理局",
    "望岳市市场监督管理局",
    "云溪市住房和城乡建设局",
    "临江省交通运输厅",
    "临江省应急管理厅",
    "临江省消防救援总队（演示）",
    "云溪市生态环境局",
    "临江省人力资源和社会保障厅",
    "临江省税务局（演示）",
    "临江海关（演示）",
    "临江省医疗保障局",
    "临江省卫生健康委员会",
    "临江省文化和旅游厅",
    "临江省教育厅",
    "临江省农业农村厅",
    "临江省民政厅",
    "临江省公安厅",
    "临江省互联网信息办公室",
    "临江省司法厅",
    "临江省地方金融管理局",
    "临江省财政厅",
    "临江省统计局",
    "临江省公共资源交易监督管理局",
    "临江省商务厅",
  ],
  who: clientsOf,
  since: "2022-02-15",
  continues: "often",
  make(draft) {
    const own = violations.filter(({ by }) => draft.agency.kinds.includes(by));
    const fitting = own.filter(({ matter }) => matter === draft.org.trade?.matter);
    return penaltyOf(draft, draft.dice.pick(fitting.length > 0 ? fitting : own));
  },
};

const inspectors = [
  "临江省市场监督管理局",
  "云溪市市场监督管理局",
  "望岳市市场监督管理局",
  "临江省卫生健康委员会",
  "临江省应急管理厅",
  "云溪市生态环境局",
  "临江省文化和旅游厅",
  "临江省交通运输厅",
  "临江省消防救援总队（演示）",
];
const inspected: Readonly<Record<string, readonly string[]>> = {
  "market-regulation": ["登记事项", "食品经营场所卫生和进货查验", "明码标价", "广告行为", "产品质量"],
  health: ["公共场所卫生"],
  emergency: ["安全生产责任制和教育培训"],
  environment: ["污染防治设施运行"],
  "culture-tourism": ["旅游合同和宣传"],
  transport: ["车辆动态监控"],
  fire: ["消防设施和疏散通道"],
};

function inspection(draft: Draft): Fields {
  const { dice, agency, on, no } = draft;
  const matters = agency.kinds.flatMap((kind) => inspected[kind] ?? []);
  return {
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: `${agency.division.slice(0, 4)}双随机〔${on.slice(0, 4)}〕${String(no).padStart(5, "0")}`,
    plan: `${on.slice(0, 4)}年度双随机抽查`,
    mode: dice.pick(["双随机抽查", "双随机抽查", "双随机抽查", "日常检查", "专项检查"]),
    matter: dice.pick(matters),
  };
}

const inspectionResult: Stream = {
  item: "cn/inspection-result",
  count: 4_500,
  from: inspectors,
  who: clientsOf,
  continues: "often",
  make: (draft) => ({
    ...inspection(draft),
    result: draft.dice.chance(0.93) ? "未发现问题" : "未发现开展本次抽查涉及的经营活动",
  }),
};

const inspectionProblem: Stream = {
  item: "cn/inspection-problem",
  count: 900,
  from: inspectors,
  who: clientsOf,
  since: "2023-06-01",
  continues: true,
  make(draft) {
    return given({
      ...inspection(draft),
      result: draft.dice.pick([
        "发现问题已责令改正",
        "发现问题已责令改正",
        "未按规定公示应当公示的信息",
        "发现问题待后续处理",
      ]),
      details: "检查记录载明的问题已当场告知，责令限期改正。",
      correction: draft.dice.pick(["已改正", "改正中"]),
    });
  },
};

const coercion: Stream = {
  item: "cn/administrative-coercion",
  count: 120,
  from: ["临江省市场监督管理局", "临江省应急管理厅", "云溪市生态环境局", "临江省消防救援总队（演示）"],
  who: clientsOf,
  since: "2023-01-01",
  make(draft) {
    const liftedOn = ifPast(draft.on, draft.dice.int(8, 30));
    return given({
      ...about(draft),
      ...decidedBy(draft),
      documentNumber: documentNumber(draft, "强制"),
      kind: draft.dice.pick(["查封场所、设施或者财物", "扣押财物"]),
      reason: "为制止违法行为、避免危害发生，依法采取。",
      upheld: liftedOn === null ? "实施中" : "已解除",
    });
  },
};

const abnormal: Stream = {
  item: "cn/abnormal-operation",
  count: 420,
  from: ["临江省市场监督管理局", "云溪市市场监督管理局", "望岳市市场监督管理局"],
  who: (org, agency) =>
    (isEnterprise(org) || isCooperative(org) || isTrader(org)) && org.story === null && inReach(org, agency),
  since: "2023-07-01",
  once: "in-all",
  make: (draft) =>
    given({
      ...about(draft),
      ...decidedBy(draft),
      documentNumber: documentNumber(draft, "异列"),
      ...steps({ on: draft.on, dice: draft.dice.of("steps") }),
      ground: draft.dice.pick([
        "未按规定期限公示年度报告",
        "未按规定期限公示年度报告",
        "通过登记的住所或者经营场所无法联系",
        "公示信息隐瞒真实情况、弄虚作假",
      ]),
    }),
};

const sampling: Stream = {
  item: "cn/sampling-result",
  count: 240,
  from: ["临江省市场监督管理局", "临江省农业农村厅"],
  who: (org, agency) => (agency.kinds.includes("agriculture") ? isCooperative(org) : food(org)),
  since: "2024-01-01",
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: `LJ-SC-${draft.on.slice(0, 4)}-${String(draft.no).padStart(6, "0")}`,
    product: draft.dice.pick(["绿豆糕", "吐司面包", "挂面", "莲藕", "茶叶", "豆腐干"]),
    batch: addDays(draft.on, -60).replaceAll("-", ""),
    role: draft.dice.pick(["生产者", "销售者"]),
    failed: draft.dice.pick(["菌落总数", "水分", "酸价", "标签", "净含量"]),
    risk: draft.dice.pick(["低", "中", "中", "高"]),
    disposal: "下架、召回同批次产品。",
    retest: draft.dice.pick(["未申请", "未申请", "复检维持"]),
  }),
};

const overload: Stream = {
  item: "cn/overload-enterprise",
  count: 8,
  from: ["临江省交通运输厅"],
  who: inTrade("物流"),
  since: "2024-01-01",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: documentNumber(draft, "超限"),
    measure: "责令停业整顿",
    vehicles: draft.dice.int(20, 80),
    overloaded: draft.dice.int(9, 16),
    facts: "一年内违法超限运输的货运车辆超过本单位货运车辆总数的百分之十。",
    conductEndedOn: addDays(draft.on, -20),
    validTo: addMonths(draft.on, 3),
  }),
};

export const decisions: readonly Stream[] = [
  permit,
  penalty,
  inspectionResult,
  inspectionProblem,
  coercion,
  abnormal,
  sampling,
  overload,
];
