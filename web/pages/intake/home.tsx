/** Where an officer's day begins: what waits, what is due, what may be sent, what was sent last. */
import type { Static } from "typebox";
import { listBatches } from "#contract/batches.ts";
import { type HeldView, listHeld } from "#contract/held.ts";
import { getTimeliness, listSendable, type Timeliness } from "#contract/sending-aids.ts";
import { type KeptMapping, listMappings } from "#contract/uploads.ts";
import { nilReturnsDue } from "#web/clock.ts";
import type { Page } from "#web/page.ts";
import { BatchTable } from "#web/parts/batch.tsx";
import { ClockTable } from "#web/parts/clock.tsx";
import { Empty } from "#web/parts/notice.tsx";
import type { Voice } from "#web/voice.ts";

type Sendable = Static<(typeof listSendable)["response"]>["items"][number];

const waitingShown = 5;

export const officerHomePage: Page = {
  path: "/intake",
  signedIn: true,
  get: async ({ voice, call, me }) => {
    const { say, tell, to } = voice;
    const sendable = await call(listSendable, {});
    if (!sendable.ok) return { problem: sendable.problem };
    const [timeliness, held, batches, mappings] = await Promise.all([
      call(getTimeliness, { query: {} }),
      call(listHeld, { query: { limit: waitingShown } }),
      call(listBatches, { query: { limit: 6 } }),
      call(listMappings, { query: {} }),
    ]);
    const clock = timeliness.ok ? timeliness.value.items : [];
    const today = clock[0]?.to ?? null;
    const due = today === null ? [] : await nilReturnsDue(call, today);
    const waiting = held.ok ? held.value.items : [];
    return {
      title: say("area.intake.home"),
      tab: "/intake",
      indexed: false,
      body: (
        <div class="wide">
          <div class="title-row">
            <h1>{me?.agency ? tell({ zh: me.agency.nameZh, en: me.agency.nameEn }) : say("area.intake.home")}</h1>
            <p class="actions">
              <a class="govuk-button" href={to("/intake/send")}>
                {say("area.intake.send")}
              </a>
              <a class="govuk-button govuk-button--secondary" href={to("/intake/enter")}>
                {say("area.intake.enter")}
              </a>
            </p>
          </div>
          <div class="file">
            <div class="file-main">
              <Waiting voice={voice} held={waiting} more={held.ok && held.value.next !== null} />
              <Clock voice={voice} items={clock} due={due} />
              <section aria-labelledby="last">
                <h2 id="last">{say("desk.last")}</h2>
                {batches.ok && batches.value.items.length > 0 ? (
                  <>
                    <BatchTable voice={voice} batches={batches.value.items} />
                    <p>
                      <a href={to("/intake/batches")}>{say("desk.all-batches")}</a>
                    </p>
                  </>
                ) : (
                  <Empty title={say("batch.none")} text={say("batch.none.text")} />
                )}
              </section>
              <Items voice={voice} items={sendable.value.items} />
            </div>
            <aside class="file-aside">
              <Kept voice={voice} mappings={mappings.ok ? mappings.value.items : []} />
            </aside>
          </div>
        </div>
      ),
    };
  },
};

/** Rows that wait for a person, oldest first. */
function Waiting({ voice, held, more }: { voice: Voice; held: readonly HeldView[]; more: boolean }) {
  const { say, tell, to, moment } = voice;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{say("desk.waiting")}</h2>
      {held.length === 0 ? (
        <p class="quiet">{say("desk.waiting.none")}</p>
      ) : (
        <>
          <ul class="waiting">
            {held.map((row) => (
              <li key={`${row.batchId} ${row.row}`}>
                <a href={to(`/intake/held/${row.batchId}/${row.row}`)}>
                  {say("desk.waiting.row", { item: tell(row.itemTitle), row: row.row })}
                </a>
                <span class="under">
                  {row.findings
                    .filter(({ verdict }) => verdict === "hold")
                    .slice(0, 1)
                    .map(({ reason }) => tell(reason))}
                </span>
                <span class="under">{say("desk.waiting.since", { at: moment(row.heldAt) })}</span>
              </li>
            ))}
          </ul>
          <p>
            <a href={to("/intake/held")}>{more ? say("desk.waiting.more") : say("desk.waiting.all")}</a>
          </p>
        </>
      )}
    </section>
  );
}

