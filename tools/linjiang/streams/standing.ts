/** Grades, honours, rights, commitments, contracts, payments: records that speak well of their subjects or of none. */
import { addDays, addMonths, addYears } from "#core/time/date.ts";
import { active } from "../organisations.ts";
import {
  about,
  decidedBy,
  documentNumber,
  inMatter,
  inTrade,
  isCompany,
  isCooperative,
  isEnterprise,
  isSocial,
  type Stream,
  steps,
} from "./stream.ts";

const year = (on: string) => Number(on.slice(0, 4)) - 1;

const taxGradeA: Stream = {
  item: "cn/tax-grade-a",
  count: 950,
  from: ["临江省税务局（演示）"],
  who: isEnterprise,
  since: "2025-04-20",
  until: "2025-05-20",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    year: year(draft.on),
    grade: "A级",
    consecutive: draft.dice.int(1, 6),
    validTo: "2026-04-30",
  }),
};

const customsAeo: Stream = {
  item: "cn/customs-aeo",
  count: 26,
  from: ["临江海关（演示）"],
  who: inTrade("贸易", "机械", "电子科技"),
  since: "2022-03-01",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: `AEOCN8801${String(draft.no).padStart(6, "0")}`,
    validTo: addDays(addYears(draft.on, 5), -1),
  }),
};

const honour: Stream = {
  item: "cn/honour",
  count: 420,
  from: [
    "临江省发展和改革委员会",
    "临江省住房和城乡建设厅",
    "临江省商务厅",
    "临江省文化和旅游厅",
    "临江省民政厅",
    "云溪市人民政府",
  ],
  who: (org) => isEnterprise(org) || isCooperative(org) || isSocial(org),
  since: "2022-03-15",
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: documentNumber(draft, "表彰"),
    honour: draft.dice.pick([
      "诚信示范单位",
      "守合同重信用单位",
      "诚信施工企业",
      "放心消费示范单位",
      "和谐劳动关系单位",
    ]),
    kind: draft.dice.pick(["诚信典型（示范）", "守合同重信用", "和谐劳动关系"]),
    level: draft.agency.division === "880000" ? "省级" : "市级",
    validTo: addDays(addYears(draft.on, 3), -1),
  }),
};

const highTech: Stream = {
  item: "cn/high-tech-enterprise",
  count: 160,
  from: ["临江省科学技术厅"],
  who: inTrade("机械", "电子科技", "照明", "医疗器械", "药业", "环保科技", "网络科技", "化工"),
  since: "2023-10-16",
  until: "2025-12-30",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: `GR${draft.on.slice(0, 4)}88${String(draft.no).padStart(6, "0")}`,
    field: draft.dice.pick(["先进制造与自动化", "电子信息", "资源与环境", "生物与新医药"]),
    validTo: addDays(addYears(draft.on, 3), -1),
  }),
};

const property: Stream = {
  item: "cn/intellectual-property",
  count: 760,
  from: ["临江省知识产权局"],
  who: (org) => isCompany(org) || isCooperative(org),
  since: "2018-02-01",
  make(draft) {
    const kind = draft.dice.pick(["发明专利", "实用新型专利", "外观设计专利", "注册商标", "注册商标"]);
    const number =
      kind === "注册商标"
        ? String(80_000_000 + draft.no)
        : `ZL${Number(draft.on.slice(0, 4)) - 1}8${String(draft.no).padStart(7, "0")}.${draft.no % 10}`;
    const years = { 发明专利: 20, 实用新型专利: 10, 外观设计专利: 15, 注册商标: 10 }[kind] ?? 10;
    return {
      ...about(draft),
      ...decidedBy(draft),
      documentNumber: number,
      kind,
      name:
        kind === "注册商标"
          ? `${draft.org.name.slice(-8, -4)}牌`
          : `一种${draft.dice.pick(["传动", "照明", "净水", "烘焙", "采摘"])}装置`,
      state: draft.dice.pick(["有效", "有效", "有效", "有效（质押中）", "未缴年费等终止"]),
      validTo: addYears(draft.on, years),
    };
  },
};

