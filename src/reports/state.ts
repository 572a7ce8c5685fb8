/** What a report stood on, as one digest: so that it can be told later whether a report issued now would say the same. Pure. */
import { createHash } from "node:crypto";
import type { FileRecord, FileView, ItemLegend } from "#contract/ledger.ts";
import type { Followed } from "#contract/reports.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import type { Bilingual } from "#core/refusal.ts";
import { type IsoDate, shanghaiDate } from "#core/time/date.ts";

/** Of a file, what a report's truth hangs on. Content is not in it: a version of a record never changes (C17). */
export type Standing = Pick<FileView, "records"> & {
  readonly audience: FileView["asOf"]["audience"];
  /** Name and codes of who it is about; null for persons, whose own are not public. */
  readonly head: { readonly name: string; readonly code: string; readonly aliases: readonly string[] } | null;
};

/** SHA-256, 32 bytes. Words, titles and how many days are left do not count; what is recorded and in force does. */
export function stateDigest({ records, audience, head }: Standing): Buffer {
  const state: Json = {
    audience,
    head: head && { ...head, aliases: head.aliases.toSorted() },
    records: records.map((record) => stateOf(record, audience)).toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
  };
  return createHash("sha256").update(canonicalJson(state)).digest();
}

function stateOf(record: FileRecord, audience: Standing["audience"]): string[] {
  return [
    record.recordId,
    String(record.version),
    record.state,
    String(record.inForce),
    ...record.marks.map(({ mark, at }) => `${mark} ${at}`),
    // Which fields are public can narrow without a new version, and text can be released (C3).
    ...(audience === "public" ? Object.keys(record.fields).toSorted() : []),
  ];
}

/** What happened to a file after an instant, newest first: for the subject, who may see all of it. */
export function followedOf(
  file: Pick<FileView, "records" | "items">,
  since: { readonly knownAt: string; readonly issuedOn: IsoDate; readonly today: IsoDate },
  legendOf: (item: string) => ItemLegend | undefined = (item) => file.items[item],
): Followed[] {
  const followed: Followed[] = [];
  const ended = (day: string | null) => day !== null && day >= since.issuedOn && day < since.today;
  for (const record of file.records) {
    const item: Bilingual = legendOf(record.item)?.title ?? { zh: record.item, en: record.item };
    const add = (kind: Followed["kind"], at: string) =>
      followed.push({ kind, at: at.length > 10 ? shanghaiDate(new Date(at)) : at, item, recordId: record.recordId });
    const after = (instant: string | null) => instant !== null && instant > since.knownAt;
    if (after(record.recordedAt)) add("recorded", record.recordedAt);
    if (record.correctedAt !== null && after(record.correctedAt)) add("corrected", record.correctedAt);
    if (record.withdrawnAt !== null && after(record.withdrawnAt)) add("withdrawn", record.withdrawnAt);
    for (const { at } of record.marks) if (after(at)) add("marked", at);
    if (record.publishedUntil !== null && ended(record.publishedUntil)) add("publication-ended", record.publishedUntil);
    if (record.effectiveTo !== null && ended(record.effectiveTo)) add("no-longer-in-force", record.effectiveTo);
  }
  return followed.sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1));
}
