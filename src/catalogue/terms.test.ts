import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { Item } from "#contract/catalogue.ts";
import type { SubjectKind } from "#core/record/record.ts";
import { addDays, addMonths, addYears, isoDate } from "#core/time/date.ts";
import type { ItemVersion, RecordTerms } from "./catalogue.ts";
import { soundListing, soundNation, soundPenalty, soundRow } from "./check/sound-pack.ts";
import { itemVersion } from "./item.ts";

const versionOf = (item: Item, versions: readonly Item[] = [item]): ItemVersion =>
  itemVersion(item, { pack: "nation", rules: soundNation().rules, versions });
const termsOf = (row: object, kind: SubjectKind = "organisation", item = versionOf(soundPenalty())): RecordTerms =>
  item.terms({ ...soundRow(), ...row }, kind);

describe("NDRC Order 36: three levels, counted from the date of the document", () => {
  test("minor is not published, and still ends", () => {
    assert.deepEqual(termsOf({ severity: "minor" }), {
      level: "minor",
      disclosure: "shared",
      publishedUntil: "2026-05-06",
      retainedUntil: "2031-04-20",
      provisional: false,
      under: "nation/penalty@1",
    });
  });
  test("general is published for a year, serious for three", () => {
    const { disclosure, publishedUntil } = termsOf({ severity: "general" });
    assert.deepEqual([disclosure, publishedUntil], ["public", "2027-05-06"]);
    assert.equal(termsOf({ severity: "serious" }).publishedUntil, "2029-05-06");
  });
  test("where the level is not named, the first condition that holds names it, else the mildest stands", () => {
    assert.equal(termsOf({ severity: "", fine: 10_000 }).level, "general");
    assert.equal(termsOf({ severity: "", fine: 9_999 }).level, "minor");
  });
  test("an end the agency named can only be earlier", () => {
    assert.equal(termsOf({ publicUntil: "2026-12-31" }).publishedUntil, "2026-12-31");
    assert.equal(termsOf({ publicUntil: "2028-12-31" }).publishedUntil, "2027-05-06");
    assert.equal(termsOf({ publicUntil: "2099-12-31" }).publishedUntil, "2027-05-06");
  });
  test("publication lasts with a ban where a law says so, never beyond keeping", () => {
    const item = soundPenalty();
    item.terms.publication.lastsWith = { field: "validTo", law: item.law[0] as Item["law"][number] };
    const lasting = (validTo: string) => termsOf({ validTo }, "organisation", versionOf(item)).publishedUntil;
    assert.equal(lasting("2028-05-06"), "2028-05-06");
    assert.equal(lasting("2026-06-06"), "2027-05-06");
    assert.equal(lasting("2040-05-06"), "2031-04-20");
  });
});

describe("C8: adverse information ends, five years after the conduct ended at most", () => {
  test("while the conduct goes on, the end is provisional and counts from the decision", () => {
    const { provisional, retainedUntil } = termsOf({ conductEndedOn: "" });
    assert.deepEqual([provisional, retainedUntil], [true, "2031-05-06"]);
  });
  test("old conduct is not published longer than it is kept", () => {
    const { publishedUntil, retainedUntil } = termsOf({ severity: "serious", conductEndedOn: "2022-01-01" });
    assert.deepEqual([publishedUntil, retainedUntil], ["2027-01-01", "2027-01-01"]);
  });
  test("whatever the dates and the level, both ends are there, in order and within five years", () => {
    const day = fc.integer({ min: 0, max: 4000 }).map((days) => addDays(isoDate("2016-01-01"), days));
    const some = fc.option(day, { nil: "" });
    fc.assert(
      fc.property(
        fc.record({ conductEndedOn: some, decidedOn: day, validTo: some, publicUntil: some }),
        fc.constantFrom("minor", "general", "serious", ""),
        fc.constantFrom<SubjectKind[]>("organisation", "individual-business", "person"),
        (row, severity, kind) => {
          const terms = termsOf({ ...row, severity }, kind);
          const conduct = row.conductEndedOn === "" ? row.decidedOn : row.conductEndedOn;
          assert.ok(terms.publishedUntil !== null && terms.retainedUntil !== null);
          assert.ok(terms.publishedUntil <= terms.retainedUntil);
          assert.ok(terms.retainedUntil <= addYears(isoDate(conduct), 5));
          assert.ok(terms.publishedUntil <= addMonths(row.decidedOn, 36));
          assert.ok(kind !== "person" || terms.disclosure !== "public");
        },
      ),
    );
  });
});

