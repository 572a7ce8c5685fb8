/** Records of the organisations that journeys and tests know by name. */
import { addDays, addYears, type IsoDate, isoDate } from "#core/time/date.ts";
import type { Dice } from "./dice.ts";
import { between, type Organisation } from "./organisations.ts";
import { violations } from "./penalties.ts";
import { agencyNamed, openedOn } from "./province.ts";
import type { Story } from "./stories.ts";
import { penaltyOf } from "./streams/decisions.ts";
import { listing } from "./streams/lists.ts";
import { about, type Draft, decidedBy, type Fields, given, type Sent, working } from "./streams/stream.ts";

interface Telling {
  readonly dice: Dice;
  readonly people: readonly Organisation[];
  readonly sent: Sent[];
  next: number;
}

export function storiedRecords(dice: Dice, people: readonly Organisation[]): Sent[] {
  const telling: Telling = { dice: dice.of("stories"), people, sent: [], next: 90_001 };
  builder(telling);
  bakery(telling);
  rural(telling);
  renamed(telling);
  large(telling);
  return telling.sent;
}

interface Told {
  readonly story: Story["story"];
  readonly item: string;
  readonly from: string;
  readonly on: string;
  readonly deliveredOn?: string;
}

function tell(telling: Telling, told: Told, make: (draft: Draft) => Fields): void {
  const org = telling.people.find(({ story }) => story === told.story);
  if (!org) throw new Error(`nobody of the story ${told.story}`);
  const agency = agencyNamed(told.from);
  const on = working(isoDate(told.on));
  const fields = make({ dice: telling.dice, org, agency, on, no: telling.next++ });
  const deliveredOn: IsoDate = told.deliveredOn ? isoDate(told.deliveredOn) : openedOn;
  telling.sent.push({ item: told.item, agency, deliveredOn, org, fields: { ...fields, decidedOn: on } });
}

const housing = "云溪市住房和城乡建设局";
const market = "云溪市市场监督管理局";
const labour = "云溪市人力资源和社会保障局";

/** A builder with several penalties, a serious listing, and an honour from better days. */
function builder(telling: Telling): void {
  const own = violations.filter(({ by }) => by === "housing-construction");
  for (const on of ["2022-09-14", "2023-05-22", "2024-03-11", "2025-01-16", "2025-08-20", "2026-02-10"])
    tell(telling, { story: "builder", item: "cn/penalty", from: housing, on }, (draft) =>
      penaltyOf(draft, draft.dice.pick(own)),
    );
  tell(
    telling,
    { story: "builder", item: "cn/penalty", from: housing, on: "2026-06-18", deliveredOn: "2026-06-30" },
    (draft) => ({
      ...penaltyOf(draft, own[0] as (typeof own)[number]),
      penaltyKinds: ["罚款", "降低资质等级"],
      content: "罚款1186800元；建筑工程施工总承包资质由一级降为二级。",
      fineAmount: 1_186_800,
      revokedCertificate: "建筑业企业资质证书 D188000001",
      procedure: "普通程序",
      severity: "serious",
      correction: "整改中",
    }),
  );
  tell(
    telling,
    { story: "builder", item: "cn/wage-arrears-list", from: labour, on: "2026-02-24", deliveredOn: "2026-06-30" },
    (draft) => ({
      ...listing(draft, 3),
      ground: "克扣、无故拖欠，达到拒不支付劳动报酬罪数额标准",
      facts: "当事人拖欠四十六名农民工工资，经责令限期支付，逾期未支付。",
      basis: "拖欠农民工工资失信联合惩戒对象名单管理暂行办法第五条",
      workers: 46,
      wagesOwed: 1_826_400,
    }),
  );
  tell(telling, { story: "builder", item: "cn/honour", from: "临江省住房和城乡建设厅", on: "2024-12-18" }, (draft) => ({
    ...about(draft),
    ...decidedBy(draft),
    documentNumber: "临建表彰〔2024〕18号",
    honour: "诚信施工企业",
    kind: "诚信典型（示范）",
    level: "省级",
    validTo: "2027-12-17",
  }));
}

const label = violations.find(({ type }) => type === "经营标签不符合规定的食品");

