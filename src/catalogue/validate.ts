/** What schema, item and rules find wrong in a row. */
import type { Field, Item } from "#contract/catalogue.ts";
import type { Json } from "#core/record/canonical.ts";
import type { Payload } from "#core/record/record.ts";
import type { RuleSet } from "#core/rule/engine.ts";
import type { Finding } from "#core/rule/finding.ts";
import { addYears, type IsoDate } from "#core/time/date.ts";
import type { Receipt } from "./catalogue.ts";
import { kindReader, optionsOf } from "./fields.ts";
import { compileSchema, type SchemaFault } from "./schema/validator.ts";

export type Validate = (payload: Payload, receipt: Receipt) => readonly Finding[];

/**
 * Compiles the whole validation of an item version: may it take anything in today, is the payload as its schema says,
 * may it be about this kind of subject, is it within the law's time, what do the rules find.
 * @param firstDay when the item's first version began: adverse conduct from before it cannot be recorded (C2)
 */
export function validatorOf(item: Item, rules: Pick<RuleSet<never>, "find">, firstDay: string): Validate {
  const schema = compileSchema(item.schema, { assertFormats: true });
  const kindOf = kindReader(item);
  const tooLate = timeLimits(item, firstDay);
  const quickly = (payload: Payload, receipt: Receipt): readonly Finding[] => {
    const kind = kindOf(payload);
    if (kind !== null && item.subjects[kind] === undefined)
      return [finding("item.kind-not-allowed", item.about.kind?.field ?? item.about.name)];
    const late = tooLate(payload, receipt.receivedOn);
    const found = rules.find(payload, receipt);
    return late === null ? found : [late, ...found];
  };
  const closely = (payload: Payload, receipt: Receipt): readonly Finding[] => {
    const wrong = [...unstorable(payload), ...schemaFindings(item, payload, schema.faults(payload))];
    return [...wrong, ...rules.find(payload, receipt, new Set(wrong.map(({ field }) => field)))];
  };
  return (payload, receipt) => {
    const closed = notTakenIn(item, receipt.receivedOn);
    if (closed) return [closed];
    return isStorable(payload) && schema.accepts(payload) ? quickly(payload, receipt) : closely(payload, receipt);
  };
}

function finding(code: string, field: string, params: Finding["params"] = {}, value?: Json): Finding {
  return { code, field, verdict: "refuse", params, ...(value === undefined ? {} : { value }) };
}

function notTakenIn(item: Item, on: IsoDate): Finding | null {
  if (!item.switchedOn) return finding("item.switched-off", item.about.name);
  const inForce = item.effectiveFrom <= on && (item.effectiveTo === null || on <= item.effectiveTo);
  return inForce ? null : finding("item.not-in-force", item.about.name, { on });
}

/** Adverse conduct older than the item, or past the longest keeping: neither may come in (C2, C8). */
function timeLimits(item: Item, firstDay: string): (payload: Payload, receivedOn: IsoDate) => Finding | null {
  if (!item.adverse) return () => null;
  const { years } = item.terms.retention;
  const { decidedOn, conductEndedOn } = item.dates;
  let day: IsoDate | null = null;
  let oldest = "";
  return (payload, receivedOn) => {
    if (day !== receivedOn) {
      day = receivedOn;
      oldest = addYears(receivedOn, -years);
    }
    const ended = conductEndedOn === null ? undefined : payload[conductEndedOn];
    const field = typeof ended === "string" && ended !== "" ? (conductEndedOn as string) : decidedOn;
    const on = payload[field];
    if (typeof on !== "string") return null;
    if (on < firstDay) return finding("item.before-its-first-day", field, { on, from: firstDay }, on);
    return on < oldest ? finding("item.already-ended", field, { on, years }, on) : null;
  };
}

/** NUL, or any half of a surrogate pair: whether it stands alone is asked only where there is one. */
const suspect = /[\0\ud800-\udfff]/;

function isStorable(payload: Payload): boolean {
  for (const field in payload) {
    const value = payload[field];
    if (typeof value === "string") {
      if (suspect.test(value) && !storableText(value)) return false;
    } else if (Array.isArray(value) && !value.every(storableValue)) return false;
  }
  return true;
}

/** PostgreSQL's jsonb cannot hold NUL, nor half of a surrogate pair. */
function storableText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

function storableValue(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.every(storableValue);
  return typeof value !== "string" || storableText(value);
}

function unstorable(payload: Payload): Finding[] {
  return Object.entries(payload).flatMap(([field, value]) =>
    storableValue(value) ? [] : [finding("field.unstorable", field)],
  );
}

function schemaFindings(item: Item, payload: Payload, faults: readonly SchemaFault[]): Finding[] {
  const told = new Set<string>();
  const findings: Finding[] = [];
  for (const fault of faults) {
    const field = fault.path.split("/")[1]?.replaceAll("~1", "/").replaceAll("~0", "~") ?? "";
    // A field is told once, by the first thing wrong with it.
    if (told.has(field)) continue;
    told.add(field);
    const value = payload[field];
    findings.push(finding(codeOf(fault), field, paramsOf(fault, item.schema.properties[field]), value));
  }
  return findings;
}

const codes: Readonly<Record<string, string>> = {
  required: "field.required",
  additionalProperties: "field.unknown",
  type: "field.type",
  maxLength: "field.too-long",
  minLength: "field.too-short",
  pattern: "field.form",
  enum: "field.choice",
  format: "field.day",
  minimum: "field.too-small",
  maximum: "field.too-large",
  multipleOf: "field.too-precise",
  minItems: "field.too-few",
  uniqueItems: "field.repeated",
};

function codeOf({ keyword, params }: SchemaFault): string {
  // An empty text where one is needed is missing, not short.
  if (keyword === "minLength" && params["limit"] === 1) return "field.required";
  return codes[keyword] ?? "field.wrong";
}

function paramsOf({ keyword, params }: SchemaFault, field: Field | undefined): Finding["params"] {
  if (keyword === "enum") {
    const allowed = field ? optionsOf(field) : [];
    // A value may itself hold the comma of its language: each is quoted, so that they are told apart.
    return {
      allowed: allowed.map(({ words }) => `「${words.zh}」`).join(""),
      allowedEn: allowed.map(({ value }) => `"${value}"`).join(", "),
    };
  }
  if (keyword === "type") return { expected: String(params["type"]) };
  const { limit } = params;
  return typeof limit === "number" ? { limit } : { keyword };
}
