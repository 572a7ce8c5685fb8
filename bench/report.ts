/**
 * A report of 60 records as PDF: ours beside headless Chromium printing the same texts, QR code and chart from HTML.
 * Both are warm; every round sets another report, so that neither can answer from memory; in turns, in the same run.
 *
 * Run: node --import ./tools/tsx.ts bench/report.ts [--rounds N]
 */
import { parseArgs } from "node:util";
import { chromium, type Page as Tab } from "playwright-core";
import { qrOf } from "#src/reports/drawing.ts";
import { type Page, pageOf } from "#src/reports/page.ts";
import { Printer } from "#src/reports/printer.ts";
import { specimenReport } from "#src/reports/specimen/specimen.ts";
import { show } from "./figure.ts";

/** Issue 2. */
export const toReach = { ratio: 20, medianMs: 15 } as const;
const records = 60;
const warmUps = 12;

export interface ReportRow {
  readonly who: "ours" | "chromium";
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly bytes: number;
}

export interface ReportResult {
  readonly rows: readonly [ours: ReportRow, chromium: ReportRow];
  /** Chromium's median over ours. */
  readonly ratio: number;
  /** Processor time of ours, median; the clock's time beside it tells how busy the machine was with other things. */
  readonly cpuMs: number;
}

/** The page as HTML that a browser would print: the same texts in the same order. */
export function htmlOf(page: Page): string {
  const text = (plain: string) =>
    plain.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll("\n", "<br>");
  const svg = ({ width, height, shapes }: Page["qr"]["drawing"], size: string) =>
    `<svg viewBox="0 0 ${width} ${height}" style="width:${size}">${shapes}</svg>`;
  const pairs = (list: readonly (readonly [string, string])[]) =>
    `<dl>${list.map(([name, value]) => `<dt>${text(name)}</dt><dd>${text(value)}</dd>`).join("")}</dl>`;
  const categories = page.categories.map(
    ({ title, other, plain, items }) =>
      `<h2>${text(title)} <small>${text(other)}</small></h2><p>${text(plain)}</p>${items
        .map(
          (item) =>
            `<h3>${text(item.title)} ${text(item.count)}</h3><p class="q">${text([item.plain, item.law, item.wayBack].join("\n"))}</p>${item.records
              .map(
                ({ tone, head, body, note }) =>
                  `<div class="r ${tone}"><b>${text(head)}</b><br>${text(body)}${note && `<br><b>${text(note)}</b>`}</div>`,
              )
              .join("")}`,
        )
        .join("")}`,
  );
  const { glance, contents, notes } = page;
  return `<!doctype html><html lang="${page.lang}"><meta charset="utf-8"><title>${text(page.title)}</title>
    <style>body{font:9pt "Noto Sans SC","Noto Sans CJK SC",sans-serif}dl{display:grid;grid-template-columns:26mm 1fr}dd{margin:0}
    .q,small{color:#54616d;font-size:8pt}.r{border-left:1.6pt solid #9fb0b8;padding-left:7pt;margin:4pt 0;break-inside:avoid}
    .adverse{border-color:#a5600f}.honour{border-color:#17776f}</style>
    <h1>${text(page.title)}</h1><p class="q">${text(page.titleOther)}</p>${svg(page.qr.drawing, "24mm")}<p>${text(page.code)}</p>
    <h2>${text(page.name)}</h2>${pairs(page.facts)}${pairs(page.asOf)}<p>${text(page.audience)}</p>
    <h2>${text(glance.title)}</h2>${pairs(glance.tiles)}${svg(glance.years.drawing, "90mm")}<p>${text(glance.years.labels.join(" · "))}</p>
    <h2>${text(contents.title)}</h2>${pairs(contents.rows)}<p>${text(contents.plain)}</p>${categories.join("")}
    <h2>${text(notes.title)}</h2>${notes.list.map(([title, note]) => `<h3>${text(title)}</h3><p>${text(note)}</p>`).join("")}</html>`;
}

interface Timed {
  readonly ms: number;
  readonly cpuMs: number;
  readonly bytes: number;
}

async function timed(print: () => Promise<Uint8Array>): Promise<Timed> {
  const [started, before] = [performance.now(), process.cpuUsage()];
  const { length } = await print();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - started, cpuMs: (user + system) / 1000, bytes: length };
}

function at(values: readonly number[], share: number): number {
  return (
    [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
  );
}

function rowOf(who: ReportRow["who"], runs: readonly Timed[]): ReportRow {
  const ms = runs.map((run) => run.ms);
  return {
    who,
    medianMs: at(ms, 0.5),
    p95Ms: at(ms, 0.95),
    bytes: at(
      runs.map((run) => run.bytes),
      0.5,
    ),
  };
}

async function printByChromium(tab: Tab, page: Page): Promise<Uint8Array> {
  await tab.setContent(htmlOf(page));
  return tab.pdf({ format: "A4", tagged: true, printBackground: true });
}

/** Measures both, in turns. Throws where Chromium or the press is missing. */
export async function benchReport({ rounds = 30 }: { rounds?: number } = {}): Promise<ReportResult> {
  const printer = new Printer();
  const browser = await chromium.launch({
    executablePath: process.env["CHENGXIN_CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const tab = await browser.newPage();
    const ours: Timed[] = [];
    const theirs: Timed[] = [];
    for (let round = -warmUps; round < rounds; round++) {
      const report = specimenReport({ records, seed: 1000 + round });
      const page = pageOf(report, "zh", qrOf(report.verifyUrl));
      const own = await timed(async () => {
        const printed = await printer.print(report, "zh");
        if (!printed.ok) throw new Error(printed.refusal.code);
        return printed.value;
      });
      // Chromium is warm after a few; it need not be kept waiting as long as a compiler that remembers.
      const other = round < 0 && round > 3 - warmUps ? null : await timed(() => printByChromium(tab, page));
      if (round < 0 || !other) continue;
      ours.push(own);
      theirs.push(other);
    }
    const rows = [rowOf("ours", ours), rowOf("chromium", theirs)] as const;
    const cpuMs = at(
      ours.map((run) => run.cpuMs),
      0.5,
    );
    return { rows, ratio: rows[1].medianMs / rows[0].medianMs, cpuMs };
  } finally {
    await browser.close();
    await printer.close();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "30" } } });
  show(await benchReport({ rounds: Number(values.rounds) }));
}
