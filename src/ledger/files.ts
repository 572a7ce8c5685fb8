/** Files: whose, for whom, as of when. Every read by a body is a look (C15). */
import type { Static } from "typebox";
import type { FileRecord, FileView, getPublicFile, getPublicRecord, readFile } from "#contract/ledger.ts";
import type { FieldsByItem } from "#core/consent/consent.ts";
import type { Payload, StandingRecord } from "#core/record/record.ts";
import { type Bilingual, done, type Outcome, refuse } from "#core/refusal.ts";
import { type IsoDate, parseIsoDate } from "#core/time/date.ts";
import type { Actor, Door, LookLog, Purpose, Scope } from "#src/access/index.ts";
import { type Catalogue, type ItemVersion, isNamed, shownFields } from "#src/catalogue/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Pool, Sql } from "#src/platform/database.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import { type AsOf, composeFile, type Legends, type PageAsked, visibleTo, visibleToPublic } from "./compose.ts";
import type { Directory, FileSubject } from "./directory.ts";
import { lentOf } from "./lent.ts";
import { standingOf } from "./public.ts";
import { sealContext } from "./seal.ts";
import { readPublicRecords, readVersions, wasRecordedAsPublic } from "./store.ts";

/** Dates as a reader gives them. */
export interface AskedDates {
  readonly effectiveAt?: string | undefined;
  readonly knownAt?: string | undefined;
}

type Asked = AskedDates & { readonly limit?: number | undefined; readonly cursor?: string | undefined };
export type PublicAsked = Static<NonNullable<typeof getPublicFile.query>> & { readonly code: string };
export type PublicRecord = Static<typeof getPublicRecord.response>;
export type BodyAsked = Static<NonNullable<typeof readFile.body>>;

export interface FileParts {
  readonly app: Pool;
  readonly publicReader: Pool;
  readonly door: Door;
  readonly looks: LookLog;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly directory: Directory;
}

/** What a file is read for: to be shown, or to have a report made of it. Policy and the log tell them apart. */
export type FileAct = "read-file" | "issue-report";

/** Reading files, for routes, reports and commands. */
export class Files {
  readonly #parts: FileParts;
  readonly legends: Legends;

  constructor(parts: FileParts) {
    this.#parts = parts;
    this.legends = legendsOf(parts);
  }

  /** The public file of an organisation, or of an individual business by its exact code (C12). */
  async getPublic(asked: PublicAsked): Promise<Outcome<FileView>> {
    const asOf = this.#asOf(asked);
    if (!asOf.ok) return asOf;
    const found = await this.#parts.directory.findPublic(asked.code, asOf.value);
    if (!found.ok) return found;
    if (!found.value) return refuse("ledger.unknown-subject");
    return this.publicFile(found.value, asOf.value, pageOf(asked));
  }

  /** The public file of a subject already found. */
  async publicFile(subject: FileSubject, asOf: AsOf, page: Outcome<PageAsked>): Promise<Outcome<FileView>> {
    if (!page.ok) return page;
    const { publicReader, door, directory } = this.#parts;
    const scope = door.publicScope;
    const [rows, head] = await Promise.all([
      readPublicRecords(publicReader, scope, subject.subjectIds),
      directory.head(publicReader, scope, subject, asOf),
    ]);
    const seen = rows.map((row) => visibleToPublic(standingOf(row), asOf, this.legends));
    return done(
      composeFile({ subject: head, audience: "public", asOf, seen, legends: this.legends, page: page.value }),
    );
  }

  /** One public record; "gone" once its publication ended, and nothing else of it (C8). */
  async getPublicRecord({ code, recordId }: { code: string; recordId: string }): Promise<Outcome<PublicRecord>> {
    const { directory, publicReader, app, door, clock } = this.#parts;
    const asOf = { effectiveAt: clock.today(), knownAt: clock.now().toISOString(), today: clock.today() };
    const found = await directory.findPublic(code, asOf);
    if (!found.ok) return found;
    const subject = found.value;
    if (!subject) return refuse("ledger.unknown-subject");
    const rows = await readPublicRecords(publicReader, door.publicScope, subject.subjectIds);
    const row = rows.find((one) => one.recordId === recordId);
    const visible = row ? visibleToPublic(standingOf(row), asOf, this.legends).visible : null;
    if (!visible) {
      const was = await wasRecordedAsPublic(app, door.publicScope, { subjectIds: subject.subjectIds, recordId });
      return refuse(was ? "ledger.publication-ended" : "ledger.unknown-record");
    }
    return done({
      subject: await directory.head(publicReader, door.publicScope, subject, asOf),
      record: visible.record,
      item: this.legends.item(visible.itemId, visible.itemVersion),
      authority: this.legends.authority(visible.record.authority),
    });
  }

