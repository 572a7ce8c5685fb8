/** The recipient's side: ask, see whether there is a consent, read what was lent. */
import { askConsent, listConsentPurposes, listSentConsents, type SentConsent, useConsent } from "#contract/consents.ts";
import type { FileView } from "#contract/ledger.ts";
import { addDays, type IsoDate } from "#core/time/date.ts";
import { typedDay } from "#web/formats.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { ConsentFields, ConsentTerms, FieldChoice, LentRecords, tickedFields } from "#web/parts/consent.tsx";
import { type FieldError, TextArea, TextField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { Tag } from "#web/parts/tag.tsx";
import { errorsOf } from "#web/refused.ts";
import type { Voice } from "#web/voice.ts";

const tab = "/consents";

export const consentsPage: Page = {
  path: tab,
  signedIn: true,
  get: async ({ voice, call, query, path }) => {
    const { say, tell, day, to } = voice;
    const cursor = query.get("cursor");
    const [found, purposes] = await Promise.all([
      call(listSentConsents, { query: { limit: 50, ...(cursor ? { cursor } : {}) } }),
      call(listConsentPurposes, {}),
    ]);
    if (!found.ok) return { problem: found.problem };
    if (!purposes.ok) return { problem: purposes.problem };
    return {
      title: say("area.consents"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          {query.has("done") && <Done text={say("consent.done.ask")} />}
          <h1>{say("area.consents")}</h1>
          <p class="prose-width">{say("consent.list.desk.lead")}</p>
          <h2>{say("consent.list.ask")}</h2>
          <ul>
            {purposes.value.items.map(({ purpose, title }) => (
              <li key={purpose}>
                <a href={to(`${tab}/ask/${purpose}`)}>{tell(title)}</a>
              </li>
            ))}
          </ul>
          <h2>{say("consent.list.sent")}</h2>
          {found.value.items.length === 0 ? (
            <Empty title={say("consent.list.none")} />
          ) : (
            <ul class="item-list">
              {found.value.items.map((consent) => (
                <li key={consent.requestId}>
                  <p>
                    <StatusTag voice={voice} consent={consent} />{" "}
                    <a href={to(`${tab}/${consent.requestId}`)}>
                      <strong lang={voice.chinese(consent.subject.name)}>{subjectName(voice, consent)}</strong> ·{" "}
                      {tell(consent.purpose.title)}
                    </a>
                  </p>
                  <p>{say("consent.period", { from: day(consent.from), until: day(consent.until) })}</p>
                </li>
              ))}
            </ul>
          )}
          <Pager voice={voice} path={path} next={found.value.next} first={cursor === null} />
        </div>
      ),
    };
  },
};

function StatusTag({ voice: { say }, consent: { status } }: { voice: Voice; consent: SentConsent }) {
  return <Tag tone={status === "in-force" ? "honour" : "quiet"} text={say(`consent.status.${status}`)} />;
}

/** Persons are named to nobody, not to who asked them either (C12). */
function subjectName({ say }: Voice, { subject }: SentConsent): string {
  return subject.name === "" ? say("consent.person") : subject.name;
}

// ── Asking ─────────────────────────────────────────────────────────────────────────────────────────────────────────

async function showAsk(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, params, form } = visit;
  const { say, tell, to } = voice;
  const found = await call(listConsentPurposes, {});
  if (!found.ok) return { problem: found.problem };
  const purpose = found.value.items.find((one) => one.purpose === params["purpose"]);
  if (!purpose) return { goTo: tab };
  const today = found.value.today as IsoDate;
  const isPerson = purpose.subjectKinds.includes("person");
  return {
    title: say("consent.list.ask"),
    tab,
    ...formPage(
      { voice, errors },
      <>
        <p class="back">
          <a href={to(tab)}>{say("area.consents")}</a>
        </p>
        <h1>{tell(purpose.title)}</h1>
        <p class="prose-width">{say("consent.ask.text", { days: purpose.answerDays })}</p>
        <ActForm visit={visit} action={`${tab}/ask/${purpose.purpose}`}>
          <TextField
            voice={voice}
            id="subject"
            label={say(isPerson ? "consent.ask.person" : "consent.ask.code")}
            hint={say("consent.ask.subject.hint")}
            value=""
            errors={errors}
            maxlength={40}
            autocomplete="off"
            spellcheck={false}
          />
          <FieldChoice voice={voice} items={purpose.items} ticked={form.getAll("fields")} errors={errors} />
          <TextField
            voice={voice}
            id="from"
            label={say("consent.ask.from")}
            value={form.get("from") ?? today}
            errors={errors}
            width="short"
            autocomplete="off"
          />
          <TextField
            voice={voice}
            id="until"
            label={say("consent.ask.until")}
            hint={say("consent.ask.until.hint", { days: purpose.daysMax })}
            value={form.get("until") ?? addDays(today, Math.min(29, purpose.daysMax - 1))}
            errors={errors}
            width="short"
            autocomplete="off"
          />
          <TextField
            voice={voice}
            id="times"
            label={say("consent.ask.times")}
            hint={say("consent.times.most", { count: purpose.timesMax })}
            value={form.get("times") ?? "3"}
            errors={errors}
            width="short"
            inputmode="numeric"
            autocomplete="off"
          />
          <TextArea
            voice={voice}
            id="words"
            label={say("consent.ask.words")}
            hint={say("consent.ask.words.hint")}
            value={form.get("words") ?? ""}
            errors={errors}
            maxlength={500}
          />
          <Submit text={say("consent.ask.button")} />
        </ActForm>
      </>,
    ),
  };
}

