/** The machine on a serious list's procedure and an honour's; every state walked. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Outcome } from "../refusal.ts";
import { addDays, addMonths, type IsoDate, isoDate } from "../time/date.ts";
import { decideAct, nextActs, nothingGiven } from "./decide.ts";
import { type Decide, explore } from "./explore.ts";
import { BrokenChain, foldProceeding, followed, stateOn } from "./fold.ts";
import type { DoneAct, Facts, Given, ListTerms, Procedure } from "./procedure.ts";
import { honouring, honourTerms, listing, seriousTerms } from "./sound-procedure.ts";

const day = isoDate("2026-06-01");
const a = { by: "officer:a", offices: ["propose", "decide", "confirm"] as const };
const b = { by: "officer:b", offices: ["propose", "decide", "confirm"] as const };
const c = { by: "officer:c", offices: ["propose", "decide", "confirm"] as const };
const rulingOn = (on: IsoDate, number = "（2029）临01行终1号") => ({ number, body: "临江市中级人民法院", on });
const all: Given = {
  reasons: true,
  weighed: true,
  months: 36,
  servedOn: null,
  heldOn: null,
  summonedOn: null,
  conditions: [0, 1],
  ruling: null,
};
const silent: Facts = {
  notice: {
    servedOn: day,
    answerDueOn: addDays(day, 7),
    answeredOn: null,
    waivedOn: null,
    hearingAskedOn: null,
  },
};

const service = { by: "officer:served", offices: ["service"] as const };

interface Doing {
  readonly act: string;
  readonly who?: typeof a | typeof service;
  readonly on?: IsoDate;
  readonly facts?: Facts;
  readonly given?: Partial<Given>;
  readonly terms?: ListTerms;
}

/** Does acts one after the other; the outcome of the last. */
function run(doings: readonly Doing[], procedure: Procedure = listing): Outcome<DoneAct[]> {
  const links: DoneAct[] = [];
  for (const {
    act,
    who = act.startsWith("serve-") ? service : a,
    on = day,
    facts = silent,
    given = {},
    terms = seriousTerms,
  } of doings) {
    const standing = foldProceeding(procedure, links);
    const decided = decideAct({ procedure, terms, standing, facts, today: on }, who, act, { ...all, ...given });
    if (!decided.ok) return decided;
    links.push(decided.value);
  }
  return { ok: true, value: links };
}

function code(outcome: Outcome<unknown>): string {
  return outcome.ok ? "done" : outcome.refusal.code;
}

const after = addDays(day, 8);
const toNotice: Doing[] = [{ act: "propose", facts: { notice: null } }, { act: "serve-notice" }];
const toDecision: Doing[] = [...toNotice, { act: "decide", on: after }];
const toForce: Doing[] = [
  ...toDecision,
  { act: "confirm", who: b, on: after },
  { act: "serve-decision", on: addDays(after, 2), given: { servedOn: addDays(after, 1) } },
];

const asks = (hearingAskedOn: IsoDate): Facts => ({ notice: { ...silent.notice, hearingAskedOn } as never });
const heard: Doing[] = [
  ...toNotice,
  { act: "hold-hearing", facts: asks(day), on: after, given: { heldOn: addDays(day, 7), summonedOn: day } },
];
const toMove: Doing[] = [...toForce, { act: "move-undoing", on: addDays(after, 9) }];
const toMoveByRuling: Doing[] = [
  ...toForce,
  { act: "move-undoing", on: addDays(after, 9), given: { ruling: rulingOn(addDays(after, 8)) } },
];

const toExit = (on: IsoDate): Doing[] => [...toForce, { act: "apply-exit", on }, { act: "accept-exit", on }];

test("a listing takes effect on the day its decision is served and ends on the last day decided (C6, C8)", () => {
  const outcome = run(toForce);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  const standing = foldProceeding(listing, outcome.value);
  assert.equal(standing.state, "in-force");
  assert.equal(standing.listedFrom, addDays(after, 1));
  assert.equal(standing.endsOn, addDays(addMonths(after, 36), -1), "the term runs from the decision");
  assert.equal(stateOn(listing, standing, addDays(standing.endsOn as IsoDate, 1)), "expired");
  assert.equal(stateOn(listing, standing, standing.endsOn as IsoDate), "in-force");
});

