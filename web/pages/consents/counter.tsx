/** At a counter: requests to somebody present, and the answer written down by an officer on a stated basis. */
import {
  giveConsent,
  listConsentsAtCounter,
  type OwnConsent,
  previewConsent,
  refuseConsent,
  withdrawConsent,
} from "#contract/consents.ts";
import type { FileView } from "#contract/ledger.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm } from "#web/parts/act-form.tsx";
import { ConsentTerms, FieldChoice, LentRecords, tickedFields } from "#web/parts/consent.tsx";
import { CounterFind, counterFound } from "#web/parts/counter-find.tsx";
import type { FieldError } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { errorsOf } from "#web/refused.ts";
import { isWord } from "#web/words.ts";

const tab = "/consents/counter";

/** A request with what its recipient would be shown. */
interface Asked {
  readonly consent: OwnConsent;
  readonly preview: FileView;
}

function show(visit: Visit, errors: readonly FieldError[] = [], found: readonly Asked[] | null = null): Answer {
  const { voice, query } = visit;
  const { say } = voice;
  const done = `consent.done.${query.get("done") ?? ""}`;
  return {
    title: say("area.consents.counter"),
    tab,
    path: tab,
    ...formPage(
      { voice, errors },
      <>
        {isWord(done) && <Done text={say(done)} />}
        <h1>{say("area.consents.counter")}</h1>
        <p class="prose-width">{say("consent.list.counter.lead")}</p>
        <CounterFind visit={visit} action={tab} errors={errors} />
        {found?.length === 0 && <Empty title={say("consent.list.none")} />}
        {found?.map((one) => (
          <Request key={one.consent.requestId} visit={visit} asked={one} />
        ))}
      </>,
    ),
  };
}

function Request({ visit, asked: { consent, preview } }: { visit: Visit; asked: Asked }) {
  const { voice, form } = visit;
  const { say, tell } = voice;
  const { requestId, recipient, next } = consent;
  const doing = { give: "consent.give.part", refuse: "consent.refuse", withdraw: "consent.withdraw" } as const;
  return (
    <section aria-labelledby={`of-${requestId}`}>
      <h2 id={`of-${requestId}`}>{tell({ zh: recipient.nameZh, en: recipient.nameEn })}</h2>
      <ConsentTerms voice={voice} consent={consent} />
      <p>{say(`consent.state.${consent.state}`)}</p>
      {next.length > 0 && (
        <ActForm visit={visit} id={`form-${requestId}`} action={tab}>
          <input type="hidden" name="request" value={requestId} />
          <input type="hidden" name="basis" value={form.get("basis") ?? ""} />
          {next.includes("give") && (
            <FieldChoice voice={voice} items={consent.items} ticked={[]} errors={[]} of={requestId} />
          )}
          <div class="actions">
            {next.map((act) => (
              <button key={act} class="govuk-button govuk-button--secondary" type="submit" name="do" value={act}>
                {say(doing[act])}
              </button>
            ))}
          </div>
        </ActForm>
      )}
      <details class="act">
        <summary>{say("consent.shown.all")}</summary>
        <LentRecords voice={voice} file={preview} />
      </details>
    </section>
  );
}

/** Who has come, and what is asked of them. */
async function find(visit: Visit): Promise<Answer> {
  const { voice, call } = visit;
  const { errors, basis, subject } = counterFound(visit);
  if (errors.length > 0) return show(visit, errors);
  const found = await call(listConsentsAtCounter, { body: { subject, basis } });
  if (!found.ok) return show(visit, errorsOf(voice, found.problem, ["subject", "basis"], "subject"));
  const asked: Asked[] = [];
  for (const consent of found.value.items.filter(({ next }) => next.length > 0)) {
    const params = { requestId: consent.requestId };
    const preview = await call(previewConsent, { params, body: { basis } });
    if (!preview.ok) return { problem: preview.problem };
    asked.push({ consent, preview: preview.value });
  }
  return show(visit, [], asked);
}

async function answer(visit: Visit, requestId: string): Promise<Answer> {
  const { voice, call, form } = visit;
  const params = { requestId };
  const basis = form.get("basis")?.trim() ?? "";
  const doing = form.get("do");
  const done =
    doing === "give"
      ? await call(giveConsent, { params, body: { basis, items: tickedFields(form.getAll("fields")) } })
      : await call(doing === "withdraw" ? withdrawConsent : refuseConsent, { params, body: { basis } });
  if (done.ok) return { goTo: `${tab}?done=${doing === "give" || doing === "withdraw" ? doing : "refuse"}` };
  return show(visit, errorsOf(voice, done.problem, ["basis"], "subject"));
}

export const counterConsentsPage: Page = {
  path: tab,
  signedIn: true,
  get: (visit) => show(visit),
  post: (visit) => {
    const requestId = visit.form.get("request");
    return requestId === null ? find(visit) : answer(visit, requestId);
  },
};
