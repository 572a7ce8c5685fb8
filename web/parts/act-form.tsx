/** A form that acts: it carries the session's token and a key of its own, so that a second click is no second act. */
import { randomUUID } from "node:crypto";
import type { ComponentChildren } from "preact";
import type { Visit } from "#web/page.ts";

interface ActFormProps {
  readonly visit: Pick<Visit, "voice" | "me">;
  readonly action: string;
  /** Where errors about the whole form lead; pages with several forms name each. */
  readonly id?: string;
  /** Sends files. */
  readonly files?: boolean;
  /** Where the upload island may send the file ahead of the form. */
  readonly upload?: string;
  /** Holds a table: as wide as the page. */
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

export function ActForm({
  visit: { voice, me },
  action,
  id = "form",
  files = false,
  upload,
  wide = false,
  children,
}: ActFormProps) {
  return (
    <form
      class={wide ? "act-form act-form-wide" : "act-form"}
      id={id}
      method="post"
      action={voice.to(action)}
      data-upload={upload}
      {...(files ? { enctype: "multipart/form-data" } : {})}
    >
      <input type="hidden" name="_token" value={me?.session?.formToken} />
      <input type="hidden" name="_key" value={randomUUID()} />
      {children}
    </form>
  );
}

export function Submit({ text, tone }: { text: string; tone?: "secondary" | "warning" }) {
  return (
    <button class={tone ? `govuk-button govuk-button--${tone}` : "govuk-button"} type="submit">
      {text}
    </button>
  );
}
