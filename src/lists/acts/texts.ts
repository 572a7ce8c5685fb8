/**
 * What officers write in a proceeding is held as what is recorded (C3, C16): by the rules of the catalogue about free
 * text, those of listings for every list. A record is held for a person; here a person writes, and is asked to write anew.
 */
import type { Rule } from "#contract/catalogue.ts";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import type { SubjectKind } from "#core/record/record.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import type { ListParts } from "../parts.ts";

/** Texts by the field they were written in. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** Refuses texts with a person's number, or with words a rule in force holds, by its reason and article. */
export function textsFault(
  { catalogue, clock }: Pick<ListParts, "catalogue" | "clock">,
  { texts, kind }: { texts: Texts; kind: SubjectKind },
): Outcome<null> {
  const today = clock.today();
  const rules = catalogue
    .rules()
    .filter(
      ({ effectiveFrom, effectiveTo }) => effectiveFrom <= today && (effectiveTo === null || today <= effectiveTo),
    )
    .filter((rule) => isOfFreeText(rule) && concerns(rule, kind));
  for (const [field, text = ""] of Object.entries(texts)) {
    if (looksLikePersonNumber(text)) return refuse("lists.person-number", { field });
    for (const { check, article, reason } of rules) {
      const word = wordsOf(check.arguments).find((one) => text.toLowerCase().includes(one.toLowerCase()));
      const said = (sentence: string) => sentence.replaceAll("{word}", word ?? "");
      if (word !== undefined)
        return refuse("lists.text-held", { field, params: { article, zh: said(reason.zh), en: said(reason.en) } });
    }
  }
  return done(null);
}

/** Rules that hold words in any text, and bind every item or every listing. */
function isOfFreeText({ check, binds }: Rule): boolean {
  const { fields } = check.arguments;
  return (
    check.predicate === "text-without" && (fields === "$everyFreeText" || fields === "$everyText") && binds !== "named"
  );
}

/** Some matter is banned about persons only: that a firm let a sick person handle food may be said. */
function concerns({ check }: Rule, kind: SubjectKind): boolean {
  const { when } = check.arguments;
  if (typeof when !== "object" || when === null || !("field" in when) || !("in" in when)) return true;
  return when.field !== "$subjectKind" || (Array.isArray(when.in) && when.in.includes(kind));
}

function wordsOf({ words }: Rule["check"]["arguments"]): string[] {
  return Array.isArray(words) ? words.filter((word) => typeof word === "string") : [];
}
