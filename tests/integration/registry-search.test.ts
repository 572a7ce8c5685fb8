import assert from "node:assert/strict";
import { test } from "node:test";
import { isoDate } from "#core/time/date.ts";
import { sqlState } from "#src/platform/database.ts";
import { addNames, foundPersons, foundSubjects, newSubjectId } from "#src/registry/index.ts";
import { openApp } from "#src/serve.ts";
import { testNode } from "#tests/kit/database.ts";
import { business, foundNamed, legal, organisation, provenance, sendingPermit, unified } from "#tests/kit/registry.ts";

const node = await testNode();
const app = await openApp(node);
const permit = await sendingPermit(node);

// Invented names, each beside its like: 相似的名称在旁.
const names = [
  "临江市清之醇饮用水有限公司",
  "临江市白泉饮用水有限公司",
  "云湖县宏达商贸有限责任公司",
  "云湖县宏大商贸有限责任公司",
  "临江乾丰银行股份有限公司",
  "临江乾丰银行股份有限公司云湖支行",
  "青石重庆火锅连锁（集团）有限公司",
  "中国石油化工临江股份有限公司",
  "北岸ABC网络科技有限公司",
  "云湖县丰收种植农民专业合作社",
  "青禾县粮油购销有限公司",
  "云溪市青禾县宏远建材有限公司",
  "临江省云溪市青禾面包房有限公司",
];
const codes = await foundNamed(node, names);
const codeOf = (name: string) => codes[names.indexOf(name)] ?? "";

async function first(text: string) {
  const found = await node.registry.search.search(text, { limit: 10 });
  assert.ok(found.ok, JSON.stringify(found));
  return found.value.items[0];
}

const typed: readonly [string, string, string][] = [
  ["清之醇", "临江市清之醇饮用水有限公司", "brand"],
  ["青禾", "临江省云溪市青禾面包房有限公司", "brand"],
  ["之醇饮用", "临江市清之醇饮用水有限公司", "part"],
  ["醇饮用水有限公", "临江市清之醇饮用水有限公司", "part"],
  ["临江市清之醇饮用水有限公司", "临江市清之醇饮用水有限公司", "exact-name"],
  ["临江市清之醇饮用水", "临江市清之醇饮用水有限公司", "legal-form"],
  ["临江市清之醇饮用水股份有限公司", "临江市清之醇饮用水有限公司", "legal-form"],
  ["临江清之醇饮用水有限公司", "临江市清之醇饮用水有限公司", "place"],
  ["临江市清之淳饮用水有限公司", "临江市清之醇饮用水有限公司", "same-sound"],
  ["临江市清之酒饮用水有限公司", "临江市清之醇饮用水有限公司", "one-character"],
  ["临江市清之饮用水有限公司", "临江市清之醇饮用水有限公司", "one-character"],
  ["临江市清清之醇饮用水有限公司", "临江市清之醇饮用水有限公司", "one-character"],
  ["临江市清醇之饮用水有限公司", "临江市清之醇饮用水有限公司", "one-character"],
  ["臨江市清之醇飲用水有限公司", "临江市清之醇饮用水有限公司", "spelling"],
  ["qingzhichun", "临江市清之醇饮用水有限公司", "pinyin"],
  ["qīng zhī chún yǐn yòng shuǐ", "临江市清之醇饮用水有限公司", "pinyin"],
  ["qing1 zhi1 chun2", "临江市清之醇饮用水有限公司", "pinyin"],
  ["qzcyys", "临江市清之醇饮用水有限公司", "initials"],
  ["ljsqzcyysyxgs", "临江市清之醇饮用水有限公司", "initials"],
  ["云湖县宏大商贸", "云湖县宏大商贸有限责任公司", "legal-form"],
  ["臨江乾豐銀行", "临江乾丰银行股份有限公司", "legal-form"],
  ["linjiangqianfengyinhang", "临江乾丰银行股份有限公司", "pinyin"],
  ["乾丰银行云湖支行", "临江乾丰银行股份有限公司云湖支行", "place"],
  ["青石重庆火锅连锁(集团)有限公司", "青石重庆火锅连锁（集团）有限公司", "spelling"],
  ["qingshichongqinghuoguo", "青石重庆火锅连锁（集团）有限公司", "pinyin"],
  ["中石化", "中国石油化工临江股份有限公司", "short-name"],
  ["ＡＢＣ网络", "北岸ABC网络科技有限公司", "part"],
  ["abc网络科技", "北岸ABC网络科技有限公司", "part"],
  ["yunhuxianfengshouzhongzhi", "云湖县丰收种植农民专业合作社", "pinyin"],
];
for (const [text, name, reason] of typed) {
  test(`${text} finds ${name}: ${reason}`, async () => {
    const hit = await first(text);
    assert.equal(hit?.code, codeOf(name), JSON.stringify(hit));
    assert.equal(hit?.reason, reason);
  });
}

