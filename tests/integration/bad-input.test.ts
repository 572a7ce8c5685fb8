/**
 * Bad input as agencies really send it, case by case: each a refusal of the file or a finding of its row, with column,
 * reason and remedy; nothing lost, nothing guessed, nothing of ours breaks.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import ExcelJS from "exceljs";
import { problemOf } from "#contract/refusals.ts";
import type { Outcome } from "#core/refusal.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import {
  countsOf,
  csvOf,
  inventedCode,
  inventedPersonNumber,
  type PenaltyRow,
  penaltyRow,
  sendText,
} from "#tests/kit/intake.ts";

const node = await testNode();
const agency = await addAgency(node, { kinds: ["market-regulation"], agencyCode: inventedCode(undefined, "11") });
const officer = officerOf(agency);
const row = (over: PenaltyRow = {}) => penaltyRow(agency, over);

interface Found {
  readonly row: number;
  readonly verdict: "note" | "hold" | "refuse";
  readonly code: string;
  readonly column: string | null;
  readonly field: string | null;
  readonly value: string | null;
  readonly params: Readonly<Record<string, string | number>>;
}

async function findingsOf(batch: string): Promise<Found[]> {
  const found = await node.app.query<Found>(
    `SELECT row_no AS row, verdict, code, column_name AS "column", field, value, params FROM intake.finding
     WHERE batch_id = $1 ORDER BY row_no, ordinal`,
    [batch],
  );
  return found.rows;
}

/** A finding tells a clerk what is wrong and what to do, in both languages, with every gap filled. */
function mustExplain({ code, field, verdict, params }: Found): void {
  const item = node.catalogue.itemInForce("cn/penalty", node.clock.today());
  assert.ok(item);
  const text = node.catalogue.explain(item, { code, field: field ?? "", verdict, params });
  for (const sentence of [text.reason.zh, text.reason.en, text.remedy.zh, text.remedy.en]) {
    assert.ok(sentence.trim() !== "", `${code} says nothing`);
    assert.doesNotMatch(sentence, /\{\w+\}|undefined|null/, `${code} has a gap`);
  }
}

function mustExplainRefusal(outcome: Outcome<unknown>): void {
  assert.ok(!outcome.ok);
  const { zh, en, remedy, status } = problemOf(outcome.refusal);
  assert.ok(status < 500 || status === 503, `${outcome.refusal.code} is no fault of ours`);
  for (const sentence of [zh, en, remedy.zh, remedy.en]) assert.doesNotMatch(sentence, /^\s*$|\{\w+\}|undefined/);
}

const batches = async () => (await node.app.query("SELECT count(*)::int AS n FROM intake.batch")).rows[0]?.n;

