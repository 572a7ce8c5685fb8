import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import ExcelJS from "exceljs";
import fc from "fast-check";
import iconv from "iconv-lite";
import { type CsvRecord, CsvScanner } from "./csv.ts";
import { columnKey } from "./header.ts";
import { cellText, type SheetRow } from "./row.ts";
import { bytesSource, type Source } from "./source.ts";
import { openTable, type Table } from "./table.ts";
import { serialDate } from "./xlsx.ts";
import { showsDay } from "./xlsx-book.ts";

const known = new Set(["名称", "代码", "日期"].map(columnKey));

async function opened(
  bytes: Uint8Array | string,
  hints: Partial<Parameters<typeof openTable>[1]> = {},
): Promise<Table> {
  const outcome = await openTable(bytesSource(Buffer.from(bytes)), { known, ...hints });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

async function refusal(bytes: Uint8Array | string | Source, hints: Partial<Parameters<typeof openTable>[1]> = {}) {
  const source = typeof bytes === "string" || bytes instanceof Uint8Array ? bytesSource(Buffer.from(bytes)) : bytes;
  const outcome = await openTable(source, { known, ...hints });
  assert.ok(!outcome.ok, "the file was taken in");
  return outcome.refusal;
}

async function rowsOf(table: Table): Promise<SheetRow[]> {
  return (await Array.fromAsync(table.read())).flat();
}

const csv = "名称,代码,日期\n甲公司,91,2026-01-02\n乙公司,92,2026-01-03\n";

test("a CSV is read in UTF-8, with and without byte order mark, in UTF-16 and in GB 18030, packed or not", async () => {
  const forms = [
    Buffer.from(csv),
    Buffer.from(`\ufeff${csv}`),
    iconv.encode(csv, "gb18030"),
    iconv.encode(csv, "utf-16le", { addBOM: true }),
    gzipSync(iconv.encode(csv, "gb18030")),
  ];
  for (const form of forms) {
    const table = await opened(form);
    assert.deepEqual(table.columns, ["名称", "代码", "日期"]);
    assert.equal(table.rows, 2);
    assert.deepEqual(await rowsOf(table), [
      { row: 2, cells: ["甲公司", "91", "2026-01-02"], flaw: null },
      { row: 3, cells: ["乙公司", "92", "2026-01-03"], flaw: null },
    ]);
  }
});

test("a rare character outside the basic plane survives both encodings", async () => {
  for (const encoding of ["utf-8", "gb18030"]) {
    const table = await opened(iconv.encode("名称,代码\n𠮷䶮公司,91\n", encoding));
    assert.equal((await rowsOf(table))[0]?.cells[0], "𠮷䶮公司");
  }
});

test("bytes of no encoding are refused with their line and byte", async () => {
  const bad = Buffer.concat([Buffer.from("名称,代码\n"), Buffer.from([0xff, 0xfe, 0x80, 0x20, 0x0a])]);
  const { code, params } = await refusal(bad);
  assert.equal(code, "intake.file-encoding");
  assert.deepEqual([params?.["line"], params?.["byte"]], [2, Buffer.byteLength("名称,代码\n") + 1]);
});

test("two encodings in one file are refused with the line, though both would decode", async () => {
  const gb = iconv.encode("名称,代码\n甲公司,91\n", "gb18030");
  const utf8 = Buffer.from("有限公司有限公司,92\n");
  const { code, params } = await refusal(Buffer.concat([gb, utf8, gb]));
  assert.equal(code, "intake.file-mixed-encoding");
  assert.equal(params?.["line"], 3);
  assert.equal(
    (await refusal(Buffer.concat([Buffer.from(csv), iconv.encode("丙公司,93,2026\n", "gb18030")]))).code,
    "intake.file-encoding",
  );
});

test("a NUL byte is refused with its place", async () => {
  const { code, params } = await refusal("名称,代码\n甲\0公司,91\n");
  assert.deepEqual([code, params?.["byte"]], ["intake.file-nul", 18]);
});

test("a single line of 500 MB is refused after its first megabyte, in flat memory", async () => {
  let given = 0;
  const piece = Buffer.alloc(256 * 1024, 0x61);
  const endless: Source = {
    bytes: 500 * 1024 * 1024,
    read: async () => piece,
    async *stream() {
      for (let at = 0; at < 2000; at++) {
        given += piece.length;
        yield piece;
      }
    },
  };
  assert.equal((await refusal(endless)).code, "intake.file-line-too-long");
  assert.ok(given < 8 * 1024 * 1024, `${given} bytes were read`);
});

test("a quotation mark that is never closed refuses the file with its row", async () => {
  const { code, params } = await refusal('名称,代码\n甲,91\n"乙,92\n丙,93\n');
  assert.deepEqual([code, params?.["row"]], ["intake.file-quote", 3]);
});

test("separators are found by themselves; full-width ones are refused", async () => {
  for (const [name, delimiter] of [
    ["comma", ","],
    ["semicolon", ";"],
    ["tab", "\t"],
    ["bar", "|"],
  ] as const) {
    const table = await opened(csv.replaceAll(",", delimiter));
    assert.deepEqual(table.columns, ["名称", "代码", "日期"], name);
  }
  assert.equal((await refusal(csv.replaceAll(",", "，"))).code, "intake.file-wide-separator");
});

test("a row with another number of cells is marked, never filled up or cut", async () => {
  const table = await opened("名称,代码,日期\n甲,91\n乙,92,2026-01-01,\n丙,93,2026-01-01,多\n丁;94;2026-01-01\n");
  assert.deepEqual(
    (await rowsOf(table)).map(({ flaw }) => flaw?.code ?? null),
    ["row.ragged", null, "row.beyond-columns", "row.ragged"],
  );
});

test("line breaks inside quotes, doubled quotes and quotes inside plain cells are kept as they are", async () => {
  const table = await opened('名称,代码\r\n"甲\n乙","9""1"\r\n5" 管,92\r\n"丙"丁,93\r\n');
  assert.deepEqual(
    (await rowsOf(table)).map(({ row, cells, flaw }) => [row, cells, flaw?.code ?? null]),
    [
      [2, ["甲\n乙", '9"1'], null],
      [3, ['5" 管', "92"], null],
      [4, ["丙丁", "93"], "row.quote"],
    ],
  );
});

test("the header is found under title rows, and blank rows are no rows", async () => {
  const table = await opened(
    "临江市行政处罚公示表,,\n填报单位：甲局,,\n名称,代码,日期\n\n甲,91,2026-01-01\n,,\n乙,92,2026-01-01\n",
  );
  assert.equal(table.headerRow, 3);
  assert.equal(table.rows, 2);
  assert.deepEqual(
    (await rowsOf(table)).map(({ row }) => row),
    [5, 7],
  );
});

test("a file without a known header, and one with a column twice, are refused", async () => {
  assert.equal((await refusal("甲,乙\n1,2\n")).code, "intake.header-missing");
  assert.deepEqual(await refusal("名称,代码,名称 \n甲,91,乙\n"), {
    code: "intake.header-duplicate",
    field: "名称",
    params: { row: 1 },
  });
});

test("whatever is written as CSV is read back the same, however the bytes are cut", () => {
  const cell = fc.string({ unit: fc.constantFrom("甲", "a", ",", '"', "\n", ";", "𠮷", " ", "\r\n"), maxLength: 6 });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(table, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (rows, cuts) => {
      const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join("\n");
      const scanner = new CsvScanner({ delimiter: "," });
      const found: CsvRecord[] = [];
      for (let at = 0, i = 0; at < text.length; i++) {
        const length = cuts[i % cuts.length] ?? 1;
        found.push(...scanner.push(text.slice(at, at + length)));
        at += length;
      }
      found.push(...scanner.end());
      assert.deepEqual(
        found.map(({ cells }) => cells),
        rows,
      );
      assert.ok(found.every(({ quoteFlaw }) => !quoteFlaw));
    }),
  );
});