test("a number finds its organisation however it is written, and nothing else", async () => {
  const code = codeOf("临江市清之醇饮用水有限公司");
  for (const text of [code, code.toLowerCase(), ` ${code.slice(0, 8)}-${code.slice(8)} `, code.slice(8, 17)]) {
    const found = await node.registry.search.search(text, { limit: 10 });
    assert.ok(found.ok);
    assert.deepEqual(
      found.value.items.map((hit) => [hit.code, hit.reason]),
      [[code, "exact-number"]],
    );
  }
});

test("a former name leads to the organisation under its present name, and says so", async () => {
  const firm = organisation("临江旧日时光贸易有限公司", unified("91880100MA200001"));
  await foundSubjects(node.app, permit, [firm], provenance);
  const renamed = { ...legal("临江新月贸易有限公司", { validFrom: isoDate("2024-03-01") }), operatorName: null };
  await addNames(node.app, permit, [{ ...renamed, subjectId: newSubjectId(firm), kind: "organisation" }], provenance);
  const hit = await first("旧日时光");
  assert.equal(hit?.name, "临江新月贸易有限公司");
  assert.equal(hit?.matched, "临江旧日时光贸易有限公司");
  assert.equal(hit?.former, true);
});

test("a name is found as soon as the act that brought it is committed", async () => {
  const [code] = await foundNamed(node, ["云湖刚刚设立之物流有限公司"], 500);
  assert.equal((await first("刚刚设立之物流"))?.code, code);
});

const shops = [
  business("临江王小明小吃店", "王小明", unified("92880100MA300001")),
  business("临江好味道小吃店", "李四", unified("92880100MA300002")),
  business("临江不知谁家小吃店", null, unified("92880100MA300003")),
];
await foundSubjects(node.app, permit, shops, provenance);
const shopCode = (at: number) => shops[at]?.identifiers[0]?.value ?? "";

test("an individual business is found by exact code or full trade name only, never by part, pinyin or a slip (C12)", async () => {
  assert.equal((await first("临江好味道小吃店"))?.code, shopCode(1));
  assert.equal((await first("臨江好味道小吃店"))?.code, shopCode(1));
  assert.equal((await first(shopCode(1)))?.name, "临江好味道小吃店");
  for (const text of [
    "好味道",
    "好味道小吃店",
    "临江好味道",
    "临江好味道小吃",
    "haoweidao",
    "ljhwdxcd",
    "临江好味到小吃店",
  ]) {
    const found = await node.registry.search.search(text, { limit: 50 });
    assert.ok(found.ok);
    assert.ok(!found.value.items.some((hit) => hit.code.startsWith("92")), text);
  }
});

test("a trade name that holds its operator's name, or may hold it, finds nothing and is shown as the code (C12)", async () => {
  for (const at of [0, 2]) {
    assert.equal(await first(shops[at]?.names[0]?.name ?? ""), undefined);
    const hit = await first(shopCode(at));
    assert.equal(hit?.name, shopCode(at));
    assert.equal(hit?.matched, shopCode(at));
  }
  const answer = await app.inject({ url: `/api/v1/organisations/${shopCode(0)}` });
  assert.equal(answer.json().name, shopCode(0));
  assert.ok(!answer.body.includes("王小明"));
});

test("the role of visitors cannot reach a trade name by part, a hidden name or anything of a person, whatever SQL it runs (C12, C13)", async () => {
  const reader = node.publicReader;
  const index = await reader.query("SELECT name FROM public_read.name_index WHERE name LIKE '%小吃店'");
  assert.deepEqual(index.rows, []);
  const shown = await reader.query(
    "SELECT name FROM public_read.trade_name UNION SELECT name FROM public_read.name WHERE kind = 'individual-business'",
  );
  assert.deepEqual(shown.rows, [{ name: "临江好味道小吃店" }]);
  for (const table of ["name", "trade_name", "identifier", "person_token", "person_secret", "alias_act"])
    await assert.rejects(
      reader.query(`SELECT 1 FROM registry.${table}`),
      (error) => sqlState(error) === "42501",
      table,
    );
});

