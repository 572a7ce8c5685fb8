import type { Problem } from "#contract/refusals.ts";
import type { Shown } from "#web/page.ts";
import { plainly } from "#web/refused.ts";
import type { Voice } from "#web/voice.ts";

/** A refusal as a page: what happened, what to do, on what basis. `back`: where signing in comes back to. */
export function problemPage(voice: Voice, problem: Problem, back: string): Shown {
  const { say, to } = voice;
  const { title, remedy } = plainly(voice, problem);
  return {
    title,
    status: problem.status,
    indexed: false,
    body: (
      <div class="wide prose problem">
        <p class="problem-status" aria-hidden="true">
          {problem.status}
        </p>
        <h1>{title}</h1>
        {problem.status === 410 && <p>{say("problem.gone")}</p>}
        <h2 class="govuk-visually-hidden">{say("problem.remedy")}</h2>
        <p class="lead">{remedy}</p>
        <p class="actions">
          {problem.status === 401 && (
            <a class="govuk-button" href={`/sign-in?${new URLSearchParams({ back })}`}>
              {say("problem.sign-in")}
            </a>
          )}
          <a href={to("/")}>{say("problem.home")}</a>
        </p>
        <dl class="small-print">
          {problem.article && (
            <>
              <dt>{say("problem.article")}</dt>
              <dd>{problem.article}</dd>
            </>
          )}
          <dt>{say("problem.code")}</dt>
          <dd>
            <code>{problem.code}</code>
          </dd>
        </dl>
      </div>
    ),
  };
}
