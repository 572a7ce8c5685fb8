/** A keeper's journey in a real browser: proposed, served, answered or lapsed, decided, confirmed by another, served, in force. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { waiveTime } from "#contract/notices.ts";
import { isoDate } from "#core/time/date.ts";
import { ask } from "#tests/kit/ask.ts";
import { follow, openBrowser, openVisit } from "#tests/kit/browser.ts";
import { assertSound, signIn } from "#tests/kit/console.ts";
import { demoNode } from "#tests/kit/database.ts";
import { storied } from "#tests/kit/demo.ts";
import { mandated } from "#tests/kit/notices.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Bureau, newOrganisation } from "#tests/kit/proceedings.ts";

const node = { ...(await demoNode()), moveTo: () => Promise.reject(new Error("the day of the demo stands")) };
const base = await serveNode(node);
const browser = await openBrowser();
after(() => browser.close());
const bureau = new Bureau(node);
const today = node.clock.today();

async function as(person: string, options: Parameters<typeof openVisit>[2] = {}): Promise<Page> {
  const visit = await openVisit(browser, base, options);
  const page = await visit.newPage();
  await signIn(page, person);
  return page;
}

const agency: Parameters<typeof mandated>[1]["agency"] = {
  agencyCode: "11880000MB88001255",
  nameZh: "临江省市场监督管理局",
  nameEn: "Linjiang Administration for Market Regulation",
  kinds: ["market-regulation"],
  division: "880000",
  superiorCode: null,
  since: isoDate("2018-11-01"),
  until: null,
};
const list = "cn/market-serious-list";
const pathOf = (page: Page) => new URL(page.url()).pathname;
const submit = (page: Page) => follow(page.locator("#act button[type=submit]"));

/** The act was done; else the test says what the page refused. */
async function isDone(page: Page): Promise<void> {
  await page.locator(".done, .govuk-error-summary").first().waitFor();
  const refused = page.locator(".govuk-error-summary");
  assert.equal((await refused.count()) > 0 ? await refused.innerText() : "", "");
}

/** Proposes by hand, as an officer would. @returns the address of the case */
async function propose(page: Page, code: string): Promise<string> {
  await page.goto("/cases");
  await follow(page.getByRole("link", { name: "提出列入或授予" }));
  await page.locator("#list").selectOption(list);
  await follow(page.getByRole("button", { name: "继续" }));
  await page.locator("#value").fill(code);
  await page.locator("#ground").selectOption("质量安全领域");
  await page.locator("#documents").fill("云市监处罚〔2026〕12号");
  await page.locator("#facts").fill("经查，该公司生产不符合国家强制性标准的产品，见云市监处罚〔2026〕12号。");
  await page.locator("#reasons").fill("性质恶劣、情节严重，符合办法第二条。");
  await follow(page.locator("main form button[type=submit]"));
  await isDone(page);
  assert.match(pathOf(page), /^\/cases\/[0-9a-f-]{36}$/);
  return pathOf(page);
}

