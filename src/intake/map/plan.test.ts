import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Compile } from "typebox/compile";
import { findingTexts } from "#contract/findings.ts";
import { type Mapping, MappingShape } from "#contract/intake.ts";
import { readPack } from "#src/catalogue/index.ts";
import { itemVersion } from "#src/catalogue/item.ts";
import { inProject } from "#src/platform/config.ts";
import { bytesSource } from "../read/source.ts";
import { openTable } from "../read/table.ts";
import { knownColumns } from "./columns.ts";
import type { MappedRow } from "./mapped.ts";
import { planFor } from "./plan.ts";

const pack = readPack(inProject("packs", "cn"));

function itemOf(id: string) {
  const versions = pack.contents.items.filter((item) => item.id === id);
  const item = versions.at(-1);
  assert.ok(item, id);
  return itemVersion(item, { pack: "cn", rules: pack.contents.rules, versions });
}

const penalty = itemOf("cn/penalty");
const registration = itemOf("cn/registration");

async function mapped(csv: string, mapping: Mapping | null = null, item = penalty): Promise<MappedRow[]> {
  const table = await openTable(bytesSource(Buffer.from(csv)), { known: knownColumns(item, mapping) });
  assert.ok(table.ok, JSON.stringify(table));
  const plan = planFor({ item, mapping, columns: table.value.columns });
  assert.ok(plan.ok, JSON.stringify(plan));
  return (await Array.fromAsync(table.value.read())).flat().map((row) => plan.value.map(row));
}

async function refused(csv: string, mapping: Mapping | null = null, item = penalty) {
  const table = await openTable(bytesSource(Buffer.from(csv)), { known: knownColumns(item, mapping) });
  assert.ok(table.ok, JSON.stringify(table));
  const plan = planFor({ item, mapping, columns: table.value.columns });
  assert.ok(!plan.ok, "the mapping fits");
  return plan.refusal;
}

const codes = (row: MappedRow | undefined) => (row?.findings ?? []).map(({ code, column }) => `${code} ${column}`);

const mapping = (over: Partial<Mapping>): Mapping => ({
  format: "chengxin-mapping/1",
  id: "test",
  title: { zh: "测试", en: "test" },
  item: "cn/penalty",
  empty: ["无", "N/A"],
  fields: {},
  ignored: [],
  ...over,
});

test("a file in the published layout needs no mapping", async () => {
  const [row] = await mapped(
    "CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_XDR_GSZC,CF_WSH,CF_CFLB,CF_NR_FK,CF_JDRQ,CF_YXQ\n" +
      "甲公司,法人及非法人组织,９１４４０３００１９２３１７４５８f,00000000000000000X,临市监罚〔2026〕1号,罚款;没收违法所得、没收非法财物,16.2,2026/3/1,2099-12-31\n",
  );
  assert.equal(row?.payload["subjectCategory"], "法人及非法人组织");
  assert.equal(row?.payload["unifiedCode"], "91440300192317458F");
  // The layout's placeholder is kept as sent, and is nobody's number.
  assert.equal(row?.payload["registrationNumber"], "00000000000000000X");
  assert.equal(row?.payload["fineAmount"], 162_000);
  assert.equal(row?.payload["decidedOn"], "2026-03-01");
  assert.deepEqual(row?.payload["penaltyKinds"], ["罚款", "没收违法所得、没收非法财物"]);
  assert.deepEqual(
    row?.numbers.map(({ scheme, value, verdict }) => [scheme, value, verdict]),
    [["unified-code", "91440300192317458F", "valid"]],
  );
  assert.deepEqual(codes(row), ["value.identifier-tidied CF_XDR_SHXYM"]);
});

test("several columns of a list are one list, and words that begin alike mean the same", async () => {
  const [row] = await mapped("CF_CFLB1,CF_CFLB2\n罚款；警告,其他-责令改正；罚款\n");
  assert.deepEqual(row?.payload["penaltyKinds"], ["罚款", "警告", "其他行政处罚"]);
});

test("columns that nobody named refuse the file until they are mapped or ignored", async () => {
  const csv = "CF_XDR_MC,CF_WSH,经办人\n甲公司,1号,张三\n";
  assert.deepEqual(await refused(csv), { code: "intake.columns-unknown", params: { columns: "经办人" } });
  const [row] = await mapped(csv, mapping({ ignored: ["经办人"] }));
  assert.deepEqual(row?.payload, { subjectName: "甲公司", documentNumber: "1号" });
});

