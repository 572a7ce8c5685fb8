/** `file CODE`: an organisation's credit file, as of any two dates. */
import { text } from "node:stream/consumers";
import type { FileView } from "#contract/ledger.ts";
import type { Outcome } from "#core/refusal.ts";
import { actorForAgency } from "#src/access/index.ts";
import { type Read, readArguments, unfit, wrongUsage } from "../arguments.ts";
import { type Call, type Command, exit } from "../command.ts";
import type { Node } from "../node.ts";
import { sayRefusal } from "../refusal.ts";

const help = `打印某组织的公开信用档案。
Prints an organisation's public credit file.

  CODE                 the unified code, or an older number; individual businesses by exact code
  --effective-at DAY   what held in law on this day; today unless said
  --known-at TIME      what was known at this instant (2026-05-06T08:00:00Z) or at the end of this day; now unless said
  --json               the whole file, as GET /api/v1/organisations/CODE/file answers it

机关为列明的目的查阅（会被记录）：号码只从标准输入读取，一行一个号码。
A body's look for a listed purpose, which is logged: the number is read from standard input only.

  -                    instead of CODE: read the number from standard input
  --as AGENCY_CODE     as which agency; its credential needs files:read, for persons persons:read
  --purpose PURPOSE    a purpose of the catalogue
  --basis TEXT         the matter it is for
  --scheme SCHEME      unified-code unless said; registration-number, organisation-code, person-number

退出码 1：查无此主体，或不得查阅。 / Exit code 1: not known here, or not to be seen.

  npm run -s chengxin -- file 91880102MA88K0016C --known-at 2026-05-06 --json`;

/** More records than a terminal or a program is sent at once by anybody. */
const all = 100_000;

export const command: Command = {
  needs: "node",
  usage: "file CODE [--effective-at DAY] [--known-at TIME] [--json]",
  summary: { zh: "打印信用档案", en: "print a credit file" },
  help,
  async run(call, node) {
    const asked = read(call.args);
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
    const { code, asOf, look, json } = asked.value;
    const found = look
      ? await lookAt(call, node, { ...look, ...asOf })
      : await node.ledger.files.getPublic({ code, limit: all, ...asOf });
    if (!found.ok) {
      const code = sayRefusal(call, found.refusal);
      return found.refusal.code === "ledger.date" ? exit.usage : code;
    }
    call.stdout.write(json ? `${JSON.stringify(found.value)}\n` : inWords(found.value));
    return exit.done;
  },
};

type AsOf = { readonly effectiveAt?: string; readonly knownAt?: string };
type Look = { readonly agency: string; readonly purpose: string; readonly basis: string; readonly scheme: Scheme };

const lookSchemes = ["unified-code", "registration-number", "organisation-code", "person-number"] as const;
type Scheme = (typeof lookSchemes)[number];

interface Asked {
  readonly code: string;
  readonly asOf: AsOf;
  readonly look: Look | null;
  readonly json: boolean;
}

function read(args: readonly string[]): Read<Asked> {
  const given = readArguments(args, {
    "effective-at": { type: "string" },
    "known-at": { type: "string" },
    as: { type: "string" },
    purpose: { type: "string" },
    basis: { type: "string" },
    scheme: { type: "string", default: "unified-code" },
    json: { type: "boolean", default: false },
  });
  if (!given.ok) return given;
  const { values, words } = given.value;
  const [code = "", ...more] = words;
  const { as: agency, purpose, basis, json } = values;
  const { "effective-at": effectiveAt, "known-at": knownAt } = values;
  const asOf = { ...(effectiveAt ? { effectiveAt } : {}), ...(knownAt ? { knownAt } : {}) };
  if (code === "" || more.length > 0) return unfit;
  if (code !== "-") return agency || purpose || basis ? unfit : { ok: true, value: { code, asOf, look: null, json } };
  const scheme = lookSchemes.find((one) => one === values.scheme);
  if (!agency || !purpose || !basis || !scheme) return unfit;
  return { ok: true, value: { code: "", asOf, look: { agency, purpose, basis, scheme }, json } };
}

async function lookAt(call: Call, node: Node, { agency, scheme, ...asked }: Look & AsOf): Promise<Outcome<FileView>> {
  const actor = await actorForAgency(node, agency);
  if (!actor.ok) return actor;
  const [value = ""] = (await text(call.stdin)).trim().split(/\s*\n/);
  return node.ledger.files.readForBody(actor.value, { ...asked, subject: { scheme, value }, limit: all });
}

function inWords({ subject, asOf, total, categories, records, items, authorities }: FileView): string {
  const lines = [`${subject.name}  ${subject.code}`, `${asOf.effectiveAt} / ${asOf.knownAt}  ${total}`, ""];
  for (const { title, total: count } of categories)
    lines.push(`  ${title.zh} / ${title.en}: ${count === 0 ? "无记录 / nothing recorded" : count}`);
  lines.push("");
  for (const { decidedOn, item, authority, inForce, adverse } of records) {
    const legend = items[item];
    const marks = `${adverse ? "  不利 / adverse" : ""}${inForce ? "" : "  已失效 / no longer in force"}`;
    lines.push(`${decidedOn}  ${legend?.title.zh ?? item}  ${authorities[authority]?.zh ?? authority}${marks}`);
  }
  return `${lines.join("\n")}\n`;
}
