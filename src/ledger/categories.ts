import type { Bilingual } from "#core/refusal.ts";

/** Categories of the national basic catalogue of public credit information (发改财金规〔2024〕203号; DOMAIN.md 4), in its order. */
export const categories: readonly { readonly category: number; readonly title: Bilingual }[] = [
  { category: 1, title: { zh: "登记注册基本信息", en: "Registration" } },
  { category: 2, title: { zh: "司法裁判及执行信息", en: "Court decisions and their enforcement" } },
  { category: 3, title: { zh: "行政管理信息", en: "Administrative decisions" } },
  { category: 4, title: { zh: "职称和职业信息", en: "Professional titles and occupations" } },
  { category: 5, title: { zh: "经营（活动）异常名录（状态）信息", en: "Abnormal operation" } },
  { category: 6, title: { zh: "严重失信主体名单信息", en: "Serious lists" } },
  { category: 7, title: { zh: "合同履行信息", en: "Performance of contracts" } },
  { category: 8, title: { zh: "信用承诺及其履行情况信息", en: "Commitments and how they were kept" } },
  { category: 9, title: { zh: "信用评价结果信息", en: "Evaluations of organisations" } },
  { category: 10, title: { zh: "遵守法律法规情况信息", en: "Compliance" } },
  { category: 11, title: { zh: "诚实守信相关荣誉信息", en: "Honours" } },
  { category: 12, title: { zh: "知识产权信息", en: "Intellectual property" } },
  { category: 13, title: { zh: "经营主体自愿提供的信用信息", en: "Given voluntarily by the subject" } },
];
