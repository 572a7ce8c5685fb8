import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { CheckReceipt } from "#contract/checks.ts";
import type { JsonObject } from "#core/credential/data-integrity.ts";
import { digested } from "#core/receipt/receipt.ts";
import { verifyCheckFile } from "#src/cli/verify/check-file.ts";
import { verifyReceipt } from "#src/cli/verify/receipt.ts";
import { addAgency, officerOf, value } from "#tests/kit/access.ts";
import { about, ask, knownPerson, knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { testNode } from "#tests/kit/database.ts";
import { ended, handIn, keysOf, resultOf } from "#tests/kit/reach.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
await node.reach.work();
const agency = await addAgency(node, { kinds: ["finance"] });
// Names are read anew in the background: until then an agency is called by its code, in one answer and not in the next.
for (let tries = 0; node.measures.rooms.authority(agency.agencyCode).zh === agency.agencyCode; tries++) {
  assert.ok(tries < 200, "the agency's name is not known");
  await sleep(50);
}
const officer = officerOf(agency);
const officerId = officer.kind === "officer" ? officer.id : "";
const keys = await keysOf(node);

const listed = await knownSubject(node);
await recordListings(node, listing(node, "cn/procurement-serious-list", listed.subjectId));
const clean = await knownSubject(node);
const trader = await knownSubject(node, "92");
const person = await knownPerson(node);
const unknown = "91110000600037341L";

const bytes = async function* (text: string) {
  yield Buffer.from(text);
};
const verdict = async (text: string) => (await verifyCheckFile(bytes(text), keys)).verdict;

test("each line is answered as the single check answers, and the whole file proves itself", async () => {
  const lines = [
    listed.code,
    clean.code,
    unknown,
    trader.code,
    person.number,
    "00000000000000000X",
    "no code",
    "",
    listed.code,
  ];
  const begun = value(await handIn(node, officer, `统一社会信用代码,名称\r\n${lines.join(",某\r\n")}\r\n`));
  assert.equal(begun.lines, 9);
  const batch = await ended(node, officer, begun.batch);
  assert.deepEqual(
    [batch.state, batch.done, batch.told, batch.nothing, batch.unknown, batch.refused],
    ["finished", 9, 2, 2, 1, 4],
  );
  const text = await resultOf(node, officer, begun.batch);
  const found: { n: number; answer: Record<string, unknown> }[] = [];
  const verified = await verifyCheckFile(bytes(text), keys, ({ n, answer }) =>
    found.push({ n, answer: JSON.parse(answer ?? "null") }),
  );
  assert.equal(verified.verdict, "genuine");
  assert.equal(verified.summary?.lines, 9);
  for (const [at, code] of [listed.code, clean.code, unknown].entries()) {
    const single = value(await ask(node, officer, about(code))).answer;
    const singleText = digested(single as unknown as JsonObject);
    const line = found[at];
    assert.ok(line);
    const { asOf, check, salt, ...said } = line.answer as CheckReceipt["answer"];
    // The same in all but when, which check and the salt.
    assert.deepEqual({ ...said, asOf: single.asOf, check: single.check, salt: single.salt }, singleText);
    assert.deepEqual([asOf.day, check === single.check, salt === single.salt], [single.asOf.day, false, false]);
  }
  assert.deepEqual(
    found.slice(4, 8).map(({ answer }) => answer["refused"]),
    ["registry.identity-number", "measures.placeholder", "measures.number", "measures.number"],
  );
  assert.ok(!text.includes(person.number), "a person's number is repeated");
});

test("every line is a look of its subject, and its receipt stands alone, as in a single check", async () => {
  const begun = value(await handIn(node, officer, `${listed.code}\n${clean.code}\n`));
  await ended(node, officer, begun.batch);
  const receipts = (await resultOf(node, officer, begun.batch, "receipts")).trimEnd().split("\n");
  assert.equal(receipts.length, 2);
  for (const receipt of receipts) {
    assert.equal(verifyReceipt(Buffer.from(receipt), keys).verdict, "genuine");
    const { answer } = JSON.parse(receipt) as CheckReceipt;
    const looks = await node.app.query("SELECT purpose, actor_id, outcome FROM access.look WHERE look_id = $1", [
      answer.check,
    ]);
    assert.deepEqual(looks.rows, [
      {
        purpose: "procurement-review",
        actor_id: officerId,
        outcome: answer.outcome === "measures" ? "shown" : "nothing-held",
      },
    ]);
  }
  const table = await resultOf(node, officer, begun.batch, "csv");
  assert.match(table, new RegExp(`^1,${listed.code},measures,cn/procurement-ban@1,,`, "m"));
  // What was told of measures is filed: feedback finds it like any other check.
  const { answer } = JSON.parse(receipts[0] ?? "") as CheckReceipt;
  const filed = await node.app.query("SELECT told, outcome FROM measures.answer WHERE check_id = $1", [answer.check]);
  assert.deepEqual(filed.rows, [{ told: 1, outcome: "measures" }]);
});

test("every altered byte of a result fails", async () => {
  const begun = value(await handIn(node, officer, `${listed.code}\n${unknown}\nnone\n`));
  await ended(node, officer, begun.batch);
  const text = await resultOf(node, officer, begun.batch);
  assert.equal(await verdict(text), "genuine");
  const whole = Buffer.from(text);
  let tried = 0;
  for (let at = 0; at < whole.length; at += 3) {
    const altered = Buffer.from(whole);
    altered[at] = (altered[at] ?? 0) ^ 1;
    const found = await verifyCheckFile(
      (async function* () {
        yield altered;
      })(),
      keys,
    );
    assert.notEqual(found.verdict, "genuine", `byte ${at}`);
    tried++;
  }
  assert.ok(tried > 1000);
  const lines = text.trimEnd().split("\n");
  for (let at = 0; at < lines.length; at++)
    assert.notEqual(await verdict(`${lines.toSpliced(at, 1).join("\n")}\n`), "genuine", `without line ${at}`);
  assert.notEqual(await verdict(text.slice(0, -1)), "genuine");
  assert.notEqual(await verdict(`${text}\n`), "genuine");
});
