/** `client add`: registers a service client of an agency and writes its credential. */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { type ClientScope, clientScopes, enrolClient } from "#src/access/index.ts";
import { type Read, readSwitches, unfit, unusable, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { sayRefusal } from "../refusal.ts";

const help = `为机关登记一个服务程序，生成密钥对，把凭证（含私钥）写入文件（权限 0600）。公钥入库，私钥只在该文件中。
Registers a service client of an agency, makes its key pair and writes the credential, private key included, to a file
of mode 0600. The database has the public half only.

  --agency CODE   the agency it acts for
  --out FILE      where the credential goes; must not exist. <home>/credentials/CODE.json is where --as finds it
  --name NAME     what the agency calls it; "command line" unless said
  --scope SCOPE   once or more: ${clientScopes.join(", ")}; records:send unless said

  npm run -s chengxin -- client add --agency 11880000MB88001255 --out var/credentials/11880000MB88001255.json`;

export const command: Command = {
  needs: "node",
  usage: "client add --agency CODE --out FILE [--name NAME] [--scope SCOPE]...",
  summary: { zh: "登记服务程序并写出凭证", en: "register a service client and write its credential" },
  help,
  async run(call, node) {
    const given = read(call.args);
    if (!given.ok) return wrongUsage(call, command, given.fault);
    if (existsSync(given.value.file))
      return unusable(call, { zh: "文件已存在，不会覆盖", en: "the file exists and is not overwritten" });
    const asked = { actor: { kind: "job", id: "command-line" } as const, idempotencyKey: randomUUID() };
    const enrolled = await enrolClient(node, asked, given.value);
    if (!enrolled.ok) return sayRefusal(call, enrolled.refusal);
    call.stdout.write(`${enrolled.value.id}\n`);
    return exit.done;
  },
};

interface Given {
  readonly agency: string;
  readonly name: string;
  readonly scopes: readonly ClientScope[];
  readonly file: string;
}

function read(args: readonly string[]): Read<Given> {
  const given = readSwitches(args, {
    agency: { type: "string" },
    out: { type: "string" },
    name: { type: "string", default: "命令行 command line" },
    scope: { type: "string", multiple: true, default: ["records:send"] },
  });
  if (!given.ok) return given;
  const { agency, out: file, name, scope } = given.value;
  const scopes = clientScopes.filter((one) => scope.includes(one));
  return agency && file && scopes.length === new Set(scope).size
    ? { ok: true, value: { agency, name, scopes, file } }
    : unfit;
}
