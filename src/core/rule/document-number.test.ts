import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { looksLikeDocumentNumber } from "./document-number.ts";

describe("a number as documents have it is one", () => {
  for (const text of [
    "临市监处罚〔2026〕12号",
    "临江市青石区市场监督管理局行政处罚决定书临市监处罚〔2026〕12号",
    "温政发〔2020〕1号",
    "国税稽罚[2019]第1号",
    "深市质(商)监罚字【2016】1号",
    "工商处字{2014}9号",
    "（2026）临88执3号之一",
    "(2025)临0101民初1234号",
    "法释〔2017〕7号第一条",
    "8801双随机〔2026〕00012",
    "8801诺〔2026〕00001",
    "临ICP备2026000123号-1",
    "GR202688000012",
    "AEOCN8801000012",
    "LJ-SC-2026-000012",
    "ZL 2026 1 0000000.X",
    "JY18801000000012",
    "粤B2-20090059",
    "梯11云0007",
    "浙械注准20212010001",
    "881126000012",
    "第12345678号",
    "临食药监〔2019〕一号",
    "于田县市监罚〔2026〕3号",
    "安监罚〔2026〕3号",
    "０１２３〔２０２６〕４号",
  ])
    test(text, () => assert.ok(looksLikeDocumentNumber(text)));
});

describe("a name, a sentence, a telephone or nothing is none", () => {
  for (const text of [
    "王建民",
    "王建民〔2026〕1号",
    "张三 2026",
    "许三2026",
    "欧阳娜娜（2026）1号",
    "经营者张三，罚字1号",
    "张三于2026年3月1日在临江市第1号码头摆摊",
    "13800138000",
    "王伟13800138000号",
    "无",
    "无文书号",
    "见附件1",
    "——",
    "",
    "王伟先生〔2026〕1号",
    "临市监罚〔2026〕12号。",
  ])
    test(text, () => assert.ok(!looksLikeDocumentNumber(text)));
});
