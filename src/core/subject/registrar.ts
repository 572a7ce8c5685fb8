/**
 * Who registers whom: a body of the kind that GB 32100 names for the department of a number, in the division the number
 * was given in or one above it. Asked before a registration may change the name or the state of a subject.
 */
import type { Identifier } from "./identifier.ts";

/** A body as far as it registers. */
export interface Registering {
  /** Departments of GB 32100 whose codes its kind gives: `9`, `N`. Empty for bodies that register nobody. */
  readonly registers: ReadonlySet<string>;
  /** Six digits of GB/T 2260; `100000` is the nation. */
  readonly division: string;
}

type Numbered = Pick<Identifier, "scheme" | "value">;

const nation = "100000";

/** The department of GB 32100 that gave a number; null where its scheme does not say. */
export function departmentOfNumber({ scheme, value }: Numbered): string | null {
  if (scheme === "unified-code") return value.charAt(0);
  // Market regulators gave the numbers from before the unified code (GS15-2006).
  if (scheme === "registration-number" || scheme === "legacy-registration-number") return "9";
  if (scheme === "institution-certificate") return "1";
  return scheme === "social-organisation-certificate" ? "5" : null;
}

/** The division a number was given in; null where it names none: organisation codes, worded old numbers. */
function divisionOfNumber({ scheme, value }: Numbered): string | null {
  if (scheme === "unified-code") return value.slice(2, 8);
  const isRegistration = scheme === "registration-number" || scheme === "legacy-registration-number";
  return isRegistration ? (/^\d{6}/.exec(value)?.[0] ?? null) : null;
}

/** Whether a division is another or lies in it: province over city over district (GB/T 2260), the nation over all. */
export function isWithin(division: string | null, above: string): boolean {
  if (above === nation) return true;
  return division?.startsWith(above.replace(/(?:00){1,2}$/, "")) ?? false;
}

/** Whether the body registers for the nation. */
export function isNational({ registers, division }: Registering): boolean {
  return registers.size > 0 && division === nation;
}

/** Whether the body's kind gives numbers like one of these; true where none of them says whose it is. */
export function fitsKind({ registers }: Pick<Registering, "registers">, numbers: readonly Numbered[]): boolean {
  const departments = numbers.flatMap((one) => departmentOfNumber(one) ?? []);
  return departments.every((department) => registers.has(department));
}

/** Whether the body is the registrar of a number, or one above its registrar. */
export function isRegistrarOfNumber(body: Registering, number: Numbered): boolean {
  const department = departmentOfNumber(number);
  return department !== null && body.registers.has(department) && isWithin(divisionOfNumber(number), body.division);
}

/**
 * Whether the body is the registrar of a subject, by the numbers it is known by: its unified code where it has one, for
 * a later one came with less. A subject that no such number names is nobody's by number.
 */
export function isRegistrarOfSubject(body: Registering, numbers: readonly Numbered[]): boolean {
  const codes = numbers.filter(({ scheme }) => scheme === "unified-code");
  if (codes.length > 0) return codes.every((code) => isRegistrarOfNumber(body, code));
  return numbers.some((one) => isRegistrarOfNumber(body, one));
}
