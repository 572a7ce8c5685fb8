/** Taking a report away and verifying it in the portal, by forms alone, as a browser without script does. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { KeysDocument } from "#contract/reports.ts";
import { demoPeople } from "#src/http/demo/people.ts";
import { addAgency, officerOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import { csvOf, inventedCode, type PenaltyRow, penaltyRow, sendText } from "#tests/kit/intake.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";
import { byOpenssl } from "#web/verify-by-hand.ts";

const node = await testNode();
const base = await serveNode(node);
const agency = await addAgency(node, { kinds: ["market-regulation"], agencyCode: inventedCode(undefined, "11") });
const represented = demoPeople.find(({ id }) => id === "he-miao")?.represents ?? assert.fail("nobody is represented");
const row = penaltyRow(agency, { CF_XDR_SHXYM: represented });
const send = async (given: PenaltyRow) => value(await sendText(node, officerOf(agency), { text: csvOf([given]) }));
await send(row);

const folder = mkdtempSync(join(tmpdir(), "chengxin-pages-"));
after(() => rmSync(folder, { recursive: true }));

const visitor = new Visitor(base);

/** Sends the form of a page that hands over a file. */
async function take(
  who: Visitor,
  path: string,
  rendering: string,
  more: Record<string, string> = {},
): Promise<{ name: string; bytes: Buffer<ArrayBuffer> }> {
  const { text } = await who.go(path);
  const token = /name="_token"(?: value="([^"]*)")?/.exec(text)?.[1] ?? "";
  const answer = await who.ask(path, {
    method: "POST",
    headers: { origin: base, "sec-fetch-site": "same-origin" },
    body: new URLSearchParams({ _token: token, rendering, ...more }),
  });
  assert.equal(answer.status, 200, await (answer.status === 200 ? "" : answer.text()));
  assert.equal(answer.headers.get("cache-control"), "no-store");
  const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "";
  return { name, bytes: Buffer.from(await answer.arrayBuffer()) };
}

async function upload(who: Visitor, bytes: Buffer<ArrayBuffer>, path = "/verify") {
  const form = new FormData();
  const token = /name="_token"(?: value="([^"]*)")?/.exec((await who.go(path)).text)?.[1] ?? "";
  form.append("_token", token);
  form.append("file", new Blob([bytes]), "a file.pdf");
  const answer = await who.ask(path, {
    method: "POST",
    headers: { origin: base, "sec-fetch-site": "same-origin" },
    body: form,
  });
  return { status: answer.status, text: await answer.text() };
}

test("the file leads to its report, the report is taken as PDF or JSON and found genuine, in both languages", async () => {
  for (const lang of ["", "/en"]) {
    const file = await visitor.go(`${lang}/organisations/${represented}`);
    const path = `${lang}/organisations/${represented}/report`;
    assert.ok(file.text.includes(`href="${path}"`));
    const page = await visitor.go(path);
    assert.match(page.text, /无记录|nothing recorded/i);
    for (const rendering of ["pdf-zh", "pdf-en", "json"]) {
      const { name, bytes } = await take(visitor, path, rendering);
      assert.match(name, rendering === "json" ? /^chengxin-[\w-]+\.json$/ : /^chengxin-[\w-]+\.pdf$/);
      const { status, text } = await upload(visitor, bytes, `${lang}/verify`);
      assert.equal(status, 200);
      assert.match(text, /verdict-genuine/);
      bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
      assert.match((await upload(visitor, bytes, `${lang}/verify`)).text, /verdict-altered/);
    }
  }
});

test("a code typed into the form leads to the address in the QR code, which says the same and stays out of search engines", async () => {
  const { name } = await take(visitor, `/organisations/${represented}/report`, "pdf-zh");
  const code = /chengxin-(.+)\.pdf/.exec(name)?.[1] ?? "";
  const found = await visitor.post("/verify", { code: code.toLowerCase().replaceAll("-", " ") });
  assert.equal(found.url.pathname, `/verify/${code}`);
  assert.match(found.text, /verdict-genuine/);
  assert.equal(found.answer.headers.get("x-robots-tag"), "noindex");
  assert.match((await visitor.go("/verify/0000-0000-0000-0000")).text, /verdict-unknown/);
});

