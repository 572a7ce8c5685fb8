/**
 * Composes the file: from versions to what one audience may see, as of `effectiveAt` and `knownAt`. Pure.
 */
import type { FileRecord, FileView, ItemLegend, SubjectView } from "#contract/ledger.ts";
import { foldRecord, inForce, publishedOn, releasedFields, retainedOn } from "#core/record/fold.ts";
import { isSilent, marksToShow } from "#core/record/marks.ts";
import type { Change, FirstVersion, Payload, StandingRecord } from "#core/record/record.ts";
import type { Bilingual } from "#core/refusal.ts";
import { isRepaired } from "#core/repair/mark.ts";
import type { IsoDate } from "#core/time/date.ts";
import { categories } from "./categories.ts";

/** The days and instants a file is asked for. */
export interface AsOf {
  readonly effectiveAt: IsoDate;
  /** RFC 3339 instant, UTC, milliseconds. */
  readonly knownAt: string;
  /** Is `knownAt` in the past, so that differences are worth saying? */
  readonly today: IsoDate;
}

/** A record as one audience may see it, before paging. */
export interface Visible {
  readonly record: FileRecord;
  readonly itemId: string;
  readonly itemVersion: number;
}

export type Difference = FileView["differences"][number];

/** What the composer asks of the catalogue and of the list of agencies. */
export interface Legends {
  item(itemId: string, version: number): ItemLegend;
  /**
   * Names of fields the newest version of an item still lets the public see: a narrower edition binds older records too.
   * `released`: free text, which only an officer's release may show (C3).
   */
  publicFields(itemId: string): { readonly open: ReadonlySet<string>; readonly released: ReadonlySet<string> };
  /** Fields of a record as anyone may be shown them, persons' numbers masked, and the names of those where something is (C13). */
  shown(record: { itemId: string; itemVersion: number }, fields: Payload): Shown;
  authority(code: string): Bilingual;
  /** The sector of the Outline a record is counted under: the first of its item's that its authority works in. */
  sector(record: { itemId: string; itemVersion: number; authority: string }): { number: number; title: Bilingual };
}

/** Fields as they may be shown, and the names of those of which something is masked. */
export interface Shown {
  readonly fields: Payload;
  readonly masked: readonly string[];
}

const personMasked = "C13; 个人信息保护法 51";

/** Key of an item version in `items`. */
export function itemKey(itemId: string, version: number): string {
  return `${itemId}@${version}`;
}

interface Reading {
  readonly asOf: AsOf;
  /** `recipient`: whom the subject lends its file to (C14). */
  readonly audience: "body" | "recipient" | "subject";
  readonly legends: Pick<Legends, "shown" | "publicFields">;
  /** Opens sealed fields for the subject; bodies never get one. */
  readonly unseal: ((record: StandingRecord) => Payload) | null;
}

/** What a body, a recipient by consent or the subject sees of one record; null where it sees nothing. */
export function visibleTo(
  first: FirstVersion,
  changes: readonly Change[],
  reading: Reading,
): { visible: Visible | null; differences: Difference[] } {
  const { asOf, audience } = reading;
  const then = foldRecord(first, changes, asOf.knownAt);
  const now = foldRecord(first, changes, null);
  if (!now || !shownAtAll(now, audience, asOf.today)) return { visible: null, differences: [] };
  const differences = differencesOf({ then, now, asOf, first });
  if (!then || then.content.decidedOn > asOf.effectiveAt) return { visible: null, differences };
  // What is suspended has no effect through this platform, so bodies are not shown it either (C10).
  const gone = then.state === "withdrawn" || isSilent(now.marks, asOf.today);
  if (audience !== "subject" && gone) return { visible: null, differences };
  return { visible: visibleRecord(then, reading), differences };
}

