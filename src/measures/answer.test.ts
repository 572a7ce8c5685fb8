import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { List, Matter, Measure } from "#contract/lists-in-packs.ts";
import type { Annotation, RecordContent, StandingRecord, SubjectKind } from "#core/record/record.ts";
import { addDays, type IsoDate, isoDate } from "#core/time/date.ts";
import { bindingsFor, type Question } from "./answer.ts";
import { measureRules } from "./rules.ts";

const law = { title: { zh: "测试法", en: "Test Law" }, article: "第一条" };
const both = { zh: "测试", en: "test" };
const day = isoDate("2026-06-15");

const list: List = {
  id: "test/list",
  version: 1,
  effectiveFrom: "2020-01-01",
  effectiveTo: null,
  switchedOn: true,
  title: both,
  plain: both,
  law: [law],
  sort: "serious",
  subjectMatters: ["market-and-social-order"],
  setUpBy: "statute",
  trades: ["food"],
  item: "test/item",
  keepers: ["market-regulation"],
  subjects: ["organisation", "individual-business", "person"],
} as unknown as List;
const honours = { ...list, id: "test/honours", item: "test/honour", sort: "honour" } as List;

const measure: Measure = {
  id: "test/measure",
  version: 1,
  effectiveFrom: "2020-01-01",
  effectiveTo: null,
  switchedOn: true,
  title: both,
  plain: both,
  law: [law],
  sort: "constraint",
  kind: 1,
  effect: "refuse",
  grantedBy: "statute",
  force: "must",
  addressees: ["market-regulation"],
  matters: ["test/food"],
  subjects: ["organisation"],
  follows: [{ list: "test/list", grounds: null, link: "same-trade", trade: "food", law: null }],
  monthsMax: null,
  does: both,
  tellSubject: both,
};
const incentive: Measure = {
  ...measure,
  id: "test/incentive",
  sort: "incentive",
  kind: null,
  effect: "priority",
  force: "may",
  follows: [{ list: "test/honours", grounds: null, link: "article", trade: null, law }],
};
const byArticle = { list: "test/list", grounds: null, link: "article" as const, trade: null, law };

const food: Matter = {
  matter: "test/food",
  title: both,
  agencyKinds: ["market-regulation"],
  purposes: ["permit-review"],
  trade: "food",
  law,
};
const drugs: Matter = { ...food, matter: "test/drugs", trade: "drugs" };

function rulesOf(measures: readonly Measure[], lists: readonly List[] = [list, honours]) {
  const byId = <V extends { id: string }>(all: readonly V[], id: string) => all.filter((one) => one.id === id);
  const once = <V extends { id: string }>(all: readonly V[]) => [...new Map(all.map((one) => [one.id, one])).values()];
  return measureRules(
    {
      matters: new Map([food, drugs].map((one) => [one.matter, one])),
      agencyKinds: new Map([["bank", { kind: "bank", title: both, registers: [], outside: true }]]),
      lists: () => once(lists),
      measures: () => once(measures),
      listVersions: (id) => byId(lists, id),
      measureVersions: (id) => byId(measures, id),
    },
    day,
  );
}

function listingOf(content: Partial<RecordContent> = {}, more: Partial<StandingRecord["first"]> = {}): StandingRecord {
  const whole: RecordContent = {
    itemVersion: 1,
    disclosure: "public",
    decidedOn: isoDate("2026-05-06"),
    conductEndedOn: isoDate("2026-04-20"),
    servedOn: isoDate("2026-05-06"),
    answerDueOn: isoDate("2026-04-30"),
    effectiveFrom: isoDate("2026-05-06"),
    effectiveTo: isoDate("2027-05-05"),
    publishedUntil: isoDate("2027-05-05"),
    retainedUntil: isoDate("2029-05-05"),
    open: { documentNumber: "1" },
    shared: null,
    hasSealed: false,
    sealed: null,
    ...content,
  };
  return {
    first: {
      ...whole,
      act: "record",
      version: 1,
      recordId: "00000000-0000-4000-8000-000000000001",
      subjectId: "00000000-0000-4000-8000-000000000002",
      subjectKind: "organisation",
      itemId: "test/item",
      authority: "11880000MB0000001A",
      adverse: true,
      listing: true,
      recordedAt: "2026-05-07T00:00:00.000Z",
      batchId: "00000000-0000-4000-8000-000000000003",
      ...more,
    },
    content: whole,
    version: 1,
    state: "standing",
    correctedAt: null,
    withdrawnAt: null,
    changeReason: null,
    marks: [],
  };
}
const honourOf = (content: Partial<RecordContent> = {}) =>
  listingOf(
    { servedOn: null, answerDueOn: null, ...content },
    { itemId: "test/honour", adverse: false, listing: false },
  );
