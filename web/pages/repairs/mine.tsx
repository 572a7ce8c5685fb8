/** The subject's side of repair: what can be repaired and from when, and each request with its clock. */
import { addToRepair, getRepair, listOwnRepairs, withdrawRepair } from "#contract/repair.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { type FieldError, TextArea } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { RepairItem, RepairSheet } from "#web/parts/repair.tsx";
import { EvidenceFields } from "#web/parts/repair-evidence.tsx";
import { WayOut } from "#web/parts/way-out.tsx";
import { errorsOf } from "#web/refused.ts";
import { takeEvidence } from "./apply.tsx";

const tab = "/mine/repairs";

export const ownRepairsPage: Page = {
  path: tab,
  signedIn: true,
  get: async ({ voice, call }) => {
    const { say, tell, day, to } = voice;
    const found = await call(listOwnRepairs, {});
    if (!found.ok) return { problem: found.problem };
    const { items, records } = found.value;
    return {
      title: say("area.mine.repairs"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          <h1>{say("area.mine.repairs")}</h1>
          <p class="prose-width">{say("repairs.lead")}</p>
          <h2>{say("repairs.records")}</h2>
          {records.length === 0 ? (
            <Empty title={say("repair.records.none")} />
          ) : (
            <ul class="item-list">
              {records.map((one) => (
                <li key={one.recordId}>
                  <p>
                    <a href={to(`/mine#r-${one.recordId}`)}>
                      <strong>{tell(one.title)}</strong>
                      {one.documentNumber && ` · ${one.documentNumber}`}
                    </a>
                    <br />
                    <span class="quiet">
                      {tell({ zh: one.authority.nameZh, en: one.authority.nameEn })} · {day(one.decidedOn)}
                    </span>
                  </p>
                  <WayOut voice={voice} way={one} applying={`${tab}/new/${one.subjectId}/${one.recordId}`} />
                </li>
              ))}
            </ul>
          )}
          <h2>{say("repairs.requests")}</h2>
          {items.length === 0 ? (
            <Empty title={say("repair.requests.none")} />
          ) : (
            <ul class="item-list">
              {items.map((repair) => (
                <li key={repair.requestId}>
                  <RepairItem voice={voice} repair={repair} address={`${tab}/${repair.requestId}`} />
                </li>
              ))}
            </ul>
          )}
        </div>
      ),
    };
  },
};

async function showRepair(visit: Visit, filing: Filing): Promise<Answer> {
  const { voice, call, params, query, form } = visit;
  const { say, to } = voice;
  const requestId = params["requestId"] ?? "";
  const found = await call(getRepair, { params: { requestId } });
  if (!found.ok) return { problem: found.problem };
  const repair = found.value;
  const { documents, errors } = filing;
  const done = doneWords.find((one) => one === query.get("done"));
  return {
    title: say("area.mine.repairs"),
    tab,
    ...formPage(
      { voice, errors },
      <>
        {done && <Done text={say(`repair.done.${done}`)} />}
        <p class="back">
          <a href={to(tab)}>{say("area.mine.repairs")}</a>
        </p>
        <RepairSheet voice={voice} repair={repair} />
        {repair.certificate && (
          <p class="actions">
            <a href={`/api/v1/repairs/${requestId}/certificate`}>{say("repairs.certificate.data")}</a>
          </p>
        )}
        {repair.noticeId && (
          <p>
            <a href={to(`/mine/notices/${repair.noticeId}`)}>{say("repairs.reversal.notice")}</a>
          </p>
        )}
        {repair.next.includes("add") && (
          <ActForm visit={visit} id="add" action={`${tab}/${requestId}?do=add`} files>
            <h2>{say("repairs.add")}</h2>
            <TextArea
              voice={voice}
              id="words"
              label={say("repairs.add.words")}
              value={form.get("words") ?? ""}
              errors={errors}
              rows={4}
              maxlength={5_000}
            />
            <EvidenceFields voice={voice} form={form} documents={documents} errors={errors} />
            <Submit text={say("repairs.add.button")} tone="secondary" />
          </ActForm>
        )}
        {repair.next.includes("withdraw") && (
          <ActForm visit={visit} id="withdraw" action={`${tab}/${requestId}?do=withdraw`}>
            <Submit text={say("repairs.withdraw")} tone="secondary" />
          </ActForm>
        )}
      </>,
    ),
  };
}

/** What came with the form so far: evidence that is stored, and what is wrong. */
interface Filing {
  readonly documents: readonly string[];
  readonly errors: readonly FieldError[];
}

const doneWords = ["apply", "add"] as const;

/** Brings what was missing: words, and a paper where there is one. */
async function add(visit: Visit): Promise<Answer> {
  const { voice, call, form, params } = visit;
  const requestId = params["requestId"] ?? "";
  const documents = form.getAll("documents");
  const found = await call(getRepair, { params: { requestId } });
  if (!found.ok) return { problem: found.problem };
  const taken = await takeEvidence(visit, found.value.subjectId);
  if (Array.isArray(taken)) return showRepair(visit, { documents, errors: taken });
  if (taken.id) documents.push(taken.id);
  const words = form.get("words")?.trim() ?? "";
  if (words === "")
    return showRepair(visit, { documents, errors: [{ field: "words", text: voice.say("repairs.add.words.error") }] });
  const done = await call(addToRepair, { params: { requestId }, body: { words, documents } });
  if (done.ok) return { goTo: `${tab}/${requestId}?done=add` };
  return showRepair(visit, { documents, errors: errorsOf(voice, done.problem, ["words"], "document") });
}

export const ownRepairPage: Page = {
  path: `${tab}/:requestId`,
  signedIn: true,
  takesFile: true,
  get: (visit) => showRepair(visit, { documents: [], errors: [] }),
  post: async (visit) => {
    if (visit.query.get("do") !== "withdraw") return add(visit);
    const requestId = visit.params["requestId"] ?? "";
    const done = await visit.call(withdrawRepair, { params: { requestId }, body: {} });
    return done.ok
      ? { goTo: tab }
      : showRepair(visit, { documents: [], errors: errorsOf(visit.voice, done.problem, [], "withdraw") });
  },
};
