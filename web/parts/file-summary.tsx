import type { FileView } from "#contract/ledger.ts";
import type { Voice } from "#web/voice.ts";

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

function Count({ tone, term, count }: { tone: "honour" | "plain" | "adverse"; term: string; count: number }) {
  return (
    <div class={`count count-${tone}`}>
      <dt>{term}</dt>
      <dd>{count}</dd>
    </div>
  );
}
