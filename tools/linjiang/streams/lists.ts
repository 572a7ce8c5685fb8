/** Serious lists, court records, arrears, breaches: adverse matters that are not penalties. */
import { addDays, addMonths, addYears } from "#core/time/date.ts";
import type { Organisation } from "../organisations.ts";
import {
  about,
  type Draft,
  decidedBy,
  documentNumber,
  type Fields,
  given,
  ifPast,
  inTrade,
  isCompany,
  isEnterprise,
  isSocial,
  type Stream,
  steps,
} from "./stream.ts";

/** A listing with its whole procedure. */
export function listing(draft: Draft, years: number): Fields {
  const { on } = draft;
  return {
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: documentNumber(draft, "列字"),
    ...steps(draft),
    validTo: addDays(addYears(on, years), -1),
    removalConditions: "履行义务、消除影响并达到规定期限后可以申请移出。",
  };
}

interface List {
  readonly item: string;
  readonly count: number;
  readonly from: readonly string[];
  readonly who: (org: Organisation) => boolean;
  readonly since: string;
  readonly years: number;
  readonly grounds: readonly string[];
  readonly facts: string;
  readonly basis: string;
  readonly more?: (draft: Draft) => Fields;
}

function list(given: List): Stream {
  return {
    item: given.item,
    count: given.count,
    from: given.from,
    who: (org) => org.story === null && given.who(org),
    since: given.since,
    once: "in-all",
    make: (draft) => ({
      ...listing(draft, given.years),
      ground: draft.dice.pick(given.grounds),
      facts: given.facts,
      basis: given.basis,
      ...given.more?.(draft),
    }),
  };
}

const seriousLists: readonly Stream[] = [
  list({
    item: "cn/market-serious-list",
    count: 40,
    from: ["临江省市场监督管理局", "云溪市市场监督管理局"],
    who: inTrade("食品", "药业", "广告传媒", "百货", "照明"),
    since: "2023-10-01",
    years: 3,
    grounds: ["食品安全领域", "质量安全领域", "侵害消费者权益", "虚假登记、提供虚假信息"],
    facts: "当事人的违法行为性质恶劣、情节严重、社会危害较大，已受到较重行政处罚。",
    basis: "市场监督管理严重违法失信名单管理办法第二条",
  }),
  list({
    item: "cn/tax-serious-list",
    count: 22,
    from: ["临江省税务局（演示）"],
    who: isCompany,
    since: "2023-10-01",
    years: 3,
    grounds: ["偷税（逃避缴纳税款）", "虚开增值税专用发票等", "经税务检查走逃（失联）"],
    facts: "经税务稽查查实，处理决定和处罚决定已经送达并逾期未复议、未起诉。",
    basis: "重大税收违法失信主体信息公布管理办法第六条",
    more: ({ dice }) => ({ taxAmount: dice.int(100, 900) * 10_000, paid: dice.pick(["未缴", "部分缴清"]) }),
  }),
  list({
    item: "cn/wage-arrears-list",
    count: 16,
    from: ["临江省人力资源和社会保障厅", "云溪市人力资源和社会保障局"],
    who: inTrade("建设工程", "路桥", "装饰"),
    since: "2023-10-01",
    years: 3,
    grounds: ["克扣、无故拖欠，达到拒不支付劳动报酬罪数额标准", "因拖欠引发群体性事件、极端事件造成严重不良社会影响"],
    facts: "当事人拖欠农民工工资，经责令限期支付，逾期未支付。",
    basis: "拖欠农民工工资失信联合惩戒对象名单管理暂行办法第五条",
    more: ({ dice }) => ({ workers: dice.int(10, 90), wagesOwed: dice.int(20, 300) * 10_000 }),
  }),
  list({
    item: "cn/procurement-serious-list",
    count: 10,
    from: ["临江省财政厅"],
    who: inTrade("网络科技", "医疗器械", "会展服务"),
    since: "2025-01-01",
    years: 1,
    grounds: ["提供虚假材料谋取中标、成交", "与采购人、其他供应商或者代理机构恶意串通"],
    facts: "当事人在采购活动中提供虚假的检测报告。",
    basis: "中华人民共和国政府采购法第七十七条",
    more: () => ({ banMonths: 12 }),
  }),
  list({
    item: "cn/work-safety-serious-list",
    count: 9,
    from: ["临江省应急管理厅"],
    who: inTrade("化工", "矿业", "机械"),
    since: "2023-10-08",
    years: 3,
    grounds: ["瞒报、谎报、迟报、漏报事故", "发生生产安全事故负有责任并受到处罚"],
    facts: "当事人发生一般生产安全事故后迟报，已受到行政处罚。",
    basis: "安全生产严重失信主体名单管理办法",
  }),
  list({
    item: "cn/social-organisation-serious-list",
    count: 5,
    from: ["临江省民政厅"],
    who: isSocial,
    since: "2024-01-01",
    years: 3,
    grounds: ["被列入活动异常名录满两年"],
    facts: "当事人被列入活动异常名录满两年未改正。",
    basis: "社会组织信用信息管理办法第十五条",
  }),
  list({
    item: "cn/customs-dishonest",
    count: 8,
    from: ["临江海关（演示）"],
    who: inTrade("贸易"),
    since: "2024-06-01",
    years: 2,
    grounds: ["一年内违反海关监管规定次数、金额达到标准", "未按期缴纳税款、罚没款项"],
    facts: "当事人一年内多次违反海关监管规定。",
    basis: "海关注册登记和备案企业信用管理办法",
  }),
  list({
    item: "cn/telecom-fraud-list",
    count: 3,
    from: ["临江省公安厅"],
    who: inTrade("网络科技"),
    since: "2025-01-06",
    years: 2,
    grounds: ["因相关犯罪被追究刑事责任"],
    facts: "当事人为电信网络诈骗提供技术支持，单位犯罪判决已经生效。",
    basis: "中华人民共和国反电信网络诈骗法第三十一条",
    more: () => ({ term: "二年" }),
  }),
];