test("what is missing is said by its own refusal, with the article of the act", () => {
  const facts = (over: object): Facts => ({ notice: { ...silent.notice, ...over } as never });
  const cases: readonly [string, readonly Doing[], string][] = [
    ["not opened", [{ act: "decide" }], "lists.act-not-now"],
    ["no such act", [...toNotice, { act: "list-at-once" }], "lists.act-unknown"],
    ["proposed without reasons", [{ act: "propose", given: { reasons: false } }], "lists.reasons-missing"],
    ["no notice", [...toNotice, { act: "decide", facts: { notice: null } }], "lists.notice-not-served"],
    ["unread", [...toNotice, { act: "decide", facts: facts({ servedOn: null }) }], "lists.notice-not-served"],
    ["on the last day", [...toNotice, { act: "decide", on: addDays(day, 7) }], "lists.answer-term-runs"],
    ["answered early", [...toNotice, { act: "decide", facts: facts({ answeredOn: day }) }], "lists.answer-term-runs"],
    [
      "no calendar",
      [...toNotice, { act: "decide", on: after, facts: facts({ answerDueOn: null }) }],
      "lists.answer-term-unknown",
    ],
    [
      "answer not weighed",
      [...toNotice, { act: "decide", on: after, facts: facts({ answeredOn: day }), given: { weighed: false } }],
      "lists.answer-not-weighed",
    ],
    [
      "hearing open",
      [...toNotice, { act: "decide", on: after, facts: facts({ hearingAskedOn: day }) }],
      "lists.hearing-not-held",
    ],
    ["no reasons", [...toNotice, { act: "decide", on: after, given: { reasons: false } }], "lists.reasons-missing"],
    ["no end", [...toNotice, { act: "decide", on: after, given: { months: null } }], "lists.end-missing"],
    [
      "an end before its start",
      [...toNotice, { act: "decide", on: after, given: { months: -1 } }],
      "lists.end-before-start",
    ],
    ["too long", [...toNotice, { act: "decide", on: after, given: { months: 37 } }], "lists.end-too-late"],
    ["confirmed by the decider", [...toDecision, { act: "confirm", on: after }], "lists.same-officer"],
    [
      "served unconfirmed",
      [...toDecision, { act: "serve-decision", on: after, given: { servedOn: after } }],
      "lists.act-not-now",
    ],
    [
      "served before it was decided",
      [...toForce.slice(0, -1), { act: "serve-decision", on: after, given: { servedOn: day } }],
      "lists.served-before-decided",
    ],
    [
      "served tomorrow",
      [...toForce.slice(0, -1), { act: "serve-decision", on: after, given: { servedOn: addDays(after, 1) } }],
      "lists.day-to-come",
    ],
    [
      "a hearing nobody asked for",
      [...toNotice, { act: "hold-hearing", given: { heldOn: day, summonedOn: addDays(day, -7) } }],
      "lists.hearing-not-asked",
    ],
    [
      "a hearing before it was asked for",
      [...toNotice, { act: "hold-hearing", facts: asks(after), on: after, given: { heldOn: day, summonedOn: day } }],
      "lists.hearing-before-asked",
    ],
    [
      "a hearing to come",
      [...toNotice, { act: "hold-hearing", facts: asks(day), given: { heldOn: after, summonedOn: day } }],
      "lists.day-to-come",
    ],
    [
      "a hearing on no day",
      [...toNotice, { act: "hold-hearing", facts: asks(day), given: { summonedOn: day } }],
      "lists.hearing-day-missing",
    ],
    [
      "a hearing without a summons",
      [...toNotice, { act: "hold-hearing", facts: asks(day), on: after, given: { heldOn: after } }],
      "lists.summons-missing",
    ],
    [
      "a hearing six days after its summons",
      [
        ...toNotice,
        {
          act: "hold-hearing",
          ...{ facts: asks(day), on: after, given: { heldOn: addDays(day, 6), summonedOn: day } },
        },
      ],
      "lists.summoned-too-late",
    ],
    [
      "summoned before it was asked for",
      [
        ...toNotice,
        { act: "hold-hearing", facts: asks(day), on: after, given: { heldOn: day, summonedOn: addDays(day, -7) } },
      ],
      "lists.summoned-before-asked",
    ],
    [
      "a request after the hearing",
      [...heard, { act: "decide", on: addDays(after, 2), facts: asks(addDays(after, 1)) }],
      "lists.hearing-not-held",
    ],
    [
      "confirmed by who proposed it, another having decided",
      [...toNotice, { act: "decide", who: b, on: after }, { act: "confirm", who: a, on: after }],
      "lists.proposed-it",
    ],
    ["an exit too early", [...toForce, { act: "apply-exit", on: addDays(after, 30) }], "lists.exit-too-early"],
    ["served by hand", [...toNotice.slice(0, 1), { act: "serve-notice", who: a }], "lists.follows-from-service"],
    [
      "in force by hand",
      [...toForce.slice(0, -1), { act: "serve-decision", who: a, on: after, given: { servedOn: after } }],
      "lists.follows-from-service",
    ],
    ["dropped after it was decided", [...toDecision, { act: "drop", on: after }], "lists.act-not-now"],
    ["sent back by who decided", [...toDecision, { act: "return", on: after }], "lists.same-officer"],
    [
      "dropped by who sent it back",
      [...toDecision, { act: "return", who: b, on: after }, { act: "drop", who: b, on: after }],
      "lists.returned-it",
    ],
    [
      "an exit on half its conditions",
      [...toExit(addMonths(after, 13)), { act: "grant-exit", on: addMonths(after, 13), given: { conditions: [1] } }],
      "lists.conditions-not-met",
    ],
    ["annulled without a ruling", [...toMove, { act: "annul", who: b, on: addDays(after, 9) }], "lists.ruling-missing"],
    [
      "moved by a ruling from before it was decided",
      [...toForce, { act: "move-undoing", on: addDays(after, 9), given: { ruling: rulingOn(day) } }],
      "lists.ruling-before-decision",
    ],
    [
      "moved by a ruling of nobody",
      [
        ...toForce,
        { act: "move-undoing", on: addDays(after, 9), given: { ruling: { ...rulingOn(after), body: " " } } },
      ],
      "lists.ruling-missing",
    ],
    [
      "annulled by one officer alone",
      [...toForce, { act: "annul", on: addDays(after, 9), given: { ruling: rulingOn(after) } }],
      "lists.undoing-not-moved",
    ],
    ["annulled by who moved it", [...toMoveByRuling, { act: "annul", on: addDays(after, 9) }], "lists.moved-it"],
    [
      "an error undone by one alone",
      [...toForce, { act: "correct-error", on: addDays(after, 9) }],
      "lists.undoing-not-moved",
    ],
    ["an error undone by who moved it", [...toMove, { act: "correct-error", on: addDays(after, 9) }], "lists.moved-it"],
    [
      "a ruling carried out as an error",
      [...toMoveByRuling, { act: "correct-error", who: b, on: addDays(after, 9) }],
      "lists.undone-by-ruling",
    ],
  ];
  for (const [name, doings, expected] of cases) {
    const outcome = run(doings);
    assert.equal(code(outcome), expected, name);
    if (!outcome.ok && expected !== "lists.act-unknown") assert.ok(outcome.refusal.params?.["article"], name);
  }
});

