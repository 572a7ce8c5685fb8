import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { EntryForm } from "#contract/catalogue.ts";
import type { Mapping } from "#contract/intake.ts";
import type { FilePreview } from "#contract/uploads.ts";
import {
  controls,
  mappingId,
  missingFields,
  placeOf,
  places,
  readMapping,
  sameMapping,
  unsaidColumns,
} from "./mapping.ts";

type Column = FilePreview["columns"][number];

const words = (zh: string) => ({ zh, en: zh });
const field = (name: string, kind: EntryForm["fields"][number]["kind"], required = true) => ({
  name,
  kind,
  title: words(name),
  help: null,
  required,
  disclosure: "public" as const,
  maxLength: null,
  rows: null,
  unit: null,
  options: kind === "choice" ? [{ value: "fine", words: { zh: "罚款", en: "Fine" } }] : [],
});

const entry: EntryForm = {
  item: "cn/penalty",
  version: 2,
  title: words("处罚"),
  fields: [
    field("subjectName", "text"),
    field("kind", "choice"),
    field("fine", "money", false),
    field("authorityName", "text"),
  ],
};

const column = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  field: null,
  by: "none",
  samples: ["甲", "乙", "甲"],
  ...more,
});

const columns: readonly Column[] = [
  column("当事人"),
  column("处罚种类", { samples: ["罚金", " 罚金 ", ""] }),
  column("金额"),
  column("备注"),
  column("CF_CFJG", { by: "own", field: "authorityName" }),
];

const shown: Mapping = {
  format: "chengxin-mapping/1",
  id: "penalty-export",
  title: words("导出表"),
  item: "cn/penalty",
  empty: ["无"],
  fields: {
    subjectName: { from: ["当事人"], otherwise: "leave-out" },
    kind: { from: ["处罚种类"], values: { 警: "warning" } },
  },
  ignored: ["备注"],
};

const read = (typed: Record<string, string>) =>
  readMapping({ form: new URLSearchParams(typed), columns, shown, entry });

/** The form as the page shows it, with nothing touched. */
function untouched(): Record<string, string> {
  return Object.fromEntries(columns.map((one, at) => [controls.place(at), placeOf(shown, one)]));
}

test("a form nobody touched changes nothing, not even what it does not show", () => {
  assert.deepEqual(read(untouched()), shown);
  assert.deepEqual(read({}), shown);
});

test("a column leads to one place only: where it was led last", () => {
  fc.assert(
    fc.property(
      fc.nat(columns.length - 1),
      fc.constantFrom("subjectName", "kind", "fine", "authorityName", ...Object.values(places)),
      (at, place) => {
        const one = columns[at];
        assert.ok(one);
        const mapping = read({ ...untouched(), [controls.place(at)]: place });
        const named = [
          ...Object.values(mapping.fields).flatMap(({ from }) => from ?? []),
          ...(mapping.numbers ?? []).flatMap(({ from }) => from),
          ...mapping.ignored,
          ...[mapping.line, mapping.corrects, mapping.reason],
        ].filter((name) => name === one.name);
        const byItsName = one.by === "own" && (place === one.field || place === places.unsaid);
        assert.equal(named.length, place === places.unsaid || byItsName ? 0 : 1);
        if (!byItsName || place === one.field) assert.equal(placeOf(mapping, one), place);
      },
    ),
  );
});

test("columns that are not said are named, and required fields nothing leads to", () => {
  const mapping = read({ ...untouched(), [controls.place(0)]: places.unsaid });
  assert.deepEqual(unsaidColumns(mapping, columns), [0, 2]);
  assert.deepEqual(
    missingFields(mapping, columns, entry).map(({ name }) => name),
    ["subjectName"],
  );
});

test("what a word means may be chosen or typed, by its code or by its words", () => {
  const mapping = read({
    ...untouched(),
    [controls.word(1, 0)]: "fine",
    [controls.moreWords(1)]: "罚＝罚款\nFINE = Fine\n没有等号",
  });
  assert.deepEqual(mapping.fields["kind"], { from: ["处罚种类"], values: { 罚金: "fine", 罚: "fine", FINE: "fine" } });
});

test("a unit belongs to the field its column leads to", () => {
  const led = { ...untouched(), [controls.place(2)]: "fine", [controls.unit(2)]: "ten-thousand-yuan" };
  assert.deepEqual(read(led).fields["fine"], { from: ["金额"], unit: "ten-thousand-yuan" });
  assert.deepEqual(read({ ...led, [controls.unit(2)]: "" }).fields["fine"], { from: ["金额"] });
});

test("a constant fills what no column says, and never what one does", () => {
  const mapping = read({
    ...untouched(),
    [controls.constant("fine")]: " 100 ",
    [controls.constant("subjectName")]: "甲",
  });
  assert.deepEqual(mapping.fields["fine"], { constant: "100" });
  assert.deepEqual(mapping.fields["subjectName"], shown.fields["subjectName"]);
});

test("the same title is the same mapping, and two that say the same are the same", () => {
  assert.equal(mappingId("cn/penalty", "导出表"), mappingId("cn/penalty", " 导出表 "));
  assert.match(mappingId("cn/penalty", "导出表"), /^[a-z0-9][a-z0-9.-]{0,79}$/);
  assert.ok(sameMapping(shown, { ...structuredClone(shown), empty: ["无"] }));
  assert.ok(!sameMapping(shown, { ...shown, empty: [] }));
});
