/** The way out of an adverse record: repairable today, or from which day, and what has to be shown. */
import { listWaysOut, type RepairableView } from "#contract/repair.ts";
import type { Call } from "#web/page.ts";
import type { Voice } from "#web/voice.ts";

/** The ways out of a subject's public adverse records, by record; none where they cannot be read. */
export async function waysOutOf(call: Call, code: string): Promise<ReadonlyMap<string, RepairableView>> {
  const found = await call(listWaysOut, { params: { code } });
  return new Map(found.ok ? found.value.items.map((one) => [one.recordId, one]) : []);
}

/** What of a record can be repaired, in a sentence. */
export function wayOut({ say, day }: Voice, { is, from, endsOn, because }: RepairableView): string {
  const ends = endsOn ? ` ${say("repairs.ends", { on: day(endsOn) })}` : "";
  if (is === "now") return say("repair.is.now") + ends;
  if (is === "from") return say("repair.is.from", { on: day(from ?? "") }) + ends;
  if (is === "ends-first") return say("repairs.ends", { on: day(endsOn ?? "") });
  if (is === "never") return say(`repair.never.${because ?? "no-rule"}`);
  return say(`repair.is.${is}`) + ends;
}

/** The same with what is still to be shown, and where its subject applies. `applying`: absent where the reader is somebody else. */
export function WayOut(props: { voice: Voice; way: RepairableView; applying?: string | undefined }) {
  const { voice, way, applying } = props;
  const { say, tell, to } = voice;
  return (
    <section class="way-out">
      <p>
        <strong>{say("repairs.way-out")}</strong> {wayOut(voice, way)} {way.instead && tell(way.instead)}
      </p>
      {way.missing.length > 0 && (
        <details>
          <summary>{say("repairs.missing")}</summary>
          <ul>
            {way.missing.map(({ condition, title, plain }) => (
              <li key={condition}>
                <strong>{tell(title)}</strong> {tell(plain)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {applying && way.is === "now" && (
        <p>
          <a class="govuk-button govuk-button--secondary" href={to(applying)}>
            {say("repairs.apply")}
          </a>
        </p>
      )}
    </section>
  );
}
