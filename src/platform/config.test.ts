import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { asServed, keepIssuer, readConfig } from "./config.ts";

const home = mkdtempSync(join(tmpdir(), "chengxin-config-"));
after(() => rmSync(home, { recursive: true }));

test("whose receipts these are is kept with the home: the first address served, or what CHENGXIN_URL says; never a shell's PORT", () => {
  const read = (env: NodeJS.ProcessEnv = {}) => readConfig({ CHENGXIN_HOME: home, ...env });
  assert.equal(read().issuerUrl, null);
  keepIssuer(read({ PORT: "8210" }));
  assert.equal(read({ PORT: "9999" }).issuerUrl, "http://localhost:8210");
  assert.equal(asServed(read()).publicUrl, "http://localhost:8210", "a command's links lead to the server");

  const moved = read({ PORT: "9999" });
  keepIssuer(moved);
  assert.equal(moved.publicUrl, "http://localhost:9999", "it is reached where it listens");
  assert.equal(moved.issuerUrl, "http://localhost:8210", "older receipts stay its own");

  keepIssuer(read({ CHENGXIN_URL: "https://credit.example/" }));
  assert.equal(read({ PORT: "9999" }).issuerUrl, "https://credit.example");
});
