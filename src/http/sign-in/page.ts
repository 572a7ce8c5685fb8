/** The few pages that sign-in needs of its own: both languages at once, no script, readable without style. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Bilingual } from "#core/refusal.ts";

const words = JSON.parse(readFileSync(join(import.meta.dirname, "words.json"), "utf8")) as Readonly<
  Record<string, Bilingual>
>;
const style = readFileSync(join(import.meta.dirname, "style.css"), "utf8");
const styleAddress = "/sign-in/style.css";

/** HTML that is safe to write: only {@link html} makes it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A template whose values are escaped unless they are HTML already. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  return new Html(parts.map((part, i) => part + (i < values.length ? written(values[i] ?? "") : "")).join(""));
}

function written(value: string | Html | readonly Html[]): string {
  if (value instanceof Html) return value.text;
  if (typeof value !== "string") return value.map((one) => one.text).join("");
  return value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A sentence in both languages, `{name}` filled in. */
export function say(key: string, given: Readonly<Record<string, Bilingual>> = {}): Bilingual {
  const sentence = words[key];
  if (!sentence) throw new Error(`sign-in has no words for ${key}`);
  const fill = (lang: "zh" | "en") =>
    sentence[lang].replace(/\{(\w+)\}/g, (_, name: string) => given[name]?.[lang] ?? "");
  return { zh: fill("zh"), en: fill("en") };
}

/** Both languages, one under the other, each marked as what it is. */
export function both({ zh, en }: Bilingual): Html {
  return html`<span lang="zh-CN">${zh}</span> <span lang="en">${en}</span>`;
}

/** Sends a page; never kept, never indexed. */
export function sendPage(
  reply: FastifyReply,
  { title, body, status = 200 }: { title: Bilingual; body: Html; status?: number },
): FastifyReply {
  const page = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title.zh} · ${title.en} · 诚信 Chengxin</title>
<link rel="stylesheet" href="${styleAddress}">
</head>
<body>
<header><a href="/"><span lang="zh-CN">诚信</span> <span lang="en">Chengxin</span></a></header>
<main>
<h1>${both(title)}</h1>
${body}
</main>
</body>
</html>
`;
  return reply.code(status).type("text/html; charset=utf-8").header("cache-control", "no-store").send(page.text);
}

/** Serves the style of these pages. */
export function serveStyle(app: FastifyInstance): void {
  app.get(styleAddress, (_request, reply) =>
    reply.type("text/css; charset=utf-8").header("cache-control", "public, max-age=3600").send(style),
  );
}
