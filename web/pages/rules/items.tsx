/** Catalogue items: all by category, one with all its versions. */
import { address as apiAddress } from "#contract/client.ts";
import {
  downloadItemSchema,
  getItem,
  type ItemSummary,
  type ItemView,
  listAgencyKinds,
  listItems,
} from "#contract/rules.ts";
import type { Page } from "#web/page.ts";
import { ItemBody, ItemTags } from "#web/parts/item.tsx";
import { RulesPage } from "#web/parts/rules-nav.tsx";
import type { Voice } from "#web/voice.ts";

export const itemsPage: Page = {
  path: "/rules/items",
  get: async ({ voice, call }) => {
    const { say } = voice;
    const found = await call(listItems, { query: {} });
    if (!found.ok) return { problem: found.problem };
    const { items } = found.value;
    const byCategory = Map.groupBy(items, ({ category }) => category);
    return {
      title: say("rules.items.title"),
      section: "rules",
      description: say("rules.items.lead", { count: items.length }),
      body: (
        <RulesPage voice={voice} at="/rules/items">
          <h1>{say("rules.items.title")}</h1>
          <p class="lead prose-width">{say("rules.items.lead", { count: items.length })}</p>
          {[...byCategory]
            .sort(([a], [b]) => a - b)
            .map(([category, ofCategory]) => (
              <section key={category} aria-labelledby={`category-${category}`}>
                <h2 id={`category-${category}`}>{say(`category.${category as 1}`)}</h2>
                <ItemTable voice={voice} items={ofCategory} />
              </section>
            ))}
        </RulesPage>
      ),
    };
  },
};

function ItemTable({ voice, items }: { voice: Voice; items: readonly ItemSummary[] }) {
  const { say, tell, to } = voice;
  return (
    <table class="table fold">
      <thead class="govuk-visually-hidden">
        <tr>
          <th scope="col">{say("rules.items.item")}</th>
          <th scope="col">{say("rules.items.nature")}</th>
          <th scope="col">{say("rules.item.plain")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <th scope="row" class="item-name">
              <a href={to(`/rules/items/${item.id}`)}>{tell(item.title)}</a>
            </th>
            <td>
              <span class="tags">
                <ItemTags voice={voice} item={item} />
              </span>
            </td>
            <td class="quiet">{tell(item.plain)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const itemPage: Page = {
  path: "/rules/items/:pack/:name",
  get: async ({ voice, call, params, query }) => {
    const { say, tell, to } = voice;
    const [found, kinds] = await Promise.all([
      call(getItem, { params: { pack: params["pack"] ?? "", name: params["name"] ?? "" } }),
      call(listAgencyKinds, {}),
    ]);
    if (!found.ok) return { problem: found.problem };
    const view = found.value;
    const version = Number(query.get("version")) || view.current || view.versions[0]?.item.version;
    const chosen = view.versions.find(({ item }) => item.version === version) ?? view.versions[0];
    if (!chosen) return { goTo: "/rules/items" };
    const { item, rules } = chosen;
    const names = new Map(kinds.ok ? kinds.value.agencyKinds.map(({ kind, title }) => [kind, tell(title)]) : []);
    const senders = item.sentBy.map((kind) => (kind === "any" ? say("rules.item.any") : (names.get(kind) ?? kind)));
    return {
      title: tell(item.title),
      section: "rules",
      description: tell(item.plain),
      indexed: query.size === 0,
      body: (
        <RulesPage voice={voice} at="">
          <p class="file-kind">
            {say(`category.${item.category as 1}`)} · {tell(view.pack.title)}
          </p>
          <h1>{tell(item.title)}</h1>
          <p class="tags">
            <ItemTags voice={voice} item={item} />
          </p>
          <p class="quiet">{versionText(voice, item)}</p>
          <ItemBody voice={voice} item={item} senders={senders} rules={rules}>
            <h2>{say("rules.item.versions")}</h2>
            <ul>
              {view.versions.map((one) => (
                <li key={one.item.version}>
                  {one === chosen ? (
                    versionText(voice, one.item)
                  ) : (
                    <a href={to(`/rules/items/${view.id}?version=${one.item.version}`)}>
                      {versionText(voice, one.item)}
                    </a>
                  )}
                </li>
              ))}
            </ul>
            <p>
              <a href={schemaAddress(view, item.version)} download>
                {say("rules.item.schema")}
              </a>
            </p>
          </ItemBody>
        </RulesPage>
      ),
    };
  },
};

function versionText({ say, day }: Voice, item: ItemView["versions"][number]["item"]): string {
  const { version, effectiveFrom, effectiveTo } = item;
  return effectiveTo === null
    ? say("rules.item.version", { version, from: day(effectiveFrom) })
    : say("rules.item.version.until", { version, from: day(effectiveFrom), to: day(effectiveTo) });
}

function schemaAddress(view: ItemView, version: number): string {
  const [pack = "", name = ""] = view.id.split("/");
  return apiAddress(downloadItemSchema, { params: { pack, name, version } });
}
