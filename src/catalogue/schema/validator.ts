/** JSON Schema 2020-12, as catalogue items carry it (docs/decisions/0003-schema-validator.md says which validator and why). */
import { Compile } from "typebox/schema";
import { type Resources, readDialect, type Schema } from "./dialect.ts";
import { compileQuick } from "./quick.ts";

/** Where and how a value is not as its schema says. */
export interface SchemaFault {
  /** Keyword that was broken: `required`, `maxLength` ... */
  readonly keyword: string;
  /** JSON pointer of the place; for `required` and unknown properties, of the property itself. */
  readonly path: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface SchemaValidator {
  accepts(value: unknown): boolean;
  /** Every fault of a value; empty where it is accepted. */
  faults(value: unknown): readonly SchemaFault[];
}

export interface SchemaOptions {
  /** Formats are asserted, as items need their dates to be; else they annotate, as the standard's metaschema says. */
  readonly assertFormats?: boolean;
  /** Schemas that `$ref` may lead to, by their address. Nothing is ever fetched. */
  readonly resources?: Resources;
}

/** Compiles a schema. Throws where it refers to what is not there. */
export function compileSchema(
  schema: Schema,
  { assertFormats = false, resources = {} }: SchemaOptions = {},
): SchemaValidator {
  const read = (one: Schema) => readDialect(one, { resources, assertFormats });
  const context = Object.fromEntries(Object.entries(resources).map(([address, one]) => [address, read(one)]));
  const asserting = read(schema);
  const quick = compileQuick(asserting) ?? (() => false);
  const validator = Compile(context as Record<string, object>, asserting as object);
  const accepts = (value: unknown) => quick(value) || validator.Check(value);
  return {
    accepts,
    faults: (value) => (accepts(value) ? [] : validator.Errors(value)[1].flatMap(faultsOf)),
  };
}

type ValidationError = ReturnType<ReturnType<typeof Compile>["Errors"]>[1][number];

function faultsOf({ keyword, schemaPath, instancePath, params }: ValidationError): SchemaFault[] {
  const named = (names: unknown, said: string) =>
    (names as string[]).map((name) => ({ keyword: said, path: `${instancePath}/${escaped(name)}`, params: {} }));
  const given = params as Record<string, unknown>;
  if (keyword === "required") return named(given["requiredProperties"], "required");
  if (keyword === "additionalProperties") return named(given["additionalProperties"], "additionalProperties");
  // A property that the schema forbids is told once, by its name, above.
  if (keyword === "boolean" && schemaPath.endsWith("/additionalProperties")) return [];
  return [{ keyword, path: instancePath, params: given }];
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
