/** Credit repair: the bakery applies once from its own file, the authority decides, and the record is out of use. */
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
const bakery = storied("bakery");

/** Anybody can use the page, on a phone too. */
async function assertFit(page: Page): Promise<void> {
  const at = new URL(page.url()).pathname;
  assert.deepEqual(await accessibilityFaults(page), [], at);
  assert.ok(!(await overflows(page)), `${at} is wider than the window`);
  assert.equal(await page.locator("h1").count(), 1, at);
}

test("the rules of repair are anybody's to read, in both languages (C18)", async () => {
  const visit = await openVisit(browser, base, { width: "phone" });
  const page = await visit.newPage();
  for (const path of ["/rules/repair", "/en/rules/repair"]) {
    await page.goto(path);
    await assertFit(page);
  }
  await visit.close();
});

test("from the own file to the certificate: one application, decided by an officer, out of use for everybody (C5, C9, C11)", async () => {
  const visit = await openVisit(browser, base, { width: "phone" });
  const page = await visit.newPage();
  await signInAs(page, "he-miao", "/sign-in?back=%2Fmine%2Frepairs");
  await assertFit(page);
  const row = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("link", { name: "申请修复" }) })
    .first();
  const recordId = /#r-(.+)$/.exec((await row.getByRole("link").first().getAttribute("href")) ?? "")?.[1] ?? "";
  await follow(row.getByRole("link", { name: "申请修复" }));
  await assertFit(page);
  // What is missing is said at its field, and nothing typed is lost.
  await page.locator("#words").fill("罚款已于当月缴清，标签已全部更换，附缴款凭证。");
  await follow(page.getByRole("button", { name: "提交申请" }));
  await shown(page.locator("#commitment-error"));
  await assertFit(page);
  assert.match(await page.locator("#words").inputValue(), /标签已全部更换/);
  await page.locator("#commitment").check();
  await page.locator("#document").setInputFiles({
    name: "缴款凭证.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("缴款凭证：罚没款已缴清。"),
  });
  await follow(page.getByRole("button", { name: "提交申请" }));
  await shown(page.locator(".done"));
  await assertFit(page);
  const address = new URL(page.url()).pathname.replace("/mine", "");
  await visit.close();

  const desk = await openVisit(browser, base);
  const officer = await desk.newPage();
  await signInAs(officer, "zhao-ning", "/sign-in?back=%2Fen%2Frepairs");
  await assertFit(officer);
  await follow(officer.locator(`main a[href="/en${address}"]`));
  await assertFit(officer);
  // Empty reasons are no reasons (C5).
  await follow(officer.getByRole("button", { name: "Grant" }));
  await shown(officer.locator("#reasons-error"));
  await officer
    .locator("#reasons")
    .fill("The fine is paid and the labels are changed; the payment slip agrees with our accounts.");
  await follow(officer.getByRole("button", { name: "Grant" }));
  await shown(officer.locator(".done"));
  const publicly = await fetch(`${base}/api/v1/organisations/${bakery.code}/file`);
  assert.ok(!(await publicly.text()).includes(recordId), "a repaired record is still public");
  await desk.close();

  const later = await openVisit(browser, base, { script: false });
  const own = await later.newPage();
  await signInAs(own, "he-miao", "/sign-in?back=%2Fen%2Fmine%2Frepairs");
  await follow(own.locator(`main a[href="/en/mine${address}"]`));
  assert.match(await own.locator("main").innerText(), /certificate/i);
  await later.close();
});

test("a builder is off the list: its own file, the authority's desk, the public file, the list and the check desk (C11)", async () => {
  const builder = storied("builder");
  const listed = async () => {
    const answer = await fetch(`${base}/api/v1/listings/cn/wage-arrears-list?limit=200`);
    return (await answer.text()).includes(builder.code);
  };
  const checks = await openVisit(browser, base);
  const desk = await checks.newPage();
  await signInAs(desk, "sun-yue", "/sign-in?back=%2Fcheck");
  const bound = async () => {
    await desk.goto("/check");
    await desk.locator("#number").fill(builder.code);
    await desk.locator("#choice").selectOption("cn/government-procurement procurement-review");
    await follow(desk.locator("main form button[type=submit]").first());
    await shown(desk.locator(".verdict"));
    return desk.locator(".check-binds").count();
  };
  assert.ok(await listed());
  assert.ok((await bound()) > 0, "a listing for wage arrears binds in procurement");

  const visit = await openVisit(browser, base, { width: "phone" });
  const page = await visit.newPage();
  await signInAs(page, "zhou-ran", "/sign-in?back=%2Fmine");
  await follow(page.locator("ul.people li").last().getByRole("button"));
  await page.goto("/mine");
  await assertFit(page);
  // The way out stands on the record itself: today, with what is asked for.
  const card = page.locator(".record", { hasText: "农民工工资" }).first();
  await follow(card.getByRole("link", { name: "申请修复" }));
  await assertFit(page);
  await page.locator("#words").fill("拖欠的工资已于七月全部付清，附银行代发清单。");
  await page.locator("#commitment").check();
  await page.locator("#document").setInputFiles({
    name: "代发清单.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("银行代发工资清单（演示）"),
  });
  await follow(page.getByRole("button", { name: "提交申请" }));
  await shown(page.locator(".done"));
  await assertFit(page);
  const address = new URL(page.url()).pathname.replace("/mine", "");
  await visit.close();

  const office = await openVisit(browser, base);
  const officer = await office.newPage();
  await signInAs(officer, "ye-qing", `/sign-in?back=${encodeURIComponent(address)}`);
  await assertFit(officer);
  await officer.locator("#reasons").fill("代发清单与监察台账的四十六人逐一核对无误，工资已经付清，三项条件具备。");
  await follow(officer.getByRole("button", { name: "准予修复，立即停止公示和使用" }));
  await shown(officer.locator(".done"));
  await assertFit(officer);
  const code = (await officer.locator("main a[href*='/verify/']").getAttribute("href")) ?? "";
  await office.close();

  assert.equal(await listed(), false);
  assert.equal(await bound(), 0);
  const publicly = await openVisit(browser, base, { script: false });
  const anybody = await publicly.newPage();
  await anybody.goto(`/organisations/${builder.code}`);
  assert.equal(await anybody.locator(".record", { hasText: "农民工工资" }).count(), 0);
  assert.ok((await anybody.locator(".way-out").count()) > 0, "the way out of what stands is anybody's to read");
  await anybody.goto(code);
  await assertFit(anybody);
  assert.match(await anybody.locator("main").innerText(), /信用修复证明/);
  await publicly.close();
  // The body that was shown it confirms that it is gone.
  await desk.goto("/repairs/told");
  await assertFit(desk);
  await follow(desk.getByRole("button", { name: "确认已停止公示和使用" }).first());
  await shown(desk.locator(".done"));
  await checks.close();
});
