import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import type { Receipt } from "#contract/intake.ts";
import type { Actor, Agency } from "#src/access/index.ts";
import { command as ingest } from "#src/cli/commands/ingest.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import {
  countsOf,
  csvOf,
  inventedCode,
  inventedPersonNumber,
  type PenaltyRow,
  penaltyRow,
  sendText,
} from "#tests/kit/intake.ts";

const node = await testNode();
const agency = await addAgency(node, { kinds: ["market-regulation"], agencyCode: inventedCode(undefined, "11") });
const officer = officerOf(agency);

async function send(rows: readonly PenaltyRow[], actor: Actor = officer): Promise<Receipt> {
  return value(await sendText(node, actor, { text: csvOf(rows) }));
}

async function findings(receipt: Receipt): Promise<string[]> {
  const found = await node.app.query<{ text: string }>(
    `SELECT row_no || ' ' || verdict || ' ' || code || ' ' || coalesce(column_name, '-') AS text FROM intake.finding
     WHERE batch_id = $1 AND verdict <> 'note' ORDER BY row_no, ordinal`,
    [receipt.batch],
  );
  return found.rows.map(({ text }) => text);
}

async function recordsOf(code: string) {
  const found = await node.app.query<{ recordId: string; act: string | null; open: object; withdrawn: boolean }>(
    `SELECT r.record_id AS "recordId", r.open, EXISTS (SELECT FROM ledger.change c WHERE c.subject_id = r.subject_id AND c.record_id = r.record_id AND c.act = 'withdraw') AS withdrawn
     FROM ledger.record r JOIN registry.identifier i USING (subject_id) WHERE i.value = $1 ORDER BY r.recorded_at`,
    [code],
  );
  return found.rows;
}

const row = (over: PenaltyRow = {}, from: Pick<Agency, "agencyCode" | "nameZh"> = agency) => penaltyRow(from, over);

test("penalties in the published layout come in, their free text stays unpublished until it is released (C3)", async () => {
  const one = row({ CF_FRDB: "张三", CF_FR_ZJHM: "11010519491231002X" });
  const receipt = await send([one]);
  assert.equal(countsOf(receipt), "1 accepted, 0 corrected, 0 unchanged, 0 held, 0 refused");
  const found = await node.app.query<{
    open: Record<string, unknown>;
    shared: Record<string, unknown>;
    sealed: Buffer;
  }>("SELECT open, shared, sealed FROM ledger.record WHERE batch_id = $1", [receipt.batch]);
  const record = found.rows[0];
  assert.equal(record?.open["fineAmount"], 20_000);
  assert.equal(record?.open["facts"], undefined);
  assert.equal(record?.shared["facts"], one["CF_SY"]);
  assert.equal(JSON.stringify([record?.open, record?.shared]).includes("11010519491231002X"), false);
  assert.ok(record?.sealed);
});

test("the same file again changes nothing; a changed row is a correction that never lengthens (C8)", async () => {
  const one = row({ CF_JDRQ: "2026-05-01" });
  await send([one]);
  assert.equal(countsOf(await send([one])), "0 accepted, 0 corrected, 1 unchanged, 0 held, 0 refused");
  const later = { ...one, CF_JDRQ: "2026-06-01", CF_NR_FK: "3", CF_NR: "罚款3万元" };
  const receipt = await send([later]);
  assert.equal(countsOf(receipt), "0 accepted, 1 corrected, 0 unchanged, 0 held, 0 refused");
  const ends = await node.app.query(
    `SELECT r.published_until = c.published_until AND c.published_until < c.decided_on + interval '1 year' AS kept, c.open ->> 'fineAmount' AS fine
     FROM ledger.change c JOIN ledger.record r USING (subject_id, record_id) WHERE c.batch_id = $1`,
    [receipt.batch],
  );
  assert.deepEqual(ends.rows, [{ kept: true, fine: "30000" }]);
  assert.equal(countsOf(await send([later])), "0 accepted, 0 corrected, 1 unchanged, 0 held, 0 refused");
});

