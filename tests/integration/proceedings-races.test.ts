/** Two at once: whatever pair of acts two officers do in one moment, the proceeding is one that one of the orders could have made. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { ProceedingView } from "#contract/proceedings.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor } from "#src/access/index.ts";
import { value } from "#tests/kit/access.ts";
import { timed } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { attach, Bureau, marketOfficer, newOrganisation } from "#tests/kit/proceedings.ts";

const node = await timed(await testNode(), "2026-03-02");
const bureau = new Bureau(node);
const other = new Bureau(node);

interface Doing {
  readonly name: string;
  readonly more?: () => object;
  readonly by?: (of: Bureau) => Actor;
}

const reasons = "理由。";
const doings = {
  decide: { name: "decide", more: () => ({ reasons, months: 36, fields: bureau.fields() }) },
  drop: { name: "drop", more: () => ({ reasons }) },
  move: { name: "move-undoing", more: () => ({ reasons }) },
  confirm: { name: "confirm", more: () => ({ reasons }), by: (of: Bureau) => of.supervisor },
  return: { name: "return", more: () => ({ reasons }), by: (of: Bureau) => of.supervisor },
  serve: { name: "serve" },
  annul: { name: "annul", more: () => ({ reasons }), by: (of: Bureau) => of.supervisor },
  error: { name: "correct-error", more: () => ({ reasons }), by: (of: Bureau) => of.supervisor },
} as const satisfies Record<string, Doing>;

/** States and the acts that may be done from them. */
const from: Readonly<Record<string, readonly (keyof typeof doings)[]>> = {
  notified: ["decide", "drop"],
  decided: ["confirm", "return", "move"],
  returned: ["decide", "drop"],
  confirmed: ["serve", "return", "move"],
  "in-force": ["move", "error"],
  ruled: ["move", "annul"],
};

/** Proceedings whose notice was served in time: the clock only goes forward. */
const notified: string[] = [];
const needed = Object.values(from).reduce((sum, { length }) => sum + length * length, 0) + 1;
while (notified.length < needed) notified.push(await bureau.notified((await newOrganisation(node)).code));
await node.moveTo("2026-03-10");

/** One of them, brought into a state. */
async function brought(state: string): Promise<string> {
  const proceedingId = notified.pop() ?? "";
  if (state === "notified") return proceedingId;
  value(await bureau.decide(proceedingId));
  if (state === "decided") return proceedingId;
  const second = { actor: bureau.supervisor };
  if (state === "returned") {
    value(await bureau.act(proceedingId, "return", { reasons }, second));
    return proceedingId;
  }
  value(await bureau.act(proceedingId, "confirm", { reasons }, second));
  drawn.set(proceedingId, await bureau.draw(proceedingId, "decision"));
  if (state === "in-force" || state === "ruled") {
    await bureau.serveDrawn(drawn.get(proceedingId) ?? "", "2026-03-10");
    const ruling = { number: "判1号", body: "某区人民法院", on: node.clock.today() };
    value(await bureau.act(proceedingId, "move-undoing", { reasons, ...(state === "ruled" ? { ruling } : {}) }));
  }
  return proceedingId;
}

/** Decisions that were drawn up, and not served yet. */
const drawn = new Map<string, string>();

async function run(of: Bureau, proceedingId: string, { name, more, by }: Doing): Promise<Outcome<unknown>> {
  if (name === "serve") return of.recordService(drawn.get(proceedingId) ?? "", "2026-03-10");
  return of.act(proceedingId, name, more?.() ?? {}, { actor: by ? by(of) : of.decider });
}

/** The chain and the ledger say the same, and the chain is whole. */
async function isWhole(proceedingId: string): Promise<ProceedingView> {
  const view = value(await bureau.view(proceedingId));
  const entered = view.acts.filter(({ listedFrom }) => listedFrom !== null).length;
  const { rows } = await node.app.query(
    `SELECT count(*)::int AS records, count(c.*)::int AS changes FROM ledger.record r
     LEFT JOIN ledger.change c USING (subject_id, record_id) WHERE r.subject_id = $1`,
    [view.subjectId],
  );
  assert.equal(rows[0]?.records, entered, "a record a listing");
  const left = view.acts.filter(({ act }) => ["annul", "correct-error"].includes(act)).length;
  assert.equal(rows[0]?.changes, entered === 0 ? 0 : left, "a change an end");
  return view;
}

test("every pair of acts from every state, done in one moment", async (t) => {
  let pairs = 0;
  let both = 0;
  for (const [state, names] of Object.entries(from))
    for (const one of names)
      for (const two of names) {
        const proceedingId = await brought(state);
        const before = value(await bureau.view(proceedingId)).acts.length;
        const outcomes = await Promise.all([
          run(bureau, proceedingId, doings[one]),
          run(other, proceedingId, doings[two]),
        ]);
        const done = outcomes.filter(({ ok }) => ok).length;
        for (const outcome of outcomes)
          if (!outcome.ok)
            assert.match(outcome.refusal.code, /^(lists\.|http\.busy|access\.denied)/, `${state}: ${one} | ${two}`);
        const { acts } = await isWhole(proceedingId);
        const moved = acts.length - before;
        // That something was served is written down whatever became of the proceeding; it moves it once.
        const served = [one, two].filter((name) => name === "serve").length;
        const what = `${state}: ${one} | ${two}: what was answered was done, and nothing else`;
        assert.ok(moved >= Math.max(1, done - served) && moved <= done, what);
        assert.ok(done >= 1, `${state}: ${one} | ${two}: neither was done`);
        if (one === two && one !== "move") assert.equal(moved, 1, `${state}: ${one} twice`);
        pairs++;
        if (done === 2) both++;
      }
  t.diagnostic(`counted: ${pairs} pairs; in ${both} both could be done, one after the other`);
});

test("of ten who open a proceeding about one subject at once, one does", async () => {
  const { code } = await newOrganisation(node);
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () => bureau.open(code, {}, { actor: marketOfficer() })),
  );
  assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
  for (const outcome of outcomes) if (!outcome.ok) assert.equal(outcome.refusal.code, "lists.already");
});

test("the same key ten times at once is one act", async () => {
  const proceedingId = await brought("confirmed");
  const key = randomUUID();
  const noticeId = drawn.get(proceedingId) ?? "";
  const proof = await attach(node, bureau.officer, noticeId);
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () => bureau.recordService(noticeId, "2026-03-10", { proof, key })),
  );
  assert.ok(
    outcomes.every(({ ok }) => ok),
    JSON.stringify(outcomes.filter(({ ok }) => !ok)),
  );
  const { acts, state } = await isWhole(proceedingId);
  assert.deepEqual([state.state, acts.filter(({ act }) => act === "serve-decision").length], ["in-force", 1]);
});
