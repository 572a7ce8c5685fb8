/**
 * Lays a report out as plain texts for the Typst template: what is said, in which order and in which words. Pure.
 * The template decides only how it looks.
 */
import type { FileRecord, ItemLegend } from "#contract/ledger.ts";
import type { Bilingual } from "#core/refusal.ts";
import { shanghaiDate } from "#core/time/date.ts";
import { settable } from "./characters.ts";
import { barsOf, type Chart, chartOf, type Drawing } from "./drawing.ts";
import type { Language, Report } from "./report.ts";
import { notesOf, noteValues, sectionsOf } from "./sections.ts";
import { say, sayOr, type Values } from "./words.ts";

/** A record as it is set: a heading line, its content, its dates. */
export interface PageRecord {
  readonly tone: "adverse" | "honour" | "plain";
  readonly head: string;
  /** Lines, joined by line feeds. */
  readonly body: string;
  /** What must not be overlooked: marks, withdrawal; empty where there is none. */
  readonly note: string;
}

/** What the template is given. All texts are ready to be set. */
export interface Page {
  readonly lang: Language;
  readonly title: string;
  readonly titleOther: string;
  readonly fictitious: string;
  readonly code: string;
  readonly qr: { readonly drawing: Drawing; readonly alt: string; readonly caption: string };
  readonly pageOf: string;
  readonly issued: readonly [number, number, number];
  readonly name: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly asOf: readonly (readonly [string, string])[];
  readonly audience: string;
  readonly glance: {
    readonly title: string;
    readonly other: string;
    readonly tiles: readonly (readonly [string, string])[];
    readonly years: Chart & { readonly title: string; readonly alt: string };
    readonly none: string;
  };
  readonly contents: {
    readonly title: string;
    readonly other: string;
    readonly rows: readonly (readonly [string, string])[];
    readonly plain: string;
  };
  readonly categories: readonly PageCategory[];
  readonly notes: {
    readonly title: string;
    readonly other: string;
    readonly list: readonly (readonly [string, string])[];
  };
}

interface PageCategory {
  readonly title: string;
  readonly other: string;
  readonly plain: string;
  readonly items: readonly PageItem[];
}

interface PageItem {
  readonly title: string;
  readonly count: string;
  readonly plain: string;
  readonly law: string;
  readonly wayBack: string;
  readonly records: readonly PageRecord[];
}

/** Made once: making one takes longer than a page of writing. */
const number = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });
/** Of a number that is no amount nobody says whether it is a year: four digits stand together, as on pages. */
const figure = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6, useGrouping: "min2" });

/** Category of honours in the national basic catalogue (DOMAIN.md 4). */
const honours = 11;

/** Writes a report out in one language. `qr` carries the report's verification address. */
export function pageOf(report: Report, language: Language, qr: Drawing): Page {
  const setter = new Setter(report, language);
  const { file } = report;
  const say = setter.say;
  return {
    lang: language,
    title: say("title"),
    titleOther: say("title.other"),
    fictitious: report.fictitious ? say("fictitious") : "",
    code: report.code,
    qr: { drawing: qr, alt: `${say("qr.alt")} ${report.verifyUrl}`, caption: say("qr") },
    pageOf: say("page.of"),
    issued: dateParts(shanghaiDate(new Date(report.issuedAt))),
    name: settable(file.subject.name),
    facts: setter.facts(),
    asOf: setter.asOf(),
    audience: say(`audience.${file.asOf.audience}.plain`),
    glance: {
      title: say("glance"),
      other: say("glance.other"),
      tiles: setter.tiles(),
      years: { ...chartOf(barsOf(file.months)), title: say("glance.years"), alt: setter.yearsInWords() },
      none: file.total === 0 ? say("glance.none") : "",
    },
    contents: setter.contents(),
    categories: setter.categories(),
    notes: setter.notes(),
  };
}

function dateParts(date: string): readonly [number, number, number] {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  return [year, month, day];
}

