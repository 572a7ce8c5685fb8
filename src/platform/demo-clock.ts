/** The demo's clock and how far the invented province has been taken in. The owner's acts: nobody else may move time. */
import type { IsoDate } from "#core/time/date.ts";
import { type Connection, openPool } from "./database.ts";

/** Days of the province that are wholly in, oldest first; none on a database that is still empty. */
export async function filledDays(owner: Connection): Promise<IsoDate[]> {
  return asOwner(owner, async (pool) => {
    const there = await pool.query<{ is: boolean }>("SELECT to_regclass('platform.demo_day') IS NOT NULL AS is");
    if (!there.rows[0]?.is) return [];
    const found = await pool.query<{ day: IsoDate }>(
      "SELECT received_on::text AS day FROM platform.demo_day ORDER BY received_on",
    );
    return found.rows.map(({ day }) => day);
  });
}

/** Says that everything received on a day is in. */
export async function dayFilled(owner: Connection, day: IsoDate): Promise<void> {
  await asOwner(owner, (pool) =>
    pool.query("INSERT INTO platform.demo_day (received_on) VALUES ($1) ON CONFLICT DO NOTHING", [day]),
  );
}

/** Moves the legal clock forward to an instant of the demo; back only once, from the machine's own time to the first day. */
export async function moveClock(owner: Connection, instant: Date): Promise<void> {
  const offset = Math.round((instant.getTime() - Date.now()) / 1000);
  await asOwner(owner, (pool) =>
    pool.query(
      `UPDATE platform.clock SET offset_seconds = $1
       WHERE (offset_seconds = 0 AND NOT EXISTS (SELECT FROM platform.demo_day)) OR (offset_seconds <> 0 AND offset_seconds < $1)`,
      [offset],
    ),
  );
}

async function asOwner<T>(owner: Connection, act: (pool: ReturnType<typeof openPool>) => Promise<T>): Promise<T> {
  const pool = openPool(owner, { max: 1 });
  try {
    return await act(pool);
  } finally {
    await pool.end();
  }
}