/** Whether today's rules let this audience see the record at all: an ended record does not come back by moving dates (C8). */
function shownAtAll(now: StandingRecord, audience: Reading["audience"], today: IsoDate): boolean {
  if (now.state === "erased" || !retainedOn(now.content, today))
    return audience === "subject" && now.state === "erased";
  if (audience === "subject") return true;
  // What was repaired is used no more, whatever day one asks by (NDRC Order 36).
  if (now.state === "repaired") return false;
  // What is the subject's alone it may lend. What weighs against it and is published no more is lent to nobody (C8).
  if (audience === "recipient") return !now.first.adverse || !publicationEnded(now.content, today);
  return now.content.disclosure !== "subject";
}

/** Whom a file is lent to reads free text as anybody does: as an officer released it, or not at all (C3). */
function lendable(whole: Payload, standing: StandingRecord, { publicFields }: Pick<Legends, "publicFields">): Payload {
  const { released } = publicFields(standing.first.itemId);
  const plain = Object.entries(whole).filter(([name]) => !released.has(name));
  return { ...Object.fromEntries(plain), ...only(releasedFields(standing), released) };
}

function publicationEnded({ publishedUntil }: StandingRecord["content"], today: IsoDate): boolean {
  return publishedUntil !== null && publishedUntil < today;
}

function visibleRecord(standing: StandingRecord, { asOf, audience, legends, unseal }: Reading): Visible {
  const { first, content, version, state } = standing;
  const sealed = unseal?.(standing) ?? {};
  const of = { itemId: first.itemId, itemVersion: content.itemVersion };
  const whole = { ...content.open, ...content.shared, ...sealed };
  const payload = audience === "recipient" ? lendable(whole, standing, legends) : whole;
  const { fields, masked } = legends.shown(of, payload);
  const hidden = audience !== "subject" && content.hasSealed ? ["sealed", ...masked] : masked;
  return {
    itemId: first.itemId,
    itemVersion: content.itemVersion,
    record: {
      recordId: first.recordId,
      item: itemKey(first.itemId, content.itemVersion),
      adverse: first.adverse,
      listing: first.listing,
      state,
      inForce: state === "standing" && inForce(content, asOf.effectiveAt),
      authority: first.authority,
      decidedOn: content.decidedOn,
      conductEndedOn: content.conductEndedOn,
      servedOn: content.servedOn,
      effectiveFrom: content.effectiveFrom,
      effectiveTo: content.effectiveTo,
      publishedUntil: content.publishedUntil,
      retainedUntil: content.retainedUntil,
      recordedAt: first.recordedAt,
      correctedAt: standing.correctedAt,
      withdrawnAt: standing.withdrawnAt,
      changeReason: standing.changeReason,
      version,
      fields,
      masked: hidden.map((field) => ({ field, basis: personMasked })),
      marks: marksToShow(standing.marks, asOf.today).map((mark) => ({ ...mark, note: null })),
    },
  };
}

