/** Codes and numbers: whose they are, whether they can be right, and where they must not stand. */
import { checkLei } from "../../code/lei.ts";
import { checkOrganisationCode } from "../../code/organisation.ts";
import { checkPersonNumber } from "../../code/person.ts";
import { checkLegacyRegistrationNumber, checkRegistrationNumber } from "../../code/registration.ts";
import { looksLikePersonNumber, mayHoldPersonNumber } from "../../code/secrets.ts";
import { checkUnifiedCode, isSystematic } from "../../code/unified.ts";
import type { Checked } from "../../code/verdict.ts";
import { adulthoodReader } from "../adulthood.ts";
import { textOf } from "../arguments.ts";
import { eachField, type Hit, type Predicate } from "../predicate.ts";
import { RuleFault } from "../row.ts";

/** Schemes whose numbers can be judged by themselves; of others only the presence is asked. */
const checks: Readonly<Record<string, (text: string) => Pick<Checked, "verdict" | "notes">>> = {
  "unified-code": checkUnifiedCode,
  "organisation-code": checkOrganisationCode,
  // Columns of that name carry both forms (DOMAIN.md 11.5).
  "registration-number": (text) => {
    const check = checkRegistrationNumber(text);
    return check.verdict === "malformed" ? checkLegacyRegistrationNumber(text) : check;
  },
  "person-number": checkPersonNumber,
  lei: checkLei,
};

/** Verdicts of core/code; an exception by whether its cause is one that registrars are known for (DOMAIN.md 11.1, 11.2). */
const findable: readonly string[] = [
  "valid",
  "systematic-exception",
  "unexplained-exception",
  "placeholder",
  "malformed",
];

function findingOf(check: Pick<Checked, "verdict" | "notes">): string {
  if (check.verdict !== "checksum-exception") return check.verdict;
  return isSystematic(check) ? "systematic-exception" : "unexplained-exception";
}

export const identifier: Predicate = {
  name: "identifier",
  demands: { zh: "{fields} 的校验结果不得为 {finds}", en: "{fields} must not be found {finds}" },
  compile(args) {
    const finds = new Set(args.texts("finds"));
    if (![...finds].every((one) => findable.includes(one)))
      throw new RuleFault(`argument "finds" must be of ${findable.join(", ")}`);
    const asked = args.fields("fields").flatMap((field) => {
      const check = checks[args.ground.scheme(field) ?? ""];
      return check ? [{ field, check }] : [];
    });
    if (asked.length === 0) return null;
    return (row) => {
      let hits: Hit[] | null = null;
      for (const { field, check } of asked) {
        const text = textOf(row[field]);
        if (text === undefined || !finds.has(findingOf(check(text)))) continue;
        hits ??= [];
        hits.push({ field, value: text });
      }
      return hits;
    };
  },
};

export const ofAgeThen: Predicate = {
  name: "of-age",
  demands: {
    zh: "行为发生时应已成年（结果不得为 {finds}）",
    en: "the person must have been of age when it happened (not {finds})",
  },
  compile(args) {
    const finds = args.text("finds");
    if (finds !== "minor" && finds !== "unknown") throw new RuleFault('argument "finds" must be "minor" or "unknown"');
    const adulthood = adulthoodReader(args.ground);
    const { ground } = args;
    const [field] = [
      ...ground.fields("$subjectNumber:person-number"),
      ...ground.fields("$birthDate"),
      ...ground.fields("$decidedOn"),
    ];
    if (field === undefined) return null;
    return (row) => (ground.kind(row) === "person" && adulthood(row) === finds ? [{ field }] : null);
  },
};

const plainCode = /^[0-9A-Z]{18}$/;
const birthYear = /^\d{6}(?:19|20)\d{2}/;

/**
 * A person's number in words or codes meant for others. The finding does not repeat it (C13). A valid unified code is
 * one, whatever else it passes as.
 */
export const noPersonNumber: Predicate = {
  name: "no-person-number",
  demands: { zh: "{fields} 中不得出现自然人证件号码", en: "{fields} must not contain a person's number" },
  compile(args) {
    const { ground } = args;
    const looks = args.fields("fields").map((field) => {
      const isUnified = ground.scheme(field) === "unified-code";
      return eachField([field], (value) => {
        // Every row has several unified codes: what is written as one, and holds no year where a number of a person has
        // that of its birth, is none.
        if (typeof value !== "string" || (isUnified && plainCode.test(value) && !birthYear.test(value))) return null;
        if (!mayHoldPersonNumber(value, 14) || !looksLikePersonNumber(value)) return null;
        return isUnified && checkUnifiedCode(value).verdict === "valid" ? null : { value: null };
      });
    });
    if (looks.length === 0) return null;
    return (row, known) => {
      let hits: readonly Hit[] | null = null;
      for (const look of looks) {
        const found = look?.(row, known) ?? null;
        if (found !== null) hits = [...(hits ?? []), ...found];
      }
      return hits;
    };
  },
};
