/** Who lives in the province: 3,000 organisations and traders of all kinds, and a few practitioners. */

import { unifiedAlphabet } from "#core/code/unified.ts";
import { addDays, type IsoDate, isoDate } from "#core/time/date.ts";
import type { Dice } from "./dice.ts";
import {
  agencies,
  type Place,
  placeOf,
  places,
  registrationNumber,
  unifiedCode,
  withoutComplement,
} from "./province.ts";
import { type Story, stories } from "./stories.ts";
import {
  brandFirst,
  brandSecond,
  crops,
  givenFirst,
  givenSecond,
  groupKinds,
  institutionKinds,
  organKinds,
  serviceKinds,
  siteKinds,
  stalls,
  streets,
  surnames,
  type Trade,
  trades,
  villages,
} from "./words.ts";

/** `status` of who is in being, as cn/registration says it. */
export const active = "存续（在营、开业、在册）";

/** As `organisationForm` of cn/registration says it; individual businesses stand beside. */
export type Form =
  | "公司"
  | "分支机构"
  | "合伙企业"
  | "个人独资企业"
  | "非公司企业"
  | "农民专业合作社"
  | "农村集体经济组织"
  | "机关"
  | "事业单位"
  | "群众团体"
  | "社会团体"
  | "民办非企业单位（社会服务机构）"
  | "基金会"
  | "律师事务所"
  | "公证机构"
  | "司法鉴定机构"
  | "仲裁机构"
  | "宗教活动场所"
  | "工会"
  | "个体工商户";

export interface Organisation {
  /** Unified code, or null for the few that have only an older number. */
  readonly code: string | null;
  readonly oldNumber: string | null;
  readonly name: string;
  /** Its name before, where it was renamed, and since when it has the present one. */
  readonly formerName: string | null;
  readonly renamedOn: IsoDate | null;
  readonly form: Form;
  readonly registeredType: string;
  readonly place: Place;
  readonly address: string;
  readonly foundedOn: IsoDate;
  readonly trade: Trade | null;
  readonly scope: string;
  readonly capital: number | null;
  readonly representative: string;
  readonly status: string;
  /** Whether its registrar gave it a code with a wrong check character. */
  readonly wrongCheck: boolean;
  readonly story: Story["story"] | null;
}

interface Named {
  readonly name: string;
  readonly scope: string;
  readonly trade?: Trade;
  /** Where it must lie to bear this name. */
  readonly place?: Place;
}

/** What one form of organisation is like. */
interface Kind {
  readonly form: Form;
  readonly count: number;
  /** Department and category of GB 32100, and the beginning of its organisation codes. */
  readonly code: readonly [form: string, prefix: string];
  readonly registeredType: string;
  name(dice: Dice, place: Place, at: number): Named;
}

const brand = (dice: Dice) => dice.pick(brandFirst) + dice.pick(brandSecond);
const town = (place: Place) => place.city + place.name;
const from = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

function traded(form: (trade: Trade) => string): Kind["name"] {
  return (dice, place) => {
    const trade = dice.pick(trades);
    const where = dice.pick(["临江省", place.city, town(place), place.name]);
    const middle = dice.chance(0.06) ? `${brand(dice)}（临江）${trade.word}` : brand(dice) + trade.word;
    return { name: where + middle + form(trade), trade, scope: trade.scope };
  };
}

/** A body that every place has: the nth of its kind in the nth place. */
function everywhere(words: readonly (string | readonly [string, string])[]): Kind["name"] {
  return (_dice, _place, at) => {
    const place = from(places, Math.floor(at / words.length));
    const word = from(words, at);
    const [name, scope] = typeof word === "string" ? [word, "按章程（职责）开展活动。"] : word;
    return { name: town(place) + name, scope, place };
  };
}

