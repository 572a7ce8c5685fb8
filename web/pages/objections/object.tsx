/** Objecting to a record: one page, by its subject or at a counter for somebody present. */
import { openOwnRecord } from "#contract/entries.ts";
import { readOwnFile } from "#contract/ledger.ts";
import { attachEvidence, fileObjection, grounds, outcomesWanted } from "#contract/objections.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { BasisField } from "#web/parts/counter-find.tsx";
import { ErrorSummary, type FieldError, FileField, Radios, TextArea } from "#web/parts/form.tsx";
import { HeldFields } from "#web/parts/held-fields.tsx";
import { RecordCard } from "#web/parts/record.tsx";
import { errorsOf } from "#web/refused.ts";

export const ownTab = "/mine/objections";
export const deskTab = "/objections";

/** Both halves of a record's key: drawn at random, they say nothing by themselves. */
const refOf = ({ params }: Visit) => ({ subjectId: params["subjectId"] ?? "", recordId: params["recordId"] ?? "" });

interface Filing {
  readonly documents: readonly string[];
  readonly errors: readonly FieldError[];
}

/** The form: what is wrong, what is wanted, why, and evidence, which may come one file after the other without script. */
function FilingForm({
  visit,
  action,
  counter,
  filing,
}: {
  visit: Visit;
  action: string;
  counter: boolean;
  filing: Filing;
}) {
  const { voice, form, query } = visit;
  const { say, to } = voice;
  const { documents, errors } = filing;
  const ground = form.get("ground") ?? query.get("ground") ?? "";
  const notMe = ground === "not-me";
  return (
    <ActForm visit={visit} action={action} files>
      {counter && <BasisField voice={voice} form={form} errors={errors} />}
      <Radios
        voice={voice}
        id="ground"
        label={say("objection.form.ground")}
        value={ground}
        options={grounds.map((value) => ({ value, text: say(`objection.ground.${value}`) }))}
        errors={errors}
      />
      <Radios
        voice={voice}
        id="wanted"
        label={say("objection.form.wanted")}
        value={form.get("wanted") ?? (notMe ? "withdraw" : "correct")}
        options={outcomesWanted.map((value) => ({ value, text: say(`objection.wanted.${value}`) }))}
        errors={errors}
      />
      <TextArea
        voice={voice}
        id="words"
        label={say("objection.form.words")}
        hint={say("objection.form.words.hint")}
        value={form.get("words") ?? (notMe ? say("objection.form.words.not-me") : "")}
        errors={errors}
        rows={6}
        maxlength={5_000}
      />
      {documents.map((one) => (
        <input key={one} type="hidden" name="documents" value={one} />
      ))}
      {documents.length > 0 && <p role="status">{say("notice.answer.attached", { count: documents.length })}</p>}
      <FileField
        voice={voice}
        id="document"
        label={say(documents.length > 0 ? "notice.answer.document.more" : "objection.form.document")}
        hint={say("objection.form.document.hint")}
        accept=".pdf,.png,.jpg,.jpeg,.txt"
        errors={errors}
      />
      <div class="actions">
        <Submit text={say("objection.form.button")} />
        <button class="govuk-button govuk-button--secondary" type="submit" formaction={to(`${action}?do=attach`)}>
          {say("notice.answer.attach")}
        </button>
      </div>
      <p class="quiet">{say("objection.form.free")}</p>
    </ActForm>
  );
}

async function showOwn(visit: Visit, filing: Filing): Promise<Answer> {
  const { voice, call } = visit;
  const { say, to } = voice;
  const { subjectId, recordId } = refOf(visit);
  const found = await call(readOwnFile, { body: { subjectId, limit: 500 } });
  if (!found.ok) return { problem: found.problem };
  const file = found.value;
  const record = file.records.find((one) => one.recordId === recordId);
  return {
    title: say("objection.object"),
    tab: ownTab,
    indexed: false,
    status: filing.errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={filing.errors} />
        <p class="back">
          <a href={to("/mine")}>{say("area.mine.file")}</a>
        </p>
        <h1>{say("objection.object")}</h1>
        <p class="prose-width">{say("objection.form.lead")}</p>
        <div class="file">
          <div class="file-main">
            <FilingForm
              visit={visit}
              action={`${ownTab}/new/${subjectId}/${recordId}`}
              counter={false}
              filing={filing}
            />
          </div>
          <aside class="file-aside" aria-label={say("objection.record")}>
            {record && (
              <ol class="records">
                <RecordCard voice={voice} file={file} record={record} subject={file.subject} level="h2" />
              </ol>
            )}
          </aside>
        </div>
      </div>
    ),
  };
}

