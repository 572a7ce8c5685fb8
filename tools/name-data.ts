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

/**
 * One character for every set of characters that differ by script only: traditional, simplified, regional variants; and
 * those that phrases exchange (想象 想像, 家具 傢俱).
 */
export function scriptTable(): { from: string; to: string } {
  const sets = new Map<string, Set<string>>();
  const leaders = new Map<string, string>();
  const leader = (char: string) => leaders.get(char) ?? char;
  const members = (char: string) => sets.get(leader(char)) ?? new Set([char]);
  // The larger set keeps its leader; of equals, the simplified character leads.
  const unite = (simplified: string, other: string) => {
    if (leader(simplified) === leader(other)) return;
    const [a, b] = [members(simplified), members(other)];
    const [head, rest] = b.size > a.size ? [leader(other), a] : [leader(simplified), b];
    const all = new Set([...a, ...b]);
    sets.set(head, all);
    for (const char of rest) leaders.set(char, head);
  };
  for (const [key, [first = key]] of openCc("TSCharacters.txt")) if (key !== first) unite(first, key);
  for (const [key, values] of openCc("STCharacters.txt")) for (const value of values) unite(key, value);
  for (const table of ["TWVariants.txt", "HKVariants.txt"])
    for (const [standard, variants] of openCc(table)) for (const variant of variants) unite(standard, variant);
  for (const [one, other] of exchangedInPhrases(leader)) unite(one, other);
  for (const [shinjitai, [kyujitai]] of openCc("JPShinjitaiCharacters.txt"))
    if (kyujitai !== undefined && members(shinjitai).size === 1) unite(kyujitai, shinjitai);
  const pairs = [...leaders].filter(([char, head]) => char !== head).sort(([a], [b]) => (a < b ? -1 : 1));
  return { from: pairs.map(([char]) => char).join(""), to: pairs.map(([, head]) => head).join("") };
}

/** Characters that at least two phrases of OpenCC exchange for each other. */
function exchangedInPhrases(leader: (char: string) => string): [string, string][] {
  const counts = new Map<string, number>();
  for (const line of ["STPhrases.txt", "TSPhrases.txt"].flatMap((name) => read("opencc", name).split(/\r?\n/))) {
    const [key = "", values = ""] = line.startsWith("#") ? [] : line.split("\t");
    for (const value of values.split(" ")) {
      if (value.length !== key.length) continue;
      for (let i = 0; i < key.length; i++) {
        const [one, other] = [leader(key[i] ?? ""), leader(value[i] ?? "")];
        if (one !== other)
          counts.set([one, other].sort().join(""), (counts.get([one, other].sort().join("")) ?? 0) + 1);
      }
    }
  }
  return [...counts]
    .filter(([pair, count]) => count >= 2 && pair.length === 2 && pair !== "坏坯")
    .map(([pair]) => [pair[0] ?? "", pair[1] ?? ""]);
}

/** Characters that surely stand in names, read otherwise than the one that leads their set. */
const rare = "乾徵著瞭沉";

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
    if (reading && readings.has(leader) && reading !== readings.get(leader) && (seen.has(char) || rare.includes(char)))
      others[leader] = [...new Set([...(others[leader] ?? []), reading])];
  });
  return { usual: Object.fromEntries(Object.entries(usual).sort(([a], [b]) => (a < b ? -1 : 1))), others };
}

/** Permissively licensed words in which characters are read in context. */
function corpus(): string[] {
  const short = read("short-names", "Company-Shorter-Form-28W.txt").split(/\r?\n/).slice(1);
  return [...short, ...tradeTable(), ...divisionNames()].filter((word) => /^[\u4e00-\u9fff]{2,}$/.test(word));
}

function divisionRows(): [string, string][] {
  return ["list.json", "history.json"].flatMap((name) =>
    Object.entries(JSON.parse(read("divisions", name)) as Record<string, string>),
  );
}

function divisionNames(): string[] {
  return [...new Set(divisionRows().map(([, name]) => name))];
}

/** Nationalities as they stand before 自治区, 自治州, 自治县: 宁夏回族, 伊犁哈萨克. */
const nations = new RegExp(
  "(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|" +
    "仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|俄罗斯|鄂温克|德昂|保安|裕固|京|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各)族|" +
    "维吾尔|哈萨克|柯尔克孜|蒙古|塔吉克|锡伯)+$",
);

/**
 * Names of provinces, cities and counties, present and former, as they begin a name: with and without their suffix; each
 * with its codes, less the zeros at their end: `44`, `4419`, `441900`. What belongs to a place begins with its code.
 */
export function placeTable(): Record<string, string[]> {
  const places = new Map<string, Set<string>>();
  const add = (name: string, code: string) => {
    if (name.length < 2) return;
    const codes = places.get(name) ?? new Set<string>();
    places.set(name, codes.add(code.replace(/(?:00){1,2}$/, "")));
  };
  for (const [code, name] of divisionRows()) {
    if (/^(?:市辖区|县|省直辖|自治区直辖)/.test(name) || name.length < 2) continue;
    add(name, code);
    const short = name.replace(/(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|矿区|新区|省|市|区|县|旗|盟)$/, "");
    add(short, code);
    add(short.replace(nations, ""), code);
  }
  return Object.fromEntries(
    [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, codes]) => [name, [...codes].sort()]),
  );
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
