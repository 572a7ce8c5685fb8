import type { IsoDate } from "#core/time/date.ts";
import type { Clock } from "./clock.ts";
import type { Logger } from "./log.ts";

const looksEveryMs = 10 * 60 * 1000;

/**
 * Does a day's work now and on every new day of the legal clock while this process lives; what fails is tried again at the
 * next look. Work is told by the counts it returns, and must be safe to do twice: a restart does it anew.
 */
export async function everyDay(
  { clock, log }: { readonly clock: Clock; readonly log: Pick<Logger, "info" | "warn"> },
  what: string,
  work: () => Promise<object>,
): Promise<void> {
  let doneOn: IsoDate | null = null;
  const look = async () => {
    const today = clock.today();
    if (doneOn === today) return;
    doneOn = today;
    try {
      log.info({ ...(await work()) }, what);
    } catch (err) {
      doneOn = null;
      log.warn({ err }, `not done, it is tried again: ${what}`);
    }
  };
  setInterval(() => void look(), looksEveryMs).unref();
  await look();
}
