/** Rows that wait for a person: why each waits, whom it may be about, and the decision. */
import type { Static } from "typebox";
import type { FindingView } from "#contract/batches.ts";
import { decideHeld, getHeld, type HeldCandidateShape, type HeldView, listHeld } from "#contract/held.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm } from "#web/parts/act-form.tsx";
import { FindingTable } from "#web/parts/findings.tsx";
import { Checkboxes, type FieldError, Radios, ReasonField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { HeldFields } from "#web/parts/held-fields.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { errorsOf } from "#web/refused.ts";
import type { Voice } from "#web/voice.ts";
import { pageAsked } from "./batches.tsx";

const tab = "/intake/held";
type Candidate = Static<typeof HeldCandidateShape>;

/** Rows on one page of the list: as many as an officer may decide alike at once. */
const pageOfRows = 30;

async function showList(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, query, path } = visit;
  const { say } = voice;
  const batch = query.get("batch");
  const found = await call(listHeld, { query: { ...pageAsked(visit, pageOfRows), ...(batch ? { batch } : {}) } });
  if (!found.ok) return { problem: found.problem };
  const { items, next } = found.value;
  return {
    title: say("area.intake.held"),
    tab,
    ...formPage(
      { voice, errors },
      <>
        <WhatWasDone visit={visit} />
        <h1>{say("area.intake.held")}</h1>
        <p class="prose-width">{say("held.lead")}</p>
        {batch && (
          <p>
            {say("held.of-batch")} <a href={voice.to(tab)}>{say("held.all")}</a>
          </p>
        )}
        {items.length === 0 ? (
          <Empty title={say("held.none")} text={say("held.none.text")} />
        ) : (
          <ActForm visit={visit} action={path} wide>
            <RowTable voice={voice} items={items} ticked={visit.form.getAll("row")} />
            {items.length > 1 && <DecideAlike visit={visit} rows={items.length} errors={errors} />}
          </ActForm>
        )}
        <Pager voice={voice} path={path} next={next} first={query.get("cursor") === null} />
      </>,
    ),
  };
}

function WhatWasDone({ visit: { voice, query } }: { visit: Visit }) {
  const { say } = voice;
  const done = (["accepted", "corrected", "unchanged", "refused"] as const).find((one) => one === query.get("done"));
  if (done) return <Done text={say(`held.done.${done}`)} />;
  const [decided, left] = ["decided", "left"].map((name) => Number(query.get(name) ?? 0)) as [number, number];
  return decided + left > 0 ? <Done text={say("held.done.several", { decided, left })} /> : null;
}

const nameOf = ({ batchId, row }: HeldView) => `${batchId} ${row}`;

