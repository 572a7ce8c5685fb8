import type { FileView } from "#contract/ledger.ts";
import type { Voice } from "#web/voice.ts";
import { BarRow } from "./bars.tsx";

/** Counts: honours as visible as penalties, and an explicit line where nothing is recorded. */
export function FileSummary({ voice, file }: { voice: Voice; file: FileView }) {
  const { say, tell } = voice;
  const adverse = file.categories.reduce((sum, one) => sum + one.adverse, 0);
  const honours = file.categories
    .filter(({ category }) => category === 9 || category === 11)
    .reduce((sum, one) => sum + one.total - one.adverse, 0);
  return (
    <section aria-labelledby="summary">
      <h2 id="summary" class="govuk-visually-hidden">
        {say("file.summary.title")}
      </h2>
      <dl class="counts">
        <Count tone="honour" term={say("file.summary.honours")} count={honours} />
        <Count tone="plain" term={say("file.summary.other")} count={file.total - adverse - honours} />
        <Count tone="adverse" term={say("file.summary.adverse")} count={adverse} />
      </dl>
      <details class="categories">
        <summary>{say("file.categories.title")}</summary>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{say("file.categories.category")}</th>
              <th scope="col" class="figure">
                {say("file.categories.total")}
              </th>
              <th scope="col" class="figure">
                {say("file.categories.adverse")}
              </th>
            </tr>
          </thead>
          <tbody>
            {file.categories.map((one) => (
              <tr key={one.category}>
                <th scope="row">{tell(one.title)}</th>
                {one.total === 0 ? (
                  <td class="quiet figure" colspan={2}>
                    {say("file.categories.none")}
                  </td>
                ) : (
                  <>
                    <td class="figure">{one.total}</td>
                    <td class="figure">{one.adverse}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
        <p class="quiet">{say("file.categories.note")}</p>
      </details>
    </section>
  );
}

interface SectorsProps {
  readonly voice: Voice;
  readonly file: FileView;
  /** Address of the file with the days it is seen as of. */
  readonly path: string;
  readonly chosen: number | undefined;
}

/** The file by the sectors of the Outline: how much in each, and the way to each alone. */
export function FileSectors({ voice, file, path, chosen }: SectorsProps) {
  const { say, tell, to } = voice;
  if (file.sectors.length < 2) return null;
  const most = Math.max(...file.sectors.map(({ total }) => total));
  const address = (sector: number) => {
    const url = new URL(path, "http://here");
    url.searchParams.delete("cursor");
    url.searchParams.set("sector", String(sector));
    return `${to(url.pathname + url.search)}#records`;
  };
  return (
    <section aria-labelledby="sectors">
      <h2 id="sectors">{say("file.sectors.title")}</h2>
      <table class="table bar-table">
        <thead class="govuk-visually-hidden">
          <tr>
            <th scope="col">{say("publicity.sector")}</th>
            <td />
            <th scope="col">{say("file.categories.total")}</th>
          </tr>
        </thead>
        <tbody>
          {file.sectors.map(({ sector, title, total, adverse }) => (
            <BarRow
              key={sector}
              name={
                <a href={address(sector)} {...(sector === chosen ? { "aria-current": "true" as const } : {})}>
                  {tell(title)}
                </a>
              }
              bars={[
                { tone: "adverse", count: adverse },
                { tone: "plain", count: total - adverse },
              ]}
              most={most}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Count({ tone, term, count }: { tone: "honour" | "plain" | "adverse"; term: string; count: number }) {
  return (
    <div class={`count count-${tone}`}>
      <dt>{term}</dt>
      <dd>{count}</dd>
    </div>
  );
}
