/** A procedure as people go through it: its stages in order, what each waits for, who acts, within what time. */
import type { List, Procedure, Target } from "#contract/lists-in-packs.ts";
import type { Voice } from "#web/voice.ts";
import { lawLine } from "./law.tsx";
import { termOf } from "./list.tsx";
import { Tag } from "./tag.tsx";

type State = Procedure["states"][number];
type Act = Procedure["acts"][number];

/** A list may leave its procedure to whoever decides elsewhere: then only what is received with its dates is recorded. */
export function ProcedureSteps({ voice, list, procedure }: { voice: Voice; list: List; procedure: Procedure }) {
  const { say, tell } = voice;
  const [opening, ...others] = [procedure.acts.filter(({ from }) => from.includes(null)), ...[]];
  const stages = procedure.states.filter(({ final }) => !final);
  const ends = procedure.states.filter(({ final }) => final);
  return (
    <>
      <ol class="steps procedure">
        {[...(opening ?? []), ...others].map((act) => (
          <li key={act.act}>
            <h3>{tell(act.title)}</h3>
            <ActLine voice={voice} act={act} procedure={procedure} lead={false} />
          </li>
        ))}
        {stages.map((state) => (
          <Stage key={state.state} voice={voice} state={state} list={list} procedure={procedure} />
        ))}
      </ol>
      <p>
        {say("procedure.ends")}{" "}
        <span class="tags">
          {ends.map((state) => (
            <Tag key={state.state} tone="quiet" text={tell(state.title)} />
          ))}
        </span>
      </p>
    </>
  );
}

function Stage({ voice, state, list, procedure }: { voice: Voice; state: State; list: List; procedure: Procedure }) {
  const { say, tell } = voice;
  const acts = procedure.acts.filter(({ from }) => from.includes(state.state));
  return (
    <li>
      <h3>
        {tell(state.title)} {state.inForce && <Tag tone="plain" text={say("procedure.in-force")} />}
      </h3>
      {state.clocks.map((clock) => (
        <p key={clock.term} class="procedure-clock">
          {clockText(voice, clock, list)}
        </p>
      ))}
      <details>
        <summary>{say("procedure.next", { count: acts.length })}</summary>
        <ul class="procedure-acts">
          {acts.map((act) => (
            <li key={act.act}>
              <ActLine voice={voice} act={act} procedure={procedure} lead />
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

function clockText(voice: Voice, { term, runsFor }: State["clocks"][number], list: List): string {
  const { say } = voice;
  if (term === "duration") return say("procedure.clock.duration");
  const given: Target | null = list.terms[term];
  if (!given) return say(`procedure.clock.${term}.none`);
  const time = termOf(voice, given);
  const whose = say(runsFor === "authority" ? "procedure.for.authority" : "procedure.for.subject");
  const said = { what: say(`procedure.clock.${term}`), time, whose };
  return given.law === null
    ? say("procedure.clock.target", said)
    : say("procedure.clock", { ...said, law: lawLine(voice, given.law) });
}

/** Who does it, on what conditions, by what article, and where that leads. */
function ActLine({ voice, act, procedure, lead }: { voice: Voice; act: Act; procedure: Procedure; lead: boolean }) {
  const { say, tell, row } = voice;
  const to = procedure.states.find(({ state }) => state === act.to);
  return (
    <>
      {lead && <strong>{tell(act.title)}</strong>} {say(`procedure.by.${act.by}`)}
      {lead && to && <span class="quiet"> {say("procedure.leads-to", { state: tell(to.title) })}</span>}
      {act.guards.length > 0 && (
        <span class="under">
          {say("procedure.guards", { guards: row(act.guards.map((guard) => say(`procedure.guard.${guard}`))) })}
        </span>
      )}
      <span class="under quiet" lang={voice.chinese(act.article)}>
        {act.article}
      </span>
    </>
  );
}