test("JSON and NDJSON are read with their digits; doubled keys and nested values are marked", async () => {
  const elements = [
    '{"名称":"甲","代码":914403001922038216,"种类":["罚款","警告"]}',
    '{"名称":"乙","代码":{"a":1},"名称":"丙"}',
    '{"名称":null,"代码":1.50}',
  ];
  for (const text of [`[${elements.join(",\n")}]`, elements.join("\n"), `\ufeff[${elements.join(",")}]`]) {
    const table = await opened(text);
    assert.deepEqual(table.columns, ["名称", "代码", "种类"]);
    const rows = await rowsOf(table);
    assert.deepEqual(rows[0]?.cells, [
      "甲",
      { kind: "number", text: "914403001922038216" },
      { kind: "list", values: ["罚款", "警告"] },
    ]);
    assert.equal(rows[1]?.flaw?.code, "row.duplicate-key");
    assert.deepEqual(rows[2]?.cells, ["", { kind: "number", text: "1.50" }, ""]);
  }
});

test("JSON that is broken at its end is refused before anything is read", async () => {
  for (const text of [
    '[{"名称":"甲"},{"名称":]',
    '[{"名称":"甲"}',
    '[{"名称":"甲"},]',
    '[{"名称":"甲"}] x',
    "[1]",
    '{"名称":"甲"}\n{"名',
  ])
    assert.equal((await refusal(text)).code, "intake.file-json", text);
  const deep = `[{"名称":${"[".repeat(100_000)}${"]".repeat(100_000)}}]`;
  assert.equal((await refusal(deep)).code, "intake.file-json");
});

