/** The subject's side: everything served on it with its dates, and each notice to read. Opening pages serves nothing. */
import {
  chooseService,
  getOwnNotice,
  listOwnNotices,
  type NoticeLine,
  type NoticeView,
  receiveNotice,
} from "#contract/notices.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { Checkboxes, type FieldError } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { authorityOf, NoticeHead, NoticeHistory, NoticeItem, NoticeSheet } from "#web/parts/served-notice.tsx";
import { errorsOf } from "#web/refused.ts";

export const tab = "/mine/notices";

export const addressOf = (noticeId: string) => `${tab}/${noticeId}`;

/** The earliest date first: what waits for the subject stands on top. */
function inOrder(items: readonly NoticeLine[]): NoticeLine[] {
  const urgency = ({ state, answer, waivedOn, servedOn }: NoticeLine) => {
    if (state === "offered") return "0";
    if (state === "served" && answer && !answer.over && !waivedOn) return `1 ${answer.dueOn ?? answer.notBefore}`;
    return `2 ${String(99_999_999 - Number((servedOn ?? "").replaceAll("-", "")))}`;
  };
  return items.toSorted((a, b) => (urgency(a) < urgency(b) ? -1 : 1));
}

async function showInbox(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, query } = visit;
  const { say } = voice;
  const found = await call(listOwnNotices, {});
  if (!found.ok) return { problem: found.problem };
  const { items, subjects } = found.value;
  return {
    title: say("area.mine.notices"),
    tab,
    ...formPage(
      { voice, errors },
      <>
        {query.has("done") && <Done text={say("notice.choice.done")} />}
        <h1>{say("area.mine.notices")}</h1>
        <p class="prose-width">{say("notice.mine.lead")}</p>
        {items.length === 0 ? (
          <Empty title={say("notice.mine.none")} text={say("notice.mine.none.text")} />
        ) : (
          <ul class="item-list">
            {inOrder(items).map((notice) => (
              <li key={notice.noticeId}>
                <NoticeItem voice={voice} notice={notice} address={addressOf(notice.noticeId)} />
              </li>
            ))}
          </ul>
        )}
        <h2>{say("notice.choice")}</h2>
        <p class="prose-width">{say("notice.choice.text")}</p>
        {subjects.map(({ subjectId, name, electronic }) => (
          <ActForm key={subjectId} visit={visit} id={`choice-${subjectId}`} action={tab}>
            <input type="hidden" name="subject" value={subjectId} />
            <input type="hidden" name="electronic" value={electronic ? "no" : "yes"} />
            <p>
              {name && <strong lang={voice.chinese(name)}>{name} </strong>}
              {say(electronic ? "notice.choice.is-electronic" : "notice.choice.is-paper")}
            </p>
            <Submit text={say(electronic ? "notice.choice.withdraw" : "notice.choice.agree")} tone="secondary" />
          </ActForm>
        ))}
      </>,
    ),
  };
}

export const ownNoticesPage: Page = {
  path: tab,
  signedIn: true,
  get: (visit) => showInbox(visit),
  post: async (visit) => {
    const { voice, call, form } = visit;
    const body = { subjectId: form.get("subject") ?? "", electronic: form.get("electronic") === "yes" };
    const chosen = await call(chooseService, { body });
    if (chosen.ok) return { goTo: `${tab}?done=1` };
    return showInbox(visit, errorsOf(voice, chosen.problem, [], `choice-${body.subjectId}`));
  },
};

const doneWords = ["receive", "answer", "hearing", "waive"] as const;

/** What may still be done, as links to a page of its own each. */
function Actions({ visit: { voice }, notice }: { visit: Visit; notice: NoticeView }) {
  const { say, to } = voice;
  const { state, answer, hearing, hearingAskedOn, waivedOn, noticeId } = notice;
  if (state !== "served" || !answer) return null;
  const at = addressOf(noticeId);
  return (
    <p class="actions">
      <a class="govuk-button" href={to(`${at}/answer`)}>
        {say("notice.answer")}
      </a>
      {hearing && !hearing.over && !hearingAskedOn && <a href={to(`${at}/hearing`)}>{say("notice.hearing")}</a>}
      {!answer.over && !waivedOn && <a href={to(`${at}/waive`)}>{say("notice.waive")}</a>}
    </p>
  );
}

export const ownNoticePage: Page = {
  path: `${tab}/:noticeId`,
  signedIn: true,
  get: async (visit) => {
    const { voice, call, params, query } = visit;
    const { say, tell, to } = voice;
    const noticeId = params["noticeId"] ?? "";
    const found = await call(getOwnNotice, { params: { noticeId } });
    if (!found.ok)
      return found.problem.code === "notices.unread"
        ? { goTo: `${addressOf(noticeId)}/receive` }
        : { problem: found.problem };
    const notice = found.value;
    const done = doneWords.find((one) => one === query.get("done"));
    return {
      title: tell(notice.content.title),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          <p class="back">
            <a href={to(tab)}>{say("notice.back")}</a>
          </p>
          {done && <Done text={say(`notice.done.${done}`)} />}
          <NoticeHead voice={voice} notice={notice} />
          <Actions visit={visit} notice={notice} />
          <NoticeSheet voice={voice} notice={notice} />
          <NoticeHistory voice={voice} notice={notice} />
        </div>
      ),
    };
  },
};

async function showReceive(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, params } = visit;
  const { say, to } = voice;
  const noticeId = params["noticeId"] ?? "";
  const found = await call(listOwnNotices, {});
  if (!found.ok) return { problem: found.problem };
  const notice = found.value.items.find((one) => one.noticeId === noticeId);
  if (notice?.state === "served") return { goTo: addressOf(noticeId) };
  if (notice?.state !== "offered") return { goTo: tab };
  return {
    title: say("notice.receive"),
    tab,
    ...formPage(
      { voice, errors },
      <>
        <p class="back">
          <a href={to(tab)}>{say("notice.back")}</a>
        </p>
        <h1>{say("notice.receive")}</h1>
        <p class="prose-width">
          {say(`notice.kind.${notice.kind}`)} · {authorityOf(voice, notice)}
        </p>
        <p class="notice">{say("notice.receive.text")}</p>
        <ActForm visit={visit} action={`${addressOf(noticeId)}/receive`}>
          <Checkboxes
            voice={voice}
            id="confirm"
            label={say("notice.receive.confirm")}
            values={[]}
            options={[{ value: "yes", text: say("notice.receive.confirm.text") }]}
            errors={errors}
          />
          <div class="actions">
            <Submit text={say("notice.receive.button")} />
            <a href={to(tab)}>{say("notice.receive.later")}</a>
          </div>
        </ActForm>
      </>,
    ),
  };
}

/** Says before it is opened that opening is service. */
export const receiveNoticePage: Page = {
  path: `${tab}/:noticeId/receive`,
  signedIn: true,
  get: (visit) => showReceive(visit),
  post: async (visit) => {
    const { voice, call, form, params } = visit;
    if (!form.has("confirm"))
      return showReceive(visit, [{ field: "confirm", text: voice.say("notice.receive.confirm.error") }]);
    const noticeId = params["noticeId"] ?? "";
    const received = await call(receiveNotice, { params: { noticeId }, body: { confirm: true } });
    if (received.ok) return { goTo: `${addressOf(noticeId)}?done=receive` };
    return showReceive(visit, errorsOf(voice, received.problem, ["confirm"]));
  },
};
