/** How timely the agency's records came, and nil returns: nothing was decided in a period. */
import { getTimeliness, listSendable, sendNilReturn, type Timeliness } from "#contract/sending-aids.ts";
import { latestFirst, nilReturnsDue } from "#web/clock.ts";
import { typedDay } from "#web/formats.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { ClockChart, ClockTable } from "#web/parts/clock.tsx";
import { ErrorSummary, type FieldError, SelectField, TextField } from "#web/parts/form.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { askedPeriod, PeriodFields } from "#web/parts/period-form.tsx";
import { errorsOf } from "#web/refused.ts";
import type { Voice } from "#web/voice.ts";

const tab = "/intake/timeliness";

export const timelinessPage: Page = {
  path: tab,
  signedIn: true,
  get: async (visit) => {
    const { voice, call, query } = visit;
    const { say, day, to } = voice;
    const period = askedPeriod(visit);
    const found = await call(getTimeliness, { query: period.days });
    if (!found.ok) return { problem: found.problem };
    const { items } = found.value;
    const [first] = items;
    const until = first?.calendarKnownUntil;
    const due = first ? await nilReturnsDue(call, first.to) : [];
    return {
      title: say("area.intake.timeliness"),
      tab,
      indexed: false,
      status: period.errors.length > 0 ? 422 : 200,
      body: (
        <div class="wide">
          <ErrorSummary voice={voice} errors={period.errors} />
          {query.get("done") === "nil" && <Done text={say("nil.done")} />}
          <h1>{say("area.intake.timeliness")}</h1>
          <p class="prose-width">{say("clock.lead")}</p>
          <form class="filter" action={to(tab)} method="get" aria-label={say("publicity.filter")}>
            <PeriodFields voice={voice} period={period} />
            <p class="filter-actions">
              <button class="govuk-button" type="submit">
                {say("publicity.filter.button")}
              </button>
              <a href={to(tab)}>{say("publicity.filter.clear")}</a>
            </p>
          </form>
          {items.length === 0 ? (
            <Empty title={say("clock.none")} text={say("clock.none.text")} />
          ) : (
            <>
              <p>{say("clock.period", { from: day(first?.from ?? ""), to: day(first?.to ?? "") })}</p>
              <ClockChart voice={voice} items={items} />
              <ClockTable voice={voice} items={items} />
              {until && until < (first?.to ?? "") && <p class="notice">{say("clock.calendar", { day: day(until) })}</p>}
              <NilReturns voice={voice} items={items} due={due} />
            </>
          )}
        </div>
      ),
    };
  },
};

/** Nil returns sent, and those still due. */
function NilReturns({ voice, items, due }: { voice: Voice; items: readonly Timeliness[]; due: readonly Timeliness[] }) {
  const { say, tell, day, to } = voice;
  const sent = latestFirst(items).flatMap(({ item, itemTitle, nilReturns }) =>
    nilReturns.map((nil) => ({ key: `${item} ${nil.from}`, itemTitle, ...nil })),
  );
  return (
    <section aria-labelledby="nil">
      <div class="title-row">
        <h2 id="nil">{say("nil.title")}</h2>
        <a class="govuk-button govuk-button--secondary" href={to("/intake/nil")}>
          {say("nil.send")}
        </a>
      </div>
      {due.length > 0 && (
        <ul class="notice notice-strong">
          {due.map(({ item, itemTitle, from, to: until }) => (
            <li key={item}>
              {say("nil.due", { item: tell(itemTitle), from: day(from), to: day(until) })}{" "}
              <a href={to(`/intake/nil?${new URLSearchParams({ item, from, to: until })}`)}>{say("desk.nil.send")}</a>
            </li>
          ))}
        </ul>
      )}
      {sent.length === 0 ? (
        <p class="quiet">{say("nil.none")}</p>
      ) : (
        <ul>
          {sent.map(({ key, itemTitle, from, to: until }) => (
            <li key={key}>{say("nil.sent", { item: tell(itemTitle), from: day(from), to: day(until) })}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

async function showNil(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, form, query } = visit;
  const { say, tell } = voice;
  const found = await call(listSendable, {});
  if (!found.ok) return { problem: found.problem };
  const items = found.value.items.filter(({ workingDays }) => workingDays !== null);
  const value = (name: string) => form.get(name) ?? query.get(name) ?? "";
  return {
    title: say("nil.send"),
    tab,
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide prose">
        <ErrorSummary voice={voice} errors={errors} />
        <h1>{say("nil.send")}</h1>
        <p>{say("nil.lead")}</p>
        <ActForm visit={visit} action="/intake/nil">
          <SelectField
            voice={voice}
            id="item"
            label={say("send.item")}
            value={value("item")}
            options={[
              { value: "", text: say("form.choose") },
              ...items.map(({ item, title }) => ({ value: item, text: tell(title) })),
            ]}
            errors={errors}
          />
          {(["from", "to"] as const).map((field) => (
            <TextField
              key={field}
              voice={voice}
              id={field}
              label={say(`period.${field}`)}
              hint={say("entry.date.hint")}
              value={value(field)}
              errors={errors}
              width="short"
              autocomplete="off"
            />
          ))}
          <Submit text={say("nil.send")} />
        </ActForm>
      </div>
    ),
  };
}

export const nilPage: Page = {
  path: "/intake/nil",
  signedIn: true,
  get: (visit) => showNil(visit),
  post: async (visit) => {
    const { voice, call, form } = visit;
    const { say } = voice;
    const item = form.get("item") ?? "";
    const from = typedDay(form.get("from") ?? "");
    const to = typedDay(form.get("to") ?? "");
    const errors: FieldError[] = [];
    if (item === "") errors.push({ field: "item", text: say("send.item.error") });
    if (!from) errors.push({ field: "from", text: say("form.day.error") });
    if (!to) errors.push({ field: "to", text: say("form.day.error") });
    if (!from || !to || errors.length > 0) return showNil(visit, errors);
    const sent = await call(sendNilReturn, { body: { item, from, to } });
    if (!sent.ok) return showNil(visit, errorsOf(voice, sent.problem, ["item", "from", "to"]));
    return { goTo: `${tab}?done=nil` };
  },
};
