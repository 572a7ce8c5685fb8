import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inProject } from "#src/platform/config.ts";
import { modules, packages } from "./streets.ts";

interface Import {
  readonly file: string;
  readonly target: string;
}

const importing = /^\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|^\s*import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm;

const imports: Import[] = globSync("{src,contract,web,policies}/**/*.{ts,tsx}", { cwd: inProject() })
  .filter((file) => !/\.test\.tsx?$/.test(file))
  .flatMap((file) =>
    [...readFileSync(inProject(file), "utf8").matchAll(importing)].map((found) => ({
      file,
      target: found[1] ?? found[2] ?? found[3] ?? "",
    })),
  );

/** `src/intake/acts.ts` is in the room `intake`; `contract/x.ts` in `contract`; `src/main.ts` in `main`. */
function roomOf(path: string): string {
  const parts = path.split("/");
  return parts[0] === "src" ? (parts.length > 2 ? (parts[1] ?? "") : "main") : (parts[0] ?? "");
}

/** The room an import leads to, with the file inside it; null for packages and Node's own. */
function destination({ file, target }: Import): { room: string; path: string } | null {
  const alias = /^#(core|src|contract|web|tests|tools)\/(.+)$/.exec(target);
  if (alias) {
    const path = alias[1] === "core" ? `src/core/${alias[2]}` : `${alias[1]}/${alias[2]}`;
    return { room: roomOf(path), path };
  }
  if (!target.startsWith(".")) return null;
  const path = new URL(target, `file:///${file}`).pathname.slice(1);
  return { room: roomOf(path), path };
}

test("the test of directions sees the house", () => {
  assert.ok(imports.length > 60, `only ${imports.length} imports were seen`);
});

test("core imports nothing but itself and Node's hashes", () => {
  for (const one of imports.filter(({ file }) => roomOf(file) === "core")) {
    const to = destination(one);
    assert.ok(to ? to.room === "core" : one.target === "node:crypto", `${one.file} imports ${one.target}`);
  }
});

test("contract and policies import core only; platform imports core and contract's refusals never", () => {
  for (const one of imports.filter(({ file }) => ["contract", "policies", "platform"].includes(roomOf(file)))) {
    const to = destination(one);
    if (to) assert.ok(["core", roomOf(one.file)].includes(to.room), `${one.file} imports ${one.target}`);
  }
});

test("a module imports the doors of earlier modules only", () => {
  for (const one of imports) {
    const from = modules.indexOf(roomOf(one.file) as never);
    const to = destination(one);
    if (from < 0 || !to || to.room === roomOf(one.file)) continue;
    const at = modules.indexOf(to.room as never);
    if (at < 0) assert.ok(["core", "contract", "platform"].includes(to.room), `${one.file} imports ${one.target}`);
    else {
      assert.ok(at < from, `${one.file} imports the later ${to.room}`);
      assert.match(to.path, /\/index\.ts$/, `${one.file} goes past the door of ${to.room}`);
    }
  }
});

test("http and the command line stay out of stores", () => {
  for (const one of imports.filter(({ file }) => ["http", "cli"].includes(roomOf(file)))) {
    assert.doesNotMatch(one.target, /store\.ts$/, `${one.file} imports ${one.target}`);
  }
});

test("the offline verifier is core and Node alone, so that whoever distrusts us can read all of it", () => {
  const its = imports.filter(({ file }) => file.startsWith("src/cli/verify/"));
  assert.ok(its.length > 3);
  for (const one of its) {
    const to = destination(one);
    const isOurs = to?.room === "core" || to?.path.startsWith("src/cli/verify/");
    assert.ok(to ? isOurs : one.target.startsWith("node:"), `${one.file} imports ${one.target}`);
  }
});

test("web imports the contract and its rendering library, never src but core", () => {
  for (const one of imports.filter(({ file }) => roomOf(file) === "web")) {
    const to = destination(one);
    if (to) assert.ok(["web", "contract", "core"].includes(to.room), `${one.file} imports ${one.target}`);
  }
});

test("SQL stands in store.ts and sql/ only", () => {
  const spoken = /\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\.\w+\s+SET|DELETE\s+FROM)\b/s;
  for (const file of globSync("{src,web,contract}/**/*.{ts,tsx}", { cwd: inProject() })) {
    if (/store\.ts$|\.test\.tsx?$|^src\/platform\/|^src\/assemble\.ts$/.test(file)) continue;
    assert.doesNotMatch(readFileSync(inProject(file), "utf8"), spoken, `${file} speaks SQL`);
  }
});

test("a room uses only the packages of its table", () => {
  for (const one of imports) {
    if (destination(one) || one.target.startsWith("node:")) continue;
    const name = one.target
      .split("/")
      .slice(0, one.target.startsWith("@") ? 2 : 1)
      .join("/");
    const allowed = packages[roomOf(one.file)] ?? [];
    assert.ok(
      allowed.some((pattern) => (pattern.endsWith("/*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name)),
      `${one.file} imports ${name}`,
    );
  }
});
