import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, test } from "node:test";
import { isoDate } from "#core/time/date.ts";
import type { Actor } from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import { appendChanges, appendRecords, type Directory, Files, type RecordRow, sealContext } from "#src/ledger/index.ts";
import { standingClock } from "#src/platform/clock.ts";
import { inTransaction } from "#src/platform/database.ts";
import { testNode } from "#tests/kit/database.ts";
import {
  addTestItem,
  addTestSubject,
  agencyCode,
  officer,
  permitFor,
  testCorrection,
  testRecord,
} from "#tests/kit/ledger.ts";

const node = await testNode();
const permit = await permitFor(node);
const clock = standingClock(new Date("2026-09-18T04:00:00Z"));

const penalty = await addTestItem(node, { adverse: true });
const honour = await addTestItem(node);
const subjectId = await addTestSubject(node);
const emptyId = await addTestSubject(node);
const codes = new Map([
  ["91880100MA00000011", subjectId],
  ["91880100MA00000022", emptyId],
]);

const at = (day: string) => new Date(`${day}T02:00:00Z`);
const fine = testRecord(penalty, subjectId, {
  open: { fine: 50000 },
  shared: { facts: "某事" },
  recordedAt: at("2026-05-10"),
});
/** A person's number that nobody has: from before rules kept such out of texts. */
const number = "110105194912310009";
const maskedNumber = "1****************9";
const sealedRecordId = randomUUID();
const mistake = testRecord(penalty, subjectId, { recordedAt: at("2026-05-10") });
const ended = testRecord(penalty, subjectId, {
  publishedUntil: isoDate("2026-08-01"),
  recordedAt: at("2026-05-10"),
  decidedOn: isoDate("2026-05-02"),
  effectiveFrom: isoDate("2026-05-02"),
});
const prize = testRecord(honour, subjectId, {
  recordId: sealedRecordId,
  open: { title: `诚信示范（${number}）` },
  sealed: node.keys.seal(
    Buffer.from(JSON.stringify({ contact: `经办人 ${number}` })),
    sealContext({ subjectId, recordId: sealedRecordId }),
  ),
  decidedOn: isoDate("2026-07-01"),
  effectiveFrom: isoDate("2026-07-01"),
  effectiveTo: isoDate("2026-08-31"),
  servedOn: null,
  publishedUntil: null,
  retainedUntil: null,
  recordedAt: at("2026-07-03"),
});

before(async () => {
  await inTransaction(node.app, async (transaction) => {
    await appendRecords(transaction, permit, [fine, mistake, ended, prize]);
    await appendChanges(transaction, permit, [
      testCorrection(fine, {
        open: { fine: 500 },
        shared: { facts: "某事" },
        reason: "金额单位填错",
        recordedAt: at("2026-06-01"),
      }),
      testCorrection(mistake, {
        act: "withdraw",
        open: null,
        salt: null,
        reason: "报错主体",
        recordedAt: at("2026-06-15"),
      }),
    ]);
  });
});

const legend = (id: string) => ({
  itemId: id,
  version: 1,
  title: { zh: id, en: id },
  plain: { zh: "", en: "" },
  category: id === honour.itemId ? 11 : 3,
  sectors: id === honour.itemId ? [18] : [5, 6],
  law: [],
  wayBack: { text: { zh: "", en: "" }, article: "" },
  fields: {},
});
const fields = new Map(["fine", "title", "documentNumber"].map((name) => [name, { "x-disclosure": "public" }]));
const catalogue = {
  item: (id: string) => ({ legend: legend(id), fields }),
  itemInForce: () => ({ fields }),
  versions: () => [],
  sectors: () =>
    [5, 6, 18].map((number) => ({
      number,
      title: { zh: String(number), en: String(number) },
      agencyKinds: number === 6 ? ["market-regulation"] : [],
    })),
  agencyKinds: new Map(),
  purposes: new Map([
    ["procurement", { agencyKinds: ["any"], subjectKinds: ["organisation"] }],
    ["food-permits", { agencyKinds: ["food"], subjectKinds: ["organisation"] }],
  ]),
} as unknown as Catalogue;
const directory: Directory = {
  async findPublic(code) {
    const id = codes.get(code);
    return { ok: true, value: id ? { kind: "organisation", subjectIds: [id] } : null };
  },
  async findByNumber({ value }) {
    const id = codes.get(value);
    return id ? { kind: "organisation", subjectIds: [id] } : null;
  },
  async findById(id) {
    return { kind: "organisation", subjectIds: [id] };
  },
  async head() {
    return {
      kind: "organisation",
      name: "试验公司",
      code: "",
      codeVerdict: "valid",
      form: null,
      division: null,
      identifiers: [],
      names: [],
      aliases: [],
    };
  },
  async labels() {
    return new Map();
  },
  agency: (code) => ({ zh: code, en: code }),
  kindsOfAgency: () => ["market-regulation"],
  agenciesOfKinds: () => [],
};
const files = new Files({
  app: node.app,
  publicReader: node.publicReader,
  door: node.door,
  looks: node.looks,
  catalogue,
  clock,
  keys: node.keys,
  directory,
});