/** What a visitor sees of one record the public view gave. Superseded content is not published: it shows as corrected since. */
export function visibleToPublic(
  standing: StandingRecord,
  asOf: AsOf,
  legends: Legends,
): { visible: Visible | null; differences: Difference[] } {
  const { first, content } = standing;
  const item = itemKey(first.itemId, content.itemVersion);
  // The view has filtered already; this is the second wall (C8, C10, C12).
  if (first.subjectKind === "person" || !publishedOn(content, asOf.today) || isSilent(standing.marks, asOf.today))
    return { visible: null, differences: [] };
  if (isRepaired(standing.marks)) return { visible: null, differences: [] };
  const head = { recordId: first.recordId, item };
  if (first.recordedAt > asOf.knownAt)
    return { visible: null, differences: [{ ...head, kind: "not-yet-known", at: first.recordedAt }] };
  if (content.decidedOn > asOf.effectiveAt) {
    return { visible: null, differences: [{ ...head, kind: "not-yet-decided", at: content.decidedOn }] };
  }
  const correctedSince = standing.correctedAt !== null && standing.correctedAt > asOf.knownAt;
  const allowed = legends.publicFields(first.itemId);
  const { fields, masked } = correctedSince
    ? { fields: {}, masked: [] }
    : legends.shown(
        { itemId: first.itemId, itemVersion: content.itemVersion },
        {
          ...only(content.open ?? {}, allowed.open),
          // Even a text that stood in the open column by mistake is not shown without its release (C3).
          ...only(releasedFields(standing), allowed.released),
        },
      );
  const differences: Difference[] = [];
  if (correctedSince) differences.push({ ...head, kind: "corrected-since", at: standing.correctedAt ?? "" });
  if (inForce(content, asOf.effectiveAt) && !inForce(content, asOf.today)) {
    differences.push({ ...head, kind: "no-longer-in-force", at: content.effectiveTo ?? asOf.today });
  }
  return {
    differences,
    visible: {
      itemId: first.itemId,
      itemVersion: content.itemVersion,
      record: {
        recordId: first.recordId,
        item,
        adverse: first.adverse,
        listing: first.listing,
        state: "standing",
        inForce: inForce(content, asOf.effectiveAt),
        authority: first.authority,
        decidedOn: content.decidedOn,
        conductEndedOn: content.conductEndedOn,
        servedOn: content.servedOn,
        effectiveFrom: content.effectiveFrom,
        effectiveTo: content.effectiveTo,
        publishedUntil: content.publishedUntil,
        retainedUntil: null,
        recordedAt: first.recordedAt,
        correctedAt: standing.correctedAt,
        withdrawnAt: null,
        changeReason: null,
        version: standing.version,
        fields,
        masked: correctedSince
          ? [{ field: "*", basis: "C8; C17" }]
          : masked.map((field) => ({ field, basis: personMasked })),
        marks: marksToShow(standing.marks, asOf.today).map((mark) => ({ ...mark, note: null })),
      },
    },
  };
}

function only(fields: Payload, names: ReadonlySet<string>): Payload {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.has(name)));
}

function differencesOf({
  then,
  now,
  asOf,
  first,
}: {
  then: StandingRecord | null;
  now: StandingRecord;
  asOf: AsOf;
  first: FirstVersion;
}): Difference[] {
  const head = { recordId: first.recordId, item: itemKey(first.itemId, now.content.itemVersion) };
  if (!then) return [{ ...head, kind: "not-yet-known", at: first.recordedAt }];
  if (then.content.decidedOn > asOf.effectiveAt)
    return [{ ...head, kind: "not-yet-decided", at: then.content.decidedOn }];
  const found: Difference[] = [];
  if (now.correctedAt && now.correctedAt > asOf.knownAt)
    found.push({ ...head, kind: "corrected-since", at: now.correctedAt });
  if (now.withdrawnAt && now.withdrawnAt > asOf.knownAt)
    found.push({ ...head, kind: "withdrawn-since", at: now.withdrawnAt });
  if (inForce(then.content, asOf.effectiveAt) && !inForce(now.content, asOf.today)) {
    found.push({ ...head, kind: "no-longer-in-force", at: now.content.effectiveTo ?? asOf.today });
  }
  return found;
}

/** A page of a file: how many records, after which one. */
export interface PageAsked {
  readonly limit: number;
  readonly cursor: string | null;
  /** Only records of this sector; all unless said. */
  readonly sector?: number | undefined;
}

