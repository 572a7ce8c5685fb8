/** Rules in words, for whoever reads them (C18). */
import type { Bilingual } from "../refusal.ts";
import type { CheckRow } from "./engine.ts";
import { schemeOf } from "./row.ts";
import { vocabulary } from "./vocabulary.ts";

/** What roles are called. */
const roleWords: Readonly<Record<string, Bilingual>> = {
  $decidedOn: { zh: "决定日期", en: "the day of the decision" },
  $conductEndedOn: { zh: "行为终了日期", en: "the day the conduct ended" },
  $servedOn: { zh: "送达日期", en: "the day of service" },
  $answerDueOn: { zh: "陈述申辩截止日期", en: "the last day to answer" },
  $effectiveFrom: { zh: "生效日期", en: "the first day in force" },
  $effectiveTo: { zh: "有效期截止", en: "the last day in force" },
  $subjectName: { zh: "主体名称", en: "the subject's name" },
  $subjectKind: { zh: "主体类别", en: "the kind of subject" },
  $subjectNumbers: { zh: "主体的号码", en: "the subject's numbers" },
  $birthDate: { zh: "出生日期", en: "the date of birth" },
  $authorityName: { zh: "决定机关名称", en: "the authority's name" },
  $authorityCode: { zh: "决定机关代码", en: "the authority's code" },
  $everyText: { zh: "各文本项", en: "every text" },
  $everyFreeText: { zh: "各自由文本项", en: "every free text" },
  $everyDocumentNumber: { zh: "各文号、编号", en: "every number of a document" },
  $everyPublicText: { zh: "各公开文本项", en: "every text that is public at once" },
  $everyDate: { zh: "各日期项", en: "every date" },
  $everyAmount: { zh: "各金额项", en: "every amount" },
  $everyIdentifier: { zh: "各号码项", en: "every code and number" },
  $receivedOn: { zh: "收到日期", en: "the day of receipt" },
  $sender: { zh: "报送单位代码", en: "the sender's code" },
};

const kindWords: Readonly<Record<string, Bilingual>> = {
  organisation: { zh: "组织", en: "an organisation" },
  "individual-business": { zh: "个体工商户", en: "an individual business" },
  person: { zh: "自然人", en: "a person" },
};

/** What a field is called: by an item that has it, else as it stands. */
export type FieldWords = (name: string) => Bilingual | null;

/** What a check demands, and when. Throws where the vocabulary has no such predicate. */
export function demandsOf(check: CheckRow, fieldWords: FieldWords): Bilingual {
  const predicate = vocabulary.get(check.predicate);
  if (!predicate) throw new RangeError(`there is no predicate ${check.predicate}`);
  const fill = (language: keyof Bilingual) =>
    predicate.demands[language].replace(/\{(\w+)\}/g, (_, name: string) =>
      said(check.arguments[name], { language, fieldWords }),
    );
  const when = whenOf(check.arguments["when"], fieldWords);
  return when === null
    ? { zh: fill("zh"), en: fill("en") }
    : { zh: `${when.zh}：${fill("zh")}`, en: `${when.en}: ${fill("en")}` };
}

interface Saying {
  readonly language: keyof Bilingual;
  readonly fieldWords: FieldWords;
}

function said(value: unknown, saying: Saying): string {
  if (Array.isArray(value)) return value.map((one) => said(one, saying)).join(saying.language === "zh" ? "、" : ", ");
  return typeof value === "string" ? wordsOf(value, saying.fieldWords)[saying.language] : String(value ?? "");
}

function wordsOf(name: string, fieldWords: FieldWords): Bilingual {
  const scheme = schemeOf(name);
  if (scheme !== null) return { zh: `号码（${scheme}）`, en: `the ${scheme}` };
  return roleWords[name] ?? kindWords[name] ?? fieldWords(name) ?? { zh: name, en: name };
}

type Test = { readonly field: string } & Readonly<Record<string, unknown>>;

function whenOf(given: unknown, fieldWords: FieldWords): Bilingual | null {
  if (given === undefined) return null;
  const tests = (Array.isArray(given) ? given : [given]) as Test[];
  const parts = tests.map((test) => testWords(test, fieldWords));
  return {
    zh: `当${parts.map(({ zh }) => zh).join("，且")}`,
    en: `where ${parts.map(({ en }) => en).join(" and ")}`,
  };
}

function testWords(test: Test, fieldWords: FieldWords): Bilingual {
  const field = wordsOf(test.field, fieldWords);
  const list = (value: unknown): Bilingual => ({
    zh: said(value, { language: "zh", fieldWords }),
    en: said(value, { language: "en", fieldWords }),
  });
  const [name = "", value] = Object.entries(test).find(([key]) => key !== "field") ?? [];
  const words = list(value);
  switch (name) {
    case "in":
      return { zh: `${field.zh}为${words.zh}`, en: `${field.en} is ${words.en}` };
    case "notIn":
      return { zh: `${field.zh}不是${words.zh}`, en: `${field.en} is not ${words.en}` };
    case "contains":
      return { zh: `${field.zh}含有${words.zh}`, en: `${field.en} contains ${words.en}` };
    case "only":
      return { zh: `${field.zh}只有${words.zh}`, en: `${field.en} holds only ${words.en}` };
    case "present":
      return value
        ? { zh: `填写了${field.zh}`, en: `${field.en} is given` }
        : { zh: `没有填写${field.zh}`, en: `${field.en} is not given` };
    case "atMost":
      return { zh: `${field.zh}不大于 ${words.zh}`, en: `${field.en} is at most ${words.en}` };
    default:
      return { zh: `${field.zh}不小于 ${words.zh}`, en: `${field.en} is at least ${words.en}` };
  }
}
