import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isMaskedVersion, personIn, suggestMask } from "./mask-text.ts";

const kinds = (text: string, known: readonly string[] = []) => suggestMask(text, known).masked.map(({ kind }) => kind);

test("numbers, phones, likely names and addresses are masked, what is no person's stays", () => {
  const cases: readonly [string, string][] = [
    ["经查，当事人销售的产品不符合国家标准", "经查，当事人销售的产品不符合国家标准"],
    ["法定代表人王小明在现场签字，王小明承认", "法定代表人***在现场签字，***承认"],
    ["员工张伟，男，擅自操作", "员工***，男，擅自操作"],
    ["当事人阿依古丽·买买提，经营餐馆", "当事人***，经营餐馆"],
    ["身份证号11010519491231002X，电话13800138000。", "身份证号***，电话***。"],
    ["联系电话：0591-87654321", "联系电话：***"],
    ["投诉人李女士反映", "投诉人***反映"],
    ["住址：临江省云溪市东湖路8号3栋2单元501室，", "住址：***，"],
    ["驾驶粤B12345货车", "驾驶***货车"],
    ["邮箱 wang@example.com 联系", "邮箱 *** 联系"],
    ["统一社会信用代码91350100M000100Y43", "统一社会信用代码91350100M000100Y43"],
    [
      "罚款20000元，依据《产品质量法》第四十九条，2026年5月1日",
      "罚款20000元，依据《产品质量法》第四十九条，2026年5月1日",
    ],
    ["１３８００１３８０００", "***"],
  ];
  for (const [text, expected] of cases) assert.equal(suggestMask(text, []).text, expected);
});

test("a name the record knows is certain wherever it stands; one character is no name", () => {
  assert.equal(suggestMask("王小明的店，小王、王小明", ["王小明"]).text, "***的店，小王、***");
  assert.equal(personIn("店主是王小明", ["王小明"]), "name");
  assert.equal(personIn("店主是王小明", ["王"]), null);
});

test("what certainly finds a person is told, likely names are left to the officer", () => {
  assert.equal(personIn("电话13800138000", []), "phone");
  assert.equal(personIn("号码11010519491231002X", []), "number");
  assert.equal(personIn("负责人王伟到场", []), null);
  assert.deepEqual(kinds("负责人王伟到场"), ["name"]);
});

test("the suggestion is a masked version of its text and holds nothing certain any more, whatever the text", () => {
  const piece = fc.constantFrom(
    "当事人王伟在",
    "电话13912345678",
    "11010519491231002X",
    "，",
    "住址：东湖路8号",
    "\r\n",
    "销售",
    "91350100M000100Y43",
    "0571-88886666",
    "a@b.cn",
    "某",
    "*",
    "…",
    "110105194912310021",
    "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom([], ["王伟"]), (pieces, known) => {
      const text = pieces.join("");
      const { text: suggested } = suggestMask(text, known);
      assert.ok(isMaskedVersion(suggested, text), `${text} -> ${suggested}`);
      assert.equal(personIn(suggested, known), null, `${text} -> ${suggested}`);
    }),
  );
});

test("a masked version adds nothing", () => {
  const original = "经查，当事人王伟销售的产品\r\n不符合标准。";
  for (const version of [
    original,
    "经查，当事人某某销售的产品\n不符合标准。",
    "经查，当事人***销售…。",
    "…不符合标准。",
    "***",
  ])
    assert.ok(isMaskedVersion(version, original), version);
  for (const version of [
    "当事人王伟销售的产品\n不符合标准。",
    "经查，当事人***销售的产品\n不符合标准，情节恶劣。",
    "经查，当事人李四***",
    "",
    "…标准。不符合…",
  ])
    assert.equal(isMaskedVersion(version, original), false, version);
});
