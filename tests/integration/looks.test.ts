import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { type Actor, type Audience, type Scope, withholdLook } from "#src/access/index.ts";
import { type Sql, sqlState } from "#src/platform/database.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";

const node = await testNode();
const agency = await addAgency(node);
const officer = officerOf(agency);
const file = (subject: string, subjectKind = "organisation") => ({
  type: "File",
  id: subject,
  attributes: { subjectKind, subject },
});

async function scopeFor(
  subject: string,
  given: { actor?: Actor; audience?: Audience; kind?: string } = {},
): Promise<Scope> {
  return value(
    await node.door.scope(given.actor ?? officer, "read-file", file(subject, given.kind), {
      audience: given.audience ?? "body",
      purpose: { purpose: "procurement", basis: "政府采购法 22" },
    }),
  );
}

async function logged(subject: string) {
  const rows = await node.app.query(
    "SELECT outcome, shown, purpose, basis, actor_kind, actor_id, agency_code, policy, withheld_basis FROM access.look WHERE subject_id = $1 ORDER BY looked_at, look_id",
    [subject],
  );
  return rows.rows;
}

const shows = (n: number) => async (sql: Sql) => {
  const found = await sql.query<{ n: number }>("SELECT $1::int AS n", [n]);
  return { value: found.rows[0]?.n, outcome: "shown" as const, shown: { n } };
};

test("a look is in the log before it is answered, with who, for whom, what, why, on what basis (C15)", async () => {
  const subject = randomUUID();
  const seen = await node.looks.look(await scopeFor(subject), subject, shows(7));
  assert.equal(seen, 7);
  const [row, ...more] = await logged(subject);
  assert.deepEqual(more, []);
  assert.deepEqual(row, {
    outcome: "shown",
    shown: { n: 7 },
    purpose: "procurement",
    basis: "政府采购法 22",
    actor_kind: "officer",
    actor_id: officer.kind === "officer" ? officer.id : "",
    agency_code: agency.agencyCode,
    policy: "bodies-read-organisations-for-a-purpose",
    withheld_basis: null,
  });
});

test("whatever breaks among many looks at once, each is answered and logged once, or fails and is logged as failed", async () => {
  const kinds = ["good", "slow", "sql", "thrown", "swallowed", "nothing"] as const;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 60 }), async (batch) => {
      const looks = batch.map((kind, i) => ({ kind, i, subject: randomUUID() }));
      const answers = await Promise.allSettled(
        looks.map(async ({ kind, i, subject }) =>
          node.looks.look(await scopeFor(subject), subject, async (sql) => {
            if (kind === "sql") await sql.query("SELECT 1 / 0");
            if (kind === "thrown") throw new RangeError("a row of another shape");
            if (kind === "slow") await sql.query("SELECT pg_sleep(0.002)");
            if (kind === "swallowed") await sql.query("SELECT 'x'::int").catch(() => {});
            const found = await shows(i)(sql);
            return kind === "nothing" ? { ...found, outcome: "nothing-held" as const } : found;
          }),
        ),
      );
      for (const { kind, i, subject } of looks) {
        const answer = answers[i];
        const entries = (await logged(subject)).map((row) => row.outcome);
        if (kind === "good" || kind === "slow" || kind === "nothing") {
          assert.deepEqual(answer, { status: "fulfilled", value: i }, kind);
          assert.deepEqual(entries, [kind === "nothing" ? "nothing-held" : "shown"], kind);
        } else {
          assert.equal(answer?.status, "rejected", kind);
          assert.deepEqual(entries, ["failed"], kind);
        }
      }
    }),
    { numRuns: 25 },
  );
});

test("each read that fails is told its own error, not its neighbour's", async () => {
  const looks = ["SELECT 1 / 0", "SELECT 'x'::int", "SELECT * FROM access.nowhere"].map(async (text) => {
    const subject = randomUUID();
    return node.looks.look(await scopeFor(subject), subject, async (sql) => {
      await sql.query(text);
      return { value: 1, outcome: "shown", shown: {} };
    });
  });
  const errors = (await Promise.allSettled(looks)).map((one) =>
    one.status === "rejected" ? sqlState(one.reason) : "none",
  );
  assert.deepEqual(errors, ["22012", "22P02", "42P01"]);
});

test("a look whose entry cannot be written answers nothing", async () => {
  const subject = randomUUID();
  const scope = value(
    await node.door.scope(officer, "read-file", file(subject), {
      audience: "body",
      // PostgreSQL stores no NUL: the entry fails after the read has succeeded.
      purpose: { purpose: "procurement", basis: "\0" },
    }),
  );
  let read = 0;
  const bystander = randomUUID();
  const [broken, good] = await Promise.allSettled([
    node.looks.look(scope, subject, async (sql) => {
      read++;
      return shows(1)(sql);
    }),
    node.looks.look(await scopeFor(bystander), bystander, shows(2)),
  ]);
  assert.equal(broken.status, "rejected");
  assert.ok(read > 0);
  assert.deepEqual(good, { status: "fulfilled", value: 2 });
  assert.deepEqual(
    (await logged(bystander)).map((row) => row.outcome),
    ["shown"],
  );
});