test("a case goes from proposal to force by two officers; every page is sound, every refusal stands at its field", async () => {
  const firm = storied("bakery");
  const officer = await as("chen-lan");
  await officer.goto("/cases/new");
  await assertSound(officer);
  // The wording aids are no words of the officer's: the form is not taken before they are completed.
  await officer.locator("#list").selectOption(list);
  await follow(officer.getByRole("button", { name: "继续" }));
  await officer.locator("#value").fill(firm.code);
  await follow(officer.locator("main form button[type=submit]"));
  await officer.locator("#facts-error").waitFor();
  await assertSound(officer);

  const address = await propose(officer, firm.code);
  await assertSound(officer);
  assert.equal(await officer.locator("#act").count(), 0, "nothing leads on before the notice is served");
  await follow(officer.getByRole("button", { name: "制作拟列入告知书" }));
  const noticeId = pathOf(officer).split("/").at(-1) ?? "";
  await officer.goto(address);
  await officer.getByRole("link", { name: "送达拟列入告知书" }).waitFor();
  await assertSound(officer);
  // Served on paper: the page of the notice is told elsewhere; the case has moved on by that.
  await bureau.serveDrawn(noticeId, today);
  await officer.goto(address);
  await officer.locator(".tags", { hasText: "等待主体申辩，至" }).waitFor();
  assert.match(await officer.locator(".clocks").innerText(), /陈述、申辩/);
  assert.equal(
    await officer.locator(".next-acts a", { hasText: "作出列入决定" }).count(),
    0,
    "not before the time has run",
  );
  await assertSound(officer);

  // The subject expressly waives the rest of its time, so that it may be decided on the same day.
  const seen = await bureau.view(address.split("/").at(-1) ?? "");
  assert.ok(seen.ok);
  const subject = seen.value.subjectId;
  const { actor } = await mandated(node, { subject, agency, until: "2027-12-31" });
  const waived = await ask(node, waiveTime, actor, { params: { noticeId }, body: { confirm: true } });
  assert.ok(waived.ok, JSON.stringify(waived));
  const decider = await as("chen-lan");
  await decider.goto(`${address}?do=decide`);
  await decider.locator("#act").waitFor();
  await assertSound(decider);
  await submit(decider);
  await decider.locator("#act-reasons-error, #act-months-error").first().waitFor();
  await decider.locator("#act-months").fill("1");
  await decider.locator("#act-reasons").fill("事实清楚，证据确凿，当事人未陈述申辩。");
  await decider.locator("#documentNumber").fill("临江失信列字〔2026〕77号");
  assert.equal(await decider.locator("#ground").count(), 0, "decided on the ground that was noticed, and no other");
  await submit(decider);
  await decider.locator("#act-months-error").waitFor();
  assert.match(await decider.locator("#act-reasons").inputValue(), /事实清楚/, "nothing typed is lost");
  await decider.locator("#act-months").fill("36");
  await submit(decider);
  await isDone(decider);
  assert.equal(await decider.locator("#act, .next-acts a", { hasText: "复核同意" }).count(), 0, "not by who decided");

  const supervisor = await as("lin-che");
  await supervisor.goto("/cases");
  await assertSound(supervisor);
  await follow(supervisor.locator(`.cases a[href='${address}']`));
  await follow(supervisor.getByRole("link", { name: "复核同意" }));
  await supervisor.locator("#act-reasons").fill("已核对送达凭证和期限，同意。");
  await submit(supervisor);
  await isDone(supervisor);

  await decider.goto(address);
  await follow(decider.getByRole("button", { name: "制作决定书" }));
  await bureau.serveDrawn(pathOf(decider).split("/").at(-1) ?? "", today);
  await decider.goto(address);
  await decider.locator(".record-basis").first().waitFor();
  assert.match(await decider.locator(".tags").first().innerText(), /在列/);
  await assertSound(decider);
  assert.match(await decider.locator(".said").innerText(), /明确放弃剩余期限/, "what the subject said");
  const timeline = await decider.locator(".timeline:not(.said)").innerText();
  assert.match(timeline, /陈岚|林澈/, "colleagues by their names");
  assert.doesNotMatch(timeline, /officer:/);
  for (const title of ["提出拟列入", "送达拟列入告知书", "作出列入决定", "复核同意", "送达列入决定书"])
    assert.ok(timeline.includes(title), title);

  // In force it is public at once: on the list, on the file, with its end.
  const visitor = await (await openVisit(browser, base)).newPage();
  await visitor.goto(`/lists/${list}?q=${firm.code}`);
  assert.match(await visitor.locator(".table tbody tr th").first().innerText(), new RegExp(firm.name));
  await visitor.goto(`/organisations/${firm.code}`);
  await visitor.locator(".record-adverse .entails").waitFor();
  for (const page of [officer, decider, supervisor, visitor]) await page.context().close();
});

test("the inbox filters by list and state, counts, and puts overdue cases first; on a phone and in English", async () => {
  for (let at = 0; at < 2; at++) await bureau.notified((await newOrganisation(node)).code);
  await bureau.open((await newOrganisation(node)).code);
  const page = await as("lin-che", { width: "phone" });
  await page.goto("/cases?show=all");
  const all = await page.locator(".cases tbody tr").count();
  assert.ok(all >= 3);
  await page.locator("#state").selectOption("notified");
  await follow(page.getByRole("button", { name: "筛选" }));
  const notified = await page.locator(".cases tbody tr").count();
  assert.ok(notified >= 2 && notified < all);
  for (const path of ["/cases", "/en/cases", "/en/cases/new"]) {
    await page.goto(path);
    await assertSound(page);
  }
  await page.goto("/en/cases");
  await follow(page.locator(".cases tbody a").first());
  await assertSound(page);
  await page.context().close();
});

test("without script a case is proposed and one page tells it whole", async () => {
  const page = await as("chen-lan", { script: false });
  const address = await propose(page, (await newOrganisation(node)).code);
  assert.match(address, /^\/cases\//);
  for (const part of ["#next", ".timeline:not(.said)", "#said", ".facts", "#clocks", "#notices"])
    await page.locator(part).waitFor();
  await page.context().close();
});

test("another agency's officer finds no case and may not open one on a list it does not keep", async () => {
  const firm = await newOrganisation(node);
  const opened = await bureau.open(firm.code);
  assert.ok(opened.ok);
  const page = await as("sun-yue");
  const answer = await page.goto(`/cases/${opened.ok ? opened.value.proceedingId : ""}`);
  assert.ok([403, 404].includes(answer?.status() ?? 0), String(answer?.status()));
  await page.goto("/cases/new");
  assert.equal(await page.locator(`#list option[value='${list}']`).count(), 0);
  await page.context().close();
});

test("what the rules point out stands with its reason and its records, and a case begins from it", async () => {
  const page = await as("chen-lan");
  await page.goto("/cases/candidates?list=cn/abnormal-operation");
  await assertSound(page);
  await page.goto(`/cases/candidates?list=${list}`);
  await assertSound(page);
  await page.goto(`/cases/why?${new URLSearchParams({ list, code: storied("builder").code })}`);
  await assertSound(page);
  await page.context().close();
});
