/** JSON Schema 2020-12, as catalogue items carry it (docs/decisions/0003-schema-validator.md says which validator and why). */
import { Compile } from "typebox/schema";
import { type Resources, readDialect, type Schema } from "./dialect.ts";
import { compileQuick, hasDecimalsOf } from "./quick.ts";

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
  const whole = compileClosely(asserting, context);
  const quick = compileQuick(asserting);
  if (quick === null) return whole;
  const faults = faultsByProperty(asserting) ?? whole.faults;
  return {
    accepts: (value) => quick(value) || faults(value).length === 0,
    faults: (value) => (quick(value) ? [] : faults(value)),
  };
}

/** The long way: typebox judges everything. */
export function compileClosely(asserting: Schema, context: Resources = {}): SchemaValidator {
  const validator = Compile(context as Record<string, object>, asserting as object);
  const faults = (value: unknown) =>
    validator.Check(value)
      ? []
      : validator
          .Errors(value)[1]
          .filter((error) => !isMultipleInDecimals(error, value))
          .flatMap(faultsOf);
  return { accepts: (value) => faults(value).length === 0, faults };
}

/**
 * Faults of a closed object, field by field: to look closely at one bad cell of a row is ten times quicker than at the
 * whole row. Null where the schema is no such object. Only for schemas within the quick keywords, whose properties
 * stand alone.
 */
function faultsByProperty(schema: Schema): ((value: unknown) => readonly SchemaFault[]) | null {
  if (typeof schema === "boolean" || schema["type"] !== "object") return null;
  const properties = new Map(
    Object.entries((schema["properties"] ?? {}) as Record<string, Schema>).map(([name, one]) => [name, property(one)]),
  );
  const required = (schema["required"] ?? []) as readonly string[];
  const fault = (keyword: string, name: string): SchemaFault => ({ keyword, path: `/${escaped(name)}`, params: {} });
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return [{ keyword: "type", path: "", params: { type: "object" } }];
    const missing = required.filter((name) => !Object.hasOwn(value, name)).map((name) => fault("required", name));
    const wrong = Object.entries(value).flatMap(([name, one]) => {
      const found = properties.get(name)?.(one);
      if (found === undefined) return [fault("additionalProperties", name)];
      return found.map(({ path, ...rest }) => ({ ...rest, path: `/${escaped(name)}${path}` }));
    });
    return [...missing, ...wrong];
  };
}

/** The faults of one property; its validator is compiled when a cell is first not certainly right. */
function property(schema: Schema): (value: unknown) => readonly SchemaFault[] {
  const quick = compileQuick(schema);
  let closely: SchemaValidator | null = null;
  return (value) => {
    if (quick?.(value)) return [];
    closely ??= compileClosely(schema);
    return closely.faults(value);
  };
}

type ValidationError = ReturnType<ReturnType<typeof Compile>["Errors"]>[1][number];

/**
 * typebox divides in binary, where 123,456,789.01 is no multiple of 0.01. A fault of that kind is judged again by the
 * decimals the number is written with.
 */
function isMultipleInDecimals({ keyword, instancePath, params }: ValidationError, root: unknown): boolean {
  if (keyword !== "multipleOf") return false;
  const value = instancePath
    .split("/")
    .slice(1)
    .reduce((at, key) => (at as Record<string, unknown>)[key.replaceAll("~1", "/").replaceAll("~0", "~")], root);
  return hasDecimalsOf(Number((params as Record<string, unknown>)["multipleOf"]), value);
}

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
