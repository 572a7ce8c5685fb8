/** A stream: records of one item that some agencies send. */
import type { Json } from "#core/record/canonical.ts";
import { addDays, type IsoDate, isoDate } from "#core/time/date.ts";
import type { Dice } from "../dice.ts";
import { between, type Organisation } from "../organisations.ts";
import { agencies, type DemoAgency, demoDate, openedOn } from "../province.ts";

export type Fields = { readonly [field: string]: Json };

/** What a record is made from. */
export interface Draft {
  readonly dice: Dice;
  readonly org: Organisation;
  readonly agency: DemoAgency;
  /** The day of the decision. */
  readonly on: IsoDate;
  /** Counts up within stream and agency: document numbers are made of it. */
  readonly no: number;
}

export interface Stream {
  readonly item: string;
  readonly count: number;
  /** Names of the agencies that send it, each about as much as the others. */
  readonly from: readonly string[];
  readonly who: (org: Organisation, agency: DemoAgency) => boolean;
  /** First day a decision may have. */
  readonly since?: string;
  /** Last day, where it is before the platform opened. */
  readonly until?: string;
  /** New ones keep coming after the platform opened: to most agencies once a quarter, to the first few more often. */
  readonly continues?: boolean | "often";
  /** Each organisation at most once from each agency; `in-all`: from all of them together, as a list names nobody twice. */
  readonly once?: boolean | "in-all";
  readonly make: (draft: Draft) => Fields;
}

/** A record before it is written into a file. */
export interface Sent {
  readonly item: string;
  readonly agency: DemoAgency;
  /** Day of the delivery it goes with. */
  readonly deliveredOn: IsoDate;
  readonly org: Organisation | null;
  readonly fields: Fields;
}

/** Days on which agencies deliver after the platform opened. Of the last two, decisions are a few days old at most. */
const later = ["2026-06-30", "2026-08-31", "2026-09-11", "2026-09-18"] as const;
const quarterly = ["2026-08-31"] as const;
/** How many senders of a stream deliver often. */
const oftenMost = 6;
const freshFrom: Readonly<Record<string, string>> = {
  "2026-06-30": "2026-04-07",
  "2026-08-31": "2026-07-01",
  "2026-09-11": "2026-09-07",
  "2026-09-18": "2026-09-14",
};

export function recordsOf(dice: Dice, stream: Stream, people: readonly Organisation[]): Sent[] {
  const senders = stream.from.map((name) => {
    const agency = agencies.find(({ nameZh }) => nameZh === name);
    if (!agency) throw new Error(`${stream.item}: no agency ${name}`);
    const pool = people.filter(
      (org) =>
        org.story !== "nothing-recorded" &&
        org.code !== null &&
        org.code !== agency.agencyCode &&
        org.foundedOn <= (stream.until ?? openedOn) &&
        stream.who(org, agency),
    );
    if (pool.length === 0) throw new Error(`${stream.item}: nobody for ${name}`);
    return { agency, pool: stream.once ? dice.of(name).shuffled(pool) : pool, sent: 0 };
  });
  const sent: Sent[] = [];
  const taken = new Set<string | null>();
  for (let at = 0; at < stream.count; at++) {
    const sender = senders[at % senders.length];
    if (!sender) break;
    const org = stream.once ? sender.pool[sender.sent] : dice.pick(sender.pool);
    if (!org) continue;
    sender.sent++;
    const isOften = stream.continues === "often" && at % senders.length < oftenMost;
    const { on, deliveredOn } = dayOf(dice, { ...stream, days: isOften ? later : quarterly }, org);
    const fields = stream.make({ dice, org, agency: sender.agency, on, no: sender.sent });
    if (stream.once === "in-all" && taken.has(org.code)) continue;
    taken.add(org.code);
    sent.push({ item: stream.item, agency: sender.agency, deliveredOn, org, fields: { ...fields, decidedOn: on } });
  }
  return sent;
}