/** Puts the file together: counts over all that is visible, one page of records, the legends they need. */
export function composeFile(given: {
  subject: SubjectView;
  audience: FileView["asOf"]["audience"];
  asOf: AsOf;
  seen: readonly { visible: Visible | null; differences: readonly Difference[] }[];
  legends: Legends;
  page: PageAsked;
}): FileView {
  const { subject, audience, asOf, seen, legends, page } = given;
  const visible = seen.flatMap((one) => one.visible ?? []).sort(newestFirst);
  const sectors = countBySector(visible, legends);
  const asked = page.sector === undefined ? visible : visible.filter((one) => sectors.of(one) === page.sector);
  const from = page.cursor === null ? 0 : asked.findIndex((one) => cursorOf(one) > (page.cursor ?? ""));
  const records = from < 0 ? [] : asked.slice(from, from + page.limit);
  const last = records.at(-1);
  const more = last !== undefined && from + page.limit < asked.length;
  const items: Record<string, ItemLegend> = {};
  const authorities: Record<string, Bilingual> = {};
  for (const { record, itemId, itemVersion } of records) {
    items[record.item] ??= legends.item(itemId, itemVersion);
    authorities[record.authority] ??= legends.authority(record.authority);
  }
  const differences = seen.flatMap((one) => one.differences);
  for (const { item } of differences) {
    const [itemId = "", version] = item.split("@");
    items[item] ??= legends.item(itemId, Number(version));
  }
  return {
    subject,
    asOf: { audience, effectiveAt: asOf.effectiveAt, knownAt: asOf.knownAt, today: asOf.today },
    records: records.map((one) => one.record),
    next: more ? cursorOf(last) : null,
    total: visible.length,
    categories: countByCategory(visible, legends),
    sectors: sectors.counts,
    months: countByMonth(visible),
    items,
    authorities,
    differences,
  };
}

// Newest decision first: the date's digits are complemented, so that the cursor is one string that sorts as the list does.
function cursorOf({ record }: Visible): string {
  const complement = record.decidedOn.replace(/\d/g, (digit) => String(9 - Number(digit)));
  return `${complement}.${record.recordId}`;
}

function newestFirst(a: Visible, b: Visible): number {
  if (a.record.decidedOn !== b.record.decidedOn) return a.record.decidedOn < b.record.decidedOn ? 1 : -1;
  return a.record.recordId < b.record.recordId ? -1 : 1;
}

function countByCategory(visible: readonly Visible[], legends: Legends): FileView["categories"] {
  const counts = new Map(categories.map(({ category }) => [category, { total: 0, adverse: 0 }]));
  const known = new Map<string, number>();
  for (const { record, itemId, itemVersion } of visible) {
    let category = known.get(record.item);
    if (category === undefined) {
      category = legends.item(itemId, itemVersion).category;
      known.set(record.item, category);
    }
    const count = counts.get(category);
    if (!count)
      throw new Error(`item ${record.item} is in category ${category}, which the national catalogue does not have`);
    count.total++;
    if (record.adverse) count.adverse++;
  }
  return categories.map(({ category, title }) => ({
    category,
    title,
    ...(counts.get(category) ?? { total: 0, adverse: 0 }),
  }));
}

/** How many by sector, and which sector each is counted under. */
function countBySector(visible: readonly Visible[], legends: Legends) {
  const known = new Map<string, ReturnType<Legends["sector"]>>();
  const sectorOf = ({ record, itemId, itemVersion }: Visible) => {
    const key = `${record.item} ${record.authority}`;
    const sector = known.get(key) ?? legends.sector({ itemId, itemVersion, authority: record.authority });
    known.set(key, sector);
    return sector;
  };
  const counts = new Map<number, FileView["sectors"][number]>();
  for (const one of visible) {
    const { number, title } = sectorOf(one);
    const count = counts.get(number) ?? { sector: number, title, total: 0, adverse: 0 };
    counts.set(number, count);
    count.total++;
    if (one.record.adverse) count.adverse++;
  }
  return {
    of: (one: Visible) => sectorOf(one).number,
    counts: [...counts.values()].sort((a, b) => a.sector - b.sector),
  };
}

function countByMonth(visible: readonly Visible[]): FileView["months"] {
  const months = new Map<string, { adverse: number; other: number }>();
  for (const { record } of visible) {
    const month = record.decidedOn.slice(0, 7);
    let count = months.get(month);
    if (!count) {
      count = { adverse: 0, other: 0 };
      months.set(month, count);
    }
    if (record.adverse) count.adverse++;
    else count.other++;
  }
  return [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, count]) => ({ month, ...count }));
}
