/**
 * Suggests what of a free text names or finds a person, and refuses the release of what it would mask (C3, C12, C13): one
 * reading for both. An officer reads, changes and confirms the suggestion. Numbers, phones, addresses and names that the
 * record itself knows stay masked; of another likely name, seen by the words around it, the officer may say why it is none.
 * Pure.
 */
import { maskPersonNumbers } from "#core/code/secrets.ts";
import { normaliseName } from "#core/name/normalise.ts";
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

/** What is known beside a text when it is masked or looked over. */
export interface Beside {
  /** Names of persons the record holds in its sealed fields: certain. */
  readonly known: readonly string[];
  /** Words that an officer says, with a reason, are no person's name; a known name stays one. */
  readonly kept?: ReadonlySet<string>;
}

/** The text with all masked that names or finds a person; nothing that {@link leftIn} would find is left in it. */
export function suggestMask(text: string, beside: Beside): Suggestion {
  let suggested = text;
  const masked: { kind: MaskedKind; count: number }[] = [];
  // What stood beside a letter may look like a number once the letter is masked: then it is masked too.
  for (;;) {
    const stretches = openIn(suggested, { ...beside, original: text });
    if (stretches.length === 0) return { text: suggested, masked };
    let next = "";
    let at = 0;
    for (const { from, to, kind } of stretches) {
      next += suggested.slice(at, from) + mask;
      at = to;
      const last = masked.at(-1);
      if (last?.kind === kind) last.count++;
      else masked.push({ kind, count: 1 });
    }
    suggested = next + suggested.slice(at);
  }
}

/** Something that is to be masked and is not: its kind, and its place in the text as people count, from 1. */
export interface Left {
  readonly kind: MaskedKind;
  readonly from: number;
  readonly to: number;
}

/**
 * The first thing in a text an officer wants released that names or finds a person; null where nothing does. What
 * {@link suggestMask} masks in the original is looked for too, so that a name is not let through because the words that
 * told it were masked.
 */
export function leftIn(released: string, beside: Beside & { readonly original: string }): Left | null {
  const [first] = openIn(released, beside);
  if (!first) return null;
  const count = (end: number) => [...released.slice(0, end)].length;
  return { kind: first.kind, from: count(first.from) + 1, to: count(first.to) };
}

/** The first thing in a text that certainly finds a person: a number, a way to reach somebody, a name of those known. */
export function personIn(text: string, known: readonly string[]): MaskedKind | null {
  return merged([...numbers(text), ...phones(text), ...namesAgain(text, known)])[0]?.kind ?? null;
}

/** Words that are masked as likely names only by the words around them: those an officer may say are none. */
export function likelyOnly(text: string, known: readonly string[]): string[] {
  return [...likelyNames(text)].filter((name) => !known.some((one) => foldedPlaces(one, name).length > 0));
}

/** All that names or finds a person in a version of a text, by what stands in either; in order, without what is masked. */
function openIn(text: string, { original, known, kept }: Beside & { readonly original: string }): Stretch[] {
  const names = [...likelyNames(original).union(likelyNames(text))]
    .filter((name) => !kept?.has(name))
    .flatMap((name) => (name.length === 1 ? titled(text, name) : everywhere(text, name)));
  const addresses = [...likelyAddresses(text), ...addressesAgain(text, original)];
  return merged([...numbers(text), ...phones(text), ...namesAgain(text, known), ...names, ...addresses]).filter(
    ({ from, to }) => !nothingLeft.test(text.slice(from, to)),
  );
}

/** Masked already: a mask's signs, with stops and spaces. */
const nothingLeft = /^[*＊×█■…\s\p{P}]*$/u;
/** A shorter piece of an address may be the name of a place that stands elsewhere too. */
const piece = 8;

/** Addresses of the original, or longer pieces of them, wherever they stand. */
function addressesAgain(released: string, original: string): Stretch[] {
  return likelyAddresses(original).flatMap(({ from, to }) => {
    const address = original.slice(from, to);
    const pieces = [address];
    for (let at = 0; at + piece <= address.length; at++) pieces.push(address.slice(at, at + piece));
    return pieces
      .filter((one) => !nothingLeft.test(one))
      .flatMap((one) => everywhere(released, one).map((stretch) => ({ ...stretch, kind: "address" as const })));
  });
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
    ...found(text, fragment, "number"),
  ];
}

