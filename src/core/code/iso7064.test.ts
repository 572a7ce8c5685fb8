import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { iso7064 } from "./iso7064.ts";

const characters: Readonly<Record<string, string>> = {
  "MOD 11-2": "0123456789",
  "MOD 37-2": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "MOD 97-10": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "MOD 11,10": "0123456789",
  "MOD 37,36": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
};

for (const [name, system] of Object.entries(iso7064)) {
  const body = fc.string({ unit: fc.constantFrom(...(characters[name] ?? "")), minLength: 1, maxLength: 30 });

  test(`${name}: what is completed holds, and no single wrong character does`, () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.nat(), (text, at, shift) => {
        const whole = text + system.checkOf(text);
        assert.ok(system.holds(whole));
        const place = at % text.length;
        // A letter for a digit makes the number of MOD 97-10 longer: that is not the error it is made for.
        const isDigit = /\d/.test(text.charAt(place));
        const others = [...(characters[name] ?? "")].filter(
          (one) => /\d/.test(one) === isDigit && one !== text.charAt(place),
        );
        const other = others[shift % others.length] ?? "";
        const wrong = whole.slice(0, place) + other + whole.slice(place + 1);
        assert.ok(!system.holds(wrong), `${whole} and ${wrong}`);
      }),
    );
  });

  test(`${name}: a strange character has no check character`, () => {
    assert.equal(system.checkOf("1é"), null);
    assert.equal(system.holds("1é1"), false);
    assert.equal(system.holds(""), false);
  });
}
