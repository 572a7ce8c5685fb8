/**
 * A month of proceedings in the invented province: honours and constraints of several lists, one at least in every state
 * a proceeding can be in on the demo's day. What is done, by whom, when; whether it is lawful the acts themselves decide.
 */
import { addDays, type IsoDate, isoDate } from "#core/time/date.ts";
import { active, type Organisation } from "./organisations.ts";
import { storyOf } from "./stories.ts";

/** Demo people (src/http/demo/people.json) of one agency: who proposes and serves, who decides, who confirms. */
interface Office {
  readonly officer: string;
  readonly decider: string;
  /** Also sits at the counter: whoever drew a notice up does not write the answer down. */
  readonly supervisor: string;
}

/** Something done in a case. */
export type Doing =
  | {
      readonly open: {
        readonly facts: string;
        readonly reasons: string;
        readonly ground?: string;
        readonly documents: readonly string[];
      };
    }
  /** Draws a notice up; `paper` serves it that day with its proof, `offer` makes it available electronically, `none` leaves it. */
  | {
      readonly notice: "intended-listing" | "decision";
      readonly service: "paper" | "offer" | "none";
      /** Why an honour is to be taken away. */
      readonly facts?: string;
    }
  /** The representative agrees to be served electronically. */
  | { readonly agree: true }
  | { readonly answer: string }
  | { readonly askHearing: string }
  | { readonly waive: true }
  | { readonly extendTo: IsoDate; readonly reason: string }
  | { readonly act: string; readonly given?: Readonly<Record<string, unknown>> };

export interface Deed {
  readonly on: IsoDate;
  /** A person of the demo. */
  readonly by: string;
  readonly does: Doing;
}

export interface ProceedingStory {
  readonly list: string;
  readonly code: string;
  /** The state it is in on the demo's day: held by a test. */
  readonly state: string;
  readonly deeds: readonly Deed[];
}