/** What a row says, what is found in it, in which column; "accepted" where a note is all there is. */
const rows: readonly [what: string, over: PenaltyRow, verdict: Found["verdict"], code: string, column: string][] = [
  // Dates
  ["no end where a decision's day belongs", { CF_JDRQ: "2099-12-31" }, "refuse", "value.date-open-ended", "CF_JDRQ"],
  ["a dash where a decision's day belongs", { CF_JDRQ: "—" }, "refuse", "field.required", "CF_JDRQ"],
  ["a day that could be two", { CF_JDRQ: "03/04/2026" }, "refuse", "value.date", "CF_JDRQ"],
  ["a day that does not exist", { CF_JDRQ: "2026-02-30" }, "refuse", "value.date", "CF_JDRQ"],
  ["a year of two digits", { CF_JDRQ: "26-03-04" }, "refuse", "value.date", "CF_JDRQ"],
  ["a decision of the future", { CF_JDRQ: "2098-01-05" }, "refuse", "decision.in-the-future", "CF_JDRQ"],
  ["a date before its law", { CF_JDRQ: "1990-01-05" }, "refuse", "item.before-its-first-day", "CF_JDRQ"],
  ["an end before the beginning", { CF_YXQ: "2026-01-01" }, "refuse", "effect.ends-before-it-begins", "CF_YXQ"],
  ["no end, written 2099-12-31", { CF_YXQ: "2099-12-31" }, "note", "date.open-ended", "CF_YXQ"],
  ["no end, written 2099-01-31", { CF_YXQ: "2099-01-31" }, "note", "date.open-ended", "CF_YXQ"],
  ["no end, written with a dash", { CF_YXQ: "—" }, "note", "date.open-ended", "CF_YXQ"],
  // Fines
  ["a negative fine", { CF_NR_FK: "-2" }, "refuse", "field.too-small", "CF_NR_FK"],
  ["yuan in a column of 万元", { CF_NR_FK: "20000" }, "hold", "penalty.amount-unit-confused", "CF_NR_FK"],
  ["万元 divided once too often", { CF_NR_FK: "0.0002" }, "hold", "penalty.amount-unit-confused", "CF_NR_FK"],
  ["two amounts in one cell", { CF_NR_FK: "2;3" }, "refuse", "value.several-amounts", "CF_NR_FK"],
  ["an amount a spreadsheet shortened", { CF_NR_FK: "2e0" }, "refuse", "value.scientific", "CF_NR_FK"],
  ["no number", { CF_NR_FK: "Infinity" }, "refuse", "value.number", "CF_NR_FK"],
  ["a fine without an amount", { CF_NR_FK: "" }, "hold", "penalty.fine-without-amount", "CF_NR_FK"],
  ["an amount of another currency", { CF_NR_FK: "2万美元" }, "refuse", "value.currency", "CF_NR_FK"],
  // Whom it is about
  [
    "the placeholder of official data",
    { CF_XDR_SHXYM: "00000000000000000X" },
    "hold",
    "subject.older-number-missing",
    "-",
  ],
  ["a placeholder of zeros", { CF_XDR_SHXYM: "0".repeat(18) }, "refuse", "subject.number-missing", "CF_XDR_SHXYM"],
  ["a placeholder of ones", { CF_XDR_SHXYM: "1".repeat(18) }, "refuse", "subject.number-missing", "CF_XDR_SHXYM"],
  ["no number at all", { CF_XDR_SHXYM: "无" }, "refuse", "subject.number-missing", "CF_XDR_SHXYM"],
  ["a person's number as a firm's", { CF_XDR_SHXYM: "11010519491231002X" }, "hold", "code.malformed", "CF_XDR_SHXYM"],
  ["a category that is none", { CF_XDR_LB: "外星人" }, "refuse", "field.choice", "CF_XDR_LB"],
  ["a trader with a company's code", { CF_XDR_LB: "个体工商户" }, "hold", "subject.kind-contradicts-code", "CF_XDR_LB"],
  [
    "a child",
    { CF_XDR_LB: "自然人", CF_XDR_SHXYM: "", CF_XDR_ZJLX: "身份证", CF_XDR_ZJHM: inventedPersonNumber("2009-12-31") },
    "refuse",
    "person.minor-at-conduct",
    "CF_XDR_ZJHM",
  ],
  // Texts
  ["a formula as a name", { CF_XDR_MC: '=HYPERLINK("http://x")' }, "refuse", "text.formula", "CF_XDR_MC"],
  ["a command as the facts", { CF_SY: "@SUM(1+1)*cmd|' /C calc'!A0" }, "refuse", "text.formula", "CF_SY"],
  [
    "a name that is written backwards",
    { CF_XDR_MC: "临江\u202e司公限有\u202c" },
    "refuse",
    "cell.reordered",
    "CF_XDR_MC",
  ],
  [
    "a mark of direction, copied along",
    { CF_XDR_MC: "\u202a临江贸易有限公司\u202c" },
    "note",
    "cell.tidied",
    "CF_XDR_MC",
  ],
  ["a text that was damaged before", { CF_SY: "经查，\ufffd\ufffd违法" }, "refuse", "cell.damaged", "CF_SY"],
  ["a name of 201 characters", { CF_XDR_MC: "临".repeat(201) }, "refuse", "field.too-long", "CF_XDR_MC"],
  ["a cell longer than a spreadsheet holds", { CF_SY: "临".repeat(70_000) }, "refuse", "cell.too-long", "CF_SY"],
  ["a penalty the law does not know", { CF_CFLB: "流放" }, "refuse", "field.choice", "CF_CFLB"],
  ["a decision without its number", { CF_WSH: "" }, "refuse", "field.required", "CF_WSH"],
  [
    "another agency's decision",
    { CF_CFJGDM: inventedCode(7, "11") },
    "refuse",
    "authority.not-the-sender",
    "CF_CFJGDM",
  ],
];

test("every bad row of a file is found by itself, in its column, and the good ones between them come in", async () => {
  const good = row();
  const text = csvOf([good, ...rows.map(([, over]) => row(over)), row()]);
  const receipt = value(await sendText(node, officer, { text }));
  const found = await findingsOf(receipt.batch);
  for (const one of found) mustExplain(one);
  for (const [at, [what, , verdict, code, column]] of rows.entries()) {
    const own = found.filter((one) => one.row === at + 3);
    const told = own.map((one) => `${one.verdict} ${one.code} ${one.column ?? "-"}`);
    assert.ok(told.includes(`${verdict} ${code} ${column}`), `${what}: ${told.join("; ")}`);
    if (verdict === "note")
      assert.ok(
        own.every((one) => one.verdict === "note"),
        `${what}: ${told.join("; ")}`,
      );
  }
  const count = (verdict: Found["verdict"]) => rows.filter(([, , one]) => one === verdict).length;
  assert.equal(
    countsOf(receipt),
    `${2 + count("note")} accepted, 0 corrected, 0 unchanged, ${count("hold")} held, ${count("refuse")} refused`,
  );
  const held = await node.app.query("SELECT row_no FROM intake.held_row WHERE batch_id = $1", [receipt.batch]);
  assert.equal(held.rowCount, count("hold"), "what waits is kept");
  assert.doesNotMatch(
    JSON.stringify(found),
    /11010519491231002|2009-?12-?31/,
    "a person's number stands in no finding (C13)",
  );
});

