/** One request at its recogniser's desk: the evidence beside the record, and a form for each thing the law lets be done now. */
import type { ComponentChildren } from "preact";
import {
  confirmRefusal,
  getRepair,
  grantRepair,
  intendReversal,
  refusalGrounds,
  refuseRepair,
  settleReversal,
} from "#contract/repair.ts";
import { typedDay } from "#web/formats.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { type FieldError, Radios, TextArea, TextField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done } from "#web/parts/notice.tsx";
import { RepairSheet } from "#web/parts/repair.tsx";
import { errorsOf } from "#web/refused.ts";

const tab = "/repairs";

/** What an officer may do, each a form of its own; the names of acts of the contract that show it. */
const choices = {
  grant: ["grant"],
  lift: ["lift"],
  refuse: ["refuse"],
  confirm: ["confirm"],
  intend: ["intend-reversal"],
  settle: ["reverse"],
} as const;
type Choice = keyof typeof choices;

function choiceOf(form: URLSearchParams): Choice {
  return (Object.keys(choices) as Choice[]).find((one) => one === form.get("do")) ?? "grant";
}

/** Of the forms on the page one was sent: what was typed there stays there, and so do its errors. */
const reasonsId = (choice: Choice) => (choice === "grant" ? "reasons" : `${choice}-reasons`);

interface ChoiceProps {
  readonly visit: Visit;
  readonly choice: Choice;
  readonly requestId: string;
  readonly errors: readonly FieldError[];
  readonly warns?: boolean;
  readonly children?: ComponentChildren;
}

function ChoiceForm({ visit, choice, requestId, errors, warns = false, children }: ChoiceProps) {
  const { voice, form } = visit;
  const { say } = voice;
  const isSent = choiceOf(form) === choice;
  return (
    <ActForm visit={visit} id={choice} action={`${tab}/${requestId}`}>
      <h2>{say(`repairs.do.${choice}`)}</h2>
      <input type="hidden" name="do" value={choice} />
      {children}
      <TextArea
        voice={voice}
        id={reasonsId(choice)}
        name="reasons"
        label={say(`repairs.reasons.${choice}`)}
        hint={say("repair.reasons.hint")}
        value={isSent ? (form.get("reasons") ?? "") : ""}
        errors={isSent ? errors : []}
        maxlength={5_000}
      />
      <Submit text={say(`repairs.button.${choice}`)} {...(warns ? { tone: "warning" as const } : {})} />
    </ActForm>
  );
}

type InnerProps = Pick<ChoiceProps, "visit" | "requestId" | "errors">;

function LiftForm(props: InnerProps) {
  const { voice, form } = props.visit;
  return (
    <ChoiceForm {...props} choice="lift">
      <TextField
        voice={voice}
        id="until"
        label={voice.say("repairs.lift.until")}
        hint={voice.say("repairs.lift.until.hint")}
        value={form.get("until") ?? ""}
        errors={props.errors}
        autocomplete="off"
      />
    </ChoiceForm>
  );
}

function RefuseForm(props: InnerProps) {
  const { voice, form } = props.visit;
  const { say } = voice;
  return (
    <ChoiceForm {...props} choice="refuse" warns>
      <Radios
        voice={voice}
        id="ground"
        label={say("repair.refuse.ground")}
        value={form.get("ground") ?? ""}
        options={refusalGrounds.map((value) => ({ value, text: say(`repair.ground.${value}`) }))}
        errors={props.errors}
      />
      <TextField
        voice={voice}
        id="provision"
        label={say("repair.refuse.provision")}
        value={form.get("provision") ?? ""}
        errors={props.errors}
        maxlength={300}
        autocomplete="off"
      />
    </ChoiceForm>
  );
}

/** Yes or no, with reasons: whether a second officer agrees (C5), whether a repair is reversed (C6). */
function YesOrNo(props: InnerProps & { choice: "confirm" | "settle" }) {
  const { voice, form } = props.visit;
  const { say } = voice;
  return (
    <ChoiceForm {...props} warns={props.choice === "settle"}>
      <Radios
        voice={voice}
        id="answer"
        label={say(`repairs.answer.${props.choice}`)}
        value={form.get("answer") ?? ""}
        options={(["yes", "no"] as const).map((value) => ({
          value,
          text: say(`repairs.answer.${props.choice}.${value}`),
        }))}
        errors={props.errors}
      />
    </ChoiceForm>
  );
}

