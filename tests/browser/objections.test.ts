/** The bakery's journey in a real browser: it objects in three screens, the record is marked, its source answers, it wins. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { follow, openBrowser, openVisit, shown, signInAs } from "#tests/kit/browser.ts";
import { assertSound } from "#tests/kit/console.ts";
import { demoNode } from "#tests/kit/database.ts";
import { storied } from "#tests/kit/demo.ts";
import { serveNode } from "#tests/kit/portal.ts";

const node = await demoNode();
const base = (await serveNode(node)).replace("127.0.0.1", "localhost");
const browser = await openBrowser();
after(() => browser.close());

const bakery = storied("bakery");
const found = await node.app.query<{ recordId: string }>(
  `SELECT r.record_id AS "recordId" FROM ledger.record r JOIN registry.identifier i USING (subject_id)
   WHERE i.value = $1 AND r.item_id = 'cn/penalty' AND r.authority = '11880100MB8800512N' AND r.disclosure = 'public'`,
  [bakery.code],
);
const card = `#r-${found.rows[0]?.recordId}`;

const slip = {
  name: "piao-ju.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "latin1"),
};
const shots = process.env["CHENGXIN_SHOTS"];

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

/** Opens the newest objection that waits for an officer's answer. */
async function atTheDesk(): Promise<{ visit: Awaited<ReturnType<typeof openVisit>>; page: Page }> {
  const { visit, page } = await as("zhao-ning");
  await page.goto("/objections");
  await look(page, "objections-desk");
  await follow(page.locator(".item-list a").first());
  await look(page, "objection-desk");
  return { visit, page };
}

test("on a phone the bakery objects in three screens, everybody sees the mark, its source corrects, and it has won", async () => {
  const subject = await as("he-miao", { width: "phone" });
  const { page } = subject;
  await page.goto("/mine");
  await look(page, "mine-phone");
  await follow(page.locator(card).getByRole("link", { name: "提出异议" }));
  await look(page, "object-phone");
  await follow(page.getByRole("button", { name: "提交异议" }));
  await shown(page.locator("#ground-error"));
  await shown(page.locator("#words-error"));
  await look(page, "object-phone-error");
  await page.getByLabel("事实、金额或日期有误").check();
  await page.getByLabel("理由", { exact: true }).fill("决定书写明罚款五千元。");
  await page
    .getByLabel("证据")
    .setInputFiles({ ...slip, name: "zheng-ju.pdf", buffer: Buffer.from("MZ\x90\x00\x03\x00", "latin1") });
  await follow(page.getByRole("button", { name: "提交异议" }));
  await shown(page.locator("#document-error"), "a program is no evidence, whatever it is called");
  await page.getByLabel("证据").setInputFiles(slip);
  await follow(page.getByRole("button", { name: "提交异议" }));
  await shown(page.getByRole("status").getByText("异议已提交，记录已标注"));
  await look(page, "objection-filed-phone");
  const visitor = await openVisit(browser, base, {});
  const open = await visitor.newPage();
  await open.goto(`/organisations/${bakery.code}`);
  await shown(open.locator(card).locator(".tags").getByText("异议处理中"));
  const desk = await atTheDesk();
  await follow(desk.page.getByRole("link", { name: "成立：更正记录" }));
  await look(desk.page, "objection-correct");
  await desk.page.locator("#fineAmount").fill("5000");
  await desk.page.locator("#content").fill("罚款5000元。");
  // The aid as it stands is no answer.
  await follow(desk.page.getByRole("button", { name: "更正并答复" }));
  await shown(desk.page.locator("#_reasons-error"));
  await desk.page
    .locator("#_reasons")
    .fill("调取处罚决定书原件和缴款凭证，两处均为五千元，录入有误，现按决定书更正为五千元。");
  await follow(desk.page.getByRole("button", { name: "更正并答复" }));
  await shown(desk.page.getByRole("status").getByText("异议成立，记录已改"));
  await desk.visit.close();
  await page.goto("/mine/objections");
  await look(page, "objections-phone");
  await follow(page.locator(".item-list a").first());
  await shown(page.getByText("调取处罚决定书原件和缴款凭证").first());
  await look(page, "objection-won-phone");
  await open.goto(`/organisations/${bakery.code}`);
  assert.equal(await open.locator(card).getByText("异议处理中").count(), 0);
  await visitor.close();
  await subject.visit.close();
});

test("without script and in English: this is not me, rejected with reasons, and the statement stands beside the record", async () => {
  const { visit, page } = await as("he-miao", { script: false });
  await page.goto("/en/mine");
  await follow(page.locator(card).getByRole("link", { name: "This is not me" }));
  assert.ok(await page.getByLabel("it is not me").isChecked());
  await follow(page.getByRole("button", { name: "Send the objection" }));
  await shown(page.getByText("Your objection is filed and the record is marked"));
  const desk = await atTheDesk();
  await follow(desk.page.getByRole("link", { name: "不成立" }));
  await look(desk.page, "objection-reject");
  await desk.page
    .getByLabel("理由")
    .fill("决定书载明的名称、代码与该公司登记一致，现场检查笔录由其法定代表人签字，故维持原记录。");
  await follow(desk.page.getByRole("button", { name: "答复" }));
  await shown(desk.page.getByRole("status").getByText("已答复"));
  await page.reload();
  await shown(page.getByText("Ask for administrative reconsideration within sixty days"));
  await page.getByLabel("Statement").fill("We have paid and changed our supplier.");
  await follow(page.getByRole("button", { name: "Attach it" }));
  await shown(page.getByText("The statement is attached"));
  await page.goto("/en/mine");
  await shown(page.locator(card).getByText("We have paid and changed our supplier."));
  await desk.page.reload();
  await follow(desk.page.getByRole("link", { name: "公开主体的声明" }));
  await look(desk.page, "statement-release");
  await follow(desk.page.getByRole("button", { name: "公开", exact: true }));
  await shown(desk.page.getByRole("status").getByText("声明已公开"));
  await page.goto(`/en/organisations/${bakery.code}`);
  await shown(page.locator(card).getByText("We have paid and changed our supplier."));
  await desk.visit.close();
  await visit.close();
});

test("supervisors see how offices answer, and bodies what was corrected", async () => {
  const supervisor = await as("lin-che");
  for (const path of ["/team/lateness", "/en/team/lateness", "/objections/told", "/en/objections"]) {
    await supervisor.page.goto(path);
    await look(supervisor.page, path.replaceAll("/", "-"));
  }
  await supervisor.visit.close();
});
