import assert from "node:assert/strict";
import { test } from "node:test";
import { voices } from "#web/voice.ts";
import { shownText } from "./look-shown.ts";

const matters = new Map([["cn/government-procurement", "政府采购"]]);
const shown = (outcome: "shown" | "nothing-held" | "refused", what: Record<string, unknown>) =>
  shownText(voices.zh, { outcome, shown: what }, matters);

test("C15: a subject reads of a check its matter and what it came to; nothing recorded is said as that", () => {
  const check = { what: "check", matter: "cn/government-procurement" };
  assert.match(shown("shown", { ...check, constraints: 2, incentives: 1 }) ?? "", /政府采购.*2 项措施.*1 项激励/);
  assert.match(shown("nothing-held", { ...check, constraints: 0, incentives: 0 }) ?? "", /政府采购.*无记录/);
});

test("what was seen is said in words, whatever was seen; of a refused look nothing was", () => {
  for (const what of ["file", "report", "receipt", "proceeding", "notice", "own-record", "document", "free-text"])
    assert.match(shown("shown", { what, records: 3 }) ?? "", /^\p{Script=Han}/u, what);
  assert.equal(shown("refused", {}), null);
});
