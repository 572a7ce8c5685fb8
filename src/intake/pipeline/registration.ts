/**
 * Whose word a row of a registration is. Only a registrar changes the name or the state of a subject that is there:
 * whose registration stands already, or who registers by the subject's numbers (src/core/subject/registrar.ts).
 */
import type { Identifier } from "#core/subject/identifier.ts";
import { fitsKind, isNational, isRegistrarOfNumber, isRegistrarOfSubject } from "#core/subject/registrar.ts";
import type { Registered } from "./lookups.ts";
import type { Sending } from "./sending.ts";

/**
 * `register`: the registrar's own word. `none`: no registration, so it renames nobody. `other-kind`: sent by a body whose
 * kind gives no such numbers. `other-registrar`: of the kind, and not the one this subject is registered with.
 */
export type RegisterWord = "register" | "none" | "other-kind" | "other-registrar";

/** Whether the item says what a registrar has on record. */
export function isRegistration({ item, sender }: Pick<Sending, "item" | "sender">): boolean {
  return sender.registrations.includes(item.item.id);
}

/**
 * Whose word a row is about a subject. The nation's register gathers what all departments gave (15 of 58,775 real
 * registrations are not market regulation's), so it founds whom another kind registers, and renames none of them.
 * @param registered of the subject that is there; null where the row would found one
 */
export function registerWord(
  numbers: readonly Identifier[],
  registered: Registered | null,
  sending: Pick<Sending, "item" | "sender">,
): RegisterWord {
  const { sender } = sending;
  if (!isRegistration(sending)) return "none";
  const isOwn = registered?.authorities.some((code) => code === sender.code || sender.subordinates.has(code)) ?? false;
  if (isOwn) return "register";
  const isGatherer = registered === null && isNational(sender);
  if (!isGatherer && !fitsKind(sender, [...numbers, ...(registered?.numbers ?? [])])) return "other-kind";
  return registered === null || isRegistrarOfSubject(sender, registered.numbers) ? "register" : "other-registrar";
}

/**
 * Whether a row's numbers may found a subject: one whose check digit holds may. One whose check digit is wrong, or that
 * has none, does so only when the registrar of that number sends it as registered (DOMAIN.md 11.1): from anyone else, and
 * from the registrar in a penalty, it may as well be a slip of the pen.
 */
export function mayFound(numbers: readonly Identifier[], sending: Pick<Sending, "item" | "sender">): boolean {
  const { sender } = sending;
  const isRegistered = (number: Identifier) => isRegistration(sending) && isRegistrarOfNumber(sender, number);
  const code = numbers.find(({ scheme }) => scheme === "unified-code");
  if (code) return code.verdict === "valid" || isRegistered(code);
  const proved = numbers.some(
    ({ scheme, verdict }) =>
      verdict === "valid" && (scheme === "registration-number" || scheme === "organisation-code"),
  );
  return proved || numbers.some(isRegistered);
}

/** What the registrar's row may teach of a subject: numbers it may give itself, or that prove themselves. */
export function learnable(numbers: readonly Identifier[], sending: Pick<Sending, "item" | "sender">): Identifier[] {
  return numbers.filter((one) => one.verdict !== "checksum-exception" || isRegistrarOfNumber(sending.sender, one));
}
