/** Fields of a record's form: as typed, as the API takes them, as a record holds them; findings as errors at fields. */

import type { FindingView } from "#contract/batches.ts";
import type { EntryForm } from "#contract/catalogue.ts";
import type { Typed } from "./parts/entry-form.tsx";
import type { FieldError } from "./parts/form.tsx";
import { wholeForm } from "./refused.ts";
import type { Voice } from "./voice.ts";

/** Fields as the API takes them: texts as typed, several values as a list. */
export type Given = Record<string, string | boolean | string[]>;

/** What was typed, by field; fields left empty are absent. */
export function typedFields(form: EntryForm, sent: URLSearchParams): Typed {
  return Object.fromEntries(
    form.fields
      .map(({ name }) => [name, sent.getAll(name).filter((value) => value.trim() !== "")] as const)
      .filter(([, values]) => values.length > 0),
  );
}

export function givenFields(form: EntryForm, typed: Typed): Given {
  const given: Given = {};
  for (const { name, kind } of form.fields) {
    const values = typed[name] ?? [];
    const [value] = values;
    if (value === undefined) continue;
    if (kind === "choices") given[name] = [...values];
    else if (kind === "yes-no") given[name] = value === "true";
    else given[name] = value.trim();
  }
  return given;
}

/** What a record holds, as a form shows it. */
export function heldFields(fields: Readonly<Record<string, unknown>>): Typed {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== null && value !== undefined && value !== "")
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : [String(value)]]),
  );
}

/** Findings that refuse, each at its field: the reason, and what to do. */
export function findingErrors({ tell, lang }: Voice, findings: readonly FindingView[], form: EntryForm): FieldError[] {
  const names = new Set(form.fields.map(({ name }) => name));
  const stop = lang === "zh" ? "。" : ". ";
  const errors = findings
    .filter(({ verdict }) => verdict === "refuse")
    .map(({ field, reason, remedy }) => ({
      field: field !== null && names.has(field) ? field : wholeForm,
      text: [tell(reason), tell(remedy)].map((sentence) => sentence.replace(/[。.]$/, "")).join(stop),
    }));
  // One line a field on top of the page: the first is what to mend first.
  return errors.filter(({ field }, at) => errors.findIndex((one) => one.field === field) === at);
}
