import assert from "node:assert/strict";
import { test } from "node:test";
import { nameOf, readArguments, readSwitches } from "./arguments.ts";
import { commandNames, findCommand, helpOf, isGroup, overview } from "./dispatch.ts";

const commands = await Promise.all(
  commandNames().map(async (name) => {
    const found = await findCommand(name.split(" "));
    assert.ok(found, name);
    return { name, command: found.command };
  }),
);

for (const { name, command } of commands)
  test(`${name} --help says its usage, every option of it, an example and its exit codes, in both languages`, () => {
    const text = helpOf(command);
    assert.equal(nameOf(command.usage), name);
    assert.ok(text.startsWith(`npm run -s chengxin -- ${command.usage}\n`), text);
    const { help = "" } = command;
    for (const [option] of command.usage.matchAll(/--[a-z-]+/g))
      assert.ok(help.includes(option), `${option} is not explained`);
    assert.match(help, new RegExp(`npm run -s chengxin -- ${name}\\b`), "there is no example");
    assert.match(help, /\p{Script=Han}/u);
    assert.match(help, /[A-Za-z]{3,} [a-z]{2,}/);
    for (const code of ["0 ", "1 ", "64", "70", "78"]) assert.match(text, new RegExp(`^  ${code}`, "m"));
  });

test("the overview names every command", async () => {
  const text = await overview();
  for (const { command } of commands) assert.ok(text.includes(command.usage), command.usage);
});

test("a first word alone lists its own commands and no other", async () => {
  const text = await overview("list");
  for (const { name, command } of commands)
    assert.equal(text.includes(command.usage), name.startsWith("list "), command.usage);
  assert.ok(isGroup("list") && !isGroup("lists") && !isGroup("serve"));
});

test("an unknown option is named, an option without its value too; no value is repeated (C13)", () => {
  const secret = "110105194912310009";
  const options = { as: { type: "string" }, json: { type: "boolean", default: false } } as const;
  for (const [args, said] of [
    [["--ass", secret], "--ass"],
    [["--as"], "--as"],
    [["x", `--jsn=${secret}`], "--jsn"],
    [["--json=yes"], "--json"],
    [[`--${secret}`], null],
    [["-x"], "--x"],
  ] as const) {
    const read = readArguments(args, options);
    assert.ok(!read.ok, args.join(" "));
    assert.equal(JSON.stringify(read).includes(secret), false);
    assert.equal(said === null || JSON.stringify(read.fault).includes(said), true, JSON.stringify(read));
  }
  assert.equal(readSwitches(["word"], options).ok, false);
  const good = readArguments(["one", "--as", "x", "two"], options);
  assert.deepEqual(good, {
    ok: true,
    value: { values: { __proto__: null, as: "x", json: false }, words: ["one", "two"] },
  });
});