/** The end of a number tells whose it is to whoever knows the rest: 尾号002X, 后四位为1234. */
const fragment =
  /(?:尾号|末尾|后[二两三四五六2-6２-６]位|末[二两三四五六2-6２-６]位|后几位)(?:数字?|号码)?(?:[为是：:“"\s]{0,3})([0-9０-９Xx＊*]{1,6}[0-9０-９XxＸｘ])(?![0-9０-９A-Za-z])/gu;

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
    .flatMap((name) => foldedPlaces(text, name).map(([from, to]) => ({ from, to, kind: "name" as const })));
}

/** Where a name stands in a text in any script, width and spacing: 趙 六 for 赵六. */
function foldedPlaces(text: string, name: string): (readonly [number, number])[] {
  const folded = normaliseName(name);
  if ([...folded].length < 2) return [];
  let even = "";
  const at: number[] = [];
  let place = 0;
  for (const character of text) {
    const one = normaliseName(character);
    for (let unit = 0; unit < one.length; unit++) at.push(place);
    even += one;
    place += character.length;
  }
  const places: (readonly [number, number])[] = [];
  for (let from = even.indexOf(folded); from >= 0; from = even.indexOf(folded, from + folded.length)) {
    const last = at[from + folded.length - 1] ?? 0;
    places.push([at[from] ?? 0, last + String.fromCodePoint(text.codePointAt(last) ?? 0).length]);
  }
  return places;
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

/** Ordinary words that begin as a surname does: 当事人应当 names nobody. */
const ordinary = new Set(
  (
    "应当 应该 应予 应于 应依 明知 明确 安排 安装 安全 高于 高价 高级 高校 高中 连续 成立 成为 成品 成本 全部 全体 全程 全额 全年 全科 包装 包括 " +
    "管理 单位 单独 单方 关于 关闭 关联 施工 施行 车辆 车间 车牌 车主 金额 商品 商户 商家 解释 解除 解决 解聘 方面 方可 方法 时间 时任 时常 何时 " +
    "向本 向我 向该 向其 向当 于本 于当 于同 于上 于该 项目 项下 党员 党组 温度 左右 左侧 尚未 尚有 余额 余款 余下 冷藏 冷链 冷冻 农户 农业 农民 " +
    "申请 申报 申辩 申诉 齐全 查封 查处 查明 查验 查看 符合 游客 路过 路边 马上 白酒 黄金 武力 文件 文化 万元 康复 仲裁 凌晨 柴油 牟取 卫生 童装 " +
    "宁可 尤其 毛利 牛肉 米面 石材 莫名 习惯 顾客 水平 司机 师傅 经理 常年 支付 支出 权利 和其 乐于 易于 易燃 商标 荣获 管制 台账 任何 任职 任意 强制 计算"
  ).split(" "),
);

/** Names found by the words around them; such a one is masked wherever it stands. */
function likelyNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (name: string) => {
    if (name !== "" && !name.includes("某") && !ordinary.has([...name].slice(0, 2).join(""))) names.add(name);
  };
  for (const pattern of [afterRole, beforeSex])
    for (const match of text.matchAll(pattern)) {
      const name = trimmed(match[1] ?? "");
      add(name);
      // 员工李小红、欧阳娜娜: those named with somebody are persons too.
      let at = match.index + match[0].lastIndexOf(name) + name.length;
      for (let next = together(text, at); next !== null; next = together(text, at)) {
        add(next.name);
        at = next.to;
      }
    }
  for (const match of text.matchAll(beforeTitle)) add(match[1] ?? "");
  return names;
}

const another = new RegExp(`(?:、|和|与|及|以及)((?:${surnames})[\\p{Script=Han}]{1,2})`, "uy");

function together(text: string, at: number): { readonly name: string; readonly to: number } | null {
  another.lastIndex = at;
  const match = another.exec(text);
  if (!match) return null;
  const name = trimmed(match[1] ?? "");
  return { name, to: match.index + match[0].length - (match[1] ?? "").length + name.length };
}

/** A surname alone is somebody's only before a title: 李女士, not 李子. */
function titled(text: string, surname: string): Stretch[] {
  return [...text.matchAll(beforeTitle)].flatMap((match) =>
    match[1] === surname ? [{ from: match.index, to: match.index + surname.length, kind: "name" as const }] : [],
  );
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
