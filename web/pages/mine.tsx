/** A subject's representative: the whole file, everything that is held, and the mandates over it. */

import type { Static } from "typebox";
import { limitMandate, listMandates, type MandateShape, revokeMandate } from "#contract/access.ts";
import { type FileRecord, readOwnFile } from "#contract/ledger.ts";
import { listOwnRepairs } from "#contract/repair.ts";
import { typedDay } from "#web/formats.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { AsOfForm, AsOfNotice } from "#web/parts/as-of.tsx";
import { entailsOf } from "#web/parts/entails.tsx";
import { FileHead, FileNames } from "#web/parts/file-head.tsx";
import { FileSummary } from "#web/parts/file-summary.tsx";
import { ErrorSummary, type FieldError, ReasonField, SelectField, TextField } from "#web/parts/form.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { RecordCard } from "#web/parts/record.tsx";
import { Tag } from "#web/parts/tag.tsx";
import { TimelineChart } from "#web/parts/timeline-chart.tsx";
import { errorsOf } from "#web/refused.ts";
import { askedDays, understood } from "./file.tsx";

type Mandate = Static<typeof MandateShape>;

/** Subjects one represents: those of one's own accepted mandates. */
export async function subjectsOf({ call }: Visit): Promise<readonly string[]> {
  const found = await call(listMandates, {});
  if (!found.ok) return [];
  const own = found.value.items.filter((mandate) => mandate.own && mandate.state === "accepted");
  return [...new Set(own.map((mandate) => mandate.subjectId))];
}

/** Where one objects to a record: not to what was withdrawn, nor beside an objection that still waits. */
function objectingTo(subjectId: string | undefined, { recordId, state, marks }: FileRecord): string | undefined {
  const open = marks.some(({ mark }) => mark === "objection");
  return subjectId === undefined || state !== "standing" || open
    ? undefined
    : `/mine/objections/new/${subjectId}/${recordId}`;
}

export const ownFilePage: Page = {
  path: "/mine",
  signedIn: true,
  get: async (visit) => {
    const { voice, call, query, path } = visit;
    const { say, to } = voice;
    const subjects = await subjectsOf(visit);
    const subjectId = subjects.find((one) => one === query.get("subject")) ?? subjects[0];
    const cursor = query.get("cursor");
    // Asking is an act of reading that goes in the body; nothing personal stands in the address (C13).
    const ask = (asOf: { effectiveAt?: string; knownAt?: string }) =>
      call(readOwnFile, {
        body: { ...(subjectId ? { subjectId } : {}), limit: 20, ...(cursor ? { cursor } : {}), ...asOf },
      });
    let days = askedDays(visit);
    let found = await ask(days.errors.length > 0 ? {} : understood(days));
    if (!found.ok && found.problem.code === "ledger.date") {
      days = { ...days, errors: errorsOf(voice, found.problem, ["effectiveAt", "knownAt"], "effectiveAt") };
      found = await ask({});
    }
    if (!found.ok) return { problem: found.problem };
    const file = found.value;
    const [entails, repairs] = await Promise.all([entailsOf(call, file), call(listOwnRepairs, {})]);
    const ways = new Map(repairs.ok ? repairs.value.records.map((one) => [one.recordId, one]) : []);
    return {
      title: say("area.mine.file"),
      tab: "/mine",
      indexed: false,
      body: (
        <div class="wide">
          {subjects.length > 1 && (
            <form class="filter" action={to("/mine")} method="get">
              <SelectField
                voice={voice}
                id="subject"
                label={say("mine.subject")}
                value={subjectId ?? ""}
                options={subjects.map((value, index) => ({ value, text: say("mine.subject.n", { n: index + 1 }) }))}
                errors={[]}
              />
              <p class="filter-actions">
                <button class="govuk-button" type="submit">
                  {say("file.as.button")}
                </button>
              </p>
            </form>
          )}
          <ErrorSummary voice={voice} errors={days.errors} />
          <FileHead voice={voice} file={file} />
          <AsOfNotice voice={voice} file={file} address="/mine" />
          <p class="notice">{say("mine.all")}</p>
          <div class="file">
            <div class="file-main">
              <FileSummary voice={voice} file={file} />
              {file.months.length > 0 && (
                <section aria-labelledby="timeline">
                  <h2 id="timeline">{say("file.timeline.title")}</h2>
                  <TimelineChart voice={voice} months={file.months} />
                </section>
              )}
              <section aria-labelledby="records">
                <h2 id="records">{say("file.records.title")}</h2>
                {file.total === 0 ? (
                  <Empty title={say("mine.none")} />
                ) : (
                  <>
                    <p class="quiet">{say("file.records.count", { total: file.total })}</p>
                    <ol class="records">
                      {file.records.map((record) => (
                        <RecordCard
                          key={record.recordId}
                          voice={voice}
                          subject={file.subject}
                          file={file}
                          record={record}
                          entails={entails.get(file.items[record.item]?.itemId ?? "")}
                          objecting={objectingTo(subjectId, record)}
                          way={ways.get(record.recordId)}
                          applying={`/mine/repairs/new/${subjectId ?? ""}/${record.recordId}`}
                        />
                      ))}
                    </ol>
                    <Pager voice={voice} path={path} next={file.next} first={cursor === null} />
                  </>
                )}
              </section>
            </div>
            <aside class="file-aside">
              <AsOfForm voice={voice} address="/mine" days={days} />
              <FileNames voice={voice} subject={file.subject} />
            </aside>
          </div>
        </div>
      ),
    };
  },
};

