/** Makes the invented province's data, as its agencies send them: the same folder on every machine. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isoDate } from "#core/time/date.ts";
import { type Dice, diceFrom } from "./dice.ts";
import { type DirtyRow, dirtKinds, soil } from "./dirt.ts";
import { extraRows, repeats, wholeFiles } from "./extras.ts";
import type { Manifest, ManifestFile, NotedRow } from "./manifest.ts";
import { type Organisation, organisationsOf } from "./organisations.ts";
import { type ProceedingStory, proceedingStories } from "./proceedings.ts";
import { demoDate, openedOn } from "./province.ts";
import { disciplines, practitioners, registrations } from "./registers.ts";
import { type Sheet, sheetOf } from "./sheet.ts";
import { decisions } from "./streams/decisions.ts";
import { publicBodies } from "./streams/government.ts";
import { adverse } from "./streams/lists.ts";
import { standing } from "./streams/standing.ts";
import { recordsOf, type Sent } from "./streams/stream.ts";
import { storiedRecords } from "./told.ts";
import { bytesOf } from "./write.ts";

const seed = `linjiang/${demoDate}`;

/** A file of the province before it is written: its rows and their sheet. */
export interface Delivery {
  readonly entry: ManifestFile;
  readonly sheet: Sheet;
}

/** Writes every file and `manifest.json` into a folder; answers the manifest. */
export async function writeLinjiang(folder: string): Promise<Manifest> {
  const { deliveries, manifest } = makeLinjiang();
  await mkdir(folder, { recursive: true });
  for (const { entry, sheet } of deliveries) await writeFile(join(folder, entry.file), await bytesOf(sheet));
  await writeFile(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
  return manifest;
}

/** The whole province. */
export interface Linjiang {
  readonly deliveries: readonly Delivery[];
  readonly manifest: Manifest;
  readonly proceedings: readonly ProceedingStory[];
}

/** The whole province in memory. */
export function makeLinjiang(): Linjiang {
  const { people, rows } = rowsOfLinjiang();
  const deliveries = [...inFiles(rows).map(([key, own]) => delivery(key, own)), ...wholeFiles(people)];
  const inOrder = deliveries.sort((a, b) => order(a).localeCompare(order(b)));
  return {
    deliveries: inOrder,
    manifest: manifestOf(people, inOrder),
    proceedings: proceedingStories(people, listedIn(rows)),
  };
}

/** `item code` of every row about somebody who has a code. */
function listedIn(rows: readonly DirtyRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ item, org }) => (org?.code ? [`${item} ${org.code}`] : [])));
}

/** Everybody, and every row that is sent about them, before it is put into files. */
export function rowsOfLinjiang(): { readonly people: readonly Organisation[]; readonly rows: readonly DirtyRow[] } {
  const dice = diceFrom(seed);
  const people = organisationsOf(dice);
  return { people, rows: rowsOf(dice, people) };
}

function rowsOf(dice: Dice, people: readonly Organisation[]): DirtyRow[] {
  const streams = [...decisions, ...adverse, ...standing, ...publicBodies];
  const sent: Sent[] = [
    ...registrations(people),
    ...practitioners(dice),
    ...storiedRecords(dice, people),
    ...streams.flatMap((stream) => recordsOf(dice.of(stream.item), stream, people)),
  ];
  const soiled = soil(dice.of("dirt"), sent);
  const more = extraRows(dice.of("extras"), people, [...soiled, ...clean(disciplines(dice))]);
  return repeats(dice.of("repeats"), more);
}

function clean(rows: readonly Sent[]): DirtyRow[] {
  return rows.map((row) => ({ ...row, raw: {}, dirt: null, verdict: "accepted", code: null }));
}

interface FileKey {
  readonly deliveredOn: string;
  readonly agency: DirtyRow["agency"];
  readonly item: string;
}

function inFiles(rows: readonly DirtyRow[]): [FileKey, DirtyRow[]][] {
  const files = new Map<string, [FileKey, DirtyRow[]]>();
  for (const row of rows) {
    const key = `${row.deliveredOn} ${row.agency.agencyCode} ${row.item}`;
    const file = files.get(key);
    if (file) file[1].push(row);
    else files.set(key, [{ deliveredOn: row.deliveredOn, agency: row.agency, item: row.item }, [row]]);
  }
  return [...files.values()];
}

function delivery({ deliveredOn, agency, item }: FileKey, rows: readonly DirtyRow[]): Delivery {
  const sheet = sheetOf(agency.nameZh, item, rows);
  const firstRow = sheet.format.endsWith("json") ? 1 : sheet.title === null ? 2 : 3;
  const noted = rows.flatMap((row, at): NotedRow[] =>
    row.dirt === null && row.verdict === "accepted"
      ? []
      : [{ row: at + firstRow, dirt: row.dirt, verdict: row.verdict, code: row.code }],
  );
  const expected = { accepted: 0, corrected: 0, unchanged: 0, held: 0, refused: 0 };
  for (const { verdict } of rows) expected[verdict]++;
  return {
    sheet,
    entry: {
      file: `${deliveredOn}_${agency.nameZh.replace(/（.*?）/g, "")}_${item.replace("/", "-")}.${sheet.format}`,
      receivedOn: deliveredOn,
      agency: agency.agencyCode,
      agencyName: agency.nameZh,
      item,
      mapping: sheet.mapping,
      format: sheet.format,
      encoding: sheet.format === "csv" ? sheet.habit.encoding : "utf-8",
      rows: rows.length,
      expected,
      refusedWhole: null,
      noted,
    },
  };
}

/** By day; of one day, registrations first, so that everybody is known. */
function order({ entry }: Delivery): string {
  const rank = entry.item.endsWith("registration") ? 0 : entry.refusedWhole === null ? 1 : 2;
  return `${entry.receivedOn} ${rank} ${entry.file}`;
}

function manifestOf(people: readonly Organisation[], deliveries: readonly Delivery[]): Manifest {
  const files = deliveries.map(({ entry }) => entry);
  const totals = { rows: 0, files: files.length, accepted: 0, corrected: 0, unchanged: 0, held: 0, refused: 0 };
  for (const { rows, expected } of files) {
    totals.rows += rows;
    for (const verdict of ["accepted", "corrected", "unchanged", "held", "refused"] as const)
      totals[verdict] += expected[verdict];
  }
  const forms = Map.groupBy(people, ({ form }) => form);
  return {
    fictitious: true,
    seed,
    demoDate: isoDate(demoDate),
    openedOn,
    organisations: Object.fromEntries([...forms].map(([form, all]) => [form, all.length])),
    stories: Object.fromEntries(people.flatMap(({ story, code }) => (story && code ? [[story, code]] : []))),
    files,
    totals,
    dirt: dirtOf(files),
  };
}

function dirtOf(files: readonly ManifestFile[]): Manifest["dirt"] {
  const noted = files.flatMap((file) => file.noted).filter(({ dirt }) => dirt !== null);
  const says = new Map(dirtKinds.map((kind) => [kind.kind, kind.says]));
  return Object.fromEntries(
    [...Map.groupBy(noted, ({ dirt }) => dirt ?? "")].map(([kind, rows]) => [
      kind,
      {
        says: says.get(kind) ?? kind,
        rows: rows.length,
        verdict: rows[0]?.verdict ?? "accepted",
        code: rows[0]?.code ?? null,
      },
    ]),
  );
}
