/** The fields of the record a proceeding leads to: what follows from it by itself, and what the keeper types. */
import type { EntryForm, Item } from "#contract/catalogue.ts";
import type { SubjectView } from "#contract/ledger.ts";
import { waivedInWriting } from "#core/record/listing.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import type { NoticeStanding } from "#src/notices/index.ts";

/** A value as a form gives it. */
export type Typed = string | number | boolean | readonly string[];
export type TypedFields = Readonly<Record<string, Typed>>;

/** What a proceeding knows by itself of the record it leads to. */
export interface Known {
  readonly subject: Pick<SubjectView, "name" | "code" | "identifiers">;
  readonly kind: SubjectKind;
  readonly authority: { readonly code: string; readonly name: string };
  readonly decidedOn: IsoDate;
  readonly servedOn: IsoDate | null;
  readonly listedFrom: IsoDate;
  readonly endsOn: IsoDate | null;
  /** Last day of the conduct as it was proposed; null: the keeper types it. */
  readonly conductEndedOn: IsoDate | null;
  readonly notice: NoticeStanding | null;
  readonly facts: string;
  readonly basis: string;
  readonly ground: string | null;
}

/** Fields by these names say of a listing what no role of the item does; where an item has them, they follow too. */
const ofTheNotice = ["noticeServedOn", "answered"] as const;
const answers = { none: "未陈述申辩", waived: waivedInWriting, weighed: "已陈述申辩，未采纳" } as const;

/** Names of the fields that follow from the proceeding: nobody types them. */
export function derivedFields({ item, fields }: ItemVersion): ReadonlySet<string> {
  const { about, authority, dates } = item;
  const { decidedOn, servedOn, answerDueOn, effectiveFrom, effectiveTo } = dates;
  const roles = [
    ...[about.name, ...about.numbers, about.kind?.field, authority.name, authority.code],
    ...[decidedOn, servedOn, answerDueOn, effectiveFrom, effectiveTo, "noticeServedOn"],
  ];
  return new Set(roles.filter((name): name is string => typeof name === "string" && fields.has(name)));
}

/**
 * What the keeper types when deciding; facts and basis are those of the proceeding unless said otherwise, and a ground
 * that was noticed is not typed again.
 */
export function keeperForm(
  version: ItemVersion,
  { ground, conductEndedOn }: { ground: string | null; conductEndedOn: IsoDate | null },
): EntryForm {
  const conduct = conductEndedOn === null ? null : version.item.dates.conductEndedOn;
  const derived = new Set([
    ...derivedFields(version),
    ...(ground === null ? [] : ["ground"]),
    ...(conduct ? [conduct] : []),
  ]);
  const { fields, ...form } = version.entryForm;
  return { ...form, fields: fields.filter(({ name }) => !derived.has(name)) };
}

/** The record's fields, as a form would give them. What was typed never takes the place of what follows. */
export function recordFields(version: ItemVersion, known: Known, typed: TypedFields): TypedFields {
  const derived = derivedFields(version);
  const own = Object.entries(typed).filter(([name]) => !derived.has(name));
  const proposed = {
    facts: known.facts,
    basis: known.basis,
    ...(known.ground === null ? {} : { ground: known.ground }),
  };
  const filled = Object.entries({ ...proposed, ...ofNotice(known, typed) }).filter(([name]) =>
    version.fields.has(name),
  );
  return { ...Object.fromEntries(filled), ...Object.fromEntries(own), ...ofRoles(version, known) };
}

function ofNotice({ notice }: Known, typed: TypedFields): TypedFields {
  if (notice === null) return {};
  const said = notice.waived ? answers.waived : notice.answered ? (typed["answered"] ?? answers.weighed) : answers.none;
  const [served, answered] = ofTheNotice;
  return { ...(notice.service ? { [served]: notice.service.on } : {}), [answered]: said };
}

function ofRoles({ item, fields }: ItemVersion, known: Known): TypedFields {
  const { about, authority, dates } = item;
  const { subject, notice } = known;
  // Waived, the time to answer ended that day, wherever the calendar reaches.
  const answerDueOn = notice?.clock?.dueOn ?? notice?.waived?.on ?? null;
  const kindValue = Object.entries(about.kind?.values ?? {}).find(([, kind]) => kind === known.kind)?.[0];
  const pairs: (readonly [string | null | undefined, Typed | null | undefined])[] = [
    [about.name, subject.name],
    ...about.numbers.map((name) => [name, numberOf(subject, fields.get(name)?.["x-identifier"] ?? null)] as const),
    [about.kind?.field, kindValue],
    [authority.name, known.authority.name],
    [authority.code, known.authority.code],
    [dates.answerDueOn, answerDueOn],
    [dates.servedOn, known.servedOn],
    // Where one field says both that the conduct and that the listing ended, it is not known yet.
    [endIsFixed(item) ? null : dates.effectiveTo, known.endsOn],
    [dates.effectiveFrom, known.listedFrom],
    [endIsFixed(item) ? null : dates.conductEndedOn, known.conductEndedOn],
    // Last: where an item has one field for both, it is the day of the decision.
    [dates.decidedOn, known.decidedOn],
  ];
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => (name == null || value == null || value === "" ? [] : [[name, value]])),
  );
}

/**
 * Whether the item has no field of its own for the last day decided: it ends by the item's terms, and the field is filled
 * when it is left.
 */
export function endIsFixed({ dates }: Pick<Item, "dates">): boolean {
  return dates.effectiveTo === null || dates.effectiveTo === dates.conductEndedOn;
}

function numberOf({ code, identifiers }: Known["subject"], scheme: string | null): string | null {
  const found = identifiers.find((one) => one.scheme === scheme && one.validUntil === null)?.value;
  if (found !== undefined) return found;
  return scheme === "unified-code" && code.length === 18 ? code : null;
}
