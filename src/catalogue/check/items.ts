/** Every item says what it is: its law, its fields, its levels, and examples that do as they claim. */
import type { Field, Item } from "#contract/catalogue.ts";
import type { Payload } from "#core/record/record.ts";
import { compileConditions } from "#core/rule/condition.ts";
import { gravest } from "#core/rule/finding.ts";
import { RuleFault } from "#core/rule/row.ts";
import { parseIsoDate } from "#core/time/date.ts";
import { groundOf } from "../fields.ts";
import { itemVersion } from "../item.ts";
import { type Assertion, type Breach, ofEachItem } from "./assertion.ts";
import { articleNamed } from "./law.ts";

type ItemBreach = Omit<Breach, "row">;

const lawCited: Assertion = {
  code: "law-cited",
  article: "国办发〔2020〕49号; C2",
  says: {
    zh: "每个目录事项引用法律及其条文，启用的事项没有“待定”的条文",
    en: "every item cites a law and its article; none that is switched on leaves it open",
  },
  breaches: ofEachItem(function* (item) {
    for (const [at, law] of item.law.entries())
      if (!articleNamed(law, item.switchedOn))
        yield { path: `/law/${at}/article`, zh: "没有写明条文", en: "no article is named" };
  }),
};

const fieldsNamed: Assertion = {
  code: "fields",
  article: "ARCHITECTURE 8",
  says: {
    zh: "身份、日期、期限、主体所用的字段都在结构中，日期字段是日期，必填的必填",
    en: "the fields that identity, dates, terms and subject use are in the schema; dates are dates; what is needed is required",
  },
  breaches: ofEachItem(function* (item) {
    const { properties, required } = item.schema;
    for (const [path, name] of fieldReferences(item))
      if (!Object.hasOwn(properties, name)) yield { path, zh: `没有字段 ${name}`, en: `there is no field ${name}` };
    for (const [path, name] of dateReferences(item)) {
      const field = properties[name];
      if (field && field.format !== "date") yield { path, zh: `${name} 不是日期`, en: `${name} is no date` };
    }
    for (const name of [item.dates.decidedOn, item.about.name])
      if (!required.includes(name))
        yield { path: "/schema/required", zh: `${name} 必须必填`, en: `${name} must be required` };
    if (!item.identity.some((name) => required.includes(name)))
      yield { path: "/identity", zh: "身份字段无一必填", en: "none of the fields of identity is required" };
    for (const [at, name] of item.about.numbers.entries())
      if (properties[name] && properties[name]["x-identifier"] === undefined)
        yield { path: `/about/numbers/${at}`, zh: `${name} 没有 x-identifier`, en: `${name} has no x-identifier` };
    for (const [name, field] of Object.entries(properties)) yield* fieldFaults(name, field);
    yield* layoutFaults(properties);
  }),
};

function* fieldReferences({ schema, identity, dates, about, authority, terms }: Item): Iterable<[string, string]> {
  for (const [at, name] of schema.required.entries()) yield [`/schema/required/${at}`, name];
  for (const [at, name] of identity.entries()) yield [`/identity/${at}`, name];
  for (const [key, name] of Object.entries(dates)) if (name !== null) yield [`/dates/${key}`, name];
  yield ["/about/name", about.name];
  if (about.kind) yield ["/about/kind/field", about.kind.field];
  for (const [at, name] of about.numbers.entries()) yield [`/about/numbers/${at}`, name];
  if (about.birthDate !== null) yield ["/about/birthDate", about.birthDate];
  if (authority.name !== null) yield ["/authority/name", authority.name];
  if (authority.code !== null) yield ["/authority/code", authority.code];
  const { publication, retention } = terms;
  yield ["/terms/publication/from", publication.from];
  if (publication.levelField !== null) yield ["/terms/publication/levelField", publication.levelField];
  if (publication.untilField !== undefined) yield ["/terms/publication/untilField", publication.untilField];
  if (publication.lastsWith) yield ["/terms/publication/lastsWith/field", publication.lastsWith.field];
  for (const [line, { when }] of (publication.levelBy ?? []).entries())
    for (const [at, { field }] of when.entries())
      if (!field.startsWith("$")) yield [`/terms/publication/levelBy/${line}/when/${at}/field`, field];
  yield ["/terms/retention/from", retention.from];
}

