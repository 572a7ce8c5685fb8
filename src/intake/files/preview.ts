/** Looking at an uploaded file before it is sent: its columns, what they may mean, and a mapping to begin from. */
import { createHash } from "node:crypto";
import type { FieldMapping, Mapping } from "#contract/intake.ts";
import type { FilePreview } from "#contract/uploads.ts";
import { maskPersonNumbers } from "#core/code/secrets.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { parseAgencyDate } from "#core/time/agency-date.ts";
import { type Actor, type Agency, agencyOf, findAgency } from "#src/access/index.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import { itemFor } from "../acts/competence.ts";
import { batchPermit } from "../acts/send.ts";
import { openUpload } from "../batches/send.ts";
import { knownColumns, mappedColumns, ownColumns, unitInName } from "../map/columns.ts";
import type { IntakeRooms } from "../parts.ts";
import { columnKey } from "../read/header.ts";
import { FileRefused } from "../read/refused.ts";
import { cellText } from "../read/row.ts";
import type { Source } from "../read/source.ts";
import { openTable, type Table } from "../read/table.ts";
import { isUsuallyIgnored, type Likely, likelyFields } from "./likeness.ts";
import { findMapping } from "./store.ts";

/** What of a file is to be looked at. */
export interface PreviewAsked {
  readonly uploadId: string;
  readonly item: string;
  readonly sheet?: string;
  readonly headerRow?: number;
  readonly mappingId?: string;
}

/** Rows looked into for samples, and how many values of a column are shown. */
const sampledRowsMax = 50;
const samplesMax = 5;
const sampleCharsMax = 60;

/** Looks at an uploaded file of the actor's agency; nothing is judged and nothing written. */
export async function previewUpload(
  rooms: IntakeRooms,
  actor: Actor,
  asked: PreviewAsked,
): Promise<Outcome<FilePreview>> {
  const permit = await batchPermit(rooms, actor, { action: "send-records", batchId: asked.uploadId });
  if (!permit.ok) return permit;
  const item = itemFor(rooms, actor, asked.item);
  if (!item.ok) return item;
  const file = await openUpload(rooms, permit.value, asked.uploadId);
  if (!file) return refuse("intake.upload-unknown");
  const agencyCode = agencyOf(actor) ?? "";
  const { mappingId } = asked;
  const kept =
    mappingId === undefined ? null : await findMapping(rooms.app, permit.value, { agencyCode, mappingId, body: null });
  if (mappingId !== undefined && !kept) return refuse("intake.mapping-unknown");
  if (kept && kept.itemId !== asked.item)
    return refuse("intake.mapping-item", { params: { found: kept.itemId, item: asked.item } });
  const table = await openAnyTable(file.source, { item: item.value, kept: kept?.body ?? null, asked });
  if (!table.ok) return table;
  const samples = await samplesOf(table.value);
  if (!samples.ok) return samples;
  const looked = { item: item.value, table: table.value, samples: samples.value, kept: kept?.body ?? null, asked };
  return { ok: true, value: preview(looked, await findAgency(rooms.app, agencyCode)) };
}

/** Opens a file whose columns may be anything: where none of its names is known, the row as wide as the widest is its header. */
async function openAnyTable(
  source: Source,
  { item, kept, asked }: { item: ItemVersion; kept: Mapping | null; asked: PreviewAsked },
): Promise<Outcome<Table>> {
  const { sheet, headerRow } = asked;
  const hints = {
    ...kept?.file,
    ...(sheet === undefined ? {} : { sheet }),
    ...(headerRow === undefined ? {} : { headerRow }),
  };
  const table = await openTable(source, { known: knownColumns(item, kept), ...hints });
  return table.ok || table.refusal.code !== "intake.header-missing"
    ? table
    : openTable(source, { known: new Set(), ...hints });
}

/** First values of each column, as they stand. */
async function samplesOf(table: Table): Promise<Outcome<string[][]>> {
  const samples = table.columns.map(() => new Set<string>());
  let rows = 0;
  try {
    for await (const some of table.read()) {
      for (const { cells } of some) {
        for (const [at, seen] of samples.entries()) {
          const text = cellText(cells[at] ?? "").trim();
          if (text !== "" && seen.size < samplesMax) seen.add(text);
        }
        if (++rows >= sampledRowsMax) break;
      }
      if (rows >= sampledRowsMax) break;
    }
  } catch (error) {
    if (error instanceof FileRefused) return { ok: false, refusal: error.refusal };
    throw error;
  }
  return { ok: true, value: samples.map((seen) => [...seen]) };
}

interface Looked {
  readonly item: ItemVersion;
  readonly table: Table;
  readonly samples: readonly (readonly string[])[];
  readonly kept: Mapping | null;
  readonly asked: PreviewAsked;
}

type Column = FilePreview["columns"][number];

function preview(looked: Looked, agency: Agency | null): FilePreview {
  const { item, table, samples, kept } = looked;
  const own = ownColumns(item);
  const spoken = new Set(kept ? mappedColumns(kept).map(columnKey) : []);
  const open = table.columns.filter(
    (column) => column !== "" && !spoken.has(columnKey(column)) && !own.has(columnKey(column)),
  );
  const taken = new Set([
    ...Object.keys(kept?.fields ?? {}),
    ...table.columns.flatMap((column) => own.get(columnKey(column))?.field ?? []),
  ]);
  const samplesOfColumn = new Map(table.columns.map((column, at) => [column, samples[at] ?? []]));
  const likely = likelyFields(
    item,
    open.filter((column) => !isUsuallyIgnored(column)),
    (column, field) => !taken.has(field) && isPlausible(item, field, samplesOfColumn.get(column) ?? []),
  );
  const columns = table.columns.map((column, at) => ({
    name: column,
    ...meaningOf(column, { kept, own: own.get(columnKey(column))?.field ?? null, likely }),
    samples: (samples[at] ?? []).map(masked),
  }));
  const proposal = proposalOf(looked, { agency, open, likely, samplesOfColumn, covered: fieldsOf(columns) });
  const covered = new Set([...fieldsOf(columns), ...Object.keys(proposal.fields)]);
  const { format, encoding, delimiter, sheet, sheets, headerRow, rows } = table;
  return {
    format,
    encoding,
    delimiter,
    sheets: [...sheets],
    sheet,
    headerRow,
    rows,
    columns,
    proposal,
    missing: item.item.schema.required
      .filter((field) => !covered.has(field))
      .map((field) => {
        const { title = field, "x-en": en = field } = item.fields.get(field) ?? {};
        return { field, title: { zh: title, en } };
      }),
  };
}

