/** What an XLSX says about itself beside its sheets' rows: which sheets, which number formats are dates, its texts. */
import { SaxesParser } from "saxes";
import { limits } from "./limits.ts";
import { refuseFile } from "./refused.ts";
import type { Source } from "./source.ts";
import { readEntry, type ZipEntry } from "./zip.ts";

export interface BookSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly entry: ZipEntry;
}

export interface Book {
  readonly sheets: readonly BookSheet[];
  /** Serial numbers count from 1904-01-01 (old Macintosh files). */
  readonly from1904: boolean;
  /** By index of a cell's style: does it show a date? */
  readonly dateStyles: readonly boolean[];
  readonly texts: readonly string[];
}

/** Attributes of an element by name. */
export type Attributes = { readonly [name: string]: string | undefined };

/** A handler of one part's elements; their names come without their prefix. */
export interface PartHandler {
  open(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Feeds a part's XML to a handler, piece by piece; `after` runs between pieces. Refuses what is not well-formed. */
export async function* parsePart(source: Source, entry: ZipEntry, handler: PartHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on("error", () => refuseFile("intake.file-damaged"));
  // A document type could define entities that multiply; Office never writes one.
  parser.on("doctype", () => refuseFile("intake.file-damaged"));
  parser.on("opentag", (tag) => handler.open(local(tag.name), tag.attributes));
  parser.on("closetag", (tag) => handler.close?.(local(tag.name)));
  parser.on("text", (text) => handler.text?.(text));
  parser.on("cdata", (text) => handler.text?.(text));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of readEntry(source, entry)) {
      parser.write(decoder.decode(chunk, { stream: true }));
      yield;
    }
    parser.write(decoder.decode());
    parser.close();
    yield;
  } catch (error) {
    // Office writes UTF-8; a decoder throws a TypeError with this code at anything else.
    if (error instanceof TypeError && "code" in error && error.code === "ERR_ENCODING_INVALID_ENCODED_DATA")
      refuseFile("intake.file-damaged");
    throw error;
  }
}

/** `x:row` and `row` are the same element: some programs write prefixes. */
function local(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

/** The attribute that names a relation; its prefix is the file's to choose. */
function relationOf(attributes: Attributes): string {
  const name = Object.keys(attributes).find((key) => local(key) === "id" && key !== "id");
  return attributes[name ?? "id"] ?? "";
}

/** Reads everything but the rows. Refuses files that are no workbook. */
export async function readBook(source: Source, entries: ReadonlyMap<string, ZipEntry>): Promise<Book> {
  const main = [...entries.keys()].find((name) => /(^|\/)workbook\.xml$/.test(name));
  if (!main || !entries.has("[Content_Types].xml")) refuseFile("intake.file-format", { params: { found: "zip" } });
  const folder = main.slice(0, main.lastIndexOf("/") + 1);
  const part = (name: string) => entries.get(folder + name);
  const workbook = await readWorkbook(source, required(entries.get(main)));
  const targets = await readTargets(source, part("_rels/workbook.xml.rels"));
  const sheets = workbook.sheets.flatMap(({ name, hidden, id }) => {
    const target = targets.get(id);
    const entry = target && entries.get(target.startsWith("/") ? target.slice(1) : resolved(folder + target));
    // A chart sheet has no rows; its relation is of another type and is left out here.
    return entry ? [{ name, hidden, entry }] : [];
  });
  if (sheets.length === 0) refuseFile("intake.file-damaged");
  return {
    sheets,
    from1904: workbook.from1904,
    dateStyles: await readDateStyles(source, part("styles.xml")),
    texts: await readTexts(source, part("sharedStrings.xml")),
  };
}

function required(entry: ZipEntry | undefined): ZipEntry {
  return entry ?? refuseFile("intake.file-damaged");
}

/** `xl/../x.xml` is `x.xml`. */
function resolved(path: string): string {
  return new URL(path, "zip:///").pathname.slice(1);
}

async function drain(part: AsyncGenerator<void>): Promise<void> {
  for await (const _ of part);
}

async function readWorkbook(source: Source, entry: ZipEntry) {
  const sheets: { name: string; hidden: boolean; id: string }[] = [];
  let from1904 = false;
  await drain(
    parsePart(source, entry, {
      open(name, attribute) {
        if (name === "workbookPr") from1904 = ["1", "true"].includes(attribute["date1904"] ?? "");
        if (name === "sheet") {
          sheets.push({
            name: attribute["name"] ?? "",
            hidden: (attribute["state"] ?? "visible") !== "visible",
            id: relationOf(attribute),
          });
        }
      },
    }),
  );
  return { sheets, from1904 };
}

async function readTargets(source: Source, entry: ZipEntry | undefined): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  await drain(
    parsePart(source, required(entry), {
      open(name, attribute) {
        if (name === "Relationship" && /\/worksheet$/.test(attribute["Type"] ?? ""))
          targets.set(attribute["Id"] ?? "", attribute["Target"] ?? "");
      },
    }),
  );
  return targets;
}

/** Number formats of ECMA-376 18.8.30 that show a day, those of Chinese locales included; times alone are no dates. */
const builtInDates = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);

async function readDateStyles(source: Source, entry: ZipEntry | undefined): Promise<boolean[]> {
  if (!entry) return [];
  const custom = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCells = false;
  await drain(
    parsePart(source, entry, {
      open(name, attribute) {
        if (name === "numFmt") custom.set(Number(attribute["numFmtId"]), showsDay(attribute["formatCode"] ?? ""));
        if (name === "cellXfs") inCells = true;
        if (name === "xf" && inCells) {
          const format = Number(attribute["numFmtId"] ?? 0);
          styles.push(custom.get(format) ?? builtInDates.has(format));
        }
      },
      close(name) {
        if (name === "cellXfs") inCells = false;
      },
    }),
  );
  return styles;
}

/** Whether a format code shows a day: `y`, `d` or 年 outside quotes, brackets and escapes. */
export function showsDay(formatCode: string): boolean {
  const bare = formatCode.replace(/"[^"]*"|\[[^\]]*\]|\\./g, "");
  return /[yd年日]/i.test(bare);
}

async function readTexts(source: Source, entry: ZipEntry | undefined): Promise<string[]> {
  const texts: string[] = [];
  if (!entry) return texts;
  let current = "";
  let total = 0;
  let inText = false;
  let phonetic = 0;
  await drain(
    parsePart(source, entry, {
      open(name) {
        if (name === "si") current = "";
        else if (name === "rPh") phonetic++;
        else if (name === "t") inText = phonetic === 0;
      },
      close(name) {
        if (name === "t") inText = false;
        else if (name === "rPh") phonetic--;
        else if (name === "si") texts.push(current);
      },
      text(text) {
        if (!inText) return;
        current += text;
        total += text.length;
        if (total > limits.sharedStringsCharsMax) refuseFile("intake.file-too-many-texts");
      },
    }),
  );
  return texts;
}
