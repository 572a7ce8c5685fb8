import assert from "node:assert/strict";
import { test } from "node:test";
import { voices } from "#web/voice.ts";
import { valueText } from "./record.tsx";

test("an end that was sent as 长期 is shown so, not as the day it is kept as", () => {
  const legend = { title: { zh: "有效期至", en: "valid until" }, date: true as const };
  assert.equal(valueText(voices.zh, "2099-12-31", legend), "长期");
  assert.equal(valueText(voices.en, "2099-12-31", legend), "no end");
  assert.equal(valueText(voices.zh, "2098-12-31", legend), "2098年12月31日");
  assert.equal(valueText(voices.zh, "2099-12-31", { title: legend.title }), "2099-12-31");
});
