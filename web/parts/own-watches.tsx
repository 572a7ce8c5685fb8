/** Who watches a subject's file, as the subject reads it (C15): which body, in what, why, until when. */
import type { OwnWatch } from "#contract/watches.ts";
import type { Voice } from "#web/voice.ts";

export function OwnWatches({ voice, watches }: { voice: Voice; watches: readonly OwnWatch[] }) {
  const { say, tell, day } = voice;
  return (
    <section aria-labelledby="watches">
      <h2 id="watches">{say("watch.mine")}</h2>
      <p class="prose-width">{say(watches.length === 0 ? "watch.mine.none" : "watch.mine.lead")}</p>
      {watches.length > 0 && (
        <table class="table fold">
          <thead>
            <tr>
              <th scope="col">{say("look.who")}</th>
              <th scope="col">{say("check.matter")}</th>
              <th scope="col">{say("look.why")}</th>
              <th scope="col">{say("look.basis")}</th>
              <th scope="col">{say("watch.span")}</th>
            </tr>
          </thead>
          <tbody>
            {watches.map((one) => (
              <tr key={one.watch}>
                <th scope="row">{tell(one.bodyName)}</th>
                <td data-label={say("check.matter")}>{tell(one.matter)}</td>
                <td data-label={say("look.why")}>{tell(one.purpose)}</td>
                <td data-label={say("look.basis")} lang={voice.chinese(one.basis)}>
                  {one.basis}
                </td>
                <td data-label={say("watch.span")}>
                  {say("record.effective.span", { from: day(one.beganOn), to: day(one.endsOn) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
