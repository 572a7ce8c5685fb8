/** Visitors: by mouse, by keyboard alone, without script, on a phone; and what none of them may ever find. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { createLog } from "#src/platform/log.ts";
import { accessibilityFaults, follow, openBrowser, openVisit, overflows, shown, turned } from "#tests/kit/browser.ts";
import { demoNode } from "#tests/kit/database.ts";
import { endedRecord, storied } from "#tests/kit/demo.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { rowsOfLinjiang } from "#tools/linjiang/generate.ts";

const node = await demoNode();
const logged: string[] = [];
const log = createLog("trace", { write: (line: string) => void logged.push(line) });
const base = await serveNode({ ...node, log });
const browser = await openBrowser();
after(() => browser.close());

const bakery = storied("bakery");
const builder = storied("builder");
const stall = storied("bakery-stall");

async function visitor(options: Parameters<typeof openVisit>[2] = {}): Promise<Page> {
  const visit = await openVisit(browser, base, options);
  return visit.newPage();
}

const pathOf = (page: Page) => new URL(page.url()).pathname;
const ways = { whole: {}, "without script": { script: false }, "on a phone": { width: "phone" } } as const;

for (const [way, options] of Object.entries(ways)) {
  test(`a visitor finds an organisation by its name, reads its file and what each record stands on: ${way}`, async () => {
    const page = await visitor(options);
    await page.goto("/");
    await page.getByRole("searchbox").or(page.getByRole("combobox")).fill(builder.name);
    await follow(page.getByRole("button", { name: "查询" }));
    assert.equal(pathOf(page), "/search");
    assert.equal(new URL(page.url()).searchParams.get("q"), builder.name);
    await follow(page.locator(".hits").getByRole("link", { name: builder.name }));
    assert.equal(pathOf(page), `/organisations/${builder.code}`);
    const adverse = page.locator(".record-adverse").first();
    for (const word of ["作出决定的机关", "依据", "有效期", "公示至"])
      await shown(adverse.getByText(word, { exact: true }), word);
    await adverse.getByText("怎样提出异议、申请修复").click();
    await follow(adverse.locator(".way-back a"));
    assert.match(pathOf(page), new RegExp(`^/organisations/${builder.code}/records/[0-9a-f-]{36}$`));
    assert.equal(await page.locator(".record").count(), 1);
    await follow(page.locator(".actions a[href^='/rules/items/']"));
    assert.match(pathOf(page), /^\/rules\/items\/cn\//);
    assert.ok(!(await overflows(page)));
    await page.context().close();
  });
}

test("suggestions appear while typing, are chosen with the arrows, and nothing typed stands in an address before", async () => {
  const page = await visitor();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto("/en");
  const field = page.getByRole("combobox");
  // At once: half the words, typed slowly on a busy machine, bring suggestions of their own, which the next replace.
  await field.fill("磐石建设");
  const option = page.getByRole("option").first();
  await option.waitFor();
  assert.match(await option.innerText(), /磐石建设/);
  assert.deepEqual(await accessibilityFaults(page), []);
  await field.press("ArrowDown");
  assert.equal(await option.getAttribute("aria-selected"), "true");
  await turned(page, () => field.press("Enter"));
  assert.equal(pathOf(page), `/en/organisations/${builder.code}`);
  assert.ok(!asked.some((url) => decodeURIComponent(url).includes("磐石")));
  await page.context().close();
});

test("the keyboard alone leads from the first page to a file and to its English twin", async () => {
  const page = await visitor();
  await page.goto("/");
  const tabTo = async (holds: (focused: { href: string | null; id: string; text: string }) => boolean) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => {
        const active = document.activeElement;
        return { href: active?.getAttribute("href") ?? null, id: active?.id ?? "", text: active?.textContent ?? "" };
      });
      if (holds(focused)) return;
    }
    assert.fail("sixty presses of Tab did not lead there");
  };
  await tabTo(({ id }) => id === "q");
  await page.keyboard.type(bakery.code);
  await turned(page, () => page.keyboard.press("Enter"));
  assert.equal(pathOf(page), "/search");
  await tabTo(({ href }) => href === `/organisations/${bakery.code}`);
  await turned(page, () => page.keyboard.press("Enter"));
  assert.equal(pathOf(page), `/organisations/${bakery.code}`);
  await tabTo(({ text }) => text === "English");
  await turned(page, () => page.keyboard.press("Enter"));
  assert.equal(pathOf(page), `/en/organisations/${bakery.code}`);
  await page.context().close();
});

test("both dates of a file can be moved, the page says what differs, and the language switch keeps them", async () => {
  const page = await visitor({ script: false });
  await page.goto(`/en/organisations/${builder.code}`);
  const today = await page.locator(".record").count();
  await page.getByLabel("What held in law on").fill("1 June 2025");
  await page.getByLabel("What was known here on").fill("2026-09-01");
  await follow(page.getByRole("button", { name: "Show" }));
  const notice = page.getByRole("region", { name: "This is not the file of today" });
  assert.match(await notice.innerText(), /1 June 2025.*1 September 2026/s);
  assert.match(await notice.innerText(), /Had not been decided yet: \d+/);
  assert.doesNotMatch(await notice.innerText(), /cn\//, "every difference is named in words");
  assert.ok((await page.locator(".record").count()) < today);
  await follow(page.getByRole("link", { name: "中文" }));
  assert.match(
    page.url(),
    new RegExp(`/organisations/${builder.code}\\?effectiveAt=1\\+June\\+2025&knownAt=2026-09-01$`),
  );
  await follow(page.getByRole("link", { name: "回到今天" }));
  assert.equal(await page.locator(".record").count(), today);
  await page.context().close();
});

test("a file can be read one sector at a time", async () => {
  const page = await visitor({ script: false });
  await page.goto(`/organisations/${builder.code}`);
  await follow(page.getByRole("region", { name: "按领域" }).getByRole("link").first());
  const said = await page.getByText(/^只看“.+”：\d+ 条。/).innerText();
  const count = Number(/(\d+) 条/.exec(said)?.[1]);
  assert.equal(await page.locator(".record").count(), Math.min(count, 20));
  await follow(page.getByRole("link", { name: /^查看全部/ }));
  assert.equal(pathOf(page), `/organisations/${builder.code}`);
  await page.context().close();
});

test("double publicity can be filtered and taken away with the day of its data", async () => {
  const page = await visitor({ script: false });
  await page.goto("/double-publicity");
  await page.getByLabel("种类").selectOption({ label: "行政处罚" });
  await follow(page.getByRole("button", { name: "筛选" }));
  const kinds = await page.locator("#decisions tbody .tag, tbody .tag").allInnerTexts();
  assert.ok(kinds.length > 0 && kinds.every((kind) => kind === "行政处罚"), kinds.join());
  for (const format of ["CSV", "JSON"]) {
    const href = await page.getByRole("link", { name: format, exact: true }).getAttribute("href");
    const file = await fetch(new URL(href ?? "", base));
    assert.equal(file.status, 200);
    assert.match(await file.text(), new RegExp(node.clock.today()));
  }
  await page.context().close();
});

test("C13: what looks like a person's number is refused and comes back nowhere: page, address, log", async () => {
  // Valid in form; the sequence 000 was never given to anybody.
  const number = "110105194912310007";
  const shapes = [
    number,
    "１１０１０５１９４９１２３１０００７",
    "110105 19491231 0007",
    "11010519491231000X",
    "110105491231000",
  ];
  for (const script of [true, false]) {
    const page = await visitor({ script });
    for (const typed of shapes) {
      await page.goto("/");
      await page.getByRole("searchbox").or(page.getByRole("combobox")).fill(typed);
      await follow(page.getByRole("button", { name: "查询" }));
      assert.equal(pathOf(page), "/search");
      await shown(page.locator(".govuk-error-summary"));
      const digits = (await page.content()).normalize("NFKC").replace(/\s/g, "");
      assert.doesNotMatch(digits, /19491231|491231000/, typed);
      assert.equal(new URL(page.url()).search, "");
    }
    await page.context().close();
  }
  for (const path of [`/search?q=${number}`, `/en/search?q=${number}`, `/organisations/${number}`, `/x/${number}`])
    assert.doesNotMatch(await (await fetch(base + path)).text(), /19491231/, path);
  assert.ok(logged.length > 0, "the log was written");
  assert.doesNotMatch(logged.join(""), /19491231|491231000/);
});

test("C8: a page whose publication ended is gone, and search engines are told so", async () => {
  const { code, recordId } = await endedRecord(node);
  for (const lang of ["", "/en"]) {
    const answer = await fetch(`${base}${lang}/organisations/${code}/records/${recordId}`);
    assert.equal(answer.status, 410);
    assert.equal(answer.headers.get("x-robots-tag"), "noindex");
  }
});

test("C1, C12: no file names who represents or runs anything, nor scores anybody; a trader is in no index and no part search", async () => {
  const { people } = rowsOfLinjiang();
  const step = Math.floor(people.length / 40);
  let read = 0;
  for (const one of people.filter((person, index) => person.story !== null || index % step === 0)) {
    // Names of two characters also occur in names of places and trades.
    if (one.code === null || one.representative.length < 3 || one.name.includes(one.representative)) continue;
    const answer = await fetch(`${base}/organisations/${one.code}`);
    const text = await answer.text();
    if (answer.status !== 200) continue;
    read++;
    assert.ok(!text.includes(one.representative), `${one.code} names its representative`);
    assert.doesNotMatch(text, /信用分|评分|得分|排名|credit score/i, one.code);
  }
  assert.ok(read >= 20, `only ${read} files were read`);
  const own = await fetch(`${base}/organisations/${stall.code}`);
  assert.equal(own.headers.get("x-robots-tag"), "noindex");
  const search = await fetch(`${base}/search?${new URLSearchParams({ q: "阿满" })}`);
  assert.ok(!(await search.text()).includes(stall.code));
});
