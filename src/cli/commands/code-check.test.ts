import assert from "node:assert/strict";
import { Readable, Writable } from "node:stream";
import { test } from "node:test";
import { exit } from "../command.ts";
import { command } from "./code-check.ts";

interface Answer {
  readonly input: string;
  readonly scheme: string | null;
  readonly verdict: string;
  readonly normalised: string | null;
  readonly division: { readonly fullName: string } | null;
  readonly reasons: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
}

async function run(input: string | Uint8Array | Iterable<Uint8Array>, args: string[] = []) {
  const written: Record<"out" | "err", string> = { out: "", err: "" };
  const into = (name: "out" | "err") =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const chunks = typeof input === "string" ? [Buffer.from(input)] : input instanceof Uint8Array ? [input] : input;
  assert.equal(command.needs, "nothing");
  if (command.needs !== "nothing") throw new Error("unreachable");
  const code = await command.run({ args, stdin: Readable.from(chunks), stdout: into("out"), stderr: into("err") });
  const lines = written.out.split("\n").slice(0, -1);
  return { code, lines, answers: lines.map((line) => JSON.parse(line) as Answer), errors: written.err };
}

test("one line in, one JSON object out, its fields in the promised order", async () => {
  const { code, lines, answers } = await run("91440300192317458f\n00000000000000000X\n");
  assert.equal(code, exit.done);
  assert.equal(lines.length, 2);
  assert.deepEqual(Object.keys(answers[0] ?? {}), [
    "input",
    "scheme",
    "verdict",
    "normalised",
    "department",
    "category",
    "division",
    "organisationCode",
    "reasons",
  ]);
  assert.equal(answers[0]?.normalised, "91440300192317458F");
  assert.equal(answers[0]?.division?.fullName, "广东省深圳市");
  assert.equal(answers[1]?.verdict, "placeholder");
});

test("CRLF, blank lines, a byte order mark and a last line without its end are read, in order", async () => {
  const { answers } = await run("\ufeff91440300192317458F\r\n\r\n\n914403001922038216");
  assert.deepEqual(
    answers.map(({ input, verdict }) => [input, verdict]),
    [
      ["91440300192317458F", "valid"],
      ["", "malformed"],
      ["", "malformed"],
      ["914403001922038216", "valid"],
    ],
  );
  assert.deepEqual(answers[0]?.reasons, []);
});

test("nothing in, nothing out", async () => {
  assert.deepEqual((await run("")).lines, []);
});

test("a person's number is masked wherever it is echoed", async () => {
  const persons = [
    "11010519491231002X",
    "１１０１０５１９４９１２３１００２Ｘ",
    "110105 19491231 002x",
    "110105491231002",
  ];
  const near = ["110105194912310021", "1101051949123100", "11O1O519491231OO2X", "张三 11010519491231002X"];
  const { lines, answers } = await run([...persons, ...near].join("\n"));
  for (const [at, line] of lines.entries()) {
    assert.doesNotMatch(line.normalize("NFKC").replace(/[ O]/g, "0"), /110105|4912|3100/, `line ${at}`);
  }
  assert.deepEqual(
    answers.slice(0, 4).map(({ scheme, verdict }) => [scheme, verdict]),
    Array(4).fill(["person-number", "valid"]),
  );
  assert.equal(answers[0]?.input, "1****************X");
  assert.equal(answers[0]?.normalised, "1****************X");
});

test("a character cut between two chunks is whole", async () => {
  const bytes = Buffer.from("企合苏总字第000113号\n");
  const { answers } = await run([...bytes].map((byte) => Uint8Array.of(byte)));
  assert.equal(answers[0]?.normalised, "企合苏总字第000113");
});

test("NULs, broken UTF-8 and lines without end are answered; memory stays", async () => {
  const megabyte = Buffer.alloc(1_048_576, "9");
  function* flood() {
    yield Buffer.from("9144\u00000300192317458F\n");
    yield Buffer.from([0xff, 0xfe, 0x39, 0x0a]);
    for (let count = 0; count < 200; count++) yield megabyte;
    yield Buffer.from("\n91440300192317458F\n");
  }
  const before = process.memoryUsage().rss;
  const { answers } = await run(flood());
  assert.ok(process.memoryUsage().rss - before < 150_000_000, "a line of 200 MB was kept");
  assert.deepEqual(
    answers.map(({ verdict }) => verdict),
    ["valid", "malformed", "malformed", "valid"],
  );
  assert.equal(answers[0]?.reasons[0]?.code, "input.invisible");
  assert.equal(answers[2]?.reasons[0]?.code, "input.too-long");
  assert.ok((answers[2]?.input.length ?? 0) < 100);
});

test("a reader that stops early ends the command without an error", async () => {
  const stdout = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    },
  });
  if (command.needs !== "nothing") throw new Error("unreachable");
  const stdin = Readable.from(Array(20_000).fill(Buffer.from("91440300192317458F\n")));
  assert.equal(await command.run({ args: [], stdin, stdout, stderr: stdout }), exit.done);
});

test("numbers as arguments are refused without an echo", async () => {
  const { code, lines, errors } = await run("", ["11010519491231002X"]);
  assert.equal(code, exit.usage);
  assert.deepEqual(lines, []);
  assert.doesNotMatch(errors, /1101|002X/);
});

test("--strict makes the exit code tell whether every line is a real identifier", async () => {
  assert.equal((await run("91440300192317458F\n91350203M0001QKT19\n", ["--strict"])).code, exit.done);
  assert.equal((await run("91440300192317458F\n00000000000000000X\n", ["--strict"])).code, exit.no);
});
