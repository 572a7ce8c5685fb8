/** The officer's main path in a real browser: a file of the invented province, from its columns to its receipt, and back. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { FileChooser, Page } from "playwright-core";
import { follow, openBrowser, openVisit, shown, turned } from "#tests/kit/browser.ts";
import { assertSound, cellOf, fileOf, registrations, signIn, tally, untilEnded, withCell } from "#tests/kit/console.ts";
import { testNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";

const base = await serveNode(await testNode({ CHENGXIN_DEMO: "1" }));
const browser = await openBrowser();
after(() => browser.close());

/** What the columns lead to that nobody could guess from their names. */
const leads: Readonly<Record<string, string>> = { 核准日期: "decidedOn", 统一社会信用代码: "#" };

/** Says of every column where it leads; what the item has no use for is not sent. */
async function sayColumns(page: Page): Promise<void> {
  const selects = page.locator(".columns-table select[id^=to-]");
  for (let at = 0; at < (await selects.count()); at++) {
    const select = selects.nth(at);
    const label = await page.locator(`label[for=to-${at}]`).textContent();
    const lead = Object.entries(leads).find(([name]) => label?.includes(name))?.[1];
    if (lead) await select.selectOption(lead);
    else if ((await select.inputValue()) === "") await select.selectOption("-");
  }
}

type ChosenFile = Awaited<ReturnType<typeof fileOf>>;

async function choose(page: Page, file: ChosenFile): Promise<void> {
  await page.locator("#file").setInputFiles(file);
  await follow(page.getByRole("button", { name: "上传" }));
  await shown(page.getByRole("heading", { name: "核对各列" }));
}

test("an officer sends a file: columns, dry run, findings, mended, sent, receipt, public at once", async () => {
  const visit = await openVisit(browser, base);
  const page = await visit.newPage();
  const said: string[] = [];
  page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  await signIn(page, "chen-lan");
  assert.equal(new URL(page.url()).pathname, "/intake");
  await assertSound(page);

  const sheet = registrations(12, 40);
  const damaged = withCell(sheet, 3, "企业名称", "");
  await page.goto("/intake/send?item=cn/registration");
  await assertSound(page);
  await choose(page, await fileOf(damaged, "登记导出（第一次）.csv"));
  await assertSound(page);
  await sayColumns(page);
  await page.locator("#title").fill("登记系统导出表");
  await follow(page.getByRole("button", { name: "试运行", exact: true }));
  await untilEnded(page);
  await assertSound(page);
  assert.equal(await tally(page, "拒收"), 1);
  assert.equal(await tally(page, "已收"), 11);
  const finding = page.locator("table", { hasText: "逐行" }).locator("tbody tr").first();
  assert.match(await finding.innerText(), /5[\s\S]*企业名称/);
  await page.locator("#verdict").selectOption("refuse");
  await follow(page.getByRole("button", { name: "筛选" }));
  assert.equal(await page.locator("table", { hasText: "逐行" }).locator("tbody tr").count(), 1);
  const csv = await page.request.get(
    (await page.getByRole("link", { name: "下载全部问题（CSV）" }).getAttribute("href")) ?? "",
  );
  assert.match(String(csv.headers()["content-type"]), /^text\/csv/);
  assert.match(await csv.text(), /企业名称/);
  const code = cellOf(sheet, 3, "统一社会信用代码/注册号");
  assert.equal((await page.request.get(`/organisations/${code}`)).status(), 404, "a dry run records nothing");

  // The mended file needs no second thought: its columns were kept.
  await follow(page.getByRole("link", { name: "上传改好的文件" }));
  assert.notEqual(await page.locator("#mapping").inputValue(), "");
  await choose(page, await fileOf({ ...sheet, format: "xlsx" }, "登记导出（改好）.xlsx"));
  assert.equal(await page.locator(".column-unsaid").count(), 0);
  await follow(page.getByRole("button", { name: "试运行", exact: true }));
  await untilEnded(page);
  assert.equal(await tally(page, "已收"), 12);
  await follow(page.getByRole("button", { name: "正式报送" }));
  await untilEnded(page);
  assert.equal(await tally(page, "已收"), 12);
  const seen = await page.request.get(`/organisations/${code}`);
  assert.equal(seen.status(), 200, "what was accepted is public to whoever asks first");
  assert.ok((await seen.text()).includes(cellOf(sheet, 3, "企业名称")));
  const batch = new URL(page.url()).pathname;

  await follow(page.getByRole("link", { name: "回执" }));
  await assertSound(page);
  const receipt = await page.request.get(
    (await page.getByRole("link", { name: "下载签名的回执（JSON）" }).getAttribute("href")) ?? "",
  );
  assert.equal(((await receipt.json()) as { accepted: number }).accepted, 12);
  await page.goto(`${batch}/records`);
  assert.equal(await page.locator("tbody tr").count(), 12);
  await assertSound(page);

  assert.deepEqual(
    said.filter((line) => !/ 4(04|22) /.test(line)),
    [],
  );
  await visit.close();
});

