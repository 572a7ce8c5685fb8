/** The two dates of a file: what held in law, and what was known; and in plain words what differs from today. */
import type { FileView } from "#contract/ledger.ts";
import { shanghaiDate } from "#core/time/date.ts";
import type { AskedDays } from "#web/pages/file.tsx";
import type { Voice } from "#web/voice.ts";
import { TextField } from "./form.tsx";

const differencesShown = 12;

interface AsOfProps {
  readonly voice: Voice;
  readonly file: FileView;
}

/** Day in Shanghai of an instant of ours. */
function dayOf(instant: string): string {
  return shanghaiDate(new Date(instant));
}

/** Said on top of a file that is not today's. */
export function AsOfNotice({ voice, file }: AsOfProps) {
  const { say, tell, day, to } = voice;
  const { effectiveAt, knownAt, today } = file.asOf;
  const knownOn = dayOf(knownAt);
  if (effectiveAt === today && knownOn >= today) return null;
  const { differences } = file;
  return (
    <section class="notice notice-strong" aria-labelledby="then">
      <h2 id="then">{say("file.then.title")}</h2>
      <p>{say("file.then.text", { effective: day(effectiveAt), known: day(knownOn) })}</p>
      {differences.length === 0 ? (
        <p>{say("file.then.same")}</p>
      ) : (
        <>
          <p>{say("file.then.differs", { count: differences.length })}</p>
          <ul>
            {differences.slice(0, differencesShown).map(({ kind, recordId, item, at }) => {
              const legend = file.items[item];
              return (
                <li key={kind + recordId}>
                  {say(`file.then.${kind}`, { item: legend ? tell(legend.title) : item, at: day(at) })}
                </li>
              );
            })}
          </ul>
          {differences.length > differencesShown && (
            <p>{say("file.then.more", { count: differences.length - differencesShown })}</p>
          )}
        </>
      )}
      <p>
        <a href={to(`/organisations/${file.subject.code}`)}>{say("file.as.today")}</a>
      </p>
    </section>
  );
}

export function AsOfForm({ voice, file, days }: AsOfProps & { days: AskedDays }) {
  const { say, to } = voice;
  return (
    <section class="box" aria-labelledby="as-of">
      <h2 id="as-of">{say("file.as.title")}</h2>
      <form action={to(`/organisations/${file.subject.code}`)} method="get">
        <TextField
          voice={voice}
          id="effectiveAt"
          label={say("file.as.effective")}
          hint={say("file.as.effective.hint")}
          errors={days.errors}
          value={days.typed.effectiveAt}
          autocomplete="off"
        />
        <TextField
          voice={voice}
          id="knownAt"
          label={say("file.as.known")}
          hint={say("file.as.known.hint")}
          errors={days.errors}
          value={days.typed.knownAt}
          autocomplete="off"
        />
        <button class="govuk-button govuk-button--secondary" type="submit">
          {say("file.as.button")}
        </button>
      </form>
    </section>
  );
}