test("document numbers are the same however their brackets are written", async () => {
  const one = row({ CF_WSH: "临测罚〔2026〕甲1号" });
  await send([one]);
  assert.equal((await send([{ ...one, CF_WSH: "临测罚[2026] 甲１号" }])).corrected, 1);
});

test("several parties of one document in one file are its lines; the file again is unchanged", async () => {
  const parties = ["一", "二", "三"].map((name) =>
    row({ CF_WSH: "共同违法1号", CF_XDR_MC: `临江${name}方建材有限公司` }),
  );
  assert.equal((await send(parties)).accepted, 3);
  assert.equal((await send(parties.toReversed())).unchanged, 3);
  const lines = await node.app.query(
    "SELECT array_agg(line ORDER BY line) AS lines FROM ledger.document_line l JOIN registry.identifier i USING (subject_id) WHERE i.value = ANY($1)",
    [parties.map((party) => party["CF_XDR_SHXYM"])],
  );
  assert.deepEqual(lines.rows, [{ lines: [1, 2, 3] }]);
});

test("a later file that names another subject for the same document waits for a person, with both possibilities", async () => {
  const one = row();
  await send([one]);
  const other = { ...one, CF_XDR_SHXYM: inventedCode(), CF_XDR_MC: "临江另一家商贸有限公司" };
  const receipt = await send([other]);
  assert.deepEqual(await findings(receipt), ["2 hold document.other-party CF_WSH"]);
  const held = await node.app.query<{ candidates: { is: string; line: number }[] }>(
    "SELECT candidates FROM intake.held_row WHERE batch_id = $1",
    [receipt.batch],
  );
  assert.deepEqual(
    held.rows[0]?.candidates.map(({ is, line }) => [is, line]),
    [["line", 1]],
  );
  assert.equal((await recordsOf(other["CF_XDR_SHXYM"] ?? "")).length, 0);
});

test("with a correction column a wrong subject is withdrawn and recorded anew, never two live ones", async () => {
  const one = row();
  await send([one]);
  const right = inventedCode();
  const mapping = {
    format: "chengxin-mapping/1",
    id: "with-corrections",
    title: { zh: "更正", en: "corrections" },
    item: "cn/penalty",
    empty: [],
    fields: {},
    ignored: [],
    corrects: "原代码",
    reason: "更正理由",
  } as const;
  const text = csvOf([{ ...one, CF_XDR_SHXYM: right, 原代码: one["CF_XDR_SHXYM"] ?? "", 更正理由: "代码录入错误" }]);
  const receipt = value(await sendText(node, officer, { text, mapping: { ...mapping, empty: [], ignored: [] } }));
  assert.equal(receipt.corrected, 1);
  assert.equal(receipt.commitments.size, 2);
  assert.deepEqual(
    (await recordsOf(one["CF_XDR_SHXYM"] ?? "")).map(({ withdrawn }) => withdrawn),
    [true],
  );
  assert.deepEqual(
    (await recordsOf(right)).map(({ withdrawn }) => withdrawn),
    [false],
  );
  const again = value(await sendText(node, officer, { text, mapping: { ...mapping, empty: [], ignored: [] } }));
  assert.equal(countsOf(again), "0 accepted, 0 corrected, 1 unchanged, 0 held, 0 refused");
});

test("rows of one file that contradict each other are held, in every order and when sent again", async () => {
  const one = row();
  const two = { ...one, CF_NR_FK: "9", CF_NR: "罚款9万元" };
  assert.equal(countsOf(await send([one, two])), "1 accepted, 0 corrected, 0 unchanged, 1 held, 0 refused");
  assert.equal(countsOf(await send([one, two])), "0 accepted, 0 corrected, 1 unchanged, 1 held, 0 refused");
});