test("columns the mapping names must be there, and no field is filled from two", async () => {
  const wanted = mapping({ fields: { subjectName: { from: ["名称", "企业名称"] } } });
  assert.equal((await refused("CF_WSH,CF_JDRQ\n1,2\n", wanted)).code, "intake.columns-missing");
  assert.equal((await refused("CF_WSH,CF_XDR_MC,行政相对人名称\n1,2,3\n")).code, "intake.columns-conflict");
  assert.equal((await refused("名称,CF_XDR_MC\n1,2\n", wanted)).code, "intake.columns-conflict");
  assert.equal((await refused("名称\n1\n", { ...wanted, item: "cn/permit" })).code, "intake.mapping-item");
  assert.equal(
    (await refused("名称\n1\n", mapping({ fields: { nothing: { from: ["名称"] } } }))).code,
    "intake.mapping-field",
  );
  assert.equal(
    (await refused("额\n1\n", mapping({ fields: { fineAmount: { from: ["额"] } } }))).code,
    "intake.mapping-unit",
  );
  assert.equal(
    (await refused("额,CF_WSH\n1,2\n", mapping({ ignored: ["额"], fields: { fineAmount: { constant: "五" } } }))).code,
    "intake.mapping-constant",
  );
  const required = mapping({ fields: { subjectName: { from: ["名称"], otherwise: "leave-out" } } });
  assert.equal((await refused("名称\n1\n", required)).code, "intake.mapping-wrong");
});

test("a mapping fills by priority, by constants, by words, in units", async () => {
  const [first, second] = await mapped(
    "单位,个体户,类,罚款额（元）,没收,日期,行,原代码,为何\n甲公司,N/A,罚,1600,2,2026年3月1日,2,91440300192317458F,写错\n无,乙店,警;罚,无,0.5万元,二〇二六年三月二日,,,\n",
    mapping({
      fields: {
        subjectName: { from: ["单位", "个体户"] },
        penaltyKinds: { from: ["类"], values: { 罚: "罚款", 警: "警告" } },
        fineAmount: { from: ["罚款额（元）"], unit: "yuan" },
        confiscatedAmount: { from: ["没收"], unit: "ten-thousand-yuan" },
        decidedOn: { from: ["日期"] },
        sourceName: { constant: "某局" },
      },
      line: "行",
      corrects: "原代码",
      reason: "为何",
    }),
  );
  assert.deepEqual(first?.payload, {
    subjectName: "甲公司",
    penaltyKinds: ["罚款"],
    fineAmount: 1600,
    confiscatedAmount: 20_000,
    decidedOn: "2026-03-01",
    sourceName: "某局",
  });
  assert.deepEqual([first?.line, first?.corrects, first?.reason], [2, "91440300192317458F", "写错"]);
  assert.deepEqual(second?.payload, {
    subjectName: "乙店",
    penaltyKinds: ["警告", "罚款"],
    confiscatedAmount: 5000,
    decidedOn: "2026-03-02",
    sourceName: "某局",
  });
});

test("what cannot be read for certain is a finding with its column, never a value", async () => {
  const [row] = await mapped(
    'CF_XDR_MC,CF_XDR_SHXYM,CF_NR_FK,CF_JDRQ,CF_GSJZQ\n"甲\ufffd公司",91522625QWER12345E,罚款16万元；按日118.68万元,26/3/1,长期\n',
  );
  assert.deepEqual(row?.payload, { unifiedCode: "91522625QWER12345E" });
  assert.deepEqual(row?.numbers, []);
  assert.deepEqual(codes(row), [
    "cell.damaged CF_XDR_MC",
    "value.several-amounts CF_NR_FK",
    "value.date CF_JDRQ",
    "value.date-open-ended CF_GSJZQ",
  ]);
});

test("characters nobody sees are taken out and told; amounts as written may be left out", async () => {
  const [row] = await mapped(
    "CF_XDR_MC,额\n甲\u200b公司\u007f,100万美元\n",
    mapping({ fields: { fineAmount: { from: ["额"], unit: "as-written", otherwise: "leave-out" } } }),
  );
  assert.deepEqual(row?.payload, { subjectName: "甲公司" });
  assert.deepEqual(codes(row), ["value.left-out 额", "cell.tidied CF_XDR_MC"]);
  assert.equal(JSON.stringify(row).includes("美元"), false);
});

