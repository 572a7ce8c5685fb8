/**
 * Takes the screenshots of the README from a running demo and writes them to docs/screenshots/ as WebP. By hand, in two
 * terminals: `npm start`, then `node --import ./tools/tsx.ts tools/screenshots.ts [ADDRESS]`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { stories } from "./linjiang/stories.ts";

const folder = resolve(import.meta.dirname, "..", "docs", "screenshots");
const address = process.argv[2] ?? "http://localhost:8080";
const widths = { desk: 1280, phone: 390 } as const;

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly width?: keyof typeof widths;
  /** Of the picture; longer pages are cut. */
  readonly height?: number;
  /** Signed in as one of the demo's people. */
  readonly as?: string;
}

const builder = stories.find(({ story }) => story === "builder")?.code;

const shots: readonly Shot[] = [
  { name: "home-zh", path: "/", height: 1250 },
  { name: "home-en", path: "/en", height: 1250 },
  { name: "file-zh", path: `/organisations/${builder}`, height: 1500 },
  { name: "file-en", path: `/en/organisations/${builder}`, height: 1500 },
  { name: "file-phone-zh", path: `/organisations/${builder}`, width: "phone", height: 1500 },
  { name: "file-another-day-en", path: `/en/organisations/${builder}?effectiveAt=2025-06-01`, height: 1000 },
  { name: "double-publicity-zh", path: "/double-publicity", height: 1300 },
  { name: "lists-zh", path: "/lists", height: 1500 },
  { name: "list-en", path: "/en/lists/cn/market-serious-list", height: 1500 },
  { name: "list-phone-zh", path: "/lists/cn/wage-arrears-list", width: "phone", height: 1500 },
  { name: "measures-en", path: "/en/measures", height: 1200 },
  { name: "cases-zh", path: "/cases", as: "chen-lan", height: 1100 },
  { name: "check-zh", path: "/check", as: "chen-lan", height: 1000 },
  { name: "rules-item-en", path: "/en/rules/items/cn/penalty", height: 1300 },
  { name: "own-file-en", path: "/en/mine", as: "he-miao", height: 1100 },
  { name: "who-looked-zh", path: "/mine/looks", as: "he-miao", height: 700 },
  { name: "desk-zh", path: "/desk", as: "chen-lan", height: 1000 },
];

const browser = await chromium.launch({
  executablePath: process.env["CHENGXIN_CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
});
try {
  mkdirSync(folder, { recursive: true });
  for (const shot of shots) await take(browser, shot);
} finally {
  await browser.close();
}

async function take(browser: Browser, { name, path, width = "desk", height = 900, as }: Shot): Promise<void> {
  const visit = await browser.newContext({
    baseURL: address,
    viewport: { width: widths[width], height },
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
  });
  const page = await visit.newPage();
  if (as) {
    await page.goto(`/sign-in?${new URLSearchParams({ back: path })}`);
    await page.locator(`form:has(input[name=person][value="${as}"]) button`).click();
    await page.waitForURL((url) => !url.pathname.includes("sign-in"));
  }
  await page.goto(path);
  const bytes = await webp(page);
  writeFileSync(join(folder, `${name}.webp`), bytes);
  process.stdout.write(`${name}.webp ${Math.round(bytes.length / 1000)} kB\n`);
  await visit.close();
}

/** What the window shows, as WebP: a third of the PNG, with letters still sharp. */
async function webp(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 80 });
  return Buffer.from(data, "base64");
}