function RowTable({ voice, items, ticked }: { voice: Voice; items: readonly HeldView[]; ticked: readonly string[] }) {
  const { say, tell, day, moment, to } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          {items.length > 1 && <th scope="col">{say("held.tick")}</th>}
          <th scope="col">{say("held.row")}</th>
          <th scope="col">{say("finding.why")}</th>
          <th scope="col">{say("held.since")}</th>
          <th scope="col">{say("held.until")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((row, at) => (
          <tr key={nameOf(row)}>
            {items.length > 1 && (
              <td>
                <Tick
                  id={`row-${at}`}
                  value={nameOf(row)}
                  checked={ticked.includes(nameOf(row))}
                  label={say("held.tick.row", { row: row.row })}
                />
              </td>
            )}
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
  );
}

/** A box before one row; its words are for who does not see the row. */
function Tick({ id, value, checked, label }: { id: string; value: string; checked: boolean; label: string }) {
  return (
    <div class="govuk-checkboxes govuk-checkboxes--small">
      <div class="govuk-checkboxes__item">
        <input class="govuk-checkboxes__input" id={id} name="row" type="checkbox" value={value} checked={checked} />
        <label class="govuk-label govuk-checkboxes__label" for={id}>
          <span class="govuk-visually-hidden">{label}</span>
        </label>
      </div>
    </div>
  );
}

const allRows = "all";

/** The same decision for rows that leave no choice: with its reason, on each row by name (C5). */
function DecideAlike({ visit, rows, errors }: { visit: Visit; rows: number; errors: readonly FieldError[] }) {
  const { voice, form } = visit;
  const { say } = voice;
  return (
    <section aria-labelledby="alike">
      <h2 id="alike">{say("held.alike")}</h2>
      <p class="prose-width">{say("held.alike.text")}</p>
      <Checkboxes
        voice={voice}
        id="which"
        label={say("held.alike.which")}
        values={form.getAll("which")}
        options={[{ value: allRows, text: say("held.alike.all", { rows }) }]}
        errors={errors}
      />
      <ReasonField voice={voice} errors={errors} value={form.get("reason") ?? ""} hint="own.reason.hint" rows={2} />
      <div class="actions">
        <button class="govuk-button" type="submit" name="decision" value="accept">
          {say("held.alike.accept")}
        </button>
        <button class="govuk-button govuk-button--warning" type="submit" name="decision" value="refuse">
          {say("held.alike.refuse")}
        </button>
      </div>
    </section>
  );
}

/** Decides the rows that were ticked, one by one. A row that leaves a choice waits on, for its own page to ask it. */
async function decideAlike(visit: Visit): Promise<Answer> {
  const { voice, call, form, query } = visit;
  const { say } = voice;
  const batch = query.get("batch");
  const listed = await call(listHeld, { query: { ...pageAsked(visit, pageOfRows), ...(batch ? { batch } : {}) } });
  if (!listed.ok) return { problem: listed.problem };
  const ticked = new Set(form.getAll("row"));
  const rows = listed.value.items.filter((row) => form.get("which") === allRows || ticked.has(nameOf(row)));
  const reason = form.get("reason")?.trim() ?? "";
  const errors: FieldError[] = [];
  if (rows.length === 0) errors.push({ field: "which", text: say("held.alike.none") });
  if (reason === "") errors.push({ field: "reason", text: say("form.reason.error") });
  if (errors.length > 0) return showList(visit, errors);
  const decision = form.get("decision") === "accept" ? "accept" : "refuse";
  let decided = 0;
  for (const { batchId, row } of rows) {
    const params = { batchId, row };
    const choice = decision === "refuse" ? {} : await onlyChoice(visit, params);
    const answer = choice && (await call(decideHeld, { params, body: { decision, reason, ...choice } }));
    if (answer && !answer.ok && answer.problem.field === "reason")
      return showList(visit, errorsOf(voice, answer.problem, ["reason"], "which"));
    const isSaid = answer?.ok && (decision === "refuse") === (answer.value.verdict === "refused");
    if (isSaid && answer.value.verdict !== "held") decided += 1;
  }
  const after = new URLSearchParams({ decided: `${decided}`, left: `${rows.length - decided}` });
  if (batch) after.set("batch", batch);
  return { goTo: `${tab}?${after}` };
}

/** What a row leaves an officer to choose, where that is one thing only; null where it is none or several. */
async function onlyChoice({ call }: Visit, params: { batchId: string; row: number }) {
  const found = await call(getHeld, { params });
  if (!found.ok) return null;
  const { candidates, mayFound } = found.value;
  const [candidate, ...others] = candidates;
  if (!candidate) return mayFound ? {} : null;
  if (mayFound || others.length > 0) return null;
  return chosen(choiceOf(candidate));
}

export const heldPage: Page = { path: tab, signedIn: true, get: (visit) => showList(visit), post: decideAlike };

const rowOf = ({ params }: Visit) => ({ batchId: params["batchId"] ?? "", row: Number(params["row"]) });

/** How a candidate travels in the form; the empty choice is the row as it stands. */
const choiceOf = ({ is, subjectId, line }: Candidate) => (is === "subject" ? `subject ${subjectId}` : `line ${line}`);
const asItStands = "as-it-stands";

/** {@link choiceOf} as the API takes it. */
function chosen(choice: string): { subjectId?: string; line?: number } {
  const [is, which = ""] = choice.split(" ");
  if (is === "subject") return { subjectId: which };
  return is === "line" ? { line: Number(which) } : {};
}

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
  const body = { decision, reason, ...(decision === "refuse" ? {} : chosen(choice)) } as const;
  const decided = await call(decideHeld, { params: rowOf(visit), body });
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
