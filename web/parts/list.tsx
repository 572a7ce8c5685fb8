/** A list as its pack says it: what puts one on it, how long it lasts, how one leaves it, what follows. */
import type { Criterion, List, Term } from "#contract/lists-in-packs.ts";
import { number } from "#web/formats.ts";
import type { Voice } from "#web/voice.ts";
import { Laws, lawLine } from "./law.tsx";
import { Tag, type Tone } from "./tag.tsx";

/** Honours, serious lists, abnormal lists: in this order everywhere, so that no honour stands last. */
export const sorts = ["honour", "abnormal", "serious"] as const;
export type ListSort = (typeof sorts)[number];

/** The address of a list's page. */
export function listPath(id: string): string {
  return `/lists/${id}`;
}

/** How a sort of list is shown. */
export function toneOfSort(sort: ListSort): Tone {
  return sort === "honour" ? "honour" : "adverse";
}

export function ListTags({ voice: { say }, list }: { voice: Voice; list: Pick<List, "sort" | "switchedOn"> }) {
  return (
    <>
      <Tag tone={toneOfSort(list.sort)} text={say(`list.sort.${list.sort}`)} />
      {!list.switchedOn && <Tag tone="notice" text={say("rules.off")} />}
    </>
  );
}

/** Months as people say them: whole years as years. */
export function timeOf({ say }: Voice, months: number): string {
  const years = months % 12 === 0 ? months / 12 : 0;
  if (years === 1) return say("time.year");
  if (years > 1) return say("time.years", { years });
  return months === 1 ? say("time.month") : say("time.months", { months });
}

/** How long a listing lasts, in a sentence. */
export function durationOf(voice: Voice, { duration, sort }: Pick<List, "duration" | "sort">): string {
  const { say } = voice;
  if (!duration) return say(sort === "honour" ? "list.duration.honour" : "list.duration.none");
  const max = timeOf(voice, duration.monthsMax);
  if (duration.monthsMin === duration.monthsMax) return say("list.duration.fixed", { max });
  if (duration.monthsMin === 0) return say("list.duration.most", { max });
  return say("list.duration.between", { min: timeOf(voice, duration.monthsMin), max });
}

/** When one may leave before the end, in a sentence. */
export function exitOf(voice: Voice, { earlyExit, sort }: Pick<List, "earlyExit" | "sort">): string {
  const { say } = voice;
  if (sort === "honour") return say("list.exit.honour");
  if (!earlyExit) return say("list.exit.none");
  return earlyExit.afterMonths === 0
    ? say("list.exit.at-once")
    : say("list.exit.after", { time: timeOf(voice, earlyExit.afterMonths) });
}

/** `5 working days`. */
export function termOf({ say }: Voice, { days, unit }: Pick<Term, "days" | "unit">): string {
  return say(unit === "working" ? "term.working" : "term.calendar", { days: number(days) });
}

/**
 * What puts a subject on the list: rules over records, in words; each finds candidates and decides nothing. `words` are made from the
 * rules that run, by their codes: whoever reads them sees whether the pack's own sentence says the same.
 */
export function Criteria(props: { voice: Voice; criteria: readonly Criterion[]; words: ReadonlyMap<string, string> }) {
  const { voice, criteria, words } = props;
  const { say, tell, day } = voice;
  if (criteria.length === 0) return <p class="prose-width">{say("list.criteria.none")}</p>;
  return (
    <>
      <p class="prose-width">{say("list.criteria.lead")}</p>
      <ol class="criteria">
        {criteria.map((criterion) => (
          <li key={criterion.code}>
            <p>{tell(criterion.says)}</p>
            {words.has(criterion.code) && (
              <p class="criterion-words">
                <span class="quiet">{say("list.criteria.words")}</span> {words.get(criterion.code)}
              </p>
            )}
            <p class="quiet">
              {lawLine(voice, criterion.law)}
              {" · "}
              {criterion.effectiveTo
                ? say("record.effective.span", { from: day(criterion.effectiveFrom), to: day(criterion.effectiveTo) })
                : say("record.effective.open", { from: day(criterion.effectiveFrom) })}
            </p>
            <details>
              <summary>{say("list.criteria.exact")}</summary>
              <pre class="policy">{criterion.rule}</pre>
              <p class="quiet">
                <code>{criterion.code}</code>{" "}
                {say("list.criteria.examples", {
                  meets: criterion.examples.meets.length,
                  fails: criterion.examples.fails.length,
                })}
              </p>
            </details>
          </li>
        ))}
      </ol>
    </>
  );
}

/** How a listing ends: by time, early, renewed; each with its law. */
export function WayOut({ voice, list }: { voice: Voice; list: List }) {
  const { say, tell } = voice;
  const { duration, earlyExit, renewal, terms } = list;
  return (
    <dl class="pairs">
      <div>
        <dt>{say("list.duration")}</dt>
        <dd>
          {durationOf(voice, list)} {duration && <span class="quiet">{lawLine(voice, duration.law)}</span>}
        </dd>
      </div>
      <div>
        <dt>{say("list.exit")}</dt>
        <dd>
          {exitOf(voice, list)} {earlyExit && <span class="quiet">{lawLine(voice, earlyExit.law)}</span>}
          {earlyExit && (
            <ul>
              {earlyExit.conditions.map((condition) => (
                <li key={condition.zh}>{tell(condition)}</li>
              ))}
            </ul>
          )}
          {earlyExit && terms.exitDecide && (
            <p>
              {terms.exitAccept
                ? say("list.exit.terms", {
                    accept: termOf(voice, terms.exitAccept),
                    decide: termOf(voice, terms.exitDecide),
                  })
                : say("list.exit.term", { decide: termOf(voice, terms.exitDecide) })}
            </p>
          )}
        </dd>
      </div>
      {list.sort !== "honour" && (
        <div>
          <dt>{say("list.renewal")}</dt>
          <dd>
            {renewal ? say("list.renewal.most", { max: timeOf(voice, renewal.monthsMax) }) : say("list.renewal.none")}{" "}
            {renewal && <span class="quiet">{lawLine(voice, renewal.law)}</span>}
          </dd>
        </div>
      )}
      <div>
        <dt>{say("list.undone")}</dt>
        <dd>{say(list.sort === "honour" ? "list.undone.honour" : "list.undone.text")}</dd>
      </div>
    </dl>
  );
}

/** Who keeps it, whom it may name, what it publishes, on what rank of law. */
export function ListFacts({ voice, list, keepers }: { voice: Voice; list: List; keepers: readonly string[] }) {
  const { say, row } = voice;
  const rows: readonly (readonly [string, string])[] = [
    [say("list.keepers"), row(keepers)],
    [say("list.names"), row(list.subjects.map((kind) => say(`rules.item.subject.${kind}`)))],
    [say("list.publishes"), say(list.publishes ? "list.publishes.organisations" : "list.publishes.none")],
    ...(list.sort === "honour" ? [] : [[say("list.set-up-by"), say(`law.rank.${list.setUpBy}`)] as const]),
    ...(list.subjectMatters.length > 0
      ? [[say("list.subject-matter"), row(list.subjectMatters.map((one) => say(`list.matter.${one}`)))] as const]
      : []),
  ];
  return (
    <dl class="pairs">
      {rows.map(([term, text]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

export function ListLaws({ voice, list }: { voice: Voice; list: Pick<List, "law"> }) {
  return <Laws voice={voice} laws={list.law} />;
}
