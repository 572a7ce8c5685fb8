import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { inProject } from "#src/platform/config.ts";
import { type Actor, clientScopes, type Role, visitor } from "./actor.ts";
import { type Asking, checkPolicies, loadPolicies } from "./policies.ts";

const policies = loadPolicies(inProject("policies"));

test("every policy holds strictly against the schema", () => checkPolicies(inProject("policies")));

const anyOfficer: fc.Arbitrary<Actor> = fc.record({
  kind: fc.constant("officer" as const),
  id: fc.constantFrom("o1", "o2"),
  name: fc.constant("someone"),
  agency: fc.constantFrom("A", "B"),
  agencyKinds: fc.constant([]),
  roles: fc.subarray<Role>(["officer", "supervisor", "operator", "auditor"]),
  assurance: fc.constantFrom("basic" as const, "substantial" as const),
});
const anyActor: fc.Arbitrary<Actor> = fc.oneof(
  anyOfficer,
  fc.constant(visitor),
  fc.record({ kind: fc.constant("job" as const), id: fc.constantFrom("command-line", "retention", "intake-batch") }),
  fc.record({
    kind: fc.constant("client" as const),
    id: fc.constant("c"),
    name: fc.constant("c"),
    agency: fc.constantFrom("A", "B"),
    agencyKinds: fc.constant([]),
    scopes: fc.subarray([...clientScopes]),
  }),
  fc.record({
    kind: fc.constant("representative" as const),
    id: fc.constant("r"),
    name: fc.constant("r"),
    subjects: fc.subarray(["s1", "s2"]),
    assurance: fc.constantFrom("basic" as const, "substantial" as const),
  }),
);
const subjectKind = fc.constantFrom("organisation", "individual-business", "person");

const file = (attributes: { subjectKind: string; subject: string }) => ({ type: "File", id: "f", attributes });
const allowed = (asking: Asking) => policies.decide(asking).allowed;

test("whatever roles are combined, whoever audits changes nothing", () => {
  fc.assert(
    fc.property(
      anyOfficer,
      fc.constantFrom("send-records", "correct-record", "undo-batch", "release-text", "decide-held-row"),
      (actor, action) => {
        fc.pre(actor.kind === "officer" && actor.roles.includes("auditor"));
        return !allowed({
          actor,
          action,
          resource: { type: "Batch", id: "b", attributes: { agency: "A" } },
          context: {},
        });
      },
    ),
  );
});

test("a representative who is refused a decision is told who decides, a program that it is none to decide (C5)", () => {
  const resource = { type: "Subject", id: "s", attributes: { subjectKind: "organisation" } };
  const refusedBy = (actor: Actor) => {
    const decided = policies.decide({ actor, action: "merge-subjects", resource, context: { registers: true } });
    return decided.allowed ? null : decided.policy;
  };
  const representative = { kind: "representative", id: "r", name: "r", subjects: ["s"], assurance: "basic" } as const;
  assert.equal(refusedBy(representative), "only-officers-decide");
  assert.equal(refusedBy({ kind: "job", id: "retention" }), "machines-decide-nothing");
});

test("the job that carries batches out sends and undoes what an agency handed in, and does nothing else (C5)", () => {
  const actor: Actor = { kind: "job", id: "intake-batch" };
  const resource = { type: "Batch", id: "b", attributes: { agency: "A" } };
  const acts = [
    "send-records",
    "undo-batch",
    "correct-record",
    "withdraw-record",
    "release-text",
    "decide-held-row",
    "save-mapping",
    "attach-document",
    "nil-return",
    "erase-record",
  ];
  assert.deepEqual(
    acts.filter((action) => allowed({ actor, action, resource, context: {} })),
    ["send-records", "undo-batch"],
  );
  const reads = ["read-batches", "read-document"];
  assert.ok(reads.every((action) => !allowed({ actor, action, resource, context: { audience: "inside" } })));
  // No other job may do as much, for any agency.
  const other: Actor = { kind: "job", id: "retention" };
  assert.ok(acts.every((action) => !allowed({ actor: other, action, resource, context: {} })));
});

