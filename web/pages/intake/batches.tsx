/** What was sent: all batches, one batch with its findings, its records. */
import {
  type BatchView,
  cancelBatch,
  type FindingView,
  getBatch,
  listBatches,
  listFindings,
  sendBatch,
  summariseFindings,
} from "#contract/batches.ts";
import { listBatchRecords, type OwnRecord } from "#contract/entries.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { BatchState, BatchTable, goesOn, Progress, Tallies } from "#web/parts/batch.tsx";
import { FindingSummary, FindingTable } from "#web/parts/findings.tsx";
import { ErrorSummary, type FieldError, SelectField } from "#web/parts/form.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { Tag } from "#web/parts/tag.tsx";
import { errorsOf } from "#web/refused.ts";
import type { Voice } from "#web/voice.ts";

const tab = "/intake/batches";
const refreshSeconds = 2;

/** A page of a list as it was asked for. */
export function pageAsked({ query }: Pick<Visit, "query">, limit = 50) {
  const cursor = query.get("cursor");
  return { limit, ...(cursor ? { cursor } : {}) };
}

export const batchesPage: Page = {
  path: tab,
  signedIn: true,
  get: async (visit) => {
    const { voice, call, query, path } = visit;
    const { say, to } = voice;
    const found = await call(listBatches, { query: pageAsked(visit, 30) });
    if (!found.ok) return { problem: found.problem };
    const { items, next } = found.value;
    return {
      title: say("area.intake.batches"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          <div class="title-row">
            <h1>{say("area.intake.batches")}</h1>
            <a class="govuk-button" href={to("/intake/send")}>
              {say("area.intake.send")}
            </a>
          </div>
          {items.length === 0 ? (
            <Empty title={say("batch.none")} text={say("batch.none.text")} />
          ) : (
            <>
              <BatchTable voice={voice} batches={items} />
              <Pager voice={voice} path={path} next={next} first={query.get("cursor") === null} />
            </>
          )}
        </div>
      ),
    };
  },
};

/** What every agency sent, for auditors; one agency's by its code in the address. */
export const auditBatchesPage: Page = {
  path: "/audit/batches",
  signedIn: true,
  get: async (visit) => {
    const { voice, call, query, path } = visit;
    const { say } = voice;
    const agency = query.get("agency")?.trim().toUpperCase();
    const found = await call(listBatches, { query: { ...pageAsked(visit, 30), ...(agency ? { agency } : {}) } });
    if (!found.ok) return { problem: found.problem };
    const { items, next } = found.value;
    return {
      title: say("area.audit.batches"),
      tab: "/audit/batches",
      indexed: false,
      body: (
        <div class="wide">
          <h1>{say("area.audit.batches")}</h1>
          <p class="prose-width">{say("batch.lead.audit")}</p>
          {items.length === 0 ? (
            <Empty title={say("batch.none")} />
          ) : (
            <>
              <BatchTable voice={voice} batches={items} overseen />
              <Pager voice={voice} path={path} next={next} first={query.get("cursor") === null} />
            </>
          )}
        </div>
      ),
    };
  },
};

const batchIdOf = ({ params }: Pick<Visit, "params">) => ({ batchId: params["batchId"] ?? "" });

export const batchPage: Page = {
  path: `${tab}/:batchId`,
  signedIn: true,
  get: (visit) => show(visit),
};

async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call } = visit;
  const found = await call(getBatch, { params: batchIdOf(visit) });
  if (!found.ok) return { problem: found.problem };
  const batch = found.value;
  const going = goesOn(batch);
  return {
    title: voice.tell(batch.itemTitle),
    tab,
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    path: `${tab}/${batch.batchId}${visit.query.size > 0 ? `?${visit.query}` : ""}`,
    ...(going ? { islands: ["progress" as const], refreshSeconds } : {}),
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        <BatchHead visit={visit} batch={batch} />
        {going ? <GoingOn visit={visit} batch={batch} /> : <Ended visit={visit} batch={batch} />}
        {!going && <Findings visit={visit} batch={batch} found={await findingsOf(visit, batch)} />}
      </div>
    ),
  };
}

