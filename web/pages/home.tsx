import type { Page } from "#web/page.ts";
import { Refusals } from "#web/parts/refusals.tsx";
import { SearchForm } from "#web/parts/search-form.tsx";

const ways = [
  ["/double-publicity", "home.ways.publicity.title", "home.ways.publicity.text"],
  ["/rules", "home.ways.rules.title", "home.ways.rules.text"],
  ["/verify", "home.ways.verify.title", "home.ways.verify.text"],
] as const;

/** The first page: search, what is new, where the rules are, what is refused. */
export const homePage: Page = {
  path: "/",
  get: ({ voice }) => {
    const { say, to } = voice;
    return {
      title: say("site.name"),
      description: say("home.description"),
      body: (
        <>
          <div class="hero">
            <div class="wide">
              <h1>{say("home.title")}</h1>
              <p class="hero-lead">{say("home.lead")}</p>
              <SearchForm voice={voice} />
            </div>
          </div>
          <div class="wide">
            <ul class="ways">
              {ways.map(([path, title, text]) => (
                <li key={path}>
                  <a href={to(path)}>{say(title)}</a>
                  <p>{say(text)}</p>
                </li>
              ))}
            </ul>
            <section class="band">
              <h2>{say("home.refuse.title")}</h2>
              <Refusals voice={voice} />
              <p>
                <a href={to("/about")}>{say("home.refuse.more")}</a>
              </p>
            </section>
          </div>
        </>
      ),
    };
  },
};
