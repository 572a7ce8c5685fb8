import type { Json } from "../record/canonical.ts";
import type { IsoDate } from "../time/date.ts";
import { parseIsoDate } from "../time/date.ts";
import { type Ground, type Known, type Row, RuleFault } from "./row.ts";

/** A value a rule compares with: a field of the row, something known of the receipt, or a constant day. */
export type Operand = (row: Row, known: Known) => string | undefined;

/** The arguments of a check, each read once by name; a name nobody reads is a fault of the rule. */
export class Arguments {
  readonly ground: Ground;
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();

  constructor(given: Readonly<Record<string, unknown>>, ground: Ground) {
    this.#given = given;
    this.ground = ground;
  }

  #take(name: string): unknown {
    this.#read.add(name);
    return this.#given[name];
  }

  has(name: string): boolean {
    return this.#given[name] !== undefined;
  }

  /** Throws where an argument was given that the predicate does not take. */
  mustBeReadWhole(): void {
    for (const name of Object.keys(this.#given))
      if (!this.#read.has(name)) throw new RuleFault(`takes no argument "${name}"`);
  }

  text(name: string): string {
    const value = this.#take(name);
    if (typeof value !== "string" || value === "") throw new RuleFault(`argument "${name}" must be a text`);
    return value;
  }

  number(name: string): number {
    const value = this.#take(name);
    if (typeof value !== "number") throw new RuleFault(`argument "${name}" must be a number`);
    return value;
  }

  texts(name: string): readonly string[] {
    const value = this.#take(name);
    if (!Array.isArray(value) || value.length === 0 || !value.every((one) => typeof one === "string"))
      throw new RuleFault(`argument "${name}" must be a list of texts`);
    return value;
  }

  raw(name: string): unknown {
    return this.#take(name);
  }

  /** The single field a reference stands for; null where the item has none of that role. */
  field(name: string): string | null {
    const [first, second] = this.ground.fields(this.text(name));
    if (second !== undefined) throw new RuleFault(`argument "${name}" must stand for one field`);
    return first ?? null;
  }

  /** The fields of one reference or of a list of them. */
  fields(name: string): readonly string[] {
    const value = this.#take(name);
    const references = typeof value === "string" ? [value] : value;
    if (!Array.isArray(references) || references.length === 0)
      throw new RuleFault(`argument "${name}" must name a field or fields`);
    return [...new Set(references.flatMap((reference) => this.ground.fields(String(reference))))];
  }

  /** A day to compare with: a field, `$receivedOn`, or a constant; null where the item has no such field. */
  day(name: string): Operand | null {
    const reference = this.text(name);
    if (reference === "$receivedOn") return (_row, known) => known.receivedOn;
    const constant = parseIsoDate(reference);
    if (constant) return () => constant;
    const [field] = this.ground.fields(reference);
    return field === undefined ? null : (row) => textOf(row[field]);
  }

  constantDay(name: string): IsoDate {
    const day = parseIsoDate(this.text(name));
    if (!day) throw new RuleFault(`argument "${name}" must be a day`);
    return day;
  }
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
