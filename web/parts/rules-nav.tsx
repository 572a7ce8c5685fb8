import type { ComponentChildren } from "preact";
import type { Voice } from "#web/voice.ts";

const pages = [
  ["/rules", "rules.nav.sectors"],
  ["/rules/items", "rules.nav.items"],
  ["/rules/declined", "rules.nav.declined"],
  ["/rules/checks", "rules.nav.checks"],
  ["/rules/repair", "rules.nav.repair"],
  ["/rules/purposes", "rules.nav.purposes"],
  ["/rules/policies", "rules.nav.policies"],
  ["/rules/history", "rules.nav.history"],
] as const;

/** A page of the rules with the way to the others. */
export function RulesPage({ voice, at, children }: { voice: Voice; at: string; children: ComponentChildren }) {
  const { say, to } = voice;
  return (
    <div class="wide">
      <nav class="tabs" aria-label={say("rules.nav")}>
        <ul>
          {pages.map(([path, label]) => (
            <li key={path}>
              <a href={to(path)} {...(path === at ? { "aria-current": "page" as const } : {})}>
                {say(label)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </div>
  );
}
