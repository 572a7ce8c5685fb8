/** Visitors at the lists: what each is, who is on it, how one leaves; what measures are and can never be. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { follow, openBrowser, openVisit, shown } from "#tests/kit/browser.ts";
import { assertSound } from "#tests/kit/console.ts";
import { demoNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";

const base = await serveNode(await demoNode());
const browser = await openBrowser();
after(() => browser.close());

async function visitor(options: Parameters<typeof openVisit>[2] = {}): Promise<Page> {
  const visit = await openVisit(browser, base, options);
  return visit.newPage();
}

const pathOf = (page: Page) => new URL(page.url()).pathname;
const serious = "/lists/cn/market-serious-list";

for (const [way, options] of Object.entries({
  whole: {},
  "without script": { script: false },
  "on a phone": { width: "phone" },
} as const)) {
  test(`a visitor goes from the first page to a list, finds who is on it, and to what follows: ${way}`, async () => {
    const page = await visitor(options);
    await page.goto("/");
    await follow(page.locator(".ways a[href='/lists']"));
    const honours = await page.locator("#honour").boundingBox();
    const constraints = await page.locator("#serious").boundingBox();
    assert.ok((honours?.y ?? 0) < (constraints?.y ?? 0), "honours stand first");
    await follow(page.locator(`.list-card a[href='${serious}']`));
    assert.equal(pathOf(page), serious);
    const entry = page.locator(".table tbody tr").first();
    const name = await entry.locator("th a").innerText();
    await page.getByLabel("名称或统一社会信用代码").fill(name);
    await follow(page.getByRole("button", { name: "筛选" }));
    assert.ok((await page.locator(".table tbody tr th a").allInnerTexts()).includes(name));
    await page.getByRole("link", { name: "CSV" }).waitFor();
    await page.locator(".follows summary").click();
    await follow(page.locator(".follows .table a").first());
    assert.match(pathOf(page), /^\/measures\//);
    await page.getByRole("heading", { name: "措施不能是什么" }).waitFor();
    await follow(page.locator("ul.laws a[href^='/lists/']").first());
    assert.match(pathOf(page), /^\/lists\//);
    await page.context().close();
  });
}

for (const width of ["desk", "phone"] as const)
  for (const prefix of ["", "/en"])
    test(`every page of lists and measures is accessible and fits: ${width} ${prefix || "/"}`, async () => {
      const page = await visitor({ width });
      const lists = (await (await fetch(`${base}/api/v1/catalogue/lists`)).json()) as {
        lists: { id: string; switchedOn: boolean; sort: string; keptHere: boolean }[];
      };
      const some = [
        ...["honour", "serious", "abnormal"].map((sort) =>
          lists.lists.find((one) => one.sort === sort && one.switchedOn),
        ),
        lists.lists.find(({ switchedOn }) => !switchedOn),
        lists.lists.find(({ keptHere, switchedOn }) => !keptHere && switchedOn),
      ].flatMap((one) => (one ? [`/lists/${one.id}`] : []));
      assert.equal(some.length, 5);
      const measures = (await (await fetch(`${base}/api/v1/catalogue/measures`)).json()) as {
        measures: { id: string; sort: string }[];
      };
      const measured = ["constraint", "incentive"].flatMap((sort) => {
        const found = measures.measures.find((one) => one.sort === sort);
        return found ? [`/measures/${found.id}`] : [];
      });
      const filters = [`${serious}?q=没有这样的名称`, `${serious}?from=1%2F2%2F2026`];
      for (const path of ["/lists", "/measures", ...some, ...measured, ...filters]) {
        const answer = await page.goto(prefix + path);
        assert.ok([200, 422].includes(answer?.status() ?? 0), `${prefix}${path} ${answer?.status()}`);
        await assertSound(page);
      }
      await page.context().close();
    });

test("a person's number in the search of a list is refused, and stands nowhere on the page or in a link (C13)", async () => {
  const page = await visitor({ script: false });
  const answer = await page.goto(`${serious}?q=11010519491231002X`);
  assert.ok((answer?.status() ?? 0) >= 400);
  assert.doesNotMatch(await page.content(), /11010519491231002/);
  await page.context().close();
});

test("on the file of whoever is listed stand the list, what follows and how to leave; an honour stands as large", async () => {
  const page = await visitor();
  await page.goto(serious);
  await follow(page.locator(".table tbody tr th a").first());
  const part = page.locator(".record-adverse .entails").first();
  await part.locator(`a[href='${serious}']`).waitFor();
  await part.locator("summary").click();
  await shown(part.locator("a[href^='/measures/']").first());
  assert.match(await part.innerText(), /怎样提前离开/);
  await assertSound(page);
  await page.goto("/lists/cn/honour");
  await follow(page.locator(".table tbody tr th a").first());
  await page.locator(".record-honour .entails a[href='/lists/cn/honour']").first().waitFor();
  await page.context().close();
});
