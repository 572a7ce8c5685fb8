/** What was found in rows: grouped, the most frequent first, and row by row. */
import type { FindingView } from "#contract/batches.ts";
import { number } from "#web/formats.ts";
import type { Voice } from "#web/voice.ts";
import { Tag, type Tone } from "./tag.tsx";

const tones: Readonly<Record<FindingView["verdict"], Tone>> = { refuse: "adverse", hold: "notice", note: "quiet" };

export function FindingVerdict({ voice: { say }, verdict }: { voice: Voice; verdict: FindingView["verdict"] }) {
  return <Tag tone={tones[verdict]} text={say(`finding.${verdict}`)} />;
}

/** Where in its row: the column as the file calls it, or the field. */
export function placeOfFinding({ tell }: Voice, { column, fieldTitle }: FindingView): string {
  return column ?? (fieldTitle ? tell(fieldTitle) : "");
}

/** Reason, remedy and article in one cell. */
function Why({ voice, finding }: { voice: Voice; finding: FindingView }) {
  const { say, tell } = voice;
  return (
    <>
      <strong>{tell(finding.reason)}</strong>
      <span class="under">{tell(finding.remedy)}</span>
      {finding.article && <span class="under">{say("finding.article", { article: finding.article })}</span>}
    </>
  );
}

/** Findings of a kind as one line. */
export function FindingSummary({
  voice,
  groups,
}: {
  voice: Voice;
  groups: readonly { readonly rows: number; readonly example: FindingView }[];
}) {
  const { say } = voice;
  return (
    <table class="table fold">
      <caption>{say("finding.summary")}</caption>
      <thead>
        <tr>
          <th scope="col">{say("finding.verdict")}</th>
          <th scope="col">{say("finding.why")}</th>
          <th scope="col">{say("finding.column")}</th>
          <th scope="col" class="figure">
            {say("finding.rows")}
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ rows, example }) => (
          <tr key={example.code + example.field + example.column}>
            <td>
              <FindingVerdict voice={voice} verdict={example.verdict} />
            </td>
            <td>
              <Why voice={voice} finding={example} />
            </td>
            <td data-label={say("finding.column")} lang={voice.chinese(placeOfFinding(voice, example))}>
              {placeOfFinding(voice, example)}
            </td>
            <td class="figure" data-label={say("finding.rows")}>
              {number(rows)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function FindingTable({ voice, findings }: { voice: Voice; findings: readonly FindingView[] }) {
  const { say } = voice;
  return (
    <table class="table fold">
      <caption>{say("finding.each")}</caption>
      <thead>
        <tr>
          <th scope="col" class="figure">
            {say("finding.row")}
          </th>
          <th scope="col">{say("finding.column")}</th>
          <th scope="col">{say("finding.value")}</th>
          <th scope="col">{say("finding.verdict")}</th>
          <th scope="col">{say("finding.why")}</th>
        </tr>
      </thead>
      <tbody>
        {findings.map((finding, at) => (
          <tr key={`${finding.row} ${finding.code} ${finding.field} ${at}`}>
            <th scope="row" class="figure" data-label={say("finding.row")}>
              {finding.row}
            </th>
            <td data-label={say("finding.column")} lang={voice.chinese(placeOfFinding(voice, finding))}>
              {placeOfFinding(voice, finding)}
            </td>
            <td data-label={say("finding.value")} class="value" lang={voice.chinese(finding.value ?? "")}>
              {finding.value}
            </td>
            <td>
              <FindingVerdict voice={voice} verdict={finding.verdict} />
            </td>
            <td>
              <Why voice={voice} finding={finding} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
