/** The page around a form, the same for all of them. */
import type { ComponentChildren } from "preact";
import type { Shown } from "#web/page.ts";
import type { Voice } from "#web/voice.ts";
import { ErrorSummary, type FieldError } from "./form.tsx";

/** Not for search engines; where something was wrong it answers 422 and says it above everything else. */
export function formPage(
  { voice, errors }: { voice: Voice; errors: readonly FieldError[] },
  content: ComponentChildren,
): Pick<Shown, "indexed" | "status" | "body"> {
  return {
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        {content}
      </div>
    ),
  };
}
