/** The 34 sectors: all of them, one of them, and what is declined in any. */
import { getSector, listSectors } from "#contract/rules.ts";
import type { Page } from "#web/page.ts";
import { RulesPage } from "#web/parts/rules-nav.tsx";
import { Declined, ItemList, SectorList } from "#web/parts/sector.tsx";

export const rulesPage: Page = {
  path: "/rules",
  get: async ({ voice, call }) => {
    const { say } = voice;
    const found = await call(listSectors, {});
    if (!found.ok) return { problem: found.problem };
    return {
      title: say("rules.title"),
      section: "rules",
      description: say("rules.lead"),
      body: (
        <RulesPage voice={voice} at="/rules">
          <h1>{say("rules.title")}</h1>
          <p class="lead prose-width">{say("rules.lead")}</p>
          <SectorList voice={voice} sectors={found.value.sectors} />
        </RulesPage>
      ),
    };
  },
};

export const sectorPage: Page = {
  path: "/rules/sectors/:number",
  get: async ({ voice, call, params }) => {
    const { say, tell } = voice;
    const found = await call(getSector, { params: { number: Number(params["number"]) } });
    if (!found.ok) return { problem: found.problem };
    const { sector, agencyKinds, items } = found.value;
    const title = say("rules.sector.title", { number: sector.number, title: tell(sector.title) });
    return {
      title,
      section: "rules",
      description: tell(sector.asks),
      body: (
        <RulesPage voice={voice} at="">
          <h1>{title}</h1>
          <p class="lead prose-width">{tell(sector.asks)}</p>
          <h2>{say("rules.sector.list")}</h2>
          <ItemList voice={voice} items={items} />
          {sector.declined.length > 0 && (
            <>
              <h2>{say("rules.declined.title")}</h2>
              <Declined voice={voice} declined={sector.declined} />
            </>
          )}
          <h2>{say("rules.sector.agencies")}</h2>
          <ul class="columns-list">
            {agencyKinds.map(({ kind, title: name }) => (
              <li key={kind}>{tell(name)}</li>
            ))}
          </ul>
        </RulesPage>
      ),
    };
  },
};

export const declinedPage: Page = {
  path: "/rules/declined",
  get: async ({ voice, call }) => {
    const { say, tell, to } = voice;
    const found = await call(listSectors, {});
    if (!found.ok) return { problem: found.problem };
    return {
      title: say("rules.declined.title"),
      section: "rules",
      description: say("rules.declined.lead"),
      body: (
        <RulesPage voice={voice} at="/rules/declined">
          <h1>{say("rules.declined.title")}</h1>
          <p class="lead prose-width">{say("rules.declined.lead")}</p>
          {found.value.sectors
            .filter((sector) => sector.declined.length > 0)
            .map((sector) => (
              <section key={sector.number} aria-labelledby={`sector-${sector.number}`}>
                <h2 id={`sector-${sector.number}`}>
                  <a href={to(`/rules/sectors/${sector.number}`)}>
                    {sector.number} {tell(sector.title)}
                  </a>
                </h2>
                <Declined voice={voice} declined={sector.declined} />
              </section>
            ))}
        </RulesPage>
      ),
    };
  },
};
