import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type AgencyDate, type DateReasonCode, dateReasonOf, parseAgencyDate } from "./agency-date.ts";
import { daysBetween, type IsoDate, isoDate } from "./date.ts";
import reasons from "./reasons.json" with { type: "json" };

const notesOf = (read: AgencyDate) => (read.kind === "refused" ? [read.note.code] : read.notes.map(({ code }) => code));

const read: readonly (readonly [text: string, date: string, ...notes: DateReasonCode[]])[] = [
  ["2023-01-05", "2023-01-05"],
  ["2023/1/5", "2023-01-05"],
  ["2023.1.5", "2023-01-05"],
  ["2023-1/5", "2023-01-05"],
  ["2023 1 5", "2023-01-05"],
  ["20230105", "2023-01-05"],
  ["2023年1月5日", "2023-01-05"],
  ["2023年01月05", "2023-01-05"],
  ["2023年1月5日（星期四）", "2023-01-05"],
  ["2023-01-05 周四 00:00", "2023-01-05"],
  ["２０２３－０１－０５", "2023-01-05"],
  ["2023‐1‐5", "2023-01-05"],
  ["\ufeff2023-01-05\u200b ", "2023-01-05"],
  ["'2023-01-05", "2023-01-05"],
  ["二〇二三年一月五日", "2023-01-05", "date.chinese-numerals"],
  ["二○二三年十二月三十一日", "2023-12-31", "date.chinese-numerals"],
  ["二零二三年元月廿三日", "2023-01-23", "date.chinese-numerals"],
  ["2023-01-05 00:00:00", "2023-01-05"],
  ["2023-01-05T00:00:00", "2023-01-05"],
  ["2023-01-05 12:30:00.0", "2023-01-05", "date.time-dropped"],
  ["2023年1月5日 10时30分", "2023-01-05", "date.time-dropped"],
  ["2023/1/5 上午 9:05", "2023-01-05", "date.time-dropped"],
  ["20230105103000", "2023-01-05", "date.time-dropped"],
  ["2023-01-05 24:00", "2023-01-05", "date.time-dropped"],
  ["2023-01-04T16:00:00.000Z", "2023-01-05", "date.instant"],
  ["2023-01-05T00:00:00+08:00", "2023-01-05", "date.instant"],
  ["1988-06-30T15:00:00Z", "1988-07-01", "date.instant"],
  ["5 Jan 2023", "2023-01-05"],
  ["05-JAN-2023", "2023-01-05"],
  ["January 5, 2023", "2023-01-05"],
  ["44931", "2023-01-05", "date.excel-serial"],
  ["44931.52", "2023-01-05", "date.excel-serial"],
  ["13/05/2023", "2023-05-13", "date.unique-order"],
  ["12/31/2023", "2023-12-31", "date.unique-order"],
  ["05.05.2023", "2023-05-05", "date.unique-order"],
  ["2099-06-15", "2099-06-15"],
];
for (const [text, date, ...notes] of read) {
  test(`${JSON.stringify(text)} is ${date}`, () => {
    assert.deepEqual(parseAgencyDate(text), { kind: "date", date, notes: notes.map((code) => ({ code })) });
  });
}

const open: readonly (readonly [text: string, note: DateReasonCode])[] = [
  ["2099-12-31", "date.open-far"],
  ["2099/12/31 00:00:00", "date.open-far"],
  ["2099-01-31", "date.open-far"],
  ["9999-12-31", "date.open-far"],
  ["99991231", "date.open-far"],
  ["2999年12月31日", "date.open-far"],
  ["73050", "date.open-far"],
  ["—", "date.open-dash"],
  ["-", "date.open-dash"],
  ["——", "date.open-dash"],
  ["长期", "date.open-word"],
  ["长期有效", "date.open-word"],
  ["永 久", "date.open-word"],
  ["无固定期限", "date.open-word"],
];
for (const [text, note] of open) {
  test(`${JSON.stringify(text)} stands for no end`, () => {
    const found = parseAgencyDate(text);
    assert.equal(found.kind, "open-ended");
    assert.ok(notesOf(found).includes(note), notesOf(found).join());
  });
}