/** What a batch is, above whatever is shown of it. */
export function BatchHead({ visit: { voice }, batch }: { visit: Pick<Visit, "voice">; batch: BatchView }) {
  const { say, tell, moment, to } = voice;
  return (
    <header class="file-head">
      <p class="back">
        <a href={to(tab)}>{say("batch.back")}</a>
      </p>
      <p class="file-kind">
        {say(`batch.source.${batch.source}`)} <BatchState voice={voice} batch={batch} />
      </p>
      <h1>{tell(batch.itemTitle)}</h1>
      <dl class="file-facts">
        {batch.fileName && (
          <div>
            <dt>{say("columns.file")}</dt>
            <dd lang={voice.chinese(batch.fileName)}>{batch.fileName}</dd>
          </div>
        )}
        <div>
          <dt>{say("batch.entered")}</dt>
          <dd>{moment(batch.enteredAt)}</dd>
        </div>
        {batch.endedAt && (
          <div>
            <dt>{say("batch.ended")}</dt>
            <dd>{moment(batch.endedAt)}</dd>
          </div>
        )}
        {batch.reason && (
          <div>
            <dt>{say("form.reason")}</dt>
            <dd lang={voice.chinese(batch.reason)}>{batch.reason}</dd>
          </div>
        )}
      </dl>
    </header>
  );
}

function GoingOn({ visit, batch }: { visit: Visit; batch: BatchView }) {
  const { say, to } = visit.voice;
  return (
    <section data-going-on aria-labelledby="going">
      <h2 id="going">{say(`batch.state.${batch.state}`)}</h2>
      <Progress voice={visit.voice} batch={batch} />
      <Tallies voice={visit.voice} batch={batch} />
      <p class="quiet">{say("batch.going.text")}</p>
      <div class="actions">
        <a href={to(`${tab}/${batch.batchId}${visit.query.size > 0 ? `?${visit.query}` : ""}`)}>
          {say("batch.look-again")}
        </a>
        {batch.state !== "cancelling" && (
          <ActForm visit={visit} id="cancel" action={`${tab}/${batch.batchId}/cancel`}>
            <Submit text={say("batch.cancel")} tone="secondary" />
          </ActForm>
        )}
      </div>
    </section>
  );
}

/** How it ended, and what may be done now. */
function Ended({ visit, batch }: { visit: Visit; batch: BatchView }) {
  const { voice, query } = visit;
  const { say, tell } = voice;
  const recorded = batch.accepted + batch.corrected;
  return (
    <>
      {batch.refusal && (
        <div class="notice notice-strong">
          <p>
            <strong>{tell(batch.refusal.text)}</strong>
          </p>
          <p>{tell(batch.refusal.remedy)}</p>
          {recorded > 0 && !batch.dryRun && <p>{say("batch.failed.kept", { count: recorded })}</p>}
        </div>
      )}
      {!batch.refusal && <Done text={outcomeOf(voice, batch)} />}
      <Tallies voice={voice} batch={batch} />
      {batch.dryRun ? (
        <AfterDryRun visit={visit} batch={batch} upload={query.get("upload")} />
      ) : (
        <AfterSending visit={visit} batch={batch} />
      )}
    </>
  );
}

function outcomeOf({ say }: Voice, batch: BatchView): string {
  const toDo = batch.held + batch.refused;
  if (batch.state === "cancelled") return say("batch.outcome.cancelled");
  if (batch.source === "undo")
    return batch.unchanged === 0
      ? say("batch.outcome.undone", { count: batch.corrected })
      : say("batch.outcome.undone-some", { count: batch.corrected, left: batch.unchanged });
  if (batch.dryRun) return toDo === 0 ? say("batch.outcome.dry-clean") : say("batch.outcome.dry", { count: toDo });
  if (batch.rows > 0 && batch.unchanged === batch.rows) return say("batch.outcome.unchanged");
  return toDo === 0 ? say("batch.outcome.clean") : say("batch.outcome.some", { count: toDo });
}

