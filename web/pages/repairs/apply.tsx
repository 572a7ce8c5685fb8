/** Applying for repair: one page, by the subject or at a counter for somebody present. */
import { openOwnRecord } from "#contract/entries.ts";
import { applyForRepair, attachRepairEvidence, listRepairRules } from "#contract/repair.ts";
import { evidenceKinds, type RepairRule } from "#contract/repair-rules.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { BasisField } from "#web/parts/counter-find.tsx";
import { Checkboxes, type FieldError, Radios, TextArea } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { HeldFields } from "#web/parts/held-fields.tsx";
import { EvidenceFields } from "#web/parts/repair-evidence.tsx";
import { errorsOf } from "#web/refused.ts";

const ownTab = "/mine/repairs";
const deskTab = "/repairs";

/** What came with the form so far: evidence that is stored, and what is wrong. */
interface Filing {
  readonly documents: readonly string[];
  readonly errors: readonly FieldError[];
}

/** Takes a file in that came with a form. @returns its id; null where none came */
export async function takeEvidence(visit: Visit, subjectId: string): Promise<{ id: string | null } | FieldError[]> {
  const { voice, form, file } = visit;
  if (!file) return { id: null };
  const shows = evidenceKinds.find((one) => one === form.get("shows")) ?? "other";
  const brought = await visit.upload(attachRepairEvidence, file.content, { subjectId, shows });
  return brought.ok ? { id: brought.value.documentId } : errorsOf(voice, brought.problem, [], "document");
}

/** Both halves of a record's key: drawn at random, they say nothing by themselves. */
const refOf = ({ params }: Visit) => ({ subjectId: params["subjectId"] ?? "", recordId: params["recordId"] ?? "" });

const kinds = ["repair", "reorganisation"] as const;

function ApplicationForm(props: { visit: Visit; action: string; counter: boolean; filing: Filing }) {
  const { visit, action, counter, filing } = props;
  const { voice, form } = visit;
  const { say, to } = voice;
  const { documents, errors } = filing;
  return (
    <ActForm visit={visit} action={action} files>
      {counter && <BasisField voice={voice} form={form} errors={errors} />}
      <Radios
        voice={voice}
        id="kind"
        label={say("repair.form.kind")}
        value={form.get("kind") ?? "repair"}
        options={kinds.map((value) => ({ value, text: say(`repair.kind.${value}`) }))}
        errors={errors}
      />
      <TextArea
        voice={voice}
        id="words"
        label={say("repair.form.words")}
        value={form.get("words") ?? ""}
        errors={errors}
        rows={6}
        maxlength={5_000}
      />
      <Checkboxes
        voice={voice}
        id="commitment"
        label={say("repair.form.commitment")}
        values={form.getAll("commitment")}
        options={[{ value: "yes", text: say("repair.form.commitment.text") }]}
        errors={errors}
      />
      <EvidenceFields voice={voice} form={form} documents={documents} errors={errors} />
      <div class="actions">
        <Submit text={say("repair.form.button")} />
        <button class="govuk-button govuk-button--secondary" type="submit" formaction={to(`${action}?do=attach`)}>
          {say("notice.answer.attach")}
        </button>
      </div>
      <p class="quiet">{say("repair.form.free")}</p>
    </ActForm>
  );
}

function Conditions({ visit, rule }: { visit: Visit; rule: RepairRule | undefined }) {
  const { say, tell } = visit.voice;
  return (
    <>
      <p class="prose-width">{say("repair.apply.lead")}</p>
      <ul>
        {rule?.conditions.map(({ title, plain }) => (
          <li key={title.zh}>
            <strong>{tell(title)}</strong> {tell(plain)}
          </li>
        ))}
      </ul>
    </>
  );
}

async function show(visit: Visit, counter: boolean, filing: Filing): Promise<Answer> {
  const { voice, call } = visit;
  const { say, to } = voice;
  const { subjectId, recordId } = refOf(visit);
  const rules = await call(listRepairRules, {});
  if (!rules.ok) return { problem: rules.problem };
  const held = counter ? await call(openOwnRecord, { body: { subjectId, recordId } }) : null;
  if (held && !held.ok) return { problem: held.problem };
  const title = say(counter ? "repairs.counter" : "repairs.apply");
  const action = `${counter ? `${deskTab}/counter` : `${ownTab}/new`}/${subjectId}/${recordId}`;
  return {
    title,
    tab: counter ? deskTab : ownTab,
    ...formPage(
      { voice, errors: filing.errors },
      <>
        <p class="back">
          <a href={to(counter ? `/intake/records/${subjectId}/${recordId}` : ownTab)}>
            {say(counter ? "own.back" : "area.mine.repairs")}
          </a>
        </p>
        <h1>{title}</h1>
        {counter && <p class="prose-width">{say("repairs.counter.text")}</p>}
        {held && <HeldFields voice={voice} form={held.value.form} fields={held.value.fields} />}
        <Conditions visit={visit} rule={rules.value.items.findLast(({ switchedOn }) => switchedOn)} />
        <ApplicationForm visit={visit} action={action} counter={counter} filing={filing} />
      </>,
    ),
  };
}

/** Applies with what was typed, or says what is missing; a file that came is kept whatever else is wrong. */
async function take(visit: Visit, counter: boolean): Promise<Answer> {
  const { voice, call, form, query } = visit;
  const { say } = voice;
  const { subjectId, recordId } = refOf(visit);
  const documents = form.getAll("documents");
  const taken = await takeEvidence(visit, subjectId);
  if (Array.isArray(taken)) return show(visit, counter, { documents, errors: taken });
  if (taken.id) documents.push(taken.id);
  if (query.get("do") === "attach") {
    const errors = taken.id ? [] : [{ field: "document", text: say("notice.answer.document.error") }];
    return show(visit, counter, { documents, errors });
  }
  const words = form.get("words")?.trim() ?? "";
  const basis = form.get("basis")?.trim() ?? "";
  const kind = kinds.find((one) => one === form.get("kind")) ?? "repair";
  const errors: FieldError[] = [];
  if (counter && basis === "") errors.push({ field: "basis", text: say("notice.counter.basis.error") });
  if (words === "") errors.push({ field: "words", text: say("repair.form.words.error") });
  if (!form.has("commitment")) errors.push({ field: "commitment", text: say("repair.form.commitment.error") });
  if (errors.length > 0) return show(visit, counter, { documents, errors });
  const body = {
    subjectId,
    recordId,
    kind,
    words,
    commitment: true as const,
    documents,
    ...(counter ? { basis } : {}),
  };
  const applied = await call(applyForRepair, { body });
  if (!applied.ok)
    return show(visit, counter, {
      documents,
      errors: errorsOf(voice, applied.problem, ["words", "basis"], "document"),
    });
  return { goTo: `${counter ? deskTab : ownTab}/${applied.value.requests[0]?.requestId ?? ""}?done=apply` };
}

export const applyForRepairPage: Page = {
  path: `${ownTab}/new/:subjectId/:recordId`,
  signedIn: true,
  takesFile: true,
  get: (visit) => show(visit, false, { documents: [], errors: [] }),
  post: (visit) => take(visit, false),
};

export const applyAtCounterPage: Page = {
  path: `${deskTab}/counter/:subjectId/:recordId`,
  signedIn: true,
  takesFile: true,
  get: (visit) => show(visit, true, { documents: [], errors: [] }),
  post: (visit) => take(visit, true),
};
