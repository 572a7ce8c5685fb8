import type { Answered } from "#contract/endpoint.ts";
import type { listDecisions } from "#contract/ledger.ts";
import type { Voice } from "#web/voice.ts";
import { Tag } from "./tag.tsx";

/** Decisions about organisations, newest first; on a phone each is a card. */
export function DecisionTable({ voice, list }: { voice: Voice; list: Answered<typeof listDecisions> }) {
  const { say, tell, day, to } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("publicity.list.date")}</th>
          <th scope="col">{say("publicity.list.subject")}</th>
          <th scope="col">{say("publicity.list.kind")}</th>
          <th scope="col">{say("publicity.list.authority")}</th>
          <th scope="col">
            <span class="govuk-visually-hidden">{say("publicity.list.record")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {list.items.map(({ subject, record }) => {
          const legend = list.legends[record.item];
          const authority = list.authorities[record.authority];
          return (
            <tr key={record.recordId}>
              <td class="nowrap">{day(record.decidedOn)}</td>
              <th scope="row">
                <a href={to(`/organisations/${subject.code}`)} lang={voice.chinese(subject.name)}>
                  {subject.name}
                </a>
              </th>
              <td>
                <Tag tone={record.adverse ? "adverse" : "plain"} text={legend ? tell(legend.title) : record.item} />
              </td>
              <td>{authority ? tell(authority) : record.authority}</td>
              <td class="nowrap">
                <a
                  href={to(`/organisations/${subject.code}/records/${record.recordId}`)}
                  aria-label={`${say("publicity.list.record")} ${subject.name} ${day(record.decidedOn)}`}
                >
                  {say("publicity.list.record")}
                </a>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
