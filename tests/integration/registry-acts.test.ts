import assert from "node:assert/strict";
import { test } from "node:test";
import { isoDate } from "#core/time/date.ts";
import type { Actor } from "#src/access/index.ts";
import { sqlState } from "#src/platform/database.ts";
import { mergeSubjects, resolveSubjects, reverseAlias, splitSubject } from "#src/registry/index.ts";
import { testNode } from "#tests/kit/database.ts";
import { foundNamed, number, officer, sendingPermit } from "#tests/kit/registry.ts";

const node = await testNode();
const parts = { ...node, subjects: node.registry.subjects };
const { subjects, search } = node.registry;
const supervisor = { ...officer, roles: ["supervisor"] } as Actor;
const day = node.clock.today();
const grounds = { reason: "两处登记核对为同一组织", effectiveAt: day };
const asOf = () => ({ effectiveAt: node.clock.today(), knownAt: node.clock.now().toISOString() });
let keys = 0;
const by = (actor: Actor = supervisor) => ({ actor, idempotencyKey: `key-${++keys}` });

async function file(code: string) {
  const found = await subjects.findPublic(code, asOf());
  assert.ok(found.ok && found.value, code);
  return found.value;
}

test("a merge makes one file of two codes, shows the alias, and is found once; its reversal parts them again", async () => {
  const [a = "", b = ""] = await foundNamed(node, ["临江合一甲贸易有限公司", "临江合一乙贸易有限公司"], 10);
  const before = [await file(a), await file(b)];
  const merged = await mergeSubjects(parts, by(), { ...grounds, code: a, otherCode: b });
  assert.ok(merged.ok, JSON.stringify(merged));
  const one = await file(b);
  assert.deepEqual(one, await file(a));
  assert.deepEqual(one.subjectIds, [...(before[0]?.subjectIds ?? []), ...(before[1]?.subjectIds ?? [])]);
  const head = await subjects.publicHead(one, asOf());
  assert.equal(head.code, a);
  assert.deepEqual(head.aliases, [{ code: b, since: day }]);
  const hits = await search.search("临江合一", { limit: 10 });
  assert.ok(hits.ok);
  assert.deepEqual(
    hits.value.items.map((hit) => hit.code),
    [a],
  );
  assert.ok((await reverseAlias(parts, by(), { ...grounds, actId: merged.value.actId })).ok);
  assert.deepEqual([await file(a), await file(b)], before);
  const again = await reverseAlias(parts, by(), { ...grounds, actId: merged.value.actId });
  assert.equal(!again.ok && again.refusal.code, "registry.already-reversed");
});

test("what is one file already, or of two kinds, is not merged; no ring can be made, even at once", async () => {
  const codes = await foundNamed(node, ["环一有限公司", "环二有限公司", "环三有限公司"], 20);
  const pairs = [0, 1, 2].flatMap((i) => [0, 1, 2].filter((k) => k !== i).map((k) => [codes[i] ?? "", codes[k] ?? ""]));
  const merged = await Promise.all(
    pairs.map(([code = "", otherCode = ""]) => mergeSubjects(parts, by(), { ...grounds, code, otherCode })),
  );
  assert.equal(merged.filter((one) => one.ok).length, 2);
  for (const one of merged) if (!one.ok) assert.equal(one.refusal.code, "registry.same-subject");
  const files = await Promise.all(codes.map(file));
  assert.equal(new Set(files.map((one) => one.subjectIds.join())).size, 1);
});

test("a split gives numbers and names to the other, which it founds; new rows follow; its reversal gives them back", async () => {
  const [a = "", wrong = ""] = await foundNamed(node, ["分出甲贸易有限公司", "分出乙贸易有限公司"], 30);
  const merged = await mergeSubjects(parts, by(), { ...grounds, code: a, otherCode: wrong });
  assert.ok(merged.ok);
  await reverseAlias(parts, by(), { ...grounds, actId: merged.value.actId });
  const permit = await sendingPermit(node);
  const old = number("registration-number", "110108000000016");
  const { addIdentifiers, addNames } = await import("#src/registry/index.ts");
  const subjectId = (await file(a)).subjectIds[0] ?? "";
  const provenance = { source: "x", at: new Date(0) };
  await addIdentifiers(node.app, permit, [{ ...old, subjectId, kind: "organisation" }], provenance);
  await addNames(
    node.app,
    permit,
    [
      {
        subjectId,
        kind: "organisation",
        name: "别家的名字有限公司",
        role: "legal",
        validFrom: isoDate("2001-01-01"),
        validUntil: null,
        former: true,
        operatorName: null,
      },
    ],
    provenance,
  );
  assert.equal((await file(old.value)).subjectIds[0], subjectId);
  const split = await splitSubject(parts, by(), {
    ...grounds,
    code: a,
    otherCode: old.value,
    identifiers: [],
    names: ["别家的名字有限公司"],
    records: ["00000000-0000-4000-8000-00000000000a"],
  });
  assert.ok(split.ok, JSON.stringify(split));
  const other = await file(old.value);
  assert.notEqual(other.subjectIds[0], subjectId);
  const head = await subjects.publicHead(other, asOf());
  assert.equal(head.code, old.value);
  assert.equal(head.name, "别家的名字有限公司");
  const first = await subjects.publicHead(await file(a), asOf());
  assert.ok(!first.identifiers.some((one) => one.value === old.value));
  assert.ok(!first.names.some((one) => one.name === "别家的名字有限公司"));
  const [row] = await resolveSubjects(node.app, permit, [[old]], node.clock);
  assert.ok(row?.state === "known" && row.subjectId === other.subjectIds[0]);
  const hits = await search.search("别家的名字", { limit: 5 });
  assert.deepEqual(hits.ok && hits.value.items.map((hit) => hit.code), [old.value]);
  assert.ok((await reverseAlias(parts, by(), { ...grounds, actId: split.value.actId })).ok);
  assert.equal((await file(old.value)).subjectIds[0], subjectId);
});

