/** A person sees an odd look and questions it, in a real browser: one click, the body explains, the supervisor decides. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { follow, openBrowser, openVisit, shown, signInAs } from "#tests/kit/browser.ts";
import { assertSound } from "#tests/kit/console.ts";
import { demoNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";

const base = (await serveNode(await demoNode())).replace("127.0.0.1", "localhost");
const browser = await openBrowser();
after(() => browser.close());
const shots = process.env["CHENGXIN_SHOTS"];
const odd = "临人社许〔2026〕126号";

async function look(page: Page, name: string): Promise<void> {
  await assertSound(page);
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

async function as(person: string, options: { width?: "desk" | "phone"; script?: boolean } = {}) {
  const visit = await openVisit(browser, base, options);
  const page = await visit.newPage();
  await signInAs(page, person);
  return { visit, page };
}

test("on a phone, without script, the bakery questions a look it did not expect with one click, and reads what came of it", async () => {
  const subject = await as("he-miao", { width: "phone", script: false });
  const { page } = subject;
  await page.goto("/mine/looks");
  const row = page.getByRole("row").filter({ hasText: odd });
  await follow(row.getByRole("button", { name: "没想到会有这次查阅" }));
  await shown(page.getByText("已转查阅机关和主管"));
  const address = new URL(page.url()).pathname;
  await page.getByLabel("补充说明").fill("面包房没有申请过任何许可。");
  await follow(page.getByRole("button", { name: "提交" }));
  await shown(page.getByText("面包房没有申请过任何许可。"));
  await page.goto("/mine/looks");
  await shown(page.getByRole("row").filter({ hasText: odd }).getByRole("link", { name: "已质疑，查看进展" }));

  const body = await as("luo-xi");
  await body.page.goto("/questions");
  await look(body.page, "questions-body");
  await follow(body.page.getByRole("listitem").filter({ hasText: "青禾" }).getByRole("link"));
  await follow(body.page.getByRole("button", { name: "提交说明" }));
  await shown(body.page.locator("#provision-error"));
  await shown(body.page.locator("#words-error"));
  await body.page.getByLabel("依据的法律条款").fill("行政许可法第三十四条");
  await body.page
    .getByLabel("为何查阅")
    .fill("承办人办理同一条街另一家食品店的许可，输入代码时选错了单位，没有使用所见内容。");
  await look(body.page, "question-answer");
  await follow(body.page.getByRole("button", { name: "提交说明" }));
  await shown(body.page.getByText("说明已提交"));
  await body.visit.close();

  const supervisor = await as("shen-an");
  await supervisor.page.goto("/oversight/questions");
  await look(supervisor.page, "questions-supervisor");
  await follow(supervisor.page.getByRole("listitem").filter({ hasText: "青禾" }).getByRole("link"));
  await supervisor.page.getByLabel("查阅违法").check();
  await supervisor.page
    .getByLabel("理由")
    .fill("该单位没有提出过许可申请，查阅与所称事项无关，没有法律依据；责成该厅对录入代码增加核对。");
  await look(supervisor.page, "question-decide");
  await follow(supervisor.page.getByRole("button", { name: "作出决定" }));
  await shown(supervisor.page.getByText("决定已作出"));
  await supervisor.visit.close();

  await page.goto(address);
  await shown(page.getByText("查阅违法造成损害的"));
  assert.match(await page.locator("main").innerText(), /行政许可法第三十四条[\s\S]*责成该厅对录入代码增加核对/);
  await subject.visit.close();
  const scripted = await as("he-miao", { width: "phone" });
  for (const [path, name] of [
    ["/mine/looks", "looks-phone"],
    ["/mine/questions", "questions-phone"],
    [address, "question-phone"],
    [`/en${address}`, "question-phone-en"],
  ] as const) {
    await scripted.page.goto(path);
    await look(scripted.page, name);
  }
  await scripted.visit.close();
});

test("the log by body and days, drawn by month, and taken away as a file", async () => {
  const { page, visit } = await as("he-miao");
  await page.goto("/en/mine/looks");
  await look(page, "looks-desk-en");
  const rows = page.locator("tbody tr");
  const all = await rows.count();
  await page.getByLabel("From", { exact: true }).fill("2026-09-17");
  await follow(page.getByRole("button", { name: "Filter" }));
  assert.ok((await rows.count()) <= all);
  await shown(rows.filter({ hasText: odd }));
  const csv = page.getByRole("link", { name: "CSV" });
  const [file] = await Promise.all([page.waitForEvent("download"), csv.click()]);
  assert.equal(file.suggestedFilename(), "looks.csv");
  await visit.close();
});
