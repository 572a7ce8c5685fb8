import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Printer } from "./printer.ts";
import type { Language, Report } from "./report.ts";
import { specimenReport } from "./specimen/specimen.ts";

const printer = new Printer();
const folder = mkdtempSync(join(tmpdir(), "chengxin-pdf-"));
after(async () => {
  await printer.close();
  rmSync(folder, { recursive: true });
});

async function print(report: Report, language: Language = "zh"): Promise<Uint8Array> {
  const printed = await printer.print(report, language);
  assert.ok(printed.ok);
  return printed.value;
}

/** What a tool of poppler's (a declared system package) says of the file. */
function ask(tool: string, pdf: Uint8Array, ...flags: string[]): string {
  const file = join(folder, "asked.pdf");
  writeFileSync(file, pdf);
  const asked = spawnSync(tool, [...flags, file, ...(tool === "pdftotext" ? ["-"] : [])], { encoding: "utf8" });
  assert.ifError(asked.error);
  return asked.stdout;
}

const textOf = (pdf: Uint8Array) => ask("pdftotext", pdf, "-raw");
/** Without blanks: lines break where the page ends, not where words do. */
const run = (text: string) => text.replace(/\s/g, "");

test("the same report gives the same bytes; another report gives others", async () => {
  const first = await print(specimenReport({ records: 5 }));
  assert.deepEqual(await print(specimenReport({ records: 5 })), first);
  assert.notDeepEqual(await print(specimenReport({ records: 5, seed: 2 })), first);
});

for (const language of ["zh", "en"] as const) {
  test(`the file is accessible (PDF/UA-1): tagged, with title and language, in ${language}`, async () => {
    const pdf = await print(specimenReport({ records: 20 }), language);
    const info = ask("pdfinfo", pdf);
    assert.match(info, /Tagged:\s+yes/);
    assert.match(info, /Title:\s+\S/);
    assert.match(info, /Page size:.*A4/);
    const raw = Buffer.from(pdf).toString("latin1");
    assert.match(raw, /<pdfuaid:part>1<\/pdfuaid:part>/);
    assert.match(raw, language === "zh" ? /\/Lang \(zh\)/ : /\/Lang \(en\)/);
    assert.match(raw, /\/DisplayDocTitle true/);
    const structure = ask("pdfinfo", pdf, "-struct");
    for (const tag of ["H1", "H2", "H3", "P", "Figure"])
      assert.match(structure, new RegExp(`^\\s*${tag}\\b`, "m"), tag);
    const fonts = ask("pdffonts", pdf).trim().split("\n").slice(2);
    assert.ok(fonts.length > 0);
    for (const font of fonts)
      assert.match(font, /\+NotoSansSC.* yes yes yes /, "embedded, a subset, with its characters");
  });
}

test("every page says which one it is and how many there are", async () => {
  const text = run(textOf(await print(specimenReport({ records: 60 }))));
  const pages = [...text.matchAll(/第(\d+)页共(\d+)页/g)].map((found) => [found[1], found[2]]);
  assert.ok(pages.length > 3);
  assert.deepEqual(
    pages,
    pages.map((_, index) => [String(index + 1), String(pages.length)]),
  );
});

test("a category in which nothing is recorded says so", async () => {
  const text = textOf(await print(specimenReport({ records: 0 })));
  assert.equal(text.match(/无记录$/gm)?.length, 13);
  assert.match(run(text), /没有可以在本版本中显示的记录/);
  assert.match(run(text), /不同于“查无此主体”/);
});

test("every adverse record states its authority, receipt, end and how to object; every item its law", async () => {
  const report = specimenReport({ records: 40 });
  const text = run(textOf(await print(report)));
  const adverse = report.file.records.filter((record) => record.adverse);
  assert.ok(adverse.length > 5);
  assert.equal(text.match(/异议与修复：见本项说明/g)?.length, adverse.length);
  for (const record of adverse) {
    assert.ok(text.includes(`公示至${record.publishedUntil}`));
    assert.ok(text.includes(report.file.authorities[record.authority]?.zh ?? "-"));
  }
  for (const legend of Object.values(report.file.items)) {
    assert.ok(text.includes(run(legend.wayBack.text.zh)), legend.itemId);
    for (const law of legend.law) assert.ok(text.includes(run(law.title.zh)), law.title.zh);
  }
});

test("a mark, a correction and a masked field are printed with their record", async () => {
  const report = specimenReport({ records: 40, audience: "subject" });
  const text = run(textOf(await print(report)));
  const marked = report.file.records.filter((record) => record.marks.length > 0);
  assert.equal(text.match(/异议处理中\d{4}-/g)?.length, marked.length);
  assert.match(text, /更正于\d{4}-\d{2}-\d{2}理由：原录入金额有误/);
  assert.match(text, /未显示：违法事实（依据C3）/);
});

test("a report names no score, grade or rating of its own (C1), and honours stand as large as penalties", async () => {
  const text = run(textOf(await print(specimenReport({ records: 40 }))));
  assert.match(text, /它不是评分、评级或者推荐/);
  assert.match(text, /全部记录\d+荣誉与守信\d+不利记录/);
});

test("text that looks like markup, commands or a line of ours is set as the text it is", async () => {
  const name = '#panic("x") $a_1^2$ *粗* `raw` <label> @ref \\ // 公示至 2099-12-31\n第 9 页 共 9 页';
  const text = textOf(await print(specimenReport({ records: 1, name })));
  assert.ok(run(text).includes(run(name)));
});

test("long names, rare characters and long free text are set, whole and on the page", async () => {
  const name = `${"临江省清河市".repeat(30)}𬭩\u{30729}有限公司`;
  const address = `https://example/${"a".repeat(300)}`;
  const report = specimenReport({ records: 30, name: name + address, textLength: 4000 });
  const pdf = await print(report);
  const text = run(textOf(pdf)).replaceAll("\u200b", "");
  assert.ok(text.includes(run(name.replace("\u{30729}", "〓U+30729") + address)));
  const facts = report.file.records.map((record) => record.fields["facts"]).filter((one) => typeof one === "string");
  assert.ok(facts.length > 3);
  for (const fact of facts)
    assert.ok(text.replace(/(公共信用信息报告.{0,60}?0000-0000|第\d+页共\d+页)/g, "").includes(run(fact)));
});

test("the press ends with the printer, and one that broke is replaced", async () => {
  const other = new Printer();
  const broken = { ...specimenReport({ records: 1 }), issuedAt: "not an instant" };
  await assert.rejects(async () => other.print(broken, "zh"));
  const printed = await other.print(specimenReport({ records: 1 }), "zh");
  assert.ok(printed.ok);
  await other.close();
  await assert.rejects(async () => other.print(specimenReport({ records: 1 }), "zh"), /closed/);
});
