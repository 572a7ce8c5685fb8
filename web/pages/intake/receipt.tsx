/** The receipt of a batch, to print or keep; and taking a whole batch back. */
import { getBatch, getReceipt, previewUndo, undoBatch } from "#contract/batches.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { Tallies } from "#web/parts/batch.tsx";
import { type FieldError, ReasonField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { errorsOf } from "#web/refused.ts";
import { BatchHead } from "./batches.tsx";

const tab = "/intake/batches";

const batchIdOf = ({ params }: Pick<Visit, "params">) => ({ batchId: params["batchId"] ?? "" });

export const receiptPage: Page = {
  path: `${tab}/:batchId/receipt`,
  signedIn: true,
  get: async (visit) => {
    const { voice, call, me } = visit;
    const { say, tell, moment } = voice;
    const params = batchIdOf(visit);
    const batch = await call(getBatch, { params });
    if (!batch.ok) return { problem: batch.problem };
    const found = await call(getReceipt, { params });
    if (!found.ok) return { problem: found.problem };
    const receipt = found.value;
    const facts: [string, string][] = [
      [say("receipt.batch"), receipt.batch],
      [
        say("receipt.agency"),
        `${me?.agency ? tell({ zh: me.agency.nameZh, en: me.agency.nameEn }) : ""} ${receipt.agency}`,
      ],
      [say("receipt.item"), `${tell(batch.value.itemTitle)} ${receipt.item}`],
      [say("receipt.source"), say(`batch.source.${receipt.source}`)],
      [say("receipt.end"), say(`batch.state.${receipt.end}`)],
      ...(receipt.file ? [[say("receipt.file"), receipt.file.sha256] as [string, string]] : []),
      [say("batch.entered"), moment(receipt.enteredAt)],
      [say("batch.ended"), moment(receipt.finishedAt)],
      [say("receipt.root"), receipt.commitments.root],
      [say("receipt.size"), String(receipt.commitments.size)],
      [say("receipt.key"), receipt.keyId],
      [say("receipt.signature"), receipt.signature],
    ];
    return {
      title: say("receipt.title"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          <p class="back">
            <a href={voice.to(`${tab}/${receipt.batch}`)}>{say("batch.back-to")}</a>
          </p>
          <article class="receipt" aria-labelledby="receipt">
            <h1 id="receipt">{say("receipt.title")}</h1>
            {receipt.dryRun && <p class="notice">{say("receipt.dry-run")}</p>}
            <Tallies voice={voice} batch={receipt} />
            <dl class="pairs">
              {facts.map(([name, fact]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd class={/^\S{20,}$/.test(fact) ? "code" : undefined}>{fact}</dd>
                </div>
              ))}
            </dl>
            <p class="quiet">{say("receipt.text")}</p>
          </article>
          <p class="actions no-print">
            <a
              class="govuk-button"
              href={`/api/v1/intake/batches/${receipt.batch}/receipt`}
              download={`chengxin-receipt-${receipt.batch}.json`}
            >
              {say("receipt.download")}
            </a>
            <span class="quiet">{say("receipt.print")}</span>
          </p>
        </div>
      ),
    };
  },
};

async function askUndo(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, form } = visit;
  const { say } = voice;
  const found = await call(getBatch, { params: batchIdOf(visit) });
  if (!found.ok) return { problem: found.problem };
  const batch = found.value;
  const preview = await call(previewUndo, { params: batchIdOf(visit) });
  if (!preview.ok) return { problem: preview.problem };
  const { changedSince } = preview.value;
  return {
    title: say("undo.title"),
    tab,
    ...formPage(
      { voice, errors },
      <>
        <BatchHead visit={visit} batch={batch} />
        <h2>{say("undo.title")}</h2>
        <ul class="prose-width">
          <li>{say("undo.recorded", { count: batch.accepted })}</li>
          <li>{say("undo.corrected", { count: batch.corrected })}</li>
          <li>{changedSince > 0 ? say("undo.since.some", { count: changedSince }) : say("undo.since")}</li>
          <li>{say("undo.kept")}</li>
        </ul>
        <ActForm visit={visit} action={`${tab}/${batch.batchId}/undo`}>
          <ReasonField
            voice={voice}
            errors={errors}
            value={form.get("reason") ?? ""}
            hint="undo.reason.hint"
            rows={3}
          />
          <div class="actions">
            <Submit text={say("undo.button")} tone="warning" />
            <a href={voice.to(`${tab}/${batch.batchId}`)}>{say("undo.not")}</a>
          </div>
        </ActForm>
      </>,
    ),
  };
}

export const undoPage: Page = {
  path: `${tab}/:batchId/undo`,
  signedIn: true,
  get: (visit) => askUndo(visit),
  post: async (visit) => {
    const { voice, call, form } = visit;
    const reason = form.get("reason")?.trim() ?? "";
    if (reason === "") return askUndo(visit, [{ field: "reason", text: voice.say("form.reason.error") }]);
    const undone = await call(undoBatch, { params: batchIdOf(visit), body: { reason } });
    if (!undone.ok) return askUndo(visit, errorsOf(voice, undone.problem, ["reason"]));
    return { goTo: `${tab}/${undone.value.batchId}` };
  },
};
