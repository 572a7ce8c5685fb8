import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { iso7064 } from "./iso7064.ts";
import {
  addressHoldsPersonNumber,
  holdsPersonsIdentifier,
  looksLikePersonNumber,
  maskPersonNumbers,
} from "./secrets.ts";

const sample = "11010519491231002X";
const completed = (body: string) => body + iso7064["MOD 11-2"].checkOf(body);

const persons = [
  sample,
  "11010519491231002x",
  "１１０１０５１９４９１２３１００２Ｘ",
  "110105 19491231 002X",
  "110105-1949-1231-002X",
  "1101 0519 4912 3100 2X",
  "110105.19491231.002X",
  "\u200b110105\u200b19491231002X\ufeff",
  "110105491231002",
  "110105 491231 002",
  "１１０１０５４９１２３１００２",
  "张三 11010519491231002X",
  "共 5 110105 19491231 002X",
  "110105 19491231 002X 13800138000",
  "2023-01-05 110105491231002",
  "身份证号：11010519491231002X，男",
  "ID11010519491231002X",
  "11010519491231002X 11010519491231002X",
  "110105194912310021",
  "1101051949123100",
  "11010519491231002",
  "110105194913310021",
  "11O1O519491231OO2X",
  "810000208901010018".replace(/.$/, ""),
  completed("81000020890101001"),
  completed("91184020890101001"),
  "USA110189010112",
  "52990220890102171X",
];
for (const text of persons) {
  test(`${JSON.stringify(text)} looks like a person's number`, () => {
    assert.equal(looksLikePersonNumber(text), true);
  });
}

const others = [
  "91440300192317458F",
  "914403001922038216",
  "911000001000013428",
  "91350203M0001QKT19",
  "916300006791575725",
  "91522620722181560E",
  "91370220794026068J",
  "110108000000016",
  "320583000219614",
  "320125NA000060X",
  "3202112101702",
  "企合苏总字第000113号",
  "D2143569-X",
  "诚信科技有限公司",
  "2023-01-05 2024-01-05",
  "010-88886666",
  "13800138000",
  "2023-01-05 10:30:00 2023-01-06 11:45:30",
  "合同编号 2023 0105 0001 金额 120000.00",
  "00000000000000000X",
  "",
];
for (const text of others) {
  test(`${JSON.stringify(text)} does not`, () => {
    assert.equal(looksLikePersonNumber(text), false);
    assert.equal(maskPersonNumbers(text), text);
  });
}

test("masking leaves the rest of a text as written", () => {
  assert.equal(maskPersonNumbers("当事人（11010519491231002X）住址"), "当事人（1****************X）住址");
  assert.equal(maskPersonNumbers("110105 19491231 002x;"), "1***** ******** ***x;");
  assert.equal(maskPersonNumbers("91440300192317458F 11010519491231002X"), "91440300192317458F 1****************X");
});

test("every well-formed citizen number is seen, whatever else it passes as, and masked whole", () => {
  const region = fc.constantFrom("110105", "440301", "529902", "810000", "650102", "310119", "320120");
  const day = fc.date({ min: new Date("1900-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
  const sequence = fc.integer({ min: 0, max: 999 }).map((number) => String(number).padStart(3, "0"));
  const separator = fc.constantFrom("", " ", "-", "\u3000", "\u200b");
  fc.assert(
    fc.property(region, day, sequence, separator, (where, born, order, between) => {
      const date = born.toISOString().slice(0, 10).replaceAll("-", "");
      const number = completed(where + date + order);
      const written = [number.slice(0, 6), number.slice(6, 14), number.slice(14)].join(between);
      assert.ok(looksLikePersonNumber(written), written);
      const masked = maskPersonNumbers(`甲方${written}。`);
      assert.equal((masked.match(/[0-9X]/g) ?? []).length, 2, masked);
      assert.equal(maskPersonNumbers(masked), masked);
    }),
  );
});

test("a person's number is seen in any piece of an address, however often it is encoded", () => {
  for (const written of [sample, "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002x"]) {
    const once = encodeURIComponent(written);
    for (const url of [
      `/organisations/${once}/report`,
      `/search?q=${once}`,
      `/?${once}=1&y=2`,
      `/search?q=${once.replaceAll("%20", "+")}`,
      `/search?q=%zz&x=${once}`,
      `/sign-in?back=${encodeURIComponent(`/en/search?q=${once}`)}`,
    ])
      assert.equal(addressHoldsPersonNumber(url), true, url);
  }
  for (const url of [
    "/",
    "/organisations/91440300192317458F/report?effectiveAt=2026-01-01",
    "/double-publicity?from=2026-01-01&to=2026-06-30&cursor=2026-05-01.01999123-1101-7105-8194-912310021234",
    "/records/11010519-4912-3100-2511-010519491231",
    "/search?q=%E8%AF%9A%E4%BF%A1&x=%zz",
  ])
    assert.equal(addressHoldsPersonNumber(url), false, url);
});

test("what finds a person is no search for an organisation, however it is written", () => {
  for (const text of [
    sample,
    "E12345678",
    "e 1234 5678",
    "Ｅ１２３４５６７８",
    "EA1234567",
    "G12345678",
    "DE1234567",
    "H12345678",
    "H1234567801",
    "M12345678",
    "护照E12345678",
    "护照号码：K7654321",
    "张三 护照 E12345678",
    "passport no. 533401372",
    "回乡证H1234567800",
    "台胞证 00012345",
    "13800138000",
    "138 0013 8000",
    "+86-139-1234-5678",
    "１３８００１３８０００",
    "张三13800138000",
    "一三八〇〇一三八〇〇〇",
    "一一〇一〇五一九四九一二三一〇〇二X",
    "壹壹零壹零伍壹玖肆玖壹贰叁壹零零贰X",
    "AB1234567",
    "A123456(7)",
  ])
    assert.equal(holdsPersonsIdentifier(text), true, text);
});

test("names and codes of organisations find nobody", () => {
  for (const text of [
    "3M中国",
    "7-11",
    "第一三共",
    "一二三四五六七八九十商贸有限公司",
    "上海八六三信息安全",
    "E袋洗",
    "91440300192317458F",
    "911000001000013428",
    "D2143569-X",
    "MA01B2C34",
    "110108000000016",
    "3202112101702",
    "云溪市2026建设工程有限公司",
    "G7京新高速公路项目公司",
    "HM88888",
    "2023-01-05",
    "91310000MA1FL12345",
    "",
  ])
    assert.equal(holdsPersonsIdentifier(text), false, text);
});
