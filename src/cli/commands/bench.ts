/** `bench`: the figures of bench/RESULTS.md, measured here. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { inProject } from "#src/platform/config.ts";
import { type Command, exit } from "../command.ts";

export const command: Command = {
  needs: "nothing",
  usage: "bench [NAME ...]",
  summary: { zh: "测量性能，写入 bench/RESULTS.md", en: "measure, and write bench/RESULTS.md" },
  help: `NAME: code, search, intake, file, page, validate, report, growth；不写则全部（约半小时）。
Without names all of them (about half an hour), each beside its anchor in the same run, on servers of their own.
需要开发依赖（npm ci）和 ../shared/data。 / Needs the development packages (npm ci) and ../shared/data.

  npm run -s chengxin -- bench code search`,
  async run({ args, stderr }) {
    if (!existsSync(inProject("node_modules", "autocannon"))) {
      stderr.write("缺少开发依赖，请执行 npm ci / development packages are missing: npm ci\n");
      return exit.configuration;
    }
    const program = [inProject("tools", "tsx.ts"), inProject("bench", "main.ts")];
    const child = spawn(process.execPath, ["--import", ...program, ...args], { stdio: "inherit" });
    const [code] = (await once(child, "exit")) as [number | null];
    return code ?? exit.failed;
  },
};
