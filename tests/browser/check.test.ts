/** The desk officer's check in a real browser: asked, answered, printed, reported; by keyboard and without script. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import type { Answered } from "#contract/endpoint.ts";
import type { listEntries } from "#contract/list-entries.ts";
import { follow, openBrowser, openVisit, shown, turned } from "#tests/kit/browser.ts";
import { assertSound, signIn } from "#tests/kit/console.ts";
import { demoNode } from "#tests/kit/database.ts";
import { storied } from "#tests/kit/demo.ts";
import { serveNode } from "#tests/kit/portal.ts";

const base = await serveNode(await demoNode());
const browser = await openBrowser();
after(() => browser.close());

type Entries = Answered<typeof listEntries>["items"];

async function entriesOf(list: string): Promise<Entries> {
  const answer = await fetch(`${base}/api/v1/listings/${list}?limit=200`);
  return ((await answer.json()) as Answered<typeof listEntries>).items;
}

const listed = await entriesOf("cn/market-serious-list");
const food = listed.find(({ record }) => record.fields["ground"] === "食品安全领域")?.subject.code ?? "";
const foodName = listed.find(({ subject }) => subject.code === food)?.subject.name ?? "";
const honours = await entriesOf("cn/honour");
const honoured =
  honours.find(({ subject }) => !listed.some((one) => one.subject.code === subject.code))?.subject.code ?? "";
const nobody = "91350100M000100Y43";
const choice = "cn/inspection-food inspection-planning";

async function officer(person = "chen-lan", options: Parameters<typeof openVisit>[2] = {}): Promise<Page> {
  const visit = await openVisit(browser, base, options);
  const page = await visit.newPage();
  await signIn(page, person);
  return page;
}

const ask = (page: Page) => follow(page.locator("main form button[type=submit]").first());

async function check(page: Page, code: string, chosen: string | null = choice): Promise<void> {
  await page.goto("/check");
  await page.locator("#number").fill(code);
  if (chosen) await page.locator("#choice").selectOption(chosen);
  await ask(page);
  await shown(page.locator(".verdict"));
}

for (const [way, options] of Object.entries({
  whole: {},
  "without script": { script: false },
  "on a phone": { width: "phone" },
} as const))
  test(`a check says what to do, what to tell the subject, on what law, until when: ${way}`, async () => {
    assert.ok(food && honoured, "the province has a food firm on the list and an honoured firm");
    const page = await officer("chen-lan", options);
    await check(page, food);
    assert.equal(await page.locator(".check-binds").count(), 1);
    assert.ok(
      (await page.locator(".verdict").innerText()).includes(foodName),
      "the firm's public name, beside its code",
    );
    const card = page.locator(".binding-constraint").first();
    for (const word of ["怎样办：", "告诉当事人：", "有效期", "决定", "依据"])
      assert.match(await card.innerText(), new RegExp(word));
    assert.ok((await card.locator(".laws li").count()) > 0);
    await page.locator(".receipt").waitFor();
    if (!("script" in options)) await assertSound(page);

    // The matter is remembered: the next check needs the code alone.
    await check(page, honoured, null);
    assert.equal(await page.locator(".check-due, .check-binds").count(), 1);
    assert.ok((await page.locator(".binding-incentive").count()) > 0, "what is due is said as plainly");

    await check(page, storied("nothing-recorded").code, null);
    assert.equal(await page.locator(".check-nothing").count(), 1);
    await check(page, nobody, null);
    assert.equal(await page.locator(".check-unknown").count(), 1);
    await page.context().close();
  });

test("what is wrong with a question is said at its field, and a person's number is never said back (C13)", async () => {
  const page = await officer();
  await page.goto("/check");
  await ask(page);
  await shown(page.locator("#number-error"));
  await assertSound(page);
  await page.locator("#number").fill("11010519491231002X");
  await page.locator("#choice").selectOption(choice);
  await ask(page);
  await shown(page.locator("#number-error"));
  assert.doesNotMatch(await page.content(), /11010519491231002/);
  assert.doesNotMatch(page.url(), /11010519491231002/);
  await page.locator("#number").fill("9188");
  await ask(page);
  await shown(page.locator("#number-error"));
  await page.context().close();
});

test("the receipt prints with its number and how to verify it, without what can only be clicked", async () => {
  const page = await officer();
  await check(page, food);
  await page.emulateMedia({ media: "print" });
  for (const gone of [".site-nav", ".console-nav", "#report", "[data-print]"])
    await page.locator(gone).first().waitFor({ state: "hidden" });
  const receipt = await page.locator(".receipt").innerText();
  assert.match(receipt, /[0-9a-f]{8}-[0-9a-f-]{27}/);
  assert.match(receipt, /receipt verify/);
  const file = await page.request.get((await page.locator(".receipt a[download]").getAttribute("href")) ?? "");
  assert.match(file.headers()["content-disposition"] ?? "", /^attachment; filename="receipt-[0-9a-f-]{36}\.json"$/);
  assert.equal(((await file.json()) as { type: string }).type, "ChengxinCheckReceipt/1");
  await page.context().close();
});

test("what was done is reported back; an act beyond the answer reaches the supervisor", async () => {
  const page = await officer();
  await check(page, food);
  const address = new URL(page.url()).pathname;
  assert.equal(address, "/check");
  const first = page.locator("details.act").first();
  if (!(await first.getAttribute("open").then((open) => open !== null))) await first.locator("summary").click();
  await first.getByLabel("没有采取").check();
  await follow(first.locator("button"));
  await shown(page.locator(".govuk-error-summary"));
  const again = page.locator("details.act").first();
  await again.getByLabel("没有采取").check();
  await again.locator("textarea").fill("本季度已经检查过，按年度计划办理。");
  await follow(again.locator("button"));
  await shown(page.locator(".done"));
  await assertSound(page);

  const other = page.locator("details.act").last();
  await other.locator("summary").click();
  await other.locator("select").selectOption("refuse");
  await other.locator("textarea").fill("误将名单当作不予许可的依据，已经纠正。");
  await follow(other.locator("button"));
  await shown(page.locator(".done"));
  await page.goto("/check/all");
  await assertSound(page);
  assert.ok((await page.locator("tbody tr").count()) > 0);
  await page.context().close();

  const supervisor = await officer("lin-che");
  await supervisor.goto("/team/flags");
  await assertSound(supervisor);
  assert.match(await supervisor.locator("main tbody tr").first().innerText(), /不予许可[\s\S]*已经纠正/);
  await supervisor.context().close();
});

/** A scanner begins in the field, once the browser has put the focus there: a busy machine does so after the page has loaded. */
async function fieldFocused(page: Page): Promise<void> {
  await page.waitForFunction(() => document.activeElement?.id === "number");
}

