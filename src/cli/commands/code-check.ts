/** `code check`: identifiers on standard input, one a line; one JSON object a line out, in their order. */
import { readFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { type Divisions, divisionsFrom } from "#core/code/division.ts";
import { type Identified, identify } from "#core/code/identify.ts";
import { longestInput } from "#core/code/normalise.ts";
import { maskPersonNumbers } from "#core/code/secrets.ts";
import { inProject } from "#src/platform/config.ts";
import { readSwitches, wrongUsage } from "../arguments.ts";
import { type Call, type Command, exit } from "../command.ts";

const help = `从标准输入读取号码，每行一个；每行输出一个 JSON 对象，次序不变（空行也有一行回答）。
Reads identifiers from standard input, one a line; writes one JSON object a line, in their order (a blank line has its answer too).

  input             as written; a person's number in it is masked (C13)
  scheme            unified-code, organisation-code, registration-number, legacy-registration-number, person-number,
                    division, lei; null where it has the form of none
  verdict           valid; checksum-exception (a real code with a wrong check character); placeholder; malformed
  normalised        how it is kept and matched; null for placeholders and malformed ones; masked for persons (C13)
  department        登记管理部门 {code, zh, en}, or null
  category          机构类别 {code, zh, en}, or null
  division          {code, name, fullName, status: current | abolished | statistical | unlisted, successors}, or null:
                    the first registrar, not today's seat
  organisationCode  characters 9 to 17 {code, verdict}, or null
  reasons           [{code, zh, en}]: what was changed, what is wrong, what to know

  --strict          exit code 1 where any line is malformed or a placeholder; without it 0

号码从不写在命令行上，以免留在历史记录中。 / Numbers are never given as arguments: they would stay in the shell's history.

  echo 91440300192317458F | npm run -s chengxin -- code check
  cut -d, -f2 firms.csv | npm run -s chengxin -- code check | jq -r 'select(.verdict != "valid")'`;

const fromInput = { zh: "号码请从标准输入读入", en: "identifiers are read from standard input" };

export const command: Command = {
  needs: "nothing",
  usage: "code check [--strict]",
  summary: { zh: "核对统一社会信用代码等号码", en: "check unified codes and other identifiers" },
  help,
  async run(call) {
    const asked = readSwitches(call.args, { strict: { type: "boolean", default: false } });
    if (!asked.ok) return wrongUsage(call, command, asked.fault ?? fromInput);
    const divisions = divisionsFrom(
      JSON.parse(readFileSync(inProject("packs", "cn", "codes", "divisions.json"), "utf8")),
    );
    const allGood = await answerLines(call, divisions);
    return asked.value.strict && !allGood ? exit.no : exit.done;
  },
};

/** One line of output: the fields in the order the command promises. */
function answer(line: string, divisions: Divisions): Identified & { readonly input: string } {
  const masked = maskPersonNumbers(line);
  const input = line.length > longestInput ? `${masked.slice(0, 40)}…` : masked;
  return { input, ...identify(line, divisions) };
}

/** Written in pieces of about this many characters: a write a line would be slow. */
const pieceLength = 65_536;

/** Answers every line, as slowly as the reader reads; whether each was a real identifier. */
async function answerLines({ stdin, stdout }: Call, divisions: Divisions): Promise<boolean> {
  let allGood = true;
  async function* pieces() {
    let piece = "";
    for await (const line of linesOf(stdin)) {
      const found = answer(line, divisions);
      allGood &&= found.verdict === "valid" || found.verdict === "checksum-exception";
      piece += `${JSON.stringify(found)}\n`;
      if (piece.length < pieceLength) continue;
      yield piece;
      piece = "";
    }
    if (piece !== "") yield piece;
  }
  stdout.on("error", unlessClosed);
  await pipeline(pieces, stdout, { end: false }).catch(unlessClosed);
  return allGood;
}

/** `| head` closes the pipe when it has seen enough: that is no error of ours. */
function unlessClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
}

/** More of a line than this is thrown away as it comes, so that a line without end does not fill the memory. */
const keptLength = 4096;

/**
 * Lines of UTF-8 text, ended by LF or CRLF, without the byte order mark; of a very long line only the beginning, which is
 * enough to see that it is no identifier. Bytes that are no UTF-8 become U+FFFD, which no identifier has.
 */
async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let line = "";
  for await (const bytes of input) {
    const text = typeof bytes === "string" ? bytes : decoder.decode(bytes, { stream: true });
    const parts = text.split("\n");
    const last = parts.pop() ?? "";
    for (const part of parts) {
      yield (line + part.slice(0, keptLength)).replace(/\r$/, "");
      line = "";
    }
    if (line.length < keptLength) line += last.slice(0, keptLength);
  }
  line += decoder.decode();
  if (line !== "") yield line.replace(/\r$/, "");
}