const commitment: Stream = {
  item: "cn/commitment",
  count: 2_300,
  from: [
    "临江省市场监督管理局",
    "云溪市市场监督管理局",
    "云溪市住房和城乡建设局",
    "临江省交通运输厅",
    "临江省统计局",
    "临江省通信管理局（演示）",
    "临江省商务厅",
    "临江省司法厅",
  ],
  who(org, agency) {
    if (agency.kinds.includes("justice")) return org.form === "律师事务所" || org.form === "公证机构";
    if (agency.kinds.includes("transport")) return inMatter("交通运输")(org);
    if (agency.kinds.includes("communications")) return inTrade("网络科技", "电子商务")(org);
    if (agency.kinds.includes("housing-construction")) return inMatter("工程建设、招标投标")(org);
    return isEnterprise(org) || isCooperative(org);
  },
  since: "2022-01-04",
  continues: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: `${draft.agency.division.slice(0, 4)}诺〔${draft.on.slice(0, 4)}〕${String(draft.no).padStart(5, "0")}`,
    kind: draft.dice.pick(["主动型", "主动型", "审批替代型", "证明事项告知承诺", "容缺受理型"]),
    matter: draft.dice.pick([
      "依法经营",
      "经营许可变更",
      "如实报送统计资料",
      "明码标价",
      "按期支付工资",
      "网络与数据安全",
    ]),
    content: "严格遵守法律法规，愿意接受监督，违诺依法承担责任。",
    receiver: draft.agency.nameZh,
    performance: draft.dice.pick(["全部履行", "全部履行", "正在履行", "部分履行"]),
    validTo: addYears(draft.on, 1),
  }),
};

const contractPerformance: Stream = {
  item: "cn/contract-performance",
  count: 760,
  from: ["临江省财政厅", "临江省交通运输厅", "云溪市住房和城乡建设局"],
  who: (org, agency) =>
    agency.kinds.includes("finance")
      ? isCompany(org)
      : inMatter("工程建设、招标投标", "交通运输")(org) && org.place.code.startsWith("88"),
  since: "2022-05-01",
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: `LJCG-${draft.on.slice(0, 4)}-${draft.agency.agencyCode.slice(12, 16)}-${draft.no}`,
    project: `${draft.org.place.city}${draft.dice.pick(["小学教学楼", "污水处理厂设备", "办公用品", "乡道养护", "信息系统运维"])}项目`,
    kind: draft.dice.pick(["政府采购", "工程", "服务"]),
    counterparty: `${draft.org.place.city}${draft.org.place.name}教育局`,
    amount: draft.dice.int(5, 3_000) * 10_000,
    signedOn: addMonths(draft.on, -draft.dice.int(3, 14)),
    state: draft.dice.pick(["已履行完毕，验收合格", "已履行完毕，验收合格", "正在履行"]),
  }),
};

const annualReport: Stream = {
  item: "cn/annual-report",
  count: 1_300,
  from: ["临江省市场监督管理局"],
  who: isEnterprise,
  since: "2026-01-10",
  until: "2026-03-31",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    year: 2025,
    operating: draft.org.status === active ? "开业" : "歇业",
    websites: draft.dice.chance(0.3) ? `${draft.org.name.slice(0, 10)}（云溪好店平台）` : "无网站、网店",
    employees: draft.dice.int(2, 400),
    guarantees: draft.dice.chance(0.08),
  }),
};

const insurancePayment: Stream = {
  item: "cn/social-insurance-payment",
  count: 1_900,
  from: ["临江省人力资源和社会保障厅"],
  who: (org) => isEnterprise(org) || isSocial(org) || org.form === "事业单位",
  since: "2026-01-31",
  until: "2026-01-31",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    year: 2025,
    kinds: ["基本养老保险", "基本医疗保险（含生育保险）", "失业保险", "工伤保险"],
    insured: draft.dice.int(2, 400),
    paid: draft.dice.pick(["按期足额缴纳", "按期足额缴纳", "按期足额缴纳", "逾期后缴清", "依法缓缴"]),
  }),
};

const internetFiling: Stream = {
  item: "cn/internet-service-filing",
  count: 300,
  from: ["临江省通信管理局（演示）"],
  who: isCompany,
  since: "2018-03-01",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: `临ICP备${draft.on.slice(0, 4)}${String(draft.no).padStart(6, "0")}号`,
    service: draft.org.name.slice(-12),
    domain: `lj${String(draft.no).padStart(4, "0")}.example`,
  }),
};

