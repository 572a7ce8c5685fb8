import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReasoned } from "./reasons.ts";

const empty = [
  "异议不成立。",
  "经核查，该信息准确无误，不予更正。感谢您的理解与支持。",
  "您提出的异议不成立，根据有关法律法规的规定，不予采纳。特此答复。",
  "事实清楚，证据确凿，适用法律正确，处罚适当，程序合法。",
  "经核对【核对了什么材料】，查明【查明了什么】，因此【为什么采纳或者不采纳】。",
  "After careful examination the record is correct. No change will be made. Thank you for your understanding.",
  "We compared [which papers were compared] and found [what was found]; therefore [why it is upheld or not].",
  "同上。同上。同上。同上。同上。同上。同上。同上。同上。同上。同上。",
];
const reasoned = [
  "经核对【处罚决定书第三页】，罚款金额确为八万元，与缴款凭证一致，录入没有错误，因此维持原记录。",
  "调取了2026年5月20日的现场检查笔录和照片，当事人在笔录上签字确认，所称不在场与笔录不符。",
  "We compared the decision of 20 May with the payment slip of your bank: the amount on both is 8,000 yuan.",
];

for (const text of empty) test(`no reasons: ${text}`, () => assert.equal(isReasoned(text), false));
for (const text of reasoned) test(`reasons: ${text}`, () => assert.equal(isReasoned(text), true));

test("stock phrases in whatever number and order are no reasons", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...empty.slice(0, 4)), { minLength: 1, maxLength: 12 }), (some) =>
      assert.equal(isReasoned(some.join("")), false),
    ),
  );
});
