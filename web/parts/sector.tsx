/** The 34 sectors of the Outline: what each asks for, what may be recorded in it, what is declined and why. */
import type { Sector } from "#contract/catalogue.ts";
import type { ItemSummary } from "#contract/rules.ts";
import type { Voice } from "#web/voice.ts";
import { ItemTags } from "./item.tsx";

const areas = ["government", "business", "social", "judicial"] as const;

/** All sectors in their four areas. */
export function SectorList({ voice, sectors }: { voice: Voice; sectors: readonly Sector[] }) {
  const { say, tell, to } = voice;
  return (
    <>
      {areas.map((area) => (
        <section key={area} class="area" aria-labelledby={`area-${area}`}>
          <h2 id={`area-${area}`}>{say(`rules.area.${area}`)}</h2>
          <ol class="sectors">
            {sectors
              .filter((sector) => sector.area === area)
              .map((sector) => (
                <li key={sector.number}>
                  <span class="sector-number" aria-hidden="true">
                    {sector.number}
                  </span>
                  <span>
                    <a href={to(`/rules/sectors/${sector.number}`)}>{tell(sector.title)}</a>
                    <span class="quiet">
                      {say("rules.sector.items", { count: sector.items.length })}
                      {sector.declined.length > 0 && (
                        <>
                          {" · "}
                          {say("rules.sector.declined", { count: sector.declined.length })}
                        </>
                      )}
                    </span>
                  </span>
                </li>
              ))}
          </ol>
        </section>
      ))}
    </>
  );
}

/** What is declined, with the reason. */
export function Declined({ voice, declined }: { voice: Voice; declined: Sector["declined"] }) {
  const { say, tell } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("rules.declined.matter")}</th>
          <th scope="col">{say("rules.declined.reason")}</th>
          <th scope="col">{say("rules.declined.article")}</th>
        </tr>
      </thead>
      <tbody>
        {declined.map(({ matter, reason, article }) => (
          <tr key={matter.zh}>
            <th scope="row">{tell(matter)}</th>
            <td data-label={say("rules.declined.reason")}>{tell(reason)}</td>
            <td class="quiet" data-label={say("rules.declined.article")} lang={voice.chinese(article)}>
              {article}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Items with what they are; each leads to its own page. */
export function ItemList({ voice, items }: { voice: Voice; items: readonly ItemSummary[] }) {
  const { tell, to } = voice;
  return (
    <ul class="item-list">
      {items.map((item) => (
        <li key={item.id}>
          <p class="item-list-title">
            <a href={to(`/rules/items/${item.id}`)}>{tell(item.title)}</a>
          </p>
          <p class="tags">
            <ItemTags voice={voice} item={item} />
          </p>
          <p class="quiet">{tell(item.plain)}</p>
        </li>
      ))}
    </ul>
  );
}
