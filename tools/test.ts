/**
 * `npm test`: checks, then every kind of test, each stage named and timed. `npm test -- STAGE ...` runs some of them,
 * `npm test -- FILE ...` runs single files.
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { run } from "node:test";
import { inProject } from "#src/platform/config.ts";
import { hasServer } from "#src/platform/postgres.ts";
import { testCluster } from "./test-cluster.ts";

interface Tally {
  passed: number;
  failed: number;
}

interface Stage {
  readonly name: string;
  readonly what: string;
  readonly go: () => Promise<Tally>;
}

const stages: Stage[] = [
  {
    name: "format",
    what: "Biome: format and lint",
    go: () => command("biome", ["ci", "--diagnostic-level=warn", "."]),
  },
  { name: "types", what: "TypeScript: types and directions", go: () => command("tsc", ["-b"]) },
  { name: "tidy", what: "the house is in order", go: () => tests("tests/tidy/**/*.test.ts") },
  {
    name: "unit",
    what: "units, tables of cases, properties",
    go: () => tests("{src,contract,packs,web,tools,bench}/**/*.test.{ts,tsx}", "tests/property/**/*.test.ts"),
  },
  {
    name: "integration",
    what: "the real database: embedded PostgreSQL 18",
    go: () => tests("tests/integration/**/*.test.ts"),
  },
  { name: "integration-15", what: "the same on Debian's PostgreSQL 15", go: onDebian },
  { name: "crash", what: "kill -9 and restart", go: () => tests("tests/crash/**/*.test.ts") },
  { name: "browser", what: "a journey per role in Chromium", go: () => tests("tests/browser/**/*.test.ts") },
];

// One run means one day, however long it lasts (tests/kit/database.ts).
process.env["CHENGXIN_TEST_BEGAN"] ??= new Date().toISOString();
await main(process.argv.slice(2));

async function main(asked: string[]): Promise<void> {
  const files = asked.filter((one) => existsSync(inProject(one)));
  const names = asked.filter((one) => !files.includes(one));
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `no such stage or file: ${unknown.join(", ")}; stages: ${stages.map((stage) => stage.name).join(", ")}\n`,
    );
    process.exit(64);
  }
  const total: Tally = { passed: 0, failed: 0 };
  const chosen = files.length > 0 ? [{ name: "files", what: files.join(" "), go: () => tests(...files) }] : [];
  chosen.push(...(asked.length === 0 ? stages : stages.filter((stage) => names.includes(stage.name))));
  for (const stage of chosen) {
    const started = performance.now();
    process.stdout.write(`\n── ${stage.name}: ${stage.what}\n`);
    const { passed, failed } = await stage.go();
    total.passed += passed;
    total.failed += failed;
    process.stdout.write(
      `   ${passed} passed, ${failed} failed, ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
    );
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
}

async function command(name: string, args: string[]): Promise<Tally> {
  const ended = spawnSync(inProject("node_modules", ".bin", name), args, { cwd: inProject(), encoding: "utf8" });
  if (ended.status === 0) return { passed: 1, failed: 0 };
  process.stdout.write(`${ended.stdout}${ended.stderr}\n`);
  return { passed: 0, failed: 1 };
}

async function onDebian(): Promise<Tally> {
  if (!hasServer("/usr/lib/postgresql/15/bin")) {
    process.stdout.write(
      "   PostgreSQL 15 is not installed: apt-get install postgresql-15 (README, declared system packages)\n",
    );
    return { passed: 0, failed: 1 };
  }
  process.env["CHENGXIN_TEST_POSTGRES"] = "15";
  const tally = await tests("tests/integration/**/*.test.ts");
  delete process.env["CHENGXIN_TEST_POSTGRES"];
  return tally;
}

/** Runs test files two at a time, each in a process of its own; prints what failed, and what a failing file said. */
async function tests(...patterns: string[]): Promise<Tally> {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: inProject() })).map((file) => inProject(file));
  const tally: Tally = { passed: 0, failed: 0 };
  if (files.length === 0) return tally;
  // Started once, before two files at a time would each try to make it.
  if (files.some((file) => /[/]tests[/](?:integration|crash|browser)[/]/.test(file)))
    await testCluster(process.env["CHENGXIN_TEST_POSTGRES"]);
  const said = new Map<string, string>();
  const stream = run({ files, concurrency: 2, execArgv: ["--import", inProject("tools", "tsx.ts")], timeout: 600_000 });
  for await (const { type, data } of stream) {
    if (type === "test:stderr" || type === "test:stdout")
      said.set(data.file, (said.get(data.file) ?? "") + data.message);
    // What a test counted is part of what it says: explored states, races, kills.
    if (type === "test:diagnostic" && data.message.startsWith("counted: "))
      process.stdout.write(`   ${data.message}\n`);
    // A file counts through its tests; alone, it counts when it broke before any test could.
    if (type === "test:pass" && data.details.type !== "suite" && data.file !== undefined && data.name !== data.file)
      tally.passed++;
    if (type === "test:fail" && data.details.type !== "suite") {
      const { error } = data.details;
      if (error.failureType === "subtestsFailed") continue;
      tally.failed++;
      process.stdout.write(
        `\n✖ ${data.name}\n  ${data.file ?? ""}:${data.line ?? ""}\n${indented(errorText(error))}\n`,
      );
      const output = said.get(data.file ?? "");
      if (output) process.stdout.write(`${indented(output.slice(-4000))}\n`);
    }
  }
  return tally;
}

function errorText(error: Error): string {
  const cause = error.cause;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause ?? error.message);
}

function indented(text: string): string {
  return text.replace(/^/gm, "    ");
}
