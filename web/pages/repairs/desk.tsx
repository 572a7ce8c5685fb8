/** The recogniser's queue, overdue first; and what a body was shown that is repaired since. */
import { acknowledgeRepair, listRepaired, listRepairs } from "#contract/repair.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import type { FieldError } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { RepairItem } from "#web/parts/repair.tsx";
import { Tag } from "#web/parts/tag.tsx";
import { errorsOf } from "#web/refused.ts";

const tab = "/repairs";
const toldTab = "/repairs/told";

export const repairQueuePage: Page = {
  path: tab,
  signedIn: true,
  get: async ({ voice, call, query, path }) => {
    const { say, to } = voice;
    const cursor = query.get("cursor");
    const show = query.get("show") === "over" ? "over" : "waiting";
    const found = await call(listRepairs, { query: { limit: 50, show, ...(cursor ? { cursor } : {}) } });
    if (!found.ok) return { problem: found.problem };
    const { items, waiting, overdue, next } = found.value;
    return {
      title: say("area.repairs"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          {query.has("done") && <Done text={say("repair.done.decide")} />}
          <h1>{say("area.repairs")}</h1>
          <p>
            {say("repair.queue.count", { waiting, overdue })}{" "}
            <a href={to(show === "over" ? tab : `${tab}?show=over`)}>
              {say(show === "over" ? "repairs.queue.waiting" : "repairs.queue.over")}
            </a>
          </p>
          {items.length === 0 ? (
            <Empty title={say("repair.queue.none")} />
          ) : (
            <ul class="item-list">
              {items.map((repair) => (
                <li key={repair.requestId}>
                  <RepairItem voice={voice} repair={repair} address={`${tab}/${repair.requestId}`} />
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

/** What one's body was shown and is repaired since: to be confirmed as gone, the late ones named (C11). */
async function showTold(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, query, path } = visit;
  const { say, tell, day } = voice;
  const cursor = query.get("cursor");
  const found = await call(listRepaired, { query: { limit: 50, ...(cursor ? { cursor } : {}) } });
  if (!found.ok) return { problem: found.problem };
  const { items, next } = found.value;
  return {
    title: say("area.repairs.told"),
    tab: toldTab,
    ...formPage(
      { voice, errors },
      <>
        {query.has("done") && <Done text={say("repairs.told.done")} />}
        <h1>{say("area.repairs.told")}</h1>
        <p class="prose-width">{say("repairs.told.lead")}</p>
        {items.length === 0 ? (
          <Empty title={say("repairs.told.none")} />
        ) : (
          <ul class="item-list">
            {items.map((one) => (
              <li key={one.requestId}>
                <p>
                  {one.overdue && <Tag tone="adverse" text={say("repairs.overdue")} />}{" "}
                  <strong>{tell(one.recordTitle)}</strong>
                  {one.subject.name && <span lang={voice.chinese(one.subject.name)}> · {one.subject.name}</span>}
                </p>
                <p>
                  {say("repairs.told.line", {
                    by: tell({ zh: one.authority.nameZh, en: one.authority.nameEn }),
                    on: day(one.repairedOn),
                  })}
                </p>
                {one.confirmedOn ? (
                  <p class="quiet">{say("repairs.told.confirmed", { on: day(one.confirmedOn) })}</p>
                ) : (
                  <ActForm visit={visit} id={`told-${one.requestId}`} action={`${toldTab}?request=${one.requestId}`}>
                    <p>{say("repairs.told.due", { on: day(one.dueOn) })}</p>
                    <Submit text={say("repairs.told.button")} tone="secondary" />
                  </ActForm>
                )}
              </li>
            ))}
          </ul>
        )}
        <Pager voice={voice} path={path} next={next} first={cursor === null} />
      </>,
    ),
  };
}

export const repairedPage: Page = {
  path: toldTab,
  signedIn: true,
  get: (visit) => showTold(visit),
  post: async (visit) => {
    const requestId = visit.query.get("request") ?? "";
    const done = await visit.call(acknowledgeRepair, { params: { requestId }, body: {} });
    return done.ok ? { goTo: `${toldTab}?done=1` } : showTold(visit, errorsOf(visit.voice, done.problem, []));
  },
};
