/** The answer to a check: what to do and what to say, the receipt, and what the body says it did. */
import { type Binding, type CheckReceipt, getCheck, reportOutcome } from "#contract/checks.ts";
import { constraints, incentives } from "#contract/lists-in-packs.ts";
import { getOrganisation } from "#contract/registry.ts";
import type { Answer, Page, Shown, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { AnswerHead, BindingCard, Receipt } from "#web/parts/check.tsx";
import { ErrorSummary, type FieldError, Radios, SelectField, TextArea } from "#web/parts/form.tsx";
import { Done } from "#web/parts/notice.tsx";
import { errorsOf } from "#web/refused.ts";

const tab = "/check";
const effects = [...constraints, ...incentives] as const;

/** The page of an answer; of the one just given, and of one opened again. */
export async function answered(
  visit: Visit,
  receipt: CheckReceipt,
  errors: readonly FieldError[] = [],
): Promise<Shown> {
  const { voice, query } = visit;
  const { say, to } = voice;
  const { answer } = receipt;
  const bindings = [...answer.constraints, ...answer.incentives];
  const name = await publicName(visit, receipt);
  return {
    title: say("check.title", { at: voice.moment(answer.asOf.knownAt) }),
    tab,
    indexed: false,
    path: `${tab}/${answer.check}`,
    status: errors.length > 0 ? 422 : 200,
    islands: ["print"],
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        {query.get("done") !== null && errors.length === 0 && <Done text={say("check.done")} />}
        <p class="back no-print">
          <a href={to(tab)}>{say("check.next")}</a>
        </p>
        <AnswerHead voice={voice} answer={answer} name={name} />
        {bindings.map((binding) => (
          <BindingCard key={binding.measure + binding.decision.recordId} voice={voice} binding={binding} />
        ))}
        <Receipt voice={voice} receipt={receipt} />
        <Report visit={visit} receipt={receipt} bindings={bindings} errors={errors} />
      </div>
    ),
  };
}

/**
 * What an organisation is called, so that the officer sees whether the code is the one meant. Traders and persons are named by nobody's
 * answer (C12): whoever stands at the desk has said who they are.
 */
async function publicName({ call }: Visit, { answer: { asked, outcome } }: CheckReceipt): Promise<string | null> {
  const { kind, number } = asked.subject;
  if (kind !== "organisation" || number === null || outcome === "unknown-subject") return null;
  const found = await call(getOrganisation, { params: { code: number } });
  return found.ok ? found.value.name : null;
}

interface ReportProps {
  readonly visit: Visit;
  readonly receipt: CheckReceipt;
  readonly bindings: readonly Binding[];
  readonly errors: readonly FieldError[];
}

/** What the body did: with each measure, or beyond them. An act beyond the measures is told to supervision. */
function Report({ visit, receipt, bindings, errors }: ReportProps) {
  const { voice, form } = visit;
  const { say, tell } = voice;
  const action = `${tab}/${receipt.answer.check}`;
  const typed = (measure: string, name: string) => (form.get("measure") === measure ? (form.get(name) ?? "") : "");
  return (
    <section class="no-print" aria-labelledby="report">
      <h2 id="report">{say("check.report")}</h2>
      <p class="prose-width">{say("check.report.text")}</p>
      {bindings.map(({ measure, terms, decision }, at) => (
        <details key={measure + decision.recordId} class="act" open={bindings.length === 1}>
          <summary>{tell(terms.title)}</summary>
          <ActForm visit={visit} id={`form-${at}`} action={action}>
            <input type="hidden" name="measure" value={measure} />
            <input type="hidden" name="at" value={at} />
            <Radios
              voice={voice}
              id={`did-${at}`}
              name="did"
              label={say("check.did")}
              value={typed(measure, "did")}
              options={(["applied", "not-applied"] as const).map((value) => ({
                value,
                text: say(`check.did.${value}`),
              }))}
              errors={errors}
            />
            <TextArea
              voice={voice}
              id={`reason-${at}`}
              name="reason"
              label={say("check.reason")}
              hint={say("check.reason.hint")}
              value={typed(measure, "reason")}
              errors={errors}
              rows={2}
              maxlength={500}
            />
            <Submit text={say("check.report.button")} tone="secondary" />
          </ActForm>
        </details>
      ))}
      <details class="act" open={errors.some(({ field }) => field.endsWith("-other"))}>
        <summary>{say("check.other")}</summary>
        <ActForm visit={visit} id="form-other" action={action}>
          <input type="hidden" name="measure" value="" />
          <input type="hidden" name="at" value="other" />
          <input type="hidden" name="did" value="applied" />
          <p>{say("check.other.text")}</p>
          <SelectField
            voice={voice}
            id="effect-other"
            name="effect"
            label={say("check.effect")}
            value={form.get("effect") ?? ""}
            options={[
              { value: "", text: say("check.effect.none") },
              ...effects.map((value) => ({ value, text: say(`effect.${value}`) })),
            ]}
            errors={errors}
          />
          <TextArea
            voice={voice}
            id="reason-other"
            name="reason"
            label={say("check.reason.other")}
            hint={say("check.reason.hint")}
            value={form.get("measure") === "" ? (form.get("reason") ?? "") : ""}
            errors={errors}
            rows={2}
            maxlength={500}
          />
          <Submit text={say("check.report.button")} tone="secondary" />
        </ActForm>
      </details>
    </section>
  );
}

const checkOf = ({ params }: Visit) => ({ check: params["check"] ?? "" });

async function again(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const found = await visit.call(getCheck, { params: checkOf(visit) });
  return found.ok ? await answered(visit, found.value, errors) : { problem: found.problem };
}

async function report(visit: Visit): Promise<Answer> {
  const { voice, call, form } = visit;
  const { say } = voice;
  const at = form.get("at") ?? "other";
  const did = (["applied", "not-applied"] as const).find((one) => one === form.get("did"));
  const measure = form.get("measure") ?? "";
  const reason = form.get("reason")?.trim() ?? "";
  const effect = effects.find((one) => one === form.get("effect"));
  const errors: FieldError[] = [];
  if (!did) errors.push({ field: `did-${at}`, text: say("check.did.error") });
  if (measure === "" && !effect) errors.push({ field: "effect-other", text: say("check.effect.error") });
  if (did === "not-applied" && reason === "") errors.push({ field: `reason-${at}`, text: say("form.reason.error") });
  if (!did || errors.length > 0) return again(visit, errors);
  const done = await call(reportOutcome, {
    params: checkOf(visit),
    body: {
      did,
      ...(measure === "" ? {} : { measure }),
      ...(measure === "" && effect ? { effect } : {}),
      ...(reason === "" ? {} : { reason }),
    },
  });
  if (done.ok) return { goTo: `${tab}/${checkOf(visit).check}?done=1` };
  return again(visit, errorsOf(voice, done.problem, [], `reason-${at}`));
}

export const answerPage: Page = { path: `${tab}/:check`, signedIn: true, get: (visit) => again(visit), post: report };
