/** The form for one record, made from its item's schema: one control a field, with help, who will see it, and errors. */
import type { EntryField, EntryForm } from "#contract/catalogue.ts";
import type { Voice } from "#web/voice.ts";
import { Checkboxes, type FieldError, Radios, SelectField, TextArea, TextField } from "./form.tsx";

/** What was typed, by field: several values where several may be chosen. */
export type Typed = Readonly<Record<string, readonly string[]>>;

interface EntryProps {
  readonly voice: Voice;
  readonly form: EntryForm;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

export function EntryFields({ voice, form, typed, errors }: EntryProps) {
  return (
    <div class="entry-fields">
      {form.fields.map((field) => (
        <EntryControl key={field.name} voice={voice} field={field} values={typed[field.name] ?? []} errors={errors} />
      ))}
    </div>
  );
}

/** Lists longer than this are chosen from a select, shorter ones from radios that show everything at once. */
const radiosMax = 6;

function EntryControl({
  voice,
  field,
  values,
  errors,
}: {
  voice: Voice;
  field: EntryField;
  values: readonly string[];
  errors: readonly FieldError[];
}) {
  const { say, tell } = voice;
  const [value = ""] = values;
  const shared = {
    voice,
    id: field.name,
    label: tell(field.title) + (field.required ? "" : say("form.optional")),
    hint: hintOf(voice, field),
    errors,
  };
  const options = field.options.map((option) => ({ value: option.value, text: tell(option.words) }));
  switch (field.kind) {
    case "long-text":
      return <TextArea {...shared} value={value} rows={field.rows ?? 4} {...limit(field)} />;
    case "choices":
      return <Checkboxes {...shared} values={values} options={options} />;
    case "yes-no":
      return (
        <Radios
          {...shared}
          value={value}
          options={[
            { value: "true", text: say("value.yes") },
            { value: "false", text: say("value.no") },
          ]}
        />
      );
    case "choice":
      if (options.length <= radiosMax) return <Radios {...shared} value={value} options={options} />;
      return <SelectField {...shared} value={value} options={[{ value: "", text: say("form.choose") }, ...options]} />;
    case "number":
    case "money":
      return <TextField {...shared} value={value} width="short" inputmode="decimal" autocomplete="off" />;
    case "date":
      return <TextField {...shared} value={value} width="short" autocomplete="off" />;
    case "identifier":
      return (
        <TextField {...shared} value={value} width="short" autocomplete="off" spellcheck={false} {...limit(field)} />
      );
    case "text":
      return <TextField {...shared} value={value} autocomplete="off" {...limit(field)} />;
    default:
      return field.kind satisfies never;
  }
}

function limit({ maxLength }: EntryField): { maxlength?: number } {
  return maxLength === null ? {} : { maxlength: maxLength };
}

/** What the pack says of the field, how to write it, and who will see it where that is not everyone. */
function hintOf({ say, tell }: Voice, field: EntryField): string | undefined {
  const parts = [
    field.help && tell(field.help),
    field.kind === "date" && say("entry.date.hint"),
    field.kind === "money" && say("entry.money.hint"),
    field.disclosure !== "public" && say("entry.seen-by", { who: say(`rules.disclosure.${field.disclosure}`) }),
  ].filter((part) => typeof part === "string");
  return parts.length > 0 ? parts.join(" ") : undefined;
}
