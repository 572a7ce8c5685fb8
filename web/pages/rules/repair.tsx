/** The rules of credit repair, for anybody: conditions, terms, what is excluded, with their law (C18). */
import { listLateHolders, listRepairRules } from "#contract/repair.ts";
import type { Page } from "#web/page.ts";
import { Laws } from "#web/parts/law.tsx";
import { RulesPage } from "#web/parts/rules-nav.tsx";

export const repairRulesPage: Page = {
  path: "/rules/repair",
  get: async ({ voice, call }) => {
    const { say, tell, day } = voice;
    const found = await call(listRepairRules, {});
    if (!found.ok) return { problem: found.problem };
    const late = await call(listLateHolders, {});
    return {
      title: say("rules.nav.repair"),
      section: "rules",
      body: (
        <RulesPage voice={voice} at="/rules/repair">
          <h1>{say("rules.nav.repair")}</h1>
          {found.value.items.toReversed().map((rule) => (
            <section key={rule.version} class="prose-width">
              <h2>{tell(rule.title)}</h2>
              <p class="quiet">
                {rule.effectiveTo
                  ? say("record.effective.span", { from: day(rule.effectiveFrom), to: day(rule.effectiveTo) })
                  : say("record.effective.open", { from: day(rule.effectiveFrom) })}
              </p>
              <p>{tell(rule.plain)}</p>
              <Laws voice={voice} laws={rule.law} />
              {rule.decide && rule.feedback && (
                <p>{say("repair.rule.terms", { decide: rule.decide.days, feedback: rule.feedback.days })}</p>
              )}
              <h3>{say("repair.rule.conditions")}</h3>
              <ul>
                {rule.conditions.map(({ condition, title, plain, law }) => (
                  <li key={condition}>
                    <strong>{tell(title)}</strong> {tell(plain)}
                    <Laws voice={voice} laws={[law]} />
                  </li>
                ))}
              </ul>
              <h3>{say("repair.rule.excluded")}</h3>
              <ul>
                {rule.excluded.map(({ items, reason, instead, law }) => (
                  <li key={items.join(" ")}>
                    {tell(reason)} {tell(instead)}
                    <Laws voice={voice} laws={[law]} />
                  </li>
                ))}
              </ul>
              <h3>{say("repair.rule.uncertain")}</h3>
              <ul>
                {rule.uncertain.map(({ title, note }) => (
                  <li key={title.zh}>
                    <strong>{tell(title)}</strong> {tell(note)}
                  </li>
                ))}
              </ul>
            </section>
          ))}
          {late.ok && late.value.items.length > 0 && (
            <section class="prose-width">
              <h2>{say("repairs.late")}</h2>
              <ul>
                {late.value.items.map(({ authority, decisions, confirmations }) => (
                  <li key={authority.code}>
                    {tell({ zh: authority.nameZh, en: authority.nameEn })}：
                    {say("repair.late.count", { decisions, confirmations })}
                  </li>
                ))}
              </ul>
            </section>
          )}
        </RulesPage>
      ),
    };
  },
};
