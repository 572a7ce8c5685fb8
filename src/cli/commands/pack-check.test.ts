import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";
import { inProject } from "#src/platform/config.ts";
import { exit } from "../command.ts";
import { command } from "./pack-check.ts";

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  assert.ok(command.needs === "nothing");
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const code = await command.run({ args, stdin, stdout, stderr });
  stdout.end();
  stderr.end();
  return { code, out: await text(stdout), err: await text(stderr) };
}

const work = mkdtempSync(join(tmpdir(), "chengxin-check-"));
after(() => rmSync(work, { recursive: true }));

test("a pack that holds is said to hold, with exit code 0", async () => {
  const { code, out } = await run(inProject("packs", "cn"));
  assert.equal(code, exit.done);
  assert.match(out, /全部成立/);
});

test("a region is compared with the nation beside it, or with the one that is named", async () => {
  assert.equal((await run(inProject("packs", "linjiang"))).code, exit.done);
  cpSync(inProject("packs", "linjiang"), join(work, "alone"), { recursive: true });
  const alone = await run(join(work, "alone"), "--json");
  assert.equal(alone.code, exit.no);
  assert.ok(JSON.parse(alone.out).faults.some((fault: { code: string }) => fault.code === "region-own-law"));
  assert.equal((await run(join(work, "alone"), "--nation", inProject("packs", "cn"))).code, exit.done);
});

test("what does not hold is told with its code, file, place and sentence in both languages, with exit code 1", async () => {
  const folder = join(work, "cn");
  cpSync(inProject("packs", "cn"), folder, { recursive: true });
  const file = join(folder, "items", "penalty.json");
  const penalty = JSON.parse(readFileSync(file, "utf8"));
  (Array.isArray(penalty) ? penalty[0] : penalty).evaluative = true;
  writeFileSync(file, JSON.stringify(penalty));
  const { code, out } = await run(folder);
  assert.equal(code, exit.no);
  assert.match(out, /items\/penalty\.json#.*\/evaluative: \[c1-no-evaluation\] .*\p{Script=Han}.* \/ .*[a-z]/u);
  const json = JSON.parse((await run(folder, "--json")).out);
  assert.deepEqual([json.holds, json.pack, json.faults[0].code], [false, "cn", "c1-no-evaluation"]);
});

test("the list of what is asserted can be read without a pack", async () => {
  const { code, out } = await run("--list");
  assert.equal(code, exit.done);
  for (const article of ["C1", "C3", "C4", "C5", "C7", "C8", "C12", "C13", "C16"])
    assert.match(out, new RegExp(`\\(${article}`));
});

test("without a folder, or with one that is not there, the usage is wrong", async () => {
  for (const args of [[], [join(work, "nowhere")], ["a", "b"], ["--what"]])
    assert.equal((await run(...args)).code, exit.usage, args.join(" "));
});

test("a folder that is no pack is called by its own name, and what is not there is said to be so", async () => {
  const empty = mkdtempSync(join(work, "empty-"));
  const { code, out, err } = await run(empty);
  assert.equal(code, exit.no);
  assert.match(out, /pack\.json: \[shape\] 没有这个文件 \/ is not there/);
  assert.ok(err.startsWith(`${empty}: `), err);
  assert.doesNotMatch(out + err, /undefined|ENOENT/);
});