  /** A body's look at a file, for a purpose of the catalogue; refused looks are logged too (C15). */
  async readForBody(actor: Actor, asked: BodyAsked, act: FileAct = "read-file"): Promise<Outcome<FileView>> {
    const asOf = this.#asOf(asked);
    const page = pageOf(asked);
    if (!asOf.ok) return asOf;
    if (!page.ok) return page;
    const { directory, door, looks } = this.#parts;
    const subject = await directory.findByNumber(asked.subject, asOf.value);
    const subjectId = subject?.subjectIds[0];
    if (!subject || !subjectId) {
      await looks.nothingHeld(actor, act);
      return refuse("ledger.unknown-subject");
    }
    const purpose: Purpose = {
      purpose: asked.purpose,
      basis: asked.basis,
      ...(asked.onBehalfOf ? { onBehalfOf: asked.onBehalfOf } : {}),
    };
    if (this.#parts.catalogue.purposes.get(asked.purpose)?.consent) {
      // Its subject's consent opens the file for it, and nothing else does (C14).
      await looks.refused(actor, subjectId, { ...purpose, policy: "ledger.by-consent" });
      return refuse("ledger.by-consent", { field: "purpose" });
    }
    if (!this.#purposeAllows(actor, subject, asked.purpose)) {
      await looks.refused(actor, subjectId, { ...purpose, policy: "ledger.purpose" });
      return refuse("ledger.purpose");
    }
    const allowed = await door.scope(actor, act, fileResource(subject), { audience: "body", purpose });
    // What policy refuses, the door has logged.
    if (!allowed.ok) return allowed;
    return this.lookAt(allowed.value, subject, asOf.value, page.value);
  }

  /** The whole file of the subject one represents (C9). */
  async readOwn(
    actor: Actor,
    asked: Asked & { readonly subjectId?: string | undefined },
    act: FileAct = "read-file",
  ): Promise<Outcome<FileView>> {
    const asOf = this.#asOf(asked);
    const page = pageOf(asked);
    if (!asOf.ok) return asOf;
    if (!page.ok) return page;
    const own = actor.kind === "representative" ? actor.subjects : [];
    const subjectId = asked.subjectId ?? (own.length === 1 ? own[0] : undefined);
    const subject = subjectId ? await this.#parts.directory.findById(subjectId, asOf.value) : null;
    if (!subject) return refuse("ledger.unknown-subject");
    const purpose: Purpose = { purpose: "own-file", basis: "个人信息保护法 45; 征信业管理条例 17" };
    const scope = await this.#parts.door.scope(actor, act, fileResource(subject), {
      audience: "subject",
      purpose,
    });
    return scope.ok ? this.lookAt(scope.value, subject, asOf.value, page.value) : scope;
  }

  /** Reads a file within a look: the entry and the reading are one transaction. */
  async lookAt(scope: Scope, subject: FileSubject, asOf: AsOf, page: PageAsked): Promise<Outcome<FileView>> {
    const file = await this.#parts.looks.look(scope, subject.subjectIds[0] ?? "", async (sql) => {
      const value = await this.#compose(sql, scope, subject, asOf, page);
      return {
        value,
        outcome: value.total > 0 ? "shown" : "nothing-held",
        shown: {
          what: scope.action === "issue-report" ? "report" : "file",
          records: value.records.length,
          total: value.total,
          effectiveAt: asOf.effectiveAt,
          knownAt: asOf.knownAt,
        },
      };
    });
    return done(file);
  }

  /**
   * The records an audience would be shown now, without sealed fields: for telling whether what was said of a subject
   * still holds. From inside; it goes to nobody.
   */
  async outline(scope: Scope, subject: FileSubject, audience: "body" | "subject"): Promise<FileRecord[]> {
    scope.mustBe("inside");
    const { app, clock } = this.#parts;
    const asOf = { effectiveAt: clock.today(), knownAt: clock.now().toISOString(), today: clock.today() };
    const { firsts, changes } = await readVersions(app, scope, subject.subjectIds);
    return firsts.flatMap(
      (first) =>
        visibleTo(first, changes.get(first.recordId) ?? [], { asOf, audience, legends: this.legends, unseal: null })
          .visible?.record ?? [],
    );
  }

  /**
   * What a recipient is shown by the subject's consent, as of now: one projection, for the page on which the subject
   * decides and for the answer the recipient gets later. The caller logs the look.
   */
  async lent(sql: Sql, scope: Scope, subject: FileSubject, granted: FieldsByItem): Promise<FileView> {
    scope.mustBe("body", "subject");
    const { clock, directory } = this.#parts;
    const today = clock.today();
    const asOf = { effectiveAt: today, knownAt: clock.now().toISOString(), today };
    const head = await directory.head(sql, scope, subject, asOf);
    const { firsts, changes } = await readVersions(sql, scope, subject.subjectIds);
    const reading = { asOf, audience: "recipient", legends: this.legends, unseal: null } as const;
    const seen = firsts.map((first) => {
      const { visible } = visibleTo(first, changes.get(first.recordId) ?? [], reading);
      return { visible: visible && lentOf(visible, granted), differences: [] };
    });
    const page = { limit: lentMax, cursor: null };
    return composeFile({ subject: head, audience: "body", asOf, seen, legends: this.legends, page });
  }

  async #compose(sql: Sql, scope: Scope, subject: FileSubject, asOf: AsOf, page: PageAsked): Promise<FileView> {
    scope.mustBe("body", "subject");
    const audience = scope.audience === "subject" ? "subject" : "body";
    const head = await this.#parts.directory.head(sql, scope, subject, asOf);
    const { firsts, changes } = await readVersions(sql, scope, subject.subjectIds);
    const unseal = audience === "subject" ? (standing: StandingRecord) => this.#unseal(standing) : null;
    const seen = firsts.map((first) =>
      visibleTo(first, changes.get(first.recordId) ?? [], { asOf, audience, legends: this.legends, unseal }),
    );
    return composeFile({ subject: head, audience, asOf, seen, legends: this.legends, page });
  }

  #unseal({ first, content }: StandingRecord): Payload {
    if (!content.sealed) return {};
    return JSON.parse(this.#parts.keys.open(content.sealed, sealContext(first)).toString("utf8"));
  }

  #purposeAllows(actor: Actor, subject: FileSubject, name: string): boolean {
    const purpose = this.#parts.catalogue.purposes.get(name);
    if (!purpose || (actor.kind !== "officer" && actor.kind !== "client")) return false;
    const known = this.#parts.catalogue.agencyKinds;
    const kindAllowed = isNamed(purpose.agencyKinds, { kinds: actor.agencyKinds, known });
    return kindAllowed && purpose.subjectKinds.includes(subject.kind);
  }

  /** Dates as asked, or today and now; never of the future. */
  #asOf(asked: AskedDates): Outcome<AsOf> {
    return asOfDates(asked, this.#parts.clock);
  }
}

