/** Taking a report away: the public one of an organisation, and the subject's own. */
import { issueOwnReport, issuePublicReport, previewReport } from "#contract/reports.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ErrorSummary, type FieldError } from "#web/parts/form.tsx";
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
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
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
      </div>
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
