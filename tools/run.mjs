// The two commands begin here, under whatever Node (20 or newer) the machine has. This file installs what
// package-lock.json pins, the runtime included, and then hands over to that runtime. It imports nothing of ours.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [what, ...rest] = process.argv.slice(2);
const wanted = what === "test" ? "everything" : "runtime";

setUp(wanted);
handOver();

/** Installs the pinned packages unless the very same lock file was installed before, to at least the level wanted. */
function setUp(level) {
  const stampFile = join(root, "node_modules", ".chengxin-setup.json");
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, "utf8")) : {};
  if (stamp.lock === lock && (stamp.level === "everything" || stamp.level === level)) return;
  if (process.env.CHENGXIN_NO_SETUP === "1" && existsSync(pinnedNode())) return;
  process.stderr.write(`正在安装依赖（首次约一分钟）… Installing packages (the first time about a minute) …\n`);
  const flags = ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  if (level === "runtime") flags.push("--omit=dev");
  const npm = process.env.npm_execpath;
  const run = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...flags], { cwd: root, stdio: ["ignore", 2, 2] })
    : spawnSync("npm", flags, { cwd: root, stdio: ["ignore", 2, 2] });
  if (run.status !== 0) {
    process.stderr.write("npm ci failed; the lines above say why. Nothing was started.\n");
    process.exit(run.status ?? 1);
  }
  writeFileSync(stampFile, JSON.stringify({ lock, level }));
}

function pinnedNode() {
  return join(root, "node_modules", ".bin", process.platform === "win32" ? "node.exe" : "node");
}

/** Runs the program under the pinned runtime; signals reach it through the terminal's process group. */
function handOver() {
  const program = {
    start: ["src/main.ts", "start"],
    test: ["tools/test.ts"],
    cli: ["src/main.ts"],
  }[what];
  if (!program) {
    process.stderr.write("usage: node tools/run.mjs start|test|cli [arguments]\n");
    process.exit(64);
  }
  const env = { ...process.env };
  if (what !== "test") env.NODE_ENV ??= "production";
  // Stripping types and compiling is done once, not at every start.
  env.NODE_COMPILE_CACHE ??= join(root, "node_modules", ".cache", "compiled");
  const preload = join(root, "tools", "tsx.ts");
  // Rows live briefly and there are many: a larger young generation is collected a third as often.
  const flags = ["--max-semi-space-size=64", "--import", preload];
  const child = spawn(pinnedNode(), [...flags, join(root, program[0]), ...program.slice(1), ...rest], {
    // The command line reads and writes files where its user stands; the two commands work in the project.
    cwd: what === "cli" ? (process.env.INIT_CWD ?? process.cwd()) : root,
    env,
    stdio: "inherit",
  });
  // The terminal sends Ctrl-C to both of us; the child decides when it is done.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => process.exit(signal ? 128 + 15 : (code ?? 1)));
}
