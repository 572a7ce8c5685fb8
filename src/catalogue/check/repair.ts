/** Rules of credit repair: whoever may apply is told by what law, in what time, and which way there is instead. */
import type { RepairRule } from "#contract/repair-rules.ts";
import type { Assertion, Breach } from "./assertion.ts";
import { articleNamed } from "./law.ts";

type RuleBreach = Omit<Breach, "row">;

function ofEachRule(check: (rule: RepairRule) => Iterable<RuleBreach>): Assertion["breaches"] {
  return function* ({ contents }) {
    for (const rule of contents.repairRules) for (const breach of check(rule)) yield { row: rule, ...breach };
  };
}

const repairLawCited: Assertion = {
  code: "repair-law-cited",
  article: "NDRC Order 36; C2, C18",
  says: {
    zh: "修复规则的条件、除外、救济都引用法律及其条文",
    en: "every condition, exclusion and remedy of repair cites a law and its article",
  },
  breaches: ofEachRule(function* (rule) {
    const laws = [
      ...rule.law,
      ...rule.conditions.map(({ law }) => law),
      ...rule.excluded.map(({ law }) => law),
      ...rule.remedies.map(({ law }) => law),
      ...[rule.reorganisation, rule.reversal, rule.acknowledge].flatMap((part) => part?.law ?? []),
    ];
    for (const law of laws)
      if (!articleNamed(law, rule.switchedOn))
        yield { path: "/law", zh: `没有写明条文：${law.title.zh}`, en: `no article is named of ${law.title.en}` };
  }),
};

const repairInTime: Assertion = {
  code: "repair-in-time",
  article: "NDRC Order 36; C8, C11",
  says: {
    zh: "启用的修复规则写明反馈、决定、下游确认的期限，决定不晚于反馈；撤销修复须先告知并给出申辩期限",
    en: "a rule of repair in use says the time to feedback, to the decision and to acknowledge; the decision is not later than the feedback; a reversal comes after notice with time to answer",
  },
  breaches: ofEachRule(function* ({ switchedOn, feedback, decide, acknowledge, reversal }) {
    if (!switchedOn) return;
    for (const [name, part] of Object.entries({ feedback, decide, acknowledge, reversal }))
      if (part === null) yield { path: `/${name}`, zh: "没有期限", en: "there is no term" };
    if (feedback && decide && feedback.unit === decide.unit && decide.days > feedback.days)
      yield { path: "/decide", zh: "决定晚于反馈", en: "the decision is later than the feedback" };
  }),
};

const repairOpen: Assertion = {
  code: "repair-open",
  article: "NDRC Order 36; C8",
  says: {
    zh: "履行义务和公开承诺各是一项条件，履行有可以提交的材料；除外的事项在目录之中；不利事项都有最长期限，最短不长于最长",
    en: "meeting the duties and the commitment are each one condition, and there is evidence for the first; excluded items are in the catalogue; every adverse item has a maximum that is not shorter than its minimum",
  },
  *breaches({ contents, whole }) {
    for (const row of contents.repairRules) {
      for (const name of ["duties-met", "commitment"] as const)
        if (row.conditions.filter(({ condition }) => condition === name).length !== 1)
          yield { row, path: "/conditions", zh: `条件 ${name} 应有一项`, en: `there is not one condition ${name}` };
      const duties = row.conditions.find(({ condition }) => condition === "duties-met");
      if (duties?.evidence.length === 0)
        yield { row, path: "/conditions", zh: "没有可以提交的材料", en: "there is nothing to bring" };
      for (const [at, { items }] of row.excluded.entries())
        for (const item of items)
          if (!whole.items.some(({ id }) => id === item))
            yield { row, path: `/excluded/${at}/items`, zh: `没有目录事项 ${item}`, en: `there is no item ${item}` };
    }
    for (const row of contents.items.filter(({ adverse }) => adverse))
      for (const [at, { monthsMin, monthsMax }] of row.terms.publication.levels.entries())
        if (monthsMin !== null && monthsMax !== null && monthsMin > monthsMax)
          yield {
            row,
            path: `/terms/publication/levels/${at}`,
            zh: "最短期限长于最长期限",
            en: "the minimum is longer than the maximum",
          };
  },
};

export const repair: readonly Assertion[] = [repairLawCited, repairInTime, repairOpen];
