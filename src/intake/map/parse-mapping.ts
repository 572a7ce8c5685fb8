import { Compile } from "typebox/compile";
import { type Mapping, MappingShape } from "#contract/intake.ts";
import { wordsOf } from "#contract/schema-words.ts";
import { type Outcome, refuse } from "#core/refusal.ts";

const shape = Compile(MappingShape);

/** A mapping as somebody wrote it, if it is one. */
export function parseMapping(written: unknown): Outcome<Mapping> {
  if (shape.Check(written)) return { ok: true, value: written };
  const [fault] = shape.Errors(written);
  const where = fault?.instancePath ?? "";
  const { zh, en } = fault ? wordsOf({ ...fault, params: { ...fault.params } }) : { zh: "", en: "" };
  return refuse("intake.mapping-wrong", { params: { rule: `${where} ${en}`.trim(), ruleZh: `${where} ${zh}`.trim() } });
}
