import assert from "node:assert/strict";
import { test } from "node:test";
import { type CelInput, celEnv, isCelError, isCelList, isCelMap, parse, plan } from "@bufbuild/cel";
import { tests } from "@bufbuild/cel-spec/testdata/conformance.js";

/** Suites of cel-spec that concern what rules use. */
const suites = [
  "basic",
  "comparisons",
  "fields",
  "fp_math",
  "integer_math",
  "lists",
  "logic",
  "macros",
  "string",
  "plumbing",
];
/** What rules do not have: protocol buffers, unsigned integers, bytes, instants, types as values. */
const notOurs = /google\.|TestAllTypes|cel\.expr|u\b|uint|bytes|b"|b'|timestamp|duration|type\(|`/i;

interface Vector {
  readonly name?: string;
  readonly expr: string;
  readonly container?: string;
  readonly typeEnv?: unknown;
  readonly value?: Json;
  readonly evalError?: unknown;
  readonly bindings?: Readonly<Record<string, { readonly value?: Json }>>;
}
type Json = { readonly [key: string]: unknown };
interface Suite {
  readonly name: string;
  readonly suites?: readonly Suite[];
  readonly tests?: readonly { readonly original: Vector }[];
}

const vectors = (tests as unknown as Suite).suites
  ?.filter(({ name }) => suites.includes(name))
  .flatMap((suite) => (suite.suites ?? []).flatMap((section) => section.tests ?? []))
  .map(({ original }) => original)
  .filter((vector) => !notOurs.test(JSON.stringify(vector)) && !vector.container);

test("the library keeps the standard's own tests of what rules use (cel-spec)", () => {
  assert.ok(vectors && vectors.length > 400, `only ${vectors?.length} vectors were found`);
  for (const { expr, value, evalError, bindings = {} } of vectors) {
    const given = Object.fromEntries(Object.entries(bindings).map(([name, one]) => [name, input(one.value ?? {})]));
    assert.equal(answer(expr, given), evalError ? "error" : shown(value ? input(value) : true), expr);
  }
});

function answer(expr: string, bindings: Record<string, CelInput>): string {
  try {
    const given = plan(celEnv(), parse(expr))(bindings);
    return isCelError(given) ? "error" : shown(given);
  } catch {
    return "error";
  }
}

/** A value as the vectors write it, as the library takes it. */
function input(written: Json): CelInput {
  const [kind, value] = Object.entries(written)[0] ?? [];
  switch (kind) {
    case "int64Value":
      return BigInt(String(value));
    case "doubleValue":
      return Number(value);
    case "listValue":
      return ((value as { values?: Json[] }).values ?? []).map(input);
    case "mapValue":
      return new Map(
        ((value as { entries?: { key: Json; value: Json }[] }).entries ?? []).map((entry) => [
          input(entry.key) as string,
          input(entry.value),
        ]),
      );
    case "stringValue":
    case "boolValue":
      return value as string | boolean;
    case "nullValue":
      return null;
    default:
      throw new Error(`a vector holds ${kind}`);
  }
}

/** One text for one value; a count and an amount are told apart. */
function shown(value: unknown): string {
  if (typeof value === "bigint") return `${value}`;
  if (typeof value === "number") return `${value === 0 ? 0 : value} as amount`;
  if (Array.isArray(value) || isCelList(value)) return `[${[...value].map(shown).join()}]`;
  if (value instanceof Map || isCelMap(value))
    return `{${[...(value as Iterable<[unknown, unknown]>)]
      .map((entry) => entry.map(shown).join(":"))
      .sort()
      .join()}}`;
  return JSON.stringify(value);
}
