/** Kinds of agencies as rows of a pack name them. */
import type { AgencyKind } from "#contract/catalogue.ts";

/** Whether a body is meant by a row. `any` means every authority; a bank or a credit agency must be named (C7, C15). */
export function isNamed(
  named: readonly string[],
  { kinds, known }: { readonly kinds: readonly string[]; readonly known: ReadonlyMap<string, AgencyKind> },
): boolean {
  if (kinds.some((kind) => named.includes(kind))) return true;
  const outsideOnly = kinds.length > 0 && kinds.every((kind) => known.get(kind)?.outside === true);
  return named.includes("any") && !outsideOnly;
}
