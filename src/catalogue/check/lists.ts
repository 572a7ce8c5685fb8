/** Lists: set up by a rule that may, over an item that fits, by a procedure that fits, naming only whom they may. */
import type { Item } from "#contract/catalogue.ts";
import type { List, Procedure } from "#contract/lists-in-packs.ts";
import { confirmsAlways, stateFacts } from "../machine.ts";
import type { Assertion, Breach, Examined } from "./assertion.ts";
import { demands, names } from "./charter.ts";
import { articleNamed, rankOf } from "./law.ts";
import { listsExpression, reachesOthers } from "./words.ts";

type ListBreach = Omit<Breach, "row">;

function ofEachList(check: (list: List, examined: Examined) => Iterable<ListBreach>): Assertion["breaches"] {
  return function* (examined) {
    for (const list of examined.contents.lists)
      for (const breach of check(list, examined)) yield { row: list, ...breach };
  };
}

/** The version of an item that holds while the list begins, or its first later one. */
function itemOf({ item, effectiveFrom }: List, { whole }: Examined): Item | undefined {
  const versions = whole.items.filter(({ id }) => id === item).sort((a, b) => a.version - b.version);
  return versions.findLast((one) => one.effectiveFrom <= effectiveFrom) ?? versions[0];
}

function procedureOf({ procedure }: List, { whole }: Examined): Procedure | undefined {
  return whole.procedures.findLast(({ id }) => id === procedure);
}

const listLawCited: Assertion = {
  code: "list-law-cited",
  article: "国办发〔2020〕49号; C2, C7",
  says: {
    zh: "名单、程序、措施、办理事项都引用法律及其条文；启用的没有“待附”的条文",
    en: "every list, procedure, measure and matter cites a law and its article; none in use leaves it open",
  },
  *breaches({ contents }) {
    const said = { zh: "没有写明条文", en: "no article is named" };
    for (const row of [...contents.lists, ...contents.procedures, ...contents.measures])
      for (const [at, law] of row.law.entries())
        if (!articleNamed(law, row.switchedOn)) yield { row, path: `/law/${at}/article`, ...said };
    for (const row of contents.matters) if (!articleNamed(row.law, true)) yield { row, path: "/law/article", ...said };
  },
};

const listItem: Assertion = {
  code: "list-item",
  article: "C2; 国办发〔2020〕49号 二",
  says: {
    zh: "名单记于一个同类的目录事项之下，只列该事项所及的主体，由可以报送该事项的机关管理；一个事项不为两个名单所用",
    en: "a list is recorded under an item of its sort, names only subjects that item is about, and is kept by agencies that may send it; no item serves two lists",
  },
  breaches: ofEachList(function* (list, examined) {
    const item = itemOf(list, examined);
    if (!item) {
      yield { path: "/item", zh: `没有目录事项 ${list.item}`, en: `there is no item ${list.item}` };
      return;
    }
    const fits = { serious: item.listing, abnormal: item.adverse && !item.listing, honour: !item.adverse }[list.sort];
    if (!fits) yield { path: "/item", zh: "事项与名单的性质不符", en: "the item is of another sort" };
    if (list.switchedOn && !item.switchedOn)
      yield { path: "/switchedOn", zh: "事项已停用", en: "the item is switched off" };
    for (const [at, kind] of list.subjects.entries())
      if (item.subjects[kind] === undefined)
        yield { path: `/subjects/${at}`, zh: "事项不及于这类主体", en: "the item is not about this kind of subject" };
    for (const [at, keeper] of list.keepers.entries())
      if (!item.sentBy.includes(keeper) && !item.sentBy.includes("any"))
        yield { path: `/keepers/${at}`, zh: "这类机关不得报送该事项", en: "this kind of agency may not send the item" };
    const versions = examined.whole.lists.filter(({ id }) => id === list.id);
    if (versions.some(({ sort, item: under }) => sort !== list.sort || under !== list.item))
      yield {
        path: "/sort",
        zh: "各版本的性质和事项须相同，否则另立名单",
        en: "its versions differ in sort or item: make another list",
      };
    const others = examined.whole.lists.filter((one) => one.item === list.item && one.id !== list.id);
    if (others.length > 0)
      yield { path: "/item", zh: `已为 ${others[0]?.id} 所用`, en: `serves ${others[0]?.id} already` };
  }),
};

