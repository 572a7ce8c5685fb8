import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, type IsoDate, isoDate } from "#core/time/date.ts";
import type { StoredAct } from "../act-store.ts";
import {
  canFollow,
  foldOfficer,
  type Officer,
  type OfficerActName,
  type Present,
  standing,
  standsIn,
} from "./officer.ts";

const today = isoDate("2026-06-01");
const now = new Date("2026-06-01T02:00:00Z");
const day = fc.integer({ min: -30, max: 400 }).map((days) => addDays(today, days));

const invitation: StoredAct = {
  id: "o",
  seq: 1,
  act: "invite",
  about: "A",
  detail: { roles: ["officer"], until: "2027-01-01", invitationHash: "h", invitationUntil: "2026-06-08T00:00:00.000Z" },
  sealed: Buffer.from("x"),
  reason: null,
  actedBy: "officer:s",
  actedAt: now,
  idempotencyKey: "k1",
};

const acting: Record<Exclude<OfficerActName, "invite">, fc.Arbitrary<object>> = {
  accept: fc.constant({ issuer: "i", subject: "s" }),
  deputise: fc.record({ deputy: fc.constantFrom("d1", "d2"), from: day, until: day }),
  "end-deputy": fc.record({ deputy: fc.constantFrom("d1", "d2") }),
  "hand-over": fc.constant({ to: "p" }),
  "take-over": fc.record({ from: fc.constant("q"), roles: fc.constant(["supervisor"]), until: day }),
  extend: fc.record({ until: day }),
  lapse: fc.constant({}),
  suspend: fc.constant({}),
  resume: fc.constant({}),
};

const wish = fc.oneof(
  ...Object.entries(acting).map(([act, detail]) =>
    detail.map((given) => ({ act: act as OfficerActName, detail: given })),
  ),
);

/** Acts as they would be accepted: each wish that may not follow is refused, as `acts.ts` refuses it. */
function accepted(wishes: readonly { act: OfficerActName; detail: object }[]): StoredAct[] {
  const acts = [invitation];
  for (const { act, detail } of wishes) {
    const officer = foldOfficer(acts) as Officer;
    if (!canFollow(officer, act, today)) continue;
    const seq = acts.length + 1;
    acts.push({ ...invitation, seq, act, detail: detail as StoredAct["detail"], sealed: null, reason: "r" });
  }
  return acts;
}

const present: Present = { today, now, lastSignInAt: now, dormantAfterDays: 90 };

test("an appointment's state is the fold of its acts: after each act it is what the whole says", () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 12 }), (wishes) => {
      const acts = accepted(wishes);
      const folded = foldOfficer(acts);
      assert.equal(folded?.lastSeq, acts.length);
      assert.deepEqual(foldOfficer(acts), folded);
      // Nothing that was refused left a trace.
      assert.ok(acts.every((act, i) => act.seq === i + 1));
    }),
  );
});

test("nothing follows an appointment that has ended, by act or by date", () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 12 }), fc.constantFrom(...Object.keys(acting)), (wishes, next) => {
      const officer = foldOfficer(accepted(wishes)) as Officer;
      fc.pre(standing(officer, present) === "ended");
      return !canFollow(officer, next as OfficerActName, today);
    }),
  );
});

test("only an appointment that was accepted, is not suspended and has not ended stands", () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 12 }), (wishes) => {
      const acts = accepted(wishes);
      const officer = foldOfficer(acts) as Officer;
      if (standing(officer, present) !== "standing") return;
      const names = acts.map((act) => act.act);
      assert.ok(names.includes("accept"));
      assert.ok(names.lastIndexOf("resume") >= names.lastIndexOf("suspend") || !names.includes("suspend"));
      assert.ok(!names.includes("lapse") && !names.includes("hand-over"));
      assert.ok(officer.until >= today);
    }),
  );
});

test("whoever was suspended before accepting is not appointed by being resumed", () => {
  const suspended = { ...invitation, seq: 2, act: "suspend", detail: {}, sealed: null };
  const resumed = { ...invitation, seq: 3, act: "resume", detail: {}, sealed: null };
  assert.equal(foldOfficer([invitation, suspended, resumed])?.state, "invited");
});

test("an appointment lasts through its last day", () => {
  const accept = { ...invitation, seq: 2, act: "accept", detail: { issuer: "i", subject: "s" }, sealed: null };
  const officer = foldOfficer([invitation, accept]) as Officer;
  const on = (date: string) => standing(officer, { ...present, today: isoDate(date) });
  assert.deepEqual([on("2027-01-01"), on("2027-01-02")], ["standing", "ended"]);
});

test("ninety days without signing in, and the officer lies dormant until resumed", () => {
  const accept = { ...invitation, seq: 2, act: "accept", detail: { issuer: "i", subject: "s" }, sealed: null };
  const after = (days: number, lastSignInAt: Date | null, dormantAfterDays: number | null = 90) =>
    standing(foldOfficer([invitation, accept]) as Officer, {
      today,
      now: new Date(now.getTime() + days * 86_400_000),
      lastSignInAt,
      dormantAfterDays,
    });
  assert.equal(after(90, null), "standing");
  assert.equal(after(91, null), "dormant");
  assert.equal(after(91, new Date(now.getTime() + 2 * 86_400_000)), "standing");
  assert.equal(after(1000, null, null), "standing");
  const resume = {
    ...invitation,
    seq: 3,
    act: "resume",
    detail: {},
    actedAt: new Date(now.getTime() + 91 * 86_400_000),
    sealed: null,
  };
  const resumed = foldOfficer([invitation, accept, resume]) as Officer;
  const at = new Date(now.getTime() + 92 * 86_400_000);
  assert.equal(standing(resumed, { today, now: at, lastSignInAt: null, dormantAfterDays: 90 }), "standing");
});

test("a deputy stands in on the days named and on no other", () => {
  const deputise = (from: IsoDate, until: IsoDate): StoredAct => ({
    ...invitation,
    seq: 3,
    act: "deputise",
    detail: { deputy: "d1", from, until },
    sealed: null,
  });
  const accept = { ...invitation, seq: 2, act: "accept", detail: { issuer: "i", subject: "s" }, sealed: null };
  const officer = foldOfficer([invitation, accept, deputise(today, addDays(today, 2))]) as Officer;
  const on = (days: number) => standsIn(officer, "d1", addDays(today, days));
  assert.deepEqual([on(-1), on(0), on(2), on(3), standsIn(officer, "d2", today)], [false, true, true, false, false]);
});

test("a row of another shape is an error of ours, never a state", () => {
  assert.throws(() => foldOfficer([{ ...invitation, detail: { roles: ["king"] } }]));
  assert.throws(() => foldOfficer([{ ...invitation, act: "accept" }]));
  assert.throws(() => foldOfficer([invitation, { ...invitation, seq: 2 }]));
  assert.equal(foldOfficer([]), null);
});
