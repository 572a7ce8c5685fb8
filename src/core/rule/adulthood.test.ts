import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, addYears, isoDate } from "../time/date.ts";
import { adulthoodReader, ofAge } from "./adulthood.ts";
import { exampleGround } from "./row.ts";

const read = (row: Record<string, string | number>) => adulthoodReader(exampleGround(row))(row);
const conduct = { $conductEndedOn: "2026-05-06", $decidedOn: "2026-06-01" };

test("a person is of age from the day after the eighteenth birthday (C4)", () => {
  assert.equal(read({ ...conduct, $birthDate: "2008-05-05" }), "yes");
  assert.equal(read({ ...conduct, $birthDate: "2008-05-06" }), "minor");
  assert.equal(read({ ...conduct, $birthDate: "2008-02-29", $conductEndedOn: "2026-02-28" }), "minor");
  assert.equal(read({ ...conduct, $birthDate: "2008-02-29", $conductEndedOn: "2026-03-01" }), "yes");
});

test("unknown age is unknown: no number, a number that cannot be, two different days of birth", () => {
  assert.equal(read(conduct), "unknown");
  assert.equal(read({ ...conduct, "$subjectNumber:person-number": "110105194912310021" }), "unknown");
  const two = { ...conduct, "$subjectNumber:person-number": "11010519491231002X", $birthDate: "1950-12-31" };
  assert.equal(read(two), "unknown");
  assert.equal(read({ ...two, $birthDate: "1949-12-31" }), "yes");
});

test("where the day of the conduct is unknown, the law's limitation may tell that the person was of age", () => {
  const born = isoDate("2003-01-01");
  const given = { born, conductEndedOn: null, decidedOn: isoDate("2026-05-06") };
  assert.equal(ofAge({ ...given, limitationYears: null }), "unknown");
  assert.equal(ofAge({ ...given, limitationYears: 5 }), "yes");
  assert.equal(ofAge({ ...given, limitationYears: 6 }), "unknown");
  assert.equal(ofAge({ ...given, decidedOn: isoDate("2020-01-01"), limitationYears: 5 }), "minor");
  assert.equal(ofAge({ ...given, decidedOn: null, limitationYears: 5 }), "unknown");
});

test("nobody who may have been under eighteen is ever taken for an adult", () => {
  const day = fc.integer({ min: 0, max: 25_000 }).map((days) => addDays(isoDate("1960-01-01"), days));
  fc.assert(
    fc.property(
      day,
      day,
      fc.option(fc.nat(3000)),
      fc.option(fc.integer({ min: 1, max: 10 })),
      (born, decidedOn, before, limitationYears) => {
        const conductEndedOn = before === null ? null : addDays(decidedOn, -before);
        if (ofAge({ born, conductEndedOn, decidedOn, limitationYears }) !== "yes") return;
        const earliest = conductEndedOn ?? addYears(decidedOn, -(limitationYears ?? 0));
        assert.ok(addYears(born, 18) < earliest);
        assert.ok(conductEndedOn !== null || limitationYears !== null);
      },
    ),
  );
});
