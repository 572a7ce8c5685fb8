import type { Json } from "../record/canonical.ts";
import type { SubjectKind } from "../record/record.ts";
import type { IsoDate } from "../time/date.ts";

/** A row as rules read it: field by field; what is absent is undefined. */
export type Row = { readonly [field: string]: Json | undefined };

/** What is known of a row beside what it says. */
export interface Known {
  /** The day of receipt, in Asia/Shanghai. */
  readonly receivedOn: IsoDate;
  /** Unified code of the agency in whose competence it is sent: the sender, or the body below it that decided. */
  readonly sender: string;
  /** Unified code of whoever sends, where that is another. */
  readonly sentBy?: string;
  /** Names of persons whom earlier records give for the subject's operator or representative. */
  readonly persons?: readonly string[];
}

/** What the rule is asked of: how an item names its fields. */
export interface Ground {
  /**
   * Field names that a reference stands for: a field of the payload by its name, or the fields of a role (`$decidedOn`,
   * `$everyText` ...). Empty where the item has none of that role. Throws {@link RuleFault} for a name it does not know.
   */
  fields(reference: string): readonly string[];
  /** The kind of subject a row names; null where it does not say. */
  kind(row: Row): SubjectKind | null;
  /** The scheme of the code or number a field holds; null where it holds none. */
  scheme(field: string): string | null;
  /** Years within which the law has a decision follow the conduct; null where none says so. */
  readonly limitationYears: number | null;
}

/** A rule is written wrong: an error of whoever wrote the pack, found when it is loaded. */
export class RuleFault extends Error {}

/** A field that is there and not blank. */
export function isPresent(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/** Roles every item may give its fields; the rest of a reference that begins with `$` is refused. */
export const roles = [
  "$decidedOn",
  "$conductEndedOn",
  "$servedOn",
  "$answerDueOn",
  "$effectiveFrom",
  "$effectiveTo",
  "$subjectName",
  "$subjectKind",
  "$subjectNumbers",
  "$birthDate",
  "$authorityName",
  "$authorityCode",
  "$everyText",
  "$everyFreeText",
  "$everyDocumentNumber",
  "$everyPublicText",
  "$everyDate",
  "$everyAmount",
  "$everyIdentifier",
] as const;

/** True for a role, `$identifier:SCHEME` and `$subjectNumber:SCHEME` included. */
export function isRole(reference: string): boolean {
  return (roles as readonly string[]).includes(reference) || schemeOf(reference) !== null;
}

/** The scheme of `$identifier:SCHEME` (every field of that scheme) and `$subjectNumber:SCHEME` (the subject's own). */
export function schemeOf(reference: string): string | null {
  return /^\$(?:identifier|subjectNumber):([a-z-]+)$/.exec(reference)?.[1] ?? null;
}

const kinds: readonly string[] = ["organisation", "individual-business", "person"] satisfies SubjectKind[];

/**
 * The ground of example records: their keys are the references themselves. A role stands for the key of its own name,
 * `$everyText` for every text of the record.
 */
export function exampleGround(record: Row): Ground {
  const own = Object.keys(record).filter((key) => !knownKeys.includes(key));
  const where = (holds: (value: Json | undefined) => boolean) => own.filter((key) => holds(record[key]));
  return {
    fields(reference) {
      if (reference === "$everyText" || reference === "$everyFreeText")
        return where((value) => typeof value === "string");
      if (reference === "$everyDate") return where((value) => typeof value === "string" && /^\d{4}-/.test(value));
      if (reference === "$everyAmount") return where((value) => typeof value === "number");
      if (reference === "$everyIdentifier") return own.filter((key) => schemeOf(key) !== null);
      return [reference];
    },
    kind: (row) => {
      const kind = row["$subjectKind"];
      return typeof kind === "string" && kinds.includes(kind) ? (kind as SubjectKind) : null;
    },
    scheme: schemeOf,
    limitationYears: typeof record["$limitationYears"] === "number" ? record["$limitationYears"] : null,
  };
}

const knownKeys = ["$receivedOn", "$sender", "$limitationYears"];

/** What an example record says of its receipt; a day long after every rule began where it says nothing. */
export function exampleKnown(record: Row): Known {
  return {
    receivedOn: String(record["$receivedOn"] ?? "2026-06-30") as IsoDate,
    sender: String(record["$sender"] ?? ""),
  };
}
