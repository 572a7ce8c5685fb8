/** The document around a page: head, header, navigation, footer. */
import type { VNode } from "preact";
import { render } from "preact-render-to-string";
import type { Me } from "#contract/access.ts";
import { areas, deskPath, homeOf } from "./areas.ts";
import { asset } from "./assets.ts";
import type { Shown } from "./page.ts";
import { Mark } from "./parts/mark.tsx";
import { address, type Voice, voices } from "./voice.ts";
import { type Lang, langs, say, tag } from "./words.ts";

/** What stands around every page of this node. */
export interface Frame {
  /** How the world reaches us, without a slash at the end. */
  readonly publicUrl: () => string;
  /** The visible date of the demo today, `YYYY-MM-DD`; null in earnest. */
  readonly demoDate: () => string | null;
}

interface Whole {
  readonly frame: Frame;
  readonly voice: Voice;
  /** The visit's address without its language. */
  readonly path: string;
  readonly page: Shown;
  readonly me: Me | null;
}

/** The whole document as text. */
export function documentOf(whole: Whole): string {
  const { frame, voice, page } = whole;
  const path = page.path ?? whole.path;
  const { lang } = voice;
  const publicUrl = frame.publicUrl();
  const name = say(lang, "site.name");
  const title = page.title === name ? name : `${page.title} · ${name}`;
  const indexed = page.indexed !== false && (page.status ?? 200) === 200;
  const links = indexed
    ? `<link rel="canonical" href="${text(publicUrl + address(lang, path))}">${langs
        .map((to) => `<link rel="alternate" hreflang="${tag(to)}" href="${text(publicUrl + address(to, path))}">`)
        .join("")}`
    : `<meta name="robots" content="noindex">`;
  const description = page.description ? `<meta name="description" content="${text(page.description)}">` : "";
  const scripts = (page.islands ?? [])
    .map((island) => `<script type="module" src="${asset(`${island}.js`)}"></script>`)
    .join("");
  const refresh = page.refreshSeconds
    ? `<noscript><meta http-equiv="refresh" content="${page.refreshSeconds}"></noscript>`
    : "";
  return `<!doctype html><html lang="${tag(lang)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(title)}</title>${description}${links}<meta name="theme-color" content="#0c3447"><link rel="icon" href="${asset("mark.svg")}" type="image/svg+xml"><link rel="stylesheet" href="${asset("site.css")}">${scripts}${refresh}</head><body>${before({ ...whole, path })}<main id="main">${render(page.body)}</main>${after(voice)}</body></html>`;
}

