import { type DestinationStream, type Logger, pino } from "pino";

export type { Logger };

// Nothing personal in a log (C13): bodies, queries, cookies and authorisation are never logged at all; what remains of
// a text that looks like an identity number, a unified code or a phone number is masked before it is written.
const longNumber = /[0-9０-９A-Za-z]{0,3}[0-9０-９]{6,}[0-9０-９XxＸｘ]*/gu;

/** Masks anything that could be a person's number: keeps two characters at each end. */
export function masked(text: string): string {
  return text.replace(longNumber, (number) => `${number.slice(0, 2)}…${number.slice(-2)}`);
}

// A data exception of PostgreSQL (class 22) quotes the value it could not take; a key or check violation says "detail",
// which is not logged at all.
const dataException = /^22/;

/** The program's log: JSON lines on standard error. */
export function createLog(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: ["req.headers", "req.body", "req.query", "res.headers"], remove: true },
      serializers: {
        err: (error: Error & { code?: string }) => ({
          type: error.name,
          code: error.code,
          ...(dataException.test(error.code ?? "")
            ? { message: "a value that the database could not take" }
            : { message: masked(error.message), stack: masked(error.stack ?? "") }),
        }),
      },
    },
    destination,
  );
}
