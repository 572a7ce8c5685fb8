import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { transformSync } from "oxc-transform";
import { allEndpoints } from "#contract/endpoints.ts";
import { inProject } from "#src/platform/config.ts";

type Words = Readonly<Record<string, string>>;

const read = (lang: string): Words => JSON.parse(readFileSync(inProject("web", "words", `${lang}.json`), "utf8"));
const zh = read("zh");
const en = read("en");

const isKey = (text = ""): boolean => Object.hasOwn(zh, text);

/** Our own code of the portal, without types and comments. */
const sources = globSync("web/**/*.{ts,tsx}", { cwd: inProject() })
  .filter((file) => !/\.test\.tsx?$/.test(file))
  .map((file) => {
    const { code } = transformSync(file, readFileSync(inProject(file), "utf8"), {
      jsx: { runtime: "automatic", importSource: "preact" },
    });
    return { file, code: code.replace(/\/\*[\s\S]*?\*\/|(?<![:"'`\\])\/\/.*$/gm, "") };
  });

test("Chinese and English have the same words, all of them written and in order", () => {
  assert.deepEqual(Object.keys(en), Object.keys(zh));
  assert.deepEqual(Object.keys(zh), Object.keys(zh).toSorted());
  for (const [lang, words] of Object.entries({ zh, en })) {
    for (const [key, text] of Object.entries(words)) assert.ok(text.trim() !== "", `${lang} ${key} is empty`);
  }
});

test("both languages of a sentence name the same things", () => {
  const names = (text = "") => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).toSorted();
  for (const key of Object.keys(zh)) assert.deepEqual(names(en[key]), names(zh[key]), key);
});

test("English words hold no Chinese but the name of the language, Chinese ones no English sentence", () => {
  for (const [key, text] of Object.entries(en)) {
    if (key !== "site.language") assert.doesNotMatch(text, /\p{Script=Han}/u, key);
  }
  for (const [key, text] of Object.entries(zh)) {
    if (key !== "site.language") assert.match(text, /\p{Script=Han}/u, key);
  }
});

test("every word is used", () => {
  const code = sources.map((source) => source.code).join("\n");
  const literals = new Set([...code.matchAll(/["'`]([a-z][\w.-]*)["'`]/g)].map((found) => found[1]));
  const prefixes = [...code.matchAll(/`([a-z][\w-]*\.[\w.-]*)\$\{/g)].map((found) => found[1] ?? "");
  const unused = Object.keys(zh).filter((key) => !literals.has(key) && !prefixes.some((one) => key.startsWith(one)));
  assert.deepEqual(unused, []);
});

test("no word stands in code: neither Chinese nor text between tags nor in an attribute that people read", () => {
  assert.ok(sources.length > 15, `only ${sources.length} files were seen`);
  const attribute = /(?:children|title|alt|placeholder|"aria-label"|label|content): "(?=[^"]*[A-Za-z]{2})[^"]*"/g;
  const amongChildren = /(?:\[|,)\s*"[^"]*(?:[A-Z][a-z]+|[a-z]{2,}) [a-z]{2,}[^"]*"/g;
  for (const { file, code } of sources) {
    // How a day is written and typed is a matter of form; its three signs stand in formats.ts.
    const chinese = file === "web/formats.ts" ? code.replace(/[年月日]/g, "") : code;
    assert.doesNotMatch(chinese, /\p{Script=Han}/u, `${file} speaks Chinese`);
    for (const spoken of file.endsWith(".tsx") ? [attribute, amongChildren] : [attribute]) {
      const found = [...code.matchAll(spoken)].map((one) => one[0]).filter((one) => !isKey(/"(.*)"/s.exec(one)?.[1]));
      assert.deepEqual(found, [], file);
    }
  }
});

test("every room of the API has a heading on the page of the API", async () => {
  for (const { id, tag } of await allEndpoints()) assert.ok(isKey(`api.tag.${tag}`), `${id}: api.tag.${tag}`);
});
