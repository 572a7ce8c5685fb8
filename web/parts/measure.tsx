/** Measures: what a listing or an honour entails, for whom, in which matter, on what law. */
import type { Matter, Measure } from "#contract/lists-in-packs.ts";
import type { Voice } from "#web/voice.ts";
import { lawLine } from "./law.tsx";
import { Tag } from "./tag.tsx";

export function MeasureTags({ voice: { say }, measure }: { voice: Voice; measure: Measure }) {
  return (
    <>
      <Tag tone={measure.sort === "incentive" ? "honour" : "adverse"} text={say(`measure.sort.${measure.sort}`)} />
      <Tag tone="plain" text={say(`effect.${measure.effect}`)} />
      <Tag tone="quiet" text={say(`measure.force.${measure.force}`)} />
      {!measure.switchedOn && <Tag tone="notice" text={say("rules.off")} />}
    </>
  );
}

/** Names of kinds of bodies and matters, by their ids. */
export interface MeasureNames {
  readonly kinds: ReadonlyMap<string, string>;
  readonly matters: ReadonlyMap<string, Matter>;
}

/** Who applies it: "any body" where the measure says so. */
export function addresseesOf({ say, row }: Voice, measure: Measure, { kinds }: MeasureNames): string {
  return row(measure.addressees.map((kind) => (kind === "any" ? say("measure.who.any") : (kinds.get(kind) ?? kind))));
}

export function mattersOf({ tell, row }: Voice, measure: Measure, { matters }: MeasureNames): string {
  return row(measure.matters.map((id) => tell(matters.get(id)?.title ?? { zh: id, en: id })));
}

/** Measures in a table: what, who, in which matter, on what law. */
export function MeasureTable({
  voice,
  measures,
  names,
}: {
  voice: Voice;
  measures: readonly Measure[];
  names: MeasureNames;
}) {
  const { say, tell, to } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("measure.what")}</th>
          <th scope="col">{say("measure.who")}</th>
          <th scope="col">{say("measure.matter")}</th>
          <th scope="col">{say("record.law")}</th>
        </tr>
      </thead>
      <tbody>
        {measures.map((measure) => (
          <tr key={measure.id}>
            <th scope="row" class="item-name">
              <a href={to(`/measures/${measure.id}`)}>{tell(measure.title)}</a>
              <span class="tags">
                <Tag tone="quiet" text={say(`measure.force.${measure.force}`)} />
                {!measure.switchedOn && <Tag tone="notice" text={say("rules.off")} />}
              </span>
            </th>
            <td data-label={say("measure.who")}>{addresseesOf(voice, measure, names)}</td>
            <td data-label={say("measure.matter")}>{mattersOf(voice, measure, names)}</td>
            <td class="quiet" data-label={say("record.law")}>
              {measure.law.slice(0, 1).map((law) => lawLine(voice, law))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
