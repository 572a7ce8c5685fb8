/** Who may name a subject: its registrar and nobody else (C2, C12, C17), and what is left when that is taken back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Receipt } from "#contract/intake.ts";
import type { SubjectView } from "#contract/ledger.ts";
import type { Agency } from "#src/access/index.ts";
import { decideHeldRow } from "#src/intake/held/decide.ts";
import { openApp } from "#src/serve.ts";
import { addAgency, officerOf, refusalOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import { countsOf, csvOf, inventedCode, sendText } from "#tests/kit/intake.ts";

const node = await testNode();
const app = await openApp(node);
const bureau = (division: string, kinds = ["market-regulation"]) => addAgency(node, { kinds, division });
const [nation, province, city, otherCity, otherProvince, religion, civil] = await Promise.all([
  bureau("100000"),
  bureau("880000"),
  bureau("880100"),
  bureau("880200"),
  bureau("870000"),
  bureau("880000", ["religious-affairs"]),
  bureau("880000", ["civil-affairs"]),
]);

interface Registered {
  readonly name: string;
  readonly code?: string;
  readonly number?: string;
  readonly on?: string;
  readonly status?: string;
}

function register(agency: Agency, rows: readonly Registered[], item = "cn/registration"): Promise<Receipt> {
  const text = csvOf(
    rows.map(({ name, code = "", number = "", on = "2020-03-02", status = "存续" }) => ({
      名称: name,
      统一社会信用代码: code,
      REGNO: number,
      "核准（登记）日期": on,
      登记状态: status,
    })),
  );
  return sendText(node, officerOf(agency), { text, item }).then(value);
}

async function findingsOf({
  batch,
}: Receipt): Promise<{ code: string; verdict: string; value: string | null; params: object }[]> {
  const found = await node.app.query(
    "SELECT code, verdict, value, params FROM intake.finding WHERE batch_id = $1 ORDER BY row_no, ordinal",
    [batch],
  );
  return found.rows;
}
const codesOf = async (receipt: Receipt) => (await findingsOf(receipt)).map(({ code }) => code);

async function fileOf(code: string): Promise<SubjectView> {
  const answer = await app.inject({ url: `/api/v1/organisations/${code}/file` });
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json().subject;
}
async function searched(text: string): Promise<string[]> {
  const answer = await app.inject({ url: `/api/v1/organisations?q=${encodeURIComponent(text)}&limit=20` });
  return answer.json().items.map(({ code }: { code: string }) => code);
}

let serial = 0;
/** A bakery of Yunxi's, registered by its own bureau. */
async function bakery(): Promise<{ code: string; name: string }> {
  const code = inventedCode();
  const name = `云溪市麦穗${++serial}号面包坊有限公司`;
  assert.equal(
    countsOf(await register(city, [{ name, code }])),
    "1 accepted, 0 corrected, 0 unchanged, 0 held, 0 refused",
  );
  return { code, name };
}

test("a bureau of another city or province, and a registrar of another kind, rename and deregister nobody: the row is held and says whose the number is", async () => {
  for (const [agency, finding] of [
    [otherCity, "subject.registrar-differs"],
    [otherProvince, "subject.registrar-differs"],
    [religion, "subject.registrar-kind-differs"],
    [civil, "subject.registrar-kind-differs"],
  ] as const) {
    const { code, name } = await bakery();
    const receipt = await register(agency, [
      { name: "望岳市侵名贸易有限公司", code, on: "2024-05-06", status: "注销" },
    ]);
    assert.equal(countsOf(receipt), "0 accepted, 0 corrected, 0 unchanged, 1 held, 0 refused");
    const [held] = (await findingsOf(receipt)).filter(({ verdict }) => verdict === "hold");
    assert.deepEqual([held?.code, held?.value], [finding, "望岳市侵名贸易有限公司"]);
    if (finding === "subject.registrar-differs") assert.deepEqual(held?.params, { holder: name });
    const file = await fileOf(code);
    assert.deepEqual([file.name, file.names.length], [name, 1]);
    assert.ok(!(await searched("侵名贸易")).includes(code));
  }
});