function* dateReferences({ dates, about, terms }: Item): Iterable<[string, string]> {
  for (const [key, name] of Object.entries(dates)) if (name !== null) yield [`/dates/${key}`, name];
  if (about.birthDate !== null) yield ["/about/birthDate", about.birthDate];
  yield ["/terms/publication/from", terms.publication.from];
  yield ["/terms/retention/from", terms.retention.from];
  const { untilField, lastsWith } = terms.publication;
  if (untilField !== undefined) yield ["/terms/publication/untilField", untilField];
  if (lastsWith) yield ["/terms/publication/lastsWith/field", lastsWith.field];
}

function* fieldFaults(name: string, field: Field): Iterable<ItemBreach> {
  const path = `/schema/properties/${name}`;
  // A name every object has would be found in every row.
  if (name in Object.prototype) yield { path, zh: "这个名称不可用", en: "this name cannot be used" };
  const values = field.enum ?? field.items?.enum;
  const words = field["x-words"];
  if (words && words.length !== values?.length)
    yield { path: `${path}/x-words`, zh: "与可选值的个数不符", en: "not as many as there are values" };
  if (field.type === "array" && field.items === undefined)
    yield { path: `${path}/items`, zh: "没有写明每一项是什么", en: "what each one is is not said" };
  if (field.type === "string" && !field.format && !field.enum && !field.pattern && field.maxLength === undefined)
    yield { path: `${path}/maxLength`, zh: "没有长度上限", en: "its length has no limit" };
  if (field.pattern !== undefined && !isPattern(field.pattern))
    yield { path: `${path}/pattern`, zh: "不是正则表达式", en: "is no regular expression" };
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

function* layoutFaults(properties: Readonly<Record<string, Field>>): Iterable<ItemBreach> {
  const seen = new Map<string, string>();
  for (const [name, field] of Object.entries(properties)) {
    for (const [at, column] of (field["x-layout"] ?? []).entries()) {
      const other = seen.get(column);
      seen.set(column, name);
      if (other !== undefined)
        yield {
          path: `/schema/properties/${name}/x-layout/${at}`,
          zh: `列 ${column} 已对应 ${other}`,
          en: `column ${column} leads to ${other} already`,
        };
    }
  }
}

const kindsKnown: Assertion = {
  code: "kinds",
  article: "C1, C12",
  says: {
    zh: "事项说明可以记于哪类主体，主体类别字段的值只指向这些类别",
    en: "an item says of which kinds of subject it may be; its field of the kind leads to those only",
  },
  breaches: ofEachItem(function* (item) {
    const allowed = Object.keys(item.subjects);
    if (allowed.length === 0) yield { path: "/subjects", zh: "没有主体类别", en: "no kind of subject" };
    const { kind } = item.about;
    if (kind === null) {
      if (item.subjects.person && allowed.length > 1)
        yield {
          path: "/about/kind",
          zh: "可以记于自然人和其他主体的，须有主体类别字段：类别不得从号码推断",
          en: "an item about persons and others needs a field of the kind: it may not be inferred from a number",
        };
      return;
    }
    const values = item.schema.properties[kind.field]?.enum ?? [];
    for (const [value, means] of Object.entries(kind.values)) {
      if (!values.includes(value))
        yield {
          path: `/about/kind/values/${value}`,
          zh: `${kind.field} 没有这个值`,
          en: `${kind.field} has no such value`,
        };
      if (!allowed.includes(means))
        yield {
          path: `/about/kind/values/${value}`,
          zh: `事项不可记于 ${means}`,
          en: `the item may not be about ${means}`,
        };
    }
    for (const means of allowed)
      if (!Object.values(kind.values).includes(means as never))
        yield { path: "/about/kind/values", zh: `没有值表示 ${means}`, en: `no value means ${means}` };
    for (const value of values)
      if (!Object.hasOwn(kind.values, value))
        yield {
          path: "/about/kind/values",
          zh: `没有说明 ${value} 是哪类主体`,
          en: `which kind ${value} is is not said`,
        };
  }),
};

const severity: readonly string[] = ["only", "minor", "general", "serious"];

const levelsInOrder: Assertion = {
  code: "levels",
  article: "NDRC Order 36",
  says: {
    zh: "失信程度由轻到重排列，每级期限下限不高于上限，程度的取法只用事项自己的字段",
    en: "levels stand from mild to grave, no lower bound is above the upper, and levels are read from the item's own fields",
  },
  breaches: ofEachItem(function* (item) {
    const { levels, levelField, levelBy = [] } = item.terms.publication;
    const path = "/terms/publication";
    const ranks = levels.map(({ level }) => severity.indexOf(level));
    if (ranks.some((rank, at) => at > 0 && rank <= (ranks[at - 1] ?? -1)))
      yield { path: `${path}/levels`, zh: "没有由轻到重排列", en: "not from mild to grave" };
    if (levels.length > 1 && levels.some(({ level }) => level === "only"))
      yield { path: `${path}/levels`, zh: "only 不能与其他级别并列", en: "“only” cannot stand beside other levels" };
    for (const [at, { monthsMin, monthsMax }] of levels.entries())
      if (monthsMin !== null && monthsMax !== null && monthsMin > monthsMax)
        yield { path: `${path}/levels/${at}/monthsMin`, zh: "下限高于上限", en: "the lower bound is above the upper" };
    const names = new Set<string>(levels.map(({ level }) => level));
    const named = levelField === null ? [] : (item.schema.properties[levelField]?.enum ?? []);
    for (const value of named)
      if (!names.has(value))
        yield { path: `${path}/levelField`, zh: `没有级别 ${value}`, en: `there is no level ${value}` };
    for (const [at, { level, when }] of levelBy.entries()) {
      if (!names.has(level))
        yield { path: `${path}/levelBy/${at}/level`, zh: `没有级别 ${level}`, en: `there is no level ${level}` };
      const fault = faultOf(() => compileConditions(when, groundOf(item)));
      if (fault) yield { path: `${path}/levelBy/${at}/when`, zh: fault, en: fault };
    }
  }),
};

function faultOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof RuleFault) return error.message;
    throw error;
  }
}

