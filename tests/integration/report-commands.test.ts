/** `report`, `report verify`, `report keys` and `file`, as people type them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { after, test } from "node:test";
import type { FileView } from "#contract/ledger.ts";
import { rotateKeys } from "#src/access/index.ts";
import type { Command } from "#src/cli/command.ts";
import { command as file } from "#src/cli/commands/file.ts";
import { command as report } from "#src/cli/commands/report.ts";
import { command as reportKeys } from "#src/cli/commands/report-keys.ts";
import { command as reportVerify } from "#src/cli/commands/report-verify.ts";
import type { Program } from "#src/cli/program.ts";
import { inProject } from "#src/platform/config.ts";
import { addAgency, commandLine, officerOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import { csvOf, inventedCode, type PenaltyRow, penaltyRow, sendText } from "#tests/kit/intake.ts";

const node = await testNode();
const agency = await addAgency(node, { kinds: ["market-regulation"], agencyCode: inventedCode(undefined, "11") });
const row = penaltyRow(agency);
const code = row["CF_XDR_SHXYM"] ?? "";
const send = async (given: PenaltyRow) => value(await sendText(node, officerOf(agency), { text: csvOf([given]) }));
await send(row);

const folder = mkdtempSync(join(tmpdir(), "chengxin-report-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

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

/** The verifier by itself: a process that has neither our database nor our keys. */
function alone(...args: string[]) {
  const ended = spawnSync(process.execPath, [inProject("src", "cli", "verify", "offline.ts"), ...args], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "" },
  });
  return { exit: ended.status, out: ended.stdout };
}

test("a report is written and verified: genuine is 0, altered 1, superseded 2, unknown 3", async () => {
  for (const name of ["a.pdf", "a.json"]) {
    const written = await run(report, [code, "--out", at(name)]);
    assert.equal(written.exit, 0, written.err);
    assert.equal(existsSync(at(`${name}.jws`)), name.endsWith(".pdf"));
    const genuine = await run(reportVerify, [at(name), "--json"]);
    assert.deepEqual([genuine.exit, JSON.parse(genuine.out).verdict], [0, "genuine"]);

    const bytes = readFileSync(at(name));
    const place = Math.floor(bytes.length / 3);
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(at(`altered-${name}`), bytes);
    const altered = await run(reportVerify, [at(`altered-${name}`), "--json"]);
    assert.deepEqual([altered.exit, JSON.parse(altered.out).verdict], [1, "altered"]);
  }
  writeFileSync(at("other.pdf"), "%PDF-1.7\n");
  const unknown = await run(reportVerify, [at("other.pdf")]);
  assert.equal(unknown.exit, 3);
  assert.match(unknown.out, /查无此报告[\s\S]*issued no such report/);
});

test("without database and network the signature and the published keys suffice, former keys too", async () => {
  for (const name of ["b.pdf", "b.json"]) assert.equal((await run(report, [code, "--out", at(name)])).exit, 0);
  value(await rotateKeys(node, commandLine, { kind: "signing", reason: "test" }));
  const keys = await run(reportKeys, []);
  writeFileSync(at("keys.json"), keys.out);
  for (const name of ["b.pdf", "b.json"]) {
    const found = await run(reportVerify, [at(name), "--keys", at("keys.json"), "--json"]);
    assert.deepEqual([found.exit, JSON.parse(found.out).reason], [0, "signed"], found.err);
    assert.equal(alone(at(name), at("keys.json")).exit, 0);
    const bytes = readFileSync(at(name));
    const place = name.endsWith("pdf") ? bytes.length - 1 : bytes.indexOf("20000");
    bytes[place] = 0x39;
    writeFileSync(at(`changed-${name}`), bytes);
    const changed = alone(at(`changed-${name}`), at("keys.json"), at(`${name}.jws`));
    assert.deepEqual([changed.exit, JSON.parse(changed.out).reason], [1, "signature"]);
  }
  const strangers = { ...JSON.parse(keys.out), id: "https://elsewhere.example/keys" };
  writeFileSync(at("strangers.json"), JSON.stringify(strangers));
  assert.deepEqual(JSON.parse(alone(at("b.json"), at("strangers.json")).out).reason, "other-key");
  rmSync(at("b.pdf.jws"));
  const unsigned = await run(reportVerify, [at("b.pdf"), "--keys", at("keys.json")]);
  assert.equal(unsigned.exit, 3);
});

test("the file is printed as of today, and as of a day before anything was known", async () => {
  const now = await run(file, [code, "--json"]);
  assert.equal(now.exit, 0, now.err);
  assert.equal((JSON.parse(now.out) as FileView).total, 1);
  const words = await run(file, [code]);
  assert.match(words.out, /行政管理信息 \/ Administrative decisions: 1/);
  assert.match(words.out, /诚实守信相关荣誉信息 \/ Honours: 无记录 \/ nothing recorded/);
  const before = await run(file, [code, "--effective-at", "2026-05-31", "--json"]);
  assert.equal((JSON.parse(before.out) as FileView).total, 0);
  const future = await run(file, [code, "--known-at", "2999-01-01"]);
  assert.equal(future.exit, 64);
  assert.equal((await run(file, [code, "--purpose", "permit-review"])).exit, 64);
});

test("a correction supersedes the reports before it", async () => {
  assert.equal((await run(report, [code, "--out", at("c.pdf")])).exit, 0);
  await send({ ...row, CF_NR: "罚款1万元", CF_NR_FK: "1" });
  assert.equal((await run(reportVerify, [at("c.pdf")])).exit, 2);
});

test("who is unknown has no report, and a person's number is not repeated (C13)", async () => {
  const unknown = await run(report, [inventedCode(), "--out", at("d.pdf")]);
  assert.equal(unknown.exit, 1);
  assert.match(unknown.err, /没有找到这个主体/);
  assert.ok(!existsSync(at("d.pdf")));
  const secret = "11010519491231002X";
  for (const command of [report, file]) {
    const refused = await run(command, command === report ? [secret, "--out", at("d.pdf")] : [secret]);
    assert.equal(refused.exit, 1);
    assert.ok(!(refused.out + refused.err).includes(secret));
  }
  // A body's number comes by standard input only, and its look is logged (C15).
  const looked = await run(
    file,
    ["-", "--as", agency.agencyCode, "--purpose", "permit-review", "--basis", "1 号"],
    `${code}\n`,
  );
  assert.ok(!(looked.out + looked.err).includes(secret));
  assert.equal(looked.exit, 0, looked.err);
  const logged = await node.app.query(
    "SELECT 1 FROM access.look WHERE purpose = 'permit-review' AND outcome = 'shown'",
  );
  assert.equal(logged.rowCount, 1);
  const curious = await run(
    file,
    ["-", "--as", agency.agencyCode, "--purpose", "curiosity", "--basis", "1 号"],
    `${code}\n`,
  );
  assert.equal(curious.exit, 1);
  for (const wrong of [[], [code], [code, "--out", "x.txt"], [code, "--out", "x.pdf", "--language", "fr"]])
    assert.equal((await run(report, wrong)).exit, 64);
});