/** The clock of seven working days, late items first, and months of which nothing was heard. */
function Clock({ voice, items, due }: { voice: Voice; items: readonly Timeliness[]; due: readonly Timeliness[] }) {
  const { say, tell, month, to } = voice;
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="clock">
      <h2 id="clock">{say("desk.clock")}</h2>
      <p class="prose-width">{say("desk.clock.text", { days: items[0]?.workingDays ?? 0 })}</p>
      {due.length > 0 && (
        <div class="notice notice-strong">
          <p>
            <strong>{say("desk.nil", { month: month(due[0]?.from.slice(0, 7) ?? "") })}</strong>
          </p>
          <ul>
            {due.map(({ item, itemTitle, from, to: until }) => (
              <li key={item}>
                {tell(itemTitle)}{" "}
                <a href={to(`/intake/nil?${new URLSearchParams({ item, from, to: until })}`)}>{say("desk.nil.send")}</a>
              </li>
            ))}
          </ul>
        </div>
      )}
      <ClockTable voice={voice} items={items} />
      <p>
        <a href={to("/intake/timeliness")}>{say("desk.clock.more")}</a>
      </p>
    </section>
  );
}

/** What the agency may send, with the ways to do it. */
function Items({ voice, items }: { voice: Voice; items: readonly Sendable[] }) {
  const { say, tell, to } = voice;
  return (
    <section aria-labelledby="items">
      <h2 id="items">{say("desk.items")}</h2>
      {items.length === 0 ? (
        <Empty title={say("send.no-items")} text={say("send.no-items.text")} />
      ) : (
        <table class="table fold">
          <thead>
            <tr>
              <th scope="col">{say("desk.item")}</th>
              <th scope="col">{say("desk.template")}</th>
              <th scope="col">{say("desk.send")}</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ item, title }) => (
              <tr key={item}>
                <th scope="row">
                  <a href={to(`/rules/items/${item}`)}>{tell(title)}</a>
                </th>
                <td data-label={say("desk.template")}>
                  <span class="links">
                    {(["xlsx", "csv"] as const).map((format) => (
                      <a key={format} href={`/api/v1/intake/templates/${item}?format=${format}`} download>
                        {say(`desk.template.${format}`)}
                        <span class="govuk-visually-hidden"> {tell(title)}</span>
                      </a>
                    ))}
                  </span>
                </td>
                <td data-label={say("desk.send")}>
                  <span class="links">
                    <a href={to(`/intake/send?${new URLSearchParams({ item })}`)}>
                      {say("desk.send.file")}
                      <span class="govuk-visually-hidden"> {tell(title)}</span>
                    </a>
                    <a href={to(`/intake/enter/${item}`)}>
                      {say("desk.send.one")}
                      <span class="govuk-visually-hidden"> {tell(title)}</span>
                    </a>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Mappings the agency kept: a file in the same columns needs no second thought. */
function Kept({ voice, mappings }: { voice: Voice; mappings: readonly KeptMapping[] }) {
  const { say, tell, day, to } = voice;
  return (
    <section class="box" aria-labelledby="kept">
      <h2 id="kept">{say("desk.mappings")}</h2>
      {mappings.length === 0 ? (
        <p class="quiet">{say("desk.mappings.none")}</p>
      ) : (
        <ul class="kept">
          {mappings.map(({ mapping, version, savedAt }) => (
            <li key={mapping.id}>
              <a
                href={to(`/intake/send?${new URLSearchParams({ item: mapping.item, mapping: mapping.id })}`)}
                lang={voice.chinese(tell(mapping.title))}
              >
                {tell(mapping.title)}
              </a>
              <span class="under">{say("desk.mappings.version", { version, day: day(savedAt) })}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
