import { setImmediate } from "node:timers/promises";

/** Lets the event loop turn once: sockets are read and written while a chunk is worked on. */
export const turn = (): Promise<void> => setImmediate();
