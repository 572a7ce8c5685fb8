import assert from "node:assert/strict";
import { test } from "node:test";
import type { List, Measure } from "#contract/lists-in-packs.ts";
import { basisFor, intendedWords, mayFollow, remediesOf } from "./notice-words.ts";

const law = { title: { zh: "测试条例", en: "Regulation of Tests" }, article: "第一条" };
const named = { list: { zh: "名单", en: "list" }, authority: { zh: "机关", en: "The authority" } };
const lasting = (monthsMin: number, monthsMax: number) => ({ duration: { monthsMin, monthsMax, law } });
const leaving = (afterMonths: number): Pick<List, "sort" | "earlyExit" | "duration"> => ({
  sort: "serious",
  earlyExit: { afterMonths, conditions: [], law } as unknown as List["earlyExit"],
  ...lasting(36, 36),
});

test("a notice says one length where there is one, a most where there is no least, else both", () => {
  for (const [list, zh, en] of [
    [lasting(36, 36), "列入期限36个月", "lasts 36 months"],
    [lasting(0, 12), "不超过12个月", "at most 12 months"],
    [lasting(12, 36), "12至36个月", "12 to 36 months"],
  ] as const) {
    const words = intendedWords(list, named);
    assert.ok(words.zh.includes(zh), words.zh);
    assert.ok(words.en.includes(en), words.en);
  }
  assert.doesNotMatch(intendedWords({ duration: null }, named).zh, /个月/);
});

test("who may leave at once is not told of zero months; what has no length does not end by itself", () => {
  const words = (list: Parameters<typeof remediesOf>[0]) =>
    remediesOf(list)
      .map(({ zh, en }) => `${zh} ${en}`)
      .join();
  assert.doesNotMatch(words(leaving(0)), /\b0\b|满0/);
  assert.match(words(leaving(12)), /满12个月/);
  assert.match(words(leaving(12)), /期满自动移出/);
  assert.doesNotMatch(words({ ...leaving(0), duration: null }), /期满/);
});

test("nobody is served with a rule about others: a company not with that of individual businesses", () => {
  const list = { law: [law, { ...law, subjects: ["individual-business" as const] }] };
  assert.equal(basisFor(list, "organisation").length, 1);
  assert.equal(basisFor(list, "individual-business").length, 2);
});

test("no measure is threatened that cannot follow: on another ground, from another list, for another kind of subject (C7)", () => {
  const follows = (list: string, grounds: string[] | null) => ({ list, grounds }) as Measure["follows"][number];
  const food = { subjects: ["organisation" as const], follows: [follows("cn/a", ["食品"])] };
  const any = { subjects: ["organisation" as const], follows: [follows("cn/b", ["药品"]), follows("cn/a", null)] };
  const listing = { listId: "cn/a", subjectKind: "organisation" as const, ground: "食品" };
  assert.equal(mayFollow(food, listing), true);
  assert.equal(mayFollow(food, { ...listing, ground: "药品" }), false);
  assert.equal(mayFollow(food, { ...listing, ground: null }), false);
  assert.equal(mayFollow(food, { ...listing, listId: "cn/b" }), false);
  assert.equal(mayFollow(food, { ...listing, subjectKind: "person" }), false);
  assert.equal(mayFollow(any, { ...listing, ground: "药品" }), true);
});
