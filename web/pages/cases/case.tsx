/** One case on one page: facts, law, what happened, clocks, and only the lawful next acts. */
import {
  actOnProceeding,
  drawUpProceedingNotice,
  getProceeding,
  type NextActView,
  type ProceedingView,
} from "#contract/proceedings.ts";
import type { Problem } from "#contract/refusals.ts";
import { isUnfinished } from "#web/cases.ts";
import { givenFields, typedFields } from "#web/entry.ts";
import { typedDay } from "#web/formats.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { Clocks, Notices, Said, SubjectName, Timeline, WaitsTag } from "#web/parts/case.tsx";
import { type ActTyped, isFinalStep, NextActs } from "#web/parts/case-acts.tsx";
import { Code } from "#web/parts/code.tsx";
import { ErrorSummary, type FieldError } from "#web/parts/form.tsx";
import { Laws } from "#web/parts/law.tsx";
import { listPath } from "#web/parts/list.tsx";
import { Done } from "#web/parts/notice.tsx";
import { Tag } from "#web/parts/tag.tsx";
import { errorsOf, wholeForm } from "#web/refused.ts";
import { whyPath } from "./candidates.tsx";

const tab = "/cases";

const idOf = ({ params }: Visit) => ({ proceedingId: params["proceedingId"] ?? "" });

async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const found = await visit.call(getProceeding, { params: idOf(visit) });
  return found.ok ? shown(visit, found.value, errors) : { problem: found.problem };
}

function shown(visit: Visit, found: ProceedingView, errors: readonly FieldError[]): Answer {
  const { voice, query, form } = visit;
  const { say, tell, day, to } = voice;
  const ready = found.next.filter(({ missing }) => missing.length === 0);
  // Where only one act leads on, its form stands open; one that ends or undoes is always chosen on purpose.
  const onward = ready.filter((next) => !isFinalStep(next) && next.act !== "extend-answer");
  const asked = form.get("act") ?? query.get("do") ?? (onward.length === 1 ? onward[0]?.act : null);
  const chosen = ready.find(({ act }) => act === asked) ?? null;
  return {
    title: say("case.title", { list: tell(found.list.title) }),
    tab,
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        {query.get("done") !== null && errors.length === 0 && <Done text={say("case.done")} />}
        <p class="back">
          <a href={to(tab)}>{say("case.back")}</a>
        </p>
        <header class="file-head">
          <p class="file-kind">{tell(found.list.title)}</p>
          <h1>
            <SubjectName voice={voice} line={found} />
          </h1>
          <p class="tags">
            <Tag
              tone={found.state.inForce ? "plain" : found.state.final ? "quiet" : "notice"}
              text={tell(found.state.title)}
            />{" "}
            {!found.state.final && <WaitsTag voice={voice} line={found} />}
          </p>
        </header>
        <dl class="file-facts">
          {found.subject.code !== "" && (
            <div>
              <dt>{say("check.number")}</dt>
              <dd>
                <a href={to(`/organisations/${found.subject.code}`)}>
                  <Code value={found.subject.code} />
                </a>
              </dd>
            </div>
          )}
          {found.ground && (
            <div>
              <dt>{say("case.ground")}</dt>
              <dd lang={voice.chinese(found.ground)}>{found.ground}</dd>
            </div>
          )}
          <div>
            <dt>{say("case.opened")}</dt>
            <dd>{day(found.openedOn)}</dd>
          </div>
          {found.listedFrom && (
            <div>
              <dt>{say("check.until")}</dt>
              <dd>
                {found.endsOn
                  ? say("record.effective.span", { from: day(found.listedFrom), to: day(found.endsOn) })
                  : say("record.effective.open", { from: day(found.listedFrom) })}
              </dd>
            </div>
          )}
        </dl>
        <div class="file file-take">
          <aside class="file-aside">
            <section class="box" aria-labelledby="clocks">
              <h2 id="clocks">{say("case.clocks")}</h2>
              <Clocks voice={voice} clocks={found.clocks} />
            </section>
            <section class="box" aria-labelledby="notices">
              <h2 id="notices">{say("case.notices")}</h2>
              <Notices voice={voice} found={found} />
            </section>
            <p>
              <a href={to(listPath(found.list.id))}>{say("case.list")}</a>
            </p>
            {found.subject.code !== "" && (
              <p>
                <a href={to(whyPath(found.list.id, found.subject.code))}>{say("candidate.recompute")}</a>
              </p>
            )}
          </aside>
          <div class="file-main">
            <NextActs visit={visit} found={found} chosen={chosen} typed={typedOf(visit, found)} errors={errors} />
            <h2>{say("case.facts")}</h2>
            <p class="prose-width facts" lang={voice.chinese(found.facts)}>
              {found.facts}
            </p>
            <RestsOn visit={visit} found={found} />
            <h2>{say("list.part.law")}</h2>
            <Laws voice={voice} laws={found.basis} />
            <h2 id="said">{say("case.said")}</h2>
            <Said voice={voice} found={found} />
            <h2>{say("case.timeline")}</h2>
            <Timeline voice={voice} found={found} />
          </div>
        </div>
      </div>
    ),
  };
}

