/**
 * Every bench, or those named, one after the other; the table goes to bench/RESULTS.md. Needs the development packages
 * (`npm ci`) and the shared data. On a quiet machine: some half an hour, most of it filling ten million records.
 *
 * Run: npm run -s chengxin -- bench [NAME ...]
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { inProject } from "#src/platform/config.ts";
import { benches } from "./benches.ts";
import type { Figure } from "./figure.ts";

const file = inProject("bench", "RESULTS.md");
const head = `# Results

As measured, each beside its anchor in the same run; written by \`npm run -s chengxin -- bench\` (bench/main.ts), which
replaces only the sections it ran. What was missed says why. Absolute figures are those of this machine; ratios travel.
`;
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `no such bench: ${unknown.join(", ")}; there are ${benches.map(({ name }) => name).join(", ")}\n`,
  );
  process.exit(64);
}

for (const bench of benches) {
  if (asked.length > 0 && !asked.includes(bench.name)) continue;
  process.stderr.write(`── ${bench.name}\n`);
  write(bench.name, sectionOf(bench.name, bench.title, await bench.run()));
}
process.exit(0);

function sectionOf(name: string, title: string, figures: readonly Figure[]): string {
  const lines = figures.map(
    ({ what, ours, anchor, ratio, reach, met, note }) =>
      `| ${what} | ${ours} | ${anchor ?? ""} | ${ratio ?? ""} | ${reach} | ${met ? "yes" : "**no**"} | ${note ?? ""} |`,
  );
  return [
    `<!-- ${name} -->`,
    `## ${title}`,
    "",
    `Measured ${new Date().toISOString().slice(0, 10)} at ${commit()} on ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}.`,
    "",
    "| what | ours | anchor | ratio | to reach | met | remark |",
    "|---|---|---|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}

function commit(): string {
  return execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: inProject(), encoding: "utf8" }).trim();
}

/** Puts a section in its place, keeping those of benches that were not run. */
function write(name: string, section: string): void {
  const old = new Map(
    readFileSync(file, "utf8")
      .split(/^(?=<!-- )/m)
      .slice(1)
      .map((text) => [/^<!-- (\S+)/.exec(text)?.[1] ?? "", text.trimEnd()]),
  );
  old.set(name, section.trimEnd());
  const sections = benches.flatMap((bench) => old.get(bench.name) ?? []);
  writeFileSync(file, `${head}\n${sections.join("\n\n")}\n`);
}
