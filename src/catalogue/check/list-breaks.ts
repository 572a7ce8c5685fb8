/** What breaks each assertion about procedures, lists and measures: one thing of the sound packs at a time (check.test.ts). */
import type { List, Measure, Procedure } from "#contract/lists-in-packs.ts";
import type { PackContents } from "#contract/pack.ts";

/** Contents a test may change as it likes. */
export type Open<T> = { -readonly [K in keyof T]: T[K] };

export interface Break {
  readonly what: string;
  readonly breaks: (contents: Open<PackContents>) => void;
}

type Changed = Open<PackContents>;

function named<R extends { readonly id: string }>(rows: readonly R[], name: string): Open<R> {
  const found = rows.find(({ id }) => id.endsWith(`/${name}`));
  if (!found) throw new Error(`the sound pack has no ${name}`);
  return found;
}
const onList = (name: string, what: string, change: (list: Open<List>, contents: Changed) => void): Break => ({
  what,
  breaks: (contents) => change(named(contents.lists, name), contents),
});
const onMeasure = (name: string, what: string, change: (measure: Open<Measure>, contents: Changed) => void): Break => ({
  what,
  breaks: (contents) => change(named(contents.measures, name), contents),
});
const onProcedure = (what: string, change: (procedure: Open<Procedure>) => void): Break => ({
  what,
  breaks: (contents) => change(named(contents.procedures, "grave-listing")),
});
type Act = Procedure["acts"][number];
const actOf = ({ acts }: Procedure, name: string): Act => {
  const found = acts.find(({ act }) => act === name);
  if (!found) throw new Error(`the sound procedure has no ${name}`);
  return found;
};
const adds = (what: string, act: Omit<Act, "title" | "article">): Break =>
  onProcedure(what, (procedure) => {
    procedure.acts.push({ ...act, title: { zh: "行为", en: act.act }, article: "虚构名单法 3" });
  });
const withoutGuard = (act: string, guard: Act["guards"][number]): Break =>
  onProcedure(`${act} without ${guard}`, (procedure) => {
    const found = actOf(procedure, act);
    found.guards = found.guards.filter((one) => one !== guard);
  });
const matterOf = ({ matters }: PackContents, name: string) => {
  const found = matters.find(({ matter }) => matter.endsWith(`/${name}`));
  if (!found) throw new Error(`the sound pack has no matter ${name}`);
  return found;
};
const waits = (contents: PackContents, name: string) =>
  Object.assign(matterOf(contents, name), {
    unreachable: {
      way: "wait",
      text: { zh: "等待核查", en: "wait for the check" },
      law: [{ title: { zh: "虚构名单法", en: "Invented Law on Lists" }, article: "第九条" }],
    },
  });
const followsOf = ({ follows: [first] }: Measure): Measure["follows"][number] => {
  if (!first) throw new Error("the measure follows nothing");
  return first;
};

/** One that holds, to be changed. */
function criterion(): List["criteria"][number] {
  const records = (fine: number) => [{ asOf: "2026-06-01", records: [{ item: "nation/penalty", open: { fine } }] }];
  return {
    code: "test.fined",
    effectiveFrom: "2026-04-01",
    effectiveTo: null,
    law: { title: { zh: "虚构名单法", en: "Invented List Law" }, article: "第四条" },
    says: { zh: "受过较大罚款", en: "was fined a larger sum" },
    rule: 'records.exists(r, r.item == "nation/penalty" && r.open.fine > 1000.0)',
    ground: null,
    examples: { meets: records(5000), fails: records(10) },
  };
}

