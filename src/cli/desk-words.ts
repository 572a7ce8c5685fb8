/** What a desk without a line is told, in words, on a terminal or on paper. */
import type { JsonObject } from "#core/credential/data-integrity.ts";
import type { BundleHead, ProvedBundle, UnreachableRule } from "#core/receipt/bundle.ts";
import type { DeskAnswer } from "#core/receipt/desk-answer.ts";
import type { Bilingual } from "#core/refusal.ts";
import type { BundleReason, JournalReason } from "./verify/bundle.ts";
import type { DeskRefusal } from "./verify/desk.ts";

/** What the verdict on a bundle means. */
export const bundleSaid: Readonly<Record<BundleReason, Bilingual>> = {
  signed: { zh: "内容与签名全部相符", en: "content and signature fit" },
  content: { zh: "内容不是签名所覆盖的内容：已被改动", en: "the content is not what was signed: it was altered" },
  signature: { zh: "签名与根不符：已被改动", en: "the signature does not fit the root: it was altered" },
  issuer: { zh: "文件头与根的出具者不同：已被改动", en: "head and root name different issuers: it was altered" },
  cut: { zh: "文件不完整，或结尾之后还有内容", en: "the file is cut short, or goes on after its end" },
  "no-bundle": { zh: "不是离线包的格式", en: "this is no bundle by its form" },
  "other-key": { zh: "出具者或密钥不在公布之列", en: "its issuer or key is not in the list" },
  "key-ended": { zh: "所称签名之时该密钥已停用", en: "the key had stopped signing when the bundle says it was signed" },
};

/** What the verdict on a journal means. */
export const journalSaid: Readonly<Record<JournalReason, Bilingual>> = {
  signed: { zh: "次序、签名和答复全部相符", en: "order, signatures and answers fit" },
  "no-journal": { zh: "不是窗口日志的格式", en: "this is no journal by its form" },
  "other-bundle": { zh: "属于另一个离线包、机关或窗口", en: "it is of another bundle, body or desk" },
  chain: { zh: "有缺漏、重复或者移动", en: "something was left out, doubled or moved" },
  signature: { zh: "不是窗口签名的内容：已被改动", en: "this is not what the desk signed: it was altered" },
  clock: { zh: "时间倒走", en: "it goes back in time" },
  outside: { zh: "超出离线包的时间或者目的", en: "it lies outside the bundle's time or purpose" },
  answer: { zh: "所记的答复不是离线包的答复", en: "it tells of an answer the bundle does not give" },
};

const refusals: Readonly<Record<Exclude<DeskRefusal, `bundle-${BundleReason}`>, Bilingual>> = {
  "no-file": { zh: "离线包或公钥文件打不开", en: "the bundle or the list of keys cannot be opened" },
  "no-keys": { zh: "公钥文件的格式不对", en: "the list of keys cannot be read" },
  ended: { zh: "离线包已停止作答", en: "the bundle has ended and answers nothing" },
  clock: {
    zh: "窗口的时钟不对：早于离线包，或早于日志的上一条",
    en: "the desk's clock is wrong: before the bundle, or before the last entry of the journal",
  },
  matter: { zh: "离线包没有这一事项", en: "the matter is none of this bundle's" },
  purpose: { zh: "离线包不是为这一目的制作的", en: "the bundle was not made for this purpose" },
  officer: {
    zh: "请用 --officer 写明经办人编号（至少前八位），须在离线包所列之中",
    en: "name the officer with --officer (eight characters of the id at least); it must be one the bundle names",
  },
  "desk-key": { zh: "窗口密钥不是离线包所认的密钥", en: "the desk's key is not the one the bundle was made for" },
  "journal-closed": { zh: "日志已经封存", en: "the journal is closed" },
  journal: {
    zh: "日志不完整或已被改动：不得续写，请报告主管",
    en: "the journal was altered: it is not continued; tell the supervisor",
  },
  busy: { zh: "日志正由另一人写入，请再试", en: "somebody else is writing in the journal; try again" },
  "measures.number": { zh: "代码的写法不对", en: "the code is miswritten" },
  "measures.number-at-desk": {
    zh: "离线包只含组织；个体工商户待恢复联网后核查",
    en: "a bundle holds organisations only; an individual business is checked when the line is back",
  },
  "registry.identity-number": {
    zh: "这像是个人证件号码：不查、不记、不显示",
    en: "this looks like a person's number: it is not looked up, kept or shown",
  },
};