/** The same decision: how it was mis-keyed, and how it was sent right the next time. */
function bakery(telling: Telling): void {
  if (!label) throw new Error("no violation of labels");
  for (const [story, on] of [
    ["bakery", "2026-07-20"],
    ["bakery-stall", "2026-07-22"],
  ] as const) {
    const no = telling.next;
    for (const deliveredOn of ["2026-08-31", "2026-09-11"]) {
      telling.next = no;
      tell(telling, { story, item: "cn/penalty", from: market, on, deliveredOn }, (draft) => ({
        ...penaltyOf({ ...draft, dice: draft.dice.of(story) }, label),
        penaltyKinds: ["罚款"],
        // A zero too many, which the bakery notices: it objects and wins (objections.ts).
        ...(story === "bakery" && deliveredOn === "2026-09-11"
          ? { content: "罚款60000元。", fineAmount: 60_000 }
          : { content: "罚款6000元。", fineAmount: 6_000 }),
        procedure: "普通程序",
        severity: "general",
        conductEndedOn: "2026-06-02",
        facts: "2026年6月2日检查发现当事人销售的吐司未标明生产日期。",
      }));
    }
  }
  tell(
    telling,
    { story: "bakery", item: "cn/tax-grade-a", from: "临江省税务局（演示）", on: "2025-04-22" },
    (draft) => ({
      ...about(draft),
      ...decidedBy(draft),
      year: 2024,
      grade: "A级",
      consecutive: 3,
      validTo: "2026-04-30",
    }),
  );
}

function rural(telling: Telling): void {
  const agriculture = "临江省农业农村厅";
  tell(
    telling,
    {
      story: "village",
      item: "linjiang/trustworthy-village",
      from: agriculture,
      on: "2026-06-26",
      deliveredOn: "2026-06-30",
    },
    (draft) => ({
      ...about(draft),
      ...decidedBy(draft),
      documentNumber: "临农信村〔2026〕15号",
      validTo: "2029-06-25",
    }),
  );
  tell(
    telling,
    {
      story: "cooperative",
      item: "linjiang/origin-mark",
      from: "临江省知识产权局",
      on: "2026-06-11",
      deliveredOn: "2026-06-30",
    },
    (draft) => ({
      ...about(draft),
      ...decidedBy(draft),
      documentNumber: "临知原〔2026〕44号",
      product: "云溪茶",
      state: "有效",
      validTo: "2031-06-10",
    }),
  );
}

/** A permit under the name its holder had when it applied. */
function renamed(telling: Telling): void {
  for (const [on, deliveredOn] of [
    ["2024-05-14", undefined],
    ["2026-09-08", "2026-09-11"],
  ] as const)
    tell(
      telling,
      {
        story: "renamed",
        item: "cn/permit",
        from: "望岳市市场监督管理局",
        on,
        ...(deliveredOn ? { deliveredOn } : {}),
      },
      (draft) => permitOf(draft, draft.org.formerName ?? draft.org.name),
    );
}

function permitOf(draft: Draft, name: string): Fields {
  const { org, agency, on, no } = draft;
  return given({
    subjectName: name,
    subjectCategory: "法人及非法人组织",
    unifiedCode: org.code,
    legalRepresentative: org.representative,
    documentName: "准予行政许可决定书",
    documentNumber: `望岳市监许准字〔${on.slice(0, 4)}〕${no}号`,
    permitKind: "普通",
    permitName: "工业产品生产许可证",
    permitNumber: `88${on.slice(2, 4)}${no}`,
    content: "准予生产照明器具。",
    validFrom: on,
    validTo: addDays(addYears(on, 5), -1),
    state: "有效",
    authorityName: agency.nameZh,
    authorityCode: agency.agencyCode,
    sourceName: agency.nameZh,
    sourceCode: agency.agencyCode,
  });
}

/** More than four hundred records of one company. */
function large(telling: Telling): void {
  const { dice } = telling;
  const from = "临江省生态环境厅";
  for (let at = 0; at < 210; at++)
    tell(
      telling,
      { story: "large", item: "cn/permit", from, on: between(dice, "2020-02-03", "2026-04-01") },
      (draft) => ({
        ...permitOf(draft, draft.org.name),
        documentNumber: `临环许准字〔${draft.on.slice(0, 4)}〕${draft.no}号`,
        permitName: "排污许可证",
        content: `准予第${at + 1}号污水处理设施排放水污染物，限值见副本。`,
      }),
    );
  for (let at = 0; at < 225; at++)
    tell(
      telling,
      {
        story: "large",
        item: "cn/inspection-result",
        from: "云溪市生态环境局",
        on: between(dice, "2022-01-10", "2026-04-01"),
      },
      (draft) => ({
        ...about(draft),
        ...decidedBy(draft),
        documentNumber: `8801双随机〔${draft.on.slice(0, 4)}〕${draft.no}`,
        plan: `${draft.on.slice(0, 4)}年度双随机抽查`,
        mode: "双随机抽查",
        matter: "污染防治设施运行",
        result: "未发现问题",
      }),
    );
}
