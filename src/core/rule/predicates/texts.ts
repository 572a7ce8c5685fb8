/** What texts may say. */
import { normaliseName } from "../../name/normalise.ts";
import { textOf } from "../arguments.ts";
import { looksLikeDocumentNumber } from "../document-number.ts";
import { eachField, type Predicate } from "../predicate.ts";
import { RuleFault } from "../row.ts";
import { surnames } from "../surnames.ts";

export const oneOf: Predicate = {
  name: "one-of",
  demands: { zh: "{fields} 应为 {values} 之一", en: "{fields} must be one of {values}" },
  compile(args) {
    const values = args.texts("values");
    const allowed = new Set(values);
    return eachField(args.fields("fields"), (value) => {
      const wrong = (Array.isArray(value) ? value : [value]).find(
        (one) => typeof one === "string" && !allowed.has(one),
      );
      return wrong === undefined ? null : { value: wrong, params: { allowed: values.join("、") } };
    });
  },
};

export const matches: Predicate = {
  name: "matches",
  demands: { zh: "{fields} 应符合 {pattern}", en: "{fields} must match {pattern}" },
  compile(args) {
    const pattern = regex(args.text("pattern"));
    return eachField(args.fields("fields"), (value) => (typeof value !== "string" || pattern.test(value) ? null : {}));
  },
};

export const matchesNot: Predicate = {
  name: "matches-not",
  demands: { zh: "{fields} 不得符合 {pattern}", en: "{fields} must not match {pattern}" },
  compile(args) {
    const pattern = regex(args.text("pattern"));
    return eachField(args.fields("fields"), (value) => (typeof value === "string" && pattern.test(value) ? {} : null));
  },
};

/** Filler where a value belongs: 无, —, N/A; also texts of nothing but signs and zeros. */
export const notPlaceholder: Predicate = {
  name: "not-placeholder",
  demands: { zh: "{fields} 不得以 {words} 等占位", en: "{fields} must not be filler such as {words}" },
  compile(args) {
    const words = new Set(args.texts("words"));
    const longest = Math.max(...[...words].map((word) => word.length));
    return eachField(args.fields("fields"), (value) => {
      if (typeof value !== "string") return null;
      const bare = value.trim();
      return (bare.length <= longest && words.has(bare)) || nothingSaid.test(bare) ? {} : null;
    });
  },
};
const nothingSaid = /^[\p{P}\p{S}\s0]+$/u;

/** Banned words: the finding names the word, never the text around it. `except`: longer words in which they say something else. */
export const textWithout: Predicate = {
  name: "text-without",
  demands: { zh: "{fields} 不得含有 {words}", en: "{fields} must not contain {words}" },
  compile(args) {
    const pattern = anyOfWords(args.texts("words"));
    const except = args.has("except") ? anyOfWords(args.texts("except"), "g") : null;
    return eachField(args.fields("fields"), (value) => {
      if (typeof value !== "string" || !pattern.test(value)) return null;
      const found = pattern.exec(except ? value.replace(except, "\n") : value);
      return found ? { value: found[0], params: { word: found[0] } } : null;
    });
  },
};

function anyOfWords(words: readonly string[], flags = ""): RegExp {
  return new RegExp(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), `i${flags}`);
}

