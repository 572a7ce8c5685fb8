/** `check` and `receipt verify`, as people type them, and the verifier as a program by itself. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { after, test } from "node:test";
import { addDays } from "#core/time/date.ts";
import type { Command } from "#src/cli/command.ts";
import { command as check } from "#src/cli/commands/check.ts";
import { command as receiptVerify } from "#src/cli/commands/receipt-verify.ts";
import type { Program } from "#src/cli/program.ts";
import { inProject } from "#src/platform/config.ts";
import { addAgency } from "#tests/kit/access.ts";
import { knownPerson, knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { testNode } from "#tests/kit/database.ts";
import { inventedCode } from "#tests/kit/intake.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
const agency = await addAgency(node, {
  kinds: ["market-regulation"],
  agencyCode: inventedCode(undefined, "11"),
});
const subject = await knownSubject(node);
const ends = addDays(node.clock.today(), 300);
await recordListings(
  node,
  listing(node, "cn/market-serious-list", subject.subjectId, {
    open: { ground: "食品安全领域" },
    effectiveTo: ends,
    publishedUntil: ends,
  }),
);
const folder = mkdtempSync(join(tmpdir(), "chengxin-receipt-"));
after(() => rmSync(folder, { recursive: true }));

const program = { withNode: (ask: (given: typeof node) => unknown) => ask(node) } as unknown as Program;

async function run(command: Command, args: string[], input = "") {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const call = { args, stdin: Readable.from([Buffer.from(input)]), stdout, stderr };
  const exit =
    command.needs === "node"
      ? await command.run(call, node)
      : command.needs === "program"
        ? await command.run(call, program)
        : await command.run(call);
  const said = (stream: PassThrough) => stream.read()?.toString() ?? "";
  return { exit, out: said(stdout), err: said(stderr) };
}

const inspection = ["--as", agency.agencyCode, "--matter", "cn/inspection-food", "--purpose", "inspection-planning"];
const permit = ["--as", agency.agencyCode, "--matter", "cn/permit-food", "--purpose", "permit-review"];

test("a check is told in words: what to do, on what basis, until when, what to tell the subject, the way back", async () => {
  const { exit, out } = await run(check, [subject.code, ...inspection]);
  assert.equal(exit, 0);
  for (const word of ["依据 / basis", "名单 / list", ends, "告知主体 / tell the subject", "救济 / way back"])
    assert.ok(out.includes(word), word);
});

test("matter alone is enough on the demo: the agency is found by itself, the purpose is the matter's only one; both are said", async () => {
  const { exit, out, err } = await run(check, [subject.code, "--matter", "cn/inspection-food"]);
  assert.equal(exit, 0, err);
  assert.ok(out.includes("告知主体 / tell the subject"));
  assert.match(err, /--as [0-9A-Z]{18} --purpose inspection-planning/);
  const unknown = await run(check, [subject.code, "--matter", "cn/no-such-matter"]);
  assert.equal(unknown.exit, 1);
  assert.equal((await run(check, [subject.code])).exit, 64, "a matter is not guessed");
});

test("a receipt on standard output verifies, by this node's keys, by a file of keys, and by the verifier alone", async () => {
  const { out } = await run(check, [subject.code, ...inspection, "--json"]);
  assert.equal((await run(receiptVerify, ["-"], out)).exit, 0);
  const [file, keys] = [join(folder, "receipt.json"), join(folder, "keys.json")];
  writeFileSync(file, out);
  writeFileSync(keys, JSON.stringify(await node.reports.keys()));
  assert.equal((await run(receiptVerify, [file, "--keys", keys])).exit, 0);
  const alone = (...args: string[]) =>
    spawnSync(process.execPath, [inProject("src", "cli", "verify", "receipt.ts"), ...args], { encoding: "utf8" });
  assert.equal(alone(file, keys).status, 0, alone(file, keys).stderr);
  writeFileSync(file, out.replace('"must"', '"may"').replace("more-inspection", "refuse"));
  assert.equal(alone(file, keys).status, 1);
  const altered = await run(receiptVerify, [file, "--keys", keys, "--json"]);
  assert.equal(altered.exit, 1);
  assert.equal(JSON.parse(altered.out).reason, "answer");
  writeFileSync(file, "{}");
  assert.equal((await run(receiptVerify, [file, "--keys", keys])).exit, 3);
});

test("an unknown subject is not the same as nothing recorded, nor is its exit code", async () => {
  const nobody = await run(check, [inventedCode(), ...inspection]);
  assert.equal(nobody.exit, 1);
  assert.match(nobody.out, /没有找到/);
  const other = await knownSubject(node);
  const nothing = await run(check, [other.code, ...inspection]);
  assert.equal(nothing.exit, 0);
  assert.match(nothing.out, /照常办理/);
});

test("C13: a person's number is read from standard input only, and repeated nowhere", async () => {
  const { number } = await knownPerson(node);
  const { exit, out, err } = await run(check, ["-", "--scheme", "person-number", ...permit], `${number}\n`);
  assert.equal(exit, 0, err);
  assert.equal((out + err).includes(number), false);
  const typed = await run(check, [number, "--scheme", "person-number", ...permit]);
  assert.equal(typed.exit, 64);
  const asCode = await run(check, [number, ...permit]);
  assert.equal(asCode.exit, 1);
  for (const { out: said, err: told } of [typed, asCode]) assert.equal((said + told).includes(number), false);
});

test("a check without its matter or purpose is wrong usage; one in another body's matter is refused", async () => {
  assert.equal((await run(check, [subject.code, "--as", agency.agencyCode])).exit, 64);
  const other = await run(check, [
    subject.code,
    "--as",
    agency.agencyCode,
    "--matter",
    "cn/tax-services",
    "--purpose",
    node.catalogue.matters.get("cn/tax-services")?.purposes[0] ?? "",
  ]);
  assert.equal(other.exit, 1);
  assert.match(other.err, /不得就此核查/);
});
