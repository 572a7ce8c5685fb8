/** How many watches, how often called: data of `policies/watches.json`, each with its article. How long: the purposes of the packs. */
import { readFileSync } from "node:fs";
import Type, { type Static, type TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { inProject } from "#src/platform/config.ts";

const Count = Type.Integer({ minimum: 1 });
const Text = Type.String({ minLength: 1 });
const termOf = <T extends TSchema>(value: T) =>
  Type.Object({ value, article: Text, zh: Text, en: Text }, { additionalProperties: false });
const Terms = Type.Object(
  {
    watchesPerBodyMax: termOf(Count),
    webhooksPerBodyMax: termOf(Count),
    secretOverlapHours: termOf(Count),
    answerSecondsMax: termOf(Count),
    retrySeconds: termOf(Type.Array(Count, { minItems: 1 })),
  },
  { additionalProperties: false },
);

const read = readTerms(inProject("policies", "watches.json"));

export const watchTerms = {
  watchesPerBodyMax: read.watchesPerBodyMax.value,
  webhooksPerBodyMax: read.webhooksPerBodyMax.value,
  secretOverlapHours: read.secretOverlapHours.value,
  answerSecondsMax: read.answerSecondsMax.value,
  retrySeconds: read.retrySeconds.value,
} as const;

function readTerms(file: string): Static<typeof Terms> {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  const shape = Compile(Terms);
  if (!shape.Check(content)) throw new Error(`${file}: ${JSON.stringify(shape.Errors(content))}`);
  return content;
}
