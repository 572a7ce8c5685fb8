/** Rows that wait for a person, decided in a real browser; and a whole batch taken back. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { follow, openBrowser, openVisit } from "#tests/kit/browser.ts";
import { assertSound, signIn, tally, untilEnded } from "#tests/kit/console.ts";
import { testNode } from "#tests/kit/database.ts";
import { csvOf, inventedCode, inventedPersonNumber, type PenaltyRow, penaltyRow } from "#tests/kit/intake.ts";
import { serveNode } from "#tests/kit/portal.ts";

const base = await serveNode(await testNode({ CHENGXIN_DEMO: "1" }));
const browser = await openBrowser();
after(() => browser.close());

const agency = { agencyCode: "11880000MB88001255", nameZh: "临江省市场监督管理局" };

/** Sends rows in the published layout, whose columns lead where they should by themselves. */
async function send(page: Page, rows: readonly PenaltyRow[]): Promise<string> {
  await page.goto("/intake/send?item=cn/penalty");
  const buffer = Buffer.from(csvOf(rows));
  await page.locator("#file").setInputFiles({ name: "处罚.csv", mimeType: "text/csv", buffer });
  await follow(page.getByRole("button", { name: "上传" }));
  await follow(page.getByRole("button", { name: "不试运行，直接报送" }));
  await untilEnded(page);
  return new URL(page.url()).pathname;
}

test("a row under another name waits; an officer says whom it is about, and it is recorded under that subject", async () => {
  const visit = await openVisit(browser, base);
  const page = await visit.newPage();
  await signIn(page, "chen-lan");
  const code = inventedCode();
  const known = penaltyRow(agency, { CF_XDR_SHXYM: code, CF_XDR_MC: "临江市虚构旧名商贸有限公司" });
  await send(page, [known]);
  await send(page, [penaltyRow(agency, { CF_XDR_SHXYM: code, CF_XDR_MC: "望岳市毫不相干重工集团有限公司" })]);
  assert.equal(await tally(page, "待处理"), 1);
  await follow(page.getByRole("link", { name: "处理待定的行" }));
  await assertSound(page);
  await follow(page.locator("tbody th a"));
  await assertSound(page);
  assert.match(await page.locator("table", { hasText: "逐行" }).innerText(), /名称/);
  await follow(page.getByRole("button", { name: "按所选认定并入库" }));
  assert.match(await page.locator(".govuk-error-summary").innerText(), /请写明理由/);
  await page.locator(".govuk-radios input").first().check();
  await page.locator("#reason").fill("经核对工商档案，为同一企业");
  await follow(page.getByRole("button", { name: "按所选认定并入库" }));
  assert.match(await page.locator(".done").innerText(), /已认定/);
  assert.equal(await page.locator("tbody tr").count(), 0);
  await visit.close();
});

test("what may be banned matter about a person is decided by another officer than the sender, who is told so", async () => {
  const sender = await openVisit(browser, base);
  const page = await sender.newPage();
  await signIn(page, "chen-lan");
  await send(page, [
    penaltyRow(agency, {
      CF_XDR_MC: "虚构人",
      CF_XDR_LB: "自然人",
      CF_XDR_SHXYM: "",
      CF_XDR_ZJLX: "身份证",
      CF_XDR_ZJHM: inventedPersonNumber("1980-03-02"),
      涉及的执业资格或行业: "食品经营",
      CF_SY: "经查，当事人患有慢性病仍从事接触直接入口食品的工作",
    }),
  ]);
  assert.equal(await tally(page, "待处理"), 1);
  await follow(page.getByRole("link", { name: "处理待定的行" }));
  await follow(page.locator("tbody th a"));
  await assertSound(page);
  assert.match(await page.locator(".notice-strong").innerText(), /另一名经办人员/);
  const row = new URL(page.url()).pathname;
  const decide = async (by: Page) => {
    await by.locator(".govuk-radios input").first().check();
    await by.locator("#reason").fill("与违法行为直接相关，遮盖后保留");
    await follow(by.getByRole("button", { name: "按所选认定并入库" }));
  };
  await decide(page);
  assert.match(await page.locator(".govuk-error-summary").innerText(), /另一名|其他|别的/);
  await sender.close();

  const other = await openVisit(browser, base, { script: false });
  const second = await other.newPage();
  await signIn(second, "lin-che");
  await second.goto(row);
  await decide(second);
  assert.match(await second.locator(".done").innerText(), /已认定/);
  const gone = await second.goto(row);
  assert.equal(gone?.status(), 409, "what is decided is not decided again");
  await other.close();
});

test("a whole batch is taken back with a reason, and what it published is public no more", async () => {
  const visit = await openVisit(browser, base);
  const page = await visit.newPage();
  await signIn(page, "chen-lan");
  const code = inventedCode();
  const batch = await send(page, [
    penaltyRow(agency, { CF_XDR_SHXYM: code, CF_WSH: "临测罚〔2026〕撤1号" }),
    penaltyRow(agency),
  ]);
  const file = `/organisations/${code}`;
  assert.match(await (await page.request.get(file)).text(), /撤1号/);
  await follow(page.getByRole("link", { name: "撤回整个批次" }));
  await assertSound(page);
  await follow(page.getByRole("button", { name: "撤回整个批次" }));
  assert.match(await page.locator(".govuk-error-summary").innerText(), /请写明理由/);
  await page.locator("#reason").fill("文件报错，整批撤回");
  await follow(page.getByRole("button", { name: "撤回整个批次" }));
  await untilEnded(page);
  await assertSound(page);
  assert.doesNotMatch(await (await page.request.get(file)).text(), /撤1号/);
  await page.goto(batch);
  assert.match(await page.locator(".file-kind").innerText(), /已整批撤回/);
  assert.equal(await page.getByRole("link", { name: "撤回整个批次" }).count(), 0);
  await visit.close();
});

test("a batch that was taken back is sent again: its rows wait, and are decided alike with one reason, each for itself", async () => {
  const visit = await openVisit(browser, base);
  const page = await visit.newPage();
  await signIn(page, "chen-lan");
  const rows = [1, 2, 3].map((at) => penaltyRow(agency, { CF_WSH: `临测罚〔2026〕再${at}号` }));
  const batch = await send(page, rows);
  await follow(page.getByRole("link", { name: "撤回整个批次" }));
  await page.locator("#reason").fill("报送范围有误");
  await follow(page.getByRole("button", { name: "撤回整个批次" }));
  await untilEnded(page);
  const again = await send(page, rows);
  assert.notEqual(again, batch);
  assert.equal(await tally(page, "待处理"), 3);
  await follow(page.getByRole("link", { name: "处理待定的行" }));
  await assertSound(page);
  const accept = page.getByRole("button", { name: "按唯一可选的认定入库" });
  await follow(accept);
  assert.match(await page.locator(".govuk-error-summary").innerText(), /勾选[\s\S]*理由/);
  await page.locator("#row-0").check();
  await page.locator("#reason").fill("撤回后核对无误，重新报送");
  await follow(accept);
  assert.match(await page.locator(".done").innerText(), /已决定 1 行；0 行/);
  assert.equal(await page.locator("tbody tr").count(), 2);
  await page.locator("#which").check();
  await page.locator("#reason").fill("撤回后核对无误，重新报送");
  await follow(accept);
  assert.match(await page.locator(".done").innerText(), /已决定 2 行；0 行/);
  assert.equal(await page.locator("tbody tr").count(), 0);
  const told = await page.request.get(`/organisations/${rows[2]?.CF_XDR_SHXYM}`);
  assert.match(await told.text(), /再3号/);
  await visit.close();
});