test("a name alone matches nobody, a placeholder matches nobody, a wrong name beside a right code is held", async () => {
  const known = row();
  await send([known]);
  const nameOnly = row({ CF_XDR_MC: known["CF_XDR_MC"] ?? "", CF_XDR_SHXYM: "" });
  const placeholder = row({ CF_XDR_MC: known["CF_XDR_MC"] ?? "", CF_XDR_SHXYM: "00000000000000000X" });
  const wrongName = row({ CF_XDR_MC: "福满楼大酒店", CF_XDR_SHXYM: known["CF_XDR_SHXYM"] ?? "" });
  const nearName = row({
    CF_XDR_MC: known["CF_XDR_MC"]?.replace("有限公司", "股份有限公司") ?? "",
    CF_XDR_SHXYM: known["CF_XDR_SHXYM"] ?? "",
  });
  const receipt = await send([nameOnly, placeholder, wrongName, nearName]);
  assert.deepEqual(await findings(receipt), [
    "2 refuse subject.number-missing CF_XDR_SHXYM",
    "3 hold subject.older-number-missing -",
    "4 hold subject.name-is-anothers CF_XDR_MC",
  ]);
  assert.equal(receipt.accepted, 1);
});

test("a code with a wrong check digit founds a subject only when its registrar sends it", async () => {
  const valid = inventedCode();
  const exception = `${valid.slice(0, 17)}${valid.endsWith("A") ? "B" : "A"}`;
  const environment = await addAgency(node, {
    kinds: ["environment"],
    agencyCode: inventedCode(undefined, "11"),
    nameZh: "临江环境局",
  });
  const held = await send([row({ CF_XDR_SHXYM: exception }, environment)], officerOf(environment));
  assert.deepEqual(await findings(held), ["2 hold subject.number-unproved CF_XDR_SHXYM"]);
  // The registrar's own penalty is no registration: it may as well be a slip of the pen.
  const penalised = await send([row({ CF_XDR_SHXYM: exception })]);
  assert.deepEqual(await findings(penalised), ["2 hold subject.number-unproved CF_XDR_SHXYM"]);
  // 58,772 registrations with four such codes: intake-registrations.test.ts.
});

test("another agency's reference is refused, a subordinate's decision is not (谁产生、谁负责)", async () => {
  const below = await addAgency(node, {
    kinds: ["market-regulation"],
    agencyCode: inventedCode(undefined, "11"),
    superiorCode: agency.agencyCode,
    nameZh: "临江分局",
  });
  const stranger = await addAgency(node, {
    kinds: ["tax"],
    agencyCode: inventedCode(undefined, "11"),
    nameZh: "临江税务",
  });
  const receipt = await send([row({}, below), row({}, stranger)]);
  assert.deepEqual(await findings(receipt), ["3 refuse authority.not-the-sender CF_CFJGDM"]);
  assert.equal(receipt.accepted, 1);
});

test("an item the agency may not send, or that is not in force, is refused as a whole (C2)", async () => {
  const tax = await addAgency(node, { kinds: ["tax"] });
  const text = csvOf([row()]);
  assert.equal(
    refusalOf(await sendText(node, officerOf(tax), { text, item: "cn/registration" })),
    "intake.item-not-sent-by",
  );
  assert.equal(refusalOf(await sendText(node, officer, { text, item: "cn/nothing" })), "intake.item-unknown");
  const switchedOff = node.catalogue.items(node.clock.today()).find(({ item }) => !item.switchedOn)?.item.id ?? "";
  assert.equal(refusalOf(await sendText(node, officer, { text, item: switchedOff })), "intake.item-switched-off");
});

test("visitors and officers of no agency send nothing, and the door logs it", async () => {
  assert.equal(refusalOf(await sendText(node, { kind: "visitor" }, { text: csvOf([row()]) })), "access.sign-in");
  const auditor = officerOf(agency, { roles: ["auditor"] });
  assert.equal(refusalOf(await sendText(node, auditor, { text: csvOf([row()]) })), "access.denied");
});

