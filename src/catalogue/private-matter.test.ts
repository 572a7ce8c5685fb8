import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { compileCheck, type RuleRow } from "#core/rule/engine.ts";
import { exampleGround, exampleKnown, type Row } from "#core/rule/row.ts";

const root = `${import.meta.dirname}/../..`;
const rules = ["private-matter", "texts", "occupations"].flatMap(
  (file) => JSON.parse(readFileSync(`${root}/packs/cn/rules/${file}.json`, "utf8")) as RuleRow[],
);
const c3 = rules.filter(({ code }) => /^text\.(?:person-(?!number)|private|banned)|^person\.occupation/.test(code));

/** Codes of the rules of C3 that hold a row. */
function holds(row: Row): string[] {
  const ground = exampleGround(row);
  return c3
    .filter(({ check }) => (compileCheck(check, ground)?.(row, exampleKnown(row)) ?? null) !== null)
    .map(({ code }) => code);
}

test("C3: banned matter about a natural person is held, category by category", () => {
  for (const [text, category] of [
    ["当事人信仰佛教", "religion"],
    ["常去清真寺礼拜", "religion"],
    ["基因检测异常", "genes"],
    ["指纹与现场一致", "biometrics"],
    ["血型为O", "blood-type"],
    ["HIV阳性", "health"],
    ["hiv阳性", "health"],
    ["残疾人", "health"],
    ["中共党员", "politics"],
    ["多次上访", "speech"],
    ["参加游行", "association"],
    ["加入独立工会", "union"],
    ["其妻为李某", "family"],
    ["家庭住址东渡区1号", "location"],
    ["浏览网页记录", "browsing"],
    ["在淘宝购买", "purchases"],
    ["其微博账号", "social-media"],
  ] as const)
    assert.ok(holds({ $subjectKind: "person", remark: text }).includes(`text.person-${category}`), text);
});

test("C3: the field of the occupation is read too, and filler names no occupation", () => {
  for (const occupation of ["患有艾滋病", "信教群众", "不涉及", "无", "否", "/"])
    assert.ok(holds({ $subjectKind: "person", occupation }).length > 0, occupation);
  for (const occupation of ["注册建造师", "道路旅客运输", "执业药师", "特种设备操作人员", "食品经营", "律师", "医疗"])
    assert.deepEqual(holds({ $subjectKind: "person", occupation }), [], occupation);
});

const ordinary = [
  "药店未凭处方向患者销售处方药",
  "安排患有传染性疾病的人员接触直接入口食品",
  "学校党委未按规定公开收费项目，工会经费未足额拨缴",
  "寺庙未经批准设立功德箱，宗教活动场所消防通道堵塞",
  "清真餐厅未按规定悬挂清真标识",
  "未按规定安排残疾人就业，未缴纳残疾人就业保障金",
  "基因检测试剂未取得医疗器械注册证",
  "指纹锁、人脸识别设备未经强制性认证",
  "在微博、微信公众号发布违法广告",
  "医院未按规定填写病历，未对艾滋病防治用品登记",
  "未依法支付劳动者及其家属的工伤待遇",
];

test("ordinary penalties of organisations and individual businesses are not held for these words", () => {
  for (const facts of ordinary) assert.deepEqual(holds({ $subjectKind: "organisation", facts }), [], facts);
});

test("C3: a person's private matter in the record of an organisation is held", () => {
  for (const facts of [
    "法定代表人信仰佛教",
    "店长系残疾人",
    "经营者其妻为李某",
    "负责人家庭住址东渡区1号",
    "员工加入独立工会",
  ])
    for (const $subjectKind of ["organisation", "individual-business"])
      assert.ok(holds({ $subjectKind, facts }).length > 0, facts);
});

test("of 58,775 real scopes of business, as an organisation's text, fewer than one in a thousand is held", (at) => {
  const data = process.env["CHENGXIN_DATA"] ?? `${root}/../shared/data`;
  const lines = gunzipSync(readFileSync(`${data}/enterprises/registry_dev.csv.gz`))
    .toString("utf8")
    .split("\n")
    .slice(1);
  const texts = lines.filter((line) => line !== "");
  const looks = c3.map(({ check }) => compileCheck(check, exampleGround({ $subjectKind: "organisation", facts: "x" })));
  const held = texts.filter((facts) => {
    const row = { $subjectKind: "organisation", facts };
    return looks.some((look) => (look?.(row, exampleKnown(row)) ?? null) !== null);
  });
  assert.ok(texts.length > 58_000, `${texts.length} texts`);
  assert.ok(
    held.length * 1000 < texts.length,
    `${held.length} of ${texts.length} held: ${held.slice(0, 3).join("\n")}`,
  );
  at.diagnostic(`${held.length} of ${texts.length} held`);
});
