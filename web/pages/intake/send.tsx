/** Sending a file, first step: which item, which file. */
import type { Mapping } from "#contract/intake.ts";
import { listSendable } from "#contract/sending-aids.ts";
import { listMappings, uploadFile } from "#contract/uploads.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { ErrorSummary, type FieldError, FileField, SelectField } from "#web/parts/form.tsx";
import { Empty } from "#web/parts/notice.tsx";
import { errorsOf } from "#web/refused.ts";
import { showColumns } from "./columns.tsx";

const tab = "/intake/send";
/** The API's own address for the island that shows how far an upload is. */
const uploadAddress = uploadFile.path;

async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, query, form } = visit;
  const { say, tell, to } = voice;
  const found = await call(listSendable, {});
  if (!found.ok) return { problem: found.problem };
  const { items } = found.value;
  const kept = await call(listMappings, { query: {} });
  const mappings = kept.ok ? kept.value.items : [];
  const chosen = form.get("item") ?? query.get("item") ?? (items.length === 1 ? (items[0]?.item ?? "") : "");
  return {
    title: say("area.intake.send"),
    tab,
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    islands: ["upload"],
    path: `${tab}?${new URLSearchParams({ item: chosen })}`,
    body: (
      <div class="wide prose">
        <ErrorSummary voice={voice} errors={errors} />
        <h1>{say("area.intake.send")}</h1>
        <p>{say("send.lead")}</p>
        {items.length === 0 ? (
          <Empty title={say("send.no-items")} text={say("send.no-items.text")} />
        ) : (
          <ActForm visit={visit} action={tab} files upload={uploadAddress}>
            <SelectField
              voice={voice}
              id="item"
              label={say("send.item")}
              value={chosen}
              options={[
                { value: "", text: say("form.choose") },
                ...items.map(({ item, title }) => ({ value: item, text: tell(title) })),
              ]}
              errors={errors}
            />
            <SelectField
              voice={voice}
              id="mapping"
              label={say("send.mapping")}
              hint={say("send.mapping.hint")}
              value={form.get("mapping") ?? query.get("mapping") ?? ""}
              options={[
                { value: "", text: say("send.mapping.none") },
                ...mappings.map(({ mapping }) => ({
                  value: mapping.id,
                  text: tell(mapping.title),
                })),
              ]}
              errors={errors}
            />
            <input type="hidden" name="uploadId" value="" />
            <input type="hidden" name="fileName" value="" />
            <FileField
              voice={voice}
              id="file"
              label={say("send.file")}
              hint={say("send.file.hint")}
              accept=".csv,.txt,.xlsx,.json,.ndjson,.jsonl,.gz"
              errors={errors}
            />
            <div class="progress" data-upload-progress hidden>
              <p role="status" data-upload-text={say("send.uploading")} />
              <progress aria-label={say("send.file")} />
            </div>
            <Submit text={say("send.upload")} />
          </ActForm>
        )}
        <p class="quiet">
          {say("send.template")} <a href={to("/intake#items")}>{say("send.template.link")}</a>
        </p>
      </div>
    ),
  };
}

async function findMapping({ call }: Visit, mappingId: string): Promise<Mapping | null> {
  const found = await call(listMappings, { query: {} });
  const kept = found.ok ? found.value.items.find(({ mapping }) => mapping.id === mappingId) : undefined;
  return kept?.mapping ?? null;
}

async function upload(visit: Visit): Promise<Answer> {
  const { voice, form, file } = visit;
  const mappingId = form.get("mapping") ?? "";
  const kept = mappingId === "" ? null : await findMapping(visit, mappingId);
  // Who takes a kept mapping has said which item it is.
  const item = form.get("item") || (kept?.item ?? "");
  const errors: FieldError[] = [];
  if (kept && kept.item !== item) errors.push({ field: "mapping", text: voice.say("send.mapping.error") });
  if (item === "") errors.push({ field: "item", text: voice.say("send.item.error") });
  const sentAhead = form.get("uploadId") ?? "";
  if (!file && sentAhead === "") errors.push({ field: "file", text: voice.say("send.file.error") });
  if (errors.length > 0) return show(visit, errors);
  const chosen = { item, mappingId, fileName: file?.name ?? form.get("fileName") ?? "" };
  if (!file) return showColumns(visit, { ...chosen, uploadId: sentAhead });
  const uploaded = await visit.upload(uploadFile, file.content);
  if (!uploaded.ok) return show(visit, errorsOf(voice, uploaded.problem, ["file"], "file"));
  const next = await showColumns(visit, { ...chosen, uploadId: uploaded.value.uploadId });
  return "problem" in next ? show(visit, errorsOf(voice, next.problem, ["item", "mapping"], "file")) : next;
}

export const sendPage: Page = {
  path: tab,
  signedIn: true,
  takesFile: true,
  get: (visit) => show(visit),
  post: upload,
};