test("what was decided is given up by two: one sends it back, another drops it (C5)", () => {
  const back: Doing[] = [...toDecision, { act: "return", who: b, on: after }];
  assert.equal(code(run([...back, { act: "drop", on: after }])), "done");
  const confirmed: Doing[] = [...toDecision, { act: "confirm", who: b, on: after }];
  assert.equal(code(run([...confirmed, { act: "return", who: b, on: after }, { act: "drop", on: after }])), "done");
  assert.equal(code(run([...back, { act: "decide", on: after }])), "done", "or it is decided anew");
  assert.equal(code(run([...toNotice, { act: "drop" }])), "done", "before a decision an officer with reasons does it");
});

test("an express waiver ends the time to answer at once; whoever is not of the office may not act", () => {
  const waived: Facts = { notice: { ...silent.notice, waivedOn: day } as never };
  assert.equal(code(run([...toNotice, { act: "decide", facts: waived }])), "done");
  const clerk = { by: "officer:c", offices: ["propose"] as never };
  assert.equal(code(run([...toNotice, { act: "decide", facts: waived, who: clerk }])), "lists.not-your-office");
  assert.equal(code(run([...toForce, { act: "expire", on: addDays(after, 9) }])), "lists.not-your-office");
});

test("left early, it ends the day before; annulled, with a ruling, even after its end", () => {
  const on = addMonths(after, 13);
  const left = run([...toExit(on), { act: "grant-exit", on }]);
  assert.ok(left.ok, JSON.stringify(left));
  const standing = foldProceeding(listing, left.value);
  assert.equal(standing.state, "removed");
  assert.equal(standing.endsOn, addDays(on, -1));
  const late = addMonths(after, 40);
  const ruling = rulingOn(addMonths(after, 39));
  const undone: Doing[] = [
    { act: "move-undoing", on: late, given: { ruling } },
    { act: "annul", who: b, on: late },
  ];
  assert.equal(code(run([...toForce, ...undone])), "done");
  const removed = run([...toExit(on), { act: "grant-exit", on }, ...undone]);
  assert.ok(removed.ok, JSON.stringify(removed));
  assert.equal(foldProceeding(listing, removed.value).state, "annulled", "left early, it is annulled as well");
  assert.equal(removed.value.at(-1)?.ruling?.body, "临江市中级人民法院");
  assert.equal(code(run([...toForce, { act: "release", on: late }])), "lists.act-not-now", "all else ended with it");
});

