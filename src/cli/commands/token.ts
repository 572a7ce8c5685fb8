/** `token`: an access token of an agency's service client, to try the API with. */
import { tokenForAgency } from "#src/access/index.ts";
import { readSwitches, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { sayRefusal } from "../refusal.ts";

export const command: Command = {
  needs: "node",
  usage: "token --as AGENCY_CODE [--scope SCOPES]",
  summary: { zh: "取得调用接口的令牌", en: "get an access token for the API" },
  help: `打印一个短期令牌，与 POST /oauth/token 给出的相同；凭据是该机关服务程序的私钥文件。
Prints a short-lived access token, the same POST /oauth/token gives; the credential is the key file of the agency's service client.

  --as AGENCY_CODE   以哪个机关的名义 / for which agency; CHENGXIN_CREDENTIAL names another file
  --scope SCOPES     权限，空格分隔；不写为该程序的全部 / scopes with spaces between; all the client has unless said

令牌放在请求头，不要写进网址。 / It goes into a header, never into a URL.

  curl -H "authorization: Bearer $(npm run -s chengxin -- token --as 11880000MB88001255)" http://localhost:8080/api/v1/intake/batches`,
  async run(call, node) {
    const asked = readSwitches(call.args, { as: { type: "string" }, scope: { type: "string" } });
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
    const { as: agency, scope } = asked.value;
    if (!agency) return wrongUsage(call, command, null);
    const issued = await tokenForAgency(node, agency, scope === undefined ? {} : { scope });
    if (!issued.ok) return sayRefusal(call, issued.refusal);
    call.stdout.write(`${issued.value.token}\n`);
    return exit.done;
  },
};
