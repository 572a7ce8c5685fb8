/** Clocks of candidates: the whole register on every new day, what was recorded since every few minutes, trials when asked for. */
import type { Actor } from "#src/access/index.ts";
import type { CandidateParts } from "./parts.ts";
import { searchAll } from "./search.ts";
import { runSimulation, simulationQueue } from "./simulate.ts";

const job: Actor = { kind: "job", id: "candidates" };
const queue = "candidates";
const searchesEveryMs = 5 * 60_000;

/** Begins to search in this process: whoever closes the queues ends it. The first search of a day asks the whole register. */
export async function workOnCandidates(parts: CandidateParts): Promise<void> {
  const { jobs, app, log } = parts;
  await jobs.work(queue, {
    atOnce: 1,
    handler: async ({ signal }) => {
      const searched = await searchAll(parts, job, {}, signal);
      const sum = (key: "met" | "unsaid" | "found" | "gone") => searched.reduce((all, one) => all + one[key], 0);
      const counts = { met: sum("met"), unsaid: sum("unsaid"), found: sum("found"), gone: sum("gone") };
      log.info({ criteria: searched.length, ...counts }, "candidates were searched for");
    },
  });
  await jobs.work(simulationQueue, {
    atOnce: 1,
    handler: ({ data }) => runSimulation(parts, job, (data as { readonly simulationId: string }).simulationId),
  });
  const send = async () => {
    await jobs.send(queue, {}, { key: queue, sql: app });
    jobs.wake(queue);
  };
  setInterval(() => send().catch((err) => log.warn({ err }, "a search was not begun")), searchesEveryMs).unref();
  await send();
}
