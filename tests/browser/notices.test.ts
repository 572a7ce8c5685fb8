/** A notice in a real browser: served on paper and read where agreed, answered, heard, waived, written down at the counter. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { newSubjectId } from "#src/registry/index.ts";
import { officerOf, once, value } from "#tests/kit/access.ts";
import { follow, openBrowser, openVisit, shown, signInAs, turned } from "#tests/kit/browser.ts";
import { assertSound } from "#tests/kit/console.ts";
import { demoNode } from "#tests/kit/database.ts";
import { storied } from "#tests/kit/demo.ts";
import { draft } from "#tests/kit/notices.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { number } from "#tests/kit/registry.ts";

const node = await demoNode();
const base = (await serveNode(node)).replace("127.0.0.1", "localhost");
const browser = await openBrowser();
after(() => browser.close());

const subject = newSubjectId({ identifiers: [number("unified-code", storied("bakery").code)] });
const bureau = { agencyCode: "11880000MB88001255", kinds: ["market-regulation"] };

/** The officer somebody of the demo is. */
async function officerId(person: string): Promise<string> {
  const found = await node.app.query<{ id: string }>(
    "SELECT holder_id AS id FROM access.sign_in_identity WHERE subject = $1 AND holder_kind = 'officer'",
    [person],
  );
  return found.rows[0]?.id ?? "";
}

/** A notice of intended listing, drawn up by the demo's officer of market regulation. */
async function drawn(): Promise<string> {
  const officer = officerOf(bureau as never, { id: await officerId("chen-lan") });
  return value(await node.notices.drawUp(once(officer), draft(subject)));
}

const proof = {
  name: "hui-zheng.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "latin1"),
};
const shots = process.env["CHENGXIN_SHOTS"];

/** Looked at by axe, which needs script; and by eye. */
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

test("an officer records service with its proof; without one nothing is recorded", async () => {
  const noticeId = await drawn();
  const { visit, page } = await as("chen-lan");
  await page.goto("/notices");
  await look(page, "desk-list");
  await follow(page.locator(`a[href="/notices/${noticeId}"]`));
  await look(page, "desk-notice");
  await shown(page.getByText("当事人没有同意电子送达"));
  await follow(page.getByRole("link", { name: "登记送达" }));
  await look(page, "desk-service");
  await page.getByLabel("送达日期").fill(node.clock.today());
  await follow(page.getByRole("button", { name: "登记送达" }));
  await shown(page.locator("#document-error"));
  await look(page, "desk-service-error");
  await page.getByLabel("送达日期").fill("2020-01-01");
  await page.getByLabel("送达凭证").setInputFiles(proof);
  await follow(page.getByRole("button", { name: "登记送达" }));
  assert.match(await page.locator("#servedOn-error").innerText(), /送达日期不能早于制作日期/);
  await page.getByLabel("送达日期").fill(node.clock.today());
  await page.getByLabel("送达凭证").setInputFiles(proof);
  await follow(page.getByRole("button", { name: "登记送达" }));
  await shown(page.getByRole("status").getByText("送达已登记"));
  await look(page, "desk-served");
  await shown(page.getByText("这份告知书由您制作，不能由您代录"));
  assert.equal(await page.getByRole("link", { name: "窗口代录" }).count(), 0);
  await page.goto(`/en/notices/${noticeId}`);
  await look(page, "desk-served-en");
  await visit.close();
});

async function servedOnPaper(): Promise<string> {
  const noticeId = await drawn();
  const { visit, page } = await as("chen-lan", { script: false });
  await page.goto(`/notices/${noticeId}/service`);
  await page.getByLabel("送达日期").fill(node.clock.today());
  await page.getByLabel("送达凭证").setInputFiles(proof);
  await follow(page.getByRole("button", { name: "登记送达" }));
  await shown(page.getByRole("status"));
  await visit.close();
  return noticeId;
}

for (const [width, script] of [
  ["desk", true],
  ["phone", true],
  ["desk", false],
] as const) {
  test(`its subject's representative reads it, answers with two documents, asks for a hearing, waives: ${width}, ${script ? "with" : "without"} script`, async () => {
    const noticeId = await servedOnPaper();
    const { visit, page } = await as("he-miao", { width, script });
    const seen = async (name: string) => {
      if (script) await look(page, `${name}-${width}`);
    };
    await page.goto("/mine/notices");
    await seen("inbox");
    await follow(page.locator(`a[href="/mine/notices/${noticeId}"]`));
    await seen("notice");
    for (const said of ["经查，2026年9月", "限制评先评优", "满一年可以申请信用修复", "行政复议"])
      await shown(page.getByText(said).first(), said);
    await follow(page.getByRole("link", { name: "陈述、申辩" }));
    await seen("answer");
    await follow(page.getByRole("button", { name: "提交" }));
    await shown(page.locator("#statement-error"));
    await page.getByLabel("您的意见").fill("产品已经召回，\n请从轻处理。");
    await page
      .getByLabel("材料")
      .setInputFiles({ ...proof, name: "cheng-xu.exe", buffer: Buffer.from("MZ\x90\x00\x03\x00", "latin1") });
    await follow(page.getByRole("button", { name: "提交" }));
    await shown(page.locator("#document-error"), "a program is no document");
    await page.getByLabel("材料").setInputFiles(proof);
    await follow(page.getByRole("button", { name: "再加一份" }));
    await shown(page.getByText("已上传 1 份材料"));
    await page
      .getByLabel("再加一份材料")
      .setInputFiles({ ...proof, name: "shuo-ming.txt", buffer: Buffer.from("召回记录") });
    await follow(page.getByRole("button", { name: "提交" }));
    await shown(page.getByText("已提交，作出机关已能看到"));
    assert.equal(await page.getByRole("link", { name: "下载材料" }).count(), 3, "two and the proof of service");
    await follow(page.getByRole("link", { name: "要求听证" }));
    await seen("hearing");
    await follow(page.getByRole("button", { name: "要求听证" }));
    await shown(page.getByText("已要求听证").first());
    await follow(page.getByRole("link", { name: "放弃剩余期限" }));
    await seen("waive");
    await follow(page.getByRole("button", { name: "放弃剩余期限" }));
    await shown(page.locator("#confirm-error"), "nothing is waived by a click alone");
    await page.getByLabel("现明确放弃剩余的期限").check();
    await follow(page.getByRole("button", { name: "放弃剩余期限" }));
    await shown(page.getByText("已放弃剩余期限").first());
    await seen("waived");
    assert.equal((await node.notices.standing(noticeId))?.waived?.seq, 5);
    await visit.close();
  });
}

