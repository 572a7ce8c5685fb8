/** Files the browser gets: styles, mark, islands. Read once at start, named by their digest, compressed once. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { transformSync } from "oxc-transform";

/** Browser modules under `islands/`; every page works without them. */
export const islands = ["print", "progress", "suggest", "upload"] as const;
export type Island = (typeof islands)[number];

export interface Asset {
  readonly mediaType: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
}

const mediaTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".txt": "text/plain; charset=utf-8",
};

function assetOf(name: string, plain: Buffer): Asset {
  const etag = createHash("sha256").update(plain).digest("base64url").slice(0, 12);
  const mediaType = mediaTypes[extname(name)];
  if (!mediaType) throw new Error(`web/static/${name}: no media type for it`);
  return { mediaType, etag, plain, gzip: gzipSync(plain, { level: 9 }), brotli: brotliCompressSync(plain) };
}

function load(): ReadonlyMap<string, Asset> {
  const found = new Map<string, Asset>();
  const folder = join(import.meta.dirname, "static");
  for (const name of readdirSync(folder)) found.set(name, assetOf(name, readFileSync(join(folder, name))));
  for (const island of islands) {
    const file = join(import.meta.dirname, "islands", `${island}.ts`);
    const { code, errors } = transformSync(file, readFileSync(file, "utf8"));
    const [fault] = errors;
    if (fault) throw new SyntaxError(`${file}: ${fault.message}`);
    const name = `${island}.js`;
    found.set(name, assetOf(name, Buffer.from(code)));
  }
  return found;
}

/** All assets by name. */
export const assets: ReadonlyMap<string, Asset> = load();

/** Address of an asset; it changes with the content, so that browsers may keep it for ever. */
export function asset(name: string): string {
  const found = assets.get(name);
  if (!found) throw new Error(`no asset ${name}`);
  return `/static/${found.etag}/${name}`;
}
