/** JSON Schemas of the contract as tables that people read. */
import type { Voice } from "#web/voice.ts";

/** What we read of a JSON Schema. */
export interface Schema {
  readonly $id?: string;
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
}

/** The type of a value in a few words; named shapes by their names. */
export function typeText(voice: Voice, schema: Schema): string {
  const { say } = voice;
  if (schema.$id) return schema.$id;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return say("api.one-of", { types: schema.enum.map((value) => JSON.stringify(value)).join(" | ") });
  if (schema.anyOf) return schema.anyOf.map((one) => typeText(voice, one)).join(" | ");
  if (schema.type === "array") return say("api.list-of", { type: typeText(voice, schema.items ?? {}) });
  if (schema.type === "object") {
    const values = Object.values(schema.patternProperties ?? {})[0] ?? schema.additionalProperties;
    if (typeof values === "object") return say("api.map-of", { type: typeText(voice, values) });
    const names = Object.keys(schema.properties ?? {});
    return names.length > 0 ? `{ ${names.join(", ")} }` : say("api.object");
  }
  if (!schema.type) return say("api.any");
  return schema.format ? `${schema.type} (${schema.format})` : schema.type;
}

/** Named shapes that a schema holds, itself included, into `found`. */
export function namedShapes(schema: Schema, found: Map<string, Schema>): void {
  if (schema.$id && found.has(schema.$id)) return;
  if (schema.$id) found.set(schema.$id, schema);
  const inner = [
    ...(schema.anyOf ?? []),
    ...Object.values(schema.properties ?? {}),
    ...Object.values(schema.patternProperties ?? {}),
    ...(schema.items ? [schema.items] : []),
    ...(typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : []),
  ];
  for (const one of inner) namedShapes(one, found);
}

/** The fields of an object as rows of a table. */
export function SchemaRows({ voice, schema, place }: { voice: Voice; schema: Schema; place?: string }) {
  const { say } = voice;
  const required = new Set(schema.required ?? []);
  return (
    <>
      {Object.entries(schema.properties ?? {}).map(([name, field]) => (
        <tr key={name}>
          <th scope="row">
            <code>{name}</code>
          </th>
          {place !== undefined && <td>{place}</td>}
          <td>
            <code>{typeText(voice, field)}</code>
          </td>
          <td class="quiet">{required.has(name) ? say("api.required") : ""}</td>
        </tr>
      ))}
    </>
  );
}
