import assert from "node:assert/strict";
import { test } from "node:test";
import { isNamed } from "./kinds.ts";

const title = { zh: "机关", en: "agency" };
const known = new Map([
  ["tax", { kind: "tax", title, registers: [] }],
  ["bank", { kind: "bank", title, registers: [], outside: true as const }],
]);

test("`any` means every authority, and never a bank", () => {
  assert.equal(isNamed(["any"], { kinds: ["tax"], known }), true);
  assert.equal(isNamed(["any"], { kinds: [], known }), true);
  assert.equal(isNamed(["any"], { kinds: ["bank"], known }), false);
  assert.equal(isNamed(["any"], { kinds: ["bank", "tax"], known }), true);
});

test("a bank is meant where it is named", () => {
  assert.equal(isNamed(["bank"], { kinds: ["bank"], known }), true);
  assert.equal(isNamed(["court"], { kinds: ["bank"], known }), false);
});