test("next acts are those of one's office, each with what is still missing and what is to be brought", () => {
  const opened = run(toNotice);
  assert.ok(opened.ok);
  const standing = foldProceeding(listing, opened.value);
  const asked = { procedure: listing, terms: seriousTerms, standing, facts: silent };
  const now = nextActs({ ...asked, today: day }, a).find(({ act }) => act.act === "decide");
  assert.deepEqual(
    now?.unmet.map((one) => one.code),
    ["lists.answer-term-runs"],
  );
  assert.deepEqual(now?.brings, ["reasons", "end-given"]);
  const later = nextActs({ ...asked, today: after }, a).find(({ act }) => act.act === "decide");
  assert.deepEqual(later?.unmet, []);
  assert.deepEqual(nextActs({ ...asked, today: day }, { by: "x", offices: ["confirm"] }), []);
});

test("a chain with a gap, a fork or an invented act is no proceeding", () => {
  const outcome = run(toDecision);
  assert.ok(outcome.ok);
  const [first, second, third] = outcome.value as [DoneAct, DoneAct, DoneAct];
  const broken: readonly (readonly DoneAct[])[] = [
    [second],
    [first, third],
    [first, second, second],
    [first, { ...second, to: "in-force" }],
    [first, { ...second, act: "serve-decision" }],
    [first, second, { ...third, from: "in-force" }],
  ];
  for (const chain of broken) assert.throws(() => foldProceeding(listing, chain), BrokenChain);
});