/** Reads `effectiveAt` (a day) and `knownAt` (an instant, or a day: its end in Asia/Shanghai); neither may be of the future. */
export function asOfDates(asked: AskedDates, clock: Clock): Outcome<AsOf> {
  const today = clock.today();
  const now = clock.now().toISOString();
  const effectiveAt = asked.effectiveAt === undefined ? today : parseIsoDate(asked.effectiveAt);
  if (!effectiveAt || effectiveAt > today) return refuse("ledger.date", { field: "effectiveAt" });
  const knownAt = asked.knownAt === undefined ? now : knownInstant(asked.knownAt, { today, now });
  if (!knownAt) return refuse("ledger.date", { field: "knownAt" });
  return done({ effectiveAt, knownAt, today });
}

function knownInstant(text: string, { today, now }: { today: IsoDate; now: string }): string | null {
  const day = parseIsoDate(text);
  if (day) {
    if (day > today) return null;
    const end = new Date(`${day}T23:59:59.999+08:00`).toISOString();
    return end < now ? end : now;
  }
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return null;
  const iso = instant.toISOString();
  return iso <= now ? iso : null;
}

/** A lent file is one answer, so that it is one look. */
const lentMax = 1000;

const cursorShape = /^\d{4}-\d{2}-\d{2}\.[0-9a-f-]{36}$/;

/** The page a reader asks for. */
export function pageOf(asked: {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly sector?: number | undefined;
}): Outcome<PageAsked> {
  if (asked.cursor !== undefined && !cursorShape.test(asked.cursor)) return refuse("ledger.cursor");
  return done({ limit: asked.limit ?? 200, cursor: asked.cursor ?? null, sector: asked.sector });
}

function fileResource(subject: FileSubject) {
  const subjectId = subject.subjectIds[0] ?? "";
  return { type: "File", id: subjectId, attributes: { subjectKind: subject.kind, subject: subjectId } };
}

const disclosures = new WeakMap<ItemVersion, ReturnType<Legends["publicFields"]>>();

/** What the public may see of an item version; asked for every record of a file, so it is made once. */
function disclosedOf(version: ItemVersion): ReturnType<Legends["publicFields"]> {
  let disclosed = disclosures.get(version);
  if (!disclosed) {
    const as = (disclosure: string) =>
      new Set([...version.fields].flatMap(([name, field]) => (field["x-disclosure"] === disclosure ? [name] : [])));
    disclosed = { open: as("public"), released: as("after-release") };
    disclosures.set(version, disclosed);
  }
  return disclosed;
}

function legendsOf({ catalogue, clock, directory }: FileParts): Legends {
  return {
    item: (itemId, version) => catalogue.item(itemId, version).legend,
    publicFields(itemId) {
      const version = catalogue.itemInForce(itemId, clock.today()) ?? catalogue.versions(itemId).at(-1);
      return version ? disclosedOf(version) : { open: new Set(), released: new Set() };
    },
    shown: ({ itemId, itemVersion }, fields) => shownFields(catalogue.item(itemId, itemVersion), fields),
    authority: (code): Bilingual => directory.agency(code),
    sector({ itemId, itemVersion, authority }) {
      const { sectors } = catalogue.item(itemId, itemVersion).legend;
      const kinds = directory.kindsOfAgency(authority);
      const own = catalogue.sectors().filter(({ number }) => sectors.includes(number));
      const sector = own.find(({ agencyKinds }) => agencyKinds.some((kind) => kinds.includes(kind))) ?? own[0];
      if (!sector) throw new Error(`${itemId}@${itemVersion} names no sector of the Outline`);
      return sector;
    },
  };
}
