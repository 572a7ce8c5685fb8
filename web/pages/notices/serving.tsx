/** Recording service with its proof, or that it failed; more time; taking a notice back. One page each. */
import type { ComponentChildren } from "preact";
import {
  attachToNotice,
  extendNotice,
  failedOutcomes,
  failToServe,
  type NoticeView,
  paperModes,
  serveNotice,
  withdrawNotice,
} from "#contract/notices.ts";
import { typedDay } from "#web/formats.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { type FieldError, FileField, Radios, ReasonField, TextField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { NoticeHead } from "#web/parts/served-notice.tsx";
import { errorsOf } from "#web/refused.ts";
import { deskAddressOf, deskTab, findNotice } from "./desk.tsx";

type Act = "service" | "failed-service" | "extend" | "withdraw";

const titles = {
  service: "notice.service",
  "failed-service": "notice.failed",
  extend: "notice.extend",
  withdraw: "notice.withdraw",
} as const;

interface Showing {
  readonly act: Act;
  readonly errors: readonly FieldError[];
  readonly fields: (notice: NoticeView) => ComponentChildren;
}

/** The page of one act: the notice it is about, what the law asks, and the form. */
async function showAct(visit: Visit, { act, errors, fields }: Showing): Promise<Answer> {
  const { voice } = visit;
  const { say, to } = voice;
  const found = await findNotice(visit);
  if (!found.ok) return { problem: found.problem };
  const notice = found.value;
  const at = deskAddressOf(notice.noticeId);
  return {
    title: say(titles[act]),
    tab: deskTab,
    ...formPage(
      { voice, errors },
      <>
        <p class="back">
          <a href={to(at)}>{say("notice.back-to-notice")}</a>
        </p>
        <NoticeHead voice={voice} notice={notice} />
        <h2>{say(titles[act])}</h2>
        <p class="prose-width">{say(`notice.${act}.text`)}</p>
        <ActForm visit={visit} action={`${at}/${act}`} files={act === "service"}>
          {fields(notice)}
          <div class="actions">
            <Submit text={say(`notice.${act}.button`)} {...(act === "withdraw" ? { tone: "warning" } : {})} />
            <a href={to(at)}>{say("notice.back-to-notice")}</a>
          </div>
        </ActForm>
      </>,
    ),
  };
}

function Reason({ visit: { voice, form }, errors }: { visit: Visit; errors: readonly FieldError[] }) {
  return (
    <ReasonField voice={voice} errors={errors} value={form.get("reason") ?? ""} hint="notice.reason.hint" rows={3} />
  );
}

/** What came of an act: back to the notice, or the form again. */
function after(visit: Visit, done: string): Answer {
  return { goTo: `${deskAddressOf(visit.params["noticeId"] ?? "")}?done=${done}` };
}

function showService(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, form } = visit;
  const { say } = voice;
  return showAct(visit, {
    act: "service",
    errors,
    fields: () => (
      <>
        <Radios
          voice={voice}
          id="mode"
          label={say("notice.service.mode")}
          value={form.get("mode") ?? "direct"}
          options={paperModes.map((value) => ({ value, text: say(`notice.mode.${value}`) }))}
          errors={errors}
        />
        <TextField
          voice={voice}
          id="servedOn"
          label={say("notice.service.served-on")}
          hint={say("notice.service.served-on.hint")}
          value={form.get("servedOn") ?? ""}
          errors={errors}
          width="short"
          autocomplete="off"
        />
        <TextField
          voice={voice}
          id="announcedOn"
          label={say("notice.service.announced-on")}
          hint={say("notice.service.announced-on.hint")}
          value={form.get("announcedOn") ?? ""}
          errors={errors}
          width="short"
          autocomplete="off"
        />
        <FileField
          voice={voice}
          id="document"
          label={say("notice.service.proof")}
          hint={say("notice.service.proof.hint")}
          accept=".pdf,.png,.jpg,.jpeg,.txt"
          errors={errors}
        />
      </>
    ),
  });
}

export const servicePage: Page = {
  path: `${deskTab}/:noticeId/service`,
  signedIn: true,
  takesFile: true,
  get: (visit) => showService(visit),
  post: async (visit) => {
    const { voice, call, form, file, params } = visit;
    const { say } = voice;
    const noticeId = params["noticeId"] ?? "";
    const mode = paperModes.find((one) => one === form.get("mode"));
    const servedOn = typedDay(form.get("servedOn") ?? "");
    const announced = form.get("announcedOn")?.trim() ?? "";
    const announcedOn = announced === "" || mode !== "announcement" ? null : typedDay(announced);
    const errors: FieldError[] = [];
    if (!mode) errors.push({ field: "mode", text: say("form.invalid") });
    if (!servedOn) errors.push({ field: "servedOn", text: say("form.day.error") });
    if (mode === "announcement" && !announcedOn) errors.push({ field: "announcedOn", text: say("form.day.error") });
    if (!file) errors.push({ field: "document", text: say("notice.service.proof.error") });
    if (errors.length > 0 || !mode || !servedOn || !file) return showService(visit, errors);
    const attached = await visit.upload(attachToNotice, file.content, { noticeId });
    if (!attached.ok) return showService(visit, errorsOf(voice, attached.problem, [], "document"));
    const body = { mode, servedOn, proof: attached.value.documentId, ...(announcedOn ? { announcedOn } : {}) };
    const done = await call(serveNotice, { params: { noticeId }, body });
    if (done.ok) return after(visit, "service");
    return showService(visit, errorsOf(voice, done.problem, ["mode", "servedOn", "announcedOn"], "servedOn"));
  },
};

