/** Programs that act for an agency: registering one with its public key, rotating keys, cutting it off. */
import type { Static } from "typebox";
import {
  addClientKey,
  type ClientScopeShape,
  type ClientView,
  endClientKey,
  listClients,
  type PublicKey,
  registerClient,
  revokeClient,
} from "#contract/access.ts";
import type { Answer, Page, Shown, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { Checkboxes, ErrorSummary, type FieldError, ReasonField, TextArea, TextField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { Tag } from "#web/parts/tag.tsx";
import { errorsOf } from "#web/refused.ts";
import { History } from "./officer.tsx";

type ClientScope = Static<typeof ClientScopeShape>;
const scopes: readonly ClientScope[] = ["records:send", "records:change", "files:read", "persons:read"];

const codeOf = ({ me }: Visit) => ({ code: me?.agency?.agencyCode ?? "" });

export const clientsPage: Page = {
  path: "/team/clients",
  signedIn: true,
  get: async (visit) => {
    const { voice, call, query, path } = visit;
    const { say, to, row } = voice;
    const cursor = query.get("cursor");
    const found = await call(listClients, {
      params: codeOf(visit),
      query: { limit: 50, ...(cursor ? { cursor } : {}) },
    });
    if (!found.ok) return { problem: found.problem };
    const { items, next } = found.value;
    return {
      title: say("area.team.clients"),
      tab: "/team/clients",
      indexed: false,
      body: (
        <div class="wide">
          <div class="title-row">
            <h1>{say("area.team.clients")}</h1>
            <a class="govuk-button" href={to("/team/clients/register")}>
              {say("client.register")}
            </a>
          </div>
          <p class="prose-width">{say("client.lead")}</p>
          {items.length === 0 ? (
            <Empty title={say("client.none")} />
          ) : (
            <table class="table fold">
              <thead>
                <tr>
                  <th scope="col">{say("client.name")}</th>
                  <th scope="col">{say("client.scopes")}</th>
                  <th scope="col">{say("officer.standing")}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((client) => (
                  <tr key={client.clientId}>
                    <th scope="row">
                      <a href={to(`/team/clients/${client.clientId}`)} lang={voice.chinese(client.name)}>
                        {client.name}
                      </a>
                    </th>
                    <td data-label={say("client.scopes")}>
                      {row(client.scopes.map((scope) => say(`client.scope.${scope}`)))}
                    </td>
                    <td>
                      <State visit={visit} client={client} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <Pager voice={voice} path={path} next={next} first={cursor === null} />
        </div>
      ),
    };
  },
};

function State({ visit: { voice }, client }: { visit: Visit; client: ClientView }) {
  const { say } = voice;
  if (client.revoked) return <Tag tone="quiet" text={say("client.revoked")} />;
  const live = client.keys.filter((key) => key.live).length;
  return <Tag tone={live > 0 ? "plain" : "notice"} text={say("client.keys.live", { count: live })} />;
}

/** A public key as it was pasted: a JWK; null where it is none. Whether it is a good one, the API says. */
function keyOf(pasted: string): PublicKey | null {
  try {
    const key: unknown = JSON.parse(pasted);
    return typeof key === "object" && key !== null && !("d" in key) ? (key as PublicKey) : null;
  } catch {
    return null;
  }
}

function showRegister(visit: Visit, errors: readonly FieldError[] = []): Shown {
  const { voice, form } = visit;
  const { say } = voice;
  return {
    title: say("client.register"),
    tab: "/team/clients",
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide prose">
        <ErrorSummary voice={voice} errors={errors} />
        <h1>{say("client.register")}</h1>
        <ActForm visit={visit} action="/team/clients/register">
          <TextField
            voice={voice}
            id="name"
            label={say("client.name")}
            value={form.get("name") ?? ""}
            errors={errors}
            maxlength={100}
            autocomplete="off"
          />
          <Checkboxes
            voice={voice}
            id="scopes"
            label={say("client.scopes")}
            values={form.getAll("scopes")}
            options={scopes.map((scope) => ({ value: scope, text: say(`client.scope.${scope}`) }))}
            errors={errors}
          />
          <KeyField visit={visit} errors={errors} />
          <Submit text={say("client.register.button")} />
        </ActForm>
      </div>
    ),
  };
}

function KeyField({ visit: { voice, form }, errors }: { visit: Visit; errors: readonly FieldError[] }) {
  return (
    <TextArea
      voice={voice}
      id="key"
      label={voice.say("client.key")}
      hint={voice.say("client.key.hint")}
      value={form.get("key") ?? ""}
      errors={errors}
      rows={5}
    />
  );
}

export const registerClientPage: Page = {
  path: "/team/clients/register",
  signedIn: true,
  get: (visit) => showRegister(visit),
  post: async (visit) => {
    const { voice, form, call } = visit;
    const name = form.get("name")?.trim() ?? "";
    const chosen = form.getAll("scopes").filter((scope): scope is ClientScope => scopes.includes(scope as ClientScope));
    const key = keyOf(form.get("key") ?? "");
    const errors: FieldError[] = [];
    if (name === "") errors.push({ field: "name", text: voice.say("client.name.error") });
    if (chosen.length === 0) errors.push({ field: "scopes", text: voice.say("client.scopes.error") });
    if (!key) errors.push({ field: "key", text: voice.say("client.key.error") });
    if (!key || errors.length > 0) return showRegister(visit, errors);
    const made = await call(registerClient, { params: codeOf(visit), body: { name, scopes: chosen, key } });
    if (made.ok) return { goTo: `/team/clients/${made.value.clientId}?done=register` };
    return showRegister(visit, errorsOf(voice, made.problem, ["name", "scopes", "key"]));
  },
};

async function showClient(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, params, query } = visit;
  const { say, to, row, moment } = voice;
  const found = await call(listClients, { params: codeOf(visit), query: { limit: 200 } });
  if (!found.ok) return { problem: found.problem };
  const client = found.value.items.find(({ clientId }) => clientId === params["clientId"]);
  if (!client) return { goTo: "/team/clients" };
  return {
    title: client.name,
    tab: "/team/clients",
    ...formPage(
      { voice, errors },
      <>
        {query.has("done") && <Done text={say("client.done")} />}
        <p class="back">
          <a href={to("/team/clients")}>{say("client.back")}</a>
        </p>
        <h1 lang={voice.chinese(client.name)}>{client.name}</h1>
        <dl class="pairs">
          <div>
            <dt>{say("client.id")}</dt>
            <dd>
              <code>{client.clientId}</code>
            </dd>
          </div>
          <div>
            <dt>{say("client.scopes")}</dt>
            <dd>{row(client.scopes.map((scope) => say(`client.scope.${scope}`)))}</dd>
          </div>
          <div>
            <dt>{say("officer.standing")}</dt>
            <dd>
              <State visit={visit} client={client} />
            </dd>
          </div>
        </dl>
        <h2>{say("client.keys")}</h2>
        <table class="table fold">
          <thead>
            <tr>
              <th scope="col">{say("client.key.id")}</th>
              <th scope="col">{say("client.key.kind")}</th>
              <th scope="col">{say("client.key.until")}</th>
              <th scope="col">{say("officer.standing")}</th>
            </tr>
          </thead>
          <tbody>
            {client.keys.map((key) => (
              <tr key={key.keyId}>
                <th scope="row">
                  <code>{key.keyId}</code>
                </th>
                <td data-label={say("client.key.kind")}>{key.kind}</td>
                <td data-label={say("client.key.until")}>{moment(key.until)}</td>
                <td>
                  <Tag
                    tone={key.live ? "plain" : "quiet"}
                    text={say(key.live ? "client.key.live" : "client.key.ended")}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {!client.revoked && <ClientActs visit={visit} client={client} errors={errors} />}
        <h2>{say("officer.history")}</h2>
        <History voice={voice} acts={client.acts} />
      </>,
    ),
  };
}

function ClientActs({ visit, client, errors }: { visit: Visit; client: ClientView; errors: readonly FieldError[] }) {
  const { voice, form } = visit;
  const { say } = voice;
  const action = `/team/clients/${client.clientId}`;
  const chosen = form.get("act") ?? "";
  const reason = (act: string) => (
    <ReasonField
      voice={voice}
      errors={errors}
      id={`${act}-reason`}
      value={chosen === act ? (form.get("reason") ?? "") : ""}
    />
  );
  return (
    <>
      <h2>{say("officer.acts")}</h2>
      <details class="act" open={chosen === "add-key"}>
        <summary>{say("client.add-key")}</summary>
        <ActForm visit={visit} id="add-key-form" action={action}>
          <input type="hidden" name="act" value="add-key" />
          <KeyField visit={visit} errors={errors} />
          <Submit text={say("client.add-key")} tone="secondary" />
        </ActForm>
      </details>
      {client.keys
        .filter((key) => key.live)
        .map((key) => (
          <details key={key.keyId} class="act" open={chosen === `end-${key.keyId}`}>
            <summary>{say("client.end-key", { key: key.keyId.slice(0, 8) })}</summary>
            <ActForm visit={visit} id={`end-${key.keyId}-form`} action={action}>
              <input type="hidden" name="act" value={`end-${key.keyId}`} />
              {reason(`end-${key.keyId}`)}
              <Submit text={say("client.end-key", { key: key.keyId.slice(0, 8) })} tone="warning" />
            </ActForm>
          </details>
        ))}
      <details class="act" open={chosen === "revoke"}>
        <summary>{say("client.revoke")}</summary>
        <p class="quiet">{say("client.revoke.text")}</p>
        <ActForm visit={visit} id="revoke-form" action={action}>
          <input type="hidden" name="act" value="revoke" />
          {reason("revoke")}
          <Submit text={say("client.revoke")} tone="warning" />
        </ActForm>
      </details>
    </>
  );
}

async function actOnClient(visit: Visit): Promise<Answer> {
  const { form, voice, params } = visit;
  const clientId = params["clientId"] ?? "";
  const act = form.get("act") ?? "";
  const reason = form.get("reason")?.trim() ?? "";
  const key = keyOf(form.get("key") ?? "");
  if (act === "add-key" && !key) return showClient(visit, [{ field: "key", text: voice.say("client.key.error") }]);
  if (act !== "add-key" && reason === "")
    return showClient(visit, [{ field: `${act}-reason`, text: voice.say("officer.field.reason.error") }]);
  const answer = await sendAct(visit, { clientId, act, reason, key });
  if (answer.ok) return { goTo: `/team/clients/${clientId}?done=${act.startsWith("end-") ? "end-key" : act}` };
  const field = act === "add-key" ? "key" : `${act}-reason`;
  return showClient(
    visit,
    errorsOf(voice, answer.problem, []).map(({ text }) => ({ field, text })),
  );
}

interface ActOnClient {
  readonly clientId: string;
  readonly act: string;
  readonly reason: string;
  readonly key: PublicKey | null;
}

function sendAct({ call }: Visit, { clientId, act, reason, key }: ActOnClient) {
  if (key && act === "add-key") return call(addClientKey, { params: { clientId }, body: { key } });
  if (act === "revoke") return call(revokeClient, { params: { clientId }, body: { reason } });
  return call(endClientKey, { params: { clientId, keyId: act.replace(/^end-/, "") }, body: { reason } });
}

export const clientPage: Page = {
  path: "/team/clients/:clientId",
  signedIn: true,
  get: (visit) => showClient(visit),
  post: actOnClient,
};
