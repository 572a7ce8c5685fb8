/** How long things of access live: data of `policies/terms.json`, each with its article, published with the policies. */
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
    withholdDaysMax: Term,
  },
  { additionalProperties: false },
);

type Name = keyof Static<typeof Terms>;

/** Every term by name; the unit stands in the name. */
export const terms: Readonly<Record<Name, number>> = readTerms(inProject("policies", "terms.json"));

function readTerms(file: string): Record<Name, number> {
  const read: unknown = JSON.parse(readFileSync(file, "utf8"));
  const shape = Compile(Terms);
  if (!shape.Check(read)) throw new Error(`${file}: ${JSON.stringify(shape.Errors(read))}`);
  return Object.fromEntries(Object.entries(read).map(([name, { value }]) => [name, value])) as Record<Name, number>;
}
