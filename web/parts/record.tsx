/** One record of a file: what it is, what it says, who decided, on what law, until when, and the way to object. */
import type { FileRecord, FileView, ItemLegend } from "#contract/ledger.ts";
import { number } from "#web/formats.ts";
import type { Voice } from "#web/voice.ts";
import { isWord } from "#web/words.ts";
import { Tag, type Tone } from "./tag.tsx";

/** Categories of the national catalogue that honour: evaluations of organisations (9) and honours (11). */
const honouring: ReadonlySet<number> = new Set([9, 11]);

/** How a record is shown: adverse, an honour, or neither. */
export function toneOf(record: Pick<FileRecord, "adverse">, item: Pick<ItemLegend, "category">): Tone {
  if (record.adverse) return "adverse";
  return honouring.has(item.category) ? "honour" : "plain";
}

export interface RecordProps {
  readonly voice: Voice;
  readonly file: Pick<FileView, "items" | "authorities">;
  readonly record: FileRecord;
  /** Code of the subject: where the record's own page stands. */
  readonly code: string;
  /** Level of the card's title on its page. */
  readonly level?: "h2" | "h3";
}

export function RecordCard({ voice, file, record, code, level: Title = "h3" }: RecordProps) {
  const { say, tell, day, moment } = voice;
  const item = file.items[record.item];
  if (!item) return null;
  const tone = toneOf(record, item);
  const authority = file.authorities[record.authority];
  return (
    <li class={`record record-${tone}`} id={`r-${record.recordId}`}>
      <time class="record-date" datetime={record.decidedOn}>
        {day(record.decidedOn)}
      </time>
      <article class="record-card">
        <header class="record-head">
          <Title>{tell(item.title)}</Title>
          <p class="tags">
            <Tags voice={voice} record={record} tone={tone} />
          </p>
        </header>
        <Fields voice={voice} item={item} record={record} />
        <dl class="record-basis">
          <Line term={say("record.source")} value={authority ? tell(authority) : record.authority} />
          <Line term={say("record.law")} value={lawText(voice, item)} lang={voice.chinese(lawText(voice, item))} />
          <Line term={say("record.effective")} value={span(voice, record)} />
          <Line
            term={say("record.published")}
            value={record.publishedUntil ? day(record.publishedUntil) : say("record.published.open")}
          />
          {record.servedOn && <Line term={say("record.served")} value={day(record.servedOn)} />}
          <Line term={say("record.recorded")} value={moment(record.recordedAt)} />
          {record.retainedUntil && <Line term={say("record.retained")} value={day(record.retainedUntil)} />}
          {record.changeReason && (
            <Line term={say("record.reason")} value={record.changeReason} lang={voice.chinese(record.changeReason)} />
          )}
        </dl>
        <details class="way-back" open={Title === "h2"}>
          <summary>{say("record.way-back")}</summary>
          <p>
            {tell(item.wayBack.text)}{" "}
            <span class="quiet" lang={voice.chinese(item.wayBack.article)}>
              {item.wayBack.article}
            </span>
          </p>
          <p>
            <a href={voice.to(`/organisations/${code}/records/${record.recordId}`)}>{say("record.link")}</a>
          </p>
        </details>
      </article>
    </li>
  );
}

function lawText(voice: Voice, { law }: ItemLegend): string {
  return law.map(({ title, article }) => `${voice.tell(title)} ${article}`).join(voice.lang === "zh" ? "；" : "; ");
}

function Line({ term, value, lang }: { term: string; value: string; lang?: string | undefined }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd lang={lang}>{value}</dd>
    </div>
  );
}

function span({ say, day }: Voice, { effectiveFrom, effectiveTo }: FileRecord): string {
  return effectiveTo === null
    ? say("record.effective.open", { from: day(effectiveFrom) })
    : say("record.effective.span", { from: day(effectiveFrom), to: day(effectiveTo) });
}

function Tags({ voice: { say, day }, record, tone }: { voice: Voice; record: FileRecord; tone: Tone }) {
  return (
    <>
      {tone === "adverse" && <Tag tone="adverse" text={say("record.adverse")} />}
      {tone === "honour" && <Tag tone="honour" text={say("record.honour")} />}
      {record.listing && <Tag tone="adverse" text={say("record.listing")} />}
      {record.state !== "standing" ? (
        <Tag tone="quiet" text={say(`record.${record.state}`)} />
      ) : (
        <Tag
          tone={record.inForce ? "plain" : "quiet"}
          text={say(record.inForce ? "record.in-force" : "record.not-in-force")}
        />
      )}
      {record.correctedAt && <Tag tone="notice" text={say("record.corrected", { at: day(record.correctedAt) })} />}
      {record.marks.map(({ mark, at }) => (
        <Tag key={mark + at} tone="notice" text={markWord(say, mark)} />
      ))}
    </>
  );
}

function markWord(say: Voice["say"], mark: string): string {
  const key = `record.mark.${mark}`;
  return isWord(key) ? say(key) : mark;
}

function Fields({ voice, item, record }: { voice: Voice; item: ItemLegend; record: FileRecord }) {
  const { say, tell } = voice;
  const [masked] = record.masked;
  const shown = Object.entries(item.fields).filter(([name]) => isSaid(record.fields[name]));
  return (
    <>
      {shown.length > 0 && (
        <dl class="fields">
          {shown.map(([name, legend]) => {
            const value = valueText(voice, record.fields[name], legend);
            return (
              <div key={name} class={value.length > 60 ? "field field-long" : "field"}>
                <dt>{tell(legend.title)}</dt>
                <dd lang={voice.chinese(value)}>{value}</dd>
              </div>
            );
          })}
        </dl>
      )}
      {masked && (
        <p class="quiet">
          {masked.field === "*" ? say("record.masked.corrected") : say("record.masked", { basis: masked.basis })}
        </p>
      )}
    </>
  );
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/** A field's value as people read it. */
export function valueText(voice: Voice, value: unknown, legend: ItemLegend["fields"][string]): string {
  const { say, tell, day } = voice;
  if (Array.isArray(value)) return voice.row(value.map((one) => valueText(voice, one, legend)));
  if (typeof value === "boolean") return say(value ? "value.yes" : "value.no");
  if (typeof value === "number")
    return legend.unit === "CNY" ? say("value.yuan", { amount: number(value) }) : number(value);
  const text = String(value);
  const words = legend.words?.[text];
  if (words) return tell(words);
  return legend.date ? day(text) : text;
}
