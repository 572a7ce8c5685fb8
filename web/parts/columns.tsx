/** The columns of a file, each with its first values and where it leads. */
import type { EntryField, EntryForm } from "#contract/catalogue.ts";
import type { Mapping } from "#contract/intake.ts";
import type { FilePreview } from "#contract/uploads.ts";
import { constantText, controls, moreWordsOf, placeOf, places, wordsOf } from "#web/mapping.ts";
import type { Voice } from "#web/voice.ts";
import { type FieldError, type Option, SelectField, TextField } from "./form.tsx";
import { Tag } from "./tag.tsx";

type Column = FilePreview["columns"][number];

interface ColumnsProps {
  readonly voice: Voice;
  readonly preview: FilePreview;
  readonly entry: EntryForm;
  readonly mapping: Mapping;
  readonly errors: readonly FieldError[];
}

export function ColumnTable({ voice, preview, entry, mapping, errors }: ColumnsProps) {
  const { say } = voice;
  return (
    <table class="table fold columns-table">
      <caption class="govuk-visually-hidden">{say("columns.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{say("columns.column")}</th>
          <th scope="col">{say("columns.samples")}</th>
          <th scope="col">{say("columns.leads-to")}</th>
        </tr>
      </thead>
      <tbody>
        {preview.columns.map((column, at) => (
          <ColumnRow
            key={column.name}
            voice={voice}
            column={column}
            at={at}
            entry={entry}
            mapping={mapping}
            errors={errors}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly voice: Voice;
  readonly column: Column;
  readonly at: number;
  readonly entry: EntryForm;
  readonly mapping: Mapping;
  readonly errors: readonly FieldError[];
}

function ColumnRow({ voice, column, at, entry, mapping, errors }: RowProps) {
  const { say } = voice;
  const place = placeOf(mapping, column);
  const field = entry.fields.find(({ name }) => name === place);
  const id = controls.place(at);
  const error = errors.find((one) => one.field === id);
  return (
    <tr class={place === places.unsaid ? "column-unsaid" : undefined}>
      <th scope="row" lang={voice.chinese(column.name)}>
        {column.name}
        {column.by !== "none" && place === column.field && (
          <span class="under">
            <Tag tone={column.by === "likely" ? "notice" : "quiet"} text={say(`columns.by.${column.by}`)} />
          </span>
        )}
      </th>
      <td data-label={say("columns.samples")} class="samples" lang={voice.chinese(column.samples.join(""))}>
        {wordsOf(column)
          .slice(0, 3)
          .map((sample) => (
            <span key={sample}>{sample}</span>
          ))}
      </td>
      <td>
        <label class="govuk-visually-hidden" for={id}>
          {say("columns.leads-to.of", { column: column.name })}
        </label>
        {error && (
          <p class="govuk-error-message" id={`${id}-error`}>
            {error.text}
          </p>
        )}
        <select
          class={error ? "govuk-select govuk-select--error" : "govuk-select"}
          id={id}
          name={id}
          {...(error ? { "aria-describedby": `${id}-error` } : {})}
        >
          {optionsOf(voice, entry).map(({ value, text }) => (
            <option key={value} value={value} selected={value === place}>
              {text}
            </option>
          ))}
        </select>
        {field && <Details voice={voice} column={column} at={at} field={field} mapping={mapping} errors={errors} />}
      </td>
    </tr>
  );
}

/** Where a column may lead. */
function optionsOf({ say, tell }: Voice, entry: EntryForm): Option[] {
  return [
    { value: places.unsaid, text: say("form.choose") },
    { value: places.ignored, text: say("columns.place.ignored") },
    ...entry.fields.map(({ name, title, required }) => ({
      value: name,
      text: tell(title) + (required ? say("columns.required") : ""),
    })),
    { value: places.number, text: say("columns.place.number") },
    { value: places.line, text: say("columns.place.line") },
    { value: places.corrects, text: say("columns.place.corrects") },
    { value: places.reason, text: say("columns.place.reason") },
  ];
}

interface DetailsProps extends Omit<RowProps, "entry"> {
  readonly field: EntryField;
}

/** Units of amounts, meanings of words: what the column's name alone does not say. */
function Details({ voice, column, at, field, mapping, errors }: DetailsProps) {
  const { say } = voice;
  if (field.kind === "money") {
    const unit = mapping.fields[field.name]?.unit ?? "";
    return (
      <SelectField
        voice={voice}
        id={controls.unit(at)}
        label={say("columns.unit")}
        value={unit}
        options={[
          { value: "", text: say("columns.unit.by-name") },
          ...(["yuan", "ten-thousand-yuan", "as-written"] as const).map((value) => ({
            value,
            text: say(`columns.unit.${value}`),
          })),
        ]}
        errors={errors}
      />
    );
  }
  if (field.options.length === 0) return null;
  return <Words voice={voice} column={column} at={at} field={field} mapping={mapping} errors={errors} />;
}

/** What the agency's words mean, for those seen and for others. */
function Words({ voice, column, at, field, mapping }: DetailsProps) {
  const { say, tell } = voice;
  const values = mapping.fields[field.name]?.values ?? {};
  const words = wordsOf(column);
  const more = controls.moreWords(at);
  return (
    <details class="words">
      <summary>{say("columns.words")}</summary>
      {words.map((word, index) => {
        const id = controls.word(at, index);
        return (
          <p key={word}>
            <label for={id} lang={voice.chinese(word)}>
              {word}
            </label>
            <select class="govuk-select" id={id} name={id}>
              <option value="">{say("columns.words.as-is")}</option>
              {field.options.map((option) => (
                <option key={option.value} value={option.value} selected={values[word] === option.value}>
                  {tell(option.words)}
                </option>
              ))}
            </select>
          </p>
        );
      })}
      <label for={more}>{say("columns.words.more")}</label>
      <textarea class="govuk-textarea" id={more} name={more} rows={3}>
        {moreWordsOf(mapping, column, field)}
      </textarea>
    </details>
  );
}

interface ConstantsProps {
  readonly voice: Voice;
  readonly entry: EntryForm;
  readonly mapping: Mapping;
  readonly missing: readonly EntryField[];
  readonly errors: readonly FieldError[];
}

/** The same value for every row: what no column says. */
export function Constants({ voice, entry, mapping, missing, errors }: ConstantsProps) {
  const { say, tell } = voice;
  const fields = entry.fields.filter(
    (field) => missing.includes(field) || mapping.fields[field.name]?.constant !== undefined,
  );
  if (fields.length === 0) return null;
  return (
    <section aria-labelledby="constants">
      <h2 id="constants">{say("columns.constants")}</h2>
      <p class="prose-width">{say("columns.constants.text")}</p>
      {fields.map((field) => {
        const value = constantText(mapping.fields[field.name]?.constant);
        const shared = { voice, id: controls.constant(field.name), label: tell(field.title), errors, value };
        if (field.options.length === 0) return <TextField key={field.name} {...shared} autocomplete="off" />;
        const options = field.options.map((option) => ({ value: option.value, text: tell(option.words) }));
        return (
          <SelectField key={field.name} {...shared} options={[{ value: "", text: say("form.choose") }, ...options]} />
        );
      })}
    </section>
  );
}