const mark = (name: string): Annotation => ({
  act: "annotate",
  recordId: "r",
  version: 2,
  recordedAt: "2026-06-01T00:00:00.000Z",
  reason: "r",
  batchId: "b",
  mark: name,
  open: null,
  shared: null,
});

interface Case {
  readonly measures?: readonly Measure[];
  readonly lists?: readonly List[];
  readonly listings?: readonly StandingRecord[];
  readonly asked?: Partial<Question>;
}

function asked({ measures = [measure], lists, listings = [listingOf()], asked: over = {} }: Case) {
  const question: Question = {
    agencyKinds: ["market-regulation"],
    matter: food,
    subjectKind: "organisation",
    today: day,
    ...over,
  };
  return bindingsFor(question, listings, rulesOf(measures, lists));
}
const binds = (one: Case) => asked(one).bound.map((bound) => bound.measure.id);

const kinds: SubjectKind[] = ["organisation", "individual-business", "person"];
const on = (text: string) => ({ asked: { today: isoDate(text) } });

const table: readonly (readonly [words: string, binds: boolean, given: Case])[] = [
  ["the body, the matter, the subject and the day fit", true, {}],
  // C7: addressee and matter.
  ["a body the measure is not addressed to", false, { asked: { agencyKinds: ["tax"] } }],
  [
    "any authority, where the measure is addressed to any",
    true,
    { measures: [{ ...measure, addressees: ["any"] }], asked: { agencyKinds: ["tax"] } },
  ],
  [
    "a bank, where the measure is addressed to any authority",
    false,
    { measures: [{ ...measure, addressees: ["any"] }], asked: { agencyKinds: ["bank"] } },
  ],
  ["another matter of the same body", false, { asked: { matter: drugs } }],
  ["a measure of another kind of subject", false, { measures: [{ ...measure, subjects: ["individual-business"] }] }],
  [
    "a list that may not name this kind of subject",
    false,
    { lists: [{ ...list, subjects: ["individual-business"] } as List, honours] },
  ],
  // C8: days.
  ["the first day", true, on("2026-05-06")],
  ["the day before the first", false, on("2026-05-05")],
  ["the last day", true, on("2027-05-05")],
  ["the day after the last", false, on("2027-05-06")],
  ["the last day of keeping", true, { listings: [listingOf({ retainedUntil: day })] }],
  ["the day after keeping ended", false, { listings: [listingOf({ retainedUntil: addDays(day, -1) })] }],
  ["the last day of publication", true, { listings: [listingOf({ publishedUntil: day })] }],
  [
    "the day after publication ended: use has ended with it",
    false,
    { listings: [listingOf({ publishedUntil: addDays(day, -1) })] },
  ],
  [
    "a record that was never public, whose clock began",
    true,
    { listings: [listingOf({ disclosure: "shared", publishedUntil: isoDate("2026-05-06") })] },
  ],
  ["the last day of the measure's own months", true, { measures: [{ ...measure, monthsMax: 1 }], ...on("2026-06-05") }],
  ["the day after the measure's own months", false, { measures: [{ ...measure, monthsMax: 1 }], ...on("2026-06-06") }],
  // C6: service and answer.
  ["the day it was served, later than its first day", true, { listings: [listingOf({ servedOn: day })] }],
  ["the day before it was served", false, { listings: [listingOf({ servedOn: addDays(day, 1) })] }],
  [
    "decided before the time to answer had run, while it runs",
    false,
    { listings: [listingOf({ decidedOn: isoDate("2026-06-01"), answerDueOn: day })] },
  ],
  [
    "decided before the time to answer had run, the day after it ran",
    true,
    { listings: [listingOf({ decidedOn: isoDate("2026-06-01"), answerDueOn: addDays(day, -1) })] },
  ],
  [
    "within the time to answer that was expressly waived",
    true,
    { listings: [listingOf({ answerDueOn: addDays(day, 5), open: { answered: "书面放弃" } })] },
  ],
  // States and marks.
  ["a withdrawn listing", false, { listings: [{ ...listingOf(), state: "withdrawn" }] }],
  ["an erased listing", false, { listings: [{ ...listingOf(), state: "erased" }] }],
  ["a suspended listing", false, { listings: [{ ...listingOf(), marks: [mark("suspension")] }] }],
  ["a listing under objection", true, { listings: [{ ...listingOf(), marks: [mark("objection")] }] }],
  ["a record of an item that is no list's", false, { listings: [listingOf({}, { itemId: "test/other" })] }],
  // Switches and dates of the rules.
  ["a measure switched off", false, { measures: [{ ...measure, switchedOn: false }] }],
  ["a list switched off", false, { lists: [{ ...list, switchedOn: false } as List, honours] }],
  ["a measure that ended yesterday", false, { measures: [{ ...measure, effectiveTo: addDays(day, -1) }] }],
  ["a measure on its last day", true, { measures: [{ ...measure, effectiveTo: day }] }],
  ["a measure that began after the conduct (C2)", false, { measures: [{ ...measure, effectiveFrom: "2026-04-21" }] }],
  ["a measure that began on the day of the conduct", true, { measures: [{ ...measure, effectiveFrom: "2026-04-20" }] }],
  [
    "conduct without an end: the day of the decision counts",
    true,
    { measures: [{ ...measure, effectiveFrom: "2026-05-06" }], listings: [listingOf({ conductEndedOn: null })] },
  ],
  // Grounds.
  [
    "a listing on one of the grounds",
    true,
    {
      measures: [
        { ...measure, follows: [{ list: "test/list", grounds: ["甲"], link: "same-trade", trade: "food", law: null }] },
      ],
      listings: [listingOf({ open: { ground: "甲" } })],
    },
  ],
  [
    "a listing on a ground that lies among shared fields",
    true,
    {
      measures: [
        { ...measure, follows: [{ list: "test/list", grounds: ["甲"], link: "same-trade", trade: "food", law: null }] },
      ],
      listings: [listingOf({ open: {}, shared: { ground: "甲" } })],
    },
  ],
  [
    "a listing on another ground",
    false,
    {
      measures: [
        { ...measure, follows: [{ list: "test/list", grounds: ["甲"], link: "same-trade", trade: "food", law: null }] },
      ],
      listings: [listingOf({ open: { ground: "乙" } })],
    },
  ],
  // Links (C7).
  ["an article that attaches it", true, { measures: [{ ...measure, follows: [byArticle] }] }],
  [
    "a trade that is not the matter's",
    false,
    {
      measures: [
        { ...measure, follows: [{ list: "test/list", grounds: null, link: "same-trade", trade: "drugs", law: null }] },
      ],
    },
  ],
  ["an article that is not named", false, { measures: [{ ...measure, follows: [{ ...byArticle, law: null }] }] }],
  [
    "a constraint after an honour",
    false,
    { measures: [{ ...measure, follows: [{ ...byArticle, list: "test/honours" }] }], listings: [honourOf()] },
  ],
  ["an incentive after a serious list", false, { measures: [{ ...incentive, follows: [byArticle] }] }],
  ["an incentive after an honour", true, { measures: [incentive], listings: [honourOf()] }],
  [
    "an honour without an end",
    true,
    { measures: [incentive], listings: [honourOf({ effectiveTo: null, publishedUntil: null, retainedUntil: null })] },
  ],
  [
    "an honour that ended yesterday",
    false,
    { measures: [incentive], listings: [honourOf({ effectiveTo: addDays(day, -1) })] },
  ],
  [
    "a constraint without an end",
    false,
    { listings: [listingOf({ effectiveTo: null, publishedUntil: null, retainedUntil: null })] },
  ],
  [
    "a measure by other organisations that forces them",
    false,
    { measures: [{ ...measure, kind: 3, effect: "note", force: "must" }] },
  ],
];

