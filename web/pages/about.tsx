import type { Page } from "#web/page.ts";
import { Refusals } from "#web/parts/refusals.tsx";

const steps = ["about.how.1", "about.how.2", "about.how.3", "about.how.4"] as const;
const guarantees = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18] as const;

/** What this is, what it refuses to do, and the charter in plain words. */
export const aboutPage: Page = {
  path: "/about",
  get: ({ voice }) => {
    const { say } = voice;
    return {
      title: say("about.title"),
      section: "about",
      description: say("about.lead"),
      body: (
        <div class="wide">
          <div class="prose">
            <h1>{say("about.title")}</h1>
            <p class="lead">{say("about.lead")}</p>
            <h2>{say("about.how.title")}</h2>
            <ol class="steps">
              {steps.map((step) => (
                <li key={step}>{say(step)}</li>
              ))}
            </ol>
            <h2>{say("about.refuse.title")}</h2>
            <p>{say("about.refuse.intro")}</p>
          </div>
          <Refusals voice={voice} />
          <h2>{say("about.keep.title")}</h2>
          <table class="table fold">
            <thead>
              <tr>
                <th scope="col">{say("about.keep.number")}</th>
                <th scope="col">{say("about.keep.text")}</th>
                <th scope="col">{say("about.keep.basis")}</th>
              </tr>
            </thead>
            <tbody>
              {guarantees.map((number) => (
                <tr key={number} id={`c${number}`}>
                  <th scope="row">{`C${number}`}</th>
                  <td>{say(`charter.${number}.text`)}</td>
                  <td class="quiet">{say(`charter.${number}.basis`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <div class="prose">
            <h2>{say("about.now.title")}</h2>
            <p>{say("about.now.text")}</p>
            <h2>{say("about.open.title")}</h2>
            <p>{say("about.open.text")}</p>
          </div>
        </div>
      ),
    };
  },
};