test("what is no code goes into no address and is not repeated (C13)", async () => {
  const secret = "11010519491231002X";
  const wrong = await visitor.post("/verify", { code: secret });
  assert.equal(wrong.answer.status, 422);
  assert.ok(!wrong.text.includes(secret) && !wrong.url.href.includes(secret));
  const nothing = await visitor.post("/verify", {});
  assert.equal(nothing.answer.status, 422);
});

test("what the page says to type verifies a report, and fails where it was altered", async () => {
  const { name, bytes } = await take(visitor, `/organisations/${represented}/report`, "pdf-zh");
  const code = /chengxin-(.+)\.pdf/.exec(name)?.[1] ?? "";
  const page = await visitor.go(`/verify/${code}`);
  const signature = /href="(\/api\/v1\/reports\/[^"]+\/signature)"/.exec(page.text)?.[1] ?? assert.fail("no signature");
  const jws = await (await visitor.ask(signature)).text();
  const { kid } = JSON.parse(Buffer.from(jws.split(".")[0] ?? "", "base64url").toString("utf8"));
  const keys = (await visitor.api("/api/v1/keys")).body as KeysDocument;
  const KEY = keys.keys.find((key) => key.kid === kid)?.x ?? "";
  writeFileSync(join(folder, "report.pdf.jws"), jws);
  const typed = () => spawnSync("sh", ["-ec", byOpenssl.join("\n")], { cwd: folder, env: { ...process.env, KEY } });
  writeFileSync(join(folder, "report.pdf"), bytes);
  const verified = typed();
  assert.equal(verified.status, 0, String(verified.stderr));
  writeFileSync(join(folder, "report.pdf"), Buffer.concat([bytes, Buffer.from(" ")]));
  assert.notEqual(typed().status, 0);
});

test("the subject takes its own report, and learns what followed; a visitor sees only that something did", async () => {
  const representative = new Visitor(base);
  await representative.signInAs("he-miao");
  const { bytes } = await take(representative, "/mine/report", "pdf-en");
  assert.match((await upload(representative, bytes)).text, /verdict-genuine/);
  await send({ ...row, CF_NR: "罚款1万元", CF_NR_FK: "1" });
  const told = await upload(representative, bytes);
  assert.match(told.text, /verdict-superseded/);
  assert.match(told.text, /已更正/);
  const seen = await upload(visitor, bytes);
  assert.match(seen.text, /verdict-superseded/);
  assert.doesNotMatch(seen.text, /已更正/);
});

test("an officer takes a report for a purpose of the catalogue; the look is logged, and a number is never shown again (C13, C15)", async () => {
  const officer = new Visitor(base);
  await officer.signInAs("chen-lan");
  const given = {
    scheme: "unified-code",
    number: represented,
    purpose: "permit-review",
    basis: "临市许〔2026〕受理7号",
  };
  const { bytes } = await take(officer, "/check/report", "json", given);
  assert.match(bytes.toString("utf8"), new RegExp(represented));
  const looks = await node.app.query(
    "SELECT purpose, basis, outcome FROM access.look WHERE basis = $1 ORDER BY looked_at",
    [given.basis],
  );
  assert.deepEqual(looks.rows, [{ purpose: given.purpose, basis: given.basis, outcome: "shown" }]);

  const { text } = await officer.go("/check/report");
  const token = /name="_token"(?: value="([^"]*)")?/.exec(text)?.[1] ?? "";
  const secret = "110105194912310009";
  for (const over of [{ number: secret, scheme: "person-number" }, { number: secret }, { number: "" }, { basis: "" }]) {
    const refused = await officer.ask("/check/report", {
      method: "POST",
      headers: { origin: base, "sec-fetch-site": "same-origin" },
      body: new URLSearchParams({ _token: token, rendering: "json", ...given, ...over }),
    });
    assert.equal(refused.status, 422, JSON.stringify(over));
    assert.equal((await refused.text()).includes(secret), false);
  }
  const stranger = await visitor.ask("/check/report");
  assert.equal(stranger.status, 303, "whoever is not signed in signs in first");
});