const kinds: readonly Kind[] = [
  { form: "公司", count: 1445, code: ["91", "MA88"], registeredType: "有限责任公司", name: traded(() => "有限公司") },
  { form: "公司", count: 70, code: ["91", "MB89"], registeredType: "股份有限公司", name: traded(() => "股份有限公司") },
  {
    form: "分支机构",
    count: 140,
    code: ["91", "MA8A"],
    registeredType: "有限责任公司分公司",
    name: traded(() => "有限公司分公司"),
  },
  {
    form: "合伙企业",
    count: 60,
    code: ["91", "MA8C"],
    registeredType: "普通合伙企业",
    name: traded(() => "中心（普通合伙）"),
  },
  { form: "个人独资企业", count: 60, code: ["91", "MA8D"], registeredType: "个人独资企业", name: traded(() => "厂") },
  { form: "非公司企业", count: 30, code: ["91", "MA8E"], registeredType: "集体所有制", name: traded(() => "供销社") },
  {
    form: "农民专业合作社",
    count: 175,
    code: ["93", "MA8F"],
    registeredType: "农民专业合作社",
    name(dice, place) {
      const crop = dice.pick(crops);
      return { name: `${place.name}${brand(dice)}${crop}种植养殖专业合作社`, scope: `${crop}的种植、养殖、销售。` };
    },
  },
  {
    form: "个体工商户",
    count: 350,
    code: ["92", "MA8G"],
    registeredType: "个体工商户",
    name(dice, place, at) {
      const stall = dice.pick(stalls);
      // One in fifteen bears its operator's name.
      const own = at % 15 === 0 ? person(dice.of(`operator ${at}`)) : brand(dice);
      return { name: town(place) + own + stall, scope: `${stall}经营。` };
    },
  },
  {
    form: "事业单位",
    count: 190,
    code: ["12", "MB8A"],
    registeredType: "事业单位法人",
    name: everywhere(institutionKinds),
  },
  { form: "机关", count: 60, code: ["11", "MB8C"], registeredType: "机关法人", name: everywhere(organKinds) },
  { form: "群众团体", count: 12, code: ["13", "MB8D"], registeredType: "群团法人", name: everywhere(["科学技术协会"]) },
  { form: "社会团体", count: 110, code: ["51", "MJ8A"], registeredType: "社会团体法人", name: everywhere(groupKinds) },
  {
    form: "民办非企业单位（社会服务机构）",
    count: 90,
    code: ["52", "MJ8C"],
    registeredType: "民办非企业单位（法人）",
    name: everywhere(serviceKinds),
  },
  {
    form: "基金会",
    count: 12,
    code: ["53", "MJ8D"],
    registeredType: "慈善组织",
    name: (dice) => ({ name: `临江省${brand(dice)}公益基金会`, scope: "资助教育、助老、环境保护。" }),
  },
  {
    form: "律师事务所",
    count: 45,
    code: ["31", "MD88"],
    registeredType: "合伙律师事务所",
    name: (dice) => ({ name: `临江${brand(dice)}律师事务所`, scope: "法律服务。" }),
  },
  { form: "公证机构", count: 10, code: ["32", "MD8A"], registeredType: "公证机构", name: everywhere(["公证处"]) },
  {
    form: "司法鉴定机构",
    count: 12,
    code: ["34", "MD8C"],
    registeredType: "司法鉴定机构",
    name: (dice) => ({ name: `临江${brand(dice)}司法鉴定所`, scope: "司法鉴定。" }),
  },
  {
    form: "仲裁机构",
    count: 4,
    code: ["35", "MD8D"],
    registeredType: "仲裁委员会",
    name: (_dice, _place, at) => ({
      name: `${from([...new Set(places.map(({ city }) => city))], at)}仲裁委员会`,
      scope: "民商事仲裁。",
    }),
  },
  {
    form: "宗教活动场所",
    count: 30,
    code: ["71", "ME88"],
    registeredType: "宗教活动场所",
    name: everywhere(siteKinds),
  },
  { form: "工会", count: 35, code: ["81", "MC88"], registeredType: "基层工会", name: everywhere(["总工会"]) },
  {
    form: "农村集体经济组织",
    count: 50,
    code: ["N2", "MF88"],
    registeredType: "村集体经济组织",
    name(_dice, _place, at) {
      const place = from(places, at);
      const village = from(villages, at * 7);
      const word = at % 3 === 0 ? "股份经济合作社" : "经济合作社";
      return {
        name: `${town(place)}${village}村${word}`,
        scope: "集体资产经营与管理、集体资源开发与利用、农业生产发展与服务。",
        place,
      };
    },
  },
];

/** How many of the companies are known by an older number only, and among how many codes have a wrong check character. */
export const olderNumberCount = 25;
const wrongCheckMost = 14;

