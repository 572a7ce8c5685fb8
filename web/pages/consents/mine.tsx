/** The subject's side of consents: what is asked, exactly what would be shown, given, refused, taken back. */
import {
  giveConsent,
  listOwnConsents,
  type OwnConsent,
  previewConsent,
  refuseConsent,
  withdrawConsent,
} from "#contract/consents.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import {
  ConsentFields,
  ConsentTerms,
  FieldChoice,
  LentRecords,
  OwnConsentItem,
  tickedFields,
} from "#web/parts/consent.tsx";
import type { FieldError } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Tag } from "#web/parts/tag.tsx";
import { errorsOf } from "#web/refused.ts";
import { isWord } from "#web/words.ts";

const tab = "/mine/consents";

const groups = [
  { title: "consent.list.waiting", holds: ({ state }: OwnConsent) => state === "waiting" },
  { title: "consent.list.given", holds: ({ state }: OwnConsent) => state === "given" },
  { title: "consent.list.over", holds: ({ state }: OwnConsent) => state !== "waiting" && state !== "given" },
] as const;

export const ownConsentsPage: Page = {
  path: tab,
  signedIn: true,
  get: async ({ voice, call, query }) => {
    const { say } = voice;
    const found = await call(listOwnConsents, {});
    if (!found.ok) return { problem: found.problem };
    const done = `consent.done.${query.get("done") ?? ""}`;
    return {
      title: say("area.mine.consents"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          {isWord(done) && <Done text={say(done)} />}
          <h1>{say("area.mine.consents")}</h1>
          <p class="prose-width">{say("consent.list.lead")}</p>
          {groups.map(({ title, holds }) => {
            const items = found.value.items.filter(holds);
            return (
              <section key={title} aria-labelledby={title}>
                <h2 id={title}>{say(title)}</h2>
                {items.length === 0 ? (
                  <Empty title={say("consent.list.none")} />
                ) : (
                  <ul class="item-list">
                    {items.map((consent) => (
                      <li key={consent.requestId}>
                        <OwnConsentItem voice={voice} consent={consent} />
                      </li>
                    ))}
                  </ul>
                )}
              </section>
            );
          })}
        </div>
      ),
    };
  },
};

/** One request of those to the subjects one represents. */
async function findOwn({ call, params }: Visit) {
  const found = await call(listOwnConsents, {});
  if (!found.ok) return found;
  const consent = found.value.items.find(({ requestId }) => requestId === params["requestId"]);
  return { ok: true, value: consent ?? null } as const;
}

async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, form, query } = visit;
  const { say, tell, to } = voice;
  const found = await findOwn(visit);
  if (!found.ok) return { problem: found.problem };
  const consent = found.value;
  if (!consent) return { goTo: tab };
  const { requestId, recipient, state, next } = consent;
  const ticked = form.getAll("fields");
  const chosen =
    ticked.length > 0 ? { items: tickedFields(ticked) } : consent.granted ? { items: consent.granted } : {};
  const preview = await call(previewConsent, { params: { requestId }, body: chosen });
  if (!preview.ok) return { problem: preview.problem };
  const done = `consent.done.${query.get("done") ?? ""}`;
  return {
    title: say("consent.title"),
    tab,
    ...formPage(
      { voice, errors },
      <>
        {isWord(done) && <Done text={say(done)} />}
        <p class="back">
          <a href={to(tab)}>{say("area.mine.consents")}</a>
        </p>
        <header class="file-head">
          <p class="file-kind">
            <Tag tone={state === "given" ? "honour" : "plain"} text={say(`consent.state.${state}`)} />
          </p>
          <h1>{tell({ zh: recipient.nameZh, en: recipient.nameEn })}</h1>
        </header>
        {consent.words && (
          <blockquote class="free-text" lang={voice.chinese(consent.words)}>
            {consent.words}
          </blockquote>
        )}
        <ConsentTerms voice={voice} consent={consent} />
        <Given visit={visit} consent={consent} />
        {next.includes("give") && <Choice visit={visit} consent={consent} ticked={ticked} errors={errors} />}
        <section aria-labelledby="shown">
          <h2 id="shown">{say(ticked.length > 0 || consent.granted ? "consent.shown.part" : "consent.shown.all")}</h2>
          <p class="prose-width">{say("consent.shown.text")}</p>
          <LentRecords voice={voice} file={preview.value} />
        </section>
        <History visit={visit} consent={consent} />
      </>,
    ),
  };
}

function Given({ visit: { voice }, consent }: { visit: Visit; consent: OwnConsent }) {
  const { say, to } = voice;
  const { granted, code, requestId, next } = consent;
  if (!granted) return null;
  return (
    <section aria-labelledby="given">
      <h2 id="given">{say("consent.given")}</h2>
      <ConsentFields voice={voice} items={consent.items} granted={granted} />
      {code && (
        <p>
          {say("consent.code")} <a href={to(`/verify/${code}`)}>{code}</a> ·{" "}
          <a href={`/api/v1/consents/${requestId}/artefact`} download>
            {say("consent.artefact")}
          </a>
        </p>
      )}
      {next.includes("withdraw") && (
        <p class="actions">
          <a class="govuk-button govuk-button--warning" href={to(`${tab}/${requestId}/withdraw`)}>
            {say("consent.withdraw")}
          </a>
        </p>
      )}
    </section>
  );
}

