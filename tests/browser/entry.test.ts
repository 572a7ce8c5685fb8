/** One record by hand in a real browser: typed with its document, released, corrected, withdrawn. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { follow, openBrowser, openVisit } from "#tests/kit/browser.ts";
import { assertSound, signIn, tally } from "#tests/kit/console.ts";
import { testNode } from "#tests/kit/database.ts";
import { inventedCode } from "#tests/kit/intake.ts";
import { serveNode } from "#tests/kit/portal.ts";

const base = await serveNode(await testNode({ CHENGXIN_DEMO: "1" }));
const browser = await openBrowser();
after(() => browser.close());

const code = inventedCode();
const facts = "经查，当事人销售的产品不符合国家标准，联系电话13800001234";

/** Types a penalty of a new organisation, all but its day. */
async function type(page: Page): Promise<void> {
  const texts = {
    subjectName: "临江市虚构手录贸易有限公司",
    unifiedCode: code,
    documentNumber: "临测罚〔2026〕手录1号",
    violationType: "销售不符合标准的产品",
    facts,
    basis: "《中华人民共和国产品质量法》第四十九条",
    content: "罚款2万元",
    fineAmount: "20000",
    validTo: "2027-06-01",
  };
  for (const [field, text] of Object.entries(texts)) await page.locator(`#${field}`).fill(text);
  await page.getByLabel("法人及非法人组织").check();
  await page.getByLabel("罚款", { exact: true }).check();
}

test("an officer types a record with its document, releases its text, corrects it and withdraws it", async () => {
  const visit = await openVisit(browser, base, { script: false });
  const page = await visit.newPage();
  await signIn(page, "chen-lan");
  await page.goto("/intake/enter/cn/penalty");
  assert.equal(await page.locator("#authorityName").inputValue(), "临江省市场监督管理局");
  await type(page);
  const document = { name: "决定书.txt", mimeType: "text/plain", buffer: Buffer.from("行政处罚决定书（虚构）") };
  await page.locator("#document").setInputFiles(document);
  await follow(page.getByRole("button", { name: "报送", exact: true }));

  // The day is missing: said at its field; everything typed, and the document, is still there.
  assert.equal(await page.locator(".govuk-error-summary a").getAttribute("href"), "#decidedOn");
  assert.equal(await page.locator("#facts").inputValue(), facts);
  assert.ok(await page.getByLabel("罚款", { exact: true }).isChecked());
  assert.match(await page.locator("#document-hint").innerText(), /已保留/);
  await page.locator("#decidedOn").fill("2026年6月1日");
  await follow(page.getByRole("button", { name: "先检查，不入库" }));
  assert.match(await page.locator(".done").innerText(), /检查通过/);
  assert.equal((await page.request.get(`/organisations/${code}`)).status(), 404, "a check records nothing");
  await follow(page.getByRole("button", { name: "报送", exact: true }));
  assert.equal(await tally(page, "已收"), 1);
  await follow(page.getByRole("link", { name: "回执" }));
  assert.match(await page.locator(".receipt").innerText(), /单条录入/);

  await page.goBack();
  await follow(page.getByRole("link", { name: "写入的记录" }));
  await follow(page.locator("tbody th a"));
  const record = new URL(page.url()).pathname;
  assert.equal((await page.request.get(await hrefOf(page, "文书（"))).status(), 200);
  const file = `/organisations/${code}`;
  assert.doesNotMatch(await (await page.request.get(file)).text(), /不符合国家标准/, "free text waits for a person");

  await follow(page.getByRole("link", { name: "公开文字" }));
  const suggested = await page.locator("#text-facts").inputValue();
  assert.doesNotMatch(suggested, /13800001234/);
  await follow(page.getByRole("button", { name: "公开", exact: true }));
  assert.equal(await page.locator(".govuk-error-summary li").count(), 2);
  await page.getByLabel("我已通读公开的文字").check();
  await page.locator("#reason").fill("已核对");
  await follow(page.getByRole("button", { name: "公开", exact: true }));
  assert.match(await page.locator(".done").innerText(), /文字已公开/);
  assert.match(await (await page.request.get(`${file}?seen=released`)).text(), /不符合国家标准/);

  await follow(page.getByRole("link", { name: "更正", exact: true }));
  await page.locator("#fineAmount").fill("15000");
  await page.locator("#content").fill("罚款1.5万元");
  await follow(page.getByRole("button", { name: "保存更正" }));
  assert.equal(await page.locator(".govuk-error-summary a").getAttribute("href"), "#_reason");
  assert.equal(await page.locator("#fineAmount").inputValue(), "15000");
  await page.locator("#_reason").fill("文书笔误");
  await follow(page.getByRole("button", { name: "保存更正" }));
  assert.match(await page.locator(".done").innerText(), /已更正/);
  assert.match(await page.locator("main").innerText(), /15,?000/);

  await follow(page.getByRole("link", { name: "撤回", exact: true }));
  await page.locator("#reason").fill("决定已被撤销");
  await follow(page.getByRole("button", { name: "撤回这条记录" }));
  assert.match(await page.locator(".done").innerText(), /已撤回/);
  assert.equal(await page.getByRole("link", { name: "更正", exact: true }).count(), 0);
  assert.equal(new URL(page.url()).pathname, record);
  assert.doesNotMatch(await (await page.request.get(`${file}?seen=withdrawn`)).text(), /手录1号/);
  await visit.close();
});

async function hrefOf(page: Page, name: string): Promise<string> {
  return (await page.getByRole("link", { name }).first().getAttribute("href")) ?? "";
}

test("every page of one record is accessible and fits, in both languages and at both widths", async () => {
  for (const [width, lang] of [
    ["desk", "zh"],
    ["phone", "en"],
  ] as const) {
    const visit = await openVisit(browser, base, { width });
    const page = await visit.newPage();
    await signIn(page, "chen-lan", lang);
    const prefix = lang === "en" ? "/en" : "";
    await page.goto(`${prefix}/intake/enter`);
    await assertSound(page);
    await page.goto(`${prefix}/intake/enter/cn/penalty`);
    await assertSound(page);
    await follow(page.locator("main button").first());
    await page.locator(".govuk-error-summary").waitFor();
    await assertSound(page);
    await page.goto(`${prefix}/intake/batches`);
    // The first record of the test before, wherever it stands in the list.
    const entry = page.locator("tbody tr", { hasText: lang === "en" ? "Single record" : "单条录入" }).last();
    await follow(entry.locator("th a"));
    await page.locator(".tallies").waitFor();
    await page.goto(`${new URL(page.url()).pathname}/records`);
    await assertSound(page);
    await follow(page.locator("tbody th a").first());
    await page.locator(".file-head").waitFor();
    await assertSound(page);
    await visit.close();
  }
});