const defaulter: Stream = {
  item: "cn/judgment-defaulter",
  count: 120,
  from: ["临江省高级人民法院"],
  who: (org) => (isEnterprise(org) || org.form === "机关") && org.story === null,
  since: "2024-10-01",
  make: (draft) => ({
    ...listing(draft, 2),
    ground: draft.dice.pick([
      "有履行能力而拒不履行生效法律文书确定义务",
      "以虚假诉讼、虚假仲裁或者以隐匿、转移财产等方法规避执行",
      "违反财产报告制度",
      "无正当理由拒不履行执行和解协议",
    ]),
    facts: "被执行人有履行能力而未按执行通知履行。",
    basis: "法释〔2017〕7号第一条",
    caseNumber: `（${draft.on.slice(0, 4)}）临88执${draft.no}号`,
    enforcementBasis: `（${Number(draft.on.slice(0, 4)) - 1}）临88民初${draft.no + 300}号`,
    basisMaker: "临江省高级人民法院",
    filedOn: addMonths(draft.on, -4),
    duty: "支付货款及利息。",
    performance: draft.dice.pick(["全部未履行", "全部未履行", "部分履行"]),
    term: "二年",
  }),
};

const conviction: Stream = {
  item: "cn/organisation-conviction",
  count: 12,
  from: ["临江省高级人民法院", "临江省人民检察院"],
  who: (org) => isCompany(org) && org.story === null,
  since: "2023-09-01",
  until: "2025-12-20",
  once: true,
  make(draft) {
    const [crime, matter] = draft.dice.pick([
      ["单位行贿罪", "行贿（单位行贿、对单位行贿）"],
      ["虚开增值税专用发票罪", "危害税收征管"],
      ["污染环境罪", "破坏环境资源"],
    ] as const);
    return {
      ...about(draft),
      ...decidedBy(draft),
      documentNumber: `（${draft.on.slice(0, 4)}）临88刑初${draft.no}号`,
      crime,
      matter,
      fine: draft.dice.int(10, 200) * 10_000,
      summary: `被告单位犯${crime}，判处罚金。`,
      conductEndedOn: addYears(draft.on, -1),
      finalOn: addDays(draft.on, 12),
    };
  },
};

const taxArrears: Stream = {
  item: "cn/tax-arrears",
  count: 200,
  from: ["临江省税务局（演示）"],
  who: (org) => isEnterprise(org) && org.story === null,
  since: "2025-04-15",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: `临税欠告〔${draft.on.slice(0, 4)}〕${Math.ceil(Number(draft.on.slice(5, 7)) / 3)}号`,
    taxKind: draft.dice.pick(["增值税", "企业所得税", "城镇土地使用税"]),
    amount: draft.dice.int(30, 9_000) * 100,
    newlyOwed: draft.dice.int(0, 20) * 100,
  }),
};

