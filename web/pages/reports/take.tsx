/** Taking a report away: the public one of an organisation, an authority's for a purpose, and the subject's own. */
import { issueOwnReport, issuePublicReport, issueReportForBody, previewReport } from "#contract/reports.ts";
import { listPurposes } from "#contract/rules.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ErrorSummary, type FieldError, SelectField, TextField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { ReportNotes, ReportSections, renderingOf, TakeForm } from "#web/parts/report.tsx";
import { errorsOf } from "#web/refused.ts";
import { subjectsOf } from "../mine.tsx";

async function showPublic(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, params, call } = visit;
  const { say, tell, day, to } = voice;
  const found = await call(previewReport, { params: { code: params["code"] ?? "" } });
  if (!found.ok) return { problem: found.problem };
  const { subject, effectiveAt, total, sections, notes, edition } = found.value;
  const address = `/organisations/${subject.code}`;
  return {
    title: say("report.title", { name: subject.name }),
    section: "search",
    ...formPage(
      { voice, errors },
      <>
        <p class="file-kind">
          <a href={to(address)}>{say("report.back")}</a>
        </p>
        <h1>
          {say("report.of")} <span lang={voice.chinese(subject.name)}>{subject.name}</span>
        </h1>
        <p class="lead prose-width">{say("report.lead")}</p>
        <div class="file file-take">
          <aside class="file-aside">
            <section class="box" aria-labelledby="take">
              <h2 id="take">{say("report.form.title")}</h2>
              <p>{tell(edition)}</p>
              <TakeForm visit={visit} action={`${address}/report`} errors={errors} />
            </section>
            <p class="quiet">
              {say("report.signature")} <a href={to("/verify")}>{say("report.signature.link")}</a>
            </p>
          </aside>
          <div class="file-main">
            <h2>{say("report.says.title")}</h2>
            <p>{say("report.says.text", { day: day(effectiveAt), total })}</p>
            <ReportSections voice={voice} sections={sections} />
            <ReportNotes voice={voice} notes={notes} />
          </div>
        </div>
      </>,
    ),
  };
}

export const reportPage: Page = {
  path: "/organisations/:code/report",
  get: (visit) => showPublic(visit),
  post: async (visit) => {
    const body = { code: visit.params["code"] ?? "", ...renderingOf(visit) };
    const taken = await visit.take(issuePublicReport, { body });
    return taken.ok ? { file: taken.file } : showPublic(visit, errorsOf(visit.voice, taken.problem, ["rendering"]));
  },
};

async function showOwn(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice } = visit;
  const { say } = voice;
  return {
    title: say("area.mine.report"),
    tab: "/mine/report",
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide prose">
        <ErrorSummary voice={voice} errors={errors} />
        <h1>{say("area.mine.report")}</h1>
        <p class="lead">{say("report.own.lead")}</p>
        <TakeForm visit={visit} action="/mine/report" subjects={await subjectsOf(visit)} errors={errors} />
      </div>
    ),
  };
}

export const ownReportPage: Page = {
  path: "/mine/report",
  signedIn: true,
  get: (visit) => showOwn(visit),
  post: async (visit) => {
    const subjectId = visit.form.get("subject") ?? (await subjectsOf(visit))[0];
    const body = { ...(subjectId ? { subjectId } : {}), ...renderingOf(visit) };
    const taken = await visit.take(issueOwnReport, { body });
    return taken.ok ? { file: taken.file } : showOwn(visit, errorsOf(visit.voice, taken.problem, ["rendering"]));
  },
};

const schemes = ["unified-code", "registration-number", "organisation-code", "person-number"] as const;

/** Purposes an authority of these kinds may look for. */
async function purposesOf({ call, me, voice }: Visit) {
  const found = await call(listPurposes, {});
  const kinds = me?.agency?.kinds ?? [];
  return (found.ok ? found.value.purposes : [])
    .filter(({ agencyKinds }) => agencyKinds.includes("any") || agencyKinds.some((kind) => kinds.includes(kind)))
    .map(({ purpose, title }) => ({ value: purpose, text: voice.tell(title) }));
}

async function showForPurpose(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, form } = visit;
  const { say } = voice;
  const shared = { voice, errors };
  return {
    title: say("area.check.report"),
    tab: forPurpose,
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide prose">
        <ErrorSummary voice={voice} errors={errors} />
        <h1>{say("area.check.report")}</h1>
        <p class="lead">{say("report.purpose.lead")}</p>
        <TakeForm visit={visit} action={forPurpose} errors={errors}>
          <SelectField
            {...shared}
            id="scheme"
            label={say("report.purpose.scheme")}
            value={form.get("scheme") ?? "unified-code"}
            options={schemes.map((value) => ({ value, text: say(`report.purpose.scheme.${value}`) }))}
          />
          {/* A number may be a person's: it is typed anew rather than shown again (C13). */}
          <TextField
            {...shared}
            id="number"
            label={say("report.purpose.number")}
            value=""
            width="short"
            maxlength={40}
            autocomplete="off"
            spellcheck={false}
          />
          <SelectField
            {...shared}
            id="purpose"
            label={say("report.purpose.purpose")}
            value={form.get("purpose") ?? ""}
            options={[{ value: "", text: say("form.choose") }, ...(await purposesOf(visit))]}
          />
          <TextField
            {...shared}
            id="basis"
            label={say("report.purpose.basis")}
            hint={say("report.purpose.basis.hint")}
            value={form.get("basis") ?? ""}
            width="full"
            maxlength={200}
          />
        </TakeForm>
      </div>
    ),
  };
}

const forPurpose = "/check/report";

/** A report for an authority's purpose: a look, which the subject can read of (C15). */
export const purposeReportPage: Page = {
  path: forPurpose,
  signedIn: true,
  get: (visit) => showForPurpose(visit),
  post: async (visit) => {
    const { voice, form } = visit;
    const { say } = voice;
    const typed = (field: string) => form.get(field)?.trim() ?? "";
    const scheme = schemes.find((one) => one === typed("scheme")) ?? "unified-code";
    const empty = (["number", "purpose", "basis"] as const).filter((field) => typed(field) === "");
    if (empty.length > 0)
      return showForPurpose(
        visit,
        empty.map((field) => ({ field, text: say("form.empty", { field: say(`report.purpose.${field}`) }) })),
      );
    const taken = await visit.take(issueReportForBody, {
      body: {
        subject: { scheme, value: typed("number") },
        purpose: typed("purpose"),
        basis: typed("basis"),
        ...renderingOf(visit),
      },
    });
    return taken.ok
      ? { file: taken.file }
      : showForPurpose(visit, errorsOf(voice, taken.problem, ["purpose", "basis"], "number"));
  },
};