function Choice(props: {
  visit: Visit;
  consent: OwnConsent;
  ticked: readonly string[];
  errors: readonly FieldError[];
}) {
  const { visit, consent, ticked, errors } = props;
  const { voice } = visit;
  const { say } = voice;
  return (
    <section aria-labelledby="choose">
      <h2 id="choose">{say("consent.choose")}</h2>
      <p class="prose-width">{say("consent.choose.text")}</p>
      <ActForm visit={visit} action={`${tab}/${consent.requestId}`}>
        <FieldChoice voice={voice} items={consent.items} ticked={ticked} errors={errors} />
        <div class="actions">
          <button class="govuk-button" type="submit" name="do" value="part">
            {say("consent.give.part")}
          </button>
          <button class="govuk-button govuk-button--secondary" type="submit" name="do" value="look">
            {say("consent.look")}
          </button>
          <button class="govuk-button govuk-button--secondary" type="submit" name="do" value="all">
            {say("consent.give.all")}
          </button>
          {consent.next.includes("refuse") && (
            <button class="govuk-button govuk-button--secondary" type="submit" name="do" value="refuse">
              {say("consent.refuse")}
            </button>
          )}
        </div>
        <p class="quiet">{say("consent.refuse.free")}</p>
      </ActForm>
    </section>
  );
}

function History({ visit: { voice }, consent }: { visit: Visit; consent: OwnConsent }) {
  const { say, moment, to } = voice;
  if (consent.acts.length === 0) return null;
  return (
    <section aria-labelledby="history">
      <h2 id="history">{say("consent.history")}</h2>
      <ol class="item-list">
        {consent.acts.map((act) => (
          <li key={act.at + act.act}>
            <p>
              <strong>{say(`consent.act.${act.act}`)}</strong> <span class="quiet">{moment(act.at)}</span>{" "}
              {act.act === "use"
                ? say("consent.act.records", { count: act.records ?? 0 })
                : say(act.own ? "consent.by.you" : `consent.by.${act.by}`)}
            </p>
            {act.granted && <ConsentFields voice={voice} items={consent.items} granted={act.granted} />}
          </li>
        ))}
      </ol>
      <p>
        <a href={to("/mine/looks")}>{say("area.mine.looks")}</a>
      </p>
    </section>
  );
}

/** Gives what is ticked, or all, or refuses; or shows first what would be shown. */
async function take(visit: Visit): Promise<Answer> {
  const { voice, call, form, params } = visit;
  const { say } = voice;
  const requestId = params["requestId"] ?? "";
  const doing = form.get("do");
  if (doing === "refuse") {
    const refused = await call(refuseConsent, { params: { requestId }, body: {} });
    return refused.ok ? { goTo: `${tab}?done=refuse` } : show(visit, errorsOf(voice, refused.problem, [], "fields"));
  }
  const found = await findOwn(visit);
  if (!found.ok) return { problem: found.problem };
  const asked = found.value?.items.map(({ item, fields }) => [item, Object.keys(fields)] as const) ?? [];
  const items = doing === "all" ? Object.fromEntries(asked) : tickedFields(form.getAll("fields"));
  if (Object.keys(items).length === 0) return show(visit, [{ field: "fields", text: say("consent.choose.error") }]);
  if (doing === "look") return show(visit);
  const given = await call(giveConsent, { params: { requestId }, body: { items } });
  return given.ok
    ? { goTo: `${tab}/${requestId}?done=give` }
    : show(visit, errorsOf(voice, given.problem, [], "fields"));
}

export const ownConsentPage: Page = {
  path: `${tab}/:requestId`,
  signedIn: true,
  get: (visit) => show(visit),
  post: take,
};

async function showWithdraw(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice } = visit;
  const { say, tell, to } = voice;
  const found = await findOwn(visit);
  if (!found.ok) return { problem: found.problem };
  const consent = found.value;
  if (!consent) return { goTo: tab };
  const at = `${tab}/${consent.requestId}`;
  return {
    title: say("consent.withdraw"),
    tab,
    ...formPage(
      { voice, errors },
      <>
        <p class="back">
          <a href={to(at)}>{say("consent.title")}</a>
        </p>
        <h1>{say("consent.withdraw")}</h1>
        <p class="prose-width">
          {say("consent.withdraw.text", {
            who: tell({ zh: consent.recipient.nameZh, en: consent.recipient.nameEn }),
          })}
        </p>
        <ActForm visit={visit} action={`${at}/withdraw`}>
          <Submit text={say("consent.withdraw.button")} tone="warning" />
        </ActForm>
      </>,
    ),
  };
}

export const withdrawConsentPage: Page = {
  path: `${tab}/:requestId/withdraw`,
  signedIn: true,
  get: (visit) => showWithdraw(visit),
  post: async (visit) => {
    const { voice, call, params } = visit;
    const requestId = params["requestId"] ?? "";
    const withdrawn = await call(withdrawConsent, { params: { requestId }, body: {} });
    return withdrawn.ok
      ? { goTo: `${tab}?done=withdraw` }
      : showWithdraw(visit, errorsOf(voice, withdrawn.problem, []));
  },
};