/** Everybody, stories first. The same dice give the same people. */
export function organisationsOf(dice: Dice): Organisation[] {
  const taken = new Set(stories.flatMap(({ name, formerName }) => [name, formerName ?? name]));
  const own = dice.of("organisations");
  const told = stories.map((story) => storied(own.of(`story ${story.story}`), story));
  const organs = agencies.filter(({ agencyCode }) => agencyCode.startsWith("1")).map((agency) => organ(own, agency));
  for (const { name } of organs) taken.add(name);
  return [...told, ...organs, ...kinds.flatMap((kind) => ofKind(own.of(`${kind.form} ${kind.code[1]}`), kind, taken))];
}

function ofKind(dice: Dice, kind: Kind, taken: Set<string>): Organisation[] {
  return Array.from({ length: kind.count }, (_, at) => {
    const anywhere = dice.pick(places);
    let made = kind.name(dice, anywhere, at);
    for (let tries = 0; taken.has(made.name); tries++) {
      if (tries > 200) throw new Error(`no free name for ${kind.form}`);
      made = kind.name(dice, anywhere, at + kind.count * (tries + 1));
    }
    taken.add(made.name);
    const place = made.place ?? anywhere;
    const code = unifiedCode({ form: kind.code[0], division: place.code, organisation: kind.code[1] + serial(at) });
    const isPlainCompany = kind.code[1] === "MA88";
    const onlyOlder = isPlainCompany && at >= kind.count - olderNumberCount;
    // Where the sum is zero, both ways of reckoning agree.
    const wrongCheck = isPlainCompany && at < wrongCheckMost && withoutComplement(code) !== code;
    const foundedOn = onlyOlder ? between(dice, "1984-01-01", "2006-12-31") : between(dice, "1996-01-01", "2025-12-31");
    return {
      code: onlyOlder ? null : wrongCheck ? withoutComplement(code) : code,
      oldNumber: onlyOlder ? registrationNumber(10_000_000 + at) : null,
      name: made.name,
      formerName: null,
      renamedOn: null,
      form: kind.form,
      registeredType: kind.registeredType,
      place,
      address: addressOf(dice, place),
      foundedOn,
      trade: made.trade ?? null,
      scope: made.scope,
      capital: made.trade ? dice.pick([100_000, 500_000, 1_000_000, 5_000_000, 10_000_000, 50_000_000]) : null,
      representative: person(dice),
      status: dice.chance(0.94) ? active : dice.pick(["注销", "吊销", "歇业"]),
      wrongCheck,
      story: null,
    };
  });
}

/** Agencies are organisations too: government comes first (Outline 1 to 3). */
function organ(dice: Dice, agency: (typeof agencies)[number]): Organisation {
  const place = places.find(({ code }) => code.startsWith(agency.division.slice(0, 4))) ?? placeOf("880102");
  return {
    code: agency.agencyCode,
    oldNumber: null,
    name: agency.nameZh,
    formerName: null,
    renamedOn: null,
    form: "机关",
    registeredType: "机关法人",
    place,
    address: addressOf(dice.of(agency.agencyCode), place),
    foundedOn: isoDate("2019-01-01"),
    trade: null,
    scope: "履行法定职责。",
    capital: null,
    representative: person(dice.of(agency.agencyCode)),
    status: active,
    wrongCheck: false,
    story: null,
  };
}

function storied(dice: Dice, story: Story): Organisation {
  const place = placeOf(story.division);
  return {
    code: story.code,
    oldNumber: null,
    name: story.name,
    formerName: story.formerName ?? null,
    renamedOn: story.renamedOn ?? null,
    form: story.form,
    registeredType: story.registeredType,
    place,
    address: addressOf(dice, place),
    foundedOn: story.foundedOn,
    trade: trades.find(({ word }) => word === story.trade) ?? null,
    scope: story.scope,
    capital: story.capital ?? null,
    representative: person(dice),
    status: active,
    wrongCheck: false,
    story: story.story,
  };
}

/** Four characters of GB 32100's alphabet that count up. */
function serial(at: number): string {
  const digits: string[] = [];
  for (let rest = at; digits.length < 4; rest = Math.floor(rest / 31))
    digits.unshift(unifiedAlphabet.charAt(rest % 31));
  return digits.join("");
}

export function person(dice: Dice): string {
  return dice.pick(surnames) + dice.pick(givenFirst) + dice.pick(givenSecond);
}

function addressOf(dice: Dice, place: Place): string {
  return `临江省${town(place)}${dice.pick(streets)}${dice.int(1, 299)}号`;
}

/** A day between two, both included. */
export function between(dice: Dice, first: string, last: string): IsoDate {
  const days = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000);
  return addDays(isoDate(first), dice.int(0, Math.max(0, days)));
}
