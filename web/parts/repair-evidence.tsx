/** Evidence for a repair, as a form asks for it: one file after the other, without script, and what each shows. */
import { evidenceKinds } from "#contract/repair-rules.ts";
import type { Visit } from "#web/page.ts";
import type { Voice } from "#web/voice.ts";
import { type FieldError, FileField, SelectField } from "./form.tsx";

interface EvidenceProps {
  readonly voice: Voice;
  readonly form: Visit["form"];
  /** Ids of what is stored already. */
  readonly documents: readonly string[];
  readonly errors: readonly FieldError[];
}

export function EvidenceFields({ voice, form, documents, errors }: EvidenceProps) {
  const { say } = voice;
  return (
    <>
      {documents.map((one) => (
        <input key={one} type="hidden" name="documents" value={one} />
      ))}
      {documents.length > 0 && <p role="status">{say("notice.answer.attached", { count: documents.length })}</p>}
      <SelectField
        voice={voice}
        id="shows"
        label={say("repair.form.shows")}
        value={form.get("shows") ?? "payment"}
        options={evidenceKinds.map((value) => ({ value, text: say(`repair.shows.${value}`) }))}
        errors={errors}
      />
      <FileField
        voice={voice}
        id="document"
        label={say(documents.length > 0 ? "notice.answer.document.more" : "repair.form.document")}
        hint={say("objection.form.document.hint")}
        accept=".pdf,.png,.jpg,.jpeg,.txt"
        errors={errors}
      />
    </>
  );
}
