/** The lawful next acts of a case, and the form of the one that is being done. */
import type { NextActView, ProceedingView } from "#contract/proceedings.ts";
import type { Visit } from "#web/page.ts";
import type { Voice } from "#web/voice.ts";
import { isWord } from "#web/words.ts";
import { ActForm, Submit } from "./act-form.tsx";
import { EntryFields, type Typed } from "./entry-form.tsx";
import { Checkboxes, type FieldError, TextArea, TextField } from "./form.tsx";
import { Tag } from "./tag.tsx";

/** What the officer typed into the form of an act. */
export interface ActTyped {
  readonly text: (name: string) => string;
  readonly conditions: readonly string[];
  readonly fields: Typed;
}

interface NextProps {
  readonly visit: Visit;
  readonly found: ProceedingView;
  /** The act whose form stands open. */
  readonly chosen: NextActView | null;
  readonly typed: ActTyped;
  readonly errors: readonly FieldError[];
}

/** Only what the procedure allows this officer now; and what it would allow, with what is missing before it. */
export function NextActs({ visit, found, chosen, typed, errors }: NextProps) {
  const { voice } = visit;
  const { say, tell, to } = voice;
  const address = `/cases/${found.proceedingId}`;
  const ready = found.next.filter(({ missing }) => missing.length === 0);
  const waiting = found.next.filter(({ missing }) => missing.length > 0);
  return (
    <section id="next" aria-labelledby="next-title">
      <h2 id="next-title">{say("case.next")}</h2>
      <Drawing visit={visit} found={found} errors={errors} />
      {ready.length === 0 && found.toServe.length === 0 && found.drawable.length === 0 && (
        <p>{say(found.state.final ? "case.next.over" : "case.next.none")}</p>
      )}
      <ul class="next-acts">
        {ready.map((next) => (
          <li key={next.act} aria-current={next === chosen ? "true" : undefined}>
            {next === chosen ? (
              <strong>{tell(next.title)}</strong>
            ) : (
              <a href={`${to(`${address}?do=${next.act}`)}#next`}>{tell(next.title)}</a>
            )}
            <span class="under quiet" lang={voice.chinese(next.article)}>
              {next.article}
            </span>
          </li>
        ))}
      </ul>
      {chosen && <ActOfCase visit={visit} found={found} chosen={chosen} typed={typed} errors={errors} />}
      {waiting.length > 0 && (
        <details>
          <summary>{say("case.waiting", { count: waiting.length })}</summary>
          <ul class="next-acts">
            {waiting.map((next) => (
              <li key={next.act}>
                <strong>{tell(next.title)}</strong>{" "}
                <Tag
                  tone="quiet"
                  text={
                    next.possibleFrom
                      ? say("case.possible-from", { day: voice.day(next.possibleFrom) })
                      : say("case.not-yet")
                  }
                />
                <ul>
                  {next.missing.map((one) => (
                    <li key={one.code}>{tell(one)}</li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The papers the case needs: each is written from the case and the catalogue, and served from its own page. */
function Drawing({ visit, found, errors }: Pick<NextProps, "visit" | "found" | "errors">) {
  const { voice, form } = visit;
  const { say, to } = voice;
  const serving = found.notices.filter(({ noticeId }) => found.toServe.includes(noticeId));
  return (
    <>
      {serving.map(({ noticeId, kind }) => (
        <p key={noticeId} class="prose-width">
          <a class="govuk-button" href={to(`/notices/${noticeId}`)}>
            {say("case.serve", { kind: say(`case.notice.${kind}`) })}
          </a>
          <span class="under">{say("case.serve.text")}</span>
        </p>
      ))}
      {found.drawable.map((kind) => {
        const drawing = (
          <ActForm visit={visit} id={`draw-${kind}`} action={`/cases/${found.proceedingId}`}>
            <input type="hidden" name="draw" value={kind} />
            <p>{say(`case.draw.${kind}.text`)}</p>
            {kind === "revocation" && (
              <TextArea
                voice={voice}
                errors={errors}
                id="facts"
                name="facts"
                label={say("case.draw.revocation.facts")}
                hint={say("case.new.facts.hint")}
                value={form.get("facts") ?? ""}
                rows={4}
                maxlength={10000}
              />
            )}
            <Submit text={say(`case.draw.${kind}`)} />
          </ActForm>
        );
        // What takes something away is chosen on purpose.
        return kind === "revocation" ? (
          <details key={kind} open={errors.some(({ field }) => field === "facts")}>
            <summary>{say("case.draw.revocation")}</summary>
            {drawing}
          </details>
        ) : (
          <div key={kind}>{drawing}</div>
        );
      })}
    </>
  );
}

function ActOfCase({ visit, found, chosen, typed, errors }: NextProps & { chosen: NextActView }) {
  const { voice } = visit;
  const { say, tell } = voice;
  const shared = { voice, errors };
  const brings = new Set(chosen.brings);
  return (
    <ActForm visit={visit} id="act" action={`/cases/${found.proceedingId}`} wide={brings.has("fields")}>
      <input type="hidden" name="act" value={chosen.act} />
      {brings.has("summonedOn") && (
        <TextField
          {...shared}
          id="act-summonedOn"
          name="summonedOn"
          label={say("case.act.summoned")}
          hint={say("case.summoned.hint")}
          value={typed.text("summonedOn")}
          width="short"
          autocomplete="off"
        />
      )}
      {brings.has("heldOn") && (
        <TextField
          {...shared}
          id="act-heldOn"
          name="heldOn"
          label={say("case.act.held")}
          hint={say("agency.field.since.hint")}
          value={typed.text("heldOn")}
          width="short"
          autocomplete="off"
        />
      )}
      {brings.has("weighing") && (
        <TextArea
          {...shared}
          id="act-weighing"
          name="weighing"
          label={say("case.act.weighing")}
          hint={say("case.weighing.hint")}
          value={typed.text("weighing")}
          rows={4}
          maxlength={10000}
        />
      )}
      {brings.has("conditions") && (
        <Checkboxes
          {...shared}
          id="act-conditions"
          name="conditions"
          label={say("case.act.conditions")}
          hint={say("case.conditions.hint")}
          values={typed.conditions}
          options={found.conditions.map((condition, at) => ({ value: String(at), text: tell(condition) }))}
        />
      )}
      {brings.has("months") && (
        <TextField
          {...shared}
          id="act-months"
          name="months"
          label={say("case.months")}
          hint={found.duration ? monthsHint(voice, found.duration) : undefined}
          value={typed.text("months")}
          width="short"
          inputmode="numeric"
          autocomplete="off"
        />
      )}
      {brings.has("ruling") && (
        <>
          {chosen.act === "move-undoing" && <p>{say("case.ruling.if")}</p>}
          <TextField
            {...shared}
            id="act-number"
            name="rulingNumber"
            label={say("case.ruling.number")}
            hint={say("case.ruling.hint")}
            value={typed.text("rulingNumber")}
            maxlength={100}
            autocomplete="off"
          />
          <TextField
            {...shared}
            id="act-body"
            name="rulingBody"
            label={say("case.ruling.body")}
            hint={say("case.ruling.body.hint")}
            value={typed.text("rulingBody")}
            maxlength={200}
            autocomplete="off"
          />
          <TextField
            {...shared}
            id="act-on"
            name="rulingOn"
            label={say("case.ruling.on")}
            value={typed.text("rulingOn")}
            width="short"
            autocomplete="off"
          />
        </>
      )}
      {brings.has("fields") && <EntryFields voice={voice} form={found.form} typed={typed.fields} errors={errors} />}
      {brings.has("reasons") && (
        <TextArea
          {...shared}
          id="act-reasons"
          name="reasons"
          label={say("form.reason")}
          hint={say("case.reasons.hint")}
          value={typed.text("reasons") || aidOf(visit, found, chosen)}
          rows={6}
          maxlength={10000}
        />
      )}
      <Submit text={tell(chosen.title)} {...(isFinalStep(chosen) ? { tone: "warning" as const } : {})} />
    </ActForm>
  );
}

/** Acts that undo or end something look so. */
export function isFinalStep({ act }: NextActView): boolean {
  return /^(?:annul|drop|revoke|move-undoing|correct-error|refuse)/.test(act);
}

/** Words to begin with; the places between brackets are the officer's to fill, and the form is not taken before. */
function aidOf({ voice: { say, tell } }: Visit, found: ProceedingView, { act }: NextActView): string {
  const key = `case.aid.${act}`;
  const [law] = found.basis;
  if (!isWord(key)) return "";
  return say(key, {
    subject: found.subject.name === "" ? say("case.person") : found.subject.name,
    list: tell(found.list.title),
    law: law ? `${tell(law.title)} ${law.article}` : "",
  });
}

/** How many months the rule leaves to decide. */
function monthsHint(
  { say }: Voice,
  { monthsMin: min, monthsMax: max }: { monthsMin: number; monthsMax: number },
): string {
  if (min === max) return say("case.months.hint.fixed", { max });
  return min === 0 ? say("case.months.hint.most", { max }) : say("case.months.hint", { min, max });
}