/** How a list's cases read. */
interface Matter {
  readonly list: string;
  readonly office: Office;
  readonly facts: string;
  readonly reasons: string;
  /** Where the list's rule names grounds. */
  readonly ground?: string;
  readonly months: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

const marketOffice: Office = { officer: "chen-lan", decider: "mu-qiao", supervisor: "lin-che" };
const taxOffice: Office = { officer: "wu-tong", decider: "wu-tong", supervisor: "fang-yi" };
const labourOffice: Office = { officer: "luo-xi", decider: "luo-xi", supervisor: "tang-he" };

const market: Matter = {
  list: "cn/market-serious-list",
  office: marketOffice,
  facts: "当事人生产、销售不符合保障人体健康标准的产品，已被处以较重行政处罚（演示）。",
  reasons: "性质恶劣、情节严重、社会危害较大，拟列入严重违法失信名单。",
  months: 36,
  ground: "质量安全领域",
  fields: {},
};
const tax: Matter = {
  list: "cn/tax-serious-list",
  office: taxOffice,
  facts: "当事人虚开增值税专用发票，税务处理、处罚决定已经生效（演示）。",
  reasons: "符合重大税收违法失信主体的认定标准。",
  months: 36,
  ground: "虚开增值税专用发票等",
  fields: { taxAmount: 2_380_000, paid: "部分缴清" },
};
const wages: Matter = {
  list: "cn/wage-arrears-list",
  office: labourOffice,
  facts: "当事人拖欠农民工工资，经责令限期支付，逾期未支付（演示）。",
  reasons: "逾期未支付，符合列入条件。",
  months: 36,
  ground: "克扣、无故拖欠，达到拒不支付劳动报酬罪数额标准",
  fields: { workers: 26, wagesOwed: 418_600 },
};
const abnormal: Matter = {
  list: "cn/abnormal-operation",
  office: marketOffice,
  facts: "当事人未按规定期限公示年度报告（演示）。",
  reasons: "逾期未公示，拟列入经营异常名录。",
  months: 36,
  ground: "未按规定期限公示年度报告",
  fields: {},
};
const honour: Matter = {
  list: "cn/honour",
  office: marketOffice,
  facts: "当事人三年内按时公示年报，抽查合格，无行政处罚（演示）。",
  reasons: "经评选，拟授予诚信经营示范单位。",
  months: 24,
  fields: { honour: "诚信经营示范单位", kind: "诚信典型（示范）", level: "省级" },
};

/** How far a case got. */
type Reached =
  | "proposed"
  | "offered"
  | "notified"
  | "answered"
  | "lapsed"
  | "extended"
  | "hearing-asked"
  | "hearing-held"
  | "dropped"
  | "decided"
  | "returned"
  | "confirmed"
  | "in-force"
  | "waived"
  | "exit-applied"
  | "exit-refused"
  | "removed"
  | "annulled"
  | "corrected";

const answered = "我单位已经整改完毕，有关产品已召回，请求不予列入（演示）。";
const longer = "当事人申请延期提交检测报告，准予延长。";
const weighing = "整改情况属实；但危害后果已经发生，不影响列入事由的成立。";

/** The days of a case that begins on a Monday: the time to answer of five working days ends on the Tuesday after. */
function daysOf(monday: IsoDate) {
  const day = (n: number) => addDays(monday, n);
  return {
    open: monday,
    served: day(1),
    answered: day(3),
    over: day(9),
    confirmed: day(10),
    inForce: day(11),
    later: day(14),
  };
}

/** The proposal in its words; the document it rests on is the case's own. */
function proposal({ facts, reasons, ground, list }: Matter, number: number) {
  const kind = list === honour.list ? "评" : "查";
  const documents = [`临江${kind}字〔2026〕${number}号`];
  return { facts, reasons, documents, ...(ground === undefined ? {} : { ground }) };
}

/** The decision in its words; the number is the case's own. */
function decision({ months, fields, list }: Matter, number: number, wasAnswered: boolean) {
  const kind = list === honour.list ? "授" : "列";
  return {
    reasons: "事实清楚，证据确凿，程序合法，依据名录管理办法作出决定。",
    ...(wasAnswered ? { weighing } : {}),
    months,
    fields: {
      documentNumber: `临江${kind}字〔2026〕${number}号`,
      ...(wasAnswered && list !== honour.list && list !== abnormal.list ? { answered: "已陈述申辩，未采纳" } : {}),
      ...fields,
    },
  };
}

/** What is done in a case of an adverse list until it has got as far as said. */
function adverse(
  matter: Matter,
  { monday, number, reached }: { monday: IsoDate; number: number; reached: Reached },
): Deed[] {
  const { officer, decider, supervisor } = matter.office;
  const days = daysOf(monday);
  const confirms = matter.list !== abnormal.list;
  const open: Deed = { on: days.open, by: officer, does: { open: proposal(matter, number) } };
  const notified: Deed[] = [
    open,
    { on: days.served, by: officer, does: { notice: "intended-listing", service: "paper" } },
  ];
  const answer: Deed = { on: days.answered, by: supervisor, does: { answer: answered } };
  const decide = (on: IsoDate, wasAnswered = false): Deed => ({
    ...{ on, by: decider },
    does: { act: "decide", given: decision(matter, number, wasAnswered) },
  });
  const confirm = (on: IsoDate): Deed => ({
    on,
    by: supervisor,
    does: { act: "confirm", given: { reasons: "复核无误，同意。" } },
  });
  const serve = (on: IsoDate): Deed[] => [{ on, by: officer, does: { notice: "decision", service: "paper" } }];
  const decidedFrom = (on: IsoDate): Deed[] => [decide(on), ...(confirms ? [confirm(addDays(on, 1))] : [])];
  const inForce = [...notified, ...decidedFrom(days.over), ...serve(days.inForce)];
  const after = (act: string, given: Record<string, unknown> = {}): Deed[] => [
    ...inForce,
    { on: days.later, by: decider, does: { act, given } },
  ];
  const undone = (act: string, given: Record<string, unknown> & { readonly reasons: string }): Deed[] => [
    ...after("move-undoing", given),
    { on: days.later, by: supervisor, does: { act, given: { reasons: given.reasons } } },
  ];
  switch (reached) {
    case "proposed":
      return [open];
    case "offered":
      return [open, { on: days.served, by: officer, does: { notice: "intended-listing", service: "offer" } }];
    case "notified":
    case "lapsed":
      return notified;
    case "answered":
      return [...notified, answer];
    case "extended":
      return [
        ...notified,
        { on: days.answered, by: officer, does: { extendTo: days.later, reason: longer } },
        { on: days.answered, by: officer, does: { act: "extend-answer", given: { reasons: longer } } },
      ];
    case "hearing-asked":
      return [...notified, { on: days.answered, by: supervisor, does: { askHearing: "请求听证（演示）。" } }];
    case "hearing-held":
      return [
        ...notified,
        { on: days.answered, by: supervisor, does: { askHearing: "请求听证（演示）。" } },
        {
          on: days.confirmed,
          by: officer,
          does: {
            act: "hold-hearing",
            given: {
              ...{ summonedOn: days.answered, heldOn: days.confirmed },
              reasons: "听证如期举行，双方到场，笔录附卷。",
            },
          },
        },
      ];
    case "dropped":
      return [
        ...notified,
        answer,
        {
          on: days.over,
          by: decider,
          does: { act: "drop", given: { reasons: "采纳申辩：情节轻微并及时改正，不予列入。" } },
        },
      ];
    case "waived":
      return [
        ...notified,
        { on: days.answered, by: supervisor, does: { waive: true } },
        ...(officer === decider ? [] : [decide(days.answered)]),
      ];
    case "decided":
      return [...notified, decide(days.over)];
    case "returned":
      return [
        ...notified,
        decide(days.over),
        {
          on: days.confirmed,
          by: supervisor,
          does: { act: "return", given: { reasons: "处罚决定的生效日期未附证明，退回补充。" } },
        },
      ];
    case "confirmed":
      return [...notified, ...decidedFrom(days.over)];
    case "in-force":
      return inForce;
    case "exit-applied":
      return after("apply-exit");
    case "exit-refused":
      return [
        ...after("apply-exit"),
        {
          on: addDays(days.later, 2),
          by: decider,
          does: { act: "refuse-exit", given: { reasons: "补报的年度报告尚未公示，暂不符合移出条件。" } },
        },
      ];
    case "removed":
      return [
        ...after("apply-exit"),
        {
          on: addDays(days.later, 2),
          by: decider,
          does: { act: "grant-exit", given: { conditions: [0], reasons: "已补报并公示，准予移出。" } },
        },
      ];
    case "annulled":
      return undone("annul", {
        ruling: { number: "（2026）临01行终8号（演示）", body: "临江市中级人民法院（演示）", on: days.later },
        reasons: "判决撤销列入决定。",
      });
    case "corrected":
      return undone("correct-error", { reasons: "经查系同名企业，列入有误，予以撤销并消除影响。" });
    default:
      return reached satisfies never;
  }
}

/** The state a case is in that got so far. */
function stateOf(reached: Reached): string {
  switch (reached) {
    case "offered":
      return "proposed";
    case "answered":
    case "lapsed":
    case "extended":
    case "hearing-asked":
      return "notified";
    case "waived":
      return "decided";
    case "exit-refused":
      return "in-force";
    case "corrected":
      return "annulled";
    default:
      return reached;
  }
}

const weeks = {
  early: isoDate("2026-05-11"),
  june: isoDate("2026-06-22"),
  july: isoDate("2026-07-13"),
  first: isoDate("2026-08-17"),
  second: isoDate("2026-08-24"),
  third: isoDate("2026-08-31"),
  fourth: isoDate("2026-09-07"),
  last: isoDate("2026-09-14"),
};
type Week = keyof typeof weeks;

/** Subjects are taken this far apart, so that they are not neighbours in the register; prime, so that none comes twice. */
const step = 17;

/** Which cases there are: list, week in which it was opened, how far it got by the demo's day. */
const adverseCases: readonly (readonly [Matter, Week, Reached])[] = [
  ...(["early", "june", "july", "first"] as const).flatMap((week) =>
    [market, tax, wages, abnormal].map((matter) => [matter, week, "in-force"] as const),
  ),
  ...[market, tax, wages].flatMap((matter) =>
    (
      [
        ["last", "proposed"],
        ["last", "notified"],
        ["fourth", "answered"],
        ["third", "lapsed"],
        ["second", "dropped"],
        ["third", "confirmed"],
        ["first", "annulled"],
      ] as const
    ).map(([week, reached]) => [matter, week, reached] as const),
  ),
  [market, "third", "decided"],
  [market, "third", "returned"],
  [market, "fourth", "extended"],
  [market, "fourth", "waived"],
  [market, "fourth", "hearing-asked"],
  [market, "third", "hearing-held"],
  [wages, "second", "hearing-held"],
  [tax, "first", "corrected"],
  [abnormal, "last", "proposed"],
  [abnormal, "last", "notified"],
  [abnormal, "third", "decided"],
  [abnormal, "second", "dropped"],
  [abnormal, "july", "exit-applied"],
  [abnormal, "july", "exit-refused"],
  [abnormal, "july", "removed"],
  [abnormal, "june", "removed"],
  [abnormal, "first", "corrected"],
];

const honourStates = [
  "proposed",
  "in-force",
  "in-force",
  "in-force",
  "dropped",
  "revocation-notified",
  "revoked",
  "relinquished",
] as const;

function honours(code: string, number: number, state: (typeof honourStates)[number]): ProceedingStory {
  const { officer, decider } = honour.office;
  const open: Deed = { on: weeks.first, by: officer, does: { open: proposal(honour, number) } };
  const given: Deed = {
    on: addDays(weeks.first, 2),
    by: decider,
    does: { act: "decide", given: decision(honour, number, false) },
  };
  const notice: Deed[] = [
    {
      on: weeks.third,
      by: officer,
      does: {
        notice: "intended-listing",
        service: "paper",
        facts: "授予之后查实申报材料不实，拟取消称号（演示）。",
      },
    },
  ];
  const deeds: Readonly<Record<typeof state, readonly Deed[]>> = {
    proposed: [open],
    "in-force": [open, given],
    dropped: [
      open,
      {
        on: addDays(weeks.first, 2),
        by: decider,
        does: { act: "drop", given: { reasons: "评选期间受到处罚，不予授予。" } },
      },
    ],
    "revocation-notified": [open, given, ...notice],
    revoked: [
      open,
      given,
      ...notice,
      {
        on: addDays(weeks.fourth, 2),
        by: decider,
        does: { act: "revoke", given: { reasons: "申报材料不实，期满未申辩，取消称号。" } },
      },
    ],
    relinquished: [open, given, { on: weeks.second, by: officer, does: { act: "relinquish" } }],
  };
  return { list: honour.list, code, state, deeds: deeds[state] };
}

/** Cases about organisations the demo's people represent: they find them when they sign in. */
function ofTheStories(): ProceedingStory[] {
  const bakery = storyOf("bakery").code;
  const builder = storyOf("builder").code;
  const agree: Deed = { on: weeks.last, by: "zhou-ran", does: { agree: true } };
  const offered = adverse(tax, { monday: weeks.last, number: 900, reached: "offered" });
  return [
    {
      list: abnormal.list,
      code: bakery,
      state: "notified",
      deeds: adverse(abnormal, { monday: weeks.last, number: 901, reached: "notified" }),
    },
    { list: tax.list, code: builder, state: "proposed", deeds: [agree, ...offered] },
    honours(storyOf("cooperative").code, 902, "in-force"),
  ];
}

/**
 * Every case of the province.
 * @param people from whom the cases choose their subjects: companies in being that no story is told of
 * @param listed `item code` of those who came on a list by a file: nobody is on one twice
 */
export function proceedingStories(
  people: readonly Organisation[],
  listed: ReadonlySet<string>,
): readonly ProceedingStory[] {
  const subjects = people
    .filter(({ story, form, status }) => story === null && form === "公司" && status === active)
    .flatMap(({ code }) => (code === null ? [] : [code]));
  let at = 0;
  const take = (list: string): string => {
    for (;;) {
      const code = subjects[(at++ * step) % subjects.length];
      if (code && !listed.has(`${list} ${code}`)) return code;
    }
  };
  const cases = adverseCases.map(([matter, week, reached], nth) => ({
    list: matter.list,
    code: take(matter.list),
    state: stateOf(reached),
    deeds: adverse(matter, { monday: weeks[week], number: nth + 1, reached }),
  }));
  const given = honourStates.map((state, nth) => honours(take(honour.list), 500 + nth, state));
  return [...cases, ...given, ...ofTheStories()];
}
