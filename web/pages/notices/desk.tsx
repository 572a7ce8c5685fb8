/** The authority's side: its notices, each with what was answered and what may be done next. Every look is logged (C15). */
import { getNotice, listNotices, type NoticeView, noticeStates, offerNotice } from "#contract/notices.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { type FieldError, SelectField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { NoticeHead, NoticeHistory, NoticeItem, NoticeSheet } from "#web/parts/served-notice.tsx";
import { errorsOf } from "#web/refused.ts";

export const deskTab = "/notices";

export const deskAddressOf = (noticeId: string) => `${deskTab}/${noticeId}`;

export const noticesPage: Page = {
  path: deskTab,
  signedIn: true,
  get: async ({ voice, call, query, path }) => {
    const { say, to } = voice;
    const state = noticeStates.find((one) => one === query.get("state"));
    const cursor = query.get("cursor");
    const found = await call(listNotices, {
      query: { limit: 20, ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) },
    });
    if (!found.ok) return { problem: found.problem };
    const { items, next } = found.value;
    return {
      title: say("area.notices"),
      tab: deskTab,
      indexed: false,
      body: (
        <div class="wide">
          <h1>{say("area.notices")}</h1>
          <p class="prose-width">{say("notice.desk.lead")}</p>
          <form class="filter" action={to(deskTab)} method="get">
            <SelectField
              voice={voice}
              id="state"
              label={say("notice.desk.state")}
              value={state ?? ""}
              options={[
                { value: "", text: say("notice.desk.all") },
                ...noticeStates.map((value) => ({ value, text: say(`notice.state.${value}`) })),
              ]}
              errors={[]}
            />
            <p class="filter-actions">
              <button class="govuk-button" type="submit">
                {say("notice.desk.show")}
              </button>
            </p>
          </form>
          {items.length === 0 ? (
            <Empty title={say("notice.desk.none")} text={say("notice.desk.none.text")} />
          ) : (
            <ul class="item-list">
              {items.map((notice) => (
                <li key={notice.noticeId}>
                  <NoticeItem voice={voice} notice={notice} address={deskAddressOf(notice.noticeId)} />
                </li>
              ))}
            </ul>
          )}
          <Pager voice={voice} path={path} next={next} first={cursor === null} />
        </div>
      ),
    };
  },
};

/** A notice an officer may see, by the page's own address. */
export function findNotice({ call, params }: Visit) {
  return call(getNotice, { params: { noticeId: params["noticeId"] ?? "" } });
}

/** What the law lets be done next, and nothing else. */
function Actions({ visit, notice }: { visit: Visit; notice: NoticeView }) {
  const { say, to } = visit.voice;
  const { state, answer, electronic, ownEntry, noticeId } = notice;
  const at = deskAddressOf(noticeId);
  if (state === "withdrawn") return null;
  return (
    <>
      {state === "drawn" && electronic && (
        <ActForm visit={visit} action={at}>
          <p>{say("notice.offer.text")}</p>
          <Submit text={say("notice.offer")} />
        </ActForm>
      )}
      {state === "drawn" && !electronic && <p class="quiet">{say("notice.offer.not-agreed")}</p>}
      <p class="actions">
        <a class="govuk-button govuk-button--secondary" href={to(`${at}/service`)}>
          {say(state === "served" ? "notice.service.again" : "notice.service")}
        </a>
        {state !== "served" && <a href={to(`${at}/failed-service`)}>{say("notice.failed")}</a>}
        {state === "served" && answer && <a href={to(`${at}/extend`)}>{say("notice.extend")}</a>}
        {state === "served" && answer && !ownEntry && <a href={to(`${at}/counter`)}>{say("notice.counter")}</a>}
        <a href={to(`${at}/withdraw`)}>{say("notice.withdraw")}</a>
      </p>
      {state === "served" && answer && ownEntry && <p class="quiet">{say("notice.counter.own-entry")}</p>}
    </>
  );
}

const doneWords = ["offer", "service", "failed", "extend", "withdraw", "counter"] as const;

async function showNotice(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, query } = visit;
  const { say, tell, to } = voice;
  const found = await findNotice(visit);
  if (!found.ok) return { problem: found.problem };
  const notice = found.value;
  const done = doneWords.find((one) => one === query.get("done"));
  return {
    title: tell(notice.content.title),
    tab: deskTab,
    ...formPage(
      { voice, errors },
      <>
        <p class="back">
          <a href={to(deskTab)}>{say("notice.desk.back")}</a>
        </p>
        {done && <Done text={say(`notice.desk.done.${done}`)} />}
        <NoticeHead voice={voice} notice={notice} />
        <Actions visit={visit} notice={notice} />
        <NoticeHistory voice={voice} notice={notice} />
        <NoticeSheet voice={voice} notice={notice} />
      </>,
    ),
  };
}

/** Posting makes it available electronically. */
export const noticePage: Page = {
  path: `${deskTab}/:noticeId`,
  signedIn: true,
  get: (visit) => showNotice(visit),
  post: async (visit) => {
    const noticeId = visit.params["noticeId"] ?? "";
    const offered = await visit.call(offerNotice, { params: { noticeId }, body: {} });
    if (offered.ok) return { goTo: `${deskAddressOf(noticeId)}?done=offer` };
    return showNotice(visit, errorsOf(visit.voice, offered.problem, []));
  },
};
