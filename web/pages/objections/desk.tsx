/** The source's side: what waits for its answer, overdue first; the record beside the evidence; only lawful next acts. */
import {
  countLateness,
  getObjection,
  type Lateness,
  listObjections,
  listTold,
  type ObjectionView,
} from "#contract/objections.ts";
import { number } from "#web/formats.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { Done, Empty } from "#web/parts/notice.tsx";
import { authorityOf, ObjectedRecord, ObjectionHead, ObjectionHistory, ObjectionItem } from "#web/parts/objection.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { Tag } from "#web/parts/tag.tsx";
import { deskTab } from "./object.tsx";

export const deskAddressOf = (objectionId: string) => `${deskTab}/${objectionId}`;

export const objectionsPage: Page = {
  path: deskTab,
  signedIn: true,
  get: async ({ voice, call, query, path }) => {
    const { say, to } = voice;
    const over = query.get("show") === "over";
    const cursor = query.get("cursor");
    const found = await call(listObjections, {
      query: { limit: 20, show: over ? "over" : "waiting", ...(cursor ? { cursor } : {}) },
    });
    if (!found.ok) return { problem: found.problem };
    const { items, next, waiting, overdue } = found.value;
    return {
      title: say("area.objections"),
      tab: deskTab,
      indexed: false,
      body: (
        <div class="wide">
          <h1>{say("area.objections")}</h1>
          <p class="prose-width">{say("objection.desk.lead")}</p>
          <p class="notice">{say("objection.desk.counts", { waiting: number(waiting), overdue: number(overdue) })}</p>
          <p>
            <a href={to(over ? deskTab : `${deskTab}?show=over`)}>
              {say(over ? "objection.desk.waiting" : "objection.desk.over")}
            </a>
          </p>
          {items.length === 0 ? (
            <Empty title={say("objection.desk.none")} />
          ) : (
            <ul class="item-list">
              {items.map((objection) => (
                <li key={objection.objectionId}>
                  <ObjectionItem voice={voice} objection={objection} address={deskAddressOf(objection.objectionId)} />
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

/** An objection an officer may see, by the page's own address. */
export function findObjection({ call, params }: Visit) {
  return call(getObjection, { params: { objectionId: params["objectionId"] ?? "" } });
}

const doneWords = ["file", "uphold", "reject", "confirm", "extend", "keep", "release"] as const;

/** What the law lets be done next, each on a page of its own. */
function Actions({ visit, objection }: { visit: Visit; objection: ObjectionView }) {
  const { say, to } = visit.voice;
  const { next, objectionId } = objection;
  const at = deskAddressOf(objectionId);
  return (
    <p class="actions">
      {next.includes("uphold") && (
        <>
          <a class="govuk-button" href={to(`${at}/correct`)}>
            {say("objection.correct")}
          </a>
          <a class="govuk-button govuk-button--secondary" href={to(`${at}/uphold`)}>
            {say("objection.uphold")}
          </a>
        </>
      )}
      {next.includes("reject") && (
        <a class="govuk-button govuk-button--secondary" href={to(`${at}/reject`)}>
          {say("objection.reject")}
        </a>
      )}
      {next.includes("confirm") && <a href={to(`${at}/confirm`)}>{say("objection.confirm")}</a>}
      {next.includes("extend") && <a href={to(`${at}/extend`)}>{say("objection.extend")}</a>}
      {next.includes("keep") && <a href={to(`${at}/keep`)}>{say("objection.keep")}</a>}
      {next.includes("release-statement") && <a href={to(`${at}/release`)}>{say("objection.release")}</a>}
    </p>
  );
}

export const objectionPage: Page = {
  path: `${deskTab}/:objectionId`,
  signedIn: true,
  get: async (visit): Promise<Answer> => {
    const { voice, query } = visit;
    const { say, tell, to } = voice;
    const found = await findObjection(visit);
    if (!found.ok) return { problem: found.problem };
    const objection = found.value;
    const done = doneWords.find((one) => one === query.get("done"));
    return {
      title: `${say("objection.kind")}: ${tell(objection.recordTitle)}`,
      tab: deskTab,
      indexed: false,
      body: (
        <div class="wide">
          <p class="back">
            <a href={to(deskTab)}>{say("area.objections")}</a>
          </p>
          {done && <Done text={say(`objection.desk.done.${done}`)} />}
          <ObjectionHead voice={voice} objection={objection} />
          {objection.clock?.over && <p class="notice">{say("objection.desk.silent")}</p>}
          {objection.earlier && (
            <p class="notice">
              <a href={to(deskAddressOf(objection.earlier))}>{say("objection.desk.repeats")}</a>
            </p>
          )}
          <Actions visit={visit} objection={objection} />
          <div class="file">
            <div class="file-main">
              <ObjectionHistory voice={voice} objection={objection} />
            </div>
            <aside class="file-aside" aria-label={say("objection.record")}>
              <h2>{say("objection.record")}</h2>
              <ObjectedRecord voice={voice} objection={objection} />
            </aside>
          </div>
        </div>
      ),
    };
  },
};

export const toldPage: Page = {
  path: `${deskTab}/told`,
  signedIn: true,
  get: async ({ voice, call, query, path }) => {
    const { say, tell, day, moment } = voice;
    const cursor = query.get("cursor");
    const found = await call(listTold, { query: { limit: 50, ...(cursor ? { cursor } : {}) } });
    if (!found.ok) return { problem: found.problem };
    const { items, next } = found.value;
    return {
      title: say("area.objections.told"),
      tab: `${deskTab}/told`,
      indexed: false,
      body: (
        <div class="wide">
          <h1>{say("area.objections.told")}</h1>
          <p class="prose-width">{say("objection.told.lead")}</p>
          {items.length === 0 ? (
            <Empty title={say("objection.told.none")} />
          ) : (
            <ul class="item-list">
              {items.map((one) => (
                <li key={one.recordId + one.at}>
                  <p>
                    <Tag tone="notice" text={say(`objection.told.${one.change}`)} />{" "}
                    <strong>{tell(one.recordTitle)}</strong> · {authorityOf(voice, one)}
                    {one.subject.name && (
                      <span lang={voice.chinese(one.subject.name)}>
                        {` · ${one.subject.name} `}
                        <span class="code">{one.subject.code}</span>
                      </span>
                    )}
                  </p>
                  <p class="quiet">
                    {moment(one.at)} · {say("objection.told.shown", { on: day(one.lastShownOn) })}
                  </p>
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

function latenessPage(path: string): Page {
  return {
    path,
    signedIn: true,
    get: async ({ voice, call }) => {
      const { say } = voice;
      const found = await call(countLateness, {});
      if (!found.ok) return { problem: found.problem };
      const { items } = found.value;
      return {
        title: say("area.team.lateness"),
        tab: path,
        indexed: false,
        body: (
          <div class="wide">
            <h1>{say("area.team.lateness")}</h1>
            <p class="prose-width">{say("objection.lateness.lead")}</p>
            {items.length === 0 ? (
              <Empty title={say("objection.lateness.none")} />
            ) : (
              <LatenessTable voice={voice} items={items} />
            )}
          </div>
        ),
      };
    },
  };
}

function LatenessTable({ voice, items }: { voice: Visit["voice"]; items: readonly Lateness[] }) {
  const { say, day } = voice;
  const columns = ["waiting", "overdue", "answered", "answeredLate", "upheld"] as const;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("objection.authority")}</th>
          {columns.map((column) => (
            <th key={column} scope="col" class="figure">
              {say(`objection.lateness.${column}`)}
            </th>
          ))}
          <th scope="col">{say("objection.lateness.oldest")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.authority.code}>
            <th scope="row">{authorityOf(voice, one)}</th>
            {columns.map((column) => (
              <td key={column} class="figure" data-label={say(`objection.lateness.${column}`)}>
                {column === "overdue" && one.overdue > 0 ? (
                  <Tag tone="adverse" text={number(one.overdue)} />
                ) : (
                  number(one[column])
                )}
              </td>
            ))}
            <td class="nowrap" data-label={say("objection.lateness.oldest")}>
              {one.oldestDueOn ? day(one.oldestDueOn) : "—"}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const teamLatenessPage = latenessPage("/team/lateness");
export const auditLatenessPage = latenessPage("/audit/lateness");