const refused: readonly (readonly [text: string, reason: DateReasonCode])[] = [
  ["", "date.empty"],
  [" \u3000", "date.empty"],
  ["2023-02-29", "date.no-such-day"],
  ["2023年13月1日", "date.no-such-day"],
  ["31/13/2023", "date.no-such-day"],
  ["0000-00-00", "date.no-such-day"],
  ["2023-01-05 25:00", "date.no-such-time"],
  ["05/01/2023", "date.day-month-order"],
  ["1-2-2023", "date.day-month-order"],
  ["23-1-5", "date.two-digit-year"],
  ["1/5/23", "date.two-digit-year"],
  ["98年5月1日", "date.two-digit-year"],
  ["230105", "date.two-digit-year"],
  ["5-Jan-23", "date.two-digit-year"],
  ["2023年1月", "date.incomplete"],
  ["202301", "date.incomplete"],
  ["2023", "date.incomplete"],
  ["1月5日", "date.incomplete"],
  ["二〇二三年一月", "date.incomplete"],
  ["1023-01-05", "date.year-out-of-range"],
  ["3000-05-05", "date.year-out-of-range"],
  ["2023-01-05至2024-01-05", "date.several"],
  ["2023.1.5-2024.1.5", "date.several"],
  ["农历二〇二三年正月初一", "date.other-calendar"],
  ["民国112年1月5日", "date.other-calendar"],
  ["1234", "date.incomplete"],
  ["99999", "date.form"],
  ["次日", "date.form"],
  ["1672848000000", "date.form"],
  ["9".repeat(100_000), "date.too-long"],
];
for (const [text, reason] of refused) {
  test(`${JSON.stringify(text.slice(0, 30))} is refused: ${reason}`, () => {
    assert.deepEqual(notesOf(parseAgencyDate(text)), [reason]);
    assert.equal(parseAgencyDate(text).kind, "refused");
  });
}

test("every reason says something in both languages, and names its values", () => {
  for (const code of Object.keys(reasons) as DateReasonCode[]) {
    const { zh, en } = dateReasonOf({ code, params: { year: 3000 } });
    assert.match(zh, /\p{Script=Han}/u);
    assert.match(en, /[a-z]/);
    assert.doesNotMatch(zh + en, /[{}]/);
  }
});

const numerals = "〇一二三四五六七八九";
const inChinese = (number: number) =>
  (number >= 20 ? numerals.charAt(Math.floor(number / 10)) : "") +
  (number >= 10 ? "十" : "") +
  (number % 10 === 0 ? "" : numerals.charAt(number % 10));

test("every day written in any of the forms is read back as that day", () => {
  const day = fc
    .date({ min: new Date("1950-01-02"), max: new Date("2098-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10) as IsoDate);
  fc.assert(
    fc.property(day, (date) => {
      const [year, month, dayOfMonth] = date.split("-").map(Number) as [number, number, number];
      const written = [
        date,
        date.replaceAll("-", ""),
        `${year}/${month}/${dayOfMonth}`,
        `${year}.${month}.${dayOfMonth} 23:59:59`,
        `${year}年${month}月${dayOfMonth}日`,
        `${[...String(year)].map((one) => numerals.charAt(Number(one))).join("")}年${inChinese(month)}月${inChinese(dayOfMonth)}日`,
        String(daysBetween({ from: isoDate("1899-12-30"), to: date })),
      ];
      for (const text of written) {
        const found = parseAgencyDate(text);
        assert.equal(found.kind === "date" ? found.date : found.kind, date, text);
      }
    }),
  );
});

test("whatever is written is answered, with a day that exists or a reason", () => {
  const pieces = fc.constantFrom(..."0123456789-/.年月日 T:Z一二十长期—".split(""));
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: pieces, maxLength: 20 }), fc.string({ unit: "binary", maxLength: 70 })),
      (text) => {
        const found = parseAgencyDate(text);
        if (found.kind === "date") assert.equal(isoDate(found.date), found.date);
        assert.ok(found.kind !== "refused" || found.note.code in reasons);
      },
    ),
  );
});
