/** Webhooks: signed so that a receiver can tell, called until they arrive, never into our own network, and with nothing of anybody. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import fc from "fast-check";
import { addDays, addMonths } from "#core/time/date.ts";
import { isPublicAddress, readAddress } from "#src/measures/watches/address.ts";
import { callWebhook } from "#src/measures/watches/call.ts";
import { whatFollows } from "#src/measures/watches/deliver.ts";
import { signedHeaders } from "#src/measures/watches/signature.ts";
import { watchTerms } from "#src/measures/watches/terms.ts";
import { openPool } from "#src/platform/database.ts";
import { addAgency, once, refusalOf, value } from "#tests/kit/access.ts";
import { knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { testNode } from "#tests/kit/database.ts";
import { appointed, programOf, watching } from "#tests/kit/watches.ts";

const node = await testNode({ CHENGXIN_DEMO: "1", CHENGXIN_WEBHOOK_LOOPBACK: "1" });
const { watches } = node.reach;
const owner = openPool(node.owner, { max: 1 });
after(() => owner.end());
const agency = await addAgency(node, { kinds: ["finance"] });
const program = await programOf(node, agency);
const supervisor = await appointed(node, agency, ["supervisor"]);
const other = await appointed(node, await addAgency(node, { kinds: ["finance"] }), ["supervisor"]);

interface Heard {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}
const heard: Heard[] = [];
let says = 204;
const receiver = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  heard.push({ headers: request.headers, body });
  response.writeHead(says, says === 302 ? { location: "http://127.0.0.1:1/elsewhere" } : {}).end("whatever");
});
await new Promise<void>((begun) => void receiver.listen(0, "127.0.0.1", begun));
after(() => receiver.close());
const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

/** What a receiver computes, after the specification and not after our code. */
function isSigned({ headers, body }: Heard, secret: string): boolean {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const content = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const wanted = `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
  return String(headers["webhook-signature"]).split(" ").includes(wanted);
}

/** Sends a test and gives back what arrived of it. */
async function tested(webhook: string): Promise<Heard[]> {
  heard.length = 0;
  value(await watches.testWebhook(supervisor, webhook));
  await watches.callDue();
  return [...heard];
}

const { webhook, secret } = value(await watches.addWebhook(once(supervisor), { address }));

test("the signature is that of Standard Webhooks: its published example comes out", () => {
  const call = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1614265330, body: '{"test": 2432232314}' };
  const headers = signedHeaders(call, ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]);
  assert.equal(headers["webhook-signature"], "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

test("a change is called out with ids and an address, signed, of now; nothing of anybody is in it (C13)", async () => {
  const { code, subjectId } = await knownSubject(node);
  const endsOn = addMonths(node.clock.today(), 3);
  const kept = value(await watches.add(once(program), { ...watching(code, endsOn), webhook: webhook.webhook }));
  const until = addDays(node.clock.today(), 30);
  const row = listing(node, "cn/procurement-serious-list", subjectId, { effectiveTo: until, publishedUntil: until });
  await recordListings(node, row);
  await watches.tellWhatStirred();
  heard.length = 0;
  assert.equal(await watches.callDue(), 1);
  assert.equal(await watches.callDue(), 0, "what arrived is not called again");
  const [call] = heard;
  assert.ok(call && isSigned(call, secret));
  const said = JSON.parse(call.body);
  assert.deepEqual(Object.keys(said.data).sort(), ["check", "event", "link", "watch"]);
  assert.deepEqual(
    [said.type, said.data.watch, call.headers["webhook-id"]],
    ["watch.changed", kept.watch.watch, said.data.event],
  );
  for (const secretive of [code, subjectId, row.recordId, "procurement"]) assert.ok(!call.body.includes(secretive));
  assert.ok(
    Math.abs(Number(call.headers["webhook-timestamp"]) - Date.now() / 1000) < 60,
    "receivers go by their own clock",
  );
  const { items } = value(await watches.deliveries(program, {}));
  assert.deepEqual(items.map(({ state, tries, status }) => [state, tries, status])[0], ["delivered", 1, 204]);
});

test("after a rotation both secrets sign for a day, then the new one alone; none is shown twice", async () => {
  const next = value(await watches.rotateWebhook(supervisor, webhook.webhook));
  const [call] = await tested(webhook.webhook);
  assert.ok(call && isSigned(call, secret) && isSigned(call, next.secret));
  await owner.query("UPDATE measures.webhook_secret SET since = since - interval '2 days' WHERE webhook_id = $1", [
    webhook.webhook,
  ]);
  const [later] = await tested(webhook.webhook);
  assert.ok(later && !isSigned(later, secret) && isSigned(later, next.secret));
  assert.ok(!JSON.stringify(value(await watches.listWebhooks(supervisor))).includes("whsec_"));
  const kept = await owner.query("SELECT sealed FROM measures.webhook_secret");
  for (const { sealed } of kept.rows) assert.ok(!sealed.toString("latin1").includes(next.secret.slice(6)));
});

test("a receiver that says no is called again after the waits of the terms, and given up after the last", async () => {
  says = 500;
  const [call] = await tested(webhook.webhook);
  const event = JSON.parse(call?.body ?? "{}").data.event as string;
  const find = async () => value(await watches.deliveries(program, {})).items.find((one) => one.event === event);
  assert.deepEqual(
    [(await find())?.state, (await find())?.result, (await find())?.status],
    ["waiting", "answered-no", 500],
  );
  assert.equal(await watches.callDue(), 0, "it waits");
  for (let nth = 2; nth <= watchTerms.retrySeconds.length + 1; nth++) {
    await owner.query("UPDATE measures.watch_delivery SET next_at = now() - interval '1 second' WHERE event_id = $1", [
      event,
    ]);
    assert.equal(await watches.callDue(), 1);
    assert.equal((await find())?.tries, nth);
  }
  assert.equal((await find())?.state, "given-up");
  assert.equal(new Set(heard.map(({ headers }) => headers["webhook-id"])).size, 1, "one event, one id, however often");
  assert.ok(
    value(await watches.feed(program, { limit: 200 })).items.some((one) => one.event === event),
    "the feed still has it",
  );
  const found = value(await watches.listWebhooks(supervisor)).items.find((one) => one.webhook === webhook.webhook);
  assert.equal(found?.givenUp, 1);
  says = 204;
});

test("waits grow as the terms say; a receiver that is gone is not called again", () => {
  const at = new Date();
  const due = (nth: number) => ({ eventId: "e", nth });
  watchTerms.retrySeconds.forEach((wait, at0) => {
    const next = whatFollows(due(at0 + 1), { result: "unreachable", status: null }, at);
    assert.deepEqual([next.state, next.nextAt.getTime() - at.getTime()], ["waiting", wait * 1000]);
  });
  assert.equal(
    whatFollows(due(watchTerms.retrySeconds.length + 1), { result: "too-slow", status: null }, at).state,
    "given-up",
  );
  assert.equal(whatFollows(due(1), { result: "answered-no", status: 410 }, at).state, "given-up");
  assert.equal(whatFollows(due(3), { result: "delivered", status: 200 }, at).state, "delivered");
});

test("redirects are not followed, whatever they promise", async () => {
  says = 302;
  assert.equal((await tested(webhook.webhook)).length, 1);
  assert.equal(value(await watches.deliveries(program, {})).items[0]?.status, 302);
  says = 204;
});

test("a call that its process left behind is made by the next, under the same id", async () => {
  value(await watches.testWebhook(supervisor, webhook.webhook));
  // Taken, and killed before anything was written down.
  await owner.query(
    "UPDATE measures.watch_delivery SET tries = 1, next_at = now() + interval '45 seconds' WHERE state = 'waiting' AND tries = 0",
  );
  assert.equal(await watches.callDue(), 0);
  await owner.query(
    "UPDATE measures.watch_delivery SET next_at = now() - interval '1 second' WHERE state = 'waiting' AND tries = 1 AND next_at > now() + interval '20 seconds' AND next_at < now() + interval '60 seconds'",
  );
  assert.equal(await watches.callDue(), 1);
  assert.deepEqual(value(await watches.deliveries(program, {})).items.map(({ state, tries }) => [state, tries])[0], [
    "delivered",
    2,
  ]);
});

test("a webhook that has ended is called no more; its watches go on in the feed", async () => {
  const ending = value(await watches.addWebhook(once(supervisor), { address: `${address}?2` }));
  value(await watches.testWebhook(supervisor, ending.webhook.webhook));
  value(await watches.endWebhook(supervisor, ending.webhook.webhook));
  heard.length = 0;
  await watches.callDue();
  assert.deepEqual(heard, []);
  assert.equal(refusalOf(await watches.testWebhook(supervisor, ending.webhook.webhook)), "measures.unknown-webhook");
});

test("webhooks are a supervisor's or a program's, of their own body; every other try is refused", async () => {
  const officer = await appointed(node, agency, ["officer"]);
  assert.equal(refusalOf(await watches.addWebhook(once(officer), { address })), "access.denied");
  for (const act of ["rotateWebhook", "testWebhook", "endWebhook"] as const)
    assert.equal(refusalOf(await watches[act](other, webhook.webhook)), "access.denied", act);
  const { code } = await knownSubject(node);
  const endsOn = addMonths(node.clock.today(), 3);
  const theirs = await programOf(node, await addAgency(node, { kinds: ["finance"] }));
  const asked = { ...watching(code, endsOn), webhook: webhook.webhook };
  assert.equal(refusalOf(await watches.add(once(theirs), asked)), "measures.unknown-webhook");
});

const barred = [
  "127.0.0.1",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
  "::1",
  "::",
  "fe80::1",
  "fd00::1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "2001:db8::1",
  "ff02::1",
];
test("no address of our own network is public, however it is written", async () => {
  for (const one of barred) assert.equal(isPublicAddress(one), false, one);
  for (const one of ["8.8.8.8", "114.114.114.114", "2400:3200::1", "2606:4700::1111"])
    assert.equal(isPublicAddress(one), true, one);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 0, max: 255 }),
      (a, b, c) => {
        for (const first of ["127", "10", "192.168"]) {
          const parts = [first, a, b, c].join(".").split(".").slice(0, 4).join(".");
          assert.equal(isPublicAddress(parts), false, parts);
        }
      },
    ),
  );
});

test("an address is https, of a public host, with nobody's password in it; refused when registered and when called", async () => {
  const strict = { loopback: false };
  const no = [
    "http://example.com/x",
    "https://user:secret@hooks.gov.cn/",
    "https://localhost/",
    "https://intranet/",
    "https://a.internal/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://169.254.169.254/latest/meta-data",
    "ftp://hooks.gov.cn/",
    "file:///etc/passwd",
    "https://hooks.gov.cn/#x",
    "nonsense",
  ];
  for (const one of no) assert.equal(readAddress(one, strict), null, one);
  assert.equal(readAddress("https://hooks.linjiang.gov.cn/chengxin", strict), "https://hooks.linjiang.gov.cn/chengxin");
  const call = (to: string) => callWebhook({ address: to, headers: {}, body: "{}", secondsMax: 2, loopback: false });
  heard.length = 0;
  // What was let in when it was registered leads somewhere else now: it is asked when the connection is made.
  for (const to of [
    address,
    address.replace("127.0.0.1", "localhost"),
    "https://localhost:1/",
    "https://127.0.0.1:1/",
    "https://[::1]:1/",
  ])
    assert.deepEqual(await call(to), { result: "address-not-public", status: null }, to);
  assert.deepEqual(heard, []);
});

test("a receiver that never answers holds a call no longer than the terms say", async () => {
  const silent = createServer(() => {});
  await new Promise<void>((begun) => void silent.listen(0, "127.0.0.1", begun));
  const to = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  const called = await callWebhook({ address: to, headers: {}, body: "{}", secondsMax: 1, loopback: true });
  assert.deepEqual(called, { result: "too-slow", status: null });
  silent.closeAllConnections();
  silent.close();
});
