/** Supervisor, operator and auditor in a real browser, on the pages of their consoles. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { follow, openBrowser, openVisit, shown } from "#tests/kit/browser.ts";
import { assertSound, signIn } from "#tests/kit/console.ts";
import { testNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";

const base = await serveNode(await testNode({ CHENGXIN_DEMO: "1" }));
const browser = await openBrowser();
after(() => browser.close());

test("a supervisor invites an officer; the link is shown once and opens a place to accept", async () => {
  const visit = await openVisit(browser, base, { script: false });
  const page = await visit.newPage();
  await signIn(page, "lin-che");
  await page.goto("/team");
  await follow(page.getByRole("link", { name: "邀请工作人员" }));
  await follow(page.locator("main form button"));
  assert.equal(await page.locator(".govuk-error-summary li").count(), 3, "name, role and term are asked for");
  await page.locator("#name").fill("虚构新人");
  await page.getByLabel("经办").check();
  await page.locator("#until").fill("2028年1月1日");
  await follow(page.locator("main form button"));
  const link = await page.locator(".one-time code").innerText();
  await page.goto("/team");
  const row = page.locator("tbody tr", { hasText: "虚构新人" });
  assert.match(await row.innerText(), /已邀请/);
  await follow(row.locator("a"));
  assert.match(await page.locator("h1").innerText(), /虚构新人/);
  const newcomer = await openVisit(browser, base);
  const opened = await (await newcomer.newPage()).goto(link.replace(/^https?:\/\/[^/]+/, base));
  assert.equal(opened?.status(), 200);
  await newcomer.close();
  await visit.close();
});

test("a supervisor suspends an officer with a reason, and the officer's work stops at once", async () => {
  const officer = await openVisit(browser, base);
  const desk = await officer.newPage();
  await signIn(desk, "chen-lan");
  const visit = await openVisit(browser, base);
  const page = await visit.newPage();
  await signIn(page, "lin-che");
  await page.goto("/team");
  await follow(page.locator("tbody a", { hasText: "陈岚" }));
  await page.locator("summary", { hasText: "暂停" }).click();
  await page.locator("#suspend-reason").fill("岗位调整期间");
  await follow(page.locator("#suspend-form button"));
  await shown(page.locator(".done"));
  await desk.goto("/intake/batches");
  assert.notEqual(new URL(desk.url()).pathname, "/intake/batches");
  await page.locator("summary", { hasText: "恢复" }).click();
  await page.locator("#resume-reason").fill("岗位调整结束");
  await follow(page.locator("#resume-form button"));
  await shown(page.locator(".done"));
  await officer.close();
  await visit.close();
});

test("the operator registers an agency and invites its supervisor, and sees no record of anyone", async () => {
  const visit = await openVisit(browser, base, { script: false });
  const page = await visit.newPage();
  await signIn(page, "gao-yuan");
  assert.equal(new URL(page.url()).pathname, "/operate");
  await page.goto("/operate/register");
  await follow(page.locator("main form button").first());
  assert.ok((await page.locator(".govuk-error-summary li").count()) > 0);
  const fields = {
    agencyCode: "11880000MB8899991A",
    nameZh: "临江省虚构局",
    nameEn: "Linjiang Invented Bureau",
    kinds: "market-regulation",
    division: "880000",
    since: "2026-01-01",
    reason: "接入",
  };
  for (const [field, text] of Object.entries(fields)) await page.locator(`#${field}`).fill(text);
  await follow(page.locator("main form button").first());
  assert.match(await page.locator("main").innerText(), /临江省虚构局/);
  const answer = await page.goto("/intake/batches");
  assert.equal(answer?.status(), 403, "the operator touches no record");
  await visit.close();
});

test("an auditor finds the refused act of the operator, and who did it", async () => {
  const visit = await openVisit(browser, base);
  const page = await visit.newPage();
  await signIn(page, "xu-qing");
  await page.goto("/audit/refusals");
  await assertSound(page);
  assert.match(await page.locator("main").innerText(), /read-batches|查看批次/);
  await visit.close();
});

const tours = {
  "lin-che": [
    "/intake",
    "/team",
    "/team/invite",
    "/team/clients",
    "/team/clients/register",
    "/team/looks",
    "/team/refusals",
  ],
  "gao-yuan": ["/operate", "/operate/register"],
  "xu-qing": ["/audit", "/audit/refusals"],
  "chen-lan": [
    "/intake",
    "/intake/send",
    "/intake/enter",
    "/intake/batches",
    "/intake/held",
    "/intake/timeliness",
    "/intake/nil",
  ],
} as const;

for (const [person, paths] of Object.entries(tours)) {
  test(`every page of a console is accessible and fits, at a desk and on a phone: ${person}`, async () => {
    for (const [width, lang] of [
      ["desk", "zh"],
      ["phone", "en"],
    ] as const) {
      const visit = await openVisit(browser, base, { width });
      const page = await visit.newPage();
      await signIn(page, person, lang);
      for (const path of paths) {
        const answer = await page.goto(lang === "en" ? `/en${path}` : path);
        assert.equal(answer?.status(), 200, path);
        await assertSound(page);
      }
      await visit.close();
    }
  });
}
