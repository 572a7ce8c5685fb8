/** Pages of a list: asked with one row more than shown, so that the last page knows it is the last. */
export interface ListPage {
  readonly limit: number;
  /** The last row of the page before; null for the first page. */
  readonly cursor: string | null;
}

/** A page of `limit` rows and the cursor of the next, null at the end. */
export function pageOf<T>(rows: readonly T[], limit: number, cursorOf: (row: T) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