test("the same path works without script: the file goes with its form, the page looks again by itself", async () => {
  const visit = await openVisit(browser, base, { script: false });
  const page = await visit.newPage();
  await signIn(page, "chen-lan");
  await page.goto("/intake/send?item=cn/registration");
  const sheet = registrations(8, 60);
  await choose(page, await fileOf(sheet, "无脚本.csv"));
  await sayColumns(page);
  await page.locator("#title").fill("无脚本导出表");
  await follow(page.getByRole("button", { name: "试运行", exact: true }));
  await untilEnded(page);
  await follow(page.getByRole("button", { name: "正式报送" }));
  await untilEnded(page);
  assert.equal(await tally(page, "已收"), 8);
  assert.match(await page.locator(".file-facts").innerText(), /无脚本\.csv/);
  await follow(page.getByRole("link", { name: "回执" }));
  assert.match(await page.locator("h1").innerText(), /回执/);
  await visit.close();
});

/** Moves with the tabulator until an element has the focus, as people without a mouse do. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 120; step++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  assert.fail(`the keyboard does not reach ${selector}`);
}

/** Moves with the arrows to an option of the list that has the focus. */
async function arrowTo(page: Page, option: string): Promise<void> {
  const chosen = () =>
    page.evaluate(() => (document.activeElement as HTMLSelectElement).selectedOptions[0]?.textContent ?? "");
  for (let step = 0; step < 100 && (await chosen()) !== option; step++) await page.keyboard.press("ArrowDown");
  assert.equal(await chosen(), option);
}

/**
 * Opens the file chooser of the focused field with the keyboard. Who waits for the chooser does so since the page was opened: asked only
 * at the key, a busy browser may hear of it after the key and swallow its own dialog. A person would press again, and so does this.
 */
async function chooseByKeyboard(page: Page, chosen: Promise<FileChooser>, file: ChosenFile): Promise<void> {
  let chooser: FileChooser | undefined;
  for (let attempt = 0; attempt < 5 && !chooser; attempt++) {
    await page.keyboard.press("Space");
    chooser = await Promise.race([chosen, wait(5_000, undefined)]);
  }
  assert.ok(chooser, "the keyboard does not open the file chooser");
  await chooser.setFiles(file);
}

test("the same path works by keyboard alone", async () => {
  const visit = await openVisit(browser, base);
  const page = await visit.newPage();
  const chosen = new Promise<FileChooser>((resolve) => page.once("filechooser", resolve));
  await signIn(page, "chen-lan");
  await tabTo(page, ".console-nav a[href='/intake/send']");
  await turned(page, () => page.keyboard.press("Enter"));
  await tabTo(page, "#item");
  await arrowTo(page, "登记注册基本信息");
  await tabTo(page, "#mapping");
  await arrowTo(page, "登记系统导出表");
  await tabTo(page, "#file");
  await chooseByKeyboard(page, chosen, await fileOf(registrations(5, 80), "键盘.csv"));
  await tabTo(page, "main form button");
  await turned(page, () => page.keyboard.press("Enter"));
  await shown(page.getByRole("heading", { name: "核对各列" }));
  await tabTo(page, "button[value=dry]");
  await turned(page, () => page.keyboard.press("Enter"));
  await untilEnded(page);
  await tabTo(page, "main .actions form button");
  await turned(page, () => page.keyboard.press("Enter"));
  await untilEnded(page);
  assert.equal(await tally(page, "已收"), 5);
  await visit.close();
});