/** Why a desk is not answered, in words. */
export function refusalInWords(refused: DeskRefusal): Bilingual {
  return refused.startsWith("bundle-")
    ? bundleSaid[refused.slice("bundle-".length) as BundleReason]
    : refusals[refused as keyof typeof refusals];
}

/** The rule for a matter while the register cannot be asked. */
export function ruleInWords({ way, text, law }: UnreachableRule): string[] {
  const cited = law.map(({ title, article }) => `${title.zh} ${article}`).join("；");
  const head =
    way === "wait" ? "断线时等待 / wait while the line is down" : "断线时照常 / go on while the line is down";
  return [head, `  ${text.zh}。`, `  ${text.en}.`, `  依据 / basis: ${cited}`];
}

/** An answer from a bundle. */
export function deskInWords({ bundle: { head } }: ProvedBundle, { told, n }: { told: DeskAnswer; n: number }): string {
  const { asked } = told.answer as { asked: { matter: string; subject: string } };
  const matter = head.matters.find((one) => one.matter === asked.matter);
  const { zh, en } = head.plain[told.outcome];
  const lines = [
    `离线 / offline  ${head.bodyName.zh} · ${matter?.title.zh ?? asked.matter} · ${head.purposeTitle.zh} · ${asked.subject}`,
    datesInWords(head),
    `${zh}。`,
    `${en}.`,
    ...told.constraints.flatMap((one) => bindingInWords(one, "措施 / measure")),
    ...told.incentives.flatMap((one) => bindingInWords(one, "激励 / incentive")),
    "",
    ...ruleInWords(told.unreachable),
    `日志第 ${n} 条 / entry ${n} of the journal`,
  ];
  return `${lines.join("\n")}\n`;
}

/** As of when, until when, and when the journal is due. */
export function datesInWords({ asOf, answersUntil, handInBy }: BundleHead): string {
  return `截至 / as of ${asOf.knownAt}; 作答至 / answers until ${answersUntil}; 日志交回 / journal due ${handInBy}`;
}

interface Words {
  readonly title: Bilingual;
  readonly does: Bilingual;
  readonly law: readonly { readonly title: Bilingual; readonly article: string }[];
  readonly list: { readonly title: Bilingual };
  readonly authorityName: Bilingual;
  readonly tellSubject: Bilingual;
  readonly wayBack: { readonly text: Bilingual };
}

function bindingInWords(one: JsonObject, sort: string): string[] {
  // Proved by the signature, so it has the shape of a check's binding (contract/checks.ts).
  const { title, does, law, list, authorityName, tellSubject, wayBack } = one["terms"] as unknown as Words;
  const { documentNumber, decidedOn } = one["decision"] as { documentNumber: string | null; decidedOn: string };
  const marks = one["marks"] as readonly unknown[];
  return [
    "",
    `${sort}: ${title.zh} / ${title.en}`,
    `  ${one["force"] === "must" ? "应当 / must" : "可以 / may"}: ${does.zh} / ${does.en}`,
    `  依据 / basis: ${law.map((row) => `${row.title.zh}${row.article}`).join("；")}`,
    `  名单 / list: ${list.title.zh} / ${list.title.en}`,
    `  决定 / decision: ${authorityName.zh} ${documentNumber ?? ""} ${decidedOn}`,
    `  期限 / until: ${one["until"] ?? "—"}${marks.length > 0 ? "  （有标注 / marked）" : ""}`,
    `  告知主体 / tell the subject: ${tellSubject.zh} / ${tellSubject.en}`,
    `  救济 / way back: ${wayBack.text.zh} / ${wayBack.text.en}`,
  ];
}
