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
