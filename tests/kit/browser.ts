/**
 * Debian's Chromium for browser tests and screenshots, and axe on every page it opens.
 *
 * Nothing here may race. What leads to another page is done with {@link follow} or {@link turned}, which wait until that page has come
 * whole; what the page itself brings later is waited for with {@link shown}. `slow-answers.ts` finds who does not.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright-core";
import { slowAnswersMs, slowVisit } from "./slow-answers.ts";

const executable = process.env["CHENGXIN_CHROMIUM"] ?? "/usr/bin/chromium";

/** Starts Chromium, or fails saying how to get it. */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(executable))
    throw new Error(
      `Chromium is missing (${executable}): apt-get install chromium fonts-noto-cjk, or set CHENGXIN_CHROMIUM`,
    );
  return chromium.launch({
    executablePath: executable,
    // The first two let it run as root in a container; the others keep it from calling home.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** The two widths every page is looked at: a phone and a desk. */
export const widths = { phone: 390, desk: 1280 } as const;

/** A visitor: own cookies, one width, with script or without. */
export async function openVisit(
  browser: Browser,
  baseURL: string,
  { width = "desk", script = true }: { width?: keyof typeof widths; script?: boolean } = {},
): Promise<BrowserContext> {
  const visit = await browser.newContext({
    baseURL,
    viewport: { width: widths[width], height: 900 },
    javaScriptEnabled: script,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
  });
  // Long enough for a machine with much else to do: who waits in vain waits once.
  visit.setDefaultTimeout(90_000);
  if (slowAnswersMs > 0) await slowVisit(visit);
  return visit;
}

/**
 * Does what leads to another document (a key, a chosen file) and waits until that document has come whole. Whatever is asked sooner may
 * be answered by the page that is being left, or by half of the new one.
 */
export async function turned(page: Page, act: () => Promise<unknown>): Promise<void> {
  const came = page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame());
  await Promise.all([came, act()]);
  await page.waitForLoadState();
}

/** Clicks a link or a button that leads to another page, and waits until that page stands whole. */
export function follow(leading: Locator): Promise<void> {
  return turned(leading.page(), () => leading.click());
}

/** Waits until it is to be seen; fails saying what was looked for. */
export async function shown(sought: Locator, what = String(sought)): Promise<void> {
  await sought.waitFor().catch((cause) => {
    throw new Error(`not to be seen: ${what}`, { cause });
  });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong with the page by WCAG 2.2 A and AA and its own best practices: one line a finding. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's own policy does not bind.
  await page.evaluate(axeSource);
  const results = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } };
    return axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
    });
  });
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.html}`));
}

/** Whether the page is wider than the window: nobody should have to scroll sideways to read (WCAG 1.4.10). */
export async function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}

/** Signs in on the demo's own page as one of its people (`src/http/demo/people.json`), from wherever sign-in is asked for. */
export async function signInAs(page: Page, person: string, path = "/sign-in"): Promise<void> {
  await page.goto(path);
  await follow(page.locator(`form:has(input[name=person][value="${person}"]) button`));
}
