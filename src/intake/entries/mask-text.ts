/**
 * Suggests what of a free text names or finds a person, and tells what must not be released (C3, C12, C13). A suggestion
 * only: an officer reads, changes and confirms it. Numbers, phones and names that the record itself knows are certain;
 * other names and addresses are likely, by the words before them. Pure.
 */
import { maskPersonNumbers } from "#core/code/secrets.ts";
import { surnames } from "#core/rule/surnames.ts";

export type MaskedKind = "number" | "phone" | "name" | "address";

/** A stretch of a text that is to be masked: from, up to, and why. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly kind: MaskedKind;
}

export interface Suggestion {
  readonly text: string;
  /** In the order of the text; neighbours of one kind together. */
  readonly masked: { readonly kind: MaskedKind; readonly count: number }[];
}

/** The sign a masked stretch becomes; its length tells nothing. */
const mask = "***";

/** @param known names of persons the record holds in its sealed fields */
export function suggestMask(text: string, known: readonly string[]): Suggestion {
  const stretches = merged([...certain(text, known), ...likelyNames(text), ...likelyAddresses(text)]);
  let suggested = "";
  let at = 0;
  const masked: { kind: MaskedKind; count: number }[] = [];
  for (const { from, to, kind } of stretches) {
    suggested += text.slice(at, from) + mask;
    at = to;
    const last = masked.at(-1);
    if (last?.kind === kind) last.count++;
    else masked.push({ kind, count: 1 });
  }
  suggested += text.slice(at);
  // What stood beside a letter may look like a number once the letter is masked: then it is masked too.
  if (masked.length === 0 || personIn(suggested, known) === null) return { text: suggested, masked };
  const again = suggestMask(suggested, known);
  return { text: again.text, masked: [...masked, ...again.masked] };
}

/** The first thing in a text that certainly names or finds a person; null where nothing does. Such a text is not released. */
export function personIn(text: string, known: readonly string[]): MaskedKind | null {
  return certain(text, known).sort((a, b) => a.from - b.from)[0]?.kind ?? null;
}

const maskSigns = /[*＊×某█■…]+/u;

/** Whether a text is another with stretches of it masked or cut (…), and nothing added. */
export function isMaskedVersion(released: string, original: string): boolean {
  const parts = plain(released).split(maskSigns);
  const source = plain(original);
  if (parts.length === 1) return parts[0] === source;
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  if (!source.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = source.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return source.length - last.length >= at && source.endsWith(last);
}

/** Browsers send line breaks in their own way; spaces at the ends are nobody's. */
function plain(text: string): string {
  return text.replace(/\r\n?/g, "\n").trim();
}

function certain(text: string, known: readonly string[]): Stretch[] {
  return [...numbers(text), ...phones(text), ...namesAgain(text, known)];
}

/** Persons' numbers as the register of secrets sees them, and numbers of cards and plates. */
function numbers(text: string): Stretch[] {
  return [
    ...differing(text, maskPersonNumbers(text)),
    ...found(text, /(?<![0-9A-Z])62\d{14,17}(?![0-9A-Z])/gu, "number"),
    ...found(
      text,
      /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•]?[A-Z0-9]{5,6}(?![A-Z0-9])/gu,
      "number",
    ),
  ];
}

/** Where the masked text differs from the text: runs of stars, with what stands between two stars of one number. */
function differing(text: string, masked: string): Stretch[] {
  const runs: Stretch[] = [];
  for (let at = 0; at < text.length; at++) {
    if (masked[at] === text[at]) continue;
    const last = runs.at(-1);
    // First and last character are kept by that mask, and separators: they belong to the number too.
    if (last && at - last.to <= 3) runs[runs.length - 1] = { ...last, to: at + 1 };
    else runs.push({ from: Math.max(0, at - 1), to: at + 1, kind: "number" });
  }
  return runs.map((run) => ({ ...run, to: Math.min(text.length, run.to + 1) }));
}

const digit = "[0-9０-９]";
const gap = "[-\\s－—]?";
const mobile = new RegExp(
  `(?<!${digit})(?:[+＋]?86${gap})?[1１][3-9３-９]${digit}${gap}${digit}{4}${gap}${digit}{4}(?!${digit})`,
  "gu",
);
const landline = new RegExp(`(?<!${digit})[0０]${digit}{2,3}${gap}[2-8２-８]${digit}{6,7}(?!${digit})`, "gu");
const mail = /[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}/gu;
const messenger = /(?:微信号?|QQ号?|qq号?)[:：]?\s*([A-Za-z0-9_-]{5,20})/gu;

