/** What breaks each assertion about criteria: one thing of the sound nation's list at a time (check.test.ts). */
import type { Criterion, List } from "#contract/lists-in-packs.ts";
import type { Break, Open } from "./list-breaks.ts";

/** A criterion of the invented nation: two penalties of its item in two years. */
const sound: Criterion = {
  code: "grave.twice",
  effectiveFrom: "2026-04-01",
  effectiveTo: null,
  law: { title: { zh: "虚构名单法", en: "Invented List Law" }, article: "第四条" },
  says: { zh: "两年内两次受罚", en: "two penalties in two years" },
  rule: 'records.filter(r, r.item == "nation/penalty" && r.decidedOn >= monthsBefore(asOf, 24)).size() >= 2',
  ground: null,
  examples: {
    meets: [{ asOf: "2026-06-30", records: [penalty("2025-01-05"), penalty("2026-01-05")] }],
    fails: [{ asOf: "2026-06-30", records: [penalty("2023-01-05"), penalty("2026-01-05")] }],
  },
};

function penalty(decidedOn: string): Record<string, unknown> {
  return { item: "nation/penalty", decidedOn, open: {} };
}

/** The sound criterion, changed, on the sound nation's serious list. */
function withCriterion(what: string, change: (criterion: Open<Criterion>, list: Open<List>) => void): Break {
  return {
    what,
    breaks(contents) {
      const list = contents.lists.find(({ id }) => id === "nation/grave") as Open<List> | undefined;
      if (!list) throw new Error("the sound pack has no grave list");
      const criterion = structuredClone(sound) as Open<Criterion>;
      list.criteria = [criterion];
      change(criterion, list);
    },
  };
}

/** What leaves every assertion standing. */
export const soundCriterion = withCriterion("nothing", () => {});

const named = 'records.exists(r, r.item == "nation/penalty" && ';

export const criterionBreaks: Readonly<Record<string, readonly Break[]>> = {
  "criterion-readable": [
    withCriterion("no CEL", (criterion) => {
      criterion.rule = "two penalties in two years";
    }),
    withCriterion("a look at somebody else (C16)", (criterion) => {
      criterion.rule = 'representative.records.exists(r, r.item == "nation/penalty")';
    }),
    withCriterion("a number instead of an answer (C1)", (criterion) => {
      criterion.rule = 'records.filter(r, r.item == "nation/penalty").size() * 10';
    }),
    withCriterion("whoever has no record", (criterion) => {
      criterion.rule = '!records.exists(r, r.item == "nation/penalty")';
    }),
    withCriterion("one code twice", (criterion, list) => {
      list.criteria = [criterion, criterion];
    }),
  ],
  "criterion-no-persons": [
    withCriterion("a search for persons", (_, list) => {
      list.subjects = ["person"];
    }),
  ],
  "criterion-fields": [
    withCriterion("an item that is not there", (criterion) => {
      criterion.rule = 'records.exists(r, r.item == "nation/rumour")';
    }),
    withCriterion("a field that is not there", (criterion) => {
      criterion.rule = `${named}r.open.mood == "bad")`;
    }),
    withCriterion("a free text that is not published", (criterion) => {
      criterion.rule = `${named}r.open.facts.contains("x"))`;
    }),
    withCriterion("a number of somebody", (criterion) => {
      criterion.rule = `${named}r.open.unifiedCode == "x")`;
    }),
  ],
  "criterion-examples": [
    withCriterion("an example that meets and must not", (criterion) => {
      criterion.examples = { ...criterion.examples, fails: criterion.examples.meets };
    }),
    withCriterion("an example that fails and must meet", (criterion) => {
      criterion.examples = { ...criterion.examples, meets: criterion.examples.fails };
    }),
    withCriterion("an example of which it cannot be said", (criterion) => {
      criterion.rule = `${named}r.open.fine > 1.0)`;
    }),
    withCriterion("a record with what no record has", (criterion) => {
      criterion.examples.meets[0]?.records.push({ item: "nation/penalty", score: 3 });
    }),
  ],
};
