import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isMaskedVersion, leftIn, likelyOnly, suggestMask } from "./mask-text.ts";

/** What stands in the way of releasing a text as it is. */
const left = (text: string, known: readonly string[] = [], kept: readonly string[] = []) =>
  leftIn(text, { original: text, known, kept: new Set(kept) })?.kind ?? null;

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
    ["当事人员工李小红与店长欧阳娜娜销售过期食品", "当事人员工***与店长***销售过期食品"],
    ["员工李小红、王强和赵丽到场", "员工***、***和***到场"],
    ["经营者（身份证尾号002X）到场", "经营者（身份证尾号***）到场"],
    ["手机后四位为1234，末四位：５６７８，后6位“12345X”", "手机后四位为***，末四位：***，后6位“***”"],
    ["投诉人李女士购买李子两斤", "投诉人***购买李子两斤"],
  ];
  for (const [text, expected] of cases) assert.equal(suggestMask(text, { known: [] }).text, expected);
});

test("a name the record knows is certain wherever and in whatever script it stands; one character is no name", () => {
  assert.equal(suggestMask("王小明的店，小王、王小明", { known: ["王小明"] }).text, "***的店，小王、***");
  assert.equal(suggestMask("趙　六的店，赵六", { known: ["赵六"] }).text, "***的店，***");
  assert.equal(left("店主是王小明", ["王小明"]), "name");
  assert.equal(left("店主是王小明", ["王"]), null);
});

test("C3, C12: what the suggestion would mask is not released, be it certain or likely", () => {
  assert.equal(left("电话13800138000"), "phone");
  assert.equal(left("号码11010519491231002X"), "number");
  assert.equal(left("身份证尾号002X"), "number");
  assert.equal(left("住址：临江省云溪市东湖路8号3栋2单元501室"), "address");
  assert.equal(left("负责人王伟到场"), "name");
  assert.equal(left("负责人***到场"), null);
  const place = leftIn("员工***与店长欧阳娜娜销售", { original: "员工李小红与店长欧阳娜娜销售", known: [] });
  assert.deepEqual(place, { kind: "name", from: 9, to: 12 });
});

test("C12: a name is not let through by masking the words that told it", () => {
  const original = "员工李小红到场，李小红承认；住址：临江省云溪市东湖路8号3栋2单元501室。";
  for (const released of ["***到场，李小红承认；***。", "***；***省云溪市东湖路8号***"])
    assert.notEqual(leftIn(released, { original, known: [] }), null, released);
  assert.equal(leftIn("员工***到场，***承认；住址：***。", { original, known: [] }), null);
});

test("an officer may say that a likely name is none, never that a number or a name the record holds is", () => {
  const text = "负责人高尔夫练习场";
  assert.deepEqual(likelyOnly(text, []), ["高尔夫"]);
  assert.equal(left(text), "name");
  assert.equal(left(text, [], ["高尔夫"]), null);
  assert.equal(left("负责人王小明到场", ["王小明"], ["王小明"]), "name");
  assert.deepEqual(likelyOnly("负责人王小明到场", ["王小明"]), []);
  assert.equal(left("电话13800138000", [], ["13800138000"]), "phone");
});

test("ordinary sentences of decisions name nobody", () => {
  for (const text of [
    "当事人应当自收到本决定书之日起十五日内缴纳罚款",
    "当事人明知其销售的食品超过保质期仍予销售",
    "当事人申请听证，当事人申辩称系初次违法",
    "当事人符合《行政处罚法》第三十三条规定的情形",
    "当事人于2026年3月1日取得营业执照",
    "当事人安排未取得健康证明的从业人员从事接触直接入口食品的工作",
    "当事人连续三个月未按规定公示，当事人成立以来未受过处罚",
    "当事人管理混乱，经营者应当建立进货查验记录制度",
    "当事人查封期间擅自转移，当事人向本局提出书面申辩",
    "当事人全部产品已下架，当事人包装标识不符合规定",
    "执法人员在现场检查时发现，执法人员出示证件",
    "消费者投诉称商品不合格，消费者权益受到损害",
    "当事人牟取非法利益，负责人未到场",
  ])
    assert.equal(suggestMask(text, { known: [] }).text, text);
});

test("the suggestion is a masked version of its text and holds nothing certain any more, whatever the text", () => {
  const piece = fc.constantFrom(
    "当事人王伟在",
    "员工李小红与王伟、",
    "李女士",
    "尾号002X",
    "现住",
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
      const { text: suggested } = suggestMask(text, { known });
      assert.ok(isMaskedVersion(suggested, text), `${text} -> ${suggested}`);
      assert.equal(leftIn(suggested, { original: text, known }), null, `${text} -> ${suggested}`);
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
