/** What helps an agency to send: the items it may send, templates, nil returns, its clock. */
import assert from "node:assert/strict";
import { test } from "node:test";
import ExcelJS from "exceljs";
import type { RowResult } from "#contract/entries.ts";
import type { Timeliness } from "#contract/sending-aids.ts";
import { addDays, isoDate } from "#core/time/date.ts";
import { sendFile } from "#src/intake/index.ts";
import { bytesSource } from "#src/intake/read/source.ts";
import { addAgency, officerOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import { act, penaltyFields } from "#tests/kit/entries.ts";
import { countsOf, csvOf, inventedCode, penaltyRow, sendText } from "#tests/kit/intake.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode();
const base = await serveNode(node);
const officer = new Visitor(base);
await officer.signInAs("chen-lan");
const visitor = new Visitor(base);

const agency = await addAgency(node, { agencyCode: inventedCode(undefined, "11") });

const template = async (item: string, format: string) => {
  const answer = await visitor.ask(`/api/v1/intake/templates/${item}?format=${format}`);
  assert.equal(answer.status, 200);
  return Buffer.from(await answer.arrayBuffer());
};

/** A permit in the columns of the published layout. */
function permitRow(): Record<string, string> {
  return {
    XK_XDR_MC: "临江市样表检验有限公司",
    XK_XDR_LB: "法人及非法人组织",
    XK_XDR_SHXYM: inventedCode(),
    XK_XKWS: "准予行政许可决定书",
    XK_WSH: "临测许〔2026〕样1号",
    XK_XKLB: "普通",
    XK_NR: "食品经营",
    XK_JDRQ: "2026-06-01",
    XK_YXQZ: "2026-06-01",
    XK_YXQZI: "2099-12-31",
    XK_XKJG: agency.nameZh,
    XK_XKJGDM: agency.agencyCode,
    XK_ZT: "1",
    XK_LYDW: agency.nameZh,
    XK_LYDWDM: agency.agencyCode,
  };
}

/** 罚款金额，万元（CF_NR_FK） is the layout's CF_NR_FK. */
const layoutOf = (column: string) => /（([A-Z][A-Z0-9_]+)）$/.exec(column)?.[1] ?? column;

/** Every column says in words what it is, and which of the layout it is. */
function mustHead(columns: readonly string[], row: Record<string, string>): void {
  const layout = columns.map(layoutOf);
  for (const column of Object.keys(row)) assert.ok(layout.includes(column), `the template has no ${column}`);
  for (const column of columns) assert.match(column, /^\p{Script=Han}/u);
}

async function filled(bytes: Buffer, format: string, row: Record<string, string>): Promise<Buffer> {
  if (format === "csv") {
    const header = bytes.toString("utf8").replace("\ufeff", "").trimEnd();
    const columns = header.split(",");
    mustHead(columns, row);
    return Buffer.from(`\ufeff${header}\r\n${columns.map((column) => row[layoutOf(column)] ?? "").join(",")}\r\n`);
  }
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  const [sheet] = book.worksheets;
  assert.ok(sheet);
  const columns = (sheet.getRow(1).values as string[]).slice(1);
  mustHead(columns, row);
  columns.forEach((column, at) => {
    const cell = row[layoutOf(column)];
    if (cell !== undefined) sheet.getRow(2).getCell(at + 1).value = cell;
  });
  return Buffer.from(await book.xlsx.writeBuffer());
}

test("a template filled in comes through intake without a mapping", async () => {
  const rows = { "cn/permit": permitRow(), "cn/penalty": penaltyRow(agency) } as const;
  for (const [item, row] of Object.entries(rows)) {
    for (const format of ["xlsx", "csv"]) {
      const bytes = await filled(await template(item, format), format, row);
      const receipt = value(
        await sendFile(node, officerOf(agency), {
          file: {
            source: bytesSource(bytes),
            name: `template.${format}`,
            item,
            mapping: null,
            mappingVersion: null,
            uploadId: null,
            dryRun: false,
            channel: "api",
          },
          idempotencyKey: `${item} ${format}`,
        }),
      );
      // The second sending says the same of the same document: whatever the format, nothing changed.
      const expected =
        format === "xlsx" ? "1 accepted, 0 corrected, 0 unchanged" : "0 accepted, 0 corrected, 1 unchanged";
      assert.equal(countsOf(receipt), `${expected}, 0 held, 0 refused`, `${item} ${format}`);
    }
  }
});

test("every item's template names every field once, and explains each", async () => {
  for (const { item, fields, key } of node.catalogue.items(node.clock.today())) {
    if (!item.switchedOn) continue;
    const header = (await template(item.id, "csv")).toString("utf8").replace("\ufeff", "").trimEnd();
    assert.equal(new Set(header.split(",")).size, fields.size, key);
  }
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await template("cn/penalty", "xlsx")) as unknown as ArrayBuffer);
  const [data, notes] = book.worksheets;
  assert.equal(notes?.rowCount, 4 + (data?.columnCount ?? 0));
  const unknown = await visitor.ask("/api/v1/intake/templates/cn/gossip");
  assert.equal(unknown.status, 404);
  await unknown.body?.cancel();
});

