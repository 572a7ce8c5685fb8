/** The subject's side of repair: what can be repaired and from when, one application, and each request with its clock. */
import {
  applyForRepair,
  attachRepairEvidence,
  getRepair,
  listOwnRepairs,
  listRepairRules,
  withdrawRepair,
} from "#contract/repair.ts";
import { evidenceKinds } from "#contract/repair-rules.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { Checkboxes, ErrorSummary, type FieldError, FileField, SelectField, TextArea } from "#web/parts/form.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { RepairItem, RepairSheet, wayOut } from "#web/parts/repair.tsx";
import { errorsOf } from "#web/refused.ts";

const tab = "/mine/repairs";

export const ownRepairsPage: Page = {
  path: tab,
  signedIn: true,
  get: async ({ voice, call }) => {
    const { say, tell, day, to } = voice;
    const found = await call(listOwnRepairs, {});
    if (!found.ok) return { problem: found.problem };
    const { items, records } = found.value;
    return {
      title: say("area.mine.repairs"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          <h1>{say("area.mine.repairs")}</h1>
          <p class="prose-width">{say("repairs.lead")}</p>
          <h2>{say("repairs.records")}</h2>
          {records.length === 0 ? (
            <Empty title={say("repair.records.none")} />
          ) : (
            <ul class="item-list">
              {records.map((one) => (
                <li key={one.recordId}>
                  <p>
                    <a href={to(`/mine#r-${one.recordId}`)}>
                      <strong>{tell(one.title)}</strong>
                      {one.documentNumber && ` · ${one.documentNumber}`}
                    </a>
                    <br />
                    <span class="quiet">
                      {tell({ zh: one.authority.nameZh, en: one.authority.nameEn })} · {day(one.decidedOn)}
                    </span>
                  </p>
                  <p>{wayOut(voice, one)}</p>
                  {one.instead && <p>{tell(one.instead)}</p>}
                  {one.is === "now" && (
                    <p>
                      <a
                        class="govuk-button govuk-button--secondary"
                        href={to(`${tab}/new/${one.subjectId}/${one.recordId}`)}
                      >
                        {say("repairs.apply")}
                      </a>
                    </p>
                  )}
                </li>
              ))}
            </ul>
          )}
          <h2>{say("repairs.requests")}</h2>
          {items.length === 0 ? (
            <Empty title={say("repair.requests.none")} />
          ) : (
            <ul class="item-list">
              {items.map((repair) => (
                <li key={repair.requestId}>
                  <RepairItem voice={voice} repair={repair} address={`${tab}/${repair.requestId}`} />
                </li>
              ))}
            </ul>
          )}
        </div>
      ),
    };
  },
};

async function showForm(visit: Visit, documents: readonly string[], errors: readonly FieldError[]): Promise<Answer> {
  const { voice, call, form, params } = visit;
  const { say, tell, to } = voice;
  const rules = await call(listRepairRules, {});
  if (!rules.ok) return { problem: rules.problem };
  const rule = rules.value.items.findLast(({ switchedOn }) => switchedOn);
  const action = `${tab}/new/${params["subjectId"] ?? ""}/${params["recordId"] ?? ""}`;
  return {
    title: say("repairs.apply"),
    tab,
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        <p class="back">
          <a href={to(tab)}>{say("area.mine.repairs")}</a>
        </p>
        <h1>{say("repairs.apply")}</h1>
        <p class="prose-width">{say("repair.apply.lead")}</p>
        <ul>
          {rule?.conditions.map(({ title, plain }) => (
            <li key={title.zh}>
              <strong>{tell(title)}</strong> {tell(plain)}
            </li>
          ))}
        </ul>
        <ActForm visit={visit} action={action} files>
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
          <div class="actions">
            <Submit text={say("repair.form.button")} />
            <button class="govuk-button govuk-button--secondary" type="submit" formaction={to(`${action}?do=attach`)}>
              {say("notice.answer.attach")}
            </button>
          </div>
          <p class="quiet">{say("repair.form.free")}</p>
        </ActForm>
      </div>
    ),
  };
}

/** Applies with what was typed, or says what is missing; a file that came is kept whatever else is wrong. */
async function take(visit: Visit): Promise<Answer> {
  const { voice, call, form, file, query, params } = visit;
  const { say } = voice;
  const subjectId = params["subjectId"] ?? "";
  const recordId = params["recordId"] ?? "";
  const documents = form.getAll("documents");
  if (file) {
    const shows = evidenceKinds.find((one) => one === form.get("shows")) ?? "other";
    const brought = await visit.upload(attachRepairEvidence, file.content, { subjectId, shows });
    if (!brought.ok) return showForm(visit, documents, errorsOf(voice, brought.problem, [], "document"));
    documents.push(brought.value.documentId);
  }
  if (query.get("do") === "attach")
    return showForm(visit, documents, file ? [] : [{ field: "document", text: say("notice.answer.document.error") }]);
  const words = form.get("words")?.trim() ?? "";
  const errors: FieldError[] = [];
  if (words === "") errors.push({ field: "words", text: say("repair.form.words.error") });
  if (!form.has("commitment")) errors.push({ field: "commitment", text: say("repair.form.commitment.error") });
  if (errors.length > 0) return showForm(visit, documents, errors);
  const applied = await call(applyForRepair, { body: { subjectId, recordId, words, commitment: true, documents } });
  if (!applied.ok) return showForm(visit, documents, errorsOf(voice, applied.problem, ["words"], "document"));
  return { goTo: `${tab}/${applied.value.requests[0]?.requestId ?? ""}?done=1` };
}

export const applyForRepairPage: Page = {
  path: `${tab}/new/:subjectId/:recordId`,
  signedIn: true,
  takesFile: true,
  get: (visit) => showForm(visit, [], []),
  post: take,
};

async function showRepair(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, params, query } = visit;
  const { say, to } = voice;
  const requestId = params["requestId"] ?? "";
  const found = await call(getRepair, { params: { requestId } });
  if (!found.ok) return { problem: found.problem };
  const repair = found.value;
  return {
    title: say("area.mine.repairs"),
    tab,
    indexed: false,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        {query.has("done") && <Done text={say("repair.done.apply")} />}
        <p class="back">
          <a href={to(tab)}>{say("area.mine.repairs")}</a>
        </p>
        <RepairSheet voice={voice} repair={repair} />
        {repair.next.includes("withdraw") && (
          <ActForm visit={visit} action={`${tab}/${requestId}`}>
            <Submit text={say("repairs.withdraw")} tone="secondary" />
          </ActForm>
        )}
      </div>
    ),
  };
}

export const ownRepairPage: Page = {
  path: `${tab}/:requestId`,
  signedIn: true,
  get: (visit) => showRepair(visit),
  post: async (visit) => {
    const requestId = visit.params["requestId"] ?? "";
    const done = await visit.call(withdrawRepair, { params: { requestId }, body: {} });
    return done.ok ? { goTo: tab } : showRepair(visit, errorsOf(visit.voice, done.problem, []));
  },
};
