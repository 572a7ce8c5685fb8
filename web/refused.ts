/** Refusals of the API in words for people: as a page, or at the field of the form they are about. */
import type { Problem } from "#contract/refusals.ts";
import type { FieldError } from "./parts/form.tsx";
import type { Voice } from "./voice.ts";

/** Id of the form's own place, for what is about no single field. */
export const wholeForm = "form";

/** What a page says of a problem. Which part of the API's description was not met is for programs, not for people. */
export function plainly({ say, tell }: Voice, problem: Problem): { readonly title: string; readonly remedy: string } {
  if (problem.code === "http.invalid") return { title: say("problem.invalid"), remedy: say("problem.invalid.remedy") };
  return { title: tell(problem), remedy: tell(problem.remedy) };
}

/** The problem as an error of a form. `fields`: ids of its fields; what is about none of them is about `otherwise`. */
export function errorsOf(
  { say, tell, lang }: Voice,
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
      text:
        problem.code === "http.invalid"
          ? say("form.invalid")
          : [tell(problem), tell(problem.remedy)].map((sentence) => sentence.replace(/[。.]$/, "")).join(stop),
    },
  ];
}
