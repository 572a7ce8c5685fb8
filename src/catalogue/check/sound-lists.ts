/** The lists, procedures, matters and measures of the sound nation and the sound region (sound-pack.ts). Invented, as are all their laws. */
import type { Law } from "#contract/catalogue.ts";
import type { Guard, List, Measure, Procedure, Term } from "#contract/lists-in-packs.ts";
import type { PackContents } from "#contract/pack.ts";

const law: Law = { title: { zh: "虚构名单法", en: "Invented List Law" }, article: "第三条" };
const title = { zh: "虚构", en: "invented" };
const head = { version: 1, effectiveFrom: "2026-04-01", effectiveTo: null, switchedOn: true, title, plain: title };
const term = (days: number): Term => ({ days, unit: "working", law });

type Act = readonly [
  act: string,
  from: readonly (string | null)[],
  to: string,
  by: Procedure["acts"][number]["by"],
  guards: readonly Guard[],
];

function procedure(id: string, acts: readonly Act[]): Procedure {
  const states = ["proposed", "notified", "decided", "confirmed", "in-force", "dropped", "expired", "annulled"];
  const clocks: Record<string, Procedure["states"][number]["clocks"]> = {
    notified: [
      { term: "answer", runsFor: "subject" },
      { term: "decide", runsFor: "authority" },
    ],
  };
  return {
    ...head,
    id,
    law: [law],
    adverse: true,
    states: states
      .filter((state) => acts.some(([, , to]) => to === state))
      .map((state) => ({
        state,
        title: { zh: "状态", en: state },
        final: ["dropped", "expired", "annulled"].includes(state),
        inForce: state === "in-force",
        clocks: clocks[state] ?? [],
      })),
    acts: acts.map(([act, from, to, by, guards]) => ({
      act,
      title: { zh: "行为", en: act },
      from: [...from],
      to,
      by,
      guards: [...guards],
      article: "虚构名单法 3",
    })),
  };
}

const decides: readonly Guard[] = ["notice-served", "time-to-answer-over", "reasons", "end-given"];
const opening: readonly Act[] = [
  ["propose", [null], "proposed", "propose", ["reasons"]],
  ["serve-notice", ["proposed"], "notified", "service", ["notice-served"]],
  ["decide", ["notified"], "decided", "decide", decides],
  ["drop", ["proposed", "notified"], "dropped", "decide", ["reasons"]],
  ["drop", ["decided"], "dropped", "confirm", ["reasons", "another-officer"]],
];
const ending: readonly Act[] = [
  ["move-undoing", ["in-force"], "in-force", "decide", ["reasons"]],
  ["annul", ["in-force"], "annulled", "confirm", ["ruling", "moved-by-another"]],
  ["expire", ["in-force"], "expired", "clock", ["end-reached"]],
];

/** One that another officer confirms, and one without. */
export function soundProcedures(): Procedure[] {
  return [
    procedure("nation/grave-listing", [
      ...opening,
      ["confirm", ["decided"], "confirmed", "confirm", ["another-officer"]],
      ["serve-decision", ["confirmed"], "in-force", "service", ["decision-served"]],
      ...ending,
    ]),
    procedure("nation/irregular-listing", [
      ...opening,
      ["serve-decision", ["decided"], "in-force", "service", ["decision-served"]],
      ...ending,
    ]),
  ];
}

const roles = { roles: ["officer" as const, "supervisor" as const] };
const grave: List = {
  ...head,
  id: "nation/grave",
  law: [law],
  sort: "serious",
  subjectMatters: ["market-and-social-order"],
  setUpBy: "statute",
  trades: ["food"],
  item: "nation/list",
  keepers: ["market-regulation"],
  subjects: ["organisation"],
  offices: { propose: roles, decide: roles, confirm: roles },
  confirmedFor: ["organisation"],
  criteria: [],
  procedure: "nation/grave-listing",
  terms: {
    ...{ notify: null, answer: term(5), hearing: term(5), decide: term(30) },
    ...{ confirm: null, serve: null, exitAccept: null, exitDecide: null },
  },
  duration: { monthsMin: 12, monthsMax: 36, law },
  earlyExit: { afterMonths: 12, conditions: [{ zh: "已改正", en: "corrected" }], law },
  renewal: { monthsMax: 12, law },
  publishes: true,
};

