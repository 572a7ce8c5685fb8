/**
 * Writes the tables core/name works with from permissively licensed material (notices: src/core/name/generated/NOTICE.md):
 * script folding from OpenCC, syllables from pinyin-pro, places from the divisions, trades from companynameparser.
 * `--check` only says whether the files are current. Run: node --import ./tools/tsx.ts tools/name-data.ts
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pinyin } from "pinyin-pro";
import { inProject } from "#src/platform/config.ts";

const shared = process.env["CHENGXIN_DATA"] ?? inProject("..", "shared", "data");
const folder = inProject("src", "core", "name", "generated");

const read = (...path: string[]) => readFileSync(join(shared, ...path), "utf8");

/** `key<TAB>value value` lines of an OpenCC table, single characters only. */
function openCc(name: string): [string, string[]][] {
  return read("opencc", name)
    .split(/\r?\n/)
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("\t"))
    .map(
      ([key = "", values = ""]) => [key, values.split(" ").filter((value) => value.length === 1)] as [string, string[]],
    )
    .filter(([key]) => key.length === 1);
}

/** One character for every set of characters that differ by script only: traditional, simplified, regional variants. */
export function scriptTable(): { from: string; to: string } {
  const simplified = new Map(openCc("TSCharacters.txt").map(([key, [first = key]]) => [key, first]));
  const parent = new Map<string, string>();
  const root = (char: string): string => {
    const up = parent.get(char);
    return up === undefined || up === char ? char : root(up);
  };
  // The simplified character leads its set; of two sets, the one whose leader is nobody's traditional form.
  const join2 = (char: string, leader: string) => {
    const [a, b] = [root(char), root(leader)];
    if (a !== b) parent.set(a, b);
  };
  for (const [key, first] of simplified) if (key !== first) join2(key, first);
  for (const table of ["TWVariants.txt", "HKVariants.txt"])
    for (const [standard, variants] of openCc(table))
      for (const variant of variants) if (root(variant) !== root(standard)) join2(variant, standard);
  for (const [shinjitai, kyujitai] of openCc("JPShinjitaiCharacters.txt"))
    if (
      kyujitai[0] !== undefined &&
      !simplified.has(shinjitai) &&
      root(shinjitai) === shinjitai &&
      root(kyujitai[0]) !== shinjitai
    )
      if (![...simplified.values()].includes(shinjitai)) join2(shinjitai, kyujitai[0]);
  const pairs = [...parent.keys()]
    .map((char) => [char, root(char)] as const)
    .filter(([char, leader]) => char !== leader);
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  return { from: pairs.map(([char]) => char).join(""), to: pairs.map(([, leader]) => leader).join("") };
}

/** Variants that occur in names with a reading of their own. */
const common = "乾徵著瞭馀覈係麽";

/** Readings in surnames and place names that a list of words in context rarely brings up. */
const occasional =
  "单shan曾ceng盛cheng解xie车ju石dan种chong区ou查zha乐yue佛fu堡pu堡bu埔bu校jiao率lv绿lu陆liu给ji系ji奇ji降xiang巷hang落la" +
  "拓ta尾yi削xue色shai粘zhan茜xi塞sai塞se蚌beng蚌bang尉yu翟di贾gu盖ge娜nuo阿e秘bi泌bi屏bing蛤ha蛤ge朴piao仇qiu任ren宁ning" +
  "薛xue重zhong重chong行hang行xing长chang长zhang都dou都du地di的de的di得de和huo会hui会kuai大dai传chuan传zhuan朝chao朝zhao藏cang" +
  "藏zang调tiao调diao厦sha厦xia番fan番pan卜bu卜bo莞wan莞guan亳bo涡guo涡wo漯luo漯ta圳zhen铅yan铅qian枞zong瓯ou燕yan六liu六lu" +
  "弄nong弄long角jue角jiao畜xu畜chu大da宿su宿xiu柏bai柏bo薄bo薄bao差cha差chai纤xian纤qian模mo模mu数shu数shuo还hai还huan溪xi澄cheng";

/**
 * Syllables of every character without tone (ü as v): the usual reading, and every other that occurs in place names,
 * trade words and 267,399 short company names as pinyin-pro reads them in context.
 */
