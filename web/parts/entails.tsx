/** What follows from a listing or an honour, by the catalogue: measures with their law, and how one leaves. */

import type { FileRecord, FileView } from "#contract/ledger.ts";
import type { Measure } from "#contract/lists-in-packs.ts";
import { type ListSummary, listCatalogueLists, listCatalogueMeasures } from "#contract/rules-of-lists.ts";
import type { Call } from "#web/page.ts";
import type { Voice } from "#web/voice.ts";
import { lawLine } from "./law.tsx";
import { exitOf, listPath } from "./list.tsx";

/** The list a record stands on, and the measures that follow from it. */
export interface Entails {
  readonly list: ListSummary;
  readonly measures: readonly Measure[];
}

/** Lists by the catalogue item their listings are recorded under, as far as records on the page are of any. */
export async function entailsOf(
  call: Call,
  { records, items }: Pick<FileView, "records" | "items">,
): Promise<ReadonlyMap<string, Entails>> {
  const recorded = new Set(records.map(({ item }) => items[item]?.itemId));
  const lists = await call(listCatalogueLists, { query: {} });
  const own = lists.ok ? lists.value.lists.filter((list) => list.switchedOn && recorded.has(list.item)) : [];
  if (own.length === 0) return new Map();
  const found = await call(listCatalogueMeasures, { query: {} });
  const measures = found.ok ? found.value.measures.filter(({ switchedOn }) => switchedOn) : [];
  return new Map(
    own.map((list) => [
      list.item,
      { list, measures: measures.filter((measure) => measure.follows.some((one) => one.list === list.id)) },
    ]),
  );
}

/** Measures that follow from this very listing: some follow from listings on certain grounds alone. */
function followingFrom({ list, measures }: Entails, { fields }: Pick<FileRecord, "fields">): readonly Measure[] {
  const { ground } = fields as { ground?: unknown };
  return measures.filter(({ follows }) =>
    follows.some((one) => one.list === list.id && (one.grounds?.some((named) => named === ground) ?? true)),
  );
}

interface EntailsProps {
  readonly voice: Voice;
  readonly entails: Entails;
  readonly record: Pick<FileRecord, "fields">;
}

/** On the record's card: which list, what follows, how to leave. */
export function EntailsPart({ voice, entails, record }: EntailsProps) {
  const { say, tell, to } = voice;
  const { list } = entails;
  const measures = followingFrom(entails, record);
  const honour = list.sort === "honour";
  return (
    <div class="entails">
      <h4>
        <a href={to(listPath(list.id))}>{tell(list.title)}</a>
      </h4>
      {measures.length === 0 ? (
        <p>{say("list.follows.none")}</p>
      ) : (
        <details>
          <summary>{say(honour ? "entails.incentives" : "entails.constraints", { count: measures.length })}</summary>
          <ul>
            {measures.map((measure) => (
              <li key={measure.id}>
                <a href={to(`/measures/${measure.id}`)}>{tell(measure.title)}</a>{" "}
                <span class="quiet">{measure.law.slice(0, 1).map((law) => lawLine(voice, law))}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p>
        <strong>{say("list.exit")}</strong> {exitOf(voice, list)}
      </p>
      {!honour && list.earlyExit && (
        <ul>
          {list.earlyExit.conditions.map((condition) => (
            <li key={condition.zh}>{tell(condition)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
