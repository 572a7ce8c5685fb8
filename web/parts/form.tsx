/** Parts of forms after the GOV.UK Design System: errors said at the top and at the field, nothing typed is lost. */
import type { ComponentChildren } from "preact";
import type { Voice } from "#web/voice.ts";
import type { Word } from "#web/words.ts";

/** What is wrong with one field, in the reader's language. */
export interface FieldError {
  /** Id of the field. */
  readonly field: string;
  readonly text: string;
}

/** All errors of a form, on top of the page; it takes the focus by itself. */
export function ErrorSummary({ voice: { say }, errors }: { voice: Voice; errors: readonly FieldError[] }) {
  if (errors.length === 0) return null;
  return (
    <div class="govuk-error-summary" tabindex={-1} autofocus>
      <div role="alert">
        <h2 class="govuk-error-summary__title">{say("form.errors")}</h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            {errors.map(({ field, text }) => (
              <li key={field}>
                <a href={`#${field}`}>{text}</a>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}

export interface FieldProps {
  readonly voice: Voice;
  readonly id: string;
  /** Name in the form; the id unless said. */
  readonly name?: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly errors: readonly FieldError[];
}

/** Label, hint and error around a control; gives the control what ties it to them. */
function Group({
  id,
  label,
  hint,
  voice: { say },
  errors,
  control,
}: FieldProps & { control: (tied: { "aria-describedby"?: string }, wrong: boolean) => ComponentChildren }) {
  const error = errors.find((one) => one.field === id);
  const tied = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={error ? "govuk-form-group govuk-form-group--error" : "govuk-form-group"}>
      <label class="govuk-label" for={id}>
        {label}
      </label>
      {hint && (
        <div class="govuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <p class="govuk-error-message" id={`${id}-error`}>
          <span class="govuk-visually-hidden">{say("form.error")}</span>
          {error.text}
        </p>
      )}
      {control(tied ? { "aria-describedby": tied } : {}, error !== undefined)}
    </div>
  );
}

/** One line of text. */
export function TextField(
  props: FieldProps & {
    value: string;
    width?: "short" | "full";
    required?: boolean;
    maxlength?: number;
    inputmode?: "numeric" | "decimal" | "text";
    autocomplete?: string;
    spellcheck?: boolean;
    list?: string;
    /** The page is for filling in this field: the keyboard, or a scanner, begins here. */
    autofocus?: boolean;
  },
) {
  const {
    id,
    name = id,
    value,
    width = "full",
    required,
    maxlength,
    inputmode,
    autocomplete,
    spellcheck,
    list,
    autofocus,
  } = props;
  return (
    <Group
      {...props}
      control={(tied, wrong) => (
        <input
          class={`govuk-input${wrong ? " govuk-input--error" : ""}${width === "short" ? " govuk-input--width-20" : ""}`}
          id={id}
          name={name}
          type="text"
          value={value}
          required={required}
          maxlength={maxlength}
          inputmode={inputmode}
          autocomplete={autocomplete}
          spellcheck={spellcheck}
          list={list}
          autofocus={autofocus}
          {...tied}
        />
      )}
    />
  );
}

/** Several lines of text. */
export function TextArea(props: FieldProps & { value: string; rows?: number; maxlength?: number; required?: boolean }) {
  const { id, name = id, value, rows = 4, maxlength, required } = props;
  return (
    <Group
      {...props}
      control={(tied, wrong) => (
        <textarea
          class={wrong ? "govuk-textarea govuk-textarea--error" : "govuk-textarea"}
          id={id}
          name={name}
          rows={rows}
          maxlength={maxlength}
          required={required}
          {...tied}
        >
          {value}
        </textarea>
      )}
    />
  );
}

/** Why somebody acts; recorded with the act and read by whoever oversees it. */
export function ReasonField({
  voice,
  errors,
  value,
  id = "reason",
  name = "reason",
  hint = "form.reason.hint",
  rows = 2,
}: Pick<FieldProps, "voice" | "errors"> & {
  value: string;
  id?: string;
  name?: string;
  hint?: Word;
  rows?: number;
}) {
  return (
    <TextArea
      voice={voice}
      id={id}
      name={name}
      label={voice.say("form.reason")}
      hint={voice.say(hint)}
      value={value}
      errors={errors}
      rows={rows}
      maxlength={500}
    />
  );
}

export interface Option {
  readonly value: string;
  readonly text: string;
}

/** Options under one heading. */
export interface OptionGroup {
  readonly label: string;
  readonly options: readonly Option[];
}

/** One of a list; or of several lists, each under its heading. */
export function SelectField(
  props: FieldProps & { value: string; options: readonly Option[]; groups?: readonly OptionGroup[] },
) {
  const { id, name = id, value, options, groups = [] } = props;
  const shown = (some: readonly Option[]) =>
    some.map((option) => (
      <option key={option.value} value={option.value} selected={option.value === value}>
        {option.text}
      </option>
    ));
  return (
    <Group
      {...props}
      control={(tied, wrong) => (
        <select class={wrong ? "govuk-select govuk-select--error" : "govuk-select"} id={id} name={name} {...tied}>
          {shown(options)}
          {groups.map((group) => (
            <optgroup key={group.label} label={group.label}>
              {shown(group.options)}
            </optgroup>
          ))}
        </select>
      )}
    />
  );
}

/** A group of controls under one legend. */
function Choices({
  id,
  label,
  hint,
  voice: { say },
  errors,
  kind,
  children,
}: FieldProps & { kind: "radios" | "checkboxes"; children: ComponentChildren }) {
  const error = errors.find((one) => one.field === id);
  const tied = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={error ? "govuk-form-group govuk-form-group--error" : "govuk-form-group"}>
      <fieldset class="govuk-fieldset" {...(tied ? { "aria-describedby": tied } : {})}>
        <legend class="govuk-fieldset__legend">{label}</legend>
        {hint && (
          <div class="govuk-hint" id={`${id}-hint`}>
            {hint}
          </div>
        )}
        {error && (
          <p class="govuk-error-message" id={`${id}-error`}>
            <span class="govuk-visually-hidden">{say("form.error")}</span>
            {error.text}
          </p>
        )}
        <div class={`govuk-${kind} govuk-${kind}--small`}>{children}</div>
      </fieldset>
    </div>
  );
}

/** One of a few, all of them seen. The first has the field's id, so that an error leads there. */
export function Radios(props: FieldProps & { value: string; options: readonly Option[] }) {
  const { id, name = id, value, options } = props;
  return (
    <Choices {...props} kind="radios">
      {options.map((option, index) => (
        <div key={option.value} class="govuk-radios__item">
          <input
            class="govuk-radios__input"
            id={index === 0 ? id : `${id}-${index}`}
            name={name}
            type="radio"
            value={option.value}
            checked={option.value === value}
          />
          <label class="govuk-label govuk-radios__label" for={index === 0 ? id : `${id}-${index}`}>
            {option.text}
          </label>
        </div>
      ))}
    </Choices>
  );
}

/** Any of a few. */
export function Checkboxes(props: FieldProps & { values: readonly string[]; options: readonly Option[] }) {
  const { id, name = id, values, options } = props;
  return (
    <Choices {...props} kind="checkboxes">
      {options.map((option, index) => (
        <div key={option.value} class="govuk-checkboxes__item">
          <input
            class="govuk-checkboxes__input"
            id={index === 0 ? id : `${id}-${index}`}
            name={name}
            type="checkbox"
            value={option.value}
            checked={values.includes(option.value)}
          />
          <label class="govuk-label govuk-checkboxes__label" for={index === 0 ? id : `${id}-${index}`}>
            {option.text}
          </label>
        </div>
      ))}
    </Choices>
  );
}

/** A file to send. */
export function FileField(props: FieldProps & { accept?: string; required?: boolean }) {
  const { id, name = id, accept, required } = props;
  return (
    <Group
      {...props}
      control={(tied, wrong) => (
        <input
          class={wrong ? "govuk-file-upload govuk-file-upload--error" : "govuk-file-upload"}
          id={id}
          name={name}
          type="file"
          accept={accept}
          required={required}
          {...tied}
        />
      )}
    />
  );
}

/** The document of a decision, as it may be attached. `kept`: one was attached already, and stays unless another comes. */
export function DocumentField({
  voice,
  errors,
  label,
  kept,
}: Pick<FieldProps, "voice" | "errors"> & { label: Word; kept?: boolean }) {
  return (
    <FileField
      voice={voice}
      id="document"
      label={voice.say(label)}
      hint={voice.say(kept ? "enter.document.kept" : "enter.document.hint")}
      accept=".pdf,.png,.jpg,.jpeg,.txt"
      errors={errors}
    />
  );
}
