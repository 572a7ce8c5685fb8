import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import table from "./generated/syllables.json" with { type: "json" };
import { lettersOf, otherReadings, plainLetters, reading, segment } from "./pinyin.ts";

const syllables = Object.keys(table.usual).filter((syllable) => syllable.length > 1 || "aeo".includes(syllable));
const split = (letters: string) => segment(letters).map((way) => way.map(lettersOf).join(" "));

test("tones, accents, apostrophes and ü are typed in many ways and mean the same letters", () => {
  for (const [typed, letters] of [
    ["qīng zhī chún", "qing zhi chun"],
    ["qing1zhi1chun2", "qing zhi chun"],
    ["QingZhiChun", "qingzhichun"],
    ["xi'an", "xi an"],
    ["lǜ", "lv"],
    ["lü", "lv"],
    ["lu:", "lv"],
    ["ｑｉｎｇ", "qing"],
  ] as const)
    assert.equal(plainLetters(typed), letters, typed);
  for (const typed of ["清之醇", "qing清", "", "1234", "3m", "q.7"]) assert.equal(plainLetters(typed), null, typed);
});

test("letters split into syllables, the likeliest first; spaces are boundaries", () => {
  assert.equal(split("qingzhichun")[0], "qing zhi chun");
  assert.ok(split("xian").includes("xian") && split("xian").includes("xi an"));
  assert.deepEqual(split("xi an"), ["xi an"]);
  assert.deepEqual(split("qzc"), []);
  assert.deepEqual(split("hello"), []);
});

test("whatever syllables were typed, run together or apart, they are among the ways to read them", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...syllables), { minLength: 1, maxLength: 4 }), (typed) => {
      assert.ok(split(typed.join(" ")).includes(typed.join(" ")));
      const ways = segment(typed.join(""), 1000).map((way) => way.map(lettersOf).join(" "));
      assert.ok(ways.includes(typed.join(" ")), `${typed} ${ways.length}`);
      for (const way of ways) assert.equal(way.replaceAll(" ", ""), typed.join(""));
    }),
  );
});

test("characters with several readings have them: 重 长 行 乐 单, and 乾 under the character it is matched by", () => {
  for (const [char, letters] of [
    ["重", "zhong chong"],
    ["长", "chang zhang"],
    ["行", "xing hang"],
    ["乐", "le yue"],
    ["单", "dan shan"],
    ["干", "gan qian"],
  ] as const) {
    const unit = char.charCodeAt(0);
    const known = [reading(unit), ...otherReadings(unit)].map(lettersOf);
    for (const one of letters.split(" ")) assert.ok(known.includes(one), `${char} ${one}: ${known}`);
  }
});
