/** Words by which a field betrays what it asks for. Written by a person, read by lawyers: extend, do not soften. */
import type { Field } from "#contract/catalogue.ts";
import type { Bilingual } from "#core/refusal.ts";

/** A field or an item as it shows itself: its name in words, its titles, its values and their words. */
export interface Appearance {
  /** Name and English title in lower case, a space between words: `credit score`. */
  readonly english: string;
  readonly chinese: string;
  /** Values and words of a coded field. */
  readonly values: readonly string[];
}

export function appearanceOf(name: string, field: Field): Appearance {
  const spaced = name.replace(/([A-Z])/g, " $1").toLowerCase();
  return {
    english: `${spaced} ${field["x-en"].toLowerCase()}`,
    chinese: field.title,
    values: [...(field.enum ?? field.items?.enum ?? []), ...(field["x-words"] ?? []).flatMap(({ zh, en }) => [zh, en])],
  };
}

/** An item by its title. */
export function titleAppearance({ zh, en }: Bilingual): Appearance {
  return { english: en.toLowerCase(), chinese: zh, values: [] };
}

/** C1: a score, grade, rating or rank. Grades of licences and posts (资质等级, 职称) are facts of a permit, not of conduct. */
export function smellsOfScore({ english, chinese, values }: Appearance): string | null {
  return (
    /\b(scor(e|es|ing)|rat(ing|ings|ed)|grad(e|es|ing)|points?|rank(s|ing|ed)?|stars?|creditworthiness|profiling|(credit|trust|integrity) (level|class|tier|index|value))\b/.exec(
      english,
    )?.[0] ??
    /评分|得分|分数|分值|积分|打分|记分|信用分|评级|排名|星级|画像|等次|评价结果|(?:信用|诚信|守信|失信)(?:级别|分级|指数|值)|信誉度|诚信度|(?<!资质|资格|技能|职称|许可|工程)等级/.exec(
      chinese,
    )?.[0] ??
    gradesIn(values)
  );
}

/** Values that together are a scale: A, B, C; AAA, AA; 一星; 优秀, 良好. */
function gradesIn(values: readonly string[]): string | null {
  const grades = values.filter((value) =>
    /^(A{1,3}|B{1,3}|C{1,3}|D)[+-]?级?$|^[一二三四五]星级?$|^(优秀|良好|合格|较差)$|^(excellent|good|fair|poor)$/i.test(
      value,
    ),
  );
  return grades.length >= 2 ? grades.join("/") : null;
}

const bannedChinese =
  /宗教信仰|信教|教派|信仰|基因|遗传|生物识别|指纹|虹膜|人脸|声纹|血型|健康|疾病|病史|病历|患病|诊断|残疾|政治观点|政治面貌|政治倾向|党派|言论|发帖|信访|上访|结社|集会|社团成员|工会会员|家庭|婚姻|配偶|子女|父母|亲属|近亲|民族|种族|行踪|轨迹|定位|出行记录|住宿记录|浏览|上网记录|搜索记录|购物|消费记录|消费水平|交易流水|社交|微信|微博|朋友圈|好友|性取向/;
const bannedEnglish =
  /\b(religio(n|us)|faith|creed|genes?|genetic|dna|biometrics?|fingerprints?|iris|facial|voiceprint|blood|health|diseases?|illness|medical|disability|diagnos(is|es)|politic(s|al)|opinions?|speech|expression|petitions?|union|assembly|family|spouse|marital|marriage|child|children|parents?|relatives?|kin|kinship|ethnic(ity)?|race|location|whereabouts|itinerary|tracks?|gps|browsing|purchases?|shopping|consumption|wechat|weibo|social media|friends|sexual)\b/;

/** C3: matter that may not be collected about persons. Values are asked in Chinese only: `health` is also a field of law. */
export function smellsOfBannedMatter({ english, chinese, values }: Appearance): string | null {
  return (
    bannedChinese.exec(chinese)?.[0] ??
    bannedEnglish.exec(english)?.[0] ??
    values
      .map((value) => bannedChinese.exec(value.replace(/[（(]不含.*?[)）]/g, ""))?.[0])
      .find((word) => word !== undefined) ??
    null
  );
}

/** C13: a number, address or name by which a natural person can be known. */
export function identifiesPerson({ english, chinese }: Appearance): string | null {
  return (
    /身份证|证件号|证件类型|护照|手机|电话|住址|邮箱|银行账号|出生|姓名$|^(法定代表人|法定代表人或负责人|主要负责人|负责人|经营者|经办人|联系人|执法人员|委托代理人|经营者住所)$/.exec(
      chinese,
    )?.[0] ??
    /\b(phone|mobile|e-?mail|passport|identity card|id number|birth ?date|date of birth|home address|legal representative|person in charge|operator'?s? (name|home))\b/.exec(
      english,
    )?.[0] ??
    null
  );
}

/** C16: a relation by which one would answer for another. */
export function relatesToOthers({ english, chinese }: Appearance): string | null {
  return (
    /关联人|关联企业|担保人|股东|实际控制人|家属|亲属|连带责任人|邻居|雇主/.exec(chinese)?.[0] ??
    /\b(associates?|guarantors?|shareholders?|controllers?|relatives?|neighbou?rs?|employers?)\b/.exec(english)?.[0] ??
    null
  );
}

/** C7: what is never touched for a person. */
export const neverTouched =
  /出行|乘机|乘车|乘坐|航班|铁路|高铁|入学|升学|就学|复学|教育机会|就医|医疗|住房|购房|社会保障|社会保险待遇|低保|通信|通讯|家庭|子女|travel|flight|train|school|health ?care|housing|social security|welfare|communications?|family/i;

/** Whether a matter touches what is never touched for a person (C7). */
export function touchesPrivateLife({ matter, title }: { readonly matter: string; readonly title: Bilingual }): boolean {
  return neverTouched.test(`${matter} ${title.zh} ${title.en}`);
}

/** C16: someone beside the subject, to whom a list or a measure might spread. */
export function reachesOthers(text: string): string | null {
  return (
    /法定代表人|主要负责人|直接责任人|实际控制人|股东|出资人|董事|监事|高级管理人员|高管|亲属|家属|配偶|子女|父母|关联人|关联企业|担保人|员工|邻居/.exec(
      text,
    )?.[0] ??
    /\b(legal representatives?|controllers?|shareholders?|directors?|executives?|relatives?|spouses?|children|parents?|associates?|affiliates?|guarantors?|employees|neighbou?rs?)\b/i.exec(
      text,
    )?.[0] ??
    null
  );
}

/** C3: nobody is listed for what they say, believe or join. */
export function listsExpression(text: string): string | null {
  return (
    /(?<!不含)言论|发帖|评论|信访|上访|结社|集会|游行|宗教|信仰|工会活动/.exec(text)?.[0] ??
    /\b(speech|expression|posts?|comments?|petitions?|assembly|protests?|religio(n|us)|beliefs?|union activit(y|ies))\b/i.exec(
      text,
    )?.[0] ??
    null
  );
}