const effectWithService: Assertion = {
  code: "c6-list-dates",
  article: "C6, C8; 国办发〔2020〕49号 四",
  says: {
    zh: "在本平台办理的不利名单，其事项有决定送达日期、单独的生效日期和届满日期：没有送达日期的由规则暂存；自送达生效，到期终止，不与决定日期混同",
    en: "the item of an adverse list kept here has a field for the service of the decision, one of its own for the day it takes effect, and one for the day it ends, and a rule holds what was not served: it takes effect with service and not with the decision",
  },
  breaches: ofEachList(function* (list, examined) {
    const item = itemOf(list, examined);
    if (list.procedure === null || list.sort === "honour" || !item) return;
    const { decidedOn, servedOn, effectiveFrom, effectiveTo } = item.dates;
    if (servedOn === null) yield { path: "/item", zh: "事项没有送达日期", en: "its item has no day of service" };
    else if (item.switchedOn && !demands(examined.rulesOn(item), "required", names("$servedOn")))
      yield { path: "/item", zh: "没有送达日期时没有规则暂存", en: "no rule holds a row without its day of service" };
    if (effectiveFrom === decidedOn || effectiveFrom === servedOn)
      yield {
        path: "/item",
        zh: "事项的生效日期与另一日期共用一栏",
        en: "its item says the day of effect and another day in one field",
      };
    if (effectiveTo === null)
      yield { path: "/item", zh: "事项没有届满日期", en: "its item has no day on which it ends" };
  }),
};

const setUpByLaw: Assertion = {
  code: "list-set-up",
  article: "国办发〔2020〕49号 四",
  says: {
    zh: "严重失信名单只为四类事项，由法律、行政法规、党中央国务院政策文件或者部门规章设立，地方的只由其地方性法规设立；所称的位阶由引用的法规支持",
    en: "serious lists serve one of four matters and are set up by statute, administrative regulation, central policy or ministry rule; a region's by its own regulation only; a law of the rank it claims is cited",
  },
  breaches: ofEachList(function* (list, { contents }) {
    const { pack } = contents;
    if ((list.sort === "serious") !== list.subjectMatters.length > 0)
      yield {
        path: "/subjectMatters",
        zh: "严重失信名单须写明所属的四类事项，其他名单没有",
        en: "a serious list names its matters, another has none",
      };
    const regional = pack.within !== null;
    if (regional !== (list.setUpBy === "local-regulation"))
      yield {
        path: "/setUpBy",
        zh: "地方名单由地方性法规设立，全国名单不由地方性法规设立",
        en: "a region's list is set up by its regulation, a nation's is not",
      };
    if (!list.law.some((law) => rankOf(law, pack.ownLaw) === list.setUpBy) && list.switchedOn)
      yield { path: "/law", zh: "没有引用所称位阶的法规", en: "no law of the rank it claims is cited" };
  }),
};

const confirmedByAnother: Assertion = {
  code: "c5-list-confirmed",
  article: "C5",
  says: {
    zh: "可以列入自然人的不利名单由另一名人员复核；名单与其程序对复核的说法一致",
    en: "an adverse list that may name persons is confirmed by another officer; list and procedure agree on who confirms",
  },
  breaches: ofEachList(function* (list, examined) {
    const adverse = list.sort !== "honour";
    if (adverse && list.subjects.includes("person") && !list.confirmedFor.includes("person"))
      yield { path: "/confirmedFor", zh: "自然人须经复核", en: "persons are confirmed by another officer" };
    const procedure = procedureOf(list, examined);
    if (!procedure) return;
    const expected = confirmsAlways(stateFacts(procedure)) ? [...list.subjects].sort() : [];
    if (expected.join() !== [...list.confirmedFor].sort().join())
      yield { path: "/confirmedFor", zh: "与程序不一致", en: "differs from what the procedure does" };
  }),
};

const procedureFits: Assertion = {
  code: "list-procedure",
  article: "国办发〔2020〕49号 四; C6",
  says: {
    zh: "名单的程序与其性质相符，程序中的每个期限名单都写明；在别处办理的名单没有程序、期限和标准",
    en: "a list's procedure is of its sort, and the list states every term the procedure counts; one kept elsewhere has no procedure, terms or criteria",
  },
  breaches: ofEachList(function* (list, examined) {
    if (list.procedure === null) {
      if (list.criteria.length > 0 || Object.values(list.terms).some((term) => term !== null))
        yield { path: "/procedure", zh: "没有程序而有期限或者标准", en: "terms or criteria without a procedure" };
      return;
    }
    const procedure = procedureOf(list, examined);
    if (!procedure) {
      yield { path: "/procedure", zh: `没有程序 ${list.procedure}`, en: `there is no procedure ${list.procedure}` };
      return;
    }
    if (procedure.adverse !== (list.sort !== "honour"))
      yield { path: "/procedure", zh: "程序与名单的性质不符", en: "the procedure is of another sort" };
    if (list.switchedOn && !procedure.switchedOn)
      yield { path: "/procedure", zh: "程序已停用", en: "the procedure is switched off" };
    // A hearing is asked for only where the list's rule gives one.
    const counted = new Set(procedure.states.flatMap(({ clocks }) => clocks.map(({ term }) => term)));
    for (const term of ["notify", "answer", "decide", "confirm", "serve", "exitAccept", "exitDecide"] as const)
      if (counted.has(term) && list.terms[term] === null)
        yield {
          path: `/terms/${term}`,
          zh: "程序要计算的期限没有写明",
          en: "a term the procedure counts is not stated",
        };
  }),
};

