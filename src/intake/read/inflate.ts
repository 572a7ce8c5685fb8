/** Unpacking with a limit that is looked at while bytes come out, so that a bomb never unfolds. */
import { Readable } from "node:stream";
import { createGunzip, createInflateRaw } from "node:zlib";
import { limits } from "./limits.ts";
import { FileRefused, refuseFile } from "./refused.ts";

const chunkSize = 256 * 1024;

/** Refuses once more has come out than so many packed bytes may honestly hold. */
export function mustNotBeBomb({ unfolded, packed }: { unfolded: number; packed: number }): void {
  if (unfolded > limits.inflatedBytesMax) refuseFile("intake.file-too-large");
  if (unfolded > limits.inflateRatioFromBytes && unfolded > packed * limits.inflateRatioMax) {
    refuseFile("intake.file-bomb", { params: { ratio: limits.inflateRatioMax } });
  }
}

/** The bytes inside a gzip file; refuses bombs and damaged or cut files. */
export function gunzip(packed: AsyncIterable<Buffer>, packedBytes: number): AsyncGenerator<Buffer> {
  return unfold(packed, packedBytes, createGunzip({ chunkSize }));
}

/** The bytes of a deflated zip entry. */
export function inflateRaw(packed: AsyncIterable<Buffer>, packedBytes: number): AsyncGenerator<Buffer> {
  return unfold(packed, packedBytes, createInflateRaw({ chunkSize }));
}

async function* unfold(
  packed: AsyncIterable<Buffer>,
  packedBytes: number,
  inflater: ReturnType<typeof createGunzip>,
): AsyncGenerator<Buffer> {
  const from = Readable.from(packed);
  let cause: Error | undefined;
  from.on("error", (error) => {
    cause = error;
    inflater.destroy(error);
  });
  from.pipe(inflater);
  let unfolded = 0;
  try {
    for await (const chunk of inflater as AsyncIterable<Buffer>) {
      unfolded += chunk.length;
      mustNotBeBomb({ unfolded, packed: packedBytes });
      yield chunk;
    }
  } catch (error) {
    if (cause !== undefined || error instanceof FileRefused) throw cause ?? error;
    // Whatever zlib does not like (wrong check sum, cut off, not deflated) is damage of the file.
    refuseFile("intake.file-damaged");
  } finally {
    from.destroy();
    inflater.destroy();
  }
}