test("children, future decisions, decisions before their law and ended ones are refused (C2, C4, C8)", async () => {
  const child = {
    CF_XDR_LB: "自然人",
    CF_XDR_SHXYM: "",
    CF_XDR_MC: "某少年",
    CF_XDR_ZJLX: "身份证",
    CF_XDR_ZJHM: inventedPersonNumber("2009-12-31"),
  };
  const receipt = await send([
    row(child),
    row({ CF_JDRQ: "2099-01-05" }),
    row({ CF_JDRQ: "1990-01-05" }),
    row({ CF_JDRQ: "2016-01-05" }),
    row({ CF_NR_FK: "-2" }),
  ]);
  const found = await findings(receipt);
  assert.equal(receipt.accepted, 0);
  assert.ok(
    found.some((one) => one.startsWith("2 refuse person.minor-at-conduct")),
    found.join("; "),
  );
  assert.ok(
    found.some((one) => one.startsWith("3 refuse decision.in-the-future")),
    found.join("; "),
  );
  assert.ok(
    found.some((one) => one.startsWith("4 refuse ")),
    found.join("; "),
  );
  assert.ok(
    found.some((one) => one.startsWith("5 refuse item.already-ended")),
    found.join("; "),
  );
  assert.ok(
    found.some((one) => one.startsWith("6 refuse field.too-small")),
    found.join("; "),
  );
});

test("a person is found by number only, lies sealed, and stands in no finding or payload in clear (C12, C13)", async () => {
  const person = {
    CF_XDR_LB: "自然人",
    CF_XDR_SHXYM: "",
    CF_XDR_MC: "欧阳测试",
    CF_XDR_ZJLX: "身份证",
    CF_XDR_ZJHM: "11010519491231002X",
  };
  const mapping = {
    format: "chengxin-mapping/1",
    id: "persons",
    title: { zh: "自然人", en: "persons" },
    item: "cn/penalty",
    empty: [],
    fields: { occupation: { constant: "食品经营" }, conductEndedOn: { constant: "2026-05-01" } },
    ignored: [],
  } as const;
  const text = csvOf([row(person), row({ ...person, CF_NR: "罚款1万元", CF_NR_FK: "1" })]);
  const receipt = value(await sendText(node, officer, { text, mapping: { ...mapping, empty: [], ignored: [] } }));
  assert.equal(
    countsOf(receipt),
    "2 accepted, 0 corrected, 0 unchanged, 0 held, 0 refused",
    (await findings(receipt)).join(),
  );
  const again = value(await sendText(node, officer, { text, mapping: { ...mapping, empty: [], ignored: [] } }));
  assert.equal(again.unchanged, 2);
  const subjects = await node.app.query("SELECT DISTINCT subject_id FROM ledger.record WHERE subject_kind = 'person'");
  assert.equal(subjects.rowCount, 1);
  const dump = await node.app.query<{ text: string }>(
    `SELECT coalesce(string_agg(open::text || coalesce(shared::text, ''), ''), '') AS text FROM ledger.record WHERE subject_kind = 'person'`,
  );
  assert.doesNotMatch(dump.rows[0]?.text ?? "", /欧阳测试|19491231/);
});

test("a dry run tells everything and records nothing", async () => {
  const before = await node.app.query(
    "SELECT (SELECT count(*) FROM ledger.record) AS r, (SELECT count(*) FROM registry.subject) AS s, (SELECT count(*) FROM intake.held_row) AS h",
  );
  const one = row();
  const text = csvOf([one, { ...one, CF_NR_FK: "9", CF_NR: "罚款9万元" }, row({ CF_JDRQ: "" })]);
  const receipt = value(await sendText(node, officer, { text, dryRun: true }));
  assert.equal(receipt.dryRun, true);
  assert.equal(countsOf(receipt), "1 accepted, 0 corrected, 0 unchanged, 1 held, 1 refused");
  assert.ok((await findings(receipt)).length >= 2);
  const after = await node.app.query(
    "SELECT (SELECT count(*) FROM ledger.record) AS r, (SELECT count(*) FROM registry.subject) AS s, (SELECT count(*) FROM intake.held_row) AS h",
  );
  assert.deepEqual(after.rows, before.rows);
});

test("the same idempotency key answers with the same receipt and does nothing twice", async () => {
  const text = csvOf([row()]);
  const first = value(await sendText(node, officer, { text, key: "a key" }));
  const second = value(await sendText(node, officer, { text, key: "a key" }));
  assert.deepEqual(second, first);
});

