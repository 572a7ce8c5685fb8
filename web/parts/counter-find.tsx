/** At a counter: who has come, and how that was proved. The number goes in the form's body and is not shown again (C13). */
import type { Visit } from "#web/page.ts";
import { ActForm, Submit } from "./act-form.tsx";
import { type FieldError, SelectField, TextField } from "./form.tsx";

const schemes = ["unified-code", "person-number"] as const;

export function CounterFind({
  visit,
  action,
  errors,
}: {
  visit: Visit;
  action: string;
  errors: readonly FieldError[];
}) {
  const { voice, form } = visit;
  const { say } = voice;
  return (
    <ActForm visit={visit} action={action}>
      <SelectField
        voice={voice}
        id="scheme"
        label={say("consent.list.counter.scheme")}
        value={form.get("scheme") ?? "unified-code"}
        options={schemes.map((value) => ({ value, text: say(`consent.list.scheme.${value}`) }))}
        errors={errors}
      />
      <TextField
        voice={voice}
        id="subject"
        label={say("consent.list.counter.subject")}
        value=""
        errors={errors}
        maxlength={40}
        autocomplete="off"
        spellcheck={false}
      />
      <BasisField voice={voice} form={form} errors={errors} />
      <Submit text={say("consent.list.counter.find")} />
    </ActForm>
  );
}

/** How who has come proved identity and authority: stands in the log of looks. */
export function BasisField(props: Pick<Visit, "voice" | "form"> & { errors: readonly FieldError[] }) {
  const { voice, form, errors } = props;
  return (
    <TextField
      voice={voice}
      id="basis"
      label={voice.say("notice.counter.basis")}
      hint={voice.say("notice.counter.basis.hint")}
      value={form.get("basis") ?? ""}
      errors={errors}
      maxlength={300}
      autocomplete="off"
    />
  );
}

/** What was filled in, or what is wrong with it before anything is asked. */
export function counterFound({ voice: { say }, form }: Pick<Visit, "voice" | "form">) {
  const text = (name: string) => form.get(name)?.trim() ?? "";
  const errors: FieldError[] = [];
  if (text("subject") === "") errors.push({ field: "subject", text: say("consent.ask.subject.error") });
  if (text("basis") === "") errors.push({ field: "basis", text: say("notice.counter.basis.error") });
  const scheme = schemes.find((one) => one === form.get("scheme")) ?? "unified-code";
  return { errors, basis: text("basis"), subject: { scheme, value: text("subject").toUpperCase() } };
}