const groundsKnown: Assertion = {
  code: "list-grounds",
  article: "国办发〔2020〕49号 四（认定标准）",
  says: {
    zh: "标准所写的列入事由是事项列明的事由",
    en: "the ground a criterion names is one that its list's item knows",
  },
  breaches: ofEachList(function* (list, examined) {
    const known = itemOf(list, examined)?.schema.properties["ground"]?.enum ?? [];
    for (const [at, { ground }] of list.criteria.entries())
      if (ground !== null && !known.includes(ground))
        yield { path: `/criteria/${at}/ground`, zh: `没有事由 ${ground}`, en: `there is no ground ${ground}` };
  }),
};

const listingsEnd: Assertion = {
  code: "c8-list-ends",
  article: "C8; 国办发〔2020〕49号 六; 信用修复管理办法",
  says: {
    zh: "不利名单写明期限，不长于五年，也不长于该事项的保存；最短不长于最长，提前移出早于期满",
    en: "an adverse list states how long a listing lasts: five years at most and no longer than its item is kept; the least is no more than the most, and an early exit is earlier",
  },
  breaches: ofEachList(function* (list, examined) {
    const { duration, earlyExit, renewal, sort } = list;
    if (duration && duration.monthsMin > duration.monthsMax)
      yield { path: "/duration", zh: "最短长于最长", en: "the least is more than the most" };
    if (sort === "honour") return;
    if (!duration) {
      yield { path: "/duration", zh: "没有期限", en: "has no end" };
      return;
    }
    const years = itemOf(list, examined)?.terms.retention.years ?? 5;
    for (const [path, months] of [
      ["/duration/monthsMax", duration.monthsMax],
      ["/renewal/monthsMax", renewal?.monthsMax ?? 0],
    ] as const)
      if (months > Math.min(60, years * 12))
        yield { path, zh: "超过五年或者保存期限", en: "more than five years, or than it is kept" };
    if (earlyExit && earlyExit.afterMonths >= duration.monthsMax)
      yield { path: "/earlyExit/afterMonths", zh: "不早于期满", en: "no earlier than its end" };
  }),
};

const personsNotOnPublicLists: Assertion = {
  code: "c12-lists",
  article: "C12; 个人信息保护法 25",
  says: {
    zh: "公开的名单只为组织：不列组织的名单不公开，事项不公示组织的也不公开",
    en: "a published list is about organisations: one that names none, or whose item publishes none, is not published",
  },
  breaches: ofEachList(function* (list, examined) {
    if (!list.publishes) return;
    if (!list.subjects.includes("organisation"))
      yield { path: "/publishes", zh: "没有组织可以公开", en: "there is no organisation to publish" };
    else if (!itemOf(list, examined)?.subjects.organisation?.publish)
      yield { path: "/publishes", zh: "事项不公示", en: "its item is not published" };
  }),
};

const ownConductOnly: Assertion = {
  code: "c16-lists",
  article: "C16; C3; 行政处罚法（责任自负）",
  says: {
    zh: "名单和标准只看主体自己的行为，不及于法定代表人、股东、亲属、关联人；不因言论列入",
    en: "lists and criteria look at the subject's own conduct, never at representatives, shareholders, relatives or associates; nobody is listed for expression",
  },
  breaches: ofEachList(function* (list) {
    const texts = [
      ["/title", `${list.title.zh} ${list.title.en}`] as const,
      ...list.criteria.map(
        ({ says, rule, ground }, at) => [`/criteria/${at}`, `${says.zh} ${says.en} ${rule} ${ground ?? ""}`] as const,
      ),
    ];
    for (const [path, text] of texts) {
      const others = reachesOthers(text);
      if (others !== null) yield { path, zh: `牵连他人（${others}）`, en: `reaches others (${others})` };
      const expression = listsExpression(text);
      if (expression !== null)
        yield { path, zh: `因言论列入（${expression}）`, en: `lists for expression (${expression})` };
    }
  }),
};

export const lists: readonly Assertion[] = [
  listLawCited,
  listItem,
  effectWithService,
  setUpByLaw,
  confirmedByAnother,
  procedureFits,
  groundsKnown,
  listingsEnd,
  personsNotOnPublicLists,
  ownConductOnly,
];
