/**
 * What time does to proceedings: words past their keeping are forgotten (C8, C17), and days that a calendar published since
 * has moved are counted anew. Readers rely on neither: they ask the day.
 */
import { terms } from "#src/access/index.ts";
import { forgetInParts } from "#src/intake/index.ts";
import { everyDay } from "#src/platform/daily.ts";
import { inTransaction } from "#src/platform/database.ts";
import { foldAnew } from "./inbox/fold-anew.ts";
import { listWaiting } from "./inbox/store.ts";
import type { ListParts } from "./parts.ts";
import { forgetDue } from "./store.ts";

const atOnce = 500;

/** Forgets all that is due now. Broken off, it goes on where it stood. @returns of how many proceedings */
export function forgetProceedings({ retention }: Pick<ListParts, "retention">): Promise<number> {
  const years = terms.proceedingTextsYears;
  return forgetInParts((atMost) => forgetDue(retention, { atMost, years }));
}

/** Folds anew what waits for somebody. @returns how many proceedings */
export async function countDaysAnew(parts: ListParts): Promise<number> {
  let count = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const page = await listWaiting(parts.app, after, atOnce);
    for (const id of page) await inTransaction(parts.app, (sql) => foldAnew(parts, sql, id));
    count += page.length;
    const last = page.at(-1);
    if (last === undefined) return count;
    after = last;
  }
}

/** Does both now and on every new day while this process lives. */
export function workOnProceedings(parts: ListParts): Promise<void> {
  return everyDay(parts, "proceedings: words forgotten, days counted anew", async () => ({
    forgotten: await forgetProceedings(parts),
    counted: await countDaysAnew(parts),
  }));
}
