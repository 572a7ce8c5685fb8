/** `watch add|list|end|feed`, as people type them. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";
import { addDays, addMonths } from "#core/time/date.ts";
import type { Command } from "#src/cli/command.ts";
import { findCommand } from "#src/cli/dispatch.ts";
import { addAgency } from "#tests/kit/access.ts";
import { knownPerson, knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { testNode } from "#tests/kit/database.ts";
import { inventedCode } from "#tests/kit/intake.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
const agency = await addAgency(node, { kinds: ["market-regulation"], agencyCode: inventedCode(undefined, "11") });
const as = ["--as", agency.agencyCode];
const until = ["--until", addMonths(node.clock.today(), 2)];
const inspection = [...as, "--matter", "cn/inspection-food", "--purpose", "inspection-planning", ...until];
const folder = mkdtempSync(join(tmpdir(), "chengxin-watch-"));
after(() => rmSync(folder, { recursive: true }));

async function run(line: string, args: readonly string[] = [], input = "") {
  const found = await findCommand(line.split(" "));
  const command = found?.command as Extract<Command, { needs: "node" }>;
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const exit = await command.run({ args, stdin: Readable.from([Buffer.from(input)]), stdout, stderr }, node);
  stdout.end();
  stderr.end();
  return { exit, out: await text(stdout), err: await text(stderr) };
}

test("a watch is set up, listed, read and ended on the command line", async () => {
  const subject = await knownSubject(node);
  const added = await run("watch add", [subject.code, ...inspection, "--json"]);
  assert.equal(added.exit, 0, added.err);
  const { watch, receipt } = JSON.parse(added.out);
  assert.equal(receipt.answer.outcome, "nothing-recorded");
  const ends = addDays(node.clock.today(), 200);
  const row = { open: { ground: "食品安全领域" }, effectiveTo: ends, publishedUntil: ends };
  await recordListings(node, listing(node, "cn/market-serious-list", subject.subjectId, row));
  assert.ok((await node.reach.watches.tellWhatStirred()) > 0);
  const listed = await run("watch list", [...as, "--live"]);
  assert.ok(listed.out.includes(watch.watch) && listed.out.includes("changes: 1"));
  const feed = await run("watch feed", [...as, "--whole", "--json"]);
  const [event, last] = feed.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    [event.event.watch, event.changes[0].what, event.receipt.type],
    [watch.watch, "begun", "ChengxinCheckReceipt/1"],
  );
  const after = await run("watch feed", [...as, "--after", last.next]);
  assert.equal(after.out, `下次 / next: --after ${last.next}\n`);
  assert.match((await run("watch feed", [...as, "--whole"])).out, /开始 \/ begun: /);
  assert.equal((await run("watch end", [watch.watch, ...as])).exit, 0);
  assert.ok(!(await run("watch list", [...as, "--live", "--json"])).out.includes(watch.watch));
});

test("a file of codes is watched line by line, and says which were not", async () => {
  const known = await knownSubject(node);
  const file = join(folder, "codes.txt");
  writeFileSync(file, `${known.code}\nnonsense\n\n`);
  const { exit, out } = await run("watch add", ["--file", file, ...inspection]);
  assert.deepEqual([exit, out], [1, "2: measures.number\n已关注 / watched: 1，未受理 / refused: 1\n"]);
});

test("C13: a person's number is taken from standard input and nowhere else, and is never said back", async () => {
  const person = await knownPerson(node);
  const permit = [...as, "--matter", "cn/permit-food", "--purpose", "permit-review", ...until, "--json"];
  assert.equal((await run("watch add", [person.number, ...permit, "--scheme", "person-number"])).exit, 64);
  const kept = await run("watch add", ["-", ...permit, "--scheme", "person-number"], `${person.number}\n`);
  assert.equal(kept.exit, 0, kept.err);
  assert.ok(!kept.out.includes(person.number));
});

test("what is missing is wrong usage; what is not allowed is said in both languages with its way out", async () => {
  const { code } = await knownSubject(node);
  assert.equal((await run("watch add", [code, ...as])).exit, 64);
  assert.equal((await run("watch list")).exit, 64);
  assert.equal((await run("watch end", ["nonsense", ...as])).exit, 64);
  const late = [...as, "--matter", "cn/inspection-food", "--purpose", "inspection-planning", "--until", "2099-01-01"];
  const refused = await run("watch add", [code, ...late]);
  assert.equal(refused.exit, 1);
  assert.match(refused.err, /最长可关注 12 个月[\s\S]*12 months at most/);
});
