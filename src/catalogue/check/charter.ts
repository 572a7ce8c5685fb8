/** What the charter guarantees, as far as a pack could break it. No pack turns one off. */
import type { Field, Item, Rule } from "#contract/catalogue.ts";
import { type Assertion, type Examined, ofEachItem } from "./assertion.ts";
import {
  type Appearance,
  appearanceOf,
  identifiesPerson,
  neverTouched,
  relatesToOthers,
  smellsOfBannedMatter,
  smellsOfScore,
  titleAppearance,
} from "./words.ts";

/** Natural persons, and individual businesses, which count as persons for evaluation (C1). */
function aboutPersons(item: Item): boolean {
  return item.subjects.person !== undefined || item.subjects["individual-business"] !== undefined;
}

function* eachField(item: Item): Iterable<readonly [path: string, name: string, field: Field]> {
  for (const [name, field] of Object.entries(item.schema.properties))
    yield [`/schema/properties/${name}`, name, field] as const;
}

/** The item's title and every field, as they show themselves. */
function* appearances(item: Item): Iterable<readonly [path: string, appearance: Appearance]> {
  yield ["/title", titleAppearance(item.title)];
  for (const [path, name, field] of eachField(item)) yield [path, appearanceOf(name, field)];
}

const noEvaluationOfPersons: Assertion = {
  code: "c1-no-evaluation",
  article: "C1; GB/T 45255; 个人信息保护法 24",
  says: {
    zh: "评价只及于组织；记于自然人或个体工商户的事项没有分数、等级、评级、排名一类的字段",
    en: "only organisations are evaluated; no item about a person or an individual business has a field that is a score, grade, rating or rank",
  },
  breaches: ofEachItem(function* (item) {
    if (!aboutPersons(item)) return;
    if (item.evaluative)
      yield {
        path: "/evaluative",
        zh: "评价不得及于自然人或个体工商户",
        en: "no evaluation of persons or individual businesses",
      };
    for (const [path, appearance] of appearances(item)) {
      const word = smellsOfScore(appearance);
      if (word !== null)
        yield { path, zh: `像是对人的评分或评级（${word}）`, en: `looks like a score or grade of a person (${word})` };
    }
  }),
};

const noBannedMatter: Assertion = {
  code: "c3-banned-matter",
  article: "C3; 征信业管理条例 14; 个人信息保护法 28",
  says: {
    zh: "记于自然人或个体工商户的事项不问宗教、基因、生物特征、血型、健康、政治观点、言论、结社、工会、家庭、行踪、浏览、购物、社交",
    en: "no item about a person or an individual business asks for religion, genes, biometrics, blood type, health, political opinion, speech, association, union activity, family, location, browsing, purchases or social media",
  },
  breaches: ofEachItem(function* (item) {
    if (!aboutPersons(item)) return;
    for (const [path, appearance] of appearances(item)) {
      const word = smellsOfBannedMatter(appearance);
      if (word !== null)
        yield { path, zh: `禁止采集的内容（${word}）`, en: `matter that may not be collected (${word})` };
    }
  }),
};

/** Longer texts, or ones with several lines in the form, are somebody's own words. */
const ownWordsFrom = 250;
/** Category 1 of the national catalogue: what a registrar has approved word for word. */
const registration = 1;

const freeTextNotPublished: Assertion = {
  code: "c3-free-text",
  article: "C3; 个人信息保护法 25",
  says: {
    zh: "自由文本不直接公开，经人员发布遮蔽版后才公开；登记机关核准的登记事项除外",
    en: "free text is not public until an officer releases a masked version; what a registrar approved word for word is no free text",
  },
  breaches: ofEachItem(function* (item) {
    if (item.category === registration) return;
    for (const [path, , field] of eachField(item)) {
      const isText = field.type === "string" && !field.format && !field.enum && field["x-identifier"] === undefined;
      const ownWords = (field["x-rows"] ?? 1) > 1 || (field.maxLength ?? Number.MAX_SAFE_INTEGER) > ownWordsFrom;
      if (isText && ownWords && field["x-disclosure"] === "public")
        yield { path, zh: "自由文本须为 after-release 或更窄", en: "free text must be after-release or narrower" };
    }
  }),
};

