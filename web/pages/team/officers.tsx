/** A supervisor's officers: who is in office, and inviting another. */
import { inviteOfficer, listOfficers, type OfficerView } from "#contract/access.ts";
import { typedDay } from "#web/formats.ts";
import type { Page, Shown, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { Checkboxes, ErrorSummary, type FieldError, TextField } from "#web/parts/form.tsx";
import { Done } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { Tag, type Tone } from "#web/parts/tag.tsx";
import { errorsOf } from "#web/refused.ts";
import type { Voice } from "#web/voice.ts";

const tones: Readonly<Record<OfficerView["standing"], Tone>> = {
  invited: "notice",
  "invitation-expired": "quiet",
  standing: "plain",
  dormant: "notice",
  suspended: "adverse",
  ended: "quiet",
};

export function Standing({ voice: { say }, officer }: { voice: Voice; officer: OfficerView }) {
  return <Tag tone={tones[officer.standing]} text={say(`officer.standing.${officer.standing}`)} />;
}

export function rolesText({ say, row }: Voice, roles: OfficerView["roles"]): string {
  return row(roles.map((role) => say(`role.${role}`)));
}

/** A page of officers as a table. `at`: where an officer's own page stands. */
export function OfficerTable({ voice, officers, at }: { voice: Voice; officers: readonly OfficerView[]; at: string }) {
  const { say, day, to } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("officer.name")}</th>
          <th scope="col">{say("officer.roles")}</th>
          <th scope="col">{say("officer.standing")}</th>
          <th scope="col">{say("officer.until")}</th>
        </tr>
      </thead>
      <tbody>
        {officers.map((officer) => (
          <tr key={officer.officerId}>
            <th scope="row">
              <a href={to(`${at}/${officer.officerId}`)} lang={voice.chinese(officer.name)}>
                {officer.name}
              </a>
            </th>
            <td data-label={say("officer.roles")}>{rolesText(voice, officer.roles)}</td>
            <td>
              <Standing voice={voice} officer={officer} />
            </td>
            <td data-label={say("officer.until")}>{day(officer.until)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const officersPage: Page = {
  path: "/team",
  signedIn: true,
  get: async (visit) => {
    const { voice, me, call, query, path } = visit;
    const { say, to } = voice;
    const cursor = query.get("cursor");
    const found = await call(listOfficers, {
      params: { code: me?.agency?.agencyCode ?? "" },
      query: { limit: 50, ...(cursor ? { cursor } : {}) },
    });
    if (!found.ok) return { problem: found.problem };
    return {
      title: say("area.team.officers"),
      tab: "/team",
      indexed: false,
      body: (
        <div class="wide">
          <div class="title-row">
            <h1>{say("area.team.officers")}</h1>
            <a class="govuk-button" href={to("/team/invite")}>
              {say("officer.invite")}
            </a>
          </div>
          <OfficerTable voice={voice} officers={found.value.items} at="/team/officers" />
          <Pager voice={voice} path={path} next={found.value.next} first={cursor === null} />
        </div>
      ),
    };
  },
};

type Role = OfficerView["roles"][number];

/** The form of an invitation; a supervisor invites into the own agency, the operator into any. */
export interface InviteForm {
  readonly agency: string;
  /** Where the form is sent. */
  readonly action: string;
  readonly tab: string;
  readonly roles: readonly Role[];
}

export function showInvite(visit: Visit, invite: InviteForm, errors: readonly FieldError[] = []): Shown {
  const { voice, form } = visit;
  const { say } = voice;
  return {
    title: say("officer.invite"),
    tab: invite.tab,
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide prose">
        <ErrorSummary voice={voice} errors={errors} />
        <h1>{say("officer.invite")}</h1>
        <p>{say("officer.invite.lead")}</p>
        <ActForm visit={visit} action={invite.action}>
          <TextField
            voice={voice}
            id="name"
            label={say("officer.name")}
            value={form.get("name") ?? ""}
            errors={errors}
            maxlength={60}
            width="short"
            autocomplete="off"
          />
          <Checkboxes
            voice={voice}
            id="roles"
            label={say("officer.roles")}
            values={form.getAll("roles")}
            options={invite.roles.map((role) => ({ value: role, text: say(`role.${role}`) }))}
            errors={errors}
          />
          <TextField
            voice={voice}
            id="until"
            label={say("officer.until")}
            hint={say("entry.date.hint")}
            value={form.get("until") ?? ""}
            errors={errors}
            width="short"
            autocomplete="off"
          />
          <Submit text={say("officer.invite.button")} />
        </ActForm>
      </div>
    ),
  };
}

/** Sends an invitation; its link is shown once and kept nowhere. */
export async function sendInvite(visit: Visit, invite: InviteForm) {
  const { voice, form, call } = visit;
  const { say, moment, to } = voice;
  const name = form.get("name")?.trim() ?? "";
  const roles = form.getAll("roles").filter((role): role is Role => invite.roles.includes(role as Role));
  const until = typedDay(form.get("until") ?? "");
  const errors: FieldError[] = [];
  if (name === "") errors.push({ field: "name", text: say("officer.name.error") });
  if (roles.length === 0) errors.push({ field: "roles", text: say("officer.roles.error") });
  if (!until) errors.push({ field: "until", text: say("form.day.error") });
  if (!until || errors.length > 0) return showInvite(visit, invite, errors);
  const sent = await call(inviteOfficer, { params: { code: invite.agency }, body: { name, roles, until } });
  if (!sent.ok) return showInvite(visit, invite, errorsOf(voice, sent.problem, ["name", "roles", "until"]));
  const { link, linkUntil } = sent.value;
  return {
    title: say("officer.invited"),
    tab: invite.tab,
    indexed: false,
    body: (
      <div class="wide prose">
        <h1>{say("officer.invited")}</h1>
        <Done text={say("officer.invited.text", { name })} />
        <p>{say("officer.invited.once", { until: moment(linkUntil) })}</p>
        <p class="one-time">
          <code>{link}</code>
        </p>
        <p>
          <a href={to(invite.tab)}>{say("officer.back")}</a>
        </p>
      </div>
    ),
  } satisfies Shown;
}

const ownInvite = ({ me }: Visit): InviteForm => ({
  agency: me?.agency?.agencyCode ?? "",
  action: "/team/invite",
  tab: "/team",
  roles: ["officer", "supervisor"],
});

export const invitePage: Page = {
  path: "/team/invite",
  signedIn: true,
  get: (visit) => showInvite(visit, ownInvite(visit)),
  post: (visit) => sendInvite(visit, ownInvite(visit)),
};
