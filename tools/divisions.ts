/**
 * Writes `packs/cn/codes/divisions.json` from the tables of divisions in the shared data (licences in
 * `packs/cn/codes/NOTICES.md`); `--check` only says whether it is current.
 *
 * Run: node --import ./tools/tsx.ts tools/divisions.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Division } from "#core/code/division.ts";
import { inProject } from "#src/platform/config.ts";
import { sharedData } from "./shared-data.ts";

export const divisionsFile = inProject("packs", "cn", "codes", "divisions.json");

type Names = Readonly<Record<string, string>>;

interface Tables {
  /** In force (Ministry of Civil Affairs). */
  readonly current: Names;
  /** Ever used. */
  readonly ever: Names;
  /** Abolished code to its successors. */
  readonly successors: Readonly<Record<string, readonly string[]>>;
  /** Of the statistical edition of 2023: divisions, and development zones that are none. */
  readonly statistical: Names;
}

/**
 * Codes the source made up for Hong Kong's, Macao's and Taiwan's parts, and for Taiwan (830000, in GB/T 2260: 710000):
 * not of the standard, so not of the pack.
 */
const madeUp = /^8(?:1|2)\d{2}[^0]|^8(?:1|2)0[1-9]|^83/;

/** Areas the source lists as "not of the standard's making": they have a code, and are no administrative divisions. */
const outsideTheStandard = ["133100", "232761", "232762", "232763", "232764", "460323", "460324"];

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(...path), "utf8")) as T;
}

/** Lines of `code,"name",...` of the statistical edition; four-digit codes are prefectures. */
function readCsv(...path: string[]): Names {
  const lines = readFileSync(join(...path), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  return Object.fromEntries(
    lines.map((line) => {
      const [code = "", name = ""] = line.split(",");
      return [code.padEnd(6, "0"), name.replaceAll('"', "")];
    }),
  );
}

function readTables(dataDir: string): Tables {
  const keep = (names: Names): Names =>
    Object.fromEntries(Object.entries(names).filter(([code]) => !madeUp.test(code)));
  return {
    current: {
      ...keep(readJson<Names>(dataDir, "divisions", "list.json")),
      // The nation itself, as national registrars' codes carry it, and Taiwan under its code of the standard.
      "100000": "全国",
      "710000": "台湾省",
    },
    ever: keep(readJson<Names>(dataDir, "divisions", "history.json")),
    successors: readJson(dataDir, "divisions", "diff.json"),
    statistical: {
      ...readCsv(dataDir, "divisions-2023", "areas.csv"),
      ...readCsv(dataDir, "divisions-2023", "cities.csv"),
    },
  };
}

/** Successors that are in force, followed from one to the next; one that leads nowhere is named itself. */
function followed(code: string, tables: Tables, seen: readonly string[] = []): string[] {
  const next = (tables.successors[code] ?? []).filter((one) => one !== code && !seen.includes(one));
  return [
    ...new Set(
      next.flatMap((one) => {
        if (tables.current[one]) return [one];
        const further = followed(one, tables, [...seen, code]);
        return further.length > 0 || !tables.ever[one] ? further : [one];
      }),
    ),
  ];
}

function divisionOf(code: string, tables: Tables): Division {
  const { current, ever, statistical } = tables;
  const name = current[code] ?? ever[code] ?? statistical[code] ?? "";
  const successors = current[code] ? [] : followed(code, tables);
  const isStatistical = statistical[code] !== undefined || outsideTheStandard.includes(code);
  const status = current[code] ? "current" : isStatistical && successors.length === 0 ? "statistical" : "abolished";
  return { code, name, fullName: pathOf(code, tables).join("") + name, status, successors };
}

/** Names of the province and the prefecture a code belongs to by its digits; not of collections such as 市辖区 or 县. */
function pathOf(code: string, { current, ever, statistical }: Tables): string[] {
  const nameOf = (parent: string) =>
    parent === code ? undefined : (current[parent] ?? ever[parent] ?? statistical[parent]);
  const province = nameOf(`${code.slice(0, 2)}0000`);
  const prefecture = code.endsWith("00") ? undefined : nameOf(`${code.slice(0, 4)}00`);
  const isPlace = prefecture !== undefined && !/^(市辖区|县|.*直辖.*)$/.test(prefecture);
  return [...(province === undefined ? [] : [province]), ...(isPlace ? [prefecture] : [])];
}

/** The file as it should stand: one division a line. */
export function divisionsText(dataDir: string): string {
  const tables = readTables(dataDir);
  const codes = [
    ...new Set([tables.current, tables.ever, tables.statistical].flatMap((names) => Object.keys(names))),
  ].sort();
  const lines = codes.map((code) => {
    const { name, fullName, status, successors } = divisionOf(code, tables);
    return JSON.stringify([code, name, fullName, status, ...(successors.length > 0 ? [successors] : [])]);
  });
  return `[\n${lines.join(",\n")}\n]\n`;
}

if (import.meta.main) {
  const text = divisionsText(sharedData());
  if (process.argv.includes("--check")) process.exitCode = readFileSync(divisionsFile, "utf8") === text ? 0 : 1;
  else writeFileSync(divisionsFile, text);
}
