/** Measures: linked, listed, limited (C7). What is not granted by the law it cites, in the matter it is linked to, cannot exist. */
import type { List, Matter, Measure } from "#contract/lists-in-packs.ts";
import { incentives } from "#contract/lists-in-packs.ts";
import { isNamed } from "../kinds.ts";
import type { Assertion, Breach, Examined } from "./assertion.ts";
import { rankOf } from "./law.ts";
import { reachesOthers, touchesPrivateLife } from "./words.ts";

type MeasureBreach = Omit<Breach, "row">;

function ofEachMeasure(
  check: (measure: Measure, examined: Examined) => Iterable<MeasureBreach>,
): Assertion["breaches"] {
  return function* (examined) {
    for (const measure of examined.contents.measures)
      for (const breach of check(measure, examined)) yield { row: measure, ...breach };
  };
}

function mattersOf({ matters }: Measure, { whole }: Examined): Matter[] {
  return matters.flatMap((id) => whole.matters.find(({ matter }) => matter === id) ?? []);
}

function listsOf(id: string, { whole }: Examined): List[] {
  return whole.lists.filter((list) => list.id === id);
}

/** Effects by kind: rights (1), management (2), others (3). */
const effectsOf: Readonly<Record<1 | 2 | 3, readonly Measure["effect"][]>> = {
  1: ["refuse", "restrict", "disqualify"],
  2: ["more-inspection", "no-award", "no-funds", "no-easing"],
  3: ["note"],
};

const kindsAndRanks: Assertion = {
  code: "c7-measure-kind",
  article: "C7; 国办发〔2020〕49号 五; 全国失信惩戒措施基础清单",
  says: {
    zh: "惩戒措施只有三类，效果各有封闭的列举：减损权益的须有法律或者行政法规，管理类的至少有党中央国务院政策文件或者地方性法规，由其他组织实施的从不强制；所称的位阶由引用的法规支持",
    en: "constraints are of three kinds with a closed list of effects: one that reduces rights needs a statute or administrative regulation, one of management at least central policy or a region's regulation, one by other organisations is never forced; a law of the rank it claims is cited",
  },
  breaches: ofEachMeasure(function* (measure, { contents }) {
    const { sort, kind, effect, force, grantedBy } = measure;
    const effects: readonly string[] = sort === "incentive" ? incentives : kind === null ? [] : effectsOf[kind];
    if ((sort === "incentive") !== (kind === null))
      yield { path: "/kind", zh: "惩戒措施有类别，激励措施没有", en: "a constraint has a kind, an incentive none" };
    if (!effects.includes(effect)) yield { path: "/effect", zh: "效果不属于这一类", en: "no effect of this kind" };
    if (kind === 1 && grantedBy !== "statute" && grantedBy !== "administrative-regulation")
      yield {
        path: "/grantedBy",
        zh: "减损权益须有法律或者行政法规",
        en: "rights are reduced by statute or administrative regulation only",
      };
    if (kind === 2 && grantedBy === "ministry-rule")
      yield { path: "/grantedBy", zh: "部门规章不足以设定", en: "a ministry's rule is not enough" };
    if (kind === 3 && force !== "may") yield { path: "/force", zh: "不得强制", en: "nobody is forced" };
    if (measure.switchedOn && !measure.law.some((law) => rankOf(law, contents.pack.ownLaw) === grantedBy))
      yield { path: "/law", zh: "没有引用所称位阶的法规", en: "no law of the rank it claims is cited" };
  }),
};

const linked: Assertion = {
  code: "c7-linked",
  article: "C7; 国办发〔2020〕49号（过惩相当、不当联结）",
  says: {
    zh: "措施只随一个名单而生：要么与列入的行为属同一行业，要么有条文把这一措施系于这一行为；惩戒随不利名单，激励随守信名单",
    en: "a measure follows a list: either in the trade of the listed conduct, or because an article attaches this measure to this conduct; constraints follow adverse lists, incentives honours",
  },
  breaches: ofEachMeasure(function* (measure, examined) {
    const matters = mattersOf(measure, examined);
    for (const [at, follows] of measure.follows.entries()) {
      const path = `/follows/${at}`;
      const versions = listsOf(follows.list, examined);
      const list = versions.at(-1);
      if (!list) {
        yield { path: `${path}/list`, zh: `没有名单 ${follows.list}`, en: `there is no list ${follows.list}` };
        continue;
      }
      if ((measure.sort === "incentive") !== (list.sort === "honour"))
        yield { path: `${path}/list`, zh: "名单与措施的性质不符", en: "the list is of another sort than the measure" };
      yield* unknownGrounds(follows, { path, list, examined });
      if (follows.link === "same-trade") yield* sameTrade(follows, { path, list, matters });
      else yield* attached(follows, { path, measure, examined });
    }
  }),
};

type Follows = Measure["follows"][number];