async function publicFile(asked: object = {}) {
  const found = await files.getPublic({ code: "91880100MA00000011", ...asked });
  assert.ok(found.ok, JSON.stringify(found));
  return found.value;
}
async function bodyFile(asked: object = {}, actor: Actor = officer) {
  return files.readForBody(actor, {
    subject: { scheme: "unified-code", value: "91880100MA00000011" },
    purpose: "procurement",
    basis: "临采〔2026〕7号",
    ...asked,
  });
}
const looks = async () =>
  (await node.app.query("SELECT outcome, purpose, agency_code, shown FROM access.look ORDER BY looked_at, look_id"))
    .rows;
const byRecord = (records: { recordId: string }[], record: RecordRow) =>
  records.find((one) => one.recordId === record.recordId) as Record<string, unknown> | undefined;

test("a visitor sees what is public today, newest first, with counts by category and month", async () => {
  const file = await publicFile();
  assert.deepEqual(
    file.records.map((one) => [one.recordId, one.fields]),
    [
      [prize.recordId, { title: `诚信示范（${maskedNumber}）` }],
      [fine.recordId, { fine: 500 }],
    ],
  );
  assert.deepEqual(
    file.categories.filter((one) => one.total > 0).map(({ category, total, adverse }) => [category, total, adverse]),
    [
      [3, 1, 1],
      [11, 1, 0],
    ],
  );
  assert.deepEqual(file.months, [
    { month: "2026-05", adverse: 1, other: 0 },
    { month: "2026-07", adverse: 0, other: 1 },
  ]);
  assert.deepEqual([file.total, file.next, file.differences], [2, null, []]);
  assert.equal(byRecord(file.records, prize)?.["inForce"], false);
});

test("a record is counted under the sector its authority works in, and a file can be read one sector at a time", async () => {
  const file = await publicFile();
  assert.deepEqual(
    file.sectors.map(({ sector, total, adverse }) => [sector, total, adverse]),
    [
      [6, 1, 1],
      [18, 1, 0],
    ],
  );
  const one = await publicFile({ sector: 6 });
  assert.deepEqual(
    one.records.map(({ recordId }) => recordId),
    [fine.recordId],
  );
  assert.deepEqual([one.total, one.next, one.sectors], [2, null, file.sectors]);
  assert.deepEqual((await publicFile({ sector: 5 })).records, []);
});

test("C8: a visitor cannot dig up what was corrected, withdrawn or ended by moving the dates", async () => {
  const file = await publicFile({ knownAt: "2026-05-20", effectiveAt: "2026-05-20" });
  assert.deepEqual(
    file.records.map((one) => one.recordId),
    [fine.recordId],
  );
  assert.deepEqual(file.records[0]?.fields, {});
  assert.deepEqual(file.differences.map((one) => one.kind).sort(), ["corrected-since", "not-yet-known"]);
  for (const { item } of file.differences) assert.ok(file.items[item], `${item} is explained`);
  assert.doesNotMatch(JSON.stringify(file), /50000|某事|金额单位填错/);
});

test("knownAt as a day means its end in Asia/Shanghai; as an instant, that instant", async () => {
  assert.equal((await publicFile({ knownAt: "2026-05-09" })).total, 0);
  assert.equal((await publicFile({ knownAt: "2026-05-10" })).total, 1);
  assert.equal((await publicFile({ knownAt: "2026-05-10T01:59:59Z" })).total, 0);
  assert.equal((await publicFile({ knownAt: "2026-05-10T02:00:00.000Z" })).total, 1);
});

test("days that do not exist or are still to come are refused, naming the field", async () => {
  for (const [asked, field] of [
    [{ effectiveAt: "2026-02-30" }, "effectiveAt"],
    [{ effectiveAt: "2026-09-19" }, "effectiveAt"],
    [{ knownAt: "2026-09-19" }, "knownAt"],
    [{ knownAt: "2026-09-18T04:00:01Z" }, "knownAt"],
  ] as const) {
    const found = await files.getPublic({ code: "91880100MA00000011", ...asked });
    assert.deepEqual(!found.ok && [found.refusal.code, found.refusal.field], ["ledger.date", field]);
  }
});

test("pages follow each other without gap or repeat, and counts cover all pages", async () => {
  const first = await publicFile({ limit: 1 });
  assert.ok(first.next);
  const second = await publicFile({ limit: 1, cursor: first.next });
  assert.deepEqual(
    [first.records[0]?.recordId, second.records[0]?.recordId, second.next, second.total],
    [prize.recordId, fine.recordId, null, 2],
  );
  const forged = await files.getPublic({ code: "91880100MA00000011", cursor: "x" });
  assert.equal(!forged.ok && forged.refusal.code, "ledger.cursor");
});

