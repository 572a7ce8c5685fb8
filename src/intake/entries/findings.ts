/** Findings in words, as whoever sent the row reads them. */
import type { FindingView } from "#contract/batches.ts";
import type { Catalogue, ItemVersion } from "#src/catalogue/index.ts";
import { titleOf } from "#src/catalogue/index.ts";
import type { Draft } from "../pipeline/judge.ts";
import { storedFinding } from "../pipeline/masking.ts";
import type { FindingRow } from "../store.ts";

/** A stored finding with its sentences; the value is masked already. */
export function findingView(catalogue: Catalogue, item: ItemVersion, found: FindingRow): FindingView {
  const { row, column, code, verdict, value, params } = found;
  const field = found.field === "" ? null : found.field;
  const declared = field === null ? undefined : item.fields.get(field);
  const text = catalogue.explain(item, {
    code,
    verdict,
    field: field ?? "",
    params: params as Readonly<Record<string, string | number>>,
  });
  return { row, column, field, fieldTitle: declared ? titleOf(declared) : null, verdict, code, value, ...text };
}

/** The findings of a row that was judged and not stored. */
export function draftFindings(catalogue: Catalogue, item: ItemVersion, draft: Draft): FindingView[] {
  return draft.findings.map((one, ordinal) =>
    findingView(catalogue, item, storedFinding(one, { row: draft.row, ordinal, kind: draft.kind, item })),
  );
}