const procedureBreaks: Readonly<Record<string, readonly Break[]>> = {
  "procedure-machine": [
    adds("a step to a state that is not there", {
      act: "lose",
      from: ["decided"],
      to: "lost",
      by: "decide",
      guards: ["reasons"],
    }),
    adds("a step after the end", { act: "revive", from: ["expired"], to: "proposed", by: "propose", guards: [] }),
    adds("a second way to begin", { act: "begin", from: [null], to: "notified", by: "propose", guards: [] }),
    adds("an act twice from one state", {
      act: "decide",
      from: ["notified"],
      to: "dropped",
      by: "decide",
      guards: ["reasons"],
    }),
    onProcedure("a state nothing leads to", (procedure) => {
      procedure.acts = procedure.acts.filter(({ act }) => act !== "annul");
    }),
    onProcedure("a state nothing leads out of", (procedure) => {
      Object.assign(procedure.states.find(({ state }) => state === "dropped") ?? {}, { final: false });
    }),
    onProcedure("an end that is in force", (procedure) => {
      Object.assign(procedure.states.find(({ state }) => state === "expired") ?? {}, { inForce: true });
    }),
  ],
  "c6-notice-before-effect": [
    withoutGuard("decide", "notice-served"),
    withoutGuard("decide", "time-to-answer-over"),
    withoutGuard("decide", "reasons"),
    withoutGuard("serve-decision", "decision-served"),
    adds("a short way round the answer", {
      act: "rush",
      from: ["proposed"],
      to: "decided",
      by: "decide",
      guards: ["reasons", "notice-served"],
    }),
    adds("a way back into force", {
      act: "resume",
      from: ["notified"],
      to: "confirmed",
      by: "decide",
      guards: ["reasons"],
    }),
  ],
  "c5-people-decide": [
    onProcedure("a clock that puts into force", (procedure) => {
      actOf(procedure, "serve-decision").by = "clock";
    }),
    onProcedure("a subject's act that puts into force", (procedure) => {
      actOf(procedure, "serve-decision").by = "subject";
    }),
    withoutGuard("serve-notice", "notice-served"),
    withoutGuard("confirm", "another-officer"),
    withoutGuard("drop", "reasons"),
    adds("a clock that refuses", { act: "lapse", from: ["proposed"], to: "dropped", by: "clock", guards: [] }),
  ],
  "c5-given-up-by-two": [
    onProcedure("a decision that any officer drops", (procedure) => {
      procedure.acts = procedure.acts.filter(({ act, by }) => act !== "drop" || by === "decide");
      actOf(procedure, "drop").from.push("decided");
    }),
    onProcedure("a decision its own officer takes back", (procedure) => {
      const taken = procedure.acts.find(({ act, by }) => act === "drop" && by === "confirm");
      if (taken) taken.guards = ["reasons"];
    }),
    withoutGuard("annul", "moved-by-another"),
    onProcedure("a listing in force that its proposer undoes alone", (procedure) => {
      procedure.acts.push({
        act: "correct-error",
        title: { zh: "自行纠正", en: "own error" },
        from: ["in-force"],
        to: "annulled",
        by: "decide",
        guards: ["reasons"],
        article: "行政处罚法 75",
      });
    }),
    adds("a confirmed decision that lapses", {
      act: "drop",
      from: ["confirmed"],
      to: "dropped",
      by: "decide",
      guards: ["reasons"],
    }),
  ],
  "c8-procedure-ends": [
    onProcedure("no end in time", (procedure) => {
      actOf(procedure, "expire").by = "decide";
      actOf(procedure, "expire").guards = ["reasons"];
    }),
    withoutGuard("annul", "ruling"),
  ],
};

