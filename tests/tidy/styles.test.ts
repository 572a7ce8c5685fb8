import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { compileStyles, stylesFile } from "#tools/styles.ts";

const committed = readFileSync(stylesFile, "utf8");

test("the committed styles are those of web/styles", () => {
  assert.ok(
    committed === compileStyles(),
    "run: node_modules/.bin/node --import ./tools/tsx.ts tools/styles.ts, and commit web/static/site.css",
  );
});

test("a first visit on a slow line loads little: the styles stay under 16 kB compressed", () => {
  const bytes = gzipSync(committed).length;
  assert.ok(bytes < 16_000, `${bytes} bytes`);
});

test("styles neither load anything from elsewhere nor bring the crown or typeface of another government", () => {
  assert.doesNotMatch(committed, /url\((?!"?data:image\/svg\+xml)/);
  assert.doesNotMatch(committed, /GDS Transport|crown/i);
});
