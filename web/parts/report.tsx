/** What a report says, on a page: its sections with their meaning, its notes, and the form that takes it away. */
import type { ComponentChildren } from "preact";
import type { ReportNote, ReportPreview } from "#contract/reports.ts";
import type { Visit } from "#web/page.ts";
import type { Voice } from "#web/voice.ts";
import { ActForm, Submit } from "./act-form.tsx";
import { type FieldError, Radios } from "./form.tsx";

/** The forms a report can be taken in. */
const renderings = {
  "pdf-zh": { format: "pdf", language: "zh" },
  "pdf-en": { format: "pdf", language: "en" },
  json: { format: "json", language: "zh" },
} as const;
type Rendering = keyof typeof renderings;

const names = Object.keys(renderings) as Rendering[];

/** What the form asked for; the reader's own language where it says nothing we know. */
export function renderingOf({ form, voice }: Pick<Visit, "form" | "voice">) {
  const asked = names.find((name) => name === form.get("rendering"));
  return renderings[asked ?? `pdf-${voice.lang}`];
}

export function TakeForm({
  visit,
  action,
  subjects = [],
  errors,
  children,
}: {
  visit: Visit;
  action: string;
  /** Which of the represented subjects, where there are several. */
  subjects?: readonly string[];
  errors: readonly FieldError[];
  /** What else must be said to get it, above the form of the file. */
  children?: ComponentChildren;
}) {
  const { voice } = visit;
  const { say } = voice;
  return (
    <ActForm visit={visit} action={action}>
      {children}
      {subjects.length > 1 && (
        <Radios
          voice={voice}
          id="subject"
          label={say("mine.subject")}
          value={subjects[0] ?? ""}
          options={subjects.map((value, index) => ({ value, text: say("mine.subject.n", { n: index + 1 }) }))}
          errors={errors}
        />
      )}
      <Radios
        voice={voice}
        id="rendering"
        label={say("report.form.format")}
        value={`pdf-${voice.lang}`}
        options={names.map((value) => ({ value, text: say(`report.form.${value}`) }))}
        errors={errors}
      />
      <Submit text={say("report.form.button")} />
      <p class="quiet">{say("report.form.hint")}</p>
    </ActForm>
  );
}

/** Every section, the empty ones too: nothing recorded is said, not left out. */
export function ReportSections({ voice, sections }: { voice: Voice; sections: ReportPreview["sections"] }) {
  const { say, tell } = voice;
  return (
    <table class="table fold report-sections">
      <caption class="govuk-visually-hidden">{say("report.says.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{say("report.says.section")}</th>
          <th scope="col">{say("report.says.count")}</th>
          <th scope="col">{say("report.says.meaning")}</th>
        </tr>
      </thead>
      <tbody>
        {sections.map(({ category, title, total, adverse, statement, meaning }) => (
          <tr key={category}>
            <th scope="row">{tell(title)}</th>
            <td class={total === 0 ? "quiet" : adverse > 0 ? "report-adverse" : undefined}>{tell(statement)}</td>
            <td class="quiet">{tell(meaning)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ReportNotes({ voice: { tell }, notes }: { voice: Voice; notes: readonly ReportNote[] }) {
  return (
    <dl class="report-notes">
      {notes.map(({ title, text }) => (
        <div key={title.en}>
          <dt>{tell(title)}</dt>
          <dd>{tell(text)}</dd>
        </div>
      ))}
    </dl>
  );
}