test("whatever is tried in whatever order, the fold of what was let through is what was reached step by step", () => {
  const names = listing.acts.map(({ act }) => act);
  const tries = fc.array(
    fc.record({
      act: fc.constantFrom(...names),
      who: fc.constantFrom(a, b, c),
      days: fc.integer({ min: 0, max: 500 }),
      served: fc.integer({ min: -3, max: 3 }),
      reasons: fc.boolean(),
      months: fc.integer({ min: -1, max: 40 }),
      waived: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(tries, (steps) => {
      const links: DoneAct[] = [];
      let standing = foldProceeding(listing, []);
      let today = day;
      for (const { act, who, days, served, reasons, months, waived } of steps) {
        today = addDays(today, days);
        const facts: Facts = { notice: { ...silent.notice, waivedOn: waived ? day : null } as never };
        const given = { ...all, reasons, months, servedOn: addDays(today, served), ruling: rulingOn(today) };
        const decided = decideAct({ procedure: listing, terms: seriousTerms, standing, facts, today }, who, act, given);
        if (!decided.ok) continue;
        links.push(decided.value);
        standing = followed(listing, standing, decided.value);
        assert.deepEqual(foldProceeding(listing, links), standing);
        if (standing.listedFrom !== null && standing.endsOn !== null) assert.ok(standing.listedFrom <= standing.endsOn);
      }
    }),
    { numRuns: 300 },
  );
});

test("every state of the serious list's and the honour's procedure is walked: no effect without notice and answer, each has an end, no two at once", (t) => {
  for (const [name, procedure, terms] of [
    ["serious list", listing, seriousTerms],
    ["serious list past the calendar", listing, { ...seriousTerms, due: () => "unknown" as const }],
    ["honour", honouring, honourTerms],
  ] as const) {
    const { faults, ...counts } = explore({ procedure, terms });
    t.diagnostic(`counted: ${name}: ${JSON.stringify(counts)}`);
    assert.deepEqual(faults, [], name);
    assert.ok(counts.worlds > 10 && counts.pairs > 10, "it saw too little to say anything");
  }
});

test("the walk catches a broken machine: one that leaves out any of its guards, and a procedure without an end", () => {
  const tamper = (change: (given: Given, facts: Facts) => { given?: Partial<Given>; facts?: Facts }): Decide => {
    return (asked, who, act, given) => {
      const { given: more = {}, facts = asked.facts } = change(given, asked.facts);
      const decided = decideAct({ ...asked, facts }, who, act, { ...given, ...more });
      return decided;
    };
  };
  const served = { ...silent.notice, servedOn: isoDate("2026-01-01"), answerDueOn: isoDate("2026-01-09") } as never;
  const broken: readonly [string, Decide, RegExp][] = [
    ["believes every notice served", tamper((_, f) => ({ facts: f.notice ? { notice: served } : f })), /C6/],
    ["believes every answer weighed", tamper(() => ({ given: { weighed: true } })), /not weighed/],
    ["believes there are reasons", tamper(() => ({ given: { reasons: true } })), /without reasons/],
    ["lets the decider confirm", letsTheDeciderConfirm, /second officer/],
    ["lets whoever returned it drop it", letsOneHandDrop, /given up by one hand alone/],
    ["lets whoever moved it undo it", letsOneHandUndo, /undone by one hand alone/],
    ["takes every hearing for held", takesHearingsForHeld, /before the hearing/],
    ["lets the proposer confirm", letsTheProposerConfirm, /by who proposed it/],
  ];
  for (const [name, decide, fault] of broken)
    assert.match(
      explore({ procedure: listing, terms: seriousTerms, decide, until: fault }).faults.join("\n"),
      fault,
      name,
    );
  const endless = {
    ...listing,
    acts: listing.acts.filter(({ to }) => to !== "expired" && to !== "removed" && to !== "annulled"),
  };
  assert.match(explore({ procedure: endless, terms: seriousTerms }).faults.join("\n"), /no way leads to an end/);
});

/** Takes whoever moved that it be undone for somebody else. */
const letsOneHandUndo: Decide = (asked, who, act, given) => {
  const { undoing } = asked.standing;
  const standing = { ...asked.standing, undoing: undoing && { ...undoing, by: "officer:nobody" } };
  return decideAct({ ...asked, standing: act === "annul" ? standing : asked.standing }, who, act, given);
};

const takesHearingsForHeld: Decide = (asked, who, act, given) =>
  decideAct({ ...asked, standing: { ...asked.standing, hearingHeldOn: isoDate("9999-01-01") } }, who, act, given);

const letsTheProposerConfirm: Decide = (asked, who, act, given) =>
  decideAct({ ...asked, standing: { ...asked.standing, openedBy: null } }, who, act, given);

/** Takes everyone for another officer, and every decision for confirmed. */
const letsTheDeciderConfirm: Decide = (asked, who, act, given) => {
  const terms = { ...asked.terms, confirmed: false };
  if (act !== "confirm") return decideAct({ ...asked, terms }, who, act, given);
  return renamed(decideAct(asked, { ...who, by: "officer:z" }, act, given), who.by);
};

/** Takes whoever drops for somebody else. */
const letsOneHandDrop: Decide = (asked, who, act, given) =>
  act === "drop"
    ? renamed(decideAct(asked, { ...who, by: "officer:z" }, act, given), who.by)
    : decideAct(asked, who, act, given);

function renamed(outcome: Outcome<DoneAct>, by: string): Outcome<DoneAct> {
  return outcome.ok ? { ok: true, value: { ...outcome.value, by } } : outcome;
}

test("nothing brought is nothing assumed", () => {
  const outcome = run([...toNotice, { act: "decide", on: after, given: nothingGiven }]);
  assert.equal(code(outcome), "lists.reasons-missing");
});