/** An instant as a person in China reads it. */
function minuteOf(instant: string): string {
  const local = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 16)}`;
}

/** How long a text may be that heads a record. */
const headLengthMax = 60;

/** Whether a value names its record, as a document's title or number does; a code, an amount and a day do not. */
function namesIt(value: unknown, { words, unit, date }: ItemLegend["fields"][string]): boolean {
  return typeof value === "string" && value.length <= headLengthMax && !words && !unit && !date;
}

class Setter {
  readonly #report: Report;
  readonly #language: Language;
  readonly #colon: string;
  readonly #gap: string;
  readonly #and: string;

  constructor(report: Report, language: Language) {
    this.#report = report;
    this.#language = language;
    [this.#colon, this.#gap, this.#and] = language === "zh" ? ["：", "　", "；"] : [": ", " | ", "; "];
  }

  readonly say = (key: string, values: Values = {}): string => say(this.#language, key, values);

  #of(text: Bilingual): string {
    return text[this.#language];
  }

  facts(): [string, string][] {
    const { subject } = this.#report.file;
    const facts: [string, string][] = [];
    const add = (key: string, value: string) => value && facts.push([this.say(key), settable(value)]);
    if (subject.code) {
      const verdict = subject.codeVerdict === "valid" ? "" : this.say(`verdict.${subject.codeVerdict}`);
      add("subject.code", subject.code + verdict);
    }
    add("subject.form", subject.form ? this.#of(subject.form) : this.say(`subject.${subject.kind}`));
    if (subject.division) {
      const abolished = subject.division.abolished ? this.say("subject.division.abolished") : "";
      add("subject.division", `${subject.division.name} ${subject.division.code}${abolished}`);
    }
    const former = subject.names.filter(({ name }) => name !== subject.name);
    add("subject.names", former.map((one) => one.name + this.#span(one)).join(this.#and));
    const others = subject.identifiers.filter(({ value }) => value !== subject.code);
    add(
      "subject.identifiers",
      others
        .map((one) => `${sayOr(this.#language, `scheme.${one.scheme}`, one.scheme)} ${one.value}${this.#span(one)}`)
        .join(this.#and),
    );
    add("subject.aliases", subject.aliases.map(({ code }) => code).join(this.#and));
    return facts;
  }

  #span({ validFrom, validUntil }: { validFrom: string | null; validUntil: string | null }): string {
    if (!validFrom && !validUntil) return "";
    const dates = `${validFrom ?? ""} – ${validUntil ?? ""}`.trim();
    return this.#language === "zh" ? `（${dates}）` : ` (${dates})`;
  }

  asOf(): [string, string][] {
    const { asOf } = this.#report.file;
    return [
      [this.say("asOf.effectiveAt"), asOf.effectiveAt],
      [this.say("asOf.knownAt"), minuteOf(asOf.knownAt)],
      [this.say("asOf.issuedAt"), minuteOf(this.#report.issuedAt)],
      [this.say("asOf.useBefore"), this.#report.useBefore],
      [this.say("asOf.issuer"), this.#of(this.#report.issuer.name)],
      [this.say("audience"), this.say(`audience.${asOf.audience}`)],
    ];
  }

  tiles(): [string, string][] {
    const { file } = this.#report;
    const adverse = file.categories.reduce((sum, category) => sum + category.adverse, 0);
    const good = file.categories.find(({ category }) => category === honours)?.total ?? 0;
    return [
      [String(file.total), this.say("glance.total")],
      [String(good), this.say("glance.honours")],
      [String(adverse), this.say("glance.adverse")],
    ];
  }

  yearsInWords(): string {
    return barsOf(this.#report.file.months)
      .map(({ year, adverse, other }) => this.say("glance.year", { n: year, m: String(adverse), k: String(other) }))
      .join(this.#and);
  }

  contents(): Page["contents"] {
    return {
      title: this.say("contents"),
      other: this.say("contents.other"),
      rows: sectionsOf(this.#report.file).map(({ category, title, statement }) => [
        `${category}  ${this.#of(title)}`,
        this.#of(statement),
      ]),
      plain: this.say("contents.plain"),
    };
  }

  categories(): PageCategory[] {
    const { file } = this.#report;
    const byItem = Map.groupBy(file.records, (record) => record.item);
    return file.categories
      .filter(({ total }) => total > 0)
      .map(({ category, title }) => ({
        title: this.#of(title),
        other: this.#language === "zh" ? title.en : title.zh,
        plain: this.say(`category.${category}`),
        items: Object.entries(file.items)
          .filter(([, legend]) => legend.category === category)
          .map(([key, legend]) => this.#item(legend, byItem.get(key) ?? [])),
      }));
  }

  #item(legend: ItemLegend, records: readonly FileRecord[]): PageItem {
    return {
      title: settable(this.#of(legend.title)),
      count: this.say("item.count", { n: String(records.length) }),
      plain: settable(this.#of(legend.plain)),
      law: settable(this.say("item.law") + this.#colon + legend.law.map((law) => this.#law(law)).join(this.#and)),
      wayBack: settable(
        this.say("item.wayBack") + this.#colon + this.#of(legend.wayBack.text) + this.#bracket(legend.wayBack.article),
      ),
      records: records.map((record) => this.#record(record, legend)),
    };
  }

  /** An article stands in the law's own words where it is more than a number: 第六条, 全文 (all of it). */
  #law({ title, article }: ItemLegend["law"][number]): string {
    const name = this.#of(title);
    if (article === "全文") return name;
    if (!/^\d+$/.test(article)) return `${name} ${article}`;
    return this.#language === "zh" ? `${name}第${article}条` : `${name}, article ${article}`;
  }

  #bracket(text: string): string {
    return this.#language === "zh" ? `（${text}）` : ` (${text})`;
  }

  #record(record: FileRecord, legend: ItemLegend): PageRecord {
    const authority = this.#report.file.authorities[record.authority];
    const around = this.#saidAround(record);
    const shown = Object.entries(legend.fields)
      .map(([name, field]) => ({ field, value: record.fields[name] }))
      .filter(({ value }) => value !== undefined && value !== null && !around.has(value))
      .map(({ field, value }) => ({
        names: namesIt(value, field),
        title: settable(this.#of(field.title)),
        value: this.#value(value, field),
      }));
    const heading = shown.find((one) => one.names);
    const pairs = shown.filter((one) => one !== heading).map(({ title, value }) => title + this.#colon + value);
    const decided = settable(authority ? this.#of(authority) : record.authority);
    pairs.push(this.say("record.authority") + this.#colon + decided);
    return {
      tone: record.adverse ? "adverse" : legend.category === honours ? "honour" : "plain",
      head: [record.decidedOn, heading?.value ?? this.#of(legend.title), ...this.#flags(record)].join(this.#gap),
      body: [pairs.join(this.#gap), this.#dates(record, shown), ...this.#masked(record, legend)]
        .filter((line) => line !== "")
        .join("\n"),
      note: this.#note(record),
    };
  }

  /** What stands on the page anyway: whom the report is about, who decided and when. It is not said again in every record. */
  #saidAround(record: FileRecord): ReadonlySet<unknown> {
    const { subject, authorities } = this.#report.file;
    return new Set<unknown>([
      subject.name,
      subject.code,
      ...subject.names.map(({ name }) => name),
      ...subject.identifiers.map(({ value }) => value),
      record.authority,
      authorities[record.authority]?.zh,
      record.decidedOn,
    ]);
  }

  #flags(record: FileRecord): string[] {
    const flags: string[] = [];
    if (record.listing) flags.push(this.say("record.listing"));
    if (record.adverse) flags.push(this.say("record.adverse"));
    if (record.state === "standing" && !record.inForce) flags.push(this.say("record.notInForce"));
    return flags;
  }

  #dates(record: FileRecord, shown: readonly { readonly value: string }[]): string {
    const dates: string[] = [];
    const add = (key: string, date: string | null) => date && dates.push(`${this.say(key)} ${date}`);
    if (record.adverse) {
      add("record.sentOn", shanghaiDate(new Date(record.recordedAt)));
      add("record.conductEndedOn", record.conductEndedOn);
      add("record.servedOn", record.servedOn);
    }
    // An end that stands among the fields already is not said twice.
    if (!shown.some(({ value }) => value === record.effectiveTo)) add("record.effectiveTo", record.effectiveTo);
    add("record.publishedUntil", record.publishedUntil);
    add("record.retainedUntil", record.retainedUntil);
    if (record.adverse) dates.push(this.say("record.wayBack"));
    return dates.join(this.#gap);
  }

  #masked(record: FileRecord, legend: ItemLegend): string[] {
    return record.masked.map(({ field, basis }) => {
      const legendOfField = legend.fields[field];
      const name = legendOfField ? settable(this.#of(legendOfField.title)) : "";
      const said = field in record.fields ? "record.maskedNumber" : "record.masked";
      return `${this.say(said)}${name && this.#colon}${name}${this.#bracket(`${this.say("record.basis")} ${settable(basis)}`)}`;
    });
  }

  #note(record: FileRecord): string {
    const notes: string[] = [];
    const on = (instant: string) => shanghaiDate(new Date(instant));
    if (record.state === "withdrawn")
      notes.push(`${this.say("record.withdrawn")} ${record.withdrawnAt ? on(record.withdrawnAt) : ""}`);
    if (record.state === "repaired") notes.push(this.say("record.repaired"));
    if (record.state === "erased") notes.push(this.say("record.erased"));
    if (record.correctedAt) notes.push(`${this.say("record.corrected")} ${on(record.correctedAt)}`);
    if (record.changeReason) notes.push(this.say("record.reason") + this.#colon + settable(record.changeReason));
    for (const { mark, at, note, text } of record.marks) {
      const words = text ?? (note ? this.#of(note) : "");
      const said = words === "" ? "" : this.#colon + settable(words);
      notes.push(`${sayOr(this.#language, `mark.${mark}`, mark)} ${on(at)}${said}`);
    }
    return notes.join(this.#gap);
  }

  #value(value: unknown, field: ItemLegend["fields"][string]): string {
    if (Array.isArray(value)) return value.map((one) => this.#value(one, field)).join(this.#and);
    if (typeof value === "boolean") return this.say(`value.${value}`);
    if (typeof value === "number") {
      if (field.unit === "CNY") return this.say("value.CNY", { n: number.format(value) });
      return figure.format(value) + (field.unit ?? "");
    }
    const word = field.words?.[String(value)];
    return settable(word ? this.#of(word) : String(value));
  }

  notes(): Page["notes"] {
    return {
      title: this.say("notes"),
      other: this.say("notes.other"),
      list: notesOf(noteValues(this.#report)).map(({ title, text }) => [this.#of(title), settable(this.#of(text))]),
    };
  }
}
