import assert from "node:assert/strict";
import { test } from "node:test";
import type { Law } from "#contract/catalogue.ts";
import { articleNamed, rankOf } from "./law.ts";

const law = (zh: string, more: Partial<Law> = {}): Law => ({ title: { zh, en: "law" }, article: "第一条", ...more });
const ownLaw = law("临江省社会信用条例（虚构）");

test("the rank of a rule of law is told by its name", () => {
  const cases: readonly (readonly [Law, ReturnType<typeof rankOf>])[] = [
    [law("中华人民共和国政府采购法"), "statute"],
    [law("保障农民工工资支付条例", { edition: "国务院令第724号" }), "administrative-regulation"],
    [law("中华人民共和国政府采购法实施条例"), "administrative-regulation"],
    [law("企业信息公示暂行条例", { edition: "国务院令第654号，2024年修订" }), "administrative-regulation"],
    [law("上海市社会信用条例", { edition: "2017年" }), "local-regulation"],
    [ownLaw, "local-regulation"],
    [law("国务院办公厅关于进一步完善失信约束制度构建诚信建设长效机制的指导意见"), "central-policy"],
    [law("中共中央办公厅、国务院办公厅关于加快推进失信被执行人信用监督、警示和惩戒机制建设的意见"), "central-policy"],
    // Measures end in the word for law as well; they are none.
    [law("重大税收违法失信主体信息公布管理办法", { edition: "国家税务总局令第54号" }), "ministry-rule"],
    [law("最高人民法院关于公布失信被执行人名单信息的若干规定"), "ministry-rule"],
    [law("全国公共信用信息基础目录（2024年版）"), null],
  ];
  for (const [one, rank] of cases) assert.equal(rankOf(one, ownLaw), rank, one.title.zh);
});

test("a region's regulation is one of its own pack only", () => {
  assert.equal(rankOf({ ...ownLaw, edition: "2026年（虚构）" }, null), "local-regulation");
  assert.equal(rankOf(law("省办法"), ownLaw), "ministry-rule");
});

test("an article left open is none for what is in use", () => {
  assert.equal(articleNamed(law("某法", { article: "规则文本待附" }), true), false);
  assert.equal(articleNamed(law("某法", { article: "规则文本待附" }), false), true);
  assert.equal(articleNamed(law("某法", { article: "—" }), false), false);
  assert.equal(articleNamed(law("", { article: "第一条" }), true), false);
});
