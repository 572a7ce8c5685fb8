/** Names of cities in Latin letters, for readers of English. Pure. */
import { lettersOf, reading } from "../name/pinyin.ts";

/**
 * What the usual reading of each character does not give: names read otherwise, and names that GB/T 2260's Latin column takes from
 * Mongolian, Uyghur and Tibetan. Without their 市.
 */
const otherwise: Readonly<Record<string, string>> = {
  东莞: "Dongguan",
  乌兰察布: "Ulanqab",
  乌鲁木齐: "Ürümqi",
  克拉玛依: "Karamay",
  六安: "Lu'an",
  厦门: "Xiamen",
  吐鲁番: "Turpan",
  呼伦贝尔: "Hulunbuir",
  呼和浩特: "Hohhot",
  哈尔滨: "Harbin",
  巴彦淖尔: "Bayannur",
  成都: "Chengdu",
  拉萨: "Lhasa",
  日喀则: "Xigazê",
  昌都: "Qamdo",
  林芝: "Nyingchi",
  蚌埠: "Bengbu",
  那曲: "Nagqu",
  鄂尔多斯: "Ordos",
  重庆: "Chongqing",
  齐齐哈尔: "Qiqihar",
};

/** A city's name (云溪市) in Latin letters: Yunxi. Null for other divisions, whose English names no rule makes. */
export function cityInLatin(name: string): string | null {
  if (!name.endsWith("市") || name.length < 3) return null;
  const bare = name.slice(0, -1);
  const known = otherwise[bare];
  if (known !== undefined) return known;
  const syllables = [...bare].map((character) => lettersOf(reading(character.charCodeAt(0))).replaceAll("v", "ü"));
  if (syllables.includes("")) return null;
  // Xi'an: a syllable that begins with a vowel is kept apart from the one before.
  const whole = syllables
    .map((syllable, at) => (at > 0 && /^[aoe]/.test(syllable) ? `'${syllable}` : syllable))
    .join("");
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}
