/** The operator's agencies: who takes part, registering one, its first supervisor, and ending. */
import { endAgency, getAgency, listAgencies, listOfficers, registerAgency } from "#contract/access.ts";
import { typedDay } from "#web/formats.ts";
import type { Answer, Page, Shown, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { Code } from "#web/parts/code.tsx";
import { ErrorSummary, type FieldError, ReasonField, TextField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { errorsOf } from "#web/refused.ts";
import { type InviteForm, OfficerTable, sendInvite, showInvite } from "../team/officers.tsx";

export const agenciesPage: Page = {
  path: "/operate",
  signedIn: true,
  get: async (visit) => {
    const { voice, call, query, path } = visit;
    const { say, to, tell, day } = voice;
    const cursor = query.get("cursor");
    const found = await call(listAgencies, { query: { limit: 50, ...(cursor ? { cursor } : {}) } });
    if (!found.ok) return { problem: found.problem };
    const { items, next } = found.value;
    return {
      title: say("area.operate.agencies"),
      tab: "/operate",
      indexed: false,
      body: (
        <div class="wide">
          <div class="title-row">
            <h1>{say("area.operate.agencies")}</h1>
            <a class="govuk-button" href={to("/operate/register")}>
              {say("agency.register")}
            </a>
          </div>
          <FirstSteps visit={visit} />
          <table class="table fold">
            <thead>
              <tr>
                <th scope="col">{say("agency.name")}</th>
                <th scope="col">{say("file.code")}</th>
                <th scope="col">{say("agency.since")}</th>
                <th scope="col">{say("agency.until")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((agency) => (
                <tr key={agency.agencyCode}>
                  <th scope="row">
                    <a href={to(`/operate/agencies/${agency.agencyCode}`)}>
                      {tell({ zh: agency.nameZh, en: agency.nameEn })}
                    </a>
                  </th>
                  <td>
                    <Code value={agency.agencyCode} />
                  </td>
                  <td data-label={say("agency.since")}>{day(agency.since)}</td>
                  <td data-label={say("agency.until")}>{agency.until ? day(agency.until) : ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <Pager voice={voice} path={path} next={next} first={cursor === null} />
        </div>
      ),
    };
  },
};

const steps = [1, 2, 3] as const;

/** What to do so that an agency can work: said where the operator begins. */
function FirstSteps({ visit: { voice } }: { visit: Visit }) {
  const { say } = voice;
  return (
    <details class="first-steps">
      <summary>{say("agency.steps")}</summary>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step}>{say(`agency.steps.${step}`)}</li>
        ))}
      </ol>
    </details>
  );
}

const registerFields = [
  "agencyCode",
  "nameZh",
  "nameEn",
  "kinds",
  "division",
  "superiorCode",
  "since",
  "reason",
] as const;

function showRegister(visit: Visit, errors: readonly FieldError[] = []): Shown {
  const { voice, form } = visit;
  const { say } = voice;
  return {
    title: say("agency.register"),
    tab: "/operate",
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide prose">
        <ErrorSummary voice={voice} errors={errors} />
        <h1>{say("agency.register")}</h1>
        <ActForm visit={visit} action="/operate/register">
          {registerFields.map((field) =>
            field === "reason" ? (
              <ReasonField key={field} voice={voice} errors={errors} value={form.get(field) ?? ""} />
            ) : (
              <TextField
                key={field}
                voice={voice}
                id={field}
                label={say(`agency.field.${field}`)}
                hint={say(`agency.field.${field}.hint`)}
                value={form.get(field) ?? ""}
                errors={errors}
                width={field === "nameZh" || field === "nameEn" || field === "kinds" ? "full" : "short"}
                autocomplete="off"
              />
            ),
          )}
          <Submit text={say("agency.register.button")} />
        </ActForm>
      </div>
    ),
  };
}

export const registerAgencyPage: Page = {
  path: "/operate/register",
  signedIn: true,
  get: (visit) => showRegister(visit),
  post: async (visit) => {
    const { voice, form, call } = visit;
    const typed = (field: (typeof registerFields)[number]) => form.get(field)?.trim() ?? "";
    const since = typedDay(typed("since"));
    const errors: FieldError[] = registerFields
      .filter((field) => field !== "superiorCode" && typed(field) === "")
      .map((field) => ({ field, text: voice.say("form.empty", { field: labelOf(visit, field) }) }));
    if (typed("since") !== "" && !since) errors.push({ field: "since", text: voice.say("form.day.error") });
    if (!since || errors.length > 0) return showRegister(visit, errors);
    const made = await call(registerAgency, {
      body: {
        agencyCode: typed("agencyCode").toUpperCase(),
        nameZh: typed("nameZh"),
        nameEn: typed("nameEn"),
        kinds: typed("kinds").split(/[\s,，、;；]+/),
        division: typed("division"),
        superiorCode: typed("superiorCode").toUpperCase() || null,
        since,
        reason: typed("reason"),
      },
    });
    if (made.ok) return { goTo: `/operate/agencies/${made.value.agencyCode}?done=register` };
    return showRegister(visit, errorsOf(voice, made.problem, registerFields));
  },
};

function labelOf({ voice: { say } }: Visit, field: (typeof registerFields)[number]): string {
  return field === "reason" ? say("form.reason") : say(`agency.field.${field}`);
}

async function showAgency(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, params, query, form } = visit;
  const { say, to, tell, day } = voice;
  const code = params["agency"] ?? "";
  const [found, officers] = await Promise.all([
    call(getAgency, { params: { code } }),
    call(listOfficers, { params: { code }, query: { limit: 200 } }),
  ]);
  if (!found.ok) return { problem: found.problem };
  const agency = found.value;
  return {
    title: tell({ zh: agency.nameZh, en: agency.nameEn }),
    tab: "/operate",
    ...formPage(
      { voice, errors },
      <>
        {query.has("done") && <Done text={say("agency.done")} />}
        <p class="back">
          <a href={to("/operate")}>{say("agency.back")}</a>
        </p>
        <h1>{tell({ zh: agency.nameZh, en: agency.nameEn })}</h1>
        <dl class="pairs">
          <div>
            <dt>{say("file.code")}</dt>
            <dd>
              <Code value={agency.agencyCode} />
            </dd>
          </div>
          <div>
            <dt>{say("agency.field.kinds")}</dt>
            <dd>{voice.row(agency.kinds)}</dd>
          </div>
          <div>
            <dt>{say("agency.since")}</dt>
            <dd>{day(agency.since)}</dd>
          </div>
          {agency.until && (
            <div>
              <dt>{say("agency.until")}</dt>
              <dd>{day(agency.until)}</dd>
            </div>
          )}
        </dl>
        <div class="title-row">
          <h2>{say("area.team.officers")}</h2>
          <a class="govuk-button govuk-button--secondary" href={to(`/operate/agencies/${code}/invite`)}>
            {say("agency.invite")}
          </a>
        </div>
        {officers.ok && (
          <OfficerTable voice={voice} officers={officers.value.items} at={`/operate/agencies/${code}/officers`} />
        )}
        {agency.until === null && (
          <details class="act" open={errors.length > 0}>
            <summary>{say("agency.end")}</summary>
            <p class="quiet">{say("agency.end.text")}</p>
            <ActForm visit={visit} action={`/operate/agencies/${code}`}>
              <TextField
                voice={voice}
                id="until"
                label={say("agency.until")}
                hint={say("entry.date.hint")}
                value={form.get("until") ?? ""}
                errors={errors}
                width="short"
                autocomplete="off"
              />
              <ReasonField voice={voice} errors={errors} value={form.get("reason") ?? ""} />
              <Submit text={say("agency.end")} tone="warning" />
            </ActForm>
          </details>
        )}
      </>,
    ),
  };
}