test("a person's number is read by its document's kind and stands in no finding", async () => {
  const header = "CF_XDR_MC,CF_XDR_LB,CF_XDR_ZJLX,CF_XDR_ZJHM\n";
  const [citizen, passport, wrong] = await mapped(
    `${header}张三,自然人,身份证,11010519491231002x\n李四,自然人,护照号,E12345678\n王五,自然人,身份证,110105194912310021\n`,
  );
  assert.deepEqual(citizen?.person, {
    field: "personDocumentNumber",
    scheme: "person-number",
    number: "11010519491231002X",
    birthDate: "1949-12-31",
  });
  assert.equal(passport?.person?.scheme, "passport");
  assert.equal(wrong?.person, null);
  assert.deepEqual(wrong?.findings, []);
});

test("the shipped mapping reads the real registrations, and leaves a person's name out of the type of company", async () => {
  const shipped: unknown = JSON.parse(
    readFileSync(inProject("packs", "cn", "mappings", "enterprises-1978-2019.json"), "utf8"),
  );
  assert.ok(Compile(MappingShape).Check(shipped));
  const header = "name,code,est_date,type,capital,scope,province,city,address\n";
  const [plain, older, dirty, person] = await mapped(
    `${header}甲厂,91440300192317458F,1981-01-01,股份合作制,18万人民币,模具制造。,浙江,台州,某路1号\n` +
      "乙厂,110108000000016,1981-01-01,N/A,0(万元人民币),,浙江,台州,\n" +
      "丙代表处,91440300192317458F,1981-01-01,Camille EXAMPLE,Guy,无,上海,上海,某路\n" +
      "丁厂,11010519491231002X,1981-01-01,N/A,N/A,,浙江,台州,\n",
    shipped,
    registration,
  );
  assert.deepEqual(plain?.payload, {
    subjectName: "甲厂",
    foundedOn: "1981-01-01",
    decidedOn: "1981-01-01",
    registeredType: "股份合作制",
    businessScope: "模具制造。",
    address: "某路1号",
    unifiedCode: "91440300192317458F",
  });
  assert.equal(older?.payload["registrationNumber"], "110108000000016");
  assert.equal(JSON.stringify(dirty).includes("Camille"), false);
  assert.equal(JSON.stringify(dirty).includes("Guy"), false);
  assert.deepEqual(codes(dirty), ["value.left-out type"]);
  assert.deepEqual(person?.numbers, []);
  assert.deepEqual(codes(person), ["value.identifier-person code"]);
  assert.equal(JSON.stringify(person).includes("11010519491231002X"), false);
});

test("every finding of the readers and the mapping has its words in both languages", async () => {
  const used =
    readFileSync(inProject("src", "intake", "map", "read-field.ts"), "utf8") +
    readFileSync(inProject("src", "intake", "map", "read-number.ts"), "utf8") +
    readFileSync(inProject("src", "intake", "map", "plan.ts"), "utf8") +
    readFileSync(inProject("src", "intake", "map", "amount.ts"), "utf8") +
    readFileSync(inProject("src", "intake", "read", "row.ts"), "utf8");
  const found = [...used.matchAll(/"((?:row|cell|value|file)\.[a-z-]+)"/g)].map(([, code]) => code ?? "");
  assert.ok(found.length > 20);
  for (const code of found) assert.ok(findingTexts.has(code), code);
});

test("a listed value that has the sign of a list within it is one value; one of its parts alone means it", async () => {
  const rows = await mapped(
    "领域,种类\n" +
      "产品质量、计量、标准,没收违法所得、没收非法财物、罚款\n" +
      "产品质量,罚款、没收违法所得、没收非法财物\n" +
      " 计量 ,没收非法财物、罚款\n" +
      "质量,罚款、乱写\n",
    mapping({ fields: { matter: { from: ["领域"] }, penaltyKinds: { from: ["种类"], split: ["、"] } } }),
  );
  assert.deepEqual(
    rows.map(({ payload }) => [payload["matter"], payload["penaltyKinds"]]),
    [
      ["产品质量、计量、标准", ["没收违法所得、没收非法财物", "罚款"]],
      ["产品质量、计量、标准", ["罚款", "没收违法所得、没收非法财物"]],
      ["产品质量、计量、标准", ["没收非法财物", "罚款"]],
      // What no listed value has as a part stays as it was written, and the schema refuses it.
      ["质量", ["罚款", "乱写"]],
    ],
  );
});

test("a cell of very many signs is read in its time", async () => {
  const long = Array.from({ length: 20_000 }, (_, at) => `甲${at}`).join("、");
  const began = performance.now();
  await mapped(`种类\n${long}\n`, mapping({ fields: { penaltyKinds: { from: ["种类"], split: ["、"] } } }));
  assert.ok(performance.now() - began < 5000);
});
