/** Organisations that journeys and tests know by name; their codes also stand in the examples of the packs. */
import { type IsoDate, isoDate } from "#core/time/date.ts";
import type { Form } from "./organisations.ts";
import { unifiedCode } from "./province.ts";

export interface Story {
  readonly story:
    | "bakery"
    | "bakery-stall"
    | "builder"
    | "cooperative"
    | "village"
    | "large"
    | "nothing-recorded"
    | "renamed"
    | "two-codes"
    | "two-codes-other";
  readonly code: string;
  readonly name: string;
  readonly formerName?: string;
  readonly renamedOn?: IsoDate;
  readonly form: Form;
  readonly registeredType: string;
  readonly division: string;
  readonly foundedOn: IsoDate;
  readonly trade?: string;
  readonly scope: string;
  readonly capital?: number;
}

const code = (form: string, division: string, organisation: string) => unifiedCode({ form, division, organisation });

export const stories: readonly Story[] = [
  {
    story: "bakery",
    code: code("91", "880102", "MA88K001"),
    name: "临江省云溪市青禾面包房有限公司",
    form: "公司",
    registeredType: "有限责任公司（自然人独资）",
    division: "880102",
    foundedOn: isoDate("2019-03-12"),
    trade: "食品",
    scope: "食品生产；食品销售。",
    capital: 500_000,
  },
  {
    story: "bakery-stall",
    code: code("92", "880102", "MA88K002"),
    name: "云溪市东渡区阿满面包房",
    form: "个体工商户",
    registeredType: "个体工商户",
    division: "880102",
    foundedOn: isoDate("2021-04-08"),
    scope: "面包、糕点的制作和销售。",
  },
  {
    story: "builder",
    code: code("91", "880100", "MA88K003"),
    name: "临江省磐石建设集团有限公司",
    form: "公司",
    registeredType: "其他有限责任公司",
    division: "880103",
    foundedOn: isoDate("2003-08-20"),
    trade: "建设工程",
    scope: "房屋建筑工程施工总承包；市政公用工程施工总承包。",
    capital: 300_000_000,
  },
  {
    story: "cooperative",
    code: code("93", "880121", "MA88K004"),
    name: "石桥县丰穗水稻种植专业合作社",
    form: "农民专业合作社",
    registeredType: "农民专业合作社",
    division: "880121",
    foundedOn: isoDate("2014-05-06"),
    scope: "水稻种植；稻米加工、销售。",
    capital: 1_200_000,
  },
  {
    story: "village",
    code: code("N2", "880102", "MF88K005"),
    name: "云溪市东渡区槐树村股份经济合作社",
    form: "农村集体经济组织",
    registeredType: "村股份经济合作社",
    division: "880102",
    foundedOn: isoDate("2020-11-05"),
    scope: "集体资产经营与管理、集体资源开发与利用、农业生产发展与服务、财务管理与收益分配。",
  },
  {
    story: "large",
    code: code("91", "880100", "MA88K020"),
    name: "临江省大江水务集团有限公司",
    form: "公司",
    registeredType: "有限责任公司（国有独资）",
    division: "880102",
    foundedOn: isoDate("1998-01-15"),
    trade: "能源",
    scope: "自来水生产与供应；污水处理；供热服务。",
    capital: 2_600_000_000,
  },
  {
    story: "nothing-recorded",
    code: code("91", "880104", "MA88K021"),
    name: "临江省云溪市初雪文化传播有限公司",
    form: "公司",
    registeredType: "有限责任公司",
    division: "880104",
    foundedOn: isoDate("2025-11-11"),
    trade: "文化传播",
    scope: "组织文化艺术交流活动；文艺创作。",
    capital: 200_000,
  },
  {
    story: "renamed",
    code: code("91", "880203", "MA88K022"),
    name: "临江省曦和光电科技有限公司",
    formerName: "临江省望岳市晨光照明有限公司",
    renamedOn: isoDate("2026-06-15"),
    form: "公司",
    registeredType: "有限责任公司",
    division: "880203",
    foundedOn: isoDate("2009-09-09"),
    trade: "照明",
    scope: "照明器具制造；光电子器件制造。",
    capital: 20_000_000,
  },
  {
    story: "two-codes",
    code: code("91", "880302", "MA88K023"),
    name: "镜湖市菱塘区采菱渔业有限公司",
    form: "公司",
    registeredType: "有限责任公司",
    division: "880302",
    foundedOn: isoDate("2012-02-29"),
    trade: "农业发展",
    scope: "水产养殖；水产品销售。",
    capital: 3_000_000,
  },
  {
    story: "two-codes-other",
    code: code("91", "880321", "MA88K024"),
    name: "镜湖市菱塘区采菱渔业有限公司（莲汀）",
    form: "公司",
    registeredType: "有限责任公司",
    division: "880321",
    foundedOn: isoDate("2012-02-29"),
    trade: "农业发展",
    scope: "水产养殖；水产品销售。",
    capital: 3_000_000,
  },
];

/** Throws where there is no such story. */
export function storyOf(name: Story["story"]): Story {
  const story = stories.find((one) => one.story === name);
  if (!story) throw new Error(`no story ${name}`);
  return story;
}