test("whatever roles are combined, whoever operates reads no file and finds no subject (C13)", () => {
  fc.assert(
    fc.property(anyOfficer, subjectKind, fc.constantFrom("body", "subject"), (actor, kind, audience) => {
      fc.pre(actor.kind === "officer" && actor.roles.includes("operator"));
      const resource = file({ subjectKind: kind, subject: "s1" });
      const context = { audience, purpose: "p" };
      return (
        !allowed({ actor, action: "read-file", resource, context }) &&
        !allowed({ actor, action: "issue-report", resource, context }) &&
        !allowed({
          actor,
          action: "search-subjects",
          resource: { type: "SubjectIndex", id: "i", attributes: { subjectKind: kind } },
          context: { audience: "inside", by: "number" },
        })
      );
    }),
  );
});

test("nobody at all finds a person by name (C13)", () => {
  fc.assert(
    fc.property(
      anyActor,
      (actor) =>
        !allowed({
          actor,
          action: "search-subjects",
          resource: { type: "SubjectIndex", id: "i", attributes: { subjectKind: "person" } },
          context: { audience: "inside", by: "name" },
        }),
    ),
  );
});

test("nobody at all evaluates a person or an individual business (C1)", () => {
  fc.assert(
    fc.property(anyActor, fc.constantFrom("person", "individual-business"), (actor, kind) => {
      const decision = policies.decide({
        actor,
        action: "evaluate-subject",
        resource: { type: "Subject", id: "s", attributes: { subjectKind: kind } },
        context: {},
      });
      return !decision.allowed && decision.article !== "";
    }),
  );
});

test("no agency acts for another, whoever asks", () => {
  fc.assert(
    fc.property(
      anyActor,
      fc.constantFrom("send-records", "correct-record", "withdraw-record", "undo-batch", "nil-return", "save-mapping"),
      (actor, action) => {
        // It is no agency's, and carries out what each has handed in: its own test says what it may do.
        fc.pre(!(actor.kind === "job" && actor.id === "intake-batch"));
        const own = actor.kind === "officer" || actor.kind === "client" ? actor.agency : "";
        return !allowed({
          actor,
          action,
          resource: { type: "Batch", id: "b", attributes: { agency: own === "A" ? "B" : "A" } },
          context: {},
        });
      },
    ),
  );
});

test("nobody confirms their own entry, under no role (C5)", () => {
  fc.assert(
    fc.property(anyOfficer, (actor) => {
      fc.pre(actor.kind === "officer");
      const asked = (enteredBy: string) =>
        allowed({
          actor,
          action: "confirm-entry",
          resource: { type: "Batch", id: "b", attributes: { agency: "A" } },
          context: { enteredBy },
        });
      return !asked(`officer:${actor.kind === "officer" ? actor.id : ""}`);
    }),
  );
});

test("a second officer of the same agency confirms (C5)", () => {
  const actor: Actor = { kind: "officer", id: "o1", name: "", agency: "A", agencyKinds: [], roles: ["officer"] };
  const asking = {
    actor,
    action: "confirm-entry",
    resource: { type: "Batch", id: "b", attributes: { agency: "A" } },
    context: { enteredBy: "officer:o2" },
  };
  assert.ok(allowed(asking));
});

test("a body reads nothing without a purpose (C15), and as the subject only a representative of it reads (C9)", () => {
  fc.assert(
    fc.property(anyActor, subjectKind, (actor, kind) => {
      const resource = file({ subjectKind: kind, subject: "s1" });
      const represents = actor.kind === "representative" && actor.subjects.includes("s1");
      return (
        !allowed({ actor, action: "read-file", resource, context: { audience: "body" } }) &&
        (!allowed({ actor, action: "read-file", resource, context: { audience: "subject" } }) || represents)
      );
    }),
  );
});

test("the file of a person needs a sure sign-in (C13)", () => {
  const ask = (assurance: "basic" | "substantial") =>
    allowed({
      actor: { kind: "officer", id: "o", name: "", agency: "A", agencyKinds: [], roles: ["officer"], assurance },
      action: "read-file",
      resource: file({ subjectKind: "person", subject: "s1" }),
      context: { audience: "body", purpose: "p" },
    });
  assert.deepEqual([ask("basic"), ask("substantial")], [false, true]);
});