async function workbook(fill: (book: ExcelJS.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

test("a sheet gives texts, numbers, dates and rich text; formulas, errors and rounded numbers are marked", async () => {
  const bytes = await workbook((book) => {
    const sheet = book.addWorksheet("处罚");
    sheet.addRow(["表", "", ""]);
    sheet.addRow(["名称", "代码", "日期", "额"]);
    sheet.addRow(["甲", "91", new Date("2026-03-12"), 16.5]);
    sheet.addRow([
      { richText: [{ text: "乙" }, { font: { bold: true }, text: "公司" }] },
      Number("914403001922038216"),
      "2026/3/1",
      { formula: "1+1", result: 2 },
    ]);
    sheet.addRow(["丙", "93", 45000, { error: "#N/A" }]);
  });
  const rows = await rowsOf(await opened(bytes));
  assert.deepEqual(rows[0], {
    row: 3,
    cells: ["甲", "91", { kind: "date", text: "2026-03-12" }, { kind: "number", text: "16.5" }],
    flaw: null,
  });
  assert.deepEqual(
    rows[1]?.cells.map((cell) => (typeof cell === "string" ? cell : cell.kind === "flaw" ? cell.code : cell)),
    ["乙公司", "cell.rounded", "2026/3/1", "cell.formula"],
  );
  assert.deepEqual(rows[2]?.cells.slice(2), [
    { kind: "number", text: "45000" },
    { kind: "flaw", code: "cell.error", text: "#N/A" },
  ]);
});

test("merged cells below the header are marked, above it they name columns", async () => {
  const bytes = await workbook((book) => {
    const sheet = book.addWorksheet("处罚");
    sheet.addRow(["名称", "决定", ""]);
    sheet.addRow(["", "代码", "日期"]);
    sheet.addRow(["甲", "91", "2026-01-01"]);
    sheet.addRow(["", "92", "2026-01-01"]);
    sheet.addRow(["丙", "93", "2026-01-01"]);
    sheet.mergeCells("A1:A2");
    sheet.mergeCells("B1:C1");
    sheet.mergeCells("A3:A4");
  });
  const table = await opened(bytes);
  assert.deepEqual(table.columns, ["名称", "代码", "日期"]);
  const rows = await rowsOf(table);
  assert.deepEqual(
    rows.map(({ cells }) => (typeof cells[0] === "string" ? cells[0] : cells[0]?.kind)),
    ["flaw", "flaw", "丙"],
  );
  assert.equal(cellText(rows[0]?.cells[0] ?? ""), "甲");
});

test("hidden rows are marked; a hidden sheet is not read; several sheets of data must be told apart by a person", async () => {
  const fill = (names: string[]) => (book: ExcelJS.Workbook) => {
    for (const name of names) {
      const sheet = book.addWorksheet(name);
      sheet.addRow(["名称", "代码", "日期"]);
      sheet.addRow([name, "91", "2026-01-01"]);
      sheet.addRow([name, "92", "2026-01-01"]).hidden = true;
    }
    const help = book.addWorksheet("说明");
    help.addRow(["怎样填写"]);
    book.addWorksheet("空");
    const codes = book.addWorksheet("隐藏");
    codes.addRow(["名称", "代码", "日期"]);
    codes.addRow(["不可见", "99", "2026-01-01"]);
    codes.state = "hidden";
  };
  const table = await opened(await workbook(fill(["数据"])));
  assert.deepEqual(
    (await rowsOf(table)).map(({ flaw }) => flaw?.code ?? null),
    [null, "row.hidden"],
  );
  assert.deepEqual(table.notes, [{ row: 0, code: "file.sheet-not-read", params: { sheet: "说明" } }]);
  const two = await workbook(fill(["一", "二"]));
  assert.equal((await refusal(two)).code, "intake.sheets-several");
  assert.equal((await opened(two, { sheet: "二" })).sheet, "二");
  assert.equal((await refusal(two, { sheet: "三" })).code, "intake.sheet-missing");
});

test("bombs, damaged, encrypted and foreign files are refused before they unfold", async () => {
  const zeros = Buffer.alloc(64 * 1024 * 1024);
  assert.equal((await refusal(gzipSync(zeros))).code, "intake.file-nul");
  assert.equal((await refusal(gzipSync(Buffer.alloc(64 * 1024 * 1024, "甲,乙\n")))).code, "intake.file-bomb");
  const book = await workbook((made) => {
    const sheet = made.addWorksheet("a");
    sheet.addRow(["名称", "代码", "日期"]);
    for (let row = 0; row < 2000; row++) sheet.addRow([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });
  assert.equal((await opened(book)).format, "xlsx");
  const lying = Buffer.from(book);
  lying.writeUInt32LE(100_000_000, lying.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
  assert.equal((await refusal(lying)).code, "intake.file-bomb");
  for (const at of [40, 2000, book.length >> 1]) {
    const damaged = Buffer.from(book);
    damaged[at] = (damaged[at] ?? 0) ^ 0x55;
    const outcome = await openTable(bytesSource(damaged), { known });
    if (outcome.ok) assert.equal(outcome.value.rows, 2000);
    else assert.match(outcome.refusal.code, /^intake\.(file|header)/);
  }
  assert.equal((await refusal(book.subarray(0, book.length - 100))).code, "intake.file-damaged");
  assert.equal((await refusal(gzipSync(csv).subarray(0, 40))).code, "intake.file-damaged");
  assert.equal((await refusal(Buffer.from("d0cf11e0a1b11ae1", "hex"))).code, "intake.file-old-excel");
  assert.equal((await refusal("%PDF-1.7 ...")).code, "intake.file-format");
  assert.equal((await refusal("<html><table>")).code, "intake.file-format");
  assert.equal((await refusal(gzipSync(gzipSync(csv)))).code, "intake.file-format");
  assert.equal((await refusal("")).code, "intake.file-empty");
  assert.equal((await refusal("\n \n")).code, "intake.file-empty");
});

test("serial numbers are days of the right system, and formats tell days from times", () => {
  assert.equal(serialDate(45_000, false), "2023-03-15");
  assert.equal(serialDate(45_000.75, false), "2023-03-15");
  assert.equal(serialDate(43_538, true), "2023-03-15");
  assert.equal(serialDate(60, false), null);
  assert.equal(serialDate(Number.NaN, false), null);
  for (const code of ["yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "[$-804]yyyy/m/d;@", "m/d/yy h:mm"])
    assert.ok(showsDay(code), code);
  for (const code of ["h:mm:ss", "0.00", '"day"0', "[Red]0", "General"]) assert.ok(!showsDay(code), code);
});