test('"nothing recorded" is not "unknown"', async () => {
  const nothing = await files.getPublic({ code: "91880100MA00000022" });
  assert.ok(nothing.ok && nothing.value.total === 0 && nothing.value.categories.length === 13);
  const unknown = await files.getPublic({ code: "91880100MA00000033" });
  assert.equal(!unknown.ok && unknown.refusal.code, "ledger.unknown-subject");
});

test("C15: a body sees shared fields, and the look is in the log", async () => {
  const found = await bodyFile();
  assert.ok(found.ok);
  assert.deepEqual(byRecord(found.value.records, fine)?.["fields"], { fine: 500, facts: "某事" });
  assert.deepEqual(byRecord(found.value.records, prize)?.["masked"], [
    { field: "sealed", basis: "C13; 个人信息保护法 51" },
    { field: "title", basis: "C13; 个人信息保护法 51" },
  ]);
  assert.ok(byRecord(found.value.records, ended));
  assert.equal(byRecord(found.value.records, mistake), undefined);
  const last = (await looks()).at(-1);
  assert.deepEqual(
    [last?.outcome, last?.purpose, last?.agency_code, last?.shown.total],
    ["shown", "procurement", agencyCode, 3],
  );
});

test("a body may ask what was known on a day, and is told what changed since", async () => {
  const found = await bodyFile({ knownAt: "2026-05-20", effectiveAt: "2026-05-20" });
  assert.ok(found.ok);
  assert.deepEqual(byRecord(found.value.records, fine)?.["fields"], { fine: 50000, facts: "某事" });
  assert.ok(byRecord(found.value.records, mistake));
  assert.deepEqual(found.value.differences.map((one) => one.kind).sort(), [
    "corrected-since",
    "not-yet-known",
    "withdrawn-since",
  ]);
});

test("C15: a look without a listed purpose, for another kind of body, or by nobody's officer is refused and logged", async () => {
  const before = (await looks()).length;
  const unlisted = await bodyFile({ purpose: "curiosity" });
  const notTheirs = await bodyFile({ purpose: "food-permits" });
  const auditor = await bodyFile({}, { ...officer, roles: ["auditor"] } as Actor);
  assert.deepEqual(
    [unlisted, notTheirs, auditor].map((one) => !one.ok && one.refusal.code),
    ["ledger.purpose", "ledger.purpose", "access.denied"],
  );
  const added = (await looks()).slice(before);
  assert.deepEqual(
    added.map((one) => one.outcome),
    ["refused", "refused", "refused"],
  );
});

test("C9: the subject sees everything that is held, withdrawn and ended too, and its sealed fields", async () => {
  const representative: Actor = {
    kind: "representative",
    id: randomUUID(),
    name: "代理人",
    subjects: [subjectId],
    assurance: "substantial",
  } as Actor;
  const found = await files.readOwn(representative, {});
  assert.ok(found.ok, JSON.stringify(found));
  assert.deepEqual(
    new Set(found.value.records.map((one) => one.recordId)),
    new Set([fine, mistake, ended, prize].map((one) => one.recordId)),
  );
  assert.deepEqual(byRecord(found.value.records, prize)?.["fields"], {
    title: `诚信示范（${maskedNumber}）`,
    contact: `经办人 ${maskedNumber}`,
  });
  assert.deepEqual(
    [byRecord(found.value.records, mistake)?.["state"], byRecord(found.value.records, mistake)?.["changeReason"]],
    ["withdrawn", "报错主体"],
  );
  const stored = await node.app.query("SELECT count(*)::int AS n FROM ledger.record WHERE subject_id = $1", [
    subjectId,
  ]);
  assert.equal(found.value.total, stored.rows[0].n);
  const other = await files.readOwn(representative, { subjectId: emptyId });
  assert.equal(!other.ok && other.refusal.code, "access.denied");
});

test("C13: a person's number that an old record holds is masked to every audience, and the masking shows its basis", async () => {
  const representative = { kind: "representative", id: randomUUID(), subjects: [subjectId], assurance: "substantial" };
  const own = await files.readOwn(representative as unknown as Actor, {});
  const body = await bodyFile();
  assert.ok(own.ok && body.ok);
  for (const file of [await publicFile(), body.value, own.value]) {
    assert.equal(JSON.stringify(file).includes(number), false, file.asOf.audience);
    const { masked } = byRecord(file.records, prize) as { masked: { field: string; basis: string }[] };
    assert.ok(
      masked.some(({ field, basis }) => field === "title" && basis.includes("C13")),
      file.asOf.audience,
    );
  }
});

test("C8: the address of a record whose publication ended, or that was withdrawn, is gone; another's is unknown", async () => {
  const state = async (recordId: string) => {
    const found = await files.getPublicRecord({ code: "91880100MA00000011", recordId });
    return found.ok ? found.value.record.recordId : found.refusal.code;
  };
  assert.deepEqual(await Promise.all([fine, ended, mistake].map((one) => state(one.recordId))), [
    fine.recordId,
    "ledger.publication-ended",
    "ledger.publication-ended",
  ]);
  assert.equal(await state(randomUUID()), "ledger.unknown-record");
});