function* unknownGrounds(
  { grounds }: Follows,
  { path, list, examined }: { path: string; list: List; examined: Examined },
): Iterable<MeasureBreach> {
  if (grounds === null) return;
  const known =
    examined.whole.items.filter(({ id }) => id === list.item).at(-1)?.schema.properties["ground"]?.enum ?? [];
  for (const [at, ground] of grounds.entries())
    if (!known.includes(ground))
      yield { path: `${path}/grounds/${at}`, zh: `名单没有事由 ${ground}`, en: `the list has no ground ${ground}` };
}

function* sameTrade(
  { trade, law, grounds }: Follows,
  { path, list, matters }: { path: string; list: List; matters: readonly Matter[] },
): Iterable<MeasureBreach> {
  if (law !== null) yield { path: `${path}/law`, zh: "同行业联结不另引条文", en: "the same trade needs no article" };
  if (trade === null || !list.trades.includes(trade))
    yield { path: `${path}/trade`, zh: "名单不属于这一行业", en: "the list is not of this trade" };
  if (matters.some((matter) => matter.trade !== trade))
    yield { path: `${path}/trade`, zh: "办理事项不属于这一行业", en: "a matter is not of this trade" };
  if (list.trades.length > 1 && grounds === null)
    yield {
      path: `${path}/grounds`,
      zh: "名单及于多个行业，须写明事由",
      en: "the list is of several trades: name the grounds",
    };
}

function* attached(
  { trade, law }: Follows,
  { path, measure, examined }: { path: string; measure: Measure; examined: Examined },
): Iterable<MeasureBreach> {
  if (trade !== null)
    yield { path: `${path}/trade`, zh: "以条文联结的不写行业", en: "with an article no trade is named" };
  if (law === null) {
    yield { path: `${path}/law`, zh: "没有把措施系于行为的条文", en: "no article attaches it to the conduct" };
    return;
  }
  if (measure.sort === "incentive" || measure.kind === 3) return;
  const rank = rankOf(law, examined.contents.pack.ownLaw);
  const enough =
    rank === "statute" ||
    rank === "administrative-regulation" ||
    (measure.kind === 2 && (rank === "central-policy" || rank === "local-regulation"));
  if (!enough) yield { path: `${path}/law`, zh: "条文的位阶不足", en: "the article's rank is not enough" };
}

const addressees: Assertion = {
  code: "c7-addressees",
  article: "C7; 国办发〔2020〕49号 五",
  says: {
    zh: "措施由办理该事项的机关实施；由其他组织实施的只限第三类和激励；启用的措施所随的名单至少有一个启用，办理事项都有",
    en: "a measure is applied by bodies that decide in its matters; bodies that are no authority apply only the third kind and incentives; its matters are there, and a measure in use follows a list in use",
  },
  breaches: ofEachMeasure(function* (measure, examined) {
    const known = new Map(examined.agencyKinds.map((row) => [row.kind, row]));
    const matters = mattersOf(measure, examined);
    for (const [at, id] of measure.matters.entries())
      if (!matters.some(({ matter }) => matter === id))
        yield { path: `/matters/${at}`, zh: `没有办理事项 ${id}`, en: `there is no matter ${id}` };
    const decides = (kind: string, { agencyKinds }: Matter) =>
      kind === "any" ? agencyKinds.includes("any") : isNamed(agencyKinds, { kinds: [kind], known });
    for (const [at, kind] of measure.addressees.entries()) {
      if (!matters.some((matter) => decides(kind, matter)))
        yield {
          path: `/addressees/${at}`,
          zh: `${kind} 不办理这些事项`,
          en: `${kind} decides in none of these matters`,
        };
      const outside = known.get(kind)?.outside === true;
      if (measure.sort === "constraint" && outside !== (measure.kind === 3))
        yield {
          path: `/addressees/${at}`,
          zh: "第三类措施由机关以外的组织实施，其他由机关实施",
          en: "the third kind is for bodies outside the authorities, the others for authorities",
        };
    }
    for (const [at, matter] of matters.entries())
      if (!measure.addressees.some((kind) => decides(kind, matter)))
        yield { path: `/matters/${at}`, zh: "没有机关在此实施", en: "nobody applies it in this matter" };
    const inUse = measure.follows.some(({ list }) => listsOf(list, examined).some(({ switchedOn }) => switchedOn));
    if (measure.switchedOn && !inUse)
      yield { path: "/switchedOn", zh: "所随名单都已停用", en: "every list it follows is switched off" };
  }),
};