/** Text as it may stand in an attribute or an element. */
export function text(plain: string): string {
  return plain.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Rendered once and kept: most of a page's markup is the same for everybody. */
const kept = new Map<string, string>();

function keep(key: string, make: () => VNode): string {
  const found = kept.get(key) ?? render(make());
  kept.set(key, found);
  return found;
}

const switchMark = "%switch%";
const backMark = "%back%";

function before({ frame, voice, path, page, me }: Whole): string {
  const demoDate = frame.demoDate();
  const make = () => (
    <>
      <a href="#main" class="govuk-skip-link">
        {voice.say("site.skip")}
      </a>
      {demoDate && <DemoBar voice={voice} date={demoDate} />}
      <Header voice={voice} page={page} me={me} />
    </>
  );
  const markup = me ? render(make()) : keep(`before ${demoDate} ${voice.lang} ${page.section}`, make);
  // Whoever signs in from the start page comes to work.
  const back = new URLSearchParams({ back: address(voice.lang, path === "/" ? deskPath : path) });
  return markup
    .replace(switchMark, () => text(address(other(voice.lang), path)))
    .replace(backMark, () => text(String(back)));
}

function after(voice: Voice): string {
  return keep(`after ${voice.lang}`, () => <Footer voice={voice} />);
}

function other(lang: Lang): Lang {
  return lang === "zh" ? "en" : "zh";
}

function DemoBar({ voice, date }: { voice: Voice; date: string }) {
  return (
    <aside class="demo-bar" aria-label={voice.say("demo.label")}>
      <p class="wide">
        <strong>{voice.say("demo.label")}</strong> {voice.say("demo.text", { date: voice.day(date) })}
      </p>
    </aside>
  );
}

const sections = [
  ["search", "/search", "nav.search"],
  ["publicity", "/double-publicity", "nav.publicity"],
  ["lists", "/lists", "nav.lists"],
  ["rules", "/rules", "nav.rules"],
  ["verify", "/verify", "nav.verify"],
  ["about", "/about", "nav.about"],
] as const;

function Header({ voice, page, me }: { voice: Voice; page: Shown; me: Me | null }) {
  const { say: word, to, lang } = voice;
  const elsewhere = voices[other(lang)];
  return (
    <header class="site-header">
      <div class="wide site-header-row">
        <a href={to("/")} class="brand">
          <Mark />
          <span class="brand-name">{word("site.name")}</span>
          <span class="brand-what">{word("site.what")}</span>
        </a>
        <div class="site-header-tools">
          <a href={switchMark} lang={tag(elsewhere.lang)} hreflang={tag(elsewhere.lang)}>
            {elsewhere.say("site.language")}
          </a>
          {me ? <SignedIn voice={voice} me={me} /> : <a href={`/sign-in?${backMark}`}>{word("nav.sign-in")}</a>}
        </div>
      </div>
      <nav class="site-nav" aria-label={word("nav.label")}>
        <ul class="wide">
          {sections.map(([key, path, label]) => (
            <li key={key}>
              <a href={to(path)} {...(key === page.section ? { "aria-current": "true" as const } : {})}>
                {word(label)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {me && <ConsoleNav voice={voice} page={page} me={me} />}
    </header>
  );
}

/** Who is signed in, and the way out. */
function SignedIn({ voice, me }: { voice: Voice; me: Me }) {
  const { say: word, to } = voice;
  return (
    <>
      <a href={to(homeOf(me))} lang={voice.chinese(me.name)}>
        {me.name || word("nav.console")}
      </a>
      <form action="/sign-out" method="post">
        <input type="hidden" name="_token" value={me.session?.formToken} />
        <button type="submit" class="link-button">
          {word("nav.sign-out")}
        </button>
      </form>
    </>
  );
}

/** The pages of the consoles one may use. */
function ConsoleNav({ voice, page, me }: { voice: Voice; page: Shown; me: Me }) {
  const { say: word, to, tell } = voice;
  const own = areas.filter((area) => area.isFor(me));
  if (own.length === 0) return null;
  return (
    <nav class="console-nav" aria-label={word("nav.console")}>
      <div class="wide">
        <p>
          {me.agency ? tell({ zh: me.agency.nameZh, en: me.agency.nameEn }) : word("area.mine")}
          {me.deputy && ` ${word("nav.deputy")}`}
        </p>
        <ul>
          {own.flatMap((area) =>
            area.tabs.map(([path, label]) => (
              <li key={path}>
                <a href={to(path)} {...(page.tab === path ? { "aria-current": "page" as const } : {})}>
                  {word(label)}
                </a>
              </li>
            )),
          )}
        </ul>
      </div>
    </nav>
  );
}

const footerLinks = [
  ["/privacy", "footer.privacy"],
  ["/accessibility", "footer.accessibility"],
  ["/licence", "footer.licence"],
  ["/api", "footer.api"],
] as const;

function Footer({ voice }: { voice: Voice }) {
  const { say: word, to } = voice;
  return (
    <footer class="site-footer">
      <div class="wide">
        <p class="site-footer-promise">{word("footer.promise")}</p>
        <ul class="site-footer-links">
          {footerLinks.map(([path, label]) => (
            <li key={path}>
              <a href={to(path)}>{word(label)}</a>
            </li>
          ))}
        </ul>
        <p class="site-footer-note">{word("footer.note")}</p>
      </div>
    </footer>
  );
}
