/** Sending a file, second step: where each column leads. Proposed, looked over once, kept by name. */

import { sendBatch } from "#contract/batches.ts";
import type { EntryForm } from "#contract/catalogue.ts";
import type { Mapping } from "#contract/intake.ts";
import type { Problem } from "#contract/refusals.ts";
import { getItem } from "#contract/rules.ts";
import { type FilePreview, listMappings, previewFile, saveMapping } from "#contract/uploads.ts";
import { controls, mappingId, missingFields, readMapping, sameMapping, unsaidColumns } from "#web/mapping.ts";
import type { Answer, Page, Shown, Visit } from "#web/page.ts";
import { ActForm } from "#web/parts/act-form.tsx";
import { ColumnTable, Constants } from "#web/parts/columns.tsx";
import { ErrorSummary, type FieldError, SelectField, TextField } from "#web/parts/form.tsx";
import { errorsOf } from "#web/refused.ts";

const tab = "/intake/send";

/** The file that is being sent, and what was chosen for it. */
export interface Sending {
  readonly uploadId: string;
  readonly item: string;
  /** A kept mapping to begin from; empty for none. */
  readonly mappingId: string;
  readonly fileName: string;
  readonly sheet?: string;
  readonly headerRow?: number;
}

/** All a page about a file's columns is made of. */
interface Known {
  readonly sending: Sending;
  readonly preview: FilePreview;
  readonly entry: EntryForm;
  readonly kept: Mapping | null;
}

async function learn({ call }: Visit, sending: Sending): Promise<Known | { readonly problem: Problem }> {
  const [pack = "", name = ""] = sending.item.split("/");
  const preview = await call(previewFile, {
    params: { uploadId: sending.uploadId },
    body: {
      item: sending.item,
      ...(sending.sheet ? { sheet: sending.sheet } : {}),
      ...(sending.headerRow ? { headerRow: sending.headerRow } : {}),
      ...(sending.mappingId ? { mappingId: sending.mappingId } : {}),
    },
  });
  if (!preview.ok) return { problem: preview.problem };
  const item = await call(getItem, { params: { pack, name } });
  if (!item.ok) return { problem: item.problem };
  const version = item.value.versions.find((one) => one.item.version === item.value.current) ?? item.value.versions[0];
  if (!version) throw new Error(`item ${sending.item} has no version`);
  const kept = await call(listMappings, { query: { item: sending.item } });
  const found = kept.ok ? kept.value.items.find(({ mapping }) => mapping.id === sending.mappingId) : undefined;
  return { sending, preview: preview.value, entry: version.form, kept: found?.mapping ?? null };
}

/** The page after an upload: the proposal, to be looked over. */
export async function showColumns(visit: Visit, sending: Sending): Promise<Answer> {
  const known = await learn(visit, sending);
  return "problem" in known ? known : shown(visit, { known, mapping: known.preview.proposal, errors: [] });
}

interface Look {
  readonly known: Known;
  readonly mapping: Mapping;
  readonly errors: readonly FieldError[];
}

function shown(visit: Visit, { known, mapping, errors }: Look): Shown {
  const { voice, form } = visit;
  const { say } = voice;
  const { sending, preview, entry } = known;
  const { uploadId, item, fileName } = sending;
  const address = `${tab}/${uploadId}`;
  const unsaid = unsaidColumns(mapping, preview.columns).length;
  const asked = new URLSearchParams({ item, ...(sending.mappingId ? { mapping: sending.mappingId } : {}) });
  return {
    title: say("columns.title"),
    tab,
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    path: `${address}?${asked}`,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        <p class="back">
          <a href={voice.to(`${tab}?${new URLSearchParams({ item })}`)}>{say("columns.other-file")}</a>
        </p>
        <h1>{say("columns.title")}</h1>
        <p class="prose-width">{say("columns.lead")}</p>
        <FileFacts visit={visit} known={known} />
        {unsaid > 0 && errors.length === 0 && <p class="notice">{say("columns.unsaid.some", { count: unsaid })}</p>}
        <ActForm visit={visit} action={address} wide>
          <input type="hidden" name="item" value={item} />
          <input type="hidden" name="mapping" value={sending.mappingId} />
          <input type="hidden" name="fileName" value={fileName} />
          <Where visit={visit} known={known} errors={errors} />
          <ColumnTable voice={voice} preview={preview} entry={entry} mapping={mapping} errors={errors} />
          <Constants
            voice={voice}
            entry={entry}
            mapping={mapping}
            missing={missingFields(mapping, preview.columns, entry)}
            errors={errors}
          />
          <h2>{say("columns.keep")}</h2>
          <TextField
            voice={voice}
            id="title"
            label={say("columns.name")}
            hint={say("columns.name.hint")}
            value={form.get("title") ?? voice.tell(known.kept?.title ?? mapping.title)}
            errors={errors}
            maxlength={80}
            autocomplete="off"
          />
          <div class="actions">
            <button class="govuk-button" type="submit" name="do" value="dry">
              {say("columns.dry-run")}
            </button>
            <button class="govuk-button govuk-button--secondary" type="submit" name="do" value="send">
              {say("columns.send")}
            </button>
          </div>
          <p class="quiet">{say("columns.dry-run.text")}</p>
        </ActForm>
      </div>
    ),
  };
}

