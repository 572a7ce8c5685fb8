import assert from "node:assert/strict";
import { after, test } from "node:test";
import { accessibilityFaults, openBrowser, openVisit, overflows, widths } from "#tests/kit/browser.ts";
import { testNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { pages } from "#web/pages/table.ts";
import { address } from "#web/voice.ts";
import { langs } from "#web/words.ts";

const base = await serveNode(await testNode({ CHENGXIN_DEMO: "1" }));
const browser = await openBrowser();
after(() => browser.close());

/** Pages anyone may open without knowing anything, and an error. */
const paths = pages.filter((page) => page.get && !page.signedIn && !page.path.includes(":")).map((page) => page.path);

for (const width of Object.keys(widths) as (keyof typeof widths)[]) {
  for (const lang of langs) {
    test(`every public page is accessible and fits: ${width}, ${lang}`, async () => {
      const visit = await openVisit(browser, base, { width });
      const page = await visit.newPage();
      const said: string[] = [];
      page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => said.push(String(error)));
      for (const path of [...paths, "/nothing-here"]) {
        const url = address(lang, path);
        const answer = await page.goto(url);
        assert.equal(answer?.status(), path === "/nothing-here" ? 404 : 200, url);
        assert.deepEqual(await accessibilityFaults(page), [], url);
        assert.ok(!(await overflows(page)), `${url} is wider than the window`);
        assert.equal(await page.locator("h1").count(), 1, `${url} has one title`);
      }
      // The policy against script and style of pages would speak here; the missing page is meant to be missing.
      assert.deepEqual(
        said.filter((line) => !line.includes("404")),
        [],
      );
      await visit.close();
    });
  }
}

test("one click leads from Chinese to English and back, on the same page", async () => {
  const visit = await openVisit(browser, base, { script: false });
  const page = await visit.newPage();
  await page.goto("/about");
  await page.getByRole("link", { name: "English" }).click();
  assert.equal(new URL(page.url()).pathname, "/en/about");
  await page.getByRole("link", { name: "中文" }).click();
  assert.equal(new URL(page.url()).pathname, "/about");
  await visit.close();
});

test("the keyboard reaches the content first, and every link shows that it has the focus", async () => {
  const visit = await openVisit(browser, base);
  const page = await visit.newPage();
  await page.goto("/about");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("href")), "#main");
  await page.keyboard.press("Tab");
  const seen = await page.evaluate(() => {
    const active = document.activeElement;
    return active
      ? getComputedStyle(active).boxShadow !== "none" || getComputedStyle(active).outlineStyle !== "none"
      : false;
  });
  assert.ok(seen);
  await visit.close();
});
