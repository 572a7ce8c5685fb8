/** The desk that loses its line, seen through its body's pages: a bundle made, downloaded, its journal handed in, what had changed. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { askAtDesk, closeJournal, makeDeskKey } from "#src/cli/verify/desk.ts";
import { openPool } from "#src/platform/database.ts";
import { follow, openBrowser, openVisit, shown } from "#tests/kit/browser.ts";
import { changeListing, knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { assertSound, signIn } from "#tests/kit/console.ts";
import { testNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
const base = await serveNode(node);
const browser = await openBrowser();
after(() => browser.close());
const owner = openPool(node.owner, { max: 1 });
after(() => owner.end());
const folder = mkdtempSync(join(tmpdir(), "chengxin-desk-"));
after(() => rmSync(folder, { recursive: true }));

const matter = "cn/government-procurement";

async function pageOf(person: string, options: Parameters<typeof openVisit>[2] = {}): Promise<Page> {
  const visit = await openVisit(browser, base, options);
  const page = await visit.newPage();
  await signIn(page, person);
  return page;
}

const errors = (page: Page) => shown(page.locator(".govuk-error-summary"));

for (const [way, options] of Object.entries({
  "on a phone": { width: "phone" },
  "without script": { script: false },
} as const))
  test(`a bundle is made, taken to the desk, asked, and its journal handed in: ${way}`, async () => {
    const subject = await knownSubject(node);
    const ban = listing(node, "cn/procurement-serious-list", subject.subjectId);
    await recordListings(node, ban);
    const at = (name: string) => join(folder, `${way}-${name}`);
    const files = { bundle: at("b"), journal: at("j"), keys: at("keys"), desk: at("desk.json") };
    const key = makeDeskKey(files.desk);
    const page = await pageOf("sun-yue", options);
    await page.goto("/check/bundles");
    if (!("script" in options)) await assertSound(page);
    await follow(page.getByRole("button", { name: "制作", exact: true }));
    await errors(page);
    await page.locator(`input[name=matters][value="${matter} procurement-review"]`).check();
    // A private key is not even looked at.
    await page.locator("#deskKey").fill(readFileSync(files.desk, "utf8"));
    await follow(page.getByRole("button", { name: "制作", exact: true }));
    await errors(page);
    await page.locator("#deskKey").fill(JSON.stringify(key));
    await follow(page.getByRole("button", { name: "制作", exact: true }));
    await shown(page.locator("#line-down"));
    if (!("script" in options)) await assertSound(page);
    assert.match(await page.locator("main").innerText(), /等待核查/);
    const officer = (await page.locator("main p code").first().innerText()).trim();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "下载离线包" }).click(),
    ]);
    writeFileSync(files.bundle, readFileSync(await download.path()));
    writeFileSync(files.keys, await (await fetch(`${base}/api/v1/keys`)).text());
    const told = askAtDesk(files, { code: subject.code, matter, purpose: undefined, officer });
    assert.ok(told.ok, JSON.stringify(told));
    await changeListing(node, ban, { act: "withdraw", reason: "撤销" });
    assert.ok(closeJournal(files, officer).ok);
    await page.locator("#journal").setInputFiles({
      name: "desk.journal",
      mimeType: "text/plain",
      buffer: Buffer.from(readFileSync(files.journal, "utf8").replace("measures", "measurez")),
    });
    await follow(page.getByRole("button", { name: "交回日志" }));
    await errors(page);
    await page.locator("#journal").setInputFiles(files.journal);
    await follow(page.getByRole("button", { name: "交回日志" }));
    await shown(page.locator(".done"));
    assert.match(await page.locator(".done").innerText(), /日志已收到/);
    assert.equal(await page.locator("#journal").count(), 0, "a closed journal is handed in once");
    // The ban was withdrawn meanwhile: what was done on it is to be put right.
    const changed = page.locator("section[aria-labelledby=differences]");
    assert.match(await changed.innerText(), new RegExp(subject.code));
    assert.equal(await changed.locator("a[href='/measures/cn/procurement-ban']").count(), 1);
    if (!("script" in options)) await assertSound(page);
    await page.context().close();
  });

test("a journal that is overdue is seen by the body's supervisor and by the auditor, in both languages", async () => {
  const page = await pageOf("sun-yue");
  const made = await node.app.query<{ bundle_id: string }>(
    "SELECT bundle_id FROM measures.bundle ORDER BY known_at LIMIT 1",
  );
  await owner.query("DELETE FROM measures.bundle_act WHERE bundle_id = $1", [made.rows[0]?.bundle_id]);
  await owner.query("DELETE FROM measures.bundle_entry WHERE bundle_id = $1", [made.rows[0]?.bundle_id]);
  await owner.query(
    `UPDATE measures.bundle SET known_at = known_at - interval '20 days', answers_until = answers_until - interval '20 days',
       hand_in_by = hand_in_by - 20 WHERE bundle_id = $1`,
    [made.rows[0]?.bundle_id],
  );
  await page.goto("/en/check/bundles");
  assert.match(await page.locator("main").innerText(), /1 journals are overdue/);
  await assertSound(page);
  await page.goto(`/en/check/bundles/${made.rows[0]?.bundle_id}`);
  await assertSound(page);
  const auditor = await pageOf("xu-qing");
  await auditor.goto("/audit/journals");
  assert.match(await auditor.locator("main").innerText(), /日志逾期/);
  await assertSound(auditor);
  await page.locator("#reason").fill("The desk's machine burned");
  await follow(page.getByRole("button", { name: "Account for it" }));
  await shown(page.locator(".done"));
  await auditor.goto("/en/audit/journals");
  assert.match(await auditor.locator("main").innerText(), /The desk's machine burned/);
  await page.context().close();
  await auditor.context().close();
});