async function showCounter(visit: Visit, filing: Filing): Promise<Answer> {
  const { voice, call } = visit;
  const { say, to } = voice;
  const { subjectId, recordId } = refOf(visit);
  const found = await call(openOwnRecord, { body: { subjectId, recordId } });
  if (!found.ok) return { problem: found.problem };
  const detail = found.value;
  return {
    title: say("objection.counter"),
    tab: deskTab,
    indexed: false,
    status: filing.errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={filing.errors} />
        <p class="back">
          <a href={to(`/intake/records/${subjectId}/${recordId}`)}>{say("own.back")}</a>
        </p>
        <h1>{say("objection.counter")}</h1>
        <p class="prose-width">{say("objection.counter.text")}</p>
        <HeldFields voice={voice} form={detail.form} fields={detail.fields} />
        <FilingForm visit={visit} action={`${deskTab}/counter/${subjectId}/${recordId}`} counter filing={filing} />
      </div>
    ),
  };
}

/** Files what was typed, or says what is missing; a file that came is kept whatever else is wrong. */
async function take(
  visit: Visit,
  { show, counter, done }: { show: typeof showOwn; counter: boolean; done: (objectionId: string) => string },
): Promise<Answer> {
  const { voice, call, form, file, query } = visit;
  const { say } = voice;
  const { subjectId, recordId } = refOf(visit);
  const documents = form.getAll("documents");
  if (file) {
    const brought = await visit.upload(attachEvidence, file.content, { subjectId });
    if (!brought.ok) return show(visit, { documents, errors: errorsOf(voice, brought.problem, [], "document") });
    documents.push(brought.value.documentId);
  }
  if (query.get("do") === "attach") {
    const errors = file ? [] : [{ field: "document", text: say("notice.answer.document.error") }];
    return show(visit, { documents, errors });
  }
  const ground = grounds.find((one) => one === form.get("ground"));
  const wanted = outcomesWanted.find((one) => one === form.get("wanted"));
  const words = form.get("words")?.trim() ?? "";
  const basis = form.get("basis")?.trim() ?? "";
  const errors: FieldError[] = [];
  if (counter && basis === "") errors.push({ field: "basis", text: say("notice.counter.basis.error") });
  if (!ground) errors.push({ field: "ground", text: say("objection.form.ground.error") });
  if (!wanted) errors.push({ field: "wanted", text: say("objection.form.wanted.error") });
  if (words === "") errors.push({ field: "words", text: say("objection.form.words.error") });
  if (errors.length > 0 || !ground || !wanted) return show(visit, { documents, errors });
  const body = { subjectId, recordId, ground, wanted, words, documents, ...(counter ? { basis } : {}) };
  const filed = await call(fileObjection, { body });
  if (filed.ok) return { goTo: done(filed.value.objectionId) };
  return show(visit, { documents, errors: errorsOf(voice, filed.problem, ["ground", "wanted", "words", "basis"]) });
}

export const objectPage: Page = {
  path: `${ownTab}/new/:subjectId/:recordId`,
  signedIn: true,
  takesFile: true,
  get: (visit) => showOwn(visit, { documents: [], errors: [] }),
  post: (visit) => take(visit, { show: showOwn, counter: false, done: (id) => `${ownTab}/${id}?done=file` }),
};

export const objectAtCounterPage: Page = {
  path: `${deskTab}/counter/:subjectId/:recordId`,
  signedIn: true,
  takesFile: true,
  get: (visit) => showCounter(visit, { documents: [], errors: [] }),
  post: (visit) => take(visit, { show: showCounter, counter: true, done: (id) => `${deskTab}/${id}?done=file` }),
};
