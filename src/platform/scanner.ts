/**
 * A scanner of files for malicious content, where one is configured: clamd's INSTREAM over TCP. The file goes to the
 * scanner in pieces and nowhere else; without a configured scanner nothing is said to have been scanned.
 */
import { once } from "node:events";
import { connect } from "node:net";
import type { Readable } from "node:stream";

export interface Scanner {
  /** Name and place, as it is written beside what it scanned. */
  readonly name: string;
  /** Whether it finds nothing. Throws where it cannot be asked: then nobody knows, and nothing is taken in. */
  isClean(content: Readable): Promise<boolean>;
}

const waitsMs = 30_000;

/** Opens the scanner of `clamd://host:port`, null where none is configured; throws where the address is none. */
export function openScanner(address: string | null): Scanner | null {
  if (address === null) return null;
  const url = URL.parse(address);
  if (url?.protocol !== "clamd:" || url.hostname === "" || url.port === "")
    throw new Error("a scanner's address is clamd://host:port");
  const { hostname: host, port } = url;
  return { name: `clamd ${host}:${port}`, isClean: (content) => askClamd({ host, port: Number(port) }, content) };
}

/** clamd(8): `zINSTREAM\0`, then pieces with their length in four bytes, then a length of nothing. */
async function askClamd(at: { host: string; port: number }, content: Readable): Promise<boolean> {
  const socket = connect(at);
  socket.setTimeout(waitsMs, () => socket.destroy(new Error("the scanner does not answer")));
  let answer = "";
  socket.setEncoding("latin1").on("data", (piece: string) => {
    answer += piece;
  });
  const ended = once(socket, "close");
  // An error is heard of at the next wait; unheard it would end the process.
  let broken: Error | null = null;
  socket.on("error", (error) => {
    broken = error;
  });
  socket.write("zINSTREAM\0");
  for await (const piece of content as AsyncIterable<Buffer>) {
    if (broken) throw broken;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    socket.write(length);
    if (!socket.write(piece)) await Promise.race([once(socket, "drain"), ended]);
  }
  socket.write(Buffer.alloc(4));
  await ended;
  if (broken) throw broken;
  if (/^stream: OK\0?$/.test(answer.trim())) return true;
  if (/ FOUND\0?$/.test(answer.trim())) return false;
  throw new Error("the scanner gave no verdict");
}
