import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sql } from "#src/platform/database.ts";
import type { Actor } from "./actor.ts";
import { openDoor, Permit, Scope } from "./door.ts";
import type { Policies, Resource } from "./policies.ts";

const officer: Actor = { kind: "officer", id: "o", name: "", agency: "A", agencyKinds: [], roles: ["officer"] };
const batch: Resource = { type: "Batch", id: "b", attributes: { agency: "A" } };
const yes: Policies = { list: [], decide: () => ({ allowed: true, policies: ["p"] }) };
const no: Policies = {
  list: [],
  decide: () => ({ allowed: false, policy: "p", article: "a", reason: { zh: "不", en: "no" } }),
};
const nowhere = async () => {};

/** As a store function declares itself: it cannot be called without asking the door first. */
async function write(_sql: Sql, permit: Permit): Promise<string> {
  permit.mustBeFor("send-records");
  return "written";
}

test("a permit is given by the door and by nothing else", async () => {
  const permit = await openDoor(yes, nowhere).permit(officer, "send-records", batch);
  assert.ok(permit.ok);
  assert.equal(await write({} as Sql, permit.value), "written");
});

test("whoever forgets the door does not compile", () => {
  // Each line below is an error of types; were one to compile, `tsc` would complain of an unused @ts-expect-error.
  const forgotten = () => {
    // @ts-expect-error -- no permit at all
    write({} as Sql);
    // @ts-expect-error -- an actor is not a permit, whatever its roles
    write({} as Sql, officer);
    // @ts-expect-error -- a look-alike lacks the private mark that only the class has
    write({} as Sql, { actor: officer, action: "send-records", resource: batch, policies: [], mustBeFor() {} });
    // @ts-expect-error -- the mark cannot be named outside door.ts
    new Permit(Symbol("minted"), { actor: officer, action: "send-records", resource: batch, policies: [] });
    // @ts-expect-error -- a refusal is not a permit: the outcome must be looked at
    write({} as Sql, openDoor(yes, nowhere).permit(officer, "send-records", batch));
  };
  assert.equal(typeof forgotten, "function");
});

test("a permit made behind the door's back is refused when it runs, too", () => {
  const grant = { actor: officer, action: "send-records", resource: batch, policies: [] };
  assert.throws(() => Reflect.construct(Permit, [Symbol("minted"), grant]), TypeError);
  assert.throws(
    () => Reflect.construct(Scope, [Symbol("minted"), { ...grant, audience: "body", purpose: null }]),
    TypeError,
  );
  const forged = Object.create(Permit.prototype, { action: { value: "send-records" } }) as Permit;
  assert.throws(() => forged.mustBeFor("send-records"), TypeError);
});

test("a permit for one act does not do for another, nor a scope for another audience", async () => {
  const door = openDoor(yes, nowhere);
  const permit = await door.permit(officer, "read-batches", batch);
  assert.ok(permit.ok);
  assert.throws(() => permit.value.mustBeFor("send-records"), TypeError);
  assert.throws(() => door.publicScope.mustBe("body"), TypeError);
});

test("a refusal names policy and article, and is logged before it is answered", async () => {
  const logged: string[] = [];
  const door = openDoor(no, async ({ action, policy }) => {
    await new Promise((later) => setTimeout(later, 5));
    logged.push(`${action} ${policy}`);
  });
  const refused = await door.permit(officer, "send-records", batch);
  assert.ok(!refused.ok);
  assert.deepEqual(refused.refusal, {
    code: "access.denied",
    params: { policy: "p", article: "a", zh: "不", en: "no" },
  });
  assert.deepEqual(logged, ["send-records p"]);
});

test("a visitor is asked to sign in, and is not recorded (C15)", async () => {
  const logged: unknown[] = [];
  const door = openDoor(no, async (refused) => void logged.push(refused));
  const refused = await door.permit({ kind: "visitor" }, "send-records", batch);
  assert.ok(!refused.ok && refused.refusal.code === "access.sign-in");
  assert.deepEqual(logged, []);
});
