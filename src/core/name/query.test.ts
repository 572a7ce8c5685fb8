import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import table from "./generated/syllables.json" with { type: "json" };
import { normaliseName } from "./normalise.ts";
import { withoutForm } from "./parts.ts";
import { lettersOf, reading } from "./pinyin.ts";
import { type Plan, planQuery, presumedFrequency, readQuery, type TokenSet } from "./query.ts";
import { nameTokens } from "./tokens.ts";

const frequency = presumedFrequency();
const plan = (typed: string): Plan => planQuery(readQuery(typed), frequency, 1_000_000);
const finds = (sets: readonly TokenSet[], name: string) => {
  const tokens = new Set(nameTokens(name));
  return sets.some((set) => set.tokens.every((token) => tokens.has(token)));
};

// Every hundredth character that has a reading: names nobody bears.
const characters = Object.values(table.usual)
  .join("")
  .split("")
  .filter((_, at) => at % 100 === 0)
  .filter((char) => normaliseName(char) === char);
const char = fc.constantFrom(...characters);
const core = fc.array(char, { minLength: 5, maxLength: 12 }).map((list) => list.join(""));

test("a name is looked for by its whole, by every part of two characters or more, and without its legal form", () => {
  fc.assert(
    fc.property(core, fc.nat(), fc.nat(), (text, from, length) => {
      const name = `${text}有限公司`;
      for (const typed of [name, text, `${text}股份有限公司`]) assert.ok(finds(plan(typed).asTyped, name), typed);
      const at = from % (text.length - 1);
      const part = text.slice(at, at + 2 + (length % (text.length - at - 1)));
      assert.ok(finds(plan(part).asTyped, name), part);
    }),
  );
});

test("a name is still looked for after any one slip: a character wrong, missing, added, or two exchanged", () => {
  const slip = fc.constantFrom("wrong", "missing", "added", "exchanged");
  fc.assert(
    fc.property(core, slip, fc.nat(), char, (text, kind, nat, other) => {
      const name = `${text}有限公司`;
      const at = nat % text.length;
      const [before, after] = [text.slice(0, at), text.slice(at + 1)];
      const typed = {
        wrong: before + other + after,
        missing: before + after,
        added: before + other + text.slice(at),
        exchanged: before + (text[at + 1] ?? "") + (text[at] ?? "") + text.slice(at + 2),
      }[kind];
      const { asTyped, forgiving, farther } = plan(`${typed}有限公司`);
      assert.ok(finds([...asTyped, ...forgiving, ...farther], name), `${typed} for ${name}`);
    }),
  );
});

test("initials that hold the letters of a legal form in their midst are looked for as they are too", () => {
  const name = "吖轶怴觏藗吖吖吖";
  const initials = Array.from(name, (one) => lettersOf(reading(one.charCodeAt(0)))[0]).join("");
  assert.match(initials, /yxgs./);
  assert.ok(finds(plan(initials).asTyped, name));
});

test("a name is looked for by its pinyin, spaced or run together, and by its initials", () => {
  fc.assert(
    fc.property(core, (text) => {
      const syllables = Array.from(text, (one) => lettersOf(reading(one.charCodeAt(0))));
      for (const typed of [syllables.join(" "), `${syllables.join(" ")} you xian gong si`])
        assert.ok(finds(plan(typed).asTyped, `${text}有限公司`), typed);
      const together = plan(syllables.join(""));
      assert.ok(finds([...together.asTyped, ...together.forgiving, ...together.farther], text), syllables.join(""));
      const initials = syllables.map((one) => one[0]).join("");
      assert.ok(finds(plan(initials).asTyped, text), initials);
      // A brand's initials stand anywhere in a name.
      for (const from of [1, 2]) {
        const part = initials.slice(from, from + 4);
        if (part.length === 4) assert.ok(finds(plan(part).asTyped, text), part);
      }
    }),
  );
});

test("what a person types is never more than some dozens of looks", () => {
  for (const typed of [
    "一".repeat(240),
    "x".repeat(240),
    "xian".repeat(60),
    "zhong ".repeat(40),
    "1".repeat(100),
    "",
  ]) {
    const { asTyped, forgiving, farther } = plan(typed);
    assert.ok(asTyped.length + forgiving.length + farther.length < 200, `${typed.slice(0, 10)}: ${forgiving.length}`);
  }
});

test("the tokens of a name do not depend on its legal form", () => {
  fc.assert(
    fc.property(core, (text) => {
      assert.deepEqual(nameTokens(`${text}有限公司`), nameTokens(`${text}（股份有限公司）`));
      assert.equal(withoutForm(normaliseName(`${text}有限责任公司`)), text);
    }),
  );
});