/** The day of a decision, and of the delivery it goes with. */
function dayOf(
  dice: Dice,
  stream: Stream & { readonly days: readonly string[] },
  org: Organisation,
): { on: IsoDate; deliveredOn: IsoDate } {
  const since = laterOf(stream.since ?? "2021-12-01", org.foundedOn);
  const last = stream.until ?? addDays(openedOn, -6);
  if ((stream.continues && dice.chance(0.24)) || since > last) {
    const deliveredOn = isoDate(dice.pick(stream.days));
    const first = laterOf(isOftenDay(stream.days) ? (freshFrom[deliveredOn] ?? openedOn) : openedOn, since);
    return { on: working(between(dice, first, addDays(deliveredOn, -1))), deliveredOn };
  }
  // More of the recent years than of the older ones.
  const recent = dice.chance(0.6) ? laterOf(since, addDays(isoDate(last), -500)) : since;
  return { on: working(between(dice, recent, last)), deliveredOn: openedOn };
}

function isOftenDay(days: readonly string[]): boolean {
  return days.length > 1;
}

function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}

/** Decisions are made on weekdays: a Saturday's or Sunday's becomes the Friday's before. */
export function working(day: IsoDate): IsoDate {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 6 ? addDays(day, -1) : weekday === 0 ? addDays(day, -2) : day;
}

/** Whoever decided and sends. */
export function decidedBy({ agency }: Draft): Fields {
  return { authorityName: agency.nameZh, authorityCode: agency.agencyCode };
}

/** Whom it is about, in items on organisations. */
export function about({ org }: Draft): Fields {
  return { subjectName: org.name, unifiedCode: org.code };
}

/** A document number as agencies write them: （临）市监处罚〔2026〕17号. */
export function documentNumber({ agency, on, no }: Draft, word: string): string {
  const short = agency.nameZh.replace(/^(临江省|临江|云溪市|望岳市)|（演示）$/g, "").slice(0, 2);
  const place = agency.division.startsWith("8801") ? "云溪" : agency.division.startsWith("8802") ? "望岳" : "临";
  return `${place}${short}${word}〔${on.slice(0, 4)}〕${no}号`;
}

/** A day so many days later, where it has come already; otherwise null. */
export function ifPast(on: IsoDate, days: number, deliveredBy: IsoDate = demoDate): IsoDate | null {
  const day = addDays(on, days);
  return day < deliveredBy && day < openedOn ? day : null;
}

/** Fields without those that are null or undefined. */
export function given(fields: { readonly [field: string]: Json | null | undefined }): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as Fields;
}

export const isTrader = (org: Organisation) => org.form === "个体工商户";
export const isEnterprise = (org: Organisation) =>
  ["公司", "分支机构", "合伙企业", "个人独资企业", "非公司企业"].includes(org.form);
export const isCompany = (org: Organisation) => org.form === "公司";
export const isCooperative = (org: Organisation) => org.form === "农民专业合作社";
export const isPublicBody = (org: Organisation) => org.form === "机关" || org.form === "事业单位";
export const isSocial = (org: Organisation) =>
  ["社会团体", "民办非企业单位（社会服务机构）", "基金会"].includes(org.form);
/** By words of its trade. */
export const inTrade =
  (...words: readonly string[]) =>
  (org: Organisation) =>
    isEnterprise(org) && org.trade !== null && words.includes(org.trade.word);
export const inMatter =
  (...matters: readonly string[]) =>
  (org: Organisation) =>
    isEnterprise(org) && org.trade !== null && matters.includes(org.trade.matter);

/** Every step of a listing: notice, time to answer, decision, service, first day. */
export function steps({ on, dice }: Pick<Draft, "on" | "dice">): Fields {
  return {
    noticeServedOn: addDays(on, -dice.int(16, 30)),
    answerDueOn: addDays(on, -dice.int(5, 10)),
    answered: dice.pick(["未陈述申辩", "未陈述申辩", "已陈述申辩，未采纳", "已陈述申辩，部分采纳"]),
    servedOn: on,
    listedFrom: on,
  };
}
