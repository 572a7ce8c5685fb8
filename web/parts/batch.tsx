/** A batch: how it stands, what became of its rows, how far it is. */
import type { BatchView } from "#contract/batches.ts";
import { number } from "#web/formats.ts";
import type { Voice } from "#web/voice.ts";
import { Tag, type Tone } from "./tag.tsx";

const tones: Readonly<Record<BatchView["state"], Tone>> = {
  waiting: "notice",
  running: "notice",
  cancelling: "notice",
  finished: "plain",
  cancelled: "quiet",
  failed: "adverse",
};

/** Whether rows are still being looked at, or are going to be. */
export function goesOn({ state }: BatchView): boolean {
  return state === "waiting" || state === "running" || state === "cancelling";
}

export function BatchState({ voice: { say }, batch }: { voice: Voice; batch: BatchView }) {
  return (
    <>
      <Tag tone={tones[batch.state]} text={say(`batch.state.${batch.state}`)} />
      {batch.dryRun && <Tag tone="quiet" text={say("batch.dry-run")} />}
      {batch.undoneBy && <Tag tone="quiet" text={say("batch.undone")} />}
    </>
  );
}

const verdicts = ["accepted", "corrected", "unchanged", "held", "refused"] as const;
export type Tally = (typeof verdicts)[number];

/** What became of the rows: a figure each, nothing left out, so that the clerk sees they add up. */
export function Tallies({ voice: { say }, batch }: { voice: Voice; batch: Readonly<Record<Tally | "rows", number>> }) {
  return (
    <dl class="tallies" data-live="tallies">
      <div>
        <dt>{say("batch.rows")}</dt>
        <dd>{number(batch.rows)}</dd>
      </div>
      {verdicts.map((verdict) => (
        <div key={verdict} class={batch[verdict] > 0 ? `tally-${verdict}` : "tally-none"}>
          <dt>{say(`batch.${verdict}`)}</dt>
          <dd>{number(batch[verdict])}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How far a batch is. */
export function Progress({ voice: { say }, batch }: { voice: Voice; batch: BatchView }) {
  const { rowsExpected, lastRow } = batch;
  const said =
    rowsExpected === null
      ? say("batch.progress.rows", { done: number(lastRow) })
      : say("batch.progress.of", { done: number(lastRow), all: number(rowsExpected) });
  return (
    <div class="progress">
      <label for="progress" data-live="said">
        {batch.state === "waiting" ? say("batch.progress.waiting") : said}
      </label>
      <progress id="progress" data-live="bar" {...(rowsExpected ? { value: lastRow, max: rowsExpected } : {})} />
    </div>
  );
}

/** Batches in a table, newest first. `overseen`: of every agency, each under its code, for whoever may not open them. */
export function BatchTable(props: { voice: Voice; batches: readonly BatchView[]; overseen?: true }) {
  const { voice, batches, overseen } = props;
  const { say, tell, moment, to } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("batch.entered")}</th>
          <th scope="col">{say("batch.what")}</th>
          <th scope="col">{say("batch.state")}</th>
          <th scope="col" class="figure">
            {say("batch.rows")}
          </th>
          <th scope="col" class="figure">
            {say("batch.held")}
          </th>
          <th scope="col" class="figure">
            {say("batch.refused")}
          </th>
        </tr>
      </thead>
      <tbody>
        {batches.map((batch) => (
          <tr key={batch.batchId}>
            <td class="nowrap">{moment(batch.enteredAt)}</td>
            <th scope="row">
              {overseen ? (
                tell(batch.itemTitle)
              ) : (
                <a href={to(`/intake/batches/${batch.batchId}`)}>{tell(batch.itemTitle)}</a>
              )}
              {overseen && <code class="under">{batch.agency}</code>}
              <span class="under" lang={voice.chinese(batch.fileName ?? "")}>
                {batch.source === "file" ? batch.fileName : say(`batch.source.${batch.source}`)}
              </span>
            </th>
            <td>
              <BatchState voice={voice} batch={batch} />
            </td>
            <td class="figure" data-label={say("batch.rows")}>
              {number(batch.rows)}
            </td>
            <td class="figure" data-label={say("batch.held")}>
              {batch.held > 0 ? <strong class="figure-held">{number(batch.held)}</strong> : number(0)}
            </td>
            <td class="figure" data-label={say("batch.refused")}>
              {batch.refused > 0 ? <strong class="figure-refused">{number(batch.refused)}</strong> : number(0)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
