/** A payload in the columns it is stored in (docs/decisions/payload-by-disclosure.md). */
import type { Item } from "#contract/catalogue.ts";
import type { Json } from "#core/record/canonical.ts";
import type { Disclosure, Payload, SubjectKind } from "#core/record/record.ts";
import type { SplitPayload } from "./catalogue.ts";

type Column = "open" | "shared" | "sealed";
/** The column each field goes to. */
type Plan = ReadonlyMap<string, Column>;

/**
 * Compiles how an item's payloads are taken apart. `open` is the wall: the public reader's view shows that column and no
 * other, so a record that may not be published has nothing in it at all.
 */
export function splitter(
  item: Item,
): (payload: Payload, shown: { subjectKind: SubjectKind; disclosure: Disclosure }) => SplitPayload {
  const plans = new Map<string, Plan>();
  const planFor = (subjectKind: SubjectKind, disclosure: Disclosure): Plan => {
    const key = `${subjectKind} ${disclosure}`;
    const known = plans.get(key);
    if (known) return known;
    const made: Plan = new Map(
      Object.keys(item.schema.properties).map((field) => [field, columnOf(item, field, { subjectKind, disclosure })]),
    );
    plans.set(key, made);
    return made;
  };
  return (payload, { subjectKind, disclosure }) => {
    const plan = planFor(subjectKind, disclosure);
    const open: Record<string, Json> = {};
    let shared: Record<string, Json> | null = null;
    let sealed: Record<string, Json> | null = null;
    for (const field in payload) {
      const value = payload[field];
      if (value === undefined || value === null || value === "") continue;
      // A field nobody declared is sealed: it should not be here, and it will not be shown.
      const column = plan.get(field) ?? "sealed";
      if (column === "open") open[field] = value;
      else if (column === "shared") {
        shared ??= {};
        shared[field] = value;
      } else {
        sealed ??= {};
        sealed[field] = value;
      }
    }
    return { open, shared, sealed };
  };
}

function columnOf(
  item: Item,
  field: string,
  { subjectKind, disclosure }: { subjectKind: SubjectKind; disclosure: Disclosure },
): Column {
  const declared = item.schema.properties[field]?.["x-disclosure"] ?? "sealed";
  if (declared === "sealed" || declared === "subject") return "sealed";
  const { name, numbers, birthDate } = item.about;
  // Who a person is stands in the registry, sealed; a record must not tell it a second time (C13).
  if (subjectKind === "person" && (field === name || field === birthDate || numbers.includes(field))) return "sealed";
  // A trade name may hold the operator's name: the public is shown the registry's own decision on it, not the sender's words (C12).
  if (subjectKind === "individual-business" && field === name) return "shared";
  // Free text reaches the public by a release annotation only (C3).
  return declared === "public" && disclosure === "public" && subjectKind !== "person" ? "open" : "shared";
}