async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, params, query } = visit;
  const { say, to } = voice;
  const requestId = params["requestId"] ?? "";
  const found = await call(getRepair, { params: { requestId } });
  if (!found.ok) return { problem: found.problem };
  const repair = found.value;
  const given = { visit, requestId, errors };
  const may = (choice: Choice) => choices[choice].some((act) => repair.next.includes(act));
  return {
    title: say("area.repairs"),
    tab,
    ...formPage(
      { voice, errors },
      <>
        {query.has("done") && (
          <Done text={say(query.get("done") === "apply" ? "repair.done.apply" : "repair.done.decide")} />
        )}
        <p class="back">
          <a href={to(tab)}>{say("area.repairs")}</a>
        </p>
        <RepairSheet voice={voice} repair={repair} />
        {repair.noticeId && (
          <p>
            <a href={to(`/notices/${repair.noticeId}`)}>{say("repairs.reversal.notice")}</a>
          </p>
        )}
        {may("grant") && <ChoiceForm {...given} choice="grant" />}
        {may("lift") && <LiftForm {...given} />}
        {may("refuse") && <RefuseForm {...given} />}
        {may("confirm") && <YesOrNo {...given} choice="confirm" />}
        {may("intend") && <ChoiceForm {...given} choice="intend" warns />}
        {may("settle") && <YesOrNo {...given} choice="settle" />}
      </>,
    ),
  };
}

/** What is missing before anything is asked of the API. */
function faultsOf({ voice, form }: Visit, choice: Choice): FieldError[] {
  const { say } = voice;
  const errors: FieldError[] = [];
  if (choice === "refuse" && !refusalGrounds.some((one) => one === form.get("ground")))
    errors.push({ field: "ground", text: say("repair.refuse.ground.error") });
  if (choice === "lift" && typedDay(form.get("until") ?? "") === null)
    errors.push({ field: "until", text: say("repairs.lift.until.error") });
  if ((choice === "confirm" || choice === "settle") && !["yes", "no"].includes(form.get("answer") ?? ""))
    errors.push({ field: "answer", text: say("repairs.answer.error") });
  if (!form.get("reasons")?.trim()) errors.push({ field: reasonsId(choice), text: say("repair.reasons.error") });
  return errors;
}

function perform({ call, form, params }: Visit, choice: Choice) {
  const given = { params: { requestId: params["requestId"] ?? "" } };
  const reasons = form.get("reasons")?.trim() ?? "";
  const isYes = form.get("answer") === "yes";
  switch (choice) {
    case "grant":
      return call(grantRepair, { ...given, body: { reasons } });
    case "lift":
      return call(grantRepair, { ...given, body: { reasons, until: typedDay(form.get("until") ?? "") ?? "" } });
    case "refuse": {
      const ground = refusalGrounds.find((one) => one === form.get("ground")) ?? "other-condition";
      const provision = form.get("provision")?.trim() ?? "";
      return call(refuseRepair, { ...given, body: { ground, reasons, ...(provision === "" ? {} : { provision }) } });
    }
    case "confirm":
      return call(confirmRefusal, { ...given, body: { agrees: isYes, reasons } });
    case "intend":
      return call(intendReversal, { ...given, body: { facts: reasons } });
    case "settle":
      return call(settleReversal, { ...given, body: { reverse: isYes, reasons } });
    default:
      return choice satisfies never;
  }
}

export const repairDeskPage: Page = {
  path: `${tab}/:requestId`,
  signedIn: true,
  get: (visit) => show(visit),
  post: async (visit) => {
    const choice = choiceOf(visit.form);
    const faults = faultsOf(visit, choice);
    if (faults.length > 0) return show(visit, faults);
    const done = await perform(visit, choice);
    if (done.ok) return { goTo: `${tab}/${visit.params["requestId"] ?? ""}?done=1` };
    return show(visit, errorsOf(visit.voice, done.problem, ["provision", "until", "ground"], reasonsId(choice)));
  },
};
