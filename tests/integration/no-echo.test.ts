/** Whoever puts a person's number in an address of the portal finds it nowhere in the answer (C13). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { testNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";
import { pages } from "#web/pages/table.ts";
import { address } from "#web/voice.ts";
import { langs } from "#web/words.ts";

const visitor = new Visitor(await serveNode(await testNode()));

const numbers = [
  "110105194912310025",
  "11010519491231002x",
  "１１０１０５１９４９１２３１００２５",
  "11010519491231００２ｘ",
  "110105 19491231 002X",
];
const filters = [
  "q",
  "code",
  "item",
  "sector",
  "from",
  "to",
  "cursor",
  "effectiveAt",
  "knownAt",
  "version",
  "back",
  "x",
];
const known: Readonly<Record<string, string>> = { pack: "cn", number: "1" };

/** What is left of a text when everything a number could be hidden in is undone. */
function bare(text: string): string {
  let read = text.replaceAll("+", " ");
  for (let times = 0; times < 3; times++)
    read = read.replace(/(?:%[0-9a-f]{2})+/gi, (found) => Buffer.from(found.replaceAll("%", ""), "hex").toString());
  return read.normalize("NFKC").toUpperCase();
}

async function mustNotEcho(path: string, number: string) {
  const answer = await visitor.ask(path);
  const said = bare(`${[...answer.headers].join("\n")}\n${await answer.text()}`);
  assert.ok(!said.includes(number.normalize("NFKC").toUpperCase()), `${path} (${answer.status}) echoes the number`);
  assert.ok(answer.status < 500, `${path}: ${answer.status}`);
  return answer;
}

/** The addresses of a page with the number in each of its places in turn. */
function addressesOf(path: string, number: string): string[] {
  const written = encodeURIComponent(number);
  const parts = path.split("/");
  const inPath = parts.flatMap((part, at) =>
    part.startsWith(":") ? [parts.map((other, n) => (n === at ? written : fill(other))).join("/")] : [],
  );
  const plain = parts.map(fill).join("/");
  const inQuery = filters.map((name) => `${plain}?${name}=${written}`);
  return [...inPath, ...inQuery, `${plain}?${written}=1`, `${plain}?q=a&x=${written}`];
}

const fill = (part: string) => (part.startsWith(":") ? (known[part.slice(1)] ?? "91350100M000100Y43") : part);

for (const number of numbers)
  test(`${number} in any place of any page's address is refused and stands nowhere in the answer`, async () => {
    const shown = pages.filter(({ get }) => get);
    assert.ok(shown.length > 40);
    for (const { path } of shown)
      for (const lang of langs)
        for (const asked of addressesOf(path, number)) {
          const answer = await mustNotEcho(address(lang, asked), number);
          assert.equal(answer.status, 400, asked);
          assert.equal(answer.headers.get("location"), null, asked);
        }
  });

test("nor does an address that is no page's, sign-in, or the API repeat it", async () => {
  for (const number of numbers) {
    const written = encodeURIComponent(number);
    for (const path of [
      `/${written}`,
      `/en/nothing/${written}`,
      `/nothing?x=${written}`,
      `/static/${written}/site.css`,
      `/sign-in?back=${written}`,
      `/sign-in?back=${encodeURIComponent(`/search?q=${written}`)}`,
      `/sign-in?x=${written}`,
      `/sign-in/hat?back=${encodeURIComponent(`/organisations/${number}`)}`,
      `/api/v1/organisations/${written}/file`,
      `/api/v1/organisations?q=${written}`,
      `/api/v1/decisions?item=${written}`,
      `/api/v1/decisions?${written}=1`,
      `/api/v1/catalogue/items/cn/${written}`,
      `/api/v1/nothing/${written}`,
    ])
      await mustNotEcho(path, number);
  }
});