test("a split must name something, and only what the file has", async () => {
  const [a = "", b = ""] = await foundNamed(node, ["空分甲有限公司", "空分乙有限公司"], 40);
  for (const more of [{}, { names: ["没有的名字"] }, { identifiers: [{ scheme: "tax-number", value: "1" }] }]) {
    const split = await splitSubject(parts, by(), {
      ...grounds,
      code: a,
      otherCode: b,
      identifiers: [],
      names: [],
      records: [],
      ...more,
    });
    assert.equal(!split.ok && split.refusal.code, "registry.splits-nothing");
  }
});

test("the same key does an act once; for another act it is refused", async () => {
  const [a = "", b = "", c = ""] = await foundNamed(node, ["键一有限公司", "键二有限公司", "键三有限公司"], 50);
  const asked = by();
  const acts = await Promise.all([1, 2].map(() => mergeSubjects(parts, asked, { ...grounds, code: a, otherCode: b })));
  assert.ok(acts[0]?.ok && acts[1]?.ok);
  assert.deepEqual(acts[0], acts[1]);
  const other = await mergeSubjects(parts, asked, { ...grounds, code: a, otherCode: c });
  assert.equal(!other.ok && other.refusal.code, "registry.key-used");
});

test("who is who is decided by a supervisor of the registrar, with reasons, today or before (C5)", async () => {
  const [a = "", b = ""] = await foundNamed(node, ["权一有限公司", "权二有限公司"], 60);
  const given = { ...grounds, code: a, otherCode: b };
  const others: Actor[] = [
    officer,
    { ...officer, roles: ["operator"] } as Actor,
    { ...officer, roles: ["auditor"] } as Actor,
    { ...supervisor, agencyKinds: ["civil-affairs"] } as Actor,
    {
      kind: "client",
      id: "c",
      name: "c",
      agency: "11440000006939748X",
      agencyKinds: ["market-regulation"],
      scopes: ["records:send", "records:change"],
    },
    { kind: "representative", id: "r", name: "r", subjects: [] },
    { kind: "job", id: "command-line" },
  ];
  for (const actor of others) {
    const denied = await mergeSubjects(parts, by(actor), given);
    assert.equal(!denied.ok && denied.refusal.code, "access.denied", JSON.stringify(actor));
  }
  const visitor = await mergeSubjects(parts, by({ kind: "visitor" }), given);
  assert.equal(!visitor.ok && visitor.refusal.code, "access.sign-in");
  const late = await mergeSubjects(parts, by(), { ...given, effectiveAt: "2999-01-01" });
  assert.equal(!late.ok && late.refusal.code, "registry.effective-date");
  assert.ok(
    (await node.app.query("SELECT count(*)::int AS n FROM access.refused_act WHERE action = 'merge-subjects'")).rows[0]
      .n >= others.length,
  );
  for (const [column, value] of [
    ["reason", "' '"],
    ["decided_by", "'job:x'"],
  ] as const) {
    const values = { reason: "'r'", decided_by: "'officer:x'", [column]: value };
    await assert.rejects(
      node.app.query(
        `INSERT INTO registry.alias_act (act_id, act, subject_id, other_subject_id, reason, detail, effective_at, decided_by, decided_at, idempotency_key)
         VALUES (gen_random_uuid(), 'merge', gen_random_uuid(), gen_random_uuid(), ${values.reason}, '{}', '2020-01-01', ${values.decided_by}, now(), '${column}')`,
      ),
      (error) => sqlState(error) === "23514",
      column,
    );
  }
});

test("acts, names and numbers are only added: the application can change and delete none (C17)", async () => {
  for (const table of [
    "alias_act",
    "name",
    "trade_name",
    "identifier",
    "identifier_owner",
    "subject",
    "person_token",
    "person_secret",
  ])
    for (const statement of [
      `DELETE FROM registry.${table}`,
      `TRUNCATE registry.${table}`,
      `UPDATE registry.${table} SET subject_id = subject_id`,
    ])
      await assert.rejects(node.app.query(statement), (error) => sqlState(error) === "42501", statement);
});
