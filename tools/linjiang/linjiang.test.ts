import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Compile } from "typebox/compile";
import { AgencyShape } from "#contract/access.ts";
import type { Item } from "#contract/catalogue.ts";
import { MappingShape } from "#contract/intake.ts";
import { checkPersonNumber } from "#core/code/person.ts";
import { checkRegistrationNumber } from "#core/code/registration.ts";
import { checkUnifiedCode } from "#core/code/unified.ts";
import type { Json } from "#core/record/canonical.ts";
import { isoDate } from "#core/time/date.ts";
import { itemVersion } from "#src/catalogue/item.ts";
import { readPack } from "#src/catalogue/pack.ts";
import { inProject } from "#src/platform/config.ts";
import { diceFrom } from "./dice.ts";
import { dirtKinds } from "./dirt.ts";
import { makeLinjiang, rowsOfLinjiang } from "./generate.ts";
import { ownLayouts } from "./layouts.ts";
import { mappingFiles } from "./mappings.ts";
import { agencies, demoDate, packFolder } from "./province.ts";
import { bytesOf } from "./write.ts";

const nation = readPack(inProject("packs", "cn")).contents;
const region = readPack(packFolder).contents;
const { people, rows } = rowsOfLinjiang();
const { deliveries, manifest } = makeLinjiang();

test("the mapping files of the pack are what the generator writes its files by", () => {
  const isMapping = Compile(MappingShape);
  for (const { file, text } of mappingFiles()) {
    assert.equal(readFileSync(join(packFolder, file), "utf8"), text, "run tools/linjiang/main.ts --mappings");
    assert.ok(isMapping.Check(JSON.parse(text)), file);
  }
});

test("every agency of the province is a body with a valid code, a known kind and a superior that is there", () => {
  const isAgency = Compile(AgencyShape);
  const kinds = new Set(nation.agencyKinds.map(({ kind }) => kind));
  const codes = new Set(agencies.map(({ agencyCode }) => agencyCode));
  for (const agency of JSON.parse(readFileSync(join(packFolder, "agencies.json"), "utf8"))) {
    assert.ok(isAgency.Check(agency), agency.nameZh);
    assert.equal(checkUnifiedCode(agency.agencyCode).verdict, "valid", agency.nameZh);
    for (const kind of agency.kinds) assert.ok(kinds.has(kind), `${agency.nameZh}: ${kind}`);
    assert.ok(agency.superiorCode === null || codes.has(agency.superiorCode), agency.nameZh);
  }
});

test("no place of the invented province bears the name of a real division", () => {
  const real = new Set(nation.divisions.map((row) => row[1]));
  for (const [code, name] of region.divisions) {
    assert.match(String(code), /^88/);
    assert.ok(!real.has(String(name)), String(name));
  }
});

test("three thousand organisations of all kinds live there, every one once, with codes that check as they should", () => {
  const own = people.filter(({ code }) => !agencies.some(({ agencyCode }) => agencyCode === code));
  assert.equal(own.length, 3_000);
  assert.equal(new Set(people.map(({ code, oldNumber }) => code ?? oldNumber)).size, people.length);
  assert.equal(new Set(people.map(({ name }) => name)).size, people.length);
  for (const { code, oldNumber, wrongCheck, name } of people) {
    if (code) assert.equal(checkUnifiedCode(code).verdict, wrongCheck ? "checksum-exception" : "valid", name);
    else assert.equal(checkRegistrationNumber(oldNumber ?? "").verdict, "valid", name);
  }
});

test("invented people's numbers are well formed and in a region that was never given out", () => {
  const numbers = rows
    .flatMap(({ fields }) => [fields["personNumber"], fields["personDocumentNumber"]])
    .filter(Boolean);
  assert.ok(numbers.length > 60);
  for (const number of numbers) {
    assert.match(String(number), /^119988/);
    assert.equal(checkPersonNumber(String(number)).verdict, "valid");
  }
});

test("every one of the 34 sectors has records", () => {
  const sent = new Set(rows.map(({ item }) => item));
  for (const { number, items } of nation.sectors)
    assert.ok(
      items.some((id) => sent.has(id)),
      `sector ${number}`,
    );
});

