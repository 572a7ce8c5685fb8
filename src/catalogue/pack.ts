/** A pack as a folder: read whole, parsed by its shapes, with where each row stands for whoever must mend it. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import {
  AgencyKindShape,
  CalendarNoticeShape,
  DivisionRowShape,
  ItemShape,
  PackShape,
  PurposeShape,
  RuleShape,
  SectorShape,
} from "#contract/catalogue.ts";
import {
  DeclinedMeasureShape,
  ListShape,
  MatterShape,
  MeasureShape,
  ProcedureShape,
} from "#contract/lists-in-packs.ts";
import { ObjectionTermShape } from "#contract/objection-terms.ts";
import type { PackContents } from "#contract/pack.ts";
import { QuestionTermShape } from "#contract/question-terms.ts";
import { RepairRuleShape } from "#contract/repair-rules.ts";
import { wordsOf } from "#contract/schema-words.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";

/** Something a pack asserts about itself that does not hold. */
export interface PackFault {
  /** Code of the assertion. */
  readonly code: string;
  /** File in the pack's folder. */
  readonly file: string;
  /** JSON pointer in the row. */
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}

/** Where a row of a pack stands. */
export interface Place {
  readonly file: string;
  /** Pointer of the row in its file. */
  readonly path: string;
}

/** A pack that was read. What it holds has the shapes of the contract only where `checkPack` finds nothing. */
export interface ReadPack {
  readonly contents: PackContents;
  /** Files that could not be read. */
  readonly unread: readonly PackFault[];
  /** Where a row of the contents stands in the folder. */
  placeOf(row: object): Place;
}

const kinds = [
  { key: "sectors", name: "sectors", shape: SectorShape },
  { key: "agencyKinds", name: "agency-kinds", shape: AgencyKindShape },
  { key: "items", name: "items", shape: ItemShape },
  { key: "rules", name: "rules", shape: RuleShape },
  { key: "purposes", name: "purposes", shape: PurposeShape },
  { key: "calendars", name: "calendars", shape: CalendarNoticeShape },
  { key: "divisions", name: "codes/divisions", shape: DivisionRowShape },
  { key: "lists", name: "lists", shape: ListShape },
  { key: "procedures", name: "procedures", shape: ProcedureShape },
  { key: "matters", name: "matters", shape: MatterShape },
  { key: "measures", name: "measures", shape: MeasureShape },
  { key: "declinedMeasures", name: "declined-measures", shape: DeclinedMeasureShape },
  { key: "objectionTerms", name: "objection-terms", shape: ObjectionTermShape },
  { key: "repairRules", name: "repair-rules", shape: RepairRuleShape },
  { key: "questionTerms", name: "question-terms", shape: QuestionTermShape },
] as const;

interface Reading {
  readonly folder: string;
  readonly faults: PackFault[];
  readonly places: WeakMap<object, Place>;
}

/** Reads a pack's folder. What cannot be read is told, never skipped silently. */
export function readPack(folder: string): ReadPack {
  const reading: Reading = { folder, faults: [], places: new WeakMap() };
  const [pack = {}] = readFile(reading, "pack.json");
  const rows = kinds.map(({ key, name }) => [key, readRows(reading, name)]);
  return {
    contents: { pack, ...Object.fromEntries(rows) } as PackContents,
    unread: [...reading.faults, ...unknownFiles(folder)],
    placeOf: (row) => reading.places.get(row) ?? { file: "pack.json", path: "" },
  };
}

/** Folders and files beside the kinds of rows that a pack may hold for other rooms: agencies, their mappings, the days of a demonstration. */
const ofOtherRooms = ["pack.json", "agencies.json", "demo.json", "mappings", "codes", "README.md"];

/** A file whose name nobody reads is most often a misspelt one. */
function unknownFiles(folder: string): PackFault[] {
  if (!existsSync(folder)) return [];
  const known = new Set([...ofOtherRooms, ...kinds.flatMap(({ name }) => [name, `${name}.json`])]);
  return readdirSync(folder)
    .filter((file) => !known.has(file))
    .map((file) => ({ code: "shape", file, path: "", zh: "不认识的文件", en: "a file that nobody reads" }));
}

/** Rows of `KIND.json` and of every file of `KIND/`, in the order of their names. */
function readRows(reading: Reading, name: string): object[] {
  const folder = join(reading.folder, name);
  const single = existsSync(`${folder}.json`) ? [`${name}.json`] : [];
  const several = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(".json"))
        .sort()
        .map((file) => `${name}/${file}`)
    : [];
  return [...single, ...several].flatMap((file) => readFile(reading, file));
}

function readFile({ folder, faults, places }: Reading, file: string): object[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(folder, file), "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isAbsent = error instanceof Error && "code" in error && error.code === "ENOENT";
    const said = { zh: `读不出：${reason}`, en: `cannot be read: ${reason}` };
    faults.push({ code: "shape", file, path: "", ...(isAbsent ? { zh: "没有这个文件", en: "is not there" } : said) });
    return [];
  }
  const isList = Array.isArray(value) && file !== "pack.json";
  return (isList ? (value as unknown[]) : [value]).flatMap((row, at) => {
    const path = isList ? `/${at}` : "";
    if (typeof row !== "object" || row === null) {
      faults.push({ code: "shape", file, path, zh: "应为对象", en: "must be an object" });
      return [];
    }
    places.set(row, { file, path });
    return [row];
  });
}

const compiled = new Map<TSchema, ReturnType<typeof Compile>>();

/** Rows that have not the shape of their kind. */
export function shapeFaults({ contents, placeOf }: ReadPack): PackFault[] {
  const rows = kinds.flatMap(({ key, shape }) => contents[key].map((row) => ({ row, shape })));
  return [{ row: contents.pack, shape: PackShape }, ...rows].flatMap(({ row, shape }) => {
    const validator = compiled.get(shape) ?? Compile(shape);
    compiled.set(shape, validator);
    if (validator.Check(row)) return [];
    const { file, path } = placeOf(row);
    const found = validator.Errors(row).filter(({ message }) => message !== "schema is false");
    // A union tells every branch that failed; the first few faults are what a person can act on.
    return found.slice(0, 5).map(({ instancePath, keyword, params }) => {
      const unknown = (params as { additionalProperties?: string[] }).additionalProperties?.join(", ");
      const broken = wordsOf({ keyword, params: { ...params } });
      return {
        code: "shape",
        file,
        path: path + instancePath,
        zh: unknown === undefined ? `形式不对：${broken.zh}` : `有不认识的项 ${unknown}`,
        en: unknown === undefined ? `not of its shape: ${broken.en}` : `holds ${unknown}, which is not known`,
      };
    });
  });
}

/** SHA-256 of the canonical JSON (RFC 8785) of a whole pack: whoever downloads it can compute it again. */
export function packDigest(contents: PackContents): Buffer {
  return createHash("sha256")
    .update(canonicalJson(contents as unknown as Json))
    .digest();
}
