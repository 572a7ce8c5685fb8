/** A record the agency sent: looked at, corrected, withdrawn, its free text released. */
import {
  correctRecord,
  type OwnRecordDetail,
  openOwnRecord,
  releaseText,
  type SuggestedRelease,
  suggestRelease,
  withdrawRecord,
} from "#contract/entries.ts";
import { attachDocument } from "#contract/sending-aids.ts";
import { findingErrors, givenFields, heldFields, typedFields } from "#web/entry.ts";
import { size } from "#web/formats.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { EntryFields, type Typed } from "#web/parts/entry-form.tsx";
import { Checkboxes, DocumentField, type FieldError, ReasonField, TextArea, TextField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { HeldFields } from "#web/parts/held-fields.tsx";
import { Done } from "#web/parts/notice.tsx";
import { Tag } from "#web/parts/tag.tsx";
import { errorsOf } from "#web/refused.ts";

const tab = "/intake/batches";
const path = "/intake/records/:subjectId/:recordId";

/** Both halves of a record's key: drawn at random or from a code, they say nothing by themselves. */
const refOf = ({ params }: Visit) => ({ subjectId: params["subjectId"] ?? "", recordId: params["recordId"] ?? "" });

function addressOf(visit: Visit): string {
  const { subjectId, recordId } = refOf(visit);
  return `/intake/records/${subjectId}/${recordId}`;
}

const doneWords = ["correct", "unchanged", "withdraw", "release"] as const;

/** Title and state, over every page of a record. */
function Head({ visit, detail, back }: { visit: Visit; detail: OwnRecordDetail; back?: true }) {
  const { voice } = visit;
  const { say, tell, day, to } = voice;
  const { record, form } = detail;
  return (
    <header class="file-head">
      {back && (
        <p class="back">
          <a href={to(addressOf(visit))}>{say("own.back")}</a>
        </p>
      )}
      <p class="file-kind">
        {tell(form.title)}{" "}
        <Tag tone={record.state === "standing" ? "plain" : "quiet"} text={say(`own.state.${record.state}`)} />
      </p>
      <h1 lang={voice.chinese(record.name)}>{record.name || say("own.nameless")}</h1>
      <dl class="file-facts">
        <div>
          <dt>{say("own.number")}</dt>
          <dd class="code">{record.number}</dd>
        </div>
        <div>
          <dt>{say("own.decided")}</dt>
          <dd>{day(record.decidedOn)}</dd>
        </div>
        <div>
          <dt>{say("own.published-until")}</dt>
          <dd>{record.publishedUntil ? day(record.publishedUntil) : say(`own.disclosure.${record.disclosure}`)}</dd>
        </div>
        {record.retainedUntil && (
          <div>
            <dt>{say("own.retained-until")}</dt>
            <dd>{day(record.retainedUntil)}</dd>
          </div>
        )}
        <div>
          <dt>{say("own.version")}</dt>
          <dd>{record.version}</dd>
        </div>
      </dl>
    </header>
  );
}

export const ownRecordPage: Page = {
  path,
  signedIn: true,
  get: async (visit) => {
    const { voice, call, query } = visit;
    const { say, to, moment } = voice;
    const found = await call(openOwnRecord, { body: refOf(visit) });
    if (!found.ok) return { problem: found.problem };
    const detail = found.value;
    const { record, documents, freeText } = detail;
    const done = doneWords.find((one) => one === query.get("done"));
    const at = addressOf(visit);
    const unreleased = freeText.filter(({ released }) => released === null);
    return {
      title: record.name || say("own.nameless"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          {done && <Done text={say(`own.done.${done}`)} />}
          <Head visit={visit} detail={detail} />
          {record.state === "standing" && (
            <p class="actions">
              <a class="govuk-button" href={to(`${at}/correct`)}>
                {say("own.correct")}
              </a>
              <a href={to(`${at}/withdraw`)}>{say("own.withdraw")}</a>
              <a href={to(`/objections/counter/${record.subjectId}/${record.recordId}`)}>{say("objection.counter")}</a>
              <a href={to(`/repairs/counter/${record.subjectId}/${record.recordId}`)}>{say("repairs.counter")}</a>
              {freeText.length > 0 && record.disclosure === "public" && (
                <a href={to(`${at}/release`)}>{say("own.release")}</a>
              )}
              {record.disclosure === "public" && /^[0-9A-Z]{18}$/.test(record.number) && (
                <a href={to(`/organisations/${record.number}`)}>{say("own.public-file")}</a>
              )}
            </p>
          )}
          {unreleased.length > 0 && record.disclosure === "public" && record.state === "standing" && (
            <p class="notice">{say("own.unreleased", { count: unreleased.length })}</p>
          )}
          <HeldFields voice={voice} form={detail.form} fields={detail.fields} />
          {freeText.some(({ released }) => released !== null) && (
            <section aria-labelledby="released">
              <h2 id="released">{say("own.released")}</h2>
              {freeText.map(({ field, released }) => released && <p key={field}>{released}</p>)}
            </section>
          )}
          <h2>{say("own.documents")}</h2>
          {documents.length === 0 ? (
            <p class="quiet">{say("own.documents.none")}</p>
          ) : (
            <ul>
              {documents.map((one) => (
                <li key={one.documentId}>
                  <a href={`/api/v1/intake/documents/${one.documentId}`}>
                    {say("own.document", { type: one.mediaType, size: size(one.bytes), at: moment(one.enteredAt) })}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </div>
      ),
    };
  },
};

async function showCorrect(visit: Visit, typed: Typed | null, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, form } = visit;
  const { say } = voice;
  const found = await call(openOwnRecord, { body: refOf(visit) });
  if (!found.ok) return { problem: found.problem };
  const detail = found.value;
  return {
    title: say("own.correct"),
    tab,
    ...formPage(
      { voice, errors },
      <>
        <Head visit={visit} detail={detail} back />
        <h2>{say("own.correct")}</h2>
        <p class="prose-width">{say("own.correct.text")}</p>
        <ActForm visit={visit} action={`${addressOf(visit)}/correct`} files wide>
          <EntryFields voice={voice} form={detail.form} typed={typed ?? heldFields(detail.fields)} errors={errors} />
          <ReasonField
            voice={voice}
            errors={errors}
            id="_reason"
            name="_reason"
            value={form.get("_reason") ?? ""}
            hint="own.reason.hint"
            rows={3}
          />
          <DocumentField voice={voice} errors={errors} label="own.correct.document" />
          <Submit text={say("own.correct.button")} />
        </ActForm>
      </>,
    ),
  };
}

export const correctPage: Page = {
  path: `${path}/correct`,
  signedIn: true,
  takesFile: true,
  get: (visit) => showCorrect(visit, null),
  post: async (visit) => {
    const { voice, call, form: sent, file } = visit;
    const { say } = voice;
    const found = await call(openOwnRecord, { body: refOf(visit) });
    if (!found.ok) return { problem: found.problem };
    const { form } = found.value;
    const typed = typedFields(form, sent);
    const reason = sent.get("_reason")?.trim() ?? "";
    if (reason === "") return showCorrect(visit, typed, [{ field: "_reason", text: say("form.reason.error") }]);
    let documentId: string | null = null;
    if (file) {
      const attached = await visit.upload(attachDocument, file.content);
      if (!attached.ok) return showCorrect(visit, typed, errorsOf(voice, attached.problem, [], "document"));
      ({ documentId } = attached.value);
    }
    const corrected = await call(correctRecord, {
      body: { ...refOf(visit), fields: givenFields(form, typed), reason, ...(documentId ? { documentId } : {}) },
    });
    const names = form.fields.map(({ name }) => name);
    if (!corrected.ok) return showCorrect(visit, typed, errorsOf(voice, corrected.problem, names));
    const { verdict, findings, receipt } = corrected.value;
    if (verdict === "refused") return showCorrect(visit, typed, findingErrors(voice, findings, form));
    if (verdict === "held" && receipt) return { goTo: `/intake/batches/${receipt.batch}` };
    return { goTo: `${addressOf(visit)}?done=${verdict === "unchanged" ? "unchanged" : "correct"}` };
  },
};

async function showWithdraw(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, form } = visit;
  const { say, to } = voice;
  const found = await call(openOwnRecord, { body: refOf(visit) });
  if (!found.ok) return { problem: found.problem };
  return {
    title: say("own.withdraw"),
    tab,
    ...formPage(
      { voice, errors },
      <>
        <Head visit={visit} detail={found.value} back />
        <h2>{say("own.withdraw")}</h2>
        <p class="prose-width">{say("own.withdraw.text")}</p>
        <ActForm visit={visit} action={`${addressOf(visit)}/withdraw`}>
          <ReasonField voice={voice} errors={errors} value={form.get("reason") ?? ""} hint="own.reason.hint" rows={3} />
          <div class="actions">
            <Submit text={say("own.withdraw.button")} tone="warning" />
            <a href={to(addressOf(visit))}>{say("own.back")}</a>
          </div>
        </ActForm>
      </>,
    ),
  };
}

export const withdrawPage: Page = {
  path: `${path}/withdraw`,
  signedIn: true,
  get: (visit) => showWithdraw(visit),
  post: async (visit) => {
    const { voice, call, form } = visit;
    const reason = form.get("reason")?.trim() ?? "";
    if (reason === "") return showWithdraw(visit, [{ field: "reason", text: voice.say("form.reason.error") }]);
    const done = await call(withdrawRecord, { body: { ...refOf(visit), reason } });
    if (!done.ok) return showWithdraw(visit, errorsOf(voice, done.problem, ["reason"]));
    return { goTo: `${addressOf(visit)}?done=withdraw` };
  },
};

type Suggested = SuggestedRelease["fields"][number];

async function showRelease(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, form } = visit;
  const { say } = voice;
  const found = await call(openOwnRecord, { body: refOf(visit) });
  if (!found.ok) return { problem: found.problem };
  const suggested = await call(suggestRelease, { body: refOf(visit) });
  if (!suggested.ok) return { problem: suggested.problem };
  return {
    title: say("own.release"),
    tab,
    ...formPage(
      { voice, errors },
      <>
        <Head visit={visit} detail={found.value} back />
        <h2>{say("own.release")}</h2>
        <p class="prose-width">{say("own.release.text")}</p>
        <ActForm visit={visit} action={`${addressOf(visit)}/release`} wide>
          {suggested.value.fields.map((field) => (
            <SideBySide key={field.field} visit={visit} field={field} errors={errors} />
          ))}
          <Checkboxes
            voice={voice}
            id="confirmed"
            label={say("own.release.confirm")}
            values={form.getAll("confirmed")}
            options={[{ value: "yes", text: say("own.release.confirm.text") }]}
            errors={errors}
          />
          <ReasonField voice={voice} errors={errors} value={form.get("reason") ?? ""} />
          <Submit text={say("own.release.button")} />
        </ActForm>
      </>,
    ),
  };
}

/** The text as it was sent, and the version for everyone, beside each other. */
function SideBySide({ visit, field, errors }: { visit: Visit; field: Suggested; errors: readonly FieldError[] }) {
  const { voice, form } = visit;
  const { say, tell, row } = voice;
  const id = `text-${field.field}`;
  const masked = field.masked.map(({ kind, count }) => say(`own.masked.${kind}`, { count }));
  return (
    <fieldset class="side-by-side">
      <legend>{tell(field.title)}</legend>
      <div>
        <h3>{say("own.release.sent")}</h3>
        <p class="original" lang={voice.chinese(field.text)}>
          {field.text}
        </p>
      </div>
      <TextArea
        voice={voice}
        id={id}
        label={say("own.release.public")}
        hint={masked.length > 0 ? say("own.release.masked", { what: row(masked) }) : say("own.release.nothing-masked")}
        value={form.get(id) ?? field.suggestion}
        errors={errors}
        rows={8}
      />
      {field.likelyNames.length > 0 && (
        <details>
          <summary>{say("own.release.not-names")}</summary>
          <p>{say("own.release.not-names.text")}</p>
          {field.likelyNames.map((word, at) => (
            <>
              <input type="hidden" name={`word-${field.field}-${at}`} value={word} />
              <TextField
                voice={voice}
                id={`why-${field.field}-${at}`}
                label={say("own.release.not-name", { word })}
                value={form.get(`why-${field.field}-${at}`) ?? ""}
                errors={errors}
              />
            </>
          ))}
        </details>
      )}
    </fieldset>
  );
}

export const releasePage: Page = {
  path: `${path}/release`,
  signedIn: true,
  get: (visit) => showRelease(visit),
  post: async (visit) => {
    const { voice, call, form } = visit;
    const { say } = voice;
    const fields: Record<string, string> = {};
    for (const [name, text] of form)
      if (name.startsWith("text-") && text.trim() !== "") fields[name.slice("text-".length)] = text.trim();
    const reason = form.get("reason")?.trim() ?? "";
    const errors: FieldError[] = [];
    if (!form.has("confirmed")) errors.push({ field: "confirmed", text: say("own.release.confirm.error") });
    if (reason === "") errors.push({ field: "reason", text: say("form.reason.error") });
    if (errors.length > 0) return showRelease(visit, errors);
    const notNames = [...form].flatMap(([name, word]) => {
      const why = name.startsWith("word-") ? form.get(name.replace("word-", "why-"))?.trim() : undefined;
      return why ? [{ word, reason: why }] : [];
    });
    const released = await call(releaseText, { body: { ...refOf(visit), fields, confirmed: true, reason, notNames } });
    if (released.ok) return { goTo: `${addressOf(visit)}?done=release` };
    const problems = errorsOf(voice, released.problem, [...Object.keys(fields), "reason", "confirmed"]);
    return showRelease(
      visit,
      problems.map(({ field, text }) => ({ field: fields[field] === undefined ? field : `text-${field}`, text })),
    );
  },
};
