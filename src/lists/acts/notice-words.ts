/** What a notice says of its list, in words made from the list as the pack has it. Pure. */

import type { List, Measure } from "#contract/lists-in-packs.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { Bilingual } from "#core/refusal.ts";
import { joined, say } from "../words.ts";

/** The law a notice cites to a subject of this kind: nobody is served with a rule about others. */
export function basisFor({ law }: Pick<List, "law">, kind: SubjectKind): List["law"] {
  return law.filter(({ subjects }) => subjects === undefined || subjects.includes(kind));
}

/** What is intended, and how long it would last. */
export function intendedWords(
  { duration }: Pick<List, "duration">,
  named: { readonly list: Bilingual; readonly authority: Bilingual },
): Bilingual {
  const intended = say("intended", named);
  return duration === null ? intended : joined(intended, durationWords(duration));
}

function durationWords({ monthsMin, monthsMax }: NonNullable<List["duration"]>): Bilingual {
  if (monthsMin === monthsMax) return say("monthsFixed", { max: monthsMax });
  if (monthsMin === 0) return say("monthsMost", { max: monthsMax });
  return say("months", { min: monthsMin, max: monthsMax });
}

/** How and until when to answer, and whether a hearing may be asked for; null where the law gives no answer. */
export function answerWords({ terms: { answer, hearing } }: Pick<List, "terms">): Bilingual | null {
  if (answer === null) return null;
  const words = say(answer.unit === "working" ? "answerWorking" : "answerCalendar", { days: answer.days });
  return hearing === null ? words : joined(words, say("hearing", { days: hearing.days, unit: say(hearing.unit) }));
}

/** Ways against it and out of it. */
export function remediesOf({ sort, earlyExit, duration }: Pick<List, "sort" | "earlyExit" | "duration">): Bilingual[] {
  const exit = sort === "honour" || earlyExit === null ? [] : [exitWords(earlyExit.afterMonths)];
  return [say("remedyReview"), ...exit, ...(duration === null ? [] : [say("remedyEnd")])];
}

function exitWords(afterMonths: number): Bilingual {
  return afterMonths === 0 ? say("remedyExitAnyTime") : say("remedyExit", { months: afterMonths });
}

/** Whether a measure can follow from a listing: of this kind of subject, on this ground. What cannot is not threatened (C7). */
export function mayFollow(
  { subjects, follows }: Pick<Measure, "subjects" | "follows">,
  { listId, subjectKind, ground }: { listId: string; subjectKind: SubjectKind; ground: string | null },
): boolean {
  const fits = ({ list, grounds }: Measure["follows"][number]) =>
    list === listId && (grounds === null || (ground !== null && grounds.includes(ground)));
  return subjects.includes(subjectKind) && follows.some(fits);
}