const one = () => csvOf([row()]);
const json = (over: object) => JSON.stringify([{ ...row(), ...over }]);
/** JSON with one value written as given. */
const jsonWith = (field: string, written: string) => json({ [field]: "HERE" }).replace('"HERE"', written);

async function workbook(fill: (sheet: ExcelJS.Worksheet, columns: string[]) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("处罚");
  const columns = Object.keys(row());
  sheet.addRow(columns);
  fill(sheet, columns);
  return Buffer.from(await book.xlsx.writeBuffer());
}
const cellsOf = (columns: readonly string[], over: Record<string, unknown>) => {
  const cells: Record<string, unknown> = { ...row(), ...over };
  return columns.map((column) => cells[column]);
};

const files: readonly [what: string, bytes: () => string | Uint8Array | Promise<Buffer>, code: string][] = [
  ["nothing", () => "", "intake.file-empty"],
  ["a byte order mark and nothing else", () => "\ufeff", "intake.file-empty"],
  ["blank lines", () => "  \n\n ", "intake.file-empty"],
  [
    "a byte of another encoding in the middle",
    () => Buffer.from([...Buffer.from(one()), 0xe9, 10]),
    "intake.file-encoding",
  ],
  ["UTF-16, the greater byte first", () => Buffer.from(`\ufeff${one()}`, "utf16le").swap16(), "intake.file-encoding"],
  ["UTF-16 that does not say so", () => Buffer.from(one(), "utf16le"), "intake.file-nul"],
  ["a NUL", () => one().replace("罚款", "罚\0款"), "intake.file-nul"],
  [
    "columns nobody named, of banned matter",
    () => csvOf([row({ 宗教信仰: "无", 血型: "A" })]),
    "intake.columns-unknown",
  ],
  ["a column named __proto__", () => one().replace("CF_XDR_MC", "__proto__"), "intake.columns-unknown"],
  ["a JSON field named constructor", () => json({ constructor: "x" }), "intake.columns-unknown"],
  ["a column twice", () => one().replace("CF_CFLB", "CF_NR"), "intake.header-duplicate"],
  [
    "600 columns",
    () => csvOf([row(Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`c${n}`, "x"])))]),
    "intake.file-too-many-columns",
  ],
  ["no header", () => "a,b\n1,2\n", "intake.header-missing"],
  ["a quotation mark that is never closed", () => `${one()}"`, "intake.file-quote"],
  ["a line that never ends", () => `${one()}${"x".repeat(2_000_000)}`, "intake.file-line-too-long"],
  ["a bomb in gzip", () => gzipSync(Buffer.alloc(60_000_000, "a,b\n")), "intake.file-bomb"],
  ["gzip cut short", () => gzipSync(one()).subarray(0, 100), "intake.file-damaged"],
  [
    "gzip with something behind it",
    () => Buffer.concat([gzipSync(one()), Buffer.from("garbage")]),
    "intake.file-damaged",
  ],
  ["a ZIP that is no workbook", () => Buffer.from(`504b0304${"deadbeef".repeat(5)}`, "hex"), "intake.file-damaged"],
  ["JSON nested without end", () => "[".repeat(100_000), "intake.file-json"],
  ["JSON objects nested without end", () => '[{"a":'.repeat(50_000), "intake.file-json"],
  ["rows that are lists", () => "[[1,2],[3,4]]", "intake.file-json"],
  ["NDJSON that breaks off", () => `${JSON.stringify(row())}\n{"a":`, "intake.file-json"],
];

for (const [what, bytes, code] of files)
  test(`${what}: the file is refused as ${code}, and nothing of it is begun`, { timeout: 60_000 }, async () => {
    const before = await batches();
    const outcome = await sendText(node, officer, { text: await bytes() });
    assert.equal(refusalOf(outcome), code);
    mustExplainRefusal(outcome);
    assert.equal(await batches(), before);
  });