/** Whether a rule is a predicate with arguments, and takes the row out of the ordinary way. */
export function demands(
  rules: readonly Rule[],
  predicate: string,
  holds: (given: Record<string, unknown>) => boolean,
): boolean {
  return rules.some(
    ({ check, verdict }) => check.predicate === predicate && verdict !== "note" && holds(check.arguments),
  );
}

/** Rules without which free text would carry what no field may ask for. */
const freeTextWatched: Assertion = {
  code: "c3-free-text-watched",
  article: "C3, C13; 征信业管理条例 14; 个人信息保护法 28, 51",
  says: {
    zh: "自由文本中出现自然人证件号码、自然人的禁采内容，或者以言论为由列入名单的，规则予以暂存",
    en: "rules hold free text with a person's number, with banned matter about a person, and with expression as the ground of a listing",
  },
  breaches: ofEachItem(function* (item, examined) {
    const freeText = [...eachField(item)].some(([, , field]) => field["x-disclosure"] === "after-release");
    if (!item.switchedOn || !freeText) return;
    const rules = examined.rulesOn(item);
    const overFreeText = ({ fields }: Record<string, unknown>) =>
      fields === "$everyFreeText" || fields === "$everyText";
    const forbids = (word: string) => (given: Record<string, unknown>) =>
      overFreeText(given) && Array.isArray(given["words"]) && given["words"].includes(word);
    if (!demands(rules, "no-person-number", overFreeText))
      yield { path: "/rules", zh: "没有规则查证件号码", en: "no rule looks for persons' numbers" };
    if (aboutPersons(item) && !demands(rules, "text-without", forbids("血型")))
      yield { path: "/rules", zh: "没有规则查禁采内容", en: "no rule looks for banned matter" };
    if (item.listing && !demands(rules, "text-without", forbids("言论")))
      yield { path: "/rules", zh: "没有规则查因言论列入", en: "no rule looks for expression as a ground" };
  }),
};

const childrenProtected: Assertion = {
  code: "c4-children",
  article: "C4; 个人信息保护法 28-31",
  says: {
    zh: "对自然人不利的事项能判断行为时是否成年：未成年的拒收，不明的暂存",
    en: "an adverse item about persons can tell whether the person was of age: minors are refused, unknown age is held",
  },
  breaches: ofEachItem(function* (item, examined) {
    if (!item.switchedOn || !item.adverse || !item.subjects.person) return;
    const { properties } = item.schema;
    const tells =
      item.about.birthDate !== null ||
      item.about.numbers.some((name) => properties[name]?.["x-identifier"] === "person-number");
    if (!tells)
      yield { path: "/about", zh: "既无公民身份号码也无出生日期", en: "neither a person's number nor a birth date" };
    const rules = examined.rulesOn(item);
    const refusesMinors = rules.some(
      ({ check, verdict }) =>
        check.predicate === "of-age" && check.arguments["finds"] === "minor" && verdict === "refuse",
    );
    const holdsUnknown = demands(rules, "of-age", (given) => given["finds"] === "unknown");
    if (!refusesMinors || !holdsUnknown)
      yield { path: "/rules", zh: "缺少未成年人保护规则", en: "the rules that protect children are missing" };
  }),
};

const listingsWithProcedure: Assertion = {
  code: "c5-listings",
  article: "C5; 国办发〔2020〕49号",
  says: {
    zh: "名单类事项对主体不利，载明决定、送达、陈述申辩截止三个日期，缺一即暂存",
    en: "a listing is adverse and carries the dates of decision, service and answer; without one of them it is held",
  },
  breaches: ofEachItem(function* (item, examined) {
    if (!item.listing) return;
    if (!item.adverse) yield { path: "/adverse", zh: "列入名单是不利的", en: "to be listed is adverse" };
    if (!item.switchedOn) return;
    const rules = examined.rulesOn(item);
    for (const date of ["servedOn", "answerDueOn"] as const) {
      if (item.dates[date] === null)
        yield { path: `/dates/${date}`, zh: "名单类事项须有这一日期", en: "a listing must have this date" };
      else if (!item.schema.required.includes(item.dates[date]) && !demands(rules, "required", names(`$${date}`)))
        yield { path: `/dates/${date}`, zh: "缺少这一日期时没有规则暂存", en: "no rule holds a row without this date" };
    }
  }),
};