/** A serious list, and one of irregularities that may also name individual businesses. */
export function soundLists(): List[] {
  return structuredClone([
    grave,
    {
      ...grave,
      id: "nation/irregular",
      title: { zh: "虚构异常", en: "invented irregularities" },
      sort: "abnormal",
      subjectMatters: [],
      trades: ["registration"],
      item: "nation/penalty",
      subjects: ["organisation", "individual-business"],
      confirmedFor: [],
      procedure: "nation/irregular-listing",
    },
  ]);
}

const measure = {
  ...head,
  law: [law],
  sort: "constraint" as const,
  monthsMax: null,
  does: { zh: "照此办理", en: "does so" },
  tellSubject: { zh: "您在名单上。", en: "You are listed." },
};

/** One of each kind: by law, of management, by others. */
export function soundMeasures(): Measure[] {
  return structuredClone<Measure[]>([
    {
      ...measure,
      id: "nation/food-ban",
      title: { zh: "虚构禁入", en: "invented ban" },
      kind: 1,
      effect: "refuse",
      grantedBy: "statute",
      force: "must",
      addressees: ["market-regulation"],
      matters: ["nation/permit-food"],
      subjects: ["organisation"],
      follows: [{ list: "nation/grave", grounds: null, link: "same-trade", trade: "food", law: null }],
      monthsMax: 12,
    },
    {
      ...measure,
      id: "nation/more-checks",
      title: { zh: "虚构抽查", en: "invented checks" },
      kind: 2,
      effect: "more-inspection",
      grantedBy: "statute",
      force: "may",
      addressees: ["market-regulation"],
      matters: ["nation/spot-checks"],
      subjects: ["organisation", "individual-business"],
      follows: [{ list: "nation/irregular", grounds: null, link: "same-trade", trade: "registration", law: null }],
    },
    {
      ...measure,
      id: "nation/prudence",
      title: { zh: "虚构审慎", en: "invented prudence" },
      kind: 3,
      effect: "note",
      grantedBy: "statute",
      force: "may",
      addressees: ["bank"],
      matters: ["nation/lending"],
      subjects: ["organisation"],
      follows: [{ list: "nation/grave", grounds: null, link: "article", trade: null, law }],
    },
  ]);
}

/** What the sound nation has of lists and what belongs to them. */
export function listsOfNation(): Pick<
  PackContents,
  "lists" | "procedures" | "matters" | "measures" | "declinedMeasures"
> {
  const matter = { law, purposes: ["permit"], agencyKinds: ["market-regulation"] };
  return {
    lists: soundLists(),
    procedures: soundProcedures(),
    matters: structuredClone([
      { ...matter, matter: "nation/permit-food", title: { zh: "食品许可", en: "food permits" }, trade: "food" },
      { ...matter, matter: "nation/spot-checks", title: { zh: "抽查", en: "spot checks" }, trade: "registration" },
      {
        ...matter,
        matter: "nation/lending",
        title: { zh: "授信", en: "lending" },
        trade: "finance",
        agencyKinds: ["bank"],
        purposes: ["lending"],
      },
    ]),
    measures: soundMeasures(),
    declinedMeasures: [
      {
        title: { zh: "限制消费", en: "limits on consumption" },
        keptBy: { zh: "法院", en: "courts" },
        reason: { zh: "归法院", en: "a court's order" },
        article: "C7",
      },
    ],
  };
}

/** What the sound region adds by its own regulation: a list of irregularities and what follows from it. */
export function listsOfRegion(ownLaw: Law): ReturnType<typeof listsOfNation> {
  const [, irregular] = soundLists();
  const [, checks] = soundMeasures();
  if (!irregular || !checks) throw new Error("the sound nation has no list of irregularities");
  return {
    lists: [
      {
        ...irregular,
        id: "region/irregular",
        title: { zh: "虚构省异常", en: "a province's irregularities" },
        law: [ownLaw],
        setUpBy: "local-regulation",
        item: "region/penalty",
      },
    ],
    procedures: [],
    matters: [],
    measures: [
      {
        ...checks,
        id: "region/more-checks",
        title: { zh: "虚构省抽查", en: "a province's checks" },
        law: [ownLaw],
        grantedBy: "local-regulation",
        follows: [{ list: "region/irregular", grounds: null, link: "same-trade", trade: "registration", law: null }],
      },
    ],
    declinedMeasures: [],
  };
}
