/** Browser tests ask the page they mean. A race shows once in a hundred runs; this shows at once. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inProject } from "#src/platform/config.ts";

/** What asks before the answer can be there, and what to write instead. */
const racing: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\.isVisible\(/, "isVisible() asks once, at once: `shown` waits"],
  // A click that brings a download stands beside its own wait for it, without an `await` of its own.
  [/await .*getByRole\("(?:link|button)".*\.click\(/, "a link or button leads to another page: `follow` waits for it"],
  [/waitForTimeout\(/, "no time is long enough on a busy machine: wait for what is meant"],
  [/keyboard\.press\("Enter"\);/, "Enter leads to another page: `turned` waits for it"],
];

test("no browser test asks a page before it is there (`follow`, `turned`, `shown` of tests/kit/browser.ts)", () => {
  const files = globSync("tests/browser/*.test.ts", { cwd: inProject() });
  assert.ok(files.length >= 12, `only ${files.length} files`);
  const found = files.flatMap((file) =>
    readFileSync(inProject(file), "utf8")
      .split("\n")
      .flatMap((line, index) =>
        racing.flatMap(([pattern, instead]) => (pattern.test(line) ? [`${file}:${index + 1}: ${instead}`] : [])),
      ),
  );
  assert.deepEqual(found, []);
});