const specimen = "11010519491231002X";

test("what looks like a person's number is refused and repeated nowhere: by search, API, suggestions (C13)", async () => {
  await foundPersons(node.app, permit, [{ scheme: "person-number", number: specimen, name: "张三" }], {
    keys: node.keys,
    ...provenance,
  });
  for (const text of [
    specimen,
    "１１０１０５１９４９１２３１００２Ｘ",
    `张三 ${specimen}`,
    "110105 19491231 002x",
    "110105491231002",
    "一一〇一〇五一九四九一二三一〇〇二X",
    "E12345678",
    "护照E12345678",
    "H12345678",
    "13800138000",
  ]) {
    const found = await node.registry.search.search(text, { limit: 10 });
    assert.deepEqual(found, { ok: false, refusal: { code: "registry.identity-number" } });
    const q = encodeURIComponent(text);
    const answers = await Promise.all([
      app.inject({ url: `/api/v1/organisations?q=${q}` }),
      app.inject({ url: `/api/v1/organisations/${q}` }),
      app.inject({ method: "POST", url: "/api/v1/organisations/suggestions", payload: { q: text } }),
    ]);
    for (const answer of answers) {
      assert.equal(answer.statusCode, 400);
      assert.equal(answer.json().code, "registry.identity-number");
      assert.ok(!/\d{6}|一〇/.test(answer.body), answer.body);
      assert.ok(!JSON.stringify(answer.headers).includes("110105"));
    }
  }
});

test("no person is found by name, whole or in part, in Chinese or in pinyin (C12, C13)", async () => {
  await foundPersons(node.app, permit, [{ scheme: "person-number", number: "110105194912310038", name: "欧阳无敌" }], {
    keys: node.keys,
    ...provenance,
  });
  for (const text of ["欧阳无敌", "欧阳", "无敌", "ouyangwudi", "oywd"]) {
    const found = await node.registry.search.search(text, { limit: 10 });
    assert.ok(found.ok);
    assert.deepEqual(found.value.items, [], text);
  }
});

test("the API pages through hits without doubles and without end", async () => {
  await foundNamed(
    node,
    Array.from({ length: 45 }, (_, i) => `北岸万象第${i + 1}贸易有限公司`),
    600,
  );
  const seen: string[] = [];
  let cursor = "";
  for (let pages = 0; pages < 10; pages++) {
    const answer = await app.inject({ url: `/api/v1/organisations?q=${encodeURIComponent("万象")}&limit=20${cursor}` });
    assert.equal(answer.statusCode, 200, answer.body);
    const { items, next } = answer.json();
    seen.push(...items.map((hit: { code: string }) => hit.code));
    for (const hit of items) assert.match(hit.why.zh, /\p{Script=Han}/u);
    if (next === null) break;
    cursor = `&cursor=${next}`;
  }
  assert.equal(seen.length, 45);
  assert.equal(new Set(seen).size, 45);
});

test("bad queries are refused in words, whatever they are", async () => {
  for (const [q, code] of [
    ["（）", "registry.query-empty"],
    ["有".repeat(241), "http.invalid"],
    ["", "http.invalid"],
  ] as const) {
    const answer = await app.inject({ url: `/api/v1/organisations?q=${encodeURIComponent(q)}` });
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.json().code, code);
  }
  for (const cursor of ["-1", "0", "9999", "x"]) {
    const answer = await app.inject({ url: `/api/v1/organisations?q=abc&cursor=${cursor}` });
    assert.equal(answer.json().code, "registry.cursor");
  }
});

test("odd texts are answered, never with an error of ours", async () => {
  const odd = [
    "\u0000\u0001",
    "%",
    "'; DROP TABLE registry.name; --",
    "{1,2}",
    "𠮷野家",
    "\ud800",
    "有限公司",
    "公司",
    "a",
    "东",
    "0".repeat(17),
    "00000000000000000X",
    "ｘ",
    "é",
    "مرحبا",
    "qqqqqqqqqqqq",
    "x".repeat(100),
    "一".repeat(100),
  ];
  for (const text of odd) {
    const found = await node.registry.search.search(text, { limit: 10 });
    assert.ok(found.ok || found.refusal.code.startsWith("registry."), text);
  }
});