const insuranceArrears: Stream = {
  item: "cn/social-insurance-arrears",
  count: 130,
  from: ["临江省人力资源和社会保障厅"],
  who: isEnterprise,
  since: "2024-06-01",
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: documentNumber(draft, "征限"),
    kinds: draft.dice.pick([["基本养老保险"], ["基本养老保险", "工伤保险"], ["失业保险"]]),
    amount: draft.dice.int(10, 4_000) * 100,
    owedFrom: `${addMonths(draft.on, -5).slice(0, 7)}-01`,
  }),
};

const labourViolation: Stream = {
  item: "cn/labour-violation",
  count: 40,
  from: ["云溪市人力资源和社会保障局"],
  who: isEnterprise,
  since: "2024-09-01",
  make: (draft) =>
    given({
      ...about(draft),
      ...decidedBy(draft),
      documentNumber: documentNumber(draft, "公布"),
      violation: draft.dice.pick([
        "克扣、无故拖欠劳动报酬，数额较大；拒不支付",
        "不依法参加社会保险或者不依法缴纳社会保险费，情节严重",
        "违反工作时间和休息休假规定，情节严重",
      ]),
      facts: "当事人违反劳动保障法律，经责令改正。",
      decision: "责令改正，依法处理。",
      conductEndedOn: ifPast(draft.on, -10),
    }),
};

const tendering: Stream = {
  item: "cn/tendering-violation",
  count: 45,
  from: ["临江省公共资源交易监督管理局"],
  who: inTrade("建设工程", "路桥"),
  since: "2025-06-01",
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: documentNumber(draft, "公告"),
    role: "投标人",
    violation: draft.dice.pick(["弄虚作假骗取中标", "串通投标"]),
    facts: "投标文件中的业绩证明不实。",
    decision: "中标无效，罚款。",
    project: `临江省${draft.org.place.city}管网改造工程`,
    conductEndedOn: addDays(draft.on, -60),
  }),
};

const statisticsNotice: Stream = {
  item: "cn/statistics-notice",
  count: 24,
  from: ["临江省统计局"],
  who: isCompany,
  since: "2024-10-01",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: documentNumber(draft, "通报"),
    violation: draft.dice.pick(["提供不真实或者不完整的统计资料", "迟报"]),
    facts: "上报数据与原始台账不符，差错率超过规定。",
    fine: draft.dice.pick([5_000, 20_000, 50_000]),
    conductEndedOn: addDays(draft.on, -90),
  }),
};

const commitmentBreach: Stream = {
  item: "cn/commitment-breach",
  count: 60,
  from: ["临江省市场监督管理局", "临江省文化和旅游厅"],
  who: inTrade("食品", "餐饮管理", "旅行社", "酒店", "百货"),
  since: "2024-09-01",
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: documentNumber(draft, "违诺"),
    commitmentNumber: `临诺〔${draft.on.slice(0, 4)}〕${draft.no + 1_000}`,
    kind: draft.dice.pick(["虚假承诺", "未履行承诺"]),
    facts: "现场核查经营条件与承诺不符。",
    consequence: draft.dice.pick(["责令限期整改", "撤销许可（决定）"]),
  }),
};

const contractBreach: Stream = {
  item: "cn/contract-breach",
  count: 40,
  from: ["云溪市住房和城乡建设局", "临江省交通运输厅"],
  who: inTrade("建设工程", "路桥", "装饰"),
  since: "2024-09-01",
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: documentNumber(draft, "违约"),
    contractNumber: `YX-${draft.on.slice(0, 4)}-${draft.no}`,
    project: `${draft.org.place.city}滨江步道工程`,
    foundBy: draft.dice.pick(["生效裁判", "仲裁裁决"]),
    facts: "逾期竣工。",
    remedied: draft.dice.pick(["已承担", "部分承担", "未承担"]),
  }),
};

export const adverse: readonly Stream[] = [
  ...seriousLists,
  defaulter,
  conviction,
  taxArrears,
  insuranceArrears,
  labourViolation,
  tendering,
  statisticsNotice,
  commitmentBreach,
  contractBreach,
];