test("a read that goes on after its transaction cannot slip into another's", async () => {
  const subject = randomUUID();
  const over = Promise.withResolvers<void>();
  let late: Promise<unknown> | undefined;
  await node.looks.look(await scopeFor(subject), subject, async (sql) => {
    late = over.promise.then(() => sql.query("SELECT 1"));
    late.catch(() => {});
    return { value: 1, outcome: "shown", shown: {} };
  });
  over.resolve();
  await assert.rejects(late as Promise<unknown>, /after its transaction/);
});

test("a read and its entry are one transaction", async () => {
  const subjects = Array.from({ length: 8 }, () => randomUUID());
  const inside = await Promise.all(
    subjects.map(async (subject) =>
      node.looks.look(await scopeFor(subject), subject, async (sql) => {
        const found = await sql.query<{ id: string }>("SELECT pg_current_xact_id()::text AS id");
        return { value: found.rows[0]?.id, outcome: "shown", shown: {} };
      }),
    ),
  );
  for (const [i, subject] of subjects.entries()) {
    const entry = await node.app.query("SELECT xmin::text AS id FROM access.look WHERE subject_id = $1", [subject]);
    assert.equal(entry.rows[0]?.id, inside[i]);
  }
});

test("a look that policy refuses is in the subject's log, and among the refused acts (C15)", async () => {
  const subject = randomUUID();
  const auditor = officerOf(agency, { roles: ["auditor"] });
  const refused = await node.door.scope(auditor, "read-file", file(subject), {
    audience: "body",
    purpose: { purpose: "procurement", basis: "none" },
  });
  assert.equal(refusalOf(refused), "access.denied");
  const [row] = await logged(subject);
  assert.deepEqual(
    [row?.outcome, row?.policy, row?.purpose],
    ["refused", "auditors-read-logs-not-files", "procurement"],
  );
  const acts = await node.app.query("SELECT action, policy FROM access.refused_act WHERE actor_id = $1", [
    auditor.kind === "officer" ? auditor.id : "",
  ]);
  assert.deepEqual(acts.rows, [{ action: "read-file", policy: "auditors-read-logs-not-files" }]);
});

test("a body's look without a purpose cannot be made; a subject's own needs none", async () => {
  const subject = randomUUID();
  const denied = await node.door.scope(officer, "read-file", file(subject), { audience: "body" });
  assert.equal(refusalOf(denied), "access.denied");
  const own: Actor = {
    kind: "representative",
    id: randomUUID(),
    name: "x",
    subjects: [subject],
    assurance: "substantial",
  };
  const scope = value(await node.door.scope(own, "read-file", file(subject), { audience: "subject" }));
  await node.looks.look(scope, subject, shows(1));
  assert.deepEqual(
    (await logged(subject)).map((row) => [row.outcome, row.purpose]),
    [
      ["refused", "none-stated"],
      ["shown", "own-file"],
    ],
  );
});

test("a look is withheld from its subject only by a supervisor, with a basis and an end (C15)", async () => {
  const subject = randomUUID();
  const supervisor = officerOf(agency, { roles: ["supervisor"] });
  const inDays = (days: number) => new Date(node.clock.now().getTime() + days * 86_400_000);
  const ask = (actor: Actor, basis: string, until: Date) =>
    withholdLook(node, actor, { file: file(subject), basis, until });
  assert.equal(refusalOf(await ask(officer, "刑事诉讼法 54", inDays(30))), "access.denied");
  assert.equal(refusalOf(await ask(supervisor, "", inDays(30))), "access.denied");
  assert.equal(refusalOf(await ask(supervisor, "刑事诉讼法 54", inDays(400))), "access.term");
  assert.equal(refusalOf(await ask(supervisor, "刑事诉讼法 54", inDays(-1))), "access.term");
  const withholding = value(await ask(supervisor, "刑事诉讼法 54", inDays(30)));
  const scope = await scopeFor(subject, { actor: supervisor });
  await node.looks.look(scope, subject, shows(1), withholding);
  const [row] = await logged(subject);
  assert.equal(row?.withheld_basis, "刑事诉讼法 54");
});

test("the database takes no withheld look without basis and end together", async () => {
  for (const columns of ["withheld_until", "withheld_basis"]) {
    await assert.rejects(
      node.app.query(
        `INSERT INTO access.look (subject_id, look_id, looked_at, actor_kind, actor_id, purpose, basis, shown, outcome, ${columns})
         VALUES ($1, $2, now(), 'officer', 'x', 'p', 'b', '{}', 'shown', ${columns === "withheld_until" ? "now()" : "'x'"})`,
        [randomUUID(), randomUUID()],
      ),
      (error) => sqlState(error) === "23514",
    );
  }
});

test("nobody changes or removes a look, a refusal or a sign-in (C17)", async () => {
  for (const table of ["look", "refused_act", "sign_in", "officer_act", "client_act", "mandate_act", "agency_act"]) {
    for (const pool of [node.app, node.publicReader, node.retention]) {
      for (const statement of [
        `UPDATE access.${table} SET acted_by = 'x'`,
        `DELETE FROM access.${table}`,
        `TRUNCATE access.${table}`,
      ])
        await assert.rejects(
          pool.query(statement),
          (error) => ["42501", "42703"].includes(sqlState(error) ?? ""),
          statement,
        );
    }
  }
});
