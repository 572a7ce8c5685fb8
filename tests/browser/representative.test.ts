/** A subject's representative: the whole file, who looked at it, and the mandate. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { accessibilityFaults, follow, openBrowser, openVisit, overflows, shown, signInAs } from "#tests/kit/browser.ts";
import { demoNode } from "#tests/kit/database.ts";
import { storied } from "#tests/kit/demo.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const base = (await serveNode(await demoNode())).replace("127.0.0.1", "localhost");
const browser = await openBrowser();
after(() => browser.close());
const bakery = storied("bakery");
const representative = "he-miao";

/** An officer of market regulation looks at the bakery's file. */
async function anOfficerLooks(): Promise<void> {
  const officer = new Visitor(base);
  await officer.signInAs("chen-lan");
  const { status, body } = await officer.act("/api/v1/files/read", {
    subject: { scheme: "unified-code", value: bakery.code },
    purpose: "permit-review",
    basis: "临市监许〔2026〕7号",
  });
  assert.equal(status, 200, JSON.stringify(body));
}

for (const width of ["desk", "phone"] as const) {
  test(`C9: the subject sees everything that is held, free, and each page can be used by anybody: ${width}`, async () => {
    const visit = await openVisit(browser, base, { width });
    const page = await visit.newPage();
    await page.goto(`/organisations/${bakery.code}`);
    const publicly = Number(await page.locator(".count-adverse dd").innerText());
    await page.goto("/");
    await signInAs(page, representative, (await page.locator("a[href^='/sign-in']").getAttribute("href")) ?? "");
    assert.equal(new URL(page.url()).pathname, "/mine", "signing in leads to one's own file");
    assert.ok(Number(await page.locator(".count-adverse dd").innerText()) > publicly);
    await shown(page.getByText("保存至", { exact: true }).first());
    for (const path of ["/mine", "/en/mine", "/mine/looks", "/en/mine/looks", "/mine/mandates", "/en/mine/mandates"]) {
      await page.goto(path);
      assert.deepEqual(await accessibilityFaults(page), [], path);
      assert.ok(!(await overflows(page)), `${path} is wider than the window`);
      assert.equal(await page.locator("h1").count(), 1, path);
    }
    await visit.close();
  });
}

test("C15: the subject reads who looked, why and on what basis; without script too", async () => {
  await anOfficerLooks();
  const visit = await openVisit(browser, base, { script: false });
  const page = await visit.newPage();
  await signInAs(page, representative, "/sign-in?back=%2Fen%2Fmine%2Flooks");
  const row = page.getByRole("row").filter({ hasText: "Linjiang Administration for Market Regulation" });
  assert.match(await row.innerText(), /临市监许〔2026〕7号[\s\S]*Shown/);
  await visit.close();
});

test("C15: a look from a desk without a line is the subject's to read: when it happened, and when its journal came in", async () => {
  const visit = await openVisit(browser, base);
  const page = await visit.newPage();
  await signInAs(page, representative);
  for (const [path, words] of [
    ["/mine/looks", /断线时据离线包查阅/],
    ["/en/mine/looks", /From an offline bundle; logged when the journal came in/],
  ] as const) {
    await page.goto(path);
    await shown(page.getByText(words).first());
  }
  assert.deepEqual(await accessibilityFaults(page), []);
  await visit.close();
});

test("the own file moves in both dates as the public one does", async () => {
  const visit = await openVisit(browser, base, { script: false });
  const page = await visit.newPage();
  await signInAs(page, representative, "/sign-in?back=%2Fmine");
  const today = await page.locator(".record").count();
  await page.getByLabel("法律上的日期").fill("2024年1月1日");
  await follow(page.getByRole("button", { name: "查看" }));
  await page.getByRole("heading", { name: "这不是今天的档案" }).waitFor();
  assert.ok((await page.locator(".record").count()) < today);
  await page.getByLabel("法律上的日期").fill("1/3/2026");
  await follow(page.getByRole("button", { name: "查看" }));
  await shown(page.locator(".govuk-error-summary"));
  await visit.close();
});

test("after signing out nothing of the own file is left to see", async () => {
  const visit = await openVisit(browser, base);
  const page = await visit.newPage();
  await signInAs(page, representative, "/sign-in?back=%2Fmine");
  await follow(page.getByRole("button", { name: "退出" }));
  await page.goto("/mine");
  await page.getByRole("heading", { name: "演示登录" }).waitFor();
  await page.goBack();
  assert.equal(await page.getByText("保存至", { exact: true }).count(), 0);
  await visit.close();
});
