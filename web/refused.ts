/** A refusal of the API, said at the field of the form it is about. */
import type { Problem } from "#contract/refusals.ts";
import type { FieldError } from "./parts/form.tsx";
import type { Voice } from "./voice.ts";

/** Id of the form's own place, for what is about no single field. */
export const wholeForm = "form";

/** The problem as an error of a form. `fields`: ids of its fields; what is about none of them is about `otherwise`. */
export function errorsOf(
  { tell, lang }: Voice,
  problem: Problem,
  fields: readonly string[],
  otherwise = wholeForm,
): FieldError[] {
  // The API names the place in the body (`body/until`); the form calls its field by the last part.
  const named = problem.field?.split("/").at(-1) ?? "";
  const stop = lang === "zh" ? "。" : ". ";
  return [
    {
      field: fields.includes(named) ? named : otherwise,
      text: [tell(problem), tell(problem.remedy)].map((sentence) => sentence.replace(/[。.]$/, "")).join(stop),
    },
  ];
}
