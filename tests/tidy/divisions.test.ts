import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { divisionsFrom } from "#core/code/division.ts";
import { inProject } from "#src/platform/config.ts";
import { sharedData } from "#tests/kit/shared-data.ts";
import { divisionsFile, divisionsText } from "#tools/divisions.ts";

const text = readFileSync(divisionsFile, "utf8");
const divisions = divisionsFrom(JSON.parse(text));

test("the pack's table of divisions is what the tool makes of the sources", () => {
  assert.equal(text, divisionsText(sharedData()), "run tools/divisions.ts");
});

test("the licences of the sources stand beside the table", () => {
  const notices = readFileSync(inProject("packs", "cn", "codes", "NOTICES.md"), "utf8");
  for (const folder of ["divisions", "divisions-2023"]) {
    assert.ok(notices.includes(readFileSync(sharedData(folder, "LICENSE"), "utf8").trim()), folder);
  }
});

const known: readonly (readonly [code: string, fullName: string, status: string, ...successors: string[]])[] = [
  ["100000", "全国", "current"],
  ["110101", "北京市东城区", "current"],
  ["110105", "北京市朝阳区", "current"],
  ["440300", "广东省深圳市", "current"],
  ["440305", "广东省深圳市南山区", "current"],
  ["429004", "湖北省仙桃市", "current"],
  ["710000", "台湾省", "current"],
  ["110103", "北京市崇文区", "abolished", "110101"],
  ["110104", "北京市宣武区", "abolished", "110102"],
  ["310119", "上海市南汇区", "abolished", "310115"],
  ["130171", "河北省石家庄市石家庄高新技术产业开发区", "statistical"],
  ["110100", "北京市市辖区", "statistical"],
];
for (const [code, fullName, status, ...successors] of known) {
  test(`${code} is ${fullName}, ${status}`, () => {
    const found = divisions.find(code);
    assert.deepEqual([found.fullName, found.status, found.successors], [fullName, status, successors]);
  });
}

test("every division in force of the source is in force here, and what was abolished names divisions that exist", () => {
  const current = JSON.parse(readFileSync(sharedData("divisions", "list.json"), "utf8")) as Record<string, string>;
  for (const [code, name] of Object.entries(current)) {
    // Codes made up by the source for Hong Kong's, Macao's and Taiwan's parts are not of the standard.
    const expected = /^8[123](?!0000)|^83/.test(code) ? "unlisted" : "current";
    assert.equal(divisions.find(code).status, expected, `${code} ${name}`);
  }
  for (const [code, , , status, successors = []] of JSON.parse(text) as [string, string, string, string, string[]?][]) {
    assert.ok(status === "abolished" || successors.length === 0, code);
    for (const successor of successors) assert.notEqual(divisions.find(successor).status, "unlisted", code);
  }
});

test("divisions of real registrations are known for more than 97 in 100, as measured elsewhere", () => {
  const rows: { code: string }[] = parse(gunzipSync(readFileSync(sharedData("enterprises", "registry_dev.csv.gz"))), {
    columns: true,
  });
  const statuses = rows
    .filter(({ code }) => code.length === 18)
    .map(({ code }) => divisions.find(code.slice(2, 8)).status);
  const share = (status: string) => statuses.filter((one) => one === status).length / statuses.length;
  assert.ok(share("current") > 0.88, `current ${share("current")}`);
  assert.ok(share("abolished") > 0.05 && share("abolished") < 0.1, `abolished ${share("abolished")}`);
  assert.ok(share("unlisted") < 0.03, `unlisted ${share("unlisted")}`);
});
