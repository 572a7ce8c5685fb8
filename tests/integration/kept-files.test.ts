/** A public file that is kept is never an old one: a change is seen by the next question, and what ends at midnight has ended. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { RowResult } from "#contract/entries.ts";
import type { FileView } from "#contract/ledger.ts";
import { addDays, isoDate } from "#core/time/date.ts";
import { Files } from "#src/ledger/files.ts";
import { KeptFiles } from "#src/ledger/kept-files.ts";
import { standingClock } from "#src/platform/clock.ts";
import { openPool } from "#src/platform/database.ts";
import { testNode } from "#tests/kit/database.ts";
import { act, penaltyFields } from "#tests/kit/entries.ts";
import { inventedCode } from "#tests/kit/intake.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode();
const base = await serveNode(node);
const officer = new Visitor(base);
await officer.signInAs("chen-lan");

const enter = async (over: Record<string, unknown>) => {
  const fields = penaltyFields(over);
  const { body } = await act<RowResult>(officer, "entries", { item: "cn/penalty", fields });
  assert.equal(body.verdict, "accepted", JSON.stringify(body.findings));
  assert.ok(body.record);
  return { fields, record: body.record };
};

async function file(code: string, etag?: string, more = "") {
  const answer = await fetch(`${base}/api/v1/organisations/${code}/file${more}`, {
    headers: etag === undefined ? {} : { "if-none-match": etag },
  });
  const text = await answer.text();
  return {
    status: answer.status,
    etag: answer.headers.get("etag") ?? "",
    view: text === "" ? null : (JSON.parse(text) as FileView),
  };
}

test("unchanged, a file is not sent again; every change to it is in the very next answer", async () => {
  const unifiedCode = inventedCode();
  const { fields, record } = await enter({ unifiedCode });
  const first = await file(unifiedCode);
  assert.deepEqual([first.status, first.view?.total], [200, 1]);
  const again = await file(unifiedCode, first.etag);
  assert.deepEqual([again.status, again.view], [304, null]);
  assert.deepEqual((await file(unifiedCode)).view, first.view, "the same answer for whoever has none");

  await enter({ unifiedCode });
  const second = await file(unifiedCode, first.etag);
  assert.deepEqual([second.status, second.view?.total], [200, 2]);

  const corrected = { ...fields, fineAmount: "30000", content: "罚款3万元" };
  assert.equal(
    (await act<RowResult>(officer, "records/correct", { ...record, fields: corrected, reason: "金额有误" })).status,
    200,
  );
  const third = await file(unifiedCode, second.etag);
  const shown = third.view?.records.find(({ recordId }) => recordId === record.recordId);
  assert.deepEqual([third.status, shown?.fields["fineAmount"]], [200, 30_000]);

  assert.equal((await act<RowResult>(officer, "records/withdraw", { ...record, reason: "报错主体" })).status, 200);
  const fourth = await file(unifiedCode, third.etag);
  assert.deepEqual([fourth.status, fourth.view?.total], [200, 1]);

  const page = await (await fetch(`${base}/organisations/${unifiedCode}`)).text();
  assert.ok(
    page.includes(String(fourth.view?.records[0]?.fields["documentNumber"])),
    "the page shows what the API says",
  );
});

test("a change that is not public leaves no trace in the tag of a public file", async () => {
  const unifiedCode = inventedCode();
  const { record } = await enter({ unifiedCode, legalRepresentative: "虚构人" });
  const first = await file(unifiedCode);
  await act(officer, "records/open", record);
  assert.equal((await file(unifiedCode, first.etag)).status, 304);
});

test("each page of a file and each day that is asked for is an answer of its own", async () => {
  const unifiedCode = inventedCode();
  await enter({ unifiedCode });
  await enter({ unifiedCode });
  const all = await file(unifiedCode);
  const one = await file(unifiedCode, all.etag, "?limit=1");
  assert.deepEqual([one.status, one.view?.records.length, one.view?.total], [200, 1, 2]);
  const past = await file(unifiedCode, all.etag, "?knownAt=2026-01-01");
  assert.deepEqual([past.status, past.view?.total, past.etag], [200, 0, ""]);
});

test("C8: at midnight a file that was kept is composed anew", async () => {
  const unifiedCode = inventedCode();
  const { record } = await enter({ unifiedCode });
  const clock = standingClock(node.clock.now());
  const { view } = await file(unifiedCode);
  const directory = {
    findPublic: async () => ({ ok: true, value: { kind: "organisation", subjectIds: [record.subjectId] } }),
    head: async () => view?.subject,
    agency: (code: string) => ({ zh: code, en: code }),
    kindsOfAgency: () => ["market-regulation"],
  };
  const parts = { ...node, clock, directory } as unknown as ConstructorParameters<typeof Files>[0];
  const kept = new KeptFiles(parts, new Files(parts));
  const ask = async () => {
    const found = await kept.get({ code: unifiedCode });
    assert.ok(found.ok);
    return found.value;
  };
  const today = await ask();
  assert.equal(await ask(), today, "kept");
  const owner = openPool(node.owner, { max: 1 });
  const move = (seconds: number) =>
    owner.query("UPDATE platform.clock SET offset_seconds = offset_seconds + $1", [seconds]);
  const day = 86_400;
  await move(day);
  clock.moveTo(new Date(clock.now().getTime() + day * 1000));
  const tomorrow = await ask();
  assert.notEqual(tomorrow.etag, today.etag);
  assert.equal(tomorrow.file.asOf.today, addDays(isoDate(today.file.asOf.today), 1));
  await move(6 * 366 * day);
  clock.moveTo(new Date(clock.now().getTime() + 6 * 366 * day * 1000));
  assert.equal((await ask()).file.total, 0, "its publication has ended");
  await move(-(6 * 366 + 1) * day);
  await owner.end();
});
