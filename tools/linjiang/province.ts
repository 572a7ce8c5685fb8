/** The invented province as its pack says it: places, agencies, the day the demo lives at. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { iso7064 } from "#core/code/iso7064.ts";
import { organisationCheckDigit } from "#core/code/organisation.ts";
import { unifiedAlphabet } from "#core/code/unified.ts";
import { type IsoDate, isoDate } from "#core/time/date.ts";

export const packFolder = join(import.meta.dirname, "../../packs/linjiang");

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(join(packFolder, file), "utf8")) as T;
}

const demo = readJson<{ demoDate: string; openedOn: string }>("demo.json");
/** The visible day the demo lives at, and the day on which the platform opened and took in what stood in the files. */
export const demoDate: IsoDate = isoDate(demo.demoDate);
export const openedOn: IsoDate = isoDate(demo.openedOn);

/** A county, district or city of the province. */
export interface Place {
  readonly code: string;
  readonly name: string;
  readonly city: string;
}

const rows = readJson<[code: string, name: string, full: string, status: string][]>("codes/divisions.json");

/** Counties and districts in being. */
export const places: readonly Place[] = rows
  .filter(([code, , , status]) => status === "current" && !code.endsWith("00"))
  .map(([code, name]) => ({ code, name, city: cityOf(code) }));

function cityOf(code: string): string {
  const row = rows.find(([one]) => one === `${code.slice(0, 4)}00`);
  if (!row) throw new Error(`${code} lies in no city`);
  return row[1];
}

/** Throws where there is no such place. */
export function placeOf(code: string): Place {
  const place = places.find((one) => one.code === code);
  if (!place) throw new Error(`no place ${code}`);
  return place;
}

export interface DemoAgency {
  readonly agencyCode: string;
  readonly nameZh: string;
  readonly kinds: readonly string[];
  readonly division: string;
}
export const agencies = readJson<readonly DemoAgency[]>("agencies.json");

/** Throws where no agency is called so. */
export function agencyNamed(name: string): DemoAgency {
  const agency = agencies.find(({ nameZh }) => nameZh === name);
  if (!agency) throw new Error(`no agency ${name}`);
  return agency;
}

const weights = Array.from({ length: 17 }, (_, at) => 3 ** at % 31);

/** A unified code (GB 32100) for department, category and division, with its two check characters. */
export function unifiedCode(given: { form: string; division: string; organisation: string }): string {
  const check = organisationCheckDigit(given.organisation);
  if (check === null) throw new Error(`no organisation code: ${given.organisation}`);
  const body = given.form + given.division + given.organisation + check;
  return body + (unifiedAlphabet[(31 - sumOf(body)) % 31] ?? "");
}

/** The same with the check character some registrars really gave: the sum itself, without its complement (DOMAIN.md 11.1). */
export function withoutComplement(code: string): string {
  return code.slice(0, 17) + (unifiedAlphabet[sumOf(code)] ?? "");
}

function sumOf(code: string): number {
  return weights.reduce((sum, weight, at) => sum + unifiedAlphabet.indexOf(code.charAt(at)) * weight, 0) % 31;
}

/** A 15-digit registration number (GS15-2006) of an authority that never was, so that it is nobody's. */
export function registrationNumber(sequence: number): string {
  const body = `109988${String(sequence).padStart(8, "0")}`;
  return body + iso7064["MOD 11,10"].checkOf(body);
}

/** A citizen number in a region that was never given out, so that it is nobody's. */
export function nobodysNumber(bornOn: IsoDate, sequence: number): string {
  const body = `119988${bornOn.replaceAll("-", "")}${String(sequence).padStart(3, "0")}`;
  return body + iso7064["MOD 11-2"].checkOf(body);
}
