/** How long things live that no rule of a pack gives a term: data of `policies/terms.json`, each with its article, published with the policies. */
import { readFileSync } from "node:fs";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { inProject } from "#src/platform/config.ts";

const Term = Type.Object(
  {
    value: Type.Integer({ minimum: 1 }),
    article: Type.String({ minLength: 1 }),
    zh: Type.String({ minLength: 1 }),
    en: Type.String({ minLength: 1 }),
  },
  { additionalProperties: false },
);

const Terms = Type.Object(
  {
    appointmentYearsMax: Term,
    deputyDaysMax: Term,
    dormantAfterDays: Term,
    invitationDays: Term,
    mandateYearsMax: Term,
    clientKeyDaysMax: Term,
    assertionMinutesMax: Term,
    accessTokenMinutes: Term,
    sessionIdleMinutes: Term,
    sessionHoursMax: Term,
    heldDaysMax: Term,
    withholdDaysMax: Term,
    bundleDaysMax: Term,
    bundleHandInDays: Term,
    proceedingTextsYears: Term,
    deskClockMinutesMax: Term,
  },
  { additionalProperties: false },
);

type Name = keyof Static<typeof Terms>;

const read = readTerms(inProject("policies", "terms.json"));

/** Every term by name; the unit stands in the name. */
export const terms = Object.fromEntries(Object.entries(read).map(([name, { value }]) => [name, value])) as Readonly<
  Record<Name, number>
>;

/** The terms as they are published (C18). */
export function termTexts() {
  return Object.entries(read).map(([name, term]) => ({ name, ...term }));
}

function readTerms(file: string): Static<typeof Terms> {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  const shape = Compile(Terms);
  if (!shape.Check(content)) throw new Error(`${file}: ${JSON.stringify(shape.Errors(content))}`);
  return content;
}