const failedModes = ["direct", "left", "post"] as const;

function showFailed(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, form } = visit;
  const { say } = voice;
  return showAct(visit, {
    act: "failed-service",
    errors,
    fields: () => (
      <>
        <Radios
          voice={voice}
          id="mode"
          label={say("notice.failed.mode")}
          value={form.get("mode") ?? "direct"}
          options={failedModes.map((value) => ({ value, text: say(`notice.mode.${value}`) }))}
          errors={errors}
        />
        <Radios
          voice={voice}
          id="outcome"
          label={say("notice.failed.outcome")}
          value={form.get("outcome") ?? "refused"}
          options={failedOutcomes.map((value) => ({ value, text: say(`notice.outcome.${value}`) }))}
          errors={errors}
        />
        <Reason visit={visit} errors={errors} />
      </>
    ),
  });
}

export const failedServicePage: Page = {
  path: `${deskTab}/:noticeId/failed-service`,
  signedIn: true,
  get: (visit) => showFailed(visit),
  post: async (visit) => {
    const { voice, call, form, params } = visit;
    const mode = failedModes.find((one) => one === form.get("mode"));
    const outcome = failedOutcomes.find((one) => one === form.get("outcome"));
    const reason = form.get("reason")?.trim() ?? "";
    const errors: FieldError[] = [];
    if (!mode) errors.push({ field: "mode", text: voice.say("form.invalid") });
    if (!outcome) errors.push({ field: "outcome", text: voice.say("form.invalid") });
    if (reason === "") errors.push({ field: "reason", text: voice.say("form.reason.error") });
    if (errors.length > 0 || !mode || !outcome) return showFailed(visit, errors);
    const noticeId = params["noticeId"] ?? "";
    const done = await call(failToServe, { params: { noticeId }, body: { mode, outcome, reason } });
    return done.ok ? after(visit, "failed") : showFailed(visit, errorsOf(voice, done.problem, ["reason"], "mode"));
  },
};

function showExtend(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, form } = visit;
  return showAct(visit, {
    act: "extend",
    errors,
    fields: () => (
      <>
        <TextField
          voice={voice}
          id="until"
          label={voice.say("notice.extend.until")}
          value={form.get("until") ?? ""}
          errors={errors}
          width="short"
          autocomplete="off"
        />
        <Reason visit={visit} errors={errors} />
      </>
    ),
  });
}

export const extendPage: Page = {
  path: `${deskTab}/:noticeId/extend`,
  signedIn: true,
  get: (visit) => showExtend(visit),
  post: async (visit) => {
    const { voice, call, form, params } = visit;
    const until = typedDay(form.get("until") ?? "");
    const reason = form.get("reason")?.trim() ?? "";
    const errors: FieldError[] = [];
    if (!until) errors.push({ field: "until", text: voice.say("form.day.error") });
    if (reason === "") errors.push({ field: "reason", text: voice.say("form.reason.error") });
    if (errors.length > 0 || !until) return showExtend(visit, errors);
    const noticeId = params["noticeId"] ?? "";
    const done = await call(extendNotice, { params: { noticeId }, body: { until, reason } });
    return done.ok
      ? after(visit, "extend")
      : showExtend(visit, errorsOf(voice, done.problem, ["until", "reason"], "until"));
  },
};

function showWithdraw(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  return showAct(visit, { act: "withdraw", errors, fields: () => <Reason visit={visit} errors={errors} /> });
}

export const withdrawNoticePage: Page = {
  path: `${deskTab}/:noticeId/withdraw`,
  signedIn: true,
  get: (visit) => showWithdraw(visit),
  post: async (visit) => {
    const { voice, call, form, params } = visit;
    const reason = form.get("reason")?.trim() ?? "";
    if (reason === "") return showWithdraw(visit, [{ field: "reason", text: voice.say("form.reason.error") }]);
    const noticeId = params["noticeId"] ?? "";
    const done = await call(withdrawNotice, { params: { noticeId }, body: { reason } });
    return done.ok ? after(visit, "withdraw") : showWithdraw(visit, errorsOf(voice, done.problem, ["reason"]));
  },
};
