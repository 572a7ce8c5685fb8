/** Every address a public page leads to is there. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { demoNode } from "#tests/kit/database.ts";
import { storied } from "#tests/kit/demo.ts";
import { serveNode } from "#tests/kit/portal.ts";

const base = await serveNode(await demoNode());
const bakery = storied("bakery");

test("no link of a public page leads nowhere", async () => {
  const seen = new Set<string>();
  const open = ["/", "/en", `/organisations/${bakery.code}`, "/rules/items/cn/penalty", "/double-publicity"];
  const dead: string[] = [];
  for (let path = open.shift(); path !== undefined && seen.size < 150; path = open.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const answer = await fetch(base + path, { redirect: "manual" });
    if (answer.status >= 400) dead.push(`${path}: ${answer.status}`);
    if (!answer.headers.get("content-type")?.startsWith("text/html")) {
      await answer.body?.cancel();
      continue;
    }
    for (const [, href = ""] of (await answer.text()).matchAll(/<a [^>]*?href="([^"#]*)/g)) {
      const next = href.replaceAll("&amp;", "&").replaceAll("&#38;", "&");
      // One of each kind of page is enough where there are thousands.
      if (next.startsWith("/") && !/organisations|sign-in|items\/|sectors\//.test(next)) open.push(next);
      else if (next.startsWith("/organisations") && !seen.has(next) && seen.size % 10 === 0) open.push(next);
    }
  }
  assert.deepEqual(dead, []);
  assert.ok(seen.size >= 40, `only ${seen.size} addresses`);
});
