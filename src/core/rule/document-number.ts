/** What the number of a document looks like, so that nothing else comes to the public under its name (C12, C13). */
import { surnames } from "./surnames.ts";

/** 临市监罚〔2026〕12号, （2026）临88执3号之一, GR202688000012, JY1-88-0012(2), 粤B2-20090059, 梯11云0007, ZL202610000000.X */
const signs =
  /^[\p{Script=Han}\p{L}\p{Nd}〔〕［］【】〈〉《》（）[\](){}<>\-－—–―‐_＿./／\\·•、#＃№*＊+＋&＆:：~～\s]+$/u;
const counted = /[\p{Nd}〇零一二三四五六七八九十百]/u;
/** What a number in words has beside its digits: its sign, its year in brackets, or the register it belongs to. */
const numbered =
  /[号字第]|^\p{Script=Han}{1,2}[A-Z]\p{Nd}|^\p{Script=Han}{1,2}\p{Nd}{2}[\p{Script=Han}A-Z]|[〔［【（[({]\s*\p{Nd}{2,4}|\p{Nd}{4,}\s*[〕］】）\])}]|\p{L}*(?:编|案|备|证|批|准|许|注|登)\p{Script=Han}*\p{Nd}/u;
const usual = /^[\u4e00-\u9fff]{3,24}〔\d{4}〕\d{1,8}号$/;
/** A sentence, a day or somebody's part in it. */
const told =
  /月\s*\p{Nd}{1,2}\s*[日号]|先生|女士|同志|身份证|证件号码|手机|电话|住址|姓名|经营者|负责人|法定代表人|当事人|见附件|详见/u;
const mobile = /(?<!\p{Nd})[1１][3-9３-９]\p{Nd}{9}(?!\p{Nd})/u;
/** A run of characters longer than any agency's name with its document's kind. */
const sentence = /\p{Script=Han}{41,}/u;
/** A surname and one or two characters before the digits, and nothing that names an agency or a kind of document. */
const named = new RegExp(
  `^\\s*(?:${surnames})(?!\\p{Script=Han}*(?:[府罚处监税执函令检批许办备字号第]|政发|旅发|委发))\\p{Script=Han}{1,2}(?!\\p{Script=Han})`,
  "u",
);

/**
 * Whether a text is written as documents are numbered. Forms differ from agency to agency, so this says no only to what
 * is certainly something else: no figure in it, a sentence, a telephone number, words before the figures that make no
 * number, or a person's name where the agency's belongs. A no is a reason to look, never to refuse.
 */
export function looksLikeDocumentNumber(text: string): boolean {
  // Nearly every number is written so; the classes of Unicode are slow, and rows come by the million.
  if (usual.test(text)) return !told.test(text) && !named.test(text);
  if (!signs.test(text) || !counted.test(text)) return false;
  if (!/\p{Script=Han}/u.test(text)) return /\p{Nd}/u.test(text) && !mobile.test(text);
  return numbered.test(text) && !told.test(text) && !mobile.test(text) && !sentence.test(text) && !named.test(text);
}
