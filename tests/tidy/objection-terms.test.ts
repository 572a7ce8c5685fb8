/** The terms to answer of the nation and three regions: the pack's own rows against tables of dated cases. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { CalendarNotice } from "#contract/catalogue.ts";
import type { ObjectionTerm } from "#contract/objection-terms.ts";
import { answerDue, answerRule } from "#core/objection/terms.ts";
import { calendarFrom } from "#core/time/calendar.ts";
import { isoDate } from "#core/time/date.ts";
import { inProject } from "#src/platform/config.ts";
import { calendarsFolder } from "#tools/calendars.ts";

const calendar = calendarFrom(
  readdirSync(calendarsFolder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => JSON.parse(readFileSync(join(calendarsFolder, name), "utf8")) as CalendarNotice[]),
);
const rules = JSON.parse(readFileSync(inProject("packs", "cn", "objection-terms.json"), "utf8")) as ObjectionTerm[];

/** Division, the day it came in, the rule, the last day to answer, and the last day where it is lengthened. */
const cases: readonly (readonly [
  division: string,
  filedOn: string,
  rule: string,
  dueOn: string,
  extended: string | null,
])[] = [
  // Nation: 20 calendar days; a last day off moves to the next working day (民法典 203).
  ["880100", "2026-06-01", "cn/objection-national", "2026-06-22", null],
  ["880100", "2026-06-02", "cn/objection-national", "2026-06-22", null],
  ["880100", "2026-06-03", "cn/objection-national", "2026-06-23", null],
  ["110000", "2024-09-13", "cn/objection-national", "2024-10-08", null],
  // Shanghai: 5 working days; over the Spring Festival of 2026 (15-23 February off; 14 and 28 February worked).
  ["310000", "2026-06-01", "cn/objection-shanghai", "2026-06-08", null],
  ["310115", "2026-02-11", "cn/objection-shanghai", "2026-02-25", null],
  ["310000", "2025-09-29", "cn/objection-shanghai", "2025-10-13", null],
  // Before the regulation held, the nation's.
  ["310000", "2017-09-29", "cn/objection-national", "2017-10-19", null],
  // Shenzhen: 2, at most 5; Guangdong around it has no rule of its own here.
  ["440300", "2026-06-01", "cn/objection-shenzhen", "2026-06-03", "2026-06-08"],
  ["440305", "2026-04-30", "cn/objection-shenzhen", "2026-05-07", "2026-05-11"],
  ["440100", "2026-06-01", "cn/objection-national", "2026-06-22", null],
  // Shandong: 3, 7 where others help.
  ["370100", "2026-06-01", "cn/objection-shandong", "2026-06-04", "2026-06-10"],
  ["370000", "2026-06-17", "cn/objection-shandong", "2026-06-23", "2026-06-29"],
];

for (const [division, filedOn, rule, dueOn, extended] of cases)
  test(`an objection to an authority of ${division} that came in on ${filedOn} is answered by ${dueOn}`, () => {
    const on = isoDate(filedOn);
    const found = answerRule(rules, { division, on });
    assert.equal(found?.id, rule);
    const asked = { calendar, today: on };
    assert.equal(found && answerDue(on, found.answer, asked).dueOn, dueOn);
    assert.equal(found?.extended ? answerDue(on, found.extended, asked).dueOn : null, extended);
  });

test("where no published calendar reaches, days count against the authority and the first such day is told", () => {
  const on = isoDate("2026-12-28");
  const rule = answerRule(rules, { division: "310000", on });
  // Known on that day: no notice for 2027 may be out; each unknown day counts as worked.
  const asked = { calendar: calendarFrom([]), today: on };
  assert.deepEqual(rule && answerDue(on, rule.answer, asked), { dueOn: "2027-01-02", unknownFrom: "2026-12-29" });
});

test("a rule that is switched off or out of its days binds nobody", () => {
  const on = isoDate("2026-06-01");
  const off = rules.map((rule) => ({ ...rule, switchedOn: rule.division === "" }));
  assert.equal(answerRule(off, { division: "440300", on })?.id, "cn/objection-national");
  assert.equal(answerRule(rules, { division: "440300", on: isoDate("2012-01-01") }), null);
});