/** Whether a rule of `required` asks for a field whatever else a row says. */
export function names(role: string): (given: Record<string, unknown>) => boolean {
  return (given) => [given["fields"]].flat().includes(role) && given["when"] === undefined;
}

const adverseEnds: Assertion = {
  code: "c8-everything-ends",
  article: "C8; 征信业管理条例 16",
  says: {
    zh: "不利信息都有公示和保存的截止：自行为终了起最长五年，更长须有法律或行政法规；公示不长于保存",
    en: "adverse information has an end of publication and of keeping: five years from the end of the conduct at most unless a statute says longer; publication ends no later than keeping",
  },
  breaches: ofEachItem(function* (item) {
    if (!item.adverse) return;
    const { publication, retention } = item.terms;
    if (retention.years < 1) yield { path: "/terms/retention/years", zh: "没有保存期限", en: "keeping has no end" };
    if (retention.years > 5 && retention.statuteBeyondFiveYears === null)
      yield {
        path: "/terms/retention/years",
        zh: "超过五年而没有写明法律或行政法规",
        en: "more than five years and no statute is named",
      };
    if (![item.dates.conductEndedOn, item.dates.decidedOn].includes(retention.from))
      yield {
        path: "/terms/retention/from",
        zh: "保存期限应自行为终了或决定之日起算",
        en: "keeping counts from the end of the conduct or from the decision",
      };
    for (const [at, level] of publication.levels.entries()) {
      const path = `/terms/publication/levels/${at}/monthsMax`;
      if (level.monthsMax === null) yield { path, zh: "没有公示期限", en: "publication has no end" };
      else if (level.monthsMax > retention.years * 12)
        yield { path, zh: "公示长于保存", en: "published longer than it is kept" };
    }
  }),
};

const orderInForce = "2026-04-01";
const longestMonths: Readonly<Record<string, number>> = { minor: 3, general: 12, serious: 36, only: 36 };
const shortestMonths: Readonly<Record<string, number>> = { minor: 0, general: 3, serious: 12, only: 0 };

const levelsWithinOrder36: Assertion = {
  code: "order-36-levels",
  article: "信用修复管理办法（国家发展改革委令第36号）",
  says: {
    zh: "2026年4月1日起：轻微的公示不超过三个月，一般的三个月至一年，严重的一年至三年；下限另有规定的写明该规定",
    en: "from 1 April 2026: minor at most three months, general three months to a year, serious one to three years; a lower minimum names its own rule",
  },
  breaches: ofEachItem(function* (item) {
    if (!item.adverse || (item.effectiveTo !== null && item.effectiveTo < orderInForce)) return;
    for (const [at, { level, monthsMin, monthsMax, law }] of item.terms.publication.levels.entries()) {
      const path = `/terms/publication/levels/${at}`;
      const longest = longestMonths[level] ?? 0;
      const shortest = shortestMonths[level] ?? 0;
      if (monthsMax !== null && monthsMax > longest)
        yield { path: `${path}/monthsMax`, zh: `超过 ${longest} 个月`, en: `more than ${longest} months` };
      if (monthsMin !== null && monthsMin < shortest && law.title.zh.includes("信用修复管理办法"))
        yield { path: `${path}/monthsMin`, zh: `少于 ${shortest} 个月`, en: `less than ${shortest} months` };
    }
  }),
};

const personsNeverPublic: Assertion = {
  code: "c12-persons-never-public",
  article: "C12; 个人信息保护法 25, 27; 民法典 54",
  says: {
    zh: "记于自然人的不公示；个体工商户只在事项引用公示它的法律时公示，其地址和经营者不公开",
    en: "nothing about a person is published; an individual business only where the item cites the law that publishes it, and never its address or operator",
  },
  breaches: ofEachItem(function* (item) {
    if (item.subjects.person && (item.subjects.person.publish as boolean))
      yield { path: "/subjects/person/publish", zh: "自然人不公示", en: "persons are never published" };
    const trader = item.subjects["individual-business"];
    if (trader?.publish && trader.law === undefined)
      yield {
        path: "/subjects/individual-business/law",
        zh: "没有引用公示它的法律",
        en: "the law that publishes it is not cited",
      };
    if (!trader?.publish) return;
    for (const [path, name, field] of eachField(item)) {
      const shown = field["x-disclosure"] === "public" || field["x-disclosure"] === "after-release";
      if (
        shown &&
        (/住所|地址|场所/.test(field.title) ||
          /\b(address|premises|residence)\b/.test(appearanceOf(name, field).english))
      )
        yield { path, zh: "个体工商户的地址不公开", en: "the address of an individual business is not public" };
    }
  }),
};

