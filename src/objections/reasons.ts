/**
 * Whether an answer says anything. Stock phrases answer nobody: an answer made of them alone is no answer, is refused, and
 * the time runs on (C10). What is left must be the person's own words about this record. Pure.
 */
import { reasonsCharactersMin } from "#contract/objections.ts";

/** Phrases that stand in every answer, in the order in which they are taken out: longer ones first. */
const stock: readonly RegExp[] = [
  /(经|已)(我局|我单位|本机关|本单位)?(认真|依法|再次)?(核查|核实|审查|研究|调查)[，,]?/gu,
  /(您|你|贵公司|贵单位|你单位|申请人)?(提出的|所提)?异议(申请)?(的)?(理由)?(不成立|成立|不予采纳|予以采纳|不予支持)/gu,
  /(该|本|此)?(条)?(信息|记录|数据|内容)(准确无误|真实准确|准确|无误|属实|真实|不准确|有误)/gu,
  /(不予|予以)(更正|撤销|删除|修改|采纳|支持)/gu,
  /(符合|依据|根据|按照)(有关|相关)(法律法规|法律|法规|规定|要求)(的规定|规定)?/gu,
  /(特此|现)(答复|回复|告知)(如下)?/gu,
  /(事实清楚|证据确凿|证据充分|程序合法|适用法律正确|处罚适当)/gu,
  /感谢(您|你)?的?(理解|支持|配合)(与支持|和支持)?/gu,
  /\b(the )?(objection|record|information) (is|was|has been) (rejected|upheld|correct|accurate|verified|unfounded|examined)\b/giu,
  /\b(according to|under|in line with) (the )?(relevant|applicable) (laws?|rules?|regulations?)( and (laws?|rules?|regulations?))?/giu,
  /\b(after|upon) (careful |due )?(verification|examination|review|investigation)\b/giu,
  /\b(no (change|correction) (is|will be) made|this is our (answer|reply)|thank you for your (understanding|support))\b/giu,
];

/** What the page's wording aid leaves for a person to fill in (`objection.aid` of web/words). */
const aid =
  /【(?:核对了什么材料|查明了什么|为什么采纳或者不采纳)】|\[(?:which papers were compared|what was found|why it is upheld or not)\]/gu;

/** The person's own words: without stock phrases, the page's unfilled aids, signs and repetition. */
export function ownWords(reasons: string): string {
  const bare = stock.reduce((text, phrase) => text.replace(phrase, ""), reasons.replace(aid, ""));
  return bare.replace(/[^\p{L}\p{N}]/gu, "");
}

/** A character of Chinese says about as much as three letters. */
const lettersACharacter = 3;

/** Whether reasons are there. Eight different characters at least: the same word again and again says nothing. */
export function isReasoned(reasons: string): boolean {
  const own = ownWords(reasons);
  const characters = own.replace(/[^\p{Script=Han}]/gu, "").length;
  const weight = characters + (own.length - characters) / lettersACharacter;
  return weight >= reasonsCharactersMin && new Set(own).size >= 8;
}
