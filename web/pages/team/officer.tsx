/** One officer: the appointment, its history, and what its supervisor may do about it. */
import {
  deputiseOfficer,
  endDeputy,
  extendOfficer,
  handOver,
  lapseOfficer,
  listOfficers,
  type OfficerView,
  resumeOfficer,
  suspendOfficer,
} from "#contract/access.ts";
import type { Called } from "#contract/client.ts";
import type { Problem } from "#contract/refusals.ts";
import { typedDay } from "#web/formats.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { type FieldError, ReasonField, SelectField, TextField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done } from "#web/parts/notice.tsx";
import { errorsOf } from "#web/refused.ts";
import type { Voice } from "#web/voice.ts";
import { isWord } from "#web/words.ts";
import { rolesText, Standing } from "./officers.tsx";

const acts = ["extend", "deputise", "end-deputy", "hand-over", "suspend", "resume", "lapse"] as const;
type Act = (typeof acts)[number];

/** Which acts make sense in a standing; the API decides again. */
const possible: Readonly<Record<OfficerView["standing"], readonly Act[]>> = {
  invited: ["lapse"],
  "invitation-expired": ["lapse"],
  standing: ["extend", "deputise", "end-deputy", "hand-over", "suspend", "lapse"],
  dormant: ["extend", "hand-over", "suspend", "lapse"],
  suspended: ["resume", "lapse"],
  ended: [],
};

/** Where officers of an agency are looked after: the supervisor's team, or an agency seen by the operator. */
interface Place {
  readonly agency: string;
  /** Address of the list; an officer's page stands under it. */
  readonly list: string;
  readonly tab: string;
}

interface Found {
  readonly officer: OfficerView;
  readonly colleagues: readonly OfficerView[];
}

/** The officer among those of the agency; an agency has a few dozen. */
async function find({ call, params }: Visit, { agency }: Place): Promise<Found | { problem: Problem } | null> {
  const all: OfficerView[] = [];
  let cursor: string | null = null;
  do {
    const page: Called<typeof listOfficers> = await call(listOfficers, {
      params: { code: agency },
      query: { limit: 200, ...(cursor ? { cursor } : {}) },
    });
    if (!page.ok) return { problem: page.problem };
    all.push(...page.value.items);
    cursor = page.value.next;
  } while (cursor !== null);
  const officer = all.find((one) => one.officerId === params["officerId"]);
  const colleagues = all.filter((one) => one.standing === "standing" && one !== officer);
  return officer ? { officer, colleagues } : null;
}

async function show(visit: Visit, place: Place, errors: readonly FieldError[] = []): Promise<Answer> {
  const found = await find(visit, place);
  if (!found) return { goTo: place.tab };
  if ("problem" in found) return found;
  const { officer } = found;
  const { voice, query } = visit;
  const { say, day, to } = voice;
  const done = query.get("done") ?? "";
  return {
    title: officer.name,
    tab: place.tab,
    ...formPage(
      { voice, errors },
      <>
        {acts.some((act) => act === done) && <Done text={say(`officer.done.${done as Act}`)} />}
        <p class="back">
          <a href={to(place.tab)}>{say("officer.back")}</a>
        </p>
        <h1 lang={voice.chinese(officer.name)}>{officer.name}</h1>
        <dl class="pairs">
          <div>
            <dt>{say("officer.standing")}</dt>
            <dd>
              <Standing voice={voice} officer={officer} />
            </dd>
          </div>
          <div>
            <dt>{say("officer.roles")}</dt>
            <dd>{rolesText(voice, officer.roles)}</dd>
          </div>
          <div>
            <dt>{say("officer.until")}</dt>
            <dd>{day(officer.until)}</dd>
          </div>
          {officer.deputies.map((deputy) => (
            <div key={deputy.officerId + deputy.from}>
              <dt>{say("officer.deputy")}</dt>
              <dd>
                {nameOf(found, deputy.officerId)}{" "}
                {say("record.effective.span", { from: day(deputy.from), to: day(deputy.until) })}
              </dd>
            </div>
          ))}
        </dl>
        {possible[officer.standing].length > 0 && <h2>{say("officer.acts")}</h2>}
        {possible[officer.standing]
          .filter((act) => act !== "end-deputy" || officer.deputies.length > 0)
          .map((act) => (
            <ActOnOfficer key={act} visit={visit} place={place} found={found} act={act} errors={errors} />
          ))}
        <h2>{say("officer.history")}</h2>
        <History voice={voice} acts={officer.acts} />
      </>,
    ),
  };
}

function nameOf({ colleagues }: Found, officerId: string): string {
  return colleagues.find((one) => one.officerId === officerId)?.name ?? officerId;
}

