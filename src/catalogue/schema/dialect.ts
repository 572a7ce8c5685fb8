/**
 * What the keywords of a schema mean is said by the metaschema it names (JSON Schema Core 2020-12, 8.1): a keyword of a
 * vocabulary that is not in use only annotates. Such keywords are taken out before the schema is compiled.
 */

export type Schema = boolean | { readonly [keyword: string]: unknown };

const standard = "https://json-schema.org/draft/2020-12/schema";
const vocabulary = (name: string) => `https://json-schema.org/draft/2020-12/vocab/${name}`;

const validationKeywords = new Set([
  "type",
  "const",
  "enum",
  "multipleOf",
  "maximum",
  "exclusiveMaximum",
  "minimum",
  "exclusiveMinimum",
  "maxLength",
  "minLength",
  "pattern",
  "maxItems",
  "minItems",
  "uniqueItems",
  "maxContains",
  "minContains",
  "maxProperties",
  "minProperties",
  "required",
  "dependentRequired",
]);

const holdsOneSchema = new Set([
  "additionalProperties",
  "contains",
  "else",
  "if",
  "items",
  "not",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
]);
const holdsSchemas = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const holdsNamedSchemas = new Set(["$defs", "definitions", "dependentSchemas", "patternProperties", "properties"]);

/** Schemas by their address, which others may refer to. */
export type Resources = Readonly<Record<string, Schema>>;

/**
 * The schema with only the keywords that assert something.
 * @param assertFormats formats are asserted although the standard metaschema only annotates with them
 */
export function readDialect(
  schema: Schema,
  { resources, assertFormats }: { resources: Resources; assertFormats: boolean },
): Schema {
  const named = typeof schema === "object" ? (schema["$schema"] ?? standard) : standard;
  const metaschema = resources[String(named)];
  const vocabularies =
    named !== standard && typeof metaschema === "object"
      ? (metaschema["$vocabulary"] as Record<string, boolean> | undefined)
      : undefined;
  const uses = (name: string) => vocabularies === undefined || vocabulary(name) in vocabularies;
  const formats = assertFormats || (vocabularies !== undefined && vocabulary("format-assertion") in vocabularies);
  const validates = uses("validation");
  if (formats && validates) return schema;
  return without(
    schema,
    (keyword) => (keyword === "format" && !formats) || (validationKeywords.has(keyword) && !validates),
  );
}

function without(schema: Schema, drops: (keyword: string) => boolean): Schema {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return schema;
  const inner = (value: unknown) => without(value as Schema, drops);
  const kept: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (drops(keyword)) continue;
    if (holdsOneSchema.has(keyword)) kept[keyword] = inner(value);
    else if (holdsSchemas.has(keyword) && Array.isArray(value)) kept[keyword] = value.map(inner);
    else if (holdsNamedSchemas.has(keyword) && typeof value === "object" && value !== null)
      kept[keyword] = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inner(one)]));
    else kept[keyword] = value;
  }
  return kept;
}
