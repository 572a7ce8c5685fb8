/** `bundle` and `journal`, as people type them at the desk and afterwards, and the verifier as a program by itself. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { after, test } from "node:test";
import type { Command } from "#src/cli/command.ts";
import { command as bundleCheck } from "#src/cli/commands/bundle-check.ts";
import { command as bundleMake } from "#src/cli/commands/bundle-make.ts";
import { command as bundleVerify } from "#src/cli/commands/bundle-verify.ts";
import { command as journalClose } from "#src/cli/commands/journal-close.ts";
import { command as journalHandIn } from "#src/cli/commands/journal-hand-in.ts";
import { inProject } from "#src/platform/config.ts";
import { addAgency } from "#tests/kit/access.ts";
import { knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { testNode } from "#tests/kit/database.ts";
import { inventedCode } from "#tests/kit/intake.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
const agency = await addAgency(node, { kinds: ["finance"], agencyCode: inventedCode(undefined, "11") });
const subject = await knownSubject(node);
await recordListings(node, listing(node, "cn/procurement-serious-list", subject.subjectId));
const folder = mkdtempSync(join(tmpdir(), "chengxin-bundle-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const files = ["--bundle", at("desk.bundle"), "--journal", at("desk.journal")];
const matter = ["--matter", "cn/government-procurement"];
const make = ["--as", agency.agencyCode, ...matter, "--purpose", "procurement-review", "--out", at("desk.bundle")];

async function run(command: Command, args: string[], input = "") {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const call = { args, stdin: Readable.from([Buffer.from(input)]), stdout, stderr };
  if (command.needs === "program") throw new Error("not here");
  const exit = command.needs === "node" ? await command.run(call, node) : await command.run(call);
  const said = (stream: PassThrough) => stream.read()?.toString() ?? "";
  return { exit, out: said(stdout), err: said(stderr) };
}

test("a bundle is made, asked, closed, handed in, and handed in again, by commands alone", async () => {
  const made = await run(bundleMake, make);
  assert.equal(made.exit, 0, made.err);
  assert.equal(statSync(at("desk.bundle.desk.json")).mode & 0o777, 0o600);
  assert.ok(existsSync(at("desk.bundle.keys.json")));
  const told = await run(bundleCheck, [subject.code, ...matter, ...files]);
  assert.equal(told.exit, 0, told.err);
  for (const word of [
    "离线 / offline",
    "措施 / measure",
    "依据 / basis",
    "救济 / way back",
    "断线时等待",
    "entry 1 of the journal",
  ])
    assert.ok(told.out.includes(word), word);
  const piped = await run(bundleCheck, ["-", ...matter, ...files, "--json"], `${inventedCode()}\n`);
  assert.equal(piped.exit, 1);
  assert.equal(JSON.parse(piped.out).outcome, "unknown-subject");
  assert.equal((await run(bundleVerify, [at("desk.bundle"), "--journal", at("desk.journal")])).exit, 0);
  const closed = await run(journalClose, files);
  assert.equal(closed.exit, 0, closed.err);
  assert.match(closed.out, /2 条/);
  assert.equal((await run(bundleCheck, [subject.code, ...matter, ...files])).exit, 1);
  const handed = await run(journalHandIn, [at("desk.journal"), "--as", agency.agencyCode]);
  assert.equal(handed.exit, 0, handed.err);
  assert.match(handed.out, /收到 2 条/);
  const again = await run(journalHandIn, [at("desk.journal"), "--as", agency.agencyCode]);
  assert.match(again.out, /收到 0 条，此前已有 2 条/);
});

test("the verifier stands alone: it needs this program's core, the files and our public keys, and nothing else", () => {
  const alone = (...args: string[]) =>
    spawnSync(process.execPath, [inProject("src", "cli", "verify", "bundle.ts"), ...args], { encoding: "utf8" });
  const [bundle, keys, journal] = [at("desk.bundle"), at("desk.bundle.keys.json"), at("desk.journal")];
  const found = alone(bundle, keys, journal);
  assert.equal(found.status, 0, found.stderr);
  assert.deepEqual(
    [JSON.parse(found.stdout).verdict, JSON.parse(found.stdout).journal.verdict],
    ["genuine", "genuine"],
  );
  writeFileSync(at("altered"), readFileSync(bundle, "utf8").replace('"must"', '"may"'));
  assert.equal(alone(at("altered"), keys).status, 1);
  writeFileSync(at("other"), "{}\n{}\n{}\n");
  assert.equal(alone(at("other"), keys).status, 3);
  writeFileSync(at("kept"), readFileSync(journal, "utf8").replace("unknown-subject", "nothing-recorded"));
  assert.equal(alone(bundle, keys, at("kept")).status, 1);
});

test("the desk's tool stands alone, and a power cut in the middle of a line loses no look and breaks no chain", async () => {
  assert.equal((await run(bundleMake, make.with(-1, at("two.bundle")))).exit, 0);
  const desk = [...matter, "--bundle", at("two.bundle"), "--journal", at("two.journal")];
  const alone = (...args: string[]) =>
    spawnSync(process.execPath, [inProject("src", "cli", "verify", "desk.ts"), ...args], { encoding: "utf8" });
  const first = alone(subject.code, ...desk);
  assert.equal(first.status, 0, first.stderr);
  writeFileSync(at("two.journal"), `${readFileSync(at("two.journal"), "utf8")}{"answer":"half a li`);
  const second = alone(subject.code, ...desk);
  assert.equal(second.status, 0, second.stderr);
  assert.equal(JSON.parse(second.stdout).n, 2);
  assert.equal((await run(bundleVerify, [at("two.bundle"), "--journal", at("two.journal")])).exit, 0);
  // Whoever altered what is written is not served from it any more.
  writeFileSync(at("two.journal"), readFileSync(at("two.journal"), "utf8").replace('"n":1', '"n":9'));
  const third = alone(subject.code, ...desk);
  assert.deepEqual([third.status, JSON.parse(third.stdout).refused], [1, "journal"]);
});

test("to a desk goes Node and three things of this program: package.json, src/core, src/cli/verify; no package, no database", async () => {
  assert.equal((await run(bundleMake, make.with(-1, at("far.bundle")))).exit, 0);
  const desk = at("far-desk");
  for (const part of ["package.json", "src/core", "src/cli/verify"])
    cpSync(inProject(part), join(desk, part), { recursive: true });
  const there = (program: string, ...args: string[]) =>
    spawnSync(process.execPath, [join(desk, "src/cli/verify", program), ...args], {
      encoding: "utf8",
      cwd: desk,
      env: {},
    });
  const files = ["--bundle", at("far.bundle"), "--journal", at("far.journal")];
  const told = there("desk.ts", subject.code, ...matter, ...files);
  assert.equal(told.status, 0, told.stderr);
  assert.equal(JSON.parse(told.stdout).outcome, "measures");
  const found = there("bundle.ts", at("far.bundle"), at("far.bundle.keys.json"), at("far.journal"));
  assert.equal(found.status, 0, found.stderr);
});

test("C13: a person's number at the desk is neither answered nor repeated nor written down", async () => {
  assert.equal((await run(bundleMake, make.with(-1, at("three.bundle")))).exit, 0);
  const desk = [...matter, "--bundle", at("three.bundle"), "--journal", at("three.journal")];
  const number = "11010519491231002X";
  const typed = await run(bundleCheck, [number, ...desk]);
  assert.equal(typed.exit, 64);
  const piped = await run(bundleCheck, ["-", ...desk], `${number}\n`);
  assert.equal(piped.exit, 1);
  const journal = readFileSync(at("three.journal"), "utf8");
  for (const said of [typed.out, typed.err, piped.out, piped.err, journal])
    assert.ok(!said.includes(number.slice(6, 14)));
  const handed = await run(journalHandIn, [at("three.journal"), "--as", agency.agencyCode]);
  assert.match(handed.out, /未受理 \/ refused 1/);
});

test("what does not fit is wrong usage, and no key is overwritten", async () => {
  assert.equal((await run(bundleMake, ["--as", agency.agencyCode])).exit, 64);
  assert.equal((await run(bundleCheck, [subject.code])).exit, 64);
  assert.equal((await run(journalHandIn, [at("none"), "--as", agency.agencyCode])).exit, 64);
  const before = readFileSync(at("desk.bundle.desk.json"));
  await run(bundleMake, make);
  assert.deepEqual(readFileSync(at("desk.bundle.desk.json")), before);
});