/** What happened to an appointment or a client, oldest first. */
export function History({ voice, acts: done }: { voice: Voice; acts: OfficerView["acts"] }) {
  const { say, moment } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("history.at")}</th>
          <th scope="col">{say("history.act")}</th>
          <th scope="col">{say("history.reason")}</th>
        </tr>
      </thead>
      <tbody>
        {done.map(({ act, at, reason }) => {
          const key = `history.act.${act}`;
          return (
            <tr key={at + act}>
              <td class="nowrap">{moment(at)}</td>
              <th scope="row">{isWord(key) ? say(key) : act}</th>
              <td lang={voice.chinese(reason ?? "")}>{reason}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The fields of an act, by their ids in its form: every act has its own, so that an error leads to the right one. */
const fieldsOf: Readonly<Record<Act, readonly ("until" | "from" | "deputy" | "to")[]>> = {
  extend: ["until"],
  deputise: ["deputy", "from", "until"],
  "end-deputy": ["deputy"],
  "hand-over": ["to"],
  suspend: [],
  resume: [],
  lapse: [],
};

function ActOnOfficer(props: { visit: Visit; place: Place; found: Found; act: Act; errors: readonly FieldError[] }) {
  const { visit, place, found, act, errors } = props;
  const { voice, form } = visit;
  const { say } = voice;
  const open = form.get("act") === act;
  const value = (name: string) => (open ? (form.get(name) ?? "") : "");
  const shared = { voice, errors: open ? errors : [] };
  const colleagues = act === "end-deputy" ? found.officer.deputies.map(({ officerId }) => officerId) : null;
  const options = found.colleagues
    .filter(({ officerId }) => colleagues === null || colleagues.includes(officerId))
    .map(({ officerId, name }) => ({ value: officerId, text: name }));
  return (
    <details class="act" open={open}>
      <summary>{say(`officer.act.${act}`)}</summary>
      <p class="quiet">{say(`officer.act.${act}.text`)}</p>
      <ActForm visit={visit} id={`${act}-form`} action={`${place.list}/${found.officer.officerId}`}>
        <input type="hidden" name="act" value={act} />
        {fieldsOf[act].map((field) =>
          field === "until" || field === "from" ? (
            <TextField
              key={field}
              {...shared}
              id={`${act}-${field}`}
              name={field}
              label={say(`officer.field.${field}`)}
              hint={say("entry.date.hint")}
              value={value(field)}
              width="short"
              autocomplete="off"
            />
          ) : (
            <SelectField
              key={field}
              {...shared}
              id={`${act}-${field}`}
              name={field}
              label={say(`officer.field.${field}`)}
              value={value(field)}
              options={[{ value: "", text: say("form.choose") }, ...options]}
            />
          ),
        )}
        <ReasonField {...shared} id={`${act}-reason`} value={value("reason")} />
        <Submit
          text={say(`officer.act.${act}`)}
          tone={act === "lapse" || act === "suspend" ? "warning" : "secondary"}
        />
      </ActForm>
    </details>
  );
}

async function act(visit: Visit, place: Place): Promise<Answer> {
  const { form, voice, params } = visit;
  const chosen = acts.find((one) => one === form.get("act"));
  if (!chosen) return show(visit, place);
  const fields = [...fieldsOf[chosen], "reason" as const];
  const given: Record<string, string> = {};
  const errors: FieldError[] = [];
  for (const field of fields) {
    const typed = form.get(field)?.trim() ?? "";
    const value = field === "until" || field === "from" ? typedDay(typed) : typed;
    given[field] = value ?? "";
    if (!value) errors.push({ field: `${chosen}-${field}`, text: voice.say(`officer.field.${field}.error`) });
  }
  if (errors.length > 0) return show(visit, place, errors);
  const answer = await send(visit, chosen, given);
  if (answer.ok) return { goTo: `${place.list}/${params["officerId"]}?done=${chosen}` };
  const problems = errorsOf(voice, answer.problem, fields);
  return show(
    visit,
    place,
    problems.map(({ field, text }) => ({ field: `${chosen}-${field}`, text })),
  );
}

function send({ call, params }: Visit, chosen: Act, given: Record<string, string>) {
  const { reason = "", until = "", from = "", deputy = "", to = "" } = given;
  const whom = { officerId: params["officerId"] ?? "" };
  switch (chosen) {
    case "extend":
      return call(extendOfficer, { params: whom, body: { until, reason } });
    case "deputise":
      return call(deputiseOfficer, { params: whom, body: { deputy, from, until, reason } });
    case "end-deputy":
      return call(endDeputy, { params: whom, body: { deputy, reason } });
    case "hand-over":
      return call(handOver, { params: whom, body: { to, reason } });
    case "suspend":
      return call(suspendOfficer, { params: whom, body: { reason } });
    case "resume":
      return call(resumeOfficer, { params: whom, body: { reason } });
    case "lapse":
      return call(lapseOfficer, { params: whom, body: { reason } });
    default:
      return chosen satisfies never;
  }
}

const team = ({ me }: Visit): Place => ({
  agency: me?.agency?.agencyCode ?? "",
  list: "/team/officers",
  tab: "/team",
});

export const officerPage: Page = {
  path: "/team/officers/:officerId",
  signedIn: true,
  get: (visit) => show(visit, team(visit)),
  post: (visit) => act(visit, team(visit)),
};

const ofAgency = ({ params }: Visit): Place => ({
  agency: params["agency"] ?? "",
  list: `/operate/agencies/${params["agency"]}/officers`,
  tab: "/operate",
});

/** The same for the operator, who looks after supervisors of every agency. */
export const officerOfAgencyPage: Page = {
  path: "/operate/agencies/:agency/officers/:officerId",
  signedIn: true,
  get: (visit) => show(visit, ofAgency(visit)),
  post: (visit) => act(visit, ofAgency(visit)),
};