function fieldsOf(columns: readonly Column[]): Set<string> {
  return new Set(columns.flatMap(({ field }) => field ?? []));
}

/** A sample as it is shown: persons' numbers masked, nothing long. */
function masked(sample: string): string {
  const text = maskPersonNumbers(sample);
  return text.length > sampleCharsMax ? `${text.slice(0, sampleCharsMax)}…` : text;
}

/** Dates and amounts are told by their values: a column of words is none, whatever it is called. */
function isPlausible(item: ItemVersion, name: string, samples: readonly string[]): boolean {
  const field = item.fields.get(name);
  if (!field || samples.length === 0) return true;
  if (field.format === "date") return samples.some((sample) => parseAgencyDate(sample).kind !== "refused");
  if (field["x-unit"] === "CNY") return samples.some((sample) => /\d/.test(sample));
  return true;
}

function meaningOf(
  column: string,
  { kept, own, likely }: { kept: Mapping | null; own: string | null; likely: readonly Likely[] },
): Pick<Column, "field" | "by"> {
  const key = columnKey(column);
  const names = (list: readonly string[] | undefined) => (list ?? []).some((name) => columnKey(name) === key);
  for (const [field, { from }] of Object.entries(kept?.fields ?? {})) if (names(from)) return { field, by: "kept" };
  if (kept && mappedColumns(kept).some((name) => columnKey(name) === key)) return { field: null, by: "kept" };
  if (own !== null) return { field: own, by: "own" };
  const found = likely.find((one) => one.column === column);
  return found ? { field: found.field, by: "likely" } : { field: null, by: "none" };
}

interface Proposing {
  readonly agency: Agency | null;
  /** Columns nothing is said of yet. */
  readonly open: readonly string[];
  readonly likely: readonly Likely[];
  readonly samplesOfColumn: ReadonlyMap<string, readonly string[]>;
  readonly covered: ReadonlySet<string>;
}

/** The kept mapping or an empty one, with what is likely added, and the agency's own name and code where no column says them. */
function proposalOf({ item, table, kept, asked }: Looked, proposing: Proposing): Mapping {
  const { agency, open, likely, samplesOfColumn, covered } = proposing;
  const base = kept ?? emptyMapping(item, table, agency);
  const fields: Record<string, FieldMapping> = { ...base.fields };
  for (const { column, field } of likely)
    fields[field] = { from: [column], ...unitOf(item, field, { column, samples: samplesOfColumn.get(column) ?? [] }) };
  const ours: readonly (readonly [string | null, string | undefined])[] = [
    [item.item.authority.name, agency?.nameZh],
    [item.item.authority.code, agency?.agencyCode],
    ["sourceName", agency?.nameZh],
    ["sourceCode", agency?.agencyCode],
  ];
  for (const [field, value] of ours)
    if (field !== null && value !== undefined && item.fields.has(field) && !fields[field] && !covered.has(field))
      fields[field] = { constant: value };
  const file = { ...base.file, ...fileHints(table, asked) };
  return {
    ...base,
    ...(Object.keys(file).length > 0 ? { file } : {}),
    fields,
    ignored: [...base.ignored, ...open.filter(isUsuallyIgnored)],
  };
}

/** Only what a person said of the file; the rest is seen from each file itself. */
function fileHints({ sheet, sheets }: Table, asked: PreviewAsked): NonNullable<Mapping["file"]> {
  return {
    ...(asked.sheet !== undefined && sheets.length > 1 && sheet !== null ? { sheet } : {}),
    ...(asked.headerRow === undefined ? {} : { headerRow: asked.headerRow }),
  };
}

function emptyMapping({ item }: ItemVersion, { columns }: Table, agency: Agency | null): Mapping {
  const name = item.id.split("/")[1] ?? item.id;
  const digest = createHash("sha256").update(columns.map(columnKey).join("\n")).digest("hex").slice(0, 6);
  return {
    format: "chengxin-mapping/1",
    id: `${name}-${digest}`,
    title: {
      zh: `${agency?.nameZh ?? ""}${item.title.zh}`,
      en: `${item.title.en}${agency ? `, ${agency.nameEn}` : ""}`,
    },
    item: item.id,
    empty: ["无", "—", "-", "/", "N/A"],
    fields: {},
    ignored: [],
  };
}

/** The unit of an amount, where its column or its cells say it; else a person must. */
function unitOf(
  item: ItemVersion,
  field: string,
  { column, samples }: { column: string; samples: readonly string[] },
): Pick<FieldMapping, "unit"> {
  if (item.fields.get(field)?.["x-unit"] !== "CNY") return {};
  const shift = unitInName(column);
  if (shift !== null) return { unit: shift === 0 ? "yuan" : "ten-thousand-yuan" };
  return samples.length > 0 && samples.every((sample) => /元/.test(sample)) ? { unit: "as-written" } : {};
}
