/** The pages of repair as they leave the node, in both languages and without script. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { testNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";

const address = await serveNode(await testNode());
const page = async (path: string) => {
  const answer = await fetch(`${address}${path}`, { redirect: "manual" });
  return { status: answer.status, text: await answer.text() };
};

test("C18: anybody reads the rules of repair with their law and days, and what is off, in both languages", async () => {
  const zh = await page("/rules/repair");
  assert.equal(zh.status, 200);
  for (const said of ["信用修复管理办法", "国家发展改革委令第36号", "三日、决定七日的分段", "失信被执行人"])
    assert.match(zh.text, new RegExp(said));
  const en = await page("/en/rules/repair");
  assert.equal(en.status, 200);
  assert.match(en.text, /Measures for Credit Repair/);
  assert.match(en.text, /within 3 working days of receipt/);
});

test("the pages of either side are led to sign-in first", async () => {
  for (const path of ["/mine/repairs", "/repairs"]) {
    const { status, text } = await page(path);
    assert.ok([302, 303, 401].includes(status), `${path} ${status}`);
    assert.doesNotMatch(text, /XF\d{8}/);
  }
});
