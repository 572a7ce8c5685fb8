import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { verifyCheckFile } from "#src/cli/verify/check-file.ts";
import { openPool, sqlState } from "#src/platform/database.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { knownPerson, knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { testNode } from "#tests/kit/database.ts";
import { ended, handIn, keysOf, resultOf } from "#tests/kit/reach.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
await node.reach.work();
const owner = openPool(node.owner, { max: 1 });
test.after(() => owner.end());
const agency = await addAgency(node, { kinds: ["finance"] });
const officer = officerOf(agency);
const other = officerOf(await addAgency(node, { kinds: ["finance"] }));
const keys = await keysOf(node);
const listed = await knownSubject(node);
await recordListings(node, listing(node, "cn/procurement-serious-list", listed.subjectId));
const clean = await knownSubject(node);

const count = async (text: string, ...values: unknown[]) => {
  const found = await owner.query<{ n: number }>(text, values);
  return found.rows[0]?.n ?? 0;
};
const batches = () => count("SELECT count(*)::int AS n FROM measures.check_batch");
const looks = () => count("SELECT count(*)::int AS n FROM access.look");
const refusals = () => count("SELECT count(*)::int AS n FROM access.refused_act");
const keptFiles = () => readdirSync(join(node.config.home, "code-files")).length;

test("C7, C15: a file without a purpose, or in another body's matter, is refused, logged, and not kept", async () => {
  const before = [await batches(), await looks()];
  const refusedBefore = await refusals();
  assert.equal(refusalOf(await handIn(node, officer, listed.code, { purpose: "" })), "measures.purpose");
  assert.equal(refusalOf(await handIn(node, officer, listed.code, { purpose: "permit-review" })), "measures.purpose");
  assert.equal(refusalOf(await handIn(node, officer, listed.code, { matter: "cn/none" })), "measures.matter");
  const others = { matter: "cn/permit-food", purpose: "permit-review" };
  assert.equal(refusalOf(await handIn(node, officer, listed.code, others)), "measures.not-your-matter");
  for (const roles of [["operator"], ["auditor"]] as const)
    assert.equal(
      refusalOf(await handIn(node, officerOf(agency, { roles: [...roles] }), listed.code)),
      "access.denied",
      roles[0],
    );
  assert.deepEqual([await batches(), await looks()], before);
  assert.equal(await refusals(), refusedBefore + 6);
  assert.equal(keptFiles(), 0);
});

const mebibyte = 1024 * 1024;
const bad: readonly (readonly [what: string, content: string | Uint8Array, code: string])[] = [
  ["nothing", "", "intake.file-empty"],
  ["blank lines", "\n\n  \r\n", "intake.file-empty"],
  ["a header only", "统一社会信用代码\n", "intake.file-empty"],
  ["a NUL byte", `${clean.code}\n\0\n`, "intake.file-nul"],
  ["neither UTF-8 nor GB 18030", Buffer.from([0x39, 0x31, 0x0a, 0x81, 0xff, 0x0a]), "intake.file-encoding"],
  ["UTF-16 with the greater byte first", Buffer.from([0xfe, 0xff, 0, 0x39]), "intake.file-encoding"],
  ["one endless line", "9".repeat(2 * mebibyte), "intake.file-line-too-long"],
  ["a quote that is never closed", `"${clean.code}\n${clean.code}\n`, "intake.file-quote"],
  ["packed", gzipSync(`${clean.code}\n`), "intake.file-nul"],
  ["a million lines and one", "1\n".repeat(1_000_001), "measures.too-many-lines"],
];
for (const [what, content, code] of bad)
  test(`a file of ${what} is refused whole, and nothing of it stays`, async () => {
    const before = await batches();
    assert.equal(refusalOf(await handIn(node, officer, content)), code);
    assert.deepEqual([await batches(), keptFiles()], [before, 0]);
  });

test("C13: a file of placeholders and persons' numbers looks at nobody and repeats nothing", async () => {
  const person = await knownPerson(node);
  const before = await looks();
  const lines = Array.from({ length: 12_000 }, (_, at) => (at % 3 === 0 ? person.number : "00000000000000000X"));
  const begun = value(await handIn(node, officer, lines.join("\r\n")));
  const batch = await ended(node, officer, begun.batch);
  assert.deepEqual([batch.state, batch.refused, batch.done], ["finished", 12_000, 12_000]);
  assert.equal(await looks(), before);
  for (const form of ["ndjson", "csv", "receipts"] as const)
    assert.ok(!(await resultOf(node, officer, begun.batch, form)).includes(person.number.slice(0, 17)), form);
  const kept = await owner.query(
    "SELECT head, frame FROM measures.check_batch JOIN measures.check_batch_part USING (batch_id)",
  );
  assert.ok(!JSON.stringify(kept.rows).includes(person.number));
  assert.equal(keptFiles(), 0, "the file lies about though it was answered");
  // Once a part and reason, not once a line.
  assert.equal(
    await count("SELECT count(*)::int AS n FROM access.refused_act WHERE policy = 'registry.identity-number'"),
    3,
  );
});

