/**
 * Errors a person can cause are values (ARCHITECTURE rule 13). A refusal names a code; its sentences, remedy, article
 * and HTTP status stand in `contract/refusals/`, so that every face says the same.
 */
export interface Refusal {
  readonly code: string;
  /** The field, column or parameter it is about, as the person knows it. */
  readonly field?: string;
  /** Values named in the sentences. Never a person's name or number. */
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Either what was asked for, or why not. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refuse(
  code: string,
  more: Omit<Refusal, "code"> = {},
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, ...more } };
}

/** A sentence in both languages of the portal. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}
