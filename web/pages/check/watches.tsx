/** Watches of one's body: set up, what became of them, ended; and what changed. */
import { listOwnMatters } from "#contract/checks.ts";
import {
  addWatches,
  endWatch,
  getWatch,
  getWatchEvent,
  listEventsOfWatch,
  listWatches,
  listWebhooks,
  type Watch,
  type WatchChange,
  watchCodesMax,
} from "#contract/watches.ts";
import { typedDay } from "#web/formats.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { type FieldError, SelectField, TextArea, TextField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Laws } from "#web/parts/law.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { Tag, type Tone } from "#web/parts/tag.tsx";
import { errorsOf } from "#web/refused.ts";
import type { Voice } from "#web/voice.ts";
import { isWord } from "#web/words.ts";
import type { OwnMatters } from "./ask.tsx";

const tab = "/check/watches";
const fields = ["codes", "choice", "endsOn", "webhook"];

const tones: Readonly<Record<Watch["state"], Tone>> = {
  live: "plain",
  asked: "quiet",
  expired: "quiet",
  lapsed: "notice",
};

interface Added {
  readonly watched: number;
  /** Lines that were refused, with why. */
  readonly refused: readonly { readonly line: number; readonly refusal: string }[];
}

async function show(visit: Visit, errors: readonly FieldError[] = [], added: Added | null = null): Promise<Answer> {
  const { voice, call, query, path } = visit;
  const { say, to } = voice;
  const cursor = query.get("cursor");
  const ended = query.get("state") === "ended";
  const [own, hooks, found] = await Promise.all([
    call(listOwnMatters, {}),
    call(listWebhooks, {}),
    call(listWatches, { query: { limit: 50, state: ended ? "ended" : "live", ...(cursor ? { cursor } : {}) } }),
  ]);
  if (!own.ok) return { problem: own.problem };
  if (!found.ok) return { problem: found.problem };
  const { matters } = own.value;
  const live = hooks.ok ? hooks.value.items.filter(({ endedAt }) => endedAt === null) : [];
  return {
    title: say("area.check.watches"),
    tab,
    path: tab,
    ...formPage(
      { voice, errors },
      <>
        {added && <Outcome voice={voice} added={added} />}
        <h1>{say("area.check.watches")}</h1>
        <p class="prose-width">{say("watch.lead")}</p>
        <p>
          <a href={to(ended ? tab : `${tab}?state=ended`)}>{say(ended ? "watch.show.live" : "watch.show.ended")}</a>
        </p>
        {found.value.items.length === 0 ? (
          <Empty title={say(ended ? "watch.none.ended" : "watch.none")} />
        ) : (
          <WatchTable voice={voice} watches={found.value.items} matters={matters} />
        )}
        <Pager voice={voice} path={path} next={found.value.next} first={cursor === null} />
        <h2>{say("watch.add")}</h2>
        <Setting visit={visit} matters={matters} hooks={live} errors={errors} />
      </>,
    ),
  };
}

