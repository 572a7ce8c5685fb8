/** `report CODE --out FILE`: a signed public report, as anyone may take it. */
import { writeFileSync } from "node:fs";
import { type Read, readArguments, unfit, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { sayRefusal } from "../refusal.ts";

const help = `出具某组织的公开版信用报告，写入文件；格式由文件名的后缀决定。
Issues an organisation's public report and writes it to a file, whose ending says the form.

  CODE                the unified code, or an older number; individual businesses by exact code
  --out FILE.pdf      PDF (PDF/UA-1); its detached signature is written beside it, as FILE.pdf.jws
  --out FILE.json     W3C Verifiable Credential 2.0, signed within (eddsa-jcs-2022)
  --language zh|en    language of the PDF; zh unless said
  --json              {code, file, signature, verify}

查无此主体时退出码为 1；这不同于“无记录”。身份证件号码不受理，也不会显示。
Exit code 1 where the subject is not known here, which is not "nothing recorded". Identity numbers are refused and not repeated.

  npm run -s chengxin -- report 91880102MA88K0016C --out report.pdf
  npm run -s chengxin -- report verify report.pdf`;

export const command: Command = {
  needs: "node",
  usage: "report CODE --out FILE.pdf|FILE.json [--language zh|en] [--json]",
  summary: { zh: "出具公开版信用报告", en: "issue a public report" },
  help,
  async run(call, node) {
    const given = read(call.args);
    if (!given.ok) return wrongUsage(call, command, given.fault);
    const asked = given.value;
    const issued = await node.reports.issuePublic(asked);
    if (!issued.ok) return sayRefusal(call, issued.refusal);
    const { bytes, code, signature } = issued.value;
    writeFileSync(asked.file, bytes);
    const beside = signature === null ? null : `${asked.file}.jws`;
    if (beside !== null) writeFileSync(beside, `${signature}\n`);
    const verify = `${node.config.publicUrl}/verify/${code}`;
    call.stdout.write(
      asked.json
        ? `${JSON.stringify({ code, file: asked.file, signature: beside, verify })}\n`
        : `${asked.file}${beside ? `\n${beside}` : ""}\n报告编号 / report code: ${code}\n核验 / verify: ${verify}\n`,
    );
    return exit.done;
  },
};

interface Asked {
  readonly code: string;
  readonly file: string;
  readonly format: "pdf" | "json";
  readonly language: "zh" | "en";
  readonly json: boolean;
}

function read(args: readonly string[]): Read<Asked> {
  const given = readArguments(args, {
    out: { type: "string" },
    language: { type: "string", default: "zh" },
    json: { type: "boolean", default: false },
  });
  if (!given.ok) return given;
  const { values, words } = given.value;
  const { out: file = "", language, json } = values;
  const [code = "", ...more] = words;
  const format = /\.(pdf|json)$/i.exec(file)?.[1]?.toLowerCase();
  if (code === "" || more.length > 0 || (format !== "pdf" && format !== "json")) return unfit;
  if (language !== "zh" && language !== "en") return unfit;
  return { ok: true, value: { code, file, format, language, json } };
}