const termsReadable: Assertion = {
  code: "terms-readable",
  article: "行政处罚法 37; C2",
  says: {
    zh: "较早版本计算期限所用的字段，在其后版本中仍在：旧法较轻时按旧法",
    en: "the fields an earlier version reads its terms from are still in later versions: where the old law is milder, it stands",
  },
  *breaches({ contents }) {
    for (const versions of Map.groupBy(contents.items, ({ id }) => id).values()) {
      const inOrder = versions.toSorted((a, b) => a.version - b.version);
      for (const [at, earlier] of inOrder.entries()) {
        const needed = [...fieldReferences(earlier)].filter(([path]) => path.startsWith("/terms/"));
        for (const later of inOrder.slice(at + 1))
          for (const [path, name] of needed)
            if (!Object.hasOwn(later.schema.properties, name))
              yield {
                row: later,
                path: "/schema/properties",
                zh: `没有第 ${earlier.version} 版 ${path} 所用的字段 ${name}`,
                en: `without the field ${name} that ${path} of version ${earlier.version} reads`,
              };
      }
    }
  },
};

const examplesHold: Assertion = {
  code: "examples",
  article: "ARCHITECTURE 7, 8",
  says: {
    zh: "每个启用事项的正例通过结构和全部规则，反例不能通过",
    en: "of every item that is switched on, the good examples pass schema and rules and the bad ones do not",
  },
  breaches: ofEachItem(function* (item, examined) {
    if (!item.switchedOn) return;
    const version = itemVersion(item, {
      pack: examined.contents.pack.id,
      rules: examined.rules,
      versions: examined.contents.items.filter(({ id }) => id === item.id),
    });
    const find = (payload: object) => {
      const row = payload as Payload;
      const on = [row[item.dates.decidedOn], item.effectiveFrom].map(String).sort().at(-1) ?? "";
      // Received soon after the decision, within the version's own time, by the agency it names.
      const receivedOn = parseIsoDate(item.effectiveTo !== null && item.effectiveTo < on ? item.effectiveTo : on);
      const code = item.authority.code === null ? undefined : row[item.authority.code];
      return version.validate(row, {
        receivedOn: receivedOn ?? (item.effectiveFrom as never),
        sender: typeof code === "string" ? code : "",
      });
    };
    try {
      for (const [at, payload] of item.examples.valid.entries())
        for (const { code, field, verdict } of find(payload))
          if (verdict !== "note")
            yield {
              path: `/examples/valid/${at}/${field}`,
              zh: `正例没有通过：${code}`,
              en: `the good example does not pass: ${code}`,
            };
      for (const [at, { payload }] of item.examples.invalid.entries()) {
        const worst = gravest(find(payload));
        if (worst === null || worst === "note")
          yield { path: `/examples/invalid/${at}`, zh: "反例通过了", en: "the bad example passes" };
      }
    } catch (error) {
      if (!(error instanceof RuleFault)) throw error;
      yield { path: "/rules", zh: error.message, en: error.message };
    }
  }),
};

export const items: readonly Assertion[] = [
  lawCited,
  fieldsNamed,
  kindsKnown,
  levelsInOrder,
  termsReadable,
  examplesHold,
];