function Outcome({ voice, added }: { voice: Voice; added: Added }) {
  const { say } = voice;
  return (
    <Done text={say("watch.added", { count: added.watched })}>
      {added.refused.length > 0 && (
        <>
          <p>{say("watch.added.refused", { count: added.refused.length })}</p>
          <ul>
            {added.refused.slice(0, 50).map(({ line, refusal }) => (
              <li key={line}>
                {say("watch.line", { line })} {refusalText(voice, refusal)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Done>
  );
}

/** Why a line was refused, or a watch lapsed, in words. */
function refusalText({ say }: Voice, code: string): string {
  const word = `watch.refused.${code.split(".").at(-1) ?? ""}`;
  return isWord(word) ? say(word) : say("watch.refused.other");
}

function WatchTable({ voice, watches, matters }: { voice: Voice; watches: readonly Watch[]; matters: OwnMatters }) {
  const { say, tell, day, to } = voice;
  const titles = new Map(matters.map((one) => [one.matter, tell(one.title)]));
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("check.subject")}</th>
          <th scope="col">{say("check.matter")}</th>
          <th scope="col">{say("watch.until")}</th>
          <th scope="col">{say("watch.answer")}</th>
          <th scope="col">{say("watch.events")}</th>
        </tr>
      </thead>
      <tbody>
        {watches.map((one) => (
          <tr key={one.watch}>
            <th scope="row" class="code">
              <a href={to(`${tab}/${one.watch}`)}>{one.subject.number ?? say("check.subject.person")}</a>
            </th>
            <td data-label={say("check.matter")}>{titles.get(one.matter) ?? one.matter}</td>
            <td data-label={say("watch.until")}>
              {day(one.endsOn)} {one.state !== "live" && <StateTag voice={voice} watch={one} />}
            </td>
            <td data-label={say("watch.answer")}>{say(`watch.outcome.${one.outcome}`)}</td>
            <td data-label={say("watch.events")}>
              {one.events > 0 ? (
                <Tag tone="notice" text={say("watch.changes", { count: one.events })} />
              ) : (
                say("watch.unchanged")
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StateTag({ voice: { say }, watch: { state } }: { voice: Voice; watch: Watch }) {
  return <Tag tone={tones[state]} text={say(`watch.state.${state}`)} />;
}

interface SettingProps {
  readonly visit: Visit;
  readonly matters: OwnMatters;
  readonly hooks: readonly { readonly webhook: string; readonly address: string }[];
  readonly errors: readonly FieldError[];
}

function Setting({ visit, matters, hooks, errors }: SettingProps) {
  const { voice, form } = visit;
  const { say, tell } = voice;
  const groups = matters
    .map(({ matter, title, purposes }) => ({
      label: tell(title),
      options: purposes.flatMap(({ purpose, title: why, watchMonthsMax: months }) =>
        months === null
          ? []
          : [{ value: `${matter} ${purpose}`, text: say("watch.choice.months", { why: tell(why), months }) }],
      ),
    }))
    .filter(({ options }) => options.length > 0);
  if (groups.length === 0) return <Empty title={say("check.no-matters")} text={say("watch.no-matters")} />;
  return (
    <ActForm visit={visit} action={tab}>
      <TextArea
        voice={voice}
        id="codes"
        label={say("watch.codes")}
        hint={say("watch.codes.hint", { most: watchCodesMax })}
        value={form.get("codes") ?? ""}
        rows={4}
        errors={errors}
      />
      <SelectField
        voice={voice}
        id="choice"
        label={say("check.choice")}
        hint={say("check.choice.hint")}
        value={form.get("choice") ?? ""}
        options={[{ value: "", text: say("check.choice.none") }]}
        groups={groups}
        errors={errors}
      />
      <TextField
        voice={voice}
        id="endsOn"
        label={say("watch.until")}
        hint={say("entry.date.hint")}
        value={form.get("endsOn") ?? ""}
        errors={errors}
        width="short"
        autocomplete="off"
      />
      {hooks.length > 0 && (
        <SelectField
          voice={voice}
          id="webhook"
          label={say("watch.webhook")}
          value={form.get("webhook") ?? ""}
          options={[
            { value: "", text: say("watch.webhook.none") },
            ...hooks.map(({ webhook, address }) => ({ value: webhook, text: address })),
          ]}
          errors={errors}
        />
      )}
      <Submit text={say("watch.add.button")} />
    </ActForm>
  );
}

async function add(visit: Visit): Promise<Answer> {
  const { voice, call, form } = visit;
  const { say } = voice;
  const codes = (form.get("codes") ?? "").split(/\s+/).filter(Boolean);
  const [matter = "", purpose = ""] = (form.get("choice") ?? "").split(" ");
  const endsOn = typedDay(form.get("endsOn") ?? "");
  const webhook = form.get("webhook") ?? "";
  const errors: FieldError[] = [];
  if (codes.length === 0 || codes.length > watchCodesMax)
    errors.push({ field: "codes", text: say("watch.codes.error", { most: watchCodesMax }) });
  if (purpose === "") errors.push({ field: "choice", text: say("check.choice.error") });
  if (!endsOn) errors.push({ field: "endsOn", text: say("form.day.error") });
  if (!endsOn || errors.length > 0) return show(visit, errors);
  const ground = { matter, purpose, endsOn, ...(webhook === "" ? {} : { webhook }) };
  const added = await call(addWatches, { body: { codes, ...ground } });
  if (!added.ok) return show(visit, errorsOf(voice, added.problem, fields, "choice"));
  const { items } = added.value;
  const refused = items.flatMap(({ line, refusal }) => (refusal === null ? [] : [{ line, refusal }]));
  return show({ ...visit, form: new URLSearchParams() }, [], { watched: items.length - refused.length, refused });
}

export const watchesPage: Page = { path: tab, signedIn: true, get: (visit) => show(visit), post: add };

/** One watch: whom, why, until when, what changed. */
export const watchPage: Page = {
  path: `${tab}/:watch`,
  signedIn: true,
  get: async (visit) => {
    const { voice, call, query } = visit;
    const { say, to, moment } = voice;
    const params = { watch: visit.params["watch"] ?? "" };
    const [found, told, own] = await Promise.all([
      call(getWatch, { params }),
      call(listEventsOfWatch, { params, query: { limit: 100 } }),
      call(listOwnMatters, {}),
    ]);
    if (!found.ok) return { problem: found.problem };
    if (!told.ok) return { problem: told.problem };
    const watch = found.value;
    return {
      title: say("watch.one"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          {query.has("ended") && <Done text={say("watch.ended.done")} />}
          <p class="back">
            <a href={to(tab)}>{say("watch.back")}</a>
          </p>
          <h1>{say("watch.one")}</h1>
          <Facts voice={voice} watch={watch} matters={own.ok ? own.value.matters : []} />
          <h2>{say("watch.events")}</h2>
          {told.value.items.length === 0 ? (
            <Empty title={say("watch.unchanged")} text={say("watch.unchanged.text")} />
          ) : (
            <>
              <p class="prose-width quiet">{say("watch.events.look")}</p>
              <ul>
                {told.value.items.map((event) => (
                  <li key={event.event}>
                    {moment(event.at)}{" "}
                    {event.type === "watch.changed" ? (
                      <a href={to(`${tab}/${watch.watch}/${event.event}`)}>{say("watch.type.watch.changed")}</a>
                    ) : (
                      say(`watch.type.${event.type}`)
                    )}
                  </li>
                ))}
              </ul>
            </>
          )}
          {watch.state === "live" && (
            <ActForm visit={visit} action={`${tab}/${watch.watch}`}>
              <Submit text={say("watch.end.button")} tone="secondary" />
            </ActForm>
          )}
        </div>
      ),
    };
  },
  post: async ({ call, params }) => {
    const watch = params["watch"] ?? "";
    const ended = await call(endWatch, { params: { watch } });
    return ended.ok ? { goTo: `${tab}/${watch}?ended` } : { problem: ended.problem };
  },
};

function Facts({ voice, watch, matters }: { voice: Voice; watch: Watch; matters: OwnMatters }) {
  const { say, tell, day, to } = voice;
  const matter = matters.find((one) => one.matter === watch.matter);
  const purpose = matter?.purposes.find((one) => one.purpose === watch.purpose);
  return (
    <dl class="pairs">
      <div>
        <dt>{say("check.subject")}</dt>
        <dd class="code">{watch.subject.number ?? say("check.subject.person")}</dd>
      </div>
      <div>
        <dt>{say("check.matter")}</dt>
        <dd>{matter ? tell(matter.title) : watch.matter}</dd>
      </div>
      <div>
        <dt>{say("look.why")}</dt>
        <dd>{purpose ? tell(purpose.title) : watch.purpose}</dd>
      </div>
      <div>
        <dt>{say("watch.span")}</dt>
        <dd>{say("record.effective.span", { from: day(watch.beganOn), to: day(watch.endsOn) })}</dd>
      </div>
      <div>
        <dt>{say("watch.state")}</dt>
        <dd>
          <StateTag voice={voice} watch={watch} /> {watch.refusal !== null && refusalText(voice, watch.refusal)}
        </dd>
      </div>
      <div>
        <dt>{say("watch.answer")}</dt>
        <dd>
          <a href={to(`/check/${watch.check}`)}>{say(`watch.outcome.${watch.outcome}`)}</a>
        </dd>
      </div>
      <div>
        <dt>{say("watch.webhook")}</dt>
        <dd>{say(watch.webhook === null ? "watch.webhook.none" : "watch.webhook.called")}</dd>
      </div>
    </dl>
  );
}

/** What changed, with its basis. Opening it is a look, logged for the subject (C15). */
export const watchEventPage: Page = {
  path: `${tab}/:watch/:event`,
  signedIn: true,
  get: async ({ voice, call, params }) => {
    const { say, to, moment } = voice;
    const found = await call(getWatchEvent, { params: { event: params["event"] ?? "" } });
    if (!found.ok) return { problem: found.problem };
    const { event, changes } = found.value;
    return {
      title: say("watch.changed"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          <p class="back">
            <a href={to(`${tab}/${params["watch"] ?? ""}`)}>{say("watch.back.one")}</a>
          </p>
          <h1>{say("watch.changed")}</h1>
          <p class="quiet">{moment(event.at)}</p>
          {changes === null && <p class="prose-width">{say("watch.changed.forgotten")}</p>}
          {changes?.length === 0 && <p class="prose-width">{say("watch.changed.known")}</p>}
          {changes?.map((one) => (
            <Change key={`${one.what} ${one.measure} ${one.recordId}`} voice={voice} change={one} />
          ))}
          {event.check !== null && (
            <p>
              <a href={to(`/check/${event.check}`)}>{say("watch.changed.receipt")}</a>
            </p>
          )}
        </div>
      ),
    };
  },
};

function Change({ voice, change }: { voice: Voice; change: WatchChange }) {
  const { say, tell, day } = voice;
  const { what, by, title, effect, force, list, authority, from, until, untilBefore, marks, sort } = change;
  return (
    <article class={`binding binding-${sort}`}>
      <header>
        <h2>{tell(title)}</h2>
        <p class="tags">
          <Tag tone={what === "begun" ? "notice" : "plain"} text={say(`watch.what.${what}`)} />
          <Tag tone={sort === "incentive" ? "honour" : "adverse"} text={say(`measure.force.${force}`)} />
          <Tag tone="plain" text={say(`effect.${effect}`)} />
          {marks.includes("objection") && <Tag tone="notice" text={say("watch.mark.objection")} />}
        </p>
      </header>
      <p>
        {what === "ended" && by !== null
          ? say(`watch.by.${by}`)
          : until === null
            ? say("watch.from", { from: day(from) })
            : say("record.effective.span", { from: day(from), to: day(until) })}
        {untilBefore !== null && untilBefore !== until && ` ${say("watch.until.before", { day: day(untilBefore) })}`}
      </p>
      <p class="quiet">
        {tell(list)} · {tell(authority)}
      </p>
      <Laws voice={voice} laws={change.law} />
    </article>
  );
}