/** What it rests on: the criterion that pointed it out, and the records it read. */
function RestsOn({ visit: { voice }, found }: { visit: Visit; found: ProceedingView }) {
  const { say, to } = voice;
  const papers = found.documents.length > 0 && (
    <p>
      {say("case.documents")}: <span lang={voice.chinese(found.documents.join(""))}>{voice.row(found.documents)}</span>
    </p>
  );
  if (found.criterion === null && found.restsOn.length === 0)
    return (
      <>
        {papers}
        <p class="quiet">{say("case.by-hand")}</p>
      </>
    );
  return (
    <>
      {papers}
      {found.criterion !== null && (
        <p>
          {say("case.criterion")} <code>{found.criterion}</code>
        </p>
      )}
      <ul>
        {found.restsOn.map(({ recordId, version }) => (
          <li key={recordId}>
            {found.subject.code === "" ? (
              <code>{recordId}</code>
            ) : (
              <a href={to(`/organisations/${found.subject.code}/records/${recordId}`)}>
                {say("case.record", { version })} <code>{recordId.slice(0, 8)}</code>
              </a>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function typedOf({ form }: Visit, found: ProceedingView): ActTyped {
  return {
    text: (name) => form.get(name) ?? "",
    conditions: form.getAll("conditions"),
    fields: typedFields(found.form, form),
  };
}

/** Everything the form of an act brings, or what is wrong with it. */
function read(visit: Visit, found: ProceedingView, next: NextActView) {
  const { voice, form } = visit;
  const { say } = voice;
  const errors: FieldError[] = [];
  const brings = new Set(next.brings);
  const text = (name: string) => form.get(name)?.trim() ?? "";
  const words = (name: "reasons" | "weighing") => {
    const said = brings.has(name) ? text(name) : "";
    if (name === "reasons" && brings.has(name) && said === "")
      errors.push({ field: "act-reasons", text: say("form.reason.error") });
    if (isUnfinished(said)) errors.push({ field: `act-${name}`, text: say("case.unfinished") });
    return said === "" ? {} : { [name]: said };
  };
  const day = (name: string, field: string) => {
    const read = typedDay(text(name));
    if (!read) errors.push({ field, text: say("form.day.error") });
    return read ?? "";
  };
  const months = () => {
    const number = Number(text("months").normalize("NFKC"));
    if (text("months") === "" || !Number.isInteger(number))
      errors.push({ field: "act-months", text: say("case.months.error") });
    return { months: number };
  };
  const ruling = () => {
    const [number, body] = [text("rulingNumber"), text("rulingBody")];
    // An own error is undone without one.
    if (next.act === "move-undoing" && number === "" && body === "" && text("rulingOn") === "") return {};
    if (number === "") errors.push({ field: "act-number", text: say("case.ruling.error") });
    if (body === "") errors.push({ field: "act-body", text: say("case.ruling.body.error") });
    return { ruling: { number, body, on: day("rulingOn", "act-on") } };
  };
  const body = {
    act: next.act,
    ...words("reasons"),
    ...words("weighing"),
    ...(brings.has("months") && (found.duration !== null || text("months") !== "") ? months() : {}),
    ...(brings.has("heldOn") ? { heldOn: day("heldOn", "act-heldOn") } : {}),
    ...(brings.has("summonedOn") ? { summonedOn: day("summonedOn", "act-summonedOn") } : {}),
    ...(brings.has("ruling") ? ruling() : {}),
    ...(brings.has("conditions") ? { conditions: form.getAll("conditions").map(Number) } : {}),
    ...(brings.has("fields") ? { fields: givenFields(found.form, typedFields(found.form, form)) } : {}),
  };
  return { body, errors };
}

/** Where a refusal is said: at the field it names, in the words of the form. */
function refusedAt(visit: Visit, found: ProceedingView, next: NextActView, problem: Problem): FieldError[] {
  const own = found.form.fields.map(({ name }) => name);
  const named = problem.field?.split("/").at(-1) ?? "";
  if (own.includes(named) && next.brings.includes("fields")) return errorsOf(visit.voice, problem, own);
  const [said] = errorsOf(visit.voice, problem, []);
  const field = fieldOf(named, problem.code, next);
  return said ? [{ ...said, field }] : [];
}

const fieldOfCode: Readonly<Record<string, string>> = {
  "lists.reasons-missing": "reasons",
  "lists.answer-not-weighed": "weighing",
  "lists.hearing-day-missing": "heldOn",
  "lists.hearing-before-asked": "heldOn",
  "lists.summons-missing": "summonedOn",
  "lists.summoned-before-asked": "summonedOn",
  "lists.summoned-too-late": "heldOn",
  "lists.conditions-not-met": "conditions",
  "lists.end-missing": "months",
  "lists.end-before-start": "months",
  "lists.end-too-early": "months",
  "lists.end-too-late": "months",
  "lists.ruling-missing": "number",
  "lists.ruling-before-decision": "on",
};

function fieldOf(named: string, code: string, { brings }: NextActView): string {
  const field =
    [...brings, "number", "body", "on"].includes(named as "reasons") && named !== "" ? named : fieldOfCode[code];
  const has =
    field !== undefined &&
    (brings.includes(field as "reasons") || (brings.includes("ruling") && ["number", "body", "on"].includes(field)));
  return has ? `act-${field}` : wholeForm;
}

async function act(visit: Visit): Promise<Answer> {
  const { call, form } = visit;
  const params = idOf(visit);
  const draw = (["intended-listing", "revocation", "decision"] as const).find((kind) => kind === form.get("draw"));
  if (draw) {
    const kind = draw === "decision" ? "decision" : "intended-listing";
    const facts = form.get("facts")?.trim() ?? "";
    if (draw === "revocation" && facts === "")
      return show(visit, [{ field: "facts", text: visit.voice.say("case.new.facts.error") }]);
    const body = { kind, ...(draw === "revocation" ? { facts } : {}) } as const;
    const drawn = await call(drawUpProceedingNotice, { params, body });
    return drawn.ok
      ? { goTo: `/notices/${drawn.value.noticeId}` }
      : show(visit, errorsOf(visit.voice, drawn.problem, draw === "revocation" ? ["facts"] : [], `draw-${draw}`));
  }
  const found = await call(getProceeding, { params });
  if (!found.ok) return { problem: found.problem };
  const next = found.value.next.find((one) => one.act === form.get("act"));
  // Somebody was faster: the page says what is lawful now.
  if (!next) return shown(visit, found.value, [{ field: "next", text: visit.voice.say("case.moved") }]);
  const { body, errors } = read(visit, found.value, next);
  if (errors.length > 0) return shown(visit, found.value, errors);
  const done = await call(actOnProceeding, { params, body });
  if (done.ok) return { goTo: `${tab}/${params.proceedingId}?done=1` };
  return shown(visit, found.value, refusedAt(visit, found.value, next, done.problem));
}

export const casePage: Page = {
  path: `${tab}/:proceedingId`,
  signedIn: true,
  get: (visit) => show(visit),
  post: act,
};