async function showMandates(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, query } = visit;
  const { say } = voice;
  const found = await call(listMandates, {});
  if (!found.ok) return { problem: found.problem };
  const { items } = found.value;
  return {
    title: say("area.mine.mandates"),
    tab: "/mine/mandates",
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        {query.has("done") && <Done text={say("mandate.done")} />}
        <h1>{say("area.mine.mandates")}</h1>
        <p class="prose-width">{say("mandate.lead")}</p>
        {items.length === 0 ? (
          <Empty title={say("mandate.none")} />
        ) : (
          <ul class="item-list">
            {items.map((mandate) => (
              <li key={mandate.mandateId}>
                <MandateLine visit={visit} mandate={mandate} errors={errors} />
              </li>
            ))}
          </ul>
        )}
      </div>
    ),
  };
}

function MandateLine({ visit, mandate, errors }: { visit: Visit; mandate: Mandate; errors: readonly FieldError[] }) {
  const { voice, form } = visit;
  const { say, day } = voice;
  const { mandateId, state, until, own } = mandate;
  const open = form.get("mandate") === mandateId;
  return (
    <>
      <p>
        <Tag tone={state === "accepted" ? "plain" : "quiet"} text={say(`mandate.state.${state}`)} />{" "}
        {say(own ? "mandate.own" : "mandate.other")} {say("mandate.until", { until: day(until) })}
      </p>
      {state !== "revoked" && (
        <details class="act" open={open}>
          <summary>{say("mandate.change")}</summary>
          <ActForm visit={visit} id={`form-${mandateId}`} action="/mine/mandates">
            <input type="hidden" name="mandate" value={mandateId} />
            <TextField
              voice={voice}
              id={`until-${mandateId}`}
              name="until"
              label={say("mandate.limit")}
              hint={say("mandate.limit.hint")}
              value={open ? (form.get("until") ?? "") : ""}
              errors={errors}
              width="short"
              autocomplete="off"
            />
            <ReasonField
              voice={voice}
              errors={errors}
              id={`reason-${mandateId}`}
              value={open ? (form.get("reason") ?? "") : ""}
            />
            <Submit text={say("mandate.change.button")} tone="warning" />
          </ActForm>
        </details>
      )}
    </>
  );
}

/** An earlier end where a day is named, the end at once where none is. */
export const mandatesPage: Page = {
  path: "/mine/mandates",
  signedIn: true,
  get: (visit) => showMandates(visit),
  post: async (visit) => {
    const { voice, form, call } = visit;
    const mandateId = form.get("mandate") ?? "";
    const typed = form.get("until")?.trim() ?? "";
    const reason = form.get("reason")?.trim() ?? "";
    const until = typedDay(typed);
    const errors: FieldError[] = [];
    if (typed !== "" && !until) errors.push({ field: `until-${mandateId}`, text: voice.say("form.day.error") });
    if (reason === "") errors.push({ field: `reason-${mandateId}`, text: voice.say("officer.field.reason.error") });
    if (errors.length > 0) return showMandates(visit, errors);
    const done = until
      ? await call(limitMandate, { params: { mandateId }, body: { until, reason } })
      : await call(revokeMandate, { params: { mandateId }, body: { reason } });
    if (done.ok) return { goTo: "/mine/mandates?done=1" };
    return showMandates(
      visit,
      errorsOf(voice, done.problem, []).map(({ text }) => ({ field: `until-${mandateId}`, text })),
    );
  },
};
