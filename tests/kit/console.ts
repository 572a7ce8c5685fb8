/** The consoles in a real browser: signing in, files as agencies send them, pages looked at by axe. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { makeLinjiang } from "#tools/linjiang/generate.ts";
import type { Sheet } from "#tools/linjiang/sheet.ts";
import { bytesOf } from "#tools/linjiang/write.ts";
import { accessibilityFaults, follow, overflows } from "./browser.ts";

/** Signs in on the demo from the start page, as a person would. */
export async function signIn(page: Page, person: string, lang: "zh" | "en" = "zh"): Promise<void> {
  await page.goto(lang === "en" ? "/en" : "/");
  await follow(page.locator(".site-header-tools a[href^='/sign-in']"));
  await follow(page.locator(`form:has(input[value="${person}"]) button`));
  await page.locator(".console-nav").waitFor();
}

/** The page as it stands is accessible, fits the window and has one title. */
export async function assertSound(page: Page): Promise<void> {
  const where = new URL(page.url()).pathname;
  assert.deepEqual(await accessibilityFaults(page), [], where);
  assert.ok(!(await overflows(page)), `${where} is wider than the window`);
  assert.equal(await page.locator("h1").count(), 1, `${where} has one title`);
}

/** Waits for a batch to end, which its page shows by itself. */
export async function untilEnded(page: Page): Promise<void> {
  await page.locator("main:not(:has([data-going-on])) .tallies").waitFor();
  await page.waitForLoadState();
}

/** A figure of the batch on the page: `accepted`, `held` ... by its word. */
export async function tally(page: Page, word: string): Promise<number> {
  const shown = await page
    .locator(".tallies div", { has: page.locator(`dt:text-is("${word}")`) })
    .locator("dd")
    .innerText();
  return Number(shown.replaceAll(",", ""));
}

/** The invented province's register of firms, as its market authority exports it: columns of its own, GB 18030. */
export function registrations(rows: number, from = 0): Sheet {
  const delivery = makeLinjiang().deliveries.find(
    ({ entry }) => entry.mapping === "market-registrations" && entry.rows > 100,
  );
  if (!delivery) throw new Error("the province has no register");
  return { ...delivery.sheet, cells: delivery.sheet.cells.slice(from, from + rows) };
}

/** The same sheet with one cell changed. `row` counts from 0. */
export function withCell(sheet: Sheet, row: number, column: string, value: string): Sheet {
  const at = sheet.columns.indexOf(column);
  if (at < 0) throw new Error(`no column ${column}`);
  return {
    ...sheet,
    cells: sheet.cells.map((cells, index) => (index === row ? cells.with(at, value) : cells)),
  };
}

/** A cell of a sheet. */
export function cellOf(sheet: Sheet, row: number, column: string): string {
  return sheet.cells[row]?.[sheet.columns.indexOf(column)] ?? "";
}

/** A sheet as a file to choose in a form. */
export async function fileOf(sheet: Sheet, name: string) {
  return { name, mimeType: "application/octet-stream", buffer: await bytesOf(sheet) };
}
