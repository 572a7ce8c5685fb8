/** The two dates of a file: what held in law, and what was known; and in plain words what differs from today. */
import type { FileView } from "#contract/ledger.ts";
import { shanghaiDate } from "#core/time/date.ts";
import type { AskedDays } from "#web/pages/file.tsx";
import type { Voice } from "#web/voice.ts";
import { TextField } from "./form.tsx";

const kinds = [
  "not-yet-known",
  "not-yet-decided",
  "no-longer-in-force",
  "corrected-since",
  "withdrawn-since",
] as const satisfies readonly FileView["differences"][number]["kind"][];

/** As many of one kind are listed at once; of more, the list is folded. */
const openMax = 5;

interface AsOfProps {
  readonly voice: Voice;
  readonly file: FileView;
  /** Where the file of today stands. */
  readonly address: string;
}

/** Day in Shanghai of an instant of ours. */
function dayOf(instant: string): string {
  return shanghaiDate(new Date(instant));
}

/** Said on top of a file that is not today's. */
export function AsOfNotice({ voice, file, address }: AsOfProps) {
  const { say, day, to } = voice;
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
          {kinds.map((kind) => (
            <Differences key={kind} voice={voice} file={file} kind={kind} />
          ))}
        </>
      )}
      <p>
        <a href={to(address)}>{say("file.as.today")}</a>
      </p>
    </section>
  );
}

/** What differs in one way: how many, and each. */
function Differences({ voice, file, kind }: Omit<AsOfProps, "address"> & { kind: (typeof kinds)[number] }) {
  const { say, tell, day } = voice;
  const own = file.differences.filter((one) => one.kind === kind);
  if (own.length === 0) return null;
  return (
    <details open={own.length <= openMax}>
      <summary>{say(`file.then.group.${kind}`, { count: own.length })}</summary>
      <ul>
        {own.map(({ recordId, item, at }) => {
          const legend = file.items[item];
          return (
            <li key={recordId}>
              {say(`file.then.${kind}`, { item: legend ? tell(legend.title) : item, at: day(at) })}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

export function AsOfForm({ voice, address, days }: Omit<AsOfProps, "file"> & { days: AskedDays }) {
  const { say, to } = voice;
  return (
    <section class="box" aria-labelledby="as-of">
      <h2 id="as-of">{say("file.as.title")}</h2>
      <form action={to(address)} method="get">
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
