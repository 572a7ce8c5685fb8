/** Every clock of a subject on one page: its own inbox, and at a counter for somebody present. */
import { type InboxClock, readInboxAtCounter, readOwnInbox } from "#contract/inbox.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { CounterFind, counterFound } from "#web/parts/counter-find.tsx";
import type { FieldError } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { InboxClocks } from "#web/parts/inbox.tsx";
import { Empty } from "#web/parts/notice.tsx";
import { errorsOf } from "#web/refused.ts";

const tab = "/mine/inbox";
const counterTab = "/counter/inbox";

export const ownInboxPage: Page = {
  path: tab,
  signedIn: true,
  get: async ({ voice, call }) => {
    const { say } = voice;
    const found = await call(readOwnInbox, {});
    if (!found.ok) return { problem: found.problem };
    const { clocks } = found.value;
    return {
      title: say("area.mine.inbox"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          <h1>{say("area.mine.inbox")}</h1>
          <p class="prose-width">{say("inbox.lead")}</p>
          {clocks.length === 0 ? (
            <Empty title={say("inbox.none")} />
          ) : (
            <InboxClocks voice={voice} clocks={clocks} own={true} />
          )}
        </div>
      ),
    };
  },
};

function showCounter(
  visit: Visit,
  errors: readonly FieldError[] = [],
  clocks: readonly InboxClock[] | null = null,
): Answer {
  const { voice } = visit;
  const { say } = voice;
  return {
    title: say("area.inbox.counter"),
    tab: counterTab,
    path: counterTab,
    ...formPage(
      { voice, errors },
      <>
        <h1>{say("area.inbox.counter")}</h1>
        <p class="prose-width">{say("inbox.counter.lead")}</p>
        <CounterFind visit={visit} action={counterTab} errors={errors} />
        {clocks?.length === 0 && <Empty title={say("inbox.none")} />}
        {clocks && clocks.length > 0 && <InboxClocks voice={voice} clocks={clocks} own={false} />}
      </>,
    ),
  };
}

export const counterInboxPage: Page = {
  path: counterTab,
  signedIn: true,
  get: (visit) => showCounter(visit),
  post: async (visit) => {
    const { errors, basis, subject } = counterFound(visit);
    if (errors.length > 0) return showCounter(visit, errors);
    const found = await visit.call(readInboxAtCounter, { body: { subject, basis } });
    return found.ok
      ? showCounter(visit, [], found.value.clocks)
      : showCounter(visit, errorsOf(visit.voice, found.problem, ["subject", "basis"], "subject"));
  },
};
