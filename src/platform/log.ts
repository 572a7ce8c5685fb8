import { type Logger, pino } from "pino";

export type { Logger };

// Nothing personal in a log (C13): bodies, queries, cookies and authorisation are never logged at all; what remains of
// a text that looks like an identity number, a unified code or a phone number is masked before it is written.
const longNumber = /[0-9０-９A-Za-z]{0,3}\d{6,}[0-9０-９XxＸ]*/gu;

/** Masks anything that could be a person's number: keeps two characters at each end. */
export function masked(text: string): string {
  return text.replace(longNumber, (number) => `${number.slice(0, 2)}…${number.slice(-2)}`);
}

/** The program's log: JSON lines on standard error. */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: ["req.headers", "req.body", "req.query", "res.headers"], remove: true },
      serializers: {
        err: (error: Error & { code?: string }) => ({
          type: error.name,
          code: error.code,
          message: masked(error.message),
          stack: masked(error.stack ?? ""),
        }),
      },
    },
    pino.destination(2),
  );
}
