/** Files of records for tests, sent as agencies send them. */
import { randomInt, randomUUID } from "node:crypto";
import type { Mapping, Receipt } from "#contract/intake.ts";
import { organisationCheckDigit } from "#core/code/organisation.ts";
import { checkPersonNumber } from "#core/code/person.ts";
import { checkUnifiedCode, unifiedAlphabet } from "#core/code/unified.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { sendFile } from "#src/intake/index.ts";
import { bytesSource } from "#src/intake/read/source.ts";

/** Sends text as a file of an item. */
export function sendText(
  node: Node,
  actor: Actor,
  given: {
    readonly text: string | Uint8Array;
    readonly item?: string;
    readonly mapping?: Mapping;
    readonly dryRun?: boolean;
    readonly key?: string;
    readonly chunkRows?: number;
  },
): Promise<Outcome<Receipt>> {
  const { text, mapping = null, item = mapping?.item ?? "cn/penalty", dryRun = false } = given;
  return sendFile(node, actor, {
    file: {
      source: bytesSource(Buffer.from(text)),
      name: "test.csv",
      item,
      mapping,
      mappingVersion: null,
      uploadId: null,
      dryRun,
      channel: "api",
    },
    idempotencyKey: given.key ?? randomUUID(),
    ...(given.chunkRows === undefined ? {} : { chunkRows: given.chunkRows }),
  });
}

/** A unified code of the invented division 88 whose checks all hold; `form` is department and category. */
export function inventedCode(number = randomInt(100_000_000), form = "91"): string {
  const body = String(number).padStart(8, "0");
  const stem = `${form}880100${body}${organisationCheckDigit(body)}`;
  for (const check of unifiedAlphabet) if (checkUnifiedCode(stem + check).verdict === "valid") return stem + check;
  throw new Error("no check character fits");
}

/** A citizen number that nobody has: the sequence 000 was never given. */
export function inventedPersonNumber(birthDate: string): string {
  const stem = `110105${birthDate.replaceAll("-", "")}000`;
  for (const check of "0123456789X") if (checkPersonNumber(stem + check).verdict === "valid") return stem + check;
  throw new Error("no check character fits");
}

/** One penalty in the columns of the published layout. */
export interface PenaltyRow {
  readonly [column: string]: string;
}

let serial = 0;

/** A penalty that keeps every rule, about a new organisation, unless a test says otherwise. */
export function penaltyRow(
  agency: { readonly agencyCode: string; readonly nameZh: string },
  over: PenaltyRow = {},
): PenaltyRow {
  serial++;
  return {
    CF_XDR_MC: `临江市虚构${serial}号贸易有限公司`,
    CF_XDR_LB: "法人及非法人组织",
    CF_XDR_SHXYM: inventedCode(),
    CF_WSH: `临测罚〔2026〕${serial}号`,
    CF_WFXW: "销售不符合标准的产品",
    CF_SY: "经查，当事人销售的产品不符合国家标准",
    CF_YJ: "《中华人民共和国产品质量法》第四十九条",
    CF_CFLB: "罚款",
    CF_NR: "罚款2万元",
    CF_NR_FK: "2",
    CF_JDRQ: "2026-06-01",
    CF_YXQ: "2027-06-01",
    CF_CFJG: agency.nameZh,
    CF_CFJGDM: agency.agencyCode,
    CF_SJLY: agency.nameZh,
    CF_SJLYDM: agency.agencyCode,
    ...over,
  };
}

/** Rows as a CSV, with all columns any of them has. */
export function csvOf(rows: readonly PenaltyRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))]
    .map((cells) => `${cells.map(cell).join(",")}\n`)
    .join("");
}

/** The counts of a receipt, shortly. */
export function countsOf({ accepted, corrected, unchanged, held, refused }: Receipt): string {
  return `${accepted} accepted, ${corrected} corrected, ${unchanged} unchanged, ${held} held, ${refused} refused`;
}
