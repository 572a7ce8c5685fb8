/**
 * Whether a decision on repair says anything. What answers of any kind repeat, objections know already; phrases that stand in
 * every decision on repair are taken out here first. What is left must be the officer's own words (C5). Pure.
 */
import { isReasoned as saysAnything } from "#src/objections/index.ts";

/** Phrases that stand in every decision, in the order in which they are taken out: longer ones first. */
const stock: readonly RegExp[] = [
  /(您|你|贵公司|贵单位|你单位|申请人)?(提出的|提交的)?(信用)?修复(申请)?(不符合|符合)?(条件|要求|规定)?/gu,
  /(不予|予以|准予|同意|不同意)(信用)?(修复|通过|受理|批准)?/gu,
  /(材料|证据)(齐全|不全|不齐全|充分|不足)/gu,
  /\b(the )?(repair|application|request) (is|was|has been) (granted|refused|approved|rejected|denied)\b/giu,
  /\b(the )?(conditions|requirements|documents) are (not )?(met|complete)\b/giu,
];

/** Whether reasons are there. */
export function isReasoned(reasons: string): boolean {
  return saysAnything(stock.reduce((text, phrase) => text.replace(phrase, ""), reasons));
}