/** Files that can be read, of one good row and one that cannot be taken. */
const mixed: readonly [what: string, bytes: () => string | Promise<Buffer>, code: string, column: string | null][] = [
  ["separators mixed", () => one() + csvOf([row()]).split("\n")[1]?.replaceAll(",", "\t"), "row.ragged", null],
  [
    "a quotation mark inside a quoted cell",
    () =>
      one() +
      csvOf([row({ CF_NR: "x,HERE" })])
        .split("\n")[1]
        ?.replace('HERE"', 'x"2'),
    "row.quote",
    null,
  ],
  ["a lone surrogate in JSON", () => both(jsonWith("CF_SY", '"\\ud800x"')), "cell.damaged", "CF_SY"],
  ["a number JSON cannot hold", () => both(jsonWith("CF_NR_FK", "1e400")), "value.scientific", "CF_NR_FK"],
  ["an object where a text belongs", () => both(json({ CF_SY: { a: 1 } })), "cell.nested", "CF_SY"],
  [
    "a formula in a workbook",
    () =>
      workbook((sheet, columns) => {
        sheet.addRow(cellsOf(columns, {}));
        sheet.addRow(cellsOf(columns, { CF_NR_FK: { formula: "1+1", result: 2 } }));
      }),
    "cell.formula",
    "CF_NR_FK",
  ],
  [
    "an error value in a workbook",
    () =>
      workbook((sheet, columns) => {
        sheet.addRow(cellsOf(columns, {}));
        sheet.addRow(cellsOf(columns, { CF_NR_FK: { error: "#N/A" } }));
      }),
    "cell.error",
    "CF_NR_FK",
  ],
  [
    "a code a workbook rounded",
    () =>
      workbook((sheet, columns) => {
        sheet.addRow(cellsOf(columns, {}));
        sheet.addRow(cellsOf(columns, { CF_XDR_SHXYM: Number("914403001922038216") }));
      }),
    "cell.rounded",
    "CF_XDR_SHXYM",
  ],
];

/** Two files of JSON rows as one. */
const both = (text: string) => JSON.stringify([row()]).replace(/\]$/, `,${text.slice(1)}`);

for (const [what, bytes, code, column] of mixed)
  test(`${what}: that row is refused as ${code}, the other comes in`, async () => {
    const receipt = value(await sendText(node, officer, { text: await bytes() }));
    assert.equal(countsOf(receipt), "1 accepted, 0 corrected, 0 unchanged, 0 held, 1 refused");
    const found = await findingsOf(receipt.batch);
    assert.ok(
      found.some((finding) => finding.code === code && finding.column === column && finding.verdict === "refuse"),
    );
    for (const finding of found) mustExplain(finding);
  });

test("merged cells: neither row of them is guessed at, the row beside them comes in", async () => {
  const bytes = await workbook((sheet, columns) => {
    for (let n = 0; n < 3; n++) sheet.addRow(cellsOf(columns, {}));
    sheet.mergeCells("A2:A3");
  });
  const receipt = value(await sendText(node, officer, { text: bytes }));
  assert.equal(countsOf(receipt), "1 accepted, 0 corrected, 0 unchanged, 0 held, 2 refused");
  assert.ok((await findingsOf(receipt.batch)).every(({ code, column }) => code === "cell.merged" && column !== null));
});

test("GB 18030, a separator that is announced, a million blank lines: read as they are meant", {
  timeout: 60_000,
}, async () => {
  const semicolons = `sep=;\n${one().replaceAll(",", ";")}`;
  for (const text of [semicolons, one() + "\n".repeat(1_000_000)])
    assert.equal(value(await sendText(node, officer, { text })).accepted, 1);
});

test("nothing is taken in by a wrong clock: the node's is behind or ahead of the database's, or behind what is recorded", async () => {
  const withClock = (seconds: number) => ({
    ...node,
    clock: { ...node.clock, now: () => new Date(Date.now() + seconds * 1000), today: () => node.clock.today() },
  });
  await sendText(node, officer, { text: one() });
  for (const seconds of [-3600, 3600, 86_400 * 365]) {
    const outcome = await sendText(withClock(seconds), officer, { text: one() });
    assert.equal(refusalOf(outcome), "intake.clock-differs");
    mustExplainRefusal(outcome);
  }
  assert.equal(refusalOf(await sendText(withClock(-8), officer, { text: one() })), "intake.clock-behind");
});

test("an item the agency may not send, and one that is none, is refused whole (C2)", async () => {
  const before = await batches();
  for (const [item, code] of [
    ["cn/tax-grade-a", "intake.item-not-sent-by"],
    ["cn/nothing", "intake.item-unknown"],
  ] as const) {
    const outcome = await sendText(node, officer, { text: one(), item });
    assert.equal(refusalOf(outcome), code);
    mustExplainRefusal(outcome);
  }
  assert.equal(await batches(), before);
});
