/** What was found in a batch, in words. */
import { Readable } from "node:stream";
import type { FindingView } from "#contract/batches.ts";
import { csvCell } from "#core/csv.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Verdict } from "#core/rule/finding.ts";
import type { Actor, FileAnswer, Scope } from "#src/access/index.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import { findingView } from "../entries/findings.ts";
import type { IntakeParts } from "../parts.ts";
import { countFindings, listFindings } from "../store.ts";
import { batchScope, type PageAsked, wrongCursor } from "./look.ts";
import { getBatchState } from "./store.ts";

/** Row 0 stands for the file as a whole. */
const beforeAll = { row: -1, ordinal: 0 };
const allVerdicts: readonly Verdict[] = ["note", "hold", "refuse"];

interface OfBatch {
  readonly scope: Scope;
  readonly item: ItemVersion;
}

/** Leave to look at a batch, and the version of the item it was judged by. */
async function openBatch(parts: IntakeParts, actor: Actor, batchId: string): Promise<Outcome<OfBatch>> {
  const scope = await batchScope(parts, actor, { batchId });
  if (!scope.ok) return scope;
  const { itemId, itemVersion } = await getBatchState(parts.app, scope.value, batchId);
  return { ok: true, value: { scope: scope.value, item: parts.catalogue.item(itemId, itemVersion) } };
}

/** Findings of a batch, row by row. */
export async function lookAtFindings(
  parts: IntakeParts,
  actor: Actor,
  asked: PageAsked & { batchId: string; verdict?: Verdict },
): Promise<Outcome<{ items: FindingView[]; next: string | null }>> {
  const { batchId, limit = 50, cursor, verdict } = asked;
  const batch = await openBatch(parts, actor, batchId);
  if (!batch.ok) return batch;
  const after = cursor === undefined ? beforeAll : readCursor(cursor);
  if (!after) return wrongCursor();
  const verdicts = verdict ? [verdict] : allVerdicts;
  const rows = await listFindings(parts.app, batch.value.scope, { batchId, after, limit: limit + 1, verdicts });
  const last = rows[limit - 1];
  return {
    ok: true,
    value: {
      items: rows.slice(0, limit).map((row) => findingView(parts.catalogue, batch.value.item, row)),
      next: rows.length > limit && last ? `${last.row}.${last.ordinal}` : null,
    },
  };
}

function readCursor(cursor: string): { row: number; ordinal: number } | null {
  const [, row, ordinal] = /^(\d{1,9})\.(\d{1,4})$/.exec(cursor) ?? [];
  return row && ordinal ? { row: Number(row), ordinal: Number(ordinal) } : null;
}

/** How often each finding was made, most often first, each with its first example. */
export async function summaryOfFindings(
  parts: IntakeParts,
  actor: Actor,
  batchId: string,
): Promise<Outcome<{ items: { rows: number; example: FindingView }[] }>> {
  const batch = await openBatch(parts, actor, batchId);
  if (!batch.ok) return batch;
  const counted = await countFindings(parts.app, batch.value.scope, batchId);
  const items = counted.map(({ rows, ...example }) => ({
    rows,
    example: findingView(parts.catalogue, batch.value.item, example),
  }));
  return { ok: true, value: { items } };
}

const heads = {
  zh: ["行", "列", "字段", "处理", "原值（涉及个人的已遮盖）", "原因", "办法", "依据", "代码"],
  en: [
    "row",
    "column",
    "field",
    "verdict",
    "value (masked where it could be a person's)",
    "reason",
    "remedy",
    "law",
    "code",
  ],
} as const;
const verdictWords = {
  zh: { note: "提示", hold: "待定", refuse: "拒收" },
  en: { note: "note", hold: "held", refuse: "refused" },
} as const;

/** All findings as CSV, streamed; opened by a spreadsheet it shows Chinese and runs nothing. */
export async function findingsFile(
  parts: IntakeParts,
  actor: Actor,
  asked: { batchId: string; language?: "zh" | "en"; verdict?: Verdict },
): Promise<Outcome<FileAnswer>> {
  const { batchId, language = "zh", verdict } = asked;
  const batch = await openBatch(parts, actor, batchId);
  if (!batch.ok) return batch;
  const { scope, item } = batch.value;
  const verdicts = verdict ? [verdict] : allVerdicts;
  async function* lines(): AsyncGenerator<string> {
    yield `\uFEFF${heads[language].join(",")}\r\n`;
    for (let after = beforeAll; ; ) {
      const rows = await listFindings(parts.app, scope, { batchId, after, limit: 1000, verdicts });
      yield rows.map((row) => csvLine(findingView(parts.catalogue, item, row), language)).join("");
      const last = rows.at(-1);
      if (!last || rows.length < 1000) return;
      after = last;
    }
  }
  const bytes = Readable.from(lines(), { objectMode: false });
  return { ok: true, value: { bytes, mediaType: "text/csv; charset=utf-8", fileName: `findings-${batchId}.csv` } };
}

function csvLine(finding: FindingView, language: "zh" | "en"): string {
  const { row, column, fieldTitle, verdict, value, reason, remedy, article, code } = finding;
  const cells = [
    row === 0 ? "" : String(row),
    column ?? "",
    fieldTitle?.[language] ?? "",
    verdictWords[language][verdict],
    value ?? "",
    reason[language],
    remedy[language],
    article ?? "",
    code,
  ];
  return `${cells.map(csvCell).join(",")}\r\n`;
}
