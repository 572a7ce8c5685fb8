import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import type { DecisionList, ItemLegend } from "#contract/ledger.ts";
import { csvCell } from "#core/csv.ts";
import { itemVersionsOf, readPack } from "#src/catalogue/index.ts";
import { inProject } from "#src/platform/config.ts";
import { decisionsCsv, type TableItem } from "./table.ts";

const nation = readPack(inProject("packs", "cn")).contents;

function tableItem(id: string): TableItem {
  const item = itemVersionsOf(nation, id).at(-1);
  assert.ok(item);
  const isPublic = ["public", "after-release"];
  return {
    legend: item.legend,
    public: new Set(
      [...item.fields].flatMap(([name, field]) => (isPublic.includes(field["x-disclosure"]) ? [name] : [])),
    ),
  };
}

const [permit, penalty] = [tableItem("cn/permit"), tableItem("cn/penalty")];

function list(...records: { legend: ItemLegend; fields: Record<string, unknown> }[]): Omit<DecisionList, "next"> {
  return {
    items: records.map(({ legend, fields }) => ({
      subject: { code: "91880100MA88K00016", name: "临江市虚构商贸有限公司" },
      record: {
        item: `${legend.itemId}@${legend.version}`,
        authority: "11880000MB88001255",
        decidedOn: "2026-06-01",
        publishedUntil: "2027-06-01",
        fields,
      },
    })),
    legends: Object.fromEntries(records.map(({ legend }) => [`${legend.itemId}@${legend.version}`, legend])),
    authorities: { "11880000MB88001255": { zh: "临江省市场监督管理局", en: "Linjiang Market Regulation" } },
  } as unknown as Omit<DecisionList, "next">;
}

const fields = {
  documentNumber: "临测罚〔2026〕1号",
  matter: "产品质量、计量、标准",
  penaltyKinds: ["警告", "罚款"],
  fineAmount: 20_000,
};
const read = (text: string): Record<string, string>[] => parse(text, { bom: true, columns: true });

test("C18: every public field of the items is a column of its own, and no other field is one", () => {
  const csv = decisionsCsv(list({ legend: penalty.legend, fields }), {
    language: "zh",
    day: "2026-11-20",
    items: [penalty],
  });
  const [row] = read(csv);
  assert.ok(row);
  const names = Object.keys(row).map((head) => /（([\w.-]+)）$/.exec(head)?.[1]);
  assert.deepEqual(
    names.slice(8),
    [...penalty.public].filter((name) => name in penalty.legend.fields),
  );
  for (const sealed of ["legalRepresentative", "personDocumentNumber", "occupation"])
    assert.ok(!names.includes(sealed), sealed);
  assert.equal(row["行政处罚决定书文号（documentNumber）"], "临测罚〔2026〕1号");
  assert.equal(row["处罚类别（penaltyKinds）"], "警告；罚款");
  assert.equal(row["数据日期（data-of）"], "2026-11-20");
  assert.equal(row["决定机关（authority）"], "临江省市场监督管理局");
  assert.equal(Object.entries(row).find(([head]) => head.endsWith("元（fineAmount）"))?.[1], "20000");
});

test("in English heads and coded values are in English; two items share a column under both names", () => {
  const both = list({ legend: penalty.legend, fields }, { legend: permit.legend, fields: { documentNumber: "A-1" } });
  const csv = decisionsCsv(both, { language: "en", day: "2026-11-20", items: [permit, penalty] });
  const [first, second] = read(csv);
  assert.ok(first && second);
  assert.equal(first["Field of law (matter)"], "product quality, measures, standards");
  const shared = Object.keys(first).filter((head) => head.includes("(documentNumber)"));
  assert.equal(shared.length, 1);
  assert.match(shared[0] ?? "", /.+ \/ .+ \(documentNumber\)$/);
  assert.equal(second[shared[0] ?? ""], "A-1");
});

test("a column that only older records have is there too; an empty list still says its columns and nothing else", () => {
  const old = decisionsCsv(list({ legend: penalty.legend, fields: { formerly: "x" } }), {
    language: "zh",
    day: "2026-11-20",
    items: [penalty],
  });
  assert.equal(read(old)[0]?.["formerly"], "x");
  const empty = decisionsCsv(list(), { language: "zh", day: "2026-11-20", items: [penalty] });
  assert.equal(empty.trim().split("\r\n").length, 1);
});

test("no cell begins as a formula, whatever was recorded", () => {
  for (const dangerous of ["=1+1", "+cmd|' /C calc'!A0", "-1", "@SUM(A1)", "\t=1", "\r=1"]) {
    assert.match(csvCell(dangerous), /^"?'/);
    const csv = decisionsCsv(list({ legend: penalty.legend, fields: { documentNumber: dangerous } }), {
      language: "zh",
      day: "2026-11-20",
      items: [penalty],
    });
    assert.ok(!read(csv).some((row) => Object.values(row).some((cell) => /^[=+\-@\t\r]/.test(cell))), dangerous);
  }
});