const listBreaksOfNation: Readonly<Record<string, readonly Break[]>> = {
  "list-law-cited": [
    onList("grave", "an article left open", (list) => {
      list.law = [{ title: { zh: "某法", en: "some law" }, article: "规则文本待附" }];
    }),
    onMeasure("food-ban", "a measure of no article", (measure) => {
      measure.law = [{ title: { zh: "某法", en: "some law" }, article: "—" }];
    }),
    {
      what: "a matter of no article",
      breaks: (contents) => Object.assign(matterOf(contents, "lending").law, { article: "?" }),
    },
  ],
  "list-item": [
    onList("grave", "an item that is not there", (list) => {
      list.item = "nation/none";
    }),
    onList("grave", "a serious list over no listing", (list) => {
      list.item = "nation/penalty";
    }),
    onList("grave", "an honour over an adverse item", (list) => {
      list.sort = "honour";
    }),
    onList("grave", "subjects the item is not about", (list) => list.subjects.push("individual-business")),
    onList("grave", "a keeper that may not send the item", (list) => list.keepers.push("bank")),
    onList("irregular", "an item of another list", (list) => {
      list.item = "nation/list";
    }),
    onList("irregular", "a version of another sort", (list, contents) => {
      contents.lists.push({ ...list, version: 2, effectiveFrom: "2026-06-01", sort: "honour" });
    }),
    onList("grave", "in use over an item that is not", (_, contents) => {
      for (const item of contents.items) if (item.listing) item.switchedOn = false;
    }),
  ],
  "c6-list-dates": [
    onList("grave", "no day of service", (_, { items }) => {
      for (const item of items) if (item.listing) item.dates.servedOn = null;
    }),
    onList("irregular", "no rule that holds what was not served", (_, { items }) => {
      for (const item of items) if (!item.listing) item.rules = item.rules.filter((code) => code !== "test.no-service");
    }),
    onList("irregular", "in effect with the decision", (_, { items }) => {
      for (const item of items) if (!item.listing) item.dates.effectiveFrom = item.dates.decidedOn;
    }),
    onList("irregular", "one field for service and effect", (_, { items }) => {
      for (const item of items) if (!item.listing) item.dates.effectiveFrom = "servedOn";
    }),
    onList("grave", "no day on which it ends", (_, { items }) => {
      for (const item of items) if (item.listing) item.dates.effectiveTo = null;
    }),
  ],
  "list-set-up": [
    onList("grave", "a serious list for no permitted matter", (list) => {
      list.subjectMatters = [];
    }),
    onList("irregular", "a matter of serious lists for another", (list) => {
      list.subjectMatters = ["life-and-health"];
    }),
    onList("grave", "set up by a region's regulation", (list) => {
      list.setUpBy = "local-regulation";
    }),
    onList("grave", "set up by a regulation that is not cited", (list) => {
      list.setUpBy = "administrative-regulation";
    }),
    onList("grave", "a ministry's measures called a statute", (list) => {
      list.law = [{ title: { zh: "虚构管理办法", en: "Invented Measures" }, article: "第一条" }];
    }),
  ],
  "c5-list-confirmed": [
    onList("irregular", "persons without another officer", (list) => list.subjects.push("person")),
    onList("grave", "a confirmation the list does not know", (list) => {
      list.confirmedFor = [];
    }),
    onList("irregular", "a confirmation the procedure has not", (list) => {
      list.confirmedFor = ["organisation", "individual-business"];
    }),
  ],
  "list-procedure": [
    onList("grave", "a procedure that is not there", (list) => {
      list.procedure = "nation/none";
    }),
    onList("grave", "a procedure of honours", (_, contents) => {
      named(contents.procedures, "grave-listing").adverse = false;
    }),
    onList("grave", "a procedure that is switched off", (_, contents) => {
      named(contents.procedures, "grave-listing").switchedOn = false;
    }),
    onList("grave", "no time to answer", (list) => {
      list.terms.answer = null;
    }),
    onList("grave", "no term for the authority", (list) => {
      list.terms.decide = null;
    }),
    onList("grave", "kept elsewhere, with terms of its own", (list) => {
      list.procedure = null;
    }),
  ],
  "list-grounds": [
    onList("grave", "a ground the item does not know", (list) => {
      list.criteria.push({ ...criterion(), ground: "没有的事由" });
    }),
  ],
  "c8-list-ends": [
    onList("grave", "no end", (list) => {
      list.duration = null;
    }),
    onList("grave", "six years", (list) => Object.assign(list.duration ?? {}, { monthsMax: 72 })),
    onList("grave", "renewed for six years", (list) => Object.assign(list.renewal ?? {}, { monthsMax: 72 })),
    onList("grave", "a least that is more than the most", (list) =>
      Object.assign(list.duration ?? {}, { monthsMin: 48 }),
    ),
    onList("grave", "an early exit at the end", (list) => Object.assign(list.earlyExit ?? {}, { afterMonths: 36 })),
  ],
  "c12-lists": [
    onList("irregular", "published, and no organisation on it", (list) => {
      list.subjects = ["individual-business"];
    }),
    onList("grave", "published, and its item is not", (_, contents) => {
      for (const item of contents.items) if (item.subjects.organisation) item.subjects.organisation.publish = false;
    }),
  ],
  "c16-lists": [
    onList("grave", "a list of representatives", (list) => {
      list.title = { zh: "虚构名单企业法定代表人", en: "Legal representatives of listed firms" };
    }),
    onList("grave", "a criterion about expression", (list) => {
      list.criteria.push({ ...criterion(), says: { zh: "发表言论受过处罚", en: "penalised for what it said" } });
    }),
  ],
};