const voluntary: Stream = {
  item: "cn/voluntary-information",
  count: 120,
  from: ["临江省发展和改革委员会"],
  who: (org) => isCompany(org) || isSocial(org),
  since: "2024-01-08",
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: `ZY-${draft.on.slice(0, 4)}-${String(draft.no).padStart(6, "0")}`,
    kind: "体系认证、资质证书",
    matter: draft.dice.pick([
      "质量管理体系认证 GB/T 19001",
      "环境管理体系认证 GB/T 24001",
      "职业健康安全管理体系认证 GB/T 45001",
    ]),
    issuer: "临江省江岸认证中心",
    validTo: addDays(addYears(draft.on, 3), -1),
  }),
};

const environment = (item: string, count: number, grades: readonly string[]): Stream => ({
  item,
  count,
  from: ["云溪市生态环境局"],
  who: inTrade("化工", "纺织", "环保科技", "再生资源", "能源", "矿业", "药业"),
  since: "2025-06-01",
  until: "2025-06-20",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    year: 2024,
    grade: draft.dice.pick(grades),
    notifiedOn: addDays(draft.on, -40),
    validTo: addDays(addYears(draft.on, 1), -1),
  }),
});

const labourGrade: Stream = {
  item: "cn/labour-grade",
  count: 300,
  from: ["临江省人力资源和社会保障厅"],
  who: isEnterprise,
  since: "2025-04-25",
  until: "2025-04-30",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    year: 2024,
    grade: draft.dice.pick(["A级", "B级", "B级"]),
  }),
};

const medicinePrice: Stream = {
  item: "cn/medicine-price-rating",
  count: 14,
  from: ["临江省医疗保障局"],
  who: inTrade("药业", "医疗器械"),
  since: "2025-10-09",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: documentNumber(draft, "招采"),
    grade: draft.dice.pick(["一般", "中等"]),
    ground: draft.dice.pick(["给予回扣或者其他不正当利益", "恶意违反合同约定不供应"]),
    basis: `（${year(draft.on)}）临88刑初${draft.no}号`,
    validTo: addDays(addYears(draft.on, 1), -1),
  }),
};

const lawFirm: Stream = {
  item: "cn/law-firm-assessment",
  count: 45,
  from: ["临江省司法厅"],
  who: (org) => org.form === "律师事务所",
  since: "2025-05-12",
  until: "2025-05-30",
  once: true,
  make: (draft) => ({ ...about(draft), ...decidedBy(draft), year: 2024, result: "合格" }),
};

const hotelStars: Stream = {
  item: "cn/hotel-star-rating",
  count: 24,
  from: ["临江省文化和旅游厅"],
  who: inTrade("酒店"),
  since: "2024-03-05",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: documentNumber(draft, "星评"),
    stars: draft.dice.int(2, 5),
    validTo: addDays(addYears(draft.on, 5), -1),
  }),
};

const securities: Stream = {
  item: "cn/securities-integrity",
  count: 14,
  from: ["临江证券监督管理局（演示）"],
  who: (org) => org.registeredType === "股份有限公司",
  since: "2023-11-01",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: documentNumber(draft, "监管"),
    kind: draft.dice.pick(["监督管理措施", "行政处罚"]),
    violation: "信息披露违法",
    facts: "年度报告存在重大遗漏。",
    fine: draft.dice.pick([300_000, 500_000, 1_000_000]),
    conductEndedOn: addYears(draft.on, -1),
  }),
};

const abnormalSocial: Stream = {
  item: "cn/social-organisation-abnormal",
  count: 18,
  from: ["临江省民政厅"],
  who: isSocial,
  since: "2024-07-15",
  once: true,
  make: (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: documentNumber(draft, "异列"),
    ...steps({ on: draft.on, dice: draft.dice.of("steps") }),
    ground: draft.dice.pick(["未按规定报送年度工作报告", "通过登记的住所无法联系"]),
  }),
};

export const standing: readonly Stream[] = [
  taxGradeA,
  customsAeo,
  honour,
  highTech,
  property,
  commitment,
  contractPerformance,
  annualReport,
  insurancePayment,
  internetFiling,
  voluntary,
  environment("cn/environment-credit", 300, ["环保诚信企业（绿牌）", "环保良好企业（蓝牌）", "环保良好企业（蓝牌）"]),
  environment("cn/environment-warning", 60, ["环保警示企业（黄牌）", "环保警示企业（黄牌）", "环保不良企业（红牌）"]),
  labourGrade,
  medicinePrice,
  lawFirm,
  hotelStars,
  securities,
  abnormalSocial,
];