function phones(text: string): Stretch[] {
  return [mobile, landline, mail, messenger].flatMap((pattern) => found(text, pattern, "phone"));
}

/** Names that stand in the record's own sealed fields: wherever they stand in its text, they are that person's. */
function namesAgain(text: string, known: readonly string[]): Stretch[] {
  return known
    .filter((name) => [...name].length > 1 && !maskSigns.test(name))
    .flatMap((name) => everywhere(text, name));
}

function everywhere(text: string, name: string): Stretch[] {
  const stretches: Stretch[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
    stretches.push({ from: at, to: at + name.length, kind: "name" });
  return stretches;
}

const roles =
  "法定代表人|主要负责人|实际控制人|负责人|经营者|当事人|投诉人|举报人|证人|被害人|受害人|死者|伤者|职工|员工|工人|驾驶员|司机|患者|学生|家长|业主|股东|总经理|经理|店长|联系人|业务员|销售员|代理人|委托人|执法人员|操作人员|从业人员|消费者|顾客|其妻|其夫|其子|其女|其父|其母|姓名|自然人|本人|名叫|名为";
/** What follows a name more often than it ends one. */
const follows =
  "在于的系为是称说与和及未将对向因经已被从到以之等有无不曾表承提签确现驾持使擅私利违至同也又即则就并或由给所其该此均共时来去把让叫往";
const afterRole = new RegExp(
  `(?:${roles})(?:[:：（(\\s]|[（(]?男[）)]?|[（(]?女[）)]?)?((?:${surnames})[\\p{Script=Han}]{1,2}|[\\p{Script=Han}]{2,6}·[\\p{Script=Han}]{2,8})`,
  "gu",
);
const beforeTitle = new RegExp(
  `((?:${surnames})[\\p{Script=Han}]{0,2})(?:先生|女士|小姐|同志|师傅|老师|医生|律师)`,
  "gu",
);
const beforeSex = new RegExp(`((?:${surnames})[\\p{Script=Han}]{1,2})(?=[（(，,]\\s*(?:男|女)[，,）)])`, "gu");

/** A name found once by the words around it is masked wherever it stands. */
function likelyNames(text: string): Stretch[] {
  const names = new Set<string>();
  for (const pattern of [afterRole, beforeSex])
    for (const match of text.matchAll(pattern)) names.add(trimmed(match[1] ?? ""));
  for (const match of text.matchAll(beforeTitle)) names.add(match[1] ?? "");
  return [...names].filter((name) => name.length > 0).flatMap((name) => everywhere(text, name));
}

/** 王伟在 is 王伟, and what follows is the sentence. */
function trimmed(name: string): string {
  const characters = [...name];
  return !name.includes("·") && characters.length > 2 && follows.includes(characters.at(-1) ?? "")
    ? characters.slice(0, -1).join("")
    : name;
}

const home =
  /(?:户籍(?:所在)?地|家庭(?:住|地)址|住址|住所地|现住|居住(?:于|在|地)?|家住|住)[:：为是在]?\s*([^，。；,;\n（）()]{4,60})/gu;
const dwelling =
  /[\p{Script=Han}0-9]{2,16}(?:小区|花园|公寓|家园|新村|苑|宿舍)(?:[\p{Script=Han}]?[0-9A-Za-z]+(?:号楼|栋|幢|座|单元|层|室|号|户))+/gu;
const door = /[0-9A-Za-z]+(?:号楼|栋|幢|座)[0-9A-Za-z]+(?:单元)?[0-9A-Za-z]*(?:室|户|号)?/gu;

function likelyAddresses(text: string): Stretch[] {
  return [home, dwelling, door].flatMap((pattern) => found(text, pattern, "address"));
}

/** What a pattern finds: its first group where it has one, the words before it stay. */
function found(text: string, pattern: RegExp, kind: MaskedKind): Stretch[] {
  return [...text.matchAll(pattern)].map((match) => {
    const whole = match[0];
    const part = match[1] ?? whole;
    const from = match.index + (match[1] === undefined ? 0 : whole.lastIndexOf(part));
    return { from, to: from + part.length, kind };
  });
}

/** In order, those that overlap or touch as one: of the kind that begins first. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const last = result.at(-1);
    if (last && stretch.from <= last.to) result[result.length - 1] = { ...last, to: Math.max(last.to, stretch.to) };
    else result.push(stretch);
  }
  return result;
}
