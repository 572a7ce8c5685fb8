/** Where an agency is called when what it watches changes: registered, tried, given another secret, ended; and how the calls went. */
import {
  addWebhook,
  endWebhook,
  listWatchDeliveries,
  listWebhooks,
  rotateWebhook,
  testWebhook,
  type WatchDelivery,
  type Webhook,
} from "#contract/watches.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { type FieldError, TextField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Tag, type Tone } from "#web/parts/tag.tsx";
import { errorsOf } from "#web/refused.ts";
import type { Voice } from "#web/voice.ts";
import type { Word } from "#web/words.ts";

const tab = "/team/webhooks";

interface After {
  readonly said?: Word;
  /** Shown on this page and never again. */
  readonly secret?: string;
}

async function show(visit: Visit, errors: readonly FieldError[] = [], { said, secret }: After = {}): Promise<Answer> {
  const { voice, call, form } = visit;
  const { say } = voice;
  const [hooks, calls] = await Promise.all([
    call(listWebhooks, {}),
    call(listWatchDeliveries, { query: { limit: 50 } }),
  ]);
  if (!hooks.ok) return { problem: hooks.problem };
  if (!calls.ok) return { problem: calls.problem };
  const addresses = new Map(hooks.value.items.map(({ webhook, address }) => [webhook, address]));
  return {
    title: say("area.team.webhooks"),
    tab,
    path: tab,
    ...formPage(
      { voice, errors },
      <>
        {said && <Done text={say(said)}>{secret && <Secret voice={voice} secret={secret} />}</Done>}
        <h1>{say("area.team.webhooks")}</h1>
        <p class="prose-width">{say("webhook.lead")}</p>
        {hooks.value.items.length === 0 ? (
          <Empty title={say("webhook.none")} />
        ) : (
          hooks.value.items.map((one) => <Hook key={one.webhook} visit={visit} hook={one} />)
        )}
        <h2>{say("webhook.add")}</h2>
        <ActForm visit={visit} action={tab}>
          <input type="hidden" name="act" value="add" />
          <TextField
            voice={voice}
            id="address"
            label={say("webhook.address")}
            hint={say("webhook.address.hint")}
            value={form.get("address") ?? ""}
            errors={errors}
            maxlength={500}
            autocomplete="off"
            spellcheck={false}
          />
          <Submit text={say("webhook.add.button")} />
        </ActForm>
        <h2>{say("webhook.calls")}</h2>
        {calls.value.items.length === 0 ? (
          <Empty title={say("webhook.calls.none")} />
        ) : (
          <CallTable voice={voice} calls={calls.value.items} addresses={addresses} />
        )}
      </>,
    ),
  };
}

function Secret({ voice: { say }, secret }: { voice: Voice; secret: string }) {
  return (
    <>
      <p>{say("webhook.secret.once")}</p>
      <p>
        <code>{secret}</code>
      </p>
    </>
  );
}

function Hook({ visit, hook }: { visit: Visit; hook: Webhook }) {
  const { say, moment } = visit.voice;
  const acts = ["test", "rotate", "end"] as const;
  return (
    <section class="binding">
      <h2>
        <code>{hook.address}</code>
      </h2>
      <p class="tags">
        {hook.endedAt !== null && <Tag tone="quiet" text={say("webhook.ended")} />}
        {hook.givenUp > 0 && <Tag tone="adverse" text={say("webhook.given-up", { count: hook.givenUp })} />}
        {hook.waiting > 0 && <Tag tone="notice" text={say("webhook.waiting", { count: hook.waiting })} />}
        <Tag tone="plain" text={say("webhook.delivered", { count: hook.delivered })} />
      </p>
      <p class="quiet">{say("webhook.since", { since: moment(hook.since), secret: moment(hook.secretSince) })}</p>
      {hook.givenUp > 0 && <p class="prose-width">{say("webhook.given-up.text")}</p>}
      {hook.endedAt === null && (
        <div class="form-row">
          {acts.map((act) => (
            <ActForm key={act} visit={visit} action={tab} id={`${act}-${hook.webhook}`}>
              <input type="hidden" name="act" value={act} />
              <input type="hidden" name="webhook" value={hook.webhook} />
              <Submit text={say(`webhook.${act}.button`)} tone={act === "end" ? "warning" : "secondary"} />
            </ActForm>
          ))}
        </div>
      )}
    </section>
  );
}

const tones: Readonly<Record<WatchDelivery["state"], Tone>> = {
  waiting: "notice",
  delivered: "plain",
  "given-up": "adverse",
};

interface CallTableProps {
  readonly voice: Voice;
  readonly calls: readonly WatchDelivery[];
  readonly addresses: ReadonlyMap<string, string>;
}

function CallTable({ voice, calls, addresses }: CallTableProps) {
  const { say, moment } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("history.at")}</th>
          <th scope="col">{say("webhook.what")}</th>
          <th scope="col">{say("webhook.address")}</th>
          <th scope="col">{say("webhook.result")}</th>
        </tr>
      </thead>
      <tbody>
        {calls.map((one) => (
          <tr key={one.event}>
            <td class="nowrap">{moment(one.at)}</td>
            <th scope="row">{say(`watch.type.${one.type}`)}</th>
            <td data-label={say("webhook.address")}>
              <code>{addresses.get(one.webhook) ?? ""}</code>
            </td>
            <td data-label={say("webhook.result")}>
              <Tag tone={tones[one.state]} text={say(`webhook.state.${one.state}`)} />
              <span class="quiet field-help">
                {one.result !== null && one.result !== "delivered" && say(`webhook.result.${one.result}`)}
                {one.status !== null && one.result === "answered-no" && ` ${one.status}`}
                {one.tries > 1 && ` · ${say("webhook.tries", { count: one.tries })}`}
                {one.nextAt !== null && one.tries > 0 && ` · ${say("webhook.next", { at: moment(one.nextAt) })}`}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

async function act(visit: Visit): Promise<Answer> {
  const { voice, call, form } = visit;
  const params = { webhook: form.get("webhook") ?? "" };
  const wrong = (problem: Parameters<typeof errorsOf>[1]) =>
    show(visit, errorsOf(voice, problem, ["address"], "address"));
  switch (form.get("act")) {
    case "add": {
      const made = await call(addWebhook, { body: { address: form.get("address")?.trim() ?? "" } });
      if (!made.ok) return wrong(made.problem);
      const empty = { ...visit, form: new URLSearchParams() };
      return show(empty, [], { said: "webhook.added", secret: made.value.secret });
    }
    case "rotate": {
      const made = await call(rotateWebhook, { params });
      return made.ok ? show(visit, [], { said: "webhook.rotated", secret: made.value.secret }) : wrong(made.problem);
    }
    case "test": {
      const sent = await call(testWebhook, { params });
      return sent.ok ? show(visit, [], { said: "webhook.tested" }) : wrong(sent.problem);
    }
    default: {
      const ended = await call(endWebhook, { params });
      return ended.ok ? show(visit, [], { said: "webhook.ended.done" }) : wrong(ended.problem);
    }
  }
}

export const webhooksPage: Page = { path: tab, signedIn: true, get: (visit) => show(visit), post: act };