const measureBreaks: Readonly<Record<string, readonly Break[]>> = {
  matters: [
    {
      what: "a purpose that is not there",
      breaks: (contents) => Object.assign(matterOf(contents, "permit-food"), { purposes: ["none"] }),
    },
    {
      what: "a body without a purpose it may use",
      breaks: (contents) =>
        Object.assign(matterOf(contents, "permit-food"), { agencyKinds: ["market-regulation", "bank"] }),
    },
  ],
  "c7-wait": [
    { what: "people wait where nothing forced follows", breaks: (contents) => waits(contents, "spot-checks") },
    onMeasure("food-ban", "people wait on what a body may leave", (measure, contents) => {
      measure.force = "may";
      waits(contents, "permit-food");
    }),
    onMeasure("food-ban", "people wait on what is not in use", (measure, contents) => {
      measure.switchedOn = false;
      waits(contents, "permit-food");
    }),
  ],
  "c7-measure-kind": [
    onMeasure("food-ban", "rights reduced by a ministry's rule", (measure) => {
      measure.law = [{ title: { zh: "虚构办法", en: "Invented Measures" }, article: "第一条" }];
      measure.grantedBy = "ministry-rule";
    }),
    onMeasure("food-ban", "rights reduced by central policy", (measure) => {
      measure.grantedBy = "central-policy";
    }),
    onMeasure("food-ban", "a rank that no law cited has", (measure) => {
      measure.grantedBy = "administrative-regulation";
    }),
    onMeasure("more-checks", "management by a ministry's rule", (measure) => {
      measure.grantedBy = "ministry-rule";
    }),
    onMeasure("more-checks", "a refusal called management", (measure) => {
      measure.effect = "refuse";
    }),
    onMeasure("more-checks", "an incentive called a constraint", (measure) => {
      measure.effect = "priority";
    }),
    onMeasure("prudence", "banks forced", (measure) => {
      measure.force = "must";
    }),
    onMeasure("prudence", "a constraint of no kind", (measure) => {
      measure.kind = null;
    }),
  ],
  "c7-linked": [
    onMeasure("food-ban", "a list that is not there", (measure) =>
      Object.assign(followsOf(measure), { list: "nation/none" }),
    ),
    onMeasure("food-ban", "another trade", (measure) => Object.assign(followsOf(measure), { trade: "transport" })),
    onMeasure("food-ban", "a matter of another trade", (measure) => {
      measure.matters = ["nation/spot-checks"];
    }),
    onMeasure("food-ban", "no link at all", (measure) =>
      Object.assign(followsOf(measure), { link: "article", trade: null }),
    ),
    onMeasure("food-ban", "a link by a ministry's rule", (measure) =>
      Object.assign(followsOf(measure), {
        link: "article",
        trade: null,
        law: { title: { zh: "虚构办法", en: "Invented Measures" }, article: "第一条" },
      }),
    ),
    onMeasure("food-ban", "several trades and no ground", (_, contents) => {
      named(contents.lists, "grave").trades.push("drugs");
    }),
    onMeasure("food-ban", "a ground the list has not", (measure) =>
      Object.assign(followsOf(measure), { grounds: ["没有的事由"] }),
    ),
    onMeasure("food-ban", "an incentive that follows a serious list", (measure) => {
      measure.sort = "incentive";
    }),
  ],
  "c7-addressees": [
    onMeasure("food-ban", "a body that decides in none of its matters", (measure) => {
      measure.addressees = ["bank"];
    }),
    onMeasure("food-ban", "a matter that is not there", (measure) => measure.matters.push("nation/none")),
    onMeasure("prudence", "a matter nobody applies it in", (measure) => measure.matters.push("nation/permit-food")),
    onMeasure("prudence", "authorities doing what is others' own decision", (measure, contents) => {
      measure.addressees = ["market-regulation"];
      Object.assign(matterOf(contents, "lending"), { agencyKinds: ["market-regulation", "bank"] });
    }),
    onMeasure("food-ban", "in use while its list is not", (_, contents) => {
      named(contents.lists, "grave").switchedOn = false;
    }),
  ],
  "c7-persons": [
    onMeasure("more-checks", "a person inspected", (measure) => measure.subjects.push("person")),
    onMeasure("more-checks", "an individual business refused", (measure) => {
      measure.effect = "no-funds";
    }),
    onMeasure("more-checks", "an individual business beyond its trade", (measure) =>
      Object.assign(followsOf(measure), { link: "article", trade: null, law: measure.law[0] }),
    ),
    onMeasure("more-checks", "schooling", (_, contents) =>
      Object.assign(matterOf(contents, "spot-checks"), { title: { zh: "子女入学审查", en: "school places" } }),
    ),
    onMeasure("food-ban", "subjects its list does not name", (measure) => {
      measure.subjects = ["individual-business"];
    }),
  ],
  "c8-measure-ends": [
    onMeasure("food-ban", "longer than its list", (measure) => {
      measure.monthsMax = 48;
    }),
  ],
  "c16-measures": [
    onMeasure("food-ban", "representatives too", (measure) => {
      measure.does = { zh: "对其法定代表人一并限制", en: "restricts its legal representative too" };
    }),
    onMeasure("food-ban", "a title that names shareholders", (measure) => {
      measure.title = { zh: "股东禁入", en: "ban of shareholders" };
    }),
  ],
};

