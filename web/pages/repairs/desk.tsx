/** The recogniser's side: what it has to decide, overdue first, with the evidence beside the record. */
import { getRepair, grantRepair, listRepairs, refusalGrounds, refuseRepair } from "#contract/repair.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { ErrorSummary, type FieldError, Radios, TextArea, TextField } from "#web/parts/form.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { RepairItem, RepairSheet } from "#web/parts/repair.tsx";
import { errorsOf } from "#web/refused.ts";

const tab = "/repairs";

export const repairQueuePage: Page = {
  path: tab,
  signedIn: true,
  get: async ({ voice, call, query, path }) => {
    const { say } = voice;
    const cursor = query.get("cursor");
    const found = await call(listRepairs, { query: { limit: 50, ...(cursor ? { cursor } : {}) } });
    if (!found.ok) return { problem: found.problem };
    const { items, waiting, overdue, next } = found.value;
    return {
      title: say("area.repairs"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          {query.has("done") && <Done text={say("repair.done.decide")} />}
          <h1>{say("area.repairs")}</h1>
          <p>{say("repair.queue.count", { waiting, overdue })}</p>
          {items.length === 0 ? (
            <Empty title={say("repair.queue.none")} />
          ) : (
            <ul class="item-list">
              {items.map((repair) => (
                <li key={repair.requestId}>
                  <RepairItem voice={voice} repair={repair} address={`${tab}/${repair.requestId}`} />
                </li>
              ))}
            </ul>
          )}
          <Pager voice={voice} path={path} next={next} first={cursor === null} />
        </div>
      ),
    };
  },
};

async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, params, form } = visit;
  const { say, to } = voice;
  const requestId = params["requestId"] ?? "";
  const found = await call(getRepair, { params: { requestId } });
  if (!found.ok) return { problem: found.problem };
  const repair = found.value;
  const refusing = form.get("do") === "refuse";
  return {
    title: say("area.repairs"),
    tab,
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        <p class="back">
          <a href={to(tab)}>{say("area.repairs")}</a>
        </p>
        <RepairSheet voice={voice} repair={repair} />
        {repair.next.includes("grant") && (
          <ActForm visit={visit} action={`${tab}/${requestId}`}>
            <input type="hidden" name="do" value="grant" />
            <TextArea
              voice={voice}
              id="reasons"
              label={say("repair.grant.reasons")}
              hint={say("repair.reasons.hint")}
              value={refusing ? "" : (form.get("reasons") ?? "")}
              errors={refusing ? [] : errors}
              maxlength={5_000}
            />
            <Submit text={say("repair.grant.button")} />
          </ActForm>
        )}
        {repair.next.includes("refuse") && (
          <ActForm visit={visit} id="refuse" action={`${tab}/${requestId}`}>
            <input type="hidden" name="do" value="refuse" />
            <Radios
              voice={voice}
              id="ground"
              label={say("repair.refuse.ground")}
              value={form.get("ground") ?? ""}
              options={refusalGrounds.map((value) => ({ value, text: say(`repair.ground.${value}`) }))}
              errors={refusing ? errors : []}
            />
            <TextField
              voice={voice}
              id="provision"
              label={say("repair.refuse.provision")}
              value={form.get("provision") ?? ""}
              errors={refusing ? errors : []}
              maxlength={300}
              autocomplete="off"
            />
            <TextArea
              voice={voice}
              id="refuse-reasons"
              name="reasons"
              label={say("repair.refuse.reasons")}
              hint={say("repair.reasons.hint")}
              value={refusing ? (form.get("reasons") ?? "") : ""}
              errors={refusing ? errors : []}
              maxlength={5_000}
            />
            <Submit text={say("repair.refuse.button")} tone="warning" />
          </ActForm>
        )}
      </div>
    ),
  };
}

export const repairDeskPage: Page = {
  path: `${tab}/:requestId`,
  signedIn: true,
  get: (visit) => show(visit),
  post: async (visit) => {
    const { voice, call, form, params } = visit;
    const { say } = voice;
    const requestId = params["requestId"] ?? "";
    const refusing = form.get("do") === "refuse";
    const reasons = form.get("reasons")?.trim() ?? "";
    const ground = refusalGrounds.find((one) => one === form.get("ground"));
    const provision = form.get("provision")?.trim() ?? "";
    const field = refusing ? "refuse-reasons" : "reasons";
    if (reasons === "") return show(visit, [{ field, text: say("repair.reasons.error") }]);
    if (refusing && !ground) return show(visit, [{ field: "ground", text: say("repair.refuse.ground.error") }]);
    const done =
      ground && refusing
        ? await call(refuseRepair, {
            params: { requestId },
            body: { ground, reasons, ...(provision === "" ? {} : { provision }) },
          })
        : await call(grantRepair, { params: { requestId }, body: { reasons } });
    if (done.ok) return { goTo: `${tab}?done=1` };
    const errors = errorsOf(voice, done.problem, ["provision"], field);
    return show(visit, errors);
  },
};