test("thirty thousand records come in, and the manifest counts every row and every dirt", () => {
  const { totals } = manifest;
  assert.ok(totals.rows >= 30_000, String(totals.rows));
  assert.equal(totals.accepted + totals.corrected + totals.unchanged + totals.held + totals.refused, totals.rows - 3);
  for (const { kind, count, verdict } of dirtKinds) {
    const found = manifest.dirt[kind];
    assert.ok(found && found.rows >= count && found.verdict === verdict, kind);
  }
});

test("no decision lies after the day its file is received, but those made so on purpose", () => {
  for (const { fields, deliveredOn, dirt } of rows)
    if (dirt !== "decided-tomorrow") assert.ok(String(fields["decidedOn"]) <= deliveredOn, String(fields["decidedOn"]));
  assert.ok(deliveries.every(({ entry }) => entry.receivedOn <= demoDate));
});

/** As the catalogue judges a row: codes of findings that hold or refuse it. */
function judged(row: (typeof rows)[number]): readonly string[] {
  const all: readonly Item[] = [...nation.items, ...region.items];
  const versions = all.filter(({ id }) => id === row.item);
  const on = row.deliveredOn;
  const item = versions.find((one) => one.effectiveFrom <= on && (one.effectiveTo === null || on <= one.effectiveTo));
  assert.ok(item, `${row.item} on ${on}`);
  const key = `${item.id}@${item.version}`;
  const version = cache.get(key) ?? itemVersion(item, { pack: "cn", rules: nation.rules, versions });
  cache.set(key, version);
  const payload: Record<string, Json> = { ...row.fields };
  for (const [field, text] of Object.entries(row.raw)) {
    if (text === "") delete payload[field];
    else if (["facts", "content"].includes(field) || text === "00000000000000000X") payload[field] = text;
  }
  for (const [field, value] of Object.entries(payload)) if (value === "" || value === null) delete payload[field];
  const found = version.validate(payload, { receivedOn: isoDate(on), sender: row.agency.agencyCode });
  return found.filter(({ verdict }) => verdict !== "note").map(({ code }) => code);
}
const cache = new Map<string, ReturnType<typeof itemVersion>>();

test("every row that should come in passes schema and rules of the version in force on its day", () => {
  for (const row of rows) {
    if (row.verdict === "held" || row.verdict === "refused") continue;
    assert.deepEqual(judged(row), [], `${row.item} ${row.agency.nameZh} ${JSON.stringify(row.fields)}`);
  }
});

/** Found by reading cells or by what the registry holds, not by schema and rules. */
const foundElsewhere = new Set([
  "date-impossible",
  "code-mistyped",
  "code-misplaced",
  "wrong-check-stranger",
  "trader-graded",
  "ocr-name-unreadable",
]);

test("every row that should not come in is found under the code the manifest names", () => {
  for (const row of rows) {
    if (row.verdict !== "held" && row.verdict !== "refused") continue;
    if (foundElsewhere.has(row.dirt ?? "")) continue;
    assert.ok(row.code && judged(row).includes(row.code), `${row.dirt}: ${judged(row)} ${JSON.stringify(row.fields)}`);
  }
});

test("the same province is made again cell by cell, and its files to the same bytes", async () => {
  const again = makeLinjiang().deliveries;
  const digest = (all: typeof deliveries) => {
    const hash = createHash("sha256");
    for (const { entry, sheet } of all) hash.update(JSON.stringify([entry, sheet.columns, sheet.cells]));
    return hash.digest("hex");
  };
  assert.equal(digest(again), digest(deliveries));
  for (const format of ["csv", "xlsx", "json", "ndjson"]) {
    const at = deliveries.findIndex(({ entry }) => entry.format === format && entry.rows < 100);
    const [one, other] = [deliveries[at], again[at]];
    assert.ok(one && other);
    assert.ok((await bytesOf(one.sheet)).equals(await bytesOf(other.sheet)), format);
  }
});

test("a dice of a part does not depend on how often others were thrown", () => {
  const one = diceFrom("seed");
  one.next();
  assert.equal(one.of("part").next(), diceFrom("seed").of("part").next());
});

test("every layout of an agency's own leads to fields its item has", () => {
  for (const { item, columns } of ownLayouts) {
    const found = nation.items.filter(({ id }) => id === item).at(-1);
    assert.ok(found, item);
    for (const [column, field] of columns)
      if (field !== null) assert.ok(field in found.schema.properties, `${item}: ${column}`);
  }
});
