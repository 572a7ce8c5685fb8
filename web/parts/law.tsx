import type { Law } from "#contract/catalogue.ts";
import type { Voice } from "#web/voice.ts";

/** Laws with article, edition and the days between which they hold. */
export function Laws({ voice, laws }: { voice: Voice; laws: readonly Law[] }) {
  const { say, tell, day } = voice;
  return (
    <ul class="laws">
      {laws.map((law) => (
        <li key={law.title.zh + law.article}>
          <cite>{tell(law.title)}</cite> <span lang={voice.chinese(law.article)}>{law.article}</span>
          {law.edition && (
            <span class="quiet" lang={voice.chinese(law.edition)}>
              {` ${law.edition}`}
            </span>
          )}
          {law.from && (
            <span class="quiet">
              {` ${law.to ? say("record.effective.span", { from: day(law.from), to: day(law.to) }) : say("record.effective.open", { from: day(law.from) })}`}
            </span>
          )}
          {law.note && <span class="quiet law-note">{tell(law.note)}</span>}
        </li>
      ))}
    </ul>
  );
}

/** One law in a line. */
export function lawLine(voice: Voice, law: Law): string {
  return `${voice.tell(law.title)} ${law.article}`;
}