export function syllableTable(): { usual: Record<string, string>; others: Record<string, string[]> } {
  const plain = (text: string) => pinyin(text, { toneType: "none", type: "array", v: true, nonZh: "spaced" });
  const usual: Record<string, string> = {};
  const readings = new Map<string, string>();
  for (let point = 0x4e00; point <= 0x9fff; point++) {
    const char = String.fromCharCode(point);
    const [reading = ""] = plain(char);
    if (!/^[a-z]+$/.test(reading)) continue;
    readings.set(char, reading);
    usual[reading] = (usual[reading] ?? "") + char;
  }
  const seen = new Map<string, Map<string, number>>();
  for (const word of corpus()) {
    const syllables = plain(word);
    if (syllables.length !== word.length) continue;
    syllables.forEach((syllable, at) => {
      const char = word[at] ?? "";
      if (!readings.has(char) || !/^[a-z]+$/.test(syllable)) return;
      const counts = seen.get(char) ?? new Map<string, number>();
      counts.set(syllable, (counts.get(syllable) ?? 0) + 1);
      seen.set(char, counts);
    });
  }
  const others: Record<string, string[]> = {};
  for (const [char, counts] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const total = counts.values().reduce((sum, count) => sum + count, 0);
    const kept = [...counts]
      .filter(([syllable, count]) => syllable !== readings.get(char) && count >= total / 500)
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .map(([syllable]) => syllable);
    if (kept.length > 0) others[char] = kept.slice(0, 2);
  }
  for (const [char, reading] of occasional
    .match(/[\u4e00-\u9fff][a-z]+/g)
    ?.map((pair) => [pair.slice(0, 1), pair.slice(1)]) ?? [])
    if (char && reading && readings.get(char) !== reading)
      others[char] = [...new Set([...(others[char] ?? []), reading])];
  // A character that leads a set of script variants may be read as each of them is: 乾 (qian) is matched as 干 (gan).
  const { from, to } = scriptTable();
  [...from].forEach((char, at) => {
    const leader = to[at] ?? char;
    const reading = readings.get(char);
    if (reading && readings.has(leader) && reading !== readings.get(leader) && common.includes(char))
      others[leader] = [...new Set([...(others[leader] ?? []), reading])];
  });
  return { usual: Object.fromEntries(Object.entries(usual).sort(([a], [b]) => (a < b ? -1 : 1))), others };
}

/** Permissively licensed words in which characters are read in context. */
function corpus(): string[] {
  const short = read("short-names", "Company-Shorter-Form-28W.txt").split(/\r?\n/).slice(1);
  return [...short, ...tradeTable(), ...divisionNames()].filter((word) => /^[\u4e00-\u9fff]{2,}$/.test(word));
}

function divisionNames(): string[] {
  const tables = ["list.json", "history.json"].map(
    (name) => JSON.parse(read("divisions", name)) as Record<string, string>,
  );
  return [...new Set(tables.flatMap((table) => Object.values(table)))];
}

const nations =
  /(?:[\u4e00-\u9fff]{1,5}族)+|各族|蒙古|回族|藏族|维吾尔|壮族|哈萨克|柯尔克孜|塔吉克|锡伯|达斡尔|鄂温克|鄂伦春|朝鲜族|满族/;

/** Names of provinces, cities and counties, present and former, as they begin a name: with and without their suffix. */
export function placeTable(): string[] {
  const places = new Set<string>();
  for (const name of divisionNames()) {
    if (/^(?:市辖区|县|省直辖|自治区直辖)/.test(name) || name.length < 2) continue;
    places.add(name);
    const short = name
      .replace(/(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|矿区|新区|省|市|区|县|旗|盟)$/, "")
      .replace(new RegExp(`(?:${nations.source})$`), "");
    if (short.length >= 2) places.add(short);
    const alone = short.replace(new RegExp(`(?:${nations.source})+`), "");
    if (alone.length >= 2) places.add(alone);
  }
  return [...places].sort();
}

/** Words that say what a company does, two characters or more. */
export function tradeTable(): string[] {
  const trades = read("company-name-parts", "trade.txt").split(/\r?\n/);
  return [...new Set(trades.map((word) => word.trim()).filter((word) => /^[\u4e00-\u9fff]{2,}$/.test(word)))].sort();
}

/** Every file with its text. */
export function nameTables(): Map<string, string> {
  const text = (value: unknown) => `${JSON.stringify(value)}\n`;
  return new Map([
    ["script.json", text(scriptTable())],
    ["syllables.json", text(syllableTable())],
    ["places.json", text(placeTable())],
    ["trades.json", text(tradeTable())],
  ]);
}

if (import.meta.main) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of nameTables()) {
    const file = join(folder, name);
    if (!process.argv.includes("--check")) writeFileSync(file, text);
    else if (!existsSync(file) || readFileSync(file, "utf8") !== text) process.exitCode = 1;
  }
}
