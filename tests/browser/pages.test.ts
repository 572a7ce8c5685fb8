import assert from "node:assert/strict";
import { after, test } from "node:test";
import { accessibilityFaults, follow, openBrowser, openVisit, overflows, widths } from "#tests/kit/browser.ts";
import { demoNode } from "#tests/kit/database.ts";
import { endedRecord, storied } from "#tests/kit/demo.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { pages } from "#web/pages/table.ts";
import { address } from "#web/voice.ts";
import { langs } from "#web/words.ts";

const node = await demoNode();
const base = await serveNode(node);
const browser = await openBrowser();
after(() => browser.close());

/** Pages anyone may open without knowing anything. */
const plain = pages.filter((page) => page.get && !page.signedIn && !page.path.includes(":")).map((page) => page.path);
const builder = `/organisations/${storied("builder").code}`;
const shown = await node.ledger.files.getPublic({ code: storied("builder").code });
const ended = await endedRecord(node);

/** Every other public page with what it is about, and how it is to answer. */
const paths: readonly (readonly [path: string, status: number])[] = [
  ...plain.map((path) => [path, 200] as const),
  [builder, 200],
  [`${builder}?sector=10`, 200],
  [`${builder}?effectiveAt=2025-06-01&knownAt=2026-09-01`, 200],
  [`${builder}?effectiveAt=1%2F6%2F2025`, 422],
  [`${builder}/records/${shown.ok ? shown.value.records[0]?.recordId : ""}`, 200],
  [`/organisations/${storied("bakery-stall").code}`, 200],
  [`/organisations/${storied("nothing-recorded").code}`, 200],
  [`/search?${new URLSearchParams({ q: "面包房" })}`, 200],
  [`/search?${new URLSearchParams({ q: "没有这样的组织名" })}`, 200],
  ["/double-publicity?item=cn%2Fpenalty&from=2026-01-01", 200],
  ["/rules/sectors/10", 200],
  ["/rules/items/cn/penalty", 200],
  ["/nothing-here", 404],
  [`/organisations/${ended.code}/records/${ended.recordId}`, 410],
];

for (const width of Object.keys(widths) as (keyof typeof widths)[]) {
  for (const lang of langs) {
    test(`every public page is accessible and fits: ${width}, ${lang}`, async () => {
      const visit = await openVisit(browser, base, { width });
      const page = await visit.newPage();
      const said: string[] = [];
      page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => said.push(String(error)));
      for (const [path, status] of paths) {
        const url = address(lang, path);
        const answer = await page.goto(url);
        assert.equal(answer?.status(), status, url);
        assert.deepEqual(await accessibilityFaults(page), [], url);
        assert.ok(!(await overflows(page)), `${url} is wider than the window`);
        assert.equal(await page.locator("h1").count(), 1, `${url} has one title`);
      }
      // The policy against script and style of pages would speak here; some pages are meant to answer so.
      assert.deepEqual(
        said.filter((line) => !/status of 4(?:04|10|22)/.test(line)),
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
  await follow(page.getByRole("link", { name: "English" }));
  assert.equal(new URL(page.url()).pathname, "/en/about");
  await follow(page.getByRole("link", { name: "中文" }));
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
