/** Rows that wait for a person: why each waits, whom it may be about, and the decision. */
import type { Static } from "typebox";
import type { FindingView } from "#contract/batches.ts";
import { decideHeld, getHeld, type HeldCandidateShape, listHeld } from "#contract/held.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm } from "#web/parts/act-form.tsx";
import { FindingTable } from "#web/parts/findings.tsx";
import { type FieldError, Radios, ReasonField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { HeldFields } from "#web/parts/held-fields.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { errorsOf } from "#web/refused.ts";
import type { Voice } from "#web/voice.ts";
import { pageAsked } from "./batches.tsx";

const tab = "/intake/held";
type Candidate = Static<typeof HeldCandidateShape>;

export const heldPage: Page = {
  path: tab,
  signedIn: true,
  get: async (visit) => {
    const { voice, call, query, path } = visit;
    const { say, tell, day, moment, to } = voice;
    const batch = query.get("batch");
    const found = await call(listHeld, { query: { ...pageAsked(visit, 30), ...(batch ? { batch } : {}) } });
    if (!found.ok) return { problem: found.problem };
    const { items, next } = found.value;
    const done = (["accepted", "corrected", "unchanged", "refused"] as const).find((one) => one === query.get("done"));
    return {
      title: say("area.intake.held"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          {done && <Done text={say(`held.done.${done}`)} />}
          <h1>{say("area.intake.held")}</h1>
          <p class="prose-width">{say("held.lead")}</p>
          {batch && (
            <p>
              {say("held.of-batch")} <a href={to(tab)}>{say("held.all")}</a>
            </p>
          )}
          {items.length === 0 ? (
            <Empty title={say("held.none")} text={say("held.none.text")} />
          ) : (
            <table class="table fold">
              <thead>
                <tr>
                  <th scope="col">{say("held.row")}</th>
                  <th scope="col">{say("finding.why")}</th>
                  <th scope="col">{say("held.since")}</th>
                  <th scope="col">{say("held.until")}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((row) => (
                  <tr key={`${row.batchId} ${row.row}`}>
                    <th scope="row">
                      <a href={to(`${tab}/${row.batchId}/${row.row}`)}>
                        {say("desk.waiting.row", { item: tell(row.itemTitle), row: row.row })}
                      </a>
                    </th>
                    <td>
                      {row.findings
                        .filter(({ verdict }) => verdict === "hold")
                        .map((finding) => (
                          <span key={finding.code + finding.field} class="each">
                            {tell(finding.reason)}
                          </span>
                        ))}
                    </td>
                    <td class="nowrap" data-label={say("held.since")}>
                      {moment(row.heldAt)}
                    </td>
                    <td class="nowrap" data-label={say("held.until")}>
                      {day(row.waitsUntil)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <Pager voice={voice} path={path} next={next} first={query.get("cursor") === null} />
        </div>
      ),
    };
  },
};

const rowOf = ({ params }: Visit) => ({ batchId: params["batchId"] ?? "", row: Number(params["row"]) });

/** How a candidate travels in the form; the empty choice is the row as it stands. */
const choiceOf = ({ is, subjectId, line }: Candidate) => (is === "subject" ? `subject ${subjectId}` : `line ${line}`);
const asItStands = "as-it-stands";

async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, form } = visit;
  const { say, tell, to } = voice;
  const found = await call(getHeld, { params: rowOf(visit) });
  if (!found.ok) return { problem: found.problem };
  const { held, candidates, mayFound, needsSecondOfficer } = found.value;
  const options = [
    ...candidates.map((candidate) => ({
      value: choiceOf(candidate),
      text: say("held.candidate", {
        name: candidate.name,
        number: candidate.number,
        because: tell(candidate.because),
      }),
    })),
    ...(mayFound ? [{ value: asItStands, text: say("held.as-it-stands") }] : []),
  ];
  return {
    title: say("held.title", { row: held.row }),
    tab,
    ...formPage(
      { voice, errors },
      <>
        <p class="back">
          <a href={to(tab)}>{say("held.back")}</a>
        </p>
        <h1>{say("desk.waiting.row", { item: tell(held.itemTitle), row: held.row })}</h1>
        {needsSecondOfficer && (
          <div class="notice notice-strong">
            <p>
              <strong>{say("held.second")}</strong>
            </p>
            <p>{say("held.second.text")}</p>
          </div>
        )}
        <FindingTable voice={voice} findings={held.findings} />
        <h2>{say("held.sent")}</h2>
        <HeldFields voice={voice} form={found.value.form} fields={found.value.fields} />
        <p>
          <a href={to(`/intake/batches/${held.batchId}`)}>{say("held.batch")}</a>
        </p>
        <h2>{say("held.decide")}</h2>
        <ActForm visit={visit} action={`${tab}/${held.batchId}/${held.row}`}>
          {options.length > 0 ? (
            <Radios
              voice={voice}
              id="choice"
              label={say("held.choice")}
              hint={say("held.choice.hint")}
              value={form.get("choice") ?? (options.length === 1 ? (options[0]?.value ?? "") : "")}
              options={options}
              errors={errors}
            />
          ) : (
            <OnlyRefuse voice={voice} findings={held.findings} />
          )}
          <ReasonField voice={voice} errors={errors} value={form.get("reason") ?? ""} hint="own.reason.hint" rows={3} />
          <div class="actions">
            {options.length > 0 && (
              <button class="govuk-button" type="submit" name="decision" value="accept">
                {say("held.accept")}
              </button>
            )}
            <button class="govuk-button govuk-button--warning" type="submit" name="decision" value="refuse">
              {say("held.refuse")}
            </button>
          </div>
        </ActForm>
      </>,
    ),
  };
}

/** Why the row can only be refused: what stands against it, with what mends it. */
function OnlyRefuse({ voice, findings }: { voice: Voice; findings: readonly FindingView[] }) {
  const { say, tell } = voice;
  return (
    <div class="notice">
      <p>{say("held.only-refuse")}</p>
      <ul>
        {findings
          .filter(({ verdict }) => verdict !== "note")
          .map((finding) => (
            <li key={finding.code + finding.field}>
              {say("held.only-refuse.why", { reason: tell(finding.reason), remedy: tell(finding.remedy) })}
            </li>
          ))}
      </ul>
    </div>
  );
}

async function decide(visit: Visit): Promise<Answer> {
  const { voice, call, form } = visit;
  const { say } = voice;
  const decision = form.get("decision") === "accept" ? "accept" : "refuse";
  const choice = form.get("choice") ?? "";
  const reason = form.get("reason")?.trim() ?? "";
  const errors: FieldError[] = [];
  if (decision === "accept" && choice === "") errors.push({ field: "choice", text: say("held.choice.error") });
  if (reason === "") errors.push({ field: "reason", text: say("form.reason.error") });
  if (errors.length > 0) return show(visit, errors);
  const [is, which = ""] = choice.split(" ");
  const chosen =
    decision === "refuse" ? {} : is === "subject" ? { subjectId: which } : is === "line" ? { line: Number(which) } : {};
  const decided = await call(decideHeld, { params: rowOf(visit), body: { decision, reason, ...chosen } });
  if (!decided.ok) return show(visit, errorsOf(voice, decided.problem, ["reason"], "choice"));
  const { verdict, findings } = decided.value;
  const stop = findings.find((finding) => finding.verdict !== "note");
  // Accepted, yet refused by a rule that stands above the officer's choice: the row's page says which.
  if (decision === "accept" && (verdict === "refused" || verdict === "held") && stop)
    return show(visit, [{ field: "choice", text: voice.tell(stop.reason) }]);
  return { goTo: `${tab}?done=${verdict}` };
}

export const heldRowPage: Page = {
  path: `${tab}/:batchId/:row`,
  signedIn: true,
  get: (visit) => show(visit),
  post: decide,
};
