/** Was the person of age when it happened (C4)? */
import { checkPersonNumber } from "../code/person.ts";
import { addYears, type IsoDate, parseIsoDate } from "../time/date.ts";
import { textOf } from "./arguments.ts";
import type { Ground, Row } from "./row.ts";

/** `unknown` is held for a person to decide, never guessed. */
export type Adulthood = "yes" | "unknown" | "minor" | "not-a-person";

const majority = 18;

/** Reads from a row about a person whether they were of age; asks nothing about the kind of subject. */
export function adulthoodReader(ground: Ground): (row: Row) => Exclude<Adulthood, "not-a-person"> {
  const numbers = ground.fields("$subjectNumber:person-number");
  const [birthDate] = ground.fields("$birthDate");
  const [conductEndedOn] = ground.fields("$conductEndedOn");
  const [decidedOn] = ground.fields("$decidedOn");
  const dayAt = (row: Row, field: string | undefined) =>
    field === undefined ? null : parseIsoDate(textOf(row[field]) ?? "");
  return (row) => {
    const births = new Set<IsoDate>();
    for (const field of numbers) {
      const born = checkPersonNumber(textOf(row[field]) ?? "").birthDate;
      if (born !== null) births.add(born);
    }
    const said = dayAt(row, birthDate);
    if (said !== null) births.add(said);
    const [born] = births;
    // Two different days of birth tell of two persons, or of none.
    if (born === undefined || births.size > 1) return "unknown";
    return ofAge({
      born,
      conductEndedOn: dayAt(row, conductEndedOn),
      decidedOn: dayAt(row, decidedOn),
      limitationYears: ground.limitationYears,
    });
  };
}

/**
 * A person is of age from the day after the eighteenth birthday (周岁, 法释〔2000〕37号). Where the day of the conduct is
 * unknown, it lies before the decision, by no more than the law's limitation allows.
 */
export function ofAge(given: {
  readonly born: IsoDate;
  readonly conductEndedOn: IsoDate | null;
  readonly decidedOn: IsoDate | null;
  readonly limitationYears: number | null;
}): "yes" | "unknown" | "minor" {
  const birthday = addYears(given.born, majority);
  if (given.conductEndedOn !== null) return given.conductEndedOn > birthday ? "yes" : "minor";
  if (given.decidedOn === null) return "unknown";
  if (given.decidedOn <= birthday) return "minor";
  const earliest = given.limitationYears === null ? null : addYears(given.decidedOn, -given.limitationYears);
  return earliest !== null && earliest > birthday ? "yes" : "unknown";
}
