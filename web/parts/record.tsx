/** One record of a file: what it is, what it says, who decided, on what law, until when, and the way to object. */
import type { FileRecord, FileView, ItemLegend, SubjectView } from "#contract/ledger.ts";
import type { RepairableView } from "#contract/repair.ts";
import type { Bilingual } from "#core/refusal.ts";
import { figure, number } from "#web/formats.ts";
import type { Voice } from "#web/voice.ts";
import { isWord } from "#web/words.ts";
import { type Entails, EntailsPart } from "./entails.tsx";
import { Tag, type Tone } from "./tag.tsx";
import { WayOut } from "./way-out.tsx";

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
  readonly subject: SubjectView;
  /** Level of the card's title on its page. */
  readonly level?: "h2" | "h3";
  /** What follows from it, where it is a listing or an honour. */
  readonly entails?: Entails | undefined;
  /** Where its subject objects to it; absent where the reader is somebody else, or it cannot be objected to. */
  readonly objecting?: string | undefined;
  /** Of an adverse record: when it can be repaired, and where its subject applies. */
  readonly way?: RepairableView | undefined;
  readonly applying?: string | undefined;
}

export function RecordCard(props: RecordProps) {
  const { voice, file, record, subject, level: Title = "h3", entails, objecting, way, applying } = props;
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
        <Fields voice={voice} item={item} record={record} known={saidAround(subject, record, authority)} />
        <dl class="record-basis">
          <Line term={say("record.source")} value={authority ? tell(authority) : record.authority} />
          <Basis voice={voice} item={item} whole={Title === "h2"} />
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
        <Statements voice={voice} record={record} />
        {objecting && (
          <p class="actions">
            <a class="govuk-button govuk-button--secondary" href={voice.to(objecting)}>
              {say("objection.object")}
            </a>
            <a href={voice.to(`${objecting}?ground=not-me`)}>{say("objection.not-me")}</a>
          </p>
        )}
        {entails && record.state === "standing" && record.inForce && (
          <EntailsPart voice={voice} entails={entails} record={record} />
        )}
        {way && way.because !== "not-adverse" && <WayOut voice={voice} way={way} applying={applying} />}
        <details class="way-back" open={Title === "h2"}>
          <summary>{say("record.way-back")}</summary>
          <p>
            {tell(item.wayBack.text)}{" "}
            <span class="quiet" lang={voice.chinese(item.wayBack.article)}>
              {item.wayBack.article}
            </span>
          </p>
          {Title === "h3" && subject.code !== "" && (
            <p>
              <a href={voice.to(`/organisations/${subject.code}/records/${record.recordId}`)}>{say("record.link")}</a>
            </p>
          )}
        </details>
      </article>
    </li>
  );
}

/** Values that the page says anyway. */
function saidAround(subject: SubjectView, record: FileRecord, authority: Bilingual | undefined): ReadonlySet<unknown> {
  return new Set<unknown>([
    subject.code,
    subject.name,
    ...subject.identifiers.map(({ value }) => value),
    ...subject.names.map(({ name }) => name),
    record.authority,
    authority?.zh,
    record.decidedOn,
  ]);
}

function lawText(voice: Voice, law: ItemLegend["law"]): string {
  return law.map(({ title, article }) => `${voice.tell(title)} ${article}`).join(voice.lang === "zh" ? "；" : "; ");
}