for (const [words, expected, given] of table)
  test(`${expected ? "binds" : "does not bind"}: ${words}`, () => {
    assert.equal(asked(given).bound.length > 0, expected);
  });

test("C7: a person loses nothing but the same trade; an individual business that, and supervision of it", () => {
  const effects = [
    "refuse",
    "restrict",
    "disqualify",
    "more-inspection",
    "no-award",
    "no-funds",
    "no-easing",
    "note",
  ] as const;
  const links = [measure.follows[0], byArticle].filter((one) => one !== undefined);
  for (const subjectKind of kinds) {
    for (const effect of effects) {
      for (const follows of links) {
        const one = { ...measure, subjects: kinds, effect, kind: null, follows: [follows] };
        const found = asked({ measures: [one], asked: { subjectKind } });
        const sameTrade = follows.link === "same-trade";
        const allowed = {
          organisation: true,
          "individual-business": sameTrade && ["disqualify", "more-inspection"].includes(effect),
          person: sameTrade && effect === "disqualify",
        }[subjectKind];
        assert.equal(found.bound.length === 1, allowed, `${subjectKind} ${effect} ${follows.link}`);
        assert.equal(found.withheld.length === 1, !allowed, "what was left out is said");
      }
    }
  }
});

test("C2: of two versions the one of the conduct's day applies, or today's where it is milder", () => {
  const later = (more: Partial<Measure>): Measure => ({ ...measure, version: 2, effectiveFrom: "2026-05-01", ...more });
  const versionOf = (second: Measure) => asked({ measures: [measure, second] }).bound[0]?.measure.version;
  assert.equal(versionOf(later({ effect: "restrict" })), 2, "milder in effect");
  assert.equal(versionOf(later({ effect: "disqualify" })), 1, "harsher in effect");
  assert.equal(versionOf(later({ force: "may" })), 2, "no longer forced");
  assert.equal(versionOf(later({ monthsMax: 6 })), 2, "shorter");
  assert.equal(versionOf(later({})), 2, "the same");
  assert.equal(versionOf(later({ subjects: ["individual-business"] })), undefined, "no longer for this subject");
  const lenient: Measure = { ...measure, force: "may" };
  assert.equal(asked({ measures: [lenient, later({ force: "must" })] }).bound[0]?.measure.version, 1, "newly forced");
});

