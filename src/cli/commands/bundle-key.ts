/** `bundle key`: the key pair of a desk, made at the desk. */
import { readArguments, unusable, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { makeDeskKey } from "../verify/desk.ts";

export const command: Command = {
  needs: "nothing",
  usage: "bundle key --out FILE",
  summary: { zh: "在窗口生成窗口密钥，写出公钥", en: "make a desk's key at the desk, and write its public half" },
  help: `私钥写入 FILE（权限 0600），不离开窗口；公钥写到标准输出，制作离线包时提交。
The private key goes into FILE (mode 0600) and never leaves the desk; the public one is written out, to be given when the
bundle is made.

  npm run -s chengxin -- bundle key --out desk.json`,
  async run(call) {
    const given = readArguments(call.args, { out: { type: "string" } });
    if (!given.ok || !given.value.values.out || given.value.words.length > 0)
      return wrongUsage(call, command, given.ok ? null : given.fault);
    try {
      call.stdout.write(`${JSON.stringify(makeDeskKey(given.value.values.out))}\n`);
      return exit.done;
    } catch {
      return unusable(call, {
        zh: "文件已存在或写不了：密钥不覆盖",
        en: "the file is there already or cannot be written: no key is overwritten",
      });
    }
  },
};