test("nobody becomes the registrar by answering for the held row", async () => {
  const { code, name } = await bakery();
  const { batch } = await register(otherCity, [{ name: "望岳市侵名贸易有限公司", code, on: "2024-05-06" }]);
  const decided = await decideHeldRow(
    { ...node, uploads: null, documents: null } as never,
    { actor: officerOf(otherCity), idempotencyKey: crypto.randomUUID(), channel: "api" },
    { batchId: batch, row: 2, decision: "accept", reason: "已核对证照" },
  );
  assert.equal(refusalOf(decided), "intake.held-mend");
  assert.equal((await fileOf(code)).name, name);
});

test("its own registrar, one above it and the nation's rename it", async () => {
  for (const agency of [city, province, nation]) {
    const { code } = await bakery();
    const receipt = await register(agency, [{ name: "云溪市新穗食品有限公司", code, on: "2024-05-06" }]);
    assert.deepEqual(
      (await codesOf(receipt)).filter((one) => one.startsWith("subject.")),
      ["subject.renamed"],
    );
    assert.equal((await fileOf(code)).name, "云溪市新穗食品有限公司");
  }
});

test("whose registration stands may change it wherever the number was given first (DOMAIN.md 11.4)", async () => {
  const code = inventedCode();
  assert.equal((await register(otherProvince, [{ name: "迁入地贸易有限公司", code }])).accepted, 1);
  assert.equal(
    (await register(otherProvince, [{ name: "迁入地新名贸易有限公司", code, on: "2024-05-06" }])).accepted,
    1,
  );
  assert.equal((await register(otherCity, [{ name: "第三地贸易有限公司", code, on: "2024-05-07" }])).held, 1);
  assert.equal((await fileOf(code)).name, "迁入地新名贸易有限公司");
});

test("a row with an older number alone is judged by the division of that number, and by the unified code where the subject has one", async () => {
  const number = "440300000000017";
  const [shenzhen, guangzhou] = [await bureau("440300"), await bureau("440100")];
  assert.equal((await register(shenzhen, [{ name: "深圳市老字号酒楼有限公司", number }])).accepted, 1);
  const taken = { name: "侵名酒楼有限公司", number, on: "2024-05-06" };
  assert.ok((await codesOf(await register(guangzhou, [taken]))).includes("subject.registrar-differs"));
  assert.ok((await codesOf(await register(religion, [taken]))).includes("subject.registrar-kind-differs"));
  // A unified code of its own beside the number does not make it the registrar.
  assert.equal((await register(otherCity, [{ ...taken, code: inventedCode() }])).held, 1);
  assert.equal((await fileOf(number)).name, "深圳市老字号酒楼有限公司");
});

test("a code with a wrong check digit founds a subject only where its own registrar sends it, and the cause is named only where it is known", async () => {
  const wrong = (code: string) => code.slice(0, -1) + (code.endsWith("1") ? "2" : "1");
  const own = wrong(inventedCode());
  const known = "subject.number-unproved";
  for (const [agency, code] of [
    [city, "91440300MA88Y0020A"],
    [otherCity, own],
    [civil, own],
  ] as const) {
    const receipt = await register(agency, [{ name: "抄错代码贸易有限公司", code }]);
    assert.equal(receipt.held, 1, code);
    const codes = await codesOf(receipt);
    assert.ok(
      codes.includes("code.unexplained-exception") && !codes.includes("code.checksum-exception"),
      String(codes),
    );
    assert.ok(codes.includes(agency === civil ? "subject.registrar-kind-differs" : known), String(codes));
  }
  const receipt = await register(city, [{ name: "校验位不符贸易有限公司", code: own }]);
  assert.equal(receipt.accepted, 1);
  assert.ok((await codesOf(receipt)).includes("code.unexplained-exception"));
  const fujian = await register(nation, [{ name: "厦门早期代码有限公司", code: "91350203M0001QKT19" }]);
  assert.equal(fujian.accepted, 1);
  assert.ok((await codesOf(fujian)).includes("code.checksum-exception"));
});

/** Yunxi's own bureau of the demo, whose code is a valid one. */
const yunxi: Agency = { ...city, agencyCode: "11880100MB8800512N", nameZh: "云溪市市场监督管理局" };