test("chunks of one row and of many give the same ledger, across parties, corrections and foundings", async () => {
  const shared = inventedCode();
  const make = () => {
    const first = row({ CF_XDR_SHXYM: shared });
    const parties = [row({ CF_WSH: first["CF_WSH"] ?? "" }), row({ CF_WSH: first["CF_WSH"] ?? "" })];
    return [first, ...parties, first, row({ CF_XDR_SHXYM: shared, CF_XDR_MC: first["CF_XDR_MC"] ?? "" })];
  };
  const rows = make();
  const one = value(await sendText(node, officer, { text: csvOf(rows), chunkRows: 1 }));
  assert.equal(countsOf(one), "4 accepted, 0 corrected, 1 unchanged, 0 held, 0 refused");
  const many = value(await sendText(node, officer, { text: csvOf(rows), chunkRows: 100 }));
  assert.equal(countsOf(many), "0 accepted, 0 corrected, 5 unchanged, 0 held, 0 refused");
});

test("a batch that ends between two of our questions is wholly seen: its rows are unchanged, not held", async () => {
  const rows = Array.from({ length: 5 }, () => row());
  const overtaking: Promise<Receipt>[] = [];
  const app = new Proxy(node.app, {
    get(pool, key) {
      if (key !== "query") return Reflect.get(pool, key, pool);
      return async (query: { name?: string }, ...more: unknown[]) => {
        if (query.name === "find-document-lines" && overtaking.length === 0) overtaking.push(send(rows));
        await Promise.all(overtaking);
        return Reflect.apply(pool.query, pool, [query, ...more]);
      };
    },
  });
  const receipt = value(await sendText({ ...node, app }, officer, { text: csvOf(rows.toReversed()) }));
  assert.equal(countsOf(receipt), "0 accepted, 0 corrected, 5 unchanged, 0 held, 0 refused");
  assert.equal((await overtaking[0])?.accepted, 5);
});

test("two batches that race for the same documents record each of them once", async () => {
  const rows = Array.from({ length: 40 }, () => row());
  const texts = [csvOf(rows), csvOf(rows.toReversed()), csvOf(rows)];
  const receipts = await Promise.all(
    texts.map(async (text) => value(await sendText(node, officer, { text, chunkRows: 7 }))),
  );
  const said = receipts.map((receipt) => `${countsOf(receipt)}, ${receipt.end}`).join("; ");
  const total = (count: "accepted" | "unchanged") => receipts.reduce((sum, receipt) => sum + receipt[count], 0);
  assert.deepEqual([total("accepted"), total("unchanged")], [40, 80], said);
  const live = await node.app.query(
    "SELECT document_key, line FROM ledger.document_line WHERE batch_id = ANY($1) GROUP BY document_key, line HAVING count(*) > 1",
    [receipts.map(({ batch }) => batch)],
  );
  assert.equal(live.rowCount, 0);
});

test("the command line tells every finding with row, column, reason and remedy, and why a file was refused as a whole", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chengxin-findings-"));
  const run = async (rows: string, ...more: string[]) => {
    if (ingest.needs !== "node") throw new Error("not a command over a node");
    const file = join(folder, "penalties.csv");
    writeFileSync(file, rows);
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const args = [file, "--item", "cn/penalty", "--as", agency.agencyCode, "--dry-run", ...more];
    const code = await ingest.run({ args, stdin: Readable.from([]), stdout, stderr }, node);
    stdout.end();
    return { code, out: await text(stdout) };
  };
  const named = csvOf([row({ CF_CFJG: "张三丰" })]);
  const told = await run(named);
  assert.match(told.out, /第 2 行 row 2 · CF_CFJG · hold · text\.authority-is-a-person/);
  assert.match(told.out, /填写作出决定或提供数据的单位全称 \/ Give the full name/);
  const file = join(folder, "findings.ndjson");
  await run(named, "--json", "--findings", file);
  const findings = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.ok(findings.some(({ row, column, remedy }) => row === 2 && column === "CF_CFJG" && remedy.en !== ""));
  const refused = await run("a,b\n1,2\n", "--json");
  assert.equal(refused.code, 1);
  assert.ok(JSON.parse(refused.out).refused.code.startsWith("intake."));
  rmSync(folder, { recursive: true });
});