/** What the file looks like: format, encoding, rows. */
function FileFacts({ visit: { voice }, known: { sending, preview } }: { visit: Visit; known: Known }) {
  const { say } = voice;
  const facts: [string, string | null][] = [
    [say("columns.file"), sending.fileName || null],
    [say("columns.format"), preview.format.toUpperCase()],
    [say("columns.encoding"), preview.encoding?.toUpperCase() ?? null],
    [say("columns.header-row"), String(preview.headerRow)],
    [say("columns.rows"), String(preview.rows)],
    [say("columns.columns"), String(preview.columns.length)],
  ];
  return (
    <dl class="file-facts">
      {facts
        .filter(([, fact]) => fact !== null)
        .map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd lang={voice.chinese(fact ?? "")}>{fact}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Which sheet and which row heads the columns, where the guess was wrong. */
function Where(props: { visit: Visit; known: Known; errors: readonly FieldError[] }) {
  const { visit, known, errors } = props;
  const { voice, form } = visit;
  const { say } = voice;
  const { preview } = known;
  const sheets = preview.sheets.map((value) => ({ value, text: value }));
  const asked = errors.some(({ field }) => field === "sheet" || field === "headerRow");
  return (
    <details class="act" open={asked}>
      <summary>{say("columns.where")}</summary>
      {sheets.length > 1 && (
        <SelectField
          voice={voice}
          id="sheet"
          label={say("columns.sheet")}
          value={preview.sheet ?? ""}
          options={sheets}
          errors={errors}
        />
      )}
      <TextField
        voice={voice}
        id="headerRow"
        label={say("columns.header-row")}
        hint={say("columns.header-row.hint")}
        value={form.get("headerRow") ?? String(preview.headerRow)}
        errors={errors}
        width="short"
        inputmode="numeric"
      />
      <button class="govuk-button govuk-button--secondary" type="submit" name="do" value="look">
        {say("columns.look")}
      </button>
    </details>
  );
}

/** What the form says of the file. Only digits count as a row. */
function sendingOf({ params, form, query }: Visit): Sending {
  const given = (name: string) => form.get(name) ?? query.get(name) ?? "";
  const row = Number(/^\s*(\d{1,3})\s*$/.exec(given("headerRow"))?.[1] ?? 0);
  return {
    uploadId: params["uploadId"] ?? "",
    item: given("item"),
    mappingId: given("mapping"),
    fileName: given("fileName"),
    ...(given("sheet") ? { sheet: given("sheet") } : {}),
    ...(row > 0 ? { headerRow: row } : {}),
  };
}

async function act(visit: Visit): Promise<Answer> {
  const { form, voice } = visit;
  const { say } = voice;
  const known = await learn(visit, sendingOf(visit));
  if ("problem" in known) return known;
  const { preview, entry } = known;
  const { columns } = preview;
  const mapping = readMapping({ form, columns, shown: preview.proposal, entry });
  const errors: FieldError[] = [];
  const title = form.get("title")?.trim() ?? "";
  const doing = form.get("do");
  if (doing !== "dry" && doing !== "send") return shown(visit, { known, mapping, errors });
  for (const at of unsaidColumns(mapping, columns))
    errors.push({ field: controls.place(at), text: say("columns.unsaid", { column: columns[at]?.name ?? "" }) });
  for (const field of missingFields(mapping, columns, entry))
    errors.push({
      field: controls.constant(field.name),
      text: say("columns.missing", { field: voice.tell(field.title) }),
    });
  if (title === "") errors.push({ field: "title", text: say("columns.name.error") });
  if (errors.length > 0) return shown(visit, { known, mapping, errors });
  const sent = await keepAndSend(visit, { known, mapping, title, dryRun: doing === "dry" });
  if ("problem" in sent) return shown(visit, { known, mapping, errors: errorsAt(visit, known, mapping, sent.problem) });
  return sent;
}

interface Sent {
  readonly known: Known;
  readonly mapping: Mapping;
  readonly title: string;
  readonly dryRun: boolean;
}

/** Keeps the mapping where it says anything new, and sends the file with it. */
async function keepAndSend(visit: Visit, { known, mapping, title, dryRun }: Sent) {
  const { call } = visit;
  const { sending, kept } = known;
  const isKept = kept !== null && visit.voice.tell(kept.title) === title;
  const named: Mapping = isKept
    ? { ...mapping, id: kept.id, title: kept.title }
    : { ...mapping, id: mappingId(sending.item, title), title: { zh: title, en: title } };
  if (!isKept || !sameMapping(named, kept)) {
    const saved = await call(saveMapping, { body: { mapping: named } });
    if (!saved.ok) return { problem: saved.problem };
  }
  const { uploadId, item, fileName } = sending;
  const sent = await call(sendBatch, {
    body: { uploadId, item, mappingId: named.id, dryRun, ...(fileName ? { fileName: fileName.slice(0, 200) } : {}) },
  });
  if (!sent.ok) return { problem: sent.problem };
  return { goTo: `/intake/batches/${sent.value.batchId}?upload=${uploadId}` };
}

/** A refusal of the mapping, said at the column or field it is about. */
function errorsAt({ voice }: Visit, known: Known, mapping: Mapping, problem: Problem): FieldError[] {
  const { columns } = known.preview;
  const name = problem.field?.match(/fields[/.]([A-Za-z0-9]+)/)?.[1] ?? problem.field?.split("/").at(-1) ?? "";
  const column = columns.findIndex((one) => one.name === name || mapping.fields[name]?.from?.includes(one.name));
  const at = column >= 0 ? controls.place(column) : mapping.fields[name] ? controls.constant(name) : undefined;
  return errorsOf(voice, problem, [], at);
}

export const columnsPage: Page = {
  path: `${tab}/:uploadId`,
  signedIn: true,
  get: (visit) => showColumns(visit, sendingOf(visit)),
  post: act,
};
