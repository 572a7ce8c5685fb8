/** Watches in a real browser: set up, told, ended; webhooks; and the subject sees by whom it is watched. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { follow, openBrowser, openVisit, shown } from "#tests/kit/browser.ts";
import { assertSound, signIn } from "#tests/kit/console.ts";
import { demoNode } from "#tests/kit/database.ts";
import { storied } from "#tests/kit/demo.ts";
import { serveNode } from "#tests/kit/portal.ts";

const node = await demoNode();
const base = (await serveNode(node)).replace("127.0.0.1", "localhost");
const browser = await openBrowser();
after(() => browser.close());

async function signedIn(
  person: string,
  options: Parameters<typeof openVisit>[2] = {},
  lang: "zh" | "en" = "zh",
): Promise<Page> {
  const visit = await openVisit(browser, base, options);
  const page = await visit.newPage();
  await signIn(page, person, lang);
  return page;
}

test("the demo's housing department watches its bidders and reads what began and what was annulled", async () => {
  const page = await signedIn("sun-yue");
  await page.goto("/check/watches");
  await shown(page.getByRole("cell", { name: "1 次变化" }).first());
  await assertSound(page);
  await follow(page.locator("tr", { hasText: "2 次变化" }).locator("a"));
  await shown(page.getByRole("heading", { name: "一项关注" }));
  await assertSound(page);
  await follow(page.getByRole("link", { name: "答复有变化" }).first());
  await shown(page.getByText("不再适用", { exact: true }));
  assert.match(await page.locator("main").innerText(), /拖欠农民工工资|工资/);
  assert.ok((await page.locator(".laws li").count()) > 0, "what changed stands with its law");
  await assertSound(page);
  await page.context().close();
});

for (const [way, options] of Object.entries({
  whole: {},
  "without script": { script: false },
  "on a phone": { width: "phone" },
} as const))
  test(`codes are watched from a list, what is wrong with a line is said, and a watch is ended: ${way}`, async () => {
    const page = await signedIn("chen-lan", options);
    await page.goto("/check/watches");
    const code = storied(way === "whole" ? "cooperative" : way === "on a phone" ? "renamed" : "nothing-recorded").code;
    await page.locator("#codes").fill(`${code}\nnonsense`);
    await follow(page.locator("main form button[type=submit]").last());
    await shown(page.locator(".govuk-error-summary"));
    assert.equal(await page.locator("#codes").inputValue(), `${code}\nnonsense`, "what was typed is still there");
    await page.locator("#choice").selectOption("cn/inspection-food inspection-planning");
    await page.locator("#endsOn").fill(node.clock.today());
    await follow(page.locator("main form button[type=submit]").last());
    await shown(page.getByText("已关注 1 个主体"));
    assert.match(await page.locator(".done").innerText(), /第 2 行：\s*代码写法不对/);
    if (!("script" in options)) await assertSound(page);
    await follow(page.getByRole("link", { name: code }));
    await follow(page.getByRole("button", { name: "停止关注" }));
    await shown(page.locator(".done"));
    assert.match(await page.locator("dl.pairs").innerText(), /已停止/);
    await page.context().close();
  });

test("a supervisor registers a webhook, sees its secret once, tries it, and ends it; an address of our own network is refused", async () => {
  const page = await signedIn("sun-yue", {}, "en");
  await page.goto("/en/team/webhooks");
  await page.locator("#address").fill("https://169.254.169.254/latest");
  await follow(page.getByRole("button", { name: "Register" }));
  await shown(page.locator(".govuk-error-summary"));
  await page.locator("#address").fill("https://hooks.linjiang.gov.cn/chengxin");
  await follow(page.getByRole("button", { name: "Register" }));
  await shown(page.locator(".done"));
  assert.match(await page.locator(".done code").innerText(), /^whsec_/);
  await assertSound(page);
  await page.goto("/en/team/webhooks");
  assert.ok(!(await page.content()).includes("whsec_"));
  await follow(page.getByRole("button", { name: "Send a test" }));
  await shown(page.locator(".done"));
  await shown(page.getByRole("rowheader", { name: "A test" }));
  await follow(page.getByRole("button", { name: "End", exact: true }));
  await shown(page.getByText("Ended; its watches go on in the feed"));
  await page.context().close();
});

test("C15: a subject sees which bodies watch it, in what, why, until when, in both languages", async () => {
  const page = await signedIn("he-miao");
  for (const [path, who, until] of [
    ["/mine/looks", "临江省税务局", "2027"],
    ["/en/mine/looks", "Linjiang", "2027"],
  ] as const) {
    await page.goto(path);
    const standing = page.locator("section[aria-labelledby=watches]");
    await shown(standing.locator("tbody tr").first());
    const said = await standing.innerText();
    assert.ok(said.includes(who) && said.includes(until), said);
    await assertSound(page);
  }
  await page.context().close();
});
