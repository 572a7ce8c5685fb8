/**
 * Does the name a row gives fit the subject its number leads to? A name never decides who is meant (DOMAIN.md 11.6: of
 * real companies 2.8 % have another name in a second source of the same year), but a name that is wholly another's beside
 * a number is how a record reaches the wrong company.
 */

/** `same` but for width, brackets and spaces; `near`: another legal form or place, a few characters; `other`. */
export type NameFit = "same" | "near" | "other";

const marks = /[\p{P}\p{S}\s]+/gu;

/** A name as names are compared: width, case, brackets, dots and spaces apart. */
export function plainName(name: string): string {
  return name.normalize("NFKC").replace(marks, "").toUpperCase();
}

const legalForm =
  /(?:集团)?(?:股份有限责任公司|股份有限公司|有限责任公司|有限公司|股份合作公司|总公司|公司|合伙企业普通合伙|合伙企业有限合伙|合伙企业|农民专业合作社|专业合作社|合作社|个人独资企业|厂|店)+$/u;
const place = /^(?:[\p{Script=Han}]{2,3}省)?(?:[\p{Script=Han}]{2,4}[市州盟])?(?:[\p{Script=Han}]{1,4}[区县旗])?/u;

/** What is left of a name without its place and legal form. */
function core(plain: string): string {
  const stripped = plain.replace(legalForm, "").replace(place, "");
  return stripped.length >= 2 ? stripped : plain;
}

/** Share of character pairs two names have in common, 0 to 1 (Dice). */
export function likeness(a: string, b: string): number {
  if (a.length < 2 || b.length < 2) return a === b ? 1 : 0;
  const pairs = new Map<string, number>();
  for (let at = 0; at < a.length - 1; at++) pairs.set(a.slice(at, at + 2), (pairs.get(a.slice(at, at + 2)) ?? 0) + 1);
  let common = 0;
  for (let at = 0; at < b.length - 1; at++) {
    const pair = b.slice(at, at + 2);
    const left = pairs.get(pair) ?? 0;
    if (left > 0) {
      common++;
      pairs.set(pair, left - 1);
    }
  }
  return (2 * common) / (a.length + b.length - 2);
}

const nearFrom = 0.5;

/** The best fit of a name among those recorded of a subject, present and former. No recorded name: nothing to differ from. */
export function fitName(sent: string, recorded: readonly string[]): NameFit {
  if (recorded.length === 0 || sent === "") return "same";
  if (recorded.includes(sent)) return "same";
  const plain = plainName(sent);
  const others = recorded.map(plainName);
  if (others.includes(plain)) return "same";
  const own = core(plain);
  const isNear = others.some((other) => {
    const theirs = core(other);
    return own === theirs || likeness(own, theirs) >= nearFrom || likeness(plain, other) >= 0.75;
  });
  return isNear ? "near" : "other";
}