/** After a dry run: send for real, or mend first. */
function AfterDryRun({ visit, batch, upload }: { visit: Visit; batch: BatchView; upload: string | null }) {
  const { say, to } = visit.voice;
  const mapping = batch.mapping?.id ?? "";
  const asked = new URLSearchParams({ item: batch.item, ...(mapping ? { mapping } : {}) });
  const hasAny = batch.rows > batch.refused;
  return (
    <div class="actions" id="send">
      {upload && hasAny && (
        <ActForm visit={visit} action={`${tab}/${batch.batchId}/send`}>
          <input type="hidden" name="upload" value={upload} />
          <Submit text={batch.refused > 0 ? say("batch.send-rest") : say("batch.send")} />
        </ActForm>
      )}
      <a href={to(`/intake/send?${asked}`)}>{say("batch.mended")}</a>
      {upload && <a href={to(`/intake/send/${upload}?${asked}`)}>{say("batch.columns")}</a>}
    </div>
  );
}

function AfterSending({ visit, batch }: { visit: Visit; batch: BatchView }) {
  const { say, to } = visit.voice;
  const at = `${tab}/${batch.batchId}`;
  const wrote = batch.accepted + batch.corrected > 0 || batch.source !== "file";
  return (
    <p class="actions">
      <a class="govuk-button" href={to(`${at}/receipt`)}>
        {say("receipt.title")}
      </a>
      {wrote && <a href={to(`${at}/records`)}>{say("batch.records")}</a>}
      {batch.held > 0 && <a href={to(`/intake/held?batch=${batch.batchId}`)}>{say("batch.to-held")}</a>}
      {batch.undoes && <a href={to(`${tab}/${batch.undoes}`)}>{say("batch.undoes")}</a>}
      {batch.undoneBy && <a href={to(`${tab}/${batch.undoneBy}`)}>{say("batch.undone-by")}</a>}
      {wrote && batch.source !== "undo" && !batch.undoneBy && <a href={to(`${at}/undo`)}>{say("undo.title")}</a>}
    </p>
  );
}

interface Found {
  readonly groups: readonly { readonly rows: number; readonly example: FindingView }[];
  readonly items: readonly FindingView[];
  readonly next: string | null;
}

const verdicts = ["refuse", "hold", "note"] as const;

const verdictAsked = ({ query }: Visit) => verdicts.find((one) => one === query.get("verdict"));

async function findingsOf(visit: Visit, batch: BatchView): Promise<Found> {
  const params = batchIdOf(visit);
  const verdict = verdictAsked(visit);
  if (batch.findings === 0) return { groups: [], items: [], next: null };
  const summary = await visit.call(summariseFindings, { params });
  const list = await visit.call(listFindings, {
    params,
    query: { ...pageAsked(visit), ...(verdict ? { verdict } : {}) },
  });
  return {
    groups: summary.ok ? summary.value.items : [],
    items: list.ok ? list.value.items : [],
    next: list.ok ? list.value.next : null,
  };
}

function Findings({ visit, batch, found }: { visit: Visit; batch: BatchView; found: Found }) {
  const { voice, path, query } = visit;
  const { say, to, lang } = voice;
  if (batch.findings === 0) return null;
  const verdict = verdictAsked(visit) ?? "";
  const at = `${tab}/${batch.batchId}`;
  const upload = query.get("upload");
  const csv = `/api/v1/intake/batches/${batch.batchId}/findings.csv?language=${lang}`;
  return (
    <section aria-labelledby="findings">
      <div class="title-row">
        <h2 id="findings">{say("finding.title")}</h2>
        <p>
          <a href={verdict ? `${csv}&verdict=${verdict}` : csv} download>
            {say("finding.download")}
          </a>
        </p>
      </div>
      <FindingSummary voice={voice} groups={found.groups} />
      <form class="filter" method="get" action={to(`${at}`)} aria-label={say("finding.filter")}>
        {upload && <input type="hidden" name="upload" value={upload} />}
        <SelectField
          voice={voice}
          id="verdict"
          label={say("finding.verdict")}
          value={verdict}
          options={[
            { value: "", text: say("finding.all") },
            ...verdicts.map((value) => ({ value, text: say(`finding.${value}`) })),
          ]}
          errors={[]}
        />
        <p class="filter-actions">
          <button class="govuk-button govuk-button--secondary" type="submit">
            {say("finding.filter")}
          </button>
        </p>
      </form>
      {found.items.length === 0 ? (
        <Empty title={say("finding.none")} />
      ) : (
        <FindingTable voice={voice} findings={found.items} />
      )}
      <Pager voice={voice} path={path} next={found.next} first={query.get("cursor") === null} />
    </section>
  );
}