test("a measure that two listings on one list bring is answered once, until the later end", () => {
  const shorter = listingOf(
    { effectiveTo: isoDate("2026-12-31") },
    { recordId: "00000000-0000-4000-8000-00000000000a" },
  );
  const { bound } = asked({ listings: [shorter, listingOf()] });
  assert.deepEqual(
    bound.map(({ until }) => until),
    ["2027-05-05"],
  );
});

test("constraints come before incentives, the heaviest first", () => {
  const measures = [
    incentive,
    { ...measure, id: "test/note", effect: "note" as const, kind: 3 as const, force: "may" as const },
    { ...measure, id: "test/inspect", effect: "more-inspection" as const, kind: 2 as const },
    measure,
  ];
  assert.deepEqual(binds({ measures, listings: [honourOf(), listingOf()] }), [
    "test/measure",
    "test/inspect",
    "test/note",
    "test/incentive",
  ]);
});

const anyDay = fc.integer({ min: 0, max: 900 }).map((days) => addDays(isoDate("2025-06-01"), days));

test("whatever the dates, nothing binds outside of them, and what binds ends", () => {
  fc.assert(
    fc.property(
      fc.record({
        effectiveFrom: anyDay,
        effectiveTo: fc.option(anyDay),
        servedOn: fc.option(anyDay),
        answerDueOn: fc.option(anyDay),
        publishedUntil: fc.option(anyDay),
        retainedUntil: fc.option(anyDay),
        decidedOn: anyDay,
        conductEndedOn: fc.option(anyDay),
      }),
      anyDay,
      fc.option(fc.integer({ min: 1, max: 12 })),
      (dates, today: IsoDate, monthsMax) => {
        const { bound } = asked({
          listings: [listingOf(dates)],
          measures: [{ ...measure, monthsMax }],
          asked: { today },
        });
        for (const { from, until } of bound) {
          assert.ok(until !== null && from <= today && today <= until);
          assert.ok(dates.effectiveFrom <= from && (dates.servedOn === null || dates.servedOn <= from));
          for (const end of [dates.effectiveTo, dates.publishedUntil, dates.retainedUntil])
            assert.ok(end === null || until <= end);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("C16: a listing of somebody else changes nothing: an answer is drawn from the listings given, one by one", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 6 }), (serious) => {
      const listings = serious.map((is, at) => {
        const recordId = `00000000-0000-4000-8000-0000000000${String(at).padStart(2, "0")}`;
        const one = is ? listingOf() : honourOf();
        return { ...one, first: { ...one.first, recordId } };
      });
      const all = asked({ measures: [measure, incentive], listings }).bound.map(({ measure: { id } }) => id);
      const each = new Set(
        listings.flatMap((one) =>
          asked({ measures: [measure, incentive], listings: [one] }).bound.map(({ measure: { id } }) => id),
        ),
      );
      assert.deepEqual(new Set(all), each);
    }),
  );
});