const personsSealed: Assertion = {
  code: "c13-persons-sealed",
  article: "C13; 个人信息保护法 51",
  says: {
    zh: "能识别自然人的号码、姓名、联系方式加密保存，只给本人看",
    en: "numbers, names and contacts by which a person can be known are sealed, for the person alone",
  },
  breaches: ofEachItem(function* (item) {
    for (const [path, name, field] of eachField(item)) {
      const scheme = field["x-identifier"];
      const number = scheme === "person-number" || scheme === "passport-number" || scheme === "other-document-number";
      // The subject's own name is public for organisations; for persons it is sealed whatever stands here (split.ts).
      const word = name === item.about.name ? null : identifiesPerson(appearanceOf(name, field));
      const sealed = field["x-disclosure"] === "sealed" || (field["x-disclosure"] === "subject" && !number);
      if ((number || word !== null) && !sealed)
        yield {
          path: `${path}/x-disclosure`,
          zh: `能识别自然人（${word ?? scheme}），须加密`,
          en: `a person can be known by it (${word ?? scheme}): it must be sealed`,
        };
    }
  }),
};

const nobodyAnswersForAnother: Assertion = {
  code: "c16-own-conduct-only",
  article: "C16; 行政处罚法（责任自负）",
  says: {
    zh: "不利事项不记关联人、股东、担保人、亲属、雇主",
    en: "an adverse item records no associates, shareholders, guarantors, relatives or employers",
  },
  breaches: ofEachItem(function* (item) {
    if (!item.adverse) return;
    for (const [path, name, field] of eachField(item)) {
      const word = relatesToOthers(appearanceOf(name, field));
      if (word !== null) yield { path, zh: `牵连他人（${word}）`, en: `reaches others (${word})` };
    }
  }),
};

const privateLifeUntouched: Assertion = {
  code: "c7-private-life",
  article: "C7; 国办发〔2020〕49号",
  says: {
    zh: "查阅自然人或个体工商户的目的不涉及出行、上学、就医、住房、社会保障、通信、家庭",
    en: "no purpose for looking at a person or an individual business touches travel, schooling, health care, housing, social security, communications or family",
  },
  *breaches({ contents }: Examined) {
    for (const row of contents.purposes) {
      const word = neverTouched.exec(`${row.title.zh} ${row.title.en}`)?.[0];
      if (word !== undefined && row.subjectKinds.some((kind) => kind !== "organisation"))
        yield { row, path: "/title", zh: `涉及个人生活（${word}）`, en: `touches a person's life (${word})` };
    }
  },
};

const consentsWithinTheCatalogue: Assertion = {
  code: "c14-consents",
  article: "C14; 征信业管理条例 18; 个人信息保护法 14-16, 23",
  says: {
    zh: "须经同意的目的只可请求目录已有、且涉及该目的所列主体种类的事项",
    en: "a purpose by consent asks only for items of the catalogue, each about a kind of subject the purpose is about",
  },
  *breaches({ contents, whole }: Examined) {
    for (const row of contents.purposes) {
      for (const [at, name] of (row.consent?.items ?? []).entries()) {
        const path = `/consent/items/${at}`;
        const versions = whole.items.filter(({ id }) => id === name);
        if (versions.length === 0) yield { row, path, zh: `目录没有 ${name}`, en: `the catalogue has no ${name}` };
        else if (!versions.some(({ subjects }) => row.subjectKinds.some((kind) => subjects[kind] !== undefined)))
          yield { row, path, zh: `${name} 不涉及这类主体`, en: `${name} is about no such subject` };
      }
    }
  },
};

export const charter: readonly Assertion[] = [
  noEvaluationOfPersons,
  noBannedMatter,
  freeTextNotPublished,
  freeTextWatched,
  childrenProtected,
  listingsWithProcedure,
  privateLifeUntouched,
  adverseEnds,
  levelsWithinOrder36,
  personsNeverPublic,
  personsSealed,
  nobodyAnswersForAnother,
  consentsWithinTheCatalogue,
];