/** Of a nation's pack. */
export const listBreaks: Readonly<Record<string, readonly Break[]>> = {
  ...procedureBreaks,
  ...listBreaksOfNation,
  ...measureBreaks,
};

/** Of the assertions that ask lists too. */
export const sharedListBreaks: Readonly<Record<string, readonly Break[]>> = {
  twice: [
    { what: "a list version twice", breaks: (contents) => contents.lists.push(...contents.lists.slice(0, 1)) },
    { what: "a matter twice", breaks: (contents) => contents.matters.push(...contents.matters.slice(0, 1)) },
  ],
  codes: [
    onList("grave", "a keeper nobody knows", (list) => list.keepers.push("nobody")),
    onMeasure("food-ban", "an addressee nobody knows", (measure) => measure.addressees.push("nobody")),
    onMeasure("food-ban", "a measure of another pack", (measure) => {
      measure.id = "other/food-ban";
    }),
  ],
  versions: [
    {
      what: "two versions of a list at once",
      breaks: (contents) => contents.lists.push({ ...named(contents.lists, "grave"), version: 2 }),
    },
  ],
  "both-languages": [
    onMeasure("food-ban", "nothing to tell the subject in English", (measure) => {
      measure.tellSubject = { zh: "您在名单上。", en: "" };
    }),
  ],
};

/** Of a region's pack. */
export const regionListBreaks: Readonly<Record<string, readonly Break[]>> = {
  "region-own-law": [
    onList("irregular", "a list by another law", (list) => {
      list.law = [{ title: { zh: "别的法", en: "another law" }, article: "第一条" }];
    }),
  ],
  "region-adds-only": [
    onList("irregular", "the nation's list again", (list) => {
      list.title = { zh: "虚构异常", en: "irregularities" };
    }),
    onList("irregular", "the nation's item under a list of its own", (list) => {
      list.item = "nation/penalty";
    }),
  ],
  "list-set-up": [
    onList("irregular", "set up by no regulation of its own", (list) => {
      list.setUpBy = "statute";
    }),
  ],
  "region-measures": [
    onMeasure("more-checks", "a measure after the nation's list", (measure) =>
      Object.assign(followsOf(measure), { list: "nation/irregular" }),
    ),
    onMeasure("more-checks", "rights reduced by a region", (measure) => {
      measure.kind = 1;
    }),
    onMeasure("more-checks", "a measure by a law that is not its own", (measure) => {
      measure.grantedBy = "statute";
    }),
  ],
};