describe("C2: the law of the day of the conduct, or a later milder one", () => {
  const old: Item = { ...soundPenalty(), effectiveFrom: "2015-01-01", effectiveTo: "2026-03-31" };
  const present: Item = { ...soundPenalty(), version: 2 };
  const under = (row: object, versions: readonly Item[]) => {
    const latest = versions.at(-1) as Item;
    return termsOf(row, "organisation", versionOf(latest, versions));
  };

  test("a harder law that came later does not reach back", () => {
    const milderThen = structuredClone(old);
    milderThen.terms.publication.levels[1] = { ...levelOf(milderThen, 1), monthsMax: 6 };
    const conduct = { conductEndedOn: "2026-03-31" };
    assert.deepEqual(
      [under(conduct, [milderThen, present]).publishedUntil, under(conduct, [milderThen, present]).under],
      ["2026-11-06", "nation/penalty@1"],
    );
  });
  test("a milder law that came later does", () => {
    const harderThen = structuredClone(old);
    harderThen.terms.publication.levels[1] = { ...levelOf(harderThen, 1), monthsMax: 36 };
    const { publishedUntil, under: law } = under({ conductEndedOn: "2026-03-31" }, [harderThen, present]);
    assert.deepEqual([publishedUntil, law], ["2027-05-06", "nation/penalty@2"]);
  });
  test("a law that ended before the conduct does not count, however mild", () => {
    const milderThen = structuredClone(old);
    milderThen.terms.publication.levels[1] = { ...levelOf(milderThen, 1), published: false };
    assert.equal(under({ conductEndedOn: "2026-04-01" }, [milderThen, present]).disclosure, "public");
    assert.equal(under({ conductEndedOn: "2026-03-31" }, [milderThen, present]).disclosure, "shared");
  });
  test("a milder law between the conduct's and today's counts too", () => {
    const between: Item = { ...soundPenalty(), version: 2, effectiveFrom: "2020-01-01", effectiveTo: "2021-12-31" };
    between.terms.publication.levels[1] = { ...levelOf(between, 1), monthsMax: 3 };
    const first: Item = { ...old, effectiveTo: "2019-12-31" };
    const third: Item = { ...present, version: 3, effectiveFrom: "2022-01-01" };
    assert.equal(
      under({ conductEndedOn: "2019-06-01", decidedOn: "2022-06-01" }, [first, between, third]).publishedUntil,
      "2022-09-01",
    );
    assert.equal(
      under({ conductEndedOn: "2022-06-01", decidedOn: "2022-06-01" }, [first, between, third]).publishedUntil,
      "2023-06-01",
    );
  });
  test("a version that was never switched on is no law", () => {
    const off: Item = { ...structuredClone(old), switchedOn: false };
    off.terms.publication.levels[1] = { ...levelOf(off, 1), published: false };
    assert.equal(under({ conductEndedOn: "2026-03-31" }, [off, present]).disclosure, "public");
  });
});

function levelOf(item: Item, at: number): Item["terms"]["publication"]["levels"][number] {
  const level = item.terms.publication.levels[at];
  assert.ok(level);
  return level;
}

test("dates are read by the item's own names; “for good” is no end", () => {
  const list = versionOf(soundListing());
  const dates = list.dates({ ...soundRow(), servedOn: "2026-05-07", answerDueOn: "2026-04-30", validTo: "2099-12-31" });
  assert.deepEqual(dates, {
    decidedOn: "2026-05-06",
    conductEndedOn: "2026-04-20",
    servedOn: "2026-05-07",
    answerDueOn: "2026-04-30",
    effectiveFrom: "2026-05-06",
    effectiveTo: null,
  });
  assert.throws(() => list.dates({ ...soundRow(), decidedOn: "2026-02-30" }), RangeError);
  assert.throws(() => list.dates({ ...soundRow(), decidedOn: "" }), RangeError);
});