const formulaStart = /^(?:[\t\r=@]|[+-][^\d\s].*[(!|])/;

/** Spreadsheet programs run cells that begin so; our exports must not carry them to the next reader. */
export const noFormula: Predicate = {
  name: "no-formula",
  demands: { zh: "{fields} 不得以公式开头", en: "{fields} must not begin as a formula" },
  compile(args) {
    return eachField(args.fields("fields"), (value) => {
      if (typeof value !== "string") return null;
      const first = value.charCodeAt(0);
      // Letters, digits and Chinese characters lie above `@`; all signs that start a formula do not.
      return first > 0x40 || !formulaStart.test(value) ? null : {};
    });
  },
};

/** A name or a sentence in the place of a number would be public with it (C12). */
export const documentNumber: Predicate = {
  name: "document-number",
  demands: {
    zh: "{fields} 应为文书的编号：有序号，不含人名、语句和联系方式",
    en: "{fields} must be the number of a document: with figures, without a person's name, a sentence or a telephone",
  },
  compile(args) {
    return eachField(args.fields("fields"), (value) =>
      typeof value !== "string" || looksLikeDocumentNumber(value) ? null : { value: null },
    );
  },
};

/** A name as persons bear it, and nothing that agencies, organisations or places are called (C12). */
export const notAPersonsName: Predicate = {
  name: "not-a-persons-name",
  demands: { zh: "{fields} 不得是自然人的姓名", en: "{fields} must not be the name of a person" },
  compile(args) {
    return eachField(args.fields("fields"), (value) =>
      typeof value === "string" && looksLikePersonsName(value) ? { value: null } : null,
    );
  },
};

const namesOfOthers = /[省市县区旗镇乡村局厅委办院所处站队会部署社店厂行司校馆台关庭府库园]$/u;
const personsName = new RegExp(
  `^(?:(?:${surnames})\\p{Script=Han}{1,2}|\\p{Script=Han}{2,6}[·•・]\\p{Script=Han}{2,6})$`,
  "u",
);

/** Likely, never certain: a reason to look. None of 58,775 registered names of organisations is found so. */
export function looksLikePersonsName(text: string): boolean {
  const bare = text.normalize("NFKC").replaceAll(/\s/gu, "");
  return bare.length <= 13 && !namesOfOthers.test(bare) && personsName.test(bare);
}

/** Words after which a person is named, whatever follows the name. */
const saidOfPersons = "店主|店东|老板|户主|个体户";
/** Words that stand before much else too: a person only where the name ends the phrase. */
const saidOfBoth =
  "典型|楷模|模范|标兵|人物|劳模|好人|先进个人|工匠|能手|业主|经营者|法定代表人|个体工商户|村民|居民|农户";
/** Words that only follow a person's name. */
const afterPersons = "同志|先生|女士|本人|等人|自建房|健康证|身份证";
/** Ends of words that are no name though they begin with a surname: 单位, 商户, 车间. */
const noName = "[位户家店场间目队厂社所行会院校站室部区县市省镇乡村街路园企业司局厅委品类级号职]";
const nameBesideWords = new RegExp(
  [
    `(?:${saidOfPersons})[：:“"（(]?(?:${surnames})(?!${noName})\\p{Script=Han}`,
    `(?:${saidOfBoth})[“"（(]?(?:${surnames})(?!\\p{Script=Han}?${noName})\\p{Script=Han}{1,2}(?=$|[^\\p{Script=Han}])`,
    `(?:^|[^\\p{Script=Han}]|为|给|替)(?:${surnames})(?!\\p{Script=Han}?${noName})\\p{Script=Han}{1,2}(?:${afterPersons})`,
  ].join("|"),
  "u",
);

/** A text that anyone reads and that, by its words, names a person (C12). Likely, never certain; the name is not repeated. */
export const withoutPersonsNames: Predicate = {
  name: "without-persons-names",
  demands: { zh: "{fields} 不得写有自然人的姓名", en: "{fields} must not name a person" },
  compile(args) {
    return eachField(args.fields("fields"), (value) => {
      if (typeof value !== "string") return null;
      const bare = value.normalize("NFKC").replaceAll(/\s/gu, "");
      return nameBesideWords.test(bare) ? { value: null } : null;
    });
  },
};

/** What sealed fields name, of this row or of earlier ones, must not stand in a field that anyone reads (C12, C16). The finding repeats neither. */
export const withoutPersonsNamedIn: Predicate = {
  name: "without-persons-named-in",
  demands: { zh: "{fields} 不得含有 {persons} 中的姓名", en: "{fields} must not contain a name that {persons} gives" },
  compile(args) {
    const persons = args.fields("persons");
    const look = eachField(args.fields("fields"), (value, row, known) => {
      if (typeof value !== "string") return null;
      const names = [...persons.map((field) => textOf(row[field]) ?? ""), ...(known.persons ?? [])];
      // Compared as names are searched: 張偉民 is 张伟民.
      const isNamed = names.some((one) => {
        const name = normaliseName(one);
        return name.length >= 2 && normaliseName(value).includes(name);
      });
      return isNamed ? { value: null } : null;
    });
    return persons.length === 0 ? null : look;
  },
};

export const differs: Predicate = {
  name: "differs",
  demands: { zh: "{fields} 不得与 {other} 相同", en: "{fields} must differ from {other}" },
  compile(args) {
    const other = args.field("other");
    const look = eachField(args.fields("fields"), (value, row) =>
      other !== null && typeof value === "string" && value === textOf(row[other]) ? {} : null,
    );
    return other === null ? null : look;
  },
};

export const isSender: Predicate = {
  name: "is-sender",
  demands: { zh: "{field} 应为报送单位自己的代码", en: "{field} must be the sending agency's own code" },
  compile(args) {
    const field = args.field("field");
    if (field === null) return null;
    return (row, known) => {
      const code = textOf(row[field]);
      return code === undefined || code === known.sender || code === known.sentBy
        ? null
        : [{ field, value: code, params: { sender: known.sender } }];
    };
  },
};

function regex(source: string): RegExp {
  try {
    return new RegExp(source, "u");
  } catch {
    throw new RuleFault('argument "pattern" is no regular expression');
  }
}