test("a decision does not depend on who exactly asks about whom, so remembering it is safe", () => {
  const reader = (id: string): Actor => ({
    kind: "representative",
    id,
    name: id,
    subjects: [id],
    assurance: "substantial",
  });
  const ask = (actor: Actor, subject: string) =>
    allowed({
      actor,
      action: "read-file",
      resource: file({ subjectKind: "person", subject }),
      context: { audience: "subject" },
    });
  assert.deepEqual(
    [ask(reader("s1"), "s1"), ask(reader("s1"), "s2"), ask(reader("s2"), "s2"), ask(reader("s2"), "s1")],
    [true, false, true, false],
  );
});

test("a question the schema does not know is an error of ours, never a permission", () => {
  const actor: Actor = { kind: "job", id: "command-line" };
  assert.throws(() => allowed({ actor, action: "read-everything", resource: { type: "Node", id: "n" }, context: {} }));
  assert.throws(() => allowed({ actor, action: "load-pack", resource: { type: "Batch", id: "n" }, context: {} }));
});

const scratch = mkdtempSync(join(tmpdir(), "policies-"));
after(() => rmSync(scratch, { recursive: true }));

for (const [name, policy] of [
  ["that lacks its article", '@id("x") @zh("x") @en("x") permit (principal, action, resource);'],
  [
    "that speaks of what the schema does not know",
    '@id("x") @article("x") @zh("x") @en("x") permit (principal, action, resource) when { principal.wealth > 3 };',
  ],
  ["that is not a policy", "permit everything"],
] as const) {
  test(`a policy ${name} does not pass`, () => {
    writeFileSync(
      join(scratch, "a.cedarschema"),
      'entity Actor = {}; entity Node; action "a" appliesTo { principal: [Actor], resource: [Node], context: {} };',
    );
    writeFileSync(join(scratch, "a.cedar"), policy);
    assert.throws(() => checkPolicies(scratch));
  });
}

const notice = (subject: string, enteredBy = "officer:o2") => ({
  type: "Notice",
  id: "n",
  attributes: { agency: "A", subject, enteredBy },
});

test("nobody answers, asks for a hearing or waives for another: its representative, or an officer on a stated basis who did not draw it up (C6, C16)", () => {
  fc.assert(
    fc.property(
      anyActor,
      fc.constantFrom("answer-notice", "ask-for-hearing", "waive-time-to-answer"),
      fc.constantFrom("", "original identity card"),
      fc.constantFrom("officer:o1", "officer:o2"),
      (actor, action, basis, enteredBy) => {
        const may = allowed({ actor, action, resource: notice("s1", enteredBy), context: { basis } });
        const represents = actor.kind === "representative" && actor.subjects.includes("s1");
        const counter =
          actor.kind === "officer" && actor.agency === "A" && basis !== "" && enteredBy !== `officer:${actor.id}`;
        return !may || represents || counter;
      },
    ),
  );
});

test("nobody is served in another's place, and only the authority's officers draw up, serve, extend and withdraw (C5, C6)", () => {
  const authority = [
    "draw-up-notice",
    "offer-notice",
    "serve-notice",
    "fail-to-serve",
    "extend-notice",
    "withdraw-notice",
  ];
  fc.assert(
    fc.property(anyActor, fc.constantFrom(...authority), (actor, action) => {
      const represents = actor.kind === "representative" && actor.subjects.includes("s1");
      const receives = allowed({ actor, action: "receive-notice", resource: notice("s1"), context: {} });
      const acts = allowed({ actor, action, resource: notice("s1"), context: {} });
      return (!receives || represents) && (!acts || (actor.kind === "officer" && actor.agency === "A"));
    }),
  );
});

test("a notice is read by its two sides and nobody else; its authority says why (C9, C15)", () => {
  fc.assert(
    fc.property(
      anyActor,
      fc.constantFrom("body", "subject", "inside"),
      fc.constantFrom(undefined, "own-notice"),
      (actor, audience, purpose) => {
        const context = { audience, ...(purpose ? { purpose } : {}) };
        if (!allowed({ actor, action: "read-notice", resource: notice("s1"), context })) return true;
        return audience === "subject"
          ? actor.kind === "representative" && actor.subjects.includes("s1")
          : audience === "body" && purpose !== undefined && actor.kind === "officer" && actor.agency === "A";
      },
    ),
  );
});
