import assert from "node:assert/strict";
import { test } from "node:test";
import { placeLength, placesWith, withoutCutForm, withoutForm } from "./parts.ts";
import { readQuery } from "./query.ts";
import { Matcher } from "./score.ts";

test("legal forms go, at the end and before a branch; what a branch is stays", () => {
  for (const [name, core] of [
    ["东莞市清之醇饮用水有限公司", "东莞市清之醇饮用水"],
    ["中国银行股份有限公司江北支行", "中国银行江北支行"],
    ["中国移动通信集团湖北有限公司江陵分公司", "中国移动通信集团湖北江陵分公司"],
    ["云湖县丰收农民专业合作社", "云湖县丰收"],
    ["宏达有限责任公司", "宏达"],
    ["有限公司", "有限公司"],
  ] as const)
    assert.equal(withoutForm(name), core);
});

test("a legal form cut off where a person stopped typing goes too", () => {
  for (const [typed, core] of [
    ["醇饮用水有限", "醇饮用水"],
    ["醇饮用水股份有", "醇饮用水"],
    ["限公司润康药店", "润康药店"],
    ["清之醇有限责任公", "清之醇"],
    ["有限", "有限"],
  ] as const)
    assert.equal(withoutCutForm(typed), core);
});

test("places follow each other as they belong to each other; what lies elsewhere is a brand", () => {
  for (const [core, place] of [
    ["东莞市清之醇饮用水", "东莞市"],
    ["江苏无锡太湖电缆", "江苏无锡"],
    ["上海阳新科技", "上海"],
    ["宁夏鲁王国际贸易", "宁夏"],
    ["内蒙古唯实路桥", "内蒙古"],
    ["石林县宏达商贸", "石林县"],
    ["昆山千灯镇南野智能科技", "昆山千灯镇"],
    ["大庆开发区竹田复合材料", "大庆开发区"],
    ["清之醇饮用水", ""],
  ] as const)
    assert.equal(core.slice(0, placeLength(core)), place, core);
});

const invented = placesWith([
  { code: "880000", name: "临江省" },
  { code: "880100", name: "云溪市" },
  { code: "880122", name: "青禾县" },
  { code: "320000", name: "江苏省" },
]);

test("places of a catalogue are places by their full names; their short names may be brands", () => {
  for (const [core, place] of [
    ["临江省云溪市青禾面包房", "临江省云溪市"],
    ["云溪市青禾县粮油购销", "云溪市青禾县"],
    ["青禾面包房", ""],
    ["江苏无锡太湖电缆", "江苏无锡"],
  ] as const)
    assert.equal(core.slice(0, placeLength(core, invented)), place, core);
});

test("a name whose brand is asked for comes before names that only lie in a county called so, and only it says brand", () => {
  const matcher = new Matcher("青禾", readQuery("青禾"), invented);
  const bakery = matcher.match("临江省云溪市青禾面包房有限公司");
  assert.equal(bakery?.reason, "brand");
  for (const name of ["青禾县粮油购销有限公司", "云溪市青禾县宏远建材有限公司", "青禾县青石农机有限公司"]) {
    const match = matcher.match(name);
    assert.ok(match && match.score < bakery.score, name);
    assert.notEqual(match.reason, "brand", name);
  }
});
