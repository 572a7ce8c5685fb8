/** The document around a page: head, header, navigation, footer. */
import type { VNode } from "preact";
import { render } from "preact-render-to-string";
import { asset } from "./assets.ts";
import type { Section, Shown } from "./page.ts";
import { Mark } from "./parts/mark.tsx";
import { address, type Voice, voices } from "./voice.ts";
import { type Lang, langs, say, tag } from "./words.ts";

/** What stands around every page of this node. */
export interface Frame {
  /** How the world reaches us, without a slash at the end. */
  readonly publicUrl: string;
  /** The visible date of the demo today, `YYYY-MM-DD`; null in earnest. */
  readonly demoDate: () => string | null;
}

/** The whole document as text. `path` is the visit's address without its language. */
export function documentOf({ frame, voice, path, page }: { frame: Frame; voice: Voice; path: string; page: Shown }) {
  const { lang } = voice;
  const name = say(lang, "site.name");
  const title = page.title === name ? name : `${page.title} · ${name}`;
  const indexed = page.indexed !== false && (page.status ?? 200) === 200;
  const links = indexed
    ? `<link rel="canonical" href="${text(frame.publicUrl + address(lang, path))}">${langs
        .map((to) => `<link rel="alternate" hreflang="${tag(to)}" href="${text(frame.publicUrl + address(to, path))}">`)
        .join("")}`
    : `<meta name="robots" content="noindex">`;
  const description = page.description ? `<meta name="description" content="${text(page.description)}">` : "";
  const scripts = (page.islands ?? [])
    .map((island) => `<script type="module" src="${asset(`${island}.js`)}"></script>`)
    .join("");
  return `<!doctype html><html lang="${tag(lang)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(title)}</title>${description}${links}<meta name="theme-color" content="#0c3447"><link rel="icon" href="${asset("mark.svg")}" type="image/svg+xml"><link rel="stylesheet" href="${asset("site.css")}">${scripts}</head><body>${before(frame, voice, page.section, path)}<main id="main">${render(page.body)}</main>${after(voice)}</body></html>`;
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

function before(frame: Frame, voice: Voice, section: Section | undefined, path: string): string {
  const demoDate = frame.demoDate();
  const markup = keep(`before ${demoDate} ${voice.lang} ${section}`, () => (
    <>
      <a href="#main" class="govuk-skip-link">
        {voice.say("site.skip")}
      </a>
      {demoDate && <DemoBar voice={voice} date={demoDate} />}
      <Header voice={voice} section={section} />
    </>
  ));
  return markup.replace(switchMark, () => text(address(other(voice.lang), path)));
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
  ["rules", "/rules", "nav.rules"],
  ["verify", "/verify", "nav.verify"],
  ["about", "/about", "nav.about"],
] as const;

function Header({ voice, section }: { voice: Voice; section: Section | undefined }) {
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
        <p class="site-header-tools">
          <a href={switchMark} lang={tag(elsewhere.lang)} hreflang={tag(elsewhere.lang)}>
            {elsewhere.say("site.language")}
          </a>
          <a href={to("/sign-in")}>{word("nav.sign-in")}</a>
        </p>
      </div>
      <nav class="site-nav" aria-label={word("nav.label")}>
        <ul class="wide">
          {sections.map(([key, path, label]) => (
            <li key={key}>
              <a href={to(path)} {...(key === section ? { "aria-current": "true" as const } : {})}>
                {word(label)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
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