/** The same file for real, after its dry run. */
export const sendAfterDryRunPage: Page = {
  path: `${tab}/:batchId/send`,
  signedIn: true,
  get: (visit) => ({ goTo: `${tab}/${visit.params["batchId"]}` }),
  post: async (visit) => {
    const { call, form, voice } = visit;
    const tried = await call(getBatch, { params: batchIdOf(visit) });
    if (!tried.ok) return { problem: tried.problem };
    const { item, mapping, fileName } = tried.value;
    const sent = await call(sendBatch, {
      body: {
        uploadId: form.get("upload") ?? "",
        item,
        dryRun: false,
        ...(mapping ? { mappingId: mapping.id } : {}),
        ...(fileName ? { fileName } : {}),
      },
    });
    if (!sent.ok) return show(visit, errorsOf(voice, sent.problem, [], "send"));
    return { goTo: `${tab}/${sent.value.batchId}` };
  },
};

export const cancelPage: Page = {
  path: `${tab}/:batchId/cancel`,
  signedIn: true,
  get: (visit) => ({ goTo: `${tab}/${visit.params["batchId"]}` }),
  post: async (visit) => {
    const stopped = await visit.call(cancelBatch, { params: batchIdOf(visit) });
    // It may have ended by itself meanwhile: its page says how.
    if (!stopped.ok && stopped.problem.code !== "intake.batch-ended") return { problem: stopped.problem };
    return { goTo: `${tab}/${visit.params["batchId"]}` };
  },
};

export const batchRecordsPage: Page = {
  path: `${tab}/:batchId/records`,
  signedIn: true,
  get: async (visit) => {
    const { voice, call, path, query } = visit;
    const { say } = voice;
    const params = batchIdOf(visit);
    const batch = await call(getBatch, { params });
    if (!batch.ok) return { problem: batch.problem };
    const found = await call(listBatchRecords, { params, query: pageAsked(visit) });
    if (!found.ok) return { problem: found.problem };
    const { items, next } = found.value;
    return {
      title: say("batch.records"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          <p class="back">
            <a href={voice.to(`${tab}/${batch.value.batchId}`)}>{say("batch.back-to")}</a>
          </p>
          <h1>{say("batch.records.of", { item: voice.tell(batch.value.itemTitle) })}</h1>
          {items.length === 0 ? (
            <Empty title={say("batch.records.none")} />
          ) : (
            <RecordTable voice={voice} records={items} />
          )}
          <Pager voice={voice} path={path} next={next} first={query.get("cursor") === null} />
        </div>
      ),
    };
  },
};

/** Records a batch wrote, each with what the batch did to it. */
function RecordTable({ voice, records }: { voice: Voice; records: readonly OwnRecord[] }) {
  const { say, day, to } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col" class="figure">
            {say("finding.row")}
          </th>
          <th scope="col">{say("own.name")}</th>
          <th scope="col">{say("own.number")}</th>
          <th scope="col">{say("own.decided")}</th>
          <th scope="col">{say("own.published-until")}</th>
          <th scope="col">{say("own.did")}</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={record.recordId + record.version}>
            <td class="figure" data-label={say("finding.row")}>
              {record.row}
            </td>
            <th scope="row">
              <a href={to(`/intake/records/${record.subjectId}/${record.recordId}`)} lang={voice.chinese(record.name)}>
                {record.name || say("own.nameless")}
              </a>
            </th>
            <td data-label={say("own.number")} class="code">
              {record.number}
            </td>
            <td class="nowrap" data-label={say("own.decided")}>
              {day(record.decidedOn)}
            </td>
            <td class="nowrap" data-label={say("own.published-until")}>
              {record.publishedUntil ? day(record.publishedUntil) : say(`own.disclosure.${record.disclosure}`)}
            </td>
            <td>
              {say(`own.did.${record.did}`)}
              {record.state !== "standing" && (
                <span class="under">
                  <Tag tone="quiet" text={say(`own.state.${record.state}`)} />
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