export const agencyPage: Page = {
  path: "/operate/agencies/:agency",
  signedIn: true,
  get: (visit) => showAgency(visit),
  post: async (visit) => {
    const { voice, form, call, params } = visit;
    const code = params["agency"] ?? "";
    const until = typedDay(form.get("until") ?? "");
    const reason = form.get("reason")?.trim() ?? "";
    const errors: FieldError[] = [];
    if (!until) errors.push({ field: "until", text: voice.say("form.day.error") });
    if (reason === "") errors.push({ field: "reason", text: voice.say("officer.field.reason.error") });
    if (!until || errors.length > 0) return showAgency(visit, errors);
    const ended = await call(endAgency, { params: { code }, body: { until, reason } });
    if (ended.ok) return { goTo: `/operate/agencies/${code}?done=end` };
    return showAgency(visit, errorsOf(voice, ended.problem, ["until", "reason"]));
  },
};

const inviteInto = ({ params }: Visit): InviteForm => ({
  agency: params["agency"] ?? "",
  action: `/operate/agencies/${params["agency"]}/invite`,
  tab: "/operate",
  roles: ["supervisor", "operator", "auditor"],
});

/** The first supervisor of an agency, operators and auditors come by the operator's invitation. */
export const inviteIntoAgencyPage: Page = {
  path: "/operate/agencies/:agency/invite",
  signedIn: true,
  get: (visit) => showInvite(visit, inviteInto(visit)),
  post: (visit) => sendInvite(visit, inviteInto(visit)),
};
