import assert from "node:assert/strict";
import { test } from "node:test";
import { sameOrigin } from "./same-origin.ts";

test("a form sent from our own page is ours", () => {
  assert.ok(sameOrigin({ host: "here:8080", "sec-fetch-site": "same-origin" }));
  assert.ok(sameOrigin({ host: "here:8080", origin: "https://here:8080" }));
});

test("a form sent from elsewhere is forged, whatever it claims beside", () => {
  assert.ok(!sameOrigin({ host: "here:8080", "sec-fetch-site": "cross-site", origin: "http://here:8080" }));
  assert.ok(!sameOrigin({ host: "here:8080", "sec-fetch-site": "same-site" }));
  assert.ok(!sameOrigin({ host: "here:8080", origin: "http://elsewhere" }));
  assert.ok(!sameOrigin({ host: "here:8080", origin: "null" }));
});