test("C15: another body's batch is neither seen, nor stopped, nor handed over, and each try is logged", async () => {
  const begun = value(await handIn(node, officer, `${listed.code}\n`));
  await ended(node, officer, begun.batch);
  const before = await refusals();
  assert.equal(refusalOf(await node.reach.batch(other, begun.batch)), "access.denied");
  assert.equal(refusalOf(await node.reach.cancel(other, begun.batch)), "access.denied");
  assert.equal(refusalOf(await node.reach.result(other, { batchId: begun.batch, form: "ndjson" })), "access.denied");
  assert.equal(await refusals(), before + 3);
  await resultOf(node, officer, begun.batch);
  const fetched = "SELECT count(*)::int AS n FROM measures.check_batch_fetch WHERE batch_id = $1";
  assert.equal(await count(fetched, begun.batch), 1, "a result was handed over and nobody wrote it down");
});

test("the same key again answers with the batch it began, and adds no look", async () => {
  const first = value(await handIn(node, officer, `${clean.code}\n`, { key: "again" }));
  await ended(node, officer, first.batch);
  const before = await looks();
  assert.equal(value(await handIn(node, officer, `${listed.code}\n`, { key: "again" })).batch, first.batch);
  assert.equal(await looks(), before);
});

test("a batch that was stopped hands over what was answered, signed; one that has ended cannot be stopped", async () => {
  const begun = value(await handIn(node, officer, `${clean.code}\n`.repeat(30_000)));
  value(await node.reach.cancel(officer, begun.batch));
  const batch = await ended(node, officer, begun.batch);
  assert.equal(batch.state, "cancelled");
  assert.ok(batch.done < 30_000);
  const text = await resultOf(node, officer, begun.batch);
  const verified = await verifyCheckFile(once(text), keys);
  assert.deepEqual([verified.verdict, verified.summary?.lines], ["genuine", batch.done]);
  assert.equal(refusalOf(await node.reach.cancel(officer, begun.batch)), "measures.batch-ended");
});

test("C8: an answer that has been forgotten leaves its leaf, and the file still proves the rest", async () => {
  const begun = value(await handIn(node, officer, `${listed.code}\n${clean.code}\n`));
  await ended(node, officer, begun.batch);
  assert.ok((await resultOf(node, officer, begun.batch)).includes("cn/procurement-ban@1"));
  await owner.query("UPDATE measures.answer SET kept_until = '2020-01-01' WHERE answer LIKE $1", [`%${listed.code}%`]);
  assert.ok((await node.measures.forgetDue()) > 0);
  const text = await resultOf(node, officer, begun.batch);
  assert.ok(!text.includes("procurement-ban"));
  const verified = await verifyCheckFile(once(text), keys);
  assert.deepEqual([verified.verdict, verified.summary?.forgotten], ["genuine", 1]);
  await owner.query("UPDATE measures.check_batch SET kept_until = '2020-01-01' WHERE batch_id = $1", [begun.batch]);
  assert.ok((await node.measures.forgetDue()) > 0);
  const outcomes =
    "SELECT count(*)::int AS n FROM measures.check_batch_part WHERE batch_id = $1 AND outcomes IS NOT NULL";
  assert.equal(await count(outcomes, begun.batch), 0);
  assert.equal(
    refusalOf(await node.reach.result(officer, { batchId: begun.batch, form: "ndjson" })),
    "measures.forgotten",
  );
});

const writes: readonly (readonly [what: string, statement: string])[] = [
  ["a part's leaves are changed", "UPDATE measures.check_batch_part SET leaves = leaves"],
  ["a part is taken out", "DELETE FROM measures.check_batch_part"],
  ["a batch is given to another body", "UPDATE measures.check_batch SET agency_code = agency_code"],
  ["an act is undone", "DELETE FROM measures.check_batch_act"],
  ["a handing over is hidden", "DELETE FROM measures.check_batch_fetch"],
];
for (const [what, statement] of writes)
  test(`C17: the application's role is refused where ${what}`, async () => {
    await assert.rejects(node.app.query(statement), (error) => sqlState(error) === "42501");
  });

async function* once(text: string) {
  yield Buffer.from(text);
}
