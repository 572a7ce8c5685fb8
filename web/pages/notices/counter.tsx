/** At the counter: what somebody present says to a notice, written down by an officer who did not draw it up. */
import { answerNotice, askForHearing, attachToNotice, waiveTime } from "#contract/notices.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { BasisField } from "#web/parts/counter-find.tsx";
import { Checkboxes, type FieldError, FileField, Radios, TextArea } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { NoticeHead } from "#web/parts/served-notice.tsx";
import { errorsOf } from "#web/refused.ts";
import { deskAddressOf, deskTab, findNotice } from "./desk.tsx";

const sayings = ["answer", "hearing", "waive"] as const;

async function showCounter(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, form } = visit;
  const { say, to } = voice;
  const found = await findNotice(visit);
  if (!found.ok) return { problem: found.problem };
  const notice = found.value;
  const at = deskAddressOf(notice.noticeId);
  return {
    title: say("notice.counter"),
    tab: deskTab,
    ...formPage(
      { voice, errors },
      <>
        <p class="back">
          <a href={to(at)}>{say("notice.back-to-notice")}</a>
        </p>
        <NoticeHead voice={voice} notice={notice} />
        <h2>{say("notice.counter")}</h2>
        <p class="prose-width">{say("notice.counter.text")}</p>
        <ActForm visit={visit} action={`${at}/counter`} files>
          <BasisField voice={voice} form={form} errors={errors} />
          <Radios
            voice={voice}
            id="saying"
            label={say("notice.counter.saying")}
            value={form.get("saying") ?? "answer"}
            options={sayings.map((value) => ({ value, text: say(`notice.${value}`) }))}
            errors={errors}
          />
          <TextArea
            voice={voice}
            id="statement"
            label={say("notice.counter.statement")}
            hint={say("notice.counter.statement.hint")}
            value={form.get("statement") ?? ""}
            errors={errors}
            rows={6}
            maxlength={5_000}
          />
          <Checkboxes
            voice={voice}
            id="confirm"
            label={say("notice.counter.confirm")}
            values={form.getAll("confirm")}
            options={[{ value: "yes", text: say("notice.counter.confirm.text") }]}
            errors={errors}
          />
          <FileField
            voice={voice}
            id="document"
            label={say("notice.counter.document")}
            hint={say("notice.counter.document.hint")}
            accept=".pdf,.png,.jpg,.jpeg,.txt"
            errors={errors}
          />
          <Submit text={say("notice.counter.button")} />
        </ActForm>
      </>,
    ),
  };
}

/** What is wrong with the form before anything is asked. */
function faults({ voice: { say }, form, file }: Visit): FieldError[] {
  const errors: FieldError[] = [];
  const saying = form.get("saying");
  const empty = (name: string) => (form.get(name)?.trim() ?? "") === "";
  if (empty("basis")) errors.push({ field: "basis", text: say("notice.counter.basis.error") });
  if (saying === "answer" && empty("statement"))
    errors.push({ field: "statement", text: say("notice.answer.statement.error") });
  if (!form.has("confirm")) errors.push({ field: "confirm", text: say("notice.counter.confirm.error") });
  if (saying === "waive" && !file) errors.push({ field: "document", text: say("notice.counter.document.error") });
  return errors;
}

export const counterPage: Page = {
  path: `${deskTab}/:noticeId/counter`,
  signedIn: true,
  takesFile: true,
  get: (visit) => showCounter(visit),
  post: async (visit) => {
    const { voice, form, file, params } = visit;
    const errors = faults(visit);
    if (errors.length > 0) return showCounter(visit, errors);
    const noticeId = params["noticeId"] ?? "";
    let documentId: string | null = null;
    // A hearing is asked for in words alone.
    if (file && form.get("saying") !== "hearing") {
      const attached = await visit.upload(attachToNotice, file.content, { noticeId });
      if (!attached.ok) return showCounter(visit, errorsOf(voice, attached.problem, [], "document"));
      ({ documentId } = attached.value);
    }
    const written = await write(visit, { noticeId, documentId });
    if (written.ok) return { goTo: `${deskAddressOf(noticeId)}?done=counter` };
    return showCounter(visit, errorsOf(voice, written.problem, ["basis", "statement"], "saying"));
  },
};

function write({ call, form }: Visit, { noticeId, documentId }: { noticeId: string; documentId: string | null }) {
  const basis = form.get("basis")?.trim() ?? "";
  const statement = form.get("statement")?.trim() ?? "";
  const params = { noticeId };
  switch (form.get("saying")) {
    case "hearing":
      return call(askForHearing, { params, body: { basis, ...(statement === "" ? {} : { words: statement }) } });
    case "waive":
      return call(waiveTime, { params, body: { basis, confirm: true, ...(documentId ? { proof: documentId } : {}) } });
    default:
      return call(answerNotice, { params, body: { basis, statement, documents: documentId ? [documentId] : [] } });
  }
}
