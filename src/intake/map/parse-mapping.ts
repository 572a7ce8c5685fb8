import { Compile } from "typebox/compile";
import { type Mapping, MappingShape } from "#contract/intake.ts";
import { type Outcome, refuse } from "#core/refusal.ts";

const shape = Compile(MappingShape);

/** A mapping as somebody wrote it, if it is one. */
export function parseMapping(written: unknown): Outcome<Mapping> {
  if (shape.Check(written)) return { ok: true, value: written };
  const [fault] = shape.Errors(written);
  return refuse("intake.mapping-wrong", {
    params: { rule: `${fault?.instancePath ?? ""} ${fault?.message ?? ""}`.trim() },
  });
}