test("a scanner and the keyboard are enough: code, return, answer; then the matter once", async () => {
  const page = await officer();
  await page.goto("/check");
  await fieldFocused(page);
  await page.keyboard.type(food);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "choice");
  const chosen = () => page.evaluate(() => (document.activeElement as HTMLSelectElement).value);
  for (let step = 0; step < 60 && (await chosen()) !== choice; step++) await page.keyboard.press("ArrowDown");
  assert.equal(await chosen(), choice);
  const onButton = () => page.evaluate(() => document.activeElement?.matches("main form button") ?? false);
  for (let step = 0; step < 5 && !(await onButton()); step++) await page.keyboard.press("Tab");
  await turned(page, () => page.keyboard.press("Enter"));
  await shown(page.locator(".check-binds"));
  // A scanner ends a code with a return: the second check is nothing but the code.
  await page.goto("/check");
  await fieldFocused(page);
  await page.keyboard.type(food);
  await turned(page, () => page.keyboard.press("Enter"));
  await shown(page.locator(".check-binds"));
  await page.context().close();
});

test("pages of the check are sound in English and on a phone", async () => {
  const page = await officer("lin-che", { width: "phone" });
  await check(page, food);
  await assertSound(page);
  for (const path of ["/en/check", "/en/check/all", "/en/check/all?missing=yes", "/en/team/flags"]) {
    await page.goto(path);
    await assertSound(page);
  }
  await page.context().close();
});