test("C12: the operator whom a registration named is published through no field of a later row, in no script, by no entry after it", async () => {
  const code = inventedCode(undefined, "92");
  const registration = csvOf([
    {
      字号名称: "云溪市老街小吃店",
      统一社会信用代码: code,
      "核准（登记）日期": "2020-03-02",
      登记状态: "存续",
      经营者姓名: "张伟民",
    },
  ]);
  const founded = await sendText(node, officerOf(yunxi), {
    text: registration,
    item: "cn/individual-business-registration",
  });
  assert.equal(value(founded).accepted, 1, JSON.stringify(await findingsOf(value(founded))));
  const permit = {
    行政相对人名称: "云溪市老街小吃店",
    XK_XDR_LB: "个体工商户",
    XK_XDR_SHXYM: code,
    XK_XKWS: "准予行政许可决定书",
    XK_WSH: "云市监许〔2026〕1号",
    XK_XKLB: "普通",
    XK_XKZS: "食品经营许可证",
    XK_NR: "食品经营",
    XK_JDRQ: "2026-03-02",
    XK_YXQZ: "2026-03-02",
    XK_YXQZI: "2031-03-01",
    XK_XKJG: yunxi.nameZh,
    XK_XKJGDM: yunxi.agencyCode,
    XK_ZT: "1",
    XK_LYDW: yunxi.nameZh,
    XK_LYDWDM: yunxi.agencyCode,
  };
  const send = async (over: object, at: number) => {
    const text = csvOf([{ ...permit, XK_WSH: `云市监许〔2026〕${at}号`, ...over }]);
    return value(await sendText(node, officerOf(yunxi), { text, item: "cn/permit" }));
  };
  const clean = await send({}, 1);
  assert.equal(clean.accepted, 1, JSON.stringify(await findingsOf(clean)));
  const texts = [
    { XK_XKZS: "张伟民健康证" },
    { XK_XKZS: "張偉民健康证" },
    { XK_XMMC: "张 伟民家庭厨房" },
    { XK_XKWS: "准予张伟民行政许可决定书" },
    { XK_WSH: "云市监许〔2026〕张伟民2号" },
  ];
  for (const [at, over] of texts.entries()) {
    const receipt = await send(over, at + 10);
    assert.equal(countsOf(receipt), "0 accepted, 0 corrected, 0 unchanged, 1 held, 0 refused", JSON.stringify(over));
    const findings = await findingsOf(receipt);
    assert.ok(!JSON.stringify(findings).includes("伟民"), "the finding repeats nobody");
  }
  const codes = await codesOf(await send({ XK_XMMC: "张伟民家庭厨房" }, 30));
  assert.ok(codes.includes("text.names-a-person-of-the-row"), String(codes));
  const file = await app.inject({ url: `/api/v1/organisations/${code}/file` });
  assert.ok(!/[张張]\s*[伟偉]民/u.test(file.body));
});

test("a wholly different name is held for permits and honours too, and the row says whose the number is", async () => {
  const { code, name } = await bakery();
  const text = csvOf([
    {
      行政相对人名称: "望岳市毫不相干矿业有限公司",
      XK_XDR_LB: "法人及非法人组织",
      XK_XDR_SHXYM: code,
      XK_XKWS: "准予行政许可决定书",
      XK_WSH: "云市监许〔2026〕90号",
      XK_XKLB: "普通",
      XK_NR: "食品经营",
      XK_JDRQ: "2026-03-02",
      XK_YXQZ: "2026-03-02",
      XK_YXQZI: "2031-03-01",
      XK_XKJG: yunxi.nameZh,
      XK_XKJGDM: yunxi.agencyCode,
      XK_ZT: "1",
      XK_LYDW: yunxi.nameZh,
      XK_LYDWDM: yunxi.agencyCode,
    },
  ]);
  const receipt = value(await sendText(node, officerOf(yunxi), { text, item: "cn/permit" }));
  const [held] = (await findingsOf(receipt)).filter(({ verdict }) => verdict === "hold");
  assert.deepEqual(held, {
    code: "subject.name-is-anothers",
    verdict: "hold",
    value: "望岳市毫不相干矿业有限公司",
    params: { holder: name },
  });
});