test("C2: an officer sees the items the agency may send, and no other", async () => {
  const { body } = await officer.api("/api/v1/intake/items");
  const { items } = body as { items: { item: string; workingDays: number | null }[] };
  assert.ok(items.some(({ item, workingDays }) => item === "cn/penalty" && workingDays === 7));
  assert.ok(!items.some(({ item }) => item === "cn/judgment-defaulter"));
  assert.equal((await visitor.api("/api/v1/intake/items")).status, 401);
});

const timeliness = async (query = "") => {
  const { status, body } = await officer.api(`/api/v1/intake/timeliness${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body as { items: Timeliness[] };
};
const penalties = async (query = "") => (await timeliness(query)).items.find(({ item }) => item === "cn/penalty");

test("the clock counts working days by the calendar's notices; withdrawn records count neither for nor against", async () => {
  const today = node.clock.today();
  const before = await penalties();
  assert.ok(before);
  const enter = async (decidedOn: string) => {
    const { body } = await act<RowResult>(officer, "entries", {
      item: "cn/penalty",
      fields: penaltyFields({ decidedOn }),
    });
    assert.equal(body.verdict, "accepted", JSON.stringify(body.findings));
    return body.record;
  };
  await enter(before.inTimeSince);
  await enter(addDays(isoDate(before.inTimeSince), -1));
  const wrong = await enter(addDays(today, -60));
  await act(officer, "records/withdraw", { ...wrong, reason: "报错" });
  const after = await penalties();
  assert.deepEqual(
    [after?.decisions, after?.inTime, after?.late],
    [before.decisions + 2, before.inTime + 1, before.late + 1],
  );
  assert.equal(after?.slowestDays, 8);
  const { calendar } = node.catalogue;
  assert.equal(calendar.workingDaysBetween({ from: isoDate(before.inTimeSince), to: today }, { knownOn: today }), 7);
});

test("a period beyond today, upside down or too long is no period", async () => {
  for (const query of ["?to=2099-01-01", "?from=2026-10-01&to=2026-09-01", "?from=2010-01-01", "?from=2026-02-30"]) {
    const { status } = await officer.api(`/api/v1/intake/timeliness${query}`);
    assert.ok([400, 422].includes(status), `${query}: ${status}`);
  }
});

test("a nil return stands for a period that is over and was empty; the same again is the same", async () => {
  const nil = (from: string, to: string, item = "cn/permit") =>
    act<{ enteredAt: string }>(officer, "nil-returns", { item, from, to });
  const first = await nil("2026-10-01", "2026-10-31");
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.deepEqual((await nil("2026-10-01", "2026-10-31")).body, first.body);
  const permits = (await timeliness("?from=2026-10-15")).items.find(({ item }) => item === "cn/permit");
  assert.deepEqual(permits?.nilReturns, [{ from: "2026-10-01", to: "2026-10-31" }]);
  for (const [from, to] of [
    ["2026-10-31", "2026-10-01"],
    ["2026-11-01", "2099-01-01"],
    ["2026-11-01", String(node.clock.today())],
  ] as const)
    assert.equal((await nil(from, to)).body.code, "intake.nil-period");
  await act(officer, "entries", { item: "cn/penalty", fields: penaltyFields({ decidedOn: "2026-09-10" }) });
  assert.equal((await nil("2026-09-01", "2026-09-30", "cn/penalty")).body.code, "intake.nil-contradicts");
  assert.equal((await nil("2026-09-01", "2026-09-30", "cn/judgment-defaulter")).body.code, "intake.item-not-sent-by");
});

test("public decisions are counted under the sector of the authority that decided, whoever sent them", async () => {
  const kinds = ["environment", "market-regulation"] as const;
  const superior = await addAgency(node, {
    kinds: [kinds[1]],
    agencyCode: inventedCode(undefined, "11"),
    nameZh: "临江甲局",
  });
  const below = await addAgency(node, {
    kinds: [kinds[0]],
    agencyCode: inventedCode(undefined, "11"),
    superiorCode: superior.agencyCode,
    nameZh: "临江乙局",
  });
  const rows = [penaltyRow(superior), penaltyRow(below), penaltyRow(below)];
  value(await sendText(node, officerOf(superior), { text: csvOf(rows) }));
  const tallied = await node.publicReader.query(
    "SELECT authority, sector, recorded FROM public_read.tally WHERE authority = ANY($1) ORDER BY recorded",
    [[superior.agencyCode, below.agencyCode]],
  );
  const sectorOf = (kind: string) =>
    node.catalogue
      .sectors()
      .find(({ items, agencyKinds }) => items.includes("cn/penalty") && agencyKinds.includes(kind))?.number;
  assert.notEqual(sectorOf(kinds[0]), sectorOf(kinds[1]));
  assert.deepEqual(tallied.rows, [
    { authority: superior.agencyCode, sector: sectorOf(kinds[1]), recorded: 1 },
    { authority: below.agencyCode, sector: sectorOf(kinds[0]), recorded: 2 },
  ]);
});
