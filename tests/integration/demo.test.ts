import assert from "node:assert/strict";
import { test } from "node:test";
import { Compile } from "typebox/compile";
import { FileShape } from "#contract/ledger.ts";
import { officerOf } from "#tests/kit/access.ts";
import { demoNode } from "#tests/kit/database.ts";
import { agencies, demoDate } from "#tools/linjiang/province.ts";

const node = await demoNode();

test("the demo lives at its visible day", () => {
  assert.equal(node.clock.today(), demoDate);
});

test("files leave as they are composed, and that is as their shape says: public, a body's, the subject's own", async () => {
  const shape = Compile(FileShape);
  const wrong = (file: unknown) => shape.Errors(file).slice(0, 3);
  const agency = agencies.find(({ kinds }) => kinds.includes("market-regulation"));
  assert.ok(agency);
  const officer = officerOf({ ...agency, nameEn: "", superiorCode: null, since: demoDate, until: null });
  const { files } = node.ledger;
  const found = await node.app.query<{ code: string; id: string }>(
    `SELECT o.value AS code, o.subject_id AS id FROM registry.identifier_owner o
     WHERE o.scheme = 'unified-code' AND o.kind = 'organisation' ORDER BY o.value LIMIT 150`,
  );
  assert.equal(found.rowCount, 150);
  for (const { code, id } of found.rows) {
    const seen = await files.getPublic({ code });
    assert.ok(seen.ok);
    assert.deepEqual(wrong(seen.value), [], code);
    const subject = { scheme: "unified-code" as const, value: code };
    const looked = await files.readForBody(officer, { subject, purpose: "permit-review", basis: "行政许可法 34" });
    assert.ok(looked.ok);
    assert.deepEqual(wrong(looked.value), [], code);
    const representative = { kind: "representative", id: "x", name: "某人", subjects: [id] } as const;
    const own = await files.readOwn(representative, {});
    assert.ok(own.ok);
    assert.deepEqual(wrong(own.value), [], code);
  }
});

test("a desk that lost its line asked its bundle, and what it asked stands in the log; another bundle lies ready", async () => {
  const bundles = await node.app.query<{ act: string | null; looks: number; told: number }>(
    `SELECT a.act, (SELECT count(*)::int FROM measures.bundle_entry e JOIN access.look l USING (look_id)
       WHERE e.bundle_id = b.bundle_id AND l.shown ? 'offline') AS looks,
       (SELECT count(*)::int FROM measures.bundle_entry e WHERE e.bundle_id = b.bundle_id AND e.outcome = 'measures') AS told
     FROM measures.bundle b LEFT JOIN measures.bundle_act a USING (bundle_id) ORDER BY a.act NULLS LAST`,
  );
  assert.deepEqual(bundles.rows, [
    { act: "close", looks: 4, told: 2 },
    { act: null, looks: 0, told: 0 },
  ]);
});