test("electronically: agreed first, said before it is opened, served when it is; unread it stays unserved", async () => {
  const noticeId = await drawn();
  const mine = await as("he-miao");
  await mine.page.goto("/mine/notices");
  await follow(mine.page.getByRole("button", { name: "同意电子送达" }));
  await shown(mine.page.getByText("已同意电子送达"));
  const desk = await as("chen-lan");
  await desk.page.goto(`/notices/${noticeId}`);
  await follow(desk.page.getByRole("button", { name: "提供电子送达" }));
  await shown(desk.page.getByText("主体打开之前不算送达"));
  await mine.page.goto(`/mine/notices/${noticeId}`);
  await look(mine.page, "receive");
  assert.match(mine.page.url(), /\/receive$/, "opening the address serves nothing");
  assert.equal(await mine.page.getByText("经查，2026年9月").count(), 0);
  assert.equal((await node.notices.standing(noticeId))?.service, null);
  await follow(mine.page.getByRole("button", { name: "打开并签收" }));
  await shown(mine.page.locator("#confirm-error"));
  // By keyboard alone.
  await mine.page.getByLabel("我知道打开即为送达").focus();
  await mine.page.keyboard.press("Space");
  await turned(mine.page, () => mine.page.getByRole("button", { name: "打开并签收" }).press("Enter"));
  await shown(mine.page.getByText("已签收，今天为送达日"));
  await look(mine.page, "received");
  await mine.page.goto("/en/mine/notices");
  await look(mine.page, "inbox-en");
  await follow(mine.page.getByRole("button", { name: "Withdraw" }));
  await shown(mine.page.getByText("Served on paper only."));
  await Promise.all([mine.visit.close(), desk.visit.close()]);
});

test("the counter: another officer writes down what somebody present says, with basis and confirmation", async () => {
  const noticeId = await servedOnPaper();
  const { visit, page } = await as("lin-che");
  await page.goto(`/notices/${noticeId}`);
  await follow(page.getByRole("link", { name: "窗口代录" }));
  await look(page, "counter");
  await follow(page.getByRole("button", { name: "记录" }));
  for (const field of ["basis", "statement", "confirm"]) await shown(page.locator(`#${field}-error`), field);
  await page.getByLabel("怎样核验了身份和授权").fill("核验法定代表人身份证原件");
  await page.getByLabel("当事人的原话").fill("我没有收到过检查通知。");
  await page.getByLabel("已向到场的当事人宣读").check();
  await follow(page.getByRole("button", { name: "记录" }));
  await shown(page.getByText("已记录，主体可以看到"));
  await look(page, "counter-done");
  const mine = await as("he-miao");
  await mine.page.goto(`/mine/notices/${noticeId}`);
  await shown(mine.page.getByText("核验：核验法定代表人身份证原件"));
  await shown(mine.page.getByText("我没有收到过检查通知。"));
  await mine.page.goto("/mine/looks");
  await shown(mine.page.getByText("告知书的作出机关查看送达与答复").first(), "C15");
  await Promise.all([visit.close(), mine.visit.close()]);
});

test("failed service, more time, withdrawal: each on its page, and refused where it would shorten", async () => {
  const noticeId = await drawn();
  const { visit, page } = await as("chen-lan", { width: "phone" });
  await page.goto(`/notices/${noticeId}/failed-service`);
  await look(page, "failed");
  await page.getByLabel("已搬迁").check();
  await page.getByLabel("理由").fill("原址查无此单位");
  await follow(page.getByRole("button", { name: "登记", exact: true }));
  await shown(page.getByText("已登记未能送达"));
  const other = await servedOnPaper();
  await page.goto(`/notices/${other}/extend`);
  await look(page, "extend");
  await page.getByLabel("新的最后一天").fill(node.clock.today());
  await page.getByLabel("理由").fill("当事人申请");
  await follow(page.getByRole("button", { name: "延长" }));
  assert.match(await page.locator("#until-error").innerText(), /只能延后，不能缩短/);
  await page.goto(`/notices/${other}/withdraw`);
  await page.getByLabel("理由").fill("文书有误");
  await follow(page.getByRole("button", { name: "撤回" }));
  await shown(page.getByText("已撤回").first());
  await page.goto(`/notices/${randomUUID()}`);
  assert.equal(await page.getByRole("heading", { name: "没有这份告知书" }).count(), 1);
  await visit.close();
});

test("nobody else reads a notice: another authority's officer, another's representative, the auditor", async () => {
  const noticeId = await servedOnPaper();
  for (const person of ["zhao-ning", "gao-yuan", "xu-qing"]) {
    const { visit, page } = await as(person);
    const answer = await page.goto(`/notices/${noticeId}`);
    assert.equal(answer?.status(), 403, person);
    assert.equal(await page.getByText("经查，2026年9月").count(), 0);
    await visit.close();
  }
});