/** The law a record stands on: on its own page all of it, in a file the first, which is what it was decided under. */
function Basis({ voice, item, whole }: { voice: Voice; item: ItemLegend; whole: boolean }) {
  const { say, to } = voice;
  const text = lawText(voice, whole ? item.law : item.law.slice(0, 1));
  return (
    <div>
      <dt>{say("record.law")}</dt>
      <dd>
        <span lang={voice.chinese(text)}>{text}</span>{" "}
        {!whole && item.law.length > 1 && (
          <a href={to(`/rules/items/${item.itemId}`)}>{say("record.law.all", { count: item.law.length })}</a>
        )}
      </dd>
    </div>
  );
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

/** What the subject says of it, beside what it says (征信业管理条例 16). */
function Statements({ voice, record }: { voice: Voice; record: FileRecord }) {
  const said = record.marks.flatMap(({ mark, text }) => (mark === "statement" && text ? [text] : []));
  return (
    <>
      {said.map((text) => (
        <div class="notice" key={text}>
          <p>
            <strong>{voice.say("objection.statement.of-subject")}</strong>
          </p>
          <p class="free-text" lang={voice.chinese(text)}>
            {text}
          </p>
        </div>
      ))}
    </>
  );
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
      {record.marks.map(({ mark, at, dueOn }) => (
        <Tag
          key={mark + at}
          tone="notice"
          text={
            mark === "objection" && dueOn ? say("record.mark.objection.due", { on: day(dueOn) }) : markWord(say, mark)
          }
        />
      ))}
    </>
  );
}

function markWord(say: Voice["say"], mark: string): string {
  const key = `record.mark.${mark}`;
  return isWord(key) ? say(key) : mark;
}

interface FieldsProps {
  readonly voice: Voice;
  readonly item: ItemLegend;
  readonly record: FileRecord;
  /** What the page has said already: the subject's code and names, the authority's; dates the card shows. */
  readonly known: ReadonlySet<unknown>;
}

/** What the record says. What only repeats the page around it (whose file, who decided) stands folded away, not left out. */
function Fields({ voice, item, record, known }: FieldsProps) {
  const { say } = voice;
  const [hidden, masked] = [false, true].map((isShown) =>
    record.masked.filter(({ field }) => field in record.fields === isShown),
  );
  const [first] = hidden ?? [];
  const all = Object.entries(item.fields).filter(([name]) => isSaid(record.fields[name]));
  const [told, repeated] = [false, true].map((of) => all.filter(([name]) => known.has(record.fields[name]) === of));
  return (
    <>
      {told && told.length > 0 && <FieldList voice={voice} fields={told} record={record} />}
      {repeated && repeated.length > 0 && (
        <details class="repeated">
          <summary>{say("record.repeated", { count: repeated.length })}</summary>
          <FieldList voice={voice} fields={repeated} record={record} />
        </details>
      )}
      {first && (
        <p class="quiet">
          {first.field === "*" ? say("record.masked.corrected") : say("record.masked", { basis: first.basis })}
        </p>
      )}
      {masked?.[0] && <p class="quiet">{say("record.masked.number", { basis: masked[0].basis })}</p>}
    </>
  );
}

function FieldList(props: {
  voice: Voice;
  fields: readonly [string, ItemLegend["fields"][string]][];
  record: FileRecord;
}) {
  const { voice, fields, record } = props;
  return (
    <dl class="fields">
      {fields.map(([name, legend]) => {
        const value = valueText(voice, record.fields[name], legend);
        return (
          <div key={name} class={value.length > 60 ? "field field-long" : "field"}>
            <dt>{voice.tell(legend.title)}</dt>
            <dd lang={voice.chinese(value)}>{value}</dd>
          </div>
        );
      })}
    </dl>
  );
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/** From this day on a date says "no end": intake keeps 长期 as 2099-12-31, as the published layouts write it. */
const openEndedFrom = "2099-01-01";

/** A field's value as people read it. */
export function valueText(voice: Voice, value: unknown, legend: ItemLegend["fields"][string]): string {
  const { say, tell, day } = voice;
  if (Array.isArray(value)) return voice.row(value.map((one) => valueText(voice, one, legend)));
  if (typeof value === "boolean") return say(value ? "value.yes" : "value.no");
  if (typeof value === "number")
    return legend.unit === "CNY" ? say("value.yuan", { amount: number(value) }) : figure(value);
  const text = String(value);
  const words = legend.words?.[text];
  if (words) return tell(words);
  if (legend.date) return text >= openEndedFrom ? say("value.open-ended") : day(text);
  return text;
}