const personsTheirTradeOnly: Assertion = {
  code: "c7-persons",
  article: "C7; 国办发〔2020〕49号",
  says: {
    zh: "对自然人只有同行业从业禁止，对个体工商户另可加强同行业监管；从不触及出行、上学、就医、住房、社会保障、通信、家庭；激励只及于组织",
    en: "a person may only be disqualified in the same trade, an individual business also supervised in it; never travel, schooling, health care, housing, social security, communications or family; incentives are for organisations",
  },
  breaches: ofEachMeasure(function* (measure, examined) {
    const effectsFor = { person: ["disqualify"], "individual-business": ["disqualify", "more-inspection"] };
    for (const [at, kind] of measure.subjects.entries()) {
      const path = `/subjects/${at}`;
      for (const { list } of measure.follows)
        if (listsOf(list, examined).some((one) => !one.subjects.includes(kind)))
          yield { path, zh: `${list} 不列这类主体`, en: `${list} names no such subject` };
      if (kind === "organisation") continue;
      if (!effectsFor[kind].includes(measure.effect))
        yield { path, zh: "不得对这类主体采取", en: "may not be taken against this kind of subject" };
      if (measure.follows.some(({ link }) => link !== "same-trade"))
        yield { path, zh: "只限同一行业", en: "in the same trade only" };
      for (const matter of mattersOf(measure, examined))
        if (touchesPrivateLife(matter))
          yield { path, zh: `${matter.matter} 触及个人生活`, en: `${matter.matter} touches a person's life` };
    }
  }),
};

const measuresEnd: Assertion = {
  code: "c8-measure-ends",
  article: "C8",
  says: {
    zh: "惩戒措施不长于其名单",
    en: "a constraint lasts no longer than its list",
  },
  breaches: ofEachMeasure(function* (measure, examined) {
    if (measure.sort === "incentive" || measure.monthsMax === null) return;
    for (const { list } of measure.follows)
      for (const { duration } of listsOf(list, examined))
        if (duration && measure.monthsMax > duration.monthsMax)
          yield { path: "/monthsMax", zh: `长于 ${list}`, en: `longer than ${list}` };
  }),
};

const nobodyElse: Assertion = {
  code: "c16-measures",
  article: "C16; 行政处罚法（责任自负）",
  says: {
    zh: "措施只及于在列主体，不及于法定代表人、股东、亲属、关联人、员工",
    en: "a measure reaches the listed subject alone, not representatives, shareholders, relatives, associates or employees",
  },
  breaches: ofEachMeasure(function* ({ title, does, tellSubject }) {
    for (const [path, text] of [
      ["/title", title],
      ["/does", does],
      ["/tellSubject", tellSubject],
    ] as const) {
      const word = reachesOthers(`${text.zh} ${text.en}`);
      if (word !== null) yield { path, zh: `牵连他人（${word}）`, en: `reaches others (${word})` };
    }
  }),
};

const mattersWithPurpose: Assertion = {
  code: "matters",
  article: "C15; C7",
  says: {
    zh: "办理事项的每类机关都有可用的查询目的",
    en: "every kind of body that decides in a matter may use one of the purposes it comes with",
  },
  *breaches({ contents, whole, agencyKinds }) {
    const known = new Map(agencyKinds.map((row) => [row.kind, row]));
    for (const row of contents.matters) {
      const purposes = row.purposes.flatMap((name) => whole.purposes.find(({ purpose }) => purpose === name) ?? []);
      for (const [at, name] of row.purposes.entries())
        if (!purposes.some(({ purpose }) => purpose === name))
          yield { row, path: `/purposes/${at}`, zh: `没有目的 ${name}`, en: `there is no purpose ${name}` };
      for (const [at, kind] of row.agencyKinds.entries()) {
        const allowed = purposes.some(({ agencyKinds: named }) =>
          kind === "any" ? named.includes("any") : isNamed(named, { kinds: [kind], known }),
        );
        if (!allowed)
          yield {
            row,
            path: `/agencyKinds/${at}`,
            zh: `${kind} 没有可用的目的`,
            en: `${kind} may use none of the purposes`,
          };
      }
    }
  },
};

const waitOnCondition: Assertion = {
  code: "c7-wait",
  article: "C7; 国办发〔2020〕49号; 行政许可法 38, 42",
  says: {
    zh: "断线时只有法律以核查为条件的事项等待核查：其中有必须执行的减损权益的措施；其余照常办理",
    en: "while the register cannot be asked only a matter waits in which the law makes the check a condition: one with a forced measure that reduces rights; all others go on",
  },
  *breaches({ contents, whole }) {
    for (const row of contents.matters) {
      if (row.unreachable?.way !== "wait") continue;
      const forced = whole.measures.some(
        ({ switchedOn, force, kind, matters }) =>
          switchedOn && force === "must" && kind === 1 && matters.includes(row.matter),
      );
      if (!forced)
        yield {
          row,
          path: "/unreachable/way",
          zh: "没有必须执行的减损权益的措施，不得让人等待",
          en: "no forced measure reduces rights in it: nobody is made to wait",
        };
    }
  },
};

export const measures: readonly Assertion[] = [
  mattersWithPurpose,
  waitOnCondition,
  kindsAndRanks,
  linked,
  addressees,
  personsTheirTradeOnly,
  measuresEnd,
  nobodyElse,
];
