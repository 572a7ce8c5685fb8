/** What an agency sent, read: the fields of a form with their values in words. */
import type { EntryField, EntryForm } from "#contract/catalogue.ts";
import { number } from "#web/formats.ts";
import type { Voice } from "#web/voice.ts";

export function HeldFields(props: { voice: Voice; form: EntryForm; fields: Readonly<Record<string, unknown>> }) {
  const { voice, form, fields } = props;
  return (
    <dl class="pairs">
      {form.fields
        .filter(({ name }) => fields[name] !== undefined && fields[name] !== null && fields[name] !== "")
        .map((field) => {
          const text = valueText(voice, field, fields[field.name]);
          return (
            <div key={field.name}>
              <dt>{voice.tell(field.title)}</dt>
              <dd lang={voice.chinese(text)}>{text}</dd>
            </div>
          );
        })}
    </dl>
  );
}

/** A value as people read it. What is not as its field says stands as it was sent. */
function valueText(voice: Voice, field: EntryField, value: unknown): string {
  const { say, tell, day, row } = voice;
  if (Array.isArray(value)) return row(value.map((one) => valueText(voice, field, one)));
  const option = field.options.find((one) => one.value === value);
  if (option) return tell(option.words);
  if (typeof value === "boolean" || (field.kind === "yes-no" && /^(true|false)$/.test(String(value))))
    return say(String(value) === "true" ? "value.yes" : "value.no");
  if (field.kind === "date" && /^\d{4}-\d{2}-\d{2}$/.test(String(value))) return day(String(value));
  if (field.kind === "money" && typeof value === "number") return say("value.yuan", { amount: number(value) });
  return String(value);
}
