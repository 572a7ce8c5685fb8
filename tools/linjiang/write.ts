/** Writes sheets as the files agencies send. The same sheet gives the same bytes on every machine and day. */
import ExcelJS from "exceljs";
import iconv from "iconv-lite";
import type { Sheet } from "./sheet.ts";

const lineEnd = "\r\n";

export async function bytesOf(sheet: Sheet): Promise<Buffer> {
  switch (sheet.format) {
    case "csv":
      return csv(sheet);
    case "json":
      return Buffer.from(`${JSON.stringify(objectsOf(sheet), null, 1)}\n`);
    case "ndjson":
      return Buffer.from(
        objectsOf(sheet)
          .map((row) => `${JSON.stringify(row)}\n`)
          .join(""),
      );
    case "xlsx":
      return xlsx(sheet);
    default:
      return sheet.format satisfies never;
  }
}

/** File ending of a format. */
export function endingOf(sheet: Sheet): string {
  return sheet.format;
}

function csv({ columns, cells, title, habit }: Sheet): Buffer {
  const lines = [...(title === null ? [] : [[title]]), columns, ...cells];
  const text = lines.map((line) => line.map(quoted).join(",") + lineEnd).join("");
  if (habit.encoding === "gb18030") return iconv.encode(text, "gb18030");
  return Buffer.from(habit.encoding === "utf-8-bom" ? `\uFEFF${text}` : text);
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function objectsOf({ columns, cells }: Sheet): Record<string, string>[] {
  return cells.map((row) => Object.fromEntries(columns.flatMap((column, at) => (row[at] ? [[column, row[at]]] : []))));
}

async function xlsx({ columns, cells, title }: Sheet): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.created = new Date(0);
  book.modified = new Date(0);
  const page = book.addWorksheet("数据");
  if (title !== null) page.addRow([title]);
  page.addRow([...columns]);
  for (const row of cells) page.addRow([...row]);
  return stopClock(Buffer.from(await book.xlsx.writeBuffer()));
}

const localHeader = 0x04034b50;
const centralHeader = 0x02014b50;

/** A ZIP names the time its parts were packed; set to 1 January 1980, the earliest it can say. */
function stopClock(zip: Buffer): Buffer {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let part = 0; part < count; part++) {
    if (zip.readUInt32LE(at) !== centralHeader) throw new Error("not a ZIP as expected");
    const local = zip.readUInt32LE(at + 42);
    if (zip.readUInt32LE(local) !== localHeader) throw new Error("not a ZIP as expected");
    zip.writeUInt32LE(0x0021_0000, at + 12);
    zip.writeUInt32LE(0x0021_0000, local + 10);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return zip;
}
