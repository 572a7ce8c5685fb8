/** A catalogue item, explained: what it says, on what law, who sends it, who sees what, for how long. */
import type { ComponentChildren } from "preact";
import type { Field, Item, Law } from "#contract/catalogue.ts";
import type { RuleView } from "#contract/rules.ts";
import type { Voice } from "#web/voice.ts";
import { Laws, lawLine } from "./law.tsx";
import { Tag } from "./tag.tsx";

/** Words for what an item is: adverse, a list, an honour, or none of these. */
export function ItemTags({
  voice: { say },
  item,
}: {
  voice: Voice;
  item: Pick<Item, "adverse" | "listing" | "category" | "switchedOn">;
}) {
  return (
    <>
      {item.adverse && <Tag tone="adverse" text={say("rules.nature.adverse")} />}
      {item.listing && <Tag tone="adverse" text={say("rules.nature.listing")} />}
      {!item.adverse && item.category === 11 && <Tag tone="honour" text={say("rules.nature.honour")} />}
      {!item.adverse && item.category !== 11 && <Tag tone="quiet" text={say("rules.nature.neutral")} />}
      {!item.switchedOn && <Tag tone="notice" text={say("rules.off")} />}
    </>
  );
}

const kinds = ["organisation", "individual-business", "person"] as const;

/** Which kinds of subjects it may be about, and which of those are ever public. */
export function ItemSubjects({ voice, item }: { voice: Voice; item: Item }) {
  const { say } = voice;
  return (
    <dl class="pairs">
      {kinds.map((kind) => {
        const given: { publish: boolean; law?: Law } | undefined = item.subjects[kind];
        return (
          <div key={kind}>
            <dt>{say(`rules.item.subject.${kind}`)}</dt>
            <dd>
              {given ? say(given.publish ? "rules.item.public" : "rules.item.not-public") : say("rules.item.none")}
              {given?.law && <span class="quiet">{` ${lawLine(voice, given.law)}`}</span>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** For how long it is public, when repair may end that, and when it is deleted. */
export function ItemTerms({ voice, item }: { voice: Voice; item: Item }) {
  const { say, tell } = voice;
  const { publication, retention, publishWithinWorkingDays } = item.terms;
  return (
    <>
      <table class="table fold">
        <thead>
          <tr>
            <th scope="col">{say("rules.item.level")}</th>
            <th scope="col">{say("rules.item.level.end")}</th>
            <th scope="col">{say("rules.item.level.repair")}</th>
            <th scope="col">{say("record.law")}</th>
          </tr>
        </thead>
        <tbody>
          {publication.levels.map((level) => (
            <tr key={level.level}>
              <th scope="row">{tell(level.title)}</th>
              <td data-label={say("rules.item.level.end")}>{endOf(voice, level)}</td>
              <td data-label={say("rules.item.level.repair")}>{repairOf(voice, level)}</td>
              <td class="quiet" data-label={say("record.law")}>
                {lawLine(voice, level.law)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul>
        <li>{say("rules.item.from", { field: fieldTitle(voice, item, publication.from) })}</li>
        <li>
          {retention.years === 0
            ? say("rules.item.retention.standing", { law: lawLine(voice, retention.law) })
            : say("rules.item.retention", {
                field: fieldTitle(voice, item, retention.from),
                years: retention.years,
                law: lawLine(voice, retention.law),
              })}
        </li>
        {publishWithinWorkingDays !== null && <li>{say("rules.item.clock", { days: publishWithinWorkingDays })}</li>}
      </ul>
    </>
  );
}

type Level = Item["terms"]["publication"]["levels"][number];

function endOf({ say }: Voice, { published, monthsMax }: Level): string {
  if (!published) return say("rules.item.level.not-published");
  return monthsMax === null ? say("rules.item.level.standing") : say("rules.item.level.months", { months: monthsMax });
}

function repairOf({ say }: Voice, { published, monthsMin }: Level): string {
  if (!published || monthsMin === null) return say("rules.item.no-repair");
  return monthsMin === 0 ? say("rules.item.level.at-once") : say("rules.item.level.months", { months: monthsMin });
}

function fieldTitle(voice: Voice, item: Item, name: string): string {
  const field = item.schema.properties[name];
  return field ? titleOf(voice, field) : name;
}

function titleOf({ lang }: Voice, field: Field): string {
  return lang === "zh" ? field.title : field["x-en"];
}

/** Every field: what it is called, whether it must be there, who sees it. */
export function ItemFields({ voice, item }: { voice: Voice; item: Item }) {
  const { say, tell } = voice;
  const required = new Set(item.schema.required);
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("rules.item.field")}</th>
          <th scope="col">{say("rules.item.required")}</th>
          <th scope="col">{say("rules.item.who-sees")}</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(item.schema.properties).map(([name, field]) => (
          <tr key={name}>
            <th scope="row">
              {titleOf(voice, field)}
              {field["x-help"] && <span class="quiet field-help">{tell(field["x-help"])}</span>}
            </th>
            <td data-label={say("rules.item.required")}>
              {say(required.has(name) ? "rules.item.required" : "rules.item.optional")}
            </td>
            <td data-label={say("rules.item.who-sees")}>{say(`rules.disclosure.${field["x-disclosure"]}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a row of it must pass, in words. */
export function ItemRules({ voice, rules }: { voice: Voice; rules: readonly RuleView[] }) {
  const { tell } = voice;
  return (
    <ul class="laws">
      {rules.map(({ rule, demands }) => (
        <li key={rule.code}>
          {tell(demands)}{" "}
          <span class="quiet">
            <code>{rule.code}</code> <span lang={voice.chinese(rule.article)}>{rule.article}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The whole explanation of one version. */
export function ItemBody(props: {
  voice: Voice;
  item: Item;
  senders: readonly string[];
  rules: readonly RuleView[];
  children?: ComponentChildren;
}) {
  const { voice, item, senders, rules, children } = props;
  const { say, tell } = voice;
  return (
    <>
      {!item.switchedOn && <p class="notice notice-strong">{say("rules.off.text")}</p>}
      <h2>{say("rules.item.plain")}</h2>
      <p class="prose-width">{tell(item.plain)}</p>
      <div class="two-columns">
        <section>
          <h2>{say("rules.item.subjects")}</h2>
          <ItemSubjects voice={voice} item={item} />
        </section>
        <section>
          <h2>{say("rules.item.sent-by")}</h2>
          <ul>
            {senders.map((sender) => (
              <li key={sender}>{sender}</li>
            ))}
          </ul>
        </section>
      </div>
      <h2>{say("rules.item.law")}</h2>
      <Laws voice={voice} laws={item.law} />
      <h2>{say("rules.item.terms")}</h2>
      <ItemTerms voice={voice} item={item} />
      <h2>{say("rules.item.way-back")}</h2>
      <p class="prose-width">
        {tell(item.wayBack.text)}{" "}
        <span class="quiet" lang={voice.chinese(item.wayBack.article)}>
          {item.wayBack.article}
        </span>
      </p>
      <h2>{say("rules.item.fields")}</h2>
      <ItemFields voice={voice} item={item} />
      <h2>{say("rules.item.rules")}</h2>
      <ItemRules voice={voice} rules={rules} />
      {children}
    </>
  );
}
