/** Consents: a farmers' cooperative lends part of its file to one bank for a month, and takes it back (C14). */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { accessibilityFaults, follow, openBrowser, openVisit, overflows, shown, signInAs } from "#tests/kit/browser.ts";
import { demoNode } from "#tests/kit/database.ts";
import { storied } from "#tests/kit/demo.ts";
import { serveNode } from "#tests/kit/portal.ts";

const base = (await serveNode(await demoNode())).replace("127.0.0.1", "localhost");
const browser = await openBrowser();
after(() => browser.close());
const cooperative = storied("cooperative");

/** Anybody can use the page, on a phone too. */
async function assertFit(page: Page): Promise<void> {
  const at = new URL(page.url()).pathname;
  assert.deepEqual(await accessibilityFaults(page), [], at);
  assert.ok(!(await overflows(page)), `${at} is wider than the window`);
  assert.equal(await page.locator("h1").count(), 1, at);
}

const main = (page: Page) => page.locator("main").innerText();

test("a bank asks by code, for one purpose, and sees at once which field is wrong", async () => {
  const visit = await openVisit(browser, base, { width: "phone" });
  const page = await visit.newPage();
  await signInAs(page, "shen-yan", "/sign-in?back=%2Fen%2Fconsents");
  await assertFit(page);
  await follow(page.getByRole("link", { name: /application for a loan/ }).first());
  await assertFit(page);
  await page.locator("#subject").fill(storied("bakery").code);
  await page.locator("#words").fill("A loan for a second oven.");
  await follow(page.getByRole("button", { name: "Send the request" }));
  await shown(page.locator("#fields-error"));
  await assertFit(page);
  assert.equal(await page.locator("#words").inputValue(), "A loan for a second oven.");
  await page.locator("#subject").fill(storied("bakery").code);
  await page.getByRole("checkbox").first().check();
  await follow(page.getByRole("button", { name: "Send the request" }));
  await shown(page.locator(".done"));
  await visit.close();
});

test("the cooperative looks first, lends one field, the bank reads that field and no other, and it is taken back at once", async () => {
  const phone = await openVisit(browser, base, { width: "phone" });
  const own = await phone.newPage();
  await signInAs(own, "tian-he", "/sign-in?back=%2Fmine%2Fconsents");
  await assertFit(own);
  assert.match(await main(own), /已撤回/, "what it lent in August and took back stands there");
  const waiting = own.locator("section").filter({ has: own.getByRole("heading", { name: "等你决定" }) });
  await follow(waiting.getByRole("link").first());
  await assertFit(own);
  assert.equal(await own.getByRole("checkbox", { checked: true }).count(), 0, "nothing is ticked beforehand");
  await follow(own.getByRole("button", { name: "同意勾选的字段" }));
  await shown(own.locator("#fields-error"));
  await assertFit(own);
  await own.getByRole("checkbox", { name: "经营（业务）范围" }).check();
  await follow(own.getByRole("button", { name: "先看看" }));
  const scope = "水稻种植";
  assert.match(await own.locator("section[aria-labelledby=shown]").innerText(), new RegExp(scope));
  await follow(own.getByRole("button", { name: "同意勾选的字段" }));
  await shown(own.locator(".done"));
  await assertFit(own);
  const address = new URL(own.url()).pathname.replace("/mine", "");
  const code = (await own.locator('main a[href^="/verify/"]').innerText()).trim();

  const desk = await openVisit(browser, base);
  const bank = await desk.newPage();
  await signInAs(bank, "shen-yan", `/sign-in?back=${encodeURIComponent(address)}`);
  await assertFit(bank);
  await follow(bank.getByRole("button", { name: "查阅出借的档案" }));
  const lent = await bank.locator("section[aria-labelledby=lent]").innerText();
  assert.match(lent, new RegExp(scope));
  assert.doesNotMatch(lent, /登记状态|成立日期/, "fields that were not given");
  await assertFit(bank);
  await bank.goto(`/verify/${code}`);
  assert.match(await main(bank), /同意现在有效/);
  assert.doesNotMatch(await main(bank), new RegExp(cooperative.code), "whose it is is not said");
  await assertFit(bank);

  // Taking it back needs no script.
  const plain = await openVisit(browser, base, { script: false, width: "phone" });
  const back = await plain.newPage();
  await signInAs(back, "tian-he", "/sign-in?back=%2Fmine%2Fconsents");
  await follow(back.locator(`main a[href="/mine${address}/withdraw"]`));
  await follow(back.getByRole("button", { name: "确认撤回" }));
  await shown(back.locator(".done"));
  await back.goto("/mine/looks");
  assert.match(await main(back), /依同意查阅：\d+条记录/);
  await plain.close();

  await bank.goto(address);
  assert.match(await main(bank), /没有同意/);
  assert.equal(await bank.getByRole("button", { name: "查阅出借的档案" }).count(), 0);
  await bank.goto(`/verify/${code}`);
  assert.match(await main(bank), /同意已经结束/);
  await desk.close();
  await phone.close();
});

test("at a counter an officer opens what is asked of somebody present; a bank's counter cannot", async () => {
  const visit = await openVisit(browser, base, { width: "phone" });
  const page = await visit.newPage();
  await signInAs(page, "zhao-ning", "/sign-in?back=%2Fconsents%2Fcounter");
  await assertFit(page);
  await page.locator("#subject").fill(storied("bakery").code);
  await page.locator("#basis").fill("法定代表人持营业执照和身份证到场");
  await follow(page.getByRole("button", { name: "打开请求" }));
  await assertFit(page);
  assert.match(await main(page), /江岸农商银行/);
  await follow(page.getByRole("button", { name: "不同意" }).first());
  await shown(page.locator(".done"));
  await visit.close();
  const bank = await openVisit(browser, base);
  const other = await bank.newPage();
  await signInAs(other, "shen-yan", "/sign-in?back=%2Fconsents%2Fcounter");
  await other.locator("#subject").fill(cooperative.code);
  await other.locator("#basis").fill("到场");
  await follow(other.getByRole("button", { name: "打开请求" }));
  await shown(other.locator("#subject-error"));
  await bank.close();
});
