import assert from "node:assert/strict";
import { test } from "node:test";
import { readKeyList } from "#src/cli/verify/keys.ts";
import { verifyReceipt } from "#src/cli/verify/receipt.ts";
import { addAgency, officerOf, value } from "#tests/kit/access.ts";
import { about, ask, knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { testNode } from "#tests/kit/database.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
const agency = await addAgency(node, { kinds: ["finance"] });
const officer = officerOf(agency);

test("a check says what binds the body, is in the log when it is answered, and its receipt verifies without us", async () => {
  const { code, subjectId } = await knownSubject(node);
  await recordListings(node, listing(node, "cn/procurement-serious-list", subjectId));
  const asked = value(await node.measures.ask(officer, about(code)));
  const { answer } = asked;
  assert.equal(answer.outcome, "measures");
  assert.deepEqual(
    answer.constraints.map(({ measure, effect, force }) => [measure, effect, force]),
    [["cn/procurement-ban@1", "refuse", "must"]],
  );
  const looks = await node.app.query("SELECT outcome, purpose, shown FROM access.look WHERE look_id = $1", [
    answer.check,
  ]);
  assert.equal(looks.rows[0]?.outcome, "shown");
  const list = readKeyList(JSON.stringify(await node.reports.keys()));
  assert.ok(list);
  assert.deepEqual(verifyReceipt(Buffer.from(asked.text), list).verdict, "genuine");
});

test("nothing recorded and unknown are two answers", async () => {
  const { code } = await knownSubject(node);
  assert.equal(value(await ask(node, officer, about(code))).answer.outcome, "nothing-recorded");
  const nobody = "91110000600037341L";
  assert.equal(value(await ask(node, officer, about(nobody))).answer.outcome, "unknown-subject");
});