/** What was typed, as the API asks it, or what is wrong with it. */
function asked({ voice: { say }, form, params }: Visit, isPerson: boolean) {
  const text = (name: string) => form.get(name)?.trim() ?? "";
  const [from, until, times] = [typedDay(text("from")), typedDay(text("until")), Number(text("times"))];
  const items = tickedFields(form.getAll("fields"));
  const errors: FieldError[] = [];
  if (text("subject") === "") errors.push({ field: "subject", text: say("consent.ask.subject.error") });
  if (Object.keys(items).length === 0) errors.push({ field: "fields", text: say("consent.choose.error") });
  if (!from) errors.push({ field: "from", text: say("consent.ask.day.error") });
  if (!until) errors.push({ field: "until", text: say("consent.ask.day.error") });
  if (!Number.isInteger(times) || times < 1 || times > 366)
    errors.push({ field: "times", text: say("consent.ask.times.error") });
  if (text("words") === "") errors.push({ field: "words", text: say("consent.ask.words.error") });
  if (!from || !until || errors.length > 0) return { errors };
  const subject = {
    scheme: isPerson ? ("person-number" as const) : ("unified-code" as const),
    value: text("subject").toUpperCase(),
  };
  return {
    errors,
    body: { subject, purpose: params["purpose"] ?? "", items, from, until, times, words: text("words") },
  };
}

export const askConsentPage: Page = {
  path: `${tab}/ask/:purpose`,
  signedIn: true,
  get: (visit) => showAsk(visit),
  post: async (visit) => {
    const { voice, call, params } = visit;
    const purposes = await call(listConsentPurposes, {});
    const purpose = purposes.ok ? purposes.value.items.find((one) => one.purpose === params["purpose"]) : undefined;
    const { errors, body } = asked(visit, purpose?.subjectKinds.includes("person") ?? false);
    if (!body) return showAsk(visit, errors);
    const sent = await call(askConsent, { body });
    if (sent.ok) return { goTo: `${tab}?done=1` };
    return showAsk(visit, errorsOf(voice, sent.problem, ["subject", "from", "until", "times", "words"], "fields"));
  },
};

// ── One request, and what was lent ─────────────────────────────────────────────────────────────────────────────────

async function showOne(
  visit: Visit,
  { errors = [], lent = null }: { errors?: readonly FieldError[]; lent?: FileView | null } = {},
): Promise<Answer> {
  const { voice, call, params } = visit;
  const { say, tell, to } = voice;
  const found = await call(listSentConsents, { query: { limit: 200 } });
  if (!found.ok) return { problem: found.problem };
  const consent = found.value.items.find(({ requestId }) => requestId === params["requestId"]);
  if (!consent) return { goTo: tab };
  const at = `${tab}/${consent.requestId}`;
  return {
    title: tell(consent.purpose.title),
    tab,
    path: at,
    ...formPage(
      { voice, errors },
      <>
        <p class="back">
          <a href={to(tab)}>{say("area.consents")}</a>
        </p>
        <header class="file-head">
          <p class="file-kind">
            <StatusTag voice={voice} consent={consent} />
          </p>
          <h1 lang={voice.chinese(consent.subject.name)}>{subjectName(voice, consent)}</h1>
          <p class="code">{consent.subject.code}</p>
        </header>
        <ConsentTerms voice={voice} consent={consent} />
        {consent.granted ? (
          <section aria-labelledby="granted">
            <h2 id="granted">{say("consent.given")}</h2>
            <ConsentFields voice={voice} items={consent.items} granted={consent.granted} />
            <p>
              {say("consent.code")} <a href={to(`/verify/${consent.code ?? ""}`)}>{consent.code}</a> ·{" "}
              <a href={`/api/v1/consents/${consent.requestId}/artefact`} download>
                {say("consent.artefact")}
              </a>
            </p>
            <ActForm visit={visit} action={at}>
              <p>{say("consent.use.text", { left: consent.left ?? 0 })}</p>
              <Submit text={say("consent.use.button")} />
            </ActForm>
          </section>
        ) : (
          <section aria-labelledby="asked" id="form">
            <h2 id="asked">{say("consent.asked")}</h2>
            <ConsentFields
              voice={voice}
              items={consent.items}
              granted={Object.fromEntries(consent.items.map(({ item, fields }) => [item, Object.keys(fields)]))}
            />
            <p>{say("consent.none.text")}</p>
          </section>
        )}
        {lent && (
          <section aria-labelledby="lent" role="status">
            <h2 id="lent">{say("consent.lent")}</h2>
            <LentRecords voice={voice} file={lent} />
          </section>
        )}
      </>,
    ),
  };
}

export const sentConsentPage: Page = {
  path: `${tab}/:requestId`,
  signedIn: true,
  get: (visit) => showOne(visit),
  // Reading is a look that is counted and logged: it is done by a button, never by opening or reloading a page.
  post: async (visit) => {
    const requestId = visit.params["requestId"] ?? "";
    const lent = await visit.call(useConsent, { params: { requestId } });
    return lent.ok
      ? showOne(visit, { lent: lent.value })
      : showOne(visit, { errors: errorsOf(visit.voice, lent.problem, []) });
  },
};
